"""The conditions of a mise en demeure, one by one: any single one unmet keeps it from leaving."""

from collections.abc import Mapping
from dataclasses import MISSING, fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.law.articles import ARTICLES
from bot.law.conditions import Climbed, Standing, conditions, creditor_lacks, overridable, unmet

GOOD = Standing(
    today=date(2026, 4, 15),
    kind="business",
    due=date(2026, 2, 28),
    owed=124_000,
    threshold=10_000,
    prudent=date(2031, 1, 15),
    period_article="C. com. L110-4",
    steps=(Climbed("F-118", "first_reminder", done=True), Climbed("F-118", "third_reminder", done=True)),
    disputed=(),
    promised=(),
    unread=0,
    mailbox_read=True,
    payments_fresh=True,
    payment_source=True,
    payment_under_way=(),
    order_proven=True,
    execution_proven=True,
    insolvent=False,
    frozen=False,
    address=("12 rue des Tanneurs", "29000 Quimper"),
    by_post=True,
    creditor_lacks=(),
    mediator="",
    approved=True,
)
FACTS: Mapping[str, Mapping[str, Any]] = {
    "owed": {"owed": 0, "threshold": 0},
    "due": {"due": date(2026, 4, 15)},
    "undisputed": {"disputed": ("F-118",)},
    "not_time_barred": {"prudent": date(2026, 4, 14)},
    "kind_known": {"kind": "unknown"},
    "solvent": {"insolvent": True},
    "not_frozen": {"frozen": True},
    "address": {"address": ("Quimper", " ")},
    "creditor_complete": {"creditor_lacks": ("creditor.address", "creditor.iban")},
    "mailbox_read": {"mailbox_read": False},
    "replies_decided": {"unread": 1},
    "payments_fresh": {"payments_fresh": False},
    "no_payment_under_way": {"payment_under_way": ("F-118",)},
    "no_live_promise": {"promised": ("F-118",)},
    "approved": {"approved": False},
}
OF_THE_LADDER: Mapping[str, Mapping[str, Any]] = {
    "steps": {"steps": (*GOOD.steps, Climbed("F-119", "second_reminder", done=False))},
    "threshold": {"threshold": 124_001},
}
WARNINGS: Mapping[str, Mapping[str, Any]] = {
    "order_proven": {"order_proven": False},
    "execution_proven": {"execution_proven": False},
    "mediator_named": {"kind": "consumer"},
}
ALL = {**FACTS, **OF_THE_LADDER, **WARNINGS}


def test_with_all_conditions_met_it_may_leave() -> None:
    found = conditions(GOOD)
    assert unmet(found) == ()
    assert all(one.met for one in found)


def test_every_condition_is_tried_here() -> None:
    assert {one.name for one in conditions(replace(GOOD, kind="consumer"))} == set(ALL)


@pytest.mark.parametrize("name", [*FACTS, *OF_THE_LADDER])
def test_with_a_single_condition_unmet_it_does_not_leave(name: str) -> None:
    found = conditions(replace(GOOD, **ALL[name]))
    assert [one.name for one in unmet(found)] == [name]


@pytest.mark.parametrize("name", FACTS)
def test_a_fact_cannot_be_overridden(name: str) -> None:
    found = conditions(replace(GOOD, **FACTS[name]))
    assert [one.name for one in unmet(found, overridden=[*ALL])] == [name]
    assert overridable(found) == ()


@pytest.mark.parametrize("name", OF_THE_LADDER)
def test_a_condition_of_the_ladder_can_be_overridden_by_its_name_alone(name: str) -> None:
    found = conditions(replace(GOOD, **OF_THE_LADDER[name]))
    assert overridable(found) == (name,)
    assert unmet(found, overridden=[name]) == ()
    assert unmet(found, overridden=[*(set(ALL) - {name})])


@pytest.mark.parametrize("name", WARNINGS)
def test_a_missing_proof_or_mediator_warns_and_stops_nothing(name: str) -> None:
    found = conditions(replace(GOOD, **WARNINGS[name]))
    assert unmet(found) == ()
    assert [one.name for one in found if not one.met and one.warning] == [name]


def test_a_step_that_came_back_does_not_count_and_no_step_at_all_neither() -> None:
    back = Climbed("F-118", "second_reminder", done=True, bounced=True)
    for steps in ((*GOOD.steps, back), ()):
        assert [one.name for one in unmet(conditions(replace(GOOD, steps=steps)))] == ["steps"]


def test_an_email_alone_needs_no_postal_address() -> None:
    assert unmet(conditions(replace(GOOD, address=(), by_post=False))) == ()


def test_the_last_day_of_the_limitation_is_in_time() -> None:
    assert unmet(conditions(replace(GOOD, prudent=GOOD.today))) == ()


def test_only_a_consumer_is_told_of_a_mediator() -> None:
    """C. conso L616-1."""
    assert "mediator_named" not in {one.name for one in conditions(GOOD)}
    named = conditions(replace(GOOD, kind="consumer", mediator="Médiation des métiers, 35000 Rennes"))
    assert all(one.met for one in named) and "mediator_named" in {one.name for one in named}


@pytest.mark.parametrize(
    ("name", "address", "iban", "lacks"),
    [
        ("Morvan", ("12 rue du Port", "29000 Quimper"), "FR76 3000", ()),
        ("Morvan", ("12 rue du Port, 29000 Quimper",), "FR76 3000", ()),
        ("Morvan", ("29000 Quimper",), "FR76 3000", ("creditor.address",)),
        ("Morvan", ("12 rue du Port", "29000 Quimper"), "", ("creditor.iban",)),
        (" ", (), " ", ("creditor.name", "creditor.address", "creditor.iban")),
    ],
)
def test_who_demands_is_named_reached_and_paid(
    name: str, address: tuple[str, ...], iban: str, lacks: tuple[str, ...]
) -> None:
    assert creditor_lacks(name, address, iban) == lacks
    found = [
        one for one in conditions(replace(GOOD, creditor_lacks=lacks)) if one.name == "creditor_complete"
    ]
    assert [one.met for one in found] == [not lacks]
    assert all(key in found[0].why for key in lacks)  # the cure stands in the checklist


def test_nothing_about_a_case_has_a_default() -> None:
    with pytest.raises(TypeError):
        Standing()  # type: ignore[call-arg]
    assert all(field.default is MISSING and field.default_factory is MISSING for field in fields(Standing))


@given(st.sets(st.sampled_from([*ALL])))
def test_all_reasons_are_told_together_in_the_language_asked_for(names: set[str]) -> None:
    changes: dict[str, Any] = {}
    if "kind_known" in names:
        names -= {"mediator_named"}  # of an unknown debtor nobody knows that he is a consumer
    for name in names:
        changes |= ALL[name]
    standing = replace(GOOD, **changes)
    french, english = conditions(standing), conditions(standing, "en")
    assert {one.name for one in french if not one.met} >= names - {"threshold"}
    for one, other in zip(french, english, strict=True):
        assert one.why
        assert other.why
        assert one.why != other.why
        assert "{" not in one.why + other.why
        assert one.article is None or one.article in ARTICLES
