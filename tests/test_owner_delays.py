"""More time: the day that a yes means, the one that the owner's own letter names, and what is asked else."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from bot.events.consequences import ContactDead
from bot.events.letters import LetterIntended, LetterSent
from bot.events.mail import MailKept, PromiseRead
from bot.events.owner import HandedOver, OwnerWrote
from bot.owner.news import Unsaid, happened
from bot.policy.house import Wait, Write
from bot.reading.until import day_until, given_already
from tests.hostile import digest
from tests.office import NOW, OWNER, SECRETARY, Office, opened
from tests.weighed import DEBTOR, held, open_, said, settle, told_of, writes

WAIT_UNTIL = "Pouvez-vous nous accorder un délai jusqu'au 20 mars ?"
WAIT = "Pouvez-vous nous accorder un délai ?"
IN_THREE = "Pourrions-nous payer en trois fois, le 15 mars, le 15 avril, le 15 mai ?"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        yield office


def promised(office: Office) -> list[date | None]:
    return [promise.noted.on for promise in office.case().promises.values() if not promise.outcome]


def templates(office: Office) -> dict[str, date | None]:
    return {answer.template: answer.day for answer in office.case().answers.values()}


def rests_through(office: Office) -> date:
    return max(hold.until for hold in office.case().holds.values() if hold.until)


# --- yes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("yes", ["accepte", "d'accord", "ok"])
def test_a_yes_to_a_request_that_names_its_day_accepts_that_day(office: Office, yes: str) -> None:
    line = said(office, yes, writes(office, "delay_request", sentence=WAIT_UNTIL))
    assert "accepté pour le 20 mars" in line.replace("\u00a0", " ")
    assert promised(office) == [date(2026, 3, 20)] and not open_(office)
    assert templates(office)["delay_accepted"] == date(2026, 3, 20)


@pytest.mark.parametrize("yes", ["accepte", "d'accord", "ok"])
@pytest.mark.parametrize("asked", [WAIT, IN_THREE])
def test_a_yes_to_a_request_without_one_day_is_asked_back_and_nothing_presses_meanwhile(
    office: Office, yes: str, asked: str
) -> None:
    question = writes(office, "delay_request", sentence=asked)
    office.clock[0] += timedelta(days=8)
    line = said(office, yes, question)
    assert "jusqu'à quel jour" in line
    assert open_(office) == ["delay_request"] and not promised(office)
    assert "delay_accepted" not in templates(office)
    assert rests_through(office) == date(2026, 4, 1)  # ten working days from his yes
    line = said(office, "d'accord pour le 31 mars", office.mails()[-1])
    assert "accepté pour le 31 mars" in line.replace("\u00a0", " ")
    assert promised(office) == [date(2026, 3, 31)] and not open_(office)


def test_a_yes_without_a_day_rests_until_the_owner_has_said_it(office: Office) -> None:
    question = writes(office, "delay_request", sentence=WAIT)
    said(office, "ok", question)
    for weeks in range(2, 8):
        office.clock[0] = NOW + timedelta(weeks=weeks)
        assert isinstance(settle(office), Wait)
        assert open_(office) == ["delay_request"] and rests_through(office) >= office.clock[0].date()
    office.tell()
    assert "dernier mot" not in " ".join(str(mail["Subject"]) for mail in office.mails())
    again = office.mails(about="demande un délai")[-1]
    assert "accepté pour le 15 mai" in said(office, "d'accord pour le 15 mai", again)
    assert promised(office) == [date(2026, 5, 15)] and not open_(office)


def test_a_later_day_than_the_proposed_one_has_its_last_word_too(office: Office) -> None:
    said(office, "dis-lui le 20 au plus tard", writes(office, "delay_request", sentence=WAIT))
    writes(office, "promise", sentence="Le 31.", promises=(PromiseRead(date(2026, 3, 31), None),))
    office.clock[0] = NOW + timedelta(days=15)
    settle(office)
    assert [n.opened.day for n in office.case().open_notices()] == [date(2026, 3, 25)]


def test_a_day_that_is_over_when_the_yes_comes_is_not_granted(office: Office) -> None:
    question = writes(office, "delay_request", sentence="Pouvez-vous attendre jusqu'au 13 mars ?")
    office.clock[0] += timedelta(days=7)
    assert "jusqu'à quel jour" in said(office, "accepte", question)


@pytest.mark.parametrize("stop", ["stop", "annule", "non", "Martin : litige"])
@pytest.mark.parametrize("grants", ["accepte", "d'accord pour le 31 mars", "échéancier 3 x 400 le 5"])
def test_what_the_owner_has_granted_is_not_written_once_he_stops_before_it_leaves(
    office: Office, grants: str, stop: str
) -> None:
    question = writes(office, "delay_request", sentence=WAIT_UNTIL)
    said(office, grants, question)
    assert promised(office) and office.case().answers
    office.clock[0] += timedelta(minutes=20)
    said(office, stop, office.mails()[-1])
    assert not office.case().answers and not promised(office)
    assert held(office) & {"owner", "dispute"}


def test_what_he_has_granted_waits_while_it_is_not_known_who_says_stop(office: Office) -> None:
    said(office, "accepte", writes(office, "delay_request", sentence=WAIT_UNTIL))
    office.clock[0] += timedelta(minutes=20)
    assert isinstance(settle(office), Write)
    office.receive(office.answer("stop", to=office.mails()[-1], headers=()))
    office.clock[0] += timedelta(minutes=20)
    office.owner.carry()
    decision = settle(office)
    assert isinstance(decision, Wait) and "vouches" in decision.why
    assert promised(office) and "delay_accepted" in templates(office)


def test_what_he_grants_and_stops_in_one_mail_is_still_written(office: Office) -> None:
    said(office, "accepte, et stop les relances", writes(office, "delay_request", sentence=WAIT_UNTIL))
    assert promised(office) == [date(2026, 3, 20)]
    assert "delay_accepted" in templates(office)


# --- the debtor's own day beside the owner's word --------------------------------------------------------

PLATTER = "Il manque 3 cartons sur 10, nous paierons le reste le 20 mars."


def test_what_was_promised_beside_a_dispute_is_noted_once_the_owner_closes_it(office: Office) -> None:
    parts = {"promises": (PromiseRead(date(2026, 3, 20), None),), "undecided": True}
    question = writes(office, "dispute", "promise", sentence=PLATTER, **parts)
    line = said(office, "avoir 372, le reste est dû", question)
    assert "litige clos" in line and "20 mars" in line and "reprennent" not in line
    assert promised(office) == [date(2026, 3, 20)] and "promise_noted" in templates(office)
    assert rests_through(office) == date(2026, 3, 25)


def test_a_day_behind_the_one_that_the_owner_proposed_is_the_owners_to_grant(office: Office) -> None:
    said(office, "dis-lui le 20 au plus tard", writes(office, "delay_request", sentence=WAIT))
    office.clock[0] += timedelta(hours=2)
    later = (PromiseRead(date(2026, 3, 31), None),)
    question = writes(office, "promise", sentence="Non, trop court, plutôt le 31.", promises=later)
    assert not promised(office) and open_(office) == ["delay_request"]
    assert "promise_noted" not in templates(office)
    assert "accepté pour le 31 mars" in said(office, "accepte", question)
    assert promised(office) == [date(2026, 3, 31)]


def test_what_is_refused_beside_a_promise_says_which_day_stands(office: Office) -> None:
    writes(office, "promise", promises=(PromiseRead(date(2026, 3, 13), None),))
    question = writes(office, "delay_request", sentence=WAIT_UNTIL)
    assert "refusé ; la date du 13 mars tient." in said(office, "refuse", question)


def test_a_day_that_the_owner_proposed_stands_though_he_refuses_a_later_one(office: Office) -> None:
    said(office, "dis-lui le 20 au plus tard", writes(office, "delay_request", sentence=WAIT))
    office.clock[0] += timedelta(hours=2)
    question = writes(office, "promise", sentence="Le 31.", promises=(PromiseRead(date(2026, 3, 31), None),))
    said(office, "refuse", question)
    assert rests_through(office) == date(2026, 3, 25) and not promised(office)


def test_a_promise_within_the_day_that_the_owner_proposed_is_noted(office: Office) -> None:
    said(office, "dis-lui le 20 au plus tard", writes(office, "delay_request", sentence=WAIT))
    office.clock[0] += timedelta(hours=2)
    sooner = (PromiseRead(date(2026, 3, 20), None),)
    writes(office, "promise", sentence="D'accord pour le 20.", promises=sooner)
    assert promised(office) == [date(2026, 3, 20)] and not open_(office)


# --- the last word --------------------------------------------------------------------------------------


def test_the_owner_hears_that_the_days_of_a_request_are_over_before_any_reminder(office: Office) -> None:
    writes(office, "delay_request", sentence=WAIT)
    office.clock[0] = NOW + timedelta(days=15)  # Wednesday; its ten working days ended on Tuesday
    assert isinstance(settle(office), Wait)
    office.tell()
    last = list(office.case().notices)[-1]
    mail = told_of(office, last)
    assert "dernier mot avant les rappels" in str(mail["Subject"])
    assert rests_through(office) == date(2026, 3, 26) and open_(office) == ["delay_request"]
    said(office, "d'accord pour le 10 avril", mail)
    assert promised(office) == [date(2026, 4, 10)]


def test_a_yes_to_the_first_mail_about_it_answers_the_last_word_too(office: Office) -> None:
    first = writes(office, "delay_request", sentence=WAIT)
    office.clock[0] = NOW + timedelta(days=15)
    settle(office)
    office.tell()
    said(office, "d'accord pour le 31 mars", first)
    line = said(office, "ok", office.mails(about="Est-ce bien vous")[-1])  # its key is spent
    assert "accepté pour le 31 mars" in line
    assert promised(office) == [date(2026, 3, 31)] and not open_(office)


def test_a_yes_to_the_first_mail_after_the_last_word_was_answered_comes_too_late(office: Office) -> None:
    first = writes(office, "delay_request", sentence=WAIT)
    office.clock[0] = NOW + timedelta(days=15)
    settle(office)
    office.tell()
    said(office, "refuse", told_of(office, list(office.case().notices)[-1]))
    said(office, "d'accord pour le 31 mars", first)
    said(office, "ok", office.mails(about="Est-ce bien vous")[-1])
    assert not promised(office)


def test_a_request_that_a_promise_has_overtaken_needs_no_last_word(office: Office) -> None:
    question = writes(office, "delay_request", sentence=WAIT)
    said(office, "pause jusqu'au 30 avril", question)
    before = len(office.case().notices)
    office.clock[0] = NOW + timedelta(days=15)
    settle(office)
    assert len(office.case().notices) == before and not open_(office)


def test_where_another_pursues_the_debt_no_last_word_is_said(office: Office) -> None:
    writes(office, "delay_request", sentence=WAIT)
    office.note("c1", HandedOver("Maître Roux"))
    before = len(office.case().notices)
    office.clock[0] = NOW + timedelta(days=15)
    settle(office)
    assert len(office.case().notices) == before and not open_(office)


# --- by hand --------------------------------------------------------------------------------------------


def by_hand(office: Office, until: date | None) -> None:
    office.clock[0] += timedelta(hours=3)
    at, digest = office.clock[0], f"{len(office.case().mails):02d}" * 32
    office.note("c1", MailKept(digest, "", OWNER, "", at, "Sent", 1, 1, "owner_letter", "address"))
    office.note("c1", OwnerWrote(digest, (DEBTOR,), at, until=until))
    settle(office)
    office.tell()


def test_the_owner_who_named_no_day_in_his_own_letter_says_it_and_nothing_more_is_written(
    office: Office,
) -> None:
    writes(office, "delay_request", sentence=WAIT)
    by_hand(office, None)
    assert open_(office) == ["delay_by_hand"]
    asked = told_of(office, list(office.case().notices)[-1])
    assert "jusqu’à quand" in str(asked["Subject"])
    said(office, "jusqu'au 31 mars", asked)
    assert not open_(office) and rests_through(office) == date(2026, 4, 3)
    assert not promised(office) and not {"delay_accepted", "delay_proposed"} & set(templates(office))


@pytest.mark.parametrize("words", ["le 31 mars", "31/03", "fin mars", "31 mars, merci"])
def test_a_bare_day_is_until_when_it_rests(office: Office, words: str) -> None:
    writes(office, "delay_request", sentence=WAIT)
    by_hand(office, None)
    said(office, words, told_of(office, list(office.case().notices)[-1]))
    assert not open_(office) and rests_through(office) == date(2026, 4, 3)
    assert not promised(office) and not {"delay_accepted", "delay_proposed"} & set(templates(office))


def test_a_second_letter_of_the_owners_that_names_the_day_answers_the_question(office: Office) -> None:
    writes(office, "delay_request", sentence=WAIT)
    by_hand(office, None)
    by_hand(office, date(2026, 3, 31))
    assert not open_(office) and rests_through(office) == date(2026, 4, 3)


# --- the day in the words -------------------------------------------------------------------------------

TUESDAY = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (WAIT_UNTIL, date(2026, 3, 20)),
        ("Pouvez-vous patienter jusqu'à fin mars ?", date(2026, 3, 31)),
        ("Votre facture du 28 janvier : un délai jusqu'au 20/03/2026 ?", date(2026, 3, 20)),
        ("Serait-il possible de repousser l'échéance au 15 avril ?", date(2026, 4, 15)),
        ("Could you wait until 20 March?", date(2026, 3, 20)),
        ("Bonjour, c'est d'accord, réglez pour le 31 mars. Anne", date(2026, 3, 31)),
        ("Je vous laisse jusqu'au 31 mars.", date(2026, 3, 31)),
        ("D'accord, mais pas plus tard que le 31 mars.", date(2026, 3, 31)),
        ("Ok, but no later than 31 March.", date(2026, 3, 31)),
        ("Le 15 mars c'est impossible, pouvez-vous attendre jusqu'au 31 mars ?", date(2026, 3, 31)),
    ],
)
def test_one_day_up_to_which_it_waits_is_read(text: str, day: date) -> None:
    assert day_until([text], TUESDAY) == day


@pytest.mark.parametrize(
    "text",
    [
        "Un délai de 15 jours, c'est possible ?",
        "Je suis en congé jusqu'au 20 mars, pouvez-vous m'accorder un délai ?",
        "Payer en trois fois, le 15 mars, le 15 avril et le 15 mai ?",
        "Jusqu'au 20 mars ou jusqu'au 31 mars ?",
        "Je ne vous accorde pas de délai jusqu'au 31 mars.",
        "Jusqu'au 31 mars, c'est impossible.",
        "Non, le 31 mars c'est trop tard, il me faut le règlement cette semaine.",
        "Je serai absente jusqu'au 31 mars, nous en parlerons.",
        "Appelez-moi avant le 10 mars.",
        "Prenez le temps qu'il vous faut.",
    ],
)
def test_what_is_not_plainly_such_a_day_is_none(text: str) -> None:
    assert day_until([text], TUESDAY) is None


# --- two people ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["non, 15 mars maxi", "propose le 15 mars", "échéancier 3 x 400 le 5"])
def test_what_one_person_has_granted_another_does_not_change_unaware(office: Office, words: str) -> None:
    question = writes(office, "delay_request", sentence=WAIT)
    theirs = office.mails(SECRETARY)[-1]
    said(office, "d'accord pour le 25 mars", question)
    office.clock[0] += timedelta(hours=1)
    office.receive(office.answer(words, to=theirs, sender=SECRETARY))
    back = " ".join(str(office.mails(SECRETARY)[-1].get_content()).split())  # type: ignore[no-untyped-call]
    assert "cette question est déjà close" in back and OWNER in back
    assert promised(office) == [date(2026, 3, 25)]
    assert set(templates(office)) == {"delay_accepted"}


@pytest.mark.parametrize("yes", ["bon allez envoie", "finalement ok"])
def test_a_yes_after_ones_own_no_is_told_the_words_that_go_on(office: Office, yes: str) -> None:
    office.ask("c1", "mise_en_demeure", "approve", "refuse", invoices=("F-118",))
    said(office, "non", office.mails()[-1])
    office.clock[0] += timedelta(days=1)
    assert "« reprends Martin SARL »" in said(office, yes, office.mails()[-1])


# --- no other word than the day ---------------------------------------------------------------------------


def test_until_a_day_before_the_promised_one_is_said_to_the_debtor_and_closes_the_question(
    office: Office,
) -> None:
    far = (PromiseRead(date(2026, 6, 15), None),)
    question = writes(office, "promise", sentence="Nous paierons le 15 juin.", promises=far)
    line = said(office, "jusqu'au 10 avril", question)
    assert "accepté pour le 10 avril" in line
    assert not open_(office) and templates(office) == {"delay_accepted": date(2026, 4, 10)}


@pytest.mark.parametrize(("words", "day"), [("jusqu'au 15 juin", 15), ("jusqu'au 20 juin", 20)])
def test_until_the_promised_day_or_later_is_a_yes_to_the_promise(
    office: Office, words: str, day: int
) -> None:
    far = (PromiseRead(date(2026, 6, 15), None),)
    question = writes(office, "promise", sentence="Nous paierons le 15 juin.", promises=far)
    assert f"accepté pour le {day} juin" in said(office, words, question)
    assert promised(office) == [date(2026, 6, day)] and not open_(office)


def test_until_the_day_asked_for_is_a_yes_to_the_request(office: Office) -> None:
    question = writes(office, "delay_request", sentence=WAIT_UNTIL)
    assert "accepté pour le 20 mars" in said(office, "jusqu'au 20 mars", question)
    assert templates(office)["delay_accepted"] == date(2026, 3, 20) and not open_(office)


# --- what the customer hears ------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["d'accord pour le 31 mars", "échéancier 3 x 400 le 5", "refuse", "non"])
def test_who_has_no_address_is_for_the_owner_to_tell(office: Office, words: str) -> None:
    question = writes(office, "delay_request", sentence=WAIT)
    office.note("c1", ContactDead(DEBTOR, "550"))
    line = said(office, words, question)
    assert "dites-le-lui vous-même" in line and "écris" not in line
    assert not templates(office)


def test_what_could_not_be_written_in_time_is_told_once(office: Office) -> None:
    far = (PromiseRead(date(2026, 6, 15), None),)
    question = writes(office, "promise", sentence="Nous paierons le 15 juin.", promises=far)
    said(office, "refuse", question)
    office.clock[0] += timedelta(days=100)
    settle(office)
    told = happened(office.desk.entries("c1"), office.desk.case, datetime.date)
    assert told.unsaid == (Unsaid("Martin SARL", "promise_refused", date(2026, 6, 15)),) and told.any


# --- a yes that is taken back -----------------------------------------------------------------------------


def asks(office: Office, about: str) -> EmailMessage:
    if about == "delay_request":
        return writes(office, about, sentence=WAIT_UNTIL)
    far = (PromiseRead(date(2026, 6, 15), None),)
    return writes(office, "promise", sentence="Nous paierons le 15 juin.", promises=far)


@pytest.mark.parametrize("words", ["finalement non", "finalement je refuse"])
@pytest.mark.parametrize("about", ["delay_request", "promise_far"])
def test_a_yes_that_has_not_left_is_taken_back_and_asked_about_anew(
    office: Office, about: str, words: str
) -> None:
    question = asks(office, about)
    said(office, "accepte", question)
    assert templates(office) and promised(office)
    line = said(office, words, question)
    assert "il ne partira pas" in line and "Est-ce bien vous" not in str(office.mails()[-1]["Subject"])
    assert not templates(office) and not promised(office) and open_(office) == [about]
    settle(office)
    assert open_(office) == [about] and not promised(office)
    office.tell()
    again = office.mails(about="délai" if about == "delay_request" else "promet")[-1]
    said(office, "refuse", again)
    assert not open_(office) and len(templates(office)) == 1


@pytest.mark.parametrize("about", ["delay_request", "promise_far"])
def test_a_yes_that_has_left_stands_and_the_owner_is_told_what_he_can_do(office: Office, about: str) -> None:
    question = asks(office, about)
    said(office, "accepte", question)
    [owed] = office.case().answers.values()
    intended = LetterIntended(
        "L9", "<L9@m>", "answer", owed.template, "neutral", (owed.to,), "s", "d" * 64, answer=owed.answer
    )
    office.note("c1", intended, LetterSent("L9", owed.to, "250"))
    stands = promised(office)
    line = said(office, "finalement non", question)
    assert "votre accord est parti le 10 mars" in line and "écrivez-le vous-même" in line
    assert promised(office) == stands and not open_(office)


@pytest.mark.parametrize(
    ("words", "then"),
    [
        ("en fait non, plutôt le 16 mars au plus tard", {"delay_proposed": date(2026, 3, 16)}),
        ("accepte pour le 16 mars", {"delay_accepted": date(2026, 3, 16)}),
        ("en fait 2 x 620 le 16", {"plan_accepted": None}),
        ("abandonne", {}),
    ],
)
def test_a_second_word_on_a_yes_that_has_not_left_keeps_it_back_until_it_is_confirmed(
    office: Office, words: str, then: dict[str, date | None]
) -> None:
    question = asks(office, "delay_request")
    said(office, "accepte", question)
    said(office, words, question)
    asked_back = office.mails()[-1]
    assert "Est-ce bien vous" in str(asked_back["Subject"])
    assert "je n’écris plus à Martin" in asked_back.get_content()
    assert isinstance(settle(office), Wait) and templates(office) == {"delay_accepted": date(2026, 3, 20)}
    said(office, "oui", asked_back)
    settle(office)
    assert templates(office) == then
    assert not any(hold.hold.endswith(".doubt") for hold in office.case().holds.values())


def test_who_only_says_his_yes_once_more_keeps_nothing_back(office: Office) -> None:
    question = asks(office, "delay_request")
    said(office, "accepte", question)
    said(office, "ok", question)
    assert not any(hold.hold.endswith(".doubt") for hold in office.case().holds.values())


@pytest.mark.parametrize(
    ("first", "second", "template"),
    [
        ("accepte", "en fait 2 x 620 le 16", "delay_accepted"),
        ("accepte", "abandonne", "delay_accepted"),
        ("échéancier 2 x 620 le 16", "accepte pour le 16 mars", "plan_accepted"),
        ("refuse", "bon ok pour le 16 mars", "delay_refused"),
        ("refuse", "dis-lui le 16 mars au plus tard", "delay_refused"),
        ("dis-lui le 16 mars au plus tard", "accepte", "delay_proposed"),
    ],
)
@pytest.mark.parametrize("answer", ["", "non"])
def test_a_word_that_its_giver_has_put_in_doubt_stays_back_and_the_question_is_asked_anew(
    office: Office, first: str, second: str, template: str, answer: str
) -> None:
    question = asks(office, "delay_request")
    said(office, first, question)
    said(office, second, question)
    asked_back = office.mails()[-1]
    assert "Est-ce bien vous" in str(asked_back["Subject"])
    assert isinstance(settle(office), Wait) and set(templates(office)) == {template}
    if answer:  # somebody else had written it
        said(office, answer, asked_back)
    office.clock[0] += timedelta(days=5)
    settle(office)
    assert (set(templates(office)), open_(office)) == (
        ({template}, []) if answer else (set(), ["delay_request"])
    )
    assert not promised(office) or answer


@pytest.mark.parametrize(
    ("about", "first", "second"),
    [("promise_far", "accepte", "abandonne"), ("promise_far", "refuse", "bon ok pour le 15 juin")],
)
def test_a_word_on_a_promise_that_was_put_in_doubt_is_asked_about_anew(
    office: Office, about: str, first: str, second: str
) -> None:
    question = asks(office, about)
    said(office, first, question)
    said(office, second, question)
    office.clock[0] += timedelta(days=5)
    settle(office)
    assert not templates(office) and not promised(office) and open_(office) == [about]
    office.tell()
    said(office, "accepte", office.mails(about="promet")[-1])
    assert promised(office) and not open_(office)


def test_a_word_that_is_given_after_a_doubt_leaves(office: Office) -> None:
    question = asks(office, "delay_request")
    said(office, "accepte", question)
    said(office, "abandonne", question)
    office.clock[0] += timedelta(days=5)
    settle(office)
    office.tell()
    said(office, "accepte", office.mails(about="délai")[-1])
    settle(office)
    assert set(templates(office)) == {"delay_accepted"} and not open_(office)


@pytest.mark.parametrize("first", ["accepte", "refuse"])
def test_a_pause_in_a_digest_keeps_back_the_word_that_has_not_left(office: Office, first: str) -> None:
    question = asks(office, "delay_request")
    said(office, first, question)
    line = said(office, "pause Martin jusqu'au 18 mars", digest(office))
    assert "pause jusqu'au 18 mars" in line.replace("\u00a0", " ") and "repose la question" in line
    settle(office)
    assert not templates(office) and not promised(office) and open_(office) == ["delay_request"]


# --- what has not left ------------------------------------------------------------------------------------


def unheard(office: Office, days: int) -> EmailMessage:
    """So many days later nothing has left, and the owner hears of it."""
    office.clock[0] += timedelta(days=days)
    settle(office)
    office.tell()
    return told_of(office, office.case().open_notices()[-1].opened.notice)


def test_a_plan_that_could_not_be_said_is_told_with_its_days_and_an_ok_says_what_is_left_of_it(
    office: Office,
) -> None:
    said(office, "échéancier 310 le 15, le reste le 20 avril", writes(office, "delay_request", sentence=WAIT))
    question = unheard(office, 9)
    assert "n’a pas reçu votre accord" in str(question["Subject"])
    text = " ".join(question.get_content().replace("\u00a0", " ").replace("\u202f", " ").split())
    assert "votre échéancier (310,00 € le 15 mars ; le reste le 20 avril) n’est pas parti" in text
    assert "« ok » : je lui écris l’échéancier" in text
    line = said(office, "ok", question)
    assert "échéancier noté, 310,00 €" in line and "le reste le 20 avril" in line
    assert len(promised(office)) == 2 and not open_(office)


@pytest.mark.parametrize("yes", ["ok", "accepte"])
def test_a_yes_about_a_proposal_that_could_not_be_said_is_none_to_the_day_asked_for(
    office: Office, yes: str
) -> None:
    asked = writes(office, "delay_request", sentence="Un délai jusqu'au 30 avril ?")
    said(office, "dis-lui le 15 mars au plus tard", asked)
    assert "il manque le jour" in said(office, yes, unheard(office, 7))
    assert not promised(office) and "delay_accepted" not in templates(office)


# --- time that the debtor says he has -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("Mme Morvan nous a accordé un délai jusqu'au 31 mars au téléphone.", True),
        ("Vous aviez accepté de patienter jusqu'au 31 mars.", True),
        ("Un délai nous a été accordé jusqu'à fin mars par votre collègue.", True),
        ("You granted us an extension until 31 March.", True),
        ("Pouvez-vous nous accorder un délai jusqu'au 31 mars ?", False),
        ("Vous ne nous avez pas accordé le délai demandé jusqu'au 31 mars.", False),
        ("Si vous nous accordez un délai jusqu'au 31 mars nous pourrons payer.", False),
        ("La banque nous a accordé un prêt, il nous faut un délai jusqu'au 31 mars.", False),
        ("Could you grant us time until 31 March?", False),
    ],
)
def test_who_says_that_he_has_the_time_already_is_told_from_who_asks_for_it(text: str, given: bool) -> None:
    assert given_already([text]) is given


def test_the_owner_reads_that_it_is_said_to_be_granted_and_his_yes_grants_it(office: Office) -> None:
    sentence = "Mme Morvan nous a accordé un délai jusqu'au 20 mars au téléphone."
    question = writes(office, "delay_request", sentence=sentence)
    assert "dit avoir un délai" in str(question["Subject"])
    text = question.get_body(("plain",)).get_content()
    assert "vous lui avez accordé un délai" in text and "mot d" not in text
    assert "20 mars" in said(office, "oui", question)


def test_who_only_says_again_what_he_was_granted_asks_for_nothing(office: Office) -> None:
    question = writes(office, "delay_request", sentence="Pouvez-vous patienter jusqu'au 20 mars ?")
    said(office, "oui", question)
    office.clock[0] += timedelta(days=1)
    assert writes(office, "delay_request", sentence="Vous nous avez accordé jusqu'au 20 mars.") is None


@pytest.mark.parametrize(
    "words",
    ["non, je lui ai dit au téléphone le 31", "pas besoin, je lui ai déjà dit", "non, il le sait déjà"],
)
def test_a_no_that_says_that_he_has_told_him_himself_refuses_nothing(office: Office, words: str) -> None:
    said(office, "accepte", asks(office, "delay_request"))
    question = unheard(office, 14)
    said(office, words, question)
    assert open_(office) == ["delay_request"] and "delay_refused" not in templates(office)


@pytest.mark.parametrize("words", ["refuse", "non", "non, trop tard"])
def test_a_plain_no_to_a_yes_that_he_has_not_heard_of_refuses_it(office: Office, words: str) -> None:
    said(office, "accepte", asks(office, "delay_request"))
    said(office, words, unheard(office, 14))
    assert not open_(office) and "delay_refused" in templates(office)


@pytest.mark.parametrize(("words", "then"), [(WAIT_UNTIL, "delay_accepted"), (IN_THREE, "plan_accepted")])
def test_a_yes_that_a_mail_kept_back_which_nobody_understood_is_said_after_all(
    office: Office, words: str, then: str
) -> None:
    asked = writes(office, "delay_request", sentence=words)
    said(office, "accepte" if words == WAIT_UNTIL else "échéancier 310 le 15, le reste le 20 avril", asked)
    before = promised(office)
    office.clock[0] += timedelta(minutes=10)
    question = writes(office, "acknowledgement", undecided=True, sentence="Merci d'avance.")
    assert not templates(office) and not promised(office)
    offered = question.get_content().replace("\u00a0", " ").replace("’", "'")
    assert "« accepte » : je lui envoie votre" in offered
    said(office, "accepte", question)
    settle(office)
    assert list(templates(office)) == [then] and promised(office) == before and not open_(office)
    assert not held(office)
