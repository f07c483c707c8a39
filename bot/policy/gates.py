"""What every letter must pass right before it leaves: knowledge, spacing, the owner's word, hours, ceilings.

A gate answers with the decision that keeps the letter back, or None. What forbids a letter for now leaves
it due: it is asked again, never dropped. An automatic answer passes only the gates that concern it.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.case import Notice
from bot.policy import elsewhere
from bot.policy.held import doubted
from bot.policy.house import Decision, Record, Wait, letter_about
from bot.policy.questions import latest, notice
from bot.policy.shown import changed, firm_since, promised_since, reminded_since
from bot.policy.sight import Sight, plus

TOO_OLD_FOR_FIRM = "too old for a firm letter"
UNLISTED = "no list of the evening before that reached the owner has told of this letter"
_CONSENT_DAYS = 7  # a list agreed to is good so long for a letter that was kept back on its day


def gate(
    sight: Sight,
    *,
    firm: bool = False,
    answer: bool = False,
    by_hand: bool = False,
    ordered: bool = False,
    approval: str = "",
    invoices: Sequence[str] = (),
    to: Sequence[str] = (),
) -> Decision | None:
    """None when the letter may leave now. `approval` names the matter that needs the owner's word.

    `by_hand`: the owner posts it or telephones, which is consent enough. `ordered`: the owner wants it now.
    """
    return (
        _knowledge_of_mail(sight)
        or (_resting(sight, to) if answer or ordered else _spacing(sight, to))
        or (None if answer else _knowledge_of_payments(sight, firm=firm))
        or (_quiet(sight) if firm else None)
        or (_approval(sight, approval, invoices) if approval else None)
        or _hours(sight, firm=firm)
        or (None if answer or by_hand or ordered else _ceilings(sight))
        or (
            None
            if answer or by_hand or ordered or _word_given(sight, approval)
            else _told_of(sight, invoices)
        )
    )


def _knowledge_of_mail(sight: Sight) -> Wait | None:
    if sight.house.blocked:
        return Wait(sight.now, sight.house.blocked)
    read, fresh = sight.house.mail_read_at, timedelta(minutes=sight.rules.mail_fresh_minutes)
    if read is None or sight.now - read >= fresh:
        return Wait(sight.now, "the mailbox must be read first")
    return None


def _spacing(sight: Sight, to: Sequence[str]) -> Wait | None:
    """Days between two letters, for the debtor and for each address, which may answer for several."""
    by_address = (sight.house.contacted.get(address.lower()) for address in to)
    moments = [m for m in (sight.last_contact(), *by_address) if m]
    if not moments:
        return None
    free = plus(sight.day(max(moments)), sight.spacing)
    if sight.today >= free:
        return None
    return Wait(sight.opening_on(free), f"written to less than {sight.spacing} days ago")


def _resting(sight: Sight, to: Sequence[str]) -> Wait | None:
    """What leaves without any spacing does not go again at once where our last letter came back from."""
    back = sight.case.came_back()
    moments = [back[address.lower()] for address in to if address.lower() in back]
    free = plus(sight.day(max(moments)), sight.spacing) if moments else sight.today
    return Wait(sight.opening_on(free), "it came back: tried again later") if sight.today < free else None


def _knowledge_of_payments(sight: Sight, *, firm: bool) -> Wait | None:
    house, rules = sight.house, sight.rules
    if not house.pays:
        return None  # no such source at all: the owner's consent to each list stands for it
    if house.paid_as_of is None:
        return Wait(sight.now, "no payment source has been read yet")
    if (sight.today - house.paid_as_of).days > rules.fresh_days:
        return Wait(sight.now, f"the newest payment source is of {house.paid_as_of}: too old")
    if firm and sight.calendar.working_between(house.paid_as_of, sight.today) > rules.fresh_days_firm:
        return Wait(sight.now, f"the newest payment source is of {house.paid_as_of}: {TOO_OLD_FOR_FIRM}")
    return None


def money_known(sight: Sight, since: date, *, mail: str, invoices: Sequence[str]) -> Decision | None:
    """None when it is known whether money came that was announced for that day in this mail.

    A payment source tells it, or the owner, who is asked where there is no such source.
    """
    known = [n for n in sight.case.notices.values() if n.opened.mail == mail and sight.day(n.at) >= since]
    known = [n for n in known if mail or set(n.opened.invoices) == set(invoices)]
    asked = [n for n in known if n.opened.about == "arrived"]
    told = [n for n in known if n.opened.about == "already_paid" and n.answer == "refuse"]
    if told or (asked and asked[-1].answer == "refuse"):
        return None
    if sight.paid_known_after(since):
        return elsewhere.announced(sight, mail, invoices)
    if sight.house.pays:
        return Wait(sight.now, f"no payment source is new enough to tell what came since {since}")
    if not asked or asked[-1].answer:
        opened = notice(sight, "arrived", invoices=invoices, mail=mail)
        return Record((opened,), "only the owner can tell whether the money came")
    return Wait(None, f"the owner is asked whether the money came (notice {asked[-1].opened.notice})")


def _quiet(sight: Sight) -> Wait | None:
    """In the quiet weeks the owner is not even asked for a firm letter."""
    if not sight.calendar.is_quiet(sight.today):
        return None
    return Wait(sight.opening(sight.now, firm=True), "no firm letter leaves in the quiet weeks")


def _approval(sight: Sight, about: str, invoices: Sequence[str]) -> Decision | None:
    formal = about == "mise_en_demeure"  # never without the owner's word, whatever is configured
    if not formal and about not in sight.rules.owner.approve:
        return None
    known = latest(sight, about, invoices if formal else ())
    given = known.answered_at if known and known.answer == "approve" else None
    if known is None or (known.answer and not _holds_good(sight, known, invoices)):
        opened = notice(sight, about, invoices=invoices)
        return Record((opened,), f"{about} needs the owner's word")
    if given is None:
        return Wait(None, f"the owner is asked about {about} (notice {known.opened.notice})")
    leaves = given + timedelta(minutes=sight.rules.owner.think_minutes if formal else 0)
    return Wait(leaves, "approved; leaves half an hour later") if sight.now < leaves else None


def _holds_good(sight: Sight, asked: Notice, invoices: Sequence[str]) -> bool:
    """The owner's yes covers that letter alone which he was shown: its invoices, its sum, what was
    known then. Once the first firm letter has left, those that follow need none."""
    given = asked.answered_at if asked.answer == "approve" else None
    if given is None or doubted(sight.case, sight.day(given)):
        return False
    if asked.opened.about == "mise_en_demeure":
        return not (news_since(sight, given) or changed(sight, asked))
    if firm_since(sight, given):
        return True
    same = set(invoices) <= set(asked.opened.invoices) and not changed(sight, asked)
    other = reminded_since(sight, given, invoices) or promised_since(sight, given, invoices)
    return same and not _wrote_since(sight, given) and not other


def shown(sight: Sight) -> frozenset[str]:
    """The invoices of the first firm letter that the owner has agreed to and that has not left yet."""
    asked = latest(sight, "first_firm_letter")
    if asked is None or asked.answered_at is None or firm_since(sight, asked.answered_at):
        return frozenset()
    numbers = asked.opened.invoices
    return frozenset(numbers) if _holds_good(sight, asked, numbers) else frozenset()


def news_since(sight: Sight, moment: datetime) -> bool:
    """The debtor wrote or paid after the owner had said yes: it is for the owner to say it again."""
    paid = sight.case.last_payment
    return _wrote_since(sight, moment) or (paid is not None and paid > moment)


def _wrote_since(sight: Sight, moment: datetime) -> bool:
    return any(mail.at > moment for mail in sight.case.human_mails())


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


def _word_given(sight: Sight, approval: str) -> bool:
    """The owner has said yes to this very letter, since the debtor was last written to."""
    known = latest(sight, approval) if approval else None
    if known is None or known.answer != "approve" or known.answered_at is None:
        return False
    last = sight.last_contact()
    return last is None or last < known.answered_at


def _told_of(sight: Sight, invoices: Sequence[str]) -> Wait | None:
    """In the first live days, and as long as no source tells payments, each list needs the owner's ok. After
    that silence is consent to what the owner was told the day before, and to nothing else."""
    if sight.rules.mode != "live" or _agreed(sight):
        return None
    if consent_needed(sight):
        return Wait(sight.now, "waits for the owner's ok on the list of the evening before")
    case, known = sight.case.id, sight.house.listed
    named_ = bool(invoices) and all(letter_about(case, number) in known for number in invoices)
    listed = named_ or case in known or not lists_needed(sight)
    return None if listed else Wait(sight.now, UNLISTED)


def _agreed(sight: Sight) -> bool:
    """The owner has said ok to a list of late that named this case, and nothing has left since."""
    given, last = sight.house.consents.get(sight.case.id), sight.last_contact()
    used = given is not None and last is not None and sight.day(last) >= given
    if given is None or used or doubted(sight.case, given):
        return False
    return 0 <= (sight.today - given).days < _CONSENT_DAYS


def lists_needed(sight: Sight) -> bool:
    """Whether a list of the day before must have told of what leaves, where its ok is not needed."""
    rules = sight.rules
    return rules.mode == "live" and rules.owner.lists and not consent_needed(sight)


def consent_needed(sight: Sight, day: date | None = None) -> bool:
    """Whether what leaves today, or on that day, needs the owner's ok."""
    if sight.rules.mode != "live":
        return False
    since = sight.house.live_since
    young = since is None or ((day or sight.today) - since).days < sight.rules.owner.consent_days
    return young or not sight.house.pays
