""" "La 118 oui payée samedi", "31 ok payée en liquide": the yes only leads to what is told of it.

The order before and the mark behind it in; where they are one, the order is changed in place.
"""

from bot.owner.answers.marking.marks import Mark
from bot.owner.answers.walking.commands import Command


def paid_indeed(last: Command | None, mark: Mark) -> bool:
    """Whether the payment told is of whom the yes right before it names."""
    if last is None or mark.name != "paid" or last.name not in ("yes", "weak"):
        return False
    if not (last.before and last.targets) or last.marks or mark.start - last.end > 1:
        return False
    last.name, last.start, last.end = "paid", mark.start, mark.end
    last.fields = dict(mark.said.fields)
    return True
