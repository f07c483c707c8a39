"""The printed page: archival, complete, within its margins, and the addressee in the window."""

from dataclasses import replace

import pytest

from bot.draft import Draft
from bot.letters.samples import SAMPLE_DAY
from tests.drafts import DEMAND, FIRST, REMINDER, SECOND, WRITER, many, several
from tests.printed import Page, pages


def printed(draft: Draft, *, registered: bool = True) -> list[Page]:
    return pages(WRITER.page(draft, SAMPLE_DAY, registered=registered))


def test_the_page_is_an_archival_pdf_and_the_same_every_time() -> None:
    pdf = WRITER.page(DEMAND, SAMPLE_DAY)
    assert pdf.startswith(b"%PDF-1.7")
    assert b"pdfaid:part" in pdf
    assert pdf == WRITER.page(DEMAND, SAMPLE_DAY)


def test_the_page_says_who_to_whom_where_when_and_what() -> None:
    (page,) = printed(several(DEMAND, FIRST, SECOND))
    for said in (
        "Atelier Morvan",
        "SARL au capital de 10 000 €",
        "SIREN 732 829 320",
        "Martin SARL",
        "29200 Brest",
        "Quimper, le 9 avril 2026",
        "Lettre recommandée avec avis de réception",
        "Mise en demeure de payer 1 520,50 €",
        "F-121 20/02/2026 22/03/2026 480,50 € 200,00 € 280,50 €",
        "première présentation de cette lettre",
        "Claire Morvan, gérante",
    ):
        assert said in page.words, said


def test_a_page_only_sent_by_mail_does_not_call_itself_registered() -> None:
    (page,) = printed(DEMAND, registered=False)
    assert "recommandée" not in page.words
    assert "à compter de la réception de cette lettre" in page.words


@pytest.mark.parametrize(("count", "sheets"), [(1, 1), (3, 1), (12, 1), (20, 2), (40, 2), (120, 3)])
def test_invoices_fill_as_many_pages_as_they_need_and_overflow_none(count: int, sheets: int) -> None:
    read = printed(several(DEMAND, *many(count)))
    assert len(read) == sheets
    whole = " ".join(page.words for page in read)
    assert all(f"F-{k} " in whole for k in range(1, count + 1))
    assert "Claire Morvan, gérante" in read[-1].words
    assert ("Page 1 sur" in read[0].words) == (sheets > 1)
    for page in read:
        assert all(20 <= run.y <= 290 and 24.9 <= run.x <= 190.1 for run in page.runs)


@pytest.mark.parametrize("name", ["Martin SARL", "Société coopérative " * 9, "W" * 199])
def test_the_addressee_stands_in_the_window_of_the_envelope(name: str) -> None:
    address = ("Service de la comptabilité", "Bâtiment C", "3 quai Neuf", "BP 12", "29200 Brest Cedex 9")
    (page,) = printed(replace(DEMAND, debtor=name, address=address))
    shown = [run for run in page.runs if run.x == pytest.approx(110, abs=0.5) and run.y < 92]
    assert shown[0].words.startswith(name[:5])
    assert "29200 Brest Cedex 9" in shown[-1].words
    # What a window of 35 by 100 mm shows wherever the sheet slides in the envelope; nothing else is near it.
    assert all(55 <= run.y <= (80 if " " in name else 81) for run in shown)
    assert not [run for run in page.runs if run not in shown and run.x > 89 and 34 < run.y < 91]


def test_a_reminder_may_be_printed_too() -> None:
    (page,) = printed(replace(several(REMINDER, FIRST, SECOND), first_to_person=True))
    assert "écrivez-nous" in page.words
    assert "recommandée" not in page.words
    assert page.words.count("Claire Morvan") == 1


@pytest.mark.parametrize(
    "name",
    [
        '#import "x": *',
        "*[",
        "$x$ \\ `",
        "{{ 7*7 }}",
        "{% include 'x' %}",
        '株式会社 😀 "\\',
        "\u202eMartin\x00\r\nBcc: x",
        "",
    ],
)
def test_a_name_is_never_evaluated(name: str) -> None:
    draft = replace(DEMAND, debtor=name, lines=(replace(FIRST, number=name or "F"),), address=(name, name))
    mail = WRITER.words(draft, SAMPLE_DAY)
    assert "49" not in mail.text
    assert mail.subject.replace("\u00a0", " ").isprintable()
    (page,) = printed(draft)
    assert "49" not in page.words
