"""The articles that may be cited, and how citations are found in letters and in the code."""

import ast
from pathlib import Path

import pytest

from bot.law.articles import ARTICLES, cited, unknown
from bot.law.notes import catalogue

ROOM = Path(__file__).parent.parent / "bot" / "law"
TEMPLATES = ROOM.parent.parent / "templates"
# What a public function computes, where no article says so: plain calendar and words.
NO_ARTICLE = {
    "note",
    "written",
    "words",
    "percent",
    "catalogue",
    "table",
    "next",
    "of",
    "named",
    "first",
    "last",
    "told",
}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("articles L. 441-10, II et D. 441-5 du code de commerce", {"C. com. L441-10", "C. com. D441-5"}),
        ("l’article L.\u00a0441-10 du code de\u00a0commerce", {"C. com. L441-10"}),
        ("articles 1405 et suivants du code de procédure civile", {"CPC 1405"}),
        (
            "article 1344 du code civil, article L441-10 du code de commerce",
            {"C. civ. 1344", "C. com. L441-10"},
        ),
        (
            "2° de l'article L. 111-8 du code des procédures civiles d'exécution, alinéas 2 et 3",
            {"CPCE L111-8"},
        ),
        ("Articles L. 313-2 et D. 313-1-A du code monétaire et financier", {"CMF L313-2", "CMF D313-1-A"}),
        ("Article L. 441-10 of the French Commercial Code", {"C. com. L441-10"}),
        ("C. com. L441-10 II, D441-5; CCP D2192-35", {"C. com. L441-10", "C. com. D441-5", "CCP D2192-35"}),
        ("article 1231-6, alinéa 3, du code civil", {"C. civ. 1231-6"}),
        (
            "(articles 1231-5 du code civil et R. 212-2 du code de la consommation)",
            {"C. civ. 1231-5", "C. conso R212-2"},
        ),
        ("no article at all", set()),
    ],
)
def test_citations_are_found_as_people_write_them(text: str, names: set[str]) -> None:
    assert cited(text) == names
    assert unknown(text) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("article L. 441-6 du code de commerce", ("C. com. L441-6",)),  # repealed
        ("article L. 122-11 du code de la consommation", ("C. conso L122-11",)),  # about labels today
        ("l'article 12 de nos conditions", ("article 12",)),
        ("CPC 1500", ("CPC 1500",)),
    ],
)
def test_an_article_that_is_not_in_the_list_is_found_out(text: str, found: tuple[str, ...]) -> None:
    assert unknown(text) == found


@pytest.mark.parametrize("path", sorted(ROOM.glob("*.*")), ids=lambda path: path.name)
def test_the_room_cites_no_other_article(path: Path) -> None:
    if path.suffix != ".csv" and path.name != "articles.py":
        assert unknown(path.read_text(encoding="utf-8")) == ()


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.t*")), ids=str)
def test_no_letter_cites_another_article(path: Path) -> None:
    assert unknown(path.read_text(encoding="utf-8")) == ()


@pytest.mark.parametrize("path", sorted(ROOM.glob("*.py")), ids=lambda path: path.name)
def test_every_public_function_names_its_article(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_") or node.name in NO_ARTICLE:
            continue
        if any(isinstance(d, ast.Name) and d.id == "property" for d in node.decorator_list):
            continue
        told = ast.get_docstring(node) or ""
        assert cited(told), f"{path.name}: {node.name}"
        assert unknown(told) == ()


def test_every_note_is_used_and_says_the_same_articles_in_both_languages() -> None:
    code = " ".join(path.read_text(encoding="utf-8") for path in ROOM.glob("*.py"))
    for name, texts in catalogue().items():
        assert set(texts) == {"en", "fr"}, name
        assert cited(texts["en"]) == cited(texts["fr"]), name
        stem = name.removesuffix("_met").removesuffix("_unmet")
        assert f'"{stem}"' in code or name.startswith(("contract_", "period_")), name


def test_the_list_has_no_article_that_was_renumbered() -> None:
    assert not ARTICLES & {"C. com. L441-6", "C. com. L441-3", "C. conso L122-11"}
