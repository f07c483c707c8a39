"""The mail that a person hands on: who wrote it, and the words that are its writer's. Bytes in, `Handed` out.

A mail attached whole (message/rfc822) speaks for itself. In a text, the heading that a mail program puts over
what it forwards (Gmail, Apple Mail, Outlook, Thunderbird, in French and English) names the writer; all below
it is his, all above it is not. Headings of our own side are passed over: below them may stand the debtor's.
Nothing here decides whose a mail is, and no address is believed further than "the heading says so".
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.patterns import pattern
from bot.reading import fields as header
from bot.reading.dates import Now, days
from bot.reading.history import attribution, candidate, opens
from bot.reading.mime import head, message_ids_cited, whole_text
from bot.reading.parts import leaves
from bot.reading.quotes import LINES, cut
from bot.reading.sentences import fold

_ATTACHED = ("message/rfc822", "message/global")
_DEEPEST = 4  # headings of our own side that are passed over
_LONGEST = 400  # characters of one line of a heading
_MOST = 14  # lines of a heading
_OLDEST = timedelta(days=90)  # a mail handed on later than that is read as of the day it came to us
_UNQUOTED = pattern(r"^[ \t]{0,3}>[ \t]?")
# In the order in which a name may be written; "from" first.
_NAMES = {
    "sender": r"de|from|exp[ée]diteur|envoy[ée] par|von",
    "subject": r"objet|sujet|subject|betreff",
    "date": r"date(?: d['’]envoi)?|envoy[ée]e?(?: le)?|sent|gesendet",
    "": r"[àa]|to|pour|destinataires?|cci?|bcc|copie(?: [àa])?|r[ée]pondre [àa]|reply-to|an|importance"
    r"|organisation|pi[eè]ces? jointes?|attachments?|message-id",
}
_FIELD = pattern(
    r"[\s*|]{0,12}(?:"
    + "|".join(f"(?P<{name or 'other'}>{words})" for name, words in _NAMES.items())
    + r")\s{0,3}\*{0,2}\s{0,3}:\s{0,3}\*{0,2}\s{0,12}(?P<value>.{0,400})$",
    re.IGNORECASE,
)
_ADDRESS = pattern(r"[\w.+-]{1,64}@[\w-]{1,60}(?:\.[\w-]{1,60}){1,6}")
_MAILTO = pattern(r"\s{0,3}[\[(<]mailto:\s{0,3}[\])>]")
# Said only of what is forwarded, never of a history under an answer.
_HANDED_ON = pattern(r"forward|transf[ée]r|r[ée]exp[ée]di|r[ée]achemin|transmis", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Handed:
    """What was handed on, as a mail of its writer's."""

    sender: str  # address, lower case; empty: its heading names none
    name: str
    subject: str
    text: str
    raw: bytes  # to be read; an attached mail's own bytes
    cited: tuple[str, ...] = ()  # Message-IDs of its thread
    dated: str = ""  # when it was written, as its heading says
    alone: bool = False  # it is plainly a forward, without a word of who hands it on

    def read_at(self, at: datetime) -> datetime:
        """The moment from which its "vendredi" counts: when it was written, else `at`, when it came to us."""
        wrote = header.moment(self.dated) if self.dated else None
        if self.dated and wrote is None:
            named = [day.day for day in days(fold(self.dated), Now(at.date(), past=True)) if day.day]
            wrote = datetime.combine(named[0], time(12), at.tzinfo) if named else None
        return wrote if wrote and at - _OLDEST <= wrote <= at else at


def handed_on(raw: bytes, ours: Collection[str] = ()) -> Handed | None:
    """The mail handed on by this one; none where it holds none. `ours`: addresses of our own side."""
    return _handed(raw, ours, _DEEPEST)


def _handed(raw: bytes, ours: Collection[str], depth: int) -> Handed | None:
    text = whole_text(raw)
    for leaf in leaves(raw):
        if leaf.type in _ATTACHED and depth:
            found = _attached(leaf.data(), ours, depth, alone=not cut(text).text)
            if found:
                return found
    return _below_heading(text, ours)


def _attached(raw: bytes, ours: Collection[str], depth: int, *, alone: bool) -> Handed | None:
    top = head(raw)
    if not top.is_mail or not top.sender:
        return None
    if top.sender in ours:
        return _handed(raw, ours, depth - 1)
    dated = top.date.isoformat() if top.date else ""
    cited = (*message_ids_cited(raw), *filter(None, (top.message_id,)))
    return Handed(top.sender, top.sender_name, top.subject, whole_text(raw), raw, cited, dated, alone)


@dataclass(slots=True)
class _Heading:
    fields: dict[str, str]
    below: int  # the first line of the words
    marked: bool  # every line of it carries ">"


def _below_heading(text: str, ours: Collection[str]) -> Handed | None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n", LINES)[:LINES]
    start = 0
    for depth in range(_DEEPEST):
        bare = [_UNQUOTED.sub("", line, count=1) for line in lines]
        found = next((k for k in range(start, len(bare)) if candidate(bare[k]) and _opens(bare, k)), None)
        heading = _heading(lines, bare, found) if found is not None else None
        if heading is None or found is None:
            return None
        sender, name = header.mailbox(heading.fields.get("sender", ""))
        if sender not in ours:
            above = "" if depth else "\n".join(lines[:found])
            plainly = bool(_HANDED_ON.search(bare[found])) and not cut(above).text
            words = "\n".join((bare if heading.marked else lines)[heading.below :]).strip("\n")
            return _as_mail((sender, _MAILTO.sub("", name)), heading.fields, words, alone=plainly)
        lines, start = (bare if heading.marked else lines), heading.below
    return None


def _opens(bare: list[str], index: int) -> bool:
    return opens(bare, index) or bool(attribution(bare, index))


def _heading(lines: list[str], bare: list[str], index: int) -> _Heading | None:
    """The fields of the heading that begins here, with those below a line that only announces it."""
    length = attribution(bare, index)
    if length:
        joined = " ".join(bare[index : index + length])
        below, sender = index + length, _cited(joined)
        fields = {"sender": sender, "date": joined[:60]}
        return _Heading(fields, below, _all_marked(lines[below:])) if sender else None
    fields = {}
    at_first = index if _FIELD.match(bare[index][:_LONGEST]) else _next_said(bare, index + 1)
    at = end = at_first
    last = ""
    while at < min(len(bare), index + 2 * _MOST):
        line = bare[at][:_LONGEST].rstrip()
        field = _FIELD.match(line)
        if field:
            last = next((name for name in _NAMES if name and field[name]), "")
            fields.setdefault(last, field["value"].strip())
        elif line.strip():
            if not _goes_on(line, fields.get(last, "-")):
                break
            fields[last] = f"{fields.get(last, '')} {line.strip()}".strip()
        elif fields and not _more(bare, at):
            end = at
            break
        at += 1
        end = at
    return _Heading(fields, end, _all_marked(lines[at_first:end])) if fields.get("sender") else None


def _next_said(bare: list[str], index: int) -> int:
    return next((k for k in range(index, min(len(bare), index + 4)) if bare[k].strip()), index)


def _goes_on(line: str, value: str) -> bool:
    """A value below its name, as a table becomes one; a list of people over several lines."""
    return not value or value.endswith((",", ";", "<")) or line.startswith((" ", "\t", "<"))


def _more(bare: list[str], index: int) -> bool:
    """Whether the heading goes on below a blank line: some programs put one between any two."""
    below = next((line for line in bare[index + 1 : index + 3] if line.strip()), "")
    return bool(_FIELD.match(below[:_LONGEST]))


def _all_marked(lines: list[str]) -> bool:
    said = [line for line in lines if line.strip()]
    return bool(said) and all(line.lstrip().startswith(">") for line in said[:_MOST])


def _cited(line: str) -> str:
    """The address in "Le … Paul <compta@…> a écrit :"."""
    found = _ADDRESS.findall(line)
    return str(found[-1]) if found else ""


def _as_mail(who: tuple[str, str], fields: dict[str, str], text: str, *, alone: bool) -> Handed:
    sender, name = who
    subject = header.clean(fields.get("subject", ""))[:_LONGEST]
    dated = header.clean(fields.get("date", ""))[:120]
    top = f"From: {sender or 'unknown@invalid'}\nSubject: {subject}\nMIME-Version: 1.0\n"
    kind = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n"
    raw = f"{top}{kind}\n{text}\n".encode("utf-8", "replace")
    return Handed(sender, name, subject, text, raw, (), dated, alone)
