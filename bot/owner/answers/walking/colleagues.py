"""Who is named and is no customer: who speaks for the owner, "Thierry est d'accord", or for a customer.

A name that stands beside an order in, a yes or no out. What presses is never taken from another's word.
"""

import re

from bot.owner.answers.asked import REQUESTS
from bot.owner.answers.context import Context
from bot.owner.answers.marking.marks import Mark
from bot.owner.answers.walking.commands import Command, Walk

_GIVES = re.compile(r"(?: (?:va|veut|peut|will|would|can))? (?:lui|leur|gives?|let|lets)\b")
_GRANTS = frozenset(("accept", "refuse", "credit", "pause", "propose", "plan"))


def for_us(run: list[Mark], walk: Walk, command: Command, context: Context) -> bool:
    """ "Thierry est d'accord", "Thierry lui fait un avoir": whose word is the owner's, of another's case."""
    if context.kind != "notice" or command.name not in _GRANTS or run[-1].end > command.start:
        return False
    agrees = context.matter in REQUESTS and command.name in ("accept", "refuse")
    return agrees or _GIVES.match(walk.sentence.text.folded, run[-1].end) is not None


def works_there(run: list[Mark], walk: Walk) -> bool:
    """ "appelé Helen chez eux", "spoke to Helen at Riou": whom of a customer's the owner spoke to."""
    there = _AT.match(walk.sentence.text.folded, run[-1].end)
    named = there is not None and any(m.start == there.end() for m in walk.named)
    return there is not None and (named or there["them"] is not None)


_AT = re.compile(r" (?:de )?(?:chez|at|from) (?:(?:la|le|the) |l')?(?P<them>eux\b|them\b)?")
