"""What is said of a letter that the owner is to post: posted, not posted, to be posted; of one or of all."""

from datetime import datetime

import pytest

from bot.owner.answers import Context, Item, read_answer

AT = datetime.fromisoformat("2026-03-11T10:00:00+01:00")  # a Wednesday
TO_POST = Context("notice", "post", "ALPHA", ("F-1",))
SHEETS = Context(
    "digest", "paper", items=tuple(Item(n, name) for n, name in enumerate(("ALPHA", "BRAVO", "CHARLIE"), 1))
)


def said(text: str, context: Context) -> list[str]:
    acts = [act for act in read_answer(text, context, AT).acts if act.act != "note"]
    return [" ".join(str(one) for one in (act.act, act.target, act.date) if one) for act in acts]


@pytest.mark.parametrize(
    "text",
    [
        "poste-la toi-même", "poste-la", "poste la", "poste", "ok poste", "dépose-la à la poste", "postes la",
        "imprime et poste-la", "tu la postes", "poste ça", "poste le recommandé", "poste-la aujourd'hui",
        "poste mardi", "je la poste demain", "qu'elle soit postée", "elle sera postée demain", "à poster",
    ],
)  # fmt: skip
def test_to_ask_for_the_posting_or_to_announce_it_is_no_report_of_it(text: str) -> None:
    assert said(text, TO_POST) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("postée", ""), ("postee", ""), ("c'est poste", ""), ("poste hier", "2026-03-10"),
        ("poste le 10/03", "2026-03-10"), ("poste ce matin", "2026-03-11"), ("poste 1A 123 456 7890 1", ""),
        ("déposé à la poste hier", "2026-03-10"),
    ],
)  # fmt: skip
def test_whoever_leaves_out_the_accents_has_posted_it_all_the_same(text: str, day: str) -> None:
    assert said(text, TO_POST) == [f"posted {day}".strip()]


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("postées", ["posted all"]),
        ("posté le 10/03", ["posted all 2026-03-10"]),
        ("postée hier", ["posted all 2026-03-10"]),
        ("les trois postées hier", ["posted all 2026-03-10"]),
        ("postées hier, pas 3", ["posted all 2026-03-10", "no 3"]),
        ("2 posté hier, pas 3", ["posted 2 2026-03-10", "no 3"]),
    ],
)
def test_a_bare_word_of_posting_speaks_of_all_the_letters_that_were_brought(
    text: str, acts: list[str]
) -> None:
    assert said(text, SHEETS) == acts


@pytest.mark.parametrize(
    "text", ["une seule postée", "les deux postées", "toutes postées sauf une", "posté 1A 123 456 7890 1"]
)
def test_what_cannot_be_true_of_all_of_them_is_said_of_none(text: str) -> None:
    assert said(text, SHEETS) == []
    assert read_answer(text, SHEETS, AT).unclear
