"""A second opinion on the days of a promise: the days that the rules took in, those that are promised out.

The rules (`promises`) know the language; they do not know how often a day of this kind, in this place, among
these other days, is the one meant. The network does: it has read the whole mail, and is told of each day what
the rules make of it and how it stands among the others.

It chooses, but among the days named: a schedule, whose days stand nowhere in the mail, is left as it is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.events.mail import PromiseRead
from bot.reading import net
from bot.reading.dates import Day
from bot.reading.heard import Heard
from bot.reading.net import Array
from bot.reading.roles import of_other_thing, role
from bot.reading.told import best_role, narrowed, nearest_sum, told_days

LIKELY = 1.0  # score above which a day is meant
MOST = 40  # days of one mail among which to choose; a mail that names more is a list of something
_SAID = ("says_promise", "says_paid", "says_condition", "takes_back", "commits")
_SECTIONS = (
    "commit", "firm", "wish", "refused", "past_talk", "if_creditor", "if_document", "delay_request",
    "document_request", "dispute", "paid", "unpaid", "misfortune", "insolvency",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """A day to come that the mail names, and the clause that names it."""

    clause: int
    day: Day

    @property
    def on(self) -> date:
        assert self.day.day is not None
        return self.day.day


def agreed(
    promises: tuple[PromiseRead, ...], heard: list[Heard], known: Sequence[Mapping[int, Array]]
) -> tuple[PromiseRead, ...]:
    """The promises of the rules, with the days that the network takes for meant.

    `known` is what it knows of the days of each clause, by where they start.
    """
    found = named(heard)
    by_rules = {p.date for p in promises if p.date}
    if not 0 < len(found) <= MOST or not by_rules <= {n.on for n in found}:
        return promises  # a schedule, or no days to choose among
    views = zip(found, features(found, heard, by_rules), strict=True)
    days = [(known[n.clause].get(n.day.start), view) for n, view in views]
    scores = dict(zip(found, net.promised(days), strict=True))
    meant = _meant(scores, keep_one=bool(by_rules))
    told = [p for p in promises if p.date in meant or (p.date is None and by_rules)]
    more = (n for on, n in meant.items() if on not in by_rules)
    told += [PromiseRead(n.on, nearest_sum(heard[n.clause], n.day)) for n in more]
    return tuple(dict.fromkeys(_with_sum(told or [PromiseRead(None, None)], promises)))


def _meant(scores: dict[Named, float], *, keep_one: bool) -> dict[date, Named]:
    """The dates meant, each by the day that says so most; where none is, the likeliest, if one must be."""
    best = {one.on: one for one in sorted(scores, key=lambda one: scores[one])}
    meant = {on: one for on, one in best.items() if scores[one] > LIKELY}
    if meant or not keep_one:
        return meant
    top = max(best.values(), key=lambda one: scores[one])
    return {top.on: top}


def _with_sum(told: list[PromiseRead], before: tuple[PromiseRead, ...]) -> list[PromiseRead]:
    """A sum goes to the day that takes the place of its own."""
    if len(told) == len(before) == 1 and told[0].amount is None:
        return [PromiseRead(told[0].date, before[0].amount)]
    return told


def named(heard: list[Heard]) -> list[Named]:
    return [
        Named(i, d) for i, h in enumerate(heard) for d in dict.fromkeys(h.ahead) if d.day and d.day >= h.today
    ]


# --- what is looked at -----------------------------------------------------------------------------------


def features(found: list[Named], heard: list[Heard], by_rules: set[date]) -> list[list[str]]:
    """For each day, the names of what speaks for or against it."""
    roles = [int(role(heard[n.clause].clause.folded, n.day)) for n in found]
    promising = [i for i, h in enumerate(heard) if h.says_promise]
    return [
        [
            *_of_itself(one, heard),
            *_of_the_rules(one, by_rules),
            *_of_its_clause(one, found, heard, promising),
            *_of_its_place(at, found, roles),
            *_of_sums(one, roles[at], heard),
        ]
        for at, one in enumerate(found)
    ]


def _of_the_rules(one: Named, by_rules: set[date]) -> Iterator[str]:
    yield f"ruled {one.on in by_rules} {min(len(by_rules), 3)}"


def _of_itself(one: Named, heard: list[Heard]) -> Iterator[str]:
    h, day = heard[one.clause], one.day
    yield f"kind {day.kind}"
    yield f"ahead {_far((one.on - h.today).days)}"
    if day.doubtful:
        yield "doubtful"
    if of_other_thing(h.clause.folded, day):
        yield "of another thing"


def _far(days: int) -> int:
    return sum(days >= least for least in (1, 3, 8, 32, 62))


def _of_its_clause(one: Named, found: list[Named], heard: list[Heard], promising: list[int]) -> Iterator[str]:
    h = heard[one.clause]
    yield from (f"clause {name}" for name in _SECTIONS if h.has(name))
    yield from (f"clause {name}" for name in _SAID if getattr(h, name))
    if h.clause.question:
        yield "clause ?"
    yield f"long {min(len(h.clause.folded) // 40, 5)}"
    if not promising:
        yield "none promises"
    elif one.clause not in promising:
        yield f"from the promise {max(-3, min(3, min((one.clause - i for i in promising), key=abs)))}"
    beside = tuple(n.day for n in found if n.clause == one.clause)
    yield f"told {one.day in told_days(h)}"
    yield f"narrowed {one.day in narrowed(beside, h.clause.folded)}"
    own = role(h.clause.folded, one.day)
    yield f"role {own} {h.says_promise}"
    yield f"best of the clause {best_role(h, beside) == own} {len(beside) > 1}"


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
    near = any(-25 < a.start - day.end < 25 or -25 < day.start - a.end < 25 for a in sums)
    yield f"own sum {near} {min(len(sums), 2)} {own}"
