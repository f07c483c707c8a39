"""The stories of `tests/stories/*.yaml`: day by day, what happens and what the journal must hold.

Each file holds several stories. A story says which rule it shows, what happens on which day, and under
`then` all that Relance does on that day. On a day that is not named it does nothing at all.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from bot.events.letters import PaperPresented
from bot.events.mail import BounceRead, PromiseRead
from bot.events.owner import (
    ContactSaid,
    CreditSaid,
    DebtDropped,
    HandedOver,
    KindSaid,
    MiseEnDemeureOrdered,
    TreatmentSaid,
)
from bot.events.owner_mail import ActRead
from bot.owner.matters import Matter
from bot.owner.orders import carry_out, ground
from bot.policy import granted, requests
from bot.rules import BeforeDue, DebtorRule, Pause, Rules
from tests.play import Play, ladder, rules
from tests.storied import Story, cents_of, day_of, stories

FILES = sorted((Path(__file__).parent / "stories").glob("*.yaml"))


def _rules(story: Story) -> Rules:
    """The default rules with what the story changes."""
    plain, changed = rules(), dict(story.get("rules", {}))
    if "channels" in changed:
        business = ladder(3, 12, 25, 40, deadline=15, channels=tuple(changed.pop("channels")))
        plain = replace(plain, ladders={**plain.ladders, "business": business})
    if "second_by" in changed:
        steps = list(plain.ladders["business"])
        steps[1] = replace(steps[1], channels=tuple(changed.pop("second_by")))
        plain = replace(plain, ladders={**plain.ladders, "business": tuple(steps)})
    if "days" in changed:
        business = ladder(*changed.pop("days"), deadline=15)
        plain = replace(plain, ladders={**plain.ladders, "business": business})
    if "approve" in changed:
        plain = replace(plain, owner=replace(plain.owner, approve=tuple(changed.pop("approve"))))
    if "pauses" in changed:
        pauses = tuple(Pause(day_of(a), day_of(b)) for a, b in changed.pop("pauses"))
        plain = replace(plain, calendar=replace(plain.calendar, pauses=pauses))
    if "copies" in changed:
        steps = [replace(s, copies=s.step in changed["copies"]) for s in plain.ladders["business"]]
        plain = replace(plain, ladders={**plain.ladders, "business": tuple(steps)})
        del changed["copies"]
    if "creditor" in changed:
        plain = replace(plain, creditor=replace(plain.creditor, **changed.pop("creditor")))
    if "before_due" in changed:
        note = changed.pop("before_due")
        plain = replace(plain, before_due=BeforeDue(note["days"], cents_of(note["over"])))
    limits = {k: changed.pop(k) for k in ("new_debtors_per_day", "per_hour", "gather") if k in changed}
    debtors = {name: DebtorRule(**rule) for name, rule in changed.pop("debtors", {}).items()}
    return replace(plain, limits=replace(plain.limits, **limits), debtors=debtors, **changed)


def _play(story: Story) -> Play:
    house = dict(story.get("house", {}))
    first = day_of(story["days"][0]["on"])
    play = Play(_rules(story), datetime(2000, 1, 1).astimezone())
    play.now = play.local(first, time(0, 1))
    for key, value in house.items():
        setattr(play, key, day_of(value) if key in ("live_since", "paid_as_of") else value)
    return play


def _happens(play: Play, what: Mapping[str, Any]) -> None:
    """One line of a story: who (a debtor, or the house) and what."""
    [(who, said)] = what.items()
    said = {said: None} if isinstance(said, str) else said
    verb, more = next(iter(said.items()))
    _VERBS[verb](play, who, more)


def _invoice(play: Play, who: str, more: dict[str, Any]) -> None:
    fields = {"total": 1240, **more}
    for key in ("due", "issued", "completed"):
        if key in fields:
            fields[key] = day_of(fields[key])
    for key in ("total", "paid"):
        if key in fields:
            fields[key] = cents_of(fields[key])
    play.invoice(who, fields.pop("number"), **fields)


def _mail(play: Play, who: str, more: dict[str, Any]) -> None:
    fields = dict(more)
    says = fields.pop("says").split(", ")
    paid_on = fields.pop("paid_on", None)
    if "return_date" in fields:
        fields["return_date"] = day_of(fields["return_date"])
    if "bounced" in fields:
        fields |= {"bounce": BounceRead(fields.pop("bounced"), True), "sender": "mailer-daemon@mx.example"}
    if says == ["already_paid"]:
        fields["sentence"] = fields.pop("sentence", "C'est réglé.")
        play.says_paid(who, day_of(paid_on) if paid_on else None, **fields)
    else:
        play.mail(who, *says, **fields)


def _promise(play: Play, who: str, more: Any) -> None:
    parts = more.get("parts", [more])
    promises = tuple(
        PromiseRead(
            day_of(p["for"]) if "for" in p else None, cents_of(p["amount"]) if "amount" in p else None
        )
        for p in parts
    )
    fields = {k: v for k, v in more.items() if k not in ("for", "amount", "parts")}
    play.mail(who, "promise", *fields.pop("also", ()), promises=promises, **fields)


def _debtor(play: Play, who: str, more: dict[str, Any]) -> None:
    play.debtor(who, **{k: tuple(v) if isinstance(v, list) else v for k, v in more.items()})


def _posted(play: Play, who: str, more: Any) -> None:
    play.posted(who, **{key: day_of(value) for key, value in (more or {}).items()})


def _post_says(play: Play, who: str, more: Any) -> None:
    """What the owner reports of the registered letter: refused, unclaimed, not_served."""
    [(outcome, day)] = more.items()
    play.grow(who, PaperPresented(list(play.case(who).papers)[-1], day_of(day), outcome))


def _source(play: Play, who: str, more: Any) -> None:
    play.fresh = more == "every day"
    if not play.fresh:
        play.paid_as_of = day_of(more)
    play.wake()


def _agree(play: Play, who: str, more: Any) -> None:
    play.consents.update(dict.fromkeys(more["to"], day_of(more["for"])))


def _delay(play: Play, who: str, answer: str, grant: Any, *day: date) -> None:
    mail = play.asked_mail(who, "delay_request")
    play.order(who, "delay_request", answer, *grant(play.sight(who), mail, *day, ()))


def _planned(play: Play, who: str, more: Any) -> None:
    parts = [PromiseRead(day_of(p["for"]), cents_of(p["amount"]) if "amount" in p else None) for p in more]
    mail = play.asked_mail(who, "delay_request")
    events = granted.plan_noted(play.sight(who), parts, (), mail)
    play.order(who, "delay_request", "approve", *events)


def _called(play: Play, who: str, more: Any) -> None:
    asked = [name for name, call in play.case(who).calls.items() if not call.noted]
    day = day_of(more["for"]) if "for" in more else None
    amount = cents_of(more["amount"]) if "amount" in more else None
    said = {"day": day, "amount": amount, "call": asked[-1] if asked else "", "mail": ""}
    events = granted.called(play.sight(who), more["result"], invoices=(), **said)
    play.order(who, "call", "resume", *events)


def _tells(play: Play, who: str, words: str) -> None:
    """Free words of the owner's, in answer to the question that is open or of themselves."""
    case = play.case(who)
    notice = next((n.opened.notice for n in reversed(case.open_notices())), "")
    matter = Matter(case.id, (), notice)
    said = ground(case, matter, ActRead("note", text=words), rules=play.rules, now=play.now, by="owner")
    carried = carry_out(said)
    assert not carried.refused, carried.line
    play.grow(who, *carried.events)


_VERBS: dict[str, Any] = {
    "debtor": _debtor,
    "invoice": _invoice,
    "closed": lambda p, who, more: p.closed(who, more),
    "cancelled": lambda p, who, more: p.closed(who, more, "the source says: Annulée"),
    "paid": lambda p, who, more: p.paid(
        who, more["number"], cents_of(more["amount"]) if "amount" in more else None
    ),
    "writes": _mail,
    "promises": _promise,
    "mail comes back": lambda p, who, more: p.bounces(who, permanent=more == "for good", lost=more == "lost"),
    "letter is found in Sent": lambda p, who, _: p.found_in_sent(who),
    "owner writes": lambda p, who, day: p.owner_writes(who, day or None),
    "owner pays": lambda p, who, more: p.pay(who, more["number"], cents_of(more["amount"])),
    "owner holds": lambda p, who, more: p.hold(
        who, (more or {}).get("number", ""), day_of(more["until"]) if more and "until" in more else None
    ),
    "owner resumes": lambda p, who, more: p.resume(who, more or ""),
    "owner approves": lambda p, who, more: p.answer(who, more, yes=True),
    "owner refuses": lambda p, who, more: p.answer(who, more, yes=False),
    "writes at once": lambda p, who, more: [_mail(p, who, {"says": "dispute"}) for _ in range(more)],
    "promises at once": lambda p, who, more: [
        _promise(p, who, {k: v for k, v in more.items() if k != "times"}) for _ in range(more["times"])
    ],
    "owner posted": _posted,
    "the post says": _post_says,
    "owner accepts": lambda p, who, more: _delay(p, who, "approve", granted.delay_granted, day_of(more)),
    "owner grants nothing": lambda p, who, _: _delay(p, who, "refuse", granted.delay_refused),
    "owner proposes": lambda p, who, more: _delay(p, who, "resume", granted.delay_proposed, day_of(more)),
    "owner agrees to": lambda p, who, more: _planned(p, who, more),
    "owner called": _called,
    "owner takes": lambda p, who, more: p.order(
        who, "wrong_contact", "approve", *requests.contact_taken(p.sight(who), more)
    ),
    "owner gives": lambda p, who, more: p.grow(who, ContactSaid(more)),
    "owner supplied": lambda p, who, _: p.order(
        who,
        "document_request",
        "resume",
        *granted.document_supplied(p.sight(who), p.asked_mail(who, "document_request")),
    ),
    "owner declares": lambda p, who, more: p.order(
        who, "backlog", "approve", *granted.declared(p.sight(who), (), more)
    ),
    "owner says kind": lambda p, who, more: p.order(who, "kind", "resume", KindSaid(more)),
    "owner treats": lambda p, who, more: p.grow(who, TreatmentSaid(more)),
    "owner credits": lambda p, who, more: p.grow(who, CreditSaid(more["number"], cents_of(more["amount"]))),
    "owner gives up": lambda p, who, more: p.grow(who, DebtDropped((more,), "the owner gives it up")),
    "owner hands over to": lambda p, who, more: p.grow(who, HandedOver(more)),
    "owner tells": _tells,
    "owner orders": lambda p, who, _: p.grow(who, MiseEnDemeureOrdered()),
    "owner received nothing": lambda p, who, _: p.order(who, "already_paid", "refuse"),
    "owner is away": lambda p, who, more: setattr(p, "blocked", "paused: absent" if more else ""),
    "server": lambda p, who, more: p.smtp.update(more),
    "payments are known": _source,
    "owner agrees": _agree,
    "a list tells": lambda p, who, more: p.listed.update(dict.fromkeys(more["of"], day_of(more["for"]))),
    "a round runs": lambda p, who, more: [(p.wake(), p.round()) for _ in range(more)],
    "machine is off until": lambda p, who, more: p.outage(p.local(day_of(more))),
    "customer is now": lambda p, who, more: setattr(
        p, "rules", replace(p.rules, debtors={**p.rules.debtors, who: DebtorRule(**more)})
    ),
}


def tell(story: Story) -> tuple[Play, dict[date, list[str]]]:
    """Plays a story to its last day."""
    play = _play(story)
    for day in story["days"]:
        if "happens" not in day:
            continue
        on, at = day_of(day["on"]), time.fromisoformat(day.get("at", "08:00"))
        if play.local(on, at) > play.now:
            play.advance(play.local(on, at))
        for what in day["happens"]:
            _happens(play, what)
        play.round()
    play.advance_to(day_of(story["until"]))
    return play, play.told()


@pytest.mark.parametrize("story", list(stories(FILES)))
def test_the_journal_holds_what_the_story_says(story: Story) -> None:
    play, told = tell(story)
    expected: dict[date, list[str]] = {}
    for day in story["days"]:
        expected.setdefault(day_of(day["on"]), []).extend(day.get("then", ()))
    assert {day: doings for day, doings in expected.items() if doings} == told
    for who, why in story.get("in the end", {}).items():
        assert why in play.why(who)
