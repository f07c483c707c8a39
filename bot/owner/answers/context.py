"""What an answer answers: a notice about one matter, or a list (eve mail, digest, backlog) of numbered cases.

`context_of` takes the guide's JSON and gives a frozen `Context`, or raises ValueError with a sentence that
says where it is wrong and how to mend it. It looks nothing up: names and numbers are as the mail showed them.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

LISTS = ("eve", "digest", "backlog")
PAPER, BY_HAND = "paper", "delay_by_hand"
ABOUT = (
    "promise", "dispute", "already_paid", "delay_request", "delay_by_hand", "document_request",
    "wrong_contact",
    "insolvency", "stop_contact", "undecided", "misfortune", "bounce", "kind", "mise_en_demeure", "post",
    "stale_source", "payment_match", "call", "uncertain", "arrived", "piece", "chorus", "gentle_end",
    "owner_only", "limitation", "deadline", "handed_over", "left_over", "iban_changed", "alarm",
    "promise_far", "promise_again", "first_firm_letter", "after_mise_en_demeure", "not_served",
    "no_address", "address", "amount", "refused", "reopened", "unplaced", "unreached", "unrelated",
    "published", "declaration", "relief", "signification", "rate",
    "after_judgment", "office_address", "after_order", "owner_letter",
)  # fmt: skip


# Matters that are answered in the words of another.
_LIKE = {
    "arrived": "already_paid",
    "delay_by_hand": "delay_request",
    "owner_letter": "undecided",
    "promise_far": "promise",
    "promise_again": "promise",
    "not_served": "post",
    "first_firm_letter": "mise_en_demeure",
    "after_mise_en_demeure": "mise_en_demeure",
    "no_address": "bounce",
    "office_address": "bounce",
    "address": "bounce",
}


@dataclass(frozen=True, slots=True)
class Item:
    n: int
    case: str
    invoices: tuple[str, ...] = ()
    about: str = ""  # what is asked about it


@dataclass(frozen=True, slots=True)
class Context:
    kind: str  # notice, eve, digest, backlog
    about: str = ""  # of a notice, its matter; of a digest, "paper" where it brings letters to post
    case: str = ""
    invoices: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    leaves: date | None = (
        None  # of the next letters: their day; the day after the answer where it is not known
    )
    told_back: bool = False  # it only says back what was ordered
    beside: tuple[Item, ...] = ()  # of a notice: what else is asked about the same customer
    house: tuple[str, ...] = ()  # surnames of who writes for whom, from the answer's own signature

    @property
    def matter(self) -> str:
        """What the mail asks: a notice's subject, or the kind of list."""
        return _LIKE.get(self.about, self.about) if self.kind == "notice" else self.kind

    @property
    def asks_until(self) -> bool:
        """Whether it asks for nothing but a day: "jusqu'à quel jour ?"."""
        return self.about == BY_HAND

    @property
    def heard_as(self) -> str:
        """Whose words it is answered in: the matter, or letters to post."""
        return PAPER if self.about == PAPER else self.matter

    @property
    def to_post(self) -> bool:
        """Whether it brings letters that the owner is to post."""
        return self.matter == "post" or self.about == PAPER

    @property
    def listed(self) -> tuple[Item, ...]:
        """The items that the mail showed; those below 1 are customers that the answer may name."""
        return tuple(item for item in self.items if item.n > 0)

    @property
    def cases(self) -> tuple[Item, ...]:
        """Every case that the mail showed; a notice's own as number 0."""
        own = (Item(0, self.case, self.invoices),) if self.case else ()
        return own + self.items


NO_CONTEXT = Context("digest")


def context_of(value: Any) -> Context:
    if not isinstance(value, dict):
        raise _wrong('a context is an object like {"kind": "digest", "items": []}')
    kind = value.get("kind")
    if kind == "notice":
        about = value.get("about")
        if about not in ABOUT:
            raise ValueError(f'"about" is {about!r}; it must be one of {", ".join(ABOUT)}')
        return Context("notice", about, _text(value, "case"), _invoices(value))
    if kind in LISTS:
        items = value.get("items", [])
        if not isinstance(items, list):
            raise ValueError('"items" must be a list of {"n": 1, "case": "...", "invoices": [...]}')
        return Context(kind, items=tuple(_item(item) for item in items))
    raise ValueError(f'"kind" is {kind!r}; it must be one of notice, {", ".join(LISTS)}')


def _wrong(sentence: str) -> ValueError:
    return ValueError(sentence)


def _item(value: Any) -> Item:
    if not isinstance(value, dict) or isinstance(value.get("n"), bool) or not isinstance(value.get("n"), int):
        raise _wrong('an item is an object like {"n": 1, "case": "Martin SARL", "invoices": ["F-118"]}')
    return Item(value["n"], _text(value, "case"), _invoices(value), _text(value, "about"))


def _text(value: dict[str, Any], key: str) -> str:
    found = value.get(key)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise _wrong(f'"{key}" must be a text')
    return found


def _invoices(value: dict[str, Any]) -> tuple[str, ...]:
    found = value.get("invoices") or []
    if not isinstance(found, list) or not all(isinstance(number, str) for number in found):
        raise ValueError('"invoices" must be a list of texts')
    return tuple(found)
