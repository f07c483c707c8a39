"""The lines of the lists that the owner gets: letters due, where a case stands. Pure.

In come drafts and cases, out come frozen values with amounts in cents and days as dates; see `views`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.case import Case, Paper
from bot.draft import Draft
from bot.events.letters import Climb
from bot.events.mail import PromiseRead
from bot.letters import Words
from bot.letters.owner import Verbatim
from bot.owner.dues import Owed, Sum, owed, sums
from bot.policy.house import Decision, House, Wait
from bot.policy.ladder import MISE_EN_DEMEURE, rung
from bot.policy.sight import Sight, runs, see
from bot.rules import Rules


@dataclass(frozen=True, slots=True)
class Due:
    """A letter that is about to leave, as one line of the list of the evening before."""

    n: int
    debtor: str
    invoices: tuple[str, ...]
    amount: int
    currency: str
    step: str  # its configured name
    rank: int  # of the step in its ladder, from 1
    tone: str
    day: date
    formal: bool = False  # a mise en demeure
    paper: bool = False  # to be printed and posted
    to: tuple[str, ...] = ()
    given: date | None = None  # to post: when the owner got it last, of which nothing was said since
    template: str = ""  # of a letter that takes no step: what it is


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A letter of a rehearsal, with all its words; nobody got it."""

    n: int
    debtor: str
    to: tuple[str, ...]
    subject: str
    text: Verbatim
    invoices: tuple[str, ...]
    amount: int
    currency: str
    rank: int = 0  # of its step, from 1; 0: an answer
    tone: str = ""
    formal: bool = False
    paper: bool = False
    template: str = ""  # of an answer: what it says


@dataclass(frozen=True, slots=True)
class Old:
    """Invoices that were already long overdue when first imported."""

    n: int
    debtor: str
    invoices: tuple[Owed, ...]
    total: tuple[Sum, ...]
    late: int  # days, of the oldest


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands, in what two lines can say."""

    debtor: str
    invoices: tuple[Owed, ...]
    total: tuple[Sum, ...]
    last: date | None = None  # the last letter
    rank: int = 0  # of the step that it took, from 1; 0: none
    formal: bool = False  # it was a mise en demeure
    promised: tuple[PromiseRead, ...] = ()
    held: bool = False
    held_until: date | None = None
    questions: int = 0  # that wait for the owner
    leaves: date | None = None  # the next letter, as far as a day is known
    next_rank: int = 0  # of the step that comes, from 1; 0: none
    next_formal: bool = False


def due(n: int, draft: Draft, day: date, *, paper: bool = False) -> Due:
    """A letter that leaves on that day if nothing stands against it."""
    top = max(draft.climbs, key=lambda climb: climb.index, default=None)
    return Due(
        n,
        draft.debtor,
        tuple(line.number for line in draft.lines),
        draft.due_now,
        draft.currency,
        step=top.step if top else draft.template,
        rank=top.index + 1 if top else 0,
        tone=draft.tone,
        day=day,
        formal=draft.kind == MISE_EN_DEMEURE,
        paper=paper,
        to=draft.to,
        template=draft.template,
    )


def rehearsed(n: int, draft: Draft, words: Words, *, paper: bool = False) -> Rehearsed:
    """A letter as it would have left."""
    line = due(n, draft, date.min, paper=paper)
    return Rehearsed(
        n,
        draft.debtor,
        draft.to,
        words.subject,
        Verbatim(words.text),
        line.invoices,
        line.amount,
        line.currency,
        rank=line.rank,
        tone=line.tone,
        formal=line.formal,
        paper=paper,
        template=draft.template,
    )


def old(n: int, case: Case, invoices: Sequence[str], today: date) -> Old:
    """One line of the backlog: these invoices of a case."""
    meant = [case.invoices[number] for number in invoices if number in case.invoices]
    meant.sort(key=lambda invoice: (invoice.seen.due, invoice.number))
    lines = owed(case, meant, today)
    return Old(n, case.debtor.name, lines, sums(lines), max((line.late for line in lines), default=0))


def to_post(n: int, paper: Paper, debtor: str, given: date | None = None) -> Due:
    """A letter that waits to be printed and posted."""
    prepared = paper.prepared
    return Due(
        n,
        debtor,
        tuple(climb.number for climb in prepared.climbs),
        prepared.part or prepared.asked,
        prepared.currency,
        step=max(prepared.climbs, key=lambda c: c.index).step if prepared.climbs else prepared.template,
        rank=max((climb.index for climb in prepared.climbs), default=-1) + 1,
        tone=prepared.tone,
        day=prepared.dated,
        formal=prepared.kind == MISE_EN_DEMEURE,
        given=given,
    )


def _last_message(sight: Sight) -> tuple[date | None, tuple[Climb, ...], bool]:
    """Its day, the steps that it took itself, and whether it was a mise en demeure: by mail, by post, or
    the owner's own. A reminder that was only declared is no message of ours."""
    case = sight.case
    messages: list[tuple[date, tuple[Climb, ...], str]] = []
    if case.owner_wrote:
        messages.append((sight.day(case.owner_wrote), (), ""))
    messages += [(p.posted.on, p.prepared.climbs, p.prepared.kind) for p in case.papers.values() if p.posted]
    messages += [(sight.day(s.at), s.intended.climbs, s.intended.kind) for s in case.sent_letters()]
    if not messages:
        return None, (), False
    day, climbs, kind = sorted(messages, key=lambda message: message[0])[-1]  # on one day, ours
    return day, climbs, kind == MISE_EN_DEMEURE


def standing(case: Case, decision: Decision | None, rules: Rules, now: datetime) -> Standing:
    """Where a case stands; `decision` is what policy says of it now."""
    sight = see(case, House(), rules, now)
    open_ = sorted(case.open_invoices(), key=lambda i: (i.seen.due, i.number))
    lines = owed(case, open_, sight.today)
    steps = [found for found in (rung(sight, i) for i in open_) if found]
    first = min(steps, key=lambda r: (r.on, r.index), default=None)
    held = [hold for hold in case.holds.values() if runs(sight, hold)]
    ends = [hold.until for hold in held if hold.until and hold.until >= sight.today]
    last, climbs, formal = _last_message(sight)
    next_at = decision.until if isinstance(decision, Wait) else now if decision else None
    return Standing(
        case.debtor.name,
        lines,
        sums(lines),
        last=last,
        rank=max((climb.index for climb in climbs), default=-1) + 1,
        formal=formal,
        promised=tuple(
            PromiseRead(p.noted.on, p.noted.amount) for p in case.promises.values() if not p.outcome
        ),
        held=bool(held),
        held_until=max(ends) if held and len(ends) == len(held) else None,
        questions=len(case.open_notices()),
        leaves=None if held or next_at is None else sight.day(next_at),
        next_rank=first.index + 1 if first else 0,
        next_formal=first is not None and first.step.step == MISE_EN_DEMEURE,
    )
