"""The owner's acts as events: paid, hold, resume, approve, refuse, posted. Pure.

In comes the case and what the owner said; out come the events that say it. An act that makes no sense here
is refused with the cure (`OperatorError`). Acts that press need an open notice; acts that stop need nothing.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.case import Case, Notice, Paper
from bot.errors import OperatorError
from bot.events.consequences import HoldLifted, HoldSet
from bot.events.debts import PaymentSeen
from bot.events.entries import CaseEvent
from bot.events.letters import LetterSettled, PaperPosted, PaperPresented
from bot.events.mail import PromiseRead
from bot.events.owner import NoticeAnswered, NoticeOpened
from bot.policy import claimed, delays, elsewhere, granted, held, left_over, renewed
from bot.policy.house import House
from bot.policy.shown import changed
from bot.policy.sight import Sight, see
from bot.rules import Rules
from bot.wording import decimal

# Answered by `approve`, `refuse` or `pay`, not by `resume`.
_OWN_WAY = (
    "uncertain",
    "first_firm_letter",
    "mise_en_demeure",
    "post",
    "backlog",
    "arrived",
    "payment_match",
    "after_mise_en_demeure",
    "left_over",
)
# A no to these holds the whole case; a no to the other two lets their invoices be.
_NO_HOLDS = ("first_firm_letter", "mise_en_demeure", "post", "backlog", "after_mise_en_demeure")
_THEIR_INVOICES = ("backlog", "after_mise_en_demeure")
_RESUMES = "the owner resumes"


def pay(case: Case, number: str, amount: int, on: date, ref: str) -> list[CaseEvent]:
    """Money received; amount in cents. Never more than what the invoice still owes."""
    invoice = case.invoices.get(number)
    if invoice is None:
        raise OperatorError(f"{number}: no such invoice in case {case.id}")
    if not 0 < amount <= invoice.left:
        owed = decimal(invoice.left)
        raise OperatorError(f"{number}: an amount above 0 and at most {owed} {invoice.seen.currency} is owed")
    return [PaymentSeen(number, amount, on, ref)]


def pay_back(case: Case, number: str, amount: int, on: date, ref: str) -> list[CaseEvent]:
    """Takes back a payment that was recorded here by mistake; amount in cents.

    The source's own word stays.
    """
    invoice = case.invoices.get(number)
    if invoice is None:
        raise OperatorError(f"{number}: no such invoice in case {case.id}")
    if not 0 < amount <= invoice.recorded:
        recorded = decimal(invoice.recorded)
        raise OperatorError(f"{number}: {recorded} {invoice.seen.currency} were recorded here, no more")
    return [PaymentSeen(number, -amount, on, ref)]


def hold(case: Case, number: str, until: date | None, why: str, now: datetime) -> list[CaseEvent]:
    """No letter through `until`, or until resumed."""
    if until and until < now.date():
        raise OperatorError(f"{until} is over: name a day that is still to come, or none")
    name = f"owner.{len(case.holds) + 1}.{int(now.timestamp())}"
    return [HoldSet(name, "owner", why, until, (number,) if number else (), by="owner")]


def resume(case: Case, numbers: Collection[str], today: date) -> list[CaseEvent]:
    """The case goes on, or these invoices alone; what the owner has refused is not woken in passing.

    An invoice is freed of what names it; what holds the whole case is the whole case's to lift.
    """
    return _resume_invoices(case, numbers, today) if numbers else _resume_case(case, today)


def _resume_invoices(case: Case, numbers: Collection[str], today: date) -> list[CaseEvent]:
    wanted = set(numbers)
    holds = [hold_ for hold_ in case.holds.values() if wanted & set(hold_.invoices)]
    asked = [n for n in case.open_notices() if _to_resume(n) and wanted & set(n.opened.invoices)]
    whole = next((hold_ for hold_ in _running(case, today) if not hold_.invoices), None)
    why = f"the whole case is held ({whole.rule}: {whole.why})" if whole else case.set_aside
    names = ", ".join(numbers)
    if why and not holds:
        raise OperatorError(f"{names}: {why}; `relance resume {case.id}` lifts it")
    if not holds and not asked:
        raise OperatorError(f"{names}: nothing holds this; `relance show {names}` says what is next")
    events: list[CaseEvent] = [held.without(hold_, wanted, _RESUMES) for hold_ in holds]
    again = 0
    for open_ in asked:
        events.append(NoticeAnswered(open_.opened.notice, "resume", "owner"))
        others = tuple(n for n in open_.opened.invoices if n not in wanted)
        if others and _stands_for_each(open_):
            again += 1
            events.append(_asked_again(case, open_.opened, others, again))
    return events


def _resume_case(case: Case, today: date) -> list[CaseEvent]:
    """All goes on but what the owner has refused, unless there is nothing else to resume."""
    asked = [open_ for open_ in case.open_notices() if _to_resume(open_)]
    running = _running(case, today)
    refused = [hold_ for hold_ in running if hold_.rule == "refused"]
    others = len(running) > len(refused) or bool(asked) or bool(case.set_aside)
    return [
        HoldLifted("", _RESUMES, "owner"),
        *(refused if others else ()),  # set again
        *(NoticeAnswered(open_.opened.notice, "resume", "owner") for open_ in asked),
    ]


def resumed(case: Case, events: Sequence[CaseEvent]) -> str:
    """What a `resume` has done, in words, with what it has lifted; `case` as it was before."""
    kept = [event for event in events if isinstance(event, HoldSet)]
    lifted = {event.hold for event in events if isinstance(event, HoldLifted)} | {
        hold_.hold for hold_ in kept
    }
    if "" not in lifted:  # one invoice, by its name
        return f"resumed{_lifted(h for h in case.holds.values() if h.hold in lifted)}"
    said = f"resumed{_lifted(h for h in case.holds.values() if h not in kept)}"
    if kept:
        names = ", ".join(number for hold_ in kept for number in hold_.invoices) or "the whole case"
        return f"{said}, but for what you had refused ({names}); resume again to lift that too"
    if any(hold_.rule == "refused" for hold_ in case.holds.values()):
        return f"{said}; what you had refused goes on as well"
    return said


def _lifted(holds: Iterable[HoldSet]) -> str:
    said = [
        f"{h.rule}{' of ' + ', '.join(h.invoices) if h.invoices else ''} ({h.why.rstrip('.')})" for h in holds
    ]
    return f", lifted: {'; '.join(said)}" if said else ""


def _running(case: Case, today: date) -> list[HoldSet]:
    return [hold_ for hold_ in case.holds.values() if hold_.until is None or hold_.until >= today]


def _to_resume(open_: Notice) -> bool:
    return open_.opened.about not in _OWN_WAY


def _stands_for_each(open_: Notice) -> bool:
    """The question holds each of its invoices, so that it stays for those not resumed."""
    return bool(open_.opened.mail) or open_.opened.about == "reopened"


def _asked_again(case: Case, opened: NoticeOpened, invoices: tuple[str, ...], again: int) -> NoticeOpened:
    question = opened.question.replace(", ".join(opened.invoices), ", ".join(invoices))
    name = f"{case.id}-{len(case.notices) + again}"
    return replace(opened, notice=name, question=question, invoices=invoices)


def answer(
    case: Case,
    notice: str,
    *,
    yes: bool,
    why: str,
    rules: Rules,
    now: datetime,
    until: date | None = None,
) -> list[CaseEvent]:
    """`approve` or `refuse` of an open notice, with what follows; `until` is the day that is granted."""
    opened = _open(case, notice)
    word = "approve" if yes else "refuse"
    if word not in opened.opened.choices:
        choices = ", ".join(opened.opened.choices)
        raise OperatorError(f"notice {notice} ({opened.opened.about}) is answered with: {choices}")
    other = changed(see(case, House(), rules, now), opened) if yes else ""
    if other:
        raise OperatorError(f"notice {notice}: {other}, so that another letter would leave; it is asked anew")
    said = NoticeAnswered(notice, "approve" if yes else "refuse", "owner", why)
    return [said, *_consequences(case, opened, yes=yes, rules=rules, now=now, until=until)]


def _open(case: Case, notice: str) -> Notice:
    found = case.notices.get(notice)
    if found is None:
        raise OperatorError(f"notice {notice}: there is none of that name; `relance status` lists them")
    if found.answer:
        raise OperatorError(f"notice {notice} was answered already: {found.answer}")
    return found


def _consequences(
    case: Case, notice: Notice, *, yes: bool, rules: Rules, now: datetime, until: date | None = None
) -> list[CaseEvent]:
    opened = notice.opened
    match opened.about:
        case "uncertain":
            how = "the owner says that it left" if yes else "the owner says that it did not leave"
            return [LetterSettled(opened.letter, yes, how)]
        case "promise_far" | "promise_again":
            lifted: list[CaseEvent] = [
                HoldLifted(hold_.hold, "the owner has decided", "owner")
                for hold_ in case.holds.values()
                if hold_.rule == opened.about and hold_.mail == opened.mail
            ]
            decided = granted.promise_accepted if yes else granted.promise_refused
            return [*lifted, *decided(see(case, House(), rules, now), opened.mail, opened.invoices)]
        case "already_paid" | "payment_match":
            return _on_money(see(case, House(), rules, now), opened, yes=yes)
        case "left_over":
            return _on_left_over(see(case, House(), rules, now), opened, yes=yes)
        case "delay_request":
            return _on_more_time(see(case, House(), rules, now), opened, yes=yes, until=until)
        case about if about in _NO_HOLDS and not yes:
            invoices = opened.invoices if about in _THEIR_INVOICES else ()
            refused = f"the owner refuses: {opened.about}"
            return [HoldSet(f"{opened.notice}.refused", "refused", refused, None, invoices, by="owner")]
        case _:
            return []


def _on_money(sight: Sight, opened: NoticeOpened, *, yes: bool) -> list[CaseEvent]:
    """Nothing came: the debtor is asked where it went. Or what stands on another invoice is this one's."""
    if opened.about == "payment_match":
        return [*elsewhere.recorded(sight.case, opened)] if yes else []
    return [] if yes else [*claimed.asked_now(sight, opened.mail)]


def _on_left_over(sight: Sight, opened: NoticeOpened, *, yes: bool) -> list[CaseEvent]:
    """Indemnity and interest that a mise en demeure demanded: claimed by one more letter, or waived."""
    if not yes:
        return left_over.waived(sight, opened.letter)
    claimed = left_over.claimed(sight, opened.letter)
    if not claimed:
        raise OperatorError("no e-mail address of this customer is left: write by post, or waive it")
    return claimed


def _on_more_time(sight: Sight, opened: NoticeOpened, *, yes: bool, until: date | None) -> list[CaseEvent]:
    """The debtor asked for time: granted to a day (said, or the one asked for) or in the parts asked for, or
    refused; the debtor is told either way."""
    if not yes:
        return granted.delay_refused(sight, opened.mail, opened.invoices)
    parts = [] if until else [PromiseRead(*part) for part in renewed.offered(sight, opened)]
    if len(parts) > 1:
        return granted.plan_noted(sight, parts, opened.invoices, opened.mail)
    until = until or delays.day_asked(sight, opened.mail)
    if until is None:
        raise OperatorError(
            f"notice {opened.notice} asks for time: until when? add --until D,"
            " or answer its mail with « d'accord pour le 15 »"
        )
    return granted.delay_granted(sight, opened.mail, until, opened.invoices)


def posted(
    case: Case,
    number: str,
    on: date,
    *,
    presented: date | None = None,
    refused: date | None = None,
    invoices: Collection[str] = (),
) -> list[CaseEvent]:
    """The last letter on paper, or the last about these invoices, was posted, and later presented or refused
    at the door."""
    paper = _paper(case, invoices)
    events: list[CaseEvent] = []
    if paper.posted is None:
        if on < paper.prepared.dated:
            raise OperatorError(f"the letter is dated {paper.prepared.dated}: it was not posted before")
        events.append(PaperPosted(paper.prepared.letter, number, on))
    elif (paper.posted.number, paper.posted.on) != (number, on):
        raise OperatorError(f"{_recorded(paper.posted)}; give this number and this day")
    day = presented or refused
    if day:
        if day < (paper.posted.on if paper.posted else on):
            raise OperatorError("a letter is not presented before it is posted")
        events.append(PaperPresented(paper.prepared.letter, day, "refused" if refused else "presented"))
    elif paper.posted:
        raise OperatorError(f"{_recorded(paper.posted)}; add --presented D or --refused D")
    waiting = [n for n in case.open_notices() if n.opened.about == "post"]
    return [*events, *(NoticeAnswered(n.opened.notice, "resume", "owner", "posted") for n in waiting)]


def on_its_way(case: Case) -> str:
    """What the journal says of the last letter that was posted."""
    paper = _paper(case)
    if paper.posted is None:
        return "not posted yet"
    said = f"posted on {paper.posted.on}, n° {paper.posted.number}"
    shown = paper.presented
    return f"{said}; {shown.outcome} on {shown.on}" if shown else said


def _recorded(posted_: PaperPosted) -> str:
    return f"the journal has this letter as already posted on {posted_.on}, n° {posted_.number}"


def _paper(case: Case, invoices: Collection[str] = ()) -> Paper:
    if not case.papers:
        raise OperatorError(f"case {case.id} has no letter to post")
    return about(case, invoices) or list(case.papers.values())[-1]


def about(case: Case, invoices: Collection[str]) -> Paper | None:
    """The last letter on paper that takes a step for one of these invoices."""
    wanted = set(invoices)
    papers = reversed(case.papers.values())
    return next((p for p in papers if wanted & {climb.number for climb in p.prepared.climbs}), None)
