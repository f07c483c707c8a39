"""The owner away, and until when: a command in, acts out; who else is away is no absence of the owner's.

"de retour le 16" ends it the day before. Where no end is said, or it may be the customer who is away, there
is no act, and the words are unclear; `tells_of_own` knows them again, so that nobody is written to meanwhile.
"""

import re
from collections.abc import Sequence
from datetime import date

from bot.owner.answers.acts import Act
from bot.owner.answers.context import Context
from bot.owner.answers.marking.figures import months_later
from bot.owner.answers.marking.spans import away, back, names_a_day
from bot.owner.answers.walking.commands import Command
from bot.owner.answers.words.between import Passage
from bot.owner.answers.words.spelling import plain
from bot.reading.dates import Now

_LAST_WEEK = 7
_OTHERS_AWAY = re.compile(
    r"\b(?:chez (?:eux|lui|elle)(?: c'est| tout est)? ?$|(?:la|le|son|sa|leur|ma|mon|the|his|her"
    r"|my) (?:compta|responsable|direct(?:eur|rice)|gerante?|patronne?|comptable"
    r"|cliente?|secretaire|femme|mari|fils|fille|mere|pere|maire|presidente?|tresori(?:er|ere)|dame|monsieur"
    r"|boss|owner|manager|wife|husband|bookkeeper|accountant|lady|customer|chap|guy|son|daughter)|il|elle|ils"
    r"|elles|he|she|they)(?:'s|'re)? ?(?:n'|ne )?(?:(?:est|sont|sera|seront|is|are|will be) (?:\w+ )?)?$"
)
_IT_WAS = re.compile(r"\b(?:was|were|had been|etai(?:t|ent)|avai(?:t|ent) ete)(?: \w+)? $")
_UNTIL = re.compile(r" ?,? ?\b(?:jusqu'|until |till )")
_HERSELF = re.compile(
    r"(?:je|j'|on|nous|i|i'm|i'll|we|we're|we'll|me|l'atelier|la boutique|le magasin|le cabinet|le garage)\b"
)
_ON_DAYS = re.compile(
    r"absent|pas (?:la|dispo)|indispo|\boff\b|away|not (?:here|around|avail|reach)|deplacement|formation"
    r"|joignable|unreachable|out of|malade|sick"
)
_LEAVES = re.compile(
    r"je m'absent|nous nous absent|(?:i'm|we're|i am|we are) going away|(?:je|nous) (?:pars|partons)"
)
_CLOSED = re.compile(r"ferme|closed|shut")
_EACH_WEEK = re.compile(r" (?:tous |toutes )?(?:le|les|on|every) [a-z]")
_SPAN = re.compile(r" ?(?:annuelle |pour conges )?(?:du|jusqu|from|until|till|to|pour|a partir)\b")
_ORDERS = frozenset(("no", "stop", "send", "yes", "ask", "paid"))
_THANKS = re.compile(r"[ ,]+(?:(?:merci|svp|stp|please|thanks|donc|alors|so|et|and|de|d'|pour)\b ?)+$")
_WHOSE = re.compile(r" (?:cette semaine|this week|la semaine|(?:de )?toute la semaine|all week)\b")
_OWN = re.compile(
    r"(?:\W|(?:bonjour|bonsoir|hello|hi|ok|oui|attention|note|nb|ps|info|au fait|pour info|by the way)\b)*"
    r"(?:(?:je|j'|on|nous|i|i'm|i'll|we|we're)\b ?(?:ne |n')?(?:suis|serai|sommes|serons|est|sera|am|are"
    r"|will be|pars|partons|ferme|fermons)? ?(?:tres |bientot |aussi )?(?:absente?s?|pas la\b|pas dispo"
    r"|en vac|en cong|en depl|en form|hors du|fermee?s?\b|indispo|injoign|pas joign|a l'hopital|hospital"
    r"|malade|au ski|en voyage|away|off\b"
    r"|on holi|on leave|out of|closed|not (?:here|around)|unreach|back\b|(?:en vacances|en conges?)"
    r"|(?:de retour|reviens|rentre|revenons)\b|lundi|mardi|mercredi|jeudi|vendredi|demain)"
    r"|(?:absente?s?|pas la|pas dispo\w*|en (?:vacances|conges?|deplacement)|vacances|conges|fermee?|ferme"
    r"|injoignable|indisponible|de retour|retour|away|off|closed|on holiday|back|out of office|unreachable)"
    r" (?:le |on |the |du |from |a partir |des |jusqu|until |cette |toute|la semaine|this |all |next |ce "
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|demain|aujourd|mon|tue|wed|thu|fri|tomorrow|today|apres))"
)


_OWN_ANYWHERE = re.compile(
    r"\b(?:(?:je|on|nous) (?:ne |n')?(?:suis|serai|sommes|serons|sera) (?:pas la\b|absente?|en vac|en cong"
    r"|injoign)|je m'absente|nous nous absent|mon retour|notre retour|my return|until i'm back"
    r"|(?:i'm|i'll be|we're) (?:away|off\b|on holiday|on leave|out of|going away))"
)


def absent(c: Command, before: list[Command], context: Context, now: Now) -> list[Act] | None:
    """Not of what is over: "the boiler was out for a week"."""
    was = _IT_WAS.search(c.sentence.text.folded[: c.start])
    return None if was else _absent(c, before, context, now)


def _absent(c: Command, before: list[Command], context: Context, now: Now) -> list[Act] | None:
    text = c.sentence.text.folded
    if _STAYS.search(c.words):
        return []  # "finalement je ne pars plus": which absence ends?
    if c.before and c.targets not in ([], ["all"]):
        # "Le Vieux Four is closed for the winter"; "Le Goff est en vacances jusqu'au 20": until then he rests
        until = _UNTIL.match(text, c.end) or _UNTIL.search(c.words + " ")
        return _rests(c, now) if until and c.day() else None
    left_out = next((b for b in before if b.number == c.number and _left_out(b, c)), None)
    if left_out:
        c.targets = list(left_out.targets)
        return _rests(c, now) if c.day() else None  # "ok sauf le 3 qui est en vacances jusqu'au 10"
    told = any(b.name == "absent" and b.number == c.number for b in before)
    if told or re.match(r"(?:il|elle|ils|elles) ", c.words) or _OTHERS_AWAY.search(text[: c.start]):
        return None  # "il est en déplacement"; "je pars lundi, de retour le 16" is one absence
    if _after_a_call(c, before):
        return []  # "Brice appelé. Absent jusqu'au 16"
    opens = next((m.end for m in c.sentence.marks if m.start == c.start and m.kind == "phrase"), c.end)
    said, end = text[c.start : opens], _THANKS.sub("", text[: _next_order(c, opens)])
    behind = end[c.start if back(end[c.start :]) else opens :]
    if context.kind == "notice" and not _HERSELF.match(said) and _perhaps_the_customer(said, behind):
        return []  # "pas là cette semaine", "fermé mardi", to a call: who?
    first, last = away(behind, now, of_days=_of_days(said, behind))
    if last is None:
        named = c.day() or names_a_day(text[c.start : c.sentence.end])
        return [] if named or (not before and _LEAVES.match(said)) else None  # "je m'absente quelques jours"
    return _through(first, last, now)


def _rests(c: Command, now: Now) -> list[Act]:
    until = c.day()
    return [Act("pause", until=until)] if until and until > now.today else []


def _left_out(other: Command, c: Command) -> bool:
    """Whether what is said is of who is left out right before it."""
    if _HERSELF.match(c.words):
        return False
    named = [m.end for m in c.sentence.marks if m.kind in ("name", "number", "day") and m.end <= c.start]
    between = c.sentence.text.folded[max([other.end, *named]) : c.start]
    return other.name in ("not", "no") and bool(other.targets) and _WHO_IS.fullmatch(between) is not None


_STAYS = re.compile(
    r"\b(?:pars|part|partons|m'absente) plus\b|\bsuis (?:rentree?|revenue?|deja)\b|annul|cancel|report"
)
_WHO_IS = re.compile(
    r",? ?(?:\(|(?:qui|who) ?)?(?:(?:il |elle |he |she )?(?:est|sera|is|'s) )?(?:parti(?:e)? )?"
)


def _through(first: date | None, last: date, now: Now) -> list[Act]:
    if first and (now.today - first).days > _LAST_WEEK and first.month == last.month:
        first, last = months_later(first, 1), months_later(last, 1)  # "du 5 au 19", said on the 18th
    if (first and first > last) or last < now.today:
        return []  # "du 29 février au 5 mars", of a year without the 29th
    return [Act("absent", from_=first or now.today, until=last)]


def _after_a_call(c: Command, before: list[Command]) -> bool:
    called = any(b.name == "called" and c.number - b.number == 1 for b in before)
    return called and not _HERSELF.match(c.sentence.text.folded, c.start)


def _next_order(c: Command, opens: int) -> int:
    """ "absent demain n'envoie rien": where the days end at the latest."""
    orders = (
        m.start for m in c.sentence.marks if m.start > opens and m.kind == "phrase" and m.name in _ORDERS
    )
    return min(orders, default=c.sentence.end)


def _perhaps_the_customer(said: str, behind: str) -> bool:
    return bool(back(behind) or _WHOSE.match(behind) or (_CLOSED.match(said) and not _SPAN.match(behind)))


def _of_days(said: str, behind: str) -> bool:
    """ "absent demain", "fermé demain"; not "je pars demain", "fermé le mardi", which say no end."""
    return bool(_ON_DAYS.search(said) or (_CLOSED.search(said) and not _EACH_WEEK.match(behind)))


def may_be_by_hand(passages: Sequence[Passage], context: Context) -> bool:
    """ "out of office tomorrow": in a few words, to nobody who wrote to him, in answer to what we asked or
    listed; never to our word that an absence was noted, so that no machine is answered twice."""
    words = plain(" ".join(one.text for one in passages))
    asked = not context.told_back and (bool(context.listed) or context.kind == "notice")
    few = len(words.split()) <= _FEW
    return asked and few and _OFFICE.match(words) is not None and not _TO_A_WRITER.search(words)


_FEW = 12  # words
_OFFICE = re.compile(r"(?:absence du bureau|out of (?:the )?office) [a-z]")
_TO_A_WRITER = re.compile(
    r"\b(?:votre|your|merci|thanks?|vous|contact\w*|urgen\w+|repondr\w+|reply|replies|mails?)\b"
)


def tells_of_own(words: str) -> bool:
    """Whether words that were not understood tell first of an absence of who writes: "je pars lundi"."""
    folded = plain(words)
    return bool(_OWN.match(folded) or _OWN_ANYWHERE.search(folded))
