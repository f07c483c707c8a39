"""What rests at the owner's own word stands in the point of the week, with the words that end it."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.events.consequences import HoldSet
from bot.events.debts import DebtorSeen, InvoiceSeen, PaymentSeen
from bot.events.entries import HOUSE
from bot.events.owner_mail import HousePaused
from bot.rules import OwnerRules
from bot.state.facts import AWAY
from tests.office import NOW, Office, opened
from tests.play import rules
from tests.test_owner_lists import evening
from tests.test_owner_telling import MONDAY, MORNING, at, backlog, content, monday
from tests.weighed import held, pause, said, writes

HEADING = "Arrêtés par vous"
ASKED = {"owner": "arrêté depuis le 10 mars", "dispute": "en litige depuis", "refused": "vous avez dit non"}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        yield office


def stopped(office: Office) -> str:
    """That section of the point of the week, on one line; empty: there is none."""
    _, found, rest = monday(office).replace("’", "'").partition(HEADING)
    return " ".join(rest.partition("\n\n")[0].split()) if found else ""


@pytest.mark.parametrize(
    ("words", "rule", "way"),
    [
        ("pas Martin", "owner", "reprends Martin SARL"),
        ("1 litige", "dispute", "litige clos Martin SARL"),
        ("stop F-118", "owner", "reprends Martin SARL"),
    ],
)
def test_what_the_owner_stopped_is_shown_on_mondays_and_the_words_shown_end_it(
    office: Office, words: str, rule: str, way: str
) -> None:
    said(office, words, evening(office))
    assert held(office) == {rule}
    shown = stopped(office)
    assert f"Martin SARL, 1 240,00 € : {ASKED[rule]}" in shown and f"« {way} »" in shown
    said(office, way, office.mails(about="point du lundi")[0])
    assert not held(office)


def test_an_old_debt_left_alone_is_shown_on_mondays_and_wakes_at_the_word_shown(office: Office) -> None:
    backlog(office)
    said(office, "laisse", office.mails()[0])
    assert "Petit Nathalie, 1 240,00 € : vous avez dit non le" in stopped(office)
    said(office, "reprends Petit Nathalie", office.mails(about="point du lundi")[0])
    assert not held(office, "c2") and held(office) == {"refused"}


def test_a_stop_of_everybody_stands_first_and_an_absence_does_not(office: Office) -> None:
    pause(office)
    away, stop = HousePaused(NOW.date(), date(2026, 3, 20), AWAY), HousePaused(NOW.date(), None, "stop")
    office.note(HOUSE, away, stop)
    text = stopped(office)
    assert text.index("tous les clients, depuis le 10 mars (« reprends tout »)") < text.index("Martin SARL")
    said(office, "reprends tout", office.mails(about="point du lundi")[0])
    assert [one.why for one in office.desk.state.facts.pauses] == [AWAY]
    assert held(office) == {"owner"}


def test_what_ends_by_itself_is_asked_about_or_owed_no_more_is_not_shown(office: Office) -> None:
    office.note("c1", HoldSet("c1.pause", "owner", "a while", NOW.date() + timedelta(20), by="owner"))
    writes(office, "dispute", names=["F-118"])
    pause(office, "c2")
    office.note("c2", PaymentSeen("F-121", 1_240_00, NOW.date(), source="bank.csv"))
    assert stopped(office) == ""


def test_who_is_never_written_to_is_no_open_matter(office: Office) -> None:
    said(office, "ne plus relancer Martin", evening(office))
    pause(office)
    assert stopped(office) == ""


def test_a_few_of_many_are_named_the_longest_stopped_first(office: Office) -> None:
    for k in range(12):
        office.clock[0] += timedelta(minutes=1)
        name = f"k{k:02}"
        seen = InvoiceSeen(f"F-9{k:02}", NOW.date(), NOW.date() - timedelta(1), 10_000)
        office.note(name, DebtorSeen(name, f"Client {k:02}", "business"), seen)
        pause(office, name)
    pause(office)
    office.note("c1", HoldSet("c1.again", "owner", "once more", None, ("F-118",), by="owner"))
    text = stopped(office)
    assert text.count("arrêté depuis") == 8 and "et 5 autres" in text
    assert text.index("Client 00") < text.index("Client 07")


def test_one_invoice_of_several_is_named_and_the_other_goes_on(office: Office) -> None:
    office.note("c1", InvoiceSeen("F-119", date(2026, 3, 3), date(2026, 3, 3), 8_000))
    pause(office, "c1", "F-119")
    assert "Martin SARL, F-119, 80,00 € : arrêté" in stopped(office)


def test_two_customers_of_one_name_are_told_apart_by_an_invoice(office: Office) -> None:
    office.note("c2", DebtorSeen("c2", "Martin SARL", "business"))
    pause(office, "c2")
    assert "« reprends F-121 »" in stopped(office)
    said(office, "reprends F-121", office.mails(about="point du lundi")[0])
    assert not held(office, "c2")


@pytest.mark.parametrize(
    ("rule", "shown", "way"),
    [
        ("owner", "stopped since 10 March", "resume Martin SARL"),
        ("dispute", "disputed since 10 March", "dispute closed Martin SARL"),
    ],
)
def test_who_reads_english_is_told_and_heard_in_english(
    tmp_path: Path, rule: str, shown: str, way: str
) -> None:
    with opened(tmp_path, rules=rules(language="en", owner=OwnerRules(consent_days=0))) as office:
        office.note("c1", HoldSet("c1.stop", rule, "the owner says so", None, by="owner"))
        office.note(HOUSE, HousePaused(NOW.date(), None, "stop"))
        at(office, MONDAY, MORNING)
        text = " ".join(content(office.mails()[0]).split())
        everybody = 'all customers, since 10 March ("resume all")'
        assert f'{everybody} – Martin SARL, €1,240.00: {shown} ("{way}")' in text
        said(office, way, office.mails()[0])
        assert not held(office)
        said(office, "resume all", office.mails()[0])
        assert not office.desk.state.facts.pauses
