"""The writer's own words out of a mail's text: text in, text out.

Leaves out the quoted history (`history`), signatures and disclaimers (`closings`) and our own letters copied
without marks; keeps answers written between quoted lines. What we wrote must never be read as the debtor's
words, so where a history has no marks everything after its heading goes. When nothing new is left the
answer is empty: it never falls back to the quoted text.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.patterns import pattern
from bot.reading.closings import Lines, Resumes, added, footer, without_disclaimers, without_signatures
from bot.reading.history import attribution, before_heading, candidate, marked_below, opens, quoted, rule
from bot.reading.lexicon import Phrase, phrase
from bot.reading.sentences import fold

LINES = 5000
_LINE = 4000  # characters of one line that are read

_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff\xad"
_GAP = pattern(r"\s{20,}")  # runs of spaces that only cost time
_ABOVE = pattern(
    r"^.{0,12}(?:reply above this line|(?:veuillez )?r[ée]pond(?:re|ez) au[- ]dessus de cette ligne)",
    re.IGNORECASE,
)
_WROTE_TAIL = pattern(r"\s{0,3}(?:wrote|a [ée]crit|[ée]crit)?\s?:?\s{0,3}$", re.IGNORECASE)
_SENT = pattern(r"@|\d{1,2}[:h]\d{2}")
_GREETING = pattern(
    r"\W{0,3}(?:bonjour|bonsoir|madame|monsieur|ch[eè]re?s?|hello|hi|dear)\b.{0,50}$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Fresh:
    text: str
    interleaved: bool = False  # words stand between or under quoted lines
    quoted: int = 0  # lines left out as history


def fresh(text: str) -> str:
    return cut(text).text


def cut(text: str, resumes: Resumes = added) -> Fresh:
    lines, own = _own_lines(text)
    kept = without_disclaimers(without_signatures(own, resumes))
    return Fresh(
        text="\n".join(line for line in kept if line is not None).strip(),
        interleaved=_words_after_quote(own),
        quoted=_count(lines) - _count(own),
    )


def signed(text: str) -> str:
    """With what stands in the signature and under it."""
    return "\n".join(line for line in _own_lines(text)[1] if line is not None).strip()


def _own_lines(text: str) -> tuple[list[str], Lines]:
    """All lines, and those that are no history."""
    if not text.isascii() and any(map(text.__contains__, _INVISIBLE)):
        text = text.translate(dict.fromkeys(map(ord, _INVISIBLE)))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n", LINES)[:LINES]
    if len(max(lines, key=len)) >= 120:
        lines = [line if len(line) < 120 else _without_gaps(line[:_LINE]) for line in lines]
    lines = list(map(str.rstrip, lines))
    below = _below_instruction(lines) if "this line" in text or "cette ligne" in text else lines
    return lines, _without_our_letter(_without_history(below))


def _without_gaps(line: str) -> str:
    # no gap without two spaces side by side, or another sort of space, none of which is printable
    return line if "  " not in line and line.isprintable() else _GAP.sub(" ", line)


def _count(lines: Lines | list[str]) -> int:
    return len(list(filter(None, lines)))


def _below_instruction(lines: list[str]) -> list[str]:
    for index, line in enumerate(lines[:200]):
        if _ABOVE.match(line):
            # in a debtor's answer the instruction is ours or theirs, with the history under it;
            # at the very top it opens a ticket's own receipt
            return lines[:index] if any(x.strip() for x in lines[:index]) else lines[index + 1 :]
    return lines


# --- history --------------------------------------------------------------------------------------------


def _without_history(lines: list[str]) -> Lines:
    kept: Lines = []
    index = 0
    while index < len(lines):
        line = lines[index]
        if line[:1] == ">" or quoted(line):
            last = _last_of_run(lines, index)
            kept += [None] * (last + 1 - index)
            index = _after_wrapped(lines, last)
        elif not candidate(line):
            kept.append(line)
            index += 1
        elif length := attribution(lines, index):
            if words := before_heading(line):
                kept.append(words)
            if not marked_below(lines, index + length):
                break  # a history without marks: nothing after its heading can be told from our own words
            kept.append(None)
            index += length
        elif _ends_here(lines, index, kept):
            break
        else:
            kept.append(line)
            index += 1
    return _without_rule(kept)


def _ends_here(lines: list[str], index: int, kept: Lines) -> bool:
    if opens(lines, index):
        return not _letterhead(lines, index, kept)
    return footer(lines[index]) and _copied_below(lines, index, kept)


def _last_of_run(lines: list[str], index: int) -> int:
    """The last of the quoted lines one right under another: only it may have a wrapped end."""
    for below in range(index + 1, len(lines)):
        if lines[below][:1] != ">":
            return below - 1
    return len(lines) - 1


def _after_wrapped(lines: list[str], index: int) -> int:
    """Past a quoted line and the continuation that some programs wrap without its mark."""
    after = index + 1
    if after + 1 < len(lines) and (middle := lines[after]) and middle[0] != ">":
        below = lines[after + 1]
        wrapped = len(lines[index]) > 60 and middle[:1].islower() and len(middle) < 60
        cited = "@" in lines[index] and bool(middle.strip()) and bool(_WROTE_TAIL.match(middle))
        if (wrapped or cited) and (quoted(below) or not below.strip()):
            return after + 1
    return after


def _letterhead(lines: list[str], index: int, kept: Lines) -> bool:
    """ "De : SARL Martin / Objet : …" at the very top, without address or hour: the writer's own head."""
    if any(line is None or line.strip() for line in kept):
        return False
    return not any(_SENT.search(line) or rule(line) for line in lines[index : index + 6])


def _copied_below(lines: list[str], index: int, kept: Lines) -> bool:
    """Whether a telephone put a longer text without heading or marks under its "Envoyé de mon …"."""
    if not any(line and line.strip() for line in kept):
        return False
    below = [line for line in lines[index + 1 :] if line.strip()]
    if any(quoted(line) for line in below) or len(below) < 2:
        return False
    return sum(map(len, below)) > 200 and not footer(below[0])


def _without_rule(kept: Lines) -> Lines:
    while kept and (kept[-1] is not None and (not kept[-1].strip() or rule(kept[-1]))):
        kept.pop()
    return kept


def _words_after_quote(kept: Lines) -> bool:
    seen = False
    for line in kept:
        if line is None:
            seen = True
        elif seen and line.strip():
            return True
    return False


# --- our own letters ------------------------------------------------------------------------------------


@cache
def _ours() -> tuple[Phrase, ...]:
    text = files("bot.reading.lexicon").joinpath("ours.txt").read_text("utf-8")
    return tuple(phrase(line) for line in text.split("\n") if line.strip() and not line.startswith("#"))


def _without_our_letter(lines: Lines) -> Lines:
    """Two different sentences of ours, without any mark: from the greeting above the first to the last."""
    own = "\n".join(filter(None, lines))
    if len(own) < 100 or len(_said(own)) < 2:
        return lines
    said: dict[int, int] = {}  # which sentence, on which line first
    for index, line in enumerate(lines):
        for number in _said(line) if line and len(line) > 20 else ():
            said.setdefault(number, index)
    if len(said) < 2:
        return lines
    first, last = min(said.values()), max(said.values())
    start = next((i for i in range(first, max(first - 5, -1), -1) if _GREETING.match(lines[i] or "")), first)
    return [None if start <= index <= last else line for index, line in enumerate(lines)]


def _said(text: str) -> list[int]:
    """Which of our sentences may stand here."""
    folded = fold(text)
    may = [n for n, ours in enumerate(_ours()) if ours.may_fit(folded) and ours.is_beside(folded)]
    return [n for n in may if _ours()[n].pattern.search(folded)]
