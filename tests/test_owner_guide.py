"""The words that docs/owner.md promises do what it says, every one: `guide.yaml` says which act each is."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot.owner.answers import Context, Item, read_answer
from bot.owner.answers.acts import Act
from bot.owner.orders.told import handed_to, told

GUIDE = (Path(__file__).parent.parent / "docs" / "owner.md").read_text("utf-8")
CELLS = re.findall(r"^\| (`.*?`) \|", GUIDE, re.MULTILINE)
WORDS = [words for cell in CELLS for words in re.findall(r"`([^`]+)`", cell)]
TABLE: dict[str, dict[str, str]] = YAML(typ="safe").load(
    (Path(__file__).parent / "guide.yaml").read_text("utf-8")
)
NOW = datetime(2026, 3, 13, 9, 0, tzinfo=UTC)  # the post of 12/03 is behind
LISTED = (Item(1, "Martin SARL", ("F-118",)), Item(2, "Petit", ("F-121",)), Item(3, "Pont", ("F-9",)))
ASKED = ("mise_en_demeure", "dispute", "delay_request", "promise", "already_paid", "kind", "post", "call")
OTHERWISE = ASKED[:5]  # what `else` in the table stands for
CONTEXTS = {
    **{about: Context("notice", about, "Martin SARL", ("F-118",)) for about in ASKED},
    **{kind: Context(kind, items=LISTED) for kind in ("eve", "digest")},
}
_FIELDS = ("amount", "date", "from_", "until", "result", "email", "value", "number")


def test_the_guide_names_words_and_the_table_has_each() -> None:
    assert len(WORDS) > 40
    assert set(WORDS) - set(TABLE) == {"la 112 oui, la 118 non", "601 c'est vrai, 516 il a tort"}
    assert set(TABLE) <= set(WORDS)


@pytest.mark.parametrize("words", [words for words in WORDS if words in TABLE])
def test_the_words_of_the_guide_are_understood(words: str) -> None:
    answers = [read_answer(words, context, NOW) for context in CONTEXTS.values()]
    clear = [a for a in answers if a.acts and not a.unclear and all(_does_something(act) for act in a.acts)]
    assert clear, answers


def _does_something(act: Act) -> bool:
    """A note does when it tells of a court, or of who has the case now."""
    words = act.text or ""
    return act.act != "note" or bool(told(words, NOW.date(), about="insolvency") or handed_to(words))


def _lines() -> Iterator[tuple[str, str, str]]:
    for words, acts in TABLE.items():
        rest = {about: acts["else"] for about in OTHERWISE} if "else" in acts else {}
        for about, act in {**rest, **{k: v for k, v in acts.items() if k != "else"}}.items():
            yield words, about, act


@pytest.mark.parametrize(("words", "about", "acts"), list(_lines()))
def test_a_word_of_the_guide_is_that_act_where_that_is_asked(words: str, about: str, acts: str) -> None:
    answer = read_answer(words, CONTEXTS[about], NOW)
    assert ("?" if answer.unclear else "; ".join(map(_said, answer.acts))) == acts


def _said(act: Act) -> str:
    """As the table writes it: the act, whose it is, and what it says more."""
    told_ = [f"{name.strip('_')}={getattr(act, name)}" for name in _FIELDS if getattr(act, name) is not None]
    parts = [f"x{len(act.instalments)}"] if act.instalments else []
    return " ".join([act.act, *([act.target] if act.target else []), *told_, *parts])
