"""From the checked file to the rules that the centre knows. Nothing is judged here any more.

The deadline of a mise en demeure, where the file gives none, is 15 days for a business and 30 for all
others; it goes by letter and by e-mail unless its step says otherwise.
"""

from collections.abc import Iterator

from bot.config.shape import MISE_EN_DEMEURE, FileShape, StepShape
from bot.events.debts import Kind
from bot.law.rates import Row
from bot.rules import (
    BeforeDue,
    Creditor,
    DebtorRule,
    LawRules,
    Limits,
    OwnerRules,
    Person,
    ReplyRules,
    Represented,
    Rules,
    Step,
)
from bot.sources import Source

_DEADLINE_BUSINESS, _DEADLINE_OTHERS = 15, 30
_FRESH_DAYS = 7  # where no source tells payments


def rules_of(file: FileShape) -> Rules:
    paying = [source.fresh_days for source in file.sources if source.holds != "clients"]
    return Rules(
        creditor=_creditor(file),
        ladders={k: tuple(_step(k, step) for step in ladder) for k, ladder in file.ladders.all().items()},
        mode=file.mode,
        language=file.language,
        debtors={name: DebtorRule(**dict(rule)) for name, rule in file.debtors.items()},
        calendar=file.calendar.rules(),
        limits=_limits(file),
        list_not_due=file.letters.list_not_due,
        before_due=BeforeDue(**dict(file.before_due)) if file.before_due else None,
        replies=_replies(file),
        owner=_owner(file),
        law=_law(file),
        backlog=file.backlog,
        backlog_days=file.backlog_days,
        fresh_days=min(paying, default=_FRESH_DAYS),
    )


def sources_of(file: FileShape) -> Iterator[Source]:
    return (Source(**dict(source)) for source in file.sources)


def rates_of(file: FileShape) -> Iterator[Row]:
    """The rates that the owner added, each semester's once."""
    return (Row(**dict(row), added=True) for row in file.law.rates)


def _law(file: FileShape) -> LawRules:
    law = file.law
    return LawRules(
        ignore_below=law.ignore_below,
        mise_en_demeure_from=law.mise_en_demeure_from,
        interest_rate=law.interest_rate,
        interest=law.charge_interest_from != "never",
        indemnity=law.indemnity,
        day_count=law.day_count,
        rates=tuple(rates_of(file)),
    )


def _creditor(file: FileShape) -> Creditor:
    written, other = dict(file.creditor), file.creditor.on_behalf_of
    signature = file.creditor.signature or file.creditor.name
    told = Represented(**dict(other)) if other else None
    return Creditor(**{**written, "signature": signature, "on_behalf_of": told})


def _step(kind: Kind, step: StepShape) -> Step:
    formal = step.step == MISE_EN_DEMEURE
    usual = _DEADLINE_BUSINESS if kind == "business" else _DEADLINE_OTHERS
    return Step(
        step=step.step,
        day=step.day,
        tone=step.tone,
        template=step.template,
        deadline_days=(step.deadline_days or usual) if formal else None,
        channels=step.channels or (("letter", "email") if formal else ("email",)),
        copies=step.copies,
    )


def people_of(file: FileShape) -> tuple[Person, ...]:
    """Those who may decide, the owner first."""
    others = (Person(person.email.lower(), person.may) for person in file.owner.people)
    return (Person(file.owner.email.lower(), "approve"), *others)


def _owner(file: FileShape) -> OwnerRules:
    owner = file.owner
    return OwnerRules(
        digest=owner.digest,
        approve=owner.approve,
        eve=owner.eve,
        lists=owner.lists,
        consent_days=owner.consent_days,
        think_minutes=owner.think_minutes,
    )


def _limits(file: FileShape) -> Limits:
    limits = file.limits
    return Limits(
        between_business=limits.days_between.business,
        between_others=limits.days_between.others,
        per_hour=limits.per_hour,
        new_debtors_per_day=limits.new_debtors_per_day,
        new_invoice_rest=limits.new_invoice_rest_days,
        gather=limits.gather_days,
        gentle=limits.gentle_days,
        paper_waits=limits.paper_waits_days,
        automatic_days=limits.automatic_days,
    )


def _replies(file: FileShape) -> ReplyRules:
    replies = file.replies
    return ReplyRules(
        answer_after=replies.answer_after_minutes,
        answers_per_week=replies.answers_per_week,
        promise_grace=replies.promise_grace_days,
        promise_undated=replies.promise_undated_days,
        promise_longest=replies.promise_longest_days,
        promises_before_owner=replies.promises_before_owner,
        paid_transfer=replies.paid_transfer_days,
        paid_other=replies.paid_other_days,
        banking_days=replies.banking_days,
        acknowledgement=replies.acknowledgement_days,
        delay_request=replies.delay_request_days,
        document=replies.document_days,
        unrelated=replies.unrelated_days,
        absence_longest=replies.absence_longest_days,
        bounces_until_dead=replies.bounces_until_dead,
        stale_mail=replies.stale_mail_days,
    )
