"""When somebody who is away is back, and whom to write to instead: clauses in, a day or an address out.

"De retour le 3" is that day; "jusqu'au 31" and "du 19 au 31" the next working day, unless "au matin" follows:
a day too late waits, a day too early presses. No day is guessed from the length of a holiday.
"""

import re
from datetime import date

from bot.reading.dates import Now, days, next_working_day
from bot.reading.fields import addresses
from bot.reading.lexicon import section
from bot.reading.sentences import Clause

# "à partir du 3" begins something, "du 3 au 10" is the time away
_STARTING = re.compile(
    r"\b(?:a partir du|a compter du|des le|rentree du|as of|as from)\b"
    r"|\b(?:au|du|to) (?!lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|\d)[a-z]"  # "au bureau"
)


def return_day(clauses: tuple[Clause, ...], now: Now) -> date | None:
    last_away: date | None = None
    for clause in clauses:
        for found in days(clause.folded, now):
            if found.day is None or found.day < now.today:
                continue
            before = clause.folded[max(0, found.start - 60) : found.start]
            spanned = clause.folded.startswith(("du ", "from ", "entre "), found.start)
            if not spanned and _back(before):
                return found.day
            if spanned or (last_away is None and section("until").search(before[-22:])):
                last_away = _after(clause.folded, found.end, found.day)
    return last_away


def _back(before: str) -> bool:
    """The words nearest before the day speak of coming back, not of the time away."""
    back = list(section("return").searches(before))
    until = [m.start() for m in section("until").searches(_STARTING.sub("#", before))]
    return bool(back) and (not until or max(m.end() for m in back) > max(until))


def _after(folded: str, end: int, day: date) -> date:
    if "matin" in folded[end : end + 10] or "morning" in folded[end : end + 12]:
        return day
    return next_working_day(day)


def other_address(text: str, sender: str, to: tuple[str, ...]) -> str | None:
    """The one address in the new text that is neither the writer's nor ours; several: the first."""
    known = {sender, *to}
    found = [a for a in addresses(text) if a not in known]
    return found[0] if found else None
