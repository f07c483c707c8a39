"""Lives that cases may lead, drawn by hypothesis: invoices, mails, money, owner and server at random."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

from hypothesis import strategies as st

from bot.errors import OperatorError
from bot.events.entries import CaseEvent
from bot.events.mail import PromiseRead
from bot.events.owner import (
    CourtDay,
    CourtDaySaid,
    CreditSaid,
    DebtAcknowledged,
    DebtDropped,
    HandedOver,
    KindSaid,
    MiseEnDemeureOrdered,
    TreatmentSaid,
)
from bot.events.owner_mail import ActRead
from bot.owner.matters import Matter
from bot.owner.orders import carry_out, ground
from bot.policy import granted, requests
from bot.rules import BeforeDue, DebtorRule, Step
from tests.play import Play, rules

# Month ends, year ends, both nights of a clock change, 29 February, the quiet weeks, any other day.
STARTS = st.sampled_from(
    [
        date(2026, 1, 30),
        date(2026, 3, 27),
        date(2026, 4, 2),
        date(2026, 7, 30),
        date(2026, 10, 23),
        date(2027, 12, 28),
        date(2028, 2, 27),
    ]
) | st.dates(date(2024, 1, 1), date(2032, 12, 31))
INTENTS = (
    "promise",
    "already_paid",
    "dispute",
    "delay_request",
    "document_request",
    "wrong_contact",
    "insolvency",
    "stop_contact",
    "acknowledgement",
    "out_of_office",
    "auto_receipt",
    "unrelated",
)
CASES = ("anna", "berta")
KINDS = ("business", "consumer", "unknown", "nonprofit", "public")


def _mail(play: Play, case: str, draw: Callable[[Any], Any]) -> None:
    says = draw(st.lists(st.sampled_from(INTENTS), min_size=1, max_size=3, unique=True))
    days = draw(st.lists(st.none() | st.integers(-10, 70), max_size=3))
    promises = tuple(
        PromiseRead(
            None if d is None else play.today + timedelta(d), draw(st.none() | st.integers(1, 90_000))
        )
        for d in days
    )
    known = list(play.case(case).invoices)
    more: dict[str, Any] = {
        "promises": promises,
        "undecided": draw(st.integers(0, 5)) == 0,
        "misfortune": draw(st.integers(0, 9)) == 0,
        "return_date": draw(st.none() | st.just(play.today + timedelta(12))),
        "names": draw(st.lists(st.sampled_from(known), max_size=2, unique=True)) if known else [],
        "late": draw(st.integers(0, 5)) == 0,
        "sure": draw(st.sampled_from(["thread", "reference", "address", "domain"])),
        "whose": draw(st.sampled_from(["debtor", "debtor", "debtor", "forwarded", "machine"])),
        "sentence": draw(st.sampled_from(SENTENCES)),
        "new_contact": draw(st.none() | st.sampled_from(["neu@neu.example", "compta@anna.example"])),
    }
    play.mail(case, *says, **more)


def _invoice(play: Play, case: str, draw: Callable[[Any], Any]) -> None:
    number = draw(st.sampled_from(["F-1", "F-2", "F-3", "F-4"]))
    play.invoice(
        case,
        f"{case}-{number}",
        due=play.today + timedelta(draw(st.integers(-60, 30))),
        total=draw(st.sampled_from([300, 4_000, 20_000, 124_000])),
        paid=draw(st.sampled_from([0, 0, 0, 100, 3_900])),
        currency=draw(st.sampled_from(["EUR", "EUR", "EUR", "CHF"])),
        type=draw(st.sampled_from(["invoice", "invoice", "invoice", "invoice", "deposit", "credit_note"])),
        pdf=draw(st.sampled_from(["", "1" * 64])),
        method=draw(st.sampled_from(["", "", "", "direct_debit"])),
    )


def _money(play: Play, case: str, draw: Callable[[Any], Any]) -> None:
    open_ = [i for i in play.case(case).invoices.values() if i.left]
    if not open_:
        return
    invoice = draw(st.sampled_from(open_))
    if draw(st.integers(0, 3)) == 0:
        play.closed(case, invoice.number)
    else:
        play.paid(case, invoice.number, max(1, invoice.left * draw(st.sampled_from([1, 2, 4])) // 4))


def _owner(play: Play, case: str, draw: Callable[[Any], Any]) -> None:
    for notice in play.case(case).open_notices():
        word = draw(st.sampled_from([*notice.opened.choices, "leave"]))
        if word in ("approve", "refuse") and not notice.answer:
            with suppress(OperatorError):  # more time is granted to a day only
                play.answer(case, notice.opened.about, yes=word == "approve")


def _act(play: Play, case: str, draw: Callable[[Any], Any]) -> None:
    number = next(iter(play.case(case).invoices), "")
    match draw(st.sampled_from(["hold", "hold one", "resume", "resume one", "posted", "writes", "bounces"])):
        case "hold":
            play.hold(case, until=draw(st.none() | st.just(play.today + timedelta(6))))
        case "hold one":
            play.hold(case, number, draw(st.none() | st.just(play.today + timedelta(6))))
        case "resume":
            play.resume(case)
        case "resume one":
            with suppress(OperatorError):  # nothing holds it, or what holds the whole case
                play.resume(case, number)
        case "posted" if play.case(case).papers:
            try:
                play.posted(case, on=play.today)
            except OperatorError:
                with suppress(OperatorError):  # presented before it was posted
                    play.posted(case, presented=play.today + timedelta(1))
        case "bounces" if play.case(case).sent_letters():
            play.bounces(case, permanent=draw(st.booleans()))
        case _:
            play.owner_writes(case)


def _order(play: Play, case: str, draw: Callable[[Any], Any]) -> None:
    """What the owner may order by mail; what makes no sense is refused, as by the orders' room."""
    about = draw(st.sampled_from(["delay_request", "document_request", "wrong_contact", "already_paid"]))
    mail, known = play.asked_mail(case, about), list(play.case(case).invoices)
    day = play.today + timedelta(draw(st.integers(-3, 40)))
    named = tuple(draw(st.lists(st.sampled_from(known), max_size=1))) if known else ()
    sight, amount = play.sight(case), draw(st.none() | st.integers(1, 90_000))
    result = draw(st.sampled_from(["promise", "no_answer", "dispute", "paid", "other"]))
    said = {"amount": amount, "invoices": named, "call": next(iter(sight.case.calls), ""), "mail": ""}
    orders: list[Callable[[], list[CaseEvent]]] = [
        lambda: granted.delay_granted(sight, mail, day, named),
        lambda: granted.delay_refused(sight, mail, named),
        lambda: granted.delay_proposed(sight, mail, day, named),
        lambda: granted.plan_noted(
            sight, (PromiseRead(day, amount), PromiseRead(day + timedelta(9), None)), named, mail
        ),
        lambda: granted.called(sight, result, day=draw(st.none() | st.just(day)), **said),
        lambda: requests.contact_taken(
            sight, draw(st.sampled_from(["neu@neu.example", "compta@anna.example"]))
        ),
        lambda: granted.document_supplied(sight, mail),
        lambda: granted.declared(sight, named, draw(st.integers(0, 5))),
        lambda: [TreatmentSaid(draw(st.sampled_from(["normal", "normal", "gentle", "owner_only", "never"])))],
        lambda: [KindSaid(draw(st.sampled_from(KINDS)))],
        lambda: [CreditSaid(number, 100) for number in named],
        lambda: [DebtDropped(named, "given up")] if named else [],
        lambda: [MiseEnDemeureOrdered(named)],
        lambda: [HandedOver("Maître X")] if draw(st.integers(0, 9)) == 0 else [],
        lambda: [CourtDaySaid(draw(st.sampled_from(get_args(CourtDay))), draw(st.none() | st.just(day)))],
        lambda: [DebtAcknowledged(mail, day, tuple(known[:1]))],
    ]
    with suppress(OperatorError):
        play.order(case, about, "resume", *draw(st.sampled_from(orders))())


def _said(play: Play, case: str, draw: Callable[[Any], Any]) -> None:
    """An order as a mail brings it, in answer to an open question or to none; refused, it does nothing."""
    asked = [notice.opened for notice in play.case(case).open_notices()]
    opened = draw(st.sampled_from([*asked, None]))
    day = play.today + timedelta(draw(st.integers(0, 40)))
    acts = [
        *(
            ActRead("resume", target)
            for target in (None, None, "all", case, next(iter(play.case(case).invoices), ""))
        ),
        *(ActRead("dispute_closed", target) for target in (None, case)),
        *(
            ActRead("called", result=result, day=day)
            for result in ("promise", "dispute", "paid", "no_answer")
        ),
        *(ActRead("treatment", value=value) for value in ("owner_only", "normal", "normal")),
        *(ActRead(act) for act in ("ok", "no", "stop", "refuse", "paid", "drop", "dispute", "not_received")),
        *(ActRead(act, day=day) for act in ("accept", "propose")),
        ActRead("plan", instalments=(PromiseRead(day, None),)),
        ActRead("contact", email="neu@neu.example"),
        ActRead("pause", until=day),
    ]
    matter = Matter(case, opened.invoices, opened.notice) if opened else Matter(case)
    act = draw(st.sampled_from(acts))
    carried = carry_out(ground(play.case(case), matter, act, rules=play.rules, now=play.now, by="owner"))
    play.grow(case, *carried.events)


def _world(play: Play, case: str, draw: Callable[[Any], Any]) -> None:
    match draw(st.sampled_from(["server", "source", "outage", "debtor"])):
        case "server":
            address = play.case(case).debtor.contacts[0] if play.case(case).debtor.contacts else ""
            modes = ["", "", "refuse", "not_now", "bad_letter", "uncertain", "crash"]
            play.smtp[address] = draw(st.sampled_from(modes))
        case "source":
            play.fresh, play.paid_as_of = draw(st.booleans()), play.today
            play.pays = draw(st.booleans())
        case "outage":
            play.outage(play.now + timedelta(days=draw(st.integers(1, 12))))
        case _:
            contacts = draw(
                st.sampled_from([(), ("shared@s.example",), (f"Neu@{case}.example", "b@b.example")])
            )
            play.debtor(case, contacts=contacts, kind=draw(st.sampled_from(KINDS)))


HAPPENINGS = (
    _mail,
    _mail,
    _mail,
    _invoice,
    _invoice,
    _money,
    _owner,
    _owner,
    _order,
    _order,
    _said,
    _said,
    _act,
    _world,
)
CUSTOMERS = (
    {},
    {},
    {"ceiling": "second_reminder"},
    {"treatment": "gentle"},
    {"treatment": "owner_only"},
    {"pays_in": (3, 9)},
)
WAYS = (
    ("email",),
    ("email",),
    ("email",),
    ("letter",),
    ("call",),
    ("call", "email"),
)
SENTENCES = (
    "",
    "virement",
    "Pouvez-vous renvoyer la facture ?",
    "Quel est votre IBAN ?",
    "Une copie du devis",
)


def _ladders(draw: Callable[[Any], Any]) -> dict[Any, tuple[Step, ...]]:
    """The usual ladders, the second step by any way and with or without copies."""
    way, copies = draw(st.sampled_from(WAYS)), draw(st.booleans())
    return {
        kind: tuple(
            replace(step, channels=way, copies=copies) if step.step == "second_reminder" else step
            for step in steps
        )
        for kind, steps in rules().ladders.items()
    }


def lived(draw: Callable[[Any], Any], most: int = 14) -> Play:
    """Two cases and what happens to them in any order; policy is asked all the time."""
    customer = {"Anna SARL": DebtorRule(**draw(st.sampled_from(CUSTOMERS)))}
    backlog = draw(st.sampled_from(["ask", "ladder"]))
    ahead: dict[str, Any] = {
        "before_due": draw(st.sampled_from([None, BeforeDue(5, 0), BeforeDue(30, 5_000)])),
        "list_not_due": draw(st.booleans()),
    }
    led = rules(debtors=customer, backlog=backlog, ladders=_ladders(draw), **ahead)
    play = Play(led, datetime.now(UTC))
    play.now = play.local(draw(STARTS))
    for case in CASES:
        play.debtor(case, kind=draw(st.sampled_from(KINDS[:3])))
        _invoice(play, case, draw)
        if ahead["before_due"]:
            play.invoice(case, f"{case}-F-9", due=play.today + timedelta(draw(st.integers(5, 40))))
    for _ in range(draw(st.integers(1, most))):
        happen = draw(st.sampled_from(HAPPENINGS))
        happen(play, draw(st.sampled_from(CASES)), draw)
        play.advance(play.now + timedelta(hours=draw(st.integers(0, 400))))
    play.advance(play.now + timedelta(days=40))
    return play


def lasting(draw: Callable[[Any], Any]) -> Play:
    """A case that nobody answers until its mise en demeure is near, then anything."""
    play = Play(rules(), datetime.now(UTC), says_yes=True)
    play.now = play.local(draw(STARTS))
    due = play.today + timedelta(draw(st.integers(-12, 3)))
    play.invoice("anna", "F-1", due=due, paid=draw(st.sampled_from([0, 4_000])))
    play.invoice(
        "anna", "F-2", due=due + timedelta(draw(st.integers(0, 6))), total=draw(st.integers(600, 20_000))
    )
    for day in sorted(draw(st.lists(st.integers(1, 45), max_size=3))):
        play.advance(max(play.now, play.local(due + timedelta(day))))
        draw(st.sampled_from([_money, _invoice]))(play, "anna", draw)
    play.advance_to(due + timedelta(draw(st.integers(38, 70))))
    for _ in range(draw(st.integers(0, 6))):
        happen = draw(st.sampled_from([*HAPPENINGS, _act, _act]))
        happen(play, "anna", draw)
        play.advance(play.now + timedelta(hours=draw(st.integers(0, 300))))
    return play
