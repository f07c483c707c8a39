"""A second opinion on days: those that the rules took in, those that are promised, or paid on, out.

The rules (`promises`, `payments`) know the language; they do not know how often a day of this kind, in this
place, among these other days, is the one meant. The network does: it has read the whole mail, and is told of
each day what the rules make of it and how it stands among the others (`candidates`).

It chooses, but among the days named: a schedule, whose days stand nowhere in the mail, is left as it is, and
so is a payment "just made".
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.events.mail import PaidRead, PromiseRead
from bot.reading import net
from bot.reading.candidates import Named, days_gone, days_to_come, of_payments, of_promises
from bot.reading.heard import Heard
from bot.reading.items import leaves_some
from bot.reading.layers import Array
from bot.reading.told import nearest_sum

LIKELY = 1.0  # score above which a day is promised
MADE = -2.5  # score above which the likeliest day is that of the payment: a mail that names one tells it
MOST = 40  # days of one mail among which to choose; a mail that names more is a list of something
# of each clause: what the network knows of its days, by where they start
Known = Sequence[Mapping[int, Array]]


def agreed(promises: tuple[PromiseRead, ...], heard: list[Heard], known: Known) -> tuple[PromiseRead, ...]:
    """The promises of the rules, with the days that the network takes for meant."""
    by_rules = {p.date for p in promises if p.date}
    scores = _of_promises(by_rules, heard, known)
    if not scores or not by_rules <= {n.on for n in scores}:
        return promises  # a schedule, or no days to choose among
    meant = _meant(scores, keep_one=bool(by_rules))
    told = [p for p in promises if p.date in meant or (p.date is None and by_rules)]
    more = (n for on, n in meant.items() if on not in by_rules)
    told += [PromiseRead(n.on, nearest_sum(heard[n.clause], n.day)) for n in more]
    return tuple(dict.fromkeys(_with_sum(told or [PromiseRead(None, None)], promises)))


def dated(paid: PaidRead, heard: list[Heard], known: Known) -> PaidRead:
    """The payment of the rules, on the day that the network takes for that of a payment."""
    scores = _of_payments(paid.date, heard, known)
    if not scores or (paid.date and paid.date not in {n.on for n in scores}):
        return paid
    likeliest = max(scores, key=lambda one: scores[one])
    return replace(paid, date=likeliest.on if scores[likeliest] > MADE else None)


def of_no_promise(paid: PaidRead, promises: tuple[PromiseRead, ...], heard: list[Heard]) -> PaidRead:
    """Without a day whose only words name one promised for another: "la 112 est payée, la 118 vendredi"."""
    promised_on = {p.date for p in promises}
    named = [
        leaves_some(h.clause.exact)
        and any(ahead.start == day.start and ahead.day in promised_on for ahead in h.ahead)
        for h in heard
        for day in h.behind
        if day.day == paid.date
    ]
    return replace(paid, date=None) if paid.date and named and all(named) else paid


def surest_promise(
    by_rules: Callable[[], tuple[PromiseRead, ...]], heard: list[Heard], known: Known
) -> float | None:
    """How surely any of its days is promised; None of a mail without days to choose among, where nothing need
    be asked of the rules."""
    if not 0 < len(days_to_come(heard)) <= MOST:
        return None
    return max(_of_promises({p.date for p in by_rules() if p.date}, heard, known).values())


def surest_payment(by_rules: Callable[[], PaidRead], heard: list[Heard], known: Known) -> float | None:
    if not 0 < len(days_gone(heard)) <= MOST:
        return None
    return max(_of_payments(by_rules().date, heard, known).values())


def _of_promises(by_rules: set[date], heard: list[Heard], known: Known) -> dict[Named, float]:
    found = days_to_come(heard)
    if len(found) > MOST:
        return {}
    return _scores("promised", found, of_promises(found, heard, by_rules), known)


def _of_payments(by_rules: date | None, heard: list[Heard], known: Known) -> dict[Named, float]:
    found = days_gone(heard)
    return _scores("paid", found, of_payments(found, heard, by_rules), known) if len(found) <= MOST else {}


def _scores(kind: str, found: list[Named], views: list[list[str]], known: Known) -> dict[Named, float]:
    days = [(known[n.clause].get(n.day.start), view) for n, view in zip(found, views, strict=True)]
    return dict(zip(found, net.chosen(kind, days), strict=True))


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
