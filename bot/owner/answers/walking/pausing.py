"""Days and durations in their place: "2 lundi" pauses, "envoie 1 et 3 demain" does not.

Marks and the walk so far in, a yes or no out. To which order a day belongs is decided in `grammar`.
"""

import re

from bot.owner.answers.marking.marks import Mark, figure
from bot.owner.answers.walking.aims import is_target
from bot.owner.answers.walking.alone import alone
from bot.owner.answers.walking.commands import FIGURES, HELPERS, Command, Walk
from bot.owner.answers.walking.listing import SAVE

LETTERS = frozenset(("unclaimed", "not_served", "refused_letter", "presented", "posted", "paid"))


def of_the_rest(walk: Walk, last: Command, mark: Mark) -> bool:
    """ "il a déposé 1 000 euros et le reste samedi"."""
    rest = [h for h in walk.chunks[-1].helpers if h.name == "rest" and h.start >= last.end]
    return last.chunk == len(walk.chunks) - 1 and any(h.end <= mark.start for h in rest)


def as_planned(walk: Walk, mark: Mark) -> bool:
    """ "envoie 1 et 3 demain": on the day on which they leave anyway."""
    last = walk.last
    ahead = figure(mark).ahead if mark.kind == "day" else None
    if (
        last is None
        or last.name not in ("send", "yes")
        or not last.targets
        or last.before
        or not walk.pending
    ):
        return False
    between = walk.sentence.text.folded[last.end : walk.pending[0].start]
    tomorrow = ahead is not None and (ahead - walk.now.today).days == 1
    return walk.context.kind == "eve" and tomorrow and between.rstrip().endswith((" et", " and", "&"))


def behind_the_eve(walk: Walk, marks: tuple[Mark, ...], index: int) -> int:
    """ "pour demain, la 1 tu envoies": where to go on behind the day that no pause is meant by; 0: none."""
    ahead = figure(marks[index]).ahead if marks[index].kind == "day" else None
    if walk.context.kind != "eve" or ahead is None or (ahead - walk.now.today).days != 1:
        return 0
    led = marks[index - 1] if index else None
    opens = led is not None and led.kind == "phrase" and led.said.words in ("pour", "for")
    alone = all(m.kind == "comma" or m.name == "filler" for m in marks[:index])
    ordered = any(m.kind == "phrase" and m.name not in HELPERS for m in marks[index + 1 :])
    return index + 1 if opens and alone and ordered else 0


def answers_until(walk: Walk) -> bool:
    """ "le 31 mars", "fin mars", "15 jours", to "jusqu'à quel jour ?", and nothing else."""
    sentence = walk.sentence
    days = [m for m in sentence.marks if m.kind in ("day", "duration")]
    if not walk.context.asks_until or len(days) != 1 or sentence.question or walk.last is not None:
        return False
    day = figure(days[0])
    if day.ahead is None or day.ahead <= walk.now.today:
        return False
    past = day.kind == "day" and day.ahead != day.behind and (day.ahead - walk.now.today).days > _MONTHS
    return not past and all(m in days or m.kind == "comma" or m.name == "filler" for m in sentence.marks)


def posted_so(walk: Walk, mark: Mark) -> bool:
    """A registered number, or "hier", "le 12" and nothing else, about the letter to post."""
    if walk.context.matter != "post" or mark.kind == "track":
        return mark.kind == "track" and walk.context.matter == "post"
    day = figure(mark).behind if mark.kind == "day" else None
    alone = all(m is mark or m.kind == "comma" or m.name == "filler" for m in walk.sentence.marks)
    asks = walk.sentence.question or _WEEKDAY.match(mark.name)
    return alone and not asks and day is not None and 0 <= (walk.now.today - day).days < _SINCE_POSTED


_SINCE_POSTED = 60  # days
_WEEKDAY = re.compile(r"(?:on )?(?:lun|mar|mercre|jeu|vendre|same|diman|mon|tues|wednes|thurs|fri|satur|sun)")
_MONTHS = 300  # days: "le 3 mars", said on the 11th


def held_together(walk: Walk, mark: Mark) -> bool:
    """ "pause Roux et Martin 10 jours", "stop Roux, Lenoir et Martin jusqu'à lundi": all until then."""
    last = walk.last
    if last is None or last.before or last.day() or not (last.targets and walk.pending):
        return False
    by_day = ("pause",) if mark.kind == "day" else ("pause", "stop")  # not "stop 1 et 2 lundi"
    if last.name not in (("pause", "stop", "yes", "accept") if mark.kind == "phrase" else by_day):
        return False
    between = [m for m in walk.sentence.marks if last.end <= m.start < mark.start]
    names = [m for m in between if not (m.kind == "comma" and m.name == ",") and m.name not in _LISTING]
    joined = walk.sentence.text.folded[: walk.pending[-1].start].split()[-3:]
    return len(names) == len(last.targets) + len(walk.pending) and bool(_AND.intersection(joined))


_LISTING = frozenset(("and", "filler"))
_AND = frozenset(("et", "and", "&", "+"))


def conditional(walk: Walk, mark: Mark) -> bool:
    """ "si Lebreton bouge pas", "si Roux répond pas": what is told behind a condition is part of it."""
    if mark.kind != "phrase" or mark.name not in ("stop", "said", "called") or not walk.pending:
        return False
    ifs = [h.end for h in walk.chunks[-1].helpers if h.name == "if"]
    beside = walk.sentence.text.folded[walk.pending[-1].end : mark.start]
    denied = mark.name != "stop" or mark.said.words.endswith((" pas", " plus"))
    return bool(ifs) and ifs[-1] <= walk.pending[0].start and denied and not beside.strip(" ")


_TOLD = (
    "c'est ",
    "il ",
    "elle ",
    "ils ",
    "elles ",
    "on ",
    "a ",
    "ont ",
    "m'a ",
    "it's ",
    "he ",
    "she ",
    "they ",
)


def wonders(walk: Walk, marks: tuple[Mark, ...], index: int) -> bool:
    """ "je crois que la deux c'est bon non": a "non" that closes what was told asks, and refuses nothing."""
    mark, before = marks[index], marks[index - 1] if index else None
    if mark.kind != "phrase" or mark.said.words not in ("non", "no", "hein", "nan") or before is None:
        return False
    if index + 1 < len(marks) or before.kind != "phrase" or mark.start - before.end > 1:
        return False
    told = before.name in ("weak", "paid", "settled") and before.said.words.startswith(_TOLD)
    return told or any(h.name == "hedge" for h in walk.chunks[-1].helpers)


def pauses(walk: Walk, marks: tuple[Mark, ...], index: int) -> bool:
    """ "2 lundi": a day behind a target alone, or a bare day in answer to what leaves tomorrow."""
    if marks[index].kind not in ("day", "duration"):
        return False
    chunk = walk.chunks[-1]
    if chunk.words or any(h.name in ("defer", "doubt", "if", "seen") for h in chunk.helpers):
        return False
    if any(m.kind in ("sum", "number") for m in walk.loose):
        return False  # "Martin 500 le 20": money, and not until when
    if (
        index + 1 < len(marks)
        and marks[index + 1].kind == "phrase"
        and (marks[index + 1].said.words in ("ou pas", "or not"))
    ):
        return False  # "dimanche ou pas"
    told = walk.pending and walk.context.kind != "notice"
    told = told and (not order_ahead(walk, marks, index) or _of_all_but_some(walk, marks, index))
    if any(alone(walk, target) for target in walk.pending):
        return False  # "que Durand demain": it alone is to leave
    return bool(told) or (walk.last is None and bare(walk, marks, index))


def _of_all_but_some(walk: Walk, marks: tuple[Mark, ...], index: int) -> bool:
    """ "tous lundi sauf Brice": the day is of all, whoever is left out; not of "tous demain sauf Brice"."""
    after = next((m for m in marks[index + 1 :] if m.kind != "comma" and m.name != "filler"), None)
    day = figure(marks[index]).ahead
    if after is None or after.name != "not" or not SAVE.fullmatch(after.said.words) or day is None:
        return False
    planned = walk.context.kind == "eve" and (day - walk.now.today).days == 1
    return not planned and any(m.name in ("all", "rest") for m in walk.pending)


def by_itself(walk: Walk, marks: tuple[Mark, ...], index: int) -> bool:
    """Whether a day stands alone between its commas, or after what a call told."""
    last, chunk = walk.last, walk.chunks[-1]
    if last is not None and last.name in ("called", "said", "propose", "plan", *LETTERS):
        return True
    if chunk.words or chunk.helpers:
        return False
    for mark in marks[index + 1 :]:
        if mark.kind == "comma":
            return True
        if mark.kind not in FIGURES and mark.name not in ("filler", "propose"):
            return False
    return True


def paused_instead(walk: Walk, refused: Command, mark: Mark) -> Command:
    command = Command("pause", walk.sentence, walk.number, len(walk.chunks) - 1, mark.start, mark.end)
    command.targets = list(refused.targets)
    command.marks.append(mark)
    return command


def let_run(last: Command) -> bool:
    """ "laisse courir jusqu'au 10": no debt is dropped."""
    return last.name == "drop" and last.words.startswith(("laiss", "let"))


def bare(walk: Walk, marks: tuple[Mark, ...], index: int) -> bool:
    """A day and nothing else, in answer to a list of what leaves tomorrow."""
    asked = walk.context.matter in ("eve", "mise_en_demeure")
    words = [m for m in marks[index + 1 :] if m.kind == "word"]
    return (
        asked
        and len(words) < 2
        and not _OFF.intersection(m.name for m in words)
        and not walk.pending
        and not order_ahead(walk, marks, index)
        and not _of_one_alone(walk, marks, index)
    )


def _of_one_alone(walk: Walk, marks: tuple[Mark, ...], index: int) -> bool:
    """ "demain que Durand": it alone is to leave, and nobody waits."""
    places = range(index + 1, len(marks))
    return any(is_target(walk.context, marks, i) and alone(walk, marks[i]) for i in places)


_OFF = frozenset(
    ("ferie", "feries", "ferme", "fermes", "conge", "conges", "repos", "holiday", "closed", "off")
)


def order_ahead(walk: Walk, marks: tuple[Mark, ...], index: int) -> bool:
    """Whether an order follows before the next target."""
    for place in range(index + 1, len(marks)):
        mark = marks[place]
        if is_target(walk.context, marks, place):
            return False
        if mark.kind == "comma" and mark.name.strip() in (",", ";"):
            return False
        if mark.kind == "phrase" and mark.name not in HELPERS:
            return True
    return False
