"""« Mise en demeure maintenant » by mail: refused while something holds it, and good for a week."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.events.consequences import HoldSet
from bot.events.owner import MiseEnDemeureOrdered
from bot.policy import decide
from bot.policy.house import House, Wait
from tests.office import Office, opened
from tests.play import Play, rules


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        yield office


@pytest.mark.parametrize(
    ("rule", "words"), [("dispute", "litige"), ("promise", "promesse"), ("owner", "reprends")]
)
def test_an_order_against_what_holds_is_refused_with_its_cure(office: Office, rule: str, words: str) -> None:
    office.note("c1", HoldSet("h", rule, "it is held", None, ("F-118",)))
    office.ask("c1", "deadline", invoices=("F-118",))
    said = office.says("mise en demeure maintenant", office.mails()[0])
    assert words in said
    assert office.case().ordered is None


def test_what_is_not_due_is_not_demanded(office: Office) -> None:
    office.ask("c1", "deadline", invoices=("F-118",))
    office.clock[0] -= timedelta(days=30)
    said = office.says("mise en demeure maintenant", office.mails()[0])
    assert office.case().ordered is None
    assert "rien" in said


def test_an_order_that_could_not_be_carried_out_lapses_after_a_week() -> None:
    play = Play(rules(), datetime(2026, 3, 2, 9, tzinfo=UTC))
    play.debtor("martin", kind="business", address=())
    play.invoice("martin", "F-1", due=play.today - timedelta(days=20), issued=play.today - timedelta(days=50))
    play.grow("martin", MiseEnDemeureOrdered())
    asked = decide(play.case("martin"), House(mail_read_at=play.now), play.rules, play.now)
    assert not isinstance(asked, Wait)
    later = play.now + timedelta(days=8)
    decision = decide(play.case("martin"), House(mail_read_at=later), play.rules, later)
    assert "ordered" not in decision.why
