"""What debtors ask for: time, a document, another contact, or to be left alone.

In comes such a mail as a `Reply`; out come its hold, the question to the owner, and the answer that it
deserves. Rules:

- a delay is the owner's to grant; meanwhile it rests for some working days, and who asks is told so (who says
  that he has it is not, and rests until his day);
- a document leaves by itself only when it is on file and the address was known before;
- an address given by mail is used only after the owner's word.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime

from bot.case import Case, Letter, Mail
from bot.errors import OperatorError
from bot.events.consequences import AnswerDropped, HoldLifted, HoldSet
from bot.events.entries import CaseEvent
from bot.events.mail import MailRead
from bot.events.owner import ContactSaid, ContactStopped, DocumentSupplied, NoticeAnswered
from bot.policy import delays, documents
from bot.policy.house import Decision, Record
from bot.policy.reply import QUESTIONS, Reply, known_addresses
from bot.policy.sight import Sight
from bot.reading.sentences import fold

DOCUMENT = "document_request"
_SAYS_NO_MORE = frozenset({"acknowledgement", "unrelated"})
_MISSED = re.compile(r"\b(?:rien|pas|jamais|not|never|nothing) (?:\w+ )?(?:recue?s?|eue?s?|received|got)\b")
_ADDRESS = frozenset({"wrong_contact", "bounce"})
_DECIDE = ("approve", "refuse", "resume")
# Things that are asked for, folded; an invoice is named in any letter.
_THING = re.compile(
    r"\b(?:bons? de [a-z]{4,20}|bordereaux? de [a-z]{4,20}|devis|rib|iban|kbis|attestation|contrat|decompte"
    r"|releve|duplicata|justificatif|pv|proces.verbal|delivery (?:slip|note)|purchase order|quote|statement"
    r"|contract|certificate|bank details)\b"
)

# An invoice that is asked for itself, and not « le bon de livraison de la facture ».
_INVOICE = re.compile(r"\b(?:factures?|invoices?)\b")
_OF_INVOICE = re.compile(
    r"\b(?:de|des|du|sur|pour|concernant|of|for|on) (?:(?:la|les|cette|ces|votre|vos|the|this|your) )?"
    r"(?:factures?|invoices?)\b"
)


# --- time -------------------------------------------------------------------------------------------


def delay(reply: Reply) -> Iterable[CaseEvent]:
    """Who says that he has this time already asks for nothing, and may be right: it rests until his day."""
    given = delays.given(reply.mail)
    until = reply.working(reply.sight.rules.replies.delay_request)
    hold = reply.hold("delay_request", max(until, _until_given(reply) or until), QUESTIONS["delay_request"])
    asked = reply.ask("delay_request", _DECIDE)
    told = given or reply.answered("delay_received")
    return [hold, asked, *([] if told else reply.answer("delay_received", at=_a_working_day_later(reply)))]


def _until_given(reply: Reply) -> date | None:
    """As far as a promise would reach that nobody need accept, with its grace."""
    rules, day = reply.sight.rules.replies, delays.day_asked(reply.sight, reply.digest)
    if day is None or not delays.given(reply.mail) or (day - reply.day).days > rules.promise_longest:
        return None
    return reply.sight.calendar.add_working(day, rules.promise_grace)


def _a_working_day_later(reply: Reply) -> datetime:
    """At the same hour of the next working day."""
    sight, arrived = reply.sight, reply.mail.kept.arrived.astimezone(reply.sight.calendar.zone)
    day = sight.calendar.add_working(arrived.date(), 1)
    return sight.opening(datetime.combine(day, arrived.time(), sight.calendar.zone))


# --- documents --------------------------------------------------------------------------------------


def document(reply: Reply, *, promise: str = "") -> Iterable[CaseEvent]:
    """What is on file is sent to an address known before; anything else is asked of the owner."""
    wanted = _sendable(reply)
    sent = reply.answer("document_sent", promise=promise, documents=wanted) if wanted else []
    if not sent:
        return [
            reply.hold("document_request", None, QUESTIONS["document_request"]),
            reply.ask("document_request"),
        ]
    until = reply.working(reply.sight.rules.replies.document)
    return [reply.hold("document_request", until, "the debtor needs a document, which is being sent"), *sent]


def _sendable(reply: Reply) -> tuple[str, ...]:
    """The second request in a matter is for the owner: what was sent did not help."""
    case, sender = reply.sight.case, reply.mail.kept.sender.lower()
    if sender not in known_addresses(case) or reply.answered("document_sent"):
        return ()
    wanted = documents.asked(q.text for q in reply.read.evidence if q.intent == "document_request")
    about = [case.invoices[number] for number in reply.about]
    return wanted if documents.on_file(wanted, about, reply.sight.rules.creditor) else ()


def supplied(sight: Sight) -> Decision | None:
    """What was asked for has left: the pace starts again some working days later."""
    by_hand = [
        h
        for h in sight.case.holds.values()
        if h.rule == "document_request" and h.until is None and h.mail in sight.case.supplied
    ]
    if by_hand:
        longer = tuple(_some_days(sight, h, sight.case.supplied[h.mail]) for h in by_hand)
        return Record(longer, "the owner has sent the document asked for")
    for letter in sight.case.letters.values():
        mail = _asked_for_it(sight, letter)
        if mail is None:
            continue
        day = sight.day(letter.at)
        held = [
            h for h in sight.case.holds.values() if (h.mail, h.rule) == (mail.kept.mail, "document_request")
        ]
        sent = DocumentSupplied(mail.kept.mail, day)
        return Record((sent, *(_some_days(sight, h, day) for h in held)), "the document asked for was sent")
    return None


def needless(reply: Reply) -> list[CaseEvent]:
    """What an earlier mail had asked for, its writer has by now: nobody is asked for it any more, and the
    pace starts again some working days later."""
    if not reply.read.needless or "document_request" in reply.read.intents:
        return []
    case, why = reply.sight.case, "the debtor has it by now"
    asked = [
        n
        for n in case.open_notices()
        if n.opened.about == DOCUMENT and _meant(reply, n.opened.invoices) and _the_same(reply, n.opened.mail)
    ]
    holds = [
        h
        for h in case.holds.values()
        if h.rule == DOCUMENT and _meant(reply, h.invoices) and _the_same(reply, h.mail)
    ]
    sent = [a for a in case.answers.values() if a.template == "document_sent" and not a.promise]
    owed = [a for a in sent if _the_same(reply, a.mail)]
    return [
        *(NoticeAnswered(known.opened.notice, "moot", "policy", why) for known in asked),
        *(_some_days(reply.sight, hold, reply.sight.today, why) for hold in holds),
        *(AnswerDropped(answer.answer, why) for answer in owed if _meant(reply, answer.invoices)),
    ]


def has_it(reply: Reply) -> bool:
    """It says that what he had missed has come, and nothing else that is understood: that ends his request,
    or stands beside what a person is asked about already. It is no puzzle of its own."""
    if not reply.read.needless or not set(reply.read.intents) <= _SAYS_NO_MORE:
        return False
    earlier = [m.read for m in reply.earlier() if m.read and m.kept.arrived < reply.mail.kept.arrived]
    missed = any(_MISSED.search(fold(q.text)) for read in earlier for q in read.evidence)
    return missed or bool(needless(reply))


def _meant(reply: Reply, invoices: tuple[str, ...]) -> bool:
    return not reply.invoices or not invoices or bool(set(reply.invoices) & set(invoices))


def _the_same(reply: Reply, mail: str) -> bool:
    """That mail has asked for one thing, and it is no other thing that has come."""
    known = reply.sight.case.mails.get(mail)
    wanted = _things(known.read, DOCUMENT) if known and known.read else set()
    come = _things(reply.read)
    return len(wanted) < 2 and (not come or not wanted or wanted <= come)


def _things(read: MailRead, intent: str = "") -> set[str]:
    """The kinds of documents that a mail names, in its words of this or of any intent."""
    words = fold(" ".join(q.text for q in read.evidence if intent in ("", q.intent)))
    named = {"invoice"} if _INVOICE.search(_OF_INVOICE.sub(" ", words)) else set()
    return named | {found.removeprefix("bons ").removeprefix("bon ") for found in _THING.findall(words)}


def _some_days(sight: Sight, hold: HoldSet, day: date, why: str = "the document was sent") -> HoldSet:
    until = sight.calendar.add_working(day, sight.rules.replies.document)
    return replace(hold, until=until, why=why)


def by_hand(case: Case, at: datetime, cited: Collection[str], words: str, *, files: bool) -> list[str]:
    """The mails of which a letter that the owner wrote by hand, at that moment, sends what they asked for.

    It answers such a mail itself, brings a file, or names the very thing; a letter about something else does
    not.
    """
    return [
        mail.kept.mail
        for mail in case.human_mails()
        if mail.read
        and "document_request" in mail.read.intents
        and mail.kept.mail not in case.supplied
        and mail.kept.arrived <= at
        and (files or mail.kept.message_id in cited or _named(mail.read, words))
    ]


def _named(read: MailRead, words: str) -> bool:
    asked = " ".join(q.text for q in read.evidence if q.intent == "document_request")
    return bool(set(_THING.findall(fold(asked))) & set(_THING.findall(fold(words))))


def _asked_for_it(sight: Sight, letter: Letter) -> Mail | None:
    """The mail that this letter has answered with a document, unless that is noted already."""
    if letter.intended.template != "document_sent" or not letter.arrived:
        return None
    known = sight.case.mails.items()
    found = next((mail for digest, mail in known if letter.intended.answer.startswith(digest[:12])), None)
    return found if found and found.kept.mail not in sight.case.supplied else None


# --- people -----------------------------------------------------------------------------------------


def wrong_contact(reply: Reply) -> Iterable[CaseEvent]:
    """The next configured contact; an address that the mail gives waits for the owner's word."""
    case = reply.sight.case
    alive = [address.lower() for address in reply.sight.contacts()]
    gone, new = _not_theirs(reply, alive), _given(reply)
    others = [address for address in alive if address != gone]
    why = "not the right person for this"
    stopped = [ContactStopped(gone, why, reply.digest, here=True)] if gone and others else []
    if stopped and (not new or new in others):
        return stopped
    hold = reply.hold("wrong_contact", None, QUESTIONS["wrong_contact"], whole=True)
    choices = _DECIDE if new and new not in known_addresses(case) else ("resume",)
    return [hold, reply.ask("wrong_contact", choices, whole=True), *stopped]


def _given(reply: Reply) -> str:
    given = (reply.read.new_contact or "").strip().lower()
    return given if "@" in given and " " not in given else ""


def _not_theirs(reply: Reply, alive: list[str]) -> str:
    """The address that is wrong: the writer's, or the one to which our letter went."""
    sender = reply.mail.kept.sender.lower()
    if sender in alive:
        return sender
    letter = reply.sight.case.letters.get(reply.mail.kept.letter)
    to = letter.intended.to[0].lower() if letter and letter.intended.to else ""
    same_firm = to.partition("@")[2] == sender.partition("@")[2]
    return to if to in alive and same_firm else ""


def stop_contact(reply: Reply) -> Iterable[CaseEvent]:
    """No more e-mail to this person, and the whole case rests until the owner has decided."""
    kept = reply.mail.kept
    known = kept.sender.lower() in known_addresses(reply.sight.case)  # of a forward, by its heading
    theirs = "@" in kept.sender and (known or kept.whose != "forwarded")
    new = _given(reply)
    if new and new != kept.sender.lower():
        return _elsewhere(reply, new, kept.sender if theirs else "")
    stopped = [ContactStopped(kept.sender, QUESTIONS["stop_contact"], kept.mail)] if theirs else []
    hold = reply.hold("stop_contact", None, QUESTIONS["stop_contact"], whole=True)
    return [hold, reply.ask("stop_contact", whole=True), *stopped]


def _elsewhere(reply: Reply, new: str, gone: str) -> Iterable[CaseEvent]:
    """Who wants no more messages here and says where they belong: the owner is asked about that address."""
    why = "wants these messages at another address"
    stopped = [ContactStopped(gone, why, reply.digest)] if gone else []
    hold = reply.hold("wrong_contact", None, QUESTIONS["wrong_contact"], whole=True)
    choices = ("resume",) if new in known_addresses(reply.sight.case) else _DECIDE
    return [hold, reply.ask("wrong_contact", choices, whole=True), *stopped]


def contact_taken(sight: Sight, email: str) -> list[CaseEvent]:
    """An address that the owner allows; what waited for one goes on."""
    name, _, domain = email.strip().partition("@")
    if not name or "." not in domain or " " in email.strip():
        raise OperatorError(f"{email!r} is no e-mail address")
    waiting = [hold for hold in sight.case.holds.values() if hold.rule in _ADDRESS]
    lifted = [HoldLifted(hold.hold, "the owner gives an address", "owner") for hold in waiting]
    return [ContactSaid(email.strip()), *lifted]


def decided(sight: Sight) -> Decision | None:
    """The owner said yes or no to another contact: it is taken or not, and what waited for it goes on."""
    for hold in sight.case.holds.values():
        said = _said(sight, hold) if hold.rule == "wrong_contact" else ""
        if said:
            why = "the owner has decided about the contact"
            taken = _taken(sight, hold) if said == "approve" else []
            return Record((*taken, HoldLifted(hold.hold, why, "owner")), why)
    return None


def _said(sight: Sight, hold: HoldSet) -> str:
    """The owner's yes or no to the question that goes with this hold; empty: none yet."""
    said = [
        known.answer
        for known in sight.case.notices.values()
        if (known.opened.about, known.opened.mail) == (hold.rule, hold.mail)
        and known.answer in ("approve", "refuse")
    ]
    return said[-1] if said else ""


def _taken(sight: Sight, hold: HoldSet) -> list[CaseEvent]:
    """The address that the mail gives, unless it is known already."""
    mail = sight.case.mails.get(hold.mail)
    reply = Reply(sight, mail, mail.read) if mail and mail.read else None
    new = _given(reply) if reply else ""
    return [ContactSaid(new)] if new and new not in known_addresses(sight.case) else []
