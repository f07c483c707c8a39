"""A span of absence: "du 1er au 21 août", "jusqu'au 4", "from Monday to May 23rd".

Folded text in, two days out.
Stands on `figures`; a span whose end cannot be told is none.
"""

import re
from datetime import date, timedelta

from bot.owner.answers.marking.figures import Figure, figures, month_length
from bot.reading.dates import Now


def span(folded: str, now: Now) -> tuple[date | None, date | None]:
    """From when until when: "du 1er au 21 août", "jusqu'au 4", "from Monday to May 23rd"."""
    last = _until(folded, now)
    if last is None:
        return None, None
    first = _from(folded[: last.start], last.ahead, now)
    if last.kind == "duration" and first and last.ahead and first > now.today:
        return first, last.ahead + (first - now.today)  # "je pars demain pour une semaine"
    return first, last.ahead


_UNTIL = re.compile(
    r"\b(?:au|jusqu'au|jusqu'a|jusqu'en|to|until|till|through|et le|and)\b|->|(?<=\d) ?- ?(?=\d)"
)


def _until(folded: str, now: Now) -> Figure | None:
    """The day that ends it: the last one named after a word like "au"."""
    best: Figure | None = None
    for mark in _UNTIL.finditer(folded):
        tail = re.sub(r"^ ?(?:le |the )?", "", folded[mark.end() :][:60])
        rest = ("the " if re.match(r"\d{1,2}(?:st|nd|rd|th)", tail) else "le ") + tail
        found = [f for f in figures(rest, now) if f.kind in ("day", "duration") and f.ahead and f.start <= 4]
        if found:
            best = Figure("day", mark.start(), mark.end(), ahead=found[0].ahead)
    if best is None:
        lasting = [f for f in figures(folded, now) if f.kind == "duration" and f.ahead]
        return lasting[-1] if lasting else None
    return best


def _from(folded: str, last: date | None, now: Now) -> date | None:
    numbered = re.search(
        r"(?:\bdu|\bde|\bfrom|\ble|\bthe)? ?(?<![\d/.-])(\d{1,2})(?:er|st|nd|rd|th)? ?$", folded
    )
    if numbered and last and 1 <= int(numbered[1]) <= 31:
        return _same_month(int(numbered[1]), last)
    found = [f for f in figures(folded, now) if f.kind == "day" and f.ahead]
    return found[-1].ahead if found else None


def _same_month(day: int, last: date) -> date | None:
    month = last.replace(day=1)
    if day > last.day:
        month = (month - timedelta(1)).replace(day=1)
    return month.replace(day=day) if day <= month_length(month) else None
