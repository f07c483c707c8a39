"""A case as a folder for a judge: facts from the journal, exhibits byte for byte, no name as a path."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import dossier, wiring
from bot.config import load
from bot.desk import Desk
from bot.dossier import Dossier
from bot.dossier.phrases import PHRASES
from bot.events.consequences import HoldSet, PromiseEnded, PromiseNoted
from bot.events.debts import DebtorSeen, InvoiceSeen, PaymentSeen
from bot.events.entries import CaseEvent
from bot.events.letters import Climb, LetterIntended, LetterSent, PaperPosted, PaperPrepared, PaperPresented
from bot.events.mail import MailKept, MailRead, Quote
from bot.events.owner import NoteAdded, NoticeOpened
from bot.journal import seal
from bot.rules import Creditor, Rules
from tests.firm import Firm
from tests.printed import Page, pages

DUE = date(2026, 2, 20)
RULES = Rules(
    creditor=Creditor("Atelier Morvan", "f@morvan.example", "Anne Morvan"), ladders={}, language="fr"
)
NASTY = "../../etc/passwd\x00\n<script>"


class Open(Firm):
    """A firm whose desk stays open, with one case that grows by events."""

    desk: Desk

    def add(self, *events: CaseEvent, case: str = "cabc") -> None:
        self.desk.note(case, *events)

    def keep(self, raw: bytes) -> str:
        with self.desk.kept(raw) as (digest,):
            return digest

    def write_dossier(self, *, rules: Rules = RULES, page: str = "") -> Dossier:
        return dossier.write(self.desk, "cabc", self.folder / "dossier", rules=rules, page=page)

    def text(self, name: str = "chronologie.txt") -> str:
        words = (self.folder / "dossier" / name).read_text(encoding="utf-8")
        return " ".join(words.replace("\u00a0", " ").replace("\u202f", " ").split())


@pytest.fixture
def firm(tmp_path: Path, now: datetime) -> Iterator[Open]:
    firm = Open(tmp_path, 1, 1, now)
    config = load(firm.configure())
    with wiring.open_desk(config, firm.clock, firm.new_id, simulated=True, begin=True) as desk:
        firm.desk = desk
        firm.add(
            DebtorSeen("M", "Martin SARL", "business", contacts=("compta@martin.example",)),
            InvoiceSeen("F-1", date(2026, 1, 20), DUE, 124_000),
        )
        yield firm


def letter(
    firm: Open, name: str = "l1", *, step: int = 0, subject: str = "Facture F-1"
) -> Sequence[CaseEvent]:
    mail = firm.keep(f"Subject: {name}\r\n\r\nBonjour\r\n".encode())
    climbs = (Climb("F-1", f"step{step}", step),)
    intended = LetterIntended(
        name, f"<{name}@morvan.example>", "reminder", "reminder", "cordial", ("compta@martin.example",),
        subject, mail, climbs, asked=124_000,
    )  # fmt: skip
    return intended, LetterSent(name, "compta@martin.example", "250 OK")


def reply(
    firm: Open, words: str, *, sender: str = "compta@martin.example", subject: str = "Re: F-1"
) -> Sequence[CaseEvent]:
    mail = firm.keep(f"From: {sender!r}\r\n\r\n{words}\r\n".encode())
    kept = MailKept(mail, "<r@martin.example>", sender, subject, firm.now, "INBOX", 1, 1, "debtor", "thread")
    return kept, MailRead(mail, "1", ("promise",), evidence=(Quote("promise", words),))


def test_letters_and_replies_become_numbered_exhibits_byte_for_byte(firm: Open) -> None:
    firm.add(*letter(firm, "l1"))
    firm.add(*reply(firm, "Nous paierons vendredi."))
    firm.add(*letter(firm, "l2", step=1))
    made = firm.write_dossier()
    assert [exhibit.number for exhibit in made.exhibits] == [1, 2, 3]
    assert [exhibit.kind for exhibit in made.exhibits] == ["rappel", "recu", "rappel"]
    for exhibit in made.exhibits:
        raw = (made.folder / exhibit.file).read_bytes()
        assert raw == firm.desk.evidence.get(exhibit.digest)
        assert sha256(raw).hexdigest() == exhibit.digest
        assert exhibit.digest in firm.text("bordereau.txt")
        assert exhibit.file in firm.text("bordereau.txt")


def test_the_chronology_tells_facts_in_their_order_with_their_exhibits(firm: Open) -> None:
    firm.add(*letter(firm))
    firm.now += timedelta(days=2)
    firm.add(*reply(firm, "Nous paierons vendredi."))
    firm.write_dossier()
    told = firm.text()
    facts = [
        "2 mars 2026 à 10 h 00 Facture F-1 du 20 janvier 2026, échue le 20 février 2026 : 1 240,00 € TTC.",
        "Courriel envoyé à compta@martin.example : rappel n° 1, objet « Facture F-1 ».",
        "Accepté par le serveur de messagerie : « 250 OK ». [pièce n° 1]",
        "4 mars 2026 à 10 h 00 Courriel de compta@martin.example, objet « Re: F-1 ».",
        "Il y est écrit : « Nous paierons vendredi. » [pièce n° 2]",
        "Reste dû au 4 mars 2026 : 1 240,00 €.",
    ]
    places = [told.index(fact) for fact in facts]
    assert places == sorted(places)


def test_of_a_letter_for_an_instalment_the_chronology_tells_what_that_one_asked_for(firm: Open) -> None:
    intended, sent = letter(firm)
    assert isinstance(intended, LetterIntended)
    firm.add(replace(intended, part=31_000), sent)
    firm.write_dossier()
    assert "Somme demandée : 310,00 €." in firm.text()


def test_what_only_concerns_the_work_is_not_told(firm: Open) -> None:
    firm.add(
        NoteAdded("a hard bargainer"),
        HoldSet("h", "owner", "the owner's own reasons", by="owner"),
        NoticeOpened("cabc-1", "dispute", "The debtor contests the debt."),
    )
    firm.write_dossier()
    told = firm.text() + firm.text("bordereau.txt")
    assert not [word for word in ("bargainer", "reasons", "contests") if word in told]


def test_a_letter_that_never_left_is_not_said_to_have_left(firm: Open) -> None:
    firm.add(letter(firm)[0])
    firm.write_dossier()
    assert "Courriel envoyé" not in firm.text()


def test_promises_payments_and_the_registered_letter_are_told(firm: Open) -> None:
    pdf = firm.keep(b"%PDF-1.7 x")
    firm.add(
        PromiseNoted("p", "m", date(2026, 2, 24), date(2026, 2, 27), 50_000, 124_000),
        PromiseEnded("p", "broken"),
        PaymentSeen("F-1", 24_000, date(2026, 3, 1), "VIR 12"),
        PaperPrepared(
            "w", "mise_en_demeure", "mise_en_demeure", "formal", pdf, "letters/w.pdf", date(2026, 3, 2), (),
            100_000, "EUR", 15,
        ),
        PaperPosted("w", "1A 22", date(2026, 3, 2)),
        PaperPresented("w", date(2026, 3, 4), "refused"),
    )  # fmt: skip
    made = firm.write_dossier()
    told = firm.text()
    for fact in (
        "Paiement annoncé par le débiteur pour le 27 février 2026 : 500,00 €.",
        "Le paiement annoncé pour le 27 février 2026 n’a pas été reçu.",
        "Facture F-1 : 240,00 € reçus le 1er mars 2026 (VIR 12).",
        "Mise en demeure établie : 1 000,00 € demandés, délai de 15 jours. [pièce n° 1]",
        "Mise en demeure postée le 2 mars 2026, recommandé n° 1A 22.",
        "Mise en demeure présentée le 4 mars 2026 et refusée.",
        "Reste dû au 2 mars 2026 : 1 000,00 €.",
    ):
        assert fact in told
    assert (made.folder / made.exhibits[0].file).read_bytes() == b"%PDF-1.7 x"


def test_what_is_left_counts_the_credit_notes_that_name_no_invoice(firm: Open) -> None:
    day = date(2026, 2, 25)
    firm.add(InvoiceSeen("A-1", day, day, 24_000, type="credit_note"))
    firm.write_dossier()
    assert "Reste dû au 2 mars 2026 : 1 000,00 €." in firm.text()


def test_money_that_was_not_seen_is_not_said_to_have_been_received(firm: Open) -> None:
    firm.add(
        PromiseNoted("p", "m", date(2026, 2, 24), date(2026, 2, 27), None, 124_000),
        PromiseEnded("p", "kept", 0),
    )
    firm.write_dossier()
    assert "est soldé, selon la comptabilité du créancier" in firm.text()
    assert "a été reçu" not in firm.text()


def test_a_simulated_journal_gives_a_dossier_marked_as_simulation(firm: Open) -> None:
    firm.write_dossier(page=page())
    assert firm.text().startswith("SIMULATION")
    assert firm.text("bordereau.txt").startswith("SIMULATION")
    assert all("SIMULATION" in found.words for found in printed(firm))


def test_a_real_journal_gives_one_without_that_mark(tmp_path: Path, now: datetime) -> None:
    firm = Open(tmp_path, 1, 1, now)
    with wiring.open_desk(load(firm.configure()), firm.clock, firm.new_id, begin=True) as firm.desk:
        firm.add(DebtorSeen("M", "Martin SARL"), InvoiceSeen("F-1", DUE, DUE, 100))
        firm.write_dossier(page=page())
    assert "SIMULATION" not in firm.text()
    assert not [found for found in printed(firm) if "SIMULATION" in found.words]


def test_it_says_how_far_the_journal_is_sealed(firm: Open) -> None:
    firm.write_dossier()
    assert "Journal non scellé." in firm.text()
    sealed = seal(firm.desk.journal)
    assert sealed
    firm.write_dossier()
    assert f"Journal scellé jusqu’à sa ligne {sealed.count} ; racine {sealed.root}." in firm.text()


def test_the_cases_lines_of_the_journal_are_handed_over_as_they_are(firm: Open) -> None:
    firm.add(*letter(firm), case="other")
    firm.add(*letter(firm))
    firm.write_dossier()
    handed = (firm.folder / "dossier" / dossier.LINES).read_bytes().splitlines()
    lines = (firm.folder / "data/journal.jsonl").read_bytes().splitlines()
    assert handed == [line for line in lines if line.startswith(b'{"case":"cabc"')]


def test_names_from_outside_never_become_paths_nor_lines(firm: Open) -> None:
    firm.add(
        DebtorSeen("M", NASTY), *letter(firm, subject=NASTY), *reply(firm, NASTY, sender=NASTY, subject=NASTY)
    )
    made = firm.write_dossier(page=page())
    inside = {path.relative_to(made.folder).as_posix() for path in made.folder.rglob("*") if path.is_file()}
    assert inside == {*made.files, *(exhibit.file for exhibit in made.exhibits)}
    assert all(set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-./") for name in inside)
    for name in ("chronologie.txt", "bordereau.txt"):
        text = (made.folder / name).read_text(encoding="utf-8")
        assert all(char == "\n" or char.isprintable() or char in "\u00a0\u202f" for char in text)


def test_it_can_be_written_in_english(firm: Open) -> None:
    firm.add(*letter(firm), *reply(firm, "We shall pay on Friday."))
    made = firm.write_dossier(rules=replace(RULES, language="en"))
    told = firm.text("chronology.txt")
    assert "E-mail sent to compta@martin.example: reminder 1, subject “Facture F-1”." in told
    assert "Left to pay on 2 March 2026: €1,240.00." in told
    assert made.exhibits[0].file == "pieces/001-2026-03-02-reminder.eml"


def test_written_again_it_is_the_same(firm: Open) -> None:
    firm.add(*letter(firm), *reply(firm, "Nous paierons vendredi."))
    first = contents(firm.write_dossier(page=page()))
    assert contents(firm.write_dossier(page=page())) == first


def test_the_printed_page_says_what_the_text_says(firm: Open) -> None:
    firm.add(*letter(firm), *reply(firm, "Nous paierons vendredi."))
    made = firm.write_dossier(page=page())
    words = plain(" ".join(found.words for found in printed(firm)))
    assert "chronologie.pdf" in made.files
    for said in ("Atelier Morvan contre Martin SARL", "Nous paierons vendredi.", made.exhibits[0].digest):
        assert plain(said) in words


def test_both_languages_say_the_same_things() -> None:
    french, english = PHRASES["fr"].texts, PHRASES["en"].texts
    assert french.keys() == english.keys()
    for name, text in french.items():
        assert _places(text) == _places(english[name]), name


@given(st.text(max_size=300), st.text(max_size=80))
def test_any_words_from_outside_stay_on_one_line(words: str, number: str) -> None:
    for phrases in PHRASES.values():
        for said in (phrases.quoted(words), phrases.say("settled", number=number)):
            assert not [char for char in said if category(char) in ("Cc", "Cf", "Zl", "Zp")]


def _places(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def page() -> str:
    return (Path(wiring.__file__).parent.parent / "templates/dossier.typ").read_text(encoding="utf-8")


def printed(firm: Open) -> list[Page]:
    return pages((firm.folder / "dossier/chronologie.pdf").read_bytes())


def plain(text: str) -> str:
    return "".join(text.split())


def contents(made: Dossier) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in made.folder.rglob("*") if path.is_file()}
