"""An answer's text as marks: names, phrases, days, sums, numbers, and the words that stand between them.

One `Sentence` for each sentence; each letter belongs to at most one mark. Nothing is interpreted here: what
the marks order together is read in `grammar`. Whatever no rule knows stays a plain word, and plain words near
an order make it doubtful.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.owner.answers.context import Context
from bot.owner.answers.marking.announced import announced
from bot.owner.answers.marking.figures import Figure, figures, numbers
from bot.owner.answers.marking.foreign import invoice_like, without_initials
from bot.owner.answers.marking.items import item_numbers
from bot.owner.answers.marking.namesakes import apart
from bot.owner.answers.marking.numbers import Named
from bot.owner.answers.marking.preparing import prepared
from bot.owner.answers.marking.tails import called
from bot.owner.answers.marking.tracks import tracks
from bot.owner.answers.marking.trades import of_a_trade
from bot.owner.answers.words.phrases import Said, said
from bot.owner.answers.words.spelling import Spelled
from bot.reading.dates import Now

_MAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}(?: (?:point|dot|tiret|underscore) [\w+-]{1,40}){0,3} ?(?:@"
    r"| (?:arobase|arrobase|at|chez) ) ?[\w-]{1,60}(?:(?:\.| (?:point|dot) )[\w-]{1,40}){1,4}(?![\w@])"
)
_PERCENT = re.compile(r"(?<![\w.,])\d{1,3}(?:[.,]\d)? ?(?:%|pour ?cent|percent)")
_END = re.compile(r"[!?]+|\.{1,9}(?=\s|$|[a-z])|\n|;")
_SHORT = re.compile(
    r"(?:^|[^\w])(?:m|mme|mr|mrs|dr|n|ets|ste|st|nr|num|tel|ref|cf|excl|incl|a\.r|n\.p\.a\.i)$"
)
_ITEM = re.compile(r"(?:^|[\n;]|[.!?] ?)\s?(?:n° ?|le |la )?\d{1,3}$")
_WORD = re.compile(r"[\w'’]+|[^\w\s]")
_PAUSE = re.compile(r"[,:()\-/=>|]+|->")
_SMALL = re.compile(r"pour|aux?|a|des?|du|les?|la|for|to|the|of|et|and")
_ELIDED = re.compile(r"^(?:[ldcnjmts]|qu|jusqu)'$")


@dataclass(frozen=True, slots=True)
class Mark:
    kind: str  # name, phrase, day, duration, sum, number, mail, track, percent, comma, word
    start: int
    end: int
    name: str = ""  # of a phrase
    value: object = None

    @property
    def said(self) -> Said:
        assert isinstance(self.value, Said)
        return self.value


@dataclass(frozen=True, slots=True)
class Sentence:
    text: Spelled
    start: int
    end: int
    marks: tuple[Mark, ...]
    question: bool = False
    trailing: bool = False  # it ends in dots: more is meant than said
    of_one: bool = False  # a part of what was said in one breath, about those whom it names first
    leaves_out: bool = False  # those that the lines below name: "ok pour tous sauf :"
    under: str = ""  # the item under whose line it was written
    adrift: bool = False  # written under nothing of ours that a bare yes would answer

    @property
    def folded(self) -> str:
        return self.text.folded[self.start : self.end]

    @property
    def exact(self) -> str:
        return self.text.words(self.start, self.end)

    def words(self, start: int, end: int) -> str:
        return self.text.words(start, end).strip(" ,;:-–—")


def sentences(text: str, context: Context, now: Now) -> list[Sentence]:
    folded = prepared(text, context)
    claimed = _claimed(folded, context)
    claimed += _numbered(folded, claimed, context, now)
    found: list[Sentence] = []
    for start, end, question in _divided(folded.folded, claimed):
        own = [m for m in claimed if start <= m.start and m.end <= end]
        marks = _marked(folded, (start, end), own, context, now)
        while marks and marks[0].kind == "comma":
            start = marks.pop(0).end  # the dash before a line
        if marks:
            trailing = folded.folded.startswith("..", end)
            found.append(Sentence(folded, start, end, tuple(marks), question, trailing))
    return _by_name(found, context)


_POINTED = re.compile(r" ?[.)/:-]")


def _by_name(found: list[Sentence], context: Context) -> list[Sentence]:
    """ "2. Madame Nougaret": where such a number is not that of the mail's list, the names alone count."""
    headed = {i: one for i, sentence in enumerate(found) if (one := _headed(sentence))}
    cases = {str(item.n): item.case for item in context.listed}
    own = any(cases.get(str(int(str(n.value)) // 100)) != name(who).target for n, who in headed.values())
    if not own:
        return found
    return [replace(one, marks=one.marks[1:]) if i in headed else one for i, one in enumerate(found)]


def _headed(sentence: Sentence) -> tuple[Mark, Mark] | None:
    """The number with a point and the name that it stands before."""
    first = sentence.marks[0]
    if first.kind != "number" or not _POINTED.match(sentence.text.folded, first.end):
        return None
    for mark in sentence.marks[1:]:
        if mark.kind == "name":
            return first, mark
        if mark.kind == "phrase" and mark.name not in ("filler", "him", "and", "doubt"):
            return None
    return None


def _claimed(text: Spelled, context: Context) -> list[Mark]:
    """What is surely one thing wherever it stands: mail addresses, posting numbers, names and invoices."""
    found = [Mark("mail", m.start(), m.end(), value=_address(m[0])) for m in _MAIL.finditer(text.folded)]
    found += [
        Mark("track", t.start, t.end, value=t.number)
        for t in tracks(text)
        if not t.bare or context.matter == "post"
    ]
    names = without_initials(apart(called(text, context), text, context), text)
    for name in (*names, *announced(text, context), *invoice_like(text), *of_a_trade(text, context)):
        if _free(found, name.start, name.end):
            found.append(Mark("name", name.start, name.end, value=name))
    found += [Mark("percent", m.start(), m.end()) for m in _PERCENT.finditer(text.folded)]
    return found


def _address(text: str) -> str:
    text = re.sub(r" ?(?:@| (?:arobase|arrobase|at|chez) ) ?", "@", text, count=1)
    text = text.replace(" tiret ", "-").replace(" underscore ", "_")
    return re.sub(r" (?:point|dot) ", ".", text).strip(".")


def _free(marks: list[Mark], start: int, end: int) -> bool:
    return all(end <= m.start or start >= m.end for m in marks)


def _divided(folded: str, claimed: list[Mark]) -> Iterator[tuple[int, int, bool]]:
    start = 0
    for end in _END.finditer(folded):
        here = end.start()
        if not _free(claimed, here, here + 1) or _goes_on(
            folded[start:here], end[0], folded[here + 1 : here + 2]
        ):
            continue
        yield start, here, "?" in end[0]
        start = end.end()
    yield start, len(folded), False


def _goes_on(before: str, mark: str, after: str) -> bool:
    """Whether a full stop belongs to an abbreviation, a number or an item's number."""
    if mark[0] != "." or len(mark) > 1:
        return False
    if after.isalnum() and not (
        before[-1:].isalpha() and after.isalpha() and len(before.split()[-1:]) and len(before.split()[-1]) > 2
    ):
        return True
    return bool(
        _SHORT.search(before[-12:]) or (_ITEM.fullmatch(before.strip()[-8:]) and len(before.strip()) < 5)
    )


def _marked(text: Spelled, where: tuple[int, int], own: list[Mark], context: Context, now: Now) -> list[Mark]:
    start, end = where
    folded = text.folded[start:end]
    hidden = _masked(folded, start, own)
    phrases = [
        Mark("phrase", p.start + start, p.end + start, p.name, p)
        for p in said(hidden, context.heard_as, lambda p: _accented(p, text, start))
        if not (p.name in ("hedge", "doubt", "if") and _compound(hidden, p))
    ]
    acts = own + [p for p in phrases if p.name not in ("filler", "him", "and")]
    found = list(acts)
    for f in figures(hidden, now):
        if f.kind == "duration" and _AT_A_RATE.search(hidden[: f.end]):
            continue  # "300 a month" is no day in a month
        if not any(a.start <= f.start + start and f.end + start <= a.end for a in acts):
            found.append(Mark(f.kind, f.start + start, f.end + start, hidden[f.start : f.end], f))
    found += [
        Mark("number", s + start, e + start, _led(hidden, s, e), cents)
        for s, e, cents in numbers(hidden)
        if _free(
            [m for m in found if m.kind in ("day", "duration", "sum", "name", "track", "phrase")],
            s + start,
            e + start,
        )
    ]
    found = _enumerated(folded, start, context, found)
    dated = [m for m in found if m.kind == "day"]
    found = [m for m in found if m.name != "nth" or _free(dated, m.start, m.end)]
    found += [p for p in phrases if p.name in ("filler", "him", "and") and _free(found, p.start, p.end)]
    return sorted(found + list(_between(folded, start, found)), key=lambda m: (m.start, m.end))


_AT_A_RATE = re.compile(r"\d(?: ?(?:€|£|euros?|quid|pounds?))? (?:a|per|par) (?:month|week|mois|semaine)$")
_MULTIPLIED = re.compile(r" ?(?:x|fois|\*) ?\d")


def _led(folded: str, start: int, end: int) -> str:
    """What stands right beside a number: "les" before it, or a sign of multiplication behind it."""
    if _MULTIPLIED.match(folded, end):
        return "x"
    return "les" if folded[:start].endswith("les ") else ""


def _numbered(text: Spelled, claimed: list[Mark], context: Context, now: Now) -> list[Mark]:
    """ "la lettre n° 4 jusqu'au 21", "annule le 3": the number of an item, and no day; or either."""
    found: list[Mark] = []
    for one in item_numbers(_masked(text.folded, 0, claimed), context, now):
        if _free([*claimed, *found], one.start, one.end):
            case = next(item.case for item in context.listed if item.n == one.n)
            either = Named(one.start, one.end, case, several=True, fits=(case,))
            value = one.n * 100 if one.sure else either
            found.append(Mark("number" if one.sure else "name", one.start, one.end, value=value))
    return found


_RANGE = re.compile(
    r"(?<![\w.,/-])(\d{1,2})(?: (?:a|to|through|jusqu'a|jusqu'au|au) (?:la |le )?|-)(\d{1,2})(?![\w€%/-]"
    r"|[.,]\d| ?(?:€|h\b|euros?|fois|jours?|semaines?|mois|days?|weeks?|months?|times|x\b))"
)
_LISTED = re.compile(
    r"(?<![\w.,/-])(?!(?<=\ble )\d{1,2}(?:, |/\d{1,2}(?!/)\b))(?!(?<=\b(?:du|au|on) )\d{1,2}/)"
    r"\d{1,2}(?: ?[,/+&-] ?\d{1,2})+(?![\w€%/]|[.,]\d| ?(?:€|euros?))"
)


def _enumerated(folded: str, start: int, context: Context, found: list[Mark]) -> list[Mark]:
    """ "1,2,3 ok": item numbers one by one, not a sum."""
    numbered = {str(item.n) for item in context.items}
    for run in (*_LISTED.finditer(folded), *_RANGE.finditer(folded)):
        digits = list(re.finditer(r"\d+", run[0]))
        if len(numbered) < 2 or not all(d[0] in numbered for d in digits):
            continue
        here = (run.start() + start, run.end() + start)
        over = [m for m in found if m.start < here[1] and here[0] < m.end]
        if any(
            m.kind in ("name", "track", "phrase") or (m.kind, m.start) == ("duration", here[0]) for m in over
        ):
            continue
        found = [m for m in found if m.end <= here[0] or m.start >= here[1]]
        found += [
            Mark("number", here[0] + d.start(), here[0] + d.end(), value=int(d[0]) * 100) for d in digits
        ]
        if run.re is _RANGE:  # "1 to 3": the numbers between stand where the words between do
            between = range(int(digits[0][0]) + 1, int(digits[1][0]))
            here = (here[0] + digits[0].end(), here[0] + digits[1].start())
            found += [Mark("number", *here, value=n * 100) for n in between if str(n) in numbered]
    return found


def _accented(phrase: Said, text: Spelled, start: int) -> bool:
    """A phrase that is another word without its accent ("le solde", "soldé") must have it."""
    accent = phrase.field("accent")
    return not accent or accent in text.words(phrase.start + start, phrase.end + start).lower()


def _compound(folded: str, phrase: Said) -> bool:
    """ "check-in", "mini-si"."""
    behind = folded[phrase.end : phrase.end + 2]
    return behind[:1] == "-" and behind[1:].isalpha() and behind[1:] not in ("t", "l", "m")


def _masked(folded: str, start: int, own: list[Mark]) -> str:
    """The sentence with what is claimed made opaque, so that no name is read as a day or an order."""
    letters = list(folded)
    for mark in (m for m in own if m.kind != "percent"):
        fill = "<mail>" if mark.kind == "mail" else ""
        length = mark.end - mark.start
        letters[mark.start - start : mark.end - start] = (fill + "\1" * length)[:length].ljust(length, "\1")
    return "".join(letters)


def _between(folded: str, start: int, found: list[Mark]) -> Iterator[Mark]:
    busy = bytearray(len(folded) + 1)
    for mark in found:
        busy[mark.start - start : mark.end - start] = b"\1" * (mark.end - mark.start)
    for word in _WORD.finditer(folded):
        if any(busy[word.start() : word.end()]):
            continue
        here, there = word.start() + start, word.end() + start
        if (
            word[0] == "-"
            and folded[word.start() - 1 : word.start()].isalpha()
            and folded[word.end() :][:1].isalpha()
        ):
            continue  # "check-in" is one word
        if _PAUSE.fullmatch(word[0]):
            yield Mark("comma", here, there, word[0])
        elif _says(word[0]):
            yield Mark("word", here, there, word[0])


def _says(word: str) -> bool:
    if _SMALL.fullmatch(word) or _ELIDED.match(word):
        return False
    return word[0].isalnum() or ord(word[0]) > 0x2FFF


def figure(mark: Mark) -> Figure:
    assert isinstance(mark.value, Figure)
    return mark.value


def name(mark: Mark) -> Named:
    assert isinstance(mark.value, Named)
    return mark.value
