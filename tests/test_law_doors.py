"""The ways after the deadline: which are open for whom, in careful words, and until when."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.law.articles import ARTICLES, unknown
from bot.law.doors import Door, Matter, doors

FIRM = Matter(
    kind="business",
    principal=124_000,
    interest=2_000,
    today=date(2026, 5, 15),
    traders=True,
    disputed=False,
    insolvent=False,
    published=None,
    prudent=date(2031, 1, 15),
    order_proven=True,
    execution_proven=True,
    presented=date(2026, 4, 20),
    deadline=date(2026, 5, 5),
    address=True,
    mediator="Médiation Artisanat",
)
PRIVATE = replace(FIRM, kind="consumer", traders=False)
TOWN = replace(FIRM, kind="public", traders=False)


def by_name(matter: Matter) -> dict[str, Door]:
    return {door.name: door for door in doors(matter)}


def states(matter: Matter) -> dict[str, str]:
    return {door.name: door.state for door in doors(matter)}


def test_between_traders_the_new_way_and_the_small_claims_are_to_be_checked() -> None:
    found = states(FIRM)
    assert (found["injonction_de_payer"], found["refere_provision"]) == ("open", "open")
    assert (found["creances_commerciales"], found["petites_creances"]) == ("check", "check")
    assert "décret" in by_name(FIRM)["creances_commerciales"].why
    assert by_name(FIRM)["injonction_de_payer"].court.startswith("Tribunal de commerce")


def test_a_consumer_is_never_led_to_the_traders_ways() -> None:
    found = by_name(PRIVATE)
    assert found["creances_commerciales"].state == "closed"
    assert found["petites_creances"].state == "open"
    assert found["injonction_de_payer"].court == "Tribunal judiciaire du lieu du débiteur."
    assert found["mediateur"].state == "check"


@pytest.mark.parametrize(
    ("principal", "interest", "state"),
    [(500_000, 0, "open"), (498_000, 2_000, "open"), (498_000, 2_001, "closed"), (500_001, 0, "closed")],
)
def test_small_claims_end_at_5000_euros_with_interest(principal: int, interest: int, state: str) -> None:
    assert states(replace(PRIVATE, principal=principal, interest=interest))["petites_creances"] == state


def test_a_public_buyer_has_its_own_ways_and_no_injonction_de_payer() -> None:
    found = states(TOWN)
    assert found["acheteur_public"] == "open"
    for name in ("injonction_de_payer", "petites_creances", "creances_commerciales", "refere_provision"):
        assert found[name] == "closed"
    assert states(FIRM)["acheteur_public"] == "closed"


def test_after_an_insolvency_only_the_declaration_is_left() -> None:
    ruined = replace(FIRM, insolvent=True, published=date(2026, 5, 12))
    assert {name for name, state in states(ruined).items() if state != "closed"} == {"declaration_de_creance"}
    assert by_name(ruined)["declaration_de_creance"].by == date(2026, 7, 12)
    assert states(FIRM)["declaration_de_creance"] == "closed"
    unpublished = by_name(replace(ruined, published=None))["declaration_de_creance"]
    assert unpublished.by is None
    assert any("BODACC" in text for text in unpublished.missing)


def test_a_dispute_leaves_the_summary_ways_to_be_checked() -> None:
    found = states(replace(FIRM, disputed=True))
    assert (found["injonction_de_payer"], found["refere_provision"], found["assignation"]) == (
        "check",
        "check",
        "open",
    )


def test_what_is_missing_is_said() -> None:
    bare = replace(
        FIRM,
        order_proven=False,
        execution_proven=False,
        presented=None,
        address=False,
        prudent=date(2026, 5, 1),
    )
    assert len(by_name(bare)["injonction_de_payer"].missing) == 5
    assert by_name(FIRM)["injonction_de_payer"].missing == ()
    early = replace(FIRM, today=date(2026, 5, 5))
    assert by_name(early)["injonction_de_payer"].missing == ("la fin du délai laissé par la mise en demeure",)
    assert by_name(replace(FIRM, kind="unknown"))["injonction_de_payer"].missing


def test_where_a_rate_is_missing_the_small_claims_are_to_be_checked() -> None:
    unknown_ = by_name(replace(PRIVATE, interest=None))["petites_creances"]
    assert unknown_.state == "check"
    assert "taux" in unknown_.why
    assert states(replace(PRIVATE, interest=None, principal=500_001))["petites_creances"] == "closed"


def test_the_law_is_named_with_each_code_once() -> None:
    assert by_name(FIRM)["conciliateur"].law == "CPC 750-1, C. civ. 2238"
    assert by_name(FIRM)["injonction_de_payer"].law.startswith("CPC 1405, 1406, ")


def test_an_english_owner_reads_the_same_ways_with_the_same_articles() -> None:
    for matter in (FIRM, PRIVATE, TOWN, replace(FIRM, insolvent=True, published=date(2026, 5, 12))):
        for one, other in zip(doors(matter), doors(matter, "en"), strict=True):
            assert (one.name, one.state, one.articles, one.by) == (
                other.name,
                other.state,
                other.articles,
                other.by,
            )
            assert len(one.missing) == len(other.missing)
            text = " ".join((other.title, other.brief, other.why, other.cost, other.signed, other.court))
            assert unknown(text) == ()
            assert "bailiff" not in text


KINDS = ["business", "consumer", "public", "nonprofit", "unknown"]


@given(
    st.sampled_from(KINDS),
    st.sampled_from([True, False, None]),
    st.booleans(),
    st.booleans(),
    st.integers(0, 2_000_000),
)
def test_every_way_is_told_in_careful_words_with_articles_of_the_law_file(
    kind: str, traders: bool | None, disputed: bool, insolvent: bool, principal: int
) -> None:
    matter = replace(
        FIRM,
        kind=kind,  # type: ignore[arg-type]
        traders=traders,
        disputed=disputed,
        insolvent=insolvent,
        principal=principal,
    )
    found = doors(matter)
    order = ["open", "check", "closed"]
    assert [door.state for door in found] == sorted((door.state for door in found), key=order.index)
    assert any(door.state == "open" for door in found)
    for door in found:
        assert set(door.articles) <= ARTICLES
        assert door.title
        assert door.cost
        assert door.signed
        assert door.why
        text = " ".join(
            (door.title, door.what, door.brief, door.why, door.cost, door.signed, door.court, *door.missing)
        )
        assert unknown(text) == ()
        assert not any(word in text.lower() for word in ("huissier", "sous peine", "nous saisirons", "pénal"))
