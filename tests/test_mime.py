"""Heads, texts and cited ids of mails as they really are: folded, mislabelled, broken, hostile."""

import base64
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.mime import head, message_ids_cited, new_text, returned_relance_id, whole_text

MAILS = Path(__file__).parent / "mails"


def test_a_head_is_decoded_and_lower_cased() -> None:
    got = head(
        b"From: =?utf-8?q?Ren=C3=A9_L=C3=A9v=C3=AAque?= <Rene@Leveque.EXAMPLE>\r\n"
        b'To: "Morvan, Atelier" <Factures@Morvan.example>,\r\n\tcompta@b.example\r\n'
        b"Cc: x@c.example\r\nDelivered-To: boite@d.example\r\n"
        b"Subject: =?utf-8?b?UsOpcG9uc2Ug?=\r\n =?utf-8?b?YXV0b21hdGlxdWU=?=\r\n"
        b"Message-ID: <1@b.example>\r\nIn-Reply-To: <2@b.example>\r\n"
        b"References: <3@b.example>\r\n <2@b.example>\r\n"
        b"Date: Tue, 16 Mar 2027 09:00:00 +0100\r\nX-Relance-Id: L42\r\n\r\nbody\r\n"
    )
    assert (got.sender, got.sender_name) == ("rene@leveque.example", "René Lévêque")
    assert got.to == ("factures@morvan.example", "compta@b.example", "x@c.example", "boite@d.example")
    assert got.subject == "Réponse automatique"
    assert (got.message_id, got.in_reply_to) == ("<1@b.example>", "<2@b.example>")
    assert got.references == ("<3@b.example>", "<2@b.example>")
    assert got.date == datetime(2027, 3, 16, 8, tzinfo=UTC)
    assert got.relance_id == "L42"
    assert not got.auto


def test_an_address_in_the_display_name_is_not_the_sender() -> None:
    assert (
        head(b'From: "patron@client.example" <voleur@ailleurs.example>\r\n\r\n').sender
        == "voleur@ailleurs.example"
    )


@pytest.mark.parametrize(
    ("field", "auto"),
    [
        ("Auto-Submitted: auto-replied", True),
        ("Auto-Submitted: no", False),
        ("Precedence: bulk", True),
        ("Precedence: auto_reply", True),
        ("Precedence: list", False),
        ("X-Autoreply: yes", True),
        ("Return-Path: <>", True),
        ("Return-Path: <a@b.example>", False),
        ("Content-Type: multipart/report; report-type=delivery-status; boundary=x", True),
        ("X-Auto-Response-Suppress: All", False),
    ],
)
def test_a_machine_is_known_by_its_own_account(field: str, auto: bool) -> None:
    assert head(f"From: a@b.example\r\n{field}\r\n\r\nx".encode()).auto is auto


def test_no_value_carries_a_line_end_or_a_control_character() -> None:
    got = head(
        b"From: =?utf-8?q?a=0D=0ABcc:=20x=40y.example?= <a@b.example>\r\n"
        b"Subject: =?utf-8?q?=0A=0D=1B[31m=E2=80=AE?= fin\r\nMessage-ID: <a\x01@b>\r\n\r\n"
    )
    for value in (got.sender_name, got.subject, got.message_id, got.sender):
        assert value.isprintable()


@given(st.binary(max_size=2000))
def test_a_head_never_raises_and_holds_only_printable_text(raw: bytes) -> None:
    for got in (head(raw), head(b"Subject: " + raw), head(b"From: " + raw), head(b"Date: " + raw)):
        for value in (got.subject, got.sender, got.sender_name, got.message_id, *got.to, *got.references):
            assert not any(ord(c) < 32 or c in "\u2028\u2029" for c in value)


def part(body: bytes, ctype: str = "text/plain; charset=utf-8", encoding: str = "8bit") -> bytes:
    fields = f"From: a@b.example\r\nContent-Type: {ctype}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    return fields.encode() + body


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (part("réglé".encode("latin-1"), "text/plain"), "réglé"),
        (part("réglé à 5 €".encode("cp1252"), "text/plain; charset=iso-8859-1"), "réglé à 5 €"),
        (part("réglé".encode(), "text/plain; charset=iso-8859-1"), "réglé"),
        (part("réglé".encode(), "text/plain; charset=x-inconnu"), "réglé"),
        (part("réglé".encode(), "text/plain; charset=base64"), "réglé"),
        (part("réglé".encode("cp1252"), "text/plain; charset=utf-8"), "réglé"),
        (part(base64.b64encode("réglé".encode())[:-1] + b"!!", encoding="base64"), "réglé"),
        (part(b"r=C3=A9gl=C3=A9=\r\n vendredi", encoding="quoted-printable"), "réglé vendredi"),
        (part(b"<p>Oui<style>p{}</style><p>r&eacute;gl&eacute;<br>hier", "text/html"), "Oui\n\nréglé\nhier"),
        (part(b"a\0b"), "ab"),
    ],
)  # fmt: skip
def test_a_text_is_read_whatever_its_label_says(raw: bytes, text: str) -> None:
    assert whole_text(raw) == text


def test_of_alternatives_the_plain_one_is_read_unless_it_is_empty() -> None:
    both = (
        b"From: a@b.example\r\nContent-Type: multipart/alternative; boundary=x\r\n\r\n"
        b"--x\r\nContent-Type: text/plain\r\n\r\n%s\r\n"
        b"--x\r\nContent-Type: text/html\r\n\r\n<b>html</b>\r\n--x--\r\n"
    )
    assert whole_text(both % b"plain").strip() == "plain"
    assert whole_text(both % b"  ").strip() == "html"
    assert whole_text(both % b"Your mail program does not support HTML.").strip() == "html"


def test_an_attached_text_is_not_the_writers_words() -> None:
    raw = (
        b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
        b"--x\r\nContent-Type: text/plain\r\n\r\nvoir joint\r\n"
        b"--x\r\nContent-Type: text/plain; name=cgv.txt\r\n"
        b"Content-Disposition: attachment\r\n\r\nnous contestons\r\n--x--\r\n"
    )
    assert whole_text(raw).strip() == "voir joint"


@pytest.mark.parametrize(
    "history",
    [
        "Le 16 mars 2027 à 09:00, Atelier <a@b.example> a écrit :\n> vieux\n> mots",
        "Le mar. 16 mars 2027 à 09:00, Atelier Morvan\n<factures@morvan.example> a\nécrit :\n\n> vieux",
        "Le 16/03/2027 à 09:00, Atelier a écrit :\nvieux mots sans marque",
        "On Tue, Mar 16, 2027 at 9:00 AM Atelier <a@b.example> wrote:\n\n> vieux",
        "Op di 16 mrt. 2027 om 09:00 schreef Atelier <a@b.example>:\n> vieux",
        "De : Atelier <a@b.example>\nEnvoyé : mardi 16 mars 2027 09:00\nÀ : Compta\nObjet : F-118\n\nvieux",
        "________________________________\nFrom: Atelier\nSent: Tuesday\nTo: AP\nSubject: F-118\n\nvieux",
        "-----Message d'origine-----\nDe : Atelier\nvieux",
        "-------- Message transféré --------\nSujet : F-118\nDate : x\nvieux",
        "-----Original Message-----\nvieux",
        "-- \nJean\nvieux slogan",
        "Cordialement,\nJean\nNos vieux bureaux sont fermés le 14.",
        "Envoyé de mon iPhone",
        "Ce message et ses pièces jointes sont confidentiels, vieux.",
    ],
)
def test_history_signature_and_disclaimer_are_cut(history: str) -> None:
    raw = part(f"Je vous réponds demain.\n\n{history}\n".encode())
    assert new_text(raw) == "Je vous réponds demain."


def test_answers_between_quoted_lines_are_kept() -> None:
    raw = part(b"Bonjour,\n> Quand payez-vous ?\nVendredi.\n> Et la 119 ?\nJamais.\n")
    assert new_text(raw) == "Bonjour,\nVendredi.\nJamais."


def test_an_answer_below_the_history_is_kept() -> None:
    raw = part("Le 16 mars 2027 à 09:00, Atelier a écrit :\n> Quand ?\n>\n\nLe 31.\n\n-- \nPaul".encode())
    assert new_text(raw) == "Le 31."


def test_a_postscript_under_the_signature_is_kept() -> None:
    raw = part(b"Je vois cela demain.\nCordialement\nJean\nPS : la porte ferme toujours mal")
    assert "porte ferme" in new_text(raw)


def test_nothing_new_is_an_empty_text() -> None:
    assert new_text((MAILS / "citation-seule.eml").read_bytes()) == ""


def test_a_report_names_the_letter_that_it_returns() -> None:
    raw = (MAILS / "rejet-definitif.eml").read_bytes()
    assert message_ids_cited(raw) == ("<L42.1@atelier-morvan.example>",)
    assert returned_relance_id(raw) == "L42"


def test_a_report_in_plain_text_names_it_too() -> None:
    raw = (MAILS / "rejet-qmail.eml").read_bytes()
    assert message_ids_cited(raw) == ("<L43.1@atelier-morvan.example>",)
    assert returned_relance_id(raw) == "L43"


def test_a_human_who_pastes_an_id_returns_nothing() -> None:
    raw = part(b"X-Relance-Id: L42\r\nMessage-ID: <a@b.example>\r\n")
    assert returned_relance_id(raw) == ""
    assert message_ids_cited(raw) == ()


def test_a_head_costs_the_same_for_a_mail_of_20_mb() -> None:
    raw = part(b"x" * 20_000_000)
    started = time.process_time()
    for _ in range(100):
        head(raw)
    assert time.process_time() - started < 0.5


def test_half_a_surrogate_pair_never_leaves_the_reader() -> None:
    raw = (
        b"From: a@b.example\r\nSubject: =?utf-7?Q?F-118_+2AA-?=\r\n"
        b"Content-Type: text/plain; charset=utf-7\r\n\r\nJe conteste +2AA- la facture.\r\n"
    )
    for text in (head(raw).subject, whole_text(raw), new_text(raw)):
        assert text.encode("utf-8")


def test_a_boundary_that_does_not_occur_hides_no_words() -> None:
    raw = (
        b'From: a@b.example\r\nContent-Type: multipart/mixed; boundary="declared"\r\n\r\n'
        b"--used\r\nContent-Type: text/plain\r\n\r\nJe paie vendredi.\r\n--used--\r\n"
    )
    assert new_text(raw) == "Je paie vendredi."


def test_lines_of_an_old_macintosh_are_lines() -> None:
    raw = part(b"Je paie vendredi.\r\n\r\n> Merci de payer.\r\n").replace(b"\r\n", b"\r")
    assert new_text(raw) == "Je paie vendredi."
