"""When somebody who is away is back: clauses in, a day out; and `other_address`, whom to write to instead.

"De retour le 3" is that day; "jusqu'au 31" and "du 19 au 31" the next working day, unless "au matin" follows:
a day too late waits, a day too early presses. No day is guessed from the length of a holiday.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from bot.reading.contacts import other_address
from bot.reading.dates import Day, Now, days, next_working_day
from bot.reading.lexicon import section
from bot.reading.sentences import Clause

__all__ = ["other_address", "return_day"]

# "à partir du 3" begins something, "du 3 au 10" is the time away
_STARTING = re.compile(
    r"\b(?:a partir du|a compter du|des le|rentree du|as of|as from)\b"
    r"|\b(?:au|du|to) (?!lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|\d)[a-z]"  # "au bureau"
)
_PAYMENTS = re.compile(r"\b(?:paiements?|reglements?|virements?|payments?|mandatements?)\b")
_SPANNING = ("du ", "from ", "entre ")
_DAY_LAST = re.compile(r"\b\d{1,2}(?:er|st|nd|rd|th)?(?: [a-z]{3,9})?$")
_DAY_FIRST = re.compile(r"(?:le |the )?\d{1,2}\b")
_LONG_PAST = re.compile(r"\b(?:depuis|since) (?:le |the )?$")
_BACK = re.compile(
    r"\b(?:(?:vous |les )?lirai|lirons|repondrai|traiterai|will (?:reply|answer|read)|resume[sd]?"
    r"|reopen\w{0,3}|again|repren\w{1,4}|rouvr\w{1,5}|prochaine?s? (?:jours? (?:de |d')(?:presence"
    r"|ouverture)|permanence|presence))\b"
)
_NOT_BEFORE = re.compile(
    r"\b(?:pas|plus|not|aucun\w?|rien)\b.{0,50}\b(?:avant|before|until) (?:le |the |au )?$"
)
_FROM_NOW = re.compile(r"\b(?:a partir|a compter|des|from|as of|starting) (?:de |d')?$")
_SOMEBODY_ELSE = re.compile(r"\b(?:ne pas confondre|contrairement a|absent,? lui|absente,? elle)\b")
_AWAY = re.compile(
    r"\b(?:absente?s?|conges?|fermee?s?|ferme|ferment|fermons|fermeture|ne (?:travaille|suis|serai) pas"
    r"|indisponible|hors du bureau"
    r"|deplacement|formation|seminaire|salon|away|out of|off|leave|closed|vacances?|vacation|rtt|ne sera"
    r"|travelling|traveling)\b"
)


def return_day(clauses: tuple[Clause, ...], now: Now) -> date | None:
    last_away: date | None = None
    for folded, found, day in _days_ahead(clauses, now):
        before = folded[max(0, found.start - 60) : found.start]
        if _PAYMENTS.search(before) or (day == now.today and _FROM_NOW.search(before)):
            continue
        spanned = found.kind.startswith("range") or folded.startswith(_SPANNING, found.start)
        if not spanned and (_back(before) or _NOT_BEFORE.search(before)):
            return day if found.kind != "weekday" else _no_sooner(day, last_away)
        away = spanned or _until(before, found)
        # a second time away counts only where it goes on from the first
        if away and (last_away is None or day <= last_away):
            after = _after(folded, found.end, day)
            last_away = max(after, last_away or after)
    return last_away


def _days_ahead(clauses: tuple[Clause, ...], now: Now) -> Iterator[tuple[str, Day, date]]:
    before: date | None = None
    for folded in _spans_whole(clauses):
        if _SOMEBODY_ELSE.search(folded):
            continue
        for found in days(folded, replace(now, before=before)):
            before = found.day or before
            since = _LONG_PAST.search(folded[max(0, found.start - 20) : found.start])
            if found.day is not None and found.day >= now.today and not since:
                yield folded, found, found.day


def _spans_whole(clauses: tuple[Clause, ...]) -> Iterator[str]:
    """The clauses, a span of days that its dash has cut in two put together again: "5 - 16 October"."""
    held = ""
    for clause in clauses:
        whole = f"{held} - {clause.folded}" if held and _DAY_FIRST.match(clause.folded) else clause.folded
        if held and whole == clause.folded:
            yield held
        held = whole if _DAY_LAST.search(whole) else ""
        if not held:
            yield whole
    if held:
        yield held


def _no_sooner(day: date, away: date | None) -> date:
    """ "absent jusqu'au dimanche 22, de retour lundi": the Monday after the 22nd."""
    return day if away is None or day >= away else day + timedelta(-(-(away - day).days // 7) * 7)


def _until(before: str, found: Day) -> bool:
    """The day is the last one away, or the one day away."""
    return bool(section("until").search(before[-22:])) or (bool(_AWAY.search(before)) and not found.doubtful)


def _back(before: str) -> bool:
    """The words nearest before the day speak of coming back, not of the time away."""
    back = [*section("return").searches(before), *_BACK.finditer(before)]
    until = [m.start() for m in section("until").searches(_STARTING.sub("#", before))]
    return bool(back) and (not until or max(m.end() for m in back) > max(until))


def _after(folded: str, end: int, day: date) -> date:
    if "matin" in folded[end - 8 : end + 10] or "morning" in folded[end - 9 : end + 12]:
        return day
    return next_working_day(day)
