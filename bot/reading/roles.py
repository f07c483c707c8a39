"""What a day in a clause is the day of: of paying, of something else, or of a step on the way.

Folded text and a place in it in, a `Role` out, by the words that stand in the same part of the sentence. The
days of other things (an invoice's, a letter's, one gone by, one put aside) are NEVER; a meeting, a signature,
a return or the debtor's own money coming in are STEPs, which count only where no better day is named. The
words are in `lexicon/roles.txt`.
"""

import re
from enum import IntEnum
from functools import cache, lru_cache
from importlib.resources import files
from re import Pattern

from bot.reading.amounts import Amount
from bot.reading.dates import Day


class Role(IntEnum):
    NEVER = 0
    STEP = 1
    OPEN = 2
    PAYS = 3
    YOURS = 4  # and says that it is this creditor's money
    CONCLUDES = 5  # "donc le 15"


REACH = 200  # characters on either side that may belong to the same part of a sentence
_LONE = 6  # letters of a part that says nothing but its day: "le 5, je vous fais le virement"
_MORNING = ("ce matin", "this morning")
_TODAY = ("aujourd", "ce matin", "ce jour", "today", "this morning")  # no step ahead
_SMALL = ("le ", "du ", "au ", "de ")  # what the phrase of a day may begin with
_BEFORE = ("aside", "other", "so", "told")  # sections that must end right where the day begins
_CUTS = re.compile(
    r"[,;:()]|\b(?:et|puis|donc|mais|car|and|then|so|because|parce|pour que|afin|when|lorsqu\w?|quand)\b"
)
JOINED = re.compile(r"(?:, ?| (?:et|and|ou) )(?:du|de|le|the|of)? ?")  # days named in one breath
_FILLING = re.compile(r"\W|alors|bonjour|ok|le|au|pour|oui|non")
_BY_BANK = re.compile(
    r"\b(?:echeance|campagne|virement|paiement|reglement|traite|valeur|run|lot|train|prelevement"
    r"|bordereau|au courrier|par courrier)s? "
    r"(?:de \S{1,20} )?(?:du |de |of |on )?$"
)
_YOUR_ONE = re.compile(r"\b(?:l[ea]s? votres?|yours)\b")  # "le 5 et le 20, le vôtre est inscrit pour le 20"
_SINCE = re.compile(r"\b(?:depuis|since|c'etait) (?:le |la |on |the )?$")
_SIGNED = re.compile(
    r"\b(?:virement|paiement|ordre|cheque)s?\b[^.;,]{0,20} signe\w?s? (?:le |hier |du ){0,2}$"
)
_CELUI = re.compile(r"\bcel(?:ui|le|les) (?:du|de|d')")
_GENITIVE = re.compile(r"(?:\bdu |\bde |\bd'|\bof |\bof the )$")
_AFTERWARDS = re.compile(r"\b(?:apres|ensuite|des que|then)\b")


@cache
def _sections() -> dict[str, str]:
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in files("bot.reading.lexicon").joinpath("roles.txt").read_text("utf-8").split("\n"):
        if line.startswith("["):
            lines = found.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            lines.append(line)
    return {name: "|".join(lines) for name, lines in found.items()}


@cache
def words(name: str) -> Pattern[str]:
    """A section as one pattern; compiled when first needed, since most mails name no day."""
    source = _sections()[name]
    for inner in ("thing", "had"):
        source = source.replace(f"{{{inner}}}", _sections()[inner])
    if name in _BEFORE:
        return re.compile(rf"(?<!\w)(?:{source})$")
    if name == "dated":
        return re.compile(rf"\b(?:{source}) (?:\S{{1,12}} )?$")
    if name in ("own_money", "firm", "gone"):
        return re.compile(rf" ?(?:{source})(?!\w)")
    if name in ("not_owed", "claimed"):
        return re.compile(rf"(?:{source}) ?(?:€ ?)?$")
    plural = "s?" if name in ("thing", "run") else ""
    return re.compile(rf"(?<!\w)(?:{source}){plural}(?!\w)")


@lru_cache(500)  # asked several times of each day while a promise is weighed
def role(folded: str, day: Day) -> Role:
    """What the clause says of that day."""
    if of_other_thing(folded, day) or words("gone").match(folded, day.end):
        return Role.NEVER
    if words("so").search(folded[max(0, day.start - 40) : day.start]):
        return Role.CONCLUDES
    before, after = _part(folded, day)
    said = f"{before} | {after}"
    if _YOUR_ONE.search(before) or _is_no_day(before, said, day):
        return Role.CONCLUDES if _YOUR_ONE.search(before) else Role.NEVER
    if words("firm").match(folded, day.end):
        return Role.YOURS
    pays = words("pays").search(said)
    if not pays and folded.startswith(_MORNING, day.start):
        return Role.NEVER  # "retrouvée ce matin"
    yours = bool(pays and words("yours").search(said))
    if (words("step").search(said) and not yours) or _belongs(_before(folded, day)):
        return Role.NEVER if folded.startswith(_TODAY, day.start) else Role.STEP
    if words("because").search(folded, max(0, day.start - REACH), day.start):
        return Role.STEP
    return Role.YOURS if yours else Role.PAYS if pays else Role.OPEN


def _is_no_day(before: str, said: str, day: Day) -> bool:
    """ "après c'est réglé dans l'heure", "convenu ce jour au téléphone"."""
    if day.hangs and day.kind == "at_once":
        return bool(_AFTERWARDS.search(before) or words("step").search(said))
    return day.kind == "shift" and bool(words("talk").search(before))


def of_other_thing(folded: str, day: Day, *, paid: bool = False) -> bool:
    before = _before(folded, day)
    if paid and _SINCE.search(before):
        return False  # "réglée depuis le 30"
    if paid and _SIGNED.search(before):
        return False  # "le virement a été signé hier"
    if words("aside").search(before) or _such_another(folded, day):
        return True
    return not _BY_BANK.search(before) and bool(words("other").search(before))


def _before(folded: str, day: Day) -> str:
    """The words before a day, with the preposition that its phrase may begin with."""
    before = folded[max(0, day.start - 60) : day.start]
    return before + folded[day.start : day.start + 3] if folded.startswith(_SMALL, day.start) else before


def _belongs(before: str) -> bool:
    """ "la remise du 3": a day that stands by "du" to something that is no payment."""
    genitive = _GENITIVE.search(before)
    if genitive is None or genitive.start() == 0:
        return False
    return not words("dated").search(before[: genitive.start()])


def _such_another(folded: str, day: Day) -> bool:
    """ "vos deux messages, celui du 15": what "celui" stands for is what was named last."""
    if not _CELUI.search(folded[max(0, day.start - 12) : day.start + 3]):
        return False
    before = folded[max(0, day.start - 120) : day.start]
    thing = [m.end() for m in words("thing").finditer(before)]
    run = [m.end() for m in words("run").finditer(before)]
    return bool(thing) and (not run or thing[-1] > run[-1])


def told_of_past(folded: str, day: Day) -> bool:
    """ "comme me l'a écrit votre collègue le 10": the 10th gone by."""
    before = folded[max(0, day.start - 70) : day.start]
    return bool(words("told").search(before)) and not words("pays").search(before)


def says_more(folded: str, day: Day) -> bool:
    """Whether the part of the sentence tells of somebody doing something on that day."""
    return bool(words("somebody").search("|".join(_part(folded, day))))


def owed_sums(folded: str, sums: tuple[Amount, ...]) -> tuple[Amount, ...]:
    """The sums that may be what is paid: no fee refused, no deduction, not the whole it is a part of."""
    return tuple(a for a in sums if not _not_owed(folded, a))


def _not_owed(folded: str, amount: Amount) -> bool:
    if words("own_money").match(folded, amount.end, amount.end + 30):
        return True
    return bool(words("not_owed").search(folded[max(0, amount.start - 30) : amount.start]))


def _part(folded: str, day: Day) -> tuple[str, str]:
    """The words of the part of the sentence in which the day stands; a lone day belongs to the next part."""
    start = max(0, day.start - REACH)
    for cut in _CUTS.finditer(folded, start, day.start):
        start = cut.end()
    stop = _CUTS.search(folded, day.end, day.end + REACH)
    end = stop.start() if stop else min(len(folded), day.end + REACH)
    before, after = folded[start : day.start], folded[day.end : end]
    if stop and len(_FILLING.sub("", before + after)) <= _LONE:
        further = _CUTS.search(folded, stop.end(), stop.end() + REACH)
        after += folded[stop.end() : further.start() if further else stop.end() + REACH]
    return before, after
