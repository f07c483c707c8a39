"""A clause as features for the model: folded words in, the names of what was seen, out.

The model takes two views of a mail. The first is the words themselves: alone, by their first letters (so
that an ending or a slip counts less), and in pairs. The second is what they are about: the classes of
`lexicon/classes.txt`, which class follows which within three words, and who does what when (`frames`). Both
see the lexicon's phrases, the days and the question mark. The model's training and the product call the
same functions here. Nothing is judged here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files

from bot.patterns import pattern
from bot.reading.frames import frames
from bot.reading.frames import names as of_frame
from bot.reading.sentences import Clause

WORDS = 400  # of one clause that are looked at
NEAR = (1, 2, 3)  # words that far apart are seen together
STEM = 5  # letters that words of one family mostly share
_TOKEN = pattern(r"[a-z']+|<\w+>|[!€%]|\d+")
_WRITTEN = pattern(r"[a-z]+'|[a-z]+|\d+|[?!%€@.,:;/()-]")
_LONG = 6  # digits from which on a number is a long one
_MAIL = pattern(r"[^\s@]{1,64}@[^\s@]{1,200}\.\w{1,20}")
_ANSWER = pattern(r"\s{0,9}(?:re|rép|rep|aw|sv|antw)\s?(?:\[\d{1,3}\])?\s?:", re.IGNORECASE)
# sections whose phrases are features, in the order in which pairs of them are named
SECTIONS = (
    "dispute", "paid", "unpaid", "commit", "firm", "wish", "refused", "past_talk", "if_creditor",
    "if_document",
    "delay_request", "document_request", "wrong_contact", "insolvency", "stop_contact", "misfortune",
    "forwarded", "acknowledgement", "undisputed", "plain_acknowledgement", "newsletter", "left",
    "says_promise", "says_paid", "says_condition",
)  # fmt: skip
_RANK = {name: rank for rank, name in enumerate(SECTIONS)}
_OF_DEBT = frozenset(("MONEY", "CHEQUE", "INV", "PAYINF", "PAIDPP", "PAYNOW", "PAYFUT", "CREDITN", "<eur>"))
Span = tuple[int, int, str]
Gap = tuple[int | None, int | None]  # days from today, read as to come and as past


@dataclass(frozen=True, slots=True)
class Seen:
    """A clause as the models see it."""

    words: list[str]  # days, sums and addresses as one word each
    marks: list[str]  # features of its phrases and days
    written: list[str] = field(default_factory=list)  # as it stands, behind each day and sum what it is
    days: list[tuple[int, int]] = field(default_factory=list)  # places in `written`, in the clause


def is_about(feature: str) -> bool:
    """Whether a feature belongs to the second view alone: a class, a pair of classes, a frame."""
    return feature[0] in "~=" and len(feature) > 1


def is_of_both(feature: str) -> bool:
    """Phrases, days, and what holds of the mail."""
    return feature[0] in "@%$" and feature[1:2] not in ("", " ")


def tokens(clause: Clause, spans: list[Span]) -> list[str]:
    """The clause's words; days, amounts and addresses as one token each, every number as `<n>`."""
    folded = clause.folded
    if "@" in folded:
        spans = [*spans, *((m.start(), m.end(), "<mail>") for m in _MAIL.finditer(folded))]
    found: list[str] = []
    at = 0
    for start, end, name in sorted(spans):
        if start >= at:
            found += _words(folded[at:start])
            found.append(name)
            at = end
    found += _words(folded[at:])
    if clause.question:
        found.append("?")
    return found[:WORDS]


def _words(text: str) -> list[str]:
    found: list[str] = []
    for word in _TOKEN.findall(text):
        if word.isdigit():
            found.append("<n>")
        elif "'" in word:
            *heads, tail = word.split("'")
            found += [head + "'" for head in heads if head]
            if tail:
                found.append(tail)
        else:
            found.append(word)
    return found


def as_written(folded: str, spans: Iterable[Span]) -> tuple[list[str], dict[Span, int]]:
    """Every word, mark and number as it stands, and behind each day and sum its name; and where these are."""
    found: list[str] = []
    place_of: dict[Span, int] = {}
    at = 0
    for span in sorted(spans):
        end, name = span[1:]
        if end > at:
            found += pieces(folded[at:end])
            at = end
        place_of[span] = len(found)
        found.append(name)
    return found + pieces(folded[at:]), place_of


def pieces(folded: str) -> list[str]:
    """Words and marks; of a number only how many digits it has."""
    return [f"<{min(len(t), _LONG)}>" if t.isdigit() else t for t in _WRITTEN.findall(folded)]


def of_words(words: list[str]) -> list[str]:
    """All features of a clause's words, as often as they occur."""
    found = [f for word in words for f in of_word(word)]
    for distance in NEAR:
        for first, second in zip(words, words[distance:], strict=False):
            found += of_pair(first, second, beside=distance == 1)
    for frame in frames(words):
        found += of_frame(frame)
    return found


def of_word(word: str) -> tuple[str, ...]:
    """The word, its first letters, and what it is about."""
    found = [word, *("~" + name for name in classes(word))]
    if word[0] != "<" and len(word) > STEM:
        found.append("#" + word[:STEM])
    return tuple(found)


def of_pair(first: str, second: str, *, beside: bool) -> list[str]:
    """What the first word is about before what the second one is; if they stand side by side, themselves."""
    found = of_kinds(classes(first), classes(second))
    if beside:
        found.append(f"{first} {second}")
    return found


def of_kinds(first: tuple[str, ...], second: tuple[str, ...]) -> list[str]:
    return [f"~{a}>{b}" for a in first for b in second]


def of_marks(marked: Iterable[str], gaps: Iterable[Gap], *, question: bool) -> list[str]:
    """The lexicon's sections alone and two by two, and whether the days lie ahead or behind."""
    names = ["@" + name for name in sorted(marked, key=_RANK.__getitem__)]
    if question:
        names.append("@?")
    pairs = [f"{a}&{b}" for i, a in enumerate(names) for b in names[i + 1 :]]
    return [*names, *pairs, *dict.fromkeys(_lies(*gap) for gap in gaps)]


def _lies(ahead: int | None, behind: int | None) -> str:
    if ahead is None or behind is None:
        return "%none"
    if ahead < 0 or (ahead > 60 and behind > -60):
        return "%back"
    if behind > 0:
        return "%fwd"
    if ahead == behind == 0:
        return "%today"
    return "%mayback" if -behind * 2 < ahead else "%mayfwd"


def of_mail(subject: str, clauses: Iterable[list[str]]) -> list[str]:
    """Features of the mail as a whole: whether it opens a matter of its own, and speaks of money at all."""
    found = [] if _ANSWER.match(subject) else ["$new"]
    if not any(of_debt(word) for words in clauses for word in words):
        found.append("$bare")
    return [*found, "$new&bare"] if len(found) == 2 else found


@lru_cache(20_000)
def of_debt(word: str) -> bool:
    return not _OF_DEBT.isdisjoint(classes(word))


@lru_cache(20_000)
def classes(word: str) -> tuple[str, ...]:
    if word[0] == "<":
        return (word,)
    exact, prefixes = _classes()
    found = list(exact.get(word, ()))
    for length in range(2, len(word) + 1):
        found += prefixes.get(word[:length], ())
    if not found and word.endswith("s"):
        found += exact.get(word[:-1], ())
    return tuple(dict.fromkeys(found))


@cache
def _classes() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    exact: dict[str, list[str]] = {}
    prefixes: dict[str, list[str]] = {}
    name = ""
    for line in files("bot.reading.lexicon").joinpath("classes.txt").read_text("utf-8").split("\n"):
        if line.startswith("#"):
            continue
        head, colon, rest = line.partition(":")
        name = head if colon else name
        for word in (rest if colon else line).split():
            (prefixes if word.endswith("*") else exact).setdefault(word.rstrip("*"), []).append(name)
    return exact, prefixes
