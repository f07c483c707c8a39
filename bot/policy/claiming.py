"""The law's view of a case: what a mise en demeure claims, under which conditions, until when, and what then.

In comes a sight and the invoices demanded; out come the law's own values. What the case does not tell is
taken on the prudent side: money without its day counts from the due date, the creditor's trade is unknown
unless configured, a proof is none until a document of that name was added. Pure.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from bot.case import Invoice
from bot.draft import Claim
from bot.errors import OperatorError
from bot.events.owner import DebtAcknowledged
from bot.law.claim import Sum
from bot.law.claims import Owed, Terms, claim_of
from bot.law.conditions import Climbed, Condition, Standing, conditions, creditor_lacks
from bot.law.doors import Door, Matter, doors
from bot.law.limitation import Acknowledgement, Debt, Limitation, limitation
from bot.law.public_terms import late_after
from bot.law.rates import rates
from bot.policy import proof
from bot.policy.ladder import MISE_EN_DEMEURE
from bot.policy.late import standing
from bot.policy.sight import Sight, runs

_READ_WITHIN = timedelta(days=1)


def claim(sight: Sight, invoices: Sequence[Invoice]) -> Claim:
    """The whole that these invoices owe today, interest and indemnity with it.

    OperatorError where a rate that is needed is not known.
    """
    law, currency = sight.rules.law, invoices[0].seen.currency
    euros = currency == "EUR"  # of other money the principal alone: the law's rates and indemnity are euros
    terms = Terms(
        kind=sight.kind,
        rates=rates(law.rates),
        rate=law.interest_rate if sight.kind == "business" else "default",
        day_count=law.day_count,
        indemnity=law.indemnity if euros else 0,
        interest=law.interest and euros,
        presented=_presented(sight),
        judgment=sight.case.court.get("insolvency"),
    )
    unlinked = [Sum(note.seen.issued, note.left) for note in sight.credits(currency)]
    return claim_of([_owed(sight, invoice) for invoice in invoices], sight.today, terms, unlinked)


def _presented(sight: Sight) -> date | None:
    """The first presentation of a mise en demeure, after which a consumer owes interest (C. civ. 1344-1)."""
    served = (p.presented for p in sight.case.papers.values() if p.presented)
    return min((shown.on for shown in served if shown.outcome != "not_served"), default=None)


def _owed(sight: Sight, invoice: Invoice) -> Owed:
    seen, due = invoice.seen, invoice.seen.due
    if sight.kind == "public":  # no interest and no indemnity before the law's own term
        name = sight.case.debtor.name
        due = late_after(name, issued=seen.issued, due=due, completed=seen.completed)
    dated = tuple(Sum(payment.on, payment.amount) for payment in invoice.payments)
    known = min(sum(money.amount for money in dated), invoice.paid)
    received = dated if known == sum(money.amount for money in dated) else ()
    credits = (Sum(due, invoice.credited),) if invoice.credited else ()
    undated = invoice.paid - sum(money.amount for money in received)
    return Owed(seen.number, due, seen.total, received, undated, credits)


def limit(sight: Sight, invoice: Invoice) -> Limitation:
    """Until when this invoice can be claimed: prudently, and perhaps, by what the owner confirmed."""
    return _limit(sight, invoice, _acknowledged(sight, invoice))


def possible(sight: Sight, invoices: Sequence[Invoice], more: Sequence[Acknowledgement] = ()) -> date | None:
    """Until when all of these can perhaps be claimed, where an acknowledgement gives more time than the
    prudent date; `more`: what the owner has not confirmed yet.
    """
    if not invoices or not (sight.case.acknowledged or more):
        return None
    limits = [_limit(sight, i, (*_acknowledged(sight, i), *more)) for i in invoices]
    last = min(one.possible for one in limits)
    return (
        last
        if any(one.acknowledged for one in limits) and last > min(one.prudent for one in limits)
        else None
    )


def _limit(sight: Sight, invoice: Invoice, acknowledged: Sequence[Acknowledgement]) -> Limitation:
    seen = invoice.seen
    debt = Debt(sight.kind, sight.rules.creditor.trade, seen.issued, seen.due, seen.completed)
    return limitation(debt, acknowledged)


def _acknowledged(sight: Sight, invoice: Invoice) -> tuple[Acknowledgement, ...]:
    """The owner's word that mails of the debtor's admit this debt (C. civ. 2240)."""
    return tuple(acknowledgement(one) for one in sight.case.acknowledged if invoice.number in one.invoices)


def acknowledgement(said: DebtAcknowledged) -> Acknowledgement:
    return Acknowledgement(said.on, said.mail, confirmed=True)


def checked(
    sight: Sight, invoices: Sequence[Invoice], *, by_post: bool, approved: bool
) -> tuple[Condition, ...]:
    """All conditions of a mise en demeure of these invoices, in the owner's language."""
    return conditions(_standing(sight, invoices, by_post=by_post, approved=approved), sight.rules.language)


def _standing(sight: Sight, invoices: Sequence[Invoice], *, by_post: bool, approved: bool) -> Standing:
    case, house = sight.case, sight.house
    numbers = {invoice.number for invoice in invoices}
    limits = [limit(sight, invoice) for invoice in invoices]
    first = min(limits, key=lambda one: one.prudent)
    creditor = sight.rules.creditor
    return Standing(
        today=sight.today,
        kind=sight.kind,
        due=max(invoice.seen.due for invoice in invoices),
        owed=sight.net(invoices),
        threshold=sight.rules.law.mise_en_demeure_from,
        prudent=first.prudent,
        period_article=first.period.article,
        steps=tuple(_climbed(sight, invoices)),
        disputed=_held(sight, numbers, "dispute"),
        promised=_promised(sight, numbers),
        unread=len(case.unweighed()) + len(_held(sight, numbers, "undecided", "unplaced")),
        mailbox_read=house.mail_read_at is not None and sight.now - house.mail_read_at <= _READ_WITHIN,
        payments_fresh=not house.pays or _fresh(sight),
        payment_source=house.pays,
        payment_under_way=_held(sight, numbers, "already_paid"),
        order_proven=proof.of_order(sight, numbers),
        execution_proven=proof.of_execution(sight, numbers)
        or all(invoice.seen.completed for invoice in invoices),
        insolvent=_insolvent(sight, numbers),
        frozen=bool(_held(sight, numbers, "misfortune")) or bool(case.handed_over),
        address=case.debtor.address,
        by_post=by_post,
        creditor_lacks=creditor_lacks(creditor.name, creditor.address, creditor.iban),
        mediator=creditor.consumer_mediator,
        approved=approved,
    )


def _climbed(sight: Sight, invoices: Iterable[Invoice]) -> Iterable[Climbed]:
    below = [step.step for step in sight.ladder if step.step != MISE_EN_DEMEURE]
    for invoice in invoices:
        done = {climb.index for climb in invoice.climbs}
        yield from (Climbed(invoice.number, step, k in done) for k, step in enumerate(below))


def _promised(sight: Sight, numbers: Collection[str]) -> tuple[str, ...]:
    """Those of these invoices for which a promise still runs."""
    about = [promise.noted.invoices or tuple(numbers) for promise in standing(sight)]
    return tuple(sorted(number for number in numbers if any(number in of_one for of_one in about)))


def _held(sight: Sight, numbers: set[str], *rules: str) -> tuple[str, ...]:
    """What of these invoices is held by one of these rules."""
    found: dict[str, None] = {}
    for hold in sight.case.holds.values():
        if hold.rule in rules and runs(sight, hold):
            meant = numbers & set(hold.invoices) if hold.invoices else numbers
            found |= dict.fromkeys(sorted(meant))
    return tuple(found)


def _insolvent(sight: Sight, numbers: set[str]) -> bool:
    """By the owner's word on the judgment, or as long as the debtor's own word of it stands."""
    return "insolvency" in sight.case.court or bool(_held(sight, numbers, "insolvency"))


def _fresh(sight: Sight) -> bool:
    as_of = sight.house.paid_as_of
    limit_ = sight.rules.fresh_days_firm
    return as_of is not None and sight.calendar.working_between(as_of, sight.today) <= limit_


def open_doors(sight: Sight, invoices: Sequence[Invoice], deadline: date | None) -> tuple[Door, ...]:
    """The ways that stand open once the deadline of a mise en demeure is over, in the owner's language.

    Where a rate is missing they are told without interest.
    """
    numbers = {invoice.number for invoice in invoices}
    try:
        whole = claim(sight, invoices)
        principal, interest = whole.left, whole.accrued
    except OperatorError:
        principal, interest = sight.net(invoices), None
    papers = [p for p in sight.case.papers.values() if p.presented]
    found = doors(
        Matter(
            kind=sight.kind,
            principal=principal,
            interest=interest,
            today=sight.today,
            traders=None,
            disputed=bool(_held(sight, numbers, "dispute")),
            insolvent=_insolvent(sight, numbers),
            published=sight.case.court.get("published"),
            prudent=min(limit(sight, invoice).prudent for invoice in invoices),
            order_proven=proof.of_order(sight, numbers),
            execution_proven=proof.of_execution(sight, numbers),
            presented=papers[-1].presented.on if papers and papers[-1].presented else None,
            deadline=deadline,
            address=len(sight.case.debtor.address) > 1,
            mediator=sight.rules.creditor.consumer_mediator,
        ),
        sight.rules.language,
    )
    return tuple(door for door in found if door.state != "closed")
