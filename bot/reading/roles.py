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

from bot.patterns import pattern
from bot.reading.amounts import Amount
from bot.reading.dates import WEEKDAY, Day


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
_BEFORE = (
    "aside",
    "other",
    "so",
    "told",
    "speak",
    "anyway",
)  # sections that must end right where the day begins
_CUTS = pattern(
    r"[,;:()]|\b(?:et|puis|donc|mais|car|and|then|so|because|parce|pour que|afin|vu qu\w{0,2}|puisqu\w{0,2}"
    r"|before (?:we|i|you|they|the)|avant (?:de|que|qu')|when|lorsqu\w?|quand|qd|once|as soon as"
    r"|des (?:que|qu')|une fois (?:que?|l[ea]s?)|comme ca)\b"
)
_REASONS = (
    "vu",
    "pu",
    "ca",
    "be",
    "pa",
)  # "jeudi 30, vu que le 1er est férié": what follows is of the reason
JOINED = pattern(r"(?:, ?| (?:et|and|ou) )(?:du|de|le|the|of)? ?")  # days named in one breath
_FILLING = pattern(r"\W|alors|bonjour|ok|le|au|pour|oui|non")
_BY_BANK = pattern(
    r"\b(?:echeance|campagne|virement|paiement|reglement|traite|valeur|run|lot|train|prelevement|bordereau"
    r"|au courrier|par courrier)s? (?:de \S{1,20} )?(?:du |de |of |on )?$"
)
# "le chèque sera remis à votre chauffeur lors de la livraison de jeudi"
_AT_DELIVERY = pattern(
    r"\b(?:lors de|pendant|au moment de|a) (?:la|votre|notre) (?:prochaine )?"
    r"(?:livraison|visite|intervention) (?:de |du )$"
)
_YOUR_ONE = pattern(r"\b(?:l[ea]s? votres?|yours)\b")  # "le 5 et le 20, le vôtre est inscrit pour le 20"
_SINCE = pattern(r"\b(?:depuis|since|c'etait) (?:le |la |on |the )?$")
_SIGNED = pattern(r"\b(?:virement|paiement|ordre|cheque)s?\b[^.;,]{0,20} signe\w?s? (?:le |hier |du ){0,2}$")
_UNTAXED = pattern(r"(?<= ht)| ?(?:€ |euros )?(?:ht|hors taxes?)\b")
_CELUI = pattern(r"\bcel(?:ui|le|les) (?:du|de|d')")
_GENITIVE = pattern(r"(?:\bdu |\bde |\bd'|\bof |\bof the )$")
_SAID_OF = pattern(
    r"[,:(] ?(?:(?!et |and |\d)[^\s,;:.()]{1,8} ){0,3}$"
)  # "(pensez donc 14 000": of what stands before
_GOES_ON = pattern(r" ?(?:[a-z]{2,12}(?:ee?s?|ies?)|attendue?s?|prevue?s?|paid|due|expected) ")
_ENDS = pattern(r" ?(?:€|euros?)? ?(?:[,.;)]|$|au lieu|instead)")
_WHEN = pattern(  # what is told behind these happens on the way
    r"\b(?:before (?:we|i|you|they|the)|avant (?:de|que|qu')|when|lorsqu\w?|quand|qd|once|as soon as"
    r"|des (?:que|qu'))$"
)
# "jeudi avant le pont": no day of the bridge
_JUST_BEFORE = pattern(
    r"\bavant (?:le |la |les |l'|nos |mes |notre |mon )?(?:grand )?(?:pont|week-?end|vacances|conges"
    r"|fermeture|fetes?|inventaire|reprise|cloture)\b|\bbefore (?:the |our |my )?(?:bank holiday"
    r"|(?:long )?week-?end|holidays?|break|closure|inventory|year end)\b"
)
# "donc le 8, qui tombe un dimanche, elle part le lundi"
_FALLS_OFF = pattern(
    r",? ?(?:(?:qui|which|that) )?(?:tombe|tombant|etant|est|falls|falling|is|being) (?:on )?(?:un |a )?"
    r"(?:jour )?(?:samedi|dimanche|saturday|sunday|ferie|bank holiday)\b"
)
_ORDERED = pattern(r"\bmandat(?:e|erai|erons|ons|era|ement|ee?s?)\b[^,;.]{0,30}$")
_BY_TREASURY = pattern(
    r"\b(?:tresor\w{0,5}|perception|percepteur|dgfip|sgc|comptable public)\b.{0,40}?\b(?:pa[iy]|regl|vir)"
)
# "le 5 les salaires, le 12 vous, le 15 la TVA"
_FOR_YOU = pattern(r",? ?(?:c'est |ce sera |pour |it's |for )?(?:vous|toi|you)(?= ?(?:[,.;!)]|$))")
_LISTED = pattern(r"(?:^|[,:;(] ?|\b(?:et|and|puis|then) )(?:le |the |on |on the )?$")
_ITS_DAY = pattern(r"\b(?:celle|la|facture|the one|invoice|\d{3,6})\b[^=,;.]{0,30}= ?(?:le |on |the )?$")
# "le 11, le 10 c'est la paie"
_ANOTHER_DAY = pattern(
    r" ?(?:le|the|on the) \d{1,2}(?:er|st|nd|rd|th)? (?:c'est|ce sera|is|it's|il y a|j'ai)\b"
)
_AFTERWARDS = pattern(r"\b(?:apres|ensuite|des que|then)\b")


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
    at_once = _beside(folded, day)
    if at_once is not None:
        return at_once
    before, after = _part(folded, day)
    said, no_money = words("no_money").subn(" ", f"{before} | {after}")
    if _YOUR_ONE.search(before):
        return Role.CONCLUDES
    pays = bool(words("pays").search(said))
    # "retrouvée ce matin"
    if _is_no_day(folded, before, said, day) or (not pays and folded.startswith(_MORNING, day.start)):
        return Role.NEVER
    yours = pays and bool(words("yours").search(said))
    said = _JUST_BEFORE.sub(" ", said)
    elsewhere = (words("step").search(said) and not yours) or _told_of_elsewhere(folded, day, before)
    if elsewhere or _belongs(_before(folded, day)):
        return Role.NEVER if folded.startswith(_TODAY, day.start) else Role.STEP
    if words("because").search(folded, max(0, day.start - REACH), day.start):
        return Role.STEP
    on_the_way = (
        no_money
        or words("event").search(f"{_heading(folded, day, before)} {said}")
        or _WHEN.search(folded, 0, day.start - len(before))
    )
    if not pays and on_the_way:
        return Role.STEP
    if pays or _topic(folded, day, before):
        return Role.YOURS if yours else Role.PAYS
    return Role.OPEN


def _beside(folded: str, day: Day) -> Role | None:
    """What the words right beside the day say of it, if they do."""
    if of_other_thing(folded, day) or words("gone").match(folded, day.end):
        return Role.NEVER
    if words("so").search(folded[max(0, day.start - 40) : day.start]) and not _on_the_way(folded, day):
        return Role.CONCLUDES
    if is_backstop(folded, day) or _said_to_be_yours(folded, day):
        return Role.YOURS
    if "=" in folded and _ITS_DAY.search(folded, max(0, day.start - 60), day.start):
        return Role.PAYS
    return Role.STEP if _aside(folded, day) else None


def _on_the_way(folded: str, day: Day) -> bool:
    """ "donc le 8 février tombe un dimanche", "je mandate donc le 21, la trésorerie paie le 6"."""
    if _FALLS_OFF.match(folded, day.end):
        return True
    ordered = _ORDERED.search(folded, max(0, day.start - 60), day.start)
    return bool(ordered and _BY_TREASURY.search(folded, day.end))


def _said_to_be_yours(folded: str, day: Day) -> bool:
    """ "le 10 l'Urssaf, le 12 vous": a day of several, each with whom it is for."""
    yours = _FOR_YOU.match(folded, day.end)
    return bool(yours and _LISTED.search(folded, max(0, day.start - 12), day.start))


def _aside(folded: str, day: Day) -> bool:
    """ "(mariage de ma fille le 19)": what brackets tell without a word of paying."""
    start = folded.rfind("(", max(0, day.start - 80), day.start)
    end = folded.find(")", day.end, day.end + 80)
    if end < 0:  # "(mi-avril si tout va bien, mais ...": the clause ends within
        end = len(folded)
    if start < 0 or folded.find(")", start, day.start) >= 0:
        return False
    inside = f"{folded[start : day.start]}|{folded[day.end : end]}"
    return len(_FILLING.sub("", inside)) > _LONE and not words("pays").search(inside)


def _topic(folded: str, day: Day, before: str) -> bool:
    """ "votre chèque, mon fils vous le descend mercredi": what stands before the comma is spoken of."""
    at = day.start - len(before)
    if folded[at - 1 : at] not in (",", ":"):
        return False
    start = max((m.end() for m in _CUTS.finditer(folded, max(0, at - 80), at - 1)), default=max(0, at - 80))
    topic = folded[start:at]
    if WEEKDAY.search(topic):  # "mercredi je vous paie, jeudi nous déjeunons": it has its own day
        return False
    return bool(words("pays").search(topic) and words("yours").search(topic))


def _heading(folded: str, day: Day, before: str) -> str:
    """ "vendanges : début le 6 septembre": what stands before the colon."""
    at = day.start - len(before)
    return folded[max(0, at - 40) : at - 1] if folded[at - 1 : at] == ":" else ""


def _told_of_elsewhere(folded: str, day: Day, before: str) -> bool:
    """ "l'aide gel, 5 600 €, versée d'ici Pâques": a participle goes with what stands before its comma."""
    at = day.start - len(before)
    if folded[at - 1 : at] != "," or not _GOES_ON.match(before):
        return False
    topic = folded[max(0, at - 60) : at]
    return bool(words("elsewhere").search(topic)) and not words("owed").search(topic)


def is_backstop(folded: str, day: Day) -> bool:
    """ "dès que ça tombe, et en tout cas avant le 20", "le 20 au plus tard"."""
    anyway = words("anyway").search(folded[max(0, day.start - 60) : day.start])
    return bool(anyway or words("firm").match(folded, day.end))


def _is_no_day(folded: str, before: str, said: str, day: Day) -> bool:
    """ "après c'est réglé dans l'heure", "then I'll pay straight away", "convenu ce jour au téléphone"."""
    if day.hangs and day.kind == "at_once":
        led = folded[max(0, day.start - len(before) - 8) : day.start]
        return bool(_AFTERWARDS.search(led) or words("step").search(said))
    return day.kind == "shift" and bool(words("talk").search(before))


@lru_cache(500)
def of_other_thing(folded: str, day: Day, *, paid: bool = False) -> bool:
    before = _before(folded, day)
    if paid and _SINCE.search(before):
        return False  # "réglée depuis le 30"
    if paid and _SIGNED.search(before):
        return False  # "le virement a été signé hier"
    if put_aside(folded, day) or words("speak").search(before) or _such_another(folded, day):
        return True
    if _BY_BANK.search(before) or (
        _AT_DELIVERY.search(before) and words("pays").search(folded, 0, day.start)
    ):
        return False
    return bool(words("other").search(before))


def put_aside(folded: str, day: Day) -> bool:
    """ "pas vendredi, lundi": not the one, but the other."""
    before = _before(folded, day)
    if folded.startswith("pour le ", day.start):  # "trop tard pour le 10"
        before += folded[day.start : day.start + 8]
    return bool(words("aside").search(before))


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
    kept = tuple(a for a in sums if not _not_owed(folded, a))
    whole = tuple(a for a in kept if not _UNTAXED.match(folded, a.end))
    return whole or kept


def _not_owed(folded: str, amount: Amount) -> bool:
    if words("own_money").match(folded, amount.end, amount.end + 30) or _elsewhere(folded, amount):
        return True
    return bool(words("not_owed").search(folded[max(0, amount.start - 30) : amount.start]))


def _elsewhere(folded: str, amount: Amount) -> bool:
    """ "notre subvention (6 000 €)", "l'accordeur m'a pris 120 €": not the creditor's money."""
    before = folded[max(0, amount.start - 90) : amount.start]
    if _ENDS.match(folded, amount.end):  # no day follows it
        before = _SAID_OF.sub("", before)
    start = max((m.end() for m in _CUTS.finditer(before)), default=0)
    said = before[start:]
    stop = _CUTS.search(folded, amount.end, amount.end + 60)
    after = folded[amount.end : stop.start() if stop else amount.end + 60]
    return bool(words("elsewhere").search(said)) and not words("owed").search(f"{said} | {after}")


def _part(folded: str, day: Day) -> tuple[str, str]:
    """The words of the part of the sentence in which the day stands; a lone day belongs to the next part."""
    start = max(0, day.start - REACH)
    for cut in _CUTS.finditer(folded, start, day.start):
        start = cut.end()
    stop = _CUTS.search(folded, day.end, day.end + REACH)
    end = stop.start() if stop else min(len(folded), day.end + REACH)
    before, after = folded[start : day.start], folded[day.end : end]
    lone = len(_FILLING.sub("", before + after)) <= _LONE and not words("pays").search(before)
    if stop and stop[0][:2] not in _REASONS and lone and not _ANOTHER_DAY.match(folded, stop.end()):
        further = _CUTS.search(folded, stop.end(), stop.end() + REACH)
        after += folded[stop.end() : further.start() if further else stop.end() + REACH]
    return before, after
