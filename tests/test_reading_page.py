"""The page of `relance read`: in words, with the mail's own, and quick to come."""

import json
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.reading_page import page
from bot.reading import read
from bot.reading.mime import head

MAILS = Path(__file__).parent / "mails"
TUESDAY = datetime(2027, 3, 16, 13, 30, tzinfo=UTC)


def shown(raw: bytes) -> str:
    return page("mail.eml", head(raw), read(raw, TUESDAY))


@pytest.mark.parametrize(
    ("mail", "told"),
    [
        ("litige", ("Contests the debt", "“Nous contestons cette facture", "Reading: ")),
        ("promesse-echeancier", ("Promises to pay.", "400.00 EUR by Wednesday 31 March 2027")),
        ("paye-virement", ("Says that it has been paid.", "“Le virement de 1 240,00 €")),
        ("rejet-definitif", ("did not arrive", "compta@garage-sicard.example: the address is dead")),
        ("absence-outlook", ("somebody is away", "back on Tuesday 30 March 2027")),
        ("entrelace", ("Left out as quoted history: 2 lines; the answer stands between them.",)),
        ("citation-seule", ("Nothing new is written in it.", "a person should read this mail")),
    ],
)
def test_the_page_tells_in_words(mail: str, told: tuple[str, ...]) -> None:
    text = shown((MAILS / f"{mail}.eml").read_bytes())
    for words in told:
        assert words in text


@given(st.binary(max_size=400))
def test_any_bytes_have_a_page_that_harms_no_terminal(raw: bytes) -> None:
    for line in shown(b"From: a@b.example\nSubject: " + raw).split("\n"):
        assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in line)


def test_a_mail_is_read_without_loading_what_only_other_commands_need() -> None:
    script = (
        "import sys; sys.argv = ['relance', 'read', '--json', sys.argv[1]]\n"
        "from bot.cli import main\n"
        "try:\n    main()\n"
        "finally:\n    print(*sorted(sys.modules), file=sys.stderr)\n"
    )
    mail = str(MAILS / "litige.eml")
    done = subprocess.run([sys.executable, "-c", script, mail], capture_output=True, check=True)
    assert json.loads(done.stdout)["intents"] == ["dispute"]
    loaded = {name.split(".")[0] for name in done.stderr.decode().split()}
    assert not loaded & {"jinja2", "holidays", "ruamel", "babel", "imapclient", "typst", "flufl", "rich"}
    assert not loaded & {"typer", "pydantic"}


def test_days_are_written_out() -> None:
    raw = (MAILS / "promesse-outlook.eml").read_bytes()
    promised = read(raw, TUESDAY).promises
    assert promised and isinstance(promised[0].date, date)
    assert f"{promised[0].date:%A}" in shown(raw)


def test_what_is_uncertain_is_nowhere_called_clear() -> None:
    words = shown(b"From: Jean <jean@martin.example>\r\nSubject: Re: F-118\r\n\r\na priori lundi")
    assert "uncertain" in words
    assert "a person should read this mail" in words
