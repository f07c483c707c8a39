"""The owner's answer to « de qui est ce message ? »: what it says, and what it does.

« Martin », « c'est Martin et Petit », « tous »: the mail is kept and read in their cases, and holds nobody
else any more. « Martin, payé 500 »: the order is carried out, and the mail is his. « reprends Martin »: it is
not his.
Nobody's (« personne », « ignore », « reprends »): all that was held for it goes on. Anything else changes
nothing, and is said to change nothing.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot import unplaced
from bot.case import Case
from bot.correspondence.apart import apart
from bot.correspondence.meant import meant
from bot.desk import Desk
from bot.events.entries import HOUSE, Event
from bot.events.owner import NoticeAnswered, NoticeOpened, OrderTaken
from bot.events.owner_mail import ActRead, OwnerAnswered
from bot.owner.answers import Act, Answer
from bot.owner.matters import Matter, UnknownTargetError
from bot.owner.orders import Line
from bot.reading import Reading, read
from bot.state.facts import Told
from bot.state.strays import Stray, hold_of

Say = Callable[[Line, Case | None, Matter | None], str]
# Acts that tell what the mail of the customer named says; a stop or a pause of him is an order like others.
_SAY_WHOSE = frozenset(("note", "paid", "dispute", "accept", "plan", "called", "contact", "credit"))
_THEIRS = "theirs"  # of an answer that says no more than whose the mail is
_LONGEST = 200  # characters of an answer that only says whose it is
_NOBODY = re.compile(
    r"(?:(?:c'est|ce n'est|it's|it is|cela|[çc]a|il|ne|concerne|du|de|la|le|un|une|pour|[àa]|message|mail"
    r"|merci|svp|for|from)\s){0,6}"
    r"(?:personne|nobody|no ?one|spam|pub|publicit[ée]|junk|ignore[rz]?|ignore[rz]?[ -]l[ea]"
    r"|(?:je |on )?reprends?(?: tout)?|resume(?: all| everything)?|(?:d')?aucun client"
    r"|pas (?:un|de) (?:de mes |mes |nos )?clients?|not a customer|no customer)"
    r"(?:[\s,;:.!]+(?:personne|spam|pub|publicit[ée]|junk|ignore[rz]?|merci|svp|thanks))*[\s.!]*",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"(?:oui |yes |c'est |ce sont |de |d'|pour |it's |from |for )?(?:(?:eux |elles )?(?:tous|toutes)"
    r"|(?:tous |toutes )?les (?:deux|trois|quatre|cinq)|all(?: of them)?|both(?: of them)?)[\s.!]*",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?:oui|yes|c'est|ce sont|il est|it's|it is|de|d'|du|la|le|les|l'|client|cliente|mail|message|pour|chez"
    r"|from|customer|the)(?:\s+|(?<='))",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:[,;/+&\n]|\bet\b|\band\b)\s*", re.IGNORECASE)


class Index(Protocol):
    """The ways to find a customer; the state is one."""

    def by_number(self, number: str) -> list[str]: ...
    def by_name(self, name: str) -> list[str]: ...


def asked(desk: Desk, told: Told | None) -> str:
    """The open question about whose a mail is that this mail of ours asks alone; empty: none."""
    one = told.notices[0] if told and len(told.notices) == 1 else ""
    return one if one in desk.state.facts.strays else ""


def whose(words: str, index: Index) -> Answer | None:
    """What an answer says that is nothing but names, or that it is nobody's; None: it says something else."""
    words = words.replace("’", "'").strip()
    if not words or len(words) > _LONGEST:
        return None
    if _NOBODY.fullmatch(words):
        return Answer((Act("resume"),))
    if _ALL.fullmatch(words):
        return Answer((Act("note", target="all", value=_THEIRS, text=words),))
    named = [words] if _one(words, index) else [part for part in _BETWEEN.split(words) if part.strip(" .!")]
    found = [_one(part, index) for part in named]
    acts = tuple(Act("note", target=name, value=_THEIRS, text=words) for name in found)
    return Answer(acts) if acts and all(found) else None


def _one(words: str, index: Index) -> str:
    """The name or number in these words, if it is one customer's."""
    name = words.strip(" .!")
    while len(index.by_number(name) or index.by_name(name)) != 1:
        lead = _LEAD.match(name)
        if not lead:
            return ""
        name = name[lead.end() :]
    return name


def named(desk: Desk, order: OwnerAnswered, told: Told | None, say: Say, ours: Collection[str]) -> set[int]:
    """Carries out what the answer says of customers by name; which of its acts are done by that."""
    done = {k for mail, k in desk.state.facts.taken if mail == order.mail}
    notice = asked(desk, told)
    if notice:
        stray = desk.state.facts.strays[notice]
        done |= _Named(desk, order, notice, stray, say, ours, done).carry_out(told)
    return done


@dataclass(slots=True)
class _Named:
    """One answer to one question, act by act; what was `done` before a crash is said back no more."""

    desk: Desk
    order: OwnerAnswered
    notice: str
    stray: Stray
    say: Say
    ours: Collection[str]
    done: set[int]
    notes: list[OrderTaken] = field(default_factory=list)

    def carry_out(self, told: Told | None) -> set[int]:
        theirs = False
        for k, act in enumerate(self.order.acts):
            cases = self._meant(act, told)
            if act.act == "resume" and set(cases) <= set(self.stray.cases):
                self._not_theirs(k, act, cases)
            elif act.act in _SAY_WHOSE:
                theirs = theirs or bool(cases)
                self._theirs(k, act, cases)
        if theirs:
            self._answered(list(self.stray.mails)[:1], "the owner says whose it is")
        elif self.notes and not any(
            hold == hold_of(next(iter(self.stray.mails))) for _, hold in self.stray.holds
        ):
            self._answered(unplaced.meant(self.desk, self.stray), "the owner says that it is none of theirs")
        elif self.notes:
            self.desk.note(HOUSE, *self.notes)
        return {note.k for note in self.notes}

    def _meant(self, act: ActRead, told: Told | None) -> list[str]:
        everybodys = (act.act, act.target, act.value) == ("note", "all", _THEIRS)
        return list(self.stray.cases) if everybodys else _cases(self.desk, act, told)

    def _not_theirs(self, k: int, act: ActRead, cases: list[str]) -> None:
        why = "the owner says that it is not this customer's"
        for case in cases:
            unplaced.free(self.desk, self.stray, unplaced.meant(self.desk, self.stray), why, cases=[case])
            self._note(k, act, case, "not_theirs")

    def _theirs(self, k: int, act: ActRead, cases: list[str]) -> None:
        weighed = "" if act.act == "note" else "the owner has said what it says"
        for case in cases:
            unplaced.place(self.desk, self.stray, case, _read, ours=self.ours, weighed=weighed)
            if act.value == _THEIRS:
                self._note(k, act, case, "theirs")

    def _note(self, k: int, act: ActRead, case: str, line: str) -> None:
        if k not in self.done:
            said = self.say(Line(line), self.desk.case(case), Matter(case))
            self.notes.append(OrderTaken(self.order.mail, k, act.act, said, self.order.sender))

    def _answered(self, mails: list[str], why: str) -> None:
        events = unplaced.answered(self.desk, self.notice, mails, self.order.sender, why)
        self.desk.note(HOUSE, *self.notes, *events)


def _cases(desk: Desk, act: ActRead, told: Told | None) -> list[str]:
    """The customers whom it names; what names none, or cannot be told, is left to others."""
    if act.target in (None, "all"):
        return []
    try:
        return [matter.case for matter in meant(desk, act, told) if matter.case != HOUSE]
    except UnknownTargetError:
        return []


def settled(desk: Desk, act: ActRead, opened: NoticeOpened, by: str) -> tuple[list[Event], Line]:
    """What is said of the mail as such: nobody's, or nothing that would say whose."""
    if act.act != "resume":
        return [], Line("unplaced_which")
    stray = desk.state.facts.strays.get(opened.notice)
    if stray is None:
        return [NoticeAnswered(opened.notice, "resume", by)], Line("unplaced_nobody")
    mails = unplaced.meant(desk, stray)
    said = unplaced.answered(desk, opened.notice, mails, by, "the owner says that it is nobody's")
    return said, Line("unplaced_nobody")


def _read(raw: bytes, at: datetime) -> Reading:
    """A mail on which the reader itself fails goes to a person."""
    with apart("mail=unread"):
        return read(raw, at)
    return Reading(("acknowledgement",), undecided=True)
