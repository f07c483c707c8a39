""" "Roux non, Garnier non plus, le reste oui": the refusal that was said, and not the yes that follows.

Marked sentences in, the same with what was said before put where "non plus" stands. A rest that is over is
said again as a plain stop; where nothing was refused, "Roux ne répond pas, Petit non plus, envoie", the words
only keep whom they name from the order behind them.
"""

from dataclasses import replace

from bot.owner.answers.context import Context
from bot.owner.answers.dividing.breaths import orders
from bot.owner.answers.marking.marks import Mark, Sentence
from bot.owner.answers.walking.aims import is_target

_PASSED = frozenset(("filler", "him", "and"))
_SAID_AGAIN = {
    "no": "no", "not": "no", "stop": "stop", "pause": "stop", "treatment": "treatment",
    "not_received": "not_received", "not_reminded": "not_reminded",
}  # fmt: skip


def not_either(sentence: Sentence, before: Sentence | None, context: Context) -> Sentence:
    """The sentence with an order in place of each "non plus" that stands behind somebody of the list."""
    if context.kind == "notice" or sentence.question:
        return sentence
    marks = list(sentence.marks)
    for place in [i for i, m in enumerate(marks) if m.kind == "phrase" and m.said.words == "non plus"]:
        row = tuple(marks)
        began = _of_whom(row, place, context)
        if began < 0 or _ordered_already(row, began, context):
            continue
        said = _last_order(row[:began], context)
        if said and said.name not in ("no", "not") and place == len(marks) - 1:
            continue  # "Dupont ne répond pas et Moreau non plus"
        if said is None and before is not None:
            said = _last_order(before.marks, context)
        marks[place] = _again(said, marks[place])
    return replace(sentence, marks=tuple(marks))


def _of_whom(marks: tuple[Mark, ...], place: int, context: Context) -> int:
    """Where the row of names before it begins; -1: it stands behind nobody."""
    first = place
    while first and (marks[first - 1].kind == "comma" or marks[first - 1].name in _PASSED):
        first -= 1
    row = began = first
    while row and (is_target(context, marks, row - 1) or marks[row - 1].name in _PASSED):
        row -= 1
        began = began if marks[row].name in _PASSED else row
    return began if began < first else -1


def _ordered_already(marks: tuple[Mark, ...], began: int, context: Context) -> bool:
    """ "pas Garnier non plus", "n'envoie rien à Garnier non plus": its own part says what is refused.

    Not "dupont non durand non plus", where the order before the name stands behind another's."""
    divided = (i for i in range(began, 0, -1) if marks[i - 1].kind == "comma" or marks[i - 1].name == "and")
    opens = next(divided, 0)
    last = next((i for i in range(began - 1, opens - 1, -1) if _ordering(marks, i, context)), -1)
    if last < 0:
        return False
    anothers = last > opens and marks[last].name != "not" and is_target(context, marks, last - 1)
    return not (anothers and last == began - 1)


def _last_order(marks: tuple[Mark, ...], context: Context) -> Mark | None:
    return next((marks[i] for i in reversed(range(len(marks))) if _ordering(marks, i, context)), None)


def _ordering(marks: tuple[Mark, ...], index: int, context: Context) -> bool:
    return marks[index].name == "not" or orders(context, marks, index)


def _again(order: Mark | None, here: Mark) -> Mark:
    name = _SAID_AGAIN.get(order.name, "weak") if order else "weak"
    said = order.said if order and name == "treatment" else here.said
    return replace(here, name=name, value=replace(said, name=name, start=here.start, end=here.end))
