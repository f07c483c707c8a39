"""What policy must keep whatever happens: for every case, house and moment that hypothesis can think of."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.case import MACHINES, Case
from bot.events.consequences import AnswerOwed, HoldSet, PromiseNoted
from bot.events.entries import Entry
from bot.events.letters import LetterIntended, LetterSent, PaperPrepared
from bot.events.mail import MailKept, ReplyWeighed
from bot.events.owner import ContactStopped, MiseEnDemeureOrdered, NoticeAnswered, NoticeOpened
from bot.fold import fold
from bot.policy import decide, late
from bot.policy.ageing import barred
from bot.policy.house import House, Prepare, Record, Wait, Write
from bot.policy.ladder import on_portal
from bot.policy.questions import asks_about
from bot.policy.sight import Sight, calendar_of, runs, see
from bot.policy.telephoned import SILENCES
from tests.lives import CASES, lasting, lived
from tests.play import Play, rules

SLOWLY = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

# The owner's own word, which he has just ordered: it goes to the debtor's contact whatever asked for it.
_ORDERED = ("delay_accepted", "delay_refused", "delay_proposed", "plan_accepted", "call_trace")
_FOLLOWS = (HoldSet, PromiseNoted, AnswerOwed, NoticeOpened, ContactStopped)

# --- what must hold ---------------------------------------------------------------------------------


def _before(play: Play) -> list[tuple[Entry, Case]]:
    """Every entry with its case as it stood right before."""
    return [
        (entry, fold(name, chain[: entry.n - 1])) for name, chain in play.entries.items() for entry in chain
    ]


def _check_steps(case: Case, sight: Sight, climbs: Sequence[Any]) -> None:
    """Each invoice one step, the next one that does not count yet; what is late of an agreed plan, and that
    the plan is over, is said by taking the last step once more."""
    numbers = [climb.number for climb in climbs]
    assert len(set(numbers)) == len(numbers)
    for climb in climbs:
        done = {climbed.index for climbed in case.invoices[climb.number].climbs}
        again = bool(done) and late.unsaid(sight, case.invoices[climb.number]) in ("to_ask", "over")
        assert climb.index == min(set(range(5)) - done) or (again and climb.index in done), (climb, done)


def _ordered(case: Case, event: LetterIntended | PaperPrepared) -> bool:
    """The owner wanted this mise en demeure at once: the ladder's conditions do not count, facts do."""
    return event.kind == "mise_en_demeure" and case.ordered is not None


def _check_demand(play: Play, entry: Entry, case: Case, event: LetterIntended | PaperPrepared) -> None:
    """A letter that asks for money leaves only to somebody who owes it, is free, and has been let rest."""
    sight = see(case, House(), play.rules, entry.at)
    mentioned = event.mentioned
    assert not case.unweighed()
    assert not case.uncertain()
    ordered = _ordered(case, event)
    if not ordered:
        _check_steps(case, sight, event.climbs)
    for number in (*(climb.number for climb in event.climbs), *mentioned):
        invoice = case.invoices[number]
        listed = number in mentioned and play.rules.list_not_due and event.kind == "reminder"
        assert invoice.left > 0 and (listed or invoice.seen.due < sight.today)
        assert invoice.seen.currency == event.currency
        assert not sight.hold_on(number), (number, sight.hold_on(number))
        assert not asks_about(sight, number), number
        assert ordered or (sight.today - sight.day(invoice.first_seen)).days >= 3
    owed = sum(case.invoices[climb.number].left for climb in event.climbs)
    assert 0 < event.asked <= owed
    assert not any(on_portal(sight, case.invoices[climb.number]) for climb in event.climbs)
    assert not any(barred(sight, case.invoices[climb.number]) for climb in event.climbs)
    if event.kind == "mise_en_demeure":
        assert event.demanded >= event.asked and event.checked
    firm = event.tone in ("firm", "formal")
    assert sight.calendar.may_write(entry.at, firm=firm)
    assert sight.treatment in ("normal", "gentle") or ordered
    assert sight.treatment != "never" and not case.handed_over
    last = sight.last_contact()
    assert ordered or last is None or (sight.today - sight.day(last)).days >= sight.spacing


def _check_note(play: Play, entry: Entry, case: Case, event: LetterIntended) -> None:
    """A note leaves once for an invoice, before its due date, to a firm, and to nobody left in peace."""
    sight = see(case, House(), play.rules, entry.at)
    assert sight.kind == "business" and sight.treatment in ("normal", "gentle")
    assert not (case.unweighed() or case.uncertain() or case.handed_over or case.mise_en_demeure())
    assert event.about and not event.climbs
    before = [x.intended for x in case.letters.values() if x.intended.kind == "note" and x.state == "sent"]
    for number in event.about:
        invoice = case.invoices[number]
        assert invoice.left > 0 and invoice.seen.due > sight.today and not invoice.climbs
        assert invoice.seen.currency == event.currency and invoice.seen.method != "direct_debit"
        assert not sight.hold_on(number) and not asks_about(sight, number)
        assert not any(number in note.about for note in before)
        assert (sight.today - sight.day(invoice.first_seen)).days >= 3
    assert sight.calendar.may_write(entry.at, firm=False)
    last = sight.last_contact()
    assert last is None or (sight.today - sight.day(last)).days >= sight.spacing


def _check_spacing_by_address(play: Play) -> None:
    """Two cases that share an address keep the shorter of their spacings between them."""
    day = calendar_of(play.rules.calendar).day
    sent: dict[str, datetime] = {}
    entries = sorted((e for c in play.entries.values() for e in c), key=lambda e: e.at)
    demands = {
        e.event.letter
        for e in entries
        if isinstance(e.event, LetterIntended) and e.event.kind != "answer" and not e.event.paper
    }
    ordered = any(isinstance(entry.event, MiseEnDemeureOrdered) for entry in entries)
    for entry in entries:
        if not isinstance(entry.event, LetterSent):
            continue
        to = entry.event.to.lower()
        if entry.event.letter in demands and to in sent and not ordered:
            assert (day(entry.at) - day(sent[to])).days >= 4
        sent[to] = entry.at


@SLOWLY
@given(st.data())
def test_whatever_happens_every_letter_keeps_the_rules(data: st.DataObject) -> None:
    play = lived(data.draw)
    for entry, case in _before(play):
        event = entry.event
        if isinstance(event, LetterIntended) and event.kind == "answer":
            sight = see(case, House(), play.rules, entry.at)
            assert sight.calendar.may_write(entry.at, firm=False)
            held = any(h.by == "owner" and not h.invoices and runs(sight, h) for h in case.holds.values())
            assert not held or event.template in _ORDERED
            assert not any(h.rule in SILENCES and runs(sight, h) for h in case.holds.values())
            assert "@" in event.to[0] and case.answers
        elif isinstance(event, LetterIntended) and event.paper:
            assert case.papers[event.paper].posted
        elif isinstance(event, LetterIntended) and event.kind == "note":
            _check_note(play, entry, case, event)
        elif isinstance(event, LetterIntended | PaperPrepared):
            _check_demand(play, entry, case, event)
    _check_spacing_by_address(play)


# What comes days after the mail: thanks for money, that none was found, the owner's no. All else is at once.
_LATER = ("promise_kept", "promise_partly_kept", "payment_not_found", "promise_refused")


@SLOWLY
@given(st.data())
def test_a_mail_gets_one_automatic_answer_at_once_at_most_and_a_machine_none(data: st.DataObject) -> None:
    play = lived(data.draw)
    for name, chain in play.entries.items():
        case = fold(name, chain)
        owed = {e.event.answer: e.event for e in chain if isinstance(e.event, AnswerOwed)}
        sent = [e.event for e in chain if isinstance(e.event, LetterIntended) and e.event.kind == "answer"]
        left = {x.intended.answer for x in case.letters.values() if x.state in ("sent", "uncertain")}
        at_once = [x for x in sent if x.answer in left and x.template not in (*_LATER, *_ORDERED)]
        mails = [owed[x.answer].mail for x in at_once if owed[x.answer].mail]
        assert len(set(mails)) == len(mails)
        for letter in sent:
            mail = case.mails.get(owed[letter.answer].mail)
            assert mail is None or mail.kept.whose != "machine" or letter.template in _ORDERED


@SLOWLY
@given(st.data())
def test_every_mail_of_a_person_ends_in_a_decision_or_a_question(data: st.DataObject) -> None:
    play = lived(data.draw)
    for chain in play.entries.values():
        follows: dict[str, list[Any]] = {}
        rules_of: list[tuple[str, str]] = []
        for entry in chain:
            mail = getattr(entry.event, "mail", "")
            if mail and isinstance(entry.event, _FOLLOWS):
                follows.setdefault(mail, []).append(entry.event)
            if isinstance(entry.event, ReplyWeighed):
                rules_of.append((entry.event.mail, entry.event.rule))
        kept = {e.event.mail: e.event for e in chain if isinstance(e.event, MailKept)}
        for k, (mail, rule) in enumerate(rules_of):
            person = kept[mail].whose in ("debtor", "forwarded") and rule not in MACHINES
            only_told = rule == "unrelated" and kept[mail].sure in ("address", "domain")
            again = rule == "acknowledgement" and "acknowledgement" in [r for _, r in rules_of[:k]]
            again |= rule in ("said_again", "agreed") and k > 0  # what an earlier mail brought stands
            assert follows.get(mail) or not person or only_told or again, (rule, kept[mail])


@SLOWLY
@given(st.data())
def test_nobody_rests_for_ever_of_whom_nobody_is_asked(data: st.DataObject) -> None:
    """Where policy has come to rest, each of its holds without an end has an open question of its matter."""
    play = data.draw(st.sampled_from([lived, lasting]))(data.draw)
    for name in play.entries:
        case, sight = play.case(name), play.sight(name)
        if not sight.owed or sight.treatment in ("owner_only", "never") or case.handed_over or case.court:
            continue
        if case.unweighed() or case.set_aside:
            continue
        owed = {invoice.number for invoice in sight.owed}
        for hold in case.holds.values():
            if (hold.until, hold.by) != (None, "policy") or not hold.mail or hold.rule == "unplaced":
                continue
            if hold.invoices and not owed & set(hold.invoices):
                continue
            asked = [n.opened for n in case.open_notices() if n.opened.about == hold.rule]
            mine = [a for a in asked if not a.invoices or set(hold.invoices) & set(a.invoices)]
            assert mine, (hold, [n.opened.about for n in case.open_notices()])


@SLOWLY
@given(st.data())
def test_a_mise_en_demeure_follows_every_step_and_the_owners_word(data: st.DataObject) -> None:
    play = lasting(data.draw)
    claims = [draft for draft in play.drafts.values() if draft.kind == "mise_en_demeure" and not draft.paper]
    assert all(draft.claim and draft.claim.left == draft.asked for draft in claims)
    for entry, case in _before(play):
        event = entry.event
        if isinstance(event, LetterIntended | PaperPrepared) and event.kind == "mise_en_demeure":
            if isinstance(event, LetterIntended) and event.paper:
                continue
            if _ordered(case, event):
                assert case.ordered_at and entry.at - case.ordered_at >= timedelta(minutes=30)
                _check_demand(play, entry, case, event)
                continue
            yes = [n for n in case.notices.values() if n.opened.about == "mise_en_demeure"]
            assert yes[-1].answer == "approve" and yes[-1].answered_at
            assert entry.at - yes[-1].answered_at >= timedelta(minutes=30)
            for climb in event.climbs:
                assert {done.index for done in case.invoices[climb.number].climbs} >= {0, 1, 2}
            _check_demand(play, entry, case, event)


@SLOWLY
@given(st.data())
def test_a_case_comes_up_again_no_later_than_something_is_due(data: st.DataObject) -> None:
    """Waking a case early changes nothing: until the moment it asked for it would only have waited."""
    day = calendar_of(rules().calendar).day
    play = data.draw(st.sampled_from([lived, lasting]))(data.draw)
    for name in play.entries:
        decision = play.last[name]
        assert isinstance(decision, Wait)
        until = min(decision.until or play.now + timedelta(days=60), play.now + timedelta(days=60))
        moment = play.now
        while moment + timedelta(hours=9) < until:
            moment += timedelta(hours=9)
            fresh = play.house(name)
            house = House(
                mail_read_at=moment,
                pays=fresh.pays,
                paid_as_of=day(moment) if play.fresh else fresh.paid_as_of,
                contacted=fresh.contacted,
                live_since=fresh.live_since,
                consents={name: day(moment)},
            )
            early = decide(play.case(name), house, play.rules, moment)
            if isinstance(early, Record):
                # the owner may be asked for a letter before the hours it leaves in, and a promise is judged
                # from the midnight on that ends its last day: nothing is written before the opening
                asked = all(isinstance(event, NoticeOpened | NoticeAnswered) for event in early.events)
                between = calendar_of(rules().calendar).working_between(day(moment), day(until))
                assert asked or between <= 1, (
                    early,
                    decision,
                    moment,
                )
            else:
                assert isinstance(early, Wait), (early, decision, moment)


HOUSES = st.builds(
    House,
    mail_read_at=st.none() | st.datetimes(timezones=st.just(UTC)),
    pays=st.booleans(),
    paid_as_of=st.none() | st.dates(),
    contacted=st.dictionaries(
        st.sampled_from(["compta@anna.example", "shared@s.example"]), st.datetimes(timezones=st.just(UTC))
    ),
    new_debtors_today=st.integers(0, 9),
    sent_last_hour=st.integers(0, 90),
    live_since=st.none() | st.dates(),
    consents=st.dictionaries(st.sampled_from(CASES), st.dates()),
    blocked=st.sampled_from(["", "", "the clock stepped back"]),
)
NOWS = st.integers(0, 36_000 * 24).map(
    lambda hours: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
)


@SLOWLY
@given(st.data(), HOUSES, NOWS)
def test_policy_answers_for_every_case_house_and_moment(
    data: st.DataObject, house: House, now: datetime
) -> None:
    play = data.draw(st.sampled_from([lived, lasting]))(data.draw)
    for name, chain in play.entries.items():
        n = data.draw(st.integers(0, len(chain)))
        decision = decide(fold(name, chain[:n]), house, play.rules, now)
        assert isinstance(decision, Write | Prepare | Record | Wait) and decision.why
        if isinstance(decision, Wait) and decision.until:
            assert decision.until.tzinfo
        if isinstance(decision, Record):
            assert decision.events


@pytest.mark.parametrize("due", [date.min, date(9999, 12, 30), date.max])
@pytest.mark.parametrize("until", [None, date.min, date.max])
def test_the_ends_of_time_are_answered_too(due: date, until: date | None) -> None:
    play = Play(rules(), datetime(2026, 3, 2, 9, tzinfo=UTC))
    play.invoice("martin", "F-1", due=due, issued=date(2026, 1, 1))
    play.grow("martin", PromiseNoted("p", "m", date(2026, 3, 1), until, None, 5, ("F-1",)))
    play.grow("martin", HoldSet("h", "owner", "why", until, ("F-1",)))
    play.round()
    assert play.why("martin")


def test_an_empty_case_owes_nothing() -> None:
    decision = decide(Case("x"), House(), rules(), datetime(2026, 3, 2, tzinfo=UTC))
    assert decision == Wait(None, "nothing is owed")


def test_each_decision_carries_its_reason_in_words() -> None:
    play = Play(rules(), datetime(2026, 3, 2, 9, tzinfo=UTC))
    play.invoice("martin", "F-1", due=date(2026, 2, 27))
    play.round()
    assert play.why("martin") == "first_reminder of F-1 is due on 2026-03-05"


def test_nothing_is_decided_on_a_mailbox_that_was_not_just_read() -> None:
    play = Play(rules(), datetime(2026, 3, 2, 9, tzinfo=UTC))
    play.invoice("martin", "F-1", due=date(2026, 2, 20))
    at = datetime(2026, 3, 6, 9, tzinfo=UTC)
    for read in (None, at - timedelta(minutes=5), at - timedelta(days=1)):
        house = House(mail_read_at=read, pays=True, paid_as_of=at.date(), live_since=date(2020, 1, 1))
        decision = decide(play.case("martin"), house, play.rules, at)
        assert decision == Wait(at, "the mailbox must be read first")
    house = House(
        mail_read_at=at, pays=True, paid_as_of=at.date(), live_since=date(2020, 1, 1), listed=("martin",)
    )
    assert isinstance(decide(play.case("martin"), house, play.rules, at), Write)
