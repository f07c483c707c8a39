"""Whether a "mais", a "si", a stray "pas" or a wink in its sentence weighs on an order that presses.

One that stands before a plain order, speaks of another case, or explains why one is left out, does not.
"""

import re

from bot.owner.answers.doubting.order import DOUBTS, Order
from bot.owner.answers.marking.marks import Mark
from bot.owner.answers.walking.commands import Command
from bot.owner.answers.words.telling import reason


def negated(order: Order) -> bool:
    """ "oui, mais pas maintenant": a stray "pas" takes back a bare yes anywhere, another from its part on."""
    return "not" in order.said[order.command.number] and any(
        c.name == "not"
        and not c.targets
        and not _tells_no(order, c)
        and (order.command.name not in _PLAIN_ORDERS or c.chunk >= order.command.chunk)
        for c in order.walk.commands
    )


def granted_but_for(order: Order) -> bool:
    """ "d'accord sur le principe mais pas sur la date", "ok pour deux fois pas trois": what is granted?"""
    return order.act.act == "accept" and any(
        c.name == "not" and not c.targets and c.start > order.command.end and not _of_a_clause(order, c)
        for c in order.walk.commands
    )


def granted_on_other_terms(order: Order) -> bool:
    """ "ok mais 2 fois max", "ok pour 3 fois mais la première tout de suite"; not "ok mais dernier délai"."""
    if order.act.act != "accept":
        return False
    told = any(one.act and one.act.act in ("propose", "plan") for one in order.meant)
    first = min(c.end for c in order.walk.commands if c.name in _GRANTING or c is order.command)
    said = order.walk.sentence.text.folded[first : order.walk.sentence.end]
    return not told and _OTHER_TERMS.search(said) is not None


_GRANTING = frozenset(("yes", "accept", "weak"))


_OTHER_TERMS = re.compile(
    r"\b(?:mais|but|sauf que?|a condition)\b[^.;]{0,40}?\b(?:(?:\d{1,5}|deux|trois|quatre|cinq|six|two|three"
    r"|four) ?(?:fois|x|mois|semaines?|jours?|€|euros?|%|times|months?|weeks?|days?|instal\w+|mensualites)\b"
    r"|(?:premiere?|acompte|moitie|tiers|partie|first|deposit|half|part)\b[^.;]{0,24}\b(?:tout de suite"
    r"|maintenant|de suite|aujourd'hui|d'abord|now|today|up ?front|straight away|right away)\b)"
)


def _of_a_clause(order: Order, negation: Command) -> bool:
    """ "accepte, c'est pas grave", "ok, not a problem": it denies what is told and takes nothing away."""
    text = order.walk.sentence.text.folded
    since = text[max(map(text.rfind, ",;:(", (0,) * 4, (negation.start,) * 4)) + 1 : negation.start]
    return _SUBJECT.search(since[-40:]) is not None or _NO_TROUBLE.match(text, negation.end) is not None


_SUBJECT = re.compile(
    r"\b(?:ils?|elles?|on|je|j'\w+|c'est|ce|ca|qui|n'\w+|ne|he|she|it|they|i|we|that|(?:he|she|it|that)'s"
    r"|i'm|we're)\b"
)
_NO_TROUBLE = re.compile(
    r" (?:a |an |un |une |de |d')?(?:problem|problemes?|soucis?|issue|worries|grave|bother)\b"
)


def turned(order: Order) -> bool:
    """ "ok mais demain", "oui s'il n'a pas payé", "vas-y 🙄"."""
    for index, chunk in enumerate(order.walk.chunks):
        if not _of_another(order, index):
            found = [h for h in chunk.helpers if _weighs(h, order, index)]
            if found:
                return not _gentle_turn(order, found[0].start)
    return False


def _tells_no(order: Order, negation: Command) -> bool:
    """ "reprends pour Abadie, il n'a pas tenu parole": what another did not do."""
    command, walk = order.command, order.walk
    if order.grumbled(negation.start):
        return True
    if 0 <= reason(order.behind) <= negation.start - command.end and command.targets:
        return True  # "relance Fabre elle n'a pas tenu parole"
    if negation.chunk <= command.chunk:
        return False
    since = [m for m in walk.sentence.marks if m.kind == "comma" and m.end <= negation.start]
    told = walk.sentence.text.folded[since[-1].end if since else 0 : negation.start]
    return _HE_DID.match(told) is not None


_HE_DID = re.compile(r" ?(?:car |parce qu'|puisqu'|since |as |because )?(?:il|elle|ils|elles|he|she|they)\b")


def _of_another(order: Order, index: int) -> bool:
    """Whether that part of the sentence speaks of somebody else than this order does."""
    chunk, command = order.walk.chunks[index], order.command
    if not command.targets or not chunk.aimed or index == command.chunk:
        return False
    return index > command.chunk or not any(h.name in ("if", "hedge") for h in chunk.helpers)


def _weighs(helper: Mark, order: Order, index: int) -> bool:
    command, words = order.command, helper.said.words if helper.name in DOUBTS else ""
    behind = helper.start > command.end
    if helper.name not in DOUBTS or _left_behind(helper, order, index) or order.grumbled(helper.start):
        return False
    if order.context.matter == "mise_en_demeure" and behind and _THE_DEMAND.fullmatch(words):
        return False  # "je valide l'envoi de cette mise en demeure"
    if _merely_seen(helper, order):
        return False
    if command.name == "not_received":
        paid = [c for c in order.walk.commands if c.name == "paid" and c.targets and c.start > helper.start]
        if words in ("mais", "but") and paid and helper.start >= command.end:
            return False  # "pas reçu, mais Duval a payé 300"
        if not words[:1].isascii():
            return False  # a rolling eye
    if _of_an_exception(helper, order) or (command.name == "reminded" and behind and words in _WHO):
        return False
    aimed = command.targets or _ALL.search(command.words)
    return not (aimed and _turns_to_another(helper, order))


def _merely_seen(helper: Mark, order: Order) -> bool:
    """ "bien vu, envoie tout"; "ok noté", to what is only told him."""
    led = helper.end < order.command.start and order.command.name == "send"
    return helper.name == "seen" and (led or order.context.matter == "promise")


_THE_DEMAND = re.compile(r"(?:la |the )?(?:mise en demeure|med|formal notice)")
_ALL = re.compile(r"\b(?:all|tout|toutes|tous|lot|everything)\b")
_WHO = ("qui", "who", "avant", "before", "apres")  # "déjà relancé trois fois, c'est moi qui avais écrit"
_PLAIN_ORDERS = frozenset(("resume", "mise_en_demeure", "not_received", "dispute_closed", "reminded"))


def _of_an_exception(helper: Mark, order: Order) -> bool:
    """ "yes, except Brook Cottage who paid": what is said of the one left out."""
    start = order.command.start
    left_out = [c for c in order.walk.commands if c.name in _HOLDS and c.targets and c.start > start]
    if not left_out or helper.start < left_out[0].end:
        return False
    behind = order.command.sentence.text.folded[left_out[0].end : helper.end]
    return helper.said.words in ("who", "qui", "which", "que") or _EXPLAINS.search(behind) is not None


_HOLDS = frozenset(("not", "no", "stop", "pause"))  # "ok 1, la 2 pas maintenant, il paraît que c'est payé"
_EXPLAINS = re.compile(
    r"\b(?:ou|que?|qui|dont) (?:je|j'|on|nous)\b|[,:( ](?:il|elle|ils|elles|he|she|they|c'est|car|parce que"
    r"|j'ai|je (?:l'|les |lui )|i've|on (?:l'|a)|notre|son|sa|leur|his|her|their)\b"
)


def _left_behind(helper: Mark, order: Order, chunk: int) -> bool:
    """ "il a promis mais rien reçu, reprends": the doubt stands in what was said before."""
    command = order.command
    if command.name not in _PLAIN_ORDERS or helper.name not in ("doubt", "seen", "defer"):
        return False
    if re.search(r"\b(?:si|if)\b|^(?:envo[iy]|send)", helper.said.words):
        return False  # "envoie une dernière relance"
    return helper.start < command.start and (chunk < command.chunk or command.start - helper.end <= 1)


def _turns_to_another(helper: Mark, order: Order) -> bool:
    """ "1 et 2 oui mais 3 non": what follows the "mais" is about another case."""
    walk, command = order.walk, order.command
    if helper.said.words not in ("mais", "but") or helper.start < command.end:
        return False
    return any(0 < m.start - helper.end <= 6 for m in walk.named) or any(
        c.name in _KEEPS_BACK and c.targets and c.targets != command.targets and 0 < c.start - helper.end <= 3
        for c in walk.commands
    )


_KEEPS_BACK = frozenset(("no", "not", "stop", "pause", "paid", "dispute"))


def _gentle_turn(order: Order, place: int) -> bool:
    """ "mollo avec lui, mais tu peux envoyer": the turn leads to the order instead of taking it back."""
    word = order.walk.sentence.text.folded[place : place + 4].strip()
    leads = word in ("mais", "but") and 0 <= order.command.start - place <= 6
    others = [c for c in order.walk.commands if c is not order.command]
    return leads and order.command.name == "send" and all(c.name == "treatment" for c in others)
