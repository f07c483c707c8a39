"""sd_notify(3): a word to the service manager, if there is one. Nothing happens without NOTIFY_SOCKET.

A manager that cannot be reached, or does not listen, is its own affair: the service goes on, and waits for
nobody who lets its words pile up.
"""

import os
import socket
from contextlib import suppress


def notify(state: str) -> None:
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
        line.connect("\0" + address[1:] if address.startswith("@") else address)
        line.setblocking(False)
        line.sendall(state.encode())
