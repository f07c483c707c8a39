"""A second opinion on the days of a promise: the days that the rules took in, those that are promised out.

The rules (`promises`) know the language; they do not know how often a day of this kind, in this place, among
these other days, is the one meant. A small linear model does: for each day named in the mail it weighs how it
is told, what stands around it, and how much its clause promises. It knows no word, only what words are about.
Its weights (`lexicon/day_weights.txt`, in hundredths) are made by `python -m tests.train_days`.

It speaks against the rules only where it is sure (`SURE`), and never touches a schedule, whose days stand
nowhere in the mail.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from bot.events.mail import PromiseRead
from bot.reading.dates import Day
from bot.reading.features import classes
from bot.reading.heard import Heard
from bot.reading.instalments import REST
from bot.reading.roles import of_other_thing, role
from bot.reading.told import best_role, narrowed, nearest_sum, told_days

SURE = 2.5  # how far its score must lie beyond zero to speak against the rules
LIKELY = 1.0  # under which a day yields to one that is surely meant
MOST = 40  # days of one mail among which to choose; a mail that names more is a list of something
NEAR, FURTHER = 3, 6  # words on either side that are looked at
_WORD = re.compile(r"[a-z']+|\d+|[!€%?,;:()]")
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
    promises: tuple[PromiseRead, ...], heard: list[Heard], scores: list[float]
) -> tuple[PromiseRead, ...]:
    """The promises of the rules, with the days put right of which the model is sure.

    `scores` tells of each clause how much it promises, by the model that weighs the mail.
    """
    found = named(heard)
    by_rules = {p.date for p in promises if p.date}
    if not 0 < len(found) <= MOST or not by_rules <= {n.on for n in found}:
        return promises  # a schedule, or no days to choose among
    opinions = list(zip(found, map(score, features(found, heard, scores)), strict=True))
    best = _best(opinions)
    more = [one for one, said in opinions if said > SURE and one.on not in by_rules]
    top = max((best[one.on] for one in more), default=0.0)
    beaten = {on for on in by_rules if _is_beaten(best[on], top)}
    meant = [one for one in more if _of_a_share(one, heard)]
    if not meant and beaten == by_rules:
        meant = sorted(more, key=lambda one: best[one.on])[-1:]
    if not meant and beaten == by_rules:
        return promises
    kept = [p for p in promises if p.date not in beaten and (p.date or by_rules)]
    added = [PromiseRead(n.on, nearest_sum(heard[n.clause], n.day)) for n in meant]
    return tuple(dict.fromkeys(_with_sum([*kept, *added], promises)))


def _best(opinions: list[tuple[Named, float]]) -> dict[date, float]:
    """The best that is thought of each date, however often it is named."""
    best: dict[date, float] = {}
    for one, said in opinions:
        best[one.on] = max(said, best.get(one.on, said))
    return best


def _is_beaten(mine: float, top: float) -> bool:
    """Surely not meant, or hardly while another surely is."""
    return mine < -SURE or (mine < LIKELY and mine + SURE < top)


def _of_a_share(one: Named, heard: list[Heard]) -> bool:
    """Whether the day may be that of a payment beside another one."""
    h = heard[one.clause]
    return bool(h.sums or REST.search(h.clause.folded))


def _with_sum(told: list[PromiseRead], before: tuple[PromiseRead, ...]) -> list[PromiseRead]:
    """A sum goes to the day that takes the place of its own."""
    if len(told) == len(before) == 1 and told[0].amount is None:
        return [PromiseRead(told[0].date, before[0].amount)]
    return told


def named(heard: list[Heard]) -> list[Named]:
    return [
        Named(i, d) for i, h in enumerate(heard) for d in dict.fromkeys(h.ahead) if d.day and d.day >= h.today
    ]


def score(given: Iterable[str]) -> float:
    known = weights()
    return sum(known.get(name, 0) for name in given) / 100 + known[""] / 100


@cache
def weights() -> dict[str, int]:
    text = files("bot.reading.lexicon").joinpath("day_weights.txt").read_text("utf-8")
    lines = (line.rpartition("\t") for line in text.splitlines()[1:])  # below the heading
    return {name: int(weight) for name, _, weight in lines}


# --- what is looked at -----------------------------------------------------------------------------------


def features(found: list[Named], heard: list[Heard], scores: list[float]) -> list[set[str]]:
    """For each day, the names of what speaks for or against it."""
    roles = [int(role(heard[n.clause].clause.folded, n.day)) for n in found]
    promising = [i for i, h in enumerate(heard) if h.says_promise]
    return [
        {
            *_of_itself(one, heard),
            *_of_its_clause(one, found, heard, promising),
            *_of_its_place(at, found, roles),
            *_of_the_model(one, roles[at], scores),
            *_of_sums(one, roles[at], heard),
            *_of_words(one, heard),
        }
        for at, one in enumerate(found)
    ]


def _of_itself(one: Named, heard: list[Heard]) -> Iterator[str]:
    h, day = heard[one.clause], one.day
    yield f"kind {day.kind}"
    yield f"ahead {_far((one.on - h.today).days)}"
    yield f"word {h.clause.folded[day.start : day.end].split(' ')[0][:8]}"
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


def _of_the_model(one: Named, own: int, scores: list[float]) -> Iterator[str]:
    mine, behind = scores[one.clause], scores[one.clause] - max(scores)
    yield f"promises {_step(mine)}"
    yield f"before it {_step(scores[max(one.clause - 1, 0)])}"
    yield f"behind {_step(behind)}"
    yield f"behind {_step(behind)} {own}"
    if behind > -0.01:
        yield "the strongest clause"


def _step(score: float) -> int:
    return max(-4, min(4, round(score)))


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


def _of_words(one: Named, heard: list[Heard]) -> Iterator[str]:
    """What the words around it are about."""
    folded = heard[one.clause].clause.folded
    before = _WORD.findall(folded[: one.day.start])[-FURTHER:][::-1]
    after = _WORD.findall(folded[one.day.end :])[:FURTHER]
    for side, words in (("before", before), ("after", after)):
        if not words:
            yield f"nothing {side}"
        for distance, word in enumerate(words):
            for about in classes(word):
                yield f"{side} {about}"
                yield f"{side} {about} {'near' if distance < NEAR else 'far'}"
