"""Words that order elsewhere and here only tell: "ça continue avec Boucher", "il refuse la mise en demeure".

An `Order` in, a yes or no out.
"""

import re

from bot.owner.answers.doubting.order import LETTERS, Order

_INSTEAD = re.compile(
    r"\b(?:au lieu de|plutot que(?: de)?|avant de|apres avoir|sans|instead of|rather than|before|after"
    r"|without) (?:[a-z']{1,4} ){0,2}$|(?:^|[,:] ?)(?:plus|moins) (?:on |je |tu |nous |vous )?$"
)
_IT = re.compile(r"(?:\b(?:ca|cela|it|this|that) |\bc'|\bs')$")
_HE_DOES = re.compile(
    r"\b(?:refuse|conteste|craint|redoute|ignore|attend|recoit|a (?:bien )?recu|n'a pas recu|accepte|veut"
    r"|refuses|disputes|fears|ignores|got|received|wants) $"
)
_FINE = re.compile(r"(?:ca|tout) (?:roule|marche|va(?: bien)?)|(?:all|it) (?:goes|is going) well")
_OF_HIM = re.compile(r"[^,]{0,40}, ?(?:il|elle|ils|elles|he|she|they) ")
_YES_HE_WAS = re.compile(
    r",? (?:il|elle|ils|elles|je|j'|on|nous|he|she|they|i|we)(?: ?(?:les?|la|l'|lui|leur))?"
    r" ?(?:a|ai|ont|avons|est|sont|was|were|has|have)?\b[^,.;]{0,20}\b(?:relance|rappele|chased|reminded)"
)


def instead_of(order: Order) -> bool:
    """ "au lieu de relancer Lefort, relance Collet", "plus on envoie, moins il paie"."""
    return order.act.act in ("ok", "resume") and _INSTEAD.search(order.led_in.lstrip()) is not None


def it_goes_on(order: Order) -> bool:
    """ "ça continue avec Boucher, quelle plaie", "ça relance chez Faure"."""
    return order.command.name == "resume" and _IT.search(order.led_in) is not None


def he_does(order: Order) -> bool:
    """ "Lefort refuse la mise en demeure maintenant"."""
    return order.act.act == "mise_en_demeure" and _HE_DOES.search(order.led_in) is not None


def fine_for_him(order: Order) -> bool:
    """ "ça roule pour Lefort, il a retrouvé du boulot", "tout va bien pour lui"."""
    words = order.command.words
    if order.act.act != "ok" or not _FINE.fullmatch(words) or not order.command.targets:
        return False
    return words.startswith("tout") or _OF_HIM.match(order.behind) is not None


def paid_all_the_same(order: Order) -> bool:
    """ "stop Durand, les autres ça va ils ont payé": who has paid is written to no more."""
    command = order.command
    paid = [c for c in order.walk.commands if c.name in ("paid", "settled") and not c.marks]
    later = any(c.targets == command.targets and c.start >= command.end for c in paid)
    return command.name in LETTERS and bool(command.targets) and later


def yes_he_was(order: Order) -> bool:
    """ "Da Silva oui il a bien été relancé trois fois": what is confirmed, and no letter."""
    return order.command.name == "yes" and _YES_HE_WAS.match(order.behind) is not None


def how_agreed(order: Order) -> bool:
    """ "je l'ai eu au tel, 3 x 300 le 5": a call that only says how the plan beside it came to be."""
    if order.act.act != "called" or order.act.result != "other" or order.context.matter == "call":
        return False
    return any(
        one.act and one.act.act == "plan" and one.command.number == order.command.number
        for one in order.meant
    )
