"""A yes to a letter that leads to what puts it off: "ok on décale", "tu peux patienter", "vas-y, repousse".

A command and what the mail asks in, a yes or no out. Such a yes is none to the letter: putting off stops it,
and a debtor's request granted in its place, "j'accepte sa demande", says nothing sure of it.
"""

import re

from bot.owner.answers.context import Context
from bot.owner.answers.walking.commands import Command
from bot.owner.answers.words.putting_off import granting_instead, putting_off

# What is asked about there is a letter, and no request of the debtor's.
LETTER_ASKED = frozenset(("eve", "backlog", "digest", "mise_en_demeure"))
_YES = frozenset(("yes", "weak", "send", "accept"))
_STOPS = frozenset(("stop", "pause", "no", "drop", "refuse"))
_LEADS_TO = re.compile(
    r"[ ,:.!]{0,3}(?:(?:alors|donc|et|plutot|finalement|bien|on|tu|je|j'|nous|vous|peut|peux|pouvez|va|vais"
    r"|vas|allons|veux|dois|faut|merci de|pour|de|d'|le|la|les|l'|lui|leur|un|une|ce|cet|cette|du|tout|avec"
    r"|encore|then|so|let's|let|us|we|i|you|can|could|i'll|we'll|to|for|with|the|a|an|it|this|that|please|just"
    r"|rather)[ ,]*(?<=[ ,'])){0,6}$"
)


def put_off(c: Command, context: Context) -> bool:
    return _concerns(c, context) and _led_to(c, putting_off(_from(c)))


def granted_instead(c: Command, context: Context) -> bool:
    return _concerns(c, context) and _led_to(c, granting_instead(_from(c)))


def _concerns(c: Command, context: Context) -> bool:
    return c.name in _YES and context.matter in LETTER_ASKED


def _from(c: Command) -> str:
    return c.sentence.text.folded[c.start : c.sentence.end]


def _led_to(c: Command, places: tuple[int, ...]) -> bool:
    """Unless it is an order of its own, "oui mais patiente pour le 3"."""
    said, until = _from(c), c.end - c.start
    orders = [m for m in c.sentence.marks if m.name in _STOPS and m.start >= c.end]
    return any(
        place < until
        or (
            _LEADS_TO.match(said[until:place]) is not None
            and not any(m.start <= c.start + place < m.end for m in orders)
        )
        for place in places
    )
