"""A plan of instalments that the owner grants or orders: a command in, the act out.

What the customer only asks for is none, and one plan said of several is not clear.
"""

import re

from bot.owner.answers.acts import Act
from bot.owner.answers.asked import REQUESTS
from bot.owner.answers.context import Context
from bot.owner.answers.meaning.musing import agrees_to_pay
from bot.owner.answers.walking.commands import Command
from bot.reading.dates import Now


def plan(c: Command, before: list[Command], context: Context, _now: Now) -> list[Act]:
    if len(c.targets) > 1 and len(_REPEATED.findall(c.sentence.folded)) > 1:
        return []  # "échéancier Dupuis 3 x 400 le 5, Martin 2 x 200 le 10"
    if context.kind == "eve" and (not c.targets or _ASKED_FOR.search(c.sentence.text.folded[: c.start])):
        return []  # "Kermarec propose 3 x 150 le 10"
    if len(c.plan) == 1 and _EACH_MONTH.search(c.sentence.folded):
        return []  # "échéancier 200 par mois le 5": how many times?
    if c.plan:
        return [Act("plan", instalments=c.plan)]
    if any(b.name == "accept" and b.number == c.number and agrees_to_pay(b) for b in before):
        return []  # "il accepte de payer en 2 fois"
    if context.matter in REQUESTS and re.search(r"fois|instal|accord|ok|accept", c.words):
        return [Act("accept")]
    return []


_EACH_MONTH = re.compile(
    r"\b(?:par mois|chaque mois|tous les mois|mensuel\w*|(?:a|per|each|every) month|monthly)\b|/ ?mois\b"
)
_ASKED_FOR = re.compile(
    r"\b(?:propose|demande|veut|veulent|voudrai\w{1,3}|souhaite|aimerai\w{1,3}|offers?|asks?|wants?"
    r"|would like|suggests?)(?:nt)?(?: (?:de|a|to|me|nous|for))?(?: (?:pay\w{1,3}|regler|verser"
    r"|faire))?(?: en)? ?$"
)
_REPEATED = re.compile(r"\b\d{1,2} ?(?:x|fois|times|\*) ?(?:de |of )?\d")
