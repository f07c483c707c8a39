"""A list answered line by line: "1 c'est bon, 2 non, 3 c'est bon".

Commands in, the same out: a "c'est bon" said of one number is a yes where the same mail says yes or no to
another number of what leaves tomorrow. By itself, or of a name, it may as well say that he has paid.
"""

import re

from bot.owner.answers.context import Context
from bot.owner.answers.walking.commands import Command

_FINE = re.compile(r"(?:c'est|cest|c|ca|all|it's|that's) (?:bon|good)|c'est bien|good|fine")
_NOTHING_MORE = re.compile(r" ?(?:$|[,;:]|(?:et|and|aussi|pour moi|for me)\b)")
_YES_OR_NO = frozenset(("yes", "send", "no", "stop", "pause"))


def one_by_one(commands: list[Command], context: Context) -> list[Command]:
    if context.kind != "eve":
        return commands
    fine = [c for c in commands if c.name == "weak" and _of_numbers(c) and _FINE.fullmatch(c.words)]
    told = [c for c in commands if c.name in _YES_OR_NO and _of_numbers(c)]
    for command in fine if told else ():
        if not any(c.name in ("paid", "settled") and set(c.targets) & set(command.targets) for c in commands):
            command.name = "yes"
    return commands


def _of_numbers(command: Command) -> bool:
    """Not "la deux c'est bon non ?", where he asks, nor "1 c'est bon sur mon compte"."""
    behind = command.sentence.text.folded[command.end : command.sentence.end]
    if command.name == "weak" and not _NOTHING_MORE.match(behind):
        return False
    numbers = bool(command.targets) and all(target.isdigit() for target in command.targets)
    return numbers and command.before and not command.leant and not command.sentence.question
