"""Templates in, paragraphs out: a closed Jinja2 that cannot reach Python, and the typography of its text.

Templates are typed on an ordinary keyboard. Their own words (never the values put into them) get their
apostrophes and no-break spaces when they are compiled; lines follow each other into paragraphs, empty
lines part them, and lines that begin with `|` keep their breaks. Nothing undefined passes in silence.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from types import CodeType

from jinja2 import BytecodeCache, FunctionLoader, StrictUndefined
from jinja2.bccache import Bucket
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import pass_context

from bot.wording import Language, day_words, days_words, join_words, money, span_words, typeset

# Where a table stands. No value can hold these characters, since all are cleaned of controls.
DEMANDED = "\x02"
RECALLED = "\x03"
PAYABLE = "\x04"  # how to pay, on paper; the words behind it stand with it
TOGETHER = "\x05"  # on paper: what follows stays on one page with the signature
_STRONG = "\x06"  # around words that stand out on paper


class _Typography(Extension):
    """Sets the words of a template, by the language that its folder names."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        language: Language = "fr" if (stream.name or "").startswith("fr/") else "en"
        for token in stream:
            if token.type in ("data", "string"):
                yield Token(token.lineno, token.type, typeset(token.value, language))
            else:
                yield token


class _Compiled(BytecodeCache):
    """Templates compiled before in this process, as long as their source is the same.

    To compile one takes far longer than to fill it in, and whatever opens the house anew (a changed
    configuration, the next act of the demo, a proofreading with another creditor) needs the same ones again.
    """

    def __init__(self) -> None:
        self._codes: dict[str, tuple[str, CodeType | None]] = {}  # by name; the last source alone

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = self._codes.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key] = (bucket.checksum, bucket.code)


_COMPILED = _Compiled()


def environment(templates: Mapping[str, str]) -> ImmutableSandboxedEnvironment:
    """Sandboxed, strict, without escaping: what comes out is plain text."""

    def named(name: str) -> tuple[str, str, None] | None:
        """The source under its own name, so that an error says in which template it happened."""
        return (templates[name], name, None) if name in templates else None

    jinja = ImmutableSandboxedEnvironment(
        loader=FunctionLoader(named),
        autoescape=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        extensions=[_Typography],
        bytecode_cache=_COMPILED,
    )
    jinja.filters |= {
        "money": _money,
        "date": _date,
        "weekday": _weekday,
        "dates": _dates,
        "listed": _listed,
        "span": _span,
        "upper_first": _upper_first,
        "strong": _strong,
    }
    return jinja


@pass_context
def _money(context: Context, cents: int) -> str:
    return money(cents, context["draft"].currency, context["language"])


def _dated(context: Context) -> date | None:
    """The day whose year goes without saying; in a mise en demeure every year is said."""
    formal = context["draft"].kind == "mise_en_demeure"
    return None if formal else context["day"]


@pass_context
def _date(context: Context, day: date) -> str:
    return days_words((day,), context["language"], _dated(context))


@pass_context
def _weekday(context: Context, day: date) -> str:
    return day_words(day, context["language"], weekday=True)


@pass_context
def _dates(context: Context, days: tuple[date, ...]) -> str:
    return days_words(days, context["language"], _dated(context))


@pass_context
def _listed(context: Context, words: tuple[str, ...]) -> str:
    return join_words(words, context["language"])


@pass_context
def _span(context: Context, days: int) -> str:
    return span_words(days, context["language"])


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def _strong(text: str) -> str:
    return f"{_STRONG}{text}{_STRONG}"


def weighed(text: str) -> list[str]:
    """The text in parts: every second one stands out on paper."""
    return text.split(_STRONG)


def paragraphs(rendered: str) -> list[str]:
    """The rendered template as paragraphs of one line each, or of kept lines where they begin with `|`."""
    blocks = re.split(r"\n[ \t]*(?:\n[ \t]*)+", rendered.strip(" \t\n"))
    return [text for text in map(_paragraph, blocks) if text]


def _paragraph(block: str) -> str:
    lines = [line.strip(" \t") for line in block.split("\n")]
    if any(line.startswith("|") for line in lines):
        kept = (line.removeprefix("|").strip(" ") for line in lines)
        return "\n".join(line for line in kept if line)
    return re.sub(r" {2,}", " ", " ".join(lines)).strip(" ")
