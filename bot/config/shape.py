"""The shape of the configuration file: every key with its bounds and its default.

In go plain values, out come checked models that `rules` turns into the centre's own values. A key that is
not here is refused. `LATER` names the keys of the contract that are checked and have no effect yet: `check`
says so, for a setting that does nothing is a false promise. Passwords never stand in the file.
"""

from collections.abc import Sequence
from datetime import time
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo, model_validator

from bot.calendar import problems
from bot.config.law import LawShape
from bot.config.not_due import BeforeDueShape, LettersShape, can_leave
from bot.config.part import Shape
from bot.config.place import Place
from bot.config.values import (
    AbsentDays,
    Address,
    Bic,
    Days,
    Folders,
    Hour,
    Hours,
    Iban,
    Lines,
    Sender,
    Siren,
    Text,
    Whole,
    Word,
    Wrong,
    YearSpan,
    YesNo,
)
from bot.events.debts import Kind
from bot.events.owner import Treatment as TreatmentOf
from bot.law.limitation import Trade
from bot.rules import Approval, CalendarRules, Channel, Limits, OwnerRules, ReplyRules, Tone
from bot.rules import Voice as VoiceOf
from bot.sources import Holds
from bot.sources.columns import NAMES

MISE_EN_DEMEURE = "mise_en_demeure"
LATER = (  # keys of the contract that nothing uses yet
    "law.allocate",
)
_CALENDAR, _LIMITS, _REPLIES, _OWNER = CalendarRules(), Limits(), ReplyRules(), OwnerRules()

Days1to90 = Annotated[Whole, Field(ge=1, le=90)]
Days0to90 = Annotated[Whole, Field(ge=0, le=90)]


class OnBehalfOfShape(Shape):
    """For whom the firm collects; a letter must name both (CPCE R124-4)."""

    name: Text
    address: Annotated[Lines, Field(min_length=1)]
    legal_form: Text = ""
    siren: Siren = ""


class CreditorShape(Shape):
    name: Text
    email: Address
    signature: Text = ""
    legal_form: Text = ""
    siren: Siren = ""
    rcs: Text = ""
    address: Lines = ()
    phone: Text = ""
    iban: Iban = ""
    bic: Bic = ""
    voice: VoiceOf = "nous"
    consumer_mediator: Text = ""
    trade: Trade = "unknown"
    on_behalf_of: OnBehalfOfShape | None = None


class PersonShape(Shape):
    email: Address
    may: Literal["read", "answer", "approve"] = "read"


class OwnerShape(Shape):
    email: Address
    people: tuple[PersonShape, ...] = ()
    digest: Hour = time(8, 0)
    eve: Hour = _OWNER.eve
    lists: YesNo = _OWNER.lists
    approve: tuple[Approval, ...] = _OWNER.approve
    consent_days: Annotated[Whole, Field(ge=0, le=365)] = _OWNER.consent_days
    think_minutes: Annotated[Whole, Field(ge=0, le=1440)] = _OWNER.think_minutes


class DoorShape(Shape):
    """A mail server; whether its password can be found is checked with all the rest."""

    host: Text
    port: Annotated[Whole, Field(ge=1, le=65535)] | None = None
    security: Literal["tls", "starttls", "none"] = "tls"
    user: Text = ""
    password_file: Text = ""
    password_env: Text = ""

    @model_validator(mode="after")
    def _password_is_there(self, info: ValidationInfo) -> "DoorShape":
        if isinstance(info.context, Place):
            info.context.password(self.user, file=self.password_file, variable=self.password_env)
        return self


class ImapShape(DoorShape):
    user: Text
    folders: Folders = None
    authserv_id: Text = ""


class MailShape(Shape):
    from_: Sender = Field(alias="from")
    imap: ImapShape
    smtp: DoorShape
    copy_to_sent: Literal["auto", "yes", "no"] = "auto"
    first_look_days: Annotated[Whole, Field(ge=0, le=365)] = 30


class SourceShape(Shape):
    type: Literal["csv"]
    path: Text
    holds: Holds = "invoices"
    complete: YesNo = False
    fresh_days: Days1to90 = 7
    terms_days: Annotated[Whole, Field(ge=0, le=120)] | None = None
    columns: dict[str, Text] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _known_columns(self) -> "SourceShape":
        unknown = [name for name in self.columns if name not in NAMES[self.holds]]
        if unknown:
            known = ", ".join(NAMES[self.holds])
            raise Wrong(
                f"columns: {', '.join(map(repr, unknown))} is no field of {self.holds}; known: {known}"
            )
        return self


class DebtorShape(Shape):
    treatment: TreatmentOf = "normal"
    ceiling: Word = ""
    voice: VoiceOf | None = None
    kind: Kind | None = None
    pays_in: tuple[Annotated[Whole, Field(ge=1, le=12)], ...] = ()


class CalendarShape(Shape):
    timezone: Text = _CALENDAR.timezone
    days: Days = _CALENDAR.days
    hours: Hours = (_CALENDAR.opens, _CALENDAR.closes)
    friday_until: Hour = _CALENDAR.friday_until
    holidays: Text = _CALENDAR.holidays
    quiet: tuple[YearSpan, ...] = _CALENDAR.quiet
    pauses: tuple[AbsentDays, ...] = ()

    @model_validator(mode="after")
    def _opens_some_day(self) -> "CalendarShape":
        found = problems(self.rules())
        if found:
            raise Wrong("; ".join(f"{key}: {why}" for key, why in found))
        return self

    def rules(self) -> CalendarRules:
        opens, closes = self.hours
        return CalendarRules(
            timezone=self.timezone,
            days=self.days,
            opens=opens,
            closes=closes,
            holidays=self.holidays,
            friday_until=self.friday_until,
            quiet=self.quiet,
            pauses=self.pauses,
        )


class BetweenShape(Shape):
    business: Days1to90 = _LIMITS.between_business
    others: Days1to90 = _LIMITS.between_others


class LimitsShape(Shape):
    days_between: BetweenShape = BetweenShape()
    per_hour: Annotated[Whole, Field(ge=1, le=1000)] = _LIMITS.per_hour
    new_debtors_per_day: Annotated[Whole, Field(ge=1, le=1000)] = _LIMITS.new_debtors_per_day
    new_invoice_rest_days: Days0to90 = _LIMITS.new_invoice_rest
    gather_days: Days0to90 = _LIMITS.gather
    gentle_days: Days1to90 = _LIMITS.gentle
    paper_waits_days: Days1to90 = _LIMITS.paper_waits
    automatic_days: Annotated[Whole, Field(ge=30, le=365)] = _LIMITS.automatic_days


class RepliesShape(Shape):
    answer_after_minutes: Annotated[Whole, Field(ge=0, le=2880)] = _REPLIES.answer_after
    answers_per_week: Annotated[Whole, Field(ge=0, le=7)] = _REPLIES.answers_per_week
    promise_grace_days: Days0to90 = _REPLIES.promise_grace
    promise_undated_days: Days1to90 = _REPLIES.promise_undated
    promise_longest_days: Annotated[Whole, Field(ge=1, le=365)] = _REPLIES.promise_longest
    promises_before_owner: Annotated[Whole, Field(ge=1, le=20)] = _REPLIES.promises_before_owner
    paid_transfer_days: Days1to90 = _REPLIES.paid_transfer
    paid_other_days: Days1to90 = _REPLIES.paid_other
    banking_days: Days0to90 = _REPLIES.banking_days
    acknowledgement_days: Days1to90 = _REPLIES.acknowledgement
    delay_request_days: Days1to90 = _REPLIES.delay_request
    document_days: Days1to90 = _REPLIES.document
    unrelated_days: Days1to90 = _REPLIES.unrelated
    absence_longest_days: Days1to90 = _REPLIES.absence_longest
    bounces_until_dead: Annotated[Whole, Field(ge=1, le=20)] = _REPLIES.bounces_until_dead
    stale_mail_days: Days1to90 = _REPLIES.stale_mail


class StepShape(Shape):
    step: Word
    day: Annotated[Whole, Field(ge=1, le=730)]
    tone: Tone
    template: Word
    deadline_days: Annotated[Whole, Field(ge=8, le=90)] | None = None
    channels: tuple[Channel, ...] = ()
    copies: YesNo = False


def _climbs(steps: Sequence[StepShape]) -> Sequence[StepShape]:
    """A ladder climbs: later and later, each step once, a mise en demeure only at its top."""
    found = []
    if not steps:
        found.append("a ladder has at least one step")
    for before, after in pairwise(steps):
        if after.day <= before.day:
            found.append(
                f"{after.step} (day {after.day}) must come later than {before.step} (day {before.day})"
            )
        if before.step == MISE_EN_DEMEURE:
            found.append("mise_en_demeure must be the last step")
    for name in sorted({s.step for s in steps if [t.step for t in steps].count(s.step) > 1}):
        found.append(f"two steps are called {name}; letters are counted by step, so each needs its own name")
    found.extend(wrong for step in steps for wrong in _formal(step))
    if found:
        raise Wrong("; ".join(found))
    return steps


def _formal(step: StepShape) -> list[str]:
    formal = step.step == MISE_EN_DEMEURE
    if formal != (step.template == MISE_EN_DEMEURE) or formal != (step.tone == "formal"):
        return [f"{step.step}: the step, the template and the tone formal of a mise_en_demeure go together"]
    if step.deadline_days is not None and not formal:
        return [f"{step.step}: deadline_days belongs to a mise_en_demeure only"]
    return []


Ladder = Annotated[tuple[StepShape, ...], AfterValidator(_climbs)]


def _usual(*days: int) -> tuple[StepShape, ...]:
    names: tuple[str, ...] = ("first_reminder", "second_reminder", "third_reminder")
    tones: tuple[Tone, ...] = ("cordial", "neutral", "firm")
    reminders = zip(names, days, tones, strict=False)
    top = StepShape(step=MISE_EN_DEMEURE, day=days[-1], tone="formal", template=MISE_EN_DEMEURE)
    return (*(StepShape(step=s, day=d, tone=t, template="reminder") for s, d, t in reminders), top)


_BUSINESS = _usual(3, 12, 25, 40)
_PRUDENT = _usual(7, 21, 35, 55)
_PUBLIC = tuple(
    step
    if step.step == MISE_EN_DEMEURE
    else step.model_copy(update={"template": "public_reminder", "copies": step.tone == "firm"})
    for step in _PRUDENT
)


class LaddersShape(Shape):
    business: Ladder | None = None
    consumer: Ladder | None = None
    nonprofit: Ladder | None = None
    unknown: Ladder | None = None
    public: Ladder | None = None

    def all(self) -> dict[Kind, Sequence[StepShape]]:
        """The ladder of every kind: nonprofit and unknown climb the consumers' one unless given."""
        consumer = self.consumer or _PRUDENT
        return {
            "business": self.business or _BUSINESS,
            "consumer": consumer,
            "nonprofit": self.nonprofit or consumer,
            "unknown": self.unknown or consumer,
            "public": self.public or _PUBLIC,
        }


class FileShape(Shape):
    """The whole file."""

    mode: Literal["rehearsal", "live"] = "rehearsal"
    language: Literal["fr", "en"] = "fr"
    creditor: CreditorShape
    owner: OwnerShape
    mail: MailShape
    sources: tuple[SourceShape, ...] = ()
    debtors: dict[str, DebtorShape] = Field(default_factory=dict)
    calendar: CalendarShape = CalendarShape()
    limits: LimitsShape = LimitsShape()
    before_due: BeforeDueShape | None = None
    letters: LettersShape = LettersShape()
    ladders: LaddersShape = LaddersShape()
    backlog: Literal["ask", "ladder"] = "ask"
    backlog_days: Days1to90 = 15
    replies: RepliesShape = RepliesShape()
    law: LawShape = LawShape()
    data: Text = "./data"
    templates: Text = ""

    @model_validator(mode="after")
    def _templates_are_there(self, info: ValidationInfo) -> "FileShape":
        if (
            isinstance(info.context, Place)
            and self.templates
            and not info.context.path(self.templates).is_dir()
        ):
            raise Wrong("templates: there is no such folder; leave the key out to use the letters shipped")
        return self

    @model_validator(mode="after")
    def _a_note_can_leave(self) -> "FileShape":
        can_leave(self.before_due, self.ladders.all()["business"], self.limits.days_between.business)
        return self

    @model_validator(mode="after")
    def _ceilings_are_steps(self) -> "FileShape":
        steps = {step.step for ladder in self.ladders.all().values() for step in ladder}
        found = [name for name, rule in self.debtors.items() if rule.ceiling and rule.ceiling not in steps]
        if found:
            raise Wrong(
                f"debtors: the ceiling of {', '.join(found)} is no step; known: {', '.join(sorted(steps))}"
            )
        return self
