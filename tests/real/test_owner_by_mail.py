"""Twenty debtors and their creditor on Dovecot and Postfix: replies, questions and orders as real mail."""

import time
from datetime import datetime

import pytest

from tests.firm import PARIS, Firm
from tests.month import DEBTORS, Month
from tests.real.servers import Dovecot, Postfix

NOW = datetime(2026, 3, 2, 6, 0, tzinfo=PARIS)
DAYS = 9


class SlowPost(Month):
    """Postfix delivers when it likes: each look waits until its queue is empty."""

    postfix: Postfix

    def look(self) -> None:
        for _ in range(100):
            if self.postfix.idle():
                return
            time.sleep(0.05)


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory, dovecot: Dovecot, postfix: Postfix) -> Month:
    folder = tmp_path_factory.mktemp("owner")
    user = f"factures-{folder.name}@morvan.example"
    extra = (
        f"owner: {{email: {user}, consent_days: 0}}\n"
        "limits: {new_debtors_per_day: 100, new_invoice_rest_days: 0}"
    )
    firm = Firm(folder, dovecot.imap_port, postfix.smtp_port, NOW, extra=extra, user=user, sender=user)
    deliver = dovecot.deliver
    month = SlowPost(firm, dovecot.client, lambda to, raw, sender: deliver(to, raw, sender=sender))
    month.postfix = postfix
    month.domain = folder.name.replace("_", "-")
    month.play(DAYS)
    month.found = month.cases()
    return month


def test_every_order_of_the_owners_was_carried_out_and_nobody_was_asked_back(month: Month) -> None:
    assert month.firm.sound()
    assert month.asked_back == []
    assert len(month.answered) >= 8
    with month.firm.open() as (desk, _):
        assert not desk.state.facts.orders


def test_every_debtor_got_one_letter_and_those_who_stop_no_second_one(month: Month) -> None:
    for name in DEBTORS:
        reminders = [c for c in month.found[name].sent_letters() if c.intended.kind == "reminder"]
        assert len(reminders) >= 1, name
        if name in ("echo", "india", "juliet", "mike"):
            assert len(reminders) == 1, name


def test_the_answers_of_the_debtors_were_found_read_and_weighed(month: Month) -> None:
    wrote = [name for name, words in DEBTORS.items() if words.partition("+")[0].strip()]
    for name in wrote:
        (mail,) = month.found[name].human_mails()
        assert mail.weighed, name


def test_who_asked_for_time_has_the_owners_plan(month: Month) -> None:
    days = [p.noted.on.day for p in month.found["foxtrot"].promises.values() if p.noted.on]
    assert days[:2] == [5, 5]


def test_a_disputed_invoice_was_reduced_by_the_owners_word(month: Month) -> None:
    (invoice,) = month.found["echo"].invoices.values()
    assert invoice.credited == 100_00
