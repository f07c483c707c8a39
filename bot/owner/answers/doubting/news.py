"""Money told beside an order that presses: a payment to come, a sum, or whether it came; and who is named.

An `Order` in, a yes or no out; each only ever makes an order doubtful.
"""

import re

from bot.owner.answers.doubting.order import Order
from bot.owner.answers.doubting.whose import spoken_of
from bot.owner.answers.marking.figures import Figure
from bot.owner.answers.marking.marks import Mark
from bot.owner.answers.walking.commands import Walk
from bot.owner.answers.walking.others import case_of, meant

_PAYS = re.compile(
    r"\b(?:va|vont) (?:me |nous )?(?:payer|regler)\b|\b(?:paiera|reglera|(?:will|'ll|going to) pay)\b"
)
_SENDS = frozenset(("ok", "resume", "mise_en_demeure"))
_WRITES_NO_REMINDER = frozenset(("payment_match", "document_request"))  # a yes to these asks nobody for money


def told_elsewhere(order: Order) -> bool:
    """ "ok. il paie vendredi", in answer to a notice: a sentence that orders nothing tells of money to come.

    Behind the order; in front of it only of a bare yes: "il a déjà promis. Reprenez" draws its conclusion.
    """
    act, context = order.act.act, order.context
    if context.kind != "notice" or act not in _SENDS:
        return False
    told = [walk for walk in order.idle if act == "ok" or walk.number > order.command.number]
    return context.matter not in _WRITES_NO_REMINDER and any(map(_of_money_to_come, told))


def _of_money_to_come(walk: Walk) -> bool:
    """A payment, a promise or a talk told, a sum, or a day that is still to come."""
    marks = walk.sentence.marks
    return (
        any(command.name in ("said", "called") for command in walk.commands)
        or any(mark.kind in ("sum", "percent") for mark in marks)
        or any(_to_come(mark, walk) for mark in marks)
        or _MONEY.search(walk.sentence.folded) is not None
    )


def _to_come(mark: Mark, walk: Walk) -> bool:
    ahead = mark.value.ahead if mark.kind == "day" and isinstance(mark.value, Figure) else None
    return ahead is not None and ahead > walk.now.today


_MONEY = re.compile(
    r"\b(?:cheques?|virements?|paiements?|reglements?|versements?|acomptes?|especes|transfers?|payments?|cash)\b"
)


def named_again(order: Order) -> bool:
    """ "ok pour Petit. Petit est décédé", in a list: another sentence names him, and orders nothing."""
    cases = {case_of(order.act.target, order.context)} - {""}
    return any(meant(mark, order.context) in cases for walk in order.idle for mark in walk.named)


def promised_beside(order: Order) -> bool:
    """ "Petit m'a promis pour vendredi, envoie tout"; not of one left out, nor "ok les autres"."""
    commands = order.walk.commands
    if (order.context.matter, order.command.name) == ("digest", "yes") and _PAYS.search(order.behind):
        return True  # "oui Roux va payer"
    if "said" not in order.said[order.command.number] or order.act.act not in ("ok", "resume"):
        return False
    said = [c for c in commands if c.name == "said" and any(_to_come(mark, order.walk) for mark in c.marks)]
    if not said or (order.command.rest and all(c.targets and "all" not in c.targets for c in said)):
        return False
    left_out = [c.start for c in commands if c.name in ("not", "no") and c.targets]
    return said[0].start < min(left_out, default=order.walk.sentence.end)


def paid_perhaps(order: Order) -> bool:
    """ "ok. il a pas déjà payé ?": another sentence asks whether money came, of nobody in particular."""
    asking = [w for w in order.walks if w.sentence.question and w is not order.walk]
    return order.act.act in _SENDS and any(
        command.name in ("paid", "not_received", "said") and not command.targets
        for walk in asking
        for command in walk.commands
    )


_HANGS = re.compile(
    r"\W*(?:et |and |mais |but |ben |bon |so )?(?:sinon|si (?:non|oui|c'est|ce n'est|tel|pas)|dans ce cas"
    r"|auquel cas|le cas echeant|du coup|alors|donc|en ce cas|if (?:not|so|yes|no)|in (?:that|which) case"
    r"|otherwise|or else|then|so)\b"
)


def hangs_on_an_answer(order: Order) -> bool:
    """ "Durand a payé ? sinon envoie": only if what was asked is answered so; not "sinon ok pour Petit"."""
    before = order.walks[order.command.number - 1 : order.command.number]
    asked = bool(before) and before[0].sentence.question
    if not asked or not _HANGS.match(order.walk.sentence.folded):
        return False
    of_whom = {case for _, found in spoken_of(before[0]) for case in found}
    named = {case_of(target, order.context) for target in order.command.targets} - {""}
    others = order.command.rest and _THE_OTHERS.search(order.walk.sentence.folded)
    return not (others or (named and of_whom and not named & of_whom))


_THE_OTHERS = re.compile(r"\b(?:autres?|reste|restants?|rest|others?|else)\b")


def paid_by_one_of_them(order: Order) -> bool:
    """ "envoie il m'a payé hier", in a list: nobody says which of them did."""
    of_all = order.act.act in _SENDS and order.act.target == "all" and order.context.kind != "notice"
    return (
        of_all
        and "paid" in order.said[order.command.number]
        and any(
            command.name == "paid" and not command.targets and _ONE_DID.match(command.words) is not None
            for command in order.walk.commands
            if command.start > order.command.start
        )
    )


_ONE_DID = re.compile(r"(?:il|elle|he|she) ")
