"""Bytes that must outlive a power cut: written and synced, or read back whole.

Paths and bytes in, bytes out. It never writes over what is there: a file that exists is the caller's matter.
"""

import os

_MOST = 1 << 16  # bytes: most mails are shorter


def write_new(path: str, raw: bytes) -> None:
    """A new file, readable by its owner only, synced; its folder is not. FileExistsError if it is there."""
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        view = memoryview(raw)
        while view:
            view = view[os.write(fd, view) :]
        os.fsync(fd)
    finally:
        os.close(fd)


def sync(path: str) -> None:
    """A file's content, or a folder's names."""
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def bytes_of(path: str) -> bytes | None:
    """The whole file, or None if there is none."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        raw = os.read(fd, _MOST)
        if len(raw) < _MOST:  # a regular file gives less only at its end
            return raw
        parts = [raw]
        while parts[-1]:
            parts.append(os.read(fd, _MOST << 4))
        return b"".join(parts)
    finally:
        os.close(fd)
