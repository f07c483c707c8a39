"""The days of an automatic message: clauses in; when the writer is back, or when he pays his suppliers, out.

"De retour le 3" is that day; "jusqu'au 31" and "du 19 au 31" the next working day, unless "au matin" follows:
a day too late waits, a day too early presses. No day is guessed from the length of a holiday. The writer's
own return goes before the firm's opening. Suppliers are paid on a day only where one day is fixed: terms
("à 45 jours"), weekly runs and "le 10 et le 25" fix none.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from re import Match

from bot.patterns import pattern
from bot.reading.dates import Day, Now, days
from bot.reading.daycount import next_open_day
from bot.reading.lexicon import section
from bot.reading.machinewords import words
from bot.reading.sentences import Clause, finer

# "à partir du 3" begins something, "du 3 au 10" is the time away
_STARTING = pattern(
    r"\b(?:a partir du|a compter du|des le|(?:rentree|reprise|reouverture) du|as of|as from)\b"
    r"|\b(?:au|du|to) (?!lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|\d)[a-z]"  # "au bureau"
)
_PAYMENTS = pattern(r"\b(?:paiements?|reglements?|virements?|payments?|mandatements?)\b")
_HEADING = pattern(r"(?:^|[:,] )(?:(?:le|au|on|the|tous les) ){0,2}$")  # "le 20, les factures sont payées"
_RUN_OF = pattern(r"\b(?:payments?|run|paiements?|reglements?|virements?|campagne) (?:of|du) (?:the?)?$")
_EACH_MOIS = pattern(r"\b(?:de )?(?:chaque|tous les) mois\b")
_EACH_MONTH = pattern(r"\b(?:of )?(?:each|every) month\b")
_REACH = 40  # characters between "sont payées" and their day
_SPANNING = ("du ", "from ", "entre ")
_BEGINS = pattern(r"\b(?:du|from|entre le|between) (?:the )?$")
_TO = pattern(r"\b(?:au|jusqu'au|to|until|till|et le|and) (?:the )?$")
_DAY_LAST = pattern(r"\b\d{1,2}(?:er|st|nd|rd|th)?(?: [a-z]{3,9})?$")
_DAY_FIRST = pattern(r"(?:le |the )?\d{1,2}\b")
_LONG_PAST = pattern(r"\b(?:depuis|since) (?:le |the )?$")
_DAY_NAME = r"(?:(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
_WEEKLY = pattern(
    rf"\b(?:les|chaque|every|each) (?:{_DAY_NAME}s? (?:et|and) (?:les |le )?)?{_DAY_NAME}s?$|\b{_DAY_NAME}s$"
)
# "absent le mercredi" is every Wednesday, or the next: nobody can tell
_THAT_DAY = pattern(rf"\ble {_DAY_NAME}(?: et (?:le )?{_DAY_NAME})?$")
# an hour behind a day: before the afternoon is over somebody is back on that day, later he is not
_HOUR = pattern(
    r"(?P<day>\d|\b[a-z]{3,9}),? (?:a |at |vers |@ ?)?"
    r"(?:(?P<hour>\d{1,2}) ?(?:h(?:eures?)?(?: ?[0-5]\d)?|:[0-5]\d)"
    r"|(?P<noon>midi|noon)|(?P<english>\d{1,2})(?:[.:][0-5]\d)? ?(?P<half>[ap])\.?m\b\.?)(?!\w)"
)
_CLOSED_HOURS = pattern(r"\b(?:de|from|entre|between|des)$")
_EVENING = 15
_GOES_ON = pattern(r" ?(?:au|a|to|until|till|jusqu\w{1,3}|-)\b| ?- ")
_BACK = pattern(
    r"\b(?:(?:vous |les )?lirai|lirons|repondrai|traiterai|(?:will|'ll|shall) (?:reply|answer|read)"
    r"|resume[sd]?"
    r"|pick(?:ing)? up (?:my |your |the )?(?:messages?|mails?|emails?)"
    r"|reopen\w{0,3}|again|repren\w{1,4}|rouvr\w{1,5}|(?:rentree|reprise|reouverture) du"
    r"|(?:a|de) nouveau (?:la|presente?s?|parmi|a (?:votre|vos)|disponibles?|joignables?|ouverte?s?"
    r"|au bureau)|prochaine?s? (?:jours? (?:de |d')(?:presence|ouverture)|permanence|presence))\b"
)
_NOT_BEFORE = pattern(r"\b(?:pas|plus|not|aucun\w?|rien)\b.{0,50}\b(?:avant|before|until) (?:le |the |au )?$")
_FROM_NOW = pattern(r"\b(?:a partir|a compter|des|from|as of|starting) (?:de |d')?$")
_FROM = pattern(r"\b(?:a partir|a compter|des)\b(?: (?:du|de|le|la)\b)?(?: (?:\w{4,9} )?)?$")
_NEWS = pattern(
    r"\b(?:notre|nos|mon|ma|mes|our|my|new|nouve\w{2,4}) (?:\w{2,12} ){0,2}(?:adresse|horaires|rib|iban"
    r"|numero|site|locaux|siege|tarifs|telephone|mail|address|hours|number|premises|prices)\b|\bdemenag\w{1,6}"
)
_AS_FROM = pattern(r"\ba (?:compter|partir) $")  # "du 7" that begins nothing but the time back
# the office answers before the shop opens
_ANSWERS = pattern(
    r"\b(?:bureaux?|secretariat|standard|accueil|equipe|nous|on|office|team|we) (?:\w{1,8} ){0,2}"
    r"(?:repond\w{0,4}|answers?|joignables?|reachable)\b"
    r"|\b(?:bureaux?|office) (?:rouvr\w{1,5}|reouvr\w{1,5}|reprend|reprendra|reopens?|will reopen|le|on)\b"
)
_RECTIFIED = pattern(
    r"\b(?:rectific\w{3,5}|erratum|correction|finalement|changement de date|en fait|update|corrected)\b"
)
_SOMEBODY_ELSE = pattern(
    r"\b(?:ne pas confondre|contrairement a|absent,? lui|absente,? elle"
    r"|(?:prend\w{0,4}|assure\w{0,2}) le relais"
    r"|(?:mon|ma|my) (?:assistante?|collegue|binome|remplacante?|assistant|colleague|deputy) (?:\w{2,14} )?"
    r"(?:est|sera|is|will be|reste)"
    r"|aucune? (?:expedition|livraison|enlevement|commande)"
    r"|(?:son|leur|his|her|their) (?:retour|return)|takes over|(?:is|will be) covering)\b"
)
_CONTRARY = pattern(r"\bcontrairement (?:a ce|au site|aux horaires)\b[^,]{1,90}, ?")
_RETURN_DATE = pattern(
    r",? \(?(?:exclu\w{0,2}\b|date de (?:mon|notre) retour|the (?:date|day) of my return"
    r"|when (?:i am|i'm|i will be|i'll be|i return|i come back|we are|we're|we will be|we'll be|we return"
    r"|we reopen)\b|(?:jour|date) (?:ou|a laquelle) (?:je|nous|on) (?:reviens|reprends|serai|revenons"
    r"|rouvrons|reprenons|rouvre))"
)
_AWAY = pattern(
    r"\b(?:absente?s?|jours? d'absence|conges?|fermee?s?|ferme|ferment|fermons|fermeture"
    r"|ne (?:travaille|suis|serai) pas"
    r"|indisponible|hors du bureau|deplacement|formation|seminaire|salon|away|out of|off|leave|closed"
    r"|vacances?|vacation|rtt|en repos|ne sera|travelling|traveling)\b"
)


def return_day(clauses: tuple[Clause, ...], now: Now) -> date | None:
    told = _set_right(list(_days_ahead(clauses, now)))
    own = [t for t in told if not _of_the_firm(t[0])]
    spoken = any(words("own_voice").search(folded) for folded, _, _ in own)
    answered = [day for folded, found, day in told if _answers_from(folded, found)]
    mine = _back_on(own, now.today) if spoken else None
    return mine or min(answered, default=None) or _back_on(told, now.today)


def _answers_from(folded: str, found: Day) -> bool:
    led = folded[: found.start]
    return bool(_ANSWERS.search(led)) and (folded.startswith("des ", found.start) or _back(led))


def _set_right(told: list[tuple[str, Day, date]]) -> list[tuple[str, Day, date]]:
    """ "Retour le 25 ... ATTENTION rectificatif : réouverture dès le 21": what stands behind such a word."""
    for at, (folded, found, _) in enumerate(told):
        if at and _RECTIFIED.search(folded[: found.start]):
            return told[at:]
    return told


def _of_the_firm(folded: str) -> bool:
    """It tells when a firm is closed or opens again, not when the writer is back."""
    firm = words("firm_opens").search(folded) or words("firm_shut").search(folded)
    return bool(firm) and not words("own_voice").search(folded)


def _back_on(told: list[tuple[str, Day, date]], today: date) -> date | None:
    last_away: date | None = None
    gone: date | None = None  # the last day of it, before the first one open
    shut: date | None = None  # the last day of "du 1er au 23"
    begun: tuple[str, date] | None = None
    for folded, found, day in told:
        before = folded[max(0, found.start - 60) : found.start]
        if _PAYMENTS.search(before) or (day == today and _FROM_NOW.search(before)):
            continue
        opens = folded.startswith(_SPANNING, found.start) and not _AS_FROM.search(before)
        spanned = found.kind.startswith("range") or opens
        meanwhile = shut is not None and day < shut and found.kind != "weekday"
        if not spanned and not meanwhile and (_back(before) or _NOT_BEFORE.search(before)):
            return day if found.kind != "weekday" else _no_sooner(day, gone)
        away = spanned or _until(before, found)
        # a second time away counts only where it goes on from the first
        starts = day - timedelta(4) if found.kind == "week" else day
        if begun and begun[0] == folded and _TO.search(before):
            starts = begun[1]  # "du jeudi 14 mai, jour de l'Ascension, au dimanche 17"
        elif _BEGINS.search(before):
            begun = (folded, day)
        if away and (last_away is None or starts <= last_away):
            after = _after(folded, found.end, day)
            last_away = max(after, last_away or after)
            gone = max(day, gone or day)
            shut = gone if found.kind.startswith("range") else shut
    return last_away


def _days_ahead(clauses: tuple[Clause, ...], now: Now) -> Iterator[tuple[str, Day, date]]:
    before: date | None = None
    for folded in _spans_whole(clauses):
        folded = _CONTRARY.sub("", folded)
        if _SOMEBODY_ELSE.search(folded) or words("in_need").search(folded):
            continue
        folded = _HOUR.sub(_without_hour, folded)
        run = section("supplier_run").search(folded)
        for found in days(folded, replace(now, before=before)):
            before = found.day or before
            since = _LONG_PAST.search(folded[max(0, found.start - 20) : found.start])
            paid = run and found.start >= run.start()
            weekly = found.kind == "weekday" and _is_weekly(folded, found.end)
            news = _FROM.search(folded[: found.start]) and _NEWS.search(folded)
            begun = found.doubtful  # "absent à partir du 13", written on the 15th: not next year's
            if found.day and found.day >= now.today and not (since or paid or weekly or news or begun):
                yield folded, found, found.day


def _is_weekly(folded: str, end: int) -> bool:
    if _WEEKLY.search(folded[:end]):
        return True
    return bool(_THAT_DAY.search(folded[:end])) and not _back(folded)


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


def _without_hour(found: Match[str]) -> str:
    """ "du 14 à 18h au 20 à 8h": the days alone, the last with its morning."""
    day, rest = found["day"], found.string[found.end() :]
    if _CLOSED_HOURS.search(found.string[max(0, found.start() - 8) : found.end("day")]):
        return found[0]
    hour = 12 if found["noon"] else int(found["hour"] or found["english"])
    late = hour >= _EVENING or (found["half"] == "p" and 3 <= hour < 12)
    return day if late or _GOES_ON.match(rest) else f"{day} matin"


def _no_sooner(day: date, away: date | None) -> date:
    """ "absent jusqu'au dimanche 22, de retour lundi": the Monday after the 22nd."""
    return day if away is None or day > away else day + timedelta(-(-(away - day).days // 7) * 7)


def _until(before: str, found: Day) -> bool:
    """The day is the last one away, or the one day away."""
    if section("until").search(before[-22:]):
        return True
    return bool(_AWAY.search(before)) and not found.doubtful


def _back(before: str) -> bool:
    """The words nearest before the day speak of coming back, not of the time away."""
    back = [*section("return").searches(before), *_BACK.finditer(before)]
    until = [m.start() for m in section("until").searches(_STARTING.sub("#", before))]
    return bool(back) and (not until or max(m.end() for m in back) > max(until))


def _after(folded: str, end: int, day: date) -> date:
    if _RETURN_DATE.match(folded, end):
        return day
    if "matin" in folded[end - 8 : end + 10] or "morning" in folded[end - 9 : end + 12]:
        return day
    return next_open_day(day)


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
    after = after or [d for d in named if _RUN_OF.search(folded[: d.start + 3])]
    chosen = after or [d for d in named if _HEADING.search(folded[: d.start])]
    if not chosen or words("no_day").search(folded[: chosen[0].start]):
        return None
    first = chosen[0]
    return first.day if first.day and first.day >= now.today and not first.doubtful else None
