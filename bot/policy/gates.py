"""What every letter must pass right before it leaves: knowledge, spacing, the owner's word, hours, ceilings.

A gate answers with the decision that keeps the letter back, or None. What forbids a letter for now leaves
it due: it is asked again, never dropped. An automatic answer passes only the gates that concern it.
"""

from collections.abc import Sequence
from datetime import timedelta

from bot.case import Notice
from bot.events import NoticeAnswered, NoticeOpened
from bot.policy.house import Decision, Record, Wait
from bot.policy.sight import Sight, named

_QUESTIONS = {
    "first_firm_letter": "The first firm letter to this customer is due ({what}). May it leave?",
    "mise_en_demeure": "The mise en demeure is due ({what}). May it be prepared?",
    "kind": "The mise en demeure waits for your word on who this is: set its `kind`, then resume.",
    "address": "The mise en demeure needs a postal address: add it to your export, then resume.",
    "amount": "A mise en demeure is due ({what}) for less than `mise_en_demeure_from`: nothing is sent.",
    "backlog": "Already long overdue when first imported ({what}): approve wakes them, refuse lets them be.",
    "reopened": "Owed again after a payment or settlement ({what}): look, then resume or record it.",
    "uncertain": "Nobody knows whether a letter left: approve says that it did, refuse that it did not.",
    "refused": "The mail server refused a letter for good: mend the cause, then resume.",
    "no_address": "Every known e-mail address of this customer is dead: give another, then resume.",
    "post": "The mise en demeure is not posted yet: `posted` says when it was, approve dates it anew.",
    "not_served": "The registered letter could not be delivered: check the address, then resume.",
    "deadline": "The deadline of the mise en demeure is over, nothing came ({what}): the next word is yours.",
}
_CHOICES: dict[str, tuple[str, ...]] = {
    "kind": ("resume",),
    "address": ("resume",),
    "amount": ("resume",),
    "no_address": ("resume",),
    "refused": ("resume",),
    "reopened": ("resume",),
    "not_served": ("resume",),
    "deadline": ("resume",),
}


def notice(sight: Sight, about: str, *, invoices: Sequence[str] = (), letter: str = "") -> NoticeOpened:
    """The next notice of this case; its id is the case's with a running number."""
    name = f"{sight.case.id}-{len(sight.case.notices) + 1}"
    question = _QUESTIONS[about].format(what=named(invoices))
    choices = _CHOICES.get(about, ("approve", "refuse"))
    return NoticeOpened(name, about, question, choices, tuple(invoices), letter=letter, day=sight.today)


def owed_moot(sight: Sight) -> tuple[NoticeAnswered, ...]:
    """Open questions that lost their sense, closed without the owner."""
    return tuple(
        NoticeAnswered(open_.opened.notice, "moot", "policy", "nothing is owed any more")
        for open_ in sight.case.open_notices()
        if open_.opened.about != "uncertain"
    )


def latest(sight: Sight, about: str, invoices: Sequence[str] = ()) -> Notice | None:
    """The last notice about this matter, and about just these invoices when they are given."""
    for known in reversed(sight.case.notices.values()):
        opened = known.opened
        if opened.about == about and (not invoices or set(opened.invoices) == set(invoices)):
            return known
    return None


def gate(
    sight: Sight,
    *,
    firm: bool = False,
    answer: bool = False,
    approval: str = "",
    invoices: Sequence[str] = (),
) -> Decision | None:
    """None when the letter may leave now. `approval` names the matter that needs the owner's word."""
    return (
        _knowledge_of_mail(sight)
        or (None if answer else _spacing(sight) or _knowledge_of_payments(sight, firm=firm))
        or (_approval(sight, approval, invoices) if approval else None)
        or _hours(sight, firm=firm)
        or (None if answer else _ceilings(sight))
        or (None if answer or approval else _consent(sight))
    )


def _knowledge_of_mail(sight: Sight) -> Wait | None:
    if sight.house.blocked:
        return Wait(sight.now, sight.house.blocked)
    read, fresh = sight.house.mail_read_at, timedelta(minutes=sight.rules.mail_fresh_minutes)
    if read is None or sight.now - read >= fresh:
        return Wait(sight.now, "the mailbox must be read first")
    return None


def _spacing(sight: Sight) -> Wait | None:
    """Days between two letters, for the debtor and for the address that may answer for several."""
    to = sight.case.contacts()[0].lower()
    moments = [m for m in (sight.case.last_contact(), sight.house.contacted.get(to)) if m]
    if not moments:
        return None
    free = sight.day(max(moments)) + timedelta(days=sight.spacing)
    if sight.today >= free:
        return None
    return Wait(sight.opening_on(free), f"written to less than {sight.spacing} days ago")


def _knowledge_of_payments(sight: Sight, *, firm: bool) -> Wait | None:
    house, rules = sight.house, sight.rules
    if not house.pays:
        return None  # no such source at all: the owner's consent to each list stands for it
    if house.paid_as_of is None:
        return Wait(sight.now, "no payment source has been read yet")
    if (sight.today - house.paid_as_of).days > rules.fresh_days:
        return Wait(sight.now, f"the newest payment source is of {house.paid_as_of}: too old")
    if firm and sight.calendar.working_between(house.paid_as_of, sight.today) > rules.fresh_days_firm:
        return Wait(
            sight.now, f"the newest payment source is of {house.paid_as_of}: too old for a firm letter"
        )
    return None


def _approval(sight: Sight, about: str, invoices: Sequence[str]) -> Decision | None:
    if about not in sight.rules.owner.approve:
        return None
    known = latest(sight, about, invoices)
    if known is None or known.answer in ("refuse", "moot"):
        opened = notice(sight, about, invoices=invoices)
        return Record((opened,), f"{about} needs the owner's word")
    if not known.answer:
        return Wait(None, f"the owner is asked about {about} (notice {known.opened.notice})")
    think = timedelta(minutes=sight.rules.owner.think_minutes if about == "mise_en_demeure" else 0)
    leaves = (known.answered_at or sight.now) + think
    return Wait(leaves, "approved; leaves half an hour later") if sight.now < leaves else None


def _hours(sight: Sight, *, firm: bool) -> Wait | None:
    if sight.calendar.may_write(sight.now, firm=firm):
        return None
    return Wait(sight.opening(sight.now, firm=firm), "outside the hours in which letters leave")


def _ceilings(sight: Sight) -> Wait | None:
    house, limits = sight.house, sight.rules.limits
    if house.sent_last_hour >= limits.per_hour:
        return Wait(sight.now, f"{limits.per_hour} letters left within the hour")
    if not sight.case.sent_letters() and house.new_debtors_today >= limits.new_debtors_per_day:
        return Wait(
            sight.opening_after(sight.today), "enough debtors were written to for the first time today"
        )
    return None


def _consent(sight: Sight) -> Wait | None:
    """In the first live days, and as long as no source tells payments, each list needs the owner's ok."""
    if not consent_needed(sight):
        return None
    given = sight.house.consents.get(sight.case.id)
    if given and 0 <= (sight.today - given).days < 7:
        return None
    return Wait(sight.now, "waits for the owner's ok on the list of the evening before")


def consent_needed(sight: Sight) -> bool:
    if sight.rules.mode != "live":
        return False
    since = sight.house.live_since
    young = since is None or (sight.today - since).days < sight.rules.owner.consent_days
    return young or not sight.house.pays
