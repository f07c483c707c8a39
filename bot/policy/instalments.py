"""What a new promise takes the place of: the invoices or the instalments that it names; the rest goes on.

Promises that run on the same invoices are the instalments of one schedule, each with its sum. A payment that
is said once more changes nothing; one with another day moves the instalment that it means: that of its sum,
else the next one, and what is late of it comes first. Of a promise about more invoices than are named now
the others go on. Pure.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.case import Promise
from bot.events.consequences import HoldLifted, HoldSet, PromiseEnded, PromiseNoted
from bot.events.entries import CaseEvent
from bot.policy.sight import Sight

PLAN = "plan"  # in the names of promises whose day the owner has accepted
Dated = tuple[date, int | None]  # a payment: by this day, so much; None: all that remains


@dataclass(slots=True)
class Part:
    """An instalment that runs, with what is still to come for it (cents)."""

    promise: Promise
    left: int

    @property
    def day(self) -> date:
        return self.promise.noted.on or self.promise.noted.made

    @property
    def name(self) -> str:
        return self.promise.noted.promise

    @property
    def at_once(self) -> bool:
        """To be paid on the day on which it was agreed."""
        return self.day <= self.promise.noted.made


def running(sight: Sight) -> list[Promise]:
    return [p for p in sight.case.promises.values() if not p.outcome]


def day_of(promise: Promise) -> date:
    return promise.noted.on or promise.noted.made


def last_day(sight: Sight, promise: Promise) -> date:
    return sight.calendar.add_working(day_of(promise), sight.rules.replies.promise_grace)


def peace(sight: Sight, promise: Promise) -> HoldSet:
    """No letter about its invoices before its day is over."""
    said, why = promise.noted, f"payment is promised for {promise.noted.on}"
    return HoldSet(said.promise, "promise", why, last_day(sight, promise), said.invoices, said.mail)


def agreed(promise: Promise) -> bool:
    """The owner has accepted its day."""
    return f".{PLAN}." in promise.noted.promise


def agreed_days(sight: Sight, about: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """Of these invoices those for which no day stands, and the payment of the others that comes first: a part
    of a plan that is late, else the next one.
    """
    known = [*(p for p in running(sight) if stands(sight, p)), *_late(sight)]
    stand = [p.noted for p in known if p.noted.on and set(about) & set(p.noted.invoices)]
    free = tuple(n for n in about if not any(n in noted.invoices for noted in stand))
    first = min(stand, key=lambda noted: noted.on or noted.made, default=None)
    return free, first.promise if first else ""


def stands(sight: Sight, promise: Promise) -> bool:
    """Its day is still to come, or it is a part of a plan; any other is over with its day."""
    said = promise.noted
    return said.on is None or said.on >= sight.today or (agreed(promise) and said.amount is not None)


def _late(sight: Sight) -> list[Promise]:
    """Parts that did not come, or not in full, of plans that go on."""
    plans = {p.noted.promise.rpartition(".")[0] for p in running(sight) if agreed(p)}
    broken = [p for p in sight.case.promises.values() if p.outcome in ("broken", "partly_kept")]
    mine = (p for p in broken if p.noted.promise.rpartition(".")[0] in plans)
    return [p for p in mine if (p.noted.amount or 0) > sight.case.received(p)]


def schedules(sight: Sight) -> list[list[Part]]:
    """What runs, by invoices, each in the order of its days; what is late of it first."""
    found: dict[frozenset[str], list[Promise]] = {}
    open_ = _open(sight)
    for promise in running(sight):
        found.setdefault(frozenset(promise.noted.invoices) & open_, []).append(promise)
    for promise in {p.noted.promise: p for later in running(sight) for p in missing(sight, later)}.values():
        found.get(frozenset(promise.noted.invoices) & open_, []).append(promise)
    return [_parts(sight, chain) for chain in found.values()]


def broken_before(sight: Sight, promise: Promise) -> list[Promise]:
    """The instalments of the same invoices that did not come on their day while this one was agreed."""
    about = set(promise.noted.invoices)
    broken = [p for p in sight.case.promises.values() if p.outcome == "broken"]
    mine = [p for p in broken if about & set(p.noted.invoices)]
    return [p for p in mine if promise.noted.made <= day_of(p) < day_of(promise)]


def missing(sight: Sight, promise: Promise) -> list[Promise]:
    """Those of them that have not come later either."""
    return [p for p in broken_before(sight, promise) if short(sight, p)]


def short(sight: Sight, promise: Promise) -> bool:
    return lacking(sight, promise) >= max(sight.rules.law.ignore_below, 1)


def lacking(sight: Sight, promise: Promise) -> int:
    """Cents of it that have not come."""
    target = min(promise.noted.amount or promise.noted.owed, promise.noted.owed)
    return target - sight.case.received(promise)


def _parts(sight: Sight, chain: list[Promise]) -> list[Part]:
    chain.sort(key=lambda p: p.noted.on or p.noted.made)
    left, parts = sight.left(chain[0].noted.invoices), []
    for promise in chain:
        amount = promise.noted.amount
        due = left if amount is None else min(left, max(0, amount - sight.case.received(promise)))
        parts.append(Part(promise, due))
        left -= due
    return parts


def covers(sight: Sight, parts: Sequence[Part]) -> set[str]:
    """The open invoices that this schedule is about."""
    return set(parts[0].promise.noted.invoices) & _open(sight) if parts else set()


def repeated(parts: Sequence[Part], dated: Iterable[Dated]) -> list[Part] | None:
    """The instalments that these payments only say once more; None: something in them is new."""
    found: list[Part] = []
    for payment in dated:
        same = next((p for p in parts if p not in found and _same(p, payment)), None)
        if same is None:
            return None
        found.append(same)
    return found or None


def _same(part: Part, payment: Dated) -> bool:
    on, amount = payment
    return part.day == on and amount in (None, part.left, part.promise.noted.amount)


# --- what ends, and what goes on --------------------------------------------------------------------


def moved(parts: list[Part], dated: Iterable[Dated]) -> tuple[list[Part], list[Dated]]:
    """Of one schedule: the instalments that go on, and the payments that take the place of the others."""
    rest, kept, fresh, new = list(parts), list[Part](), list[Dated](), list[Dated]()
    for payment in dated:
        same = next((p for p in rest if _same(p, payment)), None)
        if same:
            rest.remove(same)
            kept.append(same)
        else:
            fresh.append(payment)
    short = 0  # of the instalment that the sum before takes the place of
    for on, amount in fresh:
        if amount is None:
            meant = rest if rest and on >= rest[-1].day else rest[:1] if not short else []
            total, rest = short + sum(p.left for p in meant), rest[len(meant) :]
            short = 0
            new.append((on, (total or None) if rest or kept else None))
        else:
            further = max(0, amount - short)
            before, rest = rest, _less(rest, on, further) if further else rest
            taken = sum(p.left for p in before) - sum(p.left for p in rest)
            short = max(0, short - amount) + max(0, taken - further)
            new.append((on, amount))
    going = sorted([*kept, *rest], key=lambda p: p.day)
    return going, new


def falls_short(parts: list[Part], dated: Iterable[Dated], small: int) -> bool:
    """Of what was to come for this schedule some would come no more, were these payments taken for it."""
    going, new = moved(parts, dated)
    if any(amount is None for _, amount in new):
        return False
    still = sum(amount or 0 for _, amount in new) + sum(part.left for part in going)
    return sum(part.left for part in parts) - still >= small


def put_off(parts: Sequence[Part], day: date) -> list[Dated]:
    """The schedule with what was to come before that day, at least the next of it, put off to it; empty where
    nothing goes on after that day.
    """
    early = [p for p in parts if p.day <= day] or parts[:1]
    later = parts[len(early) :]
    going = [(p.day, p.left if p.promise.noted.amount else None) for p in later]
    return [(day, sum(p.left for p in early)), *going] if going else []


def _less(rest: list[Part], on: date, amount: int) -> list[Part]:
    """Without the instalment of that sum; else so much less, the next ones first."""
    equal = next((p for p in rest if p.left == amount), None)
    if equal:
        return [p for p in rest if p is not equal]
    kept = list(rest)
    for part in rest:
        if part.left <= amount:
            kept.remove(part)
            amount -= part.left
            continue
        if on < part.day:  # a part of it comes before its day
            kept[0] = replace(part, left=part.left - amount)
        elif part is rest[0]:
            kept.remove(part)
        break
    return kept


def narrowed(sight: Sight, parts: Sequence[Part], about: Collection[str], taken: int) -> list[CaseEvent]:
    """A schedule of which some invoices get a day of their own: it goes on for the others, `taken` less."""
    numbers = tuple(n for n in parts[0].promise.noted.invoices if n not in about)
    left, events = sight.left(numbers) if covers(sight, parts) - set(about) else 0, list[CaseEvent]()
    for part in parts:
        fixed = part.promise.noted.amount is not None
        less = min(taken, part.left) if fixed else 0
        taken, due = taken - less, min(left, part.left - less if fixed else left)
        if due <= 0:
            events += ended(sight, part)
            continue
        events += going_on(sight, part, due if fixed else None, left, numbers)
        left -= due
    return events


def going_on(
    sight: Sight, part: Part, amount: int | None, owed: int, numbers: tuple[str, ...]
) -> list[CaseEvent]:
    """Noted once more under its name, with what it still is about."""
    said = part.promise.noted
    deducted = sight.deducted(numbers)
    again: list[CaseEvent] = [replace(said, amount=amount, owed=owed, invoices=numbers, deducted=deducted)]
    hold = sight.case.holds.get(said.promise)
    if hold and numbers != said.invoices:
        again.append(replace(hold, invoices=numbers))
    return again


def ended(sight: Sight, part: Part) -> list[CaseEvent]:
    events: list[CaseEvent] = [PromiseEnded(part.name, "replaced")]
    if part.name in sight.case.holds:
        events.append(HoldLifted(part.name, "another promise took its place"))
    return events


def run_again(sight: Sight, names: Collection[str], gone: Collection[str]) -> list[CaseEvent]:
    """What had ended or become less for the payments that are `gone`, of which nobody knows: as it was."""
    case, chains = sight.case, dict[frozenset[str], list[Promise]]()
    before = {name: _before(case.promises[name]) for name in names if name in case.promises}
    others = {p.noted.promise: p for p in running(sight) if p.noted.promise not in gone}
    for promise in filter(None, (others | before).values()):
        chains.setdefault(frozenset(promise.noted.invoices) & _open(sight), []).append(promise)
    return [event for about, chain in chains.items() if about for event in _as_it_was(sight, chain, before)]


def _before(promise: Promise) -> Promise | None:
    """As it ran before it was replaced, or became less; None: it has come to its own end since."""
    if promise.outcome == "replaced":
        return promise
    return None if promise.outcome else promise.was


def _as_it_was(sight: Sight, chain: list[Promise], names: Collection[str]) -> list[CaseEvent]:
    events, left = list[CaseEvent](), sight.left(chain[0].noted.invoices)
    for part in _parts(sight, chain):
        said = part.promise.noted
        if part.name in names and part.left:
            amount, deducted = said.amount and part.left, sight.deducted(said.invoices)
            until, why = last_day(sight, part.promise), f"payment is promised for {part.day}"
            events.append(replace(said, amount=amount, owed=left, deducted=deducted))
            events.append(HoldSet(part.name, "promise", why, until, said.invoices, said.mail))
        left -= part.left
    return events


def goes_on(sight: Sight, part: Part, before: Part, left: int) -> list[CaseEvent]:
    """An instalment beside new ones, of what is `left` then: as it was, noted with what changed, or ended."""
    case, promise = sight.case, part.promise
    if left <= 0 or (part.left <= 0 and promise.noted.amount is not None):
        return ended(sight, part)
    came = case.paid(promise.noted.invoices) - promise.paid
    ahead = sight.left(promise.noted.invoices) - left
    if part.left == before.left and max(0, promise.ahead - came) == ahead:
        return []
    amount = None if promise.noted.amount is None else min(part.left, left)
    return going_on(sight, part, amount, left, promise.noted.invoices)


def no_more_than_owed(noted: Iterable[CaseEvent]) -> list[CaseEvent]:
    """Each payment with no more than was owed when it was noted."""
    return [
        replace(event, amount=min(event.amount, event.owed))
        if isinstance(event, PromiseNoted) and event.amount
        else event
        for event in noted
    ]


def instead(events: Iterable[CaseEvent], name: str) -> tuple[str, ...]:
    """The promises that end or become less with these events, which note those of that name."""
    found = [e.promise for e in events if isinstance(e, PromiseEnded | PromiseNoted)]
    return tuple(dict.fromkeys(p for p in found if not p.startswith(f"{name}.")))


def new_names(events: Iterable[CaseEvent], name: str) -> list[str]:
    """The promises of that mail or order among these events."""
    return [e.promise for e in events if isinstance(e, PromiseNoted) and e.promise.startswith(f"{name}.")]


def _open(sight: Sight) -> frozenset[str]:
    return frozenset(i.number for i in sight.case.open_invoices())
