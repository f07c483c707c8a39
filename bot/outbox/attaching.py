"""What goes with a letter: invoices' own PDFs, what the owner hands on, or the mise en demeure as it was set.

In come the draft and its case; out come attachments. The copy of a posted letter carries the very file that
was posted. Invoices' PDFs are left out once they would make the mail too heavy to arrive.
"""

from collections.abc import Iterable
from datetime import date

from bot.case import Case
from bot.desk import Desk
from bot.draft import Draft
from bot.events.owner import PieceKept
from bot.letters import Writer
from bot.outbox.mime import Attachment

_MOST = 8_000_000  # bytes of invoices' PDFs in one letter
_FORMAL = "mise-en-demeure.pdf"


def attachments(desk: Desk, writer: Writer, case: Case, draft: Draft, day: date) -> tuple[Attachment, ...]:
    if draft.paper:
        return (Attachment(_FORMAL, desk.evidence.get(case.papers[draft.paper].prepared.pdf)),)
    if draft.kind == "mise_en_demeure":
        return (Attachment(_FORMAL, writer.page(draft, day, registered=False)),)
    attached = [Attachment(piece.name, desk.evidence.get(piece.digest)) for piece in _handed_on(case, draft)]
    if draft.kind == "answer" and "invoice" not in draft.documents:
        return tuple(attached)
    for line in draft.lines:
        content = desk.evidence.get(line.pdf) if line.pdf else b""
        if content and sum(len(a.content) for a in attached) + len(content) <= _MOST:
            attached.append(Attachment(f"{line.number}.pdf", content))
    return tuple(attached)


def _handed_on(case: Case, draft: Draft) -> Iterable[PieceKept]:
    """What the owner gives for the debtor, each file once."""
    kept = {piece.digest: piece for piece in case.pieces}
    return [kept[digest] for digest in draft.pieces if digest in kept]
