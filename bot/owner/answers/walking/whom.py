"""Whose an order is when it is said: the targets given, the matter of a notice, all of a list, or unknown.

An order without a target in a digest, which takes orders about any case, is nobody's: it stays unclear. The
only line of a list is meant by the only order of a mail that names nobody, and never by one about money.
"""

import re
from dataclasses import dataclass

from bot.owner.answers.context import Context
from bot.owner.answers.marking.marks import name
from bot.owner.answers.walking.commands import Command, Walk
from bot.owner.answers.walking.others import case_of, meant

_PRESSING = frozenset(
    ("yes", "send", "resume", "mise_en_demeure", "send_mise_en_demeure", "not_received", "dispute_closed",
     "reminded")
)  # fmt: skip
_MONEY = frozenset(("paid", "settled", "credit", "drop"))
# A bare one in answer to a list means all of it, whatever else is said ("1 payé, les autres ok").
_OF_ALL = frozenset(("yes", "accept", "send", "weak", "no", "not", "stop", "pause"))
_OF_ONE = frozenset(("contact", "mise_en_demeure", "told"))  # never of a whole list but by "tous"
_UNSURE = frozenset(("yes", "weak"))  # "ok, particulier"
_GOES = frozenset(("send", "yes", "resume", "reminded"))  # what "tout" widens: "relance tout"
OF_THE_HOUSE = frozenset(("absent", "nothing_new"))


@dataclass(frozen=True, slots=True)
class Beside:
    """What else stands in the mail of an order."""

    named: bool  # a known case is named that is not the list's only line
    alone: bool  # nobody else is, and it is the only order; if it presses, there is no unknown word


def beside(commands: list[Command], walks: list[Walk], context: Context) -> Beside:
    orders = [c for c in commands if c.name not in _UNSURE] or commands
    others = _named(commands, walks, context) - _only(context)
    if others or any(c.several for c in commands):
        return Beside(named=others != {""}, alone=False)
    words = any(chunk.words for walk in walks for chunk in walk.chunks)
    presses = any(c.name in _PRESSING for c in orders)
    return Beside(named=False, alone=len(orders) == 1 and not (words and presses))


def _only(context: Context) -> set[str]:
    return {item.case for item in context.listed} if len(context.listed) == 1 else set()


def _named(commands: list[Command], walks: list[Walk], context: Context) -> set[str]:
    """The cases that the mail names; "" for one that it did not show."""
    targets = {target for c in commands for target in c.targets if target != "all"}
    marks = {meant(mark, context) for walk in walks for mark in walk.named}
    return marks | {case_of(target, context) for target in targets}


def targets_of(c: Command, before: list[Command], context: Context, mail: Beside) -> list[str | None] | None:
    """None when it cannot be told."""
    if c.targets and context.kind == "notice" and set(c.targets) == {"all"}:
        return [None]  # all of this matter
    if "all" in c.targets and not c.rest:
        return ["all"]  # "ni l'une ni l'autre ni la troisième de ces lettres"
    if c.targets:
        return _once(c.targets, context)
    if c.own or c.name in OF_THE_HOUSE:
        return [None]
    if context.kind == "notice" and _nothing_of_him(c, before):
        return [None]
    if _second_thought(c, before):
        return list(dict.fromkeys(before[-1].targets))
    earlier = [b for b in before if (b.targets or b.own) and b.number == c.number]
    if (
        earlier
        and not (c.name in _GOES and EVERYTHING.search(c.words))
        and (c.him or _leans(c) or _points_back(c) or (context.kind != "notice" and c.name in _PRESSING))
    ):
        same = [one for one in earlier[-1].targets if context.kind != "notice" or one != "all"]
        return list(dict.fromkeys(same)) or [None]
    return [None] if context.kind == "notice" else _in_a_list(c, before, context, mail)


def _in_a_list(c: Command, before: list[Command], context: Context, mail: Beside) -> list[str | None] | None:
    """Whom an order without a name means in answer to a list."""
    if (_points_back(c) or _answers(c, before)) and (nearest := _of_the_sentence_before(c, before)):
        return nearest
    if _of_all(c, context, mail):
        of_one = c.name in _OF_ONE and len(context.listed) > 1 and not EVERYTHING.search(c.words)
        return _whose_name_opens(c) if of_one else ["all"]
    if mail.alone and len(context.listed) == 1 and c.name not in _MONEY:
        return [context.listed[0].case]
    return _last_named(c, before)


def _whose_name_opens(c: Command) -> list[str | None] | None:
    """ "Petit nouvelle adresse np@…": his whose name opens the sentence, and else nobody's surely."""
    named = [m for m in c.sentence.marks if m.kind == "name"]
    if c.name == "mise_en_demeure" or len(named) != 1 or named[0] is not c.sentence.marks[0]:
        return None
    return None if name(named[0]).several else [name(named[0]).target]


def _answers(c: Command, before: list[Command]) -> bool:
    """ "Durand mise en demeure ? non trop tôt": the owner answers himself."""
    return c.name == "no" and before[-1:] != [] and before[-1].name == "ask"


def _of_the_sentence_before(c: Command, before: list[Command]) -> list[str | None]:
    """ "Pas Oriol. Mettez-la de côté un mois": the only one that the sentence before named."""
    near = list(dict.fromkeys(target for b in before if c.number - b.number == 1 for target in b.targets))
    return list(near) if len(near) == 1 and near != ["all"] else []


def _once(targets: list[str], context: Context) -> list[str | None]:
    """Each case once, however it is called."""
    cases = {str(item.n): item.case for item in context.items}
    cases.update(
        {number: item.case for item in context.items for number in item.invoices if len(item.invoices) == 1}
    )
    found: dict[str, str | None] = {}
    numbers = {str(item.n) for item in context.items}
    named = {i.case for i in context.items for one in i.invoices if one in targets and one not in numbers}
    named |= {str(item.n) for item in context.items if item.case in named}
    for target in [t for t in targets if t not in named]:
        found.setdefault(cases.get(target, target), target)
    return list(found.values())


def _nothing_of_him(c: Command, before: list[Command]) -> bool:
    """ "reçu 300 de Duval mais rien de lui"."""
    of_him = c.name == "not_received" and _OF_HIM.search(c.words)
    return bool(of_him) and any(b.name == "paid" and b.targets for b in before)


def _second_thought(c: Command, before: list[Command]) -> bool:
    """ "Hart mise en demeure, non finalement attends": the same one as the no right before."""
    last = before[-1] if before else None
    if last is None or c.name not in ("stop", "pause") or last.number != c.number or last.name != "no":
        return False
    between = c.sentence.text.folded[last.end : c.start]
    return bool(last.targets) and "all" not in last.targets and _ON_REFLECTION.fullmatch(between) is not None


_ON_REFLECTION = re.compile(
    r"[ ,]{1,2}(?:finalement|en fait|actually|on second thoughts?|wait|plutot)[ ,]{1,2}"
)
_OF_HIM = re.compile(r" (?:de|from) (?:lui|elle|eux|him|her|them)$")
_BACK = re.compile(
    r"(?:^|[- '])(?:le|la|lui|leur|les|l'|him|her|them|it)(?= |$)|^(?:ne |n'|n )?\w+ pas\b"
    r"|^(?:don't|do not)\b"
)
_ALL = re.compile(r"\b(?:tout|toutes?|tous|all|everything|aucune?|personne|nobody|anyone)\b")


def _points_back(c: Command) -> bool:
    """ "le traiteur a payé, enlève-le de la liste": an order about whom the sentence named."""
    behind = c.sentence.text.folded[max(0, c.start - 2) : c.start]
    points = behind == "l'" or _BACK.search(c.words)
    return (
        c.name in ("no", "stop", "pause", "drop", "treatment") and bool(points) and not _ALL.search(c.words)
    )


def _leans(c: Command) -> bool:
    return c.name in (
        "dispute",
        "refuse",
        "propose",
        "plan",
        "said",
        "treatment",
        "credit",
        "dispute_closed",
        "drop",
        "called",
        "kind",
    )


EVERYTHING = re.compile(
    r"(?<!comme )\btout(?! de suite)\b|\b(?:toutes|tous|all|everything)\b"
    r"|(?<!like )(?<!as )\bevery(?:one|body)\b"
)


def _of_all(c: Command, context: Context, mail: Beside) -> bool:
    everything = EVERYTHING.search(c.words) is not None
    if c.name == "posted" and context.to_post:
        return True  # "postées hier": the letters that this mail brought
    if context.kind not in ("eve", "backlog"):
        return c.name in ("stop", "no", "pause") or (everything and c.name not in _MONEY)
    if c.name in _MONEY:
        return mail.alone or everything
    return not mail.named or everything or c.name in _OF_ALL


def _last_named(c: Command, before: list[Command]) -> list[str | None] | None:
    """The only case that was named before; money and what presses must name theirs in their own sentence."""
    named = {target for b in before for target in b.targets}
    if c.name in _PRESSING or len(named) != 1 or "all" in named:
        return None
    if c.name in _MONEY and not any(b.number == c.number and b.targets for b in before):
        return None
    return list(named)
