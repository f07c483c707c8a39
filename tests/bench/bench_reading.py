"""Reading one reply of 5 KB, beside the standard parser alone on the same bytes."""

from datetime import UTC, datetime
from email import message_from_bytes

from bot.reading import read
from tests.bench import Row, in_turn
from tests.labelled import from_lines

MACHINES = {"bounce", "out_of_office", "auto_receipt"}
ARRIVED = datetime(2027, 3, 16, 13, 30, tzinfo=UTC)
HISTORY = "> Bonjour, merci de bien vouloir régler la facture citée en objet.\r\n"
COUNT = 200


def mails() -> list[bytes]:
    """Human replies with the history that a mail program quotes below."""
    bodies = [r.body for r in from_lines("tuned_a") if not MACHINES & set(r.intents)][:COUNT]
    return [_mail(body) for body in bodies]


def _mail(body: str) -> bytes:
    text = body + "\r\n\r\nLe lun. 15 mars 2027 à 09:00, Atelier <a@morvan.example> a écrit :\r\n"
    text += HISTORY * max((4600 - len(text)) // len(HISTORY), 0)
    head = (
        "From: Jean <jean@martin.example>\r\nTo: a@morvan.example\r\nSubject: Re: F-118\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: 8bit\r\n\r\n"
    )
    return (head + text).encode()


def rows() -> list[Row]:
    given = mails()
    floor, ours = in_turn(
        lambda: [message_from_bytes(m).get_payload() for m in given],
        lambda: [read(m, ARRIVED) for m in given],
    )
    note = f"{len(given) / ours:,.0f} replies a second; 2,000 wanted"
    return [Row("read a reply of 5 KB", floor / len(given), ours / len(given), None, note)]
