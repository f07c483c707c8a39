"""Targets said one after another: where their list ends, and which order it belongs to.

The walk is changed in place; what cannot be told is marked as mixed, and vetting doubts it.
"""

import re
from dataclasses import replace
from itertools import pairwise

from bot.owner.answers.marking.marks import Mark, name
from bot.owner.answers.walking.aims import aim, flush
from bot.owner.answers.walking.alone import alone, turned_to
from bot.owner.answers.walking.commands import Command, Walk
from bot.owner.answers.words.telling import tells

_COMMA = re.compile(r"[,;]")


_NUMBERS = re.compile(r" ?\d{1,2}(?: \d{1,2})+ ?")


def _all_but_the_last(walk: Walk, last: Command, behind: list[Mark]) -> None:
    """ "stop 1 et 2 3 ok": what holds is of the whole row but the one right before the next order."""
    text = walk.sentence.text.folded
    apart = text[behind[-2].end : behind[-1].start].strip() in ("", "le", "la", "les", "the")
    if last.name in _RESTS and apart and _AND.search(text, last.end, behind[0].start):
        for mark in behind[:-1]:
            walk.pending.remove(mark)
            aim(walk, last, mark)


def _run(walk: Walk, last: Command, behind: list[Mark]) -> bool:
    """ "ok 1 2 3 le 4 et 5 non": numbers side by side are all of the order before them."""
    run = _RUN.match(walk.sentence.text.folded, last.end)
    for mark in [m for m in behind if run and m.end <= run.end()]:
        walk.pending.remove(mark)
        aim(walk, last, mark)
    return run is not None


_RUN = re.compile(r" (?:(?:pour|a|for) )?\d{1,2}(?: \d{1,2})+(?= (?:le|la|les|the)\b|[,;])")
_AND = re.compile(r" (?:et|and|&|\+|ni|nor|ou|or) ")


def one_list(walk: Walk, last: Command | None, order: str) -> bool:
    """ "stop pour la 2 et le garage et 4 ok": whose the one in the middle is cannot be told."""
    behind = _behind(walk, last)
    if last is None or not behind or _run(walk, last, behind):
        return False
    if len(behind) == 1:
        return (
            order in _PRESSES
            and _JOINED.fullmatch(walk.sentence.text.folded, _last_of(walk, last), behind[0].start)
            is not None
        )
    between = walk.sentence.text.folded[last.end : behind[-1].start]
    commas = [m.end() + last.end for m in _COMMA.finditer(between)]
    earlier = [mark for mark in behind if commas and mark.start < commas[-1]]
    if not earlier:
        _all_but_the_last(walk, last, behind)
        return True
    if len(earlier) == len(behind):
        return False
    if _AND.search(walk.sentence.text.folded[last.end : commas[-1]]):
        walk.pending[:] = [mark for mark in walk.pending if mark not in earlier]  # "ok 1, 2 et 3, 4 payé"
        for mark in earlier:
            aim(walk, last, mark)
        return len(behind) - len(earlier) > 1
    last.mixed = True  # "ok 1, 2, 3 payé"
    return True


_PRESSES = frozenset(("yes", "accept", "send", "weak", "resume", "mise_en_demeure", "dispute_closed"))
# "stop 1 et 2 ok": nothing else between the first and the second
_JOINED = re.compile(r" (?:et|and|&|\+) (?:(?:pour|for|a|to|le|la|les|l'|the) ?){0,2}")


def _last_of(walk: Walk, last: Command) -> int:
    """Where the last one named right behind an order ends."""
    ends = [m.end for m in walk.named if m.start >= last.end and m not in walk.pending]
    return ends[-1] if ends else last.end


def _behind(walk: Walk, last: Command | None) -> list[Mark]:
    """The targets waiting that stand in one list with those said after the last order."""
    if last is None or not last.targets or last.before:
        return []
    return [mark for mark in walk.pending if mark.start > last.end]


def close_list(walk: Walk, comma: Mark) -> None:
    """ "ok pour Vertigo et Cenon, Laura a payé": the comma ends the list that the order began."""
    last = walk.last
    behind = _behind(walk, last)
    if last is None or comma.name.strip() not in (",", ";", "(") or last.chunk != len(walk.chunks) - 1:
        return
    between = walk.sentence.text.folded[last.end : comma.start]
    if _of_a_stranger(walk, last):
        flush(walk, last)
    elif behind and _NUMBERS.fullmatch(between) and walk.chunks[-1] is walk.chunks[last.chunk]:
        flush(walk, last)  # "ok 1 3 5, les autres non"
    elif len(behind) > 1 and re.search(r" et (?:pour|chez|a) | and for ", between):
        last.mixed = True
    elif behind and not any(w.start > last.end for w in walk.chunks[-1].words) and _AND.search(between):
        flush(walk, last)
    elif behind and _side_by_side(walk, last, comma):
        flush(walk, last)  # "ok Marchand Mercier, Jour attends"


def called_together(walk: Walk, colon: Mark) -> None:
    """ "appelés Durand et Martin : paient vendredi": what the colon leads to is told of them all."""
    last = walk.last
    if last is None or last.name != "called" or last.before or colon.name.strip() != ":" or not walk.pending:
        return
    between = [m for m in walk.sentence.marks if last.end <= m.start < colon.start]
    row = all(m.kind in ("name", "number", "comma") or m.name in ("and", "filler", "nth") for m in between)
    if row and _AND.search(walk.sentence.text.folded, last.end, colon.start):
        flush(walk, last)
        last.chunk = len(walk.chunks)


def _side_by_side(walk: Walk, order: Command, comma: Mark) -> bool:
    """Whether nothing but names stands between an order and the comma, one right after the other."""
    between = [m for m in walk.sentence.marks if order.end <= m.start < comma.start and m.name != "filler"]
    return all(m.kind == "name" for m in between)


def _of_a_stranger(walk: Walk, last: Command) -> bool:
    """ "litige avec Colin sur la F-140, stop Martin": the bill is of the first, whom no list shows."""
    bills = all(mark.kind == "name" and name(mark).invoice for mark in walk.pending)
    words = any(last.end <= word.start for word in walk.chunks[-1].words)
    return bool(walk.pending) and bills and words and not last.targets and last.end <= walk.pending[0].start


def excepted(walk: Walk, mark: Mark, last: Command | None) -> list[str]:
    """ "tout en relance sauf 2 et 6 : litige": what those are that were left out."""
    if (
        last is None
        or last.name != "not"
        or not last.targets
        or mark.name not in ("dispute", "drop", "paid", "stop")
    ):
        return []
    between = walk.sentence.text.folded[last.end : mark.start]
    if not re.fullmatch(r"[^:,]{1,40} ?: ?", between):
        return []
    flush(walk, last)
    return list(last.targets)


ALSO = frozenset(
    ("aussi", "also", "too", "egalement", "pareil", "idem", "ditto", "de meme", "likewise", "as well",
     "so has", "so have", "so did", "same", "the same", "same again", "same thing", "the same thing",
     "same deal", "same goes", "the same goes", "meme chose", "la meme chose", "meme topo", "meme traitement",
     "meme punition", "meme regime")
)  # fmt: skip
# Who is left out of what is said to all.
SAVE = re.compile(
    r"sauf|except\w*(?: for)?|hormis|hors|(?:mis )?a part|en dehors d[eu]|a l'exception d(?:e|u|es|')|but not"
    r"|(?:apart|aside) from|all but|other than|save for|with the exception of"
)


def the_same(walk: Walk, mark: Mark) -> bool:
    """ "le premier tu peux envoyer, le deuxième aussi"."""
    last = walk.last
    return (
        mark.kind == "phrase"
        and mark.said.words in ALSO
        and bool(walk.pending)
        and last is not None
        and last.before
        and walk.pending[0].start > last.end
    )


def deducted(marks: tuple[Mark, ...], index: int) -> Mark:
    """ "retire 30 € et il doit le reste": a credit, and nobody left out."""
    mark = marks[index]
    after = marks[index + 1] if index + 1 < len(marks) else None
    if (
        mark.name == "not"
        and after
        and after.kind == "sum"
        and re.match(r"retir|enl|ot|vir", mark.said.words)
    ):
        return replace(mark, name="credit")
    return mark


def yes_to_all(walk: Walk, exception: Mark) -> None:
    """ "tout sauf 3", "all but 3": whoever is left out, all the others are meant."""
    if exception.said.words == "all but" and walk.last is None and not walk.pending:
        walk.pending.append(replace(exception, end=exception.start, name="all"))
    if not any(p.name in ("all", "rest") for p in walk.pending):
        return
    first = walk.pending[0]
    command = Command("yes", walk.sentence, walk.number, len(walk.chunks) - 1, first.start, first.end)
    command.before = True
    flush(walk, command)
    walk.commands.append(command)


def leave_alone(walk: Walk) -> None:
    """ "3 never, 4 paid": who has words of its own in another part waits for no order of another's."""
    commas = [m.start for m in walk.sentence.marks if m.kind == "comma" and m.name.strip() in (",", ";")]
    here = [m for m in walk.pending if not any(m.end <= comma < walk.pending[-1].start for comma in commas)]
    words = [w for chunk in walk.chunks for w in chunk.words]
    for mark in [m for m in walk.pending if m not in here]:
        until = min(comma for comma in commas if comma >= mark.end)
        began = max((comma for comma in commas if comma < mark.start), default=walk.sentence.start)
        unsure = [h for chunk in walk.chunks for h in chunk.helpers if h.name in ("hedge", "defer", "doubt")]
        before = any(began <= w.start < mark.start for w in (*words, *unsure))
        rest = walk.pending[-1].name == "rest"
        told = rest and _TELLS_OF_HIM.match(walk.sentence.text.folded, mark.end, until)
        if any(mark.end <= w.start < until for w in words) or (before and rest) or told:
            walk.pending.remove(mark)
            walk.left.append(mark)


# "Garnier c'est de la famille, sinon ok"
_TELLS_OF_HIM = re.compile(
    r",? (?:c'(?:est|etait)|est|sont|a|ont|avait|ne|n'|m'|me|il|elle|ils|elles|is|are|has|have|was|he|she"
    r"|they|it's|that's)\b"
)


def others_open(walk: Walk, last: Command) -> bool:
    """ "Roux payé, les autres": what is meant of the others was not said."""
    others = any(mark.name == "rest" for mark in walk.pending)
    return others and last.before and last.name not in ("no", "not", "stop", "pause")


_OTHERS = re.compile(r"(?:mais|et|enfin|non) (?:surtout )?pas\b")


def only_those_behind(walk: Walk, mark: Mark) -> None:
    """ "Petit mais pas Vétalp": refused is who stands behind; what was meant of the others was not said.
    "3 pas encore 4 postée" is said of those before it.
    """
    if walk.pending and walk.sentence.text.folded.startswith(" encore ", mark.end):
        return
    apart = not walk.chunks[-1].aimed or _OTHERS.match(mark.said.words) is not None
    if mark.name == "not" or (mark.name == "no" and apart):
        walk.left += walk.pending
        walk.pending.clear()


_RESTS = frozenset(("no", "not", "stop", "pause"))


def spare_the_only(walk: Walk) -> None:
    """ "Dupont non, Durand seulement", "pas Roux mais Leblanc": the no is not of who may leave."""
    if walk.last is not None and walk.last.name in _RESTS:
        only = [mark for mark in walk.pending if alone(walk, mark) or turned_to(walk, mark)]
        only += _with_its_figure(walk) if walk.last.name == "pause" else []
        walk.left += only
        walk.pending[:] = [mark for mark in walk.pending if mark not in only]


def _with_its_figure(walk: Walk) -> list[Mark]:
    """ "Moreau 3 semaines de répit, Dupont 1": another time than the first one's."""
    text = walk.sentence.text.folded
    return [
        mark
        for one, figure in pairwise(walk.pending)
        if (one.kind, figure.kind) == ("name", "number") and not text[one.end : figure.start].strip(" :")
        for mark in (one, figure)
    ]


def of_the_others(walk: Walk, mark: Mark) -> bool:
    """ "ok Durand et personne d'autre": a no to whoever is not named, and of none that waits."""
    if mark.said.field("of") != "rest":
        return False
    if walk.last is not None and not any(alone(walk, waits) for waits in walk.pending):
        flush(walk, walk.last)
    walk.left += walk.pending
    walk.pending.clear()
    others = Command("no", walk.sentence, walk.number, len(walk.chunks) - 1, mark.start, mark.end)
    others.targets, others.rest = ["all"], True
    walk.commands.append(others)
    return True


_EVERYBODY = re.compile(
    r"\b(?:rien|aucune?|personne|tout|tous|toutes|nothing|nobody|all|every\w*|any\w*|demain|tomorrow"
    r"|pas (?:d'envois?|de (?:lettre|relance|courrier|mail|rappel|envoi)s?))\b"
)
_BECAUSE = re.compile(r",|\b(?:car|parce qu|puisqu|vu qu|because|since)\b")
_BINDS = re.compile(
    r"\W|\b(?:a|aux?|pour|chez|avec|et|ni|les?|la|l|des?|du|d|to|for|the|and|with|svp|stp|merci|please"
    r"|surtout|c'est|n|numeros?|client)\b"
)


def without_tale(walk: Walk, last: Command) -> None:
    """ "n'envoyez rien demain, c'est l'enterrement du père Jouvenel": a reason names nobody meant.

    But "on attend, le père Jouvenel vient de mourir" is said of him.
    """
    text, end = walk.sentence.text.folded, walk.sentence.end
    of_all = _EVERYBODY.search(text[walk.sentence.start : last.end])
    if not of_all and len(walk.pending) == 1:
        return
    because = _reason(walk, last.end)
    if because and (of_all or tells(text[because.end() : end])):
        walk.pending[:] = [m for m in walk.pending if m.start < because.end()]


def theirs(walk: Walk) -> None:
    """ "pas 3, 4 et 5, ils ont fermé": it is they who are closed, and the stop is of them too."""
    for stop, away in list(pairwise(walk.commands)):
        if away.name == "absent" and away.targets and stop.name in ("no", "not", "stop"):
            stop.targets += [target for target in away.targets if target not in stop.targets]
            walk.commands.remove(away)


def _reason(walk: Walk, start: int) -> re.Match[str] | None:
    """Where the reason begins: "pas 3, 4 et 5, ils ont fermé" goes on naming whom it means before it does."""
    text, end = walk.sentence.text.folded, walk.sentence.end
    found = list(_BECAUSE.finditer(text, start, end))
    ends = [one.start() for one in found[1:]] + [end]
    return next((one for one, to in zip(found, ends, strict=False) if _says_more(walk, one.end(), to)), None)


def _says_more(walk: Walk, start: int, end: int) -> bool:
    """ "suspends tout, erreur dans le 2": more than whom it is about, "n'envoie rien, à Petit"."""
    letters = list(walk.sentence.text.folded)
    for mark in walk.pending:
        letters[mark.start : mark.end] = " " * (mark.end - mark.start)
    return bool(_BINDS.sub("", "".join(letters[start:end])))
