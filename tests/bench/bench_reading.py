"""Reading one reply of 5 KB, beside the standard parser alone on the same bytes; the command, cold; 40 MB.

The replies are people's, each with what its mail program and its firm put around the words: a header with its
way through the servers, a signature, a disclaimer, and our letter quoted as five programs do it.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from itertools import chain, cycle
from pathlib import Path
from subprocess import DEVNULL, run
from tempfile import TemporaryDirectory
from textwrap import indent
from time import process_time

from bot.reading import read
from tests.bench import Row, in_turn
from tests.labelled import from_lines

MACHINES = {"bounce", "out_of_office", "auto_receipt"}
ARRIVED = datetime(2027, 3, 16, 13, 30, tzinfo=UTC)
COUNT, SIZE = 300, 5000
LETTER = """Bonjour,

Sauf erreur de notre part, la facture F-118 du 12 février, d'un montant de 1 250,00 €, est restée impayée à ce
jour. Elle était à régler pour le 14 mars.

Merci de nous dire quand nous pouvons attendre votre règlement, ou ce qui vous en empêche.

Cordialement,
Atelier Morvan – 12 rue des Forges, 69003 Lyon
"""
COPIED = """Atelier Morvan <a@morvan.example>
{}15 mars 2027 09:00
À : Jean <jean@martin.example>
Objet : F-118

"""
HEADINGS = (  # and what stands before each line below
    ("Le lun. 15 mars 2027 à 09:00, Atelier Morvan <a@morvan.example> a écrit :\n\n", "> "),
    ("De : " + COPIED.format("Envoyé : lundi "), ""),
    ("On Mon, Mar 15, 2027 at 9:00 AM Atelier Morvan <a@morvan.example>\nwrote:\n\n", "> "),
    ("-------- Message original --------\nDe : " + COPIED.format("Date : "), ""),
    ("Le 15/03/2027 à 09:00, Atelier Morvan a écrit :\n", "> "),
)
SIGNATURES = (
    "\n\nCordialement,\n\nJean Martin\nGérant\nSARL Martin & Fils\n8 avenue de la Gare, 42000 Saint-Étienne\n"
    "Tél. : 04 77 00 00 00\nSARL au capital de 8 000 € - RCS Saint-Étienne 123 456 789\n\n",
    "\n\nEnvoyé de mon iPhone\n\n",
    "\n\nBien cordialement\n\nSophie Leroy\nPensez à l'environnement avant d'imprimer ce message.\n\n",
    "\n\n-- \nPaul\n\n",
    "\n\nCordialement\n\nCe message et ses pièces jointes sont confidentiels et établis à l'intention"
    "\nexclusive de leurs destinataires. Si vous l'avez reçu par erreur, merci de le détruire.\n\n",
)
HEADER = """Return-Path: <jean@martin.example>
Delivered-To: a@morvan.example
Received: from mx.martin.example (mx.martin.example [192.0.2.7]) by mail.morvan.example (Postfix)
\twith ESMTPS id 4X118 for <a@morvan.example>; Tue, 16 Mar 2027 14:00:02 +0100 (CET)
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=martin.example; s=2027; t=1773666000;
\tbh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; h=From:To:Subject:Date;
From: =?UTF-8?Q?Jean_Martin=C3=A9?= <jean@martin.example>
To: Atelier Morvan <a@morvan.example>
Subject: Re: Facture F-118
Date: Tue, 16 Mar 2027 13:59:58 +0100
Message-ID: <118.re@martin.example>
In-Reply-To: <118@morvan.example>
References: <118@morvan.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

"""


def mails() -> list[bytes]:
    """Human replies with what stands around them."""
    replies = chain(from_lines("tuned_a"), from_lines("tuned_c"))
    bodies = [r.body for r in replies if not MACHINES & set(r.intents)][:COUNT]
    return list(map(_mail, bodies, cycle(SIGNATURES), _histories()))


def _histories() -> Iterator[str]:
    for heading, mark in cycle(HEADINGS):
        yield heading + indent(LETTER * 12, mark, lambda _line: True)


def _mail(body: str, signature: str, history: str) -> bytes:
    text = HEADER + body + signature + history
    return text.replace("\n", "\r\n").encode()[:SIZE]


def rows() -> list[Row]:
    return [_replies(), _quoted(), _cold(), _great()]


def _replies() -> Row:
    given = mails()
    floor, ours = in_turn(
        lambda: [message_from_bytes(m).get_payload() for m in given],
        lambda: [read(m, ARRIVED) for m in given],
    )
    start = process_time()  # of one core, however busy the others keep it
    for mail in given:
        read(mail, ARRIVED)
    note = f"{len(given) / (process_time() - start):,.0f} replies a second of its own; 2,000 wanted"
    return Row("read a reply of 5 KB", floor / len(given), ours / len(given), None, note)


def _quoted() -> Row:
    """A short answer above the letters that it quotes, beside the standard parser, there and back."""
    raw = mails()[0] + b"> Merci de nous dire quand.\r\n" * 130
    floor, ours = in_turn(
        lambda: [message_from_bytes(raw).as_bytes() for _ in range(20)],
        lambda: [read(raw, ARRIVED) for _ in range(20)],
    )
    return Row("read a reply that is mostly quoted", floor / 20, ours / 20, 7)


def _cold() -> Row:
    """The command from its start to its end, beside Python doing nothing."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "reply.eml"
        file.write_bytes(mails()[0])
        floor, ours = in_turn(
            lambda: run([sys.executable, "-c", "pass"], check=True),
            lambda: run([sys.executable, "-m", "bot", "read", file], check=True, stdout=DEVNULL),
        )
    return Row("`relance read` of one mail, cold", floor, ours, 40, "0.5 s wanted")


def _great() -> Row:
    """A mail of 40 MB, beside one look at all of its bytes."""
    raw = mails()[0] + b"> Merci de nous dire quand.\r\n" * 1_400_000
    floor, ours = in_turn(lambda: raw.count(b"\n"), lambda: read(raw, ARRIVED), runs=3)
    return Row("read a mail of 40 MB", floor, ours, None, "2 s wanted")
