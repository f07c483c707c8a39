"""The stories of `tests/stories/by_mail/*.yaml`: what debtors and the owner's people write, and what follows.

They are told like those of `tests/test_stories.py`, in the words of real mails: under `then` stands what
Relance does on that day and what it tells the owner. On a day that is not named it does nothing at all.
"""

from collections.abc import Callable, Mapping
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from tests.by_mail import PEOPLE, Exchange
from tests.office import opened
from tests.storied import Story, cents_of, day_of, stories

FILES = sorted((Path(__file__).parent / "stories" / "by_mail").glob("*.yaml"))


def _happens(exchange: Exchange, what: Mapping[str, Any]) -> None:
    """One line of a story: who (a debtor, one of the owner's people, or the house) and what."""
    [(who, said)] = what.items()
    if who in PEOPLE:
        exchange.answers(who, said["says"], to=said.get("to", ""), vouched=said.get("vouched", True))
        return
    [(verb, more)] = said.items()
    _VERBS[verb](exchange, who, more)


_VERBS: dict[str, Callable[[Exchange, str, Any], None]] = {
    "writes": lambda e, who, words: e.writes(who, words),
    "has the address of": lambda e, who, other: e.shares_address(who, other),
    "owes": lambda e, who, more: e.owes(who, more["number"], cents_of(more["total"]), day_of(more["due"])),
    "paid": lambda e, who, more: e.paid(who, more["number"], cents_of(more["amount"])),
    "payments are known": lambda e, _, day: e.payments_known(day_of(day)),
}


def _tell(exchange: Exchange, story: Story) -> dict[date, list[str]]:
    for day in story["days"]:
        if "happens" in day:
            at = time.fromisoformat(day.get("at", "08:00"))
            exchange.advance(exchange.local(day_of(day["on"]), at))
            for what in day["happens"]:
                _happens(exchange, what)
            exchange.round()
    exchange.advance(exchange.local(day_of(story["until"]), time(23)))
    return exchange.told()


@pytest.mark.parametrize("story", list(stories(FILES)))
def test_what_is_written_has_the_consequences_of_the_story(story: Story, tmp_path: Path) -> None:
    expected: dict[date, list[str]] = {}
    for day in story["days"]:
        expected.setdefault(day_of(day["on"]), []).extend(day.get("then", ()))
    with opened(tmp_path) as office:
        told = _tell(Exchange(office), story)
    assert {day: doings for day, doings in expected.items() if doings} == told
