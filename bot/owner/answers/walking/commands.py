"""The pieces of an answer as its sentences are walked: `Command`, `Chunk`, `Walk`.

Mutable while one answer is read, and seen by nobody else. They hold what stands where; what it means is read
in `meaning`, whether it is plain enough in `vetting`.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from bot.owner.answers.acts import Instalment
from bot.owner.answers.context import Context
from bot.owner.answers.marking.marks import Mark, Sentence, figure
from bot.reading.dates import Now

HELPERS = frozenset(
    ("doubt", "if", "defer", "nth", "hedge", "seen", "filler", "him", "and", "all", "rest", "mine")
)
FIGURES = frozenset(("day", "duration", "sum", "number", "percent", "track", "mail"))


@dataclass(slots=True)
class Command:
    name: str
    sentence: Sentence
    number: int  # of the sentence
    chunk: int  # between two commas
    start: int
    end: int
    fields: dict[str, str] = field(default_factory=dict)
    targets: list[str] = field(default_factory=list)
    several: bool = False  # a target fits more than one case
    before: bool = False  # the targets stand before the order
    opens: int = 0  # where its own part of the sentence begins: at its first target, or at itself
    mixed: bool = False  # its targets stand in one list with those of the order before
    rest: bool = False  # of all that is not named otherwise
    leant: bool = False  # the target is the one that its sentence is about
    own: bool = False  # the notice's own matter is named
    undone: bool = False  # it says what was wrong with an order before, and orders nothing surely
    invoice: bool = False
    marks: list[Mark] = field(default_factory=list)
    plan: tuple[Instalment, ...] = ()
    him: bool = False
    around: list[Mark] = field(default_factory=list)  # plain words in its part of the sentence

    @property
    def words(self) -> str:
        return self.sentence.text.folded[self.start : self.end]

    @property
    def exact(self) -> str:
        return self.sentence.text.words(self.start, self.end)

    @property
    def of_him(self) -> bool:
        """ "rien pour elle", "pas elle": a pronoun says last whom it means."""
        behind = self.sentence.text.folded[self.end : min(self.end + 7, self.sentence.end)]
        return _HIM_LAST.search(self.words) is not None or _HIM_BEHIND.match(behind) is not None

    def day(self, *, past: bool = False) -> date | None:
        for mark in self.marks:
            if mark.kind == "day" or (mark.kind == "duration" and not past):
                found = figure(mark).behind if past else figure(mark).ahead
                if found:
                    return found
        return None

    def sum(self) -> int | None:
        for kind in ("sum", "number"):
            for mark in self.marks:
                if mark.kind == kind and not (self._of_a_whole(mark) or self._of_no_money(mark)):
                    return figure(mark).cents if kind == "sum" else int(str(mark.value))
        return None

    def _of_no_money(self, mark: Mark) -> bool:
        """ "payé en 2024", "paye en 10 fois": a year, or how many times."""
        text = self.sentence.text.folded
        year = _IN_THE_YEAR.search(text[: mark.start]) and _YEAR.fullmatch(text[mark.start : mark.end])
        return mark.kind == "number" and bool(year or _TIMES.match(text, mark.end))

    def _of_a_whole(self, mark: Mark) -> bool:
        """ "200 sur les 380": the whole is no part that came."""
        before = self.sentence.text.folded[self.sentence.start : mark.start]
        return _OUT_OF.search(before) is not None and len(self.marks) > 1


_IN_THE_YEAR = re.compile(
    r"\b(?:en|in|depuis|since|fin|debut|mi|courant|annee|annees|year"
    r"|(?:janv|fevr|mars|avr|mai|juin|juil|aout|sept|oct|nov|dec|jan|feb|march|apr|may|june?|july?"
    r"|aug)\w*)[ -]?$"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_TIMES = re.compile(r" ?(?:fois|times|mensualites|echeances|instal\w+)\b")
_HIM_BEHIND = re.compile(r" (?:lui|elle|eux|elles|him|her|them)\b")
_HIM_LAST = re.compile(r" (?:lui|elle|eux|elles|him|her|them)$")
_OUT_OF = re.compile(r"\d ?(?:€|euros?)? (?:sur|out of|of|on)(?: (?:les|ses|un total de|the|a total of))? $")


@dataclass(slots=True)
class Chunk:
    """What stands between two commas beside the orders: plain words, doubts, the last place."""

    words: list[Mark] = field(default_factory=list)
    helpers: list[Mark] = field(default_factory=list)
    aimed: bool = False  # somebody is named in it


@dataclass(slots=True)
class Walk:
    """One sentence as walked through: its orders and what is left over."""

    sentence: Sentence
    number: int
    context: Context
    now: Now
    commands: list[Command] = field(default_factory=list)
    chunks: list[Chunk] = field(default_factory=lambda: [Chunk()])
    pending: list[Mark] = field(default_factory=list)
    named: list[Mark] = field(default_factory=list)  # everybody named in it
    loose: list[Mark] = field(default_factory=list)
    left: list[Mark] = field(default_factory=list)  # named in a part of its own that orders nothing known
    orphans: list[Mark] = field(default_factory=list)
    parts: list[tuple[int, int]] = field(default_factory=list)  # from comma to comma, once they are asked for
    stray: list[Mark] = field(default_factory=list)  # days and sums that belong to no order

    @property
    def last(self) -> Command | None:
        return self.commands[-1] if self.commands else None
