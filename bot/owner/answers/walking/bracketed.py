"""A customer and the number of its invoice said in one, "Vasseur (LV-38)": one that is meant, and not two.

A walked sentence with its strangers in; each order means the pair once. The number of a customer that the
mail showed is the narrower of the two and stands, that of a stranger gives way to the name. Where the mail
showed the number as somebody else's, whom it means is not clear.
"""

import re

from bot.owner.answers.marking.marks import Mark, name
from bot.owner.answers.walking.commands import Command, Walk
from bot.owner.answers.walking.others import case_of
from bot.owner.answers.words.spelling import plain

_INVOICE = r"(?:(?:la |sa |the )?(?:facture|fact|invoice|inv|bill|n ?°|no|ref)[.:]? ?)?"
_IN_BRACKETS = re.compile(rf" ?\( ?{_INVOICE}(?:[\w/.-]{{2,20}}(?:,| et| and| &)? ){{0,4}}")
_BESIDE = re.compile(rf"(?:,| ?[-/])? {_INVOICE}")  # "Vasseur, LV-38 :"
_ENDS = re.compile(r" ?(?:[-:),]|$)| (?!et\b|and\b|ou\b|or\b|&|\+)")


def with_bracketed(walk: Walk) -> None:
    invoices = [m for m in walk.sentence.marks if m.kind == "name" and name(m).invoice]
    numbers = {name(mark).target for mark in invoices}
    for command in walk.commands if invoices else ():
        for mark in invoices:
            others = [target for target in command.targets if target not in numbers]
            _once(command, mark, others, walk)


def _once(command: Command, mark: Mark, others: list[str], walk: Walk) -> None:
    number, context = name(mark).target, walk.context
    whose = next((one for one in others if _is_of(one, mark, walk, alone=len(others) == 1)), None)
    if whose is None or number not in command.targets:
        return
    case, shown = case_of(whose, context), case_of(number, context)
    command.undone |= bool(shown) and shown != case
    command.targets.remove(whose if case else number)


def _is_of(target: str, number: Mark, walk: Walk, *, alone: bool) -> bool:
    """Whether a number is said right behind this target as its own; without brackets of these two only."""
    text, sentence = walk.sentence.text.folded, walk.sentence
    named = [m.end for m in sentence.marks if m.kind == "name" and name(m).target == target]
    written = text.rfind(plain(target), sentence.start, number.start)
    ends = [*named, *([written + len(plain(target))] if written >= 0 and not target.isdigit() else [])]
    between = [text[end : number.start] for end in ends if end <= number.start]
    if any(_IN_BRACKETS.fullmatch(one) for one in between):
        return True
    beside = alone and _ENDS.match(text, number.end, sentence.end) is not None
    return beside and any(_BESIDE.fullmatch(one) for one in between)
