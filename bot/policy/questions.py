"""Questions to the owner: their words, the last one about a matter, and which have answered themselves.

A question stands in the journal as a notice with an id. One that lost its sense (the money came, the
letter was found, the address is known now) is closed here, so that nobody is asked in vain.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.case import Notice
from bot.draft import PromiseSaid
from bot.events.consequences import HoldSet
from bot.events.owner import NoticeAnswered, NoticeOpened
from bot.law.conditions import complete
from bot.law.terms import running
from bot.policy.answered import all_settled, money_judged, paid_or_over, stands_no_more
from bot.policy.held import OF_A_MAIL, forgotten, left_in_peace, touch
from bot.policy.house import Decision, Record
from bot.policy.shown import changed, principal
from bot.policy.sight import Sight, named, runs

_QUESTIONS = {
    "first_firm_letter": "The first firm letter to this customer is due ({what}: {sum}). May it leave?",
    "mise_en_demeure": "The mise en demeure is due ({what}: {sum}). May it be prepared?",
    "kind": "The mise en demeure of {what} waits for your word on who this is: set the customer's `kind`.",
    "address": "The mise en demeure of {what} needs a postal address: add it to your export.",
    "amount": "A mise en demeure is due ({what}) for less than `mise_en_demeure_from`: none is sent.",
    "backlog": "Already long overdue when first imported ({what}): approve wakes them, refuse lets them be.",
    "reopened": "Owed again after a payment or settlement ({what}): look, then resume or record it.",
    "uncertain": "Nobody knows whether a letter left: approve says that it did, refuse that it did not.",
    "refused": "The mail server refused a letter for good: mend the cause, then resume.",
    "bounce": "Mail to an address of this customer comes back: is there a better one?",
    "office_address": "The only address of this private customer may be read by others: allow or replace it.",
    "no_address": "No e-mail address of this customer works: give another, or post what is printed.",
    "post": "The mise en demeure is not posted yet: `posted` says when it was, approve dates it anew.",
    "not_served": "The registered letter could not be delivered: check the address, then resume.",
    "deadline": "The deadline of the mise en demeure is over, not all is paid ({what}): the next is yours.",
    "arrived": "Has the money come that was announced for {what}? `pay` records it, refuse says no.",
    "owner_only": "A step would be due ({what}), and this customer is yours: nothing leaves without you.",
    "gentle_end": "The two gentle letters about {what} are over, nothing came: the next word is yours.",
    "chorus": "A public buyer is late ({what}): what is the status of the invoice in Chorus Pro?",
    "limitation": "Soon too late to claim {what} before a judge: no reminder moves that date.",
    "published": "When was the judgment that opened the insolvency published in the BODACC?"
    " The claim is to be declared within two months of that day.",
    "declaration": "The claim is to be declared soon: say « créance déclarée le … » once it is.",
    "after_judgment": "Invoices issued after the judgment are overdue ({what}): they are no claims to"
    " declare, and no letter about them leaves by itself.",
    "after_order": "Invoices issued after the injonction de payer are overdue ({what}): no letter leaves by"
    " itself.",
    "relief": "The time to declare the claim is over; relief from that can still be asked for.",
    "signification": "The injonction de payer is to be served soon: say « signifiée le … » once it is.",
    "left_over": "The principal came after the mise en demeure ({what}); indemnity and interest are left:"
    " approve claims them, refuse waives them.",
    "payment_match": "Money on another invoice may be meant for {what}: approve records it there.",
    "piece": "The second reminder has left ({what}): is there an order or a delivery slip that proves it?",
    "call": "Before the mise en demeure of {what}, a call may settle it.",
    "after_mise_en_demeure": "More is overdue since the mise en demeure ({what}): approve reminds of it once"
    " that one is settled, refuse lets it be.",
}
# Answered by `resume` alone.
_TOLD = (
    "kind", "address", "amount", "bounce", "no_address", "office_address", "refused", "reopened",
    "not_served", "deadline", "owner_only", "gentle_end", "chorus", "call", "limitation", "published",
    "declaration", "relief", "after_judgment", "after_order", "signification", "piece",
)  # fmt: skip
_CHOICES: Mapping[str, tuple[str, ...]] = {**dict.fromkeys(_TOLD, ("resume",)), "arrived": ("refuse",)}
# What a mail asked of the owner, or money taken back or misplaced: as long as it is open, no letter about it.
ASKS = OF_A_MAIL | {"reopened", "payment_match"}
PROMISES = ("promise_far", "promise_again")
# What a debtor wrote that the owner hears of, be it settled before anybody could be asked about it.
GRAVE = frozenset({"misfortune", "insolvency", "dispute", "stop_contact", "undecided"})

_NOT_OF_THE_DEBT = frozenset({"uncertain", "left_over"})  # they keep their sense when nothing is owed


def notice(
    sight: Sight,
    about: str,
    *,
    invoices: Sequence[str] = (),
    letter: str = "",
    mail: str = "",
    day: date | None = None,
    indemnity: int = 0,
    interest: int = 0,
) -> NoticeOpened:
    """The next notice of this case; its id is the case's with a running number."""
    return NoticeOpened(
        next_name(sight),
        about,
        _QUESTIONS[about].format(what=named(invoices), sum=principal(sight, invoices)),
        _CHOICES.get(about, ("approve", "refuse")),
        tuple(invoices),
        mail=mail,
        letter=letter,
        day=day or sight.today,
        indemnity=indemnity,
        interest=interest,
    )


def next_name(sight: Sight, before: int = 0) -> str:
    """`before`: how many are opened at the same time before it."""
    return f"{sight.case.id}-{len(sight.case.notices) + before + 1}"


def latest(sight: Sight, about: str, invoices: Sequence[str] = ()) -> Notice | None:
    """The last notice about this matter, and about just these invoices when they are given."""
    for known in reversed(sight.case.notices.values()):
        opened = known.opened
        if opened.about == about and (not invoices or set(opened.invoices) == set(invoices)):
            return known
    return None


def asks_about(sight: Sight, number: str) -> bool:
    """Whether what a mail said about this invoice, or about the whole case, waits for the owner's word; or
    whose the money is that stands on it.
    """
    asked = [open_.opened for open_ in sight.case.open_notices() if open_.opened.about in ASKS]
    return any(not one.invoices or number in (*one.invoices, one.stands_on) for one in asked)


def promises_asked_about(sight: Sight, numbers: Collection[str]) -> list[PromiseSaid]:
    """Payments to come of these invoices that were promised, and of which the owner has not decided."""
    found = []
    for known in sight.case.open_notices():
        mail = sight.case.mails.get(known.opened.mail)
        if known.opened.about in PROMISES and mail and mail.read and touch(known.opened.invoices, numbers):
            made = sight.day(mail.kept.arrived)
            to_come = [p for p in mail.read.promises if p.date and p.date > sight.today]
            found += [PromiseSaid(made, p.date, p.amount) for p in to_come]
    return found


def owed_moot(sight: Sight) -> tuple[NoticeAnswered, ...]:
    """Open questions that lost their sense when nothing is owed any more."""
    return tuple(
        _moot(open_, "nothing is owed any more")
        for open_ in sight.case.open_notices()
        if open_.opened.about not in _NOT_OF_THE_DEBT
    )


def settle(sight: Sight) -> Decision | None:
    """Closes the open questions that have answered themselves; asks anew of what nobody is asked any more."""
    closed = []
    for open_ in sight.case.open_notices():
        answered = _ANSWERED.get(open_.opened.about)
        why = answered(sight, open_) if answered else ""
        if why:
            closed.append(_moot(open_, why))
    if closed:
        return Record(tuple(closed), "a question has answered itself")
    lost = forgotten(sight)
    return (
        Record((_anew(sight, lost[0]),), "held without an end, and nobody was asked any more")
        if lost
        else None
    )


def _anew(sight: Sight, hold: HoldSet) -> NoticeOpened:
    """In the words in which it was asked, if it was, else as another mail of this matter was asked about."""
    known = [n.opened for n in sight.case.notices.values() if n.opened.about == hold.rule]
    mine = [opened for opened in known if opened.mail == hold.mail]
    for opened in reversed(mine or known):
        return replace(opened, notice=next_name(sight), invoices=hold.invoices, mail=hold.mail)
    choices = ("approve", "refuse") if hold.rule.startswith("promise") else ("resume",)
    return NoticeOpened(next_name(sight), hold.rule, hold.why, choices, hold.invoices, mail=hold.mail)


def _moot(open_: Notice, why: str) -> NoticeAnswered:
    return NoticeAnswered(open_.opened.notice, "moot", "policy", why)


def _letter_known(sight: Sight, open_: Notice) -> str:
    waiting = {letter.intended.letter for letter in sight.case.uncertain()}
    return "" if open_.opened.letter in waiting else "it is known by now"


def _some_settled(sight: Sight, open_: Notice) -> str:
    """A demand of these very invoices: one that is owed no more changes it."""
    owed = {i.number for i in sight.owed}
    return "" if set(open_.opened.invoices) <= owed else "not all of it is owed any more"


def _settled_or_promised(sight: Sight, open_: Notice) -> str:
    """While a promise of all of it runs no such letter is due; broken, the owner is asked anew."""
    case, owed = sight.case, {i.number for i in sight.owed}
    running = [p.noted for p in case.promises.values() if not p.outcome and p.noted.promise in case.holds]
    holds = [(case.holds[p.promise], p) for p in running]  # the owner may have freed one of its invoices
    resting = {n for hold, p in holds if runs(sight, hold) for n in hold.invoices or p.invoices}
    promised = owed & set(open_.opened.invoices) <= resting if resting else False
    settled = all_settled(sight, open_) or ("a promise has overtaken it" if promised else "")
    return settled or changed(sight, open_)


def _has_kind(sight: Sight, open_: Notice) -> str:
    known = f"the kind is known: {sight.kind}" if sight.kind != "unknown" else ""
    return known or _some_settled(sight, open_)


def _has_address(sight: Sight, open_: Notice) -> str:
    return "an address is known" if complete(sight.case.debtor.address) else _some_settled(sight, open_)


def _has_documents(sight: Sight, open_: Notice) -> str:
    about = set(open_.opened.invoices)
    kept = {piece.number for piece in sight.case.pieces}
    return "its documents are kept" if "" in kept or about <= kept else all_settled(sight, open_)


def _owed_again(sight: Sight, open_: Notice) -> str:
    """A payment was taken back: what is left over is asked for once it has come again."""
    owed = {i.number for i in sight.owed}
    return "the principal is owed again" if owed & set(open_.opened.invoices) else ""


def _no_dead_contact(sight: Sight, _: Notice) -> str:
    case = sight.case
    known = {address.lower() for address in (*case.debtor.contacts, *case.contacts_said)}
    lost = sight.coming_back() & {address.lower() for address in case.contacts()}
    return "" if sight.contacts() and known & (case.dead | lost) else "it is no contact any more"


def _has_contact(sight: Sight, _: Notice) -> str:
    return "another e-mail address is known" if sight.contacts() else ""


def _written(sight: Sight, open_: Notice) -> str:
    """The owner has written to the debtor by hand since: what was asked for is said, in his own words."""
    wrote = sight.case.owner_answered
    return "the owner wrote to the debtor" if wrote and wrote > open_.at else ""


def _supplied(sight: Sight, open_: Notice) -> str:
    return "what was asked for was sent" if open_.opened.mail in sight.case.supplied else ""


def _hold_over_or_written(sight: Sight, open_: Notice) -> str:
    return _written(sight, open_) or _hold_over(sight, open_)


def _hold_over(sight: Sight, open_: Notice) -> str:
    """It was told with its days of peace; they are over, and silence grants no more."""
    asked = open_.opened
    held = [h for h in sight.case.holds.values() if h.mail == asked.mail and h.rule == asked.about]
    return "" if any(runs(sight, hold) for hold in held) else "its days are over"


def _no_call(sight: Sight, open_: Notice) -> str:
    """A call was noted since, the mise en demeure is on its way, or nobody is to be pressed for now."""
    called, sent = sight.case.called, sight.case.mise_en_demeure()
    printed = any(paper.at > open_.at for paper in sight.case.papers.values())
    if printed or (called and called > open_.at) or (sent and sent.at > open_.at):
        return "the matter has moved on"
    return _some_settled(sight, open_) or left_in_peace(sight, open_.opened.invoices)


def _treated_otherwise(sight: Sight, open_: Notice) -> str:
    kept = sight.treatment == "owner_only" or bool(sight.ceiling)
    return all_settled(sight, open_) or ("" if kept else "this customer is treated otherwise now")


def _gentle_no_more(sight: Sight, open_: Notice) -> str:
    other = "this customer is treated otherwise now" if sight.treatment != "gentle" else ""
    return all_settled(sight, open_) or other


def _paper_moved_on(sight: Sight, open_: Notice) -> str:
    newest = next(reversed(sight.case.papers), "")
    return "another letter stands in its place" if newest != open_.opened.letter else ""


def _day_known(sight: Sight, _: Notice) -> str:
    court = sight.case.court
    return "the day is known" if "published" in court or "insolvency" not in court else ""


def _done_or_over(sight: Sight, open_: Notice) -> str:
    left = {term.what for term in running(sight.case.court, sight.today)}
    return "" if open_.opened.about in left else "it is done, or its time is over"


_ANSWERED: dict[str, Callable[[Sight, Notice], str]] = {
    "uncertain": _letter_known,
    "first_firm_letter": _settled_or_promised,
    "mise_en_demeure": changed,
    "kind": _has_kind,
    "address": _has_address,
    "amount": _some_settled,
    "backlog": all_settled,
    "reopened": all_settled,
    "payment_match": stands_no_more,
    "no_address": _has_contact,
    "office_address": _has_contact,
    "already_paid": paid_or_over,
    "bounce": _no_dead_contact,
    "deadline": all_settled,
    "post": _paper_moved_on,
    "arrived": money_judged,
    "after_mise_en_demeure": all_settled,
    "delay_request": _hold_over,
    "delay_by_hand": _hold_over,
    "owner_letter": lambda sight, open_: all_settled(sight, open_) or _hold_over(sight, open_),
    "document_request": _supplied,
    "unrelated": _hold_over_or_written,
    "owner_only": _treated_otherwise,
    "gentle_end": _gentle_no_more,
    "chorus": all_settled,
    "call": _no_call,
    "limitation": all_settled,
    "published": _day_known,
    "declaration": _done_or_over,
    "relief": _done_or_over,
    "after_judgment": all_settled,
    "after_order": all_settled,
    "signification": _done_or_over,
    "piece": _has_documents,
    "left_over": _owed_again,
}
