"""What a "non" or a "pas" means in answer to this mail: a command in, acts out.

No to a request refuses it, to "reçu ?" it says that nothing came, "rien avant le 22" is a pause; "no other
address" answers nothing.
"""

import re

from bot.owner.answers.acts import Act
from bot.owner.answers.asked import NOTHING_PROPOSED, REQUESTS
from bot.owner.answers.commands import Command
from bot.owner.answers.context import Context
from bot.owner.answers.holding import BEFORE
from bot.reading.dates import Now


def _of_a_thing(c: Command) -> bool:
    """ "no other address", "rien à payer": no answer, but a word before another."""
    behind = [m for m in c.sentence.marks if m.start >= c.end]
    if c.words == "no":
        return bool(behind) and behind[0].kind == "word" and behind[0].start - c.end == 1
    if c.words in ("rien", "nothing") and re.search(
        r"banque|compte|releve|bank|account|statement", c.sentence.folded
    ):
        return True
    said = [m for m in c.sentence.marks if m.kind != "comma" and m.name != "filler"]
    return c.words in ("rien", "nothing") and len(said) > 1 and not c.targets and not c.day()


_NOT_YET = re.compile(r"non+|no+|nope|non pas encore|no,? not yet|not yet|pas encore")


def _not_come(c: Command, before: list[Command]) -> bool:
    """ "non", "la 118 payée, la 121 non"."""
    if c.invoice and any(b.name in ("paid", "yes") for b in before):
        return True
    return not c.targets and _NOT_YET.fullmatch(c.words) is not None


def no(c: Command, before: list[Command], context: Context, now: Now) -> list[Act] | None:
    if context.matter == "stop_contact" and re.search(r"liste?\b", c.words):
        return [Act("treatment", value="never")]
    if _of_a_thing(c):
        return None
    if context.matter in REQUESTS and not c.targets:
        return [Act("refuse")]
    if context.matter == "already_paid" and _not_come(c, before):
        return [Act("not_received")]
    until = c.day()
    if until and until > now.today and BEFORE.search(c.sentence.text.folded[c.end : c.sentence.end]):
        return [Act("pause", until=until)]  # "rien pour ces deux familles avant le 22"
    if context.matter in NOTHING_PROPOSED and re.search(r"envo|ecri|send|write", c.words):
        return [Act("stop")]
    return [Act("no")]


def not_this(c: Command, before: list[Command], context: Context, now: Now) -> list[Act] | None:
    if context.matter == "already_paid" and c.targets and any(b.name == "paid" for b in before):
        return [Act("not_received")]  # "payé la 118, pas la 121"
    until = c.day()
    if (
        c.targets
        and until
        and until > now.today
        and BEFORE.search(c.sentence.text.folded[c.end : c.sentence.end])
    ):
        return [Act("pause", until=until)]
    return [Act("no")] if c.targets or c.several else None
