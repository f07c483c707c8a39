"""What is said by halves: a dispute closed but for one invoice, money that came but not all of it.

What was understood in, a yes or no out.
"""

import re

from bot.owner.answers.context import Context
from bot.owner.answers.meaning.meaning import Meant
from bot.owner.answers.walking.commands import Walk


def half_closed(one: Meant, other: Meant, meant: list[Meant]) -> bool:
    """ "Petit conteste mais il a tort", "litige clos sauf K-16"; not where a credit says what is left."""
    assert one.act is not None and other.act is not None
    if one.act.act != "dispute_closed" or other.act.act not in ("dispute", "drop", "no"):
        return False
    if any(m.command.name == "credit" for m in meant):
        return False
    return one.act.target in (None, other.act.target)


def not_whole(one: Meant, walk: Walk, context: Context) -> bool:
    """ "oui mais pas tout", "c'est Durand & Fils qui a payé, pas Durand Frères"."""
    if context.kind != "notice" or one.act is None or one.act.act not in ("paid", "no", "not_received"):
        return False
    if context.matter not in ("already_paid", "payment_match", "promise"):
        return False
    if any(m.kind in ("sum", "number") for m in walk.sentence.marks):
        return False
    another = one.act.act == "paid" and any(c.name == "not" and c.own for c in walk.commands)
    return another or _NOT_ALL.search(walk.sentence.folded) is not None


_NOT_ALL = re.compile(
    r"\b(?:pas|not|non)(?: (?:encore|tout a fait|quite|yet|en))? (?:tout(?! de suite)|totalite"
    r"|la totalite|entier|entierement"
    r"|completement|all|everything|in full|the (?:full|whole)|the lot)\b"
)
