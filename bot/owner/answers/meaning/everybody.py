"""Whom an order about all means: every customer, or those that the mail listed; and until when a yes goes.

An act and its command in, the same act out, its `value` or `date` set for who carries it out.
"""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from bot.owner.answers.acts import Act
from bot.owner.answers.context import Context
from bot.owner.answers.walking.commands import Command
from bot.owner.answers.words.spelling import plain

# An order about all is one about all customers but where the list alone is meant; `value` tells it to who
# carries it out, as `date` tells which day is accepted. Neither is shown: the guide's acts have none.
_ALL_OF_THEM = re.compile(
    r"\btout\b(?! (?:de suite|a l'heure))|\btous\b|\bpersonne\b|\bqui que ce soit\b|\ball\b"
    r"|\bevery(?:thing|body|one)\b|\b(?:no|any) ?(?:body|one)\b|\bgeneral"
)
_TO_ANYBODY = re.compile(
    r"\b(?:a|pour|to|for) (?:personne|tout le monde|qui que ce soit|(?:no|any|every) ?(?:body|one))\b"
)
_UNDOES = re.compile(r"\bannul|\bcancel")
_GOES_ON = re.compile(
    r"\bcontinu|\b(?:carry|keep|go(?:ing)?) on\b"
)  # as before: it ends no stop of everybody


def of_all(act: Act, c: Command, context: Context) -> Act:
    if act.act == "accept":
        return replace(act, date=c.day())
    if act.act not in ("stop", "no", "pause", "resume") or act.target not in (None, "all"):
        return act
    words = c.sentence.text.folded[c.sentence.start : c.sentence.end]
    if act.target is None:
        said = context.kind == "notice" and act.act != "resume" and bool(_TO_ANYBODY.search(words))
        return replace(act, value="everybody") if said else act
    if act.act == "resume" and (c.rest or (_GOES_ON.search(words) and not _ALL_OF_THEM.search(words))):
        return replace(act, value="going_on")
    # a bare stop is one of everybody; what only undoes, or is said of letters to post, needs the word
    if context.kind == "digest" and not context.to_post:
        listed = c.rest or (_UNDOES.search(words) and not _ALL_OF_THEM.search(words))
    else:
        listed = c.rest or context.kind == "backlog" or not _ALL_OF_THEM.search(words)
    return replace(act, value="listed") if listed else act


_LETTERS = r"(?:relances?|rappels?|lettres?|(?:e-?)?mails?|envois?|courriers?|reminders?|letters?|chasing)\b"
_ALL = (
    r"(?:tout|tous|toutes|everything|every(?:body|one)|all"
    rf"|(?:(?:toutes |all )?(?:les|mes|the|my) )?{_LETTERS})"
)
_PERHAPS_STOPS = re.compile(
    r"\b(?:arret\w*|stopp?\w*|suspend\w*|cess\w+|coup(?:e|er|ez|ons)|gel(?:e|er|ez)|bloqu\w+|interromp\w*"
    rf"|hold(?: off)?|halt|freeze|pause) (?:\w+ ){{0,2}}?{_ALL}\b"
    r"|(?<!y a )(?<!there are )\b(?:plus|pas|aucune?|no)"
    rf" (?:d'|(?:de |une? |aucune? |autre |seule? |more )*){_LETTERS}"
    r"|\b(?:rien|plus rien|nothing)(?: du tout| at all)? (?:cette semaine|ce mois|jusqu|avant|this week|until"
    r"|till|before)\b|\bhold off (?:until|till|for now)\b"
)


def perhaps_stops(words: str) -> bool:
    """Whether words that name nobody may want all letters stopped: "plus de relances cette semaine".

    They were not understood, or taken for a remark; a question wants to know and stops nothing.
    """
    return "?" not in words and _PERHAPS_STOPS.search(plain(words)) is not None


_NO_END = re.compile(
    r"\btant qu|\bjusqu'a (?:ce qu|nouvel|mon |notre )|\b(?:until|till) (?:i|we|my|further)\b"
)
_THIS_WEEK = re.compile(r"\b(?:cette|this) (?:semaine|week)\b")
_THIS_MONTH = re.compile(r"\bce mois|\bthis month")


def stops_through(words: Iterable[str], today: date, until: date) -> date | None:
    """Through which day such words are waited for; None: until his next one, as they say themselves."""
    folded = plain(" ".join(words))
    if _NO_END.search(folded):
        return None
    if _THIS_MONTH.search(folded):
        return max(until, today.replace(day=monthrange(today.year, today.month)[1]))
    return max(until, today + timedelta(days=6 - today.weekday())) if _THIS_WEEK.search(folded) else until
