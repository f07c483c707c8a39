"""A misfortune is told in many ways, and none of them is answered by machine (POLICY 4)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.reading import Reading, read
from tests.labelled import misfortunes
from tests.play import Play, rules
from tests.test_reading import TUESDAY, reply, said

TELLING = [text for text, told in misfortunes() if told]
SOUNDING = [text for text, told in misfortunes() if not told]


@pytest.mark.parametrize("text", TELLING)
def test_a_misfortune_is_known_in_whatever_words(text: str) -> None:
    reading = said(text)
    assert reading.misfortune
    assert reading.undecided
    quoted = [q.text for q in reading.evidence if q.intent == "misfortune"]
    assert quoted
    assert all(words in " ".join(text.split()) for words in quoted)


@pytest.mark.parametrize("text", SOUNDING)
def test_what_only_sounds_like_a_misfortune_is_none(text: str) -> None:
    assert not said(text).misfortune


def test_there_are_many_of_each() -> None:
    assert len(TELLING) > 100
    assert len(SOUNDING) > 100


def test_an_automatic_message_may_tell_of_one() -> None:
    raw = reply(
        "M. Petit est décédé le 2 mars. Ce message est automatique.", "Auto-Submitted: auto-replied\r\n"
    )
    assert read(raw, TUESDAY).misfortune


def played(reading: Reading) -> Play:
    """A case with an overdue invoice for a month, of which this was read on the fifth day."""
    play = Play(rules(), datetime(2027, 3, 1, 8, tzinfo=UTC))
    play.invoice("martin", "F-118", due=date(2027, 3, 12), total=124_000)
    play.advance(TUESDAY)
    mail = play.mail("martin")
    play.entries["martin"].pop()  # the reading that the play makes up
    play.grow("martin", reading.as_event(mail))
    return play


@pytest.mark.parametrize(
    "text",
    [
        "Madame, Monsieur,\nMon père s'est éteint la semaine dernière. Ma sœur et moi prenons connaissance "
        "de ses courriers.",
        "Mon mari nous a quittés le 3 mars. C'est lui qui s'occupait des factures, laissez-moi du temps.",
        "Notre gérant, M. Martin, s'est éteint dimanche. Nous reviendrons vers vous.",
        "We lost our son in January.",
    ],
)
def test_nothing_is_written_to_the_bereaved(text: str) -> None:
    play = played(said(text))
    before = set(play.drafts)
    play.advance(play.now + timedelta(days=40))
    assert set(play.drafts) == before
