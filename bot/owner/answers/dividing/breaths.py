"""Where an answer said in one breath divides: a sentence as marked in, one for each customer out.

Who dictates names one customer after the other, "martin a payé mardi dupont rien et pour durand attendez".
Each named one with an order of its own begins a sentence, or the order before it where it has none behind it.
What is conditional or told of somebody else is not divided, and nothing is added.
"""

import re
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from bot.owner.answers.context import Context
from bot.owner.answers.marking.marks import Mark, Sentence
from bot.owner.answers.walking.aims import is_target, miscounted
from bot.owner.answers.walking.commands import HELPERS
from bot.owner.answers.walking.listing import ALSO
from bot.owner.answers.walking.others import meant

# "avec Martin", "dit que Martin": who stands behind these begins nothing.
_COMPANY = re.compile(
    r"(?:\b(?:avec|par|que|qui|si|chez|comme|a|au|with|by|that|if|like)|qu')(?: (?:la|le|les|the))? ?$"
)
_LEADS = re.compile(
    r"(?: |,|\b(?:et|mais|but|puis|ensuite|enfin|alors|bon|pour|quant|a|au|aux|chez|le|la|les|l'|monsieur"
    r"|madame|mademoiselle|m\.|mme|ste|societe|sarl|ets|famille|par|contre|en|revanche|concernant|cote|du|de"
    r"|de|and|then|for|the|as|voila|est-ce|que)(?=[ ,']|$)|')+$"
)
_NEAR = 12  # letters
# An order right before a name is about it: "pas 2", "stop Dupont".
TAKES_WHOM = frozenset(
    ("send", "resume", "stop", "pause", "drop", "treatment", "mise_en_demeure", "send_mise_en_demeure", "ask",
     "accept", "refuse", "propose", "dispute", "contact", "credit", "not", "hedge", "defer")
)  # fmt: skip
_TELLS = re.compile(r"(?:il|elle|ils|elles|c'est|he|she|they|it's) ")
_IF = re.compile(r"\b(?:si|if|unless)\b")
_OPENS_DOUBT = frozenset(("hedge", "doubt", "defer"))


@dataclass(frozen=True, slots=True)
class Group:
    """Customers named side by side: their marks' places, from the first to behind the last."""

    first: int
    after: int


def breaths(sentence: Sentence, context: Context) -> list[Sentence]:
    if context.kind == "notice":
        return [sentence]
    if cut := _where_it_turns_unsure(sentence, context):
        told, unsure = _divided(sentence, [cut])
        return [*breaths(told, context), unsure]
    marks = sentence.marks
    named = groups(sentence, context)
    if len(named) < 2 or any(_on_condition(m) for m in marks):
        return [sentence]
    if cut := _set_aside(sentence, named, context):
        return [part for half in _divided(sentence, [cut]) for part in breaths(half, context)]
    ordering = [i for i, m in enumerate(marks) if orders(context, marks, i) or m.name in _HELD]
    ordering += [i for i in range(named[-1].after, len(marks)) if _hangs(marks, i)]
    ordering = [named[0].first - 1, *ordering] if _opens_with_no_to(marks, named[0]) else ordering
    led = [i for i in ordering if i < named[0].first]
    if (
        not ordering
        or (led and not (len(led) == 1 and of_whom_follows(marks, named[0])))
        or _doubted(marks[: named[0].first])
    ):
        return [sentence]
    cuts = _cuts(sentence, named, ordering)
    return _divided(sentence, cuts) if cuts else [sentence]


_HELD = ("hedge", "defer", "mine")  # "Lenoir je l'appelle"
# "la une oui envoyez", "2 c'est bon envoie", "2 particulier relance"
_SEND_IT = frozenset(("yes", "weak", "send", "resume", "kind"))
_SURE = frozenset(
    ("paid", "settled", "pause", "stop", "absent", "dispute", "drop", "not_served", "unclaimed")
)


def _where_it_turns_unsure(sentence: Sentence, context: Context) -> int:
    """ "Chauvet m'a payé 220 et faudrait peut-être relancer Guérin": where the second half begins, or 0."""
    marks = sentence.marks
    unsure = next((i for i, m in enumerate(marks) if m.name == "hedge"), 0)
    place = next((i for i in reversed(range(unsure)) if marks[i].name not in ("filler", "him")), 0)
    if not marks or marks[place].name != "and":
        return 0
    before = marks[:place]
    ordering = {m.name for i, m in enumerate(before) if orders(context, marks, i)}
    told = ordering and ordering <= _SURE and any(is_target(context, marks, i) for i in range(len(before)))
    anew = any(orders(context, marks, i) and marks[i].name != "not" for i in range(place, len(marks)))
    doubts = any(m.name in _OPENS_DOUBT or m.kind == "word" for m in before)
    return marks[place].start if told and anew and not doubts else 0


def _opens_with_no_to(marks: tuple[Mark, ...], group: Group) -> bool:
    """ "pas 1, il est malade, 2 ok 3 ok": the comma closes what is said of the one."""
    led = [m.name for m in marks[: group.first] if m.name not in ("filler", "and")]
    behind = marks[group.after : group.after + 1]
    return led == ["not"] and marks[group.first - 1].name == "not" and [m.kind for m in behind] == ["comma"]


def _hangs(marks: tuple[Mark, ...], index: int) -> bool:
    """ "la quatre comme d'habitude": nothing else is said of the last."""
    return index == len(marks) - 1 and marks[index].name == "doubt" and marks[index - 1].name == "nth"


def _on_condition(mark: Mark) -> bool:
    return mark.name == "if" or (mark.name == "doubt" and _IF.search(mark.said.words) is not None)


def orders(context: Context, marks: tuple[Mark, ...], index: int) -> bool:
    mark = marks[index]
    return (
        mark.kind == "phrase" and mark.name not in HELPERS | {"not"} and not is_target(context, marks, index)
    )


def _unsure_of(marks: tuple[Mark, ...], index: int, group: Group, context: Context) -> bool:
    """ "envoie la 1, la 2 je ne sais pas", "ok 1, 2 et 3 je vérifie"; not "ok 1, 2, 3 je vérifie"."""
    between = marks[group.after : index]
    if not any(m.kind == "comma" for m in between) or not _nothing_ordered(marks, index, context):
        return False
    row = marks[group.first : group.after] if _only_lists(between) else ()
    return not any(m.kind == "comma" for m in row) or any(m.name == "and" for m in row)


def _nothing_ordered(marks: tuple[Mark, ...], index: int, context: Context) -> bool:
    """Whether up to the next comma is said what the owner does or thinks of somebody, and nothing ordered."""
    behind = list(takewhile(lambda m: m.kind != "comma", marks[index + 1 :]))
    said = [m for m in behind if m.name not in ("filler", "him", "and") and not _may_be_one(m)]
    if not said or said[0].name in _HELD:
        return bool(said)
    if any(orders(context, marks, index + 1 + i) for i in range(len(behind))):
        return False
    return any(_OF_ONESELF.match(m.said.words if m.kind == "phrase" else m.name) for m in behind)


def _only_lists(between: tuple[Mark, ...]) -> bool:
    return all(m.kind == "comma" or m.name in ("filler", "and", "him") for m in between)


_OF_ONESELF = re.compile(r"(?:j'|i'(?:ll|m)|(?:je|on|i|we|moi)\b)")


def _may_be_one(mark: Mark) -> bool:
    """Somebody else of the same row."""
    return mark.kind in ("name", "number") or mark.name == "nth"


def _set_aside(sentence: Sentence, named: list[Group], context: Context) -> int:
    """ "ok 1, 2 je vérifie": where the first of whom nothing is ordered begins behind an order, or 0."""
    marks = sentence.marks
    first = next((i for i in range(len(marks)) if orders(context, marks, i)), len(marks))
    for before, group in pairwise(named):
        if first < group.first and _unsure_of(marks, group.first, before, context):
            return _lead(sentence, marks[group.first].start)
    return 0


def _the_same(marks: tuple[Mark, ...], group: Group) -> bool:
    """ "le deuxième aussi": it has the order of the one before."""
    behind = marks[group.after : group.after + 1]
    return any(mark.kind == "phrase" and mark.said.words in ALSO for mark in behind)


def _after_the_same(marks: tuple[Mark, ...], index: int, group: Group, context: Context) -> bool:
    """ "stop 1, pareil pour 2, 3 ok": the comma ends of whom the order is said again."""
    if index + 1 == len(marks) or not orders(context, marks, index + 1):
        return False
    before = (marks[i] for i in range(group.first - 1, -1, -1))
    led = next((m for m in before if m.name not in ("filler", "him") and not _day_again(m)), None)
    again = led is not None and led.kind == "phrase" and led.start == led.end
    return again and not any(m.name == "and" for m in marks[group.after : index])


def _day_again(mark: Mark) -> bool:
    """The day of an order that is said again, where "pareil" stands."""
    return mark.kind in ("day", "duration") and mark.start == mark.end


def _doubted(marks: tuple[Mark, ...]) -> bool:
    return any(mark.name in _OPENS_DOUBT for mark in marks)


def groups(sentence: Sentence, context: Context) -> list[Group]:
    marks = sentence.marks
    found: list[Group] = []
    for index in range(len(marks)):
        if miscounted(context, marks[index]) or not is_target(context, marks, index):
            continue
        between = marks[found[-1].after : index] if found else ()
        case = meant(marks[index], context)
        if found and case and case in _cases(marks, found[-1], context):
            continue  # "le collège conteste la BC-1050"
        listed = _only_lists(between)
        apart = found and (
            _the_same(marks, found[-1])
            or _unsure_of(marks, index, found[-1], context)
            or _after_the_same(marks, index, found[-1], context)
        )
        if found and listed and not apart:
            found[-1] = Group(found[-1].first, index + 1)
        elif not found or not _COMPANY.search(
            sentence.text.folded[max(sentence.start, marks[index].start - _NEAR) : marks[index].start]
        ):
            found.append(Group(index, index + 1))
    return found


def _cases(marks: tuple[Mark, ...], group: Group, context: Context) -> set[str]:
    return {meant(m, context) for m in marks[group.first : group.after] if m.kind == "name"}


def _cuts(sentence: Sentence, named: list[Group], ordering: list[int]) -> list[int]:
    """Where each group after the first begins its own; none if that cannot be told of one of them."""
    cuts: list[int] = []
    marks = sentence.marks
    ends = [*(group.first for group in named[1:]), len(marks)]
    for (before, group), end in zip(pairwise(named), ends[1:], strict=True):
        between = [i for i in ordering if (0 if before is named[0] else before.after) <= i < group.first]
        own = any(group.after <= i < end for i in ordering)
        if not own and _the_same(marks, group):
            continue
        if own and (between or _the_same(marks, before)):
            if of_whom_follows(marks, group) and not _right_behind(marks, before, between, group):
                return []
            cuts.append(_lead(sentence, marks[group.first].start))
        elif len(between) > 1 and end == len(marks) and marks[group.first].name != "rest":
            place = between[-1]
            if _PREDICATE.match(marks[place].said.words) and _may_be_one(marks[place - 1]):
                place -= 1  # "relance la 1 la 2 | est payée la 3 ..." says it of the second
            cuts.append(_lead(sentence, marks[place].start))
        else:
            return []
    return cuts


_PREDICATE = re.compile(r"(?:est|sont|a|ont|n'a|n'est|is|are|has|have|was)\b")


def _right_behind(marks: tuple[Mark, ...], before: Group, between: list[int], group: Group) -> bool:
    """ "Roche relance Novatech laisse tomber": the only orders, with no comma, are of the one before them."""
    said = {marks[i].name for i in between}
    if not between or between[0] < before.after or not (len(between) == 1 or said <= _SEND_IT):
        return False
    passed = [m for i, m in enumerate(marks[: group.first]) if i >= before.after and i not in between]
    led = any(m.kind == "comma" or m.name == "and" for m in passed if m.start < marks[between[-1]].start)
    return not led and all(m.name in ("filler", "him") for m in marks[between[-1] + 1 : group.first])


def of_whom_follows(marks: tuple[Mark, ...], group: Group) -> bool:
    """Whether the order before a group may be about it."""
    before = [m for m in marks[: group.first] if m.name not in ("filler", "him") and not _day_again(m)]
    if not before or before[-1].kind != "phrase":
        return False
    again = before[-1].start == before[-1].end  # "pareil pour 2"
    return again or (before[-1].name in TAKES_WHOM and not _TELLS.match(before[-1].said.words))


def _lead(sentence: Sentence, place: int) -> int:
    """Back over the small words that lead to a name: "et pour la société", and over no "c'est bon"."""
    said = [m.end for m in sentence.marks if m.end <= place and m.kind == "phrase" and m.name == "weak"]
    text = sentence.text.folded[max(sentence.start, place - 40, *said) : place]
    led = _LEADS.search(text)
    return place - len(led[0]) if led else place


def _divided(sentence: Sentence, cuts: list[int]) -> list[Sentence]:
    places = [sentence.start, *cuts, sentence.end]
    found = [
        replace(
            sentence,
            start=start,
            end=end,
            marks=tuple(m for m in sentence.marks if start <= m.start < end),
            question=sentence.question and end == sentence.end,
            trailing=sentence.trailing and end == sentence.end,
            of_one=True,
        )
        for start, end in pairwise(places)
    ]
    return [_opened(one) for one in found if any(m.kind != "comma" for m in one.marks)]


def _opened(part: Sentence) -> Sentence:
    """Without the comma that it begins with."""
    first = next(i for i, m in enumerate(part.marks) if m.kind != "comma")
    return replace(part, start=part.marks[first - 1].end, marks=part.marks[first:]) if first else part
