"""The comma that is left out in dictating: "vas-y il se moque de nous", "elle m'a menti relance-la".

A marked sentence in, the same out with a mark of a comma where a clause that merely tells begins right behind
an order, or ends right before the one with which the sentence closes. Nothing else changes: whether the order
is plain is judged as if the comma had been written.
"""

import re
from dataclasses import replace
from itertools import pairwise

from bot.owner.answers.context import Context
from bot.owner.answers.dividing.breaths import orders
from bot.owner.answers.marking.marks import Mark, Sentence, figure
from bot.owner.answers.walking.aims import is_target
from bot.owner.answers.walking.commands import FIGURES
from bot.owner.answers.words.telling import tells

_SMALL = frozenset(("filler", "him", "and", "all", "rest", "nth"))
_RESTS = frozenset(("no", "not", "stop", "pause", "drop", "refuse", "treatment"))
_GOES = frozenset(("send", "resume"))
_SUBJECT = re.compile(
    r"(?:ils?|elles?|c'est|c'etait|ca|cela|j'|je|on|y a|il y a|he|she|they|i|i've|we|we've)(?![\w])"
    r"|(?:j'|(?:he|she|they|it)')\w"
)
# What goes on behind a word that leads to it, or is said by another.
_GOVERNS = re.compile(
    r"\b(?:qu[ei]?|qu'\w+|quand|lorsque|lorsqu'\w+|dont|ou|comme|dit|disent|dire|ecrit|repond|repondu|pretend"
    r"|croit|pense|parait|sais|sait|savoir|that|who|which|when|where|says?|said|tells?|told|wrote|thinks?)\b"
)
_OF_A_NOUN = re.compile(
    r"\b(?:le|la|les|l'|un|une|des|du|de|d'|mon|ma|mes|notre|nos|son|sa|ses|leur|leurs|ce|cet|cette|ta|ton"
    r"|votre|en|par|sans|pas|plus|a|au|aux|pour|avec|the|an?|his|her|their|our|my|of|no|to) ?(?:\w+ )?$"
)
_UNSURE = re.compile(r"(?:je|j'|on|i) ?(?:ne |n')?(?:en )?(?:sai[st]|pense|crois|don't know)\b")
_TO_COME = re.compile(
    r"\b(?:doi(?:t|vent)|va|vont|passe(?:nt)?|vien(?:t|nent)(?! de)|promi\w+|propos\w+|(?:r?appell|attend)\w+"
    r"|will|going|promis\w+|coming)\b"
)
_OF = re.compile(r"\b(?:pour|avec|chez|sur|de|d'|a|par|sans|contre|about|for|with|to|from|of|on|by) ?$")
_NEAR = 12  # marks behind an order within which a tale of it begins
_BARE = re.compile(r"\w+")


def with_left_out_commas(sentence: Sentence, context: Context) -> Sentence:
    marks = sentence.marks
    ordering = [i for i in range(len(marks)) if orders(context, marks, i)]
    places = {
        marks[index].start
        for before, after in pairwise((*ordering, len(marks) - 1))
        for index in range(before + 1, min(after, before + _NEAR) + 1)
        if _tale_behind(sentence, before, index, context)
    } | {marks[i].start for i in ordering[-1:] if _closes_a_tale(sentence, ordering, i, context)}
    if not places:
        return sentence
    commas = [Mark("comma", place, place, ",") for place in places]
    return replace(sentence, marks=tuple(sorted((*commas, *marks), key=lambda m: (m.start, m.end))))


def _tale_behind(sentence: Sentence, before: int, index: int, context: Context) -> bool:
    """ "oui c'est la bonne | il m'a donné sa carte", "envoie à tous | ils n'ont jamais rien eu"."""
    marks, text = sentence.marks, sentence.text.folded
    if not _SUBJECT.match(text, marks[index].start) or _bare_yes(marks[before], index - before):
        return False
    between = range(before + 1, index)
    left_out = any(marks[i].name == "not" for i in between) and marks[index].name == "paid"
    if orders(context, marks, index) and not left_out:  # "sauf Petit | il m'a payé"
        return False
    if not all(_belongs(context, marks, i) or (left_out and marks[i].name == "not") for i in between):
        return False
    led = text[marks[before].end : marks[index].start]
    apart = text[marks[index - 1].end : marks[index].start].strip() or _OF.search(led)
    return not apart and _tells(sentence, before, index, _end_of_tale(sentence, index, context))


def _end_of_tale(sentence: Sentence, index: int, context: Context) -> int:
    """Where the next comma or order is."""
    marks = sentence.marks
    behind = (
        i for i in range(index + 1, len(marks)) if marks[i].kind == "comma" or orders(context, marks, i)
    )
    return next((marks[i].start for i in behind), sentence.end)


def _tells(sentence: Sentence, before: int, index: int, end: int) -> bool:
    """Whether what begins there merely tells; behind an order that goes on, nothing that is to come."""
    marks = sentence.marks
    told = sentence.text.folded[marks[index].start : end].rstrip()
    within = [m for m in marks[index:] if m.start < end]
    if any(m.kind == "name" for m in within) or _UNSURE.match(told) or " " not in told:
        return False
    if marks[before].name in _RESTS:
        return tells(told, present=True)
    to_come = any(m.kind in ("day", "duration") and figure(m).ahead for m in within)
    return tells(told) and not to_come and not _TO_COME.search(told)


def _bare_yes(mark: Mark, behind: int) -> bool:
    """ "yes it came", "ok elle m'appelle ce soir": an answer to something else, perhaps."""
    return mark.name == "yes" and behind == 1 and " " not in mark.said.words


def _belongs(context: Context, marks: tuple[Mark, ...], index: int) -> bool:
    """What an order may have behind it: whom it means, a day, a sum."""
    mark = marks[index]
    return mark.kind in FIGURES or mark.name in _SMALL or is_target(context, marks, index)


def _closes_a_tale(sentence: Sentence, ordering: list[int], index: int, context: Context) -> bool:
    """ "elle m'a menti | relance-la"; not "il dit relance", "il veut une relance", "sa femme relance"."""
    marks, text = sentence.marks, sentence.text.folded
    order = marks[index]
    if order.name not in _GOES or not all(m.name in ("filler", "him") for m in marks[index + 1 :]):
        return False
    opens = max(
        (m.end for i, m in enumerate(marks[:index]) if m.kind == "comma" or is_target(context, marks, i)),
        default=sentence.start,
    )
    told = text[opens : order.start].strip()
    if index and marks[index - 1].name == "dispute_closed":
        return not _GOVERNS.search(told)  # "le reste est dû | tu peux relancer"
    if not _SUBJECT.match(told) or any(marks[i].start >= opens for i in ordering if i < index):
        return False
    noun = _BARE.fullmatch(order.said.words) and _OF_A_NOUN.search(f"{told} ")
    return not noun and not _GOVERNS.search(told) and tells(told)
