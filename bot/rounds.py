"""One round: gather, decide, act.

Gather: sources and mail into the journal. Decide: policy, for each case that is due. Act: record, set for
the post, or send, always on a case that still stands where it was decided on. A round never waits: what the
hours or a ceiling forbid stays due. An error in one case sets that case aside and lets the others go on;
a broken journal stops everything. Rounds read the clock that they were given, and nothing else does.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Protocol

from bot import eve, imports, outbox
from bot.case import Case
from bot.desk import Desk
from bot.draft import Draft
from bot.errors import WorldError
from bot.events import CaseSetAside, LetterFiled, LetterSettled
from bot.inbox import Mailbox, Pauses
from bot.intake import Intake, search_elsewhere
from bot.journal import Broken, Moved
from bot.journal.seals import seal
from bot.letters import Writer
from bot.outbox.mime import Attachment, Head
from bot.policy import decide
from bot.policy.house import House, Prepare, Record, Wait, Write
from bot.policy.sight import calendar_of
from bot.rules import Rules
from bot.sources import Source

log = logging.getLogger("relance")
_STEPS = 60  # decisions about one case in one round; policy settles in a handful
_READ_AGAIN = timedelta(minutes=4)
_FLUSH_EVERY = timedelta(seconds=30)
_ATTACHED = 8_000_000  # bytes of invoices' PDFs in one letter


class Flag(Protocol):
    """Something that another thread may raise."""

    def is_set(self) -> bool: ...
    def clear(self) -> None: ...


class Unraised:
    """Nobody raises it."""

    def is_set(self) -> bool:
        return False

    def clear(self) -> None:
        return


@dataclass(slots=True)
class Done:
    """What a round did."""

    mails: int = 0
    letters: int = 0
    papers: int = 0
    decided: int = 0
    problems: list[str] = field(default_factory=list)
    whys: dict[str, str] = field(default_factory=dict)  # letter: policy's reason for it


@dataclass(slots=True)
class Rounds:
    desk: Desk
    rules: Rules
    sources: tuple[Source, ...]
    folder: Path  # the configuration's
    mailbox: Mailbox
    intake: Intake
    post: outbox.Post
    writer: Writer
    sender: tuple[str, str]  # name, address
    shelf: Path  # where papers to post are laid
    copy_to_sent: bool
    new_id: Callable[[], str]
    stop: Flag  # no further letter
    mail_waits: Flag = field(default_factory=Unraised)
    pauses: Pauses = field(default_factory=Pauses)
    mailbox_rests: datetime | None = None  # until when, after it failed
    mail_read_at: datetime | None = None
    flushed_at: datetime | None = None
    searched: dict[str, datetime] = field(default_factory=dict)  # case: other folders searched at
    looked_at: imports.Signs = field(default_factory=dict)
    done: Done = field(default_factory=Done)

    # --- gather -------------------------------------------------------------------------------------

    def round(self) -> Done:
        """One whole round; what went wrong outside is told in `problems` and tried again in the next."""
        self.done = Done()
        self.desk.catch_up()
        self.take_sources()
        self._take_mail()
        self._house_questions()
        for case in self.desk.state.due(self._now()):
            if self.stop.is_set():
                break
            if self.mail_waits.is_set():
                self._take_mail()
            self._case_alone(case)
        self._seal_daily()
        self.desk.state.flush(self.desk.journal)
        return self.done

    def close(self) -> None:
        self.mailbox.close()

    def take_sources(self) -> None:
        for source in self.sources:
            for path in imports.waiting(self.desk, self.rules, source, self.folder, self.looked_at):
                taken = imports.take(self.desk, self.rules, source, path, folder=self.folder)
                if taken.nothing:
                    continue
                told = taken.imported
                log.info(
                    "source=%r rows=%d new=%d changed=%d closed=%d refused=%d",
                    *(taken.name, told.rows, told.new, told.changed, told.closed, told.refused),
                )
                for refusal in taken.refusals:
                    log.warning("source=%r refused=%r", taken.name, refusal)
                if told.alarm:
                    self._problem(f"{taken.name} was not taken: {told.alarm}")

    def _take_mail(self) -> None:
        """Reads all watched folders; after a failure the server is left alone for a growing while."""
        started = self._now()
        self.mail_waits.clear()
        if self.mailbox_rests and started < self.mailbox_rests:
            return
        try:
            self.done.mails += self.intake.take_all(self.mailbox)
        except WorldError as error:
            self.mailbox_rests = started + timedelta(seconds=self.pauses.next(permanent=error.permanent))
            self._problem(f"the mailbox could not be read: {error}")
        else:
            self.mail_read_at, self.mailbox_rests = started, None
            self.pauses.reset()

    def _house_questions(self) -> None:
        house = self._house()
        eve.ask_about_sources(self.desk, house, self.rules)
        eve.ask_for_consent(self.desk, house, self.rules)

    # --- decide and act -----------------------------------------------------------------------------

    def _case_alone(self, case: str) -> None:
        try:
            self.settle(case)
        except (Broken, WorldError, MemoryError):
            raise
        except Exception as error:
            log.exception("case=%s did=set_aside", case)
            self.desk.note(case, CaseSetAside(f"{type(error).__name__}: {error}"[:500]))
            self.desk.state.plan(case, None)

    def settle(self, name: str) -> None:
        """Decides and acts on one case until it waits."""
        for _ in range(_STEPS):
            if self.stop.is_set():
                return
            if self.mail_read_at and self._now() - self.mail_read_at >= _READ_AGAIN:
                self._take_mail()
            case = self.desk.case(name)
            self._look_for_uncertain(case)
            decision = decide(case, self._house(), self.rules, self._now())
            if isinstance(decision, Wait):
                self.done.decided += 1
                self.desk.state.plan(name, decision.until)
                return
            try:
                self._act(case, decision)
            except Moved:
                continue
            except WorldError as error:
                self._problem(f"nothing can be sent: {error}")
                self.desk.state.plan(name, self._now())
                return
            self._flush_now_and_then()
        raise RuntimeError(f"policy does not come to rest on case {name}")

    def _act(self, case: Case, decision: Record | Write | Prepare) -> None:
        match decision:
            case Record(events, why):
                self.desk.append(case.id, case.n, events)
                log.info("case=%s did=%s why=%r", case.id, type(events[0]).__name__, why)
            case Write(draft, why) | Prepare(draft, why) if draft.firm and self._found_elsewhere(case):
                log.info("case=%s did=read_more why=%r", case.id, why)
            case Write(draft, why):
                self._write(case, draft, why)
            case Prepare(draft, why):
                self._prepare(case, draft, why)

    def _write(self, case: Case, draft: Draft, why: str) -> None:
        now, letter = self._now(), self.new_id()
        words = self.writer.words(draft, self._today())
        attachments = self._attachments(case, draft)
        name, address = self.sender
        head = Head(
            name,
            address,
            draft.to,
            words.subject,
            now.astimezone(calendar_of(self.rules.calendar).zone),
            letter,
            self.new_id(),
            draft.references,
            replies=draft.kind == "answer",
        )
        sealed = outbox.envelope(head, words.text, attachments)
        ready = outbox.Letter(draft, letter, words.subject, words.text, attachments)
        left = outbox.send(self.desk, self.post, sealed, ready, case=case.id, n=case.n)
        log.info("case=%s did=%s letter=%s why=%r", case.id, "sent" if left else "not_sent", letter, why)
        self.done.whys[letter] = why
        if left:
            self.done.letters += 1
            self._file_copy(case.id, letter, sealed.raw)

    def _prepare(self, case: Case, draft: Draft, why: str) -> None:
        """The letter as PDF: into the evidence, and beside it where the owner finds it."""
        letter, today = self.new_id(), self._today()
        pdf = self.writer.page(draft, today)
        file = self.shelf / f"{letter}.pdf"
        with self.desk.kept(pdf) as (digest,):
            prepared = draft.prepared(letter, pdf=digest, file=f"{self.shelf.name}/{file.name}", dated=today)
            self.desk.append(case.id, case.n, [prepared])
        self.shelf.mkdir(parents=True, exist_ok=True)
        file.write_bytes(pdf)
        self.done.papers += 1
        self.done.whys[letter] = why
        log.info("case=%s did=prepared letter=%s why=%r", case.id, letter, why)

    def _attachments(self, case: Case, draft: Draft) -> tuple[Attachment, ...]:
        evidence = self.desk.evidence
        if draft.paper:
            paper = case.papers[draft.paper].prepared
            return (Attachment("mise-en-demeure.pdf", evidence.get(paper.pdf)),)
        if draft.kind == "mise_en_demeure":
            return (
                Attachment("mise-en-demeure.pdf", self.writer.page(draft, self._today(), registered=False)),
            )
        if draft.kind == "answer":
            return ()
        attached: list[Attachment] = []
        for line in draft.lines:
            content = evidence.get(line.pdf) if line.pdf else b""
            if content and sum(len(a.content) for a in attached) + len(content) <= _ATTACHED:
                attached.append(Attachment(f"{line.number}.pdf", content))
        return tuple(attached)

    # --- around a letter ----------------------------------------------------------------------------

    def _found_elsewhere(self, case: Case) -> bool:
        """Before a firm letter: mail of the debtor in folders nobody watches, since the last contact."""
        now, last = self._now(), self.searched.get(case.id)
        if last and now - last < _READ_AGAIN:
            return False
        self.searched[case.id] = now
        since = (case.last_contact() or now - timedelta(days=self.intake.reading.first_look_days)).date()
        watched = set(self.mailbox.watched())
        others = [folder for folder in self.mailbox.folders() if folder not in watched]
        found = 0
        for folder in others:
            mails = self.mailbox.search(case.debtor.contacts, since, [folder])
            found += search_elsewhere(self.intake, mails, folder)
        return found > 0

    def _look_for_uncertain(self, case: Case) -> None:
        """A letter that stands in Sent has left."""
        for letter in case.uncertain():
            try:
                folder = self.mailbox.find(letter.intended.message_id)
            except WorldError as error:
                self._problem(f"the Sent folder could not be searched: {error}")
                return
            if folder:
                self.desk.note(case.id, LetterSettled(letter.intended.letter, True, f"it stands in {folder}"))
                case.letters[letter.intended.letter].state = "sent"

    def _file_copy(self, case: str, letter: str, raw: bytes) -> None:
        if not self.copy_to_sent:
            return
        try:
            folder = self.mailbox.file(raw, self._now())
        except WorldError as error:
            self._problem(f"no copy of letter {letter} in Sent: {error}")
            return
        if folder:
            self.desk.note(case, LetterFiled(letter, folder))

    # --- the house ----------------------------------------------------------------------------------

    def _house(self) -> House:
        blocked = "the clock stepped back: nothing is sent" if self.desk.journal.stepped_back else ""
        return self.desk.house(
            self.rules,
            mail_read_at=self.mail_read_at,
            pays=imports.pays(self.sources, self.desk),
            blocked=blocked,
        )

    def _seal_daily(self) -> None:
        sealed = self.desk.state.facts.sealed_at
        calendar = calendar_of(self.rules.calendar)
        if sealed is None or calendar.day(sealed) < self._today():
            seal(self.desk.journal)
            self.desk.catch_up()

    def _flush_now_and_then(self) -> None:
        now = self._now()
        if self.flushed_at is None or now - self.flushed_at >= _FLUSH_EVERY:
            self.desk.state.flush(self.desk.journal)
            self.flushed_at = now

    def _problem(self, what: str) -> None:
        log.warning("%s", what)
        self.done.problems.append(what)

    def _now(self) -> datetime:
        return self.desk.clock()

    def _today(self) -> date:
        return calendar_of(self.rules.calendar).day(self._now())
