"""Preview: exactly what would be sent if nobody answers, and nothing is changed by asking."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.events.debts import DebtorSeen, InvoiceSeen
from bot.events.entries import Entry
from bot.events.letters import LetterIntended, PaperPrepared
from bot.events.owner import NoticeOpened
from bot.policy.forecast import Planned, forecast, leaving
from bot.policy.house import House
from bot.policy.sight import calendar_of
from bot.rules import Limits
from tests.lives import STARTS, lived
from tests.play import Play, rules

DAYS = 45


def planned(play: Play, days: int = DAYS) -> list[Planned]:
    return forecast(play.entries, play.house(""), play.rules, play.now, days)


def _said(ahead: list[Planned], play: Play) -> list[tuple[date, str, str]]:
    """Day, case and what: letters by their steps, questions by their words."""
    day = calendar_of(play.rules.calendar).day
    found = []
    for p in ahead:
        what = p.question
        if p.draft:
            steps = [f"{c.step} of {c.number}" for c in p.draft.climbs]
            what = f"{'paper' if p.paper else 'mail'} {', '.join(steps) or p.draft.template} {p.draft.asked}"
        found.append((day(p.at), p.case, what))
    return sorted(found)


def _played(play: Play, since: dict[str, int]) -> list[tuple[date, str, str]]:
    day = calendar_of(play.rules.calendar).day
    found = []
    for name, chain in play.entries.items():
        for entry in chain[since[name] :]:
            match entry.event:
                case LetterIntended() | PaperPrepared() as event:
                    steps = [f"{c.step} of {c.number}" for c in event.climbs]
                    kind = "paper" if isinstance(event, PaperPrepared) else "mail"
                    what = f"{kind} {', '.join(steps) or event.template} {event.asked}"
                    found.append((day(entry.at), name, what))
                case NoticeOpened(question=question):
                    found.append((day(entry.at), name, question))
    return sorted(found)


def _compare(play: Play) -> None:
    play.smtp.clear()
    play.fresh, play.says_yes = True, True
    since = {name: len(chain) for name, chain in play.entries.items()}
    before = {name: list(chain) for name, chain in play.entries.items()}
    ahead = planned(play)
    assert play.entries == before, "asking changes nothing"
    play.wake()
    play.round()
    play.advance(play.now + timedelta(days=DAYS))
    assert _said(ahead, play) == _played(play, since)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_preview_is_what_is_then_played_when_nobody_answers(data: st.DataObject) -> None:
    draw: Callable[[Any], Any] = data.draw
    play = Play(rules(), datetime.now(UTC), pays=draw(st.booleans()), says_yes=True)
    play.now = play.local(draw(STARTS))
    for case in ("anna", "berta", "carl"):
        kind = draw(st.sampled_from(["business", "consumer", "unknown"]))
        shared = ("syndic@s.example",) if draw(st.booleans()) else (f"{case}@{case}.example",)
        play.debtor(case, kind=kind, contacts=shared)
        for k in range(draw(st.integers(1, 3))):
            due = play.today + timedelta(draw(st.integers(-40, 20)))
            play.invoice(case, f"{case}-{k}", due=due, total=draw(st.sampled_from([900, 6_000, 50_000])))
    play.advance(play.now + timedelta(days=draw(st.integers(0, 50))))
    _compare(play)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_preview_goes_on_from_any_life_a_case_has_led(data: st.DataObject) -> None:
    _compare(lived(data.draw, most=8))


def test_preview_asks_where_the_owner_will_be_asked_and_goes_on() -> None:
    play = Play(rules(), datetime(2026, 2, 2, 8, tzinfo=UTC))
    play.invoice("martin", "F-1", due=date(2026, 2, 27))
    ahead = planned(play, 70)
    told = [(p.at.date().isoformat(), p.question[:20] or (p.draft and p.draft.template)) for p in ahead]
    assert told == [
        ("2026-03-02", "reminder"),
        ("2026-03-11", "reminder"),
        ("2026-03-24", "The first firm lette"),
        ("2026-03-24", "reminder"),
        ("2026-04-08", "Before the mise en d"),  # a call is proposed
        ("2026-04-08", "The mise en demeure "),  # its approval is asked
        ("2026-04-08", "mise_en_demeure"),
        ("2026-04-08", "The mise en demeure "),  # it is to be posted
    ]
    assert ahead[-2].paper


def test_preview_says_nothing_beyond_its_days_and_nothing_of_who_has_paid() -> None:
    play = Play(rules(), datetime(2026, 2, 2, 8, tzinfo=UTC))
    play.invoice("martin", "F-1", due=date(2026, 2, 27))
    play.invoice("durand", "F-2", due=date(2026, 2, 27), paid=124_000)
    assert planned(play, 20) == []
    assert [p.case for p in planned(play, 30)] == ["martin"]


def test_preview_does_not_stop_where_the_house_stands_still_today() -> None:
    play = Play(rules(), datetime(2026, 2, 2, 8, tzinfo=UTC), blocked="the clock stepped back", agrees=False)
    play.invoice("martin", "F-1", due=date(2026, 2, 27))
    assert len(planned(play, 30)) == 1


@dataclass(frozen=True)
class Asked:
    """A house that is asked for its contacts, as the desk's is: no dictionary that could be copied."""

    address: str
    at: datetime

    def get(self, address: str, /) -> datetime | None:
        return self.at if address == self.address else None


def test_a_preview_keeps_the_spacing_of_an_address_that_answers_for_several() -> None:
    zone = calendar_of(rules().calendar).zone
    now = datetime(2026, 3, 10, 9, 30, tzinfo=zone)  # a Tuesday
    seen = now - timedelta(days=10)
    entries = [
        Entry("c1", 1, seen, DebtorSeen("M", "Martin SARL", "business", contacts=("Syndic@s.example",))),
        Entry("c1", 2, seen, InvoiceSeen("F-1", date(2026, 2, 1), date(2026, 3, 3), 124_000)),
    ]
    house = House(pays=True, live_since=date(2020, 1, 1))
    free = forecast({"c1": entries}, house, rules(), now, 10)
    assert [p.at.date() for p in free][:1] == [date(2026, 3, 10)]
    written = replace(house, contacted=Asked("syndic@s.example", now - timedelta(days=1)))
    held = forecast({"c1": entries}, written, rules(), now, 10)
    assert [p.at.date() for p in held][:1] == [date(2026, 3, 13)]


# --- what leaves on one day ---------------------------------------------------------------------------


def owing(debtors: int, **limits: int) -> Play:
    """So many debtors whose first reminder is due on Thursday 5 March; it is Wednesday evening."""
    play = Play(
        rules(limits=replace(Limits(), new_invoice_rest=0, **limits)),
        datetime(2026, 3, 4, 16, tzinfo=UTC),
        lists=False,
    )
    for k in range(debtors):
        play.invoice(f"d{k:02d}", f"F-{k}", due=date(2026, 3, 2))
    return play


def listed(play: Play) -> list[Planned]:
    """The list of this evening, of which the next day knows."""
    calendar = calendar_of(play.rules.calendar)
    leaves = calendar.opening(play.local(play.today + timedelta(days=1), time(0)), firm=False)
    day = calendar.day(leaves)
    house = replace(play.house(""), paid_as_of=day, new_debtors_today=0, sent_last_hour=0)
    found = leaving(play.entries, house, play.rules, leaves)
    play.listed |= {one.case: day for one in found if one.draft and one.draft.kind != "answer"}
    return found


def test_a_day_takes_so_many_new_debtors_and_the_next_day_the_next_ones() -> None:
    play = owing(12)
    assert [len(listed(play)) for _ in range(2)] == [5, 5]
    play.advance_to(date(2026, 3, 5), time(18))
    assert len(play.sent) == 5
    assert len(listed(play)) == 5
    play.advance_to(date(2026, 3, 6), time(18))
    assert len(play.sent) == 10


def test_a_day_has_so_many_hours() -> None:
    play = owing(30, per_hour=2, new_debtors_per_day=100)
    assert len(listed(play)) == 18  # from nine to half past five
    assert {one.at.date() for one in listed(play)} == {date(2026, 3, 5)}


def test_a_day_on_which_everything_stands_still_takes_nothing() -> None:
    play = owing(1)
    play.blocked = "paused: the owner is away"
    assert listed(play) == []


def test_what_is_asked_first_is_not_listed() -> None:
    """The first firm letter needs the owner's own word, which no list asks for."""
    play = owing(1)
    tones = []
    for n in range(40):
        tones += [one.draft.tone for one in listed(play) if one.draft]
        play.advance_to(date(2026, 3, 5) + timedelta(n), time(18))
    assert list(dict.fromkeys(tones)) == ["cordial", "neutral"]
    assert [n.opened.about for n in play.case("d00").open_notices()] == ["first_firm_letter"]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_program_with_a_list_each_evening_writes_the_same_letters_on_the_same_days(
    data: st.DataObject,
) -> None:
    """Whatever life the cases lead, and whatever falls due: what leaves is what the evening has listed."""
    draw: Callable[[Any], Any] = data.draw
    free = Play(rules(), datetime.now(UTC), says_yes=True)
    told = Play(rules(), datetime.now(UTC), says_yes=True, lists=False, agrees=False)
    free.agrees = False
    start = draw(STARTS)
    for play in (free, told):
        play.now = play.local(start)
    for case in ("anna", "berta", "carl"):
        shared = ("syndic@s.example",) if draw(st.booleans()) else (f"{case}@{case}.example",)
        dues = draw(st.lists(st.integers(-40, 20), min_size=1, max_size=3))
        for play in (free, told):
            play.debtor(case, contacts=shared)
            for k, days in enumerate(dues):
                play.invoice(case, f"{case}-{k}", due=play.today + timedelta(days), total=50_000)
    promised = draw(st.lists(st.tuples(st.integers(1, 50), st.integers(1, 10)), max_size=3))
    for play in (free, told):
        for n in range(60):
            play.advance_to(start + timedelta(n), time(16, 30))
            for day, away in promised:
                if n == day:
                    play.promises("anna", play.today + timedelta(away))
                    play.round()
            play.advance_to(start + timedelta(n), time(17, 0))
            listed(play)
    assert told.told() == free.told()
