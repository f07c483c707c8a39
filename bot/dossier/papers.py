"""The pages of a dossier as text, and as data for the printed page.

Facts and exhibits go in; the chronology, the list of exhibits and the page's JSON data come out. Pure.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from textwrap import wrap
from typing import Any

from bot.case import Case
from bot.dossier.chronology import Fact
from bot.dossier.exhibits import Exhibit
from bot.dossier.phrases import Phrases
from bot.events.house import Sealed
from bot.policy.sight import credits_of
from bot.rules import Creditor
from bot.wording import clean

_WIDTH = 96


@dataclass(frozen=True, slots=True)
class Told:
    """All that the pages say."""

    phrases: Phrases
    creditor: Creditor
    case: Case
    facts: tuple[Fact, ...]
    exhibits: tuple[Exhibit, ...]
    seal: Sealed | None
    day: date
    simulated: bool

    @property
    def parties(self) -> str:
        debtor = self.case.debtor.name
        return self.phrases.say("against", creditor=self.creditor.name, debtor=debtor)

    @property
    def warning(self) -> str:
        return self.phrases.texts["simulation"] if self.simulated else ""

    def at(self, moment: datetime) -> str:
        hour, minute = f"{moment.hour}", f"{moment:%M}"
        return self.phrases.say("at", day=self.phrases.day(moment.date()), hour=hour, minute=minute)

    def exhibit(self, number: int) -> str:
        return self.phrases.say("exhibit", number=number)


def chronology(told: Told) -> str:
    lines = [*_head(told, "chronology")]
    for fact in told.facts:
        behind = f" [{told.exhibit(fact.exhibit)}]" if fact.exhibit else ""
        lines += [
            "",
            told.at(fact.at),
            *wrap(f"{fact.text}{behind}", _WIDTH, initial_indent="  ", subsequent_indent="  "),
        ]
    return "\n".join([*lines, "", *_left(told)]) + "\n"


def exhibits(told: Told) -> str:
    lines = [*_head(told, "exhibits")]
    for exhibit in told.exhibits:
        name = told.exhibit(exhibit.number)
        title = f"{name[:1].upper()}{name[1:]} – {told.phrases.day(exhibit.day)} – {exhibit.title}"
        file = told.phrases.say("file", file=exhibit.file)
        lines += [
            "",
            *wrap(title, _WIDTH),
            f"  {file}",
            f"  {told.phrases.say('digest', digest=exhibit.digest)}",
        ]
    return "\n".join(lines) + "\n"


def composition(told: Told) -> Mapping[str, Any]:
    """The printed page's data; `templates/dossier.typ` is its only reader."""
    texts = told.phrases.texts
    return {
        "language": told.phrases.language,
        "title": f"{texts['chronology']} – {told.parties}",
        "author": clean(told.creditor.name),
        "parties": told.parties,
        "heading": texts["chronology"],
        "warning": told.warning,
        "mark": "SIMULATION" if told.simulated else "",  # on every page
        "made": [*_made(told)],
        "head": [texts["date"], texts["facts"], texts["number"]],
        "facts": [[told.at(f.at), f.text, str(f.exhibit or "")] for f in told.facts],
        "left": [*_left(told)],
        "exhibits_heading": texts["exhibits"],
        "exhibits_head": [texts["number"], texts["date"], texts["title"]],
        "exhibits": [
            [str(x.number), told.phrases.day(x.day), x.title, told.phrases.say("digest", digest=x.digest)]
            for x in told.exhibits
        ],
    }


def _head(told: Told, title: str) -> Iterator[str]:
    if told.warning:
        yield from (*wrap(told.warning, _WIDTH), "")
    yield told.phrases.texts[title].upper()
    yield told.parties
    yield from _made(told)


def _made(told: Told) -> Iterator[str]:
    yield told.phrases.say("made", day=told.phrases.day(told.day), case=told.case.id)
    if told.seal:
        yield told.phrases.say("sealed", count=told.seal.count, root=told.seal.root)
    else:
        yield told.phrases.texts["unsealed"]


def _left(told: Told) -> Iterator[str]:
    """What is owed, currency by currency, credit notes deducted."""
    owed: dict[str, int] = {}
    for invoice in told.case.open_invoices():
        owed[invoice.seen.currency] = owed.get(invoice.seen.currency, 0) + invoice.left
    for note in credits_of(told.case, told.day):
        owed[note.seen.currency] = max(0, owed.get(note.seen.currency, 0) - note.left)
    day = told.phrases.day(told.day)
    left = {currency: cents for currency, cents in owed.items() if cents}
    for currency, cents in left.items():
        yield told.phrases.say("left", day=day, amount=told.phrases.money(cents, currency))
    if not left:
        yield told.phrases.say("nothing_left", day=day)
