"""Each key of `replies` as the owner writes it does what its name says, and not what its neighbour's says."""

from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from bot import wiring
from bot.config import load
from bot.config.shape import RepliesShape
from bot.events.debts import DebtorSeen, InvoiceSeen
from bot.inbox import Arrived, Folder
from bot.rounds import Unraised
from bot.rules import Limits, ReplyRules
from tests.firm import Firm
from tests.play import Play, rules
from tests.test_config import ENVIRONMENT, SMALLEST

DEBTORS = (
    "promise", "undated", "far", "transfer", "paid", "ack", "delay", "document", "unrelated", "away", "soft",
)  # fmt: skip

# What the owner writes, and what is told then and not without it; the mails came on 3 March at 10:00.
TOLD = {
    ("answer_after_minutes", 180): "03-03 13:00 answers promise: promise_noted",
    (
        "answers_per_week",
        0,
    ): "03-03 11:00 drops an answer to paid: this person had enough automatic answers in seven days",
    ("promise_grace_days", 8): "03-03 10:00 holds promise through 2026-03-24: promise",
    ("promise_undated_days", 2): "03-03 10:00 holds undated through 2026-03-05: promise",
    ("promise_longest_days", 20): "03-03 10:00 asks about far: promise_far",
    ("promises_before_owner", 1): "03-03 10:00 asks about promise: promise_again",
    ("paid_transfer_days", 2): "03-03 10:00 holds transfer through 2026-03-05: already_paid",
    ("paid_other_days", 4): "03-03 10:00 holds paid through 2026-03-09: already_paid",
    ("banking_days", 12): "03-18 09:00 answers transfer: payment_not_found",
    ("acknowledgement_days", 3): "03-03 10:00 holds ack through 2026-03-06: acknowledgement",
    ("delay_request_days", 4): "03-03 10:00 holds delay through 2026-03-09: delay_request",
    ("document_days", 1): "03-03 11:00 holds document through 2026-03-04: document_request",
    ("unrelated_days", 2): "03-03 10:00 holds unrelated through 2026-03-05: unrelated",
    ("absence_longest_days", 5): "03-03 10:00 holds away through 2026-03-08: out_of_office",
    ("bounces_until_dead", 1): "03-03 10:00 drops a@soft.example",
}


def configured(tmp_path: Path, replies: str) -> ReplyRules:
    file = tmp_path / "config.yaml"
    file.write_text(f"{SMALLEST}replies: {{{replies}}}\n", encoding="utf-8")
    return load(file, ENVIRONMENT).rules.replies


def told(replies: ReplyRules) -> set[str]:
    """One reminder to each, and from each another answer on the day after; three weeks."""
    play = Play(
        rules(replies=replies, limits=Limits(new_debtors_per_day=99)), datetime(2026, 2, 2, 8, tzinfo=UTC)
    )
    for k, name in enumerate(DEBTORS):
        play.invoice(name, f"F-{k}", due=date(2026, 2, 27), pdf="1" * 64)
        play.debtor(name, contacts=(f"a@{name}.example", f"b@{name}.example"))
    play.advance(datetime(2026, 3, 3, 9, tzinfo=UTC))
    play.promises("promise", date(2026, 3, 12))
    play.promises("undated", None)
    play.promises("far", date(2026, 4, 10))
    play.says_paid("transfer", date(2026, 3, 2), sentence="Le virement est fait.")
    play.says_paid("paid", date(2026, 3, 2))
    play.mail("ack", "acknowledgement")
    play.mail("delay", "delay_request")
    play.mail("document", "document_request", sentence="Une copie de la facture, svp.")
    play.mail("unrelated", "unrelated")
    play.mail("away", "out_of_office", return_date=date(2026, 9, 1))
    play.bounces("soft", permanent=False)
    play.round()
    play.advance_to(date(2026, 3, 24))
    return {f"{day:%m-%d} {line}" for day, lines in play.told().items() for line in lines}


@pytest.fixture(scope="module")
def usual() -> set[str]:
    return told(ReplyRules())


@pytest.mark.parametrize(("key", "value"), TOLD)
def test_what_the_owner_writes_is_what_is_told(tmp_path: Path, usual: set[str], key: str, value: int) -> None:
    line = TOLD[key, value]
    assert line not in usual
    assert line in told(configured(tmp_path, f"{key}: {value}"))


def test_every_key_of_replies_is_tried() -> None:
    assert {key for key, _ in TOLD} | {"stale_mail_days"} == set(RepliesShape.model_fields)


@pytest.mark.parametrize(("days", "late"), [(2, True), (4, False)])
def test_a_mail_is_stale_after_the_days_that_the_owner_writes(
    tmp_path: Path, now: datetime, days: int, late: bool
) -> None:
    extra = f"owner: {{email: anne@morvan.example}}\nreplies: {{stale_mail_days: {days}}}"
    firm = Firm(tmp_path, 1, 1, now, extra=extra)
    config, inbox = firm.config(), Folder("INBOX", "inbox")
    with wiring.open_desk(config, firm.clock, firm.new_id, simulated=False, begin=True) as desk:
        seen = DebtorSeen("M", "Martin SARL", "business", contacts=("compta@martin.example",))
        desk.note("c1", seen, InvoiceSeen("F-1", date(2026, 1, 5), date(2026, 2, 4), 124_000))
        intake = wiring.rounds(config, desk, firm.new_id, Unraised()).intake
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = "compta@martin.example", firm.user, "F-1"
        mail["Message-ID"] = "<m@martin.example>"
        mail.set_content("Nous payons vendredi.")
        raw = mail.as_bytes()
        intake.take(Arrived("INBOX", 7, 2, raw, now - timedelta(days=3), len(raw)), inbox)
        assert [kept.kept.late for kept in desk.case("c1").mails.values()] == [late]
