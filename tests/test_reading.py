"""Each mail in `mails/` beside what is expected of its reading; the promises that must never be invented."""

import json
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.events.entries import decode
from bot.events.mail import MailRead, PromiseRead
from bot.reading import Reading, read, version

MAILS = Path(__file__).parent / "mails"
TUESDAY = datetime(2027, 3, 16, 13, 30, tzinfo=UTC)


def reply(text: str, headers: str = "") -> bytes:
    head = (
        f"{headers}From: Jean <jean@martin.example>\r\nTo: factures@atelier-morvan.example\r\n"
        "Subject: Re: F-118\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    )
    return (head + text).encode()


def said(text: str) -> Reading:
    return read(reply(text), TUESDAY)


@pytest.mark.parametrize("eml", sorted(MAILS.glob("*.eml")), ids=lambda path: path.stem)
def test_each_mail_reads_as_its_expectation_says(eml: Path) -> None:
    expected = json.loads(eml.with_suffix(".json").read_text("utf-8"))
    got = read(eml.read_bytes()).as_json(eml.name)
    assert {key: got[key] for key in expected} == expected


@pytest.mark.parametrize(
    "text",
    [
        "Je ne vous réglerai pas vendredi.",
        "Nous n'allons pas payer le 30 mars.",
        "Je vous paie dès que vous aurez livré.",
        "Je réglerai vendredi quand l'avoir sera émis.",
        "On va essayer de vous régler vendredi.",
        "J'espère pouvoir vous payer le 30 mars.",
        "Est-ce que je peux vous régler le 30 avril ?",
        "Je vous règle vendredi ?",
        "Vous demandez un règlement vendredi.",
        "Nous avions prévu de vous payer le 30 mars.",
        "Je n'ai jamais dit que je paierais le 20.",
        "Je reviens vers vous mardi.",
        "La facture du 12 février est à l'étude.",
        "Nos factures sont payables à 45 jours fin de mois.",
        "We won't pay on Friday.",
        "We hope to pay you on 30 March.",
        "We will pay on Friday if our client pays us.",
        "Could we pay you on 30 March?",
        "Virement vendredi si vous venez réparer jeudi.",
    ],
)
def test_a_promise_is_never_invented(text: str) -> None:
    reading = said(text)
    assert "promise" not in reading.intents
    assert reading.promises == ()


@pytest.mark.parametrize(
    "text",
    [
        "Rien n'a été payé.",
        "Aucun virement n'est parti.",
        "Pas encore payé, désolé.",
        "J'étais persuadé d'avoir payé.",
        "I thought it was paid.",
        "No payment has been made yet.",
        "J'ai révoqué le prélèvement.",
    ],
)
def test_what_has_not_left_is_not_paid(text: str) -> None:
    reading = said(text)
    assert "already_paid" not in reading.intents or reading.undecided


@pytest.mark.parametrize(
    ("text", "promises"),
    [
        ("Je vous règle vendredi.", [PromiseRead(date(2027, 3, 19), None)]),
        ("Le virement partira fin de mois.", [PromiseRead(date(2027, 3, 31), None)]),
        ("Règlement de 3 600 € sous huitaine.", [PromiseRead(date(2027, 3, 24), 360000)]),
        ("Nous vous payons 300 € demain et le reste le 15 avril.",
         [PromiseRead(date(2027, 3, 17), 30000), PromiseRead(date(2027, 4, 15), None)]),
        ("Pas de souci, on vous fait le virement pour le 25.", [PromiseRead(date(2027, 3, 25), None)]),
        ("You will be paid on 31 March.", [PromiseRead(date(2027, 3, 31), None)]),
    ],
)  # fmt: skip
def test_a_promise_keeps_its_day_and_amount(text: str, promises: list[PromiseRead]) -> None:
    reading = said(text)
    assert reading.intents[0] == "promise"
    assert list(reading.promises) == promises


def test_a_human_reply_that_says_nothing_known_is_undecided() -> None:
    for text in ("Quarante kilomètres à pied usent les souliers.", "Zzz."):
        reading = said(text)
        assert not {"promise", "already_paid"} & set(reading.intents)
        assert reading.undecided or "dispute" in reading.intents  # which stops as well


def test_intents_that_pull_apart_go_to_a_person() -> None:
    for text in (
        "Je conteste la ligne 2. Je vous vire le reste vendredi.",
        "J'ai payé 500 € le 12 mars. Je vous vire le reste vendredi.",
    ):
        reading = said(text)
        assert len(reading.intents) == 2
        assert reading.undecided


@pytest.mark.parametrize(
    "text",
    [
        "Je suis en désaccord avec les frais de port, je paierai le reste le 19 mars.",
        "Nous sommes toujours en désaccord sur le montant, nous paierons 1 200 € vendredi.",
        "I disagree with the shipping costs, I will pay 1200 on 19 March.",
    ],
)
def test_a_promise_of_the_rest_does_not_hide_what_is_contested(text: str) -> None:
    assert set(said(text).intents) == {"dispute", "promise"}


def test_whoever_is_insolvent_promises_nothing() -> None:
    reading = said("Nous sommes en liquidation judiciaire. Vous serez payés le 30 mars.")
    assert reading.intents[0] == "insolvency"
    assert reading.promises == ()


def test_the_evidence_holds_the_exact_words() -> None:
    text = "Bonjour. Le virement sera effectué vendredi. Merci."
    (quote,) = said(text).evidence
    assert quote.intent == "promise"
    assert quote.text == "Le virement sera effectué vendredi."


@pytest.mark.parametrize(
    ("text", "paid", "other"),
    [
        (
            "Bonjour, la FA-302 est déjà payée depuis hier, et pour FA-402 pouvez-vous patienter ?",
            "Bonjour, la FA-302 est déjà payée depuis hier",
            "et pour FA-402 pouvez-vous patienter ?",
        ),
        ("La 302 est réglée, on conteste la 402", "La 302 est réglée", "on conteste la 402"),
        (
            "FA-302 was paid yesterday, could we have until 20 March for FA-402?",
            "FA-302 was paid yesterday",
            "could we have until 20 March for FA-402?",
        ),
    ],
)
def test_in_one_sentence_each_invoice_has_its_own_words(text: str, paid: str, other: str) -> None:
    quotes = {quote.intent: quote.text for quote in said(text).evidence}
    assert quotes.pop("already_paid") == paid
    assert list(quotes.values()) == [other]


def test_a_word_that_turns_a_sentence_keeps_its_accent() -> None:
    text = "J'ai bien tout reçu, néanmoins je vous règle vendredi."
    assert any("néanmoins je vous règle vendredi" in quote.text for quote in said(text).evidence)


def test_without_any_date_no_day_is_resolved() -> None:
    reading = read(reply("Je vous règle vendredi."))
    assert reading.promises == (PromiseRead(None, None),)
    assert reading.undecided


def test_the_topmost_received_field_says_when_it_arrived() -> None:
    late = (
        "Received: from a by b; Mon, 22 Mar 2027 09:00:00 +0100\r\nDate: Tue, 16 Mar 2027 09:00:00 +0100\r\n"
    )
    assert read(reply("Je vous règle vendredi.", late)).promises[0].date == date(2027, 3, 26)


def test_days_are_those_of_paris() -> None:
    evening = datetime(2027, 3, 16, 23, 30, tzinfo=UTC)  # already the 17th there
    assert read(reply("Je vous règle demain."), evening).promises[0].date == date(2027, 3, 18)


def test_what_is_no_mail_is_unrelated() -> None:
    for raw in (b"", b"\0\0\0", b"PK\x03\x04 something", b"\r\n\r\n"):
        reading = read(raw)
        assert (reading.intents, reading.confidence) == (("unrelated",), 0.0)


@pytest.mark.parametrize(
    ("text", "promised"),
    [
        (
            "Nous avons payé 2 fois la facture précédente, nous déduisons 400 € et payons le solde le 19.",
            None,
        ),
        ("Nous déduirons les 40 € de port et vous réglons vendredi.", None),
        ("Nous réglons 1 000 € vendredi, il y a 240 € d'avoir à venir.", 100_000),
        ("Nous retenons 240 € et réglons le reste vendredi.", None),
        ("We are deducting 400 € and will pay the balance on 19 March.", None),
        ("We will pay 1 000 € on Friday, there is a credit note for 240 € outstanding.", 100_000),
    ],
)
def test_what_is_taken_off_or_is_to_be_credited_first_is_contested(text: str, promised: int | None) -> None:
    reading = said(text)
    assert reading.intents[0] == "dispute" and "promise" in reading.intents
    assert [p.amount for p in reading.promises] == [promised]


@pytest.mark.parametrize(
    "text",
    [
        "Nous déduisons l'acompte déjà versé et payons le solde vendredi.",
        "Merci pour l'avoir, nous réglons le solde vendredi.",
        "Nous retenons la date du 19 et vous réglons ce jour-là.",
        "Thanks for the credit note, we will pay the balance on Friday.",
    ],
)
def test_what_was_credited_or_paid_on_account_is_not_contested(text: str) -> None:
    assert said(text).intents == ("promise",)


def test_a_header_that_only_says_automatic_hides_no_dispute() -> None:
    reading = read(
        reply("Nous contestons cette facture.", "Precedence: bulk\r\nAuto-Submitted: auto-generated\r\n")
    )
    assert "dispute" in reading.intents
    assert reading.undecided


def test_the_json_shape_is_the_contract() -> None:
    got = said("Je vous vire 1 250,50 € vendredi.").as_json("a.eml")
    assert got["promises"] == [{"date": "2027-03-19", "amount": "1250.50"}]
    assert list(got) == [
        "file", "intents", "promises", "paid", "return_date", "new_contact", "stand_in", "bounce",
        "misfortune", "undecided", "confidence", "evidence", "text",
    ]  # fmt: skip
    json.dumps(got)


def test_a_reading_becomes_an_event_that_survives_the_journal() -> None:
    event = said("Je vous vire 1 250,50 € vendredi.").as_event("a" * 64)
    assert event.reader == version()
    shared = {f.name for f in fields(MailRead)} - {"mail", "reader"}
    assert shared <= {f.name for f in fields(Reading)}
    assert decode("MailRead", 1, orjson.loads(orjson.dumps(event))) == event


@given(st.binary(max_size=3000))
def test_no_bytes_raise(raw: bytes) -> None:
    read(raw)
    read(b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n" + raw)


WORDS = st.sampled_from(
    [
        "je",
        "vous",
        "regle",
        "paie",
        "virement",
        "de",
        "du",
        "le",
        "12",
        "vendredi",
        "fin",
        "mois",
        "pas",
        "ne",
        "si",
        "quand",
        "avoir",
        "facture",
        "a",
        "ete",
        "deja",
        "1",
        "240",
        "€",
        "?",
        ",",
        ";",
        ".",
        "mais",
        "la",
        "lundi",
        "sous",
        "8",
        "jours",
        "dès",
        "réception",
        "RIB",
        "tribunal",
        "absent",
        "jusqu'au",
        ">",
        "Le",
        "écrit",
        ":",
        "De",
        "@",
        "--",
    ]
)


@given(st.lists(WORDS, max_size=60))
def test_no_words_raise_and_no_day_lies_in_the_past(words: list[str]) -> None:
    for promise in said(" ".join(words)).promises:
        assert promise.date is None or promise.date >= date(2027, 3, 16)


PIECES = st.sampled_from(
    (
        *("Je vous règle vendredi", "300 lundi", "le reste fin juin", "ça vous irait", "d'accord", "200 €"),
        *("c'est parti hier", "vous pouvez attendre", "3 x 250", "chaque mois", "le 5 et le 20", "pas le 30"),
        *(
            "dès que la paie tombe",
            "We paid on Monday",
            "the rest next month",
            "is that ok",
            "F-118",
            "mi-mai",
        ),
        *("\n", ", ", ". ", " ? ", " ; ", " : ", " et ", " mais ", " - "),
    )
)


@given(st.lists(PIECES, max_size=12))
def test_nothing_that_people_string_together_raises(pieces: list[str]) -> None:
    for promise in said(" ".join(pieces)).promises:
        assert promise.date is None or promise.date >= date(2027, 3, 16)


def test_a_question_may_hold_the_only_day() -> None:
    assert said("Bourse lundi, donc 250 lundi. Le reste, ça vous irait fin juin ?").intents


@pytest.mark.parametrize(
    "words",
    [
        "Pouvez-vous nous envoyer votre RIB et nous payons aussitôt ?",
        "Merci de nous adresser votre RIB, nous réglons dès réception.",
        "Il nous manque votre RIB, envoyez-le nous et le virement part dans la foulée.",
        "Pouvez-vous m'envoyer votre RIB pour que je vous règle ?",
        "Could you send us your bank details and we pay straight away?",
    ],
)
def test_who_will_pay_once_he_has_the_bank_details_surely_asks_for_them(words: str) -> None:
    found = said(words)
    assert "document_request" in found.intents and not found.undecided
    assert not any(promise.date for promise in found.promises)


@pytest.mark.parametrize(
    "words",
    [
        "Nous contestons la facture, envoyez votre RIB pour la partie due.",
        "Pouvez-vous nous renvoyer la facture corrigée et nous payons aussitôt ?",
        "Dès que j'ai votre nouveau RIB je fais le virement, l'ancien est rejeté par ma banque.",
        "Once you send the corrected bank details we'll pay the same day.",
    ],
)
def test_beside_anything_else_that_may_be_meant_a_person_decides(words: str) -> None:
    assert said(words).undecided


def test_what_stops_letters_is_read_beside_the_bank_details() -> None:
    assert "already_paid" in said("Envoyez votre RIB, nous avons payé sur l'ancien compte.").intents
    assert "delay_request" in said("Votre RIB svp ? Nous aurons besoin d'un délai.").intents
