"""The Merkle tree of RFC 9162, growing leaf by leaf: leaf inputs in, the root over all of them out.

The hash of a leaf begins with a zero byte, that of a node with a one, so that neither can pass for the
other. It keeps no leaves: memory grows with the logarithm of their number.
"""

from collections.abc import Iterable
from hashlib import sha256


class Tree:
    """A Merkle tree that grows at its right side and remembers only the roots of its whole subtrees."""

    __slots__ = ("_count", "_peaks")

    def __init__(self) -> None:
        self._peaks: list[
            bytes | None
        ] = []  # of the whole subtree of 1, 2, 4, ... leaves, where there is one
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Adds leaves, each given as its 32-byte input."""
        level = [sha256(b"\0" + leaf).digest() for leaf in leaves]
        self._count += len(level)
        height = 0
        while level:  # two subtrees of one height make one of the next; one that is left over waits
            if height == len(self._peaks):
                self._peaks.append(None)
            waiting = self._peaks[height]
            if waiting is not None:
                level.insert(0, waiting)
            self._peaks[height] = level.pop() if len(level) & 1 else None
            level = [
                sha256(b"\1" + left + right).digest()
                for left, right in zip(level[::2], level[1::2], strict=True)
            ]
            height += 1

    def root(self) -> bytes:
        """The root over all leaves so far; of no leaf, the hash of nothing."""
        root = None
        for peak in self._peaks:
            if peak is not None:
                root = peak if root is None else sha256(b"\1" + peak + root).digest()
        return root or sha256().digest()
