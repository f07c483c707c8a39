""" "Ok pour 1 à 3, le reste je m'en charge": the rest begins the next order, none of the list before.

And "2 abandonne le reste, 3 relance": the rest of his money is nobody's letter.
"""

import re
from itertools import pairwise

from bot.owner.answers.walking.commands import Command

_OTHERS = re.compile(r"\d ?[,;.] ?(?:et |and )?(?:tout )?(?:le reste|les autres|the rest|the others)\b")


_HIS_MONEY = re.compile(r" (?:sur |pour )?(?:tout )?(?:le reste|le solde|the rest)\b")


def rest_alone(commands: list[Command]) -> list[Command]:
    for first, then in pairwise(commands):
        others = [target for target in then.targets if target != "all"]
        between = then.sentence.text.folded[first.end : then.start]
        if first.name == "drop" and then.rest and others and _HIS_MONEY.match(between):
            then.targets, then.rest = others, False
            continue
        joined = first.number == then.number and first.mixed and then.mixed and not first.before
        if joined and then.rest and others and _OTHERS.search(between):
            first.targets += [target for target in others if target not in first.targets]
            then.targets = ["all"]
            first.mixed = then.mixed = False
    return commands
