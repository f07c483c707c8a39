"""The second reader of the owner's answers: what it hears, what it is told of names, what it may undo."""

from datetime import UTC, datetime
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.owner.answers import Act, Context, Item, read_answer
from bot.owner.answers.dividing.under import said_under
from bot.owner.answers.second.heard import LONGEST, Heard, concerning, heard, words_for
from bot.owner.answers.second.net import SAYS, Second
from bot.owner.answers.words.own_words import own_passages
from bot.reading.dates import Now

NOW = datetime(2026, 3, 10, 18, tzinfo=UTC)  # a Tuesday
TWO = (Item(1, "Martin SARL", ("F-118",)), Item(2, "Mme Petit", ("F-121",)))
EVE = Context("eve", items=TWO)
DISPUTE = Context("notice", "dispute", "Martin SARL", ("F-118",))


def hears(text: str, context: Context) -> list[Heard]:
    passages = own_passages(text, context)
    return heard([s for one in passages for s in said_under(one, context, Now(NOW.date()))], context)


def orders(text: str, context: Context) -> tuple[list[str], bool]:
    answer = read_answer(text, context, NOW)
    return [act.act for act in answer.acts], bool(answer.unclear)


def test_names_days_and_sums_are_heard_as_what_they_are() -> None:
    (sentence,) = hears("Petit : 120 € vendredi, pas 1", EVE)
    assert sentence.words == (
        ("<case>", frozenset({2})),
        (":", None),
        ("<sum>", None),
        ("<day>", None),
        (",", None),
        ("pas", None),
        ("@not", None),
        ("<1>", frozenset({1})),
        ("<.>", None),
    )


def test_each_case_is_told_which_names_are_its_own() -> None:
    words, roles = words_for(TWO[0], hears("Petit ok, pas Martin", EVE))
    assert [role for word, role in zip(words, roles, strict=True) if word == "<case>"] == [2, 1]


def test_of_a_long_answer_only_what_may_concern_a_case_is_heard() -> None:
    text = "F-121 : " + "bla " * 90 + ". Martin ok. " + "F-121 bla bla. " * 60
    words, _ = words_for(TWO[0], hears(text, EVE))
    assert len(words) < 20 and "@yes" in words
    assert len(words_for(TWO[1], hears(text, EVE))[0]) == LONGEST


@given(
    st.lists(
        st.sampled_from(
            ["ok", "pas", "sauf", "attends", "Hoareau", "2", "payé", "?", "\n", ".", "les autres"]
        ),
        max_size=12,
    )
)
def test_it_knows_no_customer_by_name(words: list[str]) -> None:
    one, other = (
        Context("eve", items=(TWO[0], Item(2, f"Garage {name}", ("F-121",))))
        for name in ("Hoareau", "Ozanne")
    )
    text = " ".join(words)
    assert hears(text, one) == hears(text.replace("Hoareau", "Ozanne"), other)


@settings(deadline=None)  # the first one reads the weights
@given(st.text(max_size=300))
def test_whatever_is_written_it_has_an_opinion_of_everything_it_may_say(text: str) -> None:
    found = Second(hears(text, DISPUTE), DISPUTE).about(DISPUTE.cases[0])
    assert set(found) == set(SAYS) and all(0 <= chance <= 1 for chance in found.values())


def test_of_questions_that_it_has_not_learnt_it_has_no_opinion() -> None:
    assert Second([], DISPUTE).knows and Second([], EVE).knows
    assert not Second([], Context("notice", "after_judgment", "Martin SARL", ("F-118",))).knows


def test_an_order_concerns_those_it_names_or_else_everybody() -> None:
    acts = [Act("ok", "all"), Act("no", "Mme Petit")]
    assert [concerning(item, acts, EVE) for item in TWO] == [acts[:1], acts[1:]]
    both = [Act("paid", "F-118"), Act("not_received")]
    assert concerning(DISPUTE.cases[0], both, DISPUTE) == [both[1], both[0]]


@pytest.mark.parametrize(
    ("about", "text"),
    [
        ("wrong_contact", "oui il a changé de boîte"),
        ("mise_en_demeure", "oui il est en retard je sais"),
        ("bounce", "oui elle est morte cette adresse"),
        ("already_paid", "j'ai rien reçu en gare de Lyon non plus, je suis en voyage"),
    ],
)
def test_what_it_does_not_hear_presses_nobody(about: str, text: str) -> None:
    answer = read_answer(text, Context("notice", about, "Martin SARL", ("F-118",)), NOW)
    assert not any(act.presses for act in answer.acts)


@pytest.mark.parametrize(
    ("about", "text", "acts"),
    [
        (
            "promise",
            "Ça fait trois fois qu'elle promet et trois fois que je vois rien venir. Reprends.",
            ["resume"],
        ),
    ],
)
def test_a_word_of_the_story_gives_way_to_the_order(about: str, text: str, acts: list[str]) -> None:
    assert orders(text, Context("notice", about, "Martin SARL", ("F-118",))) == (acts, False)


@pytest.mark.parametrize(
    "text", ["stop", "Petit attends lundi, il m'a tout expliqué", "surtout pas Martin enfin"]
)
def test_what_stops_is_not_doubted(text: str) -> None:
    answer = read_answer(text, EVE, NOW)
    assert any(act.act in ("no", "stop", "pause") for act in answer.acts)


def test_who_is_told_of_beside_the_others_is_left_out() -> None:
    """ "les autres": it hears that the letter to Martin is not among them, and the rest leaves."""
    answer = read_answer("Martin m'a raconté toute sa vie au marché. Les autres ok", EVE, NOW)
    assert not any(act.presses and act.target in ("1", "Martin SARL") for act in answer.acts)
    assert Act("no", "Martin SARL") in answer.acts


def test_the_weights_stay_a_small_text() -> None:
    text = files("bot.owner.answers.second").joinpath("weights.txt").read_bytes()
    assert 500_000 < len(text) < 1_500_000


@pytest.mark.parametrize(
    "text", ["litige clos, la porte est posée", "il doit tout. le devis était signé de sa main"]
)
def test_what_it_has_heard_too_seldom_is_left_to_the_rules(text: str) -> None:
    assert orders(text, DISPUTE)[0][0] == "dispute_closed"
