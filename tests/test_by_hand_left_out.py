"""What the owner's letter by hand leaves out of what it grants: "d'accord pour le 31 mars, sauf la F-119"."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.events.debts import InvoiceSeen
from bot.events.mail import PromiseRead
from bot.policy.house import Wait
from bot.rules import OwnerRules
from tests.office import Office, opened
from tests.play import rules
from tests.test_by_hand import asks_for_time, by_hand, on, promises_far, question
from tests.weighed import open_, writes

BOTH = "Pouvez-vous patienter jusqu'au 31 mars pour les deux factures ?"
DAY = date(2026, 3, 31)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path, rules=rules(owner=OwnerRules(consent_days=0, lists=False))) as office:
        office.note("c1", InvoiceSeen("F-119", date(2026, 2, 3), date(2026, 3, 5), 50_000))
        yield office


def granted(office: Office) -> dict[tuple[str, ...], date | None]:
    return {p.noted.invoices: p.noted.on for p in office.case().promises.values() if not p.outcome}


def asked(office: Office) -> list[tuple[str, set[str]]]:
    return [(n.opened.about, set(n.opened.invoices)) for n in office.case().open_notices()]


@pytest.mark.parametrize(
    "words",
    [
        "D'accord pour le 31 mars, sauf la F-119 à régler tout de suite.",
        "D'accord pour le 31 mars (hors F-119).",
        "Ok pour le 31 mars mais pas pour la F-119.",
        "D'accord, sauf la F-119, pour le 31 mars.",
        "D'accord sauf la F-119.",
        "D'accord pour la F-118, pas pour la F-119.",
        "Je ne peux pas attendre pour la F-119. Pour le reste c'est d'accord.",
        "D’accord pour le 31 mars, la F-119 est à régler tout de suite.",
        "F-118 : ok pour le 31 mars. F-119 : non.",
        "Fine for 31 March, except F-119.",
        "That's fine for F-118, but not for F-119.",
        "OK for 31 March but F-119 can't wait.",
    ],
)
def test_what_is_left_out_is_not_granted_and_its_request_stays_with_its_rest(
    office: Office, words: str
) -> None:
    asks_for_time(office, BOTH)
    by_hand(office, f"Bonjour,\n{words}\nAnne")
    assert granted(office) == {("F-118",): DAY}
    assert asked(office) == [("delay_request", {"F-119"})] and "F-119" in question(office)
    rests = {hold.rule: hold.invoices for hold in office.case().holds.values()}
    assert rests["delay_request"] == ("F-119",)
    assert isinstance(on(office, date(2026, 3, 20)), Wait)


def test_any_other_day_holds_all_but_what_is_left_out(office: Office) -> None:
    by_hand(office, "Vous pouvez attendre la fin du mois, sauf pour la F-119.")
    (hold,) = office.case().holds.values()
    assert hold.invoices == ("F-118",) and not open_(office)


@pytest.mark.parametrize(
    "words",
    [
        "D'accord pour le 31 mars, sauf pour la deuxième.",
        "D'accord pour le 31 mars sauf la F-119 que je vous laisse jusqu'au 15 avril.",
        "D'accord pour le 31 mars, sauf la F-777.",
        "D'accord pour les deux, et même le 15 avril pour la F-119.",
        "D'accord pour le 31 mars pour les autres, je vous rappelle pour la F-118.",
    ],
)
def test_of_what_nobody_can_tell_all_rests_until_he_has_said_it(office: Office, words: str) -> None:
    asks_for_time(office, BOTH)
    by_hand(office, words)
    assert not granted(office) and open_(office) == ["delay_by_hand"]
    for day in (date(2026, 4, 1), date(2026, 4, 20), date(2026, 5, 15)):
        assert isinstance(on(office, day), Wait)


@pytest.mark.parametrize(
    "words",
    [
        "D'accord pour le 31 mars, sauf erreur de ma part il n'y a que ces deux-là.",
        "No problem for F-118 and F-119 until 31 March.",
        "D'accord pour la F-118 et la F-119, pas plus tard que le 31 mars.",
    ],
)
def test_what_only_sounds_like_it_leaves_nothing_out(office: Office, words: str) -> None:
    asks_for_time(office, BOTH)
    by_hand(office, words)
    assert set(granted(office).values()) == {DAY} and not open_(office)


def test_what_is_not_to_be_paid_rests_and_what_is_left_out_of_it_does_not(office: Office) -> None:
    by_hand(office, "Ne payez rien, sauf la F-119.")
    assert asked(office) == [("owner_letter", {"F-118"})]


def test_a_yes_but_for_one_leaves_the_question_about_a_far_promise(office: Office) -> None:
    promises_far(office)
    by_hand(office, "D'accord, sauf pour la F-119.")
    assert open_(office) == ["promise_far"] and not granted(office)


def test_a_promise_of_what_is_left_out_goes_on(office: Office) -> None:
    writes(office, "promise", promises=(PromiseRead(date(2026, 3, 16), None),), names=("F-119",))
    by_hand(office, "Vous pouvez attendre le 31 mars, sauf pour la F-119.")
    assert granted(office) == {("F-119",): date(2026, 3, 16)}


def test_a_letter_to_several_grants_all_but_the_debtor_whose_invoice_it_leaves_out(office: Office) -> None:
    office.note("c2", InvoiceSeen("F-122", date(2026, 1, 20), date(2026, 2, 20), 50_000))
    both = "compta@martin.example, nathalie@petit.example"
    by_hand(office, "Vous pouvez attendre le 31 mars, sauf pour la F-121 et la F-122.", to=both)
    assert {hold.until for hold in office.case().holds.values()} == {date(2026, 4, 3)}
    assert not office.case("c2").holds
