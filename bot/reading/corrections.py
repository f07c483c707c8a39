"""Days that the mail itself takes back: one that the next sentence corrects, one that is but a habit.

"Sous huitaine. Enfin mercredi, pour être précis" is Wednesday; "le lendemain, comme chaque début de mois"
names no other day, nor does "le 4" where the fourth invoice is meant. The clauses of a mail in, the same
without those days out.
"""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from bot.patterns import pattern
from bot.reading.dates import Day
from bot.reading.daycount import months_later
from bot.reading.daywords import MONTHS
from bot.reading.heard import Heard
from bot.reading.schedules import NAMES
from bot.reading.told import WIDE

_SLIP = timedelta(11)  # between a day and the one that corrects it
_BESIDE = timedelta(5)  # "le 14 mi-avril"
_LED = (
    r"(?:[ ,:]{1,3}(?:le|la|pour|non|pardon|sorry|plutot|disons|c'est|ce sera|on|the|make it|it's|i mean"
    r"|by|d'ici|avant)){0,3}[ ,:]{1,3}"
)
_CORRECTS = pattern(
    r"(?:non|pardon|ou plutot|plutot|je corrige|correction|rectification|erratum|euh|oups|or rather|rather"
    rf"|sorry|i mean|make that|scratch that|no|oops){_LED}"
    r"|(?:c'est|est|sera|etant|is|being|it's) (?:un |a )?(?:jour )?(?:ferie|ferme|chome|closed"
    r"|(?:bank |public )holiday)[ ,:]{1,3}(?:(?:donc|alors|plutot|so|le|on|the) ){0,3}"
)
_AFTER_ALL = pattern(rf"(?:enfin|well|disons|bref|actually|en fait){_LED}")
_PRECISELY = pattern(
    r"[ ,(]{1,3}(?:pour etre (?:plus )?(?:precis|exact)\w?|plus (?:precisement|exactement)|precisement"
    r"|exactement"
    r"|to be (?:more )?(?:precise|exact)|precisely|exactly)\b"
)
# "une traite au 15 décembre": the day on which it is paid
_NOTE_DUE = pattern(
    r"\b(?:billets? a ordre|traites?|lcr|lettres? de change|promissory note|bill of exchange)"
    r"(?: (?!du\b)[a-z]{2,12}){0,2} (?:a echeance |echeance |a l'echeance |a vue |payable |due |dated )?"
    r"(?:au|du|le|on|for) ?(?:le )?(?:the )?$"
)
_THAT_COMES = pattern(
    r" ?[,(]? ?(?:que (?:vous|tu) (?:recevr\w{2,3}|aur\w{2,3})|qui (?:vous|te) (?:parviendra"
    r"|sera (?:envoye|adresse|remis|poste)e?|arrivera)|qui (?:part|partira)|(?:which|that) (?:you (?:will"
    r"|'ll) (?:have|get|receive)|will (?:reach you|be with you|be sent)))(?: [a-z]{2,12}){0,3} ?(?:le )?"
)
_SENDS = pattern(
    r"\b(?:envo\w{1,6}|adress\w{1,5}|post\w{1,4}|remett\w{1,4}|recevr\w{2,4}|send\w{0,3}|receive)\b"
)
_REOPENS = pattern(
    r"\b(?:r?ouvr|reouv|repren|reprise|retour|rentr|reopen|back)\w{0,6}(?: \w{1,8}){0,3},? ?(?:le |on )?$"
)
_TURNS = pattern(r"[;:.]|\b(?:et|puis|and|then|le reste|le solde|the rest)\b")
# how many days a bank may take between a debit and its value
_CLEARING = timedelta(5)
_VALUE = pattern(r"\b(?:valeur|valuta|value(?: date)?)(?: ?:)?(?: (?:le|du|au|on|the|is)){0,2} ?(?:$|(?=\d))")
_EITHER = pattern(r"\bsoit\b.{1,40}\bsoit\b|\beither\b.{1,40}\bor\b")
_SETTLES = pattern(
    r"(?:(?:bon|allez|allons-y|disons|ok|go on|right|let's say|say|well)[ ,:]{1,3}){1,3}(?:le |on |the )?"
)
_BUT_OF = pattern(
    rf"(?:mais|but) (?:(?:celui|the one) )?(?:(?:de |d'|en |of |in )(?P<month>{NAMES}|may)\b(?! \d)"
    r"|(?:du |of the )?(?:mois (?:prochain|suivant|d'apres)|month after|next month)\b)"
)
_LAST_WORDS = ("", " aussi", ",", " aussi,", " as well", " too", " too,")
_AGREED = pattern(
    r"^(?:(?:hi|hello|bonjour|bonsoir|dear \w{2,12}|\w{2,12}),? )?(?:as|comme) (?:agreed|discussed|arranged"
    r"|said|convenu|vu|dit|prevu|evoque)\b[^,;:.\d]{0,40}$"
)
_WITH_RUN = pattern(r" (?:with|in|as part of|avec|dans) (?:our|the|my|notre|nos|le|la|les|l')? ?")
_NOW_THE_PLAN = pattern(r" ?:")
_HABITUAL = pattern(
    r"\b(?:comme (?:a |en |au )?(?:chaque|tou(?:s|tes) les)|(?:as|like) (?:at |in |on )?(?:the )?(?:every"
    r"|each)) ?(?:le |the )?$"
)


def set_right(heard: list[Heard]) -> list[Heard]:
    told = [_within(h) if h.ahead else h for h in heard]
    for index in range(1, len(told)):
        told[index - 1] = _of_month_named(told[index - 1], told[index])
        gone = _corrected(told[index - 1], told[index])
        for day in (
            *gone,
            *_before_value(told[index - 1], told[index]),
            *_weighed(told[index - 1], told[index]),
        ):
            told[index - 1] = _without(told[index - 1], day)
    closing = next((d.day for h in told for d in h.ahead if d.kind == "before_event" and d.day), None)
    return [_without_reopening(h, closing) for h in told] if closing else told


def _without_reopening(heard: Heard, closing: date) -> Heard:
    """ "nous rouvrons le 25 août. Vous serez réglés avant la fermeture": not on the 25th."""
    folded = heard.clause.folded
    for day in heard.ahead:
        if day.day and day.day > closing and _REOPENS.search(folded, max(0, day.start - 40), day.start):
            heard = _without(heard, day)
    return heard


def _within(heard: Heard) -> Heard:
    """A clause without the days that it takes back itself."""
    heard = _without_numbers(_without_habits(heard))
    folded = heard.clause.folded
    gone = [
        a
        for a, b in pairwise(heard.ahead)
        if _slips(a, b) and _CORRECTS.fullmatch(folded[a.end : b.start].lstrip(" ,.:;(-"))
    ]
    agreed = [
        d for d in heard.ahead[:1] if _AGREED.search(folded[: d.start]) and _NOW_THE_PLAN.match(folded, d.end)
    ]
    wide = [b for a, b in pairwise(heard.ahead) if _same_run(folded, a, b)]
    said_before = [d for d in heard.ahead for g in gone if d.day == g.day and d.start < g.start]
    theirs = [d for d in heard.ahead if d.kind == "at_once" and heard.awaits_document]
    for day in (*gone, *theirs, *said_before, *agreed, *wide, *_of_note(heard), *_before_value(heard, heard)):
        heard = _without(heard, day)
    return heard


def _slips(last: Day, day: Day) -> bool:
    return (
        last.day is not None
        and day.day is not None
        and last.day != day.day
        and abs(last.day - day.day) <= _SLIP
    )


def _of_note(heard: Heard) -> list[Day]:
    """ "un billet à ordre au 15 décembre, que vous recevrez dans la semaine": the money's day is the 15th."""
    folded = heard.clause.folded
    due = [d for d in heard.ahead if _NOTE_DUE.search(folded, max(0, d.start - 50), _named_at(folded, d))]
    return [
        d
        for d in heard.ahead
        if any(_note_comes(folded, d, of_money) for of_money in due if of_money is not d)
    ]


def _named_at(folded: str, day: Day) -> int:
    """Where its number or name begins: the phrase of a day may begin with a preposition."""
    return day.start + 3 * folded.startswith(("le ", "au ", "du "), day.start)


def _note_comes(folded: str, day: Day, due: Day) -> bool:
    """Whether it is the day on which a note due on another is sent or had."""
    if day.start > due.end:
        return bool(_THAT_COMES.fullmatch(folded, due.end, day.start))
    sent = _SENDS.search(folded, max(0, day.start - 40), due.start)
    return bool(sent and not _TURNS.search(folded, day.end, due.start))


def _same_run(folded: str, day: Day, run: Day) -> bool:
    """ "on the 27th with our month-end run": but the day told."""
    if run.kind not in ("this_month", "month_part") or day.kind not in ("of_month", "named", "numeric"):
        return False
    near = day.day and run.day and abs(run.day - day.day) <= _BESIDE
    return bool(near and _WITH_RUN.fullmatch(folded, day.end, run.start))


def _before_value(before: Heard, heard: Heard) -> list[Day]:
    """ "payée le 15, valeur 16": the money is there on the 16th."""
    folded = heard.clause.folded
    of_value = [d for d in heard.ahead if _VALUE.search(folded[max(0, d.start - 15) : d.end])]
    if not of_value or of_value[0].day is None or before.says_paid:
        return []
    there = of_value[0].day
    earlier = (d for d in before.ahead if before is not heard or d.end <= of_value[0].start)
    return [
        d for d in earlier if d.day and heard.today <= d.day and timedelta(0) < there - d.day <= _CLEARING
    ]


def _weighed(before: Heard, heard: Heard) -> list[Day]:
    """ "soit aujourd'hui soit le 1er... allez, aujourd'hui": the one that is settled on."""
    if not heard.ahead or not _EITHER.search(before.clause.folded):
        return []
    settled = heard.ahead[0]
    named = settled.day in [d.day for d in before.ahead]
    return list(before.ahead) if named and _SETTLES.fullmatch(heard.clause.folded, 0, settled.start) else []


def _of_month_named(before: Heard, heard: Heard) -> Heard:
    """ "le 30, mais de mai": the 30th of that month."""
    month = _BUT_OF.match(heard.clause.folded)
    last = before.ahead[-1] if before.ahead else None
    if month is None or last is None or last.day is None or last.kind != "of_month":
        return before
    if before.clause.folded[last.end :] not in _LAST_WORDS:
        return before
    number = MONTHS[month["month"]] if month["month"] else last.day.month % 12 + 1
    moved = months_later(last.day, (number - last.day.month) % 12)
    if moved.day != last.day.day:
        return before
    return replace(before, ahead=(*before.ahead[:-1], replace(last, day=moved)))


def _corrected(before: Heard, heard: Heard) -> list[Day]:
    """The last day of a clause, where the next one begins with another in its stead."""
    if not (before.ahead and heard.ahead) or before.clause.question or before.sums or heard.sums:
        return []
    last, day = before.ahead[-1], heard.ahead[0]
    if last.day is None or day.day is None or abs(last.day - day.day) > _SLIP:
        return []
    folded = heard.clause.folded
    if _CORRECTS.fullmatch(folded, 0, day.start):
        return [last]
    within = last.kind in WIDE and day.kind not in WIDE and day.day <= last.day
    told = _AFTER_ALL.fullmatch(folded, 0, day.start)
    return [last] if told and (within or _PRECISELY.match(folded, day.end)) else []


def _without_habits(heard: Heard) -> Heard:
    """ "le lendemain comme chaque début de mois": what is always so tells no other day."""
    folded = heard.clause.folded
    habits = [d for d in heard.ahead[1:] if _HABITUAL.search(folded, max(0, d.start - 30), d.start)]
    for day in habits:
        heard = _without(heard, day)
    return heard


def _without_numbers(heard: Heard) -> Heard:
    """ "le 3 fin avril, le 4 le dernier vendredi de mai": a number right before a day that it cannot be is
    that of a payment or an invoice."""
    folded = heard.clause.folded
    numbers = [
        day
        for day, after in pairwise(heard.ahead)
        if day.kind == "of_month"
        and after.kind in ("month_part", "nth_day")
        and folded[day.end : after.start] in (" ", " : ", " en ")
        and day.day
        and after.day
        and not (abs(after.day - day.day) < _BESIDE and after.day.month == day.day.month)
    ]
    for day in numbers:
        heard = _without(heard, day)
    return heard


def _without(heard: Heard, day: Day) -> Heard:
    kept = [p for p in zip(heard.ahead, heard.behind, strict=False) if p[0] is not day]
    return replace(heard, ahead=tuple(a for a, _ in kept), behind=tuple(b for _, b in kept))
