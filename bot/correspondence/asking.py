"""An open question with all that the owner needs to answer it, gathered from the desk."""

from collections.abc import Sequence
from dataclasses import replace

from bot.desk import Desk
from bot.events.entries import HOUSE
from bot.events.house import MailUnplaced
from bot.events.owner import NoticeOpened
from bot.journal import Broken
from bot.owner import views
from bot.owner.files import attachments
from bot.reading.forwards import handed_on
from bot.reading.mime import new_text
from bot.rules import Rules
from bot.state.facts import Question, Told

_NAMED = 20  # customers of a question of the house
_FILES = 5  # of a mail that are named
_QUOTED = 3  # lines of a mail that nobody could place


def asked(desk: Desk, question: Question, rules: Rules) -> views.Asked:
    now = desk.clock()
    if question.case != HOUSE:
        return views.asked(desk.case(question.case), question, rules, now)
    opened, facts = question.opened, desk.state.facts
    source = next((s for s in facts.alarmed.values() if s.digest == opened.mail), None) or max(
        facts.sources.values(), key=lambda taken: taken.as_of, default=None
    )
    unplaced = _unplaced(desk, opened)
    return views.asked_of_house(
        question,
        rules,
        now,
        debtors=[desk.case(name).debtor.name for name in opened.cases[:_NAMED]],
        file=source.path if source else "",
        as_of=source.as_of if source else None,
        unplaced=unplaced,
        words=_words(desk, unplaced),
    )


def in_full(desk: Desk, question: Question, rules: Rules) -> views.Asked:
    """With the names of the files that the debtor's mail carried: nobody knows else that a slip came."""
    view = asked(desk, question, rules)
    mail = desk.case(question.case).mails.get(question.opened.mail) if question.case != HOUSE else None
    if mail is None or mail.kept.whose not in ("debtor", "forwarded"):
        return view
    try:
        raw = desk.evidence.get(mail.kept.mail)
    except (Broken, ValueError):  # it is asked all the same: `relance verify` tells what is gone
        return view
    return replace(view, files=tuple(name for name, _ in attachments(raw)[:_FILES]))


def still_asked(desk: Desk, told: Told | None, rules: Rules) -> views.Asked | None:
    """The question that this mail asked alone, where it is open: its words are the examples of an answer."""
    one = told.notices[0] if told and len(told.notices) == 1 and told.kind != "eve" else ""
    question = desk.state.facts.questions.get(one)
    return asked(desk, question, rules) if question else None


def customer_shown(desk: Desk, told: Told | None, cases: Sequence[str]) -> str:
    """A customer of the order, else of the mail that it answers; empty: there is none."""
    names = (*cases, *(item.case for item in (told.items if told else ())))
    return next((desk.case(name).debtor.name for name in names if name != HOUSE), "")


def _unplaced(desk: Desk, opened: NoticeOpened) -> MailUnplaced | None:
    if opened.about != "unplaced":
        return None
    entries = (entry.event for entry in desk.entries(HOUSE))
    return next((e for e in entries if isinstance(e, MailUnplaced) and e.mail == opened.mail), None)


def _words(desk: Desk, unplaced: MailUnplaced | None) -> list[str]:
    if unplaced is None:
        return []
    raw = desk.evidence.get(unplaced.mail)
    handed = handed_on(raw) if unplaced.handed else None
    lines = new_text(handed.raw if handed else raw).split("\n")
    return [line.strip() for line in lines if line.strip()][:_QUOTED]
