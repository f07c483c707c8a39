"""What may be meant in a letter's place: it is put off, or what its debtor asks is granted.

An `Order` in, a yes or no out. A yes to a mise en demeure is counted only where every word of the answer is
known: who approves one says little, and anything else is asked about.
"""

import re

from bot.owner.answers.asked import REQUESTS
from bot.owner.answers.doubting.courtesy import mere_courtesy
from bot.owner.answers.doubting.order import LETTERS, Order
from bot.owner.answers.meaning.deferring import LETTER_ASKED
from bot.owner.answers.walking.commands import Walk
from bot.owner.answers.words.putting_off import granting_instead, putting_off
from bot.owner.answers.words.telling import grumble

_YES = frozenset(("yes", "weak", "send", "accept"))
_SENT = re.compile(r"\b(?:r?envo|exped|part|post|send|lanc|transm|adress|balanc|demeure|med\b|notice|lett)")
_SIGNED = re.compile(r"\W*[A-ZÀ-Þ][\w'’-]+(?:[ .]+[A-ZÀ-Þ][\w'’-]*){1,3}\W*")  # "Marc Dupuis"


def put_off_beside(order: Order) -> bool:
    """ "parfait, accord amiable", "ok. il veut un report": where nobody is named, of this one."""
    asked = order.act.act == "ok" and order.context.matter not in REQUESTS
    return asked and order.command.name in _YES and any(_puts_off(walk, order) for walk in order.walks)


def _puts_off(walk: Walk, order: Order) -> bool:
    said = walk.sentence.folded
    granted = granting_instead(said) if walk.context.matter in LETTER_ASKED else ()
    places = [walk.sentence.start + place for place in (*putting_off(said), *granted)]
    if walk is not order.walk:
        return bool(places) and not walk.named and not any(c.targets for c in walk.commands)
    return any(_own(place, order) and not order.grumbled(place) for place in places)


def _own(place: int, order: Order) -> bool:
    """Whether nothing else is ordered of others there."""
    others = [c for c in order.walk.commands if c.targets != order.command.targets]
    before = max(
        (c.opens for c in order.walk.commands if c.opens <= place), default=order.walk.sentence.start
    )
    return not any(c.opens == before for c in others)


def of_unknown_words(order: Order) -> bool:
    """ "oui, on verra bien ce qu'il en dit", to a mise en demeure: only "envoie" is plain then."""
    if order.act.act != "ok" or order.context.matter != "mise_en_demeure":
        return False
    said = [c.words for walk in order.walks for c in walk.commands if c.name in LETTERS]
    return not any(map(_SENT.search, said)) and any(_says_more(walk, order) for walk in order.walks)


def _says_more(walk: Walk, order: Order) -> bool:
    sentence = walk.sentence
    words = [m for m in sentence.marks if m.kind == "word" and any(map(str.isalpha, m.name))]
    if walk is order.walk:
        return any(not order.grumbled(word.start) for word in words)
    if mere_courtesy(sentence.exact) or _SIGNED.fullmatch(sentence.exact):
        return False
    first, last = grumble(sentence.folded) or (0, 0)
    return any(not first <= word.start - sentence.start < last for word in words)
