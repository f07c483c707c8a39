"""The one day up to which somebody asks to wait, or lets somebody wait: "un délai jusqu'au 20 mars".

Words and their moment in, that day out; none where the words name several days to come, a length of time
("quinze jours"), a day that is refused or is of something else, such as an absence. Whoever waits for it
waits in somebody's name: what is not plain is no day.
"""

import re
from collections.abc import Collection, Iterable
from datetime import date, datetime

from bot.patterns import pattern
from bot.reading.dates import Day, Now, days, here
from bot.reading.sentences import fold

_EXACT = frozenset(("named", "numeric", "iso", "of_month", "weekday", "feast", "this_month"))
_END = pattern(r"\b(?:fin|end)\b")  # of parts of a month the end alone is one day
_PAID = pattern(r"\b(?:regl(?!ag)|pay|pai|vir|vers)\w{0,8}\b")
_SENTENCE = pattern(r"[!?\n]|\.(?!\d)")
_PART = pattern(r"[,;:!?()\n]|\.(?!\d)|\b(?:mais|but|sinon|otherwise)\b")
_LIMIT = (
    r"\b(?:pas|jamais) (?:plus tard que|au-dela d[eu]|apres)\b|\b(?:not|no) (?:later than|after|beyond)\b"
)
_UP_TO = pattern(
    rf"(?:(?:{_LIMIT}|\b(?:jusqu'(?:a|au|en)?|jusque|pour|d'ici|avant|au plus tard|until|till|by|before"
    r"|(?:attend|patient|wait)\w{0,5}"
    r"|(?:report|delai|decal|repouss|recul|prolong|postpon|extension)\w{0,6}(?: [\w']{1,12}){0,4}"
    r" (?:au?|to)))"
    r"(?: (?:a|au|le|la|the))*)$"
)
# What only sounds like a no; a limit is none.
HARMLESS = pattern(
    r"\b(?:pas|sans|aucun) (?:de )?(?:problemes?|soucis?|quoi|inquietude)\b|\bn'hesitez pas\b"
    r"|\bne vous (?:inquietez|en faites) pas\b|\bpas d'inquietude\b|\bno (?:problem|worries|rush|hurry)\b"
    rf"|\bdon't worry\b|{_LIMIT}"
    r"|\b(?<!peux )(?:pas|not|and no) (?:plus|(?:un jour|une (?:journee|minute|seconde)) de plus|davantage"
    r"|au-dela|(?:a day )?(?:more|later|longer))(?=\s*(?:[,.;!)|]|$))"
)
# Behind a day, that it is the last one; before it, that it is agreed to.
_AT_LATEST = pattern(
    r" ?,? ?\(?(?:au plus tard|grand maximum|maxi(?:mum)?|dernier delai|at the latest|latest)\b"
)
_MONTHLY = pattern(r" ?(?:de |du |of |in )?(?:chaque|tous les|each|every) (?:mois|month)")
_AGREED = pattern(
    r"(?:\b(?:ok|okay|oui|d'accord|entendu|dernier delai|yes|fine|agreed)"
    r"(?: (?:pour|le|au|for|on|the))*)$"
)
# Alone behind a day, that it suits who is owed: "31 March is fine", "le 31 me va".
_ALONE = pattern(r"(?:(?:ok|oui|yes|donc|alors|so|then|pour|for|le|the)(?: |$))*")
_SUITS = pattern(
    r",? ?(?:(?:is|that is|that's|it is|it's|c'est|est) (?:fine|ok|okay|good|perfect|bon|parfait|d'accord)"
    r"|works|suits|(?:me|nous) (?:va|convient)|convient)"
    r"(?: (?:for|with|pour|avec)? ?(?:me|us|moi|nous))?(?=\s*(?:[.,;!)]|$))"
)
_REFUSED = pattern(
    r"\b(?:pas|ni|jamais|sans|impossible|refus\w{0,5}|trop|not|never|cannot)\b|n't\b|\bplus que\b"
)
_TOO_FAR = pattern(
    r" ?,? ?(?:c'est|ce (?:n'est|sera)|c'|cela (?:fait|est)|ca (?:fait|ne va)|est|sera|is|'s|that's|it's)"
    r"(?: (?:vraiment|bien|beaucoup|un peu|much|a bit|really))?"
    r" ?(?:trop|pas possible|impossible|too|not possible)\b"
)
_OTHER_THING = pattern(
    r"\b(?:absen\w{1,5}|conges?|vacances|ferme\w{0,3}|deplacement|revien\w{1,5}|retour|appel\w{0,4}|parl\w{1,5}"
    r"|rendez-vous|rdv|envoy\w{1,4}|transmet\w{0,4}|repon\w{1,5}|away|leave|holiday|closed|call|talk|send|reply)\b"
)

_NAME = pattern(r"\b[a-z]+-\d[\w-]*\b")  # of an invoice
# Another length of time, another way to pay.
_MORE = pattern(
    r"\d|\b(?:fois|echelonn\w*|etal\w*|echeanc\w*|mensualites?|versements?|plusieurs|acomptes?|partie|moitie|solde"
    r"|semaines?|mois|jours?|quinzaine|trimestre|davantage|encore|(?:plus|moins) (?:long\w*|tot|tard)|plutot"
    r"|finalement|instal?lments?|half|part|weeks?|months?|days?|longer|further|earlier|later|instead|rather)\b"
)

# That the time was granted already; and what beside it asks for time, takes it back or is of another giver.
_GIVEN = pattern(
    r"\b(?:a|ai|as|avez|avait|aviez|ont|avaient|avons|avions|avais)"
    r" (?:bien |deja |gentiment |aimablement |ete |ensemble |d'ailleurs ){0,2}"
    r"(?:accord|consenti|octroy|accept|autoris|laiss|donne|convenu|obtenu|valid)\w{0,4}"
    r"|comme (?:convenu|entendu)|as agreed|(?:gave|granted|allowed|promised|agreed) (?:us|me|to|with)"
    r"|(?:was|were|has been|have been) (?:granted|agreed|given)\b"
)
_NOT_GIVEN = pattern(
    r"\b(?:pas|jamais|aucun|rien|si|demand\w{0,4}|sollicit\w{0,4}|pouvez|pourriez|serait|merci de"
    r"|souhait\w{0,5}|besoin|banque|clients?|assurance|not|never|no|if|ask\w{0,3}|could|would|please|bank|customers?)\b|n't\b"
)


def given_already(texts: Iterable[str]) -> bool:
    """Whoever asks for time says that he has it: "Mme Morvan nous a accordé un délai au téléphone"."""
    folded = [fold(text) for text in texts]
    return any(
        _GIVEN.search(text) and not (text.endswith("?") or _NOT_GIVEN.search(HARMLESS.sub(" ", text)))
        for text in folded
    )


def day_until(texts: Iterable[str], wrote: datetime, *, owed: bool = False) -> date | None:
    """The only day to come that these words name, if they wait up to it. `owed`: they are of who is owed, and
    a day on which he is to be paid is one, too ("vous me réglez ça fin avril")."""
    surely = _surely(texts, wrote, owed=owed)
    return surely[0].day if surely else None


def named(text: str, wrote: datetime) -> set[date]:
    """The days to come that these words name, whatever they say of them."""
    now = here(wrote)
    return {day.day for day in _to_come(fold(text), now) if day.day} if now else set()


def only_its_number(texts: Iterable[str], wrote: datetime) -> bool:
    """The day that who is owed lets wait for is said without its month: "ok pour le 31"."""
    return any(day.kind == "of_month" for day in _surely(texts, wrote, owed=True))


def _surely(texts: Iterable[str], wrote: datetime, *, owed: bool) -> list[Day]:
    """Where that one day is named; empty: none is, or several are."""
    now = here(wrote)
    if now is None:
        return []
    named = [(folded, day) for folded in map(fold, texts) for day in _to_come(folded, now)]
    named = [(folded, day) for folded, day in named if not _turned_down(folded, day)]
    surely = [day for folded, day in named if _waits_for(folded, day, owed=owed)]
    return surely if len({day.day for _, day in named}) == len({day.day for day in surely}) == 1 else []


def _to_come(folded: str, now: Now) -> list[Day]:
    return [day for day in days(folded, now) if day.day and day.day > now.today and not day.doubtful]


def _turned_down(folded: str, day: Day) -> bool:
    """ "le 29 mai c'est trop loin": another day that is named beside it is the only one."""
    stop = _PART.search(folded, day.end)
    after = folded[day.end : stop.start() if stop else len(folded)]
    return bool(_TOO_FAR.match(after))


def _waits_for(folded: str, day: Day, *, owed: bool) -> bool:
    said = folded[day.start : day.end]
    if day.kind not in _EXACT and not (day.kind == "month_part" and _END.search(said)):
        return False
    start = max((cut.end() for cut in _PART.finditer(folded, 0, day.start)), default=0)
    small = re.match(r"(?:(?:pour|for|au|le|la|the|by|until|d'ici|avant) )+", said)
    before = (folded[start : day.start] + (small[0] if small else "")).rstrip()
    stop = _SENTENCE.search(folded, day.end)
    after = folded[day.end : stop.start() if stop else len(folded)]
    if _MONTHLY.match(after):
        return False
    if _REFUSED.search(HARMLESS.sub(" ", f"{before} | {after}")) or _OTHER_THING.search(before):
        return False
    grants = _PAID.search(before) or _AGREED.search(before) or _AT_LATEST.match(after)
    grants = grants or (_ALONE.fullmatch(before.strip()) and _SUITS.match(after))
    return bool(_UP_TO.search(before) or (owed and grants))


def only_again(texts: Iterable[str], wrote: datetime, known: Collection[date | None]) -> bool:
    """These words ask for no other day to come than the known ones, nor for any length, sum or number."""
    now = here(wrote)
    return now is not None and all(_only_again(fold(text), now, known) for text in texts)


def _only_again(folded: str, now: Now, known: Collection[date | None]) -> bool:
    found = days(folded, now)
    if any(day.day is None or (day.day > now.today and day.day not in known) for day in found):
        return False
    for day in reversed(found):
        folded = f"{folded[: day.start]} {folded[day.end :]}"
    return not _MORE.search(_NAME.sub(" ", folded))
