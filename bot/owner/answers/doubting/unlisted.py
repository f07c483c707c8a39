"""A number that the mail's list does not hold: "stop 7" of four. Whom the owner meant is asked back.

The walked sentences in; out, of each in which such a number stands right beside an order, whether it is one
that holds. Then nobody of the list can be pressed surely, for he may be the one.
"""

from bot.owner.answers.marking.marks import Mark
from bot.owner.answers.walking.aims import item_number
from bot.owner.answers.walking.commands import Walk

_HOLDS = frozenset(("stop", "no", "not", "pause", "drop"))
_ORDERS = _HOLDS | {"yes", "send", "accept", "resume"}
_MOST = 50  # numbers of a list


def unlisted(walks: list[Walk]) -> dict[int, bool]:
    found: dict[int, bool] = {}
    for walk in walks:
        if len(walk.context.listed) < 2:
            break
        beside = [_order_beside(walk, i) for i, m in enumerate(walk.sentence.marks) if _of_none(m, walk)]
        if any(beside):
            found[walk.number] = any(name in _HOLDS for name in beside)
    return found


def _of_none(mark: Mark, walk: Walk) -> bool:
    if mark.kind != "number" or mark.name or item_number(walk.context, mark):
        return False
    cents = int(str(mark.value))
    return cents % 100 == 0 and 0 < cents // 100 <= _MOST


def _order_beside(walk: Walk, place: int) -> str:
    """The order right before or behind the number, where nothing else says what the number is; or none."""
    said = [m for m in walk.sentence.marks if m.name not in ("filler", "him")]
    at = said.index(walk.sentence.marks[place])
    before, behind = said[at - 1 : at] if at else [], said[at + 1 : at + 2]
    opens = not before or before[0].kind == "comma" or before[0].name in ("and", *_ORDERS)
    ends = not behind or behind[0].kind in ("comma", "number", "name") or behind[0].name in ("and", "rest")
    if opens and behind and behind[0].name in _ORDERS:
        return behind[0].name
    return before[0].name if ends and before and before[0].name in _ORDERS else ""
