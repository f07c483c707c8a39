"""The table of the reader's figures: `python -m tests.score [-v]`.

One row for each file of labelled replies and one for the file kept aside, by the rules of the labelling
guide; `-v` lists the confusions mail by mail, but for the file kept aside only their ids and intents: its
texts are not for the eyes of whoever mends the reader.
"""

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.table import Table

from bot.reading import read
from tests.labelled import KEPT, OWN_DAY, TUNED, Labelled, as_mail, from_lines, misfortunes, own

FILES = (*TUNED, *KEPT)
STOPPERS = {"dispute", "insolvency", "stop_contact", "already_paid", "promise", "delay_request"}
MACHINES = {"bounce", "out_of_office", "auto_receipt"}


@dataclass(frozen=True)
class Scored:
    name: str
    count: int
    macro_f1: float
    same_set: float
    promise_dates: float
    promise_amounts: float
    paid_date: float
    return_date: float
    new_contact: float
    dangerous: float  # nothing that stops was read where something was said, and no person is asked
    dangerous_undecided: float  # the same with those that a person is asked about
    false_promises: float
    false_promises_undecided: float
    decided: float
    unreliable: float  # mean gap between the confidence told of people's mails and the share read right
    per_intent: dict[str, float] = field(default_factory=dict)
    confusions: tuple[str, ...] = ()


def scored(name: str, replies: Sequence[Labelled]) -> Scored:
    pairs = [(r, read(as_mail(r), r.received_at).as_json(r.id)) for r in replies]
    rows = [(r.row or {"intents": list(r.intents)}, got, r) for r, got in pairs]
    f1 = _f1(rows)
    decided = [not got["undecided"] for _, got, _ in rows]
    pressing = [bool(STOPPERS & set(g["intents"])) and not STOPPERS & set(p["intents"]) for g, p, _ in rows]
    invented = ["promise" in p["intents"] and "promise" not in g["intents"] for g, p, _ in rows]
    large = [f for k, f in f1.items() if sum(k in g["intents"] for g, _, _ in rows) >= 5]
    return Scored(
        name=name,
        count=len(rows),
        macro_f1=sum(large) / len(large),
        same_set=_share([set(g["intents"]) == set(p["intents"]) for g, p, _ in rows]),
        promise_dates=_exact(rows, "promises", lambda v: sorted(str(x["date"]) for x in v)),
        promise_amounts=_exact(rows, "promises", lambda v: sorted(str(x["amount"]) for x in v)),
        paid_date=_exact(rows, "paid", lambda v: v and v["date"]),
        return_date=_exact(rows, "return_date", str),
        new_contact=_exact(rows, "new_contact", lambda v: str(v).lower()),
        dangerous=_share([a and b for a, b in zip(pressing, decided, strict=True)]),
        dangerous_undecided=_share(pressing),
        false_promises=_share([a and b for a, b in zip(invented, decided, strict=True)]),
        false_promises_undecided=_share(invented),
        decided=_share(decided),
        unreliable=_unreliable(rows),
        per_intent=f1,
        confusions=tuple(_confusion(g, p, r) for g, p, r in rows if set(g["intents"]) != set(p["intents"])),
    )


_Rows = list[tuple[dict[str, Any], dict[str, Any], Labelled]]


def _f1(rows: _Rows) -> dict[str, float]:
    both, either = Counter[str](), Counter[str]()
    for gold, got, _ in rows:
        both.update(set(gold["intents"]) & set(got["intents"]))
        either.update(gold["intents"])
        either.update(set(got["intents"]))
    return {kind: 2 * both[kind] / either[kind] for kind in sorted(either)}


def _share(held: list[bool]) -> float:
    return sum(held) / len(held) if held else 0.0


def _exact(rows: _Rows, key: str, taken: Callable[[Any], Any]) -> float:
    asked = [(g, p) for g, p, _ in rows if g.get(key)]
    return _share([taken(g[key]) == taken(p[key]) for g, p in asked]) if asked else 1.0


def _unreliable(rows: _Rows) -> float:
    """By tenths of the confidence, weighed by how many mails have it."""
    tenths: dict[int, list[float]] = {}
    for gold, got, _ in rows:
        if not MACHINES & set(gold["intents"]):
            right = set(gold["intents"]) == set(got["intents"])
            tenths.setdefault(int(got["confidence"] * 10), []).append(got["confidence"] - right)
    return sum(abs(sum(gaps)) for gaps in tenths.values()) / sum(map(len, tenths.values()))


def _confusion(gold: dict[str, Any], got: dict[str, Any], reply: Labelled) -> str:
    mark = "?" if got["undecided"] else " "
    said = f"{reply.id} {mark} {'+'.join(gold['intents'])} read as {'+'.join(got['intents'])}"
    return said if reply.id.startswith("kept:") else f"{said}: {got['text'][:160]!r}"


def loaded(name: str) -> list[Labelled]:
    replies = from_lines(name)
    if not name.startswith("kept"):
        return replies
    return [Labelled(f"kept:{r.id}", r.body, r.intents, r.received_at, row=r.row) for r in replies]


def every() -> list[Scored]:
    return [*(scored(name, loaded(name)) for name in FILES), scored("own", own())]


def of_misfortune() -> dict[str, float]:
    """What is flagged of the mails that tell of a misfortune, and of those that only sound so."""
    day = datetime.fromisoformat(OWN_DAY)
    mails = [(Labelled("m", text, (), day), told) for text, told in misfortunes()]
    flags = [(read(as_mail(mail)).misfortune, told) for mail, told in mails]
    return {
        "found": _share([flagged for flagged, told in flags if told]),
        "false alarms": _share([flagged for flagged, told in flags if not told]),
    }


def main() -> None:
    table = Table(
        "file", "replies", "macro-F1", "same set", "promise dates", "amounts", "paid date", "back on",
        "new contact", "dangerous", "false promises", "decided", "confidence off by",
    )  # fmt: skip
    console = Console(width=200)
    found = every()
    for s in found:
        table.add_row(
            s.name, str(s.count), *(f"{v:.3f}" for v in (s.macro_f1, s.same_set, s.promise_dates,
            s.promise_amounts, s.paid_date, s.return_date, s.new_contact)),
            f"{s.dangerous:.2%} ({s.dangerous_undecided:.2%})",
            f"{s.false_promises:.2%} ({s.false_promises_undecided:.2%})", f"{s.decided:.1%}",
            f"{s.unreliable:.3f}",
        )  # fmt: skip
    console.print(table)
    console.print("In brackets: with the mails about which a person is asked.")
    console.print("misfortunes", {k: f"{v:.1%}" for k, v in of_misfortune().items()})
    for s in found:
        console.print(s.name, {k: round(v, 2) for k, v in s.per_intent.items()}, soft_wrap=True)
    for s in found if "-v" in sys.argv else ():
        for line in s.confusions:
            console.print(line, markup=False, highlight=False, soft_wrap=True)


if __name__ == "__main__":
    main()
