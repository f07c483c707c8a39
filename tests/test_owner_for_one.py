"""An answer to a request for several invoices that names one of them: the others are asked about on."""

from collections.abc import Iterator
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from bot.events.debts import InvoiceSeen
from bot.events.mail import PaidRead
from tests.office import Office, opened
from tests.weighed import said, settle, writes


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        office.note("c1", InvoiceSeen("F-119", date(2026, 2, 3), date(2026, 3, 5), 50_000))
        yield office


def request(office: Office) -> EmailMessage:
    sentence = "Pouvez-vous patienter jusqu'au 31 mars pour les deux factures ?"
    return writes(office, "delay_request", sentence=sentence)  # type: ignore[no-any-return]


def owed(office: Office) -> list[tuple[str, tuple[str, ...]]]:
    answers = office.case().answers.values()
    return [(a.template, a.invoices) for a in answers if a.template != "delay_received"]


@pytest.mark.parametrize(
    ("words", "template"),
    [
        ("d'accord pour le 31 mars pour la F-119", "delay_accepted"),
        ("F-119 : accepte", "delay_accepted"),
        ("dis-lui le 25 mars au plus tard pour la F-119", "delay_proposed"),
        ("refuse pour la F-119", "delay_refused"),
    ],
)
def test_the_request_goes_on_for_the_others_which_rest_as_long_as_was_said(
    office: Office, words: str, template: str
) -> None:
    asked = request(office)
    until = next(hold.until for hold in office.case().holds.values())
    said(office, words, asked)
    settle(office)
    assert owed(office) == [(template, ("F-119",))]
    [left] = office.case().open_notices()
    assert (left.opened.about, left.opened.invoices) == ("delay_request", ("F-118",))
    rests = [(h.invoices, h.until) for h in office.case().holds.values() if h.rule == "delay_request"]
    assert rests == [(("F-118",), until)]
    office.tell()
    said(office, "refuse", office.mails(about="demande un délai")[-1])
    assert not office.case().open_notices()
    assert {invoices for _, invoices in owed(office)} == {("F-119",), ("F-118",)}


@pytest.mark.parametrize("words", ["accepte pour la F-118, refuse pour la F-119", "accepte sauf F-119"])
def test_each_is_answered_as_it_is_said_of_it(office: Office, words: str) -> None:
    said(office, words, request(office))
    assert owed(office) == [("delay_accepted", ("F-118",)), ("delay_refused", ("F-119",))]
    assert {p.noted.invoices for p in office.case().promises.values()} == {("F-118",)}
    assert not office.case().open_notices()


@pytest.mark.parametrize(
    ("words", "letters"),
    [
        ("ok pour la 118", {("delay_accepted", ("F-118",))}),
        ("refuse pour la 119", {("delay_refused", ("F-119",))}),
        ("la 119 non", {("delay_refused", ("F-119",))}),
        ("la 118 oui, la 119 non", {("delay_accepted", ("F-118",)), ("delay_refused", ("F-119",))}),
        (
            "118 ok, pour la 119 dis-lui le 15",
            {("delay_accepted", ("F-118",)), ("delay_proposed", ("F-119",))},
        ),
        ("échéancier 2 x 250 le 15 pour la 119", {("plan_accepted", ("F-119",))}),
    ],
)
def test_the_end_of_a_number_is_that_invoice_alone_also_where_all_of_them_are_asked_about(
    office: Office, words: str, letters: set[tuple[str, tuple[str, ...]]]
) -> None:
    asked = request(office)
    assert not office.case().open_notices()[0].opened.invoices
    said(office, words, asked)
    assert set(owed(office)) == letters


def test_a_credit_on_one_of_two_contested_invoices_presses_for_neither(office: Office) -> None:
    asked = writes(office, "dispute", sentence="Nous contestons vos factures.")
    said(office, "avoir 100 sur la 119, le reste est dû", asked)
    settle(office)
    assert office.case().invoices["F-119"].left == 400_00
    assert any(hold.rule == "dispute" for hold in office.case().holds.values())


def looked_for(office: Office) -> set[tuple[str, ...]]:
    """Of which invoices the debtor is asked by now where the money is."""
    now, answers = office.clock[0], office.case().answers.values()
    return {a.invoices for a in answers if a.template == "payment_not_found" and a.after <= now}


def claimed(office: Office) -> EmailMessage:
    sentence, paid = "Les deux factures ont été réglées le 20 février.", PaidRead(date(2026, 2, 20), None)
    return writes(office, "already_paid", sentence=sentence, paid=paid)  # type: ignore[no-any-return]


@pytest.mark.parametrize("words", ["la 118 oui, la 119 non", "la 119 non, la 118 oui", "118 reçue, 119 rien"])
def test_of_money_for_two_what_came_is_noted_and_the_other_is_looked_for(office: Office, words: str) -> None:
    line = said(office, words, claimed(office))
    assert "rien fait" not in line, line
    assert (office.case().invoices["F-118"].left, office.case().invoices["F-119"].left) == (0, 50_000)
    assert not office.case().open_notices()
    settle(office)
    assert [n for numbers in looked_for(office) for n in numbers if n != "F-118"] == ["F-119"]


def test_money_that_did_not_come_for_one_is_not_missed_for_the_other(office: Office) -> None:
    said(office, "la 119 non", claimed(office))
    assert looked_for(office) == {("F-119",)}
    [left] = office.case().open_notices()
    assert (left.opened.about, left.opened.invoices) == ("already_paid", ("F-118",))


@pytest.mark.parametrize(
    "words",
    [
        "d'accord pour la 118 le 20 et la 119 le 25",
        "ok pour la 118 le 20 mars, et pour la 119 le 25 mars",
        "ok 118 le 20, 119 le 25",
        "accepte la 118 jusqu'au 20 et la 119 jusqu'au 25",
        "fine for 118 on the 20th and 119 on the 25th",
        "d'accord pour la 118 le 20, dis-lui le 25 pour la 119",
    ],
)
def test_the_day_of_one_invoice_is_never_granted_for_the_other(office: Office, words: str) -> None:
    said(office, words, request(office))
    settle(office)
    days = {"F-118": date(2026, 3, 20), "F-119": date(2026, 3, 25)}
    assert all(a.day == days[n] for a in office.case().answers.values() if a.ordered for n in a.invoices)
    assert all(p.noted.on == days[n] for p in office.case().promises.values() for n in p.noted.invoices)


def test_each_invoice_gets_its_own_day_where_a_yes_stands_with_each(office: Office) -> None:
    said(office, "118 ok le 20, 119 ok le 25", request(office))
    got = {p.noted.invoices: p.noted.on for p in office.case().promises.values()}
    assert got == {("F-118",): date(2026, 3, 20), ("F-119",): date(2026, 3, 25)}


@pytest.mark.parametrize("words", ["d'accord, après le 20 c'est fini", "ok, after the 20th it's over"])
def test_a_yes_with_a_day_after_which_it_is_over_grants_no_later_one(office: Office, words: str) -> None:
    said(office, words, request(office))
    settle(office)
    assert not office.case().promises
    assert office.case().open_notices()
