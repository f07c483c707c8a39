"""What the owner's letter by hand leaves out of what it grants: "d'accord pour le 31 mars, sauf la F-119"."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.events.debts import InvoiceSeen
from bot.events.mail import PromiseRead
from bot.policy.house import Wait, Write
from bot.rules import OwnerRules
from tests.office import NOW, Office, opened
from tests.play import rules
from tests.test_by_hand import UNTIL, asks_for_time, by_hand, on, promises_far, question
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
def test_what_is_left_out_is_refused_and_asked_about_no_more_and_keeps_the_rest_of_its_request(
    office: Office, words: str
) -> None:
    asks_for_time(office, BOTH)
    by_hand(office, f"Bonjour,\n{words}\nAnne")
    assert granted(office) == {("F-118",): DAY}
    assert not asked(office)
    rests = {hold.rule: hold.invoices for hold in office.case().holds.values()}
    assert rests["delay_request"] == ("F-119",)
    assert isinstance(on(office, date(2026, 3, 24)), Wait)
    letter = on(office, date(2026, 3, 25))
    assert isinstance(letter, Write) and [line.number for line in letter.draft.lines] == ["F-119"]
    assert len(office.mails(about="demande un délai")) == 1


def test_the_owner_reads_in_the_digest_what_his_letter_has_refused(office: Office) -> None:
    asks_for_time(office, BOTH)
    by_hand(office, "D'accord pour le 31 mars, mais pas pour la F-119.")
    office.clock[0] = NOW + timedelta(days=1)
    office.tell()
    digest = office.mails()[-1].get_content().replace("\u00a0", " ")  # type: ignore[no-untyped-call]
    assert "(j’attends jusqu’au 31 mars, mais pas de délai pour F-119)" in " ".join(digest.split())


@pytest.mark.parametrize(
    "words",
    [
        "D'accord pour le 31 mars, sauf la F-119, je vous appelle à son sujet.",
        "D'accord pour le 31 mars, hors F-119 dont nous reparlerons.",
        "D'accord pour la F-118.",
    ],
)
def test_of_what_he_comes_back_to_or_does_not_speak_of_the_request_stays_open(
    office: Office, words: str
) -> None:
    asks_for_time(office, BOTH)
    by_hand(office, f"Bonjour,\n{words}\nAnne")
    assert granted(office) == {("F-118",): DAY}
    assert asked(office) == [("delay_request", {"F-119"})] and "F-119" in question(office)


def test_a_request_for_what_is_left_out_alone_is_answered_by_it_too(office: Office) -> None:
    writes(office, "delay_request", sentence=UNTIL, names=("F-118",))
    writes(office, "delay_request", sentence=UNTIL, names=("F-119",))
    by_hand(office, "D'accord pour la F-118, pas pour la F-119.")
    assert granted(office) == {("F-118",): date(2026, 3, 20)} and not asked(office)
    assert isinstance(on(office, date(2026, 3, 24)), Wait)


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
