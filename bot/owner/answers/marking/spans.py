"""A span of absence: "du 1er au 21 août", "jusqu'au 4", "from Monday to May 23rd".

Folded text in, two days out.
Stands on `figures`; a span whose end cannot be told is none.
"""

import re
from datetime import date, timedelta
from itertools import pairwise

from bot.owner.answers.marking.figures import Figure, figures, month_length
from bot.reading.dates import Now

_DAYS = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|mon|tues|wednes|thurs|fri|satur|sun)"
_NAMES_A_DAY = re.compile(rf"\b(?:du|de|le|des|au|from|until|till|on|the) (?:\d|{_DAYS})")
_FROM_A_DAY = re.compile(r"\b(?:du|des le|from|a partir du) (?:the )?\d{1,2}(?!\d)")
_NEXT_WEEK = re.compile(r" (?:toute |all )?(?:la semaine prochaine|la semaine qui vient|next week)[ .!]*")
_THIS_WEEK = re.compile(
    r" (?:de |pendant |sur )?(?:toute |all |the whole |the rest of |tout le reste de |le reste de )?"
    r"(?:cette semaine|la semaine|this week|the week|week)[ .!]*"
)
_SATURDAY = 5
_WEEKEND = re.compile(r" (?:tout )?(?:ce week-?end|this weekend)[ .!]*")
_JOINS = re.compile(r"[ ,]*(?:et |and |puis )?(?:le |the |on )?")
_SPANS = re.compile(r"\b(?:du|au|jusqu|from|until|till|to)\b|\d ?- ?\d")
_ONE_DAY = re.compile(rf"\d|demain|aujourd'hui|today|tomorrow|{_DAYS}")
_MORE = re.compile(rf"[ ,]*(?:le |the |on )?(?:\d|{_DAYS})")

Span = tuple[date | None, date | None]


def names_a_day(text: str) -> bool:
    """Whether a day is named, be it none that there is: "jusqu'au 31 avril"."""
    return _NAMES_A_DAY.search(text.split(",")[0]) is not None


def away(behind: str, now: Now, *, of_days: bool) -> Span:
    """What stands behind "absent": in its own part of the sentence, else up to where the sentence ends.

    `of_days`: a day without an end is the whole of it; of several days that is so in any case."""
    if returns := back(behind):
        return _through_the_day_before(behind, returns, now)
    part = behind.split(",")[0]
    alone = _these(behind, now) or _apart(behind, part, now) or _week(part, now)
    if alone and (of_days or _several(behind, alone)):
        return alone
    first, last = span(part, now)
    if not (first and last):
        first, last = span(behind, now)
    if last and first is None and _FROM_A_DAY.search(behind):
        return None, None  # "du 30 février au 5 mars"
    return first, last


def back(text: str) -> re.Match[str] | None:
    """ "de retour le 16", "je rentre lundi", "back on Monday"; "pas là avant lundi"."""
    found = _BACK.search(text)
    bounds = found is not None and found[0].startswith(("avant", "before"))
    return None if found is None or (bounds and "," in text[: found.start()]) else found


_BACK = re.compile(
    r"\b(?:avant|before|(?:de |mon |notre )?retour|revi(?:ens|endrai|endrons)|revenons|rentre(?:rai)?"
    r"|rentrons|back|return(?:ing)?)(?: (?:au (?:bureau|travail|boulot)|(?:in|to|at) (?:the )?(?:office|work)"
    rf"|que|seulement|only|prevu))*(?= (?:(?:le|on|the|on the) )?(?:\d|{_DAYS}|demain|apres-demain|tomorrow"
    r"|dans \d|dans une|in a|in \d|next ))"
)


def _through_the_day_before(text: str, returns: re.Match[str], now: Now) -> Span:
    """ "lundi, de retour le 16": from Monday through the 15th."""
    tail, head = text[returns.end() :], text[: returns.start()]
    days = [f for f in figures(tail, now) if f.kind == "day" and f.ahead and f.start <= _NEAR]
    first, last = span(head, now)
    if first and last:
        return first, last
    starts = [f.ahead for f in figures(head, now) if f.kind == "day" and f.ahead]
    if not days or not days[0].ahead or len(starts) > 1 or _OF_A_THING.match(tail, days[0].end):
        return None, None  # "retour lundi du recommandé"
    ends = days[0].ahead - timedelta(1)
    return (starts[0] if starts else None), ends


_OF_A_THING = re.compile(r" (?:du|des|de|les|la|un|une|mes|ses|the|of) (?!bonne heure|mois)")
_NEAR = 5  # characters: " le ", " on "
_EACH_WEEK = re.compile(rf"\b(?:le|les|on) {_DAYS}|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days\b")


def _several(behind: str, days: Span) -> bool:
    """ "fermé mardi et mercredi"; not "fermé le mardi", of each week."""
    first, last = days
    return bool(first and last and first < last) and not _EACH_WEEK.search(behind)


def _apart(behind: str, part: str, now: Now) -> Span | None:
    """ "demain, stop 2"."""
    return None if _MORE.match(behind, len(part)) else _these(part, now)


def _these(text: str, now: Now) -> Span | None:
    """ "demain", "lundi et mardi", "le 15, le 16 et le 17": nothing else than days that follow one another.

    Days that do not follow one another are no span, nor is the weekday that today is."""
    days, place = [f for f in figures(text, now) if f.kind == "day" and f.ahead], 0
    for one in days:
        said = text[one.start : one.end]
        if not _JOINS.fullmatch(text, place, one.start) or _SPANS.search(said) or not _ONE_DAY.search(said):
            return None
        place = one.end
    if not days or text[place:].strip(" .!"):
        return None
    ahead = [one.ahead for one in days if one.ahead]
    follow = all((later - day).days == 1 for day, later in pairwise(ahead))
    return (ahead[0], ahead[-1]) if follow and not _today(text, days[0], now) else (None, None)


def _today(text: str, day: Figure, now: Now) -> bool:
    return day.ahead == now.today and re.search(_DAYS, text[day.start : day.end]) is not None


def _week(part: str, now: Now) -> Span | None:
    if _THIS_WEEK.fullmatch(part):
        sunday = now.today + timedelta(6 - now.today.weekday())
        return now.today, sunday if now.today.weekday() < _SATURDAY else sunday + timedelta(7)
    monday = now.today + timedelta(7 - now.today.weekday())
    if _NEXT_WEEK.fullmatch(part):
        return monday, monday + timedelta(6)
    return (monday - timedelta(2), monday - timedelta(1)) if _WEEKEND.fullmatch(part) else None


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
    r"\b(?:au|jusqu'au|jusqu'a|jusqu'en|to|until|till|through|et le|and"
    r"|a(?= (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)))\b|->|(?<=\d) ?- ?(?=\d)"
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
