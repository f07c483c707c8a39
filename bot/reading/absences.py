"""The days of an automatic message: clauses in; when the writer is back, or when he pays his suppliers, out.

"De retour le 3" is that day; "jusqu'au 31" and "du 19 au 31" the next working day, unless "au matin" follows:
a day too late waits, a day too early presses. No day is guessed from the length of a holiday. The writer's
own return goes before the firm's opening. Suppliers are paid on a day only where one day is fixed: terms
("à 45 jours"), weekly runs and "le 10 et le 25" fix none. `other_address` is whom to write to instead.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from bot.reading.contacts import other_address
from bot.reading.dates import Day, Now, days, next_working_day
from bot.reading.lexicon import section
from bot.reading.machinewords import words
from bot.reading.sentences import Clause, finer

__all__ = ["other_address", "return_day", "speaks_of_runs", "supplier_day"]

# "à partir du 3" begins something, "du 3 au 10" is the time away
_STARTING = re.compile(
    r"\b(?:a partir du|a compter du|des le|rentree du|as of|as from)\b"
    r"|\b(?:au|du|to) (?!lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|\d)[a-z]"  # "au bureau"
)
_PAYMENTS = re.compile(r"\b(?:paiements?|reglements?|virements?|payments?|mandatements?)\b")
_HEADING = re.compile(r"(?:^|[:,] )(?:(?:le|au|on|the|tous les) ){0,2}$")  # "le 20, les factures sont payées"
_EACH_MOIS = re.compile(r"\b(?:de )?(?:chaque|tous les) mois\b")
_EACH_MONTH = re.compile(r"\b(?:of )?(?:each|every) month\b")
_REACH = 40  # characters between "sont payées" and their day
_SPANNING = ("du ", "from ", "entre ")
_DAY_LAST = re.compile(r"\b\d{1,2}(?:er|st|nd|rd|th)?(?: [a-z]{3,9})?$")
_DAY_FIRST = re.compile(r"(?:le |the )?\d{1,2}\b")
_LONG_PAST = re.compile(r"\b(?:depuis|since) (?:le |the )?$")
_WEEKLY = re.compile(
    r"\b(?:les|chaque|every|each) (?:\w{4,9} et (?:les |le )?)?\w{4,8}$|\b[a-z]{3,5}(?:dis|days)$"
)
_BACK = re.compile(
    r"\b(?:(?:vous |les )?lirai|lirons|repondrai|traiterai|will (?:reply|answer|read)|resume[sd]?"
    r"|reopen\w{0,3}|again|repren\w{1,4}|rouvr\w{1,5}"
    r"|prochaine?s? (?:jours? (?:de |d')(?:presence|ouverture)|permanence|presence))\b"
)
_NOT_BEFORE = re.compile(
    r"\b(?:pas|plus|not|aucun\w?|rien)\b.{0,50}\b(?:avant|before|until) (?:le |the |au )?$"
)
_FROM_NOW = re.compile(r"\b(?:a partir|a compter|des|from|as of|starting) (?:de |d')?$")
_SOMEBODY_ELSE = re.compile(r"\b(?:ne pas confondre|contrairement a|absent,? lui|absente,? elle)\b")
_AWAY = re.compile(
    r"\b(?:absente?s?|conges?|fermee?s?|ferme|ferment|fermons|fermeture|ne (?:travaille|suis|serai) pas"
    r"|indisponible|hors du bureau|deplacement|formation|seminaire|salon|away|out of|off|leave|closed"
    r"|vacances?|vacation|rtt|ne sera|travelling|traveling)\b"
)


def return_day(clauses: tuple[Clause, ...], now: Now) -> date | None:
    told = list(_days_ahead(clauses, now))
    own = [t for t in told if not words("firm_opens").search(t[0]) or words("own_voice").search(t[0])]
    spoken = any(words("own_voice").search(folded) for folded, _, _ in own)
    return (_back_on(own, now.today) if spoken else None) or _back_on(told, now.today)


def _back_on(told: list[tuple[str, Day, date]], today: date) -> date | None:
    last_away: date | None = None
    for folded, found, day in told:
        before = folded[max(0, found.start - 60) : found.start]
        if _PAYMENTS.search(before) or (day == today and _FROM_NOW.search(before)):
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
        run = section("supplier_run").search(folded)
        for found in days(folded, replace(now, before=before)):
            before = found.day or before
            since = _LONG_PAST.search(folded[max(0, found.start - 20) : found.start])
            paid = run and found.start >= run.start()
            weekly = found.kind == "weekday" and _WEEKLY.search(folded[: found.end])
            if found.day is not None and found.day >= now.today and not (since or paid or weekly):
                yield folded, found, found.day


def _spans_whole(clauses: tuple[Clause, ...]) -> Iterator[str]:
    """The clauses, a span of days that its dash has cut in two put together again: "5 - 16 October"."""
    held = ""
    for clause in (part for whole in clauses for part in _by_subject(whole)):
        whole = f"{held} - {clause.folded}" if held and _DAY_FIRST.match(clause.folded) else clause.folded
        if held and whole == clause.folded:
            yield held
        held = whole if _DAY_LAST.search(whole) else ""
        if not held:
            yield whole
    if held:
        yield held


def _by_subject(clause: Clause) -> list[Clause]:
    """ "the shop reopens on the 5th and I am back on the 12th": each with its own day."""
    return finer(clause) if words("firm_opens").search(clause.folded) else [clause]


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


# --- suppliers ----------------------------------------------------------------------------------------


def supplier_day(clauses: tuple[Clause, ...], now: Now) -> date | None:
    """The one day that a message to everybody fixes for suppliers' payments (GUIDE rule 10)."""
    return next((day for clause in clauses if (day := _fixed(clause.folded, now))), None)


def speaks_of_runs(clauses: tuple[Clause, ...], now: Now) -> bool:
    """Whether it names a day beside suppliers' payments, fixed or not."""
    return any(
        section("supplier_run").search(c.folded) and any(d.day for d in days(c.folded, now)) for c in clauses
    )


def _fixed(folded: str, now: Now) -> date | None:
    folded = _EACH_MONTH.sub("of the month", _EACH_MOIS.sub("du mois", folded))  # the next one
    run = section("supplier_run").search(folded)
    if run is None or words("no_run").search(folded):
        return None
    named = days(folded, now)
    after = [d for d in named if run.end() <= d.end and d.start - run.end() < _REACH]
    chosen = after or [d for d in named if _HEADING.search(folded[: d.start])]
    if not chosen or words("no_day").search(folded[: chosen[0].start]):
        return None
    first = chosen[0]
    return first.day if first.day and first.day >= now.today and not first.doubtful else None
