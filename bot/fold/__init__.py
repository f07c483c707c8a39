"""The fold: from the entries of one chain to the case that they tell.

One small function for each event, in the module of its subject. The fold sees no configuration, no clock
and no other case, and it judges nothing: consequences come to it as events, with absolute dates, so that
the same journal gives the same case under any rules.
"""

from collections.abc import Iterable

from bot.case import Case
from bot.events.entries import Entry
from bot.fold import debt, letters, owner, replies

_APPLY = debt.APPLY | replies.APPLY | letters.APPLY | owner.APPLY


def fold(case: str, entries: Iterable[Entry]) -> Case:
    """The case that these entries, its whole chain in order, tell."""
    grown = Case(case)
    for entry in entries:
        grown.n, grown.at = entry.n, entry.at
        _APPLY[type(entry.event)](grown, entry.event, entry.at)
    return grown


def grow(case: Case, entry: Entry) -> None:
    """The case takes the next entry of its chain."""
    case.n, case.at = entry.n, entry.at
    _APPLY[type(entry.event)](case, entry.event, entry.at)
