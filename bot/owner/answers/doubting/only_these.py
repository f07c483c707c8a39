"""Who is held because others alone may leave: "n'envoie que le 2", "ok pour Durand seulement".

What the list of the eve shows leaves unless it is held: an order that names the only ones holds every other.
"""

import re

from bot.owner.answers.acts import Act
from bot.owner.answers.context import Context
from bot.owner.answers.doubting.gathering import Verdict
from bot.owner.answers.doubting.slips import aimed_at, few
from bot.owner.answers.doubting.whose import cases
from bot.owner.answers.meaning.meaning import Meant
from bot.owner.answers.walking.commands import Command, Walk
from bot.owner.answers.walking.others import case_of

_ONE, _ORDER, _ANOTHER = "\1", "\2", "\3"  # who may leave, the order, whoever else is named
_TO = r"(?:pour |a |au |aux |for |to |with |on |le |la |les |l'|the |n° ?|no |celle de |celui de |chez )*"
_ONLY = r"(?:seulement|uniquement|exclusivement|juste|only|just|solely|seule?s?)"
_LATER = (
    r"si\b|s'|if\b|quand|when|apres|after|a partir|once|jusqu|until|avant|before|unless|\d|le \d|on \w+day"
    r"|from|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|demain|\w+day\b|tomorrow|dans|in \d|la semaine|next"
)
_ALONE = re.compile(
    rf"\b{_ONLY} {_TO}{_ONE}|(?:^|[,;:(] ?|{_ORDER} |\bmais |\bet |\brien )(?:que |qu'){_TO}{_ONE}"
    rf"|\b(?:{_ONLY}|just|juste) {_ORDER}[ :]{{0,2}}{_TO}{_ONE}"
    rf"|{_ONE}(?: {_ORDER})? (?:{_ONLY}|alone|on its own)\b(?! (?:{_LATER}|{_TO}{_ANOTHER}))"
    rf"|{_ONE}(?: {_ORDER})?,? (?:(?:et|and|puis) )?(?:c'est tout|that's (?:all|it)|point(?: barre)?|basta)\b"
)
_SAYS_ONLY = re.compile(
    r"\b(?:que|qu'a?|seulement|uniquement|juste|only|just)$|^(?:only|just|seule?s?|uniquement)\b"
)


# What tells of a case and lets its letter go or not go: nothing surely.
_TELLS = frozenset(("note", "ask", "called", "kind", "contact"))


def without_the_others(verdict: Verdict, all_meant: list[Meant], walks: list[Walk], context: Context) -> None:
    """Of an eve's list: a no for each case of which nothing is ordered, where only some may leave."""
    said = {act.target for act in verdict.acts if act.act not in _TELLS}
    if context.kind != "eve" or "all" in said:
        return
    for walk in walks:
        if few(walk) and not any(act.presses for act in verdict.acts):
            meant = {case for mark in aimed_at(walk) for case in cases(mark, context)}
            verdict.acts += [Act("no", target) for target in _not_in(said | meant, context) if meant]
            return
    leaving = [m.command for m in all_meant if m.act in verdict.acts and m.act and m.act.act == "ok"]
    if any(_only(command, walks[command.number]) for command in leaving):
        verdict.acts += [Act("no", target) for target in _not_in(said, context)]


def _not_in(said: set[str | None], context: Context) -> list[str]:
    """The cases of the list that are not meant; by number where another invoice of theirs is."""
    meant = [item for item in context.listed if said & {str(item.n), item.case, *item.invoices}]
    cases = {item.case for item in meant}
    left = [item for item in context.listed if item not in meant]
    return list(dict.fromkeys(str(item.n) if item.case in cases else item.case for item in left))


def _only(c: Command, walk: Walk) -> bool:
    return bool(_SAYS_ONLY.search(c.words) or _ALONE.search(_veiled(c, walk)))


def _veiled(c: Command, walk: Walk) -> str:
    """Its sentence with the order and whoever is named made one letter each."""
    own = {case_of(target, walk.context) for target in c.targets}
    places = [(c.start, c.end, _ORDER)]
    for mark in (*walk.named, *(m for m in walk.sentence.marks if m.name == "nth")):
        if mark.end <= c.start or c.end <= mark.start:
            one = set(cases(mark, walk.context)) <= own
            places.append((mark.start, mark.end, _ONE if one else _ANOTHER))
    letters = list(walk.sentence.text.folded)
    for start, end, sign in places:
        letters[start:end] = [sign] + [""] * (end - start - 1)
    return "".join(letters[walk.sentence.start : walk.sentence.end])
