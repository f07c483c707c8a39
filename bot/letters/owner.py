"""Puts what the owner is asked and told into words: whole mails, and the one line that confirms an order.

A name (a template) and values come in, plain text of at most 72 columns goes out; the first paragraph of a
mail's template is its subject. Whatever a debtor, an invoice or a mail is called is a value on one line,
without control characters, and never evaluated. A `Verbatim` keeps its lines. No file is read, and no clock.
"""

import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date, time
from typing import Any, Protocol, runtime_checkable
from unicodedata import category

from jinja2 import TemplateError
from jinja2.runtime import Context
from jinja2.utils import pass_context

from bot.letters.setting import environment, paragraphs
from bot.letters.writer import Words
from bot.rules import Creditor
from bot.wording import FIRM, Language, cut, day_words, days_words, join_words, money

COLUMNS = 72
# What a template that is wrong raises; the third where it names a value that may be empty.
FAULTS = (TemplateError, KeyError, AttributeError, TypeError, ValueError)
_LONGEST = 400  # characters of a value; what a debtor wrote is quoted no longer
_NAME = 40  # characters of a name within a sentence
_LISTED = 3  # invoices that are named before they are only counted
# Where a verbatim text breaks its lines and has its spaces, while the paragraph around it is laid out. No
# value can hold these characters, since all are cleaned of controls.
_LINE, _SPACE = "\x02", "\x03"
_ITEM = re.compile(r"(?:\d{1,4}\. |[-–•] )")
_CONTROLS = ("Cc", "Zl", "Zp")
_UNSEEN = ("Cf", "Cs", "Co")

# What every line may name; one that an order does not have is empty.
LINE_VALUES: Mapping[str, Any] = {
    "about": "",
    "amount": None,
    "beside": "",
    "currency": "EUR",
    "date": None,
    "debtor": "",
    "email": "",
    "formal": False,
    "gone": None,
    "instalments": (),
    "invoices": (),
    "left": None,
    "nobody": None,
    "number": "",
    "printed": None,
    "settled": 0,
    "since": None,
    "standing": None,
    "target": "",
    "text": "",
    "times": None,
    "to": "",
    "untold": False,
    "until": None,
    "value": "",
    "why": "",
    "words": "",
}

# What the mails may name; each has a sense when it is empty.
MAIL_VALUES: Mapping[str, Any] = {
    "ages": (),
    "asked": None,
    "attached": False,
    "calls": (),
    "changes": False,
    "checklist": (),
    "chronology": (),
    "consent": False,
    "doors": (),
    "example": "",
    "foreseen": (),
    "held": (),
    "late": (),
    "let_go": "",
    "letters": (),
    "lines": (),
    "more": False,
    "nobody": None,
    "opens": None,
    "other": False,
    "questions": (),
    "received": (),
    "root": "",
    "sender": "",
    "since": None,
    "slowest": (),
    "stopped": (),
    "text": "",
    "total": (),
    "unclear": (),
    "untold": False,
    "until": None,
    "why": "",
    "wrote": None,
}


class Verbatim(str):
    """A text of our own that keeps its lines and its spaces."""

    __slots__ = ()


@runtime_checkable
class Money(Protocol):
    """An amount with its currency, in cents."""

    @property
    def cents(self) -> int: ...
    @property
    def currency(self) -> str: ...


class OwnerWriter:
    """Templates as values, the firm that is written for, and the language of its owner."""

    def __init__(self, templates: Mapping[str, str], creditor: Creditor, language: Language) -> None:
        self._jinja = environment(templates)
        self._jinja.filters |= _FILTERS
        self._language = language
        self._always = _cleaned({"creditor": creditor, "language": language})

    def mail(self, name: str, *, day: date, **values: Any) -> Words:
        """The mail of this kind, written on `day`; `templates/README.md` says which values each names."""
        template = self._jinja.get_template(f"{self._language}/owner/{name}.txt")
        subject, *text = paragraphs(template.render(self._view(day, {**MAIL_VALUES, **values})))
        return Words(" ".join(subject.split("\n")), "\n\n".join(map(_laid_out, text)) + "\n")

    def line(self, name: str, *, day: date, **values: Any) -> str:
        """The one line that says an order back, or why it was not carried out."""
        view = {**LINE_VALUES, **values}
        said = self._part(f"{self._language}/owner/lines.txt", name, day, view)
        return said if view["debtor"] or view["invoices"] else said[:1].upper() + said[1:]

    def title(self, asked: Any, *, day: date) -> str:
        """An open question in some words, as in the subject of its notice."""
        template = f"{self._language}/owner/about/{asked.about}.txt"
        return self._part(template, "subject", day, {"asked": asked})

    def _part(self, template: str, name: str, day: date, values: Mapping[str, Any]) -> str:
        """One macro of a template, as one line."""
        module = self._jinja.get_template(template).make_module(self._view(day, values))
        said = getattr(module, name, None)
        if not callable(said):
            raise KeyError(f"{template}: there is no {name!r}")
        return " ".join(" ".join(paragraphs(said())).split("\n"))

    def _view(self, day: date, values: Mapping[str, Any]) -> dict[str, Any]:
        return {**self._always, "day": day, **_cleaned(values)}


def _laid_out(paragraph: str) -> str:
    """A paragraph within the columns; the lines of a list hang below their number."""
    lines = paragraph.replace(_LINE, "\n").replace(_SPACE, " ").split("\n")
    return "\n".join(line for whole in lines for line in _wrapped(whole))


def _wrapped(line: str) -> list[str]:
    if len(line) <= COLUMNS:
        return [line.rstrip(" ")]
    item = _ITEM.match(line)
    hang = " " * len(item[0]) if item else ""
    return textwrap.wrap(line, COLUMNS, subsequent_indent=hang, break_on_hyphens=False)


# --- values -----------------------------------------------------------------------------------------


def _cleaned(value: Any) -> Any:
    """The value with every text in it on one line; a dataclass stays what it is."""
    if isinstance(value, Verbatim):
        return _LINE.join(_seen(line).replace(" ", _SPACE) for line in value.rstrip().split("\n"))
    if isinstance(value, str):
        return _one_line(value)
    if isinstance(value, Mapping):
        return {key: _cleaned(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return tuple(map(_cleaned, value))
    if is_dataclass(value) and not isinstance(value, type):
        named = {f.name: _cleaned(getattr(value, f.name)) for f in fields(value) if f.init}
        return replace(value, **named)
    return value


def _one_line(text: str) -> str:
    """As `wording.clean`, but our own no-break spaces stay: a value may be a line said before."""
    if not text.isprintable():
        text = _seen("".join(" " if category(c) in _CONTROLS else c for c in text))
    line = re.sub(" {2,}", " ", text).strip(" ")
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"


def _seen(text: str) -> str:
    """Without what shows nothing or shows something else: controls, formats, private characters."""
    return "".join(c for c in text if category(c) not in _CONTROLS and category(c) not in _UNSEEN)


# --- filters ----------------------------------------------------------------------------------------


@pass_context
def _money(context: Context, value: int | Money | Iterable[Money], currency: str = "EUR") -> str:
    """Cents of a currency, or sums that bring theirs: « 1 240,00 € et 300,00 CHF »."""
    language = context["language"]
    if isinstance(value, int):
        return money(value, currency or "EUR", language)
    sums = (value,) if isinstance(value, Money) else tuple(value)
    return join_words([money(one.cents, one.currency or "EUR", language) for one in sums], language)


@pass_context
def _date(context: Context, day: date) -> str:
    """« 15 mars »; the year is said when it is another one."""
    return days_words((day,), context["language"], context["day"])


@pass_context
def _dates(context: Context, days: Sequence[date]) -> str:
    return days_words(days, context["language"], context["day"])


@pass_context
def _weekday(context: Context, day: date) -> str:
    """« mardi 10 mars »."""
    return day_words(day, context["language"], year=day.year != context["day"].year, weekday=True)


@pass_context
def _dayname(context: Context, day: date) -> str:
    """« mardi »."""
    return day_words(day, context["language"], weekday=True).split(FIRM)[0]


@pass_context
def _hour(context: Context, at: time) -> str:
    """« 9 h », « 9 h 30 »; 9:00, 9:30."""
    if context["language"] == "en":
        return f"{at.hour}:{at.minute:02d}"
    return f"{at.hour}{FIRM}h" + (f"{FIRM}{at.minute:02d}" if at.minute else "")


@pass_context
def _nth(context: Context, rank: int) -> str:
    """1er, 2e; 1st, 2nd."""
    if context["language"] == "fr":
        return "1er" if rank == 1 else f"{rank}e"
    teen = rank % 100 in (11, 12, 13)
    return f"{rank}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(rank % 10, 'th')}"


@pass_context
def _numbers(context: Context, invoices: Iterable[Any]) -> str:
    """« F-118 et F-121 », « 6 factures »: invoices, or their numbers."""
    names = [one if isinstance(one, str) else str(one.number) for one in invoices]
    if len(names) <= _LISTED:
        return join_words([cut(name, _NAME) for name in names], context["language"])
    return f"{len(names)}{FIRM}{'factures' if context['language'] == 'fr' else 'invoices'}"


def _short(text: str, longest: int = _NAME) -> str:
    """A name short enough for a subject or a line of a list; a quotation within bounds; words stay whole."""
    if len(text) <= longest:
        return text
    whole = text[: longest - 1].rpartition(" ")[0].rstrip(" ,;:.")
    if len(whole) < longest // 2:  # one long word
        return f"{text[: longest - 1].rstrip()}…"
    return f"{whole} …"


def _brackets(parts: Iterable[str]) -> str:
    """« (F-118, 1 240,00 €) » behind a name, a space before it; nothing where nothing is known."""
    known = [part for part in parts if part]
    return f" ({', '.join(known)})" if known else ""


@pass_context
def _third(context: Context, sums: Iterable[Money]) -> str:
    """A third of what is owed, for an example of a plan, to the cent: three of them are never more."""
    owed = tuple(sums)
    if len(owed) != 1 or owed[0].cents < 3:
        return "400"
    whole, cents = divmod(owed[0].cents // 3, 100)
    comma = "," if context["language"] == "fr" else "."
    return f"{whole}{comma}{cents:02}" if cents else str(whole)


def _many(things: Sequence[Any], one: str, several: str) -> str:
    return one if len(things) == 1 else several


_FILTERS = {
    "money": _money,
    "date": _date,
    "dates": _dates,
    "weekday": _weekday,
    "dayname": _dayname,
    "hour": _hour,
    "nth": _nth,
    "numbers": _numbers,
    "short": _short,
    "brackets": _brackets,
    "third": _third,
    "many": _many,
}
