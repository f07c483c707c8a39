"""A plan that the debtor asks for: read with its parts, shown to the owner, granted by his mere yes."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot import acts
from bot.events.mail import PromiseRead
from bot.reading import read
from tests.office import NOW, Office, opened
from tests.test_by_hand import by_hand
from tests.weighed import open_, said, settle, writes

ASKED = "Pouvons-nous payer 500 € le 15 mars, 400 € le 15 avril et 340 € le 15 mai ?"
MARCH, APRIL, MAY = date(2026, 3, 15), date(2026, 4, 15), date(2026, 5, 15)
PARTS = (PromiseRead(MARCH, 500_00), PromiseRead(APRIL, 400_00), PromiseRead(MAY, 340_00))
REST = (PromiseRead(MARCH, 500_00), PromiseRead(APRIL, None))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        yield office


def asks(office: Office, parts: tuple[PromiseRead, ...] = PARTS) -> EmailMessage:
    return writes(office, "delay_request", sentence=ASKED, proposed=parts)  # type: ignore[no-any-return]


def plain(mail: EmailMessage) -> str:
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def promised(office: Office) -> list[tuple[date | None, int | None]]:
    running = [p.noted for p in office.case().promises.values() if not p.outcome]
    return sorted(((noted.on, noted.amount) for noted in running), key=lambda part: part[0] or date.max)


def told(office: Office) -> list[str]:
    return [owed.template for owed in office.case().answers.values() if owed.template != "delay_received"]


# --- read ---------------------------------------------------------------------------------------------


def proposed(text: str) -> list[tuple[date | None, int | None]]:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "compta@martin.example", "Re: Facture F-118"
    mail.set_content(text)
    found = read(mail.as_bytes(), datetime(2026, 3, 3, 10, 0, tzinfo=ZoneInfo("Europe/Paris")))
    assert found.intents == ("delay_request",)
    assert found.as_event("m").proposed == found.proposed
    return [(p.date, p.amount) for p in found.proposed]


@pytest.mark.parametrize(
    "text",
    [
        ASKED,
        "Nous vous proposons 500 € le 15 mars, 400 € le 15 avril et 340 € le 15 mai. Cela vous convient-il ?",
        "Hello, could we pay 500 on 15 March, 400 on 15 April and 340 on 15 May?",
    ],
)
def test_the_parts_of_a_request_are_read(text: str) -> None:
    assert proposed(text) == [(MARCH, 500_00), (APRIL, 400_00), (MAY, 340_00)]


def test_a_request_for_a_day_or_for_one_of_two_ways_has_none() -> None:
    assert not proposed("Pouvez-vous nous accorder un délai jusqu'au 15 avril ?")
    assert not proposed("Pouvons-nous payer 620 € le 15 mars ou 310 € le 15 mars et le solde le 15 avril ?")
    assert not proposed(
        "Nous ne pourrons pas payer 500 € le 15 mars et 740 € le 15 avril comme prévu. Pouvez-vous nous"
        " accorder un délai ?"
    )


# --- granted ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("yes", ["ok", "accepte", "d'accord"])
def test_his_yes_grants_the_parts_that_the_question_shows(office: Office, yes: str) -> None:
    question = asks(office)
    assert "« ok » : je lui écris l’échéancier, 500,00 € le 15 mars ; 400,00 € le 15 avril" in plain(question)
    assert "échéancier noté" in said(office, yes, question)
    assert promised(office) == [(MARCH, 500_00), (APRIL, 400_00), (MAY, 340_00)]
    assert told(office) == ["plan_accepted"] and not open_(office)


@pytest.mark.parametrize("told_of_it", [False, True])
def test_the_same_request_once_more_asks_nothing_new(office: Office, told_of_it: bool) -> None:
    said(office, "ok", asks(office))
    office.clock[0] += timedelta(days=2 if told_of_it else 0, hours=1)
    assert asks(office) is None
    assert [on for on, _ in promised(office)] == [MARCH, APRIL, MAY] and not open_(office)


def test_the_last_part_may_be_the_rest(office: Office) -> None:
    said(office, "ok", asks(office, REST))
    assert promised(office) == [(MARCH, 500_00), (APRIL, None)]


def test_his_yes_by_hand_grants_them_and_no_letter_follows(office: Office) -> None:
    asks(office)
    by_hand(office, "Bonjour, c'est d'accord.\nAnne")
    assert [on for on, _ in promised(office)] == [MARCH, APRIL, MAY]
    assert not told(office) and not open_(office)


def test_the_command_grants_them_too(office: Office) -> None:
    asks(office)
    (notice,) = office.case().open_notices()
    office.note(
        "c1",
        *acts.answer(
            office.case(), notice.opened.notice, yes=True, why="", rules=office.rules, now=office.clock[0]
        ),
    )
    assert [on for on, _ in promised(office)] == [MARCH, APRIL, MAY]


def test_a_day_that_he_says_with_his_yes_stands_instead(office: Office) -> None:
    said(office, "d'accord pour le 31 mars", asks(office))
    assert promised(office) == [(date(2026, 3, 31), None)]


def test_what_is_to_come_at_once_is_due_on_the_day_of_the_yes(office: Office) -> None:
    question = asks(office, (PromiseRead(NOW.date(), 500_00), PromiseRead(APRIL, None)))
    office.clock[0] += timedelta(days=2)
    said(office, "ok", question)
    assert promised(office) == [(NOW.date() + timedelta(days=2), 500_00), (APRIL, None)]


@pytest.mark.parametrize(
    "parts",
    [
        (PromiseRead(MARCH, 500_00), PromiseRead(APRIL, 400_00)),  # less than is owed
        (PromiseRead(MARCH, None), PromiseRead(APRIL, None)),
        (PromiseRead(NOW.date() - timedelta(days=1), 500_00), PromiseRead(APRIL, None)),
    ],
)
def test_parts_that_are_not_all_that_is_owed_or_are_over_are_his_to_say(
    office: Office, parts: tuple[PromiseRead, ...]
) -> None:
    question = asks(office, parts)
    assert "« ok »" not in plain(question)
    assert "jusqu'à quel jour" in said(office, "ok", question)
    assert not promised(office) and open_(office) == ["delay_request"]


def test_parts_of_which_the_first_day_passed_unanswered_are_offered_no_more(office: Office) -> None:
    question = asks(office)
    office.clock[0] = NOW + timedelta(days=7)
    settle(office)
    assert "jusqu'à quel jour" in said(office, "ok", question)
    assert not promised(office)
