"""Whom an order means: names, item numbers, "la dernière", "les deux", all; and to which order they belong.

A target right behind an order without one is its own; any other waits for the order that follows. "le 2" is
the second item unless an order stands before it that a day may follow.
"""

import re

from bot.owner.answers.context import Context
from bot.owner.answers.marking.marks import Mark, figure, name
from bot.owner.answers.walking.commands import FIGURES, HELPERS, Command, Walk

_DATED = frozenset(
    ("pause", "stop", "paid", "posted", "presented", "propose", "plan", "absent", "called", "said", "accept",
     "refused_letter", "unclaimed", "not_served", "not_received", "settled")
)  # fmt: skip
_ARTICLED = re.compile(r"(?:(?:pour |for |et )?(?:le|la|les|the|l'|du|au) ?|(?:pour|for) )(\d{1,2})")


def is_target(context: Context, marks: tuple[Mark, ...], index: int) -> bool:
    mark = marks[index]
    if mark.kind == "name" or (mark.name == "nth" and _ordinal_here(context, marks, index)):
        return True
    if miscounted(context, mark):
        return False
    if mark.kind == "phrase" and mark.name in ("all", "rest"):
        return context.kind != "notice" or mark.name == "all"
    number = item_number(context, mark)
    if not number or _too_few(context, marks, index):
        return False
    before = _before(marks, index)
    if all_of_them(context, marks, index):
        return True
    if mark.kind == "day":
        return _item_and_no_day(context, marks, index, before)
    return not (before and before.name == "credit" and not _order_next(marks, index))


def _item_and_no_day(context: Context, marks: tuple[Mark, ...], index: int, before: Mark | None) -> bool:
    """ "le 2", "stop sur le 2", "stop pour le 1"."""
    led = marks[index - 1].said.words if index and marks[index - 1].kind == "phrase" else ""
    if re.match(r"(?:sur|pour|concernant)\b", led):
        return True
    if before is None:
        return True
    if before.name in ("stop", "no") and marks[index].name.startswith(("pour ", "sur ")):
        return True
    if before.name == "accept" and context.kind in ("eve", "backlog"):
        return True  # "ok pour le 3"
    earlier = next((i for i in reversed(range(index)) if marks[i].kind == "day"), -1)
    if before.name in ("stop", "no") and earlier >= 0 and is_target(context, marks, earlier):
        return True  # "ok pour le 1, stop le 2"
    dated = before.kind == "phrase" and before.name in _DATED
    return not dated and not (before.kind in ("sum", "number") and not item_number(context, before))


_COUNT = re.compile(r"(?:pour |for |et |sur )?les \d{1,2}")


def _too_few(context: Context, marks: tuple[Mark, ...], index: int) -> bool:
    """ "ok pour les 2" of three: a count and no item, unless another number follows, "les 2 et 3"."""
    mark = marks[index]
    counts = mark.name == "les" if mark.kind == "number" else _COUNT.fullmatch(mark.name) is not None
    if not counts or all_of_them(context, marks, index):
        return False
    follows = any(
        m.kind in ("number", "day") and item_number(context, m) for m in marks[index + 1 : index + 3]
    )
    return not follows


_COUNTED = {
    "deux": 2,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
    "six": 6,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "both": 2,
}


def miscounted(context: Context, mark: Mark) -> bool:
    """ "les deux" of three."""
    if mark.kind != "phrase" or mark.name != "all" or context.kind == "notice" or not context.items:
        return False
    words = re.findall(r"[a-z]+|\d", mark.said.words)
    counts = [_COUNTED.get(word) or int(word) for word in words if word.isdigit() or word in _COUNTED]
    return bool(counts) and counts[0] != len(context.listed)


def _ordinal_here(context: Context, marks: tuple[Mark, ...], index: int) -> bool:
    """Not "la dernière livraison", "le premier avril"."""
    after = marks[index + 1] if index + 1 < len(marks) else None
    if after is not None and (after.kind == "word" or after.start < marks[index].end):
        return False
    behind = after.said.words if after is not None and after.kind == "phrase" else ""
    if _OF_ITS_OWN.search(f"{marks[index].said.words} {behind}") and any(
        m.kind == "name" for m in marks[:index]
    ):
        return False  # "Camping: they disputed the second invoice"
    return bool(_ordinal(context, marks[index]))


_OF_ITS_OWN = re.compile(r"\b(?:facture|invoice|bill|livraison|echeance)")


def _ordinal(context: Context, mark: Mark) -> list[str]:
    """ "la dernière", "les deux premières": the numbers of the items."""
    numbers = [str(item.n) for item in context.listed]
    n = int(mark.said.field("n"))
    if abs(n) > len(numbers) or len(numbers) < 2:
        return []
    if n == 0:  # the one in the middle
        return [numbers[len(numbers) // 2]] if len(numbers) % 2 else []
    if mark.said.field("many"):
        return numbers[:n] if n > 0 else numbers[n:]
    return [numbers[n - 1 if n > 0 else n]]


def item_number(context: Context, mark: Mark) -> str:
    """The number of the item that a bare number, or "le 1", may mean."""
    if mark.kind == "number" and mark.name == "x":
        return ""
    if mark.kind == "number":
        cents = int(str(mark.value))
        wanted = str(cents // 100) if cents % 100 == 0 else ""
    elif mark.kind == "day" and _THE_FIRST.fullmatch(mark.name):
        wanted = "1"
    elif mark.kind == "day" and not figure(mark).end - figure(mark).start > 10:
        found = _ARTICLED.fullmatch(mark.name)
        wanted = found[1].lstrip("0") if found else ""
    else:
        return ""
    return wanted if any(str(item.n) == wanted for item in context.listed) else ""


_THE_FIRST = re.compile(r"(?:pour |for )?(?:le premier|la premiere|le 1er|the first)")


def all_of_them(context: Context, marks: tuple[Mark, ...], index: int) -> bool:
    """ "les 3" of three."""
    mark, many = marks[index], str(len(context.listed))
    if many == "1":
        return False
    if mark.kind == "day":
        return mark.name == f"les {many}"
    return mark.kind == "number" and mark.name == "les" and item_number(context, mark) == many


def _before(marks: tuple[Mark, ...], index: int) -> Mark | None:
    """The mark right before, fillers passed over."""
    for mark in reversed(marks[:index]):
        if mark.kind == "phrase" and mark.name in ("filler", "him"):
            continue
        return mark
    return None


def _order_next(marks: tuple[Mark, ...], index: int) -> bool:
    for mark in marks[index + 1 :]:
        if mark.kind == "phrase" and mark.name in ("filler", "him"):
            continue
        return mark.kind == "phrase" and mark.name not in HELPERS
    return False


def target(walk: Walk, marks: tuple[Mark, ...], index: int) -> None:
    mark, last = marks[index], walk.last
    walk.chunks[-1].aimed = True
    if mark.kind != "phrase":
        walk.named.append(mark)
    if all_of_them(walk.context, marks, index):
        mark = Mark("phrase", mark.start, mark.end, "all")
    before = _before(marks, index)
    close = last is not None and before is not None and before.end == last.end and before.kind == "phrase"
    close = close and not _points(walk, marks, index)
    between = before is not None and before.kind in FIGURES and last is not None and before in last.marks
    same_part = last is not None and last.chunk == len(walk.chunks) - 1
    if (
        last is not None
        and same_part
        and (not last.targets or _narrows(walk, last, mark))
        and (close or between)
    ):
        aim(walk, last, mark)
    else:
        walk.pending.append(mark)


def _narrows(walk: Walk, last: Command, mark: Mark) -> bool:
    """ "Moulin payé la 204": one of the invoices of the case that was named."""
    if mark.kind != "name" or not name(mark).invoice:
        return False
    own = [item for item in walk.context.items if name(mark).target in item.invoices]
    return any(item.case in last.targets or str(item.n) in last.targets for item in own)


def _points(walk: Walk, marks: tuple[Mark, ...], index: int) -> bool:
    """ "non c'est Mariani qui a payé": the name belongs to what follows."""
    before = marks[index - 1] if index else None
    return before is not None and walk.sentence.text.folded[before.start : before.end] in (
        "c'est",
        "c",
        "cest",
        "it's",
    )


def aim(walk: Walk, command: Command, mark: Mark) -> None:
    if mark.name == "nth":
        command.targets += _ordinal(walk.context, mark)
    elif mark.kind == "phrase":
        command.targets.append("all")
        command.rest |= mark.name == "rest"
    elif mark.kind == "name":
        found = name(mark)
        command.several |= found.several
        command.invoice |= found.invoice
        if found.own:
            command.own = True
        else:
            command.targets.append(found.target)
    else:
        command.targets.append(item_number(walk.context, mark))


def target_next(walk: Walk, marks: tuple[Mark, ...], index: int) -> bool:
    for place in range(index + 1, len(marks)):
        if marks[place].kind == "phrase" and marks[place].name in ("filler", "him"):
            continue
        return is_target(walk.context, marks, place)
    return False


def flush(walk: Walk, command: Command) -> None:
    for target in walk.pending:
        aim(walk, command, target)
    walk.pending.clear()


_THESE = re.compile(
    r"\b(?:lui|elle|eux|elles|him|her|them|celui-la|celle-la|ceux-la|hers|theirs)(?: for now"
    r"| for the moment)?$"
)


_BOTH = re.compile(r"\b(?:both|they|ils|elles|eux|tous les deux|toutes les deux|les deux)\b")
_GO = frozenset(("send", "yes", "resume", "no", "stop", "pause", "not"))
_TELL_ONLY = frozenset(("propose", "said", "weak", "kind", "settled"))


def _of_the_one_named(walk: Walk, command: Command) -> bool:
    """ "ils ont déposé leur chèque, donc pas eux"; "Fabre est décédé, on ne demande plus rien"."""
    if _THESE.search(command.words):
        return True
    alone = {target for c in walk.commands for target in c.targets}
    others = [
        c
        for c in walk.commands
        if c is not command
        and c.targets
        and (c.name in _GO or len(alone) > 1 or "all" in alone)
        and c.name not in _TELL_ONLY
        and not c.words.endswith(" vois")
    ]
    bare = re.fullmatch(r"non+|no+|nan|stop+", command.words)
    return len(walk.named) == 1 and not others and not (bare and command.start < walk.named[0].start)


def _of_everybody(command: Command) -> bool:
    """ "relance tout", whoever its sentence is about."""
    return (
        command.name in ("send", "yes", "resume", "reminded") and _EVERYBODY.search(command.words) is not None
    )


_EVERYBODY = re.compile(r"\b(?:tout(?! de suite)|toutes|tous|tout le monde|all|everyone|everything)$")


def by_topic(walk: Walk, command: Command) -> None:
    """ "Arabesque : elles paieront en juin, pause": whom the sentence is about."""
    if command.name in ("not", "absent", "nothing_new", "weak") or _of_everybody(command):
        return
    headed = walk.named and walk.sentence.text.folded[walk.named[0].end :][:2].strip().startswith(":")
    headed = headed or walk.sentence.of_one
    if command.name in ("no", "stop") and not headed and not _of_the_one_named(walk, command):
        return
    named = [m for m in walk.named if m.end <= command.start]
    if not named:
        return
    command.leant = True
    told = walk.sentence.text.folded[named[-1].end : command.end]
    several = [c for c in walk.commands if c.start < command.start and len(c.targets) > 1 and not c.leant]
    if several and _BOTH.search(told):
        command.targets = list(several[-1].targets)  # "except Oriol and Sanchez, both paid"
        return
    before = [c for c in walk.commands if c.start < command.start and c.targets and not c.leant]
    if command.name == "reminded" and before and before[-1].name == "not":
        command.targets = list(before[-1].targets)  # "sauf Oriol et Sanchez trois fois"
        return
    if (
        before
        and before[-1].start > named[0].start
        and (not before[-1].opens or named[-1].start < before[-1].end)
    ):
        command.several |= before[-1].several
        command.targets = list(before[-1].targets)  # "1 et 4 : ne relance plus, passe en perte"
    else:
        aim(walk, command, named[-1])
