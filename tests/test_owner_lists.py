"""Answers to lists: whose an order without a name is, what comes back, and a key that serves line by line."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from bot.correspondence.post import Mail
from bot.events.consequences import HoldSet
from bot.events.debts import InvoiceSeen
from bot.events.entries import HOUSE
from bot.events.owner import NoticeOpened
from bot.events.owner_mail import Item as Line
from bot.inbox import Arrived
from bot.letters.owner import OwnerWriter
from bot.letters.samples import SAMPLE_CREDITOR, SAMPLE_DAY
from bot.letters.writer import Words
from bot.owner.answers import Act, Answer, Context, Item, read_answer
from tests.drafts import TEMPLATES
from tests.hostile import asked_back, body, held
from tests.office import INBOX, NOW, READER, SECRETARY, Office, opened

AT = datetime.fromisoformat("2026-03-10T18:00:00+01:00")  # a Tuesday
MARTIN, PETIT = Item(1, "SARL Martin", ("F-118",)), Item(2, "Mme Petit", ("F-121",))
NAMED = Item(-1, "Boulangerie Le Goff", ("F-120",))  # not in the list, and known
ONE, ALONE = Context("digest", items=(MARTIN, NAMED)), Context("digest", items=(MARTIN,))
TWO = Context("digest", items=(MARTIN, PETIT))
BACKLOG = Context("backlog", items=(MARTIN, PETIT))
EVE_OF_ONE = Context("eve", items=(MARTIN, NAMED))
CALL = Context("notice", "call", "SARL Martin", ("F-118",))


def read(text: str, context: Context = ONE) -> Answer:
    return read_answer(text, context, AT)


# --- whose an order is ----------------------------------------------------------------------------------


@pytest.mark.parametrize("context", [ONE, EVE_OF_ONE])
def test_what_is_said_of_one_customer_is_not_said_of_the_lists_only_line(context: Context) -> None:
    said = "paiement reçu de la boulangerie ce matin, le compte est bon"
    assert read(said, context).acts == (Act("paid", "Boulangerie Le Goff", date=AT.date()),)


@pytest.mark.parametrize("text", ["payé", "payé 500", "avoir 120", "laisse tomber", "virement reçu hier"])
def test_money_without_a_name_belongs_to_no_line_of_a_digest(text: str) -> None:
    for context in (ONE, ALONE):
        answer = read(text, context)
        assert answer.acts == () and answer.unclear == (text,)


def test_money_of_a_customer_whom_nobody_knows_is_not_another_ones() -> None:
    for context in (ALONE, TWO):
        assert not read("paiement reçu de la boulangerie ce matin, le compte est bon", context).acts


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("litige", Act("dispute", "SARL Martin")),
        ("particulier", Act("kind", "SARL Martin", value="consumer")),
        ("NPAI", Act("not_served", "SARL Martin")),
        ("reprends", Act("resume", "SARL Martin")),
    ],
)
def test_the_only_order_of_a_mail_that_names_nobody_is_about_the_only_line(text: str, act: Act) -> None:
    assert read(text).acts == (act,)


def test_an_order_after_one_of_another_customer_is_about_that_one() -> None:
    acts = read("La boulangerie a payé. Ne relance plus.").acts
    assert [(act.act, act.target) for act in acts] == [
        ("paid", "Boulangerie Le Goff"),
        ("treatment", "Boulangerie Le Goff"),
    ]


@pytest.mark.parametrize("order", ["reprends", "avoir 120", "mise en demeure maintenant", "passe en perte"])
def test_what_presses_or_costs_money_needs_a_name_beside_it(order: str) -> None:
    for context in (ONE, EVE_OF_ONE):
        answer = read(f"Le Goff a payé. {order}", context)
        assert [act.act for act in answer.acts] == ["paid"], order
        assert answer.unclear == (order,)


def test_an_ordinary_word_is_no_misspelt_name() -> None:
    masson = Context(
        "digest", items=(Item(1, "Masson", ()), Item(2, "Mercier SARL", ()), Item(3, "Payet", ()))
    )
    assert read("1 payé ce matin, à la maison, merci", masson).acts == (Act("paid", "1", date=AT.date()),)
    assert read("reçu 300 de Martn ce matin").acts[0].target == "SARL Martin"


# --- everything; taking back ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["reprends tout", "reprends toutes les relances", "on reprend tout", "resume all reminders"]
)
def test_go_on_with_everything_means_everybody(text: str) -> None:
    for context in (ONE, TWO):
        assert read(text, context).acts == (Act("resume", "all"),)


@pytest.mark.parametrize(
    "text", ["annule, Martin n'a rien payé", "Annule ! Martin n'a pas payé", "cancel, Martin has not paid"]
)
def test_taking_back_a_payment_stops_that_customer_and_nobody_else(text: str) -> None:
    answer = read(text, TWO)
    assert answer.acts == (Act("stop", "SARL Martin"),)
    assert len(answer.unclear) == 1


# --- something comes back -----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["???", "?", "blabla truc", "hmm", "12", "Merci de zébulonner", "quoi"])
def test_an_answer_of_which_nothing_is_understood_comes_back(text: str) -> None:
    for context in (TWO, CALL):
        answer = read(text, context)
        assert answer.acts == () and answer.unclear == (text,)


@pytest.mark.parametrize(
    "text",
    [
        "merci", "Merci !", "bien reçu", "Bien reçu, merci", "bonne journée", "Bonjour", "Thanks, useful",
        "Bonjour, merci beaucoup. Bonne soirée !", "Transféré pour info", "voici l'export", "", "...",
    ],
)  # fmt: skip
def test_thanks_and_greetings_need_no_answer(text: str) -> None:
    for context in (TWO, CALL):
        assert read(text, context) == Answer()


def test_of_a_long_answer_the_first_words_come_back() -> None:
    (first,) = read("hmm flûte\n" * 40, CALL).unclear
    assert first.startswith("hmm flûte hmm") and len(first) <= 80


@pytest.mark.parametrize(
    "text", ["plus d'envoi", "Plus d'envois du tout", "plus de mise en demeure maintenant"]
)
def test_no_more_of_it_is_no_yes(text: str) -> None:
    for context in (EVE_OF_ONE, Context("notice", "mise_en_demeure", "SARL Martin", ("F-118",))):
        answer = read(text, context)
        assert answer.acts and not any(act.presses for act in answer.acts)


@pytest.mark.parametrize(
    "text",
    ["jamais relancé lui", "2 jamais relancée", "Jamais relancé aucun des 2.", "1 ok envoie, jamais relancé"],
)
def test_who_was_never_reminded_may_be_reminded(text: str) -> None:
    assert not any(act.act == "treatment" for act in read(text, BACKLOG).acts)


@pytest.mark.parametrize(
    "text", ["ne jamais relancer Petit", "jamais relancer Petit svp", "Petit ne le relance jamais"]
)
def test_never_remind_is_never(text: str) -> None:
    assert [(act.act, act.value) for act in read(text, BACKLOG).acts] == [("treatment", "never")]


# --- the key of a list -------------------------------------------------------------------------------------


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        yield office


def evening(office: Office) -> EmailMessage:
    """Two letters are to leave, and the owner is asked."""
    due = NoticeOpened("house-1", "eve", "?", ("approve", "refuse"), cases=("c1", "c2"), day=NOW.date())
    office.desk.note(HOUSE, due)
    lines = (Line(1, "c1", ("F-118",)), Line(2, "c2", ("F-121",)))
    mail = Mail("eve", Words("Demain", "1. Martin\n2. Petit\n"), ("house-1",), lines, NOW.date())
    office.owner.telling.post.send_all(mail, office.people)
    return office.mails()[0]


def test_a_list_is_answered_a_few_lines_at_a_time(office: Office) -> None:
    mail = evening(office)
    office.receive(office.answer("1 payé, pas 2", to=mail))
    assert office.case().left() == 0 and held(office, "c2") == ["owner"]
    office.receive(office.answer("ok", to=mail))
    assert not asked_back(office)
    assert set(office.desk.state.facts.consents) == {"c1", "c2"}
    assert held(office, "c2") == ["owner"]


def test_an_order_about_everybody_does_not_trip_over_a_question_of_the_house(office: Office) -> None:
    office.desk.note(HOUSE, NoticeOpened("house-1", "law_rates", "?", ("note",)))
    lines = (Line(1, HOUSE, ()), Line(2, "c1", ("F-118",)))
    mail = Mail("digest", Words("Point", "1. Taux\n2. Martin\n"), ("house-1",), lines, NOW.date())
    office.owner.telling.post.send_all(mail, office.people)
    asked = office.mails()[0]
    for words, stopped in (("stop tout", True), ("reprends tout", False)):
        assert "pas compris" not in office.says(words, to=asked)
        assert bool(office.desk.state.facts.pauses) == stopped


DOUBTFUL = "Petit ça dépend de ce que dit la banque"


def test_whom_an_answer_to_a_list_speaks_of_in_doubt_waits_for_the_next_word(
    office: Office,
) -> None:
    """Silence lets the letters of a list leave; a doubtful answer is no silence."""
    mail = evening(office)
    office.receive(office.answer(f"1 ok. {DOUBTFUL}", to=mail))
    asked = " ".join(body(office.mails()[-1]).replace("’", "'").split())
    assert "je n'écris pas à Petit Nathalie jusqu'au 12 mars inclus, ou jusqu'à votre réponse" in asked
    assert (held(office, "c1"), held(office, "c2")) == ([], ["owner"])
    assert [hold.until for hold in office.case("c2").holds.values()] == [date(2026, 3, 12)]
    office.receive(office.answer("2 ok", to=mail))
    assert held(office, "c2") == []
    assert set(office.desk.state.facts.consents) == {"c1", "c2"}


@pytest.mark.parametrize(
    ("words", "waiting"),
    [
        ("Petit ça dépend de la banque", {"c2"}),
        ("la F-121 ça dépend de la banque", {"c2"}),
        ("Martin et Petit ça dépend de la banque", {"c1", "c2"}),
        ("ça dépend de la banque. Petit aussi ça dépend", {"c1", "c2"}),
        ("le boulanger ça dépend de la banque", {"c1", "c2"}),
    ],
)
def test_who_waits_for_doubtful_words(office: Office, words: str, waiting: set[str]) -> None:
    office.receive(office.answer(words, to=evening(office)))
    assert {name for name in ("c1", "c2") if held(office, name)} == waiting


def test_a_doubtful_answer_that_names_nobody_lets_the_whole_list_wait(office: Office) -> None:
    office.receive(office.answer("oui mais plus tard", to=evening(office)))
    assert (held(office, "c1"), held(office, "c2")) == (["owner"], ["owner"])


def test_a_remark_in_answer_to_a_list_lets_nobody_wait(office: Office) -> None:
    office.receive(office.answer("merci, bonne soirée", to=evening(office)))
    assert (held(office, "c1"), held(office, "c2")) == ([], [])


@pytest.mark.parametrize(
    ("words", "leaving"),
    [
        (["1 ok"], {"c1"}),
        (["Petit ok"], {"c2"}),
        (["1 ok. 2 ok"], {"c1", "c2"}),
        (["1 ok", "2 ok"], {"c1", "c2"}),
        (["1 ok", "ok"], {"c1", "c2"}),
        (["ok sauf 2", "2 ok"], {"c1", "c2"}),
        (["1 ok, stop 2"], {"c1"}),
        (["1 ok, pas les autres"], {"c1"}),
        (["1 ok, le reste aussi"], {"c1", "c2"}),
    ],
)
def test_a_list_that_asks_for_an_ok_is_approved_line_by_line(
    office: Office, words: list[str], leaving: set[str]
) -> None:
    mail = evening(office)
    for text in words:
        office.receive(office.answer(text, to=mail))
        assert "n'attendait" not in body(office.mails()[-1]).replace("’", "'")
    assert set(office.desk.state.facts.consents) == leaving


def test_a_line_is_approved_once_whatever_stops_in_between(office: Office) -> None:
    """Carried out anew after a crash: nobody approved waits, and nothing else is said."""
    mail = evening(office)
    raw, orders = office.answer(f"1 ok. {DOUBTFUL}", to=mail), office.desk.state.facts.orders
    office.intake.take(Arrived(INBOX.name, 7, 99, raw, office.clock[0], len(raw)), INBOX)
    (order,) = orders.values()
    office.owner.carry()
    orders[order.mail] = order
    mails = len(office.mails())
    office.owner.carry()
    assert (held(office, "c1"), held(office, "c2")) == ([], ["owner"])
    assert len(office.mails()) == mails


@pytest.mark.parametrize("words", ["où en est Petit ?", "Petit : il a rappelé hier"])
def test_a_question_or_a_word_about_somebody_ends_no_wait(office: Office, words: str) -> None:
    mail = evening(office)
    office.receive(office.answer(DOUBTFUL, to=mail))
    office.receive(office.answer(words, to=mail))
    assert not held(office, "c1") and set(held(office, "c2")) == {"owner"}
    assert [hold for hold in office.case("c2").holds if hold.endswith(".unclear")]


def test_who_may_not_approve_ends_no_wait(office: Office) -> None:
    mail = evening(office)
    office.receive(office.answer(DOUBTFUL, to=mail))
    office.receive(office.answer("2 ok", to=office.mails(SECRETARY)[0], sender=SECRETARY))
    assert held(office, "c2") == ["owner"]


def test_a_doubtful_answer_for_which_nobody_vouches_is_no_silence_either(office: Office) -> None:
    office.receive(office.answer(DOUBTFUL, to=evening(office), headers=()))
    assert (held(office, "c1"), held(office, "c2")) == ([], ["owner"])


def test_who_may_not_approve_a_list_approves_no_line_of_it(office: Office) -> None:
    evening(office)
    office.receive(office.answer("1 ok", to=office.mails(SECRETARY)[0], sender=SECRETARY))
    assert not office.desk.state.facts.consents


def test_the_same_answer_to_an_evenings_list_sent_again_does_nothing_more(office: Office) -> None:
    mail = evening(office)
    for _ in range(2):
        office.receive(office.answer("ok", to=mail))
    assert "déjà close" in body(office.mails()[-1])
    for _ in range(2):
        office.receive(office.answer("1 payé 500", to=mail))
        office.later(minutes=10)
    assert office.case().left() == 740_00
    assert len(asked_back(office)) == 1


def test_what_presses_in_answer_to_a_list_works_once(office: Office) -> None:
    """After "reprends" and a stop, the old "reprends" under another Message-ID is asked back."""
    mail = evening(office)
    office.note("c1", HoldSet("c1.owner", "owner", "?", None, ("F-118",)))
    office.receive(office.answer("1 reprends", to=mail))
    assert held(office) == []
    office.receive(office.answer("stop Martin", to=mail))
    assert held(office) == ["owner"]
    office.receive(office.answer("1 reprends", to=mail))
    office.later(minutes=10)
    assert "owner" in held(office)
    assert len(asked_back(office)) == 1


@pytest.mark.parametrize("to_another", [False, True])
def test_an_answer_to_a_list_still_needs_its_key_and_a_voucher(office: Office, to_another: bool) -> None:
    mail = evening(office)
    theirs = office.mails(SECRETARY)[0]
    office.receive(office.answer("ok", to=theirs) if to_another else office.answer("ok", to=mail, headers=()))
    office.later(minutes=10)
    assert not office.desk.state.facts.consents
    assert len(asked_back(office)) == 1


# --- was it you? -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("why", "fr", "en"),
    [
        ("used", "déjà répondu", "already answered"),
        ("expired", "était trop ancien", "was too old"),
        ("no key", "pas pu vérifier", "could not verify"),
        ("", "pas pu vérifier", "could not verify"),
    ],
)
def test_the_question_who_it_was_says_why_it_is_asked(why: str, fr: str, en: str) -> None:
    for language, words in (("fr", fr), ("en", en)):
        writer = OwnerWriter(TEMPLATES, SAMPLE_CREDITOR, "fr" if language == "fr" else "en")
        text = writer.mail("challenge", day=SAMPLE_DAY, lines=("payé",), why=why).text
        said = " ".join(text.split())
        assert words in said
        assert ("vérifier" in said or "verify" in said) == (why in ("", "no key"))


@pytest.mark.parametrize(
    "day", ["10/03/2026", "10/03/26", "10-03-2026", "10.03.2026", "2026-03-10", "le 10/03"]
)
def test_a_day_in_figures_is_neither_an_invoice_nor_a_posting_number(day: str) -> None:
    first = Act("paid", target="SARL Martin", amount=500_00, date=date(2026, 3, 10))
    assert read(f"payé Martin 500 le {day}", TWO) == Answer((first,))
    held = Act("pause", target="Mme Petit", until=date(2026, 4, 15))
    later = day.replace("10", "15").replace("03", "04")
    assert read(f"pause Petit jusqu'au {later}", TWO) == Answer((held,))
    posted = read(f"posté le {day}", Context("notice", "post", "SARL Martin", ("F-118",)))
    assert posted == Answer((Act("posted", date=date(2026, 3, 10)),))


def test_an_absence_that_ends_before_it_begins_is_asked_back() -> None:
    words = "absent du 29 février au 5 mars"
    assert read(words, TWO) == Answer((), (words,))


def test_a_stop_by_who_may_only_read_is_put_to_the_owner_as_theirs(office: Office) -> None:
    office.receive(office.answer("stop Petit", to=evening(office), sender=READER))
    office.later(minutes=10)
    asked = body(office.mails()[-1])
    assert READER in asked and "votre adresse" not in asked
    assert held(office, "c2") == ["owner"]


# --- old debts, in several mails ------------------------------------------------------------------------


def old_debts(office: Office) -> EmailMessage:
    for name, number in (("c1", "F-118"), ("c2", "F-121")):
        office.note(name, InvoiceSeen(number, date(2025, 9, 1), date(2025, 10, 1), 1_240_00))
        office.ask_quietly(name, "backlog", "approve", "refuse", invoices=(number,))
    office.tell()
    return office.mails()[0]


def told_again(office: Office, words: str, asked: EmailMessage) -> str:
    office.clock[0] += timedelta(minutes=30)
    return office.says(words, asked)


@pytest.mark.parametrize("others", ["les autres : laisse", "le reste : stop", "the others: leave them"])
@pytest.mark.parametrize("first", ["1 relance", "1 échéancier 2 x 620 le 15", "Martin : 2 relances"])
def test_the_others_of_a_later_mail_are_those_of_whom_nothing_was_said_before(
    office: Office, first: str, others: str
) -> None:
    asked = old_debts(office)
    office.says(first, asked)
    told_again(office, others, asked)
    assert "owner" not in held(office) and "refused" not in held(office)
    assert held(office, "c2") == ["refused"]


def test_to_leave_them_without_a_word_on_the_others_is_said_of_all(office: Office) -> None:
    asked = old_debts(office)
    office.says("1 relance", asked)
    told_again(office, "laisse", asked)
    assert held(office) == ["owner"] and held(office, "c2") == ["refused"]


def test_where_no_other_is_left_nothing_changes_and_nobody_else_is_stopped(office: Office) -> None:
    asked = old_debts(office)
    office.says("1 relance, 2 relance", asked)
    line = told_again(office, "les autres : laisse", asked)
    assert not held(office) and not held(office, "c2") and not office.desk.state.facts.pauses
    assert "rien n’a changé" in line
