"""The note before the due date: a plain word to a firm about an invoice that is soon to be paid.

Off unless the owner turns it on. It is no step of the ladder, asks for nothing and proves nothing. It leaves
once for an invoice, moves no reminder, and is let go wherever anything at all stands against it. Pure.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.case import Invoice
from bot.draft import Draft
from bot.policy import drafting
from bot.policy.gates import gate
from bot.policy.house import Decision, Wait, Write
from bot.policy.ladder import Rung
from bot.policy.sight import Sight, named, plus


def note(sight: Sight, able: Sequence[Invoice], rungs: Sequence[Rung]) -> Decision | None:
    """One note for all that falls due within days, where no step comes so soon that it would have to wait."""
    told = _gathered(sight, able)
    if not told or _moves_a_step(sight, rungs):
        return None
    numbers = tuple(invoice.number for invoice in told)
    draft = _draft(sight, told)
    return gate(sight, invoices=numbers, to=draft.to) or Write(
        draft, f"a note before the due date of {named(numbers)}"
    )


def coming(sight: Sight, able: Sequence[Invoice]) -> list[tuple[date, str]]:
    """The days on which invoices are to be told of, the first one first, with their numbers."""
    days = [(_first_day(sight, invoice), invoice.number) for invoice in _wanted(sight, able)]
    return sorted((day, number) for day, number in days if day > sight.today)


def _gathered(sight: Sight, able: Sequence[Invoice]) -> list[Invoice]:
    """Those whose days have come, and with them those that will be told of as soon; one currency a note."""
    wanted = _wanted(sight, able)
    due = [i for i in wanted if _first_day(sight, i) <= sight.today]
    if not due:
        return []
    soon = plus(sight.today, sight.rules.limits.gather)
    near = [i for i in wanted if i not in due and _rested(sight, i) and _first_day(sight, i) <= soon]
    currency = min(due, key=_by_due).seen.currency
    return sorted((i for i in due + near if i.seen.currency == currency), key=_by_due)


def _wanted(sight: Sight, able: Sequence[Invoice]) -> list[Invoice]:
    """Of these what a note may still be written about: never to anybody but a firm that pays us directly."""
    if sight.rules.before_due is None or sight.kind != "business":
        return []
    collected = sight.rules.creditor.on_behalf_of is not None
    if collected or sight.customer.pays_in or sight.case.mise_en_demeure() or not sight.contacts():
        return []
    return [invoice for invoice in able if _worth_a_word(sight, invoice)]


def _worth_a_word(sight: Sight, invoice: Invoice) -> bool:
    """Not due yet, large enough after credit notes, never written of and never promised."""
    over = sight.rules.before_due.over if sight.rules.before_due else 0
    coming = sight.today < invoice.seen.due
    return (
        coming
        and not invoice.climbs
        and sight.net([invoice]) > over
        and not _told(sight, invoice.number)
        and not _promised(sight, invoice.number)
    )


def _told(sight: Sight, number: str) -> bool:
    """A note about it has left, or may have; one that came back is not written again."""
    return any(
        letter.intended.kind == "note"
        and number in letter.intended.about
        and letter.state not in ("refused", "lost")
        for letter in sight.case.letters.values()
    )


def _promised(sight: Sight, number: str) -> bool:
    noted = (promise.noted.invoices for promise in sight.case.promises.values())
    return any(not numbers or number in numbers for numbers in noted)


def _first_day(sight: Sight, invoice: Invoice) -> date:
    days = sight.rules.before_due.days if sight.rules.before_due else 0
    rested = plus(sight.day(invoice.first_seen), sight.rules.limits.new_invoice_rest)
    return max(plus(invoice.seen.due, -days), rested)


def _rested(sight: Sight, invoice: Invoice) -> bool:
    return sight.today >= plus(sight.day(invoice.first_seen), sight.rules.limits.new_invoice_rest)


def _moves_a_step(sight: Sight, rungs: Sequence[Rung]) -> bool:
    """Whether a step falls due before two letters may follow each other."""
    free = sight.today + timedelta(sight.spacing)
    return any(rung.on < free for rung in rungs)


def _draft(sight: Sight, invoices: Sequence[Invoice]) -> Draft:
    return replace(drafting.bare(sight, invoices), kind="note", template="before_due", tone="cordial")


def _by_due(invoice: Invoice) -> tuple[date, str]:
    return invoice.seen.due, invoice.number


def earlier(blocked: Decision, wait: Wait) -> Decision:
    """What keeps the note back keeps nothing else: the case comes up for whatever is first."""
    if not isinstance(blocked, Wait):
        return blocked
    moments = [moment for moment in (blocked.until, wait.until) if moment]
    return Wait(min(moments, default=None), blocked.why)
