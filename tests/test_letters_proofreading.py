"""What is wrong with a set of templates is said before anybody reads a letter."""

from bot.letters import Writer, problems
from bot.letters.samples import SAMPLE_CREDITOR, SAMPLE_DAY, samples
from bot.letters.setting import paragraphs
from tests.drafts import TEMPLATES


def test_the_shipped_templates_have_no_problem() -> None:
    assert problems(TEMPLATES) == []


def test_a_missing_template_is_a_problem() -> None:
    rest = {name: source for name, source in TEMPLATES.items() if name != "fr/ask_date.txt"}
    assert problems(rest) == ["fr/ask_date.txt: this template is missing"]


def test_a_mistake_in_a_template_is_named_with_its_line() -> None:
    wrong = TEMPLATES | {"en/ask_date.txt": "Hello,\n\n{{ draft.amont }}\n"}
    assert any(p.startswith("en/ask_date.txt, line 3: ") and "amont" in p for p in problems(wrong))


def test_a_template_that_cannot_be_parsed_is_named_with_its_line() -> None:
    wrong = TEMPLATES | {"fr/subject.txt": "Facture\n{% if %}\n"}
    assert any(p.startswith("fr/subject.txt, line 2: ") for p in problems(wrong))


def test_a_threat_in_a_template_is_a_problem() -> None:
    harsh = TEMPLATES | {"fr/ask_date.txt": "Payez, ou nous saisirons le tribunal\n"}
    assert problems(harsh) == ["fr/ask_date.txt: says « tribuna » before the mise en demeure"]


def test_what_was_compiled_before_is_not_used_for_words_that_changed() -> None:
    def subject(source: str) -> str:
        writer = Writer(TEMPLATES | {"fr/subject.txt": source}, (), SAMPLE_CREDITOR)
        return writer.words(samples()[0], SAMPLE_DAY).subject

    assert [subject(source) for source in ("Un", "Deux", "Un")] == ["Un", "Deux", "Un"]
    assert subject("{{ creditor.name }}") == SAMPLE_CREDITOR.name


def test_a_broken_page_is_a_problem() -> None:
    assert [p for p in problems(TEMPLATES | {"letter.typ": "#nothing"}) if p.startswith("letter.typ: ")]


def test_a_template_cannot_reach_python() -> None:
    sly = TEMPLATES | {"fr/ask_date.txt": "{{ draft.__class__.__mro__ }}\n"}
    assert any("fr/ask_date.txt" in p for p in problems(sly))


def test_lines_join_into_paragraphs_and_marked_lines_stay() -> None:
    assert paragraphs("\n a\nb  c\n\n \n| d\n|\n| e\n\n") == ["a b c", "d\ne"]
