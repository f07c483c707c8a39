"""Verbs by meaning, and who does what when: forms that nobody wrote down are known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.features import classes, of_words
from bot.reading.frames import frames, names
from bot.reading.model import _of_clause, _sum_of
from bot.reading.verbs import meanings


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


def test_classes_know_prefixes_plurals_and_tokens() -> None:
    assert "DISPUTE" in classes("contestataire")
    assert "DELIV" in classes("livraisons")
    assert classes("<day>") == ("<day>",)
    assert classes("xyzzy") == ()


@given(st.lists(st.sampled_from(sorted(meanings())), max_size=30))
def test_any_heap_of_verbs_has_frames_and_features(words: list[str]) -> None:
    assert len(frames(words)) >= len(words)
    assert set(words) <= set(of_words(words))


@given(st.lists(st.sampled_from([*sorted(meanings())[::20], "<eur>", "<day>", "<odd>", "je", "vous", "?"])))
def test_the_models_sums_are_those_of_the_features_that_it_learns_from(words: list[str]) -> None:
    assert _of_clause(words) == _sum_of(of_words(words))
