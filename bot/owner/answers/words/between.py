"""Answers written between or below the lines of our mail: whose words are whose, and under which line.

Comes in: an answer's text. Goes out: `Passage`s, each the owner's words under one run of our lines.
- Our lines are quoted with ">" or "|", or stand unmarked under a mail program's heading, with the answers
  between them behind "==>", "->" or "**", or right below an item where the owner announced it.
- A run names an item by its number, its case or its invoice; a run that names none says so, and where some
  do, words under none are adrift: they may press nobody whom they do not name.
- Whatever is not surely the owner's is ours and is left out. Nothing is read here for what it orders.
"""

import re
from dataclasses import dataclass

from bot.owner.answers.context import Context, Item
from bot.owner.answers.words.phrases import orders
from bot.owner.answers.words.spelling import plain
from bot.reading.history import attribution, candidate, marked_below, opens

SIGN = "\ue000"  # a line of it alone, with a run's number, stands where that run ends

_OURS = re.compile(r"\s{0,3}[>|]")
_MARKS = re.compile(r"\A[\s>|]{1,12}")
_ARROW = r"(?:[=-]{1,4}>|[→➜➔⇒]|<[=-]{2,4})"
_ANSWER = re.compile(rf"\s{{0,8}}(?:{_ARROW}|\*{{2,4}}|#{{2,4}})\s{{0,3}}(?=\S)")
_LED = re.compile(rf"{_ANSWER.pattern}|\s{{0,8}}\[[^\]\n]{{1,20}}\]\s{{0,3}}(?=\S)")  # "[PL] ok"
_INLINE = re.compile(rf"(?<=\S)\s{{1,8}}{_ARROW}\s{{0,3}}(?=\S)")
_NUMBERED = re.compile(r"(?:n ?°|no|#|item|ligne|line)?\s?(\d{1,3})\s?[.)\-:–]\s")
_WRAP = 70  # where mail programs break a line
_SHORT = 120  # an unmarked answer right below an item is no longer

_ANNOUNCED = re.compile(
    r"\b(?:reponses?|repond[sre]*|commentaires?|remarques?|annot\w+|notes|answers?|repl(?:y|ies)"
    r"|comments?)\b[^.!?]{0,60}\b(?:dessous|sous|dans|entre|apres|ligne|lignes|texte|mail|fil|suite|suivent"
    r"|rouge|gras|bleu|below|under|inline|in-line|between|within|in red|in bold|each)\b"
    r"|\b(?:in-?line|voir (?:ci-)?dessous|see below|(?:deux|trois|quelques|\d) ajouts?)\b"
)


@dataclass(frozen=True, slots=True)
class Passage:
    text: str
    above: str = ""  # the line of ours that it stands under
    item: str = ""  # the item that they name, by its number or case
    adrift: bool = False  # under no item, where other passages have theirs
    one_of_many: bool = False  # others stand under other lines


def announced(folded: str) -> bool:
    """ "mes réponses sous chaque ligne": says where the answers stand, and orders nothing."""
    return _ANNOUNCED.search(folded) is not None


def signed(text: str, context: Context) -> tuple[str, list[list[str]]]:
    """The text with a sign wherever the owner's words follow lines of ours, those lines, and what ends it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace(SIGN, "").split("\n")
    found: list[str] = []
    runs: list[list[str]] = []
    above: list[str] = []
    for line in _apart(_as_quoted(lines, context)):
        if _OURS.match(line):
            above.append(line)
        elif line.strip() and above:
            if _wrapped(above[-1], line):
                above.append(f"> {line}")
                line = above[-1]
            else:
                found.append(f"{SIGN}{len(runs)}")
                runs.append(above)
                above = []
        found.append(line)
    return "\n".join(found), [*runs, above]


def _wrapped(above: str, line: str) -> bool:
    """The end of a quoted line that a program broke without marking it again."""
    word = line.split(" ")[0]
    return line[:1].islower() and len(above) + 1 + len(word) > _WRAP and not orders(plain(word))


def _apart(lines: list[str]) -> list[str]:
    """ "> 1. Martin, F-118 ==> ok": what stands behind the arrow is a line of the owner's."""
    found: list[str] = []
    for line in lines:
        arrow = _INLINE.search(line) if _OURS.match(line) else None
        found += [line[: arrow.start()], line[arrow.end() :]] if arrow else [line]
    return found


def _as_quoted(lines: list[str], context: Context) -> list[str]:
    """Our lines marked as such where the mail program did not: what is left unmarked is the owner's."""
    last = max((i for i, line in enumerate(lines) if _OURS.match(line)), default=-1)
    heading = next((i for i in range(len(lines)) if _opens_unmarked(lines, i, last)), len(lines))
    kept = [_pasted(lines, i, context) for i in range(heading)]
    below = lines[heading:]
    if any(_ANSWER.match(line) or _INLINE.search(line) for line in below):
        return kept + [line if _ANSWER.match(line) or not line.strip() else f"> {line}" for line in below]
    if context.kind in ("eve", "backlog") and announced(plain("\n".join(kept)[:500])):
        return kept + _between_items(below, context)
    return kept + below


def _opens_unmarked(lines: list[str], index: int, last_marked: int) -> bool:
    if not candidate(lines[index]):
        return False
    if opens(lines, index):
        return last_marked < index
    length = attribution(lines, index)
    return bool(length) and not marked_below(lines, index + length)


def _pasted(lines: list[str], index: int, context: Context) -> str:
    """An item's line copied as it is, its answer behind an arrow below it."""
    below = next((line for line in lines[index + 1 : index + 3] if line.strip()), "")
    ours = _ANSWER.match(below) and not _ANSWER.match(lines[index]) and item_of([lines[index]], context)
    return f"> {lines[index]}" if ours else lines[index]


def _between_items(lines: list[str], context: Context) -> list[str]:
    """Short lines right below an item, in a mail that announced them; anything else is ours."""
    found: list[str] = []
    free = False
    for line in lines:
        item = bool(_of_line(line, context))
        answers = free and not item and len(line) < _SHORT and not re.search("[«»“”]", line)
        found.append(line if answers or not line.strip() else f"> {line}")
        free = item or (free and answers and bool(line.strip()))
    return found


def item_of(run: list[str], context: Context) -> str:
    """The item whose line is the nearest above, by its number or case; more lines of it may follow."""
    for line in reversed(run):
        if item := _of_line(line, context):
            return item
        if not _bare(line) or re.search(r"[«\"“?]|\bok\b", line):
            break
    return ""


def _bare(line: str) -> str:
    return _MARKS.sub("", line).strip()


def _of_line(line: str, context: Context) -> str:
    """The only item that a line of ours names."""
    folded = plain(_bare(line))
    numbered = _NUMBERED.match(folded)
    fitting = [item for item in context.listed if _names(folded, item)]
    if numbered:
        item = next((one for one in context.listed if str(one.n) == numbered[1]), None)
        return str(item.n) if item and (not fitting or item in fitting) else ""
    return fitting[0].case if len(fitting) == 1 else ""


def _names(folded: str, item: Item) -> bool:
    words = map(plain, (item.case, *(number for number in item.invoices if len(number) > 2)))
    return any(
        word and word in folded and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", folded) for word in words
    )


def passages(lines: list[str], runs: list[list[str]], context: Context) -> list[tuple[list[str], Passage]]:
    """The owner's lines divided where the signs stand, each with what is known of it."""
    parts: list[tuple[list[str], list[str]]] = [([], [])]
    for line in lines:
        if line.startswith(SIGN):
            parts.append(([], runs[int(line[1:] or 0)]))
        else:
            parts[-1][0].append(_LED.sub("", line, count=1) if parts[-1][1] else line)
    parts = [(own, run) for own, run in parts if any(line.strip() for line in own)]
    below = [run for _, run in parts if run]
    once = len(below) == 1 and not _items(runs[-1], context)
    shown = _items(below[0], context) if once else set()
    items = [item_of(run, context) if len(shown) < 2 else "" for _, run in parts]
    some = any(items) or 1 < len(shown) < len(context.listed)  # not one answer below the whole of the mail
    return [
        (own, Passage("", _last(run), item, some and not item, len(below) > 1))
        for (own, run), item in zip(parts, items, strict=True)
    ]


def _last(run: list[str]) -> str:
    return next((bare for line in reversed(run) if (bare := _bare(line))), "")


def _items(run: list[str], context: Context) -> set[str]:
    return {item for line in run if (item := _of_line(line, context))}
