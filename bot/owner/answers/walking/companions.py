"""Names that the mail did not show, in one row with others: "stop Roux et Vidal", "payé Vidal, Colin aussi".

A walked sentence with its strangers in; each order gains those who stand in one row with whom it means. A
word that may be a name or not is one where the order only rests; where it presses, the sentence is unclear.
"""

from dataclasses import dataclass, field, replace
from itertools import dropwhile, takewhile

from bot.owner.answers.context import Context
from bot.owner.answers.marking.marks import Mark, name
from bot.owner.answers.marking.names import may_name
from bot.owner.answers.walking.aims import item_number
from bot.owner.answers.walking.commands import FIGURES, Command, Walk
from bot.owner.answers.walking.listing import ALSO
from bot.owner.answers.walking.nobody import nameless, of_speech
from bot.owner.answers.walking.strangers import (
    OF_ANYBODY,
    TAKES_A_NAME,
    TAKES_A_WORD,
    forget,
    with_title,
    without_its_title,
)

_ARTICLES = frozenset(
    ("le", "la", "les", "un", "une", "des", "mon", "ma", "mes", "son", "sa", "ses", "leur", "leurs", "the",
     "a", "an", "my", "his", "her", "their", "notre", "nos", "our", "ton", "ta", "tes", "your", "ce", "cette")
)  # fmt: skip
_PASSED = frozenset(("filler", "him", "kind"))  # "et la mairie de Crozon"
_PAUSES = frozenset((",", "/", ":", "(", ")", "-"))
_MOST = 3  # words of a name
_LONE = 3  # letters that a small word has at least more than, to be a name
_ROW = 2  # lone small words from comma to comma that make a list


@dataclass(slots=True)
class _Member:
    """One of a row: a name of the mail's, or words that may be one, and what it is joined by."""

    words: list[Mark] = field(default_factory=list)
    known: Mark | None = None
    link: str = ""  # "and", ",", or none: the first of all

    @property
    def start(self) -> int:
        return self.known.start if self.known else self.words[0].start


def with_companions(walk: Walk, context: Context) -> None:
    for command in list(walk.commands):
        if command.name not in TAKES_A_NAME or not command.targets or "all" in command.targets:
            continue
        for row in (_behind(command, walk), _before(command, walk)):
            if any(_own(member, command, walk) for member in row):
                _take(command, row, walk, context)
    if len(walk.commands) == 1:
        _said_again(walk.commands[0], walk, context)


def _said_again(command: Command, walk: Walk, context: Context) -> None:
    """ "Vidal a payé, Colin aussi", "stop Vidal, idem pour Colin": who stands beside the "also" as well."""
    if command.name not in TAKES_A_WORD or not command.targets:
        return
    marks = [m for m in walk.sentence.marks if m.start >= command.end and m.name not in _PASSED - {"filler"}]
    for place, mark in enumerate(marks):
        if mark.kind != "phrase" or mark.said.words not in ALSO:
            continue
        before = takewhile(lambda m: m.kind == "word", reversed(marks[:place]))
        led = dropwhile(lambda m: m.name in ("filler", "and"), marks[place + 1 :])
        behind = list(takewhile(lambda m: m.kind == "word", led))
        member = _Member(list(before)[::-1] or behind)
        small = context.matter in OF_ANYBODY and bool(member.words) and _small(member, walk)
        if not member.words or not _free(member, walk) or not (small or _written(member, walk)):
            continue
        for chunk in walk.chunks:
            forget(chunk, member.words)
        if any(m.kind in ("sum", "number") for m in command.marks):
            walk.commands.append(replace(command, undone=True))  # "Vidal payé 300, Colin aussi": 300 too?
        else:
            command.targets.append(_said(member, walk))


def _own(member: _Member, command: Command, walk: Walk) -> str:
    """Which of an order's targets it is; none."""
    if member.known is None:
        said = _said(member, walk)
    elif member.known.kind == "name":
        said = name(member.known).target
    else:
        said = item_number(walk.context, member.known)
    return said if said in command.targets else ""


def _said(member: _Member, walk: Walk) -> str:
    return walk.sentence.words(*_place(member, walk))


def _place(member: _Member, walk: Walk) -> tuple[int, int]:
    return with_title(_bare(member, walk)[0].start, walk), member.words[-1].end


def _bare(member: _Member, walk: Walk) -> list[Mark]:
    """Without the title that is a word by itself: "garage colin"."""
    titled = with_title(member.words[-1].start, walk) < member.words[0].end
    return member.words[-1:] if titled else member.words


# --- the row ------------------------------------------------------------------------------------------


def _behind(command: Command, walk: Walk) -> list[_Member]:
    marks = [m for m in walk.sentence.marks if m.start >= command.start and not _itself(m, command)]
    return _row(marks, command, walk)


def _before(command: Command, walk: Walk) -> list[_Member]:
    marks = [m for m in walk.sentence.marks if m.end <= command.start]
    apart = [i for i, m in enumerate(marks) if not _of_a_row(m) or _anothers(m, command, walk)]
    row = _row(marks[apart[-1] + 1 if apart else 0 :], command, walk)
    return list(dropwhile(lambda m: m.link != ",", row)) if apart else row  # "stop Vidal, Colin payé"


def _itself(mark: Mark, command: Command) -> bool:
    return (mark.start, mark.end) == (command.start, command.end)


def _of_a_row(mark: Mark) -> bool:
    plain = mark.kind in FIGURES or mark.kind in ("word", "name") or mark.name in _PASSED or _joins(mark)
    return plain or (mark.kind == "comma" and mark.name.strip() in _PAUSES)


def _joins(mark: Mark) -> bool:
    return mark.kind == "phrase" and (mark.name == "and" or mark.said.words in ("ou", "or"))


def _row(marks: list[Mark], command: Command, walk: Walk) -> list[_Member]:
    """Those said one after another from here on, as far as nothing else stands between them."""
    row, link = [_Member()], ""
    for mark in marks:
        if not _of_a_row(mark) or _anothers(mark, command, walk):
            row = row if link else _without_the_next(row)
            break
        known = mark.kind == "name" or bool(item_number(walk.context, mark))
        if mark.kind == "comma" or _joins(mark):
            link = "and" if _joins(mark) else link or ","
        elif mark.kind == "word" or known:
            if link:
                row.append(_Member(link=link))
                link = ""
            if row[-1].known or (known and row[-1].words):
                break  # "stop Roux chantier pas fini"
            if known:
                row[-1].known = mark
            else:
                row[-1].words.append(mark)
    return [member for member in row if member.known or member.words]


def _without_the_next(row: list[_Member]) -> list[_Member]:
    """ "stop Vidal, Colin et Morel payés": those behind the last comma, or the last, have their own order."""
    last = next((i for i in reversed(range(len(row))) if row[i].link == ","), len(row) - 1)
    return row[:last]


def _anothers(mark: Mark, command: Command, walk: Walk) -> bool:
    if mark.kind != "name":
        return False
    target = name(mark).target
    return target not in command.targets and any(target in c.targets for c in walk.commands)


# --- who is one of them -------------------------------------------------------------------------------


def _take(command: Command, row: list[_Member], walk: Walk, context: Context) -> None:
    """The row's strangers as targets, each where it stands among the others."""
    found: list[str] = []
    small = [m for m in row if _small(m, walk)] if _alike(row, walk) else []
    doubted = len([m for m in small if m.link == ","]) >= _ROW
    for member in row:
        if own := _own(member, command, walk):
            found.append(own)
        elif member.known or not _free(member, walk):
            continue
        elif member is row[-1] and member.link == "," and command.name not in TAKES_A_WORD:
            doubted |= _written(member, walk)  # "relance Roux, Sylvie": another, or who signs?
        elif _written(member, walk) or (member in small and _may_be(member, command, context)):
            found.append(_said(member, walk))
            without_its_title(walk, command, _place(member, walk))
            for chunk in walk.chunks:
                forget(chunk, member.words)
        else:
            doubted |= member.link != "," and member in small
    command.targets = [*found, *(target for target in command.targets if target not in found)]
    if doubted:
        walk.commands.append(replace(command, undone=True))


def _free(member: _Member, walk: Walk) -> bool:
    """Whether no order has taken its words yet."""
    return len(member.words) <= _MOST and all(
        any(word in chunk.words for chunk in walk.chunks) for word in member.words
    )


def _no_name(word: Mark) -> bool:
    return nameless(word.name) or of_speech(word.name)


def _shouted(walk: Walk) -> bool:
    return walk.sentence.text.exact == walk.sentence.text.exact.upper()


def _written(member: _Member, walk: Walk) -> bool:
    """Like a name: with capitals, by one who writes small letters too."""
    opens = member.start == walk.sentence.start
    words = _bare(member, walk)
    exact = [walk.sentence.words(word.start, word.end) for word in words]
    return (
        not _shouted(walk)
        and may_name(exact[-1], opens=False)
        and all(one[:1].isupper() and not _no_name(word) for one, word in zip(exact, words, strict=True))
        and (not opens or _small(member, walk))
    )


def _alike(row: list[_Member], walk: Walk) -> bool:
    """Whether the others are in small letters too: not "payé Roux et content"."""
    starts = [member.start for member in row if member.start > walk.sentence.start]
    return _shouted(walk) or not any(walk.sentence.words(one, one + 1).isupper() for one in starts)


def _small(member: _Member, walk: Walk) -> bool:
    """A lone word that no list knows, in whatever letters, and no article before it."""
    if member.known or len(bare := _bare(member, walk)) != 1:
        return False
    start, _ = _place(member, walk)
    before = walk.sentence.text.folded[walk.sentence.start : start].split()[-1:]
    plain = len(bare[0].name) > _LONE and may_name(bare[0].name, opens=True) and not _no_name(bare[0])
    return plain and (start < bare[0].start or not before or before[0] not in _ARTICLES)


def _may_be(member: _Member, command: Command, context: Context) -> bool:
    """In small letters only beside "et", and of an order that does no harm."""
    return context.matter in OF_ANYBODY and command.name in TAKES_A_WORD and member.link != ","
