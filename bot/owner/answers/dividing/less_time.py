"""Less time than was asked for: "non, 15 jours pas plus", "trop long, 2 semaines", "non mais ok pour le 20".

A marked sentence in answer to a request in, the same out with the day proposed. Nothing but such words may
stand around the day: "non, 15 jours de retard" refuses, and "il a eu 15 jours" tells.
"""

import re
from dataclasses import replace
from datetime import date

from bot.owner.answers.asked import REQUESTS
from bot.owner.answers.context import Context
from bot.owner.answers.marking.marks import Mark, Sentence, figure
from bot.owner.answers.words.phrases import Said

_LIMIT = (
    r"(?:(?:et )?pas (?:plus|davantage|un (?:jour|de plus))(?: (?:tard|loin|de plus))?|(?:et )?(?:c'est tout"
    r"|basta|point(?: barre| final)?|that's (?:it|all))|(?:grand |au )?maxi?(?:mum)?|tout au plus|au plus"
    r"|(?:and )?no(?:t a day)? (?:more|longer)|at (?:the )?(?:very )?most|tops|max)"
)
_NO = r"(?:(?:non|nan|no|nope|ah|oh),? ?){0,2}"
_LED = re.compile(
    rf"\W*{_NO}\W*(?:(?:mais|but|bon|alors|plutot|disons|par contre|en revanche|rather),? ?){{0,2}}"
    r"(?P<yes>(?:je (?:veux bien|dis oui|suis d'accord)|ok|oui|yes|d'accord|accord|accept\w*|fine)[ ,]{1,2}"
    r"(?:mais |but )?)?"
    r"(?P<leave>(?:je |on |nous |i |we |i'll |we'll )?(?:ne )?(?:(?:lui|leur|peux|peut|can|will) ){0,2}"
    r"(?:laiss\w+|donn\w+|accord\w+|octroi\w+|give|grant|allow)(?:[- ](?:lui|leur|him|her|them))? ?)?"
    r"(?P<limit>(?:pas plus (?:tard )?(?:de|d'|que) ?|maximum |max |jusqu'(?:a|au) |no (?:more|later) than "
    r"|not more than |up to |until |till ))?"
    r"(?:(?:pour|dans|d'ici|sous|avec|for|in|within|juste|seulement|only|le|the|by) ){0,2}"
)
_CLOSED = re.compile(rf"(?P<limit>,? ?{_LIMIT})?[ .!]*(?P<end>$|[,;:(])")
_NOT_THEN = re.compile(rf"\W*{_NO}(?:surtout )?(?:pas|not) (?:le |the |jusqu'(?:a|au) |pour le )?$")
_NEAR = 130  # days: a day further off is one gone by, or told


def less_time(sentence: Sentence, before: Sentence | None, context: Context, today: date) -> Sentence:
    if context.matter not in REQUESTS or sentence.question or sentence.trailing:
        return sentence
    day = _the_day(sentence)
    if day is None or not _near(day, today):
        return sentence
    start = _begins(sentence, day)
    led = _LED.fullmatch(sentence.text.folded, start, day.start)
    closed = _CLOSED.match(sentence.text.folded, day.end, sentence.end)
    if not led or not closed:
        return sentence
    refused = any(m.name in ("no", "refuse") and m.end <= day.start for m in sentence.marks)
    refused = refused or (before is not None and _refuses(before) and not led["leave"])
    limited = bool(closed["limit"]) or bool(led["limit"] and led["limit"].startswith(("pas", "no", "max")))
    if not (refused and not closed["end"]) and (not limited or (led["leave"] and not refused)):
        return sentence  # "je lui laisse jusqu'au 31, pas plus" is a rest
    gone = [m for m in sentence.marks if _said_around(m, sentence, day, start, closed.end())]
    if any(m.name in ("propose", "plan") for m in sentence.marks if m not in gone):
        return sentence
    value = Said("propose", day.start, day.start, (("of", "less"),), "")
    said = Mark("phrase", day.start, day.start, "propose", value)
    kept = [m for m in sentence.marks if m not in gone]
    place = kept.index(day)
    return replace(sentence, marks=(*kept[:place], said, *kept[place:]))


def _the_day(sentence: Sentence) -> Mark | None:
    """The only one; or the second, "non pas le 30, le 10"."""
    days = [m for m in sentence.marks if m.kind in ("day", "duration")]
    if len(days) == 2 and _NOT_THEN.fullmatch(sentence.text.folded, sentence.start, days[0].start):
        return days[1]
    return days[0] if len(days) == 1 else None


def _near(day: Mark, today: date) -> bool:
    ahead = figure(day).ahead
    return ahead is not None and 0 < (ahead - today).days <= _NEAR


def _begins(sentence: Sentence, day: Mark) -> int:
    """Where its own words begin: behind a comma, or behind the refusal; not "I won't wait until the 30th"."""
    ends = [
        m.end
        for m in sentence.marks
        if m.end <= day.start
        and (m.kind in ("comma", "day", "duration") or (m.name == "refuse" and _ends_there(sentence, m)))
    ]
    return max(ends, default=sentence.start)


def _ends_there(sentence: Sentence, refusal: Mark) -> bool:
    return re.match(r" ?(?:[-,;:.!(]|mais\b|but\b|plutot\b)", sentence.text.folded[refusal.end :]) is not None


def _said_around(mark: Mark, sentence: Sentence, day: Mark, start: int, end: int) -> bool:
    """What the day's own words are marked as, but the no; and a day that is refused for it."""
    if mark is day:
        return False
    if mark.kind in ("day", "duration"):
        return True
    if mark.name in ("no", "refuse") and mark.end <= day.start:
        return sentence.text.folded[mark.start : mark.end] not in ("non", "no", "nan") and mark.start >= start
    return start <= mark.start < end and mark.kind in ("phrase", "word")


def _refuses(before: Sentence) -> bool:
    names = {m.name for m in before.marks if m.kind == "phrase"}
    return bool(names & {"no", "refuse"}) and not names & {"yes", "accept", "propose", "plan", "pause"}
