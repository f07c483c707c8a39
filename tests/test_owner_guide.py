"""The words that docs/owner.md promises are understood, every one."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.owner.answers import Context, Item, read_answer
from bot.owner.answers.acts import Act
from bot.owner.orders.told import handed_to, told

GUIDE = (Path(__file__).parent.parent / "docs" / "owner.md").read_text("utf-8")
WORDS = re.findall(r"^\| `([^`]+)` \|", GUIDE, re.MULTILINE)
NOW = datetime(2026, 3, 13, 9, 0, tzinfo=UTC)  # the post of 12/03 is behind
MARTIN, PETIT, PONT = (
    Item(1, "Martin SARL", ("F-118",)),
    Item(2, "Petit", ("F-121",)),
    Item(3, "Pont", ("F-9",)),
)
CONTEXTS = (
    Context("notice", "mise_en_demeure", "Martin SARL", ("F-118",)),
    Context("notice", "already_paid", "Martin SARL", ("F-118",)),
    Context("notice", "delay_request", "Martin SARL", ("F-118",)),
    Context("notice", "dispute", "Martin SARL", ("F-118",)),
    Context("notice", "kind", "Martin SARL", ("F-118",)),
    Context("eve", items=(MARTIN, PETIT, PONT)),
)


def test_the_guide_names_words() -> None:
    assert len(WORDS) > 25


@pytest.mark.parametrize("words", WORDS)
def test_the_words_of_the_guide_are_understood(words: str) -> None:
    answers = [read_answer(words, context, NOW) for context in CONTEXTS]
    clear = [a for a in answers if a.acts and not a.unclear and all(_does_something(act) for act in a.acts)]
    assert clear, answers


def _does_something(act: Act) -> bool:
    """A note does when it tells of a court, or of who has the case now."""
    words = act.text or ""
    return act.act != "note" or bool(told(words, NOW.date(), about="insolvency") or handed_to(words))
