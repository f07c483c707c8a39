"""Two people, one letter: who approved it hears that the other one stopped it before it left."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.rules import Person
from tests.hostile import approval, asked_back, digest
from tests.office import OWNER, PEOPLE, READER, SECRETARY, Office, opened
from tests.weighed import said

PARTNER = "luc@morvan.example"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path, people=(*PEOPLE, Person(PARTNER, "approve"))) as office:
        yield office


def told(office: Office, to: str) -> list[str]:
    """What this person heard of a letter stopped by another, each on one line."""
    bodies = [" ".join(str(mail.get_content()).split()) for mail in office.mails(to)]
    plain = [body.replace("\u00a0", " ") for body in bodies]
    return [body for body in plain if "a arrêté" in body and "que vous aviez approuvée" in body]


def test_who_approved_a_mise_en_demeure_hears_that_a_colleague_stopped_it(office: Office) -> None:
    approval(office)
    said(office, "ok", office.mails()[0])
    office.receive(office.answer("annule celle de Martin", to=office.mails(SECRETARY)[0], sender=SECRETARY))
    (line,) = told(office, OWNER)
    assert line.startswith(f"Martin SARL, F-118 : {SECRETARY} a arrêté la mise en demeure")
    assert not told(office, SECRETARY) and "avant votre mot" in str(office.mails(SECRETARY)[-1].get_content())


def test_the_owners_stop_of_a_letter_that_a_partner_approved_is_told_to_the_partner_once(
    office: Office,
) -> None:
    office.ask("c1", "first_firm_letter", "approve", "refuse", invoices=("F-118",))
    office.receive(office.answer("ok", to=office.mails(PARTNER)[0], sender=PARTNER))
    said(office, "stop, il vient de m'appeler", office.mails()[0])
    said(office, "stop Martin", digest(office))
    (line,) = told(office, PARTNER)
    assert f"{OWNER} a arrêté la lettre" in line and not told(office, OWNER)


def test_who_stops_a_letter_of_his_own_hears_the_line_of_his_order_alone(office: Office) -> None:
    approval(office)
    said(office, "ok", office.mails()[0])
    said(office, "annule", office.mails()[-1])
    assert not told(office, OWNER)


def test_a_stop_of_another_invoice_takes_nothing_from_who_approved(office: Office) -> None:
    approval(office)
    said(office, "ok", office.mails()[0])
    raw = office.answer("stop Petit", to=digest(office, SECRETARY), sender=SECRETARY)
    office.receive(raw)
    assert not told(office, OWNER)


def test_a_readers_stop_is_told_to_the_partner_once_the_owner_has_confirmed_it(office: Office) -> None:
    approval(office)
    office.receive(office.answer("ok", to=office.mails(PARTNER)[0], sender=PARTNER))
    office.receive(office.answer("stop Martin", sender=READER))
    office.later(minutes=10)
    assert not told(office, PARTNER)
    said(office, "ok", asked_back(office)[-1])
    assert len(told(office, PARTNER)) == 1
