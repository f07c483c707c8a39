"""Search criteria hold what was asked, and nothing else, whatever the words are."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.inbox.questions import above, from_any, message_id, quoted, since

DAY = date(2026, 3, 2)


def test_questions_are_worded_as_imap_wants_them() -> None:
    assert above(41) == b"UID 42:*"
    assert since(DAY) == b"SINCE 02-Mar-2026"
    assert message_id(" <a@b.example>\n") == b'HEADER Message-ID "<a@b.example>"'


def test_one_address_or_several_make_one_question() -> None:
    assert list(from_any(["a@b.example"], DAY)) == [b'FROM "a@b.example" SINCE 02-Mar-2026']
    (two,) = from_any(["c@d.example", "a@b.example", "c@d.example"], DAY)
    assert two == b'OR FROM "a@b.example" FROM "c@d.example" SINCE 02-Mar-2026'


def test_many_addresses_are_asked_for_in_several_questions() -> None:
    asked = list(from_any((f"a{n}@b.example" for n in range(25)), DAY))
    assert [question.count(b"FROM ") for question in asked] == [10, 10, 5]
    assert [question.count(b"OR ") for question in asked] == [9, 9, 4]


def test_an_address_with_an_accent_is_looked_for_by_its_domain() -> None:
    assert list(from_any(["hélène@cafés.example"], DAY)) == [
        b'FROM "@xn--cafs-dpa.example" SINCE 02-Mar-2026'
    ]


def test_what_no_header_can_hold_is_not_asked_for() -> None:
    assert message_id("<a@b.example>\r\nA2 LOGOUT") is None
    assert message_id("") is None
    assert list(from_any(["", "a\x00@b.example"], DAY)) == []


@given(st.text())
def test_a_quoted_word_is_one_word_for_the_server(words: str) -> None:
    answer = quoted(words)
    if answer is None:
        assert not words or any(not " " <= c <= "~" for c in words)
    else:
        assert _unquoted(answer) == words


def _unquoted(line: bytes) -> str:
    """As RFC 3501 reads a quoted string; fails if anything follows the closing quote."""
    assert line[:1] == b'"'
    word, rest = [], iter(line[1:].decode("ascii"))
    for c in rest:
        if c == '"':
            assert next(rest, None) is None
            return "".join(word)
        word.append(next(rest) if c == "\\" else c)
    raise AssertionError("no closing quote")


@given(st.lists(st.text(), max_size=30), st.dates())
def test_no_list_of_addresses_breaks_a_line(addresses: list[str], day: date) -> None:
    for question in from_any(addresses, day):
        assert question.isascii()
        assert not set(question) & set(b"\r\n\0")
