"""The written trace of a call told in doubtful words: silence confirms nothing, and the owner is asked."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.owner.answers import Context, Item, read_answer
from bot.policy.house import Write
from tests.hostile import digest
from tests.office import Office, opened
from tests.weighed import open_, said, settle, writes

PROMISED = "Martin appelé, il paie le 30."
DOUBTFUL = f"{PROMISED} Martin voudrait peut-être payer 300 par mois"
LIST = Context("digest", items=(Item(1, "Norton Ltd", ("F-1",)), Item(2, "Petit", ("F-2",))))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        writes(office, "dispute", name="c2", sender="nathalie@petit.example")
        yield office


def days(office: Office, many: int) -> list[str]:
    """What is written to the debtor meanwhile."""
    left = []
    for _ in range(many):
        decision = settle(office)
        left += [decision.draft.template] if isinstance(decision, Write) else []
        office.tell()
        office.clock[0] += timedelta(days=1)
    return left


def test_a_trace_told_in_doubtful_words_does_not_leave_in_silence(office: Office) -> None:
    said(office, DOUBTFUL, digest(office))
    assert days(office, 5) == []
    assert open_(office) == ["delay_request"]
    assert "votre appel, à confirmer" in " ".join(str(mail["Subject"]) for mail in office.mails())
    assert not [p for p in office.case().promises.values() if not p.outcome]


def test_an_ok_to_that_question_writes_the_day_that_was_promised(office: Office) -> None:
    said(office, DOUBTFUL, digest(office))
    days(office, 4)
    asked = next(mail for mail in office.mails() if "votre appel, à confirmer" in str(mail["Subject"]))
    assert "pour le 30 mars" in said(office, "ok", asked)
    assert days(office, 2)[:1] == ["delay_accepted"]
    assert [p.noted.on for p in office.case().promises.values() if not p.outcome] == [date(2026, 3, 30)]


@pytest.mark.parametrize("words", ["euh attends, pas sûr que ce soit le 30", "attends, je ne suis pas sûr"])
def test_a_call_that_is_doubted_afterwards_is_no_stop_of_everybody_and_is_asked_about(
    office: Office, words: str
) -> None:
    said(office, PROMISED, digest(office))
    said(office, words, office.mails()[-1])
    assert not office.desk.state.facts.pauses
    assert days(office, 5) == []
    assert open_(office) == ["delay_request"]


def test_the_same_call_told_clearly_after_that_is_written_to_the_debtor(office: Office) -> None:
    said(office, DOUBTFUL, digest(office))
    said(office, PROMISED, office.mails()[-1])
    office.clock[0] += timedelta(hours=2)
    assert days(office, 1) == ["call_trace"]


def test_a_call_told_in_clear_words_leaves_its_trace(office: Office) -> None:
    said(office, PROMISED, digest(office))
    office.clock[0] += timedelta(hours=2)
    assert days(office, 1) == ["call_trace"]


def test_so_much_a_month_is_no_day_in_a_month() -> None:
    now = datetime(2026, 3, 10, 9, tzinfo=UTC)
    call = Context("notice", "call", "Norton Ltd", ("F-1",))
    acts = read_answer("Called Norton, pays Friday. Wants to pay 300 a month", call, now).acts
    assert [(act.act, act.date) for act in acts] == [("called", date(2026, 3, 13))]
    assert not read_answer("Norton wants to pay 300 a month", LIST, now).acts
