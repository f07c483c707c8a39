"""What the owner writes to a debtor by hand: a day that he grants holds, what else he says is asked about."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.events.consequences import AnswerDropped
from bot.events.debts import InvoiceSeen, PaymentSeen
from bot.events.mail import MailKept, MailRead, PromiseRead, Quote
from bot.inbox import Folder
from bot.policy.house import Wait, Write
from bot.reading.by_hand import heard
from bot.rules import OwnerRules
from tests.office import INBOX, NOW, SENT, VOUCHED, Office, opened
from tests.play import rules
from tests.weighed import DEBTOR, held, open_, said, settle, told_of, writes

LETTERS = (("Authentication-Results", VOUCHED),)
WAIT = "Bonjour, merci. Si cela vous arrange vous pouvez attendre la fin du mois, pas de souci.\nAnne"
NOT_TO_PAY = "Bonjour, j'ai fait une erreur, ne la payez pas, je vous en envoie une nouvelle.\nAnne"
NOBODY_KNOWS = "Bonjour, je repasserai chez vous prendre le règlement. Bonne journée.\nAnne"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path, rules=rules(owner=OwnerRules(consent_days=0, lists=False))) as office:
        yield office


def by_hand(
    office: Office,
    text: str,
    *,
    folder: Folder = SENT,
    headers: tuple[tuple[str, str], ...] = LETTERS,
    to: str = DEBTOR,
) -> bytes:
    office.clock[0] += timedelta(minutes=5)
    raw = office.answer(text, recipient=to, headers=headers)
    office.receive(raw, folder)
    settle(office)
    office.tell()
    return raw


def rests_through(office: Office) -> date | None:
    return max((hold.until for hold in office.case().holds.values() if hold.until), default=None)


def question(office: Office) -> str:
    """As the owner reads it."""
    mail = told_of(office, list(office.case().notices)[-1])
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'").split())


def on(office: Office, day: date) -> object:
    office.clock[0] = datetime(day.year, day.month, day.day, 9, 0, tzinfo=UTC)
    return settle(office)


# --- a day that he grants -------------------------------------------------------------------------------


def test_the_day_that_he_grants_to_who_had_asked_for_nothing_is_waited_for_with_its_grace(
    office: Office,
) -> None:
    by_hand(office, WAIT)
    assert not open_(office) and rests_through(office) == date(2026, 4, 3)
    assert isinstance(on(office, date(2026, 4, 3)), Wait)
    assert isinstance(on(office, date(2026, 4, 7)), Write)


def test_he_reads_in_the_digest_which_day_was_read_in_his_letter(office: Office) -> None:
    by_hand(office, WAIT)
    office.clock[0] = NOW + timedelta(days=1)
    office.tell()
    digest = office.mails()[-1].get_content().replace("\u00a0", " ")  # type: ignore[no-untyped-call]
    assert "Vos messages aux clients" in digest and "(j’attends jusqu’au 31 mars)" in " ".join(digest.split())


def test_a_promise_for_an_earlier_day_than_he_grants_is_never_said_to_be_broken(office: Office) -> None:
    writes(office, "promise", promises=(PromiseRead(date(2026, 3, 16), None),))
    by_hand(office, WAIT)
    assert [p.outcome for p in office.case().promises.values()] == ["replaced"]
    assert isinstance(on(office, date(2026, 3, 25)), Wait)
    letter = on(office, date(2026, 4, 7))
    assert isinstance(letter, Write) and letter.draft.promise is None


def test_a_promise_that_was_broken_before_he_gave_more_time_is_not_named_either(office: Office) -> None:
    writes(office, "promise", promises=(PromiseRead(date(2026, 3, 12), None),))
    office.clock[0] = NOW + timedelta(days=7)
    on(office, date(2026, 3, 18))
    assert [p.outcome for p in office.case().promises.values()] == ["broken"]
    by_hand(office, WAIT)
    letter = on(office, date(2026, 4, 7))
    assert isinstance(letter, Write) and letter.draft.promise is None


def test_a_promise_for_a_later_day_than_he_grants_goes_on(office: Office) -> None:
    writes(office, "promise", promises=(PromiseRead(date(2026, 4, 10), None),))
    by_hand(office, WAIT)
    assert [p.outcome for p in office.case().promises.values()] == [""]


def test_a_day_that_he_grants_for_one_invoice_leaves_the_others(office: Office) -> None:
    other = InvoiceSeen("F-119", date(2026, 1, 20), date(2026, 2, 20), 50_000)
    office.note("c1", other)
    by_hand(office, "Pour la F-119 vous pouvez attendre la fin du mois.")
    (hold,) = office.case().holds.values()
    assert hold.invoices == ("F-119",)


# --- his yes to what the debtor asked for or promised -----------------------------------------------------

UNTIL = "Pouvez-vous patienter jusqu'au 20 mars ?"
FAR = date(2026, 5, 15)


def promised(office: Office) -> list[tuple[date | None, int | None]]:
    return [(p.noted.on, p.noted.amount) for p in office.case().promises.values() if not p.outcome]


def thanked(office: Office) -> list[str]:
    on(office, date(2026, 3, 26))
    return [name for name, a in office.case().answers.items() if a.template == "promise_kept"]


def asks_for_time(office: Office, sentence: str = UNTIL) -> None:
    writes(office, "delay_request", sentence=sentence)


def promises_far(office: Office, *days: PromiseRead) -> None:
    writes(office, "promise", sentence="Nous paierons.", promises=days or (PromiseRead(FAR, None),))


@pytest.mark.parametrize(
    "yes", ["Bonjour, ok.\nAnne", "D'accord", "Pas de souci.", "C'est d'accord pour ce délai."]
)
def test_his_short_yes_grants_the_day_that_the_debtor_had_asked_for(office: Office, yes: str) -> None:
    asks_for_time(office)
    by_hand(office, yes)
    assert promised(office) == [(date(2026, 3, 20), None)] and not open_(office)
    assert not office.case().answers  # the debtor has it in his own words
    assert isinstance(on(office, date(2026, 3, 24)), Wait)
    letter = on(office, date(2026, 3, 27))
    assert isinstance(letter, Write) and letter.draft.promise is not None


def test_he_reads_in_the_digest_which_day_his_short_yes_has_granted(office: Office) -> None:
    asks_for_time(office)
    by_hand(office, "Bonjour, ok.\nAnne")
    office.clock[0] = NOW + timedelta(days=1)
    office.tell()
    digest = " ".join(office.mails()[-1].get_content().replace("\u00a0", " ").split())  # type: ignore[no-untyped-call]
    assert "« Bonjour, ok. » (j’attends jusqu’au 20 mars)" in digest


def test_the_very_day_that_was_asked_for_is_granted_like_a_yes(office: Office) -> None:
    asks_for_time(office)
    by_hand(office, "D'accord, je vous laisse jusqu'au 20 mars.")
    assert promised(office) == [(date(2026, 3, 20), None)] and not open_(office)


def test_his_short_yes_to_who_named_no_day_rests_until_he_has_said_it(office: Office) -> None:
    asks_for_time(office, "Pouvez-vous nous accorder un délai ?")
    by_hand(office, "D'accord")
    assert open_(office) == ["delay_by_hand"] and not promised(office)
    for day in (date(2026, 4, 1), date(2026, 4, 20), date(2026, 5, 15)):
        assert isinstance(on(office, day), Wait)
    assert open_(office) == ["delay_by_hand"]


def test_his_short_yes_to_two_requests_grants_each_by_its_own_day(office: Office) -> None:
    office.note("c1", InvoiceSeen("F-119", date(2026, 1, 20), date(2026, 2, 20), 50_000))
    for number, day in (("F-118", "le 16 mars"), ("F-119", "le 20 mars")):
        office.clock[0] += timedelta(minutes=5)
        writes(office, "delay_request", sentence=f"Pouvez-vous patienter jusqu'au {day} ?", names=(number,))
    by_hand(office, "D'accord.")
    granted = {p.noted.invoices: p.noted.on for p in office.case().promises.values()}
    assert granted == {("F-119",): date(2026, 3, 20), ("F-118",): date(2026, 3, 16)}
    assert not open_(office)


def test_his_short_yes_grants_the_day_of_one_request_and_rests_for_that_of_the_other(office: Office) -> None:
    office.note("c1", InvoiceSeen("F-119", date(2026, 1, 20), date(2026, 2, 20), 50_000))
    asks_for_time(office)
    office.clock[0] += timedelta(minutes=5)
    sentence = "Pouvez-vous nous accorder un délai pour la F-119 ?"
    writes(office, "delay_request", sentence=sentence, names=("F-119",))
    by_hand(office, "D'accord.")
    assert promised(office) == [(date(2026, 3, 20), None)] and open_(office) == ["delay_by_hand"]
    for day in (date(2026, 3, 27), date(2026, 4, 20), date(2026, 5, 15)):
        on(office, day)
        assert any("F-119" in hold.invoices and hold.until and hold.until >= day
                   for hold in office.case().holds.values())  # fmt: skip
    assert open_(office) == ["delay_by_hand"]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Hi Tom, no problem, 31 March is fine.", date(2026, 3, 31)),
        ("31 March works for me", date(2026, 3, 31)),
        ("Bonjour, le 31 mars me va.", date(2026, 3, 31)),
        ("Bonjour, pas de souci, le 31 mars c'est bon pour nous.", date(2026, 3, 31)),
        ("31 March is not fine.", None),
        ("Would 31 March be fine?", None),
        ("Le 31 mars ne me va pas.", None),
        ("The meeting on 31 March is fine.", None),
        ("La livraison du 31 mars me va.", None),
        ("31 March is fine if you pay half now.", None),
    ],
)
def test_a_day_that_suits_him_is_the_day_until_which_he_lets_wait(words: str, day: date | None) -> None:
    assert heard(words, NOW).until == day


@pytest.mark.parametrize(
    ("asked", "words", "day"),
    [
        ("jusqu'au 31 mars", "Bonjour, oui d'accord pour le 31.\nAnne", date(2026, 3, 31)),
        ("jusqu'au 30 avril", "Ok le 30.", date(2026, 4, 30)),
        ("jusqu'au 31 mars", "Oui, pas de souci pour le 31, bonne journée", date(2026, 3, 31)),
        ("jusqu'au 17 mars", "Ok pour le 17.", date(2026, 3, 17)),
        ("until March 31", "That's fine, OK for the 31st.", date(2026, 3, 31)),
    ],
)
def test_a_bare_day_is_that_of_the_month_that_was_asked_for(
    office: Office, asked: str, words: str, day: date
) -> None:
    asks_for_time(office, f"Pouvez-vous patienter {asked} ?")
    by_hand(office, words)
    assert promised(office) == [(day, None)] and not open_(office)


def test_the_instalment_that_was_asked_to_be_put_off_is_put_off_by_his_yes(office: Office) -> None:
    asks_for_time(office, "Pouvons-nous décaler la première échéance au 17 mars ?")
    by_hand(office, "D'accord.")
    assert promised(office) == [(date(2026, 3, 17), None)] and not open_(office)


def test_he_may_grant_a_shorter_time_and_say_that_it_is_the_last(office: Office) -> None:
    asks_for_time(office, "Pouvez-vous patienter jusqu'au 31 mars ?")
    by_hand(office, "D'accord pour le 20 mars, pas plus.")
    assert not open_(office) and rests_through(office) == date(2026, 3, 25)


@pytest.mark.parametrize(
    "words",
    [
        "D'accord pour 3 fois, le 10 de chaque mois.",
        "Oui, mais c'est la dernière fois.",
        "Ok pour le 15.",  # of March or of April
        "OK but half of it now.",
    ],
)
def test_a_yes_of_which_no_day_is_understood_rests_until_he_has_said_it(office: Office, words: str) -> None:
    asks_for_time(office, "Pouvez-vous patienter jusqu'au 30 avril ?")
    by_hand(office, words)
    assert open_(office) == ["delay_by_hand"] and not promised(office)
    for day in (date(2026, 4, 1), date(2026, 4, 20), date(2026, 5, 15)):
        assert isinstance(on(office, day), Wait)
    assert open_(office) == ["delay_by_hand"]


def test_a_no_beside_a_yes_is_no_yes(office: Office) -> None:
    asks_for_time(office, "Pouvez-vous patienter jusqu'au 30 avril ?")
    by_hand(office, "D'accord pour en parler, mais je ne peux pas attendre.")
    assert rests_through(office) == date(2026, 3, 24)


def test_a_day_for_one_of_the_invoices_leaves_the_request_for_the_others(office: Office) -> None:
    for number in ("F-119", "F-120"):
        office.note("c1", InvoiceSeen(number, date(2026, 1, 20), date(2026, 2, 20), 50_000))
    asks_for_time(office, "Pouvez-vous nous accorder un délai ?")
    by_hand(office, "Vous pouvez attendre le 31 mars pour la F-120.")
    (asked,) = office.case().open_notices()
    assert (asked.opened.about, set(asked.opened.invoices)) == ("delay_request", {"F-118", "F-119"})
    rests = {hold.rule: set(hold.invoices) for hold in office.case().holds.values()}
    assert rests == {"delay_request": {"F-118", "F-119"}, "delay_proposed": {"F-120"}}
    assert "F-118" in question(office)
    assert isinstance(on(office, date(2026, 3, 20)), Wait)


def test_what_settles_another_invoice_beside_a_yes_is_not_lost(office: Office) -> None:
    office.note("c1", InvoiceSeen("F-119", date(2026, 1, 20), date(2026, 2, 20), 50_000))
    asks_for_time(office)
    by_hand(office, "D'accord pour le 20 mars. La F-119, ne la payez pas, je vous en envoie une nouvelle.")
    assert "owner_letter" in open_(office)
    assert any("F-119" in hold.invoices or not hold.invoices for hold in office.case().holds.values())


def test_a_limit_is_no_refusal(office: Office) -> None:
    asks_for_time(office, "Pouvez-vous patienter jusqu'au 30 avril ?")
    by_hand(office, "D'accord mais pas plus tard que la fin du mois.")
    assert not open_(office) and rests_through(office) == date(2026, 4, 3)


def test_a_yes_that_was_read_together_with_the_request_answers_it_all_the_same(office: Office) -> None:
    at, digest, words = office.clock[0], "ab" * 32, (Quote("delay_request", UNTIL),)
    kept = MailKept(digest, "<r@m.example>", DEBTOR, "Re", at, "INBOX", 7, 1, "debtor", "thread")
    office.note("c1", kept, MailRead(digest, "2", ("delay_request",), evidence=words, confidence=0.9))
    by_hand(office, "D'accord")
    assert promised(office) == [(date(2026, 3, 20), None)] and not open_(office)


@pytest.mark.parametrize("day", ["D'accord.", "Vous pouvez attendre jusqu'au 31 mars."])
def test_mere_thanks_for_the_day_that_he_granted_by_hand_bring_nothing_new(office: Office, day: str) -> None:
    asks_for_time(office)
    by_hand(office, day)
    before = dict(office.case().holds)
    office.clock[0] += timedelta(hours=1)
    assert writes(office, "acknowledgement", sentence="Merci beaucoup !", bare="thanks") is None
    assert office.case().holds == before and not open_(office) and not office.case().answers


@pytest.mark.parametrize("words", ["Ok, merci.", "D'accord pour le 15 mai, merci."])
def test_his_yes_to_a_far_promise_takes_it_and_its_day_is_watched(office: Office, words: str) -> None:
    promises_far(office)
    by_hand(office, words)
    assert promised(office) == [(FAR, None)] and not open_(office) and not held(office)
    assert not office.case().answers
    assert isinstance(on(office, date(2026, 5, 18)), Wait)
    letter = on(office, date(2026, 5, 21))
    assert isinstance(letter, Write) and letter.draft.promise is not None


@pytest.mark.parametrize(
    "words",
    [
        "Non, je peux attendre jusqu'au 31 mars.",
        "C'est trop loin, le 31 mars au plus tard.",
        "Le 15 mai c'est trop loin, je peux attendre le 31 mars.",
        "15 May is too far off, I can wait until 31 March.",
    ],
)
def test_an_earlier_day_than_the_far_promise_answers_the_question_about_it(
    office: Office, words: str
) -> None:
    promises_far(office)
    by_hand(office, words)
    assert not promised(office) and not open_(office) and not held(office)
    assert rests_through(office) == date(2026, 4, 3)


def test_a_day_for_one_invoice_leaves_the_question_about_all_of_them(office: Office) -> None:
    office.note("c1", InvoiceSeen("F-119", date(2026, 1, 20), date(2026, 2, 20), 50_000))
    promises_far(office)
    by_hand(office, "Pour la F-119 vous pouvez attendre la fin du mois.")
    assert open_(office) == ["promise_far"] and held(office) == {"promise_far"}


def test_what_settles_without_a_day_leaves_the_question_about_a_far_promise(office: Office) -> None:
    promises_far(office)
    by_hand(office, NOT_TO_PAY)
    assert open_(office) == ["promise_far"] and held(office) == {"promise_far"}


def test_his_thanks_for_a_payment_to_come_leave_its_promise_as_it_is(office: Office) -> None:
    writes(office, "promise", promises=(PromiseRead(date(2026, 3, 12), None),))
    by_hand(office, "Bonjour, merci pour le règlement annoncé, c'est parfait.\nAnne")
    assert promised(office) == [(date(2026, 3, 12), None)] and not open_(office) and not held(office)
    letter = on(office, date(2026, 3, 18))
    assert isinstance(letter, Write) and letter.draft.promise is not None


def test_his_yes_to_nothing_that_was_asked_is_a_contact_and_no_more(office: Office) -> None:
    by_hand(office, "D'accord")
    assert not open_(office) and not office.case().holds and not office.case().unweighed()


# --- an instalment ----------------------------------------------------------------------------------------


def test_an_instalment_that_he_puts_off_moves_and_those_after_it_stay(office: Office) -> None:
    writes(
        office,
        "promise",
        promises=(PromiseRead(date(2026, 3, 16), 50_000), PromiseRead(date(2026, 4, 15), None)),
    )
    by_hand(office, "Pour la première échéance vous pouvez attendre le 25 mars, pas de souci.")
    assert promised(office) == [(date(2026, 3, 25), 50_000), (date(2026, 4, 15), None)]
    assert isinstance(on(office, date(2026, 3, 25)), Wait)
    office.note("c1", PaymentSeen("F-118", 50_000, date(2026, 3, 25), source="bank.csv"))
    assert isinstance(on(office, date(2026, 3, 26)), Write)
    assert [a.template for a in office.case().answers.values()] == ["promise_kept"]


def test_a_later_instalment_that_does_not_come_is_named_though_an_earlier_one_was_put_off(
    office: Office,
) -> None:
    writes(
        office,
        "promise",
        promises=(PromiseRead(date(2026, 3, 16), 50_000), PromiseRead(date(2026, 4, 15), None)),
    )
    by_hand(office, "Pour la première échéance vous pouvez attendre le 25 mars, pas de souci.")
    office.note("c1", PaymentSeen("F-118", 50_000, date(2026, 3, 25), source="bank.csv"))
    office.note("c1", *(AnswerDropped(answer, "said") for answer in thanked(office)))
    letter = on(office, date(2026, 4, 22))
    assert isinstance(letter, Write) and letter.draft.promise is not None
    assert letter.draft.promise.on == date(2026, 4, 15)


def test_all_instalments_before_the_day_that_he_grants_move_to_it(office: Office) -> None:
    parts = (
        PromiseRead(date(2026, 3, 12), 30_000),
        PromiseRead(date(2026, 3, 19), 30_000),
        PromiseRead(date(2026, 4, 15), None),
    )
    writes(office, "promise", promises=parts)
    by_hand(office, "Vous pouvez attendre la fin du mois, pas de souci.")
    assert promised(office) == [(date(2026, 3, 31), 60_000), (date(2026, 4, 15), None)]


# --- what he must say -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        NOT_TO_PAY,
        "Bonjour, bien reçu votre chèque de 1 240 €, merci beaucoup !",
        "Bonjour, d'accord pour un règlement en trois fois.",
        "Bonjour, je vous confirme que la facture est en litige chez nous.",
    ],
)
def test_what_settles_it_rests_until_he_has_said_what_is_to_be_done(office: Office, text: str) -> None:
    by_hand(office, text)
    assert open_(office) == ["owner_letter"] and held(office) == {"owner_letter"}
    asked = question(office)
    assert "Vous avez écrit à Martin" in asked and "que dois-je faire" in asked
    assert " ".join(text.removesuffix("\nAnne").split()) in asked
    assert isinstance(on(office, date(2026, 5, 20)), Wait)


@pytest.mark.parametrize(
    ("words", "rests"),
    [
        ("payé", set[str]()),
        ("litige", {"dispute"}),
        ("jusqu'au 31 mars", set[str]()),
        ("échéancier 3 x 400 le 5", set[str]()),
        ("abandonne", set[str]()),
        ("reprends", set[str]()),
    ],
)
def test_his_word_answers_it_and_ends_its_hold(office: Office, words: str, rests: set[str]) -> None:
    by_hand(office, NOT_TO_PAY)
    asked = told_of(office, list(office.case().notices)[-1])
    line = said(office, words, asked)
    settle(office)
    assert not open_(office) and held(office) == rests, line


def test_the_day_that_he_says_then_is_waited_for_with_its_grace(office: Office) -> None:
    writes(office, "promise", promises=(PromiseRead(date(2026, 3, 16), None),))
    by_hand(office, NOT_TO_PAY)
    said(office, "jusqu'au 31 mars", told_of(office, list(office.case().notices)[-1]))
    assert rests_through(office) == date(2026, 4, 3)
    assert [p.outcome for p in office.case().promises.values()] == ["replaced"]


def test_what_cannot_be_told_rests_some_days_and_the_last_word_comes_before_a_letter(office: Office) -> None:
    by_hand(office, NOBODY_KNOWS)
    assert open_(office) == ["owner_letter"] and rests_through(office) == date(2026, 3, 24)
    assert isinstance(on(office, date(2026, 3, 25)), Wait)
    office.tell()
    assert "mon dernier mot avant les rappels" in question(office)
    assert isinstance(on(office, date(2026, 3, 27)), Write)


def test_he_is_asked_once_however_often_he_writes_of_it(office: Office) -> None:
    by_hand(office, NOT_TO_PAY)
    by_hand(office, "Et ne tenez pas compte de la facture F-118, elle est annulée.")
    assert open_(office) == ["owner_letter"]
    said(office, "reprends", told_of(office, list(office.case().notices)[-1]))
    settle(office)
    assert not held(office) and not open_(office)


def test_a_day_in_his_next_letter_is_no_word_on_what_he_said_not_to_pay(office: Office) -> None:
    by_hand(office, NOT_TO_PAY)
    by_hand(office, "La nouvelle est à régler pour le 31 mars.")
    assert open_(office) == ["owner_letter"] and held(office) == {"owner_letter"}


def test_a_day_in_his_next_letter_answers_what_could_not_be_told(office: Office) -> None:
    by_hand(office, NOBODY_KNOWS)
    by_hand(office, WAIT)
    assert not open_(office) and rests_through(office) == date(2026, 4, 3)


def test_what_he_settles_with_who_had_asked_for_time_is_one_question(office: Office) -> None:
    writes(office, "delay_request", sentence="Pouvez-vous nous accorder un délai ?")
    by_hand(office, "Bien reçu votre virement, merci.")
    assert open_(office) == ["owner_letter"]


@pytest.mark.parametrize("words", ["Bonjour, oui je l'ai bien reçu, merci\nAnne", "Oui bien reçu, merci !"])
def test_he_has_received_what_the_debtor_says_to_have_paid_and_nothing_is_asked_of_the_debtor(
    office: Office, words: str
) -> None:
    writes(office, "already_paid", sentence="Le virement a été fait hier.")
    by_hand(office, words)
    assert open_(office) == ["owner_letter"] and held(office) == {"owner_letter"}
    assert "payment_not_found" not in {a.template for a in office.case().answers.values()}
    assert isinstance(on(office, date(2026, 3, 20)), Wait)
    line = said(office, "payé", told_of(office, list(office.case().notices)[-1]))
    assert "1 240,00 € reçus" in line and not open_(office)


def test_he_has_received_what_was_said_to_be_paid_and_of_other_invoices_he_has_said_nothing(
    office: Office,
) -> None:
    office.note("c1", InvoiceSeen("F-119", date(2026, 1, 20), date(2026, 2, 20), 50_000))
    writes(office, "already_paid", sentence="La F-118 a été payée hier.", names=("F-118",))
    by_hand(office, "Bien reçu, merci !")
    (hold,) = [hold for hold in office.case().holds.values() if hold.rule == "owner_letter"]
    assert hold.invoices == ("F-118",)


@pytest.mark.parametrize("words", ["Hi, received with thanks!", "Thanks, I got it.", "We have it, thanks"])
def test_he_says_in_english_that_he_has_it(office: Office, words: str) -> None:
    writes(office, "already_paid", sentence="We paid yesterday.")
    by_hand(office, words)
    assert open_(office) == ["owner_letter"] and held(office) == {"owner_letter"}


@pytest.mark.parametrize("words", ["Hello, I will come on Friday about the door.", "Ok, merci !"])
def test_a_letter_of_his_that_tells_nothing_to_who_says_that_he_has_paid_is_asked_about(
    office: Office, words: str
) -> None:
    writes(office, "already_paid", sentence="Le virement a été fait hier.")
    by_hand(office, words)
    assert "owner_letter" in open_(office) and rests_through(office) == date(2026, 3, 24)


def test_a_document_that_his_letter_about_other_things_has_not_sent_is_asked_of_him(office: Office) -> None:
    writes(office, "document_request", sentence="Pouvez-vous nous envoyer votre RIB ?")
    by_hand(office, "Bonjour, je passe vendredi pour la porte.")
    assert open_(office) == ["document_request"]


def test_bien_recu_to_who_asks_for_something_else_says_nothing_of_money(office: Office) -> None:
    writes(office, "promise", promises=(PromiseRead(date(2026, 3, 20), None),))
    by_hand(office, "Bien reçu, merci !")
    assert not open_(office) and promised(office) == [(date(2026, 3, 20), None)]


# --- a contact and no more ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Merci de régler la facture.",
        "Bonjour, pourriez-vous régler la facture F-118 ? Merci d'avance.",
        "Bonjour, sauf erreur de ma part je n'ai pas reçu votre règlement.",
        "Veuillez trouver ci-joint la facture F-300, à régler avant le 30 avril.",
        "Si vous avez déjà réglé, ne tenez pas compte de ce message.",
        "La porte sera livrée le 15 mars.",
    ],
)
def test_a_reminder_of_his_own_stays_a_contact(office: Office, text: str) -> None:
    by_hand(office, text)
    assert office.case().owner_wrote and not office.case().unweighed()
    assert not open_(office) and not office.case().holds


def test_an_automatic_mail_of_his_is_no_word_of_his(office: Office) -> None:
    by_hand(office, NOT_TO_PAY, headers=(*LETTERS, ("Auto-Submitted", "auto-replied")))
    assert not open_(office) and not office.case().holds


def test_his_thanks_for_an_invoice_that_is_paid_hold_no_other(office: Office) -> None:
    office.note("c1", InvoiceSeen("F-117", date(2026, 1, 2), date(2026, 2, 1), 50_000))
    office.note("c1", PaymentSeen("F-117", 50_000, NOW.date(), source="bank.csv"))
    by_hand(office, "Bien reçu votre virement pour la F-117, merci.")
    assert not open_(office) and not office.case().holds


def test_a_copy_of_his_letter_in_another_folder_is_the_same_letter(office: Office) -> None:
    raw = by_hand(office, NOT_TO_PAY)
    office.receive(raw, INBOX)
    settle(office)
    assert len(office.case().notices) == 1 and len(office.case().owner_letters) == 1


# --- the words ------------------------------------------------------------------------------------------

TUESDAY = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Comme convenu, vous me réglez ça fin avril, pas de problème.", date(2026, 4, 30)),
        ("Je vous laisse jusqu'au 10 avril pour régler.", date(2026, 4, 10)),
        ("OK pour le 15 avril.", date(2026, 4, 15)),
        ("Pouvez-vous régler avant le 20 mars ? Merci", date(2026, 3, 20)),
        ("Take your time, you can pay at the end of April.", date(2026, 4, 30)),
    ],
)
def test_a_day_up_to_which_he_lets_the_debtor_wait_is_heard(text: str, day: date) -> None:
    assert (heard(text, TUESDAY).until, heard(text, TUESDAY).says) == (day, "")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Votre virement est bien arrivé, merci.", "settled"),
        ("Merci de ne pas tenir compte de la facture F-118.", "settled"),
        ("Attendez avant de régler, je vérifie la facture.", "settled"),
        ("Je vous fais un avoir de 200 €.", "settled"),
        ("Vous ne me devez plus rien.", "settled"),
        ("Pas de problème, prenez votre temps.", "settled"),
        ("Je vous laisse encore 15 jours pour payer.", "settled"),
        ("Please do not pay invoice F-118, I'll send a new one.", "settled"),
        ("We received your payment, thank you.", "settled"),
        ("Merci pour votre règlement.", "settled"),
        ("Bien reçu le règlement annoncé, merci.", "settled"),
        ("Merci pour le règlement annoncé.", "unsure"),
        ("Merci pour le virement que vous m'annoncez.", "unsure"),
        ("Merci pour votre prochain règlement.", "unsure"),
        ("Pour la facture on fait comme on a dit.", "unsure"),
        ("Je ne trouve pas trace de votre virement.", ""),
        ("Je ne peux pas vous accorder de délai, merci de régler la facture.", ""),
        ("N'attendez pas pour régler, merci.", ""),
        ("Le problème de la porte est réglé, merci de payer la facture.", ""),
        ("En cas de difficulté, proposez-nous un échéancier. Merci de régler la facture.", ""),
        ("Une fois la facture réglée, je reviendrai pour le réglage de la porte.", ""),
        ("We have not received your payment yet.", ""),
        ("Merci pour votre retour, bonne journée.", ""),
    ],
)
def test_what_else_he_says_of_paying_is_heard(text: str, says: str) -> None:
    assert (heard(text, TUESDAY).until, heard(text, TUESDAY).says) == (None, says)


def test_a_part_that_came_and_a_day_for_the_rest_are_both_heard() -> None:
    found = heard("Bien reçu votre acompte de 500 €, le reste peut attendre jusqu'au 31 mars.", TUESDAY)
    assert (found.until, found.says) == (date(2026, 3, 31), "settled")


@pytest.mark.parametrize(
    ("text", "confirms"),
    [
        ("Bonjour, ok.\nAnne", "yes"),
        ("Merci pour le règlement annoncé, c'est parfait.", "yes"),
        ("Oui, c'est bon, je l'ai reçu hier, merci", "received"),
        ("Oui, il est bien arrivé, merci", "received"),
        ("C'est bon je l'ai reçu, désolée.", "received"),
        ("Bien reçu pour la FA-107, merci", "received"),
        ("D'accord pour la facture F-118.", "yes"),
        ("D'accord pour 500.", ""),
        ("D'accord pour la 2e échéance", ""),
        ("Bien reçu votre message, merci", ""),
        ("Bien reçu, je vous réponds demain", ""),
        ("Je ne l'ai pas reçu", ""),
        ("D'accord mais la moitié tout de suite", ""),
        ("Merci", ""),
    ],
)
def test_a_bare_yes_and_a_bare_receipt_are_heard_and_nothing_beside_them(text: str, confirms: str) -> None:
    assert heard(text, TUESDAY).confirms == confirms


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Bonjour, bien reçu le règlement de la FA-212, merci. Il manque encore la FA-219.\nAnne",
            "Bonjour, bien reçu le règlement de la FA-212, merci. … Il manque encore la FA-219.",
        ),
        (
            "Bonjour, ok mais alors 500 € tout de suite et le reste le 31.\nAnne",
            "Bonjour, ok … mais alors 500 € tout de suite et le reste le 31.",
        ),
    ],
)
def test_the_half_that_matters_is_quoted(text: str, words: str) -> None:
    assert heard(text, TUESDAY).words == words
