"""What the owner tells of a court by mail: days that are watched, an insolvency, a debt acknowledged."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.events.mail import MailKept, MailRead, PromiseRead, Quote, ReplyWeighed
from bot.events.owner import CourtDay
from bot.law.conditions import Condition
from bot.owner.orders.told import handed_to, told
from bot.policy import claiming
from bot.policy.house import House
from bot.policy.sight import Sight, see
from tests.office import NOW, Office, opened

TODAY = date(2026, 11, 26)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        yield office


def says(office: Office, words: str, to: int = -1) -> str:
    """The confirmation of the owner's answer to that mail, on one line with plain spaces."""
    said = office.says(words, office.mails()[to])
    return " ".join(said.replace("\u202f", " ").replace("\u00a0", " ").replace("’", "'").split())


def court_days(office: Office) -> dict[str, str]:
    return {what: day.isoformat() for what, day in office.case().court.items()}


def sight(office: Office) -> Sight:
    return see(office.case(), House(), office.rules, office.clock[0])


def admitting(office: Office) -> str:
    """Martin promised on the day itself to pay F-118."""
    mail = "a" * 64
    kept = MailKept(
        mail,
        "<p@martin.example>",
        "compta@martin.example",
        "Re: F-118",
        NOW,
        "INBOX",
        7,
        2,
        "debtor",
        "thread",
    )
    words = (Quote("promise", "nous vous devons bien cette somme, elle sera payée"),)
    read = MailRead(mail, "2", ("promise",), (PromiseRead(None, None),), evidence=words)
    office.note("c1", kept, read, ReplyWeighed(mail, "promise", "read as promise"))
    return mail


# --- the words --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("about", "words", "court"),
    [
        ("insolvency", "jugement du 10 avril, publié le 18", {"insolvency": "04-10", "published": "04-18"}),
        ("insolvency", "30 janvier, publié le 2", {"insolvency": "01-30", "published": "02-02"}),
        ("digest", "redressement judiciaire du 3 mars", {"insolvency": "03-03"}),
        ("digest", "liquidation du 3 mars, bodacc du 12", {"insolvency": "03-03", "published": "03-12"}),
        ("published", "le 18 avril", {"published": "04-18"}),
        ("declaration", "créance déclarée le 2 mai", {"declared": "05-02"}),
        ("insolvency", "jugement du 10 avril, pas encore publié", {"insolvency": "04-10"}),
        ("deadline", "ordonnance du 12 octobre", {"order": "10-12"}),
        ("digest", "injonction de payer obtenue le 12/10", {"order": "10-12"}),
        ("digest", "ordonnance du 12/10 signifiée le 3/11", {"order": "10-12", "served": "11-03"}),
        ("signification", "faite le 3 novembre", {"served": "11-03"}),
        ("insolvency", "judgment of 10 April", {"insolvency": "04-10"}),
        ("published", "published on 18 April", {"published": "04-18"}),
        ("digest", "payment order of 12 October", {"order": "10-12"}),
    ],
)  # fmt: skip
def test_a_day_belongs_to_what_is_named_with_it(about: str, words: str, court: dict[CourtDay, str]) -> None:
    found = told(words, TODAY, about=about).court
    assert {what: f"{day:%m-%d}" for what, day in found.items()} == court
    assert all(day.year == 2026 for day in found.values())


@pytest.mark.parametrize(
    "words",
    [
        "jugement du 3 mars : il doit payer",  # no word of an insolvency
        "ordonnance de référé du 2 mai",
        "le tribunal a rendu une ordonnance",  # no day
        "il reconnaît avoir payé trop tard le 3",
        "livré le 3 mars, posé le 12",
    ],
)
def test_what_may_be_another_thing_is_only_a_note(words: str) -> None:
    assert not told(words, TODAY, about="digest")


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ("declaration", "créance non déclarée au 3 mars"),
        ("declaration", "pas encore, je le ferai le 2 mai"),
        ("published", "pas encore déclarée le 3 mars"),
        ("deadline", "demande d'injonction de payer rejetée le 2 mars"),
        ("deadline", "requête en injonction de payer déposée le 2 mars"),
        ("deadline", "l'ordonnance devrait tomber le 2 mars"),
        ("deadline", "audience sur l'injonction le 2 mars"),
        ("signification", "la signification du 3 novembre a échoué"),
        ("signification", "elle sera signifiée le 3 novembre"),
        ("digest", "pas de liquidation le 3 mars"),
        ("deadline", "il ne reconnaît pas la dette, voir son mail du 10 mars"),
        ("limitation", "non, il ne reconnaît rien"),
        ("limitation", "not an acknowledgement"),
        ("declaration", "claim will be declared on 3 March"),
    ],
)
def test_what_is_denied_or_still_to_come_or_failed_is_no_day_of_a_court(about: str, words: str) -> None:
    found = told(words, TODAY, about=about)
    assert (dict(found.court), found.admits) == ({}, False)


@pytest.mark.parametrize(
    ("words", "to"),
    [
        ("confié à Maître Roche", "Maître Roche"),
        ("Martin : confié à Me Roche", "Me Roche"),
        ("je confie le dossier à notre avocat", "notre avocat"),
        ("confié à Roche & Associés", "Roche & Associés"),
        ("handed over to our lawyer", "our lawyer"),
        ("confié à ma femme le classement", ""),
        ("confié à la compta", ""),
        ("confié à Julie pour rappel", ""),
    ],
)
def test_a_case_is_handed_over_to_who_pursues_debts(words: str, to: str) -> None:
    assert handed_to(words) == to


# --- what it does -----------------------------------------------------------------------------------


def test_a_judgment_that_the_owner_confirms_answers_the_question_and_is_said_back(office: Office) -> None:
    notice = office.ask("c1", "insolvency")
    said = says(office, "jugement du 10 février, publié au BODACC le 18", 0)
    assert court_days(office) == {"insolvency": "2026-02-10", "published": "2026-02-18"}
    assert office.case().notices[notice].answer == "moot"
    assert "18 avril" in said


def test_a_judgment_told_in_answer_to_another_question_answers_the_open_one(office: Office) -> None:
    notice, other = office.ask("c1", "insolvency"), office.ask("c1", "unrelated")
    says(office, "jugement du 10 février, publié le 18")
    assert court_days(office) == {"insolvency": "2026-02-10", "published": "2026-02-18"}
    assert office.case().notices[notice].answer == "moot" and not office.case().notices[other].answer


def test_a_judgment_of_whom_no_insolvency_is_asked_about_is_only_a_note(office: Office) -> None:
    office.ask("c1", "unrelated")
    assert "gardé au dossier" in says(office, "jugement du 10 février, publié le 18")
    assert not court_days(office)


def test_after_a_judgment_nothing_presses_whoever_orders_it(office: Office) -> None:
    office.ask("c1", "insolvency")
    says(office, "jugement du 10 février, publié au BODACC le 18", 0)
    for words in ("mise en demeure maintenant", "reprends"):
        office.ask("c1", "deadline", invoices=("F-118",))
        said = says(office, words)
        assert "procédure collective" in said
    assert office.case().ordered is None


def test_a_judgment_ends_the_interest_and_opens_one_way_only(office: Office) -> None:
    invoices = [office.case().invoices["F-118"]]
    before = claiming.claim(sight(office), invoices).accrued
    office.ask("c1", "insolvency")
    says(office, "jugement du 4 mars, publié le 6", 0)
    assert claiming.claim(sight(office), invoices).accrued < before
    found = claiming.open_doors(sight(office), invoices, None)
    assert [(door.name, door.by) for door in found] == [("declaration_de_creance", date(2026, 5, 6))]
    unmet = [one for one in _conditions(office) if not one.met and one.name == "solvent"]
    assert [one.fact for one in unmet] == [True]


def _conditions(office: Office) -> tuple[Condition, ...]:
    invoices = [office.case().invoices["F-118"]]
    return claiming.checked(sight(office), invoices, by_post=True, approved=True)


def test_a_mistake_is_taken_back(office: Office) -> None:
    office.ask("c1", "insolvency")
    says(office, "jugement du 4 mars, publié le 6", 0)
    office.ask("c1", "declaration")
    says(office, "pas de procédure")
    assert court_days(office) == {}


@pytest.mark.parametrize(
    "words",
    [
        "rappeler le mandataire, audience du tribunal sur la liquidation le 3 avril",
        "j'attends la copie du jugement",
        "le mandataire demande une copie du jugement",
        "pas de dividende à attendre de la liquidation",
        "pas de nouvelle de la procédure",
    ],
)
def test_words_beside_it_take_no_judgment_back(words: str) -> None:
    assert not told(words, TODAY, about="insolvency", insolvent=True)


def test_the_last_day_to_serve_an_order_is_said_back(office: Office) -> None:
    office.ask("c1", "deadline", invoices=("F-118",))
    assert "2 septembre" in says(office, "ordonnance du 2 mars", 0)
    office.ask("c1", "signification", invoices=("F-118",))
    says(office, "signifiée le 5 mars")
    assert court_days(office) == {"order": "2026-03-02", "served": "2026-03-05"}


def test_what_was_confirmed_too_early_is_taken_back_and_watched_again(office: Office) -> None:
    office.ask("c1", "insolvency")
    says(office, "jugement du 10 février, publié au BODACC le 18", 0)
    office.ask("c1", "declaration")
    says(office, "créance déclarée le 3 mars")
    office.ask("c1", "relief")
    assert "non déclarée" in says(office, "créance pas déclarée finalement")
    assert court_days(office) == {"insolvency": "2026-02-10", "published": "2026-02-18"}


@pytest.mark.parametrize("words", ["ordonnance du 30 mars 2026", "ordonnance du 9 mars, signifiée le 2 mars"])
def test_a_day_that_cannot_be_is_refused(office: Office, words: str) -> None:
    office.ask("c1", "deadline", invoices=("F-118",))
    assert "rien fait" in says(office, words, 0)
    assert court_days(office) == {}


# --- acknowledged -----------------------------------------------------------------------------------


def test_the_warning_shows_the_words_that_may_acknowledge_the_debt(office: Office) -> None:
    mail = admitting(office)
    office.ask("c1", "limitation", invoices=("F-118",), mail=mail, day=date(2027, 3, 3))
    text = " ".join(str(office.mails()[0].get_content()).split())  # type: ignore[no-untyped-call]
    assert "nous vous devons bien cette somme" in text
    assert "« reconnaissance »" in text.replace("\u202f", " ").replace("\u00a0", " ")


def test_confirmed_it_gives_a_possible_date_and_leaves_the_prudent_one(office: Office) -> None:
    mail = admitting(office)
    prudent = claiming.limit(sight(office), office.case().invoices["F-118"]).prudent
    notice = office.ask("c1", "limitation", invoices=("F-118",), mail=mail, day=prudent)
    said = says(office, "reconnaissance", 0)
    limit = claiming.limit(sight(office), office.case().invoices["F-118"])
    assert (limit.prudent, limit.possible) == (prudent, date(2027, 3, 10))
    assert [one.mail for one in limit.acknowledged] == [mail]
    assert "10 mars 2027" in said
    assert office.case().notices[notice].answer == "resume"


def test_the_owner_may_name_the_day_of_the_mail(office: Office) -> None:
    mail = admitting(office)
    office.ask("c1", "deadline", invoices=("F-118",))
    says(office, "reconnaissance du 10 mars", 0)
    assert [one.mail for one in office.case().acknowledged] == [mail]


def test_without_such_a_mail_nothing_is_acknowledged(office: Office) -> None:
    office.ask("c1", "deadline", invoices=("F-118",))
    assert "aucun message" in says(office, "reconnaissance du 2 mars", 0)
    assert office.case().acknowledged == []


def test_nobody_acknowledges_by_silence_or_by_a_plain_yes(office: Office) -> None:
    mail = admitting(office)
    office.ask("c1", "limitation", invoices=("F-118",), mail=mail, day=date(2027, 3, 3))
    says(office, "ok", 0)
    assert office.case().acknowledged == []


def test_an_acknowledgement_is_taken_back(office: Office) -> None:
    mail = admitting(office)
    office.ask("c1", "limitation", invoices=("F-118",), mail=mail, day=date(2027, 3, 3))
    says(office, "reconnaissance", 0)
    office.ask("c1", "limitation", invoices=("F-118",), day=date(2027, 3, 3))
    assert "pas de reconnaissance" in says(office, "non, pas de reconnaissance")
    assert office.case().acknowledged == []
