"""The mise en demeure right before it leaves: with any single condition unmet, none does."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from bot.draft import Claim, Draft
from bot.events.consequences import HoldSet, PromiseNoted
from bot.events.debts import InvoiceSeen
from bot.events.letters import LetterBounced, LetterIntended, LetterSent, PaperPrepared
from bot.events.owner import KindSaid, MiseEnDemeureOrdered
from bot.law.conditions import complete, unmet
from bot.law.interest import statement
from bot.policy import claiming, decide, ladder
from bot.policy.demand import claimed, demand
from bot.policy.house import Decision, House, Prepare, Record, Wait, Write
from bot.policy.sight import see
from bot.rules import Represented
from tests.play import Play, rules

DUE, ISSUED = date(2026, 2, 27), date(2026, 1, 28)
APRIL_8, MARCH_3 = date(2026, 4, 8), date(2026, 3, 3)


@dataclass
class Ready:
    """A case whose mise en demeure leaves now, and the house of that moment."""

    play: Play
    house: House

    def hold(self, rule: str) -> None:
        self.play.grow("martin", HoldSet(f"x.{rule}", rule, "said so", None, ("F-1",)))

    def seen(self, *, due: date = DUE, issued: date = ISSUED) -> None:
        self.play.grow("martin", InvoiceSeen("F-1", issued, due, 124_000))

    def rules(self, **law: Any) -> None:
        self.play.rules = replace(self.play.rules, law=replace(self.play.rules.law, **law))

    def creditor(self, **changed: Any) -> None:
        self.play.rules = replace(self.play.rules, creditor=replace(self.play.rules.creditor, **changed))

    def decide(self) -> Decision:
        """What policy comes to, all that it records recorded."""
        for _ in range(20):
            decision = decide(self.play.case("martin"), self.house, self.play.rules, self.play.now)
            if not isinstance(decision, Record):
                return decision
            self.play.grow("martin", *decision.events)
        raise AssertionError("policy does not come to rest")


def _ready(day: date, **fields: Any) -> Ready:
    play = Play(rules(), datetime(2026, 2, 2, 8, tzinfo=UTC), says_yes=True)
    play.debtor("martin", **fields)
    play.invoice("martin", "F-1", due=DUE, issued=ISSUED)
    play.advance_to(day, time(9, 5))
    return Ready(play, play.house("martin"))


def approved(**fields: Any) -> Ready:
    """Every step climbed, asked for and approved at nine; it leaves half an hour later."""
    ready = _ready(APRIL_8, **fields)
    return _at(ready, time(9, 31))


def ordered() -> Ready:
    """One reminder went out, then the owner wants it now."""
    ready = _ready(MARCH_3)
    ready.play.grow("martin", MiseEnDemeureOrdered())
    return _at(ready, time(9, 40))


def _at(ready: Ready, moment: time) -> Ready:
    ready.play.now = ready.play.local(ready.play.today, moment)
    ready.house = ready.play.house("martin")
    return ready


def _no_mail_read(ready: Ready) -> None:
    ready.house = replace(ready.house, mail_read_at=None)


def _payments_unknown(ready: Ready) -> None:
    ready.house = replace(ready.house, paid_as_of=date(2026, 2, 20))


def _last_letter_bounced(ready: Ready) -> None:
    last = ready.play.case("martin").sent_letters()[-1].intended
    ready.play.grow("martin", LetterBounced(last.letter, last.to[0], permanent=True))


def _promised(ready: Ready) -> None:
    on = date(2026, 12, 31)
    ready.play.grow("martin", PromiseNoted("p", "m", ready.play.today, on, None, 124_000, ("F-1",)))


# Each breaks one condition of a mise en demeure, and nothing else that stands in the list.
FACTS: dict[str, Callable[[Ready], None]] = {
    "owed": lambda ready: ready.play.paid("martin", "F-1"),
    "due": lambda ready: ready.seen(due=date(2026, 6, 30)),
    "undisputed": lambda ready: ready.hold("dispute"),
    "not_time_barred": lambda ready: ready.seen(issued=date(2025, 1, 2)),
    "kind_known": lambda ready: ready.play.grow("martin", KindSaid("unknown")),
    "solvent": lambda ready: ready.hold("insolvency"),
    "not_frozen": lambda ready: ready.hold("misfortune"),
    "address": lambda ready: ready.play.debtor("martin", address=("29200 Brest",)),
    "creditor_complete": lambda ready: ready.creditor(iban=""),
    "mailbox_read": _no_mail_read,
    "replies_decided": lambda ready: ready.hold("undecided"),
    "payments_fresh": _payments_unknown,
    "no_payment_under_way": lambda ready: ready.hold("already_paid"),
    "no_live_promise": _promised,
}
LADDER: dict[str, Callable[[Ready], None]] = {
    "steps": _last_letter_bounced,
    "threshold": lambda ready: ready.rules(mise_en_demeure_from=200_000),
}


def test_without_anything_against_it_the_mise_en_demeure_leaves() -> None:
    for ready in (approved(), ordered()):
        decision = ready.decide()
        assert isinstance(decision, Prepare) and decision.draft.kind == "mise_en_demeure"


@pytest.mark.parametrize("name", [*FACTS, *LADDER])
def test_with_any_single_condition_unmet_no_mise_en_demeure_leaves(name: str) -> None:
    ready = approved()
    (FACTS | LADDER)[name](ready)
    decision = ready.decide()
    formal = isinstance(decision, Prepare | Write) and decision.draft.kind == "mise_en_demeure"
    assert not formal, decision


@pytest.mark.parametrize("name", FACTS)
def test_no_order_of_the_owners_overrides_a_fact(name: str) -> None:
    ready = ordered()
    FACTS[name](ready)
    assert not isinstance(ready.decide(), Prepare | Write)


@pytest.mark.parametrize("name", [*FACTS, *LADDER, "approved"])
def test_the_checklist_alone_keeps_it_back_and_says_by_what(name: str) -> None:
    """Even where every other gate had been passed."""
    ready = approved()
    if name != "approved":
        (FACTS | LADDER)[name](ready)
    sight = see(ready.play.case("martin"), ready.house, ready.play.rules, ready.play.now)
    invoice = sight.case.invoices["F-1"]
    rungs = [ladder.Rung(invoice, ladder_step(sight), 3, APRIL_8, APRIL_8)]
    whole = claimed(sight, rungs)
    assert isinstance(whole, Claim)
    kept_back = demand(sight, rungs, whole, approved=name != "approved")
    assert isinstance(kept_back, Wait)
    assert f" {name}: " in kept_back.why and kept_back.until and kept_back.until.date() > APRIL_8
    overridden = demand(sight, rungs, whole, approved=name != "approved", ordered=True)
    assert isinstance(overridden, Draft if name in LADDER else Wait)


@pytest.mark.parametrize("lacking", [{"iban": ""}, {"address": ()}, {"address": ("29000 Quimper",)}])
def test_who_cannot_be_identified_or_paid_demands_nothing(lacking: Any) -> None:
    """Whatever the owner approved or ordered; and it leaves as soon as the configuration tells it."""
    for ready in (approved(), ordered()):
        before = ready.play.rules
        ready.creditor(**lacking)
        kept_back = ready.decide()
        assert isinstance(kept_back, Wait) and f"creditor.{next(iter(lacking))}" in kept_back.why
        assert kept_back.until and kept_back.until.date() > ready.play.today  # looked at again
        ready.play.rules = before
        assert isinstance(ready.decide(), Prepare)


def test_a_consumer_s_demand_without_a_mediator_leaves_and_its_checklist_warns() -> None:
    """C. conso L616-1: told to the owner, and in nobody's way."""
    ready = approved()
    ready.play.grow("martin", KindSaid("consumer"))
    sight = see(ready.play.case("martin"), ready.house, ready.play.rules, ready.play.now)
    found = claiming.checked(sight, [sight.case.invoices["F-1"]], by_post=True, approved=True)
    [mediator] = [one for one in found if one.name == "mediator_named"]
    assert mediator.warning and not mediator.met and "creditor.consumer_mediator" in mediator.why


def ladder_step(sight: Any) -> Any:
    return sight.rules.ladders["business"][3]


def test_every_condition_is_tried() -> None:
    ready = approved()
    sight = see(ready.play.case("martin"), ready.house, ready.play.rules, ready.play.now)
    found = claiming.checked(sight, [sight.case.invoices["F-1"]], by_post=True, approved=True)
    assert {one.name for one in found if not one.warning} == {*FACTS, *LADDER, "approved"}
    assert {one.name for one in found if one.fact} == {*FACTS, "approved"}
    assert {one.name for one in found if not one.fact and not one.warning} == set(LADDER)
    assert not unmet(found)


# --- what it claims ---------------------------------------------------------------------------------


def test_it_claims_the_whole_and_the_journal_keeps_that_with_its_conditions() -> None:
    ready = approved(siren="552100554")
    decision = ready.decide()
    assert isinstance(decision, Prepare) and decision.draft.claim
    draft, claim = decision.draft, decision.draft.claim
    # 40 days at 12.15 % on 1,240.00, and 40.00 once
    assert (draft.asked, claim.accrued, claim.indemnity, draft.demanded) == (124_000, 1_651, 4_000, 129_651)
    assert draft.siren == "552100554" and claim.as_of == APRIL_8
    kept = draft.prepared("L", pdf="", file="", dated=APRIL_8)
    assert (kept.asked, kept.demanded, kept.indemnity) == (124_000, 129_651, 4_000)
    assert kept.checked == draft.checked and any(line.startswith("undisputed: ") for line in kept.checked)
    assert not draft.prepared("L", pdf="", file="", dated=APRIL_8).mandate


@pytest.mark.parametrize("kind", ["consumer", "nonprofit"])
def test_who_is_no_business_is_asked_for_the_principal_alone(kind: Any) -> None:
    ready = approved(kind=kind)
    sight = see(ready.play.case("martin"), ready.house, ready.play.rules, ready.play.now)
    whole = claimed(sight, [ladder.Rung(sight.case.invoices["F-1"], sight.ladder[3], 3, APRIL_8, APRIL_8)])
    assert isinstance(whole, Claim) and (whole.total, whole.accrued, whole.indemnity) == (124_000, 0, 0)


def test_a_public_buyer_owes_moratory_interest_at_eight_points_and_the_indemnity() -> None:
    """CCP R2192-31: the rate of the half-year in which it began, 2.15 + 8."""
    ready = _ready(MARCH_3, kind="public")
    sight = see(ready.play.case("martin"), ready.house, ready.play.rules, ready.play.now)
    whole = claiming.claim(replace(sight, today=APRIL_8), [sight.case.invoices["F-1"]])
    assert (whole.total, whole.accrued, whole.indemnity) == (129_379, 1_379, 4_000)


def test_other_money_than_euros_bears_neither_the_laws_interest_nor_its_indemnity() -> None:
    ready = approved()
    ready.play.invoice("martin", "F-9", due=DUE, currency="CHF")
    sight = see(ready.play.case("martin"), ready.house, ready.play.rules, ready.play.now)
    assert claiming.claim(sight, [sight.case.invoices["F-9"]]).total == 124_000


def test_a_rate_that_nobody_knows_holds_the_letter_and_never_raises() -> None:
    play = Play(rules(), datetime(2026, 10, 1, 8, tzinfo=UTC), says_yes=True)
    play.invoice("martin", "F-1", due=date(2026, 11, 20))
    play.advance_to(date(2027, 1, 20))
    assert not [e for e in play.entries["martin"] if isinstance(e.event, PaperPrepared)]
    decision = play.last["martin"]
    assert isinstance(decision, Wait) and "cannot be reckoned" in decision.why and "2027" in decision.why
    assert decision.until and decision.until.date() == date(2027, 1, 21)


def test_the_copy_by_mail_names_the_whole_that_the_letter_demanded() -> None:
    ready = approved()
    play = ready.play
    play.settle("martin")
    play.now = play.local(date(2026, 4, 10), time(10))
    play.posted("martin")
    play.paid("martin", "F-1", 100_00)
    play.settle("martin")
    copy = next(d for name, d in play.drafts.items() if name.startswith("letter") and d.paper)
    assert (copy.demanded, copy.asked, copy.claim) == (129_651, 124_000, None)
    assert copy.lines[0].left == 114_000


def test_the_copy_keeps_its_distance_from_another_letter_by_mail() -> None:
    """One debtor, one letter: not in the minute in which an answer leaves, nor the day after."""
    ready = approved()
    play = ready.play
    play.settle("martin")
    play.now = play.local(date(2026, 4, 10), time(10))
    sent = next(e.event for e in play.entries["martin"] if isinstance(e.event, LetterIntended))
    answer = replace(sent, letter="other", kind="answer", template="payment_not_found", climbs=())
    play.grow("martin", answer, LetterSent("other", sent.to[0], "250 ok"))
    play.posted("martin")
    waits = Ready(play, play.house("martin")).decide()
    assert isinstance(waits, Wait) and waits.until and waits.until.date() == date(2026, 4, 14)
    play.now = play.local(date(2026, 4, 14), time(10))
    assert isinstance(Ready(play, play.house("martin")).decide(), Write)


def test_a_statement_of_the_claim_is_the_laws_own() -> None:
    """The letter's figures are those of `law.interest`, to the cent."""
    decision = approved().decide()
    assert isinstance(decision, Prepare) and decision.draft.claim
    [one] = decision.draft.claim.invoices
    again = statement(one.statement.claim, APRIL_8, _rates())
    assert again == one.statement


def _rates() -> Any:
    from bot.law.rates import rates

    return rates(())


@pytest.mark.parametrize(
    ("address", "enough"),
    [
        (("3 quai Neuf", "29200 Brest"), True),
        (("3 rue Haute, 29000 Quimper",), True),  # as many exports write it
        (("Rue Haute 3, B-1000 Bruxelles",), True),
        (("29200 Brest",), False),
        (("3 quai Neuf", " "), False),
        ((), False),
    ],
)
def test_an_address_names_a_street_and_a_town(address: tuple[str, ...], enough: bool) -> None:
    assert complete(address) is enough


# --- collecting for somebody else -------------------------------------------------------------------


def test_who_collects_for_another_names_him_and_repeats_the_first_letters_reference() -> None:
    other = Represented("Menuiserie Le Bihan", ("4 rue des Chênes", "29300 Quimperlé"), siren="552100554")
    plain = rules()
    play = Play(
        replace(plain, creditor=replace(plain.creditor, on_behalf_of=other)),
        datetime(2026, 2, 2, 8, tzinfo=UTC),
    )
    play.invoice("martin", "F-1", due=DUE)
    play.advance_to(date(2026, 3, 20))
    first, second = (play.drafts[name] for name in list(play.drafts)[:2])
    assert first.mandate and first.mandate.name == other.name and first.mandate.first_on is None
    assert second.mandate and second.mandate.first_on == date(2026, 3, 2)
    assert first.mandate.reference == second.mandate.reference != ""


def test_the_first_letter_of_a_mandate_is_the_first_that_named_it() -> None:
    """A mandate taken up after a reminder of our own begins with its five mentions all the same."""
    ready = _ready(MARCH_3)
    other = Represented("Menuiserie Le Bihan", ("4 rue des Chênes", "29300 Quimperlé"))
    play = ready.play
    play.rules = replace(play.rules, creditor=replace(play.rules.creditor, on_behalf_of=other))
    play.advance_to(date(2026, 3, 12))
    last = list(play.drafts.values())[-1]
    assert last.mandate and last.mandate.first_on is None
