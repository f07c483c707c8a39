"""What the owner says above a mail that he hands on: his word, or said back; the mail is the debtor's."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from bot.events.mail import MailKept
from bot.events.owner import NoteAdded
from bot.events.owner_mail import OwnerAnswered
from bot.inbox import Arrived
from tests.hostile import body, held
from tests.mortal import cut_after
from tests.office import INBOX, NOW, Office, opened

MARTIN, NOBODY = "compta@martin.example", "x@inconnu.example"
ASKED_BACK = "Est-ce bien vous"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        yield office


def forward(office: Office, above: str, says: str = "Je vous rappelle.", writer: str = MARTIN) -> bytes:
    text = f"{above}\n\n---------- Forwarded message ---------\nDe : {writer}\nSubject: porte\n\n{says}\n"
    return office.answer(text).replace(b"Subject: Bonjour", b"Subject: Fwd: porte")


def asked_back(office: Office) -> list[str]:
    return [body(mail) for mail in office.mails(about=ASKED_BACK)]


def test_a_call_told_above_a_forward_is_asked_back_and_noted_with_the_owners_ok(office: Office) -> None:
    office.receive(forward(office, "il m'a appelé, il paie vendredi"))
    office.later(minutes=10)
    (asked,) = asked_back(office)
    assert "il paie vendredi" in asked and "au-dessus d’un message que vous me transférez" in asked
    assert not office.case().promises
    office.receive(office.answer("ok", to=office.mails(about=ASKED_BACK)[0]))
    assert [p.noted.on.isoformat() for p in office.case().promises.values() if p.noted.on] == ["2026-03-13"]
    assert [mail.kept.whose for mail in office.case().mails.values()] == ["forwarded"]


@pytest.mark.parametrize(
    "above", ["stop", "litige", "payé", "ne le relance plus, je l'ai au téléphone demain"]
)
def test_what_stops_above_a_forward_stops_its_customer_alone_at_once(office: Office, above: str) -> None:
    office.receive(forward(office, above))
    office.later(minutes=10)
    assert "owner" in held(office) and held(office, "c2") == []
    assert len(asked_back(office)) == 1


def test_an_order_above_a_forward_may_be_about_another_customer(office: Office) -> None:
    office.receive(forward(office, "Petit : pause 10 jours"))
    office.later(minutes=10)
    assert "owner" in held(office, "c2") and "owner" not in held(office)


@pytest.mark.parametrize("above", ["pour info", "FYI", "Bonjour, à traiter svp", "Claire Morvan", ""])
def test_words_that_only_hand_it_on_are_no_order(office: Office, above: str) -> None:
    office.receive(forward(office, above))
    office.later(minutes=10)
    assert asked_back(office) == [] and len(office.case().mails) == 1


def test_words_that_are_not_understood_are_said_back(office: Office) -> None:
    office.receive(forward(office, "il a reçu le chèque de la voisine"))
    office.later(minutes=10)
    (asked,) = asked_back(office)
    assert "chèque de la voisine" in asked and "pas compris" in asked


def test_free_words_are_kept_as_a_note(office: Office) -> None:
    office.receive(forward(office, "Ci-dessous la réponse de Martin"))
    office.later(minutes=10)
    notes = [e.event.text for e in office.desk.entries("c1") if isinstance(e.event, NoteAdded)]
    assert notes == ["Ci-dessous la réponse de Martin"] and asked_back(office) == []


def test_the_customer_named_above_is_whose_it_is_where_nobody_knows_the_writer(office: Office) -> None:
    office.receive(forward(office, "c'est Petit", "Je paie vendredi.", NOBODY))
    office.later(minutes=10)
    office.tell()
    assert len(office.case("c2").mails) == 1 and not office.mails(about="à rattacher")
    assert asked_back(office) == []
    office.receive(forward(office, "ce n'est pas Petit", "Je ne paie pas.", NOBODY))
    office.tell()
    assert len(office.case("c2").mails) == 1 and len(office.mails(about="à rattacher")) == 1


def test_words_above_a_mail_that_fits_nobody_are_said_back_too(office: Office) -> None:
    office.receive(forward(office, "il paie vendredi", "Je vous rappelle.", NOBODY))
    office.later(minutes=10)
    assert "il paie vendredi" in asked_back(office)[0]


@pytest.mark.parametrize("last", [MailKept, OwnerAnswered])
def test_a_forward_that_was_half_taken_is_taken_once(
    office: Office, last: type[MailKept] | type[OwnerAnswered]
) -> None:
    raw = forward(office, "il m'a appelé, il paie vendredi")
    mail = Arrived("INBOX", 7, 1, raw, NOW, len(raw))
    with suppress(EOFError):
        desk = cut_after(office.desk, last)
        orders = replace(office.owner.taking, desk=desk)
        replace(office.intake, desk=desk, orders=orders).take(mail, INBOX)
    office.desk.catch_up()
    office.intake.take(mail, INBOX)
    office.owner.carry()
    office.later(minutes=10)
    assert len(asked_back(office)) == 1
    (kept,) = office.case().mails.values()
    assert kept.read


def test_a_forward_found_at_a_first_look_orders_nothing(office: Office) -> None:
    raw = forward(office, "stop")
    office.intake.take(Arrived("INBOX", 7, 1, raw, NOW, len(raw)), INBOX, first_look=True)
    office.owner.carry()
    assert "owner" not in held(office) and len(office.case().mails) == 1
