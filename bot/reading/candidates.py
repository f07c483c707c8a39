"""The days among which a reader must choose, and what speaks for each: `Heard` clauses in, names out.

A mail that promises names other days beside the one meant, and so does one that tells of a payment made. The
network (`net`) has read the whole mail; these names tell it of each day what the rules make of it, and how it
stands among the others.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.reading.dates import Day
from bot.reading.heard import Heard
from bot.reading.payments import days_made, paid_at, past_hung
from bot.reading.roles import of_other_thing, role
from bot.reading.told import best_role, narrowed, told_days

_SAID = ("says_promise", "says_paid", "says_condition", "takes_back", "commits")
_SECTIONS = (
    "commit", "firm", "wish", "refused", "past_talk", "if_creditor", "if_document", "delay_request",
    "document_request", "dispute", "paid", "unpaid", "misfortune", "insolvency",
)  # fmt: skip
_NEAR = 25  # letters between a day and what belongs to it


@dataclass(frozen=True, slots=True)
class Named:
    """A day that the mail names, and the clause that names it."""

    clause: int
    day: Day

    @property
    def on(self) -> date:
        assert self.day.day is not None
        return self.day.day


def days_to_come(heard: list[Heard]) -> list[Named]:
    return [
        Named(i, d) for i, h in enumerate(heard) for d in dict.fromkeys(h.ahead) if d.day and d.day >= h.today
    ]


def days_gone(heard: list[Heard]) -> list[Named]:
    return [
        Named(i, d)
        for i, h in enumerate(past_hung(heard))
        for d in dict.fromkeys(h.behind)
        if d.day and d.day <= h.today
    ]


def of_promises(found: list[Named], heard: list[Heard], by_rules: set[date]) -> list[list[str]]:
    """For each day to come, the names of what speaks for or against its being promised."""
    roles = [int(role(heard[n.clause].clause.folded, n.day)) for n in found]
    promising = [i for i, h in enumerate(heard) if h.says_promise]
    return [
        [
            f"ruled {one.on in by_rules} {min(len(by_rules), 3)}",
            *_of_itself(one, heard, paid=False),
            *_of_its_clause(one, heard),
            *_of_its_promise(one, found, heard, promising),
            *_of_its_place(at, found, roles),
            *_of_sums(one, roles[at], heard),
        ]
        for at, one in enumerate(found)
    ]


def of_payments(found: list[Named], heard: list[Heard], by_rules: date | None) -> list[list[str]]:
    """For each day gone by, the names of what speaks for or against a payment on it."""
    roles = [int(role(heard[n.clause].clause.folded, n.day)) for n in found]
    telling = [i for i, h in enumerate(heard) if h.says_paid]
    return [
        [
            f"paid ruled {one.on == by_rules} {by_rules is None}",
            *(f"paid {name}" for name in _of_itself(one, heard, paid=True)),
            *(f"paid {name}" for name in _of_its_clause(one, heard)),
            *_of_its_payment(one, heard, telling),
            *(f"paid {name}" for name in _of_its_place(at, found, roles)),
        ]
        for at, one in enumerate(found)
    ]


def _of_itself(one: Named, heard: list[Heard], *, paid: bool) -> Iterator[str]:
    h, day = heard[one.clause], one.day
    yield f"kind {day.kind}"
    yield f"away {_far(abs((one.on - h.today).days))}"
    if day.doubtful:
        yield "doubtful"
    if of_other_thing(h.clause.folded, day, paid=paid):
        yield "of another thing"


def _far(days: int) -> int:
    return sum(days >= least for least in (1, 3, 8, 32, 62))


def _of_its_clause(one: Named, heard: list[Heard]) -> Iterator[str]:
    h = heard[one.clause]
    yield from (f"clause {name}" for name in _SECTIONS if h.has(name))
    yield from (f"clause {name}" for name in _SAID if getattr(h, name))
    if h.clause.question:
        yield "clause ?"
    yield f"long {min(len(h.clause.folded) // 40, 5)}"


def _of_its_promise(
    one: Named, found: list[Named], heard: list[Heard], promising: list[int]
) -> Iterator[str]:
    h = heard[one.clause]
    if not promising:
        yield "none promises"
    elif one.clause not in promising:
        yield f"from the promise {_nearest(one.clause, promising)}"
    beside = tuple(n.day for n in found if n.clause == one.clause)
    yield f"told {one.day in told_days(h)}"
    yield f"narrowed {one.day in narrowed(beside, h.clause.folded)}"
    own = role(h.clause.folded, one.day)
    yield f"role {own} {h.says_promise}"
    yield f"best of the clause {best_role(h, beside) == own} {len(beside) > 1}"


def _of_its_payment(one: Named, heard: list[Heard], telling: list[int]) -> Iterator[str]:
    h = heard[one.clause]
    if not telling:
        yield "none tells of a payment"
    elif one.clause not in telling:
        yield f"from the payment {_nearest(one.clause, telling)}"
    yield f"made {one.day in days_made(h)}"
    if h.has("paid"):
        yield f"paid before {max(-3, min(3, (one.day.start - paid_at(h)) // _NEAR))}"
    if any(d.start == one.day.start and d.day and d.day > h.today for d in h.ahead):
        yield "may be to come"


def _nearest(clause: int, others: list[int]) -> int:
    return max(-3, min(3, min((clause - i for i in others), key=abs)))


def _of_its_place(at: int, found: list[Named], roles: list[int]) -> Iterator[str]:
    """Where it stands among the other days of the mail."""
    one, own = found[at], roles[at]
    yield f"days {min(len(found), 4)}"
    yield f"first {at == 0}"
    yield f"last {at == len(found) - 1}"
    beside = [n for n in found if n.clause == one.clause]
    yield f"in the clause {min(len(beside), 3)} {min(beside.index(one), 3)}"
    yield f"role {own}"
    yield f"best {max(roles) == own} {own}"
    higher = [n for n, r in zip(found, roles, strict=True) if r > own]
    yield f"better ones {min(len(higher), 2)} {any(n.clause == one.clause for n in higher)}"
    yield f"equal ones after {min(roles[at + 1 :].count(own), 2)} {own}"
    others = [(n, r) for n, r in zip(found, roles, strict=True) if n is not one]
    yield f"a later one {any(n.on > one.on and r >= own for n, r in others)}"
    if any(n.on == one.on for n, _ in others):
        yield "named again"


def _of_sums(one: Named, own: int, heard: list[Heard]) -> Iterator[str]:
    day, sums = one.day, heard[one.clause].sums
    before = [a for a in sums if a.end <= day.start]
    after = [a for a in sums if a.start >= day.end]
    if before:
        yield f"sum before {min((day.start - before[-1].end) // 6, 4)}"
    if after:
        yield f"sum after {min((after[0].start - day.end) // 6, 4)}"
    near = any(-_NEAR < a.start - day.end < _NEAR or -_NEAR < day.start - a.end < _NEAR for a in sums)
    yield f"own sum {near} {min(len(sums), 2)} {own}"
