"""Mails made to hurt: answered at once, never an exception, in time linear in their size."""

import base64
import random
import re
import time

import pytest

from bot.reading import read
from bot.reading.lexicon import LANGUAGES, phrase, section
from bot.reading.mime import head, message_ids_cited, new_text

HEAD = (
    b"From: a@b.example\r\nTo: c@d.example\r\nDate: Tue, 16 Mar 2027 10:00:00 +0100\r\nSubject: Re: F-118\r\n"
)
PLAIN = HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
HTML = HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n"
MIXED = HEAD + b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n'


def nested(levels: int) -> bytes:
    opened = (
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (i, i) for i in range(levels)
    )
    return HEAD + b"".join(opened) + b"Content-Type: text/plain\r\n\r\nje paie vendredi\r\n"


CASES = {
    "a line of 4 MB": PLAIN + b"a" * 4_000_000,
    "a line of 4 MB of words": PLAIN + b"je paie " * 500_000,
    "30 MB of sentences": PLAIN + b"x y z. " * 4_500_000,
    "20,000 parts": MIXED + b"--x\r\nContent-Type: text/plain\r\n\r\nje paie vendredi\r\n" * 20_000,
    "2,000 levels": nested(2_000),
    "a boundary inside itself": MIXED
    + b'--x\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n' * 20_000,
    "broken base64": HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n" + b"!=A" * 1_000_000,
    "much base64": HEAD
    + b"Content-Transfer-Encoding: base64\r\n\r\n"
    + base64.b64encode(b"je paie " * 900_000),
    "NUL bytes": PLAIN + b"\0" * 1_000_000,
    "noise": random.Random(1).randbytes(2_000_000),
    "quote marks": PLAIN + b"> a\n" * 300_000,
    "headings of a history": PLAIN + b"Le 12 mars 2027 De : a@b wrote\n" * 50_000,
    "numbers": PLAIN + b"1 " * 500_000,
    "words that repeat": PLAIN + b"virement de j'ai deja " * 50_000,
    "dates": PLAIN + b"sous 3 du 1 au le 12 " * 50_000,
    "open encoded words": b"Subject: " + b"=?utf-8?q?" * 300_000 + b"\r\n\r\n",
    "brackets in From": b"From: " + b"(<a@" * 200_000 + b"\r\n\r\n",
    "500,000 fields": b"X: a\r\n" * 500_000,
    "a folded field": b"Subject: a\r\n" + b" b\r\n" * 300_000,
    "open tags": HTML + b"<a " * 400_000,
    "open comments": HTML + b"<!--" * 400_000,
    "blockquotes": HTML + b"<blockquote>" * 100_000,
    "entities": HTML + b"&#x" * 400_000,
    "punycode": HEAD + b"Content-Type: text/plain; charset=punycode\r\n\r\n" + b"a" * 300_000,
    "a bounce without end": b"From: MAILER-DAEMON@x.example\r\n\r\n" + b"<a@b.example>: 550 \n" * 100_000,
}


@pytest.mark.parametrize("raw", CASES.values(), ids=CASES.keys())
def test_a_hostile_mail_is_answered_at_once(raw: bytes) -> None:
    started = time.process_time()
    read(raw)
    head(raw)
    message_ids_cited(raw)
    new_text(raw)
    assert time.process_time() - started < 2


def phrases_of(text: str) -> list[str]:
    """One text that each alternative of the lexicon might fit, out of its own words."""
    return re.findall(r"[a-z']{2,}", text)


def test_no_words_of_the_lexicon_make_it_slow() -> None:
    words = sorted(
        {
            w
            for name in ("paid", "commit", "dispute", "unpaid")
            for p in section(name).phrases
            for w in phrases_of(p.pattern.pattern)
        }
    )
    shuffled = random.Random(2)
    for _ in range(5):
        text = " ".join(shuffled.choices(words, k=20_000))
        started = time.process_time()
        read(PLAIN + text.encode())
        assert time.process_time() - started < 2


def test_a_gap_in_a_repeated_group_is_refused() -> None:
    with pytest.raises(re.error):
        phrase("virement (de .. |du )*parti")


@pytest.mark.parametrize("name", ["dispute", "paid", "commit", "wish", "document_request", "stop_contact"])
def test_the_anchors_of_a_phrase_never_hide_a_match(name: str) -> None:
    words = [w for p in section(name).phrases for w in phrases_of(p.pattern.pattern)]
    shuffled = random.Random(3)
    for _ in range(300):
        text = " ".join(shuffled.choices(words, k=40))
        found = section(name).search(text)
        assert bool(found) == any(p.pattern.search(text) for p in section(name).phrases)


def test_both_languages_are_read() -> None:
    assert LANGUAGES == ("fr", "en")
    assert section("dispute").search("nous contestons cette facture")
    assert section("dispute").search("we dispute this invoice")
