"""Running promises: kept, partly kept or broken, judged by what came in and only on good knowledge."""

from datetime import date

from bot.case import Promise
from bot.events import AnswerOwed, HoldLifted, PromiseEnded
from bot.policy.house import Decision, Record, Wait
from bot.policy.sight import Sight


def running(sight: Sight) -> list[Promise]:
    return [p for p in sight.case.promises.values() if not p.outcome]


def last_day(sight: Sight, promise: Promise) -> date:
    day = promise.noted.on or promise.noted.made
    return sight.calendar.add_working(day, sight.rules.replies.promise_grace)


def end(sight: Sight) -> Decision | None:
    """Kept, partly kept or broken: judged by what came in, and broken only on good knowledge."""
    for promise in running(sight):
        noted = promise.noted
        received = noted.owed - sight.case.left(noted.invoices)
        target = min(noted.amount or noted.owed, noted.owed)
        if received >= target:
            return _ended(sight, promise, "kept", received)
        if sight.today <= last_day(sight, promise):
            continue
        if not sight.paid_known_after(noted.on or noted.made):
            why = f"a promise for {noted.on} is over, but no payment source is new enough to judge it"
            return Wait(sight.now, why)
        return _ended(sight, promise, "partly_kept" if received > 0 else "broken", received)
    return None


def _ended(sight: Sight, promise: Promise, outcome: str, received: int) -> Decision:
    noted = promise.noted
    events: list[PromiseEnded | HoldLifted | AnswerOwed] = [
        PromiseEnded(noted.promise, outcome, received)  # type: ignore[arg-type]
    ]
    if noted.promise in sight.case.holds:
        events.append(HoldLifted(noted.promise, f"the promise is {outcome}"))
    mail = sight.case.mails.get(noted.mail)
    if outcome != "broken" and mail and not mail.kept.late:
        template = f"promise_{outcome}"
        name = f"{noted.promise}.{template}"
        events.append(
            AnswerOwed(name, noted.mail, template, mail.kept.sender, sight.now, noted.invoices, noted.promise)
        )
    return Record(tuple(events), f"the promise for {noted.on} is {outcome}")
