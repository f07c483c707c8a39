"""Letters that the owner is to post, or that left before he said stop: what he says, what he is told."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.events.debts import PaymentSeen
from bot.events.letters import Climb, LetterBounced, LetterIntended, LetterSent, PaperPrepared
from bot.owner.answers import Context, Item, read_answer
from tests.drafts import DEMAND, WRITER
from tests.office import NOW, Office, opened

AT = datetime.fromisoformat("2026-03-11T10:00:00+01:00")  # a Wednesday
TO_POST = Context("notice", "post", "ALPHA", ("F-1",))
SHEETS = Context(
    "digest", "paper", items=tuple(Item(n, name) for n, name in enumerate(("ALPHA", "BRAVO", "CHARLIE"), 1))
)


def said(text: str, context: Context) -> list[str]:
    acts = [act for act in read_answer(text, context, AT).acts if act.act != "note"]
    return [" ".join(str(one) for one in (act.act, act.target, act.date) if one) for act in acts]


@pytest.mark.parametrize(
    "text",
    [
        "poste-la toi-même", "poste-la", "poste la", "poste", "ok poste", "dépose-la à la poste", "postes la",
        "imprime et poste-la", "tu la postes", "poste ça", "poste le recommandé", "poste-la aujourd'hui",
        "poste mardi", "je la poste demain", "qu'elle soit postée", "elle sera postée demain", "à poster",
    ],
)  # fmt: skip
def test_to_ask_for_the_posting_or_to_announce_it_is_no_report_of_it(text: str) -> None:
    assert said(text, TO_POST) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("postée", ""), ("postee", ""), ("c'est poste", ""), ("poste hier", "2026-03-10"),
        ("poste le 10/03", "2026-03-10"), ("poste ce matin", "2026-03-11"), ("poste 1A 123 456 7890 1", ""),
        ("déposé à la poste hier", "2026-03-10"),
    ],
)  # fmt: skip
def test_whoever_leaves_out_the_accents_has_posted_it_all_the_same(text: str, day: str) -> None:
    assert said(text, TO_POST) == [f"posted {day}".strip()]


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("postées", ["posted all"]),
        ("posté le 10/03", ["posted all 2026-03-10"]),
        ("postée hier", ["posted all 2026-03-10"]),
        ("les trois postées hier", ["posted all 2026-03-10"]),
        ("postées hier, pas 3", ["posted all 2026-03-10", "no 3"]),
        ("2 posté hier, pas 3", ["posted 2 2026-03-10", "no 3"]),
        ("parties hier", ["posted all 2026-03-10"]),
        ("tout est parti hier", ["posted all 2026-03-10"]),
        ("mises à la boîte ce matin", ["posted all 2026-03-11"]),
        ("déposées à la poste hier", ["posted all 2026-03-10"]),
        ("1 et 2 parties hier", ["posted 1 2026-03-10", "posted 2 2026-03-10"]),
        ("Martin est parti hier en vacances", []),
        ("elles ne sont pas parties", []),
        ("1 et 2 postées ce jour, les autres demain", ["posted 1 2026-03-11", "posted 2 2026-03-11"]),
        ("1 postée, 2 lundi", ["posted 1"]),
        ("la 2 est perdue", []),
        ("envoyées en courrier simple hier", ["posted all 2026-03-10"]),
        ("all sent by normal post", ["posted all"]),
        ("je les poste demain", []),
    ],
)
def test_a_bare_word_of_posting_speaks_of_all_the_letters_that_were_brought(
    text: str, acts: list[str]
) -> None:
    assert said(text, SHEETS) == acts


@pytest.mark.parametrize(
    "text", ["une seule postée", "les deux postées", "toutes postées sauf une", "posté 1A 123 456 7890 1"]
)
def test_what_cannot_be_true_of_all_of_them_is_said_of_none(text: str) -> None:
    assert said(text, SHEETS) == []
    assert read_answer(text, SHEETS, AT).unclear


# --- the letters of the week ----------------------------------------------------------------------------

MONDAY = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)
STEPS = ("first_reminder", "second_reminder")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        yield office


def plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'").split())


def says(office: Office, text: str, to: object) -> str:
    return plain(office.says(text, to))  # type: ignore[arg-type]


def printed(
    office: Office, case: str, number: str, kind: str = "reminder", letter: str = "", rank: int = 0
) -> None:
    with office.desk.kept(WRITER.page(DEMAND, NOW.date())) as (pdf,):
        step = "mise_en_demeure" if kind == "mise_en_demeure" else STEPS[rank]
        office.note(
            case,
            PaperPrepared(
                letter or f"p-{case}", kind, kind, "formal", pdf, f"letters/{case}.pdf",
                office.clock[0].date(),
                (Climb(number, step, rank),), 1_240_00, "EUR", 0,
            ),
        )  # fmt: skip


@pytest.fixture
def week(office: Office) -> Office:
    """Two reminders on paper, brought on Monday: 1 is Martin's, 2 is Petit's."""
    office.clock[0] = MONDAY - timedelta(days=3)
    printed(office, "c1", "F-118")
    printed(office, "c2", "F-121")
    office.clock[0] = MONDAY
    office.tell()
    return office


def posted(office: Office, case: str) -> bool:
    return all(paper.posted for paper in office.case(case).papers.values())


def test_a_bare_posted_in_answer_to_the_weeks_letters_counts_for_each_of_them(week: Office) -> None:
    says(week, "postées", week.mails(about="à imprimer")[0])
    assert posted(week, "c1") and posted(week, "c2")


def test_a_letter_that_did_not_leave_comes_again_and_stops_nobody(week: Office) -> None:
    (list_,) = week.mails(about="à imprimer")
    said = says(week, "1 posté, pas 2", list_)
    assert "Petit Nathalie, F-121 : pas partie, c'est noté ; elle revient" in said
    assert not week.case("c2").holds
    week.clock[0] += timedelta(days=7)
    week.tell()
    again = week.mails(about="à imprimer")[-1]
    assert "1. Petit Nathalie" in plain(str(again.get_body().get_content()))  # type: ignore[union-attr]


def test_a_letter_of_which_nothing_was_said_comes_apart_from_the_new_ones(week: Office) -> None:
    says(week, "1 posté", week.mails(about="à imprimer")[0])
    week.clock[0] += timedelta(days=7)
    week.tell()
    (asked,) = week.mails(about="déjà donnée")
    shown = plain(str(asked.get_body().get_content()))  # type: ignore[union-attr]
    assert "1. Petit Nathalie, F-121" in shown and "donnée le 16 mars" in shown
    assert "Ne postez rien deux fois" in shown and "Le fichier joint contient" not in shown
    assert [part.get_filename() for part in asked.iter_attachments()] == ["2026-03-23-deja-donnees.pdf"]
    says(week, "posté le 16/03", asked)
    assert posted(week, "c2")


def test_new_letters_and_those_given_before_are_two_files(week: Office) -> None:
    says(week, "1 posté", week.mails(about="à imprimer")[0])
    week.clock[0] += timedelta(days=6)
    printed(week, "c1", "F-118", letter="p-new", rank=1)
    week.clock[0] += timedelta(days=1)
    week.tell()
    mail = week.mails(about="1 lettre à imprimer")[-1]
    shown = plain(str(mail.get_body().get_content()))  # type: ignore[union-attr]
    assert "1. Martin SARL" in shown and "2. Petit Nathalie" in shown
    names = [part.get_filename() for part in mail.iter_attachments()]
    assert names == ["2026-03-23-lettres.pdf", "2026-03-23-deja-donnees.pdf"]


def test_the_weeks_letters_are_answered_a_few_lines_at_a_time(week: Office) -> None:
    (list_,) = week.mails(about="à imprimer")
    says(week, "2 posté", list_)
    assert "Martin SARL, F-118 : postée" in says(week, "1 posté", list_)
    assert posted(week, "c1") and posted(week, "c2")


def test_the_same_report_sent_again_is_asked_back(week: Office) -> None:
    (list_,) = week.mails(about="à imprimer")
    says(week, "1 posté", list_)
    says(week, "1 posté", list_)
    week.later(minutes=10)
    assert week.mails(about="Est-ce bien vous")


def test_all_posted_says_it_of_those_of_which_nobody_has_said_so(week: Office) -> None:
    (list_,) = week.mails(about="à imprimer")
    says(week, "1 posté", list_)
    said = says(week, "tout posté", list_)
    assert "Petit Nathalie, F-121 : postée" in said and "Martin" not in said


def test_none_of_them_left_is_said_of_these_letters_and_stops_nobody(week: Office) -> None:
    says(week, "aucune", week.mails(about="à imprimer")[0])
    assert not week.desk.state.facts.pauses and not week.case("c1").holds


def test_who_pays_after_the_weeks_letters_were_brought_is_not_to_be_posted(week: Office) -> None:
    week.note("c1", PaymentSeen("F-118", 1_240_00, MONDAY.date()))
    week.tell()
    week.tell()
    (back,) = week.mails(about="ne postez pas le rappel")
    assert "elle est payée" in plain(str(back.get_content()))  # type: ignore[no-untyped-call]
    said = says(week, "1 posté", week.mails(about="à imprimer")[0])
    assert "postée le 16 mars. À savoir : elle est payée" in said


def leaves_by_mail(office: Office, letter: str, number: str) -> None:
    """The step that was printed, by e-mail: the owner has given an address since."""
    with office.desk.kept(letter.encode()) as (mail,):
        to, climb = ("nouvelle@martin.example",), Climb(number, "first_reminder", 0)
        intent = LetterIntended(
            letter, f"<{letter}@x>", "reminder", "reminder", "cordial", to, "Facture", mail, (climb,),
            asked=1_240_00,
        )  # fmt: skip
        office.note("c1", intent, LetterSent(letter, *to, "ok"))


def test_a_reminder_that_has_left_by_mail_since_is_not_to_be_posted_and_comes_no_more(week: Office) -> None:
    leaves_by_mail(week, "l1", "F-118")
    week.tell()
    week.tell()
    (back,) = week.mails(about="ne postez pas le rappel")
    assert "le même rappel est parti par e-mail" in plain(str(back.get_content()))  # type: ignore[no-untyped-call]
    week.clock[0] += timedelta(days=7)
    week.tell()
    again = week.mails(about="déjà donnée")[-1]
    words = plain(str(again.get_body().get_content()))  # type: ignore[union-attr]
    assert "Petit Nathalie" in words and "Martin" not in words
    assert len(week.mails(about="ne postez pas le rappel")) == 1


def test_one_that_was_posted_all_the_same_is_noted_with_what_left_by_mail(week: Office) -> None:
    leaves_by_mail(week, "l1", "F-118")
    week.tell()
    said = says(week, "postée hier", week.mails(about="ne postez pas le rappel")[0])
    assert "le même rappel est parti par e-mail ; il l'a donc deux fois" in said


def test_a_mail_that_came_back_leaves_the_printed_reminder_good(week: Office) -> None:
    leaves_by_mail(week, "l1", "F-118")
    week.note("c1", LetterBounced("l1", "nouvelle@martin.example", permanent=True))
    week.tell()
    assert not week.mails(about="ne postez pas le rappel")


def test_a_stop_while_the_letter_is_in_the_owners_hands_says_not_to_post_it(week: Office) -> None:
    said = says(week, "stop 1", week.mails(about="à imprimer")[0])
    assert "ne postez pas la lettre imprimée, datée du 13 mars" in said
    assert week.case("c1").holds


# --- a stop that comes too late -------------------------------------------------------------------------


def approved(office: Office) -> None:
    office.ask("c1", "mise_en_demeure", "approve", "refuse", invoices=("F-118",))
    office.says("ok", office.mails(about="votre accord")[0])
    office.later(minutes=30)


def sent(office: Office) -> None:
    with office.desk.kept(b"letter") as (mail,):
        climb = Climb("F-118", "mise_en_demeure", 3)
        to = ("compta@martin.example",)
        intent = LetterIntended(
            "l1", "<l1@x>", "mise_en_demeure", "mise_en_demeure", "formal", to, "Facture F-118", mail,
            (climb,), asked=1_240_00,
        )  # fmt: skip
        office.note("c1", intent, LetterSent("l1", *to, "ok"))


@pytest.mark.parametrize("answered", ["votre accord", "Noté"])
def test_cancelling_a_mise_en_demeure_that_has_left_says_when_it_left(office: Office, answered: str) -> None:
    approved(office)
    sent(office)
    office.later(minutes=1)
    said = says(office, "annule", office.mails(about=answered)[0])
    assert "la mise en demeure est déjà partie, le 10 mars à 10 h 30 ; je n'écris plus rien d'autre" in said
    assert "« reprends Martin SARL »" in said


def test_cancelling_one_that_has_not_left_is_said_as_before(office: Office) -> None:
    approved(office)
    said = says(office, "annule", office.mails(about="votre accord")[0])
    assert "F-118 : je n'écris plus rien avant votre mot." in said


def handed_over(office: Office) -> None:
    approved(office)
    printed(office, "c1", "F-118", "mise_en_demeure")
    office.ask("c1", "post", "refuse", invoices=("F-118",), letter="p-c1")


def test_cancelling_a_printed_mise_en_demeure_says_not_to_post_it_and_takes_its_question_back(
    office: Office,
) -> None:
    handed_over(office)
    said = says(office, "annule", office.mails(about="votre accord")[0])
    assert "ne postez pas la mise en demeure imprimée, datée du 10 mars" in said
    assert not office.case("c1").open_notices()


def test_one_that_was_posted_before_it_was_cancelled_is_noted_in_answer_to_that_line(office: Office) -> None:
    handed_over(office)
    says(office, "annule", office.mails(about="imprimer et")[0])
    said = says(office, "posté 1A 123 456 7890 1 le 10/03", office.mails(about="Noté")[-1])
    assert "postée le 10 mars" in said


def test_on_with_it_in_answer_to_the_line_that_said_the_stop_back_lifts_the_stop(office: Office) -> None:
    handed_over(office)
    says(office, "annule", office.mails(about="votre accord")[0])
    says(office, "reprends", office.mails(about="Noté")[-1])
    assert not office.case("c1").holds


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("erreur de numéro, c'est 1A 123 456 7890 2", "10 mars"),
        ("pardon, posté le 11/03, n° 1A 123 456 7890 2", "11 mars"),
    ],
)
def test_a_number_or_a_day_told_wrongly_is_put_right_by_the_next_word(
    office: Office, words: str, day: str
) -> None:
    handed_over(office)
    says(office, "posté 1A 123 456 7890 1 le 10/03", office.mails(about="imprimer et")[0])
    office.clock[0] += timedelta(days=2)
    said = says(office, words, office.mails(about="Noté")[-1])
    assert f"corrigé : postée le {day}, n° 1A12345678902" in said
    [paper] = office.case("c1").papers.values()
    assert paper.posted and (paper.posted.number, paper.posted.on.day) == ("1A12345678902", int(day[:2]))
