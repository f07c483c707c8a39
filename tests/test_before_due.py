"""The note before the due date: no reminder anywhere, and shown for what it is."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from bot import eve
from bot.config import load
from bot.dossier.phrases import PHRASES
from bot.draft import Draft
from bot.errors import OperatorError
from bot.events.debts import InvoiceSeen
from bot.events.owner import DebtDropped
from bot.policy.forecast import forecast
from bot.policy.house import House, Wait
from bot.rules import BeforeDue, OwnerRules, Represented
from bot.story import told_of
from tests.drafts import WRITER
from tests.office import opened
from tests.play import Play, rules
from tests.test_config import ENVIRONMENT, SMALLEST

NOTE = BeforeDue(days=5, over=500_000)
DUE, TOLD = date(2026, 3, 16), date(2026, 3, 11)


def played(until: date = TOLD, **changed: Any) -> Play:
    """Martin owes 6,200 euros for the 16th of March; the note leaves on the 11th, where one does."""
    play = Play(rules(before_due=NOTE, **changed), datetime(2026, 2, 2, 8, tzinfo=UTC), says_yes=True)
    play.invoice("martin", "F-1", due=DUE, total=620_000)
    play.advance_to(until)
    return play


def drafts(play: Play, kind: str) -> list[Draft]:
    return [draft for draft in play.drafts.values() if draft.kind == kind]


def text(draft: Draft, day: date) -> str:
    return WRITER.words(draft, day).text.replace("\u00a0", " ").replace("\u202f", " ")


def test_it_says_when_the_invoice_falls_due_and_asks_for_nothing() -> None:
    [note] = drafts(played(), "note")
    said = text(note, TOLD)
    assert "Notre facture F-1 de 6 200,00 € arrive à échéance le 16 mars." in said
    assert "S’il vous manque une pièce pour la régler, dites-le-nous dès maintenant" in said
    assert "pas encore reçu" not in said and "reste due" not in said


def test_it_is_no_step_and_no_later_letter_counts_it() -> None:
    play = played(date(2026, 4, 30))
    first, second, third = drafts(play, "reminder")[:3]
    assert (first.earlier, second.earlier) == ((), (date(2026, 3, 19),))
    assert third.earlier == (date(2026, 3, 19), date(2026, 3, 30))
    assert "11 mars" not in text(third, date(2026, 4, 10))


def test_after_the_note_alone_nothing_is_climbed_and_no_reminder_is_proven() -> None:
    play = played(date(2026, 3, 18))
    assert drafts(play, "note") and not play.case("martin").invoices["F-1"].climbs


def test_the_reminders_go_on_in_its_thread() -> None:
    play = played(date(2026, 3, 19))
    [letter, *_] = play.case("martin").letters.values()
    [reminder] = drafts(play, "reminder")
    assert reminder.subject == letter.intended.subject
    assert reminder.references == (letter.intended.message_id,)


def test_the_journal_keeps_it_as_a_note_of_its_invoices() -> None:
    play = played()
    [letter] = play.case("martin").letters.values()
    said = letter.intended
    assert (said.kind, said.template, said.climbs, said.about) == ("note", "before_due", (), ("F-1",))
    assert "a note before the due date of F-1" in told_of(said)
    assert PHRASES["fr"].what(said) == "information avant l’échéance"
    assert PHRASES["en"].what(said) == "note before the due date"


def test_a_promise_in_answer_to_it_is_of_its_invoice_alone() -> None:
    play = played()
    play.invoice("martin", "F-9", due=date(2026, 6, 30), total=900_000)
    play.promises("martin", date(2026, 3, 20))
    play.round()
    [promise] = play.case("martin").promises.values()
    assert promise.noted.invoices == ("F-1",)


def test_an_overdue_invoice_is_not_promised_by_an_answer_to_the_note_about_another() -> None:
    play = played()
    play.invoice("martin", "F-0", due=date(2026, 3, 1), total=5_000)
    play.promises("martin", date(2026, 3, 20))
    play.round()
    assert [p.noted.invoices for p in play.case("martin").promises.values()] == [("F-1",)]


def test_it_leaves_once_though_the_amount_or_the_due_date_change() -> None:
    play = played()
    play.invoice("martin", "F-1", due=date(2026, 3, 30), total=630_000)
    play.advance_to(date(2026, 3, 31))
    assert len(drafts(play, "note")) == 1


def test_none_leaves_after_a_mise_en_demeure() -> None:
    play = Play(rules(before_due=NOTE), datetime(2026, 2, 2, 8, tzinfo=UTC), says_yes=True)
    play.invoice("martin", "F-1", due=date(2026, 2, 27))
    play.advance_to(date(2026, 4, 9))
    play.posted("martin")
    assert play.case("martin").mise_en_demeure()
    play.invoice("martin", "F-2", due=date(2026, 4, 30), total=620_000)
    play.advance_to(date(2026, 4, 29))
    assert not drafts(play, "note")


def test_none_leaves_for_somebody_else_who_is_collected_for() -> None:
    other = Represented("Menuiserie Le Bihan", ("4 rue des Chênes", "29300 Quimperlé"))
    creditor = replace(rules().creditor, on_behalf_of=other)
    assert not drafts(played(creditor=creditor), "note")


def test_none_leaves_about_what_the_owner_has_given_up() -> None:
    play = played(date(2026, 3, 10))
    play.grow("martin", DebtDropped(("F-1",), "the owner gives it up"))
    play.advance_to(DUE)
    assert not play.drafts


def test_the_forecast_shows_it_on_its_day() -> None:
    play = played(date(2026, 3, 9))
    planned = forecast(play.entries, play.house("martin"), play.rules, play.now, 14)
    told = [(p.at.date(), p.draft.kind, p.why) for p in planned if p.draft]
    assert told == [
        (TOLD, "note", "a note before the due date of F-1"),
        (date(2026, 3, 19), "reminder", "first_reminder of F-1: 3 days overdue, nothing stands against it"),
    ]


def test_until_its_day_the_case_waits_for_it_and_says_so() -> None:
    play = played(date(2026, 3, 9))
    waits = play.last["martin"]
    assert isinstance(waits, Wait) and waits.until == play.local(TOLD, time(9))
    assert "a note before the due date of F-1 is due on 2026-03-11" in waits.why


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "F-200, 6 200,00 €, information avant l’échéance"),
        ("en", "F-200, €6,200.00, note before the due date"),
    ],
)
def test_the_evening_before_the_owner_sees_it_as_a_note(tmp_path: Path, language: Any, words: str) -> None:
    changed = rules(before_due=NOTE, owner=OwnerRules(consent_days=0), language=language)
    with opened(tmp_path, rules=changed) as office:
        office.note("c1", InvoiceSeen("F-118", DUE, DUE, 124_000, paid=124_000))
        office.note("c2", InvoiceSeen("F-121", DUE, DUE, 124_000, paid=124_000))
        office.note("c1", InvoiceSeen("F-200", date(2026, 2, 20), date(2026, 3, 18), 620_000))
        office.clock[0] = evening = datetime(2026, 3, 12, 17, 0, tzinfo=UTC)
        known = House(evening, pays=True, paid_as_of=evening.date(), live_since=date(2025, 1, 1))
        office.owner.tell(known)
        [listed] = office.mails()
        said = str(listed.get_content()).replace("\u00a0", " ").replace("\u202f", " ")  # type: ignore[no-untyped-call]
        assert words in said
        office.receive(office.answer("pas 1", to=listed))
        assert [hold.rule for hold in office.case("c1").holds.values()] == ["owner"]


def test_a_note_of_which_no_list_has_told_waits_for_one(tmp_path: Path) -> None:
    with opened(tmp_path, rules=rules(before_due=NOTE, owner=OwnerRules(consent_days=0))) as office:
        for name, number in (("c1", "F-118"), ("c2", "F-121")):
            office.note(name, InvoiceSeen(number, DUE, DUE, 124_000, paid=124_000))
        office.note("c1", InvoiceSeen("F-200", date(2026, 2, 20), date(2026, 3, 18), 620_000))
        office.clock[0] = morning = datetime(2026, 3, 13, 9, 0, tzinfo=UTC)
        known = House(morning, pays=True, paid_as_of=morning.date(), live_since=date(2025, 1, 1))
        assert eve.waits_for_list(office.desk, known, office.rules)


# --- what is not due yet, in a reminder -----------------------------------------------------------------


def reminded(*, wanted: bool) -> Draft:
    """A reminder of F-1, with F-2 to fall due at the end of April."""
    changed = rules(list_not_due=wanted)
    play = Play(changed, datetime(2026, 2, 2, 8, tzinfo=UTC))
    play.invoice("martin", "F-1", due=date(2026, 2, 27))
    play.invoice("martin", "F-2", due=date(2026, 4, 30), total=70_000)
    play.advance_to(date(2026, 3, 2))
    [draft] = drafts(play, "reminder")
    return draft


def test_what_is_not_due_stands_apart_under_its_own_heading_and_is_not_asked_for() -> None:
    draft = reminded(wanted=True)
    said = text(draft, date(2026, 3, 2))
    heading = "À échoir, pour information (rien n’en est demandé aujourd’hui) :"
    assert f"{heading}\n– facture F-2, 700,00 €, échéance le 30 avril\n" in said
    assert draft.asked == draft.demanded == 124_000
    assert "1 940,00" not in said
    english = text(replace(draft, language="en"), date(2026, 3, 2))
    assert "Not due yet, for information (nothing of it is asked for today):\n– invoice F-2" in english


def test_without_the_owners_wish_it_is_not_named() -> None:
    assert "F-2" not in text(reminded(wanted=False), date(2026, 3, 2))


def test_it_stands_on_the_printed_letter_too() -> None:
    told = WRITER.told(reminded(wanted=True), date(2026, 3, 2))
    assert "F-2" in str(told["body"])


# --- the configuration --------------------------------------------------------------------------------


def configured(tmp_path: Path, more: str) -> BeforeDue | None:
    file = tmp_path / "config.yaml"
    file.write_text(SMALLEST + more, encoding="utf-8")
    return load(file, ENVIRONMENT).rules.before_due


def test_what_is_not_due_is_listed_where_the_owner_writes_so(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    for more, listed in (("", False), ("letters: {list_not_due: yes}\n", True)):
        file.write_text(SMALLEST + more, encoding="utf-8")
        assert load(file, ENVIRONMENT).rules.list_not_due is listed


def test_it_is_off_until_the_owner_turns_it_on(tmp_path: Path) -> None:
    assert configured(tmp_path, "") is None
    assert configured(tmp_path, "before_due: {}\n") == BeforeDue(5, 500_000)
    assert configured(tmp_path, "before_due: {days: 8, over: 1500}\n") == BeforeDue(8, 150_000)


def test_days_that_leave_no_room_before_the_first_reminder_are_refused(tmp_path: Path) -> None:
    between = "limits: {days_between: {business: 7}}\n"
    with pytest.raises(OperatorError, match=r"too near to the first reminder, on day 3.*write 4 or more"):
        configured(tmp_path, between + "before_due: {days: 3}\n")
    assert configured(tmp_path, between + "before_due: {days: 4}\n") == BeforeDue(4, 500_000)
