"""Each intent that is read is shown in the mail's own words, which stand in its text."""

from pathlib import Path

import pytest

from bot.reading import read
from tests.labelled import TUNED, as_mail, from_lines

MAILS = Path(__file__).parent / "mails"


@pytest.mark.parametrize("name", TUNED)
def test_every_intent_has_words_that_stand_in_the_text(name: str) -> None:
    for reply in from_lines(name):
        reading = read(as_mail(reply), reply.received_at)
        text = " ".join(reading.text.split())
        assert not text or {q.intent for q in reading.evidence} >= set(reading.intents), reply.id
        assert all(" ".join(q.text.split()) in text for q in reading.evidence), reply.id


def test_somebody_who_has_left_is_told_of_in_the_words_that_say_so() -> None:
    reading = read((MAILS / "parti.eml").read_bytes())
    quotes = [q.text for q in reading.evidence if q.intent == "wrong_contact"]
    assert quotes == ["Julien Roche ne fait plus partie de la société."]
