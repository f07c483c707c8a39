"""What the owner reads back: the subject of a confirmation, the examples that a question offers."""

from dataclasses import replace
from datetime import date

import pytest

from bot.letters.samples import SAMPLE_DAY
from bot.owner.dues import Sum
from bot.owner.lists import Old
from bot.owner.proofreading import LINES, line_values
from bot.wording import Language
from tests.test_owner_words import LANGUAGES, WRITERS, full, line, notice, plain


def confirmed(*lines: str, language: Language = "fr") -> str:
    return plain(WRITERS[language].mail("confirmation", day=SAMPLE_DAY, lines=lines).subject)


# Lines that carry nothing out: they refuse, or ask back.
NOT_DONE = (
    "refused", "not_allowed", "stranger", "no_key", "expired", "used", "unknown_target", "ambiguous_target",
    "closed_already", "not_found_invoice", "too_much", "which_day", "which_invoice", "nothing_asked",
    "nothing_owed", "no_dispute", "whole_case_held", "day_over", "day_to_come", "no_address_in_mail",
    "no_paper", "before_posting", "not_understood", "ok_nothing", "file_unplaced", "export_alarm",
    "insolvent", "before_court", "no_mail_of_day", "not_demanded", "not_written",
    "another_sum", "not_held", "other_word", "still_held", "which_of_them", "whole_case_disputed",
    "posted_when", "left_alone", "had_refused", "file_decides", "given_up", "noted_before", "which_payment",
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(LINES))
def test_the_subject_says_noted_only_of_what_was_done(name: str, language: Language) -> None:
    writer = WRITERS[language]
    for values in line_values()[:2]:
        subject = confirmed(writer.line(name, day=SAMPLE_DAY, **values), language=language)
        undone = subject.startswith(("Pas fait.", "Not done."))
        assert undone == (name in NOT_DONE), subject


def test_the_subject_of_several_orders_counts_those_that_were_not_done() -> None:
    done = line("pause", debtor="Martin SARL")
    undone = line("which_day", debtor="Petit").replace("'", "’")
    assert confirmed(done, undone) == "Compris : 2 ordres, dont 1 pas fait"
    assert confirmed(undone, undone) == "Pas fait : 2 ordres à redire"
    assert confirmed(done, done) == "Compris : 2 ordres"
    assert confirmed(undone).startswith("Pas fait. Petit : il manque le jour")


def test_what_was_asked_is_answered_and_not_noted() -> None:
    asked = line_values()[1]
    assert confirmed(line("ask", **asked)).startswith("Réponse : Martin SARL doit 1 520,50 €")
    assert confirmed(line("ask", "en", **asked), language="en").startswith("Answer: Martin SARL owes ")
    noted = WRITERS["fr"].line("note", day=SAMPLE_DAY, debtor="Martin SARL", text="il doit passer")
    assert confirmed(noted) == "Noté. Martin SARL : gardé au dossier, « il doit passer »."


def test_a_subject_is_cut_between_words() -> None:
    subject = confirmed(line("treatment", debtor="Menuiserie Le Bihan et associés", value="gentle"))
    assert subject == "Noté. Menuiserie Le Bihan et associés : en douceur, deux rappels …"
    long = confirmed("a" * 90)
    assert long == "Noté. " + "a" * 59 + "…"


def test_the_plan_that_stands_as_an_example_fits_the_debt() -> None:
    asked = replace(full("dispute"), total=(Sum(100_001),))
    assert "« échéancier 3 x 333,33 le 5 »" in plain(notice(asked).text)
    assert '"instalments 3 x 333.33 on the 5th"' in plain(notice(asked, "en").text)
    two = replace(asked, total=(Sum(100_001), Sum(5_000, "CHF")))
    assert "« échéancier 3 x 400 le 5 »" in plain(notice(two).text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_the_others_is_offered_only_where_there_are_others(language: Language) -> None:
    one, several = Old(1, "Martin", (), (Sum(90_000),), 80), Old(2, "Petit", (), (Sum(5_000),), 70)
    for old in ((one,), (one, several)):
        text = plain(WRITERS[language].mail("backlog", day=SAMPLE_DAY, old=old).text)
        assert "3 x 300" in text
        assert ("toutes les autres" in text or "all the others" in text) == (len(old) > 1)


def test_a_promised_day_is_the_last_one_and_a_payment_has_its_day() -> None:
    said = line("called_promise", debtor="Martin SARL", date=date(2026, 3, 20))
    assert (
        said
        == "Martin SARL : appel noté, promet de payer au plus tard le 20 mars ; je le lui confirme par écrit."
    )
    text = plain(notice(full("already_paid")).text).replace("\n", " ")
    assert "c'est payé (500,00 €) le 9 avril" in text


@pytest.mark.parametrize("about", ["dispute", "delay_request"])
def test_nothing_is_said_to_have_reached_the_customer_that_may_never_leave(about: str) -> None:
    text = plain(notice(full(about)).text).replace("\n", " ")
    assert "tout au plus un mot d'attente" in text and "sait que" not in text and "prévenu" not in text
