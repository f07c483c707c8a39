"""A month with the owner on the telephone: twenty debtors, one mailbox for the bot and its owner."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from imapclient import IMAPClient

from bot.case import Case
from bot.demo.servers import DemoMail
from tests.firm import PARIS, US, Firm
from tests.month import DEBTORS, Month

SHARED = (
    f"owner: {{email: {US}, consent_days: 0}}\nlimits: {{new_debtors_per_day: 100, new_invoice_rest_days: 0}}"
)


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Month:
    folder = tmp_path_factory.mktemp("month")
    start = datetime(2026, 3, 2, 6, 0, tzinfo=PARIS)
    firm = Firm(folder, 0, 0, start, extra=SHARED)
    with DemoMail([US, *(f"compta@{name}.example" for name in DEBTORS)], clock=lambda: firm.now) as mail:
        firm.imap_port, firm.smtp_port = mail.imap_port, mail.smtp_port

        @contextmanager
        def client(user: str) -> Iterator[IMAPClient]:
            with IMAPClient("127.0.0.1", mail.imap_port, ssl=False) as box:
                box.login(user, mail.password)
                yield box

        month = Month(firm, client, lambda user, raw, _: mail.deliver(user, raw) and None)
        month.play(30)
        month.found = month.cases()
    return month


def test_it_ends_with_a_sound_journal_and_no_doubt_about_the_owner(month: Month) -> None:
    assert month.firm.sound()
    assert month.asked_back == []


@pytest.mark.parametrize("name", ["alpha", "bravo", "charlie"])
def test_who_pays_is_written_to_no_more(month: Month, name: str) -> None:
    case = month.found[name]
    assert case.left() == 0
    assert len([c for c in case.sent_letters() if c.intended.kind == "reminder"]) == 1


@pytest.mark.parametrize("name", ["india", "juliet", "mike"])
def test_what_stops_stops_for_the_whole_month(month: Month, name: str) -> None:
    reminders = [letter for letter in month.found[name].sent_letters() if letter.intended.kind != "answer"]
    assert len(reminders) == 1


def test_the_owners_words_moved_their_cases(month: Month) -> None:
    assert month.found["echo"].invoices["F-204"].credited == 100_00
    assert [p.noted.on.day for p in month.found["foxtrot"].promises.values() if p.noted.on][:1] == [5]
    assert "direction@hotel.example" in month.found["hotel"].contacts()
    assert month.found["juliet"].treatment_said == "owner_only"
    assert month.found["india"].left() == 0


def test_every_human_mail_ended_in_a_decision_or_a_question(month: Month) -> None:
    for name, case in month.found.items():
        for mail in case.human_mails():
            assert mail.weighed, name
            assert _followed(case, mail.kept.mail), (name, mail.weighed)


def _followed(case: Case, mail: str) -> bool:
    held = any(hold.mail == mail for hold in case.holds.values())
    asked = any(notice.opened.mail == mail for notice in case.notices.values())
    promised = any(promise.noted.mail == mail for promise in case.promises.values())
    return held or asked or promised


def test_every_mail_of_the_owners_was_carried_out_and_said_back(month: Month) -> None:
    with month.firm.open() as (desk, _):
        assert not desk.state.facts.orders
        said = [told for told in desk.state.facts.told.values() if told.kind == "confirmation"]
    assert len(said) == len(month.answered)


def test_who_never_answers_climbs_the_ladder_step_by_step(month: Month) -> None:
    for name in ("papa", "quebec", "romeo"):
        steps = [
            climb.step for climb in month.found[name].invoices[f"F-{200 + list(DEBTORS).index(name)}"].climbs
        ]
        assert steps == ["first_reminder", "second_reminder", "third_reminder"]
