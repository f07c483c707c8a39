"""What an act of the owner's is about, found from the mail of ours that was answered.

A question that was closed since still tells what its answer is about; whether it may still be answered is
for who carries the order out. UnknownTargetError when it cannot be told.
"""

from collections.abc import Mapping
from dataclasses import replace

from bot.case import Case
from bot.desk import Desk
from bot.events.entries import HOUSE
from bot.events.owner import NoticeOpened
from bot.events.owner_mail import ActRead
from bot.owner.matters import Answered, Asked, Matter, UnknownTargetError
from bot.owner.orders import Line
from bot.state.facts import Told


def meant(desk: Desk, act: ActRead, told: Told | None) -> list[Matter]:
    asked = {notice: _asked(desk, notice) for notice in (told.notices if told else ())}
    known = {notice: question for notice, question in asked.items() if question}
    return Answered(known, told.items if told else (), _beside(desk, known)).about(
        act, desk.state, lambda case: "" if case == HOUSE else desk.case(case).debtor.name
    )


def _beside(desk: Desk, known: Mapping[str, Asked]) -> dict[str, Asked]:
    """What else is open about the customers of these questions."""
    cases = {one.case for one in known.values()} - {HOUSE}
    found = desk.state.facts.questions.values() if cases else ()
    return {q.opened.notice: Asked(q.case, q.opened.invoices) for q in found if q.case in cases}


def _asked(desk: Desk, notice: str) -> Asked | None:
    if notice not in desk.state.facts.questions and case_of(notice) == HOUSE:
        return Asked(HOUSE)  # answered: who carries it out says so
    found = question(desk, notice)
    return Asked(found[0], found[1].invoices) if found else None


def question(desk: Desk, notice: str) -> tuple[str, NoticeOpened] | None:
    """The case and the question, be it closed by now; of the house's the open ones alone."""
    known = desk.state.facts.questions.get(notice)
    if known:
        return known.case, known.opened
    case = case_of(notice)
    closed = desk.case(case).notices.get(notice) if case != HOUSE else None
    return (case, closed.opened) if closed else None


def case_of(notice: str) -> str:
    """A notice bears the name of its case."""
    return notice.rpartition("-")[0]


def asked_anew(case: Case, matter: Matter) -> Matter:
    """Of a question that was closed only to be asked again in the same words, the last of these; of one that
    was answered for some of its invoices, what is asked on about the others."""
    first = case.notices.get(matter.notice)
    if first is None or not first.answer or not first.opened.mail:
        return matter
    about, mail, invoices = first.opened.about, first.opened.mail, set(first.opened.invoices)
    for notice in reversed(case.notices.values()):
        opened = notice.opened
        same = (opened.about, opened.mail) == (about, mail) and (
            not invoices or set(opened.invoices) <= invoices
        )
        on = not notice.answer and matter.invoices and set(matter.invoices) <= set(opened.invoices)
        if same and (first.answer == "moot" or on):
            return replace(matter, notice=opened.notice)
    return matter


def closed_by_another(case: Case, matter: Matter, mail: str) -> bool:
    """Whether the question was answered since it was asked, and not by this very mail."""
    notice = case.notices.get(matter.notice)
    mine = any((done, name) == (mail, matter.notice) for done, _, name in case.orders)
    return notice is not None and bool(notice.answer) and not mine


def another_person(case: Case, matter: Matter, sender: str) -> str:
    """Who else has answered the question; empty: nobody, or this person."""
    notice = case.notices.get(matter.notice)
    by = notice.answered_by if notice else ""
    return by if "@" in by and by != sender else ""


def goes_on(case: Case, matter: Matter, act: ActRead, told: Told | None) -> bool:
    """ "reprends", "rien reçu" to the line that said a stop or a payment back: it answers no closed question,
    it lifts that stop, or takes that payment back."""
    notice = case.notices.get(matter.notice)
    if notice is None or notice.answered_at is None or told is None or told.kind != "confirmation":
        return False
    return act.act in ("resume", "not_received") and told.at >= notice.answered_at


def unknown(error: UnknownTargetError) -> Line:
    return Line("ambiguous_target" if error.ambiguous else "unknown_target", {"target": error.target})
