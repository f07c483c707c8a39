"""What part of the sum is promised: "la moitié vendredi" is counted from what is owed, "un acompte" is not.

Pure. Nothing is noted of a part that nobody has counted but that it is one: any money by its day keeps it.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from bot.events.consequences import PromiseNoted
from bot.events.mail import PromiseRead
from bot.policy.instalments import Dated, covers, schedules
from bot.policy.parts import in_full
from bot.policy.reply import Reply
from bot.reading.shares import UNTOLD


def counted(reply: Reply) -> Reply:
    """With the sum of each share that is promised of what is owed: "la moitié vendredi"."""
    owed = reply.sight.left(reply.about)
    shares = [p.part for p in reply.read.promises if p.part not in ("", UNTOLD)]
    if not owed or not shares:
        return reply
    said = (
        PromiseRead(p.date, round(owed * Fraction(p.part))) if p.part in shares and p.amount is None else p
        for p in reply.read.promises
    )
    return replace(reply, read=replace(reply.read, promises=tuple(said)))


def all_at_once(reply: Reply, dated: list[Dated]) -> list[Dated]:
    """Beside instalments that run, the whole debt, or what a sum before leaves of it, is said with its sum:
    it is none of them put off.
    """
    running_ = [parts for parts in schedules(reply.sight) if set(reply.about) <= covers(reply.sight, parts)]
    if not any(running_) or not dated or dated[-1][1] is not None or not in_full(reply.read.evidence):
        return dated
    left = reply.sight.case.left(reply.about) - sum(amount or 0 for _, amount in dated[:-1])
    return [*dated[:-1], (dated[-1][0], left)] if left > 0 else dated


def untold(promises: Sequence[PromiseRead], dated: Sequence[Dated]) -> bool:
    """One of these payments is of some of it, nobody said how much."""
    return any(amount is None and PromiseRead(on, None, UNTOLD) in promises for on, amount in dated)


def target(said: PromiseNoted) -> int:
    """Cents that keep it: of a part that nobody has counted, any."""
    return 1 if said.part else min(said.amount or said.owed, said.owed)
