"""Every pattern of the reader, baited: none may be driven to more than its input deserves."""

import importlib
import pkgutil
import random
import re
import time
from collections.abc import Callable, Iterator
from importlib.resources import files

import pytest

import bot.reading
from bot.patterns import Uncompiled
from bot.reading import read
from bot.reading.daywords import rules
from bot.reading.lexicon import LANGUAGES, compiled, phrase, section
from bot.reading.quotes import cut
from bot.reading.roles import words

GAP = 20  # spaces in a row that `cut` leaves at most
BAITS = (
    *("a", "1", ".", "-", "@", "<", ">", "=", ":", "_", "'", "a ", "1 ", "a@", "a.", "> ", "- ", "1/1 "),
    *(" " * GAP + "a", "\t" * GAP + "a"),
)
PLAIN = (
    b"From: a@b.example\r\nTo: c@d.example\r\nDate: Tue, 16 Mar 2027 10:00:00 +0100\r\nSubject: Re: F-118\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
)
LONG = 12_000  # characters: patterns are shown a line of 4,000 or 8,000 of a report at most


def patterns() -> Iterator[tuple[str, re.Pattern[str] | re.Pattern[bytes]]]:
    for module in pkgutil.walk_packages(bot.reading.__path__, "bot.reading."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, re.Pattern | Uncompiled):
                yield f"{module.name.removeprefix('bot.reading.')}.{name}", value
            elif isinstance(value, tuple | list | dict):
                for number, one in enumerate(within(value)):
                    yield f"{module.name.removeprefix('bot.reading.')}.{name}.{number}", one


def within(value: object) -> Iterator[re.Pattern[str]]:
    """The patterns of a table, however deep they stand in it."""
    if isinstance(value, re.Pattern | Uncompiled):
        yield value  # type: ignore[misc]
    elif isinstance(value, tuple | list | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from within(one)


def literals(source: str) -> list[str]:
    """Words that stand in the pattern: the bait that goes deepest into it."""
    found = re.findall(r"[a-zé']{2,}", re.sub(r"\\[a-zA-Z]", " ", source))
    return sorted(set(found))[:60] or ["a"]


def cost(name: str, pattern: re.Pattern[str] | re.Pattern[bytes], text: str) -> float:
    """Seconds of this process alone, the better of two: others may keep the machine busy."""
    return min(once(name, pattern, text), once(name, pattern, text))


def once(name: str, pattern: re.Pattern[str] | re.Pattern[bytes], text: str) -> float:
    started = time.process_time()
    if name.startswith(("history.", "closings.", "quotes.")):  # they see lines, from the beginning
        assert isinstance(pattern.pattern, str)
        for _ in range(10):
            pattern.match(text[:4_000])  # type: ignore[arg-type]
    elif isinstance(pattern.pattern, bytes):
        sum(1 for _ in pattern.finditer(text.encode()))  # type: ignore[arg-type]
    else:
        sum(1 for _ in pattern.finditer(text))  # type: ignore[arg-type]
    return time.process_time() - started


@pytest.mark.parametrize(("name", "pattern"), list(patterns()), ids=[name for name, _ in patterns()])
def test_no_bait_holds_a_pattern(name: str, pattern: re.Pattern[str]) -> None:
    source = pattern.pattern if isinstance(pattern.pattern, str) else ""
    drawn = random.Random(4).choices(literals(source), k=LONG // 4)
    baits = [bait * (LONG // len(bait)) for bait in BAITS] + [" ".join(drawn)[:LONG], "".join(drawn)[:LONG]]
    assert max(cost(name, pattern, bait) for bait in baits) < 0.4


def test_no_bait_holds_a_phrase_of_the_lexicon() -> None:
    shuffled = random.Random(5)
    for name in (*LANGUAGES, "machines", "ours"):
        for line in files("bot.reading.lexicon").joinpath(f"{name}.txt").read_text("utf-8").split("\n"):
            if line.strip() and line.strip()[0] not in "#[":
                text = " ".join(shuffled.choices(literals(line), k=800))
                assert cost(name, compiled(phrase(line).source), text) < 0.2, line
    for of_misfortune in ("told_misfortune", "not_misfortune"):
        for known in section(of_misfortune).phrases:
            text = " ".join(shuffled.choices(literals(known.source), k=800))
            assert cost(of_misfortune, known.pattern, text) < 0.2, known.source


def test_no_bait_holds_a_way_of_naming_a_day_or_of_telling_what_it_is_for() -> None:
    shuffled = random.Random(6)
    known = [(rule.source, rule.pattern) for rule in rules()]
    known += [(name, words(name)) for name in sections("roles.txt")]
    assert len(known) > 200
    for name, one in known:
        for text in (" ".join(shuffled.choices(literals(one.pattern), k=800)), "1 " * 2_000, "le 1 " * 1_000):
            assert cost("", one, text) < 0.2, name


def sections(lexicon: str) -> list[str]:
    lines = files("bot.reading.lexicon").joinpath(lexicon).read_text("utf-8").split("\n")
    return [line.strip("[]") for line in lines if line.startswith("[")]


def test_no_long_run_of_spaces_gets_past_the_cut() -> None:
    text = cut("Je paie" + " " * 3_000 + "vendredi.\n" + "a" + "\t" * 3_000 + "b").text
    assert not re.search(rf"\s{{{GAP + 1}}}", text)


GROWING: dict[str, Callable[[int], bytes]] = {
    "lines that may open a history": lambda n: b"Le 12 mars 2027, a@b.example\n" * n,
    "headings": lambda n: b"De : a@b.example\n" * n,
    "almost attributions": lambda n: b"On 12 March 2027 a <a@b.example> wro\n" * n,
    "quoted lines": lambda n: b"> a\nb\n" * n,
    "rules": lambda n: b"_____________\n" * n,
    "closings": lambda n: b"Je paie\nCordialement\n> a\n" * n,
    "addresses": lambda n: b"a@b.example " * n,
    "one line of words": lambda n: b"non remis a utilisateur inconnu " * n,
    "spaces": lambda n: (b"a" + b" " * 150 + b"\n") * n,
    "our sentences": lambda n: b"sauf erreur de notre part\n" * n,
}


HEAD = b"From: a@b.example\r\nTo: c@d.example\r\nDate: Tue, 16 Mar 2027 10:00:00 +0100\r\n"
PART = b"--b\r\nContent-Type: text/plain\r\n\r\nJe paie vendredi.\r\n"
MIXED = HEAD + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
GROWING_MAILS: dict[str, Callable[[int], bytes]] = {
    "fields of the header": lambda n: HEAD + b"X-A: b\r\n" * n + b"\r\nJe paie vendredi.\r\n",
    "a folded field": lambda n: (
        HEAD + b"References: <a@b.example>" + b"\r\n <a@b.example>" * n + b"\r\n\r\nOk.\r\n"
    ),
    "parts": lambda n: MIXED + PART * n + b"--b--\r\n",
    "boundaries that never end": lambda n: MIXED + b"--b\r\n" * n,
    "levels": lambda n: (
        HEAD
        + b"".join(
            b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (k, k) for k in range(n)
        )
    ),
    "cells of a table": lambda n: (
        HEAD + b"Content-Type: text/html\r\n\r\n<table>" + b"<tr><td>a</td><td>b</td></tr>" * n
    ),
    "tags left open": lambda n: HEAD + b"Content-Type: text/html\r\n\r\n" + b"<div><blockquote><b " * n,
    "base64": lambda n: (
        HEAD
        + b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + b"SmUgcGFpZSB2ZW5kcmVkaS4K\r\n" * n
    ),
}


def in_plain(bait: Callable[[int], bytes]) -> Callable[[int], bytes]:
    return lambda n: PLAIN + bait(n)


GROWN = {**{name: in_plain(bait) for name, bait in GROWING.items()}, **GROWING_MAILS}


@pytest.mark.parametrize("mail", GROWN.values(), ids=GROWN.keys())
def test_time_grows_as_the_mail_does(mail: Callable[[int], bytes]) -> None:
    def least(n: int) -> float:
        raw = mail(n)
        taken = []
        for _ in range(3):
            started = time.process_time()
            read(raw)
            taken.append(time.process_time() - started)
        return min(taken)

    least(400)
    assert least(2_400) < 0.02 + 6 * 3 * least(400)
