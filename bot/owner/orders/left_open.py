"""A question about several invoices that is answered for some of them: about the others it is asked on."""

from dataclasses import replace

from bot.events.consequences import AnswerOwed
from bot.events.entries import CaseEvent
from bot.owner.orders.ground import Ground
from bot.policy import claimed, held
from bot.policy.questions import next_name
from bot.policy.reply import meant

_ASKED_ON = ("delay_request", "already_paid")


def unnamed(order: Ground) -> tuple[str, ...]:
    """The invoices of the question that the answer does not name. Money of which the debtor gives the sum is
    one matter."""
    if order.about not in _ASKED_ON or order.notice is None or not order.matter.invoices:
        return ()
    said = claimed.said(order.case, order.mail) if order.about == "already_paid" else None
    if said and said.amount:
        return ()
    return tuple(
        n for n in meant(order.sight, order.notice.opened.invoices) if n not in order.matter.invoices
    )


def of_named(order: Ground, said: list[CaseEvent]) -> list[CaseEvent]:
    """Where money for some of them is said not to have come, the debtor is asked where that is; about the
    others no sooner than before."""
    others = unnamed(order)
    events: list[CaseEvent] = []
    for event in said:
        if others and isinstance(event, AnswerOwed):
            before = order.case.answers[event.answer]
            events.append(replace(event, invoices=order.matter.invoices))
            events.append(replace(before, answer=f"{event.answer}.others", invoices=others))
        else:
            events.append(event)
    return [*events, *left_open(order)]


def left_open(order: Ground) -> list[CaseEvent]:
    """They are asked about on, and rest."""
    rest = unnamed(order)
    if not rest or order.notice is None:
        return []
    opened = order.notice.opened
    again = replace(opened, notice=next_name(order.sight), invoices=rest)
    holds = held.of_question(order.case, opened) if order.about == "delay_request" else []
    return [*(replace(hold, invoices=rest) for hold in holds), again]
