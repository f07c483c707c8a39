"""Doubtful words in answer to what was said yes to: what that yes let go waits for another word."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.events.owner import NoticeOpened
from bot.policy.gates import gate
from bot.policy.house import Decision, House, Record, Wait
from bot.policy.sight import see
from tests.office import NOW, Office, opened
from tests.test_owner_lists import evening
from tests.test_owner_second_thoughts import told_only
from tests.weighed import said, told_of

SLIPS = [
    "pardon je me suis trompée, pas celle-là", "mauvaise manip", "je n'aurais pas dû répondre ok",
    "oups, erreur, je croyais que c'était une autre liste",
]  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        yield office


def waits(office: Office, name: str = "c1") -> bool:
    """Through the second working day."""
    holds = [h for h in office.case(name).holds.values() if h.hold.endswith(".unclear")]
    return bool(holds) and holds[0].until is not None and (holds[0].until - NOW.date()).days == 2


def formal(office: Office) -> str:
    """A mise en demeure is asked about and approved; what came back."""
    asked = NoticeOpened("c1-9", "mise_en_demeure", "?", ("approve", "refuse"), invoices=("F-118",))
    office.note("c1", asked)
    office.tell()
    return said(office, "ok", told_of(office, "c1-9"))


@pytest.mark.parametrize("words", SLIPS)
def test_a_yes_to_a_list_that_is_taken_back_in_doubtful_words_lets_nothing_go(
    office: Office, words: str
) -> None:
    for listed in (evening, told_only):
        listed(office)
        said(office, "ok", office.mails()[-1] if listed is told_only else office.mails()[0])
        back = said(office, words, office.mails()[-1])
        assert waits(office, "c1") and waits(office, "c2")
        assert "Martin SARL et Petit Nathalie" in back and "« ok » : ces lettres partent" in back
        said(office, "annule", office.mails()[-1])
        said(office, "reprends tout", office.mails()[-1])


def test_the_list_itself_may_be_answered_so_and_who_is_named_waits_alone(office: Office) -> None:
    asked = evening(office)
    said(office, "ok", asked)
    back = said(office, "ah et Martin non plus", office.mails()[-1])
    assert (waits(office, "c1"), waits(office, "c2")) == (True, False) and "Petit" not in back


@pytest.mark.parametrize("words", ["erreur de ma part, ne rien envoyer", "oups non", "attends", "annule"])
def test_what_stops_in_answer_to_it_stops_its_letters_and_nobody_else(office: Office, words: str) -> None:
    said(office, "ok", evening(office))
    back = said(office, words, office.mails()[-1])
    assert all(h.until is None for name in ("c1", "c2") for h in office.case(name).holds.values())
    assert office.case("c1").holds and office.case("c2").holds
    assert not office.desk.state.facts.pauses and "close" not in back


def test_a_yes_lets_it_go_after_all(office: Office) -> None:
    said(office, "ok", evening(office))
    said(office, "mauvaise manip", office.mails()[-1])
    back = said(office, "ok", office.mails()[-1])
    assert not office.case("c1").holds and not office.case("c2").holds
    assert "Martin SARL : les rappels reprennent" in back and "close" not in back


def test_so_does_one_to_the_mise_en_demeure(office: Office) -> None:
    formal(office)
    back = said(office, "oups je me suis trompée de client", office.mails()[-1])
    assert (
        waits(office) and "je n'écris pas à Martin SARL" in back and "« annule » : elle ne part pas" in back
    )
    assert "les rappels reprennent" in said(office, "ok", office.mails()[-1])
    assert not office.case("c1").holds


def test_it_may_be_said_to_the_question_that_was_answered(office: Office) -> None:
    formal(office)
    said(office, "oups je me suis trompée de client", told_of(office, "c1-9"))
    assert waits(office) and not office.case("c2").holds


def test_old_debts_that_were_answered(office: Office) -> None:
    for name, number in (("c1", "F-118"), ("c2", "F-121")):
        office.note(
            name, NoticeOpened(f"{name}-9", "backlog", "?", ("approve", "refuse"), invoices=(number,))
        )
    office.tell()
    asked = next(m for m in office.mails() if "mot chacune" in str(m["Subject"]))
    said(office, "toutes relance", asked)
    back = said(office, "ah et Petit non plus", asked)
    assert (waits(office, "c1"), waits(office, "c2")) == (False, True)
    assert "« reprends Petit Nathalie »" in back


def test_who_rests_at_the_owners_own_word_was_let_go_by_nobody(office: Office) -> None:
    said(office, "ok sauf Martin", evening(office))
    back = said(office, "mauvaise manip", office.mails()[-1])
    assert waits(office, "c2") and not waits(office, "c1") and "Martin" not in back


def decided(office: Office) -> Decision | None:
    """What stands against the mise en demeure now."""
    now = office.clock[0]
    house = House(mail_read_at=now, pays=True, paid_as_of=now.date(), live_since=NOW.date())
    sight = see(office.case(), house, office.rules, now)
    return gate(sight, firm=True, by_hand=True, approval="mise_en_demeure", invoices=("F-118",))


def test_a_formal_notice_whose_yes_was_put_in_doubt_is_asked_about_anew(office: Office) -> None:
    formal(office)
    said(office, "oups mauvaise manip", office.mails()[-1])
    assert waits(office)
    office.later(minutes=7 * 24 * 60)
    asked = decided(office)
    assert isinstance(asked, Record)
    office.note("c1", *asked.events)
    office.tell()
    said(office, "ok", office.mails()[-1])
    left = decided(office)
    assert isinstance(left, Wait) and left.why.startswith("approved; leaves")


@pytest.mark.parametrize(
    "words",
    ["Martin a mis la clé sous la porte", "Martin has gone bust", "Martin, je le confie à mon avocat"],
)
def test_a_remark_about_somebody_of_the_list_keeps_his_letter_back_and_is_asked_about(
    office: Office, words: str
) -> None:
    asked = evening(office)
    back = said(office, words, asked)
    assert (waits(office, "c1"), waits(office, "c2")) == (True, False)
    assert words in back and "« ok » : la lettre part quand même" in back


def test_a_remark_about_somebody_of_whom_all_is_said_keeps_nobody_back(office: Office) -> None:
    asked = evening(office)
    said(office, "1 payé 500, Martin m'a dit merci", asked)
    assert not waits(office, "c1") and not waits(office, "c2")


def test_doubtful_words_about_who_rests_already_keep_nobody_else_back(office: Office) -> None:
    asked = evening(office)
    said(office, "ok sauf Martin", asked)
    said(office, "ah pour Martin, à la réflexion, bof", office.mails()[-1])
    assert not waits(office, "c2")
