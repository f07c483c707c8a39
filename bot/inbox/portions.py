"""Cuts a list of mails into portions that fit into memory. Pure.

In: (uid, size) pairs in order, and the limits. Out: lists of UIDs to fetch together, in the same
order, none left out. A mail that alone exceeds the limit is a portion of its own.
"""

from collections.abc import Iterable, Iterator, Sequence

from bot.inbox.values import Portions


def weight(size: int, limits: Portions) -> int:
    """Octets that a mail of this size takes once fetched: too big a mail is fetched in part."""
    return size if size <= limits.whole else limits.start


def portions(sizes: Iterable[tuple[int, int]], limits: Portions) -> Iterator[tuple[int, ...]]:
    portion: list[int] = []
    total = 0
    for uid, size in sizes:
        heavy = weight(size, limits)
        if portion and (len(portion) >= limits.mails or total + heavy > limits.octets):
            yield tuple(portion)
            portion, total = [], 0
        portion.append(uid)
        total += heavy
    if portion:
        yield tuple(portion)


def stretches(uids: Sequence[int], length: int) -> Iterator[Sequence[int]]:
    """The list in stretches short enough for one command line of any server."""
    for start in range(0, len(uids), length):
        yield uids[start : start + length]
