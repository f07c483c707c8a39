"""From a decision to write to the draft that says all the letter must say.

Every statement about the past is drawn from the case: the days of earlier letters, whether they stayed
without an answer, the promise that was not kept. No words yet, no I/O, no clock.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from bot.case import Invoice, Mail, Paper, Promise
from bot.draft import Draft, Line, Mandate, PromiseSaid
from bot.events.consequences import AnswerOwed
from bot.events.letters import Climb
from bot.policy import ageing, claimed, documents, elsewhere, late, left_over, not_due, thanks
from bot.policy.instalments import agreed, running, stands
from bot.policy.ladder import MISE_EN_DEMEURE, Rung, asleep, broken_promise, highest, on_portal, ready_on
from bot.policy.ladder import tone as tone_of
from bot.policy.on_its_way import REFUSALS, replaced
from bot.policy.questions import asks_about, promises_asked_about
from bot.policy.sight import Sight
from bot.policy.unanswered import asked_for_a_day, heard_since
from bot.rules import Step

# These speak of the debtor's words or of his payment, be the invoice paid meanwhile.
_OF_WHAT_WAS_SAID = frozenset({"dispute_received", "already_paid", "document_sent", "promise_kept"})


def letter(sight: Sight, rungs: Sequence[Rung], *, by_post: bool = False) -> Draft:
    """The letter that takes each of these invoices one step up; printed, it leaves time for its way."""
    top = highest(rungs)
    invoices = [r.invoice for r in rungs]
    numbers = {i.number for i in invoices}
    currency = invoices[0].seen.currency
    formal = top.step.step == MISE_EN_DEMEURE
    tone = tone_of(sight, rungs)
    draft = _not_kept(sight, bare(sight, invoices), invoices)
    return replace(
        draft,
        to=() if by_post else recipients(sight, top.step),
        kind="mise_en_demeure" if formal else "reminder",
        template=top.step.template,
        tone=tone,
        also=tuple(
            line(i) for i in mentioned(sight) if i.number not in numbers and i.seen.currency == currency
        ),
        not_due=() if formal else tuple(map(line, not_due.listed(sight, numbers, currency))),
        asked=sight.net(invoices),
        climbs=tuple(Climb(r.invoice.number, r.step.step, r.index) for r in rungs),
        pay_by=pay_by(sight, 14 if by_post else 7) if (top.index or draft.plan) and not formal else None,
        earlier=earlier(sight, numbers),
        silent=silent(sight, numbers),
        moved=elsewhere.put_right(sight, invoices),
        ask_date=tone == "neutral",
        asked_on=asked_for_a_day(sight, numbers),
        deadline_days=(top.step.deadline_days or 0) if formal else 0,
        next_is_mise_en_demeure=_before_mise_en_demeure(sight, top),
        first_to_person=sight.kind in ("consumer", "unknown") and not _dated_letters(sight),
    )


def recipients(sight: Sight, step: Step) -> tuple[str, ...]:
    """The first contact, and from the step on that says so the further ones too."""
    contacts = sight.contacts()
    return tuple(contacts if step.copies else contacts[:1])


def paper_copy(sight: Sight, paper: Paper) -> Draft:
    """The e-mail copy of a mise en demeure that was posted, naming its registered number."""
    prepared, posted = paper.prepared, paper.posted
    invoices = [sight.case.invoices[c.number] for c in prepared.climbs if c.number in sight.case.invoices]
    return replace(
        bare(sight, invoices),
        kind="mise_en_demeure",
        template=prepared.template,
        tone=prepared.tone,  # type: ignore[arg-type]  # it was a Tone when it was written
        asked=prepared.asked,
        deadline_days=prepared.deadline_days,
        posted_on=posted.on if posted else None,
        posted_number=posted.number if posted else "",
        paper=prepared.letter,
        whole=prepared.demanded,
    )


def answer(sight: Sight, owed: AnswerOwed) -> Draft:
    """The automatic answer that a mail deserves, in the debtor's thread."""
    wanted = _answered(sight, owed)
    currency = wanted[0].seen.currency
    mail = sight.case.mails.get(owed.mail)
    draft = bare(sight, [i for i in wanted if i.seen.currency == currency])
    promise = sight.case.promises.get(owed.promise)
    paid_on = claimed.paid_on(sight.case, owed.mail)
    left = left_over.of(sight) if owed.template == "left_over" else None
    plan, before = _plan(sight, owed), replaced(sight, owed)
    return replace(
        draft,
        replaces=sight.day(before.at) if before else None,
        indemnity=left.indemnity if left else 0,
        interest=left.interest if left else 0,
        pay_by=pay_by(sight, 14) if left else None,
        template=owed.template,
        tone="neutral",
        to=(owed.to,),
        promise=thanks.named(sight, owed, promise, _said(sight, promise))
        if promise and not _said_no_more(sight, owed, promise)
        else None,
        day=owed.day,
        promised=_promised(owed, mail),
        ordered=owed.ordered,
        documents=documents.kinds(owed.documents),
        pieces=documents.pieces(owed.documents),
        plan=plan,
        rest=_left_out(sight, draft.asked, plan) if owed.template == "plan_accepted" else 0,
        claimed_paid=paid_on,
        claimed_part=claimed.part_of(sight.case, owed.mail, draft.asked),
        claimed_reference=claimed.reference(sight.case, owed.mail),
        ask_date=owed.template == "ask_date" or (owed.template == "already_paid" and not paid_on),
        answer=owed.answer,
        **_in_his_thread(owed, mail, draft),
    )


def _in_his_thread(owed: AnswerOwed, mail: Mail | None, draft: Draft) -> dict[str, Any]:
    """Under the subject of the mail that is answered, which stands last in the thread: it is replied to."""
    if mail is None or mail.kept.whose != "debtor" or mail.kept.sender.lower() != owed.to.lower():
        return {"subject": draft.subject or (mail.kept.subject if mail else "")}
    his = mail.kept.message_id
    references = (*(one for one in draft.references if one != his), *([his] if his else []))
    return {"subject": mail.kept.subject.strip() or draft.subject, "references": references}


def _said_no_more(sight: Sight, owed: AnswerOwed, promise: Promise) -> bool:
    """A document is sent without a word on a day that was replaced meanwhile; a refusal, on one that is over,
    unless it is that of a part of a plan."""
    if owed.template not in REFUSALS:
        return owed.template == "document_sent" and bool(promise.outcome)
    return not stands(sight, promise)


def _promised(owed: AnswerOwed, mail: Mail | None) -> date | None:
    """The last day that the debtor had promised, who is granted or proposed another one."""
    if owed.template not in ("delay_accepted", "delay_proposed") or mail is None or mail.read is None:
        return None
    asked = "delay_request" in mail.read.intents
    return None if asked else max((p.date for p in mail.read.promises if p.date), default=None)


def _answered(sight: Sight, owed: AnswerOwed) -> list[Invoice]:
    """The invoices that an answer names: those that it is about; of a sum that remains, those that owe it."""
    known = sight.case.invoices
    about = [known[n] for n in owed.invoices if n in known] or sight.case.open_invoices()
    about = about or list(known.values())
    owing = [invoice for invoice in about if invoice.left]
    return about if owed.template in _OF_WHAT_WAS_SAID else owing or about


def _plan(sight: Sight, owed: AnswerOwed) -> tuple[PromiseSaid, ...]:
    """The payments that were noted together: instalments that the owner accepted, or several promised; beside
    thanks for a part of one, those that are still to come."""
    if owed.template == "promise_partly_kept":
        about = set(owed.invoices)
        noted = (_said(sight, p) for p in running(sight) if about & set(p.noted.invoices))
        return (*noted, *promises_asked_about(sight, owed.invoices))
    if owed.template not in ("plan_accepted", "promise_noted"):
        return ()
    plan = owed.promise.rpartition(".")[0]
    mine = [p for name, p in sight.case.promises.items() if name.rpartition(".")[0] == plan]
    accepted = owed.template == "plan_accepted"
    still = [p for p in mine if not p.outcome]  # what was paid before it could be said is asked for no more
    parts = still or [p for p in mine if accepted and p.outcome != "replaced"]
    apart = len({p.noted.invoices for p in parts}) > 1
    return tuple(_said(sight, part, named=apart) for part in parts)


def _left_out(sight: Sight, asked: int, plan: Sequence[PromiseSaid]) -> int:
    """What the instalments do not come to, as far as it is worth a word."""
    if not plan or any(part.amount is None for part in plan):
        return 0
    rest = asked - sum(part.amount or 0 for part in plan)
    return rest if rest >= sight.rules.law.ignore_below else 0


def bare(sight: Sight, invoices: Sequence[Invoice]) -> Draft:
    """What every letter to this debtor has in common."""
    debtor, creditor = sight.case.debtor, sight.rules.creditor
    subject, references = thread(sight)
    currency = invoices[0].seen.currency
    return Draft(
        kind="answer",
        template="",
        tone="neutral",
        language="en" if (debtor.language or sight.rules.language).lower().startswith("en") else "fr",
        voice=sight.customer.voice or creditor.voice,
        to=tuple(sight.contacts()[:1]),
        debtor=debtor.name,
        debtor_kind=sight.kind,
        address=debtor.address,
        lines=tuple(line(i) for i in invoices),
        credits=tuple(line(c) for c in sight.credits(currency)),
        asked=sight.net(invoices),
        currency=currency,
        subject=subject,
        references=references,
        siren=debtor.siren,
        mandate=_mandate(sight),
    )


def _mandate(sight: Sight) -> Mandate | None:
    """For whom this is collected (CPCE R124-4): the first letter says all, later ones repeat its date."""
    told = sight.rules.creditor.on_behalf_of
    if told is None:
        return None
    case = sight.case
    sent = [sight.day(letter.at) for letter in case.sent_letters() if letter.intended.mandate]
    sent += [p.posted.on for p in case.papers.values() if p.posted and p.prepared.mandate]
    return Mandate(
        told.name, told.address, told.legal_form, told.siren, case.id, first_on=min(sent, default=None)
    )


def line(invoice: Invoice) -> Line:
    seen = invoice.seen
    return Line(
        seen.number,
        seen.issued,
        seen.due,
        seen.total,
        invoice.paid,
        invoice.left,
        seen.type,
        seen.reference,
        seen.pdf,
    )


def mentioned(sight: Sight) -> list[Invoice]:
    """What may stand "pour mémoire", oldest first: overdue, whatever its step.

    Not what is held: who contests, promises or has paid an invoice is not reminded of it in passing. Nor
    what is debited, sleeps as backlog, is new here, stands on a portal, or is too old for anything automatic.
    """
    limits = sight.rules.limits
    overdue = [
        i
        for i in sight.owed
        if i.seen.due < sight.today
        and not sight.hold_on(i.number)
        and not asks_about(sight, i.number)
        and not late.waits(sight, i)
        and not asleep(sight, i)
        and i.seen.method != "direct_debit"
        and ready_on(sight, i) <= sight.today
        and (sight.today - i.seen.due).days <= limits.automatic_days
        and not ageing.barred(sight, i)
        and not on_portal(sight, i)
    ]
    return sorted(overdue, key=lambda i: (i.seen.due, i.number))


def pay_by(sight: Sight, days: int) -> date:
    """So many days, ended on a working day."""
    return sight.calendar.add_working(sight.today + timedelta(days), 0)


def _dated_letters(sight: Sight) -> list[tuple[datetime, tuple[Climb, ...]]]:
    """The letters that reached the debtor by mail or by post, oldest first, with the steps they took."""
    mailed = [(found.at, found.intended.climbs) for found in sight.case.sent_letters()]
    posted = [
        (sight.start_of(paper.posted.on), paper.prepared.climbs)
        for paper in sight.case.papers.values()
        if paper.posted and not (paper.presented and paper.presented.outcome == "not_served")
    ]
    return sorted([*mailed, *posted], key=lambda letter: letter[0])


def _named(sight: Sight, wanted: Collection[str], at: datetime, climbs: Iterable[Climb]) -> set[str]:
    """Which of these invoices that letter reminded of; what was paid, and taken back since, not."""
    anew = {n: sight.case.invoices[n].anew for n in wanted if n in sight.case.invoices}
    return {c.number for c in climbs if c.number in anew and at >= (anew[c.number] or at)}


def _reminders(sight: Sight, numbers: Iterable[str]) -> list[datetime]:
    wanted = set(numbers)
    return [at for at, climbs in _dated_letters(sight) if _named(sight, wanted, at, climbs)]


def earlier(sight: Sight, numbers: Iterable[str]) -> tuple[date, ...]:
    """The days of the letters that reminded of each of these invoices: what is said of one is true of all."""
    wanted = set(numbers)
    each = [at for at, climbs in _dated_letters(sight) if wanted <= _named(sight, wanted, at, climbs)]
    return tuple(dict.fromkeys(map(sight.day, each)))


def silent(sight: Sight, numbers: Iterable[str]) -> bool:
    """Whether nobody has answered since the first letter about these invoices, nor spoken with the owner."""
    letters = _reminders(sight, numbers)
    return bool(letters) and not heard_since(sight.case, letters[0])


def thread(sight: Sight) -> tuple[str, tuple[str, ...]]:
    """First subject and Message-IDs of the running thread; a new one starts when its invoices are closed."""
    subject = ""
    ids: list[str] = []
    about: set[str] = set()
    for found in sight.case.sent_letters():
        climbed = set(found.intended.about)
        if climbed and about and not _any_open(sight, about):
            subject, ids, about = "", [], set()
        if found.intended.kind != "answer":  # that one stands under the debtor's subject
            subject = subject or found.intended.subject
        ids.append(found.intended.message_id)
        about |= climbed
    if about and not _any_open(sight, about):
        return "", ()
    return subject, tuple(ids[-20:])


def _any_open(sight: Sight, numbers: Iterable[str]) -> bool:
    return any(sight.case.invoices[n].left > 0 for n in numbers if n in sight.case.invoices)


def _before_mise_en_demeure(sight: Sight, top: Rung) -> bool:
    after = top.index + 1
    return after < len(sight.ladder) and sight.ladder[after].step == MISE_EN_DEMEURE


def _said(sight: Sight, promise: Promise, *, named: bool = False) -> PromiseSaid:
    """`named`: with its invoices, and with what they owe where it names no sum."""
    noted, received = promise.noted, sight.case.received(promise)
    over = noted.on is not None and noted.on < sight.today
    said = PromiseSaid(
        noted.made, noted.on, noted.amount, received, agreed(promise), over=over, part=noted.part
    )
    return replace(said, amount=noted.amount or noted.owed, invoices=noted.invoices) if named else said


def _not_kept(sight: Sight, draft: Draft, invoices: Sequence[Invoice]) -> Draft:
    """With the broken promise that the letter names, the newest of the first invoice that has one; of a plan
    with all that is missing, and with what is still to come while it can be caught up with."""
    plan = next(filter(None, (late.plan_of(sight, i) for i in invoices)), None)
    if plan:
        said = tuple(_said(sight, p) for p in plan.missing)
        after = () if plan.state == "over" else tuple(_said(sight, p) for p in plan.after)
        return replace(draft, promise=said[-1], late=said, plan=after, plan_over=plan.state == "over")
    broken = next(filter(None, (broken_promise(sight, i) for i in invoices)), None)
    return replace(draft, promise=_said(sight, broken)) if broken else draft
