"""A TCP line through this process, to be cut, hushed or tampered with while it is in use."""

import contextlib
import socket
import struct
import threading
import time


class Wire:
    """`Wire(port)` listens on `.port` and passes everything on to 127.0.0.1:`port`.

    `cut()` breaks all lines at once, as a router does; new ones may be made. `hush()` lets them stand
    and passes nothing on any more. `hide` is a word blotted out of what the server says, such as IDLE;
    with `halves` whatever the server says arrives in two pieces with a pause between them.
    `lines` counts the connections made.
    """

    def __init__(self, port: int, *, hide: bytes = b"", halves: bool = False) -> None:
        self.lines = 0
        self._target = port
        self._hide = hide
        self._halves = halves
        self._hushed = threading.Event()
        self._hard = False
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]
        threading.Thread(target=self._listen, name="wire", daemon=True).start()

    def __enter__(self) -> "Wire":
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self.cut()

    def cut(self, *, hard: bool = False) -> None:
        """`hard` sends a reset instead of a close."""
        self._hard = hard
        pairs, self._pairs = self._pairs, []
        for end in (end for pair in pairs for end in pair):
            with contextlib.suppress(OSError):
                if hard:
                    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    end.shutdown(socket.SHUT_RD)  # wakes the thread that reads from it, and says nothing
                else:
                    end.shutdown(socket.SHUT_RDWR)
            end.close()

    def hush(self) -> None:
        self._hushed.set()

    def _listen(self) -> None:
        while True:
            try:
                near, _ = self._door.accept()
            except OSError:
                return
            self.lines += 1
            try:
                far = socket.create_connection(("127.0.0.1", self._target))
            except OSError:  # the server is down: so is the line
                near.close()
                continue
            self._pairs.append((near, far))
            for one, other, blot in ((near, far, b""), (far, near, self._hide)):
                threading.Thread(target=self._pass, args=(one, other, blot), daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket, blot: bytes) -> None:
        try:
            while said := one.recv(65536):
                if self._hushed.is_set():
                    continue
                said = said.replace(blot, b"X" * len(blot)) if blot else said
                if self._halves:
                    half = len(said) // 2
                    other.sendall(said[:half])
                    time.sleep(0.03)
                    said = said[half:]
                other.sendall(said)
        except OSError:
            pass
        for end in () if self._hard else (one, other):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
