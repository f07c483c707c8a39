"""The labelled replies of `tests/replies`: JSON lines by several hands, and the project's own, one a line.

`tuned_*.jsonl` were looked at while the reader was made; `kept_aside_*.jsonl` are only ever measured, never
read. `own_*.txt` carry intents alone: days and sums have tables of their own in the tests. In many of them
braces tell which words say what: "Je vois ça. {K} Et le RIB ? {Q}".
"""

import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from itertools import accumulate
from pathlib import Path
from typing import Any

REPLIES = Path(__file__).parent / "replies"
TUNED = ("tuned_a", "tuned_c", "tuned_d", "tuned_e", "tuned_f", "tuned_g", "tuned_i")
KEPT = ("kept_aside_h", "kept_aside_k", "kept_aside_u", "kept_aside_w")
LETTERS = {
    "I": "insolvency", "S": "stop_contact", "D": "dispute", "A": "already_paid", "P": "promise",
    "L": "delay_request", "W": "wrong_contact", "Q": "document_request", "K": "acknowledgement",
    "U": "unrelated",
}  # fmt: skip
OWN_DAY = "2027-03-16T14:00:00+01:00"
_MARK = re.compile(r" ?\{([A-Z]+)\}")


@dataclass(frozen=True, slots=True)
class Labelled:
    id: str
    body: str
    intents: tuple[str, ...]
    received_at: datetime
    own: bool = False
    marks: tuple[tuple[int, str], ...] = ()  # letters of what the words before that place of the body say
    row: dict[str, Any] = field(default_factory=dict)

    @property
    def subject(self) -> str:
        # other business comes as an answer to our letters too
        of_its_own = "Bonjour" if self.intents == ("unrelated",) and int(self.id[-1]) % 2 else "Re: F-118"
        return str(self.row.get("subject", of_its_own))


def from_lines(name: str) -> list[Labelled]:
    with (REPLIES / f"{name}.jsonl").open(encoding="utf-8") as lines:
        return [_labelled(json.loads(line)) for line in lines]


def _labelled(row: dict[str, Any]) -> Labelled:
    received = datetime.fromisoformat(row["received_at"])
    return Labelled(row["id"], row["body"], tuple(row["intents"]), received, row=row)


def own() -> list[Labelled]:
    found: list[Labelled] = []
    for path in sorted(REPLIES.glob("own_*.txt")):
        intents: tuple[str, ...] = ()
        for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
            line = line.strip()
            if line.startswith("[") and line.endswith("]") and len(line) < 12:
                intents = tuple(LETTERS[letter] for letter in line[1:-1])
            elif line and not line.startswith("#"):
                day = datetime.fromisoformat(OWN_DAY)
                body, marks = _unmarked(line.replace(" / ", "\n"))
                found.append(Labelled(f"{path.stem}:{number}", body, intents, day, own=True, marks=marks))
    return found


def misfortunes() -> list[tuple[str, bool]]:
    """Mails, and whether they tell of a misfortune."""
    found: list[tuple[str, bool]] = []
    told = False
    for line in (REPLIES / "misfortunes.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            told = line == "[is]"
        elif line and not line.startswith("#"):
            found.append((line.replace(" / ", "\n"), told))
    return found


def _unmarked(line: str) -> tuple[str, tuple[tuple[int, str], ...]]:
    pieces = _MARK.split(line)  # text, letters, text, letters... text
    texts, letters = pieces[::2], pieces[1::2]
    places = accumulate(map(len, texts))
    return "".join(texts), tuple(zip(places, letters, strict=False))


def as_mail(reply: Labelled) -> bytes:
    """The mail as it would have arrived."""
    row = reply.row
    mail = EmailMessage(policy=SMTP)
    mail["From"] = row.get("from", "Jean Martin <jean@martin.example>")
    mail["To"] = "factures@atelier-morvan.example"
    mail["Subject"] = reply.subject
    mail["Date"] = format_datetime(reply.received_at)
    mail["Message-ID"] = f"<{reply.id.replace(':', '.')}@debtor.example>"
    headers = dict(row.get("headers") or {})
    kind = headers.pop("Content-Type", "")
    for name, value in headers.items():
        mail[name] = value
    if kind.startswith("multipart/report"):
        return _report(mail, reply)
    mail.set_content(reply.body)
    return mail.as_bytes()


def _report(mail: EmailMessage, reply: Labelled) -> bytes:
    human, _, status = reply.body.partition("Final-Recipient:")
    fields = "Final-Recipient:" + status if status else ""
    mark = "=_report_" + reply.id
    text = (
        'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="'
        f'{mark}"\r\n\r\n--{mark}\r\nContent-Type: text/plain; charset=utf-8\r\n'
        "Content-Transfer-Encoding: 8bit\r\n\r\n" + human.replace("\n", "\r\n") + f"\r\n--{mark}\r\n"
        "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.debtor.example\r\n\r\n"
        f"{fields}\r\n--{mark}--\r\n"
    )
    head = mail.as_bytes().decode("utf-8", "surrogateescape").rstrip("\r\n")
    return (head + "\r\n" + text).encode("utf-8")
