"""One round: gather, decide, act.

Gather: sources and mail into the journal. Decide: policy, for each case that is due. Act: record, set for
the post, or send, always on a case that still stands where it was decided on. A round never waits: what the
hours or a ceiling forbid stays due. An error in one case sets that case aside and lets the others go on;
a broken journal stops everything. Rounds read the clock that they were given, and nothing else does.
"""

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from bot import eve, imports, tariffs
from bot.case import Case
from bot.correspondence import Correspondence
from bot.desk import Desk
from bot.draft import Draft
from bot.errors import OperatorError, WorldError
from bot.events.owner import CaseSetAside
from bot.inbox import Mailbox
from bot.intake import Intake
from bot.journal import Broken, Moved
from bot.mailing import Mailing
from bot.policy import decide
from bot.policy.house import Decision, House, Prepare, Record, Wait, Write
from bot.reading import Reading, read
from bot.rest import Rest
from bot.rules import Rules
from bot.sealing import Sealing
from bot.sent import SentFolder
from bot.sources import Source

log = logging.getLogger("relance")
_STEPS = 60  # decisions about one case in one round; policy settles in a handful
_READ_AGAIN = timedelta(minutes=4)
_LOOK_BACK = timedelta(days=30)
_FLUSH_EVERY = timedelta(seconds=30)


class Flag(Protocol):
    """Something that another thread may raise."""

    def is_set(self) -> bool: ...
    def clear(self) -> None: ...


def read_or_ask(raw: bytes, at: datetime) -> Reading:
    """What a mail says; a mail on which the reader itself fails is nothing that a program can judge."""
    try:
        return read(raw, at)
    except Exception:
        log.exception("a mail could not be read")
        return Reading(("acknowledgement",), undecided=True)


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
    mailing: Mailing
    sent: SentFolder
    owner: Correspondence
    sealing: Sealing
    stop: Flag  # no further letter
    mail_waits: Flag = field(default_factory=Unraised)
    mailbox_rests: Rest = field(default_factory=Rest)
    post_rests: Rest = field(default_factory=Rest)
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
        flaw = self.sealing.daily()
        if flaw:
            self._problem(flaw)
        self.take_sources()
        self._take_mail()
        self._house_questions()
        for case in self.desk.state.due(self._now()):
            if self.stop.is_set():
                break
            if self.mail_waits.is_set():
                self._take_mail()
            self._case_alone(case)
        self._tell_owner()
        self.desk.state.flush(self.desk.journal)
        return self.done

    def close(self) -> None:
        self.mailbox.close()
        self.mailing.post.close()

    def take_sources(self) -> None:
        for source in self.sources:
            try:
                for path in imports.waiting(self.desk, self.rules, source, self.folder, self.looked_at):
                    self._take_source(source, path)
            except (OperatorError, OSError) as error:  # renamed or locked by who just writes it
                self._problem(f"source {source.path} cannot be read now: {error}")

    def _take_source(self, source: Source, path: Path) -> None:
        taken = imports.take(*(self.desk, self.rules, source, path), folder=self.folder, sources=self.sources)
        if taken.nothing:
            return
        told = taken.imported
        log.info(
            "source=%r rows=%d new=%d changed=%d closed=%d refused=%d",
            *(taken.name, told.rows, told.new, told.changed, told.closed, told.refused),
        )
        if taken.refusals:  # their sentences hold names, which stay out of the log
            log.warning("source=%r remarks=%d: `relance check` tells them", taken.name, len(taken.refusals))
        if told.alarm:
            self._problem(f"{taken.name} was not taken: {told.alarm}")

    def _take_mail(self) -> None:
        """Reads all watched folders; after a failure the server is left alone for a growing while."""
        started = self._now()
        self.mail_waits.clear()
        if self.mailbox_rests.lasts(started):
            return
        try:
            self.done.mails += self._read_mailbox()
        except WorldError as error:
            self._mailbox_failed(error, "could not be read")
        else:
            self.mail_read_at = started
            self.mailbox_rests.end()
            self._carry_orders()

    def _read_mailbox(self) -> int:
        try:
            return self.intake.take_all(self.mailbox)
        except WorldError as error:
            if error.permanent or self.mailbox_rests.until or not self.mail_read_at:
                raise
            log.info("the line to the mailbox was lost and is opened again: %s", error)
            return self.intake.take_all(self.mailbox)  # servers close lines that were long silent

    def _carry_orders(self) -> None:
        try:
            self.owner.carry()
        except WorldError as error:
            self._problem(f"the owner cannot be answered now: {error}")

    def _tell_owner(self) -> None:
        try:
            self.owner.tell(self._house())
        except WorldError as error:
            self._problem(f"the owner cannot be told now: {error}")

    def _house_questions(self) -> None:
        house = self._house()
        eve.close_unplaced(self.desk)
        eve.ask_about_iban(self.desk)
        eve.ask_about_reach(self.desk, self.owner.telling.people)
        tariffs.ask_about_rates(self.desk, self.rules)
        eve.ask_about_sources(self.desk, house, self.rules)
        eve.ask_for_consent(self.desk, house, self.rules)

    # --- decide and act -----------------------------------------------------------------------------

    def _case_alone(self, case: str) -> None:
        try:
            self.settle(case)
        except (Broken, WorldError, OSError, MemoryError):
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
            if self._sent_told_more(case):
                continue
            decision = self._decision(case)
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

    def _decision(self, case: Case) -> Decision:
        decision = decide(case, self._house(), self.rules, self._now())
        if isinstance(decision, Write) and self.post_rests.lasts(self._now()):
            return Wait(self._now(), "the server that takes our letters is left alone for a while")
        return decision

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
        try:
            posted = self.mailing.send(case, draft)
        except WorldError as error:
            self.post_rests.begin(self._now(), permanent=error.permanent)
            raise
        letter, delivery = posted.letter, posted.delivery
        did = "sent" if delivery.accepted else "not_sent"
        log.info("case=%s did=%s letter=%s why=%r", case.id, did, letter, why)
        self.done.whys[letter] = why
        if delivery.trouble:  # one tells enough: the round's other letters would knock at the same door
            self.post_rests.begin(self._now(), permanent=delivery.trouble.permanent)
            self._problem(f"letter {letter}: {delivery.trouble.reply}")
        if delivery.accepted:
            self.done.letters += 1
            self.post_rests.end()
            self._file_copy(case.id, letter, posted.raw)

    def _prepare(self, case: Case, draft: Draft, why: str) -> None:
        letter = self.mailing.set_paper(case, draft)
        self.done.papers += 1
        self.done.whys[letter] = why
        log.info("case=%s did=prepared letter=%s why=%r", case.id, letter, why)

    # --- around a letter ----------------------------------------------------------------------------

    def _found_elsewhere(self, case: Case) -> bool:
        """Before a firm letter: mail of the debtor in folders nobody watches, since the first letter."""
        now, last = self._now(), self.searched.get(case.id)
        if last and now - last < _READ_AGAIN:
            return False
        since = min((letter.at for letter in case.sent_letters()), default=now - _LOOK_BACK).date()
        try:
            found = self.intake.search_elsewhere(self.mailbox, case.debtor.contacts, since)
        except WorldError as error:
            self.mailbox_rests.begin(now, permanent=error.permanent)
            raise
        self.searched[case.id] = now
        return found > 0

    def _sent_told_more(self, case: Case) -> bool:
        """Whether the Sent folder told more about this case's letters than the journal did."""
        try:
            return not self.mailbox_rests.lasts(self._now()) and self.sent.look(case)
        except WorldError as error:
            self._mailbox_failed(error, "could not be searched for sent letters")
            return False

    def _file_copy(self, case: str, letter: str, raw: bytes) -> None:
        try:
            self.sent.file(case, letter, raw, self._now())
        except WorldError as error:
            self._mailbox_failed(error, f"did not take a copy of letter {letter}")

    def _mailbox_failed(self, error: WorldError, what: str) -> None:
        self.mailbox_rests.begin(self._now(), permanent=error.permanent)
        self._problem(f"the mailbox {what}: {error}")

    # --- the house ----------------------------------------------------------------------------------

    def _house(self) -> House:
        unsound = "the journal or its evidence is not sound: nothing is sent"
        blocked = unsound if self.sealing.flaw else ""
        if self.desk.state.facts.other_iban:
            blocked = blocked or "the IBAN has changed and is not confirmed: nothing is sent"
        if self.desk.journal.stepped_back:
            blocked = "the clock stepped back: nothing is sent"
        return self.desk.house(
            self.rules,
            mail_read_at=self.mail_read_at,
            pays=imports.pays(self.sources, self.desk),
            blocked=blocked,
            approvers=self.owner.approvers,
        )

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
