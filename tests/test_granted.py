"""What the owner grants, refuses or reports, as events; the stories show what follows over days."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TypeVar

import pytest

from bot.errors import OperatorError
from bot.events.consequences import AnswerDropped, AnswerOwed, HoldLifted, HoldSet, PromiseNoted
from bot.events.entries import CaseEvent
from bot.events.mail import PromiseRead
from bot.events.owner import CallNoted, ContactSaid, NoticeAnswered, RemindersDeclared
from bot.policy import granted, requests
from bot.policy.sight import Sight
from tests.drafts import WRITER
from tests.play import Play, rules

T = TypeVar("T")


@pytest.fixture
def play() -> Play:
    """Two invoices were reminded of on Monday 2 March; on Tuesday at ten the debtor asks for time."""
    begun = Play(rules(), datetime(2026, 2, 2, 8, tzinfo=UTC))
    begun.invoice("martin", "F-1", due=date(2026, 2, 27))
    begun.invoice("martin", "F-2", due=date(2026, 2, 27), total=8_000)
    begun.advance(datetime(2026, 3, 3, 9, tzinfo=UTC))
    begun.mail("martin", "delay_request")
    begun.round()
    return begun


def only(events: list[CaseEvent], kind: type[T]) -> list[T]:
    return [event for event in events if isinstance(event, kind)]


def asked(play: Play) -> str:
    return play.asked_mail("martin", "delay_request")


def test_a_day_granted_frees_notes_and_answers(play: Play) -> None:
    events = granted.delay_granted(play.sight("martin"), asked(play), date(2026, 3, 31), ())
    [noted] = only(events, PromiseNoted)
    assert (noted.on, noted.amount, noted.owed, noted.invoices) == (
        date(2026, 3, 31), None, 132_000, ("F-1", "F-2")
    )  # fmt: skip
    [answer] = only(events, AnswerOwed)
    assert (answer.template, answer.day, answer.to) == (
        "delay_accepted",
        date(2026, 3, 31),
        "compta@martin.example",
    )
    assert only(events, HoldLifted) and only(events, AnswerDropped)


@pytest.mark.parametrize(
    ("until", "then"),
    [
        (
            date(2026, 3, 16),
            [(date(2026, 3, 16), 50_000), (date(2026, 3, 24), 30_000), (date(2026, 4, 14), None)],
        ),
        (date(2026, 3, 31), [(date(2026, 3, 31), 80_000), (date(2026, 4, 14), None)]),
        (date(2026, 4, 14), [(date(2026, 4, 14), None)]),
    ],
)
def test_more_time_beside_instalments_moves_those_that_were_to_come_before(
    play: Play, until: date, then: list[tuple[date, int | None]]
) -> None:
    days = (date(2026, 3, 10), 50_000), (date(2026, 3, 24), 30_000), (date(2026, 4, 14), None)
    play.mail("martin", "promise", promises=tuple(PromiseRead(*payment) for payment in days))
    play.round()
    events = granted.delay_granted(play.sight("martin"), asked(play), until, ())
    assert [(p.on, p.amount) for p in only(events, PromiseNoted)] == then


def test_the_answers_name_the_day_that_was_proposed(play: Play) -> None:
    play.order(
        "martin",
        "delay_request",
        "resume",
        *granted.delay_proposed(play.sight("martin"), asked(play), date(2026, 3, 20), ()),
    )
    play.round()
    [draft] = [d for d in play.drafts.values() if d.template == "delay_proposed"]
    assert draft.day == date(2026, 3, 20)


def test_an_instalment_without_an_amount_is_what_remains(play: Play) -> None:
    parts = [PromiseRead(date(2026, 4, 10), None), PromiseRead(date(2026, 3, 10), 40_000)]
    events = granted.plan_noted(play.sight("martin"), parts, ("F-1",), asked(play))
    assert [(p.on, p.amount, p.owed) for p in only(events, PromiseNoted)] == [
        (date(2026, 3, 10), 40_000, 124_000),
        (date(2026, 4, 10), None, 84_000),
    ]
    play.order("martin", "delay_request", "approve", *events)
    play.round()
    [draft] = [d for d in play.drafts.values() if d.template == "plan_accepted"]
    assert [(part.on, part.amount) for part in draft.plan] == [
        (date(2026, 3, 10), 40_000),
        (date(2026, 4, 10), None),
    ]


NONSENSE: list[Callable[[Sight], list[CaseEvent]]] = [
    lambda s: granted.delay_granted(s, "", date(2026, 3, 2), ()),
    lambda s: granted.delay_proposed(s, "", date(2026, 3, 2), ()),
    lambda s: granted.plan_noted(s, [PromiseRead(None, 40_000)], (), ""),
    lambda s: granted.plan_noted(s, [], (), ""),
    lambda s: granted.plan_noted(
        s, [PromiseRead(date(2026, 3, 9), None), PromiseRead(date(2026, 4, 9), None)], (), ""
    ),
    lambda s: requests.contact_taken(s, "paul"),
    lambda s: requests.contact_taken(s, "paul chez@martin.example"),
]


@pytest.mark.parametrize("say", NONSENSE, ids=range(len(NONSENSE)))
def test_what_makes_no_sense_is_refused_with_its_cure(
    play: Play, say: Callable[[Sight], list[CaseEvent]]
) -> None:
    with pytest.raises(OperatorError):
        say(play.sight("martin"))


def test_a_call_that_nobody_answered_is_noted_and_nothing_else(play: Play) -> None:
    said = {"invoices": (), "call": "", "mail": ""}
    events = granted.called(play.sight("martin"), "no_answer", day=None, amount=None, **said)  # type: ignore[arg-type]
    assert [type(event) for event in events] == [CallNoted]


def test_a_contact_that_is_taken_frees_what_waited_for_it(play: Play) -> None:
    play.mail("martin", "wrong_contact")
    play.round()
    events = requests.contact_taken(play.sight("martin"), " paul@martin.example ")
    assert only(events, ContactSaid) == [ContactSaid("paul@martin.example")]
    assert [lifted.hold.rpartition(".")[2] for lifted in only(events, HoldLifted)] == ["wrong_contact"]


def test_reminders_are_declared_up_to_the_step_before_the_mise_en_demeure(play: Play) -> None:
    sight = play.sight("martin")
    assert granted.declared(sight, ("F-1",), 2) == [RemindersDeclared(("F-1",), 2)]
    assert granted.declared(sight, ("F-1",), 9) == [RemindersDeclared(("F-1",), 3)]
    assert granted.declared(sight, ("F-1",), 0) == []


def test_nobody_is_answered_when_no_address_is_left(play: Play) -> None:
    play.mail("martin", "stop_contact")
    play.round()
    events = granted.delay_refused(play.sight("martin"), asked(play), ())
    assert not only(events, AnswerOwed) and not only(events, HoldSet)


def test_a_day_that_the_owner_accepted_is_not_called_the_debtors_word(play: Play) -> None:
    play.order(
        "martin",
        "delay_request",
        "approve",
        *granted.delay_granted(play.sight("martin"), asked(play), date(2026, 3, 10), ()),
    )
    play.advance_to(date(2026, 3, 20))
    [draft] = [d for d in play.drafts.values() if d.kind == "reminder" and d.promise]
    assert draft.promise and draft.promise.agreed
    assert "Il était convenu d’un règlement" in WRITER.words(draft, play.today).text


def test_a_document_that_the_owner_handed_on_is_asked_for_no_more_once_it_has_left(play: Play) -> None:
    play.mail("martin", "document_request", sentence="Il me faut le bon de livraison.")
    play.round()
    opened = next(
        n.opened for n in play.case("martin").open_notices() if n.opened.about == "document_request"
    )
    sends = granted.document_handed(play.sight("martin"), opened, ["ab" * 32])
    play.grow("martin", *sends, NoticeAnswered(opened.notice, "resume", "owner", "handed on"))
    play.advance(datetime(2026, 3, 4, 9, tzinfo=UTC))
    asked_ = [n for n in play.case("martin").notices.values() if n.opened.about == "document_request"]
    assert "document_sent" in {d.template for d in play.drafts.values()} and len(asked_) == 1
