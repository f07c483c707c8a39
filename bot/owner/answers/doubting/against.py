"""News told anywhere in an answer that speaks against an order that presses: he died, it is settled, oops.

An `Order` in, a yes or no out; each only ever makes an order doubtful. What news there is, and of whom, is
found in `told`.
"""

from bot.owner.answers.doubting.order import Order
from bot.owner.answers.doubting.told import News, perhaps_of_a_namesake
from bot.owner.answers.marking.marks import name
from bot.owner.answers.walking.commands import Walk
from bot.owner.answers.walking.others import case_of

_GRAVE = ("over", "insolvency", "misfortune")
_SENDS = frozenset(("ok", "resume", "mise_en_demeure"))
# What a yes to these lets go asks nobody for money, or the news is what the mail told.
_NO_LETTER = frozenset(
    ("payment_match", "document_request", "already_paid", "uncertain", "iban_changed", "alarm", "post",
     "call", "wrong_contact", "bounce", "kind", "piece", "insolvency", "published", "declaration", "relief",
     "signification", "misfortune", "limitation", "handed_over", "chorus")
)  # fmt: skip


def grave_news(order: Order) -> bool:
    """ "ok. il est mort lundi", "reprends Roux, ils ont déposé le bilan", "rien reçu. il est mort"."""
    known = order.act.act == "ok" and order.context.matter in _NO_LETTER
    return not known and _told(order, _GRAVE)


def whose_procedure(order: Order) -> bool:
    """ "on m'a dit que c'est un homonyme. Tu peux reprendre": is the procedure this customer's?"""
    asked = order.context.matter in ("insolvency", "published") and order.act.act in _SENDS
    return asked and any(perhaps_of_a_namesake(walk.sentence.folded) for walk in order.walks)


def wrong_paper(order: Order) -> bool:
    """ "ok. le montant est faux", "1 ok. la date est fausse"."""
    return order.act.act in _SENDS and _told(order, ("misstated",))


def by_mistake(order: Order) -> bool:
    """ "ok. oups, mauvais dossier": said of the whole mail, unless it is why another is let off."""
    return order.act.act in (*_SENDS, "already_reminded") and any(
        news.kind == "mistaken" and any(news.number == walk.number for walk in (order.walk, *order.idle))
        for news in order.news
    )


def meant_for_another(order: Order) -> bool:
    """ "ok. c'était pour Dupont", "ok. je répondais à Julie"; a notice's own customer may be named so."""
    return order.act.act in (*_SENDS, "already_reminded") and any(
        news.kind == "misdirected" and not _of_its_own(order.walks[news.number]) for news in order.news
    )


def _of_its_own(walk: Walk) -> bool:
    """Whether a sentence in answer to a notice names the customer or a bill of it."""
    own = (walk.context.case, *walk.context.invoices)
    named = [name(mark).target for mark in walk.named if mark.kind == "name"]
    return walk.context.kind == "notice" and any(target in own for target in named)


def settled_otherwise(order: Order) -> bool:
    """ "ok. on est quittes", "Petit ok, il est passé"; in front of a plain order it leads to it.

    "il a déjà promis. Reprenez" draws its conclusion, and "1 payé, ok" is no news but an order.
    """
    act, matter = order.act.act, order.context.matter
    if act not in _SENDS or (act == "ok" and matter in _NO_LETTER):
        return False
    number = 0 if act == "ok" else order.command.number
    start = 0 if order.command.name in ("yes", "weak") else order.command.start
    return _told(order, ("settled",), number, start)


def not_there_any_more(order: Order) -> bool:
    """ "oui il est parti", to a new address: that he left, or that the other is right?"""
    bare = order.act.act == "ok" and order.context.matter == "wrong_contact" and order.command.name == "yes"
    return bare and " " not in order.command.words and _told(order, ("left",))


def closed_for_nothing(order: Order) -> bool:
    """ "litige clos, on est quittes", "litige clos, enfin presque"."""
    return order.act.act == "dispute_closed" and _told(order, ("unclosed",), start=order.command.start)


def _told(order: Order, kinds: tuple[str, ...], number: int = 0, start: int = 0) -> bool:
    """Whether such news is told of whom the order means, from that sentence and that place on."""
    return any(
        news.kind in kinds and news.number >= number and news.place >= start and _means(order, news)
        for news in order.news
    )


def _means(order: Order, news: News) -> bool:
    return not news.cases or case_of(order.act.target, order.context) in news.cases
