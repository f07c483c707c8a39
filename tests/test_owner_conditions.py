"""No order presses anybody unless all three conditions hold: the key, the person, our own side's voucher.

Whatever is asked, and whatever word of the guide answers it, an order that lacks one of them leaves nothing
behind but what stops or only tells: a hold, a note, a question.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bot.correspondence.post import Mail
from bot.events.consequences import HoldSet
from bot.events.debts import DebtorSeen, InvoiceSeen
from bot.events.entries import HOUSE, Entry
from bot.events.mail import MailKept, MailRead, Quote, ReplyWeighed
from bot.events.owner import NoteAdded, NoticeOpened, OrderTaken
from bot.events.owner_mail import HousePaused, Item, OrdersDone, OwnerAnswered, OwnerReached, OwnerTold
from bot.letters.writer import Words
from bot.owner.proofreading import ABOUTS, OF_THE_HOUSE
from tests.office import NOW, READER, Office, opened

GUIDE = (Path(__file__).parent.parent / "docs" / "owner.md").read_text("utf-8")
WORDS = sorted(
    {
        *re.findall(r"^\| `([^`]+)` \|", GUIDE, re.MULTILINE),
        *(
            "oui",
            "ok",
            "1 ok",
            "ok sauf 2",
            "toutes les autres : relance",
            "relance",
            "utilise cette adresse",
        ),
        *("rien de neuf", "litige clos", "le reste est dû", "personne", "c'est Martin", "normal", "réclame"),
    }
)
LISTS = ("eve", "digest", "backlog")
OF_A_CASE = tuple(about for about in ABOUTS if about not in (*OF_THE_HOUSE, *LISTS))
KINDS = (*OF_A_CASE, *OF_THE_HOUSE, "digest", "backlog")
# What stops, asks or only tells.
HARMLESS = (OrderTaken, HoldSet, NoteAdded, NoticeOpened)
HARMLESS_OF_THE_HOUSE = (*HARMLESS, OwnerAnswered, OwnerTold, OwnerReached, OrdersDone, HousePaused)
CHOICES = ("approve", "refuse", "resume")


@contextmanager
def asking(kinds: list[str]) -> Iterator[tuple[Office, dict[str, EmailMessage]]]:
    """A customer for each kind of question, who wrote what it is about; the mails that ask the owner."""
    with TemporaryDirectory() as folder, opened(Path(folder)) as office:
        for n, kind in enumerate(kinds, 1):
            _ask(office, kind, n)
        yield office, dict(zip(kinds, office.mails(), strict=True))


def _ask(office: Office, kind: str, n: int) -> None:
    case, number, mail = f"d{n}", f"G-{n:03d}", f"{n:012d}".ljust(64, "a")
    sender, day = f"compta@client{n}.example", NOW.date()
    kept = MailKept(mail, f"<{n}@client.example>", sender, "Re", NOW, "INBOX", 7, n, "debtor", "thread")
    read = MailRead(mail, "2", ("dispute",), evidence=(Quote("dispute", "Je conteste."),))
    office.note(
        case,
        DebtorSeen(case, f"Client{n} SARL", "business", contacts=(sender,)),
        InvoiceSeen(number, day, day, 1_240_00),
        *(kept, read, HoldSet(f"{mail[:12]}.{kind}", kind, "asked about", None, (number,), mail)),
        ReplyWeighed(mail, kind, "read"),
    )
    whose = HOUSE if kind in (*OF_THE_HOUSE, "digest") else case
    notice, cases = f"{whose}-{n}", (case,) if kind == "eve" else ()
    if kind != "digest":
        invoices = () if whose == HOUSE else (number,)
        asked = NoticeOpened(notice, kind, "?", CHOICES, invoices=invoices, mail=mail, cases=cases, day=day)
        office.desk.note(whose, asked)
    items = (Item(1, case, (number,), notice if kind == "backlog" else ""),) if kind in LISTS else ()
    laid = Mail(
        kind if kind in LISTS else "notice",  # type: ignore[arg-type]
        Words(f"{kind} {n}", "1. ?\n"),
        *(() if kind == "digest" else (notice,),),
        items=items,
        day=day,
    )
    office.owner.telling.post.send(laid, office.people[0])


def pressed(office: Office, since: dict[str, int]) -> list[str]:
    """What the orders have done beyond stopping, asking and telling."""
    found = []
    for chain in (HOUSE, *(case for case in since if case != HOUSE)):
        new: list[Entry] = list(office.desk.entries(chain))[since[chain] :]
        harmless = HARMLESS_OF_THE_HOUSE if chain == HOUSE else HARMLESS
        found += [f"{chain}: {entry.event}" for entry in new if not isinstance(entry.event, harmless)]
    return found


def lengths(office: Office, many: int) -> dict[str, int]:
    chains = (HOUSE, "c1", "c2", *(f"d{n}" for n in range(1, many + 1)))
    return {chain: len(list(office.desk.entries(chain))) for chain in chains}


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
@settings(max_examples=2, deadline=None, phases=(Phase.generate,), database=None)
@given(data=st.data())
def test_with_one_condition_missing_nothing_is_pressed(broken: str, data: st.DataObject) -> None:
    """Of each kind of question, by any words."""
    kinds = data.draw(st.permutations(KINDS))[:12]
    said = data.draw(
        st.lists(
            st.lists(st.sampled_from(WORDS), min_size=1, max_size=2),
            min_size=len(kinds),
            max_size=len(kinds),
        )
    )
    with asking(kinds) as (office, mails):
        before = lengths(office, len(kinds))
        for kind, words in zip(kinds, said, strict=True):
            answer = {"to": mails[kind], **BROKEN[broken]}
            office.receive(office.answer("\n".join(words), **answer))  # type: ignore[arg-type]
        office.later(minutes=10)
        assert pressed(office, before) == []


@pytest.mark.parametrize(
    ("kind", "word"), [("mise_en_demeure", "ok"), ("dispute", "litige clos"), ("eve", "ok"), ("kind", "pro")]
)
def test_with_all_three_it_is_done(kind: str, word: str) -> None:
    with asking([kind]) as (office, mails):
        before = lengths(office, 1)
        office.receive(office.answer(word, to=mails[kind]))
        assert pressed(office, before)
