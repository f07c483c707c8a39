"""The timeline: what the journal says, told in the terminal as it happens.

Entries and the owner's commands go in, lines go out. A letter is shown with its first words and the reason
that policy gave for it, a reply with the sentence that decided and what followed from it. What is the same
every day (the mailbox's position, the export taken, the seal) is left out.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from rich.console import Console
from rich.text import Text

from bot.demo.cast import FIRM, OWNER
from bot.demo.letters import text_of
from bot.events.consequences import HoldSet, PromiseEnded
from bot.events.debts import DebtorSeen, InvoiceSeen
from bot.events.entries import Entry, Event
from bot.events.house import MailUnplaced, SourceImported
from bot.events.letters import LetterIntended, LetterRefused, LetterUncertain, PaperPrepared
from bot.events.mail import MailKept, MailRead
from bot.events.owner import CaseSetAside, OrderTaken
from bot.events.owner_mail import OwnerAnswered, OwnerTold
from bot.story import money
from bot.wording import clean

_INDENT = 18
_SHOWN = 2  # lines of a letter
_OURS = f" – {FIRM}"  # ends every subject, and the line has named the firm already
_ASKING = ("notice", "eve")  # the digest and what is said back are the same every day
_DEMANDS = re.compile(r"mettons? en demeure|ci-joint", re.IGNORECASE)


@dataclass(slots=True)
class Teller:
    out: Console
    zone: tzinfo
    evidence: Callable[[str], bytes]
    names: dict[str, str] = field(default_factory=dict)  # case: debtor
    paid: dict[str, int] = field(default_factory=dict)  # invoice: cents
    mails: dict[str, MailKept] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)  # steps of which a letter was shown at length

    def tell(self, entries: Iterable[Entry], whys: Mapping[str, str]) -> None:
        for entry in entries:
            teller = _TELLERS.get(type(entry.event))
            if teller:
                teller(self, entry, whys)

    def command(self, at: datetime, words: Sequence[str], printed: str) -> None:
        line = Text("$ relance " + " ".join(map(_typed, words)), "bold green")
        said = f"  # {printed.strip()}"
        if _INDENT + len(line) + len(said) <= self.out.width:  # it says little more than the command
            line.append(said, "not bold dim")
        self._whole(at, line)

    # --- one small function per kind of event -----------------------------------------------------------

    def _debtor(self, entry: Entry, whys: Mapping[str, str]) -> None:
        self.names[entry.case] = entry.event.name  # type: ignore[union-attr]

    def _imported(self, entry: Entry, whys: Mapping[str, str]) -> None:
        event: Any = entry.event
        if event.new:
            plural = "s" if event.new > 1 else ""
            self._head(entry.at, Text(f"{event.path}: {event.new} new invoice{plural}", "magenta"))

    def _invoice(self, entry: Entry, whys: Mapping[str, str]) -> None:
        event: Any = entry.event
        more = event.paid - self.paid.get(event.number, 0)
        self.paid[event.number] = event.paid
        if more > 0:
            words = f"{event.number}: {money(more, event.currency)} received from {self.names[entry.case]}"
            self._head(entry.at, Text(words, "bold magenta"))

    def _letter(self, entry: Entry, whys: Mapping[str, str]) -> None:
        event: Any = entry.event
        self._mail(entry.at, FIRM, self.names[entry.case], event.subject)
        steps = " ".join(dict.fromkeys(climb.step for climb in event.climbs))
        why = clean(whys.get(event.letter, ""))
        self._below(why if steps in why else f"{steps}: {why}", "dim")
        shown = _SHOWN if event.kind != "answer" and steps not in self.shown else 1
        self.shown.add(steps)
        for line in self._opening(text_of(self.evidence(event.mail)), shown):
            self._below(line, "italic")

    def _paper(self, entry: Entry, whys: Mapping[str, str]) -> None:
        event: Any = entry.event
        words = Text(f"sets the mise en demeure of {money(event.asked)} to {self.names[entry.case]} as PDF: ")
        self._head(entry.at, words.append(event.file, "underline"))
        self._below(clean(whys.get(event.letter, "")), "dim")

    def _kept(self, entry: Entry, whys: Mapping[str, str]) -> None:
        event: Any = entry.event
        self.mails[event.mail] = event
        self._mail(entry.at, self.names[entry.case], FIRM, event.subject, "yellow")

    def _read(self, entry: Entry, whys: Mapping[str, str]) -> None:
        event: Any = entry.event
        said = next((quote.text for quote in event.evidence), "")
        unsure = ", undecided" if event.undecided else ""
        words = Text.assemble(
            (f"“{clean(said, 160)}”", "italic yellow"), " → ", ", ".join(event.intents), unsure
        )
        self._line(words)

    def _hold(self, entry: Entry, whys: Mapping[str, str]) -> None:
        event: Any = entry.event
        if event.by == "policy":
            until = f"through {event.until}" if event.until else "until the owner resumes"
            self._below(f"nothing is sent {until}: {event.why}", "dim")

    def _promise(self, entry: Entry, whys: Mapping[str, str]) -> None:
        event: Any = entry.event
        if event.outcome == "broken":
            self._head(entry.at, Text(f"the promise of {self.names[entry.case]} is broken", "red"))

    def _told(self, entry: Entry, whys: Mapping[str, str]) -> None:
        event: Any = entry.event
        if event.kind in _ASKING:
            self._mail(entry.at, "Relance", OWNER, event.subject, "cyan")

    def _answered(self, entry: Entry, whys: Mapping[str, str]) -> None:
        event: Any = entry.event
        words = text_of(self.evidence(event.mail)).strip().partition("\n")[0]
        self._head(entry.at, Text.assemble((f"{OWNER} → Relance", "bold cyan"), f"  « {clean(words)} »"))

    def _ordered(self, entry: Entry, whys: Mapping[str, str]) -> None:
        self._below(entry.event.said, "cyan")  # type: ignore[union-attr]

    def _went_wrong(self, entry: Entry, whys: Mapping[str, str]) -> None:
        self._whole(entry.at, Text(f"{type(entry.event).__name__}: {entry.event}", "bold red"))

    # --- lines ------------------------------------------------------------------------------------------

    def _mail(self, at: datetime, sender: str, to: str, subject: str, style: str = "bold") -> None:
        self._head(at, Text.assemble((f"{sender} → {to}", style), f"  {clean(subject.removesuffix(_OURS))}"))

    def _head(self, at: datetime, words: Text) -> None:
        moment = at.astimezone(self.zone)
        self._print(Text.assemble((f"{moment:%a %d %b %H:%M}  ", "dim"), words))

    def _whole(self, at: datetime, words: Text) -> None:
        """What must not be cut: what is asked, and what is typed."""
        first, *others = words.wrap(self.out, self.out.width - _INDENT)
        self._head(at, first)
        for line in others:
            self._line(line)

    def _below(self, words: str, style: str) -> None:
        self._line(Text(words, style))

    def _line(self, words: Text) -> None:
        self._print(Text.assemble(" " * _INDENT, words))

    def _print(self, line: Text) -> None:
        line.truncate(self.out.width, overflow="ellipsis")
        self.out.print(line, no_wrap=True, overflow="ellipsis")

    def _opening(self, text: str, count: int) -> list[str]:
        """The first lines of a letter after its greeting; of a mise en demeure, what it demands."""
        parts = [" ".join(part.split()) for part in text.split("\n\n")[1:]]
        wanted = next((part for part in parts if _DEMANDS.search(part)), parts[0] if parts else "")
        lines = list(Text(wanted).wrap(self.out, self.out.width - _INDENT))
        shown = [line.plain.rstrip() for line in lines[:count]]
        if len(lines) > count:
            shown[-1] = f"{shown[-1]} …"
        return shown


def _typed(word: str) -> str:
    """The word as somebody would type it in a shell."""
    return word if re.fullmatch(r"[\w.,:/=-]+", word) else f'"{word}"'


_TELLERS: dict[type[Event], Callable[[Teller, Entry, Mapping[str, str]], None]] = {
    DebtorSeen: Teller._debtor,
    SourceImported: Teller._imported,
    InvoiceSeen: Teller._invoice,
    LetterIntended: Teller._letter,
    PaperPrepared: Teller._paper,
    MailKept: Teller._kept,
    MailRead: Teller._read,
    HoldSet: Teller._hold,
    PromiseEnded: Teller._promise,
    OwnerTold: Teller._told,
    OwnerAnswered: Teller._answered,
    OrderTaken: Teller._ordered,
    LetterRefused: Teller._went_wrong,
    LetterUncertain: Teller._went_wrong,
    MailUnplaced: Teller._went_wrong,
    CaseSetAside: Teller._went_wrong,
}
