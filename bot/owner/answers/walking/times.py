"""How often the owner has reminded somebody already: in a backlog "Costa : 2" says twice.

The walk is changed in place. A number is a count only behind somebody and with nothing behind it.
"""

import re

from bot.owner.answers.marking.marks import Mark
from bot.owner.answers.walking.aims import flush
from bot.owner.answers.walking.commands import Command, Walk

COUNTS = (0, 100, 200, 300, 400, 500)  # hundredths


def counts_times(walk: Walk, marks: tuple[Mark, ...], index: int) -> bool:
    """Whether a number says how often, "Costa : 2"."""
    mark = marks[index]
    if walk.context.kind != "backlog" or mark.kind != "number" or int(str(mark.value)) not in COUNTS:
        return False
    if len(marks) == 1 and len(walk.context.listed) == 1:
        return True
    if not walk.pending or (walk.commands and walk.commands[-1].end > walk.pending[-1].start):
        return False
    between = walk.sentence.text.folded[walk.pending[-1].end : mark.start]
    if walk.pending[-1].kind != "name" and not re.search(r"[:=]", between):
        return False
    behind = [m for m in marks[index + 1 :] if m.name != "filler"]
    after = behind[0] if behind else None
    if after and after.kind == "number" and "=" in between:
        return behind[1:2] != [] and behind[1].name.strip() == "="  # "1=2 2=2 3=relance"
    return after is None or (after.kind == "comma" and after.name.strip() in (",", ";", ".", "-"))


def reminded(walk: Walk, mark: Mark) -> None:
    """ "Vidal 0" says that nobody reminded him."""
    name = "reminded" if int(str(mark.value)) else "not_reminded"
    command = Command(name, walk.sentence, walk.number, len(walk.chunks) - 1, mark.start, mark.end)
    command.before = True
    flush(walk, command)
    walk.commands.append(command)
