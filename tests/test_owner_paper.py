"""The mise en demeure in the owner's hands: a draft to approve, a letter to post, and the ways after it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from bot.errors import OperatorError
from bot.events.consequences import HoldSet, PromiseNoted
from bot.events.debts import InvoiceSeen, PaymentSeen
from bot.events.letters import Climb, LetterIntended, LetterSent, PaperPrepared
from bot.events.mail import MailKept, MailRead, ReplyWeighed
from bot.events.owner import NoteAdded
from bot.policy import claiming, decide
from bot.policy.house import Decision, House, Prepare, Record
from bot.rules import OwnerRules
from tests.drafts import DEMAND, WRITER
from tests.hostile import digest
from tests.office import NOW, Office, opened
from tests.play import rules

DEBTOR, PDF = "compta@martin.example", b"%PDF-1.7 the letter"
TODAY = NOW.date()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        yield office


def plain(text: object) -> str:
    return " ".join(str(text).replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'").split())


def told(office: Office, n: int = -1) -> str:
    return plain(office.mails()[n].get_body().get_content())  # type: ignore[union-attr]


def subjects(office: Office) -> list[str]:
    return [plain(mail["Subject"]).rpartition(" [")[0] for mail in office.mails()]


def said(office: Office) -> str:
    """All that the owner was told."""
    return " ".join(told(office, n) for n in range(len(office.mails())))


def attached(office: Office, n: int = -1) -> list[str]:
    return [str(part.get_filename()) for part in office.mails()[n].iter_attachments()]


def printed(office: Office, letter: str = "p1") -> None:
    with office.desk.kept(PDF) as (digest,):
        climb = Climb("F-118", "mise_en_demeure", 3)
        office.note(
            "c1",
            PaperPrepared(
                letter, "mise_en_demeure", "mise_en_demeure", "formal", digest, f"to_post/{letter}.pdf",
                office.clock[0].date(), (climb,), 1_240_00, "EUR", 15,
            ),
        )  # fmt: skip


def handed_over(office: Office) -> None:
    printed(office)
    office.ask("c1", "post", "refuse", invoices=("F-118",), letter="p1")
    office.later(minutes=30)


def wrote(office: Office, rule: str, until: date | None = None, number: str = "F-118") -> str:
    """The debtor writes, and that holds; the mail's name."""
    mail = rule[0] * 64
    kept = MailKept(
        mail, "<m@martin.example>", DEBTOR, "Re", office.clock[0], "INBOX", 7, 1, "debtor", "thread"
    )
    hold = HoldSet(f"{rule}.1", rule, rule, until, (number,), mail)
    office.note("c1", kept, MailRead(mail, "2", (rule,)), hold, ReplyWeighed(mail, rule, "read"))
    return mail


# --- handed over --------------------------------------------------------------------------------------


def test_the_letter_comes_by_mail_as_soon_as_it_is_set(office: Office) -> None:
    handed_over(office)
    assert subjects(office) == ["Martin SARL : mise en demeure à imprimer et à poster"]
    assert attached(office) == ["p1.pdf"]
    assert "postez-la en recommandé" in told(office)
    assert "« posté 1A 123 456 7890 1 le 12/03 »" in told(office)
    assert "je la date à nouveau" not in told(office)


def test_an_ok_to_it_dates_nothing_anew(office: Office) -> None:
    handed_over(office)
    office.says("ok", office.mails()[0])
    (notice,) = office.case().notices.values()
    assert not notice.answer
    office.says("posté 1A 123 456 7890 1 le 10/03", office.mails()[-1])
    paper = office.case().papers["p1"]
    assert paper.posted and paper.posted.on == TODAY


def test_only_the_question_after_three_working_days_is_repeated(office: Office) -> None:
    handed_over(office)
    for days in range(1, 30):
        office.clock[0] = NOW + timedelta(days=days, hours=2)
        office.tell()
    assert len([s for s in subjects(office) if "poster" in s]) == 1


def test_the_question_after_three_working_days_brings_the_letter_again(office: Office) -> None:
    printed(office)
    office.ask("c1", "post", "approve", "refuse", invoices=("F-118",), letter="p1")
    assert subjects(office) == ["Martin SARL : mise en demeure pas encore postée ?"]
    assert attached(office) == ["p1.pdf"]
    assert "je la date à nouveau" in told(office)


def test_in_a_rehearsal_nothing_attached_is_to_be_posted(tmp_path: Path) -> None:
    with opened(tmp_path, rules=rules(mode="rehearsal")) as office:
        handed_over(office)
        assert "ne doit pas être posté" in told(office)


# --- called back --------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", ["dispute", "insolvency", "delay_request", "already_paid", "misfortune"])
def test_a_question_about_what_came_between_says_not_to_post(office: Office, rule: str) -> None:
    handed_over(office)
    mail = wrote(office, rule)
    office.ask("c1", rule, invoices=("F-118",), mail=mail)
    assert said(office).count("Ne postez pas la mise en demeure imprimée, datée du 10 mars") == 1
    office.tell()
    assert said(office).count("Ne postez pas") == 1


def test_for_an_owner_who_reads_english(tmp_path: Path) -> None:
    with opened(tmp_path, rules=rules(owner=OwnerRules(consent_days=0), language="en")) as office:
        handed_over(office)
        assert subjects(office) == ["Martin SARL: formal notice to print and post"]
        mail = wrote(office, "dispute")
        office.ask("c1", "dispute", invoices=("F-118",), mail=mail)
        assert "Do not post the formal notice that you printed" in said(office)


def test_a_promise_that_nobody_is_asked_about_calls_the_letter_back_once(office: Office) -> None:
    handed_over(office)
    mail = wrote(office, "promise", TODAY + timedelta(10))
    office.note("c1", PromiseNoted("v1", mail, TODAY, TODAY + timedelta(7), invoices=("F-118",)))
    office.tell()
    office.tell()
    assert subjects(office)[1] == "Martin SARL : ne postez pas la mise en demeure"
    assert "le client promet de payer" in told(office, 1)
    assert attached(office, 1) == []
    office.clock[0] += timedelta(days=1)
    office.tell()
    assert len([s for s in subjects(office) if "ne postez pas" in s and "Relance" not in s]) == 1
    digest(office)  # that lists the question hands the letter over to nobody
    assert any("point du lundi" in s for s in subjects(office))
    office.tell()
    office.note("c1", NoteAdded("rappelé", "anne@morvan.example"))
    office.tell()
    assert len([s for s in subjects(office) if "ne postez pas" in s and "Relance" not in s]) == 1


def test_money_that_came_calls_the_letter_back(office: Office) -> None:
    handed_over(office)
    office.note("c1", PaymentSeen("F-118", 1_240_00, TODAY))
    office.tell()
    assert subjects(office)[1] == "Martin SARL : ne postez pas la mise en demeure"
    assert "elle est payée" in told(office, 1)


def test_nobody_is_reminded_to_post_what_is_disputed(office: Office) -> None:
    printed(office)
    office.ask("c1", "post", "approve", "refuse", invoices=("F-118",), letter="p1")
    office.ask("c1", "dispute", invoices=("F-118",), mail=wrote(office, "dispute"))
    office.clock[0] = datetime(2026, 3, 16, 12, 0, tzinfo=UTC)
    office.tell()
    assert not [s for s in subjects(office) if s.startswith("Rappel") and "postée" in s]


def test_a_letter_that_was_posted_all_the_same_is_noted_with_what_was_known(office: Office) -> None:
    handed_over(office)
    office.ask("c1", "dispute", invoices=("F-118",), mail=wrote(office, "dispute"))
    said = plain(office.says("posté 1A 123 456 7890 1 le 10/03", office.mails()[0]))
    assert "postée le 10 mars" in said
    assert "À savoir : le client conteste" in said
    assert office.case().papers["p1"].posted


def test_a_letter_that_was_posted_in_order_is_noted_without_more(office: Office) -> None:
    handed_over(office)
    assert "À savoir" not in plain(office.says("posté 1A 123 456 7890 1 le 10/03", office.mails()[0]))


# --- approved -----------------------------------------------------------------------------------------


def known(office: Office, *, fresh: bool = True) -> House:
    day = office.clock[0].date() if fresh else date(2026, 1, 5)
    return House(office.clock[0], pays=True, paid_as_of=day, live_since=date(2025, 1, 1), listed=("c1",))


def settled(office: Office) -> Decision:
    """Policy has its say about the case until it wants something else than to note."""
    while True:
        decision = decide(office.case(), known(office), office.rules, office.clock[0])
        if not isinstance(decision, Record):
            return decision
        office.note("c1", *decision.events)


def climbed(office: Office) -> None:
    """Three letters have gone, and the owner is to be asked about the mise en demeure."""
    office.note("c1", InvoiceSeen("F-118", date(2026, 1, 1), date(2026, 1, 15), 1_240_00))
    for k, tone in enumerate(("cordial", "neutral", "firm")):
        step, letter = ("first_reminder", "second_reminder", "third_reminder")[k], f"l{k}"
        with office.desk.kept(letter.encode()) as (mail,):
            intent = LetterIntended(
                letter, f"<{letter}@x>", "reminder", "reminder", tone, (DEBTOR,), "Facture F-118", mail,
                (Climb("F-118", step, k),), asked=1_240_00,
            )  # fmt: skip
            office.note("c1", intent, LetterSent(letter, DEBTOR, "ok"))
    office.clock[0] += timedelta(days=20)
    settled(office)


def test_a_draft_is_approved_and_the_letter_itself_follows_to_be_posted(office: Office) -> None:
    climbed(office)
    office.owner.tell(known(office))
    (asked,) = (mail for mail in office.mails(about="votre accord"))
    (draft,) = asked.iter_attachments()
    assert draft.get_filename() == "2026-03-30-projet-mise-en-demeure-c1.pdf"
    page = PdfReader(BytesIO(draft.get_content())).pages[0]  # type: ignore[union-attr]
    assert "PROJET" in page.extract_text()
    assert "Ne postez pas ce projet" in plain(asked.get_body().get_content())  # type: ignore[union-attr]
    office.receive(office.answer("ok", to=asked))
    office.later(minutes=31)
    decision = settled(office)
    assert isinstance(decision, Prepare)
    with office.desk.kept(PDF) as (digest,):
        day = office.clock[0].date()
        office.note("c1", decision.draft.prepared("p1", pdf=digest, file="to_post/p1.pdf", dated=day))
    settled(office)
    office.owner.tell(known(office))
    (to_post,) = (mail for mail in office.mails(about="imprimer et"))
    assert [part.get_content() for part in to_post.iter_attachments()] == [PDF]  # type: ignore[union-attr]


def test_with_stale_payments_the_question_speaks_of_no_attachment(office: Office) -> None:
    climbed(office)
    office.owner.tell(known(office, fresh=False))
    (asked,) = (mail for mail in office.mails(about="votre accord"))
    assert list(asked.iter_attachments()) == []
    assert "La lettre n'est pas jointe" in plain(asked.get_body().get_content())  # type: ignore[union-attr]


def test_what_is_attached_to_the_approval_is_marked_as_a_draft(office: Office) -> None:
    for mark, shown in (("PROJET", True), ("", False)):
        pages = PdfReader(BytesIO(WRITER.page(DEMAND, TODAY, mark=mark))).pages
        assert all(("PROJET" in page.extract_text()) is shown for page in pages)


def test_without_an_attachment_none_is_spoken_of(office: Office) -> None:
    office.ask("c1", "mise_en_demeure", "approve", "refuse", invoices=("F-118",))
    assert attached(office) == []
    assert "La lettre n'est pas jointe" in told(office)
    assert "est joint :" not in told(office)


# --- the ways after the deadline ----------------------------------------------------------------------


def ways(office: Office) -> str:
    office.ask("c1", "deadline", invoices=("F-118",))
    mail = office.mails()[-1].get_body()
    assert all(len(line) <= 72 for line in str(mail.get_content()).splitlines())  # type: ignore[union-attr]
    return told(office)


def test_the_ways_stand_in_a_block_of_their_own(office: Office) -> None:
    said = ways(office)
    assert "Ce que j'ai vérifié" not in said
    block = said.partition("Les voies ouvertes :")[2]
    assert "– Requête en injonction de payer (CPC 1405, 1406," in block
    for part in ("Coût :", "À signer :", "Devant : Tribunal de commerce", "il manque :", ", à vérifier"):
        assert part in block, part


def test_the_ways_are_told_in_english_with_the_laws_own_terms(tmp_path: Path) -> None:
    with opened(tmp_path, rules=rules(owner=OwnerRules(consent_days=0), language="en")) as office:
        block = ways(office).partition("The ways that are open:")[2]
        assert "– Requête en injonction de payer (payment order) (CPC 1405," in block
        for part in ("Cost:", "To sign:", "Before: Tribunal de commerce", "missing:", "to be checked"):
            assert part in block, part
        assert "Coût" not in block


def test_without_a_rate_the_ways_are_shown_without_interest(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lacks(*_: Any, **__: Any) -> Any:
        raise OperatorError("no rate of this half-year")

    monkeypatch.setattr(claiming, "claim", lacks)
    said = ways(office)
    assert "– Requête en injonction de payer" in said
    assert "un taux manque" not in said  # between traders something else is to be checked first
