"""Days, durations and sums in an answer: folded text in, values with their places out.

Stands on `bot.reading.dates` and `bot.reading.amounts`; adds what owners write and debtors do not: a bare
duration ("10 jours", "une semaine"), a span of absence ("du 1er au 21 août"), instalments ("3 x 400 le 5").
A day that cannot be resolved is none; nothing is invented.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.owner.answers.acts import Instalment
from bot.reading.amounts import amounts, cents_of
from bot.reading.dates import Now, days
from bot.reading.daywords import FEASTS, MOVABLE
from bot.reading.numerals import small_number


@dataclass(frozen=True, slots=True)
class Figure:
    kind: str  # day, duration, sum
    start: int
    end: int
    ahead: date | None = None
    behind: date | None = None
    cents: int | None = None


_COUNT = (
    r"\d{1,3}|une?|deux|trois|quatre|cinq|six|sept|huit|dix|douze|quinze|vingt|trente|one|two|three|four|five"
    r"|six|seven|eight|ten|fourteen|fifteen|a|an|another"
)
_DURATION = re.compile(
    rf"(?<![\w-])(?:\d{{1,2}} ?(?:-|ou|or|to) ?)?(?P<n>{_COUNT})[ -]?(?:bonnes? |petites? |more |autres? )?"
    r"(?P<unit>jours?|jrs?|j|semaines?|sem|mois|days?|weeks?|wks?|months?|quinzaine|huitaine"
    r"|fortnight)\b(?!')(?P<working> (?:ouvres?|ouvrables?))?"
)
# What is counted and has no number: "reçu 2 chèques" names no second item and no sum of 2.
COUNTED = (
    r"(?:(?:autres? |other )?(?:cheques|virements|paiements|payements|reglements|versements|acomptes"
    r"|courriers|lettres|mails|e-?mails|clients|dossiers|factures|checks|transfers|payments|letters"
    r"|invoices|bills|customers))"
)
_NUMBER = re.compile(
    r"(?<![\w.,/:-])(?:n ?° ?)?(?P<n>\d{1,3}(?:[ .']\d{3})+(?:[.,]\d\d?)?|\d{1,3}(?:,\d{3})+(?:\.\d\d?)?"
    r"|\d{1,6}(?:[.,]\d\d?)?)(?! ?%|[\w/]|:\d|[.,]\d"
    r"| (?:ans?|annees?|years?|heures?|hours?|minutes?|personnes?|people|enfants|kids|km|m2)\b"
    rf"| {COUNTED}\b)"
)

# "le 20 grand maximum", "3 eu la dame au tel"
_NO_SUM = re.compile(r"\d{1,2} (?:grand maxi?(?:mum)?|eu (?:la|sa|son|le (?:monsieur|gars|patron|mec)))\b")


def figures(folded: str, now: Now) -> list[Figure]:
    """Days, durations and marked sums, in order; the longer of two that overlap."""
    sums = [_with_its_cents(Figure("sum", a.start, a.end, cents=a.cents), folded) for a in amounts(folded)]
    sums = [one for one in sums if not _NO_SUM.match(folded, one.start)]
    plain = _without(sums, folded)
    found = [
        Figure("day", a.start, a.end, ahead=a.day, behind=b.day)
        for a, b in zip(days(plain, now), days(plain, replace(now, past=True)), strict=False)
        if a.start == b.start
    ]
    found = [_weekday_alone(f, folded, now) for f in found if not _AT_ONCE.fullmatch(folded[f.start : f.end])]
    found = [replace(f, ahead=None) if _SINCE.search(folded, 0, f.start) else f for f in found]
    found += [
        Figure("duration", m.start(), m.end(), ahead=_later(m, now.today)) for m in _DURATION.finditer(folded)
    ]
    found += sums
    kept: list[Figure] = []
    covered = bytearray(len(folded))
    for one in sorted(found, key=lambda f: (f.start - f.end, f.kind)):
        if not any(covered[one.start : one.end]):
            kept.append(one)
            covered[one.start : one.end] = b"\1" * (one.end - one.start)
    return sorted(kept, key=lambda f: f.start)


def _without(sums: list[Figure], folded: str) -> str:
    """ "hier 1.250,50 €": no figure of a sum with points or cents is read as part of a day."""
    for one in sums:
        if _DIVIDED.search(folded[one.start : one.end]):
            folded = folded[: one.start] + "\1" * (one.end - one.start) + folded[one.end :]
    return _AFTER_A_FEAST.sub("\1" * 5, _DAYS_OR_I.sub(".", folded))


# "relance après Pâques": to a debtor's reader no day, to the owner that from which on.
_AFTER_A_FEAST = re.compile(rf"\bapres(?= (?:{'|'.join([*FEASTS, *MOVABLE])})\b)")
_DAYS_OR_I = re.compile(r"(?<=\d) (?=j')")  # "payé le 3 j'ai rien vu" counts no days

_DIVIDED = re.compile(r"\d[.,]\d")
_CENTS = re.compile(r"[.,](\d\d)(?![\d.,]\d|\d)")


def _with_its_cents(found: Figure, folded: str) -> Figure:
    """ "les 415,60 qui restent"."""
    cents = _CENTS.match(folded, found.end)
    if not cents or found.cents is None or found.cents % 100:
        return found
    return Figure("sum", found.start, cents.end(), cents=found.cents + int(cents[1]))


_SINCE = re.compile(r"\b(?:depuis|since) $")  # "il se moque de moi depuis noël"
_AT_ONCE = re.compile(r"maintenant|now|tout de suite|de suite|immediatement|right away")
_WEEKDAY = (
    r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
)
_WEEKDAY_AND = re.compile(rf"(?P<weekday>{_WEEKDAY})(?P<comma>,?) (?P<n>\d{{1,2}})")
_LED = re.compile(r"\b(?:le|au|du|avant|until|till|by|on|before) $")
_FAR = timedelta(40)  # "2 lundi 3 aussi": not said of a Monday the 3rd two months off
# Behind a number that has words of its own, and is no date: "1 lundi 2 ok".
_ITS_OWN = re.compile(
    rf" (?:aussi|idem|pareil|egalement|de meme|also|too|as well|same|ok|oui|yes|non|no|stop|payee?|paid"
    rf"|pause|pas|reglee?|envoie|attends|litige|jamais|rien|c'est|est|{_WEEKDAY})\b"
)


def _weekday_alone(f: Figure, folded: str, now: Now) -> Figure:
    """ "1 lundi 2 ok", "vendredi, 3 ok": the number is another's; "le mardi 15": no day, if no Tuesday."""
    if not (both := _WEEKDAY_AND.fullmatch(folded[f.start : f.end])):
        return f
    ahead, behind = days(both["weekday"], now), days(both["weekday"], Now(now.today, now.hour, past=True))
    first = ahead[0].day if ahead else None
    if not first or not behind:
        return f
    own = _ITS_OWN.match(folded, f.end) is not None
    dates = [day if _falls(day, first, now, own=own) else None for day in (f.ahead, f.behind)]
    led = _LED.search(folded[: f.start]) is not None
    if not both["comma"] and (any(dates) or (led and not own)):
        return replace(f, ahead=dates[0], behind=dates[1])
    return Figure("day", f.start, f.start + len(both["weekday"]), ahead=first, behind=behind[0].day)


def _falls(day: date | None, weekday: date, now: Now, *, own: bool) -> bool:
    """On that day of the week, and not so far off or gone that its number may have words of its own."""
    if day is None or day.weekday() != weekday.weekday():
        return False
    return not own or now.today <= day < now.today + _FAR


def _later(match: re.Match[str], today: date) -> date | None:
    unit = match["unit"]
    word = match["n"]
    count = 1 if word in ("another", "an", "une", "un", "a") else small_number(word)
    if not count:
        return None
    if unit.startswith(("mois", "month")):
        return months_later(today, count)
    if match["working"]:
        return _working_days(today, count)
    long = {"quinzaine": 15, "huitaine": 8, "fortnight": 14}
    step = long.get(unit, 7 if unit.startswith(("sem", "week", "wk")) else 1)
    return today + timedelta(step * count)


def _working_days(day: date, count: int) -> date:
    while count > 0:
        day += timedelta(1)
        count -= day.weekday() < 5
    return day


def months_later(day: date, count: int) -> date:
    first = date(day.year + (day.month - 1 + count) // 12, (day.month - 1 + count) % 12 + 1, 1)
    return first + timedelta(min(day.day, month_length(first)) - 1)


def month_length(first: date) -> int:
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return (following - first).days


def numbers(folded: str) -> list[tuple[int, int, int]]:
    """Bare numbers: start, end, cents."""
    found = ((m.start(), m.end("n"), cents_of(m["n"])) for m in _NUMBER.finditer(folded))
    return [(start, end, cents) for start, end, cents in found if cents is not None]


# --- instalments --------------------------------------------------------------------------------------

_TIMES = re.compile(
    r"(?<![\w.,])(?P<n>\d{1,2}|deux|trois|quatre|cinq|six|dix|douze|two|three|four|five|twelve) ?(?:x|fois"
    r"|times|\*|mensualites? de|versements? de|virements? de|cheques? de|paiements? de|instal?ments? of"
    r"|payments? of|mois (?:a|de)) ?(?:de |of )?(?P<sum>\d{1,3}(?:[ .']\d{3})+(?:[.,]\d\d?)?"
    r"|\d{1,6}(?:[.,]\d\d?)?) ?(?:€|euros?|eur|e\b)?(?:(?P<after>\d\d)\b)?"
)
_SWAPPED = re.compile(
    r"(?<![\w.,])(?P<sum>\d{1,6}(?:[.,]\d\d?)?) ?(?:€|euros?|eur|e)? ?(?:par mois |/mois |/ mois |a month "
    r"|per month |monthly )?(?:pendant |for |sur |x |fois |en )(?P<n>\d{1,2}|deux|trois|quatre|cinq|six|two"
    r"|three|four|five|six)(?: ?fois| mois| months| times)?"
)
_NOW = re.compile(
    r"\b(?:maintenant|tout de suite|de suite|comptant|now|right away|straight away|today|immediatement)\b"
)
_LEFT = re.compile(
    r"\b(?:le |son |du |the )?(?:reste|solde|surplus|complement|restant|balance|rest|remainder)\b"
)
_ENDS = re.compile(
    r"\b(?:fin (?:de |du )?(?:chaque )?mois|fins? de mois|end of (?:each|every|the) month|each month[- ]end"
    r"|fin mois)\b"
)
_EACH = re.compile(
    r"\b(?:tous les|chaque|every|each) (?P<d>\d{1,2})\b|\b(?:le|au|the|on the) (?P<e>\d{1,2}|1er)(?:st|nd|rd"
    r"|th)? (?:de chaque|du|of each|of every|of the) (?:mois|month)\b"
)


def instalments(folded: str, now: Now) -> tuple[Instalment, ...]:
    """The parts of a plan with their days; none where sums and days do not pair."""
    repeated = _TIMES.search(folded) or _SWAPPED.search(folded)
    if repeated:
        rest = folded[: repeated.start()] + " ; " + folded[repeated.end() :]
        return _monthly(repeated, rest, now)
    counted = _COUNTED.search(folded)
    sums = [(f.start, f.end) for f in figures(folded, now) if f.kind == "sum"]
    sums = sums or [
        (s, e) for s, e, _ in numbers(folded) if counted and not counted.start() <= s < counted.end()
    ]
    if counted and len(sums) == 1 and (_EACH.search(folded) or _ENDS.search(folded)):
        count = re.search(r"\d+|deux|trois|quatre|two|three", counted[0])
        start, end = sums[0]
        if count:
            again = f"{count[0]} x {folded[start:end]}"
            rest = "".join(" " if start <= i < end else c for i, c in enumerate(_COUNTED.sub(" ", folded)))
            repeated = _TIMES.search(again)
            rest = _COUNTED.sub(" ", folded[:start] + " ; " + folded[end:])
            return _monthly(repeated, rest, now) if repeated else ()
    return _paired(folded, now)


def _monthly(repeated: re.Match[str], rest: str, now: Now) -> tuple[Instalment, ...]:
    count = small_number(repeated["n"])
    cents = cents_of(repeated["sum"])
    if not count or count > 60 or cents is None:
        return ()
    if repeated.groupdict().get("after"):
        cents += int(repeated["after"])
    first = _first_day(rest, now)
    if first is None or first < now.today:
        return ()  # "the 5th of each month, first one this month", said on the 8th
    if _ENDS.search(rest):
        month = first.replace(day=1)
        days_ = [months_later(month, k) for k in range(count)]
        return tuple(Instalment(cents, d.replace(day=month_length(d))) for d in days_)
    named = [f.ahead for f in figures(_SINCE.sub(" ", rest), now) if f.kind == "day" and f.ahead]
    if len(named) == count:
        return tuple(Instalment(cents, d) for d in named)
    return tuple(Instalment(cents, months_later(first, k)) for k in range(count))


_MONTH = (
    r"(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|january"
    r"|february|march|april|may|june|july|august|september|october|november|december)"
)
_SINCE = re.compile(
    r"\b(?:a (?:partir|compter)|des|starting|beginning|from|as of|debut(?:ant|e|er)?|commenc\w{1,5}"
    r"|(?:la )?(?:premiere?|1ere|1er) (?:echeance|versement|paiement|mensualite|virement)"
    r"|(?:premiere?|1ere|first)(?= (?:en|in|des|ce|le mois|this|next)\b)|first (?:one|payment|instal?ment))"
    r"(?:,| (?:de|d'|du|en|in|from|on|le|au|des)){0,2} ?(?:d')?(?:(?:fin|debut) )?"
    rf"(?:(?:le |the )?(?:mois|month) (?:de |d'|of )?)?(?P<month>{_MONTH}|(?P<next>prochain|next month)"
    r"|(?P<this>(?:this|ce) (?:month|mois)(?:-ci)?))\b"
)


def _first_day(rest: str, now: Now) -> date | None:
    """The day of the first of several instalments."""
    since = _since(rest, now)
    each = _EACH.search(rest)
    if each:
        start = since or _first_named(rest[: each.start()] + " ; " + rest[each.end() :], now) or now.today
        return _first_named(
            f"le {each['d'] or each['e']}", Now(start - timedelta(1), 12) if since else Now(start, 12)
        )
    if since:
        numbered = re.search(r"\b(?:le|the) (\d{1,2}|1er)(?:st|nd|rd|th)?\b", rest)
        numbered = numbered or re.search(rf"{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?\b", rest)
        number = numbered[1].removesuffix("er") if numbered else "1"
        return since.replace(day=min(int(number), month_length(since))) if int(number) else None
    if _ENDS.search(rest):
        return _first_named(_ENDS.sub(" ", rest), now) or now.today
    return _first_named(rest, now) or (now.today if _NOW.search(rest) else None)


def _since(rest: str, now: Now) -> date | None:
    """The first of the month that the instalments begin in: "à partir du mois d'août"."""
    said = _SINCE.search(rest)
    if said is None:
        return None
    if said["next"] or said["this"]:
        return months_later(now.today.replace(day=1), 1 if said["next"] else 0)
    found = _first_named(f"le 28 {said['month']}", now)
    return found.replace(day=1) if found else None


def _first_named(text: str, now: Now) -> date | None:
    """The first day that is named in a text."""
    return next((f.ahead for f in figures(text, now) if f.kind == "day" and f.ahead), None)


def _paired(folded: str, now: Now) -> tuple[Instalment, ...]:
    """Each sum with the day said after it, or before it where the day comes first."""
    marks = _sums_and_days(folded, now)
    kinds = [kind for _, kind, _ in marks]
    if kinds.count("sum") != kinds.count("day") or not kinds:
        return ()
    sums = [value for _, kind, value in marks if kind == "sum"]
    days_ = [value for _, kind, value in marks if kind == "day"]
    return tuple(Instalment(s, d) for s, d in zip(sums, days_, strict=True))  # type: ignore[arg-type]


_COUNTED = re.compile(
    r"\b(?:en )?(?:\d{1,2}|deux|trois|quatre|two|three) ?(?:fois|x|mensualites|versements|echeances"
    r"|instal?ments|payments)\b"
)


def _sums_and_days(folded: str, now: Now) -> list[tuple[int, str, object]]:
    folded = _COUNTED.sub(lambda m: " " * len(m[0]), folded)
    found = figures(folded, now)
    marks: list[tuple[int, str, object]] = [
        (f.start, "day", f.ahead) for f in found if f.kind in ("day", "duration") and f.ahead
    ]
    marks += [(f.start, "sum", f.cents) for f in found if f.kind == "sum"]
    covered = bytearray(len(folded))
    for f in found:
        covered[f.start : f.end] = b"\1" * (f.end - f.start)
    marks += [(start, "sum", cents) for start, end, cents in numbers(folded) if not any(covered[start:end])]
    marks += [
        (m.start(), "sum", None) for m in _LEFT.finditer(folded) if not _said_how_much(m, folded, marks)
    ]
    marks += [
        (m.start(), "day", now.today) for m in _NOW.finditer(folded) if not any(covered[m.start() : m.end()])
    ]
    return sorted(marks, key=lambda mark: mark[0])


def _said_how_much(left: re.Match[str], folded: str, marks: list[tuple[int, str, object]]) -> bool:
    """ "le solde, soit 1 350 €, au 31", "les 180 qui restent": the sum beside it is the rest."""
    after = [(start, kind) for start, kind, _ in sorted(marks, key=lambda m: m[0]) if start >= left.end()]
    if not after or after[0][1] != "sum":
        return False
    return (
        re.fullmatch(
            r"[ ,:(=]{0,3}(?:soit|de|a savoir|c'est-a-dire|i\.?e\.?|namely|that is|of)?[ ,:]{0,2}[€£]?",
            folded[left.end() : after[0][0]],
        )
        is not None
    )
