"""Mails that nobody can place: kept, held for, asked about, and placed or let go by the owner's word.

All cases that such a mail may concern rest until the owner has said whose it is. A stranger who names more of
them than a customer would holds none, and a flood of such mails is asked about once. Each step may be done
again after a crash. It sends nothing, and decides nothing of what a mail says.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from bot.desk import Desk
from bot.events.consequences import HoldLifted, HoldSet
from bot.events.entries import HOUSE, Event
from bot.events.house import MailUnplaced
from bot.events.mail import MailKept, ReplyWeighed
from bot.events.owner import NoticeAnswered, NoticeOpened
from bot.placing import Placement, own_words, scope
from bot.placing.office import Index, called
from bot.reading import Reading
from bot.reading.forwards import Handed, handed_on
from bot.reading.mime import Head, head, new_text
from bot.state.strays import Stray, hold_of

MOST_HELD = 3  # cases that a stranger's mail may hold
_MOST_ASKED = 3  # open questions about mails of one sender, or about mails for which nothing is held
_ONES_OWN = frozenset({"misfortune", "insolvency"})
Reader = Callable[[bytes, datetime], Reading]  # never raises


def keep(
    desk: Desk, raw: bytes, top: Head, placement: Placement, at: datetime, *, handed: Handed | None
) -> None:
    """The mail with its question; what it may concern rests until then."""
    digest, many = sha256(raw).hexdigest(), len(placement.cases)
    held = () if placement.stranger and many > MOST_HELD else placement.cases
    why = f"it may concern {many} cases" if many > 1 or held else "it fits no case"
    sender = (handed.sender or handed.name) if handed else top.sender
    events: list[Event] = []
    notice = _stands_for(desk, digest, sender, held, handed=handed is not None)
    if not notice:
        notice = desk.next_house_notice()
        rests = "all rest until each is resumed" if held else "nothing rests for it"
        question = f"A mail of {sender or '?'}: whose is it? ({why}; {rests}.)"
        events.append(NoticeOpened(notice, "unplaced", question, ("resume",), cases=held, mail=digest))
    subject = handed.subject or top.subject if handed else top.subject
    unplaced = MailUnplaced(
        digest, top.message_id, sender, subject, at, why, held, notice, handed=handed is not None
    )
    hold = HoldSet(hold_of(digest), "unplaced", why, mail=digest)
    with desk.kept(raw):
        if held:
            desk.note_all([(case, [hold]) for case in held])
        # the mail counts as known last: torn before, all this is done again
        desk.note(HOUSE, *events, unplaced)


def _stands_for(desk: Desk, digest: str, sender: str, held: Iterable[str], *, handed: bool) -> str:
    """The open question that stands for this mail as well; empty: it is asked about on its own, as is each
    that the owner hands on.
    """
    strays = desk.state.facts.strays
    for notice, stray in strays.items():
        if digest in stray.mails:
            return notice
    if handed:
        return ""
    same = [n for n, s in strays.items() if s.sender == sender and set(held) <= set(s.cases)]
    bare = [n for n, s in strays.items() if not s.cases and not s.handed]
    for alike in (same, bare if not held else []):
        if len(alike) >= _MOST_ASKED:
            return alike[-1]
    return ""


def meant(desk: Desk, stray: Stray) -> list[str]:
    """The mails that an answer to the question lets go: all of a stranger's, the one that was shown of a
    known customer's, who may write about several things."""
    mails = list(stray.mails)
    return mails[:1] if stray.handed or desk.state.by_address(stray.sender) else mails


def free(desk: Desk, stray: Stray, mails: Iterable[str], why: str, *, cases: Iterable[str] = ()) -> None:
    """What was held for these mails goes on, in these cases or in all; other holds of theirs stay."""
    names, wanted = {hold_of(mail) for mail in mails}, set(cases)
    for case, hold in sorted(stray.holds):
        if hold in names and (not wanted or case in wanted):
            desk.note(case, HoldLifted(hold, why, "owner"))


def answered(desk: Desk, notice: str, mails: Iterable[str], by: str, why: str) -> list[Event]:
    """The question is answered for these mails, and asked anew about the next for which it stood."""
    stray, settled = desk.state.facts.strays[notice], set(mails)
    free(desk, stray, settled, why)
    rest = [mail for mail in stray.mails if mail not in settled]
    return [*_ask_about_next(desk, notice, stray, rest), NoticeAnswered(notice, "resume", by, why)]


def _ask_about_next(desk: Desk, notice: str, stray: Stray, rest: list[str]) -> list[Event]:
    """The events of a question for the mails that are left; what a crash has left of them is not repeated."""
    if not rest:
        return []
    strays = desk.state.facts.strays
    known = next((n for n, s in strays.items() if n != notice and rest[0] in s.mails), "")
    name = known or desk.next_house_notice()
    held = {mail: tuple(sorted(c for c, hold in stray.holds if hold == hold_of(mail))) for mail in rest}
    question = f"A mail of {stray.sender or '?'}: whose is it? (It came with one that you have placed.)"
    opened = NoticeOpened(name, "unplaced", question, ("resume",), cases=held[rest[0]], mail=rest[0])
    events: list[Event] = [] if known else [opened]
    for mail in rest:
        top = head(desk.evidence.get(mail))
        told = (mail, top.message_id, stray.sender, top.subject, stray.mails[mail], "not placed yet")
        events.append(MailUnplaced(*told, held[mail], name, stray.handed))
    return events


def place(
    desk: Desk, stray: Stray, name: str, read: Reader, *, ours: Collection[str], weighed: str = ""
) -> None:
    """The owner says that the mail asked about is this customer's: kept and read in that case, answered by
    nobody. `weighed`: why nothing is concluded from it any more; empty: it is weighed like any other."""
    digest, at = next(iter(stray.mails.items()))
    case = desk.case(name)
    if digest not in case.mails:
        raw = desk.evidence.get(digest)
        top, handed = head(raw), handed_on(raw, ours) if stray.handed else None
        sender = (handed.sender if handed else "") or top.sender
        subject = handed.subject if handed else top.subject
        text = new_text(handed.raw if handed else raw)
        ours = [letter.intended.subject for letter in case.letters.values()]
        said = scope(own_words(subject, text, ours), case.invoices)
        kept = MailKept(
            digest, top.message_id, sender, subject, at, folder="", uidvalidity=0, uid=0,
            whose="forwarded" if handed else "debtor", sure="reference",
            invoices=said.widest, late=True, without=said.without, doubtful=said.doubtful,
        )  # fmt: skip
        reading = read(handed.raw, handed.read_at(at)) if handed else read(raw, at)
        reading = _said_of(name, reading, set(stray.cases) - {name}, desk.state)
        events: list[Event] = [kept, reading.as_event(digest)]
        if weighed:
            events.append(ReplyWeighed(digest, "owner_said", weighed))
        desk.note(name, *events)


def _said_of(name: str, reading: Reading, others: Collection[str], index: Index) -> Reading:
    """Where a sentence names another of these customers a person sees to what it says of this one; what it
    says of the other alone, or what is nobody else's misfortune, is not put on this one."""
    named = {q: called(q.text, name, others, index) for q in reading.evidence}
    if not any(others for _, others in named.values()):
        return reading
    elsewhere = {q for q, (this, others) in named.items() if others and (not this or q.intent in _ONES_OWN)}
    left = {q.intent for q in reading.evidence if q not in elsewhere}
    gone = {q.intent for q in elsewhere} - left
    return replace(
        reading,
        intents=tuple(i for i in reading.intents if i not in gone) or ("acknowledgement",),
        promises=() if "promise" in gone else reading.promises,
        paid=None if "already_paid" in gone else reading.paid,
        new_contact=None if "wrong_contact" in gone else reading.new_contact,
        misfortune=reading.misfortune and "misfortune" not in gone,
        undecided=True,
        evidence=tuple(
            replace(q, intent="acknowledgement") if q in elsewhere else q for q in reading.evidence
        ),
    )
