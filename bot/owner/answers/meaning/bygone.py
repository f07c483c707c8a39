"""What was agreed, asked or promised once: "on avait convenu 200 le 1er juillet", "j'avais dit d'accord".

A command in, a yes or no out: told in the past perfect, a day, a plan or a yes is history and grants nothing.
"""

import re

from bot.owner.answers.walking.commands import Command

_GRANTS = frozenset(("accept", "yes", "plan", "propose", "weak"))
_HAD = re.compile(
    r"\b(?:(?:av(?:ais|ait|ions|aient)|had) (?:\w+ ){0,2}?(?:convenu|dit|promis|demand|accord|accept|propos"
    r"|donn|ete|pris|fix|agreed|said|promised|asked|accepted|granted|given|told|offered)"
    r"|\w{1,4}'d (?:already |just |both )?(?:agreed|said|promised|asked|accepted|granted|given|told|offered)"
    r"|etai(?:s|t|ent|ions) (?:cense|convenu|d'accord)|devai(?:t|ent)|supposed to|meant to)"
)


def bygone(c: Command) -> bool:
    if c.name not in _GRANTS:
        return False
    text = c.sentence.text.folded
    since = max([c.sentence.start, *(text.rfind(stop, c.sentence.start, c.start) + 1 for stop in ",;:")])
    return _HAD.search(text[since : c.end]) is not None
