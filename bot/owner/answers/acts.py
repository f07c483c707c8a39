"""What an answer of the owner's orders, as values: `Act` and `Answer`, and their JSON.

The names are those of the guide to the owner's answers. Amounts are integer cents, days are dates; a field
that an act does not need stays None and is not shown. Nothing here reads or decides.
"""

from dataclasses import dataclass, field
from datetime import date as Day
from typing import Any

# What presses a debtor: never read into doubtful words.
PRESSING = frozenset(
    ("ok", "resume", "mise_en_demeure", "not_received", "dispute_closed", "already_reminded")
)

# The fields that an act always shows in JSON, empty or not.
_SHOWN: dict[str, tuple[str, ...]] = {
    "pause": ("until",),
    "paid": ("amount", "date"),
    "credit": ("amount",),
    "propose": ("date",),
    "plan": ("instalments",),
    "called": ("result", "date", "amount"),
    "contact": ("email",),
    "kind": ("value",),
    "treatment": ("value",),
    "posted": ("number", "date"),
    "presented": ("date",),
    "refused_letter": ("date",),
    "unclaimed": ("date",),
    "not_served": ("date",),
    "already_reminded": ("times",),
    "absent": ("from", "until"),
    "note": ("text",),
}


@dataclass(frozen=True, slots=True)
class Instalment:
    amount: int | None  # cents; None is what remains
    date: Day | None


@dataclass(frozen=True, slots=True)
class Act:
    """One order. `target`: an item's number, a case's or invoice's name, "all", or None: the matter."""

    act: str
    target: str | None = None
    amount: int | None = None  # cents; None is all
    date: Day | None = None
    until: Day | None = None
    from_: Day | None = None
    result: str | None = None
    email: str | None = None
    value: str | None = None
    number: str | None = None
    times: int | None = None
    instalments: tuple[Instalment, ...] = ()
    text: str | None = None
    told: str | None = field(default=None, compare=False)  # of a call: the words that tell it
    awaits: Day | None = field(default=None, compare=False)  # of a call: until then nothing can be had
    leaves: bool = field(default=False, compare=False)  # of a pause: on the day `until` it leaves, "2 lundi"

    @property
    def presses(self) -> bool:
        return self.act in PRESSING

    def as_json(self) -> dict[str, Any]:
        shown: dict[str, Any] = {"act": self.act, "target": self.target}
        for name in _SHOWN.get(self.act, ()):
            shown[name] = _plain(name, getattr(self, "from_" if name == "from" else name))
        return shown


@dataclass(frozen=True, slots=True)
class Answer:
    """What was understood, in the order said, and the words that seem to order and are not clear."""

    acts: tuple[Act, ...] = ()
    unclear: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {"acts": [act.as_json() for act in self.acts], "unclear": list(self.unclear)}


def euros(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _plain(name: str, value: Any) -> Any:
    if name == "amount":
        return None if value is None else euros(value)
    if name == "instalments":
        return [{"amount": _plain("amount", i.amount), "date": _plain("date", i.date)} for i in value]
    return value.isoformat() if isinstance(value, Day) else value
