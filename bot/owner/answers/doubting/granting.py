"""A request that is refused and granted in one answer: what the customer is to hear is not said surely.

"hors de question, mais je veux bien attendre lundi" proposes that day; "non, mais 3 fois ok", "non, sauf s'il
signe un échéancier" come back. A plan said with the no stands in its place.
"""

import re
from dataclasses import replace
from itertools import pairwise

from bot.owner.answers.acts import Act
from bot.owner.answers.asked import REQUESTS
from bot.owner.answers.context import Context
from bot.owner.answers.doubting.gathering import Verdict
from bot.owner.answers.doubting.order import Order
from bot.owner.answers.marking.marks import figure
from bot.owner.answers.meaning.meaning import Meant
from bot.owner.answers.walking.commands import Command, Walk

_MANY = r"(?:\d{1,2}|une?|deux|trois|quatre|cinq|six|dix|quinze|two|three|four|five|six|ten|a)"
_OFFERED = (
    rf"(?:\b{_MANY} ?(?:fois|x|mensualites|echeances|versements|mois|semaines?|jours?|times|goes|parts"
    r"|payments|instal\w+|months?|weeks?|days?)\b(?! (?:qu|deja))"
    r"|\b(?:par|a|per|each) (?:mois|month)\b|\b(?:mensuel|echeancier|etal|instal|acompte|moitie|half)"
    r"|\b(?:deposit|payment plan)\b"
    r"|\b(?:s'(?:ils?|elles?|on)|si (?:il|elle|on|le|la)|if (?:he|she|they|it))\b"
    r"(?! (?:croi"
    r"|pens|compt|imagin|veut|veulent|continu|think|want))|\b(?:attendre|patienter|wait)\b)"
)
_TURN = (
    r"\b(?:mais|but|ou(?: alors| bien)?|or|sauf(?! erreur)|unless|except|par contre|en revanche"
    r"|a la (?:rigueur|limite)|au pire|au mieux|sinon|eventuellement|at most|maybe|perhaps|pourquoi pas"
    r"|why not)\b"
)
# What is told of the past or denied offers nothing.
_NOT_SO = (
    r"(?:pas|plus|jamais|not|never|n't|fait|depuis|deja|avai\w+|promis\w*|dit|since|already|been|had"
    r"|said)\b"
)
_TURNED = re.compile(rf"{_TURN}(?:(?!\b{_NOT_SO})[^.;!?]){{0,40}}?{_OFFERED}")
_TURNED_TO_A_DAY = re.compile(rf"{_TURN}(?:(?!\b{_NOT_SO})[^.;!?]){{0,40}}$")
_PERHAPS = re.compile(
    rf"{_OFFERED}[^.;!?]{{0,20}}\b(?:a la (?:rigueur|limite)|eventuellement|ok|oui|possible|pourquoi pas"
    r"|yes|fine|at a push|maybe)\b"
)
_FIRST = re.compile(
    r"\b(?:moitie|half|acompte|deposit)\b[^.,;!?]{0,12}\b(?:now|maintenant|tout de suite|up ?front|d'abord"
    r"|first|today|aujourd'hui)\b"
)
_BESIDE = frozenset(("yes", "weak", "accept"))
_AFTER = re.compile(r"\b(?:apres|passe|after|past) $")
_TIME = frozenset(("accept", "propose"))


def refused_and_offered(order: Order) -> bool:
    """ "non mais il peut payer en 2 fois", "20 mars ok, 30 non": something else may be granted."""
    if order.act.act != "refuse" or order.context.matter not in REQUESTS or "propose" in order.acts:
        return False
    if "plan" in order.acts or _ON_REFLECTION.search(order.before):
        return False
    if granted := [one.command for one in order.meant if _dated(one.act)]:
        return _place(granted[0]) < _place(order.command)
    return any(_offers(walk) or _beside(walk) for walk in order.walks if not walk.named)


_ON_REFLECTION = re.compile(r"\b(?:en fait|finalement|(?:ah|enfin|oh|euh),? non|actually|on reflection)\b")


def _place(command: Command) -> tuple[int, int]:
    return command.number, command.start


def _offers(walk: Walk) -> bool:
    said, text = walk.sentence.folded, walk.sentence.text.folded
    days = [m for m in walk.sentence.marks if m.kind in ("day", "duration")]
    if any(_TURNED_TO_A_DAY.search(text[walk.sentence.start : m.start]) for m in days):
        return True
    return any(words.search(said) for words in (_TURNED, _PERHAPS, _FIRST))


def _beside(walk: Walk) -> bool:
    """A day or a time right before a yes or behind it: "mi-avril oui"."""
    marks = [m for m in walk.sentence.marks if m.name != "filler"]
    for one, other in pairwise(marks):
        kinds = {one.kind, other.kind} & {"day", "duration"}
        if kinds and ({one.name, other.name} & _BESIDE):
            return True
    return False


def _dated(act: Act | None) -> bool:
    return act is not None and act.act == "accept" and act.date is not None


def proposed_instead(verdict: Verdict, all_meant: list[Meant], context: Context) -> None:
    """Refused with a day granted, that day is proposed; with a plan, the plan is the answer."""
    refused = Act("refuse")
    if context.matter not in REQUESTS or refused not in verdict.acts:
        return
    planned = any(act.act == "plan" and act.target is None for act in verdict.acts)
    if planned or (context.told_back and _last_is_a_yes(all_meant)):
        verdict.acts.remove(refused)
        return
    verdict.acts[:] = [
        replace(act, act="propose") if _dated(act) and act.target is None else act for act in verdict.acts
    ]
    for one in all_meant:
        lost = _dated(one.act) and "propose" not in {act.act for act in verdict.acts}
        if lost or (one.act == Act("accept") and one.act in verdict.acts):
            verdict.acts[:] = [act for act in verdict.acts if act not in (refused, Act("accept"))]
            verdict.doubt(one.command.sentence.exact)


def _last_is_a_yes(all_meant: list[Meant]) -> bool:
    """ "non, accepte", in answer to what said his no back: that was not meant."""
    said = [one for one in all_meant if one.act in (Act("accept"), Act("refuse"))]
    return bool(said) and max(said, key=lambda one: _place(one.command)).act == Act("accept")


_IN_PRINCIPLE = re.compile(
    r"\b(?:sur le principe|en principe|dans (?:l'idee|l'absolu|le principe|l'ensemble)|a priori"
    r"|in principle|in theory|on the principle)\b"
)
_NEARLY = re.compile(r"\b(?:plutot|presque|quasi(?:ment)?|a priori|en principe|more or less|sort of) $")
_BY_HIM = re.compile(
    r"[ ,]{1,2}(?:(?:mais|but) )?(?:qu'(?:ils?|elles?) |a (?:lui|elle|eux) de "
    r"|(?:ils? |elles? )?(?:doi(?:t|vent)|faut qu'(?:ils?|elles?)) "
    r"|(?:he|she|they) (?:must|has to|have to|needs? to) )(?:me |nous |le |l'|s')?"
    r"(?:confirm|sign|engag|ecri|envo|promet|jur|garanti|repon|rappel|appel|write|call|reply|send|promise)"
)
_THAT_HE = re.compile(r"\bqu'(?:ils?|elles?) (?:me |nous |le |l')?$")


def hardly_yes(order: Order) -> bool:
    """ "d'accord sur le principe", "plutôt d'accord", "ok mais qu'il confirme": not yet a yes."""
    if order.act.act != "accept" or order.context.matter not in REQUESTS:
        return False
    if _IN_PRINCIPLE.search(f"{order.command.words}{order.behind[:40]}") or _NEARLY.search(order.before):
        return True
    return bool(_BY_HIM.match(order.behind) or _THAT_HE.search(order.before))


def one_day_of_two(order: Order) -> bool:
    """ "d'accord pour la 118 le 20 et la 119 le 25": two days, and both invoices got the first one."""
    own, marks = order.context.invoices, order.walk.sentence.marks
    if order.context.matter not in REQUESTS or order.act.act not in _TIME or order.act.target not in own:
        return False
    days = {figure(mark).ahead for mark in marks if mark.kind == "day"} - {None}
    said = {one.act.date for one in order.meant if one.act and one.act.target in own} - {None}
    return len(own) > 1 and len(said) < len(days) > 1


_AT_ONCE = re.compile(
    r"\d(?:,| :)? (?:(?:c'est|il (?:la )?paie|elle est due|doit etre payee?|est due) )?"
    r"(?:immediatement|tout de suite|maintenant|sans (?:delai|attendre)|immediately|right away|at once|now)\b"
)


def one_at_once(order: Order) -> bool:
    """ "ok pour la 118, la 119 immédiatement": no time for that one, which the yes would give it."""
    of_time = order.context.matter in REQUESTS and order.act.act in _TIME
    return of_time and _AT_ONCE.search(order.walk.sentence.folded) is not None


def not_after(order: Order) -> bool:
    """ "d'accord, après le 20 c'est fini": the day that ends it is not the one that he asked for."""
    if order.act.act != "accept" or order.act.date or order.context.matter not in REQUESTS:
        return False
    sentence = order.walk.sentence
    days = (mark for mark in sentence.marks if mark.kind == "day")
    return any(_AFTER.search(sentence.text.folded[sentence.start : mark.start]) for mark in days)
