"""What comes attached to the owner's mail: an export is imported, anything else is a piece for its case.

A table is taken like a file in a source's folder, alarms included; it is laid into `received/` first. A PDF
or picture goes to the invoice or the customer that its name, or the mail's words, name, whatever question
the mail answers; where none is named, or two are, it is kept with the mail and said back as such. Nothing
attached is ever opened, run or trusted for its name.
"""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot import imports
from bot.correspondence.meant import question
from bot.correspondence.taking import PICTURED
from bot.desk import Desk
from bot.events.letters import Attached
from bot.events.owner import NoticeAnswered, NoticeOpened, PieceKept
from bot.events.owner_mail import OwnerAnswered
from bot.owner.answers.context import NO_CONTEXT
from bot.owner.answers.marking.names import may_name
from bot.owner.answers.words.own_words import own_words
from bot.owner.orders import Line
from bot.placing import invoices_named
from bot.placing.numbers import REPLIED
from bot.policy import granted
from bot.policy.house import House
from bot.policy.sight import calendar_of, see
from bot.reading.mime import whole_text
from bot.rules import Rules
from bot.sources import Source, csv_file
from bot.state.facts import Told

_FEWEST = 2  # a table sent by hand is often an extract: what it would settle by absence is asked about sooner
HANDS_ON = frozenset(("ok", "note"))  # "envoie-la-lui" beside the file, or words that order nothing
_NAME = re.compile(r"[^\W\d_]{3,40}")
_TABLES = (".csv", ".txt", ".tsv")


@dataclass(frozen=True, slots=True)
class Files:
    desk: Desk
    rules: Rules
    sources: Sequence[Source]
    folder: Path  # the configuration's: paths of invoices' PDFs count from it
    shelf: Path  # where received tables are laid

    def take(self, order: OwnerAnswered, cases: Sequence[str]) -> list[Line]:
        """All files of one mail; `cases`: those that the mail is about. The lines that say what was done."""
        return [self._one(order, file, cases) for file in order.files]

    def hand_on(self, order: OwnerAnswered, told: Told | None) -> list[Line]:
        """Files that answer the question for a document, with no other order: the debtor gets them, but for
        those of another customer."""
        asked = self._wanted(told)
        files = [file for file in order.files if asked and not file.name.lower().endswith(_TABLES)]
        digests = [f.digest for f in files if asked and self._placed(order, f, asked[:1])[0] == asked[0]]
        if asked is None or not digests or order.unclear or any(a.act not in HANDS_ON for a in order.acts):
            return []
        case, opened = self.desk.case(asked[0]), asked[1]
        sight = see(case, House(), self.rules, self.desk.clock())
        sends = granted.document_handed(sight, opened, digests)
        if not sends:
            return []
        self.desk.note(case.id, *sends, NoticeAnswered(opened.notice, "resume", order.sender, "handed on"))
        return [Line("handed_on", {"debtor": case.debtor.name})]

    def _wanted(self, told: Told | None) -> tuple[str, NoticeOpened] | None:
        """The open question for a document, where the mail that is answered asks it alone."""
        if told is None or len(told.notices) != 1:
            return None
        known = self.desk.state.facts.questions.get(told.notices[0])
        return (known.case, known.opened) if known and known.opened.about == "document_request" else None

    def _one(self, order: OwnerAnswered, file: Attached, cases: Sequence[str]) -> Line:
        if file.name.lower().endswith(_TABLES):
            taken = self._table(order, file)
            if taken:
                return taken
        case, numbers = self._placed(order, file, cases)
        if not case:
            return Line("file_unplaced", {"text": file.name})
        known = self.desk.case(case)
        if all(piece.digest != file.digest for piece in known.pieces):
            self.desk.note(case, *self._pieces(order, file, numbers))
        return Line("piece", {"text": file.name, "debtor": known.debtor.name, "invoices": numbers})

    def _placed(
        self, order: OwnerAnswered, file: Attached, cases: Sequence[str]
    ) -> tuple[str, tuple[str, ...]]:
        """By its own name, else by the mail's words, else the letter to post that was asked about, else the
        one case that the mail is about. Where two are named nobody can tell."""
        title = file.name.rpartition(".")[0].replace("_", " ")
        for words in (title.title(), self._words(order)):
            numbers = {
                case: found
                for case in self._meant(words, cases)
                if (found := invoices_named(words, self.desk.case(case).invoices))
            }
            named = list(numbers) or self._called(words)
            if len(named) > 1:
                return "", ()
            if named and (numbers or named[0] not in cases):
                return named[0], numbers.get(named[0], ())
            cases = named or cases
        if len(cases) != 1:
            return self._asked(order, cases) or ("", ())
        shown = invoices_named(order.subject, self.desk.case(cases[0]).invoices)
        return self._asked(order, cases) or (cases[0], shown)

    def _words(self, order: OwnerAnswered) -> str:
        """His own: the subject of ours, under which he answers, names what that was about."""
        subject = "" if REPLIED.match(order.subject) else order.subject
        return f"{subject}\n{own_words(whole_text(self.desk.evidence.get(order.mail)), NO_CONTEXT)}"

    def _called(self, words: str) -> list[str]:
        """The customers whom these words name, each by a word that only he bears."""
        found = [self.desk.state.by_name(w) for w in _NAME.findall(words) if may_name(w, opens=False)]
        return list(dict.fromkeys(cases[0] for cases in found if len(cases) == 1))

    def _asked(self, order: OwnerAnswered, cases: Sequence[str]) -> tuple[str, tuple[str, ...]] | None:
        """The invoices of the letter whose slip this may be."""
        told = self.desk.state.facts.told.get(order.told)
        for notice in told.notices if told else ():
            found = question(self.desk, notice)
            if found and found[1].about in PICTURED and (found[0] in cases or not cases):
                return found[0], found[1].invoices
        return None

    def _meant(self, words: str, cases: Sequence[str]) -> list[str]:
        """The cases of the mail, then those of any invoice that its words name."""
        named = [case for word in words.split() for case in self.desk.state.by_number(word.strip(".,;:()"))]
        return list(dict.fromkeys((*cases, *named)))

    def _pieces(self, order: OwnerAnswered, file: Attached, numbers: Sequence[str]) -> list[PieceKept]:
        return [PieceKept(file.name, file.digest, number, order.mail) for number in numbers or ("",)]

    def _table(self, order: OwnerAnswered, file: Attached) -> Line | None:
        """None when it is a text like any other. It states the day on which it came, not today."""
        content = self.desk.evidence.get(file.digest)
        source = self._source(content, file.name)
        if not file.name.lower().endswith(".csv") and csv_file.read(content, source, file.name).lost_columns:
            return None
        came = calendar_of(self.rules.calendar).day(order.arrived)
        self.shelf.mkdir(parents=True, exist_ok=True)
        path = self.shelf / f"{came}-{file.digest[:12]}.csv"
        path.write_bytes(content)
        os.utime(path, (order.arrived.timestamp(),) * 2)
        taken = imports.take(self.desk, self.rules, source, path, folder=self.folder, sources=self.sources)
        told = taken.imported
        if told.alarm:
            return Line("export_alarm", {"text": file.name})
        return Line("imported", {"text": file.name, "times": told.rows, "settled": told.closed})

    def _source(self, content: bytes, name: str) -> Source:
        """The configured source of this kind, if there is just one: its columns, and whether it is whole."""
        found = csv_file.recognised(content, name)
        same = [source for source in self.sources if source.holds == found.holds]
        source = same[0] if len(same) == 1 else found
        return replace(source, fewest=_FEWEST)
