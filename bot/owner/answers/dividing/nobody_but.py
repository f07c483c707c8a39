"""Who alone may leave: "personne à part Dumont", "aucun sauf le 3", "seulement Allain et Kerbrat".

Marked sentences in answer to a list in; out, a no to all and a yes to who is left out of it, where nothing
else is said of them: no doubt, no condition, no word that no rule knows. So with who alone has paid, and with
who alone is gone on with.
"""

import re
from dataclasses import replace

from bot.owner.answers.context import Context
from bot.owner.answers.dividing.breaths import orders
from bot.owner.answers.dividing.contrary import DOUBTS
from bot.owner.answers.marking.marks import Mark, Sentence
from bot.owner.answers.marking.numbers import Named
from bot.owner.answers.walking.aims import is_target
from bot.owner.answers.walking.listing import SAVE
from bot.owner.answers.words.phrases import Said

_NOBODY = re.compile(
    r"\b(?:personne|aucune?|rien|nobody|no ?one|none(?: of (?:them|these|those))?|nothing|no letters?"
    r"|to anyone|anybody)$"
    r"|^(?:non|no|(?:aucune?|no|pas de) (?:lettre|courrier|relance|mail|envoi|letter|reminder)s?)$"
)
_ONLY = re.compile(r"seulement|uniquement|exclusivement|juste|only|just|solely")
# "que Vinciane. Les autres rien"
_ONLY_AND_REST = re.compile(rf"{_ONLY.pattern}|que|qu'")
_STOPS = frozenset(("no", "not", "stop", "pause", "drop"))
_PASSED = frozenset(("filler", "him", "and"))


def nobody_but(sentences: list[Sentence], context: Context) -> list[Sentence]:
    if len(context.listed) < 2:
        return sentences
    sentences = [
        part for one in sentences for part in _paid_alone(one, context) or _ordered_apart(one, context)
    ]
    if context.kind == "digest":
        return sentences
    found: list[Sentence] = []
    for place, one in enumerate(sentences):
        first = not any(_orders(before, context) for before in sentences[:place])
        told = any(_OF_HIM.match(after.folded) for after in sentences[place + 1 : place + 2])
        held = any(m.name == "rest" for after in sentences[place + 1 :] for m in after.marks)
        only = _ONLY_AND_REST if held else _ONLY
        alone = _but_for(one, context) or (_only_these(one, context, only) if first else [])
        found += alone if alone and not told else [one]
    return found


# "seulement Allain. Il a payé hier"
_OF_HIM = re.compile(r"\W*(?:il|elle|ils|elles|lui|eux|he|she|they|c'est|ce sont|qui|who|it's|that's)\b")


def _orders(sentence: Sentence, context: Context) -> bool:
    return any(orders(context, sentence.marks, i) or m.name == "not" for i, m in enumerate(sentence.marks))


def _but_for(sentence: Sentence, context: Context) -> list[Sentence]:
    """ "aucun, à part Dupont": a refusal of all, and right behind it who is left out."""
    marks = sentence.marks
    said = [i for i, m in enumerate(marks) if m.kind != "comma" and m.name not in _PASSED]
    if len(said) < 3:
        return []
    nobody, save = marks[said[0]], marks[said[1]]
    if not _plain(sentence, save):
        return []
    refused = nobody.kind == "phrase" and nobody.name in ("no", "all", "nothing_new", "not_received")
    if not refused or not _NOBODY.search(nobody.said.words) or not _leaves_out(save):
        return []
    row = _row(marks, said[1] + 1, context)
    if told := _of_another(marks, said[1] + 1, row, context):
        apart = replace(sentence, start=marks[told].start, marks=marks[told:])
        alone = _but_for(replace(sentence, end=marks[told].start, marks=marks[:told]), context)
        return [*alone, apart] if alone else []
    behind = marks[row:]
    if row == said[1] + 1 or any(m.name in _STOPS or m.name in ("yes", "send") for m in behind):
        return []
    return [_no_to_all(sentence, nobody.start, save.start), _yes_to(sentence, said[1] + 1, row)]


def _of_another(marks: tuple[Mark, ...], first: int, row: int, context: Context) -> int:
    """ "personne sauf 2, le 3 a payé": where the last of the row has an order of its own, and is left out of
    nothing; 0 if none has."""
    named = [i for i in range(first, row) if is_target(context, marks, i)]
    if len(named) < 2 or not any(orders(context, marks, i) for i in range(row, len(marks))):
        return 0
    return 0 if any(m.name == "and" for m in marks[named[-2] : named[-1]]) else named[-1]


_NOBODY_PAID = re.compile(
    r"\W*(?:personne|aucun(?:e|s)?|pas un|nobody|no ?one|none)(?: d'entre eux| d'eux| of them)?"
    r"(?: (?:ne|n'a|n'ont|a|has|have|encore|toujours|m'a)| n'a){0,3} (?:paye|regle|paid)[ ,]{1,2}$"
)
_WHOM_TO = re.compile(r"[ ,:]{0,3}(?:(?:que|qu'|a qui|auquel|lui|elle|celui-la|whom|which|who)[ ,]{1,2})?")
_GOES = frozenset(("send", "resume", "mise_en_demeure"))


def _save(sentence: Sentence, context: Context) -> tuple[int, int]:
    """The place of the words that leave somebody out, and behind the row of those who are; or nowhere."""
    marks = sentence.marks
    save = next((i for i, m in enumerate(marks) if _leaves_out(m)), -1)
    row = _row(marks, save + 1, context) if save >= 0 else 0
    return (save, row) if row > save + 1 else (-1, -1)


def _paid_alone(sentence: Sentence, context: Context) -> list[Sentence]:
    """ "personne n'a payé à part Noël", "aucun n'a payé, sauf Boucher hier 500": he has."""
    save, row = _save(sentence, context)
    marks = sentence.marks
    if save < 0 or sentence.question or any(m.kind == "word" or m.name in DOUBTS for m in marks[row:]):
        return []
    if not _NOBODY_PAID.fullmatch(sentence.text.folded[sentence.start : marks[save].start]):
        return []
    end = marks[row - 1].end
    paid = Mark("phrase", end, end, "paid", Said("paid", end, end, (), "a paye"))
    first = marks[save + 1].start
    return [replace(sentence, start=first, marks=(*marks[save + 1 : row], paid, *marks[row:]))]


def _ordered_apart(sentence: Sentence, context: Context) -> list[Sentence]:
    """ "tous en pause sauf Joubert que tu reprends": a sentence of its own, where nothing else is said."""
    save, row = _save(sentence, context)
    marks, text = sentence.marks, sentence.text.folded
    if save < 1 or sentence.question or sentence.trailing:
        return [sentence]
    led = _WHOM_TO.match(text, marks[row - 1].end)
    behind = [m for m in marks[row:] if led and m.start >= led.end() and m.name not in _PASSED]
    again = [m for m in behind if m.kind == "name" and m.value and _same(m, marks[row - 1])]
    orders_ = [m for m in behind if m.kind == "phrase" and m.name in _GOES]
    held = any(m.kind == "phrase" and m.name in ("pause", "stop", "no") for m in marks[:save])
    if len(orders_) != 1 or len(orders_) + len(again) != len(behind) or not held:
        return [sentence]
    alone = replace(orders_[0].said, fields=(*orders_[0].said.fields, ("of", "only")))
    kept = tuple(
        replace(m, value=alone) if m is orders_[0] else m
        for m in marks[save + 1 :]
        if m.kind not in ("word", "comma") and m not in again
    )
    apart = replace(sentence, start=marks[save + 1].start, marks=kept)
    return [replace(sentence, end=marks[save].start, marks=marks[:save]), apart]


def _same(one: Mark, other: Mark) -> bool:
    return (
        isinstance(one.value, Named)
        and isinstance(other.value, Named)
        and one.value.target == other.value.target
    )


def _leaves_out(mark: Mark) -> bool:
    return mark.kind == "phrase" and (
        mark.said.words == "but" or (mark.name == "not" and SAVE.fullmatch(mark.said.words) is not None)
    )


def _only_these(sentence: Sentence, context: Context, only: re.Pattern[str]) -> list[Sentence]:
    """ "seulement Allain et Kerbrat", where nothing was said before and nothing else is said of them."""
    marks = sentence.marks
    said = [m for m in marks if m.kind in ("phrase", "word") and only.fullmatch(_words(m))]
    if not said or not _plain(sentence, *said):
        return []
    first = next((i for i in range(len(marks)) if is_target(context, marks, i)), 0)
    row = _row(marks, first, context)
    others = [m for m in (*marks[:first], *marks[row:]) if m.kind != "comma" and m not in said]
    led = any(m in said for m in (*marks[:first], *marks[row : row + 1]))
    if row == first or not led or any(m.name not in _PASSED for m in others):
        return []
    yes = _yes_to(sentence, first, row)
    return [yes, _no_to_all(sentence, sentence.end, sentence.end)]


def _words(mark: Mark) -> str:
    return mark.said.words if mark.kind == "phrase" else mark.name


def _plain(sentence: Sentence, *known: Mark) -> bool:
    """Nothing doubted in it and no word that no rule knows, beside those."""
    marks = [m for m in sentence.marks if m not in known]
    unknown = any(m.kind == "word" for m in marks)
    return not (sentence.question or sentence.trailing or unknown or any(m.name in DOUBTS for m in marks))


def _row(marks: tuple[Mark, ...], first: int, context: Context) -> int:
    """Where the row of those who are named side by side ends; `first` if none is."""
    after = first
    for index in range(first, len(marks)):
        if is_target(context, marks, index) and marks[index].name not in ("all", "rest"):
            after = index + 1
        elif marks[index].name not in _PASSED and marks[index].kind != "comma":
            break
    return after


def _no_to_all(sentence: Sentence, start: int, end: int) -> Sentence:
    no = Mark("phrase", start, end, "no", Said("no", start, end, (("of", "rest"),), "personne d'autre"))
    return replace(sentence, start=start, end=end, marks=(no,))


def _yes_to(sentence: Sentence, first: int, after: int) -> Sentence:
    row = sentence.marks[first:after]
    end = row[-1].end
    yes = Mark("phrase", end, end, "yes", Said("yes", end, end, (("of", "only"),), "oui"))
    return replace(sentence, start=row[0].start, marks=(*row, yes, *sentence.marks[after:]))
