"""A document that a debtor asks for, given by the owner in answer to the question: it goes to who asked."""

from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from bot.letters import Writer
from bot.outbox.attaching import attachments
from bot.policy.house import Write
from tests.drafts import TEMPLATES
from tests.office import NOW, Office, opened
from tests.weighed import DEBTOR, open_, settle, writes

SLIP = "Il me faut le bon de livraison."


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        yield office


def handed(office: Office, text: str, question: EmailMessage, name: str = "bon.pdf") -> str:
    raw = office.with_file(office.answer(text, to=question), name, b"%PDF-1.7 slip")
    office.receive(raw)
    return " ".join(str(office.mails()[-1].get_content()).replace("’", "'").split())  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("text", ["la voici", "", "envoie-la-lui", "ci-joint", "Voici le bon de livraison"])
def test_a_file_that_answers_the_question_for_a_document_is_sent_to_who_asked(
    office: Office, text: str
) -> None:
    line = handed(office, text, writes(office, "document_request", sentence=SLIP))
    assert "je lui envoie ce que vous avez joint" in line
    assert not open_(office)
    office.clock[0] += timedelta(hours=2)
    decision = settle(office)
    assert isinstance(decision, Write)
    assert decision.draft.template == "document_sent" and decision.draft.to == (DEBTOR,)
    writer = Writer(TEMPLATES, (), office.rules.creditor)
    files = attachments(office.desk, writer, office.case(), decision.draft, NOW.date())
    assert [(file.name, file.content) for file in files] == [("bon.pdf", b"%PDF-1.7 slip")]
    assert "en pièce jointe" in writer.words(decision.draft, NOW.date()).text


@pytest.mark.parametrize("text", ["reprends", "litige", "ne lui envoie pas", "pause 10 jours"])
def test_a_file_beside_another_order_is_kept_and_not_sent(office: Office, text: str) -> None:
    handed(office, text, writes(office, "document_request", sentence=SLIP))
    assert not [a for a in office.case().answers.values() if a.documents]
    assert [piece.name for piece in office.case().pieces] == ["bon.pdf"]


def test_a_file_for_somebody_whose_address_nobody_gave_us_is_kept_and_not_sent(office: Office) -> None:
    question = writes(office, "document_request", sentence=SLIP, sender="inconnu@ailleurs.example")
    handed(office, "la voici", question)
    assert not [a for a in office.case().answers.values() if a.documents]
    assert open_(office) == ["document_request"]


def test_what_is_handed_on_can_be_stopped_before_it_leaves(office: Office) -> None:
    handed(office, "la voici", writes(office, "document_request", sentence=SLIP))
    office.says("annule", office.mails()[-1])
    office.clock[0] += timedelta(hours=2)
    settle(office)
    assert not office.case().answers
