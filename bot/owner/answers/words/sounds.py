"""Misspelt words of orders set right by their sound or by one letter: a word in, the word that was meant out.

Who writes "relanse" or "abandone" on a telephone means "relance" and "abandonne". Only the words of
`soundwords.txt` are ever put in place of another, and never for a word of the language (`[others]` there
lists those that sound alike) nor for one of a name. It judges nothing.
"""

import re
from functools import cache
from importlib.resources import files

from bot.owner.answers.words.verbs import forms

_SOUNDS = (
    (r"h(?<!ch)", ""), (r"ph", "f"), (r"ch", "S"), (r"eaux?|aux?(?!\w)|au", "o"), (r"oeu|eu", "2"),
    (r"(?:g|j)e(?=[aou])|g(?=[eiy])", "j"), (r"gu(?=[eiy])", "g"), (r"qu|q|c(?=[^eiyh]|$)", "k"),
    (r"sc(?=[eiy])|c(?=[eiy])|z|ss", "s"), (r"x", "ks"), (r"y", "i"), (r"ou", "w"), (r"oi", "W"),
    (r"(?:en|an|em|am)(?=[^aeiouyw2WonNm]|$)", "A"), (r"(?:ein|ain|in|im)(?=[^aeiouyw2WonNm]|$)", "I"),
    (r"(?:on|om)(?=[^aeiouyw2WonNm]|$)", "O"), (r"ai|ei", "e"), (r"([a-zA-Z])\1", r"\1"),
    (r"(?:ent|er|ez|ees?|es?|[tsdp])$", ""), (r"(?:er|ez|ees?|es?|[tsdpe])$", ""),
)  # fmt: skip
_RULES = tuple((re.compile(pattern), by) for pattern, by in _SOUNDS)
_SHORTEST, _SHORTEST_BY_LETTER, _LONGEST = 4, 6, 16


def meant(word: str) -> str:
    """The word that a misspelt one stands for; the word itself where it stands for none."""
    known, by_sound, by_letter = _table()
    if not _SHORTEST <= len(word) <= _LONGEST or word in known:
        return word
    fitting = tuple(r for r in by_sound.get(sound(word), ()) if _apart(word, r) <= (len(word) + 1) // 2)
    if not fitting and len(word) >= _SHORTEST_BY_LETTER:
        fitting = tuple({right for less in _without_one(word) for right in by_letter.get(less, ())})
        fitting = tuple(right for right in fitting if _one_apart(word, right))
    return min(fitting, key=lambda right: (_apart(word, right), right), default=word)


@cache
def sound(word: str) -> str:
    for pattern, by in _RULES:
        word = pattern.sub(by, word)
    return word


_Table = tuple[frozenset[str], dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]


@cache
def _table() -> _Table:
    """What needs no mending, the words by their sound, and by each way of leaving one letter out."""
    listed = _listed()
    words = {word for name in ("words", "english") for word in listed[name].split()}
    for verb in listed["verbs"].split():
        words |= set(_all_forms(verb))
    by_sound: dict[str, list[str]] = {}
    by_letter: dict[str, list[str]] = {}
    for word in sorted(words):
        if len(word) >= _SHORTEST and word not in listed["english"].split():
            by_sound.setdefault(sound(word), []).append(word)
        if len(word) >= _SHORTEST_BY_LETTER:
            for less in _without_one(word):
                by_letter.setdefault(less, []).append(word)
    known = frozenset(words | set(listed.get("others", "").split()))
    return known, _frozen(by_sound), _frozen(by_letter)


def _frozen(found: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(words) for key, words in found.items()}


def _listed() -> dict[str, str]:
    text = files("bot.owner.answers.words").joinpath("soundwords.txt").read_text("utf-8")
    sections = re.findall(r"^\[(\w+)\][^\n]*\n((?:(?!\[).*\n?)*)", text, re.MULTILINE)
    return dict(sections)


def _all_forms(verb: str) -> list[str]:
    """The forms of a verb; those of its pattern that are plain words."""
    found: list[str] = []
    pattern = re.compile(forms(verb))
    stem = verb[:-2]
    for ending in _ENDINGS:
        if pattern.fullmatch(stem + ending) and not (stem + ending).endswith(("dd", "dds")):
            found.append(stem + ending)
    return [verb, *found]


_ENDINGS = (
    "e", "es", "ent", "er", "ez", "ons", "ee", "ees", "era", "erai", "eront", "is", "it", "ir",
    "s", "d", "ds", "re", "u", "ue", "us", "ues", "ra", "rai", "ront", "issez", "i", "ie", "ies", "t",
)  # fmt: skip


def _without_one(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(1, len(word)))}


def _one_apart(word: str, right: str) -> bool:
    """One letter wrong, missing, too many, or two swapped; the first letter is right."""
    if word[0] != right[0] or abs(len(word) - len(right)) > 1:
        return False
    return _apart(word, right) <= 1


def _apart(word: str, right: str) -> int:
    """How many letters differ; two neighbours that changed places count as one."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(word, 1):
        last, before, row = before, row, [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and word[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
