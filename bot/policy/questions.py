"""Questions to the owner: their words, the last one about a matter, and which have answered themselves.

A question stands in the journal as a notice with an id. One that lost its sense (the money came, the
letter was found, the address is known now) is closed here, so that nobody is asked in vain.
"""

from collections.abc import Callable, Sequence

from bot.case import Notice
from bot.events import NoticeAnswered, NoticeOpened
from bot.policy.house import Decision, Record
from bot.policy.sight import Sight, named

_QUESTIONS = {
    "first_firm_letter": "The first firm letter to this customer is due ({what}). May it leave?",
    "mise_en_demeure": "The mise en demeure is due ({what}). May it be prepared?",
    "kind": "The mise en demeure of {what} waits for your word on who this is: set the customer's `kind`.",
    "address": "The mise en demeure of {what} needs a postal address: add it to your export.",
    "amount": "A mise en demeure is due ({what}) for less than `mise_en_demeure_from`: none is sent.",
    "backlog": "Already long overdue when first imported ({what}): approve wakes them, refuse lets them be.",
    "reopened": "Owed again after a payment or settlement ({what}): look, then resume or record it.",
    "uncertain": "Nobody knows whether a letter left: approve says that it did, refuse that it did not.",
    "refused": "The mail server refused a letter for good: mend the cause, then resume.",
    "bounce": "Mail to an address of this customer comes back for good: the next one is used from now on.",
    "no_address": "Every known e-mail address of this customer is dead: add another to your export.",
    "post": "The mise en demeure is not posted yet: `posted` says when it was, approve dates it anew.",
    "not_served": "The registered letter could not be delivered: check the address, then resume.",
    "deadline": "The deadline of the mise en demeure is over, nothing came ({what}): the next word is yours.",
    "arrived": "Has the money come that was announced for {what}? `pay` records it, refuse says no.",
    "after_mise_en_demeure": "More is overdue since the mise en demeure ({what}): approve reminds of it once"
    " that one is settled, refuse lets it be.",
}
_CHOICES: dict[str, tuple[str, ...]] = {
    "kind": ("resume",),
    "address": ("resume",),
    "amount": ("resume",),
    "bounce": ("resume",),
    "no_address": ("resume",),
    "refused": ("resume",),
    "reopened": ("resume",),
    "not_served": ("resume",),
    "deadline": ("resume",),
    "arrived": ("refuse",),
}


def notice(
    sight: Sight, about: str, *, invoices: Sequence[str] = (), letter: str = "", mail: str = ""
) -> NoticeOpened:
    """The next notice of this case; its id is the case's with a running number."""
    return NoticeOpened(
        next_name(sight),
        about,
        _QUESTIONS[about].format(what=named(invoices)),
        _CHOICES.get(about, ("approve", "refuse")),
        tuple(invoices),
        mail=mail,
        letter=letter,
        day=sight.today,
    )


def next_name(sight: Sight) -> str:
    return f"{sight.case.id}-{len(sight.case.notices) + 1}"


def latest(sight: Sight, about: str, invoices: Sequence[str] = ()) -> Notice | None:
    """The last notice about this matter, and about just these invoices when they are given."""
    for known in reversed(sight.case.notices.values()):
        opened = known.opened
        if opened.about == about and (not invoices or set(opened.invoices) == set(invoices)):
            return known
    return None


def owed_moot(sight: Sight) -> tuple[NoticeAnswered, ...]:
    """Open questions that lost their sense when nothing is owed any more."""
    return tuple(
        _moot(open_, "nothing is owed any more")
        for open_ in sight.case.open_notices()
        if open_.opened.about != "uncertain"
    )


def settle(sight: Sight) -> Decision | None:
    """Closes the open questions that have answered themselves."""
    closed = []
    for open_ in sight.case.open_notices():
        answered = _ANSWERED.get(open_.opened.about)
        why = answered(sight, open_) if answered else ""
        if why:
            closed.append(_moot(open_, why))
    return Record(tuple(closed), "a question has answered itself") if closed else None


def _moot(open_: Notice, why: str) -> NoticeAnswered:
    return NoticeAnswered(open_.opened.notice, "moot", "policy", why)


def _letter_known(sight: Sight, open_: Notice) -> str:
    waiting = {letter.intended.letter for letter in sight.case.uncertain()}
    return "" if open_.opened.letter in waiting else "it is known by now"


def _some_settled(sight: Sight, open_: Notice) -> str:
    """A demand of these very invoices: one that is owed no more changes it."""
    owed = {i.number for i in sight.owed}
    return "" if set(open_.opened.invoices) <= owed else "not all of it is owed any more"


def _all_settled(sight: Sight, open_: Notice) -> str:
    about = set(open_.opened.invoices)
    owed = {i.number for i in sight.owed}
    return "nothing of it is owed any more" if about and not about & owed else ""


def _has_kind(sight: Sight, open_: Notice) -> str:
    known = f"the kind is known: {sight.kind}" if sight.kind != "unknown" else ""
    return known or _some_settled(sight, open_)


def _has_address(sight: Sight, open_: Notice) -> str:
    return "an address is known" if sight.case.debtor.address else _some_settled(sight, open_)


def _paid_or_over(sight: Sight, open_: Notice) -> str:
    """Told, not asked: it stands until the money came, or the debtor was written to for it again."""
    about = set(open_.opened.invoices)
    since = [letter for letter in sight.case.sent_letters() if letter.at > open_.at]
    again = any(
        letter.intended.template == "payment_not_found"
        or about & {climb.number for climb in letter.intended.climbs}
        for letter in since
    )
    return _all_settled(sight, open_) or ("the matter goes on" if again else "")


def _no_dead_contact(sight: Sight, _: Notice) -> str:
    listed = {address.lower() for address in sight.case.debtor.contacts}
    return "" if sight.case.contacts() and listed & sight.case.dead else "it is no contact any more"


def _has_contact(sight: Sight, _: Notice) -> str:
    return "another e-mail address is known" if sight.case.contacts() else ""


def _money_judged(sight: Sight, open_: Notice) -> str:
    """Whether money came is asked for a promise that runs and for an answer that is owed."""
    mail, case = open_.opened.mail, sight.case
    runs = any(p.noted.mail == mail and not p.outcome for p in case.promises.values())
    owed = any(a.mail == mail and a.template == "payment_not_found" for a in case.answers.values())
    return "" if runs or owed else "the matter is closed"


def _paper_moved_on(sight: Sight, open_: Notice) -> str:
    newest = next(reversed(sight.case.papers), "")
    return "another letter stands in its place" if newest != open_.opened.letter else ""


_ANSWERED: dict[str, Callable[[Sight, Notice], str]] = {
    "uncertain": _letter_known,
    "first_firm_letter": _all_settled,
    "mise_en_demeure": _some_settled,
    "kind": _has_kind,
    "address": _has_address,
    "amount": _some_settled,
    "backlog": _all_settled,
    "reopened": _all_settled,
    "no_address": _has_contact,
    "already_paid": _paid_or_over,
    "bounce": _no_dead_contact,
    "deadline": _all_settled,
    "post": _paper_moved_on,
    "arrived": _money_judged,
    "after_mise_en_demeure": _all_settled,
}
