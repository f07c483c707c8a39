"""A list answered by its numbers on one line: "1. ok 2. non 3. ok", as telephones join lines.

The text in, the same text out with each number on a line of its own. In such a list the words stand behind
their number; numbers behind their words ("ok 1. non 2.") are left as they are.
"""

import re
from dataclasses import dataclass, replace

from bot.owner.answers.context import Context
from bot.owner.answers.words.between import Passage
from bot.owner.answers.words.phrases import orders
from bot.owner.answers.words.spelling import plain

_HEAD = re.compile(
    r"(?<![^\s,;:/|.(*–—-])(?:n ?° ?|# ?|\()?(?P<n>\d{1,2}) ?(?P<sign>[./)]|->)(?=\s|[^\W\d])", re.IGNORECASE
)
_FIRST = re.compile(r"\s*(?P<n>\d{1,2})(?P<sign>) (?=[^\W\d])")
_OTHERS_TOO = re.compile(r"(?:\b\d{1,2} ?(?:,|&|\+|et|and) ?)+$")  # "1, 2 et 4. ok"
_OF_A_FIGURE = re.compile(
    r"(?:\b(?:le|la|les|l|du|des?|d|aux?|a|pour|sur|sauf|pas|not|mais|but|fin|vers|depuis|the|of|for|by|on"
    r"|until|to|since|except|x|fois|times)\b|['’+×-]) ?$"
)
# The same words at the end of what was said of the number before: "attends-les 3.", "deux fois 2.", "l'a 3."
_ENDS_A_WORD = re.compile(r"(?:[a-z]-(?:le|la|les)|[lmt]['’]a|\w fois|\w times) ?$")
_NOT = re.compile(r"\b(?:pas|not) ?$")
_SAID = re.compile(r"[^\d\n]+")
_SIGNED = re.compile(r"\b(\d{1,2})(?=[👍👎👌🆗✅❌🚫])")
_STUCK = re.compile(r"(?<![\w.,/-])(\d{1,2})([^\W\d]{2,12})\b")
_TIMES = re.compile(r"(?<=\d )[xX]([0-5])(?= \d{1,2}\b|[ ,;.]*$)", re.MULTILINE)
_IN_BRACKETS = re.compile(r"(?P<word>[^\W\d]+) ?\((?P<n>\d{1,2})\)")
_LINE = re.compile(r"^\W*(\d{1,2}) ?[.):]", re.MULTILINE)
_AROUND = " \t\n,;/|–—-("
_READ_AS = {"/": " :", "->": " :"}


@dataclass(frozen=True, slots=True)
class _Head:
    start: int
    end: int
    n: int
    sign: str
    shown: str  # with those that stand before it


def by_number(passage: Passage, context: Context) -> Passage:
    """Answered number by number, each on its line: whatever has no number of its own is of none of them."""
    text = on_lines(_plainly(passage.text, context), context)
    numbers = {int(n) for n in _LINE.findall(text)} & {item.n for item in context.listed}
    return replace(passage, text=text, adrift=passage.adrift or len(numbers) > 1)


def _plainly(text: str, context: Context) -> str:
    """ "1👎", "1ok 2non", "ok (1) non (2)", in a backlog "1 x2 2 x1": the numbers told as in words."""
    listed = {str(item.n) for item in context.listed}
    text = _SIGNED.sub(r"\1 ", text)
    text = _STUCK.sub(lambda m: f"{m[1]} {m[2]}" if m[1] in listed and orders(plain(m[2])) else m[0], text)
    if context.kind == "backlog":
        text = _TIMES.sub(r"\1 fois", text)
    if rows := _in_turn(text, len(listed)):
        return "\n".join(rows)
    behind = [one for one in _IN_BRACKETS.finditer(text) if one["n"] in listed]
    if len(behind) > 1 and all(orders(plain(one["word"])) for one in behind):
        text = _IN_BRACKETS.sub(r"\g<word> \g<n>", text)
    return text


_ROW = re.compile(r"\s*(?P<n>\d{1,2}) (?P<said>[^\W\d][^\d\n.,;:!?]{1,30}?)(?=\s+\d|\s*$)")
_OF_A_COUNT = re.compile(
    r"(?:jours?|semaines?|mois|fois|relances?|rappels?|x|euros?|times?|days?|weeks?|months?)\b"
)


def _in_turn(text: str, many: int) -> list[str]:
    """ "1 chase 2 leave 3 paid": every number of the list in turn, and behind each words that order."""
    found = list(_ROW.finditer(text.strip()))
    said = [plain(one["said"]) for one in found]
    if len(found) < 3 or "".join(one[0] for one in found) != text.strip():
        return []
    if [int(one["n"]) for one in found] != list(range(1, len(found) + 1)) or len(found) > many:
        return []
    plainly = all(orders(words) and not _OF_A_COUNT.match(words) for words in said)
    return [f"{one['n']}. {one['said']}" for one in found] if plainly else []


def on_lines(text: str, context: Context) -> str:
    """Each answer of a numbered list on its line, where two or more are told so in one."""
    heads = _list(text, {item.n for item in context.listed}) if len(context.listed) > 1 else []
    if all(_at_a_lines_start(text, one) and one.sign not in _READ_AS for one in heads):
        return text
    said = [(one, text[one.end : end].strip(_AROUND)) for one, end in _until_the_next(text, heads)]
    if sum(not _names_only(words, one.n, context) for one, words in said) < 2:
        return text
    lines = [f"{one.shown}{_shown(one)} {words}" for one, words in said]
    return "\n".join(filter(None, [text[: heads[0].start].strip(_AROUND), *lines]))


def _shown(head: _Head) -> str:
    """ "2 et 3. non": of several, a colon."""
    return " :" if " " in head.shown else _READ_AS.get(head.sign, head.sign)


def _list(text: str, listed: set[int]) -> list[_Head]:
    """The heads of a list: rising ones, or all where each is of another item: "5. ok 4. non"."""
    heads = _heads(text, listed)
    rising = _chain(heads, listed)
    others = [one for one in heads if one.n in listed and one not in rising]
    if not any(
        orders(plain(text[one.end : end])) for one, end in _until_the_next(text, heads) if one in others
    ):
        return rising
    every = [one for one in heads if one in rising or one in others]
    return every if len({one.n for one in every}) == len(every) else rising


def _until_the_next(text: str, heads: list[_Head]) -> list[tuple[_Head, int]]:
    ends = [one.start for one in heads[1:]] + [len(text)]
    return list(zip(heads, ends, strict=False))


def _heads(text: str, listed: set[int]) -> list[_Head]:
    """What may be a number of the list with its sign; one that opens the list, and like it the others."""
    found = [_head(one, listed) for one in _HEAD.finditer(text)]
    found = [one for k, one in enumerate(found) if not _of_a_figure(text, one, found[:k])]
    first = _FIRST.match(text)
    if first and found and found[0].sign == "." and orders(plain(text[first.end() : found[0].start])):
        found.insert(0, replace(_head(first, listed), sign="."))
    if not found or not _leads(text[: found[0].start]):
        return []
    return [one for one in found if one.sign == found[0].sign]


def _of_a_figure(text: str, head: _Head, before: list[_Head]) -> bool:
    """ "le 3.", "pour 2.", "pas 2."; not "attends-les 3." where 3 is the next number."""
    words = plain(text[: head.start])[-12:]
    if _NOT.search(words) and (said := _SAID.match(text, head.end)) and orders(plain(said[0])):
        return False  # "3. surtout pas 4. ok"; but "1. ok, pas 2. 3. ok"
    ended = any(head.n == one.n + 1 for one in before) and _ENDS_A_WORD.search(words)
    return bool(_OF_A_FIGURE.search(words)) and not ended


def _head(match: re.Match[str], listed: set[int]) -> _Head:
    too = _OTHERS_TOO.search(match.string, 0, match.start("n"))
    numbers = [int(n) for n in re.findall(r"\d+", too[0])] if too else []
    start = too.start() if too and {*numbers} <= listed else match.start()
    return _Head(
        start, match.end(), int(match["n"]), match["sign"], match.string[start : match.end("n")].strip()
    )


def _leads(before: str) -> bool:
    """ "Bonsoir, 1. ok", "voilà : 1. ok"; not "ok pour 1. 2. non"."""
    lead = plain(before)
    return not lead or lead.endswith(":") or not orders(lead)


def _chain(heads: list[_Head], listed: set[int]) -> list[_Head]:
    """The longest row of rising numbers from the first on, the nearest where two are as long."""
    rows: list[list[_Head]] = []
    for one in heads:
        before = [row for row in rows if one.n == row[-1].n + 1 or (one.n > row[-1].n and one.n in listed)]
        if before or not rows:
            rows.append([*max(before, key=_worth, default=[]), one])
    return max(rows, key=_worth, default=[])


def _worth(row: list[_Head]) -> tuple[int, int]:
    return len(row), -row[-1].n


def _at_a_lines_start(text: str, head: _Head) -> bool:
    return not text[: head.start].rpartition("\n")[2].strip()


def _names_only(words: str, n: int, context: Context) -> bool:
    """ "1. Martin 2. Petit : ok pour les deux": who stands there, and nothing of him yet."""
    case = next((plain(item.case) for item in context.listed if item.n == n), "")
    return all(word in case.split() for word in re.findall(r"\w+", plain(words)))
