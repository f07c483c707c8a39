"""No order presses anybody unless all three conditions hold: the key, the person, our own side's voucher."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.case import Case
from bot.events.consequences import HoldSet
from bot.events.mail import MailKept, MailRead, ReplyWeighed
from tests.office import NOW, OWNER, READER, Office, opened

GUIDE = (Path(__file__).parent.parent / "docs" / "owner.md").read_text("utf-8")
WORDS = sorted(set(re.findall(r"^\| `([^`]+)` \|", GUIDE, re.MULTILINE)))
DEBTOR = "compta@martin.example"


@contextmanager
def asked() -> Iterator[Office]:
    """A dispute that rests, and a mise en demeure that waits for the owner's word."""
    with TemporaryDirectory() as folder, opened(Path(folder)) as office:
        mail = "d" * 64
        kept = MailKept(mail, "<m@martin.example>", DEBTOR, "Re", NOW, "INBOX", 7, 1, "debtor", "thread")
        hold = HoldSet("dddddddddddd.dispute", "dispute", "contested", None, ("F-118",), mail)
        office.note(
            "c1", kept, MailRead(mail, "2", ("dispute",)), hold, ReplyWeighed(mail, "dispute", "read")
        )
        office.ask("c1", "dispute", invoices=("F-118",), mail=mail)
        office.ask("c2", "mise_en_demeure", "approve", "refuse", invoices=("F-121",))
        yield office


def pressed(case: Case) -> list[str]:
    """What lets letters go on: a hold that was lifted, a question answered with yes, a step declared."""
    found = [n.opened.about for n in case.notices.values() if n.answer in ("approve", "resume", "refuse")]
    found += [climb.step for invoice in case.invoices.values() for climb in invoice.climbs]
    found += ["ordered"] if case.ordered else []
    if case.id == "c1" and not any(hold.rule == "dispute" for hold in case.holds.values()):
        found.append("lifted")
    return found


BROKEN = {
    "no key": {"to": None},
    "a stranger": {"sender": "expert@cabinet.example"},
    "one who may only read": {"sender": READER},
    "nobody vouches": {"headers": ()},
    "another server vouches": {
        "headers": (("Authentication-Results", "mx.evil.example; dmarc=pass header.from=morvan.example"),)
    },
    "it says itself that it is automatic": {"headers": (("Auto-Submitted", "auto-replied"),)},
}


@pytest.mark.parametrize("broken", BROKEN)
@settings(max_examples=8, deadline=None)
@given(
    words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=3),
    which=st.sampled_from(["conteste", "mise en demeure"]),
)
def test_with_one_condition_missing_nothing_is_pressed(broken: str, words: list[str], which: str) -> None:
    with asked() as office:
        told = office.mails(OWNER, about=which)[0]
        office.receive(office.answer("\n".join(words), **{"to": told, **BROKEN[broken]}))  # type: ignore[arg-type]
        office.later(minutes=10)
        assert pressed(office.case("c1")) == []
        assert pressed(office.case("c2")) == []


def test_with_all_three_it_is_done() -> None:
    with asked() as office:
        office.receive(office.answer("ok", to=office.mails(OWNER, about="mise en demeure")[0]))
        assert pressed(office.case("c2")) == ["mise_en_demeure"]
