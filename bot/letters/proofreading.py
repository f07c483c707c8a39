"""Reads a set of templates before anybody else does: every letter of every shape, in words and in print.

Templates come in, problems in words go out: what cannot be rendered, and what must not be said before the
mise en demeure. It proposes no change and writes to nobody.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from traceback import extract_tb
from typing import Any

from jinja2 import TemplateError, TemplateSyntaxError
from typst import TypstError

from bot.draft import Draft
from bot.letters.samples import BARE_CREDITOR, SAMPLE_CREDITOR, SAMPLE_DAY, samples
from bot.letters.writer import Words, Writer

# Threats, and what only a court or its officers may say; in the mise en demeure still no empty threat.
_TOO_EARLY = re.compile(
    r"huissier|tribuna|poursuite|\bpéna(?:le?s?|ux)\b|fichier|sous peine de|\bcourt\b|lawsuit|bailiff|"
    r"prosecut|commissaire de justice|!",
    re.IGNORECASE,
)
_NEVER = re.compile(
    r"huissier|sous peine de|\bpéna(?:le?s?|ux)\b|vous prétendez|nous saisirons|!", re.IGNORECASE
)
_SUBJECT = re.compile(
    r"impayé|relance|contentieux|dernier avis|unpaid|overdue|final notice|mise en demeure", re.IGNORECASE
)


def problems(templates: Mapping[str, str], fonts: Sequence[Path] = ()) -> list[str]:
    """One sentence for each thing wrong with the templates; none: they may be used."""
    found = dict.fromkeys(_missing(templates))
    if not found:
        full, bare = (Writer(templates, fonts, creditor) for creditor in (SAMPLE_CREDITOR, BARE_CREDITOR))
        printed = [draft for draft in samples() if draft.kind == "mise_en_demeure" and draft.voice == "nous"]
        seen: set[str] = set()
        for writer in (full, bare):
            found |= dict.fromkeys(fault for draft in samples() for fault in _in_words(writer, draft))
            found |= dict.fromkeys(fault for draft in printed for fault in _in_print(writer, draft, seen))
    return list(found)


def _missing(templates: Mapping[str, str]) -> Iterator[str]:
    wanted = {f"{draft.language}/{name}.txt" for draft in samples() for name in (draft.template, "subject")}
    for name in sorted({"letter.typ", *wanted} - set(templates)):
        yield f"{name}: this template is missing"


def _in_words(writer: Writer, draft: Draft) -> Iterator[str]:
    name = f"{draft.language}/{draft.template}.txt"
    try:
        words = writer.words(draft, SAMPLE_DAY)
    except (TemplateError, TypeError, ValueError) as error:
        yield f"{_place(error) or name}: {error}"
        return
    yield from (f"{name}: {fault}" for fault in faults(draft, words))


def _in_print(writer: Writer, draft: Draft, seen: set[str]) -> Iterator[str]:
    """The page, which looks alike in every voice. Each is composed; to set one takes its time, and it is
    done for a page on which something stands that was on none before.
    """
    try:
        standing = set(_standing(writer.told(draft, SAMPLE_DAY)))
        if not standing <= seen:
            seen |= standing
            writer.page(draft, SAMPLE_DAY)
    except TypstError as error:
        yield f"letter.typ: {error.message}"
    except (TemplateError, TypeError, ValueError) as error:
        yield f"{_place(error) or f'{draft.language}/{draft.template}.txt'}: {error}"


def _standing(told: Any, place: str = "") -> Iterator[str]:
    """Where on a page something stands and where nothing: what a page can tell apart but for lengths."""
    yield f"{place} {'a' if told else 'no'} {type(told).__name__}"
    if isinstance(told, Mapping):
        for name, part in told.items():
            yield from _standing(part, f"{place}.{name}")
    elif isinstance(told, list | tuple):
        for k, part in enumerate(told):  # cells and labels have their places, paragraphs and rows do not
            yield from _standing(part, f"{place}[{k if isinstance(part, str) else ''}]")


def faults(draft: Draft, words: Words) -> Iterator[str]:
    """What these words must not say at this step."""
    formal = draft.kind == "mise_en_demeure"
    text = words.text.replace(draft.debtor, "")
    if found := (_NEVER if formal else _TOO_EARLY).search(text):
        yield f"says « {found[0]} »" + ("" if formal else " before the mise en demeure")
    if not draft.subject and (found := _SUBJECT.search(words.subject)):
        yield f"says « {found[0]} » in the subject"


def _place(error: Exception) -> str:
    """The template and line where the words failed."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.name}, line {error.lineno}"
    frames = [frame for frame in extract_tb(error.__traceback__) if frame.filename.endswith(".txt")]
    return f"{frames[-1].filename}, line {frames[-1].lineno}" if frames else ""
