"""What of a mail still lies ahead: its clauses as heard in, the same with the days to come put right out.

Payments made are left out, a polite question at the end of a commitment too; days that hang on another ("la
veille du départ", "le lundi" after a feast) are counted from it; bare numbers beside days are sums of a plan.
"""

from dataclasses import replace
from datetime import date, timedelta
from itertools import zip_longest

from bot.patterns import pattern
from bot.reading.acts import by_acts
from bot.reading.amounts import Amount, cents_of, plain_sums
from bot.reading.dates import WEEKDAY, Day, Now, after_feast, days
from bot.reading.daycount import last_of
from bot.reading.daywords import WEEKDAYS
from bot.reading.heard import Heard
from bot.reading.roles import Role, role
from bot.reading.sequels import sequel
from bot.reading.told import ASKED, nearer, paid_until

_TAG = pattern(
    r"[ ,.(;:-]{0,3}\b(?:(?:est-ce que )?(?:ca|cela)(?: te| vous| t'| nous)? ?(?:va|ira|irait|convient"
    r"|conviendrait|suffit|marche|joue|suffira|arrange)\b.{0,45}"
    r"|(?:c'est |on est )?(?:d'accord|ok|okay|entendu|bon|parfait)(?: (?:pour|avec|comme) (?:toi|vous|ca))?"
    r"|(?:alright|all right|right|deal|fine)(?: with you| by you)?|(?:is|does|would|will) (?:that|this"
    r"|it) (?:be )?(?:ok|okay|alright|all right|fine|work|suit|do|good)\b.{0,20}"
    r"|(?:ok|fine|alright) (?:for|with|by) you|hein|n'est-ce pas|ca roule|ca marche|tu confirmes"
    r"|vous confirmez|(?:vous|tu) (?:serez|seras|etes|es) (?:la|ouverts?"
    r"|present\w{0,2})\b.{0,30})[ )]?\?{1,3}$"
)
_DATES = frozenset(("named", "numeric", "of_month"))
_ONLY_SUM = pattern(r"(\d{1,3}[ .,']\d{3}(?:[.,]\d\d)?|\d{2,5}(?:[.,]\d\d)?) ?(?:€|eur|euros)?[.,;]?")
_MONEY = pattern(r"[.,!;€]|eur|\d \d")  # written as money, or as a sentence of its own
_LITTLE = pattern(r"\b(?:le|au|on|the|pour)\b|\W")
_DONE_WORDS = (
    "partie?|viree?|versee?|reglee?|payee?|envoyee?|prelevee?|debitee?|soldee?|deposee?|donnee?|laissee?"
    "|apportee?"
)
_DONE = pattern(rf"\b(?:(?:{_DONE_WORDS})s|remise?s?)\b")
_DONE_ON = pattern(
    rf"(?<!sera )(?<!seront )(?<!etre ){_DONE.pattern} (?:le |des le |depuis |par \S{{1,12}} ){{0,2}}$"
)
# "j'ai mis les deux dans l'appli de la banque": ordered for that day, not paid
_ORDERED = (
    r" (?:[\w']{1,12} ){0,3}(?:dans (?:l'|la |le |mon |ma )?(?:appli|banque|agenda|calendrier|planning)"
    r"|en (?:place|attente|memoire)|au (?:planning|calendrier)|a l'agenda)"
)
# "vendredi j'ai déposé 120 €", "on Friday we sent half"
_THEN_DONE = pattern(
    r",? (?:j'|je (?:vous |te |l'|t'|les )?|on (?:vous |t'|l'|a )?|nous (?:vous )?)?(?:ai|avons|avions|avais"
    r"|a|as)"
    rf" (?:bien |deja )?(?:ete )?(?:{_DONE_WORDS}|fait(?! \w{{1,12}}(?:er|ir|re)\b)|mis(?!{_ORDERED})|donne"
    r"|poste|remis|effectue)(?:e?s?)\b|,? (?:i|we) (?:have |already )?(?:paid|sent|wired|transferred|made|put"
    r"|posted)\b"
)
# somebody who did it: "they went back on the 7th", "j'ai envoyé"
_DID = pattern(
    r"\b(?:i|we|they|he|she|it|you|who|have|has|had|did|was|were|left|went|travelled|ai|avons|avez|ont|est|sont"
    r"|(?:on|il|elle|qui) (?:vous |te |l'|t')?a|a ete)\b"
)
# "part au virement du 31": in the run of that day, and so to come
_GOES_WITH = pattern(
    r"\b(?:part(?:ira|iront|ent)?|pass(?:e|ent|era|eront)|sera|seront|(?:est|sont) (?:inscrit|prevu|programme"
    r"|inclus|pris|cale)e?s?|goes|going|leaves|leaving|will (?:go|be|leave)) (?:out )?(?:\w{2,9} ){0,2}"
    r"(?:au|dans le|dans la|sur le|avec le|in the|with the) (?:\w{4,12} )?(?:virement|reglement|paiement|lot"
    r"|train|campagne|prelevement|run|batch)s? (?:du |de |of )?(?:the )?$"
)
_LATEST = pattern(r"\b(?:au plus tard|d'ici(?: a| la)?|at the latest by|no later than) (?:le |the |on )?$")
_SENT_ON = pattern(
    r"(?:(?<!be )(?<!get )(?<!gets )(?<!getting )(?<!is )(?<!are )(?<!'re )(?<!'s )\b(?:paid|sent|wired"
    r"|transferred|left|went|posted|travelled)|\bdid (?:pay|send|transfer|wire)|\b(?:ai|avons|a|ont) (?:bien "
    r"|deja )?(?:envoye|vire|verse|paye|regle|donne|depose|poste|remis|fait(?! \w{1,12}(?:er|ir|re)\b))e?s?)"
    r"(?: (?!on\b|in\b|by\b|with|before|pour|avant|d'ici|et\b)[\w€]{1,10}(?:[.,]\d{1,3}){0,2}){0,5} "
    r"(?:on |last |this |le )?(?:the )?$|\b(?:est|sont) (?:passe|parti|sorti)e?s? (?:des )?(?:le )?$"
)

_CAME_BACK = pattern(
    r"\b(?:revenu|retourne|rejete|refuse)e?s? (?:impayee?s? )?(?:le |du )$"
    r"|\b(?:bounced|came back|returned|rejected) (?:unpaid )?(?:on )?(?:the )?$"
)


def settled(heard: Heard) -> Heard:
    """Without a polite question at its end: "je vous règle mercredi, ça vous va ?"."""
    if not heard.clause.question:
        return heard
    folded = heard.clause.folded
    tag = _TAG.search(folded)
    end = tag.start() if tag else folded.rfind(", ")
    kept = [p for p in zip(heard.ahead, heard.behind, strict=True) if p[0].end <= end]
    if end < 8 or ASKED.search(folded[:end]):
        return heard
    if tag is None and not any(role(folded, a) >= Role.PAYS for a, _ in kept):
        return heard
    clause = replace(heard.clause, folded=folded[:end], question=False)
    return replace(heard, clause=clause, ahead=tuple(a for a, _ in kept), behind=tuple(b for _, b in kept))


def with_plain_sums(heard: Heard) -> Heard:
    """With the bare numbers of a plan as sums: a clause that names several days, or "demain 700" alone."""
    folded = heard.clause.folded
    if len(heard.ahead) > 1:
        spans = tuple((d.start, d.end) for d in heard.ahead)
        return replace(heard, sums=plain_sums(folded, spans, heard.sums))
    if not heard.ahead:
        return heard  # the question that was left out had them
    day = heard.ahead[0]
    only = _ONLY_SUM.fullmatch(folded[day.end :].lstrip(" :,="))
    cents = cents_of(only[1]) if only and not (day.start or heard.sums) else None
    if only is None or cents is None:
        return heard
    start = len(folded) - len(only[0])
    return replace(heard, sums=(Amount(start, start + len(only[1]), cents),))


def without_paid(heard: list[Heard], *, told: bool) -> list[Heard]:
    """The mail without tags and without the days of payments made: "300 partis vendredi, la suite dès que
    possible"; where it tells of none, "payés vendredi" is to come."""
    pairs = zip_longest(heard, heard[1:])
    joined = [_with_next(h, after, last=after is heard[-1]) for h, after in pairs if h]
    return [_still_ahead(with_plain_sums(settled(h)), told=told) if h.ahead else h for h in joined]


def _with_next(heard: Heard, after: Heard | None, *, last: bool) -> Heard:
    """ "20 mars - 500", "Ma femme fait le virement demain. 1 764,88.": a day, and its sum by itself."""
    folded = heard.clause.folded
    only = _ONLY_SUM.fullmatch(after.clause.folded) if after and heard.ahead and not heard.sums else None
    cents = cents_of(only[1]) if only else None
    if only is None or cents is None or heard.clause.question:
        return heard
    alone = len(folded) < 30 and not _LITTLE.sub("", _without(folded, heard.ahead[0]))
    said = after is not None and (_MONEY.search(after.clause.exact) or last)
    if not alone and not (said and max(role(folded, d) for d in heard.ahead) >= Role.PAYS):
        return heard  # "prévu le 20/03 / 5562 - introuvable": the number of another invoice
    clause = replace(heard.clause, folded=f"{folded} : {only[1]}")
    return replace(heard, clause=clause, sums=(Amount(len(folded) + 3, len(clause.folded), cents),))


def _without(folded: str, day: Day) -> str:
    return folded[: day.start] + folded[day.end :]


def _still_ahead(heard: Heard, *, told: bool) -> Heard:
    folded = heard.clause.folded
    pairs = zip(heard.ahead, heard.behind, strict=True)
    made = paid_until(heard) if told and heard.says_paid else 0
    kept = [
        (a, b)
        for a, b in pairs
        if _far_behind(a, b)
        or _GOES_WITH.search(folded[max(0, a.start - 50) : a.start + 3])
        or (not told and _to_be_done(folded, a, b, heard.today))
        or (a.start >= made and not _done_then(folded, a, told=told))
    ]
    return replace(heard, ahead=tuple(a for a, _ in kept), behind=tuple(b for _, b in kept))


def _to_be_done(folded: str, ahead: Day, behind: Day, today: date) -> bool:
    """ "25-0571 - paid on 10 October", written on 30 September: where nobody is said to have done it, and
    the mail tells of no payment made, it is to come."""
    if ahead.kind not in _DATES or not (ahead.day and behind.day) or ahead.doubtful:
        return False
    if _DID.search(folded, max(0, ahead.start - 60), ahead.start) or _THEN_DONE.match(folded, ahead.end):
        return False
    return timedelta(0) <= ahead.day - today < today - behind.day


def _far_behind(ahead: Day, behind: Day) -> bool:
    """ "mandaté avec le lot du 2 mars et payé le 12 mars", written in February: it was not paid last year."""
    return ahead.kind in _DATES and behind.doubtful and not ahead.doubtful and ahead.day != behind.day


def _done_then(folded: str, day: Day, *, told: bool) -> bool:
    """ "300 partis vendredi", "vendredi j'ai déposé 300", "half left our account on Friday"."""
    before = folded[max(0, day.start - 40) : day.start]
    if _LATEST.search(before) or _GOES_WITH.search(before):
        return False  # "au plus tard le 5 juin j'ai versé les 340"
    if told and _DONE_ON.search(before):
        return True
    return bool(_SENT_ON.search(before) or _THEN_DONE.match(folded, day.end))


def rebased(heard: list[Heard]) -> tuple[list[Heard], list[int]]:
    """ "le lendemain", "vous l'aurez dans la semaine": counted from the day that an earlier clause names."""
    told: list[Heard] = []
    hanging: list[int] = []
    last: Day | None = None
    feast: date | None = None
    for index, one in enumerate(heard):
        h = _hung(one, last)
        if h is not one:
            hanging.append(index)
        else:
            own = any(d.kind == "feast" for d in h.ahead)
            if feast and not own and any(d.kind == "weekday" for d in h.ahead):
                h = replace(h, ahead=tuple(_from_feast(h.clause.folded, d, feast) for d in h.ahead))
            h = sequel(_in_its_month(h, told[-3:]), told[-1] if told else None, last)
        h = by_acts(h, told, heard[index + 1 : index + 9])
        feasts = [d.day for d in h.ahead if d.kind == "feast" and d.day]
        feast = feasts[-1] if feasts else feast
        named = [a for a, b in zip(h.ahead, h.behind, strict=False) if _stands(h, a, b)]
        last = named[-1] if named else last
        told.append(h)
    return told, hanging


def _stands(heard: Heard, ahead: Day, behind: Day) -> bool:
    """Whether others may be counted from it: not "le virement est revenu le 3", which is gone."""
    if ahead.day is None or ahead.day < heard.today or ahead.doubtful:
        return False
    back = _CAME_BACK.search(heard.clause.folded[max(0, ahead.start - 40) : ahead.start + 3])
    return not (back and nearer(behind, ahead, heard.today))


def _in_its_month(heard: Heard, told: list[Heard]) -> Heard:
    """ "Le 3 juillet la dernière. C'est un samedi. Lundi 5": of the month told before, if it is one there."""
    wrong = [d for d in heard.ahead if d.kind == "of_month" and d.day and not _fits(heard, d, d.day)]
    for before in reversed(told) if wrong else ():
        for other in reversed(before.ahead):
            if other.kind not in _DATES or not other.day:
                continue
            fit = {d: moved for d in wrong if (moved := _within(other.day, d)) and _fits(heard, d, moved)}
            if fit:
                ahead = tuple(replace(d, day=fit.get(d, d.day)) for d in heard.ahead)
                return replace(heard, ahead=ahead)
    return heard


def _within(month: date, day: Day) -> date | None:
    number = day.day.day if day.day else 0
    return month.replace(day=number) if 0 < number <= last_of(month).day else None


def _fits(heard: Heard, day: Day, on: date) -> bool:
    """Whether it is that weekday, where one is told with the number."""
    told = WEEKDAY.match(heard.clause.folded, day.start)
    return told is None or WEEKDAYS[told[0][:3]] == on.weekday()


def _hung(heard: Heard, last: Day | None) -> Heard:
    """A clause with the days that hang on the one named last; the clause itself if none does."""
    if last is None or last.day is None:
        return heard
    folded = heard.clause.folded
    if any(d.hangs for d in heard.ahead):
        both = last.kind == "day_after" and "surlendemain" in folded  # "le lendemain ... le surlendemain"
        before = last.day - timedelta(1) if both else last.day
        return _again(heard, Now(heard.today, before=before))
    if "dans la semaine" in folded and len(heard.ahead) == 1 and heard.ahead[0].kind != "event_week":
        return _again(heard, Now(last.day))
    return heard


def _again(heard: Heard, now: Now) -> Heard:
    """A clause with its days read again; those that were left out stay so."""
    kept = {d.start for d in heard.ahead}
    return replace(heard, ahead=tuple(d for d in days(heard.clause.folded, now) if d.start in kept))


def _from_feast(folded: str, day: Day, feast: date) -> Day:
    """ "il vient pour Pâques. Il repart le lundi": the Monday after it."""
    if day.kind != "weekday" or day.day is None or not folded.endswith("le ", 0, day.start):
        return day
    near = timedelta(0) < feast - day.day < timedelta(21)
    return replace(day, day=after_feast(feast, day.day)) if near else day
