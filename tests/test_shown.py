"""The owner's yes covers the letter that he was shown: its invoices, its sum, what was known then.

And what a letter says of earlier messages is true of each invoice that it names.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from bot.draft import Draft
from bot.errors import OperatorError
from bot.events.owner import MiseEnDemeureOrdered
from bot.policy.shown import agreed
from tests.drafts import WRITER
from tests.play import Play, rules

ASKED = date(2026, 3, 24)  # the first firm letter about F-1
FIRM, FORMAL = "first_firm_letter", "mise_en_demeure"


@pytest.fixture
def play() -> Play:
    """F-1 has been reminded of twice, and the owner is asked about the first firm letter."""
    begun = Play(rules(), datetime(2026, 2, 2, 8, tzinfo=UTC))
    begun.invoice("martin", "F-1", due=date(2026, 2, 27))
    begun.advance(begun.local(ASKED, time(9, 0)))
    assert open_about(begun) == [(FIRM, ("F-1",))]
    return begun


def open_about(play: Play) -> list[tuple[str, tuple[str, ...]]]:
    return [(n.opened.about, n.opened.invoices) for n in play.case("martin").open_notices()]


def reminders(play: Play, since: date = ASKED) -> list[Draft]:
    letters = play.case("martin").sent_letters()
    return [play.drafts[x.intended.letter] for x in letters if x.at >= play.local(since)]


def numbers(draft: Draft) -> list[str]:
    return [line.number for line in draft.lines]


def text(draft: Draft) -> str:
    return WRITER.words(draft, ASKED).text.replace("\u202f", " ").replace("\u00a0", " ")


# --- the first firm letter --------------------------------------------------------------------------


def test_what_came_since_the_question_is_not_in_the_letter_and_climbs_its_own_ladder(play: Play) -> None:
    play.advance_to(date(2026, 4, 3), time(8, 0))
    play.invoice("martin", "F-2", due=date(2026, 3, 26), total=500_000)
    play.advance_to(date(2026, 4, 7), time(10, 0))
    play.answer("martin", FIRM, yes=True)
    play.advance_to(date(2026, 4, 14))
    firm, cordial = reminders(play)
    assert (firm.tone, firm.asked, numbers(firm)) == ("firm", 124_000, ["F-1"])
    assert [line.number for line in firm.also] == ["F-2"]
    assert (cordial.tone, numbers(cordial)) == ("cordial", ["F-2"])


def test_what_came_between_the_yes_and_the_letter_is_not_in_it_either(play: Play) -> None:
    play.rules = replace(play.rules, limits=replace(play.rules.limits, new_invoice_rest=0))
    play.advance_to(ASKED, time(18, 30))
    play.answer("martin", FIRM, yes=True)
    play.invoice("martin", "F-2", due=date(2026, 3, 20), total=70_000)
    play.advance_to(date(2026, 3, 25))
    [firm] = reminders(play)
    assert (firm.asked, numbers(firm)) == (124_000, ["F-1"])


def test_where_more_is_owed_on_it_than_was_shown_the_owner_is_asked_anew(play: Play) -> None:
    play.advance_to(ASKED, time(18, 30))
    play.answer("martin", FIRM, yes=True)
    play.invoice("martin", "F-1", due=date(2026, 2, 27), total=200_000)
    play.advance_to(date(2026, 3, 26))
    assert not reminders(play)
    assert open_about(play) == [(FIRM, ("F-1",))]
    assert agreed(play.sight("martin"), play.case("martin").open_notices()[0].opened) == ASKED
    play.answer("martin", FIRM, yes=True)
    play.advance_to(date(2026, 3, 27))
    assert [draft.asked for draft in reminders(play)] == [200_000]


def test_an_open_question_about_less_than_is_owed_now_gives_way_to_one_about_all_of_it(play: Play) -> None:
    play.invoice("martin", "F-1", due=date(2026, 2, 27), total=200_000)
    with pytest.raises(OperatorError, match="another letter would leave"):
        play.answer("martin", FIRM, yes=True)
    play.round()
    old, new = (n for n in play.case("martin").notices.values() if n.opened.about == FIRM)
    assert (old.answer, new.answer) == ("moot", "")
    assert "2000.00 EUR" in new.opened.question


def test_a_yes_covers_a_letter_that_asks_for_less(play: Play) -> None:
    play.advance_to(ASKED, time(18, 30))
    play.answer("martin", FIRM, yes=True)
    play.paid("martin", "F-1", 24_000)
    play.advance_to(date(2026, 3, 25))
    assert [draft.asked for draft in reminders(play)] == [100_000]


def test_when_the_debtor_has_written_since_the_yes_it_is_asked_for_again(play: Play) -> None:
    play.advance_to(ASKED, time(18, 30))
    play.answer("martin", FIRM, yes=True)
    play.advance_to(ASKED, time(19, 0))
    play.mail("martin", "acknowledgement", sentence="Bien reçu, je regarde.")
    play.advance_to(date(2026, 4, 24))
    assert not [draft for draft in reminders(play) if draft.tone == "firm"]
    assert open_about(play) == [(FIRM, ("F-1",))]


def test_once_the_first_firm_letter_has_left_the_next_needs_no_yes(play: Play) -> None:
    play.answer("martin", FIRM, yes=True)
    play.advance_to(ASKED)
    play.paid("martin", "F-1")
    play.invoice("martin", "F-2", due=date(2026, 4, 1))
    play.advance_to(date(2026, 4, 30))
    assert [(d.tone, numbers(d)) for d in reminders(play)][-1] == ("firm", ["F-2"])


# --- the mise en demeure ----------------------------------------------------------------------------


@pytest.mark.parametrize("change", ["more", "credit note"])
def test_an_agreed_mise_en_demeure_of_another_sum_is_asked_for_anew(play: Play, change: str) -> None:
    play.answer("martin", FIRM, yes=True)
    play.advance_to(date(2026, 4, 10), time(18, 0))
    play.answer("martin", FORMAL, yes=True)
    if change == "more":
        play.invoice("martin", "F-1", due=date(2026, 2, 27), total=200_000)
    else:
        day = date(2026, 4, 10)
        play.invoice("martin", "A-1", due=day, issued=day, total=24_000, type="credit_note")
    play.advance_to(date(2026, 4, 14))
    assert not play.case("martin").papers
    assert (FORMAL, ("F-1",)) in open_about(play)


def test_an_ordered_mise_en_demeure_is_of_what_was_overdue_when_it_was_ordered(play: Play) -> None:
    play.advance_to(date(2026, 3, 27), time(18, 30))
    play.grow("martin", MiseEnDemeureOrdered(()))
    play.invoice("martin", "F-2", due=date(2026, 3, 27), total=90_000)
    play.advance_to(date(2026, 3, 30), time(12, 0))
    [paper] = play.case("martin").papers.values()
    assert [climb.number for climb in paper.prepared.climbs] == ["F-1"]


# --- what is said of earlier messages ---------------------------------------------------------------


def firm(*others: tuple[str, date]) -> Draft:
    """The first firm letter to somebody who owes F-1 and these, the owner having said yes."""
    play = Play(rules(), datetime(2026, 2, 2, 8, tzinfo=UTC), says_yes=True)
    play.invoice("martin", "F-1", due=date(2026, 2, 27))
    for number, due in others:
        play.invoice("martin", number, due=due)
    play.advance_to(ASKED)
    draft = reminders(play, date(2026, 3, 1))[-1]
    assert (draft.tone, sorted(numbers(draft))) == ("firm", ["F-1", *(number for number, _ in others)])
    return draft


def test_messages_without_an_answer_are_those_that_spoke_of_each_invoice() -> None:
    draft = firm(("F-2", date(2026, 3, 9)))
    assert draft.earlier == (date(2026, 3, 11),)
    assert "Notre message du 11 mars est resté sans réponse" in text(draft)


def test_where_no_message_spoke_of_each_invoice_none_is_named() -> None:
    draft = firm(("F-2", date(2026, 3, 13)))
    assert draft.earlier == ()
    assert "À ce jour, la somme de 2 480,00 € reste due" in text(draft)
