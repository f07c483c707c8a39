"""What a call of the owner's brought beside money, as the events that follow. Pure.

- what is grave, contested or asked for rests as if the debtor had written it, and the owner is asked;
- anything else rests some working days, and at least through the day that was named: the next letter does not
  follow on somebody's heels who has just been spoken to.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.events.consequences import HoldSet
from bot.events.entries import CaseEvent
from bot.events.owner import NoticeOpened
from bot.policy.questions import next_name
from bot.policy.sight import Sight

SILENCES = frozenset({"misfortune", "insolvency"})  # of the whole case; nothing is answered
ASKED = SILENCES | {"dispute", "document_request"}
PLAN = "plan"  # the promise is told by a plan, which the same mail orders
_QUOTED = 300  # characters of the owner's words in a question


@dataclass(frozen=True, slots=True)
class Heard:
    """What the owner told of a call: his words, what they weigh, and a day until which nothing can be had."""

    words: str = ""
    rule: str = ""
    until: date | None = None
    order: str = ""  # SHA-256 of the owner's mail


NOTHING = Heard()


def asked(sight: Sight, heard: Heard, invoices: tuple[str, ...]) -> list[CaseEvent]:
    """It rests until the owner lifts it; asked about, unless a question about it stands already."""
    if heard.rule not in ASKED:
        return []
    about = () if heard.rule in SILENCES else invoices
    mail = heard.order or f"call.{sight.case.n}"
    why = f"Told on the telephone: \u201c{heard.words[:_QUOTED]}\u201d"
    hold = HoldSet(f"{mail[:12]}.call.{heard.rule}.{sight.case.n}", heard.rule, why, None, about, mail)
    if any(known.opened.about == heard.rule for known in sight.case.open_notices()):
        return [hold]
    return [hold, NoticeOpened(next_name(sight), heard.rule, why, ("resume",), about, mail=mail)]


def rested(sight: Sight, heard: Heard, invoices: tuple[str, ...]) -> HoldSet:
    """Like a mail that commits to nothing; through the first day after an absence."""
    replies, calendar = sight.rules.replies, sight.calendar
    until = calendar.add_working(sight.today, replies.acknowledgement)
    if heard.until:
        longest = sight.today + timedelta(days=replies.absence_longest)
        until = max(until, calendar.add_working(min(heard.until, longest), 1))
    mail = heard.order or "owner"
    name = f"{mail[:12]}.call.{sight.case.n}"
    return HoldSet(name, "owner", "spoken to on the telephone", until, invoices, heard.order, by="owner")
