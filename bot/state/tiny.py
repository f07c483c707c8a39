"""The state in TinyDB: one table for what is due, one for each way to find a case.

In go entries of the journal, in file order; out come answers for rounds, placing and policy. What it was
built from (the journal's position, the digest of rules, holidays and program) stands in its `meta` table:
with another digest every case is due again, with another journal it is built anew by who opens it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from bot.events.debts import DebtorSeen, InvoiceSeen
from bot.events.entries import HOUSE, Entry, Event
from bot.events.house import MailUnplaced
from bot.events.letters import LetterIntended, LetterSent, LetterSettled
from bot.events.mail import MailKept, MailRead, ReplyWeighed
from bot.events.owner import ContactSaid, OwnerWrote
from bot.events.owner_mail import OwnerAnswered
from bot.journal import Chain, Journal, Position
from bot.placing.numbers import tail
from bot.rules import as_called
from bot.state.facts import HouseFacts, Told
from bot.state.storage import LiveTable, open_db

FILE = "state.json"
_FORMAT = 6
_NEVER = 1e18  # seconds: not before something happens
_DAY = 86_400.0
_ANSWERS = 50  # kept of each address: more than anybody gets in a week
_facts = TypeAdapter(HouseFacts)


class TinyState:
    """One process at a time writes it; readers open it and never flush."""

    def __init__(self, path: Path, digest: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = open_db(path)
        self._digest = digest
        self._bind()
        meta = self._meta.live.get("built", {})
        if meta.get("format") != _FORMAT:  # of another version: told anew from the journal
            self._db.drop_tables()
            self._bind()
            meta = {}
        self.facts: HouseFacts = _facts.validate_python(meta.get("facts", {}))
        self._seen: set[str] = set()  # cases changed since the last flush
        self._current = meta.get("digest") == digest
        stood = self._cases.live.items()
        # in seconds, beside the documents: every round goes through all of it; under other rules all are due
        self._due = {case: d["due"] if self._current else 0.0 for case, d in stood if case != HOUSE}

    def _bind(self) -> None:
        self._meta, self._cases, self._numbers = (self._db.table(n) for n in ("meta", "cases", "numbers"))
        self._addresses, self._domains = self._db.table("addresses"), self._db.table("domains")
        self._letters, self._message_ids = self._db.table("letters"), self._db.table("message_ids")
        self._names, self._tails = self._db.table("names"), self._db.table("tails")
        self._mails, self._mail_ids = self._db.table("mails"), self._db.table("mail_ids")
        times = self._meta.live.setdefault("times", {"sent": [], "firsts": []})
        self._sent: list[float] = times["sent"]  # of the last two days, in seconds, in order
        self._firsts: list[float] = times["firsts"]  # first letters to a debtor

    def clear(self) -> None:
        """Forgets everything, before the journal is told again from its first line."""
        self._db.drop_tables()
        self._bind()
        self.facts = HouseFacts()
        self._seen = set()
        self._due = {}
        self._current = False

    # --- built from -------------------------------------------------------------------------------

    @property
    def position(self) -> Position | None:
        meta = self._meta.live.get("built")
        return Position(meta["offset"], meta["sha256"]) if meta else None

    @property
    def chains(self) -> dict[str, Chain]:
        """The chains as they stood at `position`."""
        return {
            case: Chain(d["n"], d["head"], d["lines"]) for case, d in self._cases.live.items() if "head" in d
        }

    def flush(self, journal: Journal) -> None:
        """Puts all on disk, with the journal's position; nothing when nothing changed."""
        if not self._seen and self.position == journal.position and self._current:
            return
        chains = journal.chains
        for case in self._seen:
            chain = chains[case]
            document = self._case(case)
            document["due"] = self._due.get(case, _NEVER)
            document["n"], document["head"], document["lines"] = chain.n, chain.head, chain.offsets
        position = journal.position
        self._meta.live["built"] = {
            "offset": position.offset,
            "sha256": position.sha256,
            "digest": self._digest,
            "format": _FORMAT,
            "facts": _facts.dump_python(self.facts, mode="json"),
        }
        self._seen.clear()
        self._current = True
        self._meta.touch()
        self._db.flush()

    # --- due --------------------------------------------------------------------------------------

    def due(self, now: datetime) -> list[str]:
        moment = now.timestamp()
        return [case for case, due in self._due.items() if due <= moment]

    def plan(self, case: str, until: datetime | None) -> None:
        self._due[case] = until.timestamp() if until else _NEVER
        self._seen.add(case)

    def cases(self) -> Iterable[str]:
        return list(self._due)

    # --- found by ---------------------------------------------------------------------------------

    def contacted(self, address: str) -> datetime | None:
        at = self._addresses.one(address.lower()).get("contacted")
        return datetime.fromtimestamp(at, UTC) if at else None

    def answers_since(self, address: str, moment: datetime) -> int:
        after = moment.timestamp()
        return sum(at > after for at in self._addresses.one(address.lower()).get("answered", ()))

    def sent_since(self, moment: datetime) -> int:
        return len(self._sent) - bisect_right(self._sent, moment.timestamp())

    def first_letters_since(self, moment: datetime) -> int:
        return len(self._firsts) - bisect_left(self._firsts, moment.timestamp())

    def by_number(self, number: str) -> list[str]:
        return list(self._numbers.one(number.casefold()).get("cases", ()))

    def by_tail(self, tail: str) -> list[str]:
        """Cases with an invoice whose number ends so; see `placing.numbers`."""
        return list(self._tails.one(tail).get("cases", ()))

    def by_address(self, address: str) -> list[str]:
        return list(self._addresses.one(address.lower()).get("cases", ()))

    def by_domain(self, domain: str) -> list[str]:
        return list(self._domains.one(domain.lower()).get("cases", ()))

    def by_name(self, name: str) -> list[str]:
        """Cases whose debtor's name holds all these words, however they are written."""
        words = as_called(name).split()
        found = sorted((self._names.one(word).get("cases", {}) for word in words), key=len)
        return [case for case in found[0] if all(case in cases for cases in found)] if found else []

    def by_message_id(self, message_id: str) -> tuple[str, str] | None:
        letter = self._message_ids.one(message_id).get("letter")
        return (self._letters.one(letter)["case"], letter) if letter else None

    def by_letter(self, letter: str) -> str | None:
        return self._letters.one(letter).get("case")

    def told(self) -> Mapping[str, Told]:
        """The mails to the owner whose answers are awaited."""
        return self.facts.told

    def knows_mail(self, digest: str) -> bool:
        """Whether the mail was kept and read in all its cases, or kept for the owner to place."""
        return self._mails.one(digest).get("open") == []

    def mail_of(self, message_id: str) -> str | None:
        return self._mail_ids.one(message_id).get("mail")

    # --- grown by ---------------------------------------------------------------------------------

    def apply(self, entry: Entry) -> None:
        """Takes one entry of the journal; its case is due at once."""
        case, event = entry.case, entry.event
        self._seen.add(case)
        if case != HOUSE:
            self._due[case] = 0.0
        self.facts.grow(entry)
        grow = _GROW.get(type(event))
        if grow:
            grow(self, case, event, entry.at)

    def _case(self, case: str) -> dict[str, Any]:
        document: dict[str, Any] = self._cases.live.setdefault(case, {})
        return document

    def _debtor(self, case: str, event: DebtorSeen, at: datetime) -> None:
        for contact in event.contacts:
            address = contact.lower()
            _add(self._addresses, address, case)
            _add(self._domains, address.rpartition("@")[2], case)
        for word in as_called(event.name).split():
            _add(self._names, word, case)

    def _contact_said(self, case: str, event: ContactSaid, at: datetime) -> None:
        _add(self._addresses, event.email.lower(), case)

    def _invoice(self, case: str, event: InvoiceSeen, at: datetime) -> None:
        _add(self._numbers, event.number.casefold(), case)
        if end := tail(event.number):
            _add(self._tails, end, case)
        if event.reference:
            _add(self._numbers, event.reference.casefold(), case)

    def _intended(self, case: str, event: LetterIntended, at: datetime) -> None:
        self._letters.live[event.letter] = {"case": case, "to": list(event.to), "kind": event.kind}
        self._message_ids.live[event.message_id] = {"letter": event.letter}

    def _left(self, case: str, event: LetterSent, at: datetime) -> None:
        self._contact(case, (event.to,), at.timestamp())
        self._answers(event.letter, (event.to,), at.timestamp())

    def _settled(self, case: str, event: LetterSettled, at: datetime) -> None:
        if event.sent:
            to = self._letters.one(event.letter).get("to", ())
            self._contact(case, to, at.timestamp())
            self._answers(event.letter, to, at.timestamp())

    def _answers(self, letter: str, to: Iterable[str], moment: float) -> None:
        """The last automatic answers to each address, whatever the case."""
        if self._letters.one(letter).get("kind") == "answer":
            for address in to:
                times = self._addresses.live[address.lower()].setdefault("answered", [])
                times[:] = [*times[-(_ANSWERS - 1) :], moment]

    def _contact(self, case: str, to: Iterable[str], moment: float) -> None:
        for address in to:
            self._addresses.live.setdefault(address.lower(), {})["contacted"] = moment
        document = self._case(case)
        for times in (self._sent, self._firsts):
            while times and times[0] < moment - 2 * _DAY:
                times.pop(0)
        self._sent.append(moment)
        if not document.get("written"):
            document["written"] = True
            self._firsts.append(moment)

    def _kept(self, case: str, event: MailKept, at: datetime) -> None:
        self._mail(event.mail, event.message_id)["open"].append(case)

    def _dealt_with(self, case: str, event: MailRead | OwnerWrote | ReplyWeighed, at: datetime) -> None:
        waiting = self._mails.one(event.mail).get("open", [])
        if case in waiting:
            waiting.remove(case)

    def _unplaced(self, case: str, event: MailUnplaced, at: datetime) -> None:
        self._mail(event.mail, event.message_id)

    def _ordered(self, case: str, event: OwnerAnswered, at: datetime) -> None:
        self._mail(event.mail, event.message_id)

    def _mail(self, digest: str, message_id: str) -> dict[str, Any]:
        """A mail with the cases in which it is kept and not yet read; the owner's own is only weighed."""
        if message_id:
            self._mail_ids.live[message_id] = {"mail": digest}
        mail: dict[str, Any] = self._mails.live.setdefault(digest, {"open": []})
        return mail


def _add(table: LiveTable, key: str, case: str) -> None:
    table.live.setdefault(key, {}).setdefault("cases", {})[case] = 1  # in order, each once


_GROW: dict[type[Event], Callable[[TinyState, str, Any, datetime], None]] = {
    DebtorSeen: TinyState._debtor,
    InvoiceSeen: TinyState._invoice,
    LetterIntended: TinyState._intended,
    LetterSent: TinyState._left,
    LetterSettled: TinyState._settled,
    MailKept: TinyState._kept,
    MailRead: TinyState._dealt_with,
    OwnerWrote: TinyState._dealt_with,
    ReplyWeighed: TinyState._dealt_with,
    MailUnplaced: TinyState._unplaced,
    OwnerAnswered: TinyState._ordered,
    ContactSaid: TinyState._contact_said,
}
