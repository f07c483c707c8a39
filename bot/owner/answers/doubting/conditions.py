"""Doubts about an order that presses nobody: it is kept unless it is hedged, asked or hangs on something.

An `Order` in, a yes or no out. What stops is kept even with a "peut-être"; only a question or a condition of
its own makes it doubtful.
"""

import re

from bot.owner.answers.asked import REQUESTS
from bot.owner.answers.doubting.elsewhere import THE_OTHER
from bot.owner.answers.doubting.order import GOES, Order
from bot.owner.answers.marking.marks import Mark
from bot.owner.answers.words.telling import tells

_PLAIN = ("ask", "called")
_RESTS = ("stop", "no", "pause")
_FACTS = ("posted", "presented", "refused_letter", "unclaimed", "not_served", "paid")
_FACES = re.compile("[😕😐🙄😬😅😒]+")
_IF = re.compile(r"\b(?:si|if|unless)\b")
_CONDITION = re.compile(
    r"(?:si|s'ils?|if|a (?:la )?(?:seule )?condition.*|pourvu.*|provided.*|moyennant|sous .*"
    r"|on (?:the )?condition)"
)


def questioned(order: Order) -> bool:
    """ "on le met en pause ?"; a "stop ?" stops."""
    asks = any(c.name == "ask" for c in order.walk.commands)
    last = order.command.chunk == len(order.walk.chunks) - 1
    exempt = order.act.act in (*_PLAIN, "stop") or _refused_with_a_tale(order)
    return order.walk.sentence.question and last and not asks and not exempt


def hedged(order: Order) -> bool:
    """ "payé je crois", "accepte sauf s'il râle"; a "non" only where payment or address was asked for."""
    act = order.act.act
    if act in (*_PLAIN, "nothing_new") or _refused_with_a_tale(order):
        return False
    if act in _RESTS and not (
        act == "no" and order.context.matter in ("already_paid", "payment_match", "wrong_contact")
    ):
        return False
    rests = [h.start for h in order.helpers if h.name == "rest" and h.start > order.command.end]
    until = min(rests, default=order.walk.sentence.end)
    return any(
        (h.start < until and h.name == "hedge" and not _sighed(h, order))
        or (_on_a_condition(h) and not _when_it_was(h, order))
        for h in order.helpers
    )


def _sighed(hedge: Mark, order: Order) -> bool:
    """ "NPAI 😕", "refusé mercredi 🙄": a fact stays one, whatever face is made at it."""
    return order.act.act in _FACTS and _FACES.fullmatch(hedge.said.words) is not None


def of_two_kinds(order: Order) -> bool:
    """ "private house but billed through his company": what they are cannot be both."""
    act = order.act
    others = [one.act for one in order.meant if one.act is not None and one.act.act == act.act == "kind"]
    return any(other.target == act.target and other.value != act.value for other in others)


def _refused_with_a_tale(order: Order) -> bool:
    """ "non c'est la troisième fois qu'il me fait le coup"."""
    return order.act.act == "refuse" and tells(order.behind)


def _on_a_condition(helper: Mark) -> bool:
    """ "si", "sauf si", "unless"."""
    return helper.name == "if" or (helper.name == "doubt" and _IF.search(helper.said.words) is not None)


def _when_it_was(helper: Mark, order: Order) -> bool:
    """ "il m'a payé quand j'ai fait le poêle"."""
    behind = order.command.sentence.text.folded[helper.end : order.command.sentence.end]
    return order.command.name == "paid" and helper.start > order.command.end and tells(behind)


def of_its_condition(order: Order) -> bool:
    """ "oui si le virement n'est pas là": what stands behind the "si" says when, and stops nothing."""
    start = order.command.start
    yes = [c.end for c in order.walk.commands if c.name in ("yes", "send") and c.end <= start]
    return order.act.act in _RESTS and any(
        h.name == "if" and _CONDITION.fullmatch(h.said.words) and min(yes) <= h.start < start
        for h in (order.helpers if yes else ())
    )


def granted_on_condition(order: Order) -> bool:
    """ "c'est accepté, à la condition qu'ils versent quelque chose"."""
    return order.act.act == "accept" and any(
        h.name == "if" and h.start > order.command.end and _CONDITION.fullmatch(h.said.words)
        for h in order.all_helpers
    )


def granted_until_the_next_sentence(order: Order) -> bool:
    """ "Accepte. Enfin s'il paie la moitié maintenant", "ok. Par contre il verse 200, sinon c'est non"."""
    return order.act.act == "accept" and any(
        not walk.named and (_BUT_IF.match(walk.sentence.folded) or _OR_NOT.search(walk.sentence.folded))
        for walk in order.next
    )


def bounded_by_the_next_sentence(order: Order) -> bool:
    """ "ok. Enfin s'il n'a pas payé": not "Envoie. S'il ne paie pas, mise en demeure", which orders more."""
    return any(not walk.named and _AFTER_ALL_IF.match(walk.sentence.folded) for walk in order.next)


_BUT = r"(?:enfin|mais|par contre|seulement|toutefois|sauf|bien sur|but|however|only|well)"
_AFTER_ALL_IF = re.compile(rf"\W*(?:{_BUT},? ){{1,2}}(?:si|s'ils?|s'elles?|if|unless)\b")
_BUT_IF = re.compile(
    rf"\W*(?:{_BUT},? ){{0,2}}"
    r"(?:si|s'ils?|s'elles?|if|unless|provided|pourvu|a (?:la )?(?:seule )?condition)\b"
)
_OR_NOT = re.compile(r"\b(?:sinon,? (?:c'est )?(?:non|rien|pas)|otherwise,? (?:it's )?no|or (?:it's )?no\b)")
_TURN = re.compile(r"mais|but|sauf qu(?:e|')|however|cependant")


def granted_with_a_turn(order: Order) -> bool:
    """ "ok, but remind her the day before", "mais oui bien sûr … mdr": a yes with something behind it."""
    if order.act.act != "accept" or order.command.name not in ("yes", "weak"):
        return False
    if any(h.name == "hedge" for h in order.all_helpers):
        return True
    end = order.command.end
    turn = [h for h in order.all_helpers if h.name == "doubt" and h.start > end]
    turn = [h for h in turn if _TURN.fullmatch(h.said.words)]
    said = order.walk.sentence.text.folded[turn[0].end : order.walk.sentence.end] if turn else ""
    if not turn or _DEMANDED.match(said):
        return bool(turn)
    return not (any(c.start > turn[0].start for c in order.walk.commands) or tells(said))


_DEMANDED = re.compile(r" qu(?:e |')")  # "oui mais qu'il paie la moitié"
_AFTER_ALL = re.compile(
    r"\b(?:mais|enfin|finalement|en fait|bon|allez|si|but|actually)[ ,]{1,2}"
    r"(?:(?:si|bon|alors|well|allez)[ ,]{1,2})?"
    r"(?:oui|ok|d'accord|c'est (?:ok|bon|d'accord)|j'accepte|accepte|yes|fine)\b"
    r"|\b(?:oui|ok|d'accord|j'accepte|accepte|yes)[ ,]{1,2}(?:finalement|en fait|actually|after all)\b"
)


def refused_and_granted(order: Order) -> bool:
    """ "non. ok finalement", "non mais oui": whether the request is refused cannot be told."""
    if order.act.act != "refuse" or order.context.matter not in REQUESTS or "propose" in order.acts:
        return False
    text = " ".join(
        [order.behind, *(walk.sentence.folded for walk in order.walks[order.command.number + 1 :])]
    )
    return _AFTER_ALL.search(text) is not None


_ELSE = re.compile(r"^\W*(?:si|if)\b.*\b(?:sinon|otherwise|else)\b")


def no_or_else(order: Order) -> bool:
    """ "s'il a payé non, sinon oui"."""
    notice = order.context.kind == "notice" and order.act.act == "no"
    return notice and _ELSE.search(order.walk.sentence.folded) is not None


def if_not(order: Order) -> bool:
    """ "Durand a payé ? si non ok": the "non" belongs to the condition."""
    led = _IF.search(order.before[-4:]) is not None and order.command.words.startswith(("non", "not", "no "))
    return order.act.act == "no" and (led or _IF_NOT.search(order.before) is not None)


_IF_NOT = re.compile(r"\b(?:si|if) (?:non|not),? $")
_ONE_OF_THEM = re.compile(r"\b(?:lui|elle|him|her|celui-(?:ci|la)|celle-(?:ci|la)|l'une?|one)\b")


def of_one_of_them(order: Order) -> bool:
    """ "ok pour l'un, pas l'autre", "ok pour elle, lui non": whom, where the mail names nobody?"""
    command, said = order.command, order.walk.sentence.folded
    if order.context.kind == "notice" or command.name not in ("no", "not", "stop", "pause"):
        return False
    named = any(walk.named for walk in order.walks) or (command.targets and not command.rest)
    goes = any(c.name in GOES for c in order.walk.commands)
    other = command.rest and THE_OTHER.search(said)
    return goes and not named and bool(other or (not command.targets and _ONE_OF_THEM.search(said)))


_NOT_YET = re.compile(
    r"(?:\b(?:apres|avant|sitot|une fois|quand|lorsque|si|sauf|after|before|once|when|if|unless|until"
    r"|as soon as|tant)\b"
    r"|\bdes (?:que|qu'\w{1,6}|mon|ton|son|le|la)\b)(?: [\w']{1,14}){0,4} ?$"
)


def not_called_yet(order: Order) -> bool:
    """ "ok après mon coup de fil", "sauf si le client a appelé": no call is told."""
    found = _NOT_YET.search(order.before)
    if found is None or order.act.act != "called" or order.act.result != "other":
        return False
    told = not order.before[: found.start()].strip()  # "quand je l'ai appelé, il a râlé"
    return not told or any(c.name in GOES for c in order.walk.commands)


_DOES_NOT = re.compile(
    r"(?:\b(?:ne|n) |\bn')\w{2,12} $|\b(?:paie|paye|paient|payent|repond|repondent|regle|bouge|rappelle) $"
)


def not_of_the_verb(order: Order) -> bool:
    """ "s'il ne paie pas ok": the "pas" belongs to the verb before it."""
    words = order.command.words
    return order.act.act == "no" and words.startswith("pas ") and _DOES_NOT.search(order.before) is not None


_GIVING_UP = re.compile(r"\b(?:oubli|abandonn|renonc|laisse|forget|drop|scrap|skip|ditch|class|annul)")
_KEEPS_IN_MIND = re.compile(r"(?:\b(?:ne|don't|do not|never|to not|ai|as|avons|avez) |\bn')(?:\w+ )?$")


def not_given_up(order: Order) -> bool:
    """ "n'oublie pas la lettre", "don't forget it", "j'ai oublié la lettre": nothing is given up."""
    if order.act.act not in ("drop", "no") or not _GIVING_UP.search(order.command.words):
        return False
    denied = re.match(r" (?:pas|jamais|rien|surtout pas)\b", order.behind)
    return bool(denied or _KEEPS_IN_MIND.search(order.before))


def given_up_or_else(order: Order) -> bool:
    """ "essaye jo@… sinon laisse tomber": given up only if that fails."""
    return order.act.act == "drop" and _OR_ELSE.search(order.before) is not None


_FOR_SO_MUCH = re.compile(r"\d(?:[.,]\d\d)? ?(?:€|euros?|£)?,? (?:et|and|puis)(?: (?:on|then))? $")


def given_up_for_a_sum(order: Order) -> bool:
    """ "900 et on n'en parle plus": so much is to be paid."""
    return order.act.act == "drop" and _FOR_SO_MUCH.search(order.before) is not None


_OR_ELSE = re.compile(
    r"\b(?:sinon|autrement|a defaut|or else|otherwise|if not),? (?:on |tu |vous |je |then )?$"
)


def never_but_a_demand(order: Order) -> bool:
    """ "plus de lettres, du concret : mise en demeure": no rest."""
    if order.act.act != "treatment" or order.act.value != "never":
        return False
    return _DEMAND.search(order.behind) is not None


_DEMAND = re.compile(
    r"\b(?:mise en demeure|huissier|avocat|tribunal|commissaire de justice|formal notice|bailiff)\b"
)


def of_a_kind_with_a_turn(order: Order) -> bool:
    """ "pro, mais la facture c'est pour sa maison"."""
    last = not any(c.name == "kind" and c.start > order.command.start for c in order.walk.commands)
    return (
        order.act.act == "kind"
        and last
        and any(
            _TURN.fullmatch(h.said.words) and h.start > order.command.end
            for h in order.all_helpers
            if h.name == "doubt"
        )
    )


_MY_FAULT = re.compile(
    r"(?:une )?erreur de (?:ma|notre) part|(?:c'est |c'etait )?(?:ma|notre) (?:faute|erreur)|mea culpa"
    r"|(?:(?:it's|it was|that's|that was) )?(?:my|our) (?:mistake|bad|error|fault)"
    r"|(?:j'ai|on a|nous avons) (?:commis une erreur|fait (?:une|la) (?:erreur|boulette|connerie|betise)"
    r"|merde|foire|deconne)|(?:i|we)(?:'ve| have)? (?:got it wrong|made a mistake|messed up|cocked up)"
    r"|on (?:s'est|a) (?:trompes?|plantes?|loupes?|gourres?|merde|fait une erreur)|je me suis \w+"
)
_OF_A_CLAIM = frozenset(("dispute", "undecided"))


def mistaken_in_the_answer(order: Order) -> bool:
    """ "ok / erreur de ma part", "my mistake, it was Petit": an answer was wrong, and not the bill."""
    command = order.command
    if order.act.act != "dispute" or order.context.matter in _OF_A_CLAIM:
        return False
    if _MY_FAULT.fullmatch(command.words) is None:
        return False
    if command.targets:
        return _IT_WAS.match(command.sentence.text.folded, command.end) is not None
    return any(c.name in ("yes", "send") for w in order.walks[: command.number + 1] for c in w.commands)


_IT_WAS = re.compile(r"\W{1,3}(?:c'(?:etait|est)|it(?:'s| was| is)) ")


def until_in_a_condition(order: Order) -> bool:
    """ "s'il ne paye pas d'ici vendredi, oui": the day belongs to the condition."""
    led = any(h.name == "if" and h.start < order.command.start for h in order.helpers)
    return order.act.act == "pause" and led and "d'ici" in order.command.words
