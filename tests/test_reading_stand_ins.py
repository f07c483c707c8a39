"""Who stands in for somebody who is away is read from the message, and shown; nobody writes there."""

import pytest

from bot.cli.reading_page import page
from bot.reading import read
from bot.reading.mime import head
from bot.reading.stand_ins import StandIn
from tests.test_reading import TUESDAY, reply

AUTO = "Auto-Submitted: auto-replied\r\n"


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (
            "Je suis absente jusqu'au 26 mars, Mme Roche (roche@martin.example) assure l'intérim.",
            StandIn("Mme Roche", "roche@martin.example"),
        ),
        (
            "Bonjour,\nAbsent jusqu'au 2 avril.\nEn mon absence, vous pouvez contacter Paul Vidal.",
            StandIn("Paul Vidal", ""),
        ),
        (
            "Absent du 15 au 26 mars. En cas d'urgence : compta@martin.example.",
            StandIn("", "compta@martin.example"),
        ),
        (
            "I am out of office until 26 March. In my absence contact Mrs Hill at hill@martin.example.",
            StandIn("Mrs Hill", "hill@martin.example"),
        ),
        ("Je suis absente jusqu'au 26 mars. Je vous lirai à mon retour.", None),
        ("Absent jusqu'au 26 mars. Urgences : jean@martin.example", None),  # his own
    ],
)
def test_who_stands_in_is_read(text: str, who: StandIn | None) -> None:
    reading = read(reply(text, AUTO), TUESDAY)
    assert reading.intents == ("out_of_office",)
    assert reading.stand_in == who
    assert reading.new_contact is None


def test_the_page_and_the_json_show_who() -> None:
    raw = reply("Je suis absente jusqu'au 26 mars, Mme Roche (roche@martin.example) assure l'intérim.", AUTO)
    reading = read(raw, TUESDAY)
    assert "until then: Mme Roche <roche@martin.example>" in page("a.eml", head(raw), reading)
    assert reading.as_json("a.eml")["stand_in"] == {"name": "Mme Roche", "address": "roche@martin.example"}
