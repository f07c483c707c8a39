""" "Ok pour 1 à 3, le reste je m'en charge": the rest begins the next order, none of the list before."""

import re
from itertools import pairwise

from bot.owner.answers.walking.commands import Command

_OTHERS = re.compile(r"\d ?[,;.] ?(?:et |and )?(?:tout )?(?:le reste|les autres|the rest|the others)\b")


def rest_alone(commands: list[Command]) -> list[Command]:
    for first, then in pairwise(commands):
        others = [target for target in then.targets if target != "all"]
        between = then.sentence.text.folded[first.end : then.start]
        joined = first.number == then.number and first.mixed and then.mixed and not first.before
        if joined and then.rest and others and _OTHERS.search(between):
            first.targets += [target for target in others if target not in first.targets]
            then.targets = ["all"]
            first.mixed = then.mixed = False
    return commands
