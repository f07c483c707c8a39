"""A promise told beside what settles something else: "litige clos, il paie lundi", "avoir 40, le reste le 5".

The acts of an answer in, the same with a rest until the day that was told: what was ordered beside it would
otherwise let a reminder leave before that day. Alone such words are asked back.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from bot.owner.answers.acts import Act
from bot.owner.answers.context import Context
from bot.owner.answers.marking.marks import Mark, figure
from bot.owner.answers.meaning.calling import is_no_promise
from bot.owner.answers.meaning.meaning import Meant
from bot.owner.answers.walking.commands import Command, Walk
from bot.reading.dates import Now

_BESIDE = frozenset(("dispute_closed", "credit", "dispute"))
_SAID_ALREADY = frozenset(
    ("pause", "stop", "no", "called", "plan", "propose", "accept", "treatment", "drop", "absent")
)
_DOUBTS = frozenset(("if", "hedge", "defer", "not"))
_NEAR = 130  # days
_THE_REST = re.compile(
    r"\b(?:le|the) (?:reste|solde|rest|balance|remainder),? (?:(?:sera|est|paye|regle|verse|will be|paid|due"
    r"|a payer|payable|viendra|arrive)[ ,]{1,2}){0,3}(?:(?:au|pour|d'ici|vers|on|by|for) ?(?:le |the )?)?$"
)


def promised_beside(
    acts: Sequence[Act], meant: Sequence[Meant], walks: list[Walk], context: Context, now: Now
) -> tuple[Act, ...]:
    found = list(acts)
    if context.matter == "call":
        return tuple(found)
    for walk in walks:
        if walk.sentence.question or walk.sentence.trailing:
            continue
        rest = _of_the_rest(walk, now)
        for start, day, own in (*_told(walk, now), *rest):
            beside = _beside(found, meant, walk.number, start, own)
            if beside is None or (beside.act == "paid" and (start, day, own) in rest):
                continue  # "payé 500, solde fin octobre"
            if any(a.act in _SAID_ALREADY for a in found if a.target in (beside.target, "all")):
                continue
            found.insert(found.index(beside) + 1, Act("pause", beside.target, until=day))
    return tuple(found)


def _beside(acts: list[Act], meant: Sequence[Meant], number: int, start: int, own: list[str]) -> Act | None:
    """The last such act before it, in its sentence or the one before; of whom is named, where somebody is."""
    before = [
        one.act
        for one in meant
        if one.act in acts and one.act and 0 <= number - one.command.number <= 1 and one.command.start < start
    ]
    act = before[-1] if before else None
    if act is None or not (act.act in _BESIDE or (act.act == "paid" and act.amount is not None)):
        return None
    return act if not own or act.target is None or act.target in own else None


def _told(walk: Walk, now: Now) -> Iterator[tuple[int, date, list[str]]]:
    """ "il paie vendredi", and of whom it is said."""
    for c in walk.commands:
        if c.name != "said" or c.fields.get("result", "") not in ("", "promise") or is_no_promise(c, now):
            continue
        if any(m.name in _DOUBTS for m in _part(walk, c)):
            continue
        days = [m for m in c.marks if m.kind in ("day", "duration") and m.start >= c.start]
        if days and (day := _ahead(days[-1], now)):
            yield c.start, day, c.targets


def _of_the_rest(walk: Walk, now: Now) -> list[tuple[int, date, list[str]]]:
    found: list[tuple[int, date, list[str]]] = []
    for mark in walk.sentence.marks:
        led = walk.sentence.text.folded[walk.sentence.start : mark.start]
        if mark.kind in ("day", "duration") and _THE_REST.search(led) and (day := _ahead(mark, now)):
            found.append((mark.start, day, []))
    return found


def _ahead(mark: Mark, now: Now) -> date | None:
    day = figure(mark).ahead
    return day if day is not None and 0 < (day - now.today).days <= _NEAR else None


def _part(walk: Walk, c: Command) -> list[Mark]:
    """The small words around it, up to the comma before and behind it."""
    commas = [m for m in walk.sentence.marks if m.kind == "comma"]
    start = max((m.end for m in commas if m.end <= c.start), default=walk.sentence.start)
    end = min((m.start for m in commas if m.start >= c.end), default=walk.sentence.end)
    return [m for m in walk.sentence.marks if start <= m.start < end and m.kind == "phrase"]
