"""Doubts about a payment told: of another bill, or only heard of. An `Order` in, a yes or no out."""

import re

from bot.owner.answers.doubting.order import Order

_PAYMENT_ASKED = frozenset(("already_paid", "payment_match", "promise"))
_ANOTHER_BILL = re.compile(
    r"\b(?:autres?|other|another|different) (?:factures?|commandes?|notes?|chantier|dossier|devis|affaire"
    r"|invoices?|bills?|jobs?|orders?|one|matter)\b(?! (?:aussi|egalement|idem|too|also|as well))"
    r"|\b(?:pas|not) (?:pour |for )?(?:celle-(?:ci|la)|celui-(?:ci|la)|cette facture|th(?:is|at)"
    r" (?:one|invoice|bill))\b|\b(?:mais|but) (?:c'est |c'etait |it was |that was )?(?:pour |sur |for )?"
    r"(?:celles? (?:d'avant|d[eu])|the (?:\w+ )?one)\b"
)
_HEARD = re.compile(
    r"\b(?:il parait|parait-il|parait que|apparemment|il semble\w{0,4}|semble-t-il|on dirait"
    r"|soi-disant|d'apres lui|apparently|seemingly|supposedly|allegedly|so it (?:seems|appears)|it seems"
    r"|so (?:he|she|they) says?|je (?:regarde|verifie|controle|vais (?:voir|verifier|regarder|controler))"
    r"|let me (?:check|see|look)|(?:i'll|i will|i'm going to) (?:check|look|see)|checking)\b"
)


def of_another_bill(order: Order) -> bool:
    """ "payé oui mais l'autre facture, celle de juin"; not "payé, l'autre facture aussi"."""
    behind = order.walk.sentence.text.folded[order.command.start : order.walk.sentence.end]
    return _told(order) and not order.act.target and _ANOTHER_BILL.search(behind) is not None


def only_heard(order: Order) -> bool:
    """ "oui il paraît, je regarde la banque"."""
    return _told(order) and _HEARD.search(order.walk.sentence.folded) is not None


def _told(order: Order) -> bool:
    asked = order.context.kind == "notice" and order.context.matter in _PAYMENT_ASKED
    return order.act.act == "paid" and asked
