"""The main job on Dovecot and Postfix: reminder, reply, hold, broken promise, mise en demeure."""

import time
from datetime import date, datetime
from pathlib import Path

import pytest

from bot import acts
from tests.firm import PARIS, Firm, Invoice
from tests.real.servers import Dovecot, Postfix

NOW = datetime(2026, 3, 2, 6, 0, tzinfo=PARIS)


@pytest.fixture
def firm(tmp_path: Path, dovecot: Dovecot, postfix: Postfix) -> Firm:
    user = f"factures-{tmp_path.name}@morvan.example"
    return Firm(tmp_path, dovecot.imap_port, postfix.smtp_port, NOW, user=user)


def letters(dovecot: Dovecot, debtor: str, wanted: int) -> list[bytes]:
    """The debtor's mailbox once it holds so many letters: Postfix delivers when it likes."""
    for _ in range(100):
        with dovecot.client(debtor) as client:
            client.select_folder("INBOX", readonly=True)
            uids = client.search(["ALL"])
            if len(uids) >= wanted:
                found = client.fetch(uids, ["RFC822"])
                return [found[uid][b"RFC822"] for uid in sorted(uids)]
        time.sleep(0.1)
    raise AssertionError(f"{debtor} has not got {wanted} letters")


def test_from_the_first_reminder_to_the_mise_en_demeure(firm: Firm, dovecot: Dovecot, tmp_path: Path) -> None:
    debtor = f"compta@{tmp_path.name}.example".replace("_", "-")
    firm.write(
        Invoice("F-118", date(2026, 2, 1), date(2026, 3, 3), "1 240,00", email=debtor),
    )
    firm.round()
    firm.days(4)  # Friday 6 March: +3
    first = letters(dovecot, debtor, 1)[0]
    assert b"X-Relance-Id" in first

    firm.now = firm.now.replace(hour=15)
    reply = firm.mail(debtor, "Bonjour,\n\nJe vous règle vendredi 13 mars.\n\nCordialement", answers=first)
    dovecot.deliver(firm.user, reply, sender=debtor)
    firm.round()
    case = firm.case("F-118")
    assert [p.noted.on for p in case.promises.values()] == [date(2026, 3, 13)]
    firm.now = firm.now.replace(hour=16, minute=30)
    assert not firm.round().letters  # Friday afternoon: the answer waits for Monday
    firm.days(3)
    answer = letters(dovecot, debtor, 2)[1]
    assert b"auto-replied" in answer

    firm.days(10)  # the promise is broken on Wednesday 18, said on the next day
    assert [p.outcome for p in firm.case("F-118").promises.values()] == ["broken"]
    assert len(firm.case("F-118").invoices["F-118"].climbs) == 2
    firm.days(17)
    with firm.open() as (desk, _):  # the first firm letter needs the owner's word
        name = desk.state.by_number("F-118")[0]
        asked = {open_.opened.about: open_.opened for open_ in desk.case(name).open_notices()}
        notice = asked["first_firm_letter"]
        events = acts.answer(
            desk.case(name), notice.notice, yes=True, why="", rules=firm.config().rules, now=firm.now
        )
        desk.note(name, *events)
    firm.days(18)
    with firm.open() as (desk, _):
        asked = {open_.opened.about: open_.opened for open_ in desk.case(name).open_notices()}
        notice = asked["mise_en_demeure"]
        assert notice.about == "mise_en_demeure"
        events = acts.answer(
            desk.case(name), notice.notice, yes=True, why="", rules=firm.config().rules, now=firm.now
        )
        desk.note(name, *events)
    firm.days(1)
    with firm.open() as (desk, _):
        case = desk.case(name)
        paper = next(iter(case.papers.values()))
        assert desk.evidence.get(paper.prepared.pdf).startswith(b"%PDF")
        desk.note(name, *acts.posted(case, "1A1234567890", firm.now.date()))
    firm.days(4)  # the 1st of May and its eve are silent
    case = firm.case("F-118")
    assert [letter.intended.template for letter in case.sent_letters()][-1] == "mise_en_demeure"
    assert b"application/pdf" in letters(dovecot, debtor, 5)[-1]
    assert firm.sound()
