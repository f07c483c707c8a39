"""Mailing: a letter that was decided gets its words, its mail and its way out; a paper its page.

In come a case as it stands and the draft; out go evidence, intent and outcome through the outbox, or a
`PaperPrepared` with the page laid where the owner finds it. It decides nothing and waits for nothing:
`Moved` says that the case has moved and nothing left, `WorldError` that there is no connection.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot import outbox
from bot.case import Case
from bot.desk import Desk
from bot.draft import Draft
from bot.journal import Moved
from bot.letters import Writer
from bot.outbox.attaching import attachments
from bot.outbox.mime import Attachment, Head
from bot.policy.sight import calendar_of
from bot.rules import Rules


@dataclass(frozen=True, slots=True)
class Posted:
    """A letter that was handed over, with what the server said."""

    letter: str
    raw: bytes
    delivery: outbox.Delivery


@dataclass(slots=True)
class Mailing:
    desk: Desk
    rules: Rules
    post: outbox.Post
    writer: Writer
    sender: tuple[str, str]  # name, address
    shelf: Path  # where papers to post are laid
    new_id: Callable[[], str]

    def send(self, case: Case, draft: Draft) -> Posted:
        now, letter = self.desk.clock(), self.new_id()
        calendar = calendar_of(self.rules.calendar)
        attached = attachments(self.desk, self.writer, case, draft, calendar.day(now))
        words = self.writer.words(_as_attached(draft, attached), calendar.day(now))
        head = Head(
            *self.sender,
            draft.to,
            words.subject,
            now.astimezone(calendar.zone),
            letter,
            self.new_id(),
            draft.references,
            replies=draft.kind == "answer",
        )
        sealed = outbox.envelope(head, words.text, attached)
        ready = outbox.Letter(draft, letter, words.subject, words.text, attached)
        delivery = outbox.send(self.desk, self.post, sealed, ready, case=case.id, n=case.n)
        return Posted(letter, sealed.raw, delivery)

    def set_paper(self, case: Case, draft: Draft) -> str:
        """The letter as PDF: into the evidence, and beside it where the owner finds it; its id."""
        letter, today = self.new_id(), calendar_of(self.rules.calendar).day(self.desk.clock())
        pdf = self.writer.page(draft, today)
        file = self.shelf / f"{today}-{draft.kind.replace('_', '-')}-{letter}.pdf"
        self.shelf.mkdir(parents=True, exist_ok=True)
        file.write_bytes(pdf)  # first: what the journal names must lie there, whatever comes between
        with self.desk.kept(pdf) as (digest,):
            prepared = draft.prepared(letter, pdf=digest, file=f"{self.shelf.name}/{file.name}", dated=today)
            try:
                self.desk.append(case.id, case.n, [prepared])
            except Moved:
                file.unlink()
                raise
        return letter


def _as_attached(draft: Draft, attached: Sequence[Attachment]) -> Draft:
    """The draft without the PDFs that were left out: its words say what is attached."""
    names = {attachment.name for attachment in attached}
    lines = (line if f"{line.number}.pdf" in names else replace(line, pdf="") for line in draft.lines)
    return replace(draft, lines=tuple(lines))
