"""The outbox: the only way out to people. Intent into the journal, then SMTP, then the outcome.

- The intent is synced alone, right before its letter; the case must still be at the `n` it was decided on.
- Three outcomes: accepted, refused (this recipient or the letter, for good or for now), uncertain.
- Uncertain means that the final dot may have left and no reply came. It is never sent again by itself.
- A crash after the intent leaves it without an outcome: policy reads that as uncertain, too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bot.desk import Desk
from bot.draft import Draft
from bot.events.entries import HOUSE, Event
from bot.events.letters import Attached, LetterRefused, LetterSent, LetterUncertain
from bot.events.owner_mail import OwnerReached, OwnerTold
from bot.outbox.mime import Attachment, Sealed, envelope


class UncertainError(Exception):
    """The letter was handed over and the server never said what became of it."""


@dataclass(frozen=True, slots=True)
class No:
    """The server's refusal: of one recipient (`address`), or of the letter itself."""

    reply: str
    permanent: bool
    address: bool = True


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the server said, per recipient."""

    accepted: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[str, No] = field(default_factory=dict)
    uncertain: str = ""  # why nobody knows; then the other two are empty

    @property
    def trouble(self) -> No | None:
        """Why the next letter would fare no better: the server will have none of ours, or falls silent."""
        if self.uncertain:
            return No(self.uncertain, permanent=True, address=False)
        return next((no for no in self.refused.values() if not no.address), None)


class Post(Protocol):
    """Who carries letters: SMTP, or the shelf of a rehearsal."""

    def ready(self) -> None:
        """Connects, or raises WorldError: before any intent is written."""

    def deliver(self, raw: bytes, sender: str, to: Sequence[str]) -> Delivery:
        """Hands the letter over; UncertainError when nobody can know."""

    def close(self) -> None:
        """Hangs up, if there is a line."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A draft with its words, ready to leave."""

    draft: Draft
    id: str
    subject: str
    text: str
    attachments: tuple[Attachment, ...] = ()


def send(desk: Desk, post: Post, sealed: Sealed, letter: Letter, *, case: str, n: int) -> Delivery:
    """Sends one letter of a case that stands at `n`; what the server said, which the journal then holds.

    Raises Moved when the case has moved (nothing was sent), WorldError when there is no connection.
    """
    post.ready()
    attached = letter.attachments
    with desk.kept(sealed.raw, *(a.content for a in attached)) as (mail, *digests):
        named = tuple(Attached(a.name, d) for a, d in zip(attached, digests, strict=True))
        intent = letter.draft.intent(
            letter.id,
            message_id=sealed.message_id,
            subject=letter.subject,
            mail=mail,
            attachments=named,
        )
        desk.append(case, n, [intent])
    try:
        delivery = post.deliver(sealed.raw, sealed.sender, letter.draft.to)
    except UncertainError as error:
        delivery = Delivery(uncertain=str(error))
    desk.note(case, *_outcome(letter.id, delivery))
    return delivery


def tell(desk: Desk, post: Post, sealed: Sealed, told: OwnerTold) -> bool:
    """Sends a mail to one of the owner's people; whether it may have arrived.

    Its words are in the evidence already; the intent stands in the journal before it leaves, like a letter's.
    """
    post.ready()
    desk.note(HOUSE, told)
    try:
        delivery = post.deliver(sealed.raw, sealed.sender, (told.to,))
    except UncertainError as error:
        delivery = Delivery(uncertain=str(error))
    if delivery.uncertain:
        desk.note(HOUSE, OwnerReached(told.told, "uncertain", delivery.uncertain))
    elif delivery.accepted:
        desk.note(HOUSE, OwnerReached(told.told, "sent", next(iter(delivery.accepted.values()))))
    else:
        no = next(iter(delivery.refused.values()), No("no answer", permanent=False))
        desk.note(HOUSE, OwnerReached(told.told, "refused", no.reply))
        return False
    return True


def _outcome(letter: str, delivery: Delivery) -> list[Event]:
    if delivery.uncertain:
        return [LetterUncertain(letter, delivery.uncertain)]
    accepted = [LetterSent(letter, to, reply) for to, reply in delivery.accepted.items()]
    refused = [
        LetterRefused(letter, to, no.reply, no.permanent, no.address) for to, no in delivery.refused.items()
    ]
    return [*accepted, *refused]


__all__ = [
    "Attachment",
    "Delivery",
    "Letter",
    "No",
    "Post",
    "Sealed",
    "UncertainError",
    "envelope",
    "send",
    "tell",
]
