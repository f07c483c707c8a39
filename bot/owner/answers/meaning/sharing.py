"""An order about several customers becomes an act of each: to each its own sum, its own receipt's number."""

import re
from dataclasses import replace

from bot.owner.answers.acts import Act
from bot.owner.answers.context import Context
from bot.owner.answers.marking.marks import figure
from bot.owner.answers.meaning.everybody import of_all
from bot.owner.answers.meaning.posting import tracks_of
from bot.owner.answers.walking.commands import Command
from bot.owner.answers.walking.whom import OF_THE_HOUSE


def shared_out(acts: list[Act], c: Command, targets: list[str | None], context: Context) -> list[Act] | None:
    """None where it cannot be told what is whose."""
    sums, tracks = _respectively(c, targets, context), tracks_of(c, targets)
    if sums is None or tracks is None:
        return None
    return [
        of_all(
            replace(
                act,
                target=None if act.act in OF_THE_HOUSE else target,
                amount=sums.get(target, act.amount),
                number=tracks.get(target, act.number),
            ),
            c,
            context,
        )
        for target in targets
        for act in acts
    ]


def _respectively(c: Command, targets: list[str | None], context: Context) -> dict[str | None, int] | None:
    """ "1 et 5 ont réglé, 960 et 1 120": to each its own sum; None where one sum is said of several."""
    of_all_listed = targets == ["all"] and len(context.listed) > 1
    sums = [
        figure(m).cents if m.kind == "sum" else int(str(m.value))
        for m in c.marks
        if m.kind in ("sum", "number")
    ]
    several = len(targets) > 1 or of_all_listed
    if c.name not in ("paid", "settled", "credit") or not several or not sums:
        return {}
    if len(sums) != len(targets) or of_all_listed:
        return {} if len(sums) == 1 and _EACH.search(c.sentence.folded) else None
    return {target: cents for target, cents in zip(targets, sums, strict=True) if cents is not None}


_EACH = re.compile(
    r"\b(?:chacune?s?|chaque|par tete|each|every|apiece|pareil|idem|aussi|egalement|too|as well)\b"
)
