"""The mise en demeure: its conditions, its paper, its copy by e-mail, its deadline.

It demands only invoices that climbed every step below it, always with the owner's approval, and leaves
half an hour after that. By default it is set as PDF, printed and posted by the owner, and then copied by
e-mail with the registered number. From then on no other letter is written in the case while it is owed;
what falls overdue later is shown to the owner. Pure.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from bot.case import Letter, Notice, Paper
from bot.events.owner import NoticeAnswered, NoticeOpened
from bot.policy import ageing, channels, court, drafting, ladder
from bot.policy.demand import claimed, demand, lacking, on_paper
from bot.policy.gates import gate
from bot.policy.house import Decision, Prepare, Record, Wait, Write
from bot.policy.ladder import Rung
from bot.policy.questions import latest, notice
from bot.policy.sight import Sight, named, plus, runs

_PRESENTED_AFTER = 7  # days after posting, when no presentation date is given
_POSTED_WITHIN = 3  # working days
_TO_POST = "The mise en demeure is to be printed and posted: `posted` says when it was."
_OWN_WORD = ("owner", "refused")  # holds that the owner has set himself


# --- before -----------------------------------------------------------------------------------------


def judge(sight: Sight, due: Sequence[Rung]) -> Decision | None:
    """The mise en demeure of these invoices: asked for, approved, prepared or sent.

    None when it lacks something that the owner was asked for: it stands aside, other letters go on.
    """
    numbers = tuple(r.invoice.number for r in due)
    missing = _missing(sight, due)
    if missing:
        known = latest(sight, missing, numbers)
        # A sum that is too small stays so; a kind or an address is asked for again when it is not there.
        if known and (not known.answer or missing == "amount"):
            return None
        return Record((notice(sight, missing, invoices=numbers),), f"the mise en demeure lacks: {missing}")
    to = sight.contacts()[:1]
    whole = claimed(sight, due)
    if isinstance(whole, Wait):
        return whole  # first: the owner is not asked about a letter that cannot be written
    # the owner's word on this very letter stands for any list
    blocked = gate(sight, firm=True, by_hand=True, approval=ladder.MISE_EN_DEMEURE, invoices=numbers, to=to)
    if blocked:
        return _call_first(sight, numbers, blocked)
    draft = demand(sight, due, whole, approved=_approved(sight, numbers))
    if isinstance(draft, Wait):
        return draft
    why = f"mise en demeure of {named(numbers)}: every step was climbed, nothing stands against it"
    return Prepare(draft, why) if on_paper(sight, due) else Write(draft, why)


def _call_first(sight: Sight, numbers: tuple[str, ...], blocked: Decision) -> Decision:
    """Right before the owner is asked a call is proposed to him, once, and never required."""
    asks = isinstance(blocked, Record) and latest(sight, "call", numbers) is None
    if not asks:
        return blocked
    return Record(
        (notice(sight, "call", invoices=numbers),), "a call may settle it before the mise en demeure"
    )


def _missing(sight: Sight, due: Sequence[Rung]) -> str:
    if sight.net([r.invoice for r in due]) < max(1, sight.rules.law.mise_en_demeure_from):
        return "amount"
    return lacking(sight, due)


def _approved(sight: Sight, numbers: tuple[str, ...]) -> bool:
    known = latest(sight, ladder.MISE_EN_DEMEURE, numbers)
    return known is not None and known.answer == "approve"


# --- after ------------------------------------------------------------------------------------------


def follow(sight: Sight) -> Decision | None:
    """What comes after the paper was set, posted, or the mise en demeure sent by e-mail alone."""
    printed = unposted(sight)
    if printed:
        return _unposted(sight, printed)
    sent = sight.case.mise_en_demeure()
    if sent is None:
        return None
    open_ = _open(sight, _demanded(sight))
    asked = _newcomers(sight)
    if asked or not open_:
        return asked  # settled: what else is owed goes its way, as far as the owner agrees
    held = [n for n in open_ if sight.hold_on(n)]
    if held:
        return Wait(sight.holds_end(held), f"the mise en demeure is out; {named(held)} is held")
    decision = _posted(sight, sent) if isinstance(sent, Paper) else _sent(sight, sent)
    return _or_next_due(sight, decision) if isinstance(decision, Wait) else decision


def shown_only(sight: Sight, number: str) -> bool:
    """It came after a mise en demeure, and the owner has not agreed to a reminder of it."""
    if sight.case.mise_en_demeure() is None or number in _demanded(sight):
        return False
    return not ladder.agreed(sight, "after_mise_en_demeure", number)


def _newcomers(sight: Sight) -> Decision | None:
    """What fell overdue beside a mise en demeure is shown to the owner, once."""
    asked = {
        n
        for known in sight.case.notices.values()
        if known.opened.about == "after_mise_en_demeure"
        for n in known.opened.invoices
    }
    new = tuple(
        i.number
        for i in sight.owed
        if i.seen.due < sight.today and i.number not in asked and shown_only(sight, i.number)
    )
    if not new:
        return None
    opened = notice(sight, "after_mise_en_demeure", invoices=new)
    return Record((opened,), f"{named(new)} is overdue beside a mise en demeure")


def _or_next_due(sight: Sight, wait: Wait) -> Wait:
    """Comes up again when the next invoice falls overdue beside the mise en demeure."""
    coming = [
        sight.opening_after(i.seen.due)
        for i in sight.owed
        if i.seen.due >= sight.today and shown_only(sight, i.number)
    ]
    first = min(coming, default=None)
    return wait if first is None or (wait.until and wait.until <= first) else Wait(first, wait.why)


def _demanded(sight: Sight) -> list[str]:
    """The invoices of every mise en demeure that went out."""
    case = sight.case
    letters = (found.intended for found in case.sent_letters())
    by_mail = [letter.climbs for letter in letters if letter.kind == ladder.MISE_EN_DEMEURE]
    by_post = [p.prepared.climbs for p in case.papers.values() if p.posted]
    return [climb.number for climbs in (*by_post, *by_mail) for climb in climbs]


def _open(sight: Sight, numbers: Sequence[str]) -> list[str]:
    owed = {i.number for i in sight.owed}
    return [number for number in numbers if number in owed]


def _unposted(sight: Sight, paper: Paper) -> Decision | None:
    prepared = paper.prepared
    numbers = [climb.number for climb in prepared.climbs]
    held = [n for n in numbers if sight.hold_on(n)]
    if held:
        return Wait(sight.holds_end(held), f"{named(held)} is held: do not post {prepared.file}")
    open_ = [sight.case.invoices[n] for n in _open(sight, numbers)]
    if len(open_) != len(numbers) or sight.net(open_) != prepared.asked:
        return None  # it asks for what is no longer owed: the ladder sets another one
    asked = about_posting(sight, paper)
    if asked and asked[-1].answer:
        return None  # dated anew: the ladder sets another one
    last = sight.calendar.add_working(prepared.dated, _POSTED_WITHIN)
    opened = notice(sight, "post", invoices=numbers, letter=prepared.letter)
    if sight.today > last and not (asked and offers_another(asked[-1].opened)):
        moot = (NoticeAnswered(n.opened.notice, "moot", "policy", "asked again") for n in asked)
        return Record((*moot, opened), "the mise en demeure was not posted in time")
    if not asked:  # handed over: there is nothing yet to date anew
        first = replace(opened, question=_TO_POST, choices=("refuse",))
        return Record((first,), "the mise en demeure is to be posted")
    until = None if sight.today > last else sight.opening_after(last)
    return Wait(until, f"the mise en demeure of {named(numbers)} waits to be posted: {prepared.file}")


def about_posting(sight: Sight, paper: Paper) -> list[Notice]:
    """The questions that handed this letter over, the oldest first."""
    return [
        known
        for known in sight.case.notices.values()
        if known.opened.about == "post" and known.opened.letter == paper.prepared.letter
    ]


def offers_another(asked: NoticeOpened) -> bool:
    """Asked once more, after some days: the owner may have the letter dated anew."""
    return "approve" in asked.choices


def unposted(sight: Sight) -> Paper | None:
    """The mise en demeure that was printed last and is not posted, as far as anybody said."""
    papers = [p for p in sight.case.papers.values() if p.prepared.kind == ladder.MISE_EN_DEMEURE]
    return papers[-1] if papers and not papers[-1].posted else None


def overtaken(sight: Sight, paper: Paper) -> str:
    """What came between the print and the post, so that this letter must not be posted any more: the rule of
    a hold, else a word for what changed; empty: it is good.
    """
    numbers = [climb.number for climb in paper.prepared.climbs]
    rules = [
        hold.rule
        for hold in sight.case.holds.values()
        if runs(sight, hold) and (not hold.invoices or set(numbers) & set(hold.invoices))
    ]
    if court.opened_on(sight):
        return "insolvency"
    if sight.case.handed_over:
        return "handed_over"
    open_ = [sight.case.invoices[n] for n in _open(sight, numbers)]
    if not open_:
        return "paid"
    told = [rule for rule in rules if rule not in _OWN_WORD]
    if told or rules:
        return (told or rules)[0]
    if not paper.posted and channels.taken_otherwise(sight, paper):
        return "sent"
    return "" if len(open_) == len(numbers) and sight.net(open_) == paper.prepared.asked else "changed"


def _posted(sight: Sight, paper: Paper) -> Decision | None:
    numbers = [climb.number for climb in paper.prepared.climbs]
    posted, presented = paper.posted, paper.presented
    if posted is None:
        return None
    if presented and presented.outcome == "not_served":
        told = [n for n in sight.case.notices.values() if n.opened.about == "not_served"]
        known = next((n for n in told if n.opened.letter == paper.prepared.letter), None)
        if known is None:
            opened = notice(sight, "not_served", invoices=numbers, letter=paper.prepared.letter)
            return Record((opened,), "the letter could not be delivered")
        return None if known.answer else Wait(None, "the registered letter could not be delivered")
    if _copy_is_due(sight, paper):
        blocked = gate(sight, answer=True, firm=True, to=sight.contacts()[:1])
        return (
            blocked
            or _just_written(sight, paper)
            or Write(drafting.paper_copy(sight, paper), "copy of the mise en demeure that was posted")
        )
    start = presented.on if presented else plus(posted.on, _PRESENTED_AFTER)
    return _deadline(sight, plus(start, paper.prepared.deadline_days), numbers)


def since(sight: Sight, numbers: Collection[str]) -> tuple[date | None, int]:
    """After the last mise en demeure: the last day on which the debtor was heard, the cents that came."""
    case, last = sight.case, sight.case.mise_en_demeure()
    if last is None:
        return None, 0
    on = last.posted.on if isinstance(last, Paper) and last.posted else sight.day(last.at)
    moments = [*(mail.kept.arrived for mail in case.human_mails()), *(talk.at for talk in case.talks)]
    heard = [day for moment in moments if (day := sight.day(moment)) >= on]
    receipts = (one for i in case.invoices.values() if i.number in numbers for one in i.receipts)
    came = sum(cents for day, cents in receipts if day >= on)
    return max(heard, default=None), max(0, came)


def _just_written(sight: Sight, paper: Paper) -> Wait | None:
    """One debtor gets one letter: after another by e-mail since it was set the copy keeps its distance."""
    sent = [one for one in sight.case.sent_letters() if one.at >= paper.at]
    others = [one.at for one in sent if one.intended.paper != paper.prepared.letter]
    free = plus(sight.day(max(others)), sight.spacing) if others else sight.today
    if sight.today >= free:
        return None
    return Wait(sight.opening_on(free), f"written to less than {sight.spacing} days ago")


def _copy_is_due(sight: Sight, paper: Paper) -> bool:
    """By e-mail too, unless the step goes by post alone; again when the copy came back from an address."""
    step = sight.formal
    copies = [copy for copy in sight.case.letters.values() if copy.intended.paper == paper.prepared.letter]
    gone = any(copy.arrived or copy.state in ("intended", "uncertain") for copy in copies)
    wanted = step is None or "email" in step.channels
    refused = any(known.opened.about == "refused" for known in sight.case.open_notices())
    late = any(ageing.barred(sight, i) for i in sight.owed if i.number in _demanded(sight))
    return wanted and not gone and not refused and not late and bool(sight.contacts())


def _sent(sight: Sight, letter: Letter) -> Decision:
    days = (sight.formal.deadline_days or 0) if sight.formal else 0
    return _deadline(sight, plus(sight.day(letter.at), days), [c.number for c in letter.intended.climbs])


def _deadline(sight: Sight, end: date, numbers: Sequence[str]) -> Decision:
    if sight.today <= end:
        return Wait(sight.opening_after(end), f"the deadline of the mise en demeure runs through {end}")
    if latest(sight, "deadline", tuple(numbers)) is None:
        return Record(
            (notice(sight, "deadline", invoices=numbers),), "the deadline is over and it is not paid"
        )
    return Wait(None, f"the mise en demeure had no answer by {end}: what comes next is the owner's to say")
