"""A letter's life: intended, then sent, refused or uncertain; by post prepared, posted, presented."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

LetterKind = Literal["reminder", "mise_en_demeure", "answer", "note"]


@dataclass(frozen=True, slots=True)
class Climb:
    """One invoice taken one step up its ladder."""

    number: str
    step: str
    index: int  # of the step in its ladder, from 0


@dataclass(frozen=True, slots=True)
class Attached:
    name: str
    digest: str


NOT_SENT = "not sent: rehearsal"  # the server's answer where no server was asked


@dataclass(frozen=True, slots=True)
class LetterIntended:
    """Written and synced alone, right before the letter goes to SMTP."""

    letter: str
    message_id: str
    kind: LetterKind
    template: str
    tone: str
    to: tuple[str, ...]
    subject: str
    mail: str  # SHA-256 of the bytes handed to SMTP
    climbs: tuple[Climb, ...] = ()
    mentioned: tuple[str, ...] = ()  # shown "pour mémoire", or before their due date
    attachments: tuple[Attached, ...] = ()
    asked: int = 0  # cents
    currency: str = "EUR"
    pay_by: date | None = None
    answer: str = ""  # the AnswerOwed that it fulfils
    paper: str = ""  # the PaperPrepared of which it is the copy
    references: tuple[str, ...] = ()
    demanded: int = 0  # cents: the whole of a mise en demeure, interest and indemnity with `asked`
    indemnity: int = 0  # cents of it
    checked: tuple[str, ...] = ()  # its conditions as they stood, "name: why"
    mandate: str = ""  # the reference under which it collects for somebody else (CPCE R124-4)
    part: int = 0  # cents of `asked` that it wants now: late instalments of a plan that goes on; 0: all

    @property
    def about(self) -> tuple[str, ...]:
        """The invoices that it is for: those that climb by it; of a note, those that it tells of."""
        return self.mentioned if self.kind == "note" else tuple(climb.number for climb in self.climbs)


@dataclass(frozen=True, slots=True)
class LetterSent:
    """The server accepted the letter for this recipient."""

    letter: str
    to: str
    reply: str


@dataclass(frozen=True, slots=True)
class LetterRefused:
    """The server refused it: this recipient, or (`address` false) the letter itself or us."""

    letter: str
    to: str
    reply: str
    permanent: bool
    address: bool = True


@dataclass(frozen=True, slots=True)
class LetterUncertain:
    """The final dot may have left and no reply came; never sent again by itself."""

    letter: str
    why: str


@dataclass(frozen=True, slots=True)
class LetterSettled:
    """What became of an uncertain letter: found in Sent, answered, bounced, or the owner's word."""

    letter: str
    sent: bool
    how: str


@dataclass(frozen=True, slots=True)
class LetterFiled:
    """A copy stands in the Sent folder."""

    letter: str
    folder: str


@dataclass(frozen=True, slots=True)
class LetterBounced:
    letter: str
    to: str
    permanent: bool  # the address is dead
    mail: str = ""
    lost: bool = False  # it did not arrive and is tried no more, be the address alive or not


@dataclass(frozen=True, slots=True)
class PaperPrepared:
    """A letter set as PDF, to print, sign and post."""

    letter: str
    kind: LetterKind
    template: str
    tone: str
    pdf: str  # SHA-256 in the evidence
    file: str  # where the owner finds it, inside the data folder
    dated: date
    climbs: tuple[Climb, ...]
    asked: int
    currency: str
    deadline_days: int
    mentioned: tuple[str, ...] = ()
    demanded: int = 0  # cents: the whole of a mise en demeure, interest and indemnity with `asked`
    indemnity: int = 0  # cents of it
    checked: tuple[str, ...] = ()  # its conditions as they stood, "name: why"
    mandate: str = ""  # the reference under which it collects for somebody else (CPCE R124-4)
    part: int = 0  # cents of `asked` that it wants now: late instalments of a plan that goes on; 0: all


@dataclass(frozen=True, slots=True)
class PaperPosted:
    letter: str
    number: str  # registered letter number; may be empty
    on: date


@dataclass(frozen=True, slots=True)
class PaperPresented:
    """First presentation of a posted letter; `refused` counts as presented, `not_served` does not."""

    letter: str
    on: date
    outcome: Literal["presented", "refused", "unclaimed", "not_served"] = "presented"
