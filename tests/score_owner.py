"""The figures of the reader of the owner's answers: `python -m tests.score_owner [-v]`.

By the rules of the guide to the owner's answers: an answer is exact when all its acts are the same, with
targets and values; notes are not counted. `-v` lists what was read otherwise, but of the files kept aside
only the ids: its texts are not for the eyes of whoever mends the reader.
"""

import json
import sys
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from bot.owner.answers import PRESSING, context_of, read_answer

REPLIES = Path(__file__).parent / "replies"
FILES = ("owner_tuned", "owner_own", "owner_kept_2", "owner_kept_3", "owner_kept_4")
VALUES = ("amount", "date", "until", "from", "email", "value", "number", "times", "result")

Row = dict[str, Any]
Key = tuple[Any, ...]


@dataclass(frozen=True)
class OwnerScored:
    name: str
    count: int
    exact: float
    act_f1: float
    wrong_pressing: int
    unclear_agreed: float
    misread: tuple[str, ...]


def loaded(name: str) -> list[Row]:
    with (REPLIES / f"{name}.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def as_mail(row: Row) -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "patron@atelier-morvan.example"
    mail["To"] = "factures@atelier-morvan.example"
    mail["Subject"] = row["subject"]
    mail["Date"] = format_datetime(datetime.fromisoformat(row["received_at"]))
    mail["Message-ID"] = f"<{row['id']}@owner.example>"
    mail.set_content(row["body"])
    return mail.as_bytes()


def read_row(row: Row) -> Row:
    return read_answer(as_mail(row), context_of(row["context"])).as_json()


def scored(name: str, rows: list[Row]) -> OwnerScored:
    exact = both = wanted = given = pressing = unclear = 0
    misread: list[str] = []
    for row in rows:
        got = read_row(row)
        want, have = keys(row["acts"], row["context"]), keys(got["acts"], row["context"])
        same = want == have
        exact += same
        both, wanted, given = both + len(want & have), wanted + len(want), given + len(have)
        meant = {key[:2] for key in want}
        pressing += sum(key[0] in PRESSING and key[:2] not in meant for key in have)
        unclear += bool(row["unclear"]) == bool(got["unclear"])
        if not same:
            said = "" if "kept" in name else f": {row['body'][:100]!r} read as {sorted(map(str, have))}"
            misread.append(row["id"] + said)
    count = len(rows)
    f1 = 2 * both / (wanted + given) if wanted + given else 1.0
    return OwnerScored(name, count, exact / count, f1, pressing, unclear / count, tuple(misread))


def keys(acts: list[Row], context: Row) -> set[Key]:
    return {_key(act, context) for act in acts if act["act"] != "note"}


def _key(act: Row, context: Row) -> Key:
    target = _plain(act.get("target"))
    if context.get("kind") == "notice":
        invoices = context.get("invoices") or []
        own = {_plain(context.get("case")), *(map(_plain, invoices) if len(invoices) == 1 else ())}
        target = None if target in own else target
    plan = tuple((i.get("amount"), i.get("date")) for i in act.get("instalments") or ())
    return act["act"], target, tuple(_plain(act.get(name)) for name in VALUES), plan


def _plain(value: object) -> str | None:
    if value is None:
        return None
    bare = unicodedata.normalize("NFKD", str(value)).encode("ascii", "ignore").decode().lower()
    return " ".join(bare.replace("-", " ").split())


def every() -> list[OwnerScored]:
    return [scored(name, loaded(name)) for name in FILES]


def main() -> None:
    for one in every():
        print(
            f"{one.name:12} {one.count:4} answers  exact {one.exact:.3f}  act F1 {one.act_f1:.3f}"
            f"  wrong pressing {one.wrong_pressing}  unclear agreed {one.unclear_agreed:.3f}"
        )
        for line in one.misread if "-v" in sys.argv else ():
            print("   ", line)


if __name__ == "__main__":
    main()
