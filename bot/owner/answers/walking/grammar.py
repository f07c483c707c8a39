"""The marks of an answer put together: which order is said of whom, with which days and sums.

`commands` walks each sentence once. A target said before an order belongs to it ("1 payé"), one right after
it as well ("pas 2", "payé Dupont 500"); "et 3 lundi" begins anew. A day after a target alone is a pause of
it. Nothing is judged here: whether an order may be read into the words is decided in `vetting`.
"""

import re
from dataclasses import replace

from bot.owner.answers.context import Context
from bot.owner.answers.marking.marks import Mark, Sentence
from bot.owner.answers.walking.aims import by_topic, flush, is_target, miscounted, target, target_next
from bot.owner.answers.walking.commands import FIGURES, HELPERS, Chunk, Command, Walk
from bot.owner.answers.walking.indeed import paid_indeed
from bot.owner.answers.walking.listing import (
    SAVE,
    called_together,
    close_list,
    deducted,
    excepted,
    leave_alone,
    of_the_others,
    one_list,
    only_those_behind,
    others_open,
    spare_the_only,
    the_same,
    theirs,
    without_tale,
    yes_to_all,
)
from bot.owner.answers.walking.pausing import (
    LETTERS,
    answers_until,
    as_planned,
    behind_the_eve,
    by_itself,
    conditional,
    held_together,
    let_run,
    of_the_rest,
    order_ahead,
    paused_instead,
    pauses,
    posted_so,
    wonders,
)
from bot.owner.answers.walking.plans import credits_nothing, in_parts, may_plan, plan
from bot.owner.answers.walking.times import counts_times, reminded
from bot.owner.answers.words.telling import TIME_LEFT
from bot.reading.dates import Now

_FAR = 300  # days: "250 le 10/03 + 250 le 17/03" said after those days tells what came
_LEADING = re.compile(r"(?:jusqu|until|till|d'ici|avant|before)")


def walked(sentence: Sentence, number: int, context: Context, now: Now) -> Walk:
    walk = Walk(sentence, number, context, now)
    marks = sentence.marks
    index = 0
    while index < len(marks):
        index = _step(walk, marks, index)
    _finish(walk)
    return walk


def _step(walk: Walk, marks: tuple[Mark, ...], index: int) -> int:
    mark = marks[index]
    if mark.kind == "comma":
        close_list(walk, mark)
        called_together(walk, mark)
        walk.chunks.append(Chunk())
        walk.stray += walk.loose
        walk.loose.clear()
    elif _only_words(walk, mark):
        walk.chunks[-1].words.append(mark)
    elif counts_times(walk, marks, index):
        reminded(walk, mark)
    elif is_target(walk.context, marks, index):
        target(walk, marks, index)
    elif mark.kind in FIGURES:
        return _figure(walk, marks, index)
    elif the_same(walk, mark):
        flush(walk, walk.commands[-1])
    elif mark.name in HELPERS or wonders(walk, marks, index):
        walk.chunks[-1].helpers.append(mark if mark.name in HELPERS else replace(mark, name="hedge"))
    else:
        return _order(walk, marks, index)
    return index + 1


def _only_words(walk: Walk, mark: Mark) -> bool:
    odd = mark.name == "mine" or miscounted(walk.context, mark)
    return mark.kind == "word" or odd or conditional(walk, mark)


def _order(walk: Walk, marks: tuple[Mark, ...], index: int) -> int:
    mark, last = marks[index], walk.last
    mark = in_parts(deducted(marks, index), marks[index + 1 :])
    if after := _parts_instead(walk, marks, index):
        return after
    said_already = paid_indeed(last, mark) or _ahead_of_time(walk, mark)
    if said_already or _goes_on(walk, mark) or of_the_others(walk, mark):
        return index + 1
    if walk.pending and last is not None and _has_its_own(walk, marks, index):
        flush(walk, last)
    left_out = excepted(walk, mark, last)
    if mark.name == "not":
        yes_to_all(walk, mark)
    command = Command(
        mark.name,
        walk.sentence,
        walk.number,
        len(walk.chunks) - 1,
        mark.start,
        mark.end,
        dict(mark.said.fields),
    )
    leave_alone(walk)
    if target_next(walk, marks, index):
        only_those_behind(walk, mark)
    if walk.pending:
        command.before = True
        command.mixed = one_list(walk, last, mark.name)
        command.opens = walk.pending[0].start if last is not None else 0
        flush(walk, command)
    if left_out:
        command.targets, command.before = left_out, True
    _claim_loose(walk, command)
    _claim(walk, command, mark)
    walk.commands.append(command)
    return plan(walk, marks, index + 1, command) if mark.name == "plan" else index + 1


def _goes_on(walk: Walk, mark: Mark) -> bool:
    """ "stop jusqu'à lundi": whether it only goes on with the order before, and of all named with it."""
    last, here = walk.last, len(walk.chunks) - 1
    if last is None:
        return False
    if _LEADING.match(walk.sentence.text.folded, mark.start) and held_together(walk, mark):
        last.chunk = here
        flush(walk, last)
    if _granted_until(walk, last, mark):
        last.chunk = here
    if not _continues(last, mark, here):
        return False
    last.name = "pause" if last.name in ("stop", "no", "not", "drop") else last.name
    last.end = mark.end
    return True


def _granted_until(walk: Walk, last: Command, mark: Mark) -> bool:
    """ "ok, jusqu'au 30": the comma parts nothing, where time was asked for."""
    between = walk.sentence.text.folded[last.end : mark.start]
    return (
        walk.context.matter in ("delay_request", "promise")
        and last.name in ("yes", "accept")
        and not last.marks
        and between.strip() == ","
    )


def _parts_instead(walk: Walk, marks: tuple[Mark, ...], index: int) -> int:
    """ "mets-lui 250 tout de suite, 250 fin février": a plan and no credit; where to go on, or 0."""
    mark = marks[index]
    if not credits_nothing(mark) or index + 1 >= len(marks):
        return 0
    return _planned(walk, marks, index + 1, given=True)


def _has_its_own(walk: Walk, marks: tuple[Mark, ...], index: int) -> bool:
    """Whether the targets that wait are of the order before, for this one has one behind it."""
    last = walk.last
    return last is not None and bool(last.targets) and not last.before and target_next(walk, marks, index)


def _claim_loose(walk: Walk, command: Command) -> None:
    """Days and sums that stand before an order and belong to none."""
    letter = command.name in LETTERS or (command.name == "refuse" and walk.context.matter == "post")
    if letter:
        command.marks += walk.stray
        walk.stray.clear()
    command.marks += walk.loose
    walk.loose.clear()


def _ahead_of_time(walk: Walk, mark: Mark) -> bool:
    """ "qu'il paye 200 ce mois-ci": what the owner would grant, not money that came."""
    if mark.name != "paid" or walk.context.matter not in ("delay_request", "promise"):
        return False
    exact = walk.sentence.text.words(mark.start, mark.end).lower()
    return "é" not in exact and exact.endswith(("paye", "payer", "regle", "verse"))


def _sum_before(last: Command | None, mark: Mark) -> bool:
    if last is None or not last.marks or last.marks[-1].kind not in ("sum", "number"):
        return False
    between = last.sentence.text.folded[last.marks[-1].end : mark.start]
    return len(between) <= 3 and "," not in between


def _claim(walk: Walk, command: Command, mark: Mark) -> None:
    """ "le 15 avril au plus tard", "jeudi, rien avant": a day that stands before its order."""
    last = walk.last
    if command.name == "credit" and _sum_before(last, mark):
        assert last is not None
        command.marks.append(last.marks.pop())  # "ok pour 50 d'avoir"
    if command.name == "propose" and last is not None and last.marks and mark.start - last.marks[-1].end <= 2:
        command.marks.append(last.marks.pop())
    elif command.name == "propose" or (command.name == "pause" and command.words.endswith("avant")):
        command.marks += walk.stray
        walk.stray.clear()


def _continues(last: Command, mark: Mark, chunk: int) -> bool:
    """One order, not two."""
    if TIME_LEFT.search(last.sentence.text.folded[last.sentence.start : mark.start]):
        return False  # "stop, j'ai jusqu'au 20 pour déclarer"
    leads = mark.name == "pause" and bool(_LEADING.match(last.sentence.text.folded[mark.start : mark.end]))
    return (
        leads
        and last.chunk == chunk
        and (
            last.name in ("stop", "no", "not", "absent", "accept", "propose", "pause", "yes") or let_run(last)
        )
    )


def _figure(walk: Walk, marks: tuple[Mark, ...], index: int) -> int:
    mark, last = marks[index], walk.last
    if mark.kind == "mail":
        _mail(walk, mark)
    elif after := behind_the_eve(walk, marks, index) or _planned(walk, marks, index):
        return after
    elif held_together(walk, mark):
        assert last is not None
        last.chunk = len(walk.chunks) - 1
        flush(walk, last)
        last.marks.append(mark)
    elif as_planned(walk, mark):
        assert last is not None
        flush(walk, last)
    elif pauses(walk, marks, index) or (mark.kind in ("day", "duration") and answers_until(walk)):
        _new(walk, "pause", mark)
    elif last is None and posted_so(walk, mark):
        _new(walk, "posted", mark)
    elif last is None or walk.pending:
        walk.loose.append(mark)
    else:
        _of_the_last(walk, marks, index, last)
    return index + 1


def _of_the_last(walk: Walk, marks: tuple[Mark, ...], index: int, last: Command) -> None:
    """A day or sum behind an order, for which nobody waits."""
    mark = marks[index]
    if last.name == "paid" and of_the_rest(walk, last, mark):
        walk.stray.append(mark)
    elif mark.kind == "day":
        _day(walk, marks, index, last)
    elif mark.kind in ("sum", "number") and last.name in ("weak", "no") and order_ahead(walk, marks, index):
        walk.loose.append(mark)
    else:
        last.marks.append(mark)


def _day(walk: Walk, marks: tuple[Mark, ...], index: int, last: Command) -> None:
    mark = marks[index]
    conditional = any(h.name == "if" for h in walk.chunks[last.chunk].helpers)
    bare = last.name == "not" and not last.targets and not SAVE.fullmatch(last.words)
    if bare and walk.context.matter == "eve" and not conditional:
        last.name = "no"  # "pas demain, vendredi"
    elif last.chunk == len(walk.chunks) - 1:
        last.marks.append(mark)
    elif not by_itself(walk, marks, index):
        walk.stray.append(mark)
    elif last.name == "no":
        walk.commands.append(paused_instead(walk, last, mark))
    else:
        last.marks.append(mark)


def _new(walk: Walk, order: str, mark: Mark) -> None:
    """An order that a figure alone gives."""
    command = Command(order, walk.sentence, walk.number, len(walk.chunks) - 1, mark.start, mark.end)
    command.before = bool(walk.pending)
    flush(walk, command)
    command.marks.append(mark)
    walk.commands.append(command)


def _mail(walk: Walk, mark: Mark) -> None:
    last = walk.last
    if last is not None and last.name == "contact" and not last.marks:
        last.marks.append(mark)
        last.end = mark.end
    else:
        _new(walk, "contact", mark)


def _planned(walk: Walk, marks: tuple[Mark, ...], index: int, *, given: bool = False) -> int:
    """Where to go on after a plan that begins here; 0: none does."""
    mark = marks[index]
    if not given and not may_plan(walk, mark):
        return 0
    command = Command("plan", walk.sentence, walk.number, len(walk.chunks) - 1, mark.start, mark.end)
    after = plan(walk, marks, index, command)
    if len(command.plan) < 2 or all(
        part.date and (part.date - walk.now.today).days > _FAR for part in command.plan
    ):
        return 0
    if walk.last is not None and walk.last.name == "plan":
        walk.last.plan, walk.last.end = command.plan, command.end
    else:
        command.before = bool(walk.pending)
        flush(walk, command)
        walk.commands.append(command)
    return after


def _finish(walk: Walk) -> None:
    last, closing = walk.last, walk.chunks[-1]
    spare_the_only(walk)
    doubted = bool(closing.words) or any(h.name in ("doubt", "hedge", "defer") for h in closing.helpers)
    if last is not None:
        pressing = last.name in ("yes", "send", "resume", "accept")
        other = any(w.end <= last.start for w in walk.chunks[last.chunk].words)  # "Dubois payé, Lenoir bof"
        told = (doubted and bool(last.targets)) or (other and not last.targets)
        told = told and last.chunk < len(walk.chunks) - 1
        if last.name in ("no", "stop", "pause") and not last.targets and walk.context.kind != "notice":
            without_tale(walk, last)
        counted = (
            last.name == "reminded" and last.before and bool(last.targets)
        )  # "martin deux fois, petit une"
        if not (pressing and (last.before or doubted)) and not (told or counted or others_open(walk, last)):
            flush(walk, last)
        last.marks += walk.loose
        walk.loose.clear()
    theirs(walk)
    walk.orphans = walk.left + walk.pending
    walk.stray += walk.loose
    him = any(h.name == "him" for chunk in walk.chunks for h in chunk.helpers)
    for command in walk.commands:
        command.him = him
        command.around = walk.chunks[command.chunk].words
        if not command.targets and not command.own and walk.context.kind != "notice":
            by_topic(walk, command)
