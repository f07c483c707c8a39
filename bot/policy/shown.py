"""The letter that the owner is shown before it may leave: its sum, and whether it is still the same letter.

Its principal stands in the words of the question, as the journal has them. Pure.
"""

import re
from collections.abc import Collection, Sequence
from datetime import date, datetime

from bot.case import Notice
from bot.events.letters import LetterIntended, PaperPrepared
from bot.events.owner import NoticeOpened
from bot.policy.instalments import day_of, last_day
from bot.policy.sight import Sight
from bot.wording import decimal

_SUM = re.compile(r": (\d+)\.(\d\d) [A-Z]{3}\)\. May ")


def principal(sight: Sight, numbers: Sequence[str]) -> str:
    """What a letter about these invoices would ask for now, the interest aside."""
    currencies = [sight.case.invoices[n].seen.currency for n in numbers if n in sight.case.invoices]
    return f"{decimal(_cents(sight, numbers))} {currencies[0] if currencies else 'EUR'}"


def changed(sight: Sight, asked: Notice) -> str:
    """Why the letter that the owner was shown is another one by now: no yes to it lets this one leave.

    A firm letter may ask for less than he has seen, never for more; a mise en demeure for neither.
    """
    match asked.opened.about:
        case "mise_en_demeure":
            return _other_demand(sight, asked)
        case "first_firm_letter":
            before = _shown(asked)
            grown = before is not None and _cents(sight, asked.opened.invoices) > before
            return "more is owed now" if grown else ""
        case _:
            return ""


def firm_since(sight: Sight, moment: datetime) -> bool:
    """A firm letter or a mise en demeure has left since then."""
    return any(left.tone in ("firm", "formal") for left in _left_since(sight, moment))


def reminded_since(sight: Sight, moment: datetime, numbers: Collection[str]) -> bool:
    """A letter that reminds of one of these has left since then."""
    named = [climb.number for left in _left_since(sight, moment) for climb in left.climbs]
    return not set(numbers).isdisjoint(named)


def promised_since(sight: Sight, moment: datetime, numbers: Collection[str]) -> bool:
    """A payment of these was still to come then and has not come: a letter speaks of that one now."""
    then = (p for p in sight.case.promises.values() if day_of(p) >= sight.day(moment))
    over = (p for p in then if p.outcome not in ("kept", "replaced") and last_day(sight, p) < sight.today)
    return any(not set(numbers).isdisjoint(p.noted.invoices) for p in over)


def _left_since(sight: Sight, moment: datetime) -> list[LetterIntended | PaperPrepared]:
    mailed = [letter.intended for letter in sight.case.sent_letters() if letter.at >= moment]
    posted = [p.prepared for p in sight.case.papers.values() if p.posted and p.at >= moment]
    return [*mailed, *posted]


def agreed(sight: Sight, opened: NoticeOpened) -> date | None:
    """The day of the owner's yes to this letter as it was before it became another one."""
    for known in reversed(sight.case.notices.values()):
        before, given = known.opened, known.answered_at
        same = before.about == opened.about and set(before.invoices) & set(opened.invoices)
        if same and known.answer == "approve" and given and before.notice != opened.notice:
            return None if firm_since(sight, given) else sight.day(given)
    return None


def _other_demand(sight: Sight, asked: Notice) -> str:
    before, paid = _shown(asked), sight.case.last_payment
    if before is not None:
        other = "another sum is owed now" if _cents(sight, asked.opened.invoices) != before else ""
    else:  # asked before its sum stood in the question
        other = "money came since" if paid and paid > asked.at else ""
    owed = {i.number for i in sight.owed}
    return other or ("" if set(asked.opened.invoices) <= owed else "not all of it is owed any more")


def _shown(asked: Notice) -> int | None:
    found = _SUM.search(asked.opened.question)
    return int(found[1] + found[2]) if found else None


def _cents(sight: Sight, numbers: Sequence[str]) -> int:
    return sight.net([sight.case.invoices[n] for n in numbers if n in sight.case.invoices])
