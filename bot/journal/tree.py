"""The Merkle tree of RFC 9162, growing leaf by leaf: leaf inputs in, the root over all of them out.

The hash of a leaf begins with a zero byte, that of a node with a one, so that neither can pass for the
other. It keeps no leaves: memory grows with the logarithm of their number.
"""

from collections.abc import Iterable
from hashlib import sha256


class Tree:
    """A Merkle tree that grows by one leaf at a time and remembers only its whole subtrees' roots."""

    __slots__ = ("_count", "_peaks")

    def __init__(self) -> None:
        self._peaks: list[bytes] = []  # of the whole subtrees, the largest (leftmost) first
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Adds leaves, each given as its 32-byte input."""
        peaks, count = self._peaks, self._count
        for leaf in leaves:
            node, filled = sha256(b"\0" + leaf).digest(), count
            while filled & 1:  # two subtrees of one size make one of the next
                node = sha256(b"\1" + peaks.pop() + node).digest()
                filled >>= 1
            peaks.append(node)
            count += 1
        self._count = count

    def root(self) -> bytes:
        """The root over all leaves so far; of no leaf, the hash of nothing."""
        if not self._peaks:
            return sha256().digest()
        *left, root = self._peaks
        for peak in reversed(left):
            root = sha256(b"\1" + peak + root).digest()
        return root
