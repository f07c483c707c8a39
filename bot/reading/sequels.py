"""A weekday told after a later day: "mandat lundi, paiement le jeudi", "paid on the 30th, then you Tuesday".

It is the first such weekday behind that day, where the words show that it follows: "then", "le", "the", a run
after an approval, a day that falls on a week-end. Where they do not, it stays the next one from today.
"""

from dataclasses import replace
from datetime import date, timedelta

from bot.patterns import pattern
from bot.reading.dates import WEEKDAY, Day, after_feast
from bot.reading.heard import Heard
from bot.reading.roles import put_aside
from bot.reading.runs import HABIT

_NEAR = timedelta(60)
_JUST_AFTER = 5  # days within which "le 16" goes on from a date
_EXACT = frozenset(("named", "numeric", "of_month", "weekday", "nth_day", "iso", "feast", "beside", "range"))
_DATES = frozenset(("named", "numeric", "of_month"))
_RETURN = pattern(
    r"\b(?:(?:de )?retour|rentr\w{1,4}|revien\w{1,3}|reviendr\w{1,4}|back|returning|home)"
    r"(?: (?:home|chez \w{2,8}|a la maison|au \w{3,10}|on|le|the|que|dans la nuit de|in the office))* $"
)
_THEN = pattern(r"\b(?:then|ensuite|puis|apres quoi|derriere|dans la foulee|afterwards|after that)\b")
_THE = pattern(r"\b(?:le|the) $")
# a day by which the debt is due is none from which the payment goes on
_DUE = pattern(r"\b(?:echea|echoi|echu|exigible|due\b|deadline|date limite|delai|penalit)")
_SUPPOSED = pattern(r"\b(?:if|si|unless|sauf)\b|\bs'il")
_RUN = pattern(r"\b(?:fichier|lot|train|campagne|batch|file|run) (?:de |du |of |on )?$")
_ITS_RUN = pattern(r"'s (?:run|file|batch)\b| (?:run|file|batch)\b")
_APPROVED = pattern(r"\b(?:valid|sign|vise\b|visera|approuv|approv|accord|mandat|authoris)")


def sequel(heard: Heard, before: Heard | None, last: Day | None) -> Heard:
    """A clause with its weekdays counted from the day named last, if it goes on from the clause before."""
    if before is None or last is None or last.day is None or last.kind not in _EXACT:
        return heard
    if any(d.day == last.day for d in before.ahead):
        heard = _later_that_month(heard, last)
    if not any(d.kind == "weekday" for d in heard.ahead) or any(d.day == last.day for d in heard.ahead):
        return heard
    told: list[Day] = []
    for day in heard.ahead:  # behind a day that stands where it did, the others do
        stays = any(t.day and t == d for t, d in zip(told, heard.ahead, strict=False))
        moved = told and day.kind == "day_after" and _moved(heard.ahead[len(told) - 1], told[-1])
        if moved and day.day:  # "le dimanche soir ... et le lendemain"
            told.append(replace(day, day=day.day + moved))
        else:
            told.append(day if stays else _behind(heard, day, before, last))
    return replace(heard, ahead=tuple(told))


def _moved(was: Day, now: Day) -> timedelta:
    return now.day - was.day if was.day and now.day else timedelta(0)


def _later_that_month(heard: Heard, last: Day) -> Heard:
    """ "la cave paye le 15 novembre, vous le 16": a number that goes on from the date right before it."""
    dated = [d for d in heard.ahead if d.day]
    if (
        len(dated) != 1
        or dated[0].kind != "of_month"
        or last.kind not in ("named", "feast", "beside", "numeric")
    ):
        return heard
    day, base = dated[0], last.day
    if not (day.day and base) or day.day >= base or not 0 < day.day.day - base.day <= _JUST_AFTER:
        return heard
    moved = replace(day, day=base.replace(day=day.day.day))
    return replace(heard, ahead=tuple(moved if d is day else d for d in heard.ahead))


def _behind(heard: Heard, day: Day, before: Heard, last: Day) -> Day:
    on = last.day
    if day.kind != "weekday" or day.day is None or on is None or not timedelta(0) < on - day.day < _NEAR:
        return day
    if last.kind == "weekday" and day.day == heard.today and on - day.day <= timedelta(7):
        return replace(day, day=day.day + timedelta(7))  # "mardi ..., mercredi aussi. Jeudi", on a Thursday
    if last.kind in _DATES and on.weekday() == day.day.weekday() and _same_told(heard, day, before, on):
        return replace(day, day=on)
    return replace(day, day=after_feast(on, day.day)) if _follows(heard, day, before, on) else day


def _same_told(heard: Heard, day: Day, before: Heard, last: date) -> bool:
    """ "nous jouons dimanche 16. La caisse sera comptée le dimanche soir": that Sunday."""
    named = [d for d in before.ahead if d.day == last]
    told = named and WEEKDAY.search(before.clause.folded, named[-1].start, named[-1].end)
    return bool(told) and heard.clause.folded.startswith("le ", max(0, day.start - 3))


def _follows(heard: Heard, day: Day, before: Heard, last: date) -> bool:
    folded = heard.clause.folded
    led = folded[max(0, day.start - 160) : day.start]
    if _SUPPOSED.search(led) or _DUE.search(before.clause.folded):
        return False
    if _THEN.search(led):
        return True
    named = [d for d in before.ahead if d.day == last]
    told = bool(named)
    if named and heard.has("commit") and _next_weekday(before.clause.folded, named[-1], day):
        return True
    if named and _instead(before.clause.folded, named[-1], day):
        return True
    if told and _RETURN.search(before.clause.folded[: named[-1].start]):
        return True  # "retour vendredi. Lundi je fais le virement"
    if told and _THE.search(led) and not (HABIT.search(folded) or "chaque fois" in folded):
        return True
    run = _RUN.search(led) or _ITS_RUN.match(folded, day.end)
    return told and bool(run) and bool(_APPROVED.search(before.clause.folded))


def _next_weekday(folded: str, named: Day, day: Day) -> bool:
    """ "La paye est vendredi 28. Je passe samedi.": the day right after one told with its weekday."""
    if named.kind not in ("named", "numeric", "of_month") or not (named.day and day.day):
        return False
    told = WEEKDAY.search(folded, named.start, named.end)
    return bool(told) and after_feast(named.day, day.day) - named.day == timedelta(1)


def _instead(folded: str, aside: Day, day: Day) -> bool:
    """ "lundi c'est Pâques, donc pas lundi ; mardi": the day right after the weekday put aside."""
    if aside.kind not in ("weekday", "feast") or not (aside.day and day.day):
        return False
    return put_aside(folded, aside) and after_feast(aside.day, day.day) - aside.day == timedelta(1)
