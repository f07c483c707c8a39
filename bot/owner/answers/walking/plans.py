"""Instalments in their place: which sums and days of a sentence make a plan.

From the word "échéancier", or in answer to a request for time from the first sum on, up to the next order.
"""

import re
from dataclasses import replace

from bot.owner.answers.marking.figures import instalments
from bot.owner.answers.marking.marks import Mark
from bot.owner.answers.walking.aims import item_number
from bot.owner.answers.walking.commands import FIGURES, HELPERS, Command, Walk
from bot.owner.answers.walking.times import COUNTS

_MOST = 60  # marks of a plan


_TOLD_FIRST = frozenset(("called", "drop"))  # "je l'ai eu, 3 x 300 le 5", "il a perdu son père, 2 x 600 ..."


def may_plan(walk: Walk, mark: Mark) -> bool:
    several = walk.last is None and mark.name == "x"
    if not (
        several and walk.context.matter in ("misfortune", "mise_en_demeure")
    ) and walk.context.matter not in (
        "delay_request",
        "promise",
        "dispute",
        "backlog",
        "undecided",
        "digest",
        "deadline",
        "gentle_end",
        "owner_only",
        "limitation",
        "handed_over",
    ):
        return False
    if walk.last is not None and walk.last.name == "plan":
        return not walk.last.plan  # "échéancier Morel 3 x 200 le 5"
    if walk.last is not None and walk.last.name in _TOLD_FIRST and walk.last.chunk < len(walk.chunks) - 1:
        return mark.name == "x" and not walk.chunks[-1].words
    return walk.last is None or walk.last.name in (
        "yes",
        "accept",
        "refuse",
        "propose",
        "no",
        "not",
        "weak",
        "said",
    )


_CREDIT = re.compile(
    r"avoir|remise|ristourne|rabais|geste|credit|reduction|deduction|discount|refund|off|dedui|enlev|retir"
)


def credits_nothing(mark: Mark) -> bool:
    """ "mets-lui", "on lui fait": what it is that he is given stands behind."""
    return mark.name == "credit" and _CREDIT.search(mark.said.words) is None


def in_parts(mark: Mark, behind: tuple[Mark, ...]) -> Mark:
    """ "on lui fait 3 fois 400 le 10": a plan and no credit of 400."""
    several = behind and (behind[0].name == "plan" or (behind[0].kind, behind[0].name) == ("number", "x"))
    granted = credits_nothing(mark) or (mark.name == "pause" and mark.said.words.startswith("accord"))
    return replace(mark, name="plan") if several and granted else mark


def plan(walk: Walk, marks: tuple[Mark, ...], index: int, command: Command) -> int:
    """Takes the sums and days that follow for instalments, as far as the next order."""
    stop = index
    while stop < min(len(marks), index + _MOST) and not _ends_plan(walk, marks, stop):
        stop += 1
    if stop < len(marks) and stop > index and item_number(walk.context, marks[stop - 1]):
        stop -= 1
    figured = [m for m in marks[index:stop] if m.kind in FIGURES or m.name in ("rest", "filler")]
    if not any(m.kind in FIGURES for m in figured):
        return index
    last = max(m.end for m in figured)
    start = max(_plan_start(walk, command), marks[max(0, index - _MOST)].start)
    text = walk.sentence.text.folded[start : marks[stop - 1].end]
    command.plan = instalments(text, walk.now)
    if not command.plan and command.name == "plan" and command not in walk.commands:
        return index
    command.end = max(command.end, last)
    return next((i for i in range(index, stop) if marks[i].start >= last), stop)


def _plan_start(walk: Walk, command: Command) -> int:
    """Where its words begin: after the last order or target, so that "trois fois" is heard."""
    behind = [c.end for c in walk.commands if c is not command] + [m.end for m in walk.named]
    return max([walk.sentence.start, *(end for end in behind if end <= command.start)])


def _ends_plan(walk: Walk, marks: tuple[Mark, ...], index: int) -> bool:
    mark = marks[index]
    if mark.kind == "name" or _next_item(walk, marks, index):
        return True
    return (
        mark.kind == "phrase"
        and mark.name not in HELPERS
        and mark.name not in ("pause", "reminded", "said", "plan")
    )


def _next_item(walk: Walk, marks: tuple[Mark, ...], index: int) -> bool:
    """ "4 échéancier 2 x 620 le 15, 3 : 2": behind the comma another of the list, and how often."""
    if not 0 < index < len(marks) - 2 or not item_number(walk.context, marks[index]):
        return False
    before, colon, behind = marks[index - 1], marks[index + 1], marks[index + 2]
    if (before.kind, colon.kind) != ("comma", "comma") or colon.name.strip() not in (":", "="):
        return False
    return behind.kind == "number" and (behind.name == "x" or int(str(behind.value)) in COUNTS)
