"""Who speaks for the owner in a mail about one customer: "Thierry est d'accord pour le 28".

A name that stands before an order in, a yes or no out. What presses is never taken from another's word.
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
