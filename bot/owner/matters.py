"""What an order is about: a target as the owner wrote it becomes cases, invoices and open questions.

A target is an item's number in the list that was answered, a customer's name, an invoice's number, "all", or
nothing: the matter of the mail that was answered. A name that fits two customers is never guessed. Pure.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bot.events.entries import HOUSE
from bot.events.owner_mail import ActRead, Item
from bot.rules import as_called

# Answers to one question: said of two at once they are not guessed.
_SAY_WHICH = frozenset(("ok", "accept", "refuse", "propose", "plan", "not_received"))

# An order about all is one about all customers, unless its value says that it means those of the list alone.
# What only goes on, "relance les autres", "continue comme ça", lifts no stop of everybody either.
_EVERYBODY, _LISTED, _GOING_ON = "everybody", "listed", "going_on"
_SAID_OF_ALL = frozenset(("stop", "no", "pause", "resume"))


def of_everybody(act: ActRead) -> bool:
    """Whether it is said of all customers, whatever the mail that is answered names."""
    listed = act.value in (_LISTED, _GOING_ON)
    all_of_them = act.value == _EVERYBODY or (act.target == "all" and not listed)
    return all_of_them and act.act in _SAID_OF_ALL


def lifts_for_all(act: ActRead, named: Sequence[object]) -> bool:
    """Whether it may end a stop of everybody: "reprends (tout)"; nothing beside a customer's name or number,
    but for "reprends tout sauf Brice"."""
    resumes = act.act == "resume" and act.target in (None, "all") and act.value != _GOING_ON
    return resumes and (of_everybody(act) or not named)


@dataclass(frozen=True, slots=True)
class Matter:
    """One case, or the house, with what is meant of it."""

    case: str
    invoices: tuple[str, ...] = ()  # none: the whole case
    notice: str = ""  # the open question that is answered


@dataclass(frozen=True, slots=True)
class Asked:
    """An open question, as far as finding it goes."""

    case: str
    invoices: tuple[str, ...] = ()


class Index(Protocol):
    """The ways to find a case; the state is one."""

    def by_number(self, number: str) -> list[str]: ...
    def by_name(self, name: str) -> list[str]: ...


class UnknownTargetError(Exception):
    """Nothing, or more than one thing, is called so; `ambiguous` tells which."""

    def __init__(self, target: str, *, ambiguous: bool) -> None:
        super().__init__(target)
        self.target, self.ambiguous = target, ambiguous


@dataclass(frozen=True, slots=True)
class Answered:
    """The mail of ours that was answered: the questions in it that are still open, and its lines."""

    asked: Mapping[str, Asked]
    items: Sequence[Item] = ()
    beside: Mapping[str, Asked] = field(default_factory=dict)  # what else is open about their customers

    def about(self, act: ActRead, index: Index, name_of: Callable[[str], str]) -> list[Matter]:
        """All that this act is about; UnknownTargetError when it cannot be told."""
        target = act.target
        if of_everybody(act):
            return self._everybody(act)
        if target is None:
            return [Matter(a.case, a.invoices, notice) for notice, a in self.asked.items()]
        if target == "all":
            return self._all()
        numbered = [item for item in self.items if target.isdecimal() and int(target) == item.n]
        items = numbered or [item for item in self.items if self._is(item, target, name_of)]
        if len(items) > 1:
            return [_of_several(items, act, target)]
        return [_of_item(items[0], target)] if items else self._found(target, index)

    def _everybody(self, act: ActRead) -> list[Matter]:
        """The house, whatever the list names. To go on with all answers no question: where the house does not
        rest it lifts the owner's own pauses of those listed."""
        listed = [a.case for a in self.asked.values()] + [item.case for item in self.items]
        return [Matter(case) for case in dict.fromkeys(listed) if case != HOUSE and act.act == "resume"]

    def _all(self) -> list[Matter]:
        """Every line of the list, and the question about the list itself."""
        listed = [_of_item(item, "") for item in self.items]
        known = {matter.notice for matter in listed}
        own = [Matter(a.case, a.invoices, n) for n, a in self.asked.items() if n not in known]
        return own + listed

    @staticmethod
    def _is(item: Item, target: str, name_of: Callable[[str], str]) -> bool:
        numbers = {number.casefold() for number in item.invoices}
        return target.casefold() in numbers or as_called(name_of(item.case)) == as_called(target)

    def _found(self, target: str, index: Index) -> list[Matter]:
        """An invoice or a customer named freely; an open question about just that is answered with it."""
        cases = index.by_number(target)
        invoices = (target,) if cases else ()
        cases = cases or index.by_name(target)
        if len(cases) != 1:
            raise UnknownTargetError(target, ambiguous=len(cases) > 1)
        mine = [n for n, a in self.asked.items() if a.case == cases[0] and a.case != HOUSE]
        other = self._asked_beside(cases[0], target, mine)
        return [Matter(cases[0], invoices, other or (mine[0] if len(mine) == 1 else ""))]

    def _asked_beside(self, case: str, target: str, mine: Sequence[str]) -> str:
        """The one other question about this very invoice, of which the question answered is not."""
        known = (*mine, *(n for n, a in self.beside.items() if a.case == case))
        all_of_them = {**self.beside, **self.asked}
        folded = target.casefold()
        about = [n for n in known if folded in {number.casefold() for number in all_of_them[n].invoices}]
        return about[0] if len(about) == 1 else ""


def _of_item(item: Item, target: str) -> Matter:
    one = tuple(number for number in item.invoices if number.casefold() == target.casefold())
    return Matter(item.case, one or item.invoices, item.notice)


def _of_several(items: Sequence[Item], act: ActRead, target: str) -> Matter:
    """One customer in several lines is one matter, else a sum would count twice; a yes must say to which."""
    if len({item.case for item in items}) > 1 or act.act in _SAY_WHICH:
        raise UnknownTargetError(target, ambiguous=True)
    meant = [_of_item(item, target).invoices for item in items]
    numbers = tuple(dict.fromkeys(number for invoices in meant for number in invoices))
    return Matter(items[0].case, numbers if all(meant) else ())


def without_named(matters: Iterable[Matter], named: Iterable[Matter]) -> list[Matter]:
    """What "all the others" leaves: no case that an act of its own is about."""
    own = {matter.case for matter in named}
    return [matter for matter in matters if matter.case == HOUSE or matter.case not in own]
