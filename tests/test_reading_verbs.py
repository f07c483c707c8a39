"""Verbs by meaning, and who does what when: forms that nobody wrote down are known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.features import classes, of_words
from bot.reading.frames import frames, names
from bot.reading.model import _of_clause, _sum_of
from bot.reading.verbs import english_meanings, meanings


@pytest.mark.parametrize(
    ("form", "meaning"),
    [
        ("solderons", ("PAY", "will")),
        ("verserait", ("PAY", "would")),
        ("regle", ("PAY", "either")),
        ("paierai", ("PAY", "will")),
        ("payerai", ("PAY", "will")),
        ("enverrons", ("SEND", "will")),
        ("recu", ("RECEIVE", "done")),
        ("debourser", ("PAY", "to")),
        ("corrigeons", ("FIX", "now")),
        ("finissiez", ("FIX", "was")),
        ("attendons", ("WAIT", "now")),
        ("relivrant", ("FIX", "doing")),
        ("transmis", ("FORWARD", "done")),
    ],
)
def test_a_form_is_known_by_its_infinitive(form: str, meaning: tuple[str, str]) -> None:
    assert meaning in meanings()[form]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("nous vous solderons lundi", "=PAY.1.will+"),
        ("je ne paierai pas", "=PAY.1.will-"),
        ("je l' ai regle hier", "=PAY.1.past+"),
        ("je regle demain", "=PAY.1.now+"),
        ("vous n' avez jamais livre", "=WORK.2.past-"),
        ("des que vous aurez livre", "=WORK.2.will+c"),
        ("pouvez vous renvoyer la facture ?", "=SEND.2.tocan+?"),
        ("on va payer", "=PAY.1.towill+"),
    ],
)
def test_a_verb_is_seen_with_its_person_tense_and_negation(words: str, name: str) -> None:
    assert name in {n for frame in frames(words.split()) for n in names(frame)}


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("we will pay you on friday", "=PAY.1.will+"),
        ("you will be paid on the 5th", "=PAY.2.will+"),
        ("we paid it last week", "=PAY.1.past+"),
        ("the transfer has been sent to you", "=SEND.3.past+"),
        ("you have not delivered the chairs", "=WORK.2.past-"),
        ("as soon as you have repaired it", "=FIX.2.past+c"),
        ("i' m paying it tomorrow", "=PAY.1.now+"),
        ("could you please send it ?", "=SEND.2.toask+?"),
        ("i did pay you", "=PAY.1.past+"),
    ],
)
def test_english_verbs_have_the_same_names(words: str, name: str) -> None:
    assert name in {n for frame in frames(words.split()) for n in names(frame)}


@pytest.mark.parametrize(
    ("form", "meaning"),
    [("replied", ("REPLY", "done")), ("stopped", ("STOPW", "done")), ("sent", ("SEND", "done")),
     ("delivering", ("WORK", "doing")), ("clears", ("PAY", "now")), ("cut", ("ISSUE", "either"))],
)  # fmt: skip
def test_an_english_form_is_known_by_its_bare_one(form: str, meaning: tuple[str, str]) -> None:
    assert meaning in english_meanings()[form]


def test_classes_know_prefixes_plurals_and_tokens() -> None:
    assert "DISPUTE" in classes("contestataire")
    assert "DELIV" in classes("livraisons")
    assert classes("<day>") == ("<day>",)
    assert classes("xyzzy") == ()


@given(st.lists(st.sampled_from([*sorted(meanings()), *sorted(english_meanings())]), max_size=30))
def test_any_heap_of_verbs_has_features(words: list[str]) -> None:
    assert set(words) <= set(of_words(words))
    assert frames(words) or not set(words) & meanings().keys()


@given(
    st.lists(
        st.sampled_from(
            [
                *sorted(meanings())[::20],
                *sorted(english_meanings())[::9],
                "the",
                "we",
                "<eur>",
                "<day>",
                "<odd>",
                "je",
                "vous",
                "?",
            ]
        )
    )
)
def test_the_models_sums_are_those_of_the_features_that_it_learns_from(words: list[str]) -> None:
    assert _of_clause(words) == _sum_of(of_words(words))
