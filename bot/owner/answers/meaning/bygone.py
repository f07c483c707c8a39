"""What was agreed or promised once: "on avait convenu 200 le 1er juillet", "déjà deux reports accordés".

A command in, a yes or no out: told in the past perfect, a day, a plan or a yes is history and grants nothing;
nor does a yes that was given a number of times already.
"""

import re

from bot.owner.answers.marking.marks import figure
from bot.owner.answers.walking.commands import Command
from bot.reading.dates import Now

_GRANTS = frozenset(("accept", "yes", "plan", "propose", "weak"))
_HAD = re.compile(
    r"\b(?:(?:av(?:ais|ait|ions|aient)|had) (?:\w+ ){0,2}?(?:convenu|dit|promis|demand|accord|accept|propos"
    r"|donn|ete|pris|fix|agreed|said|promised|asked|accepted|granted|given|told|offered)"
    r"|\w{1,4}'d (?:already |just |both )?(?:agreed|said|promised|asked|accepted|granted|given|told|offered)"
    r"|etai(?:s|t|ent|ions) (?:cense|convenu|d'accord)|devai(?:t|ent)|supposed to|meant to)"
)


# "déjà deux reports accordés", "on lui a déjà accordé un délai": counted, and so gone by
_ONCE_BEFORE = re.compile(
    r"\b(?:deja|already)\b(?=.{0,40}\b(?:une?|deux|trois|quatre|plusieurs|\d{1,2}|one|once|two|twice|three"
    r"|four"
    r"|several|an?)\b)"
)

_SEVERAL = re.compile(
    r"\b(?:deux|trois|quatre|plusieurs|\d{1,2}|two|three|four|several) (?:reports|delais|sursis|echeanciers"
    r"|extensions|delays|postponements)\b"
)


def bygone(c: Command) -> bool:
    if c.name not in _GRANTS:
        return False
    text = c.sentence.text.folded
    since = max([c.sentence.start, *(text.rfind(stop, c.sentence.start, c.start) + 1 for stop in ",;:")])
    behind = re.split(r"[,;:]", text[c.end : c.sentence.end])[0]
    if c.name == "accept" and (
        _ONCE_BEFORE.search(text[since : c.end] + behind) or _SEVERAL.search(text[since : c.start])
    ):
        return True
    return _HAD.search(text[since : c.end]) is not None


_SOON, _LONG_AGO = 60, 183  # days


def hardly_past(c: Command, now: Now) -> bool:
    """ "posté le 20/03", said on the 11th: a day that is soon to come, or was a year ago."""
    days = [m for m in c.marks if m.kind == "day"] or [m for m in c.sentence.marks if m.kind == "day"]
    first = figure(days[0]) if days else None
    if first is None or not first.ahead or not first.behind or first.ahead == first.behind:
        return False
    ahead, since = (first.ahead - now.today).days, (now.today - first.behind).days
    return 0 < ahead <= _SOON and since > _LONG_AGO
