"""By which way a step is taken: e-mail, a printed letter that the owner posts, a call that the owner makes.

Of the channels of a step the first that can be used for this customer; who has no e-mail address takes the
paper path. A printed letter counts once it is posted, a call once it is noted; until then its invoices
wait, and other invoices go on. Pure.
"""

from bot.case import Call, Invoice, Paper
from bot.policy.court import silences
from bot.policy.held import left_in_peace
from bot.policy.ladder import MISE_EN_DEMEURE, Rung
from bot.policy.questions import latest
from bot.policy.sight import Sight
from bot.rules import Channel, Step


def channel(sight: Sight, step: Step) -> Channel | None:
    """None: there is no way to this customer."""
    case = sight.case
    by_mail, by_post = bool(sight.contacts()), bool(case.debtor.address)
    for way in step.channels:
        if way == "call" or (way == "email" and by_mail) or (way == "letter" and by_post):
            return way
    if by_mail:
        return "email"
    return "letter" if by_post else None


def unreachable(sight: Sight, gone: str = "") -> str:
    """The question to the owner when no e-mail address is left, or only one that others read; `gone`: that
    one is lost now. Empty: one is left, or the owner has been asked.
    """
    known = sight.case.debtor.contacts or sight.case.contacts_said or not sight.case.debtor.address
    if not known or any(email.lower() != gone for email in sight.contacts()):
        return ""
    left = [e for e in sight.case.contacts() if e.lower() != gone and not sight.silent(e)]
    about = "office_address" if left else "no_address"
    asked = latest(sight, about)
    return about if asked is None or asked.answer == "moot" else ""


def waits(sight: Sight, rung: Rung) -> str:
    """What the step of this invoice already waits for, in words; empty: it may be taken."""
    if rung.step.step == MISE_EN_DEMEURE:
        return ""
    number, way = rung.invoice.number, channel(sight, rung.step)
    if way is None:
        return f"there is neither an e-mail nor a postal address for {number}"
    if way == "call" and _asked_to_call(sight, rung):
        return f"the owner is asked to telephone about {number}"
    paper = to_post(sight, number) if way == "letter" else None
    return f"the letter about {number} waits to be posted: {paper.prepared.file}" if paper else ""


def _asked_to_call(sight: Sight, rung: Rung) -> bool:
    return any(
        (climb.number, climb.index) == (rung.invoice.number, rung.index)
        for call in sight.case.calls.values()
        if not call.noted
        for climb in call.due.climbs
    )


def to_post(sight: Sight, number: str) -> Paper | None:
    """The printed reminder about this invoice that is good to be posted."""
    return next((p for p in papers(sight) if number in {c.number for c in p.prepared.climbs}), None)


def papers(sight: Sight) -> list[Paper]:
    """Printed reminders that still ask for what is owed and wait to be posted: the weekly file's letters."""
    return [paper for paper in sight.case.papers.values() if _good(sight, paper)]


def _good(sight: Sight, paper: Paper) -> bool:
    said = paper.prepared
    if paper.posted or said.kind != "reminder" or too_old(sight, paper) or taken_otherwise(sight, paper):
        return False
    owed = {invoice.number: invoice for invoice in sight.owed}
    asked: list[Invoice] = [owed[c.number] for c in said.climbs if c.number in owed]
    held = any(sight.hold_on(c.number) for c in said.climbs)
    silent = sight.treatment in ("owner_only", "never") or _pursued(sight)
    whole = len(asked) == len(said.climbs) and sight.net(asked) == said.asked
    return whole and not held and not silent


def taken_otherwise(sight: Sight, paper: Paper) -> bool:
    """Whether a step of this letter was taken without it since, by e-mail as an address came, say."""
    invoices, mine = sight.case.invoices, paper.prepared.letter
    return any(
        done.index == climb.index and done.letter != mine and done.at >= paper.at
        for climb in paper.prepared.climbs
        if climb.number in invoices
        for done in invoices[climb.number].climbs
    )


def too_old(sight: Sight, paper: Paper) -> bool:
    """Whether another letter is written in its place, for it was not posted in time."""
    return sight.today > sight.calendar.add_working(paper.prepared.dated, sight.rules.limits.paper_waits)


def calls(sight: Sight) -> list[str]:
    """The calls that the owner is asked to make and that still make sense: the digest's lines."""
    owed = {invoice.number for invoice in sight.owed}

    def meant(call: Call) -> bool:
        numbers = owed & {climb.number for climb in call.due.climbs}
        return bool(numbers) and not left_in_peace(sight, numbers)

    return [
        name
        for name, call in sight.case.calls.items()
        if not call.noted and meant(call) and not _pursued(sight)
    ]


def _pursued(sight: Sight) -> bool:
    """Somebody else has the case, or a court."""
    return bool(sight.case.handed_over or silences(sight))
