"""What a debtor wrote, told from what mail programs put around it, in French and English."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.markup import to_text
from bot.reading.quotes import cut, fresh

MAILS = Path(__file__).parent / "mails" / "quotes.txt"
OURS = "Merci de régler."


def samples() -> list[tuple[str, str]]:
    records = MAILS.read_text("utf-8").split("\n=== ")[1:]
    return [(name, text) for name, _, text in (record.partition("\n") for record in records)]


def words(text: str) -> list[str]:
    return re.findall(r"[\w'’-]+", text)


@pytest.mark.parametrize(("name", "marked"), samples(), ids=[name for name, _ in samples()])
def test_only_what_was_written_for_this_mail_is_kept(name: str, marked: str) -> None:
    plain = marked.replace("§", "")
    text = to_text(plain) if name.startswith("HTML") else plain
    wanted = to_text(" ".join(marked.split("§")[1::2])) if name.startswith("HTML") else marked
    own = " ".join(wanted.split("§")[1::2]) if "§" in wanted else wanted
    assert words(fresh(text)) == words(own)


def test_what_was_left_out_is_counted() -> None:
    found = cut("Oui.\n\nLe 16 mars 2027 à 09:00, A <a@b.example> a écrit :\n> x\n> y\n")
    assert (found.text, found.quoted, found.interleaved) == ("Oui.", 3, False)


def test_answers_between_the_lines_are_told() -> None:
    assert cut("> Quand ?\nVendredi.\n").interleaved
    assert not cut("Vendredi.\n> Quand ?\n").interleaved


@given(
    st.text(alphabet=st.one_of(st.characters(categories=("L", "N", "P", "S")), st.just("\n")), max_size=300)
)
def test_no_line_is_invented(text: str) -> None:
    given_lines = {re.sub(r"\s+", "", line) for line in text.splitlines()}
    for line in fresh(text).split("\n"):
        bare = re.sub(r"\s+", "", line)
        assert not bare or any(bare in whole for whole in given_lines)


@given(st.lists(st.sampled_from([f"> {OURS}", ">", "> > Bonjour,", ">> x"]), min_size=1, max_size=20))
def test_quoted_lines_alone_say_nothing(lines: list[str]) -> None:
    assert fresh("\n".join(lines)) == ""


@given(
    st.sampled_from([s for s in samples() if "§" in s[1] and not s[0].startswith("HTML") and OURS in s[1]]),
)
def test_a_history_is_never_read_as_the_answer(sample: tuple[str, str]) -> None:
    assert OURS not in fresh(sample[1].replace("§", ""))


@pytest.mark.parametrize(
    "added", ["Finalement non, je conteste.", "Ah, et le 12 plutôt.", "PS : pas avant lundi."]
)
def test_what_is_added_under_a_signature_is_kept(added: str) -> None:
    assert fresh(f"Je règle vendredi.\n\nCordialement,\nMarc\n\n{added}") == f"Je règle vendredi.\n\n{added}"


@pytest.mark.parametrize("slogan", ["Mais aussi dépannage", "Non, rien n'est trop loin pour nous"])
def test_a_slogan_right_under_a_name_is_not(slogan: str) -> None:
    assert fresh(f"Je règle vendredi.\n\nCordialement,\nMarc\n{slogan}") == "Je règle vendredi."
