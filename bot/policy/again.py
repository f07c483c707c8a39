"""What is said again: one promise told twice is one promise, and fifty copies of a message are one message.

A mail that tells once more what is noted already, what the owner is being asked about, or what his word that
is about to leave answers, changes nothing: it gets no second answer, brings no second question, and counts as
no further promise (POLICY section 4). Only words that were kept can be the same: a mail of which nothing is
quoted is never taken for another's copy.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.case import Case, Mail, Notice
from bot.events.consequences import AnswerOwed
from bot.events.mail import MailRead
from bot.policy import promises
from bot.policy.delays import day_asked
from bot.policy.on_its_way import OF_TIME, named, ordered
from bot.policy.reply import ORDER, Reply
from bot.policy.sight import runs
from bot.reading.until import only_again

_WISHES = frozenset({"document_request", "delay_request", "wrong_contact"})
AGAIN = "said_again"  # the rule under which such a mail is weighed


def said_again(reply: Reply, rule: str) -> bool:
    """The case rests for these very words already, and nothing new follows from them."""
    more = (_WISHES - {rule}) & set(reply.read.intents)  # the promise is known, the wish may not be
    if rule == "already_paid":
        return False  # the days until it should have come are counted anew
    return _asked(reply, rule) or (not more and _known(reply, rule))


def _known(reply: Reply, rule: str) -> bool:
    if rule == "delay_request":
        return _granted(reply) or any(_answers(reply, owed) for owed in reply.sight.case.answers.values())
    return rule == "promise" and _promised(reply)


def _granted(reply: Reply) -> bool:
    """It asks for the very parts that stand."""
    parts = [(p.date, p.amount) for p in reply.read.proposed if p.date]
    return bool(parts) and bool(promises.standing(reply.sight, reply.about, parts))


def copies(mails: Sequence[Mail]) -> bool:
    """All of them are one message, sent over and over."""
    return all(_same(mails[0], mail) for mail in mails[1:])


def gathered(case: Case, mail: Mail, about: str) -> list[Mail]:
    """The mails for which a question about this one speaks: its copies, and all others of a storm."""
    asked = {known.opened.mail for known in case.notices.values()}
    said = (known.answered_at for known in case.notices.values() if known.opened.about == about)
    since = max((moment for moment in said if moment), default=None)

    def with_it(other: Mail) -> bool:
        if other.weighed == AGAIN:
            return _same(mail, other) or _same_promise(mail.read, other.read)
        stormed = (mail.weighed, other.weighed) == ("undecided", "undecided") and other.at <= mail.at
        return stormed and other.kept.mail not in asked and (since is None or other.at > since)

    return [*(other for other in case.mails.values() if other is not mail and with_it(other)), mail]


def as_one(mails: Sequence[Mail]) -> MailRead | None:
    """What they say together, the gravest first, each thing quoted once; the rest as the last one says it."""
    read = mails[-1].read
    if read is None or len(mails) == 1:
        return read
    quotes = {quote.intent: quote for mail in mails if mail.read for quote in mail.read.evidence}
    said = {intent for mail in mails if mail.read for intent in mail.read.intents}
    ranked = sorted(said, key=lambda intent: ORDER.index(intent) if intent in ORDER else len(ORDER))
    evidence = tuple(quotes[intent] for intent in ranked if intent in quotes)
    return replace(read, intents=tuple(ranked), evidence=evidence)


def _asked(reply: Reply, rule: str) -> bool:
    """An open question is about the same words, or the same promise, and its hold runs."""
    return any(_of_this(reply, rule, open_) for open_ in reply.sight.case.open_notices())


def _of_this(reply: Reply, rule: str, open_: Notice) -> bool:
    case, asked = reply.sight.case, open_.opened
    mail = case.mails.get(asked.mail)
    if mail is None or mail.kept.mail == reply.digest:
        return False
    held = any(
        (hold.mail, hold.rule) == (asked.mail, asked.about) and runs(reply.sight, hold)
        for hold in case.holds.values()
    )
    promised = rule == "promise" and asked.about in ("promise_far", "promise_again")
    same = _same(mail, reply.mail) or (promised and _same_promise(mail.read, reply.read))
    return held and same and mail.kept.invoices == reply.mail.kept.invoices


def _same(mail: Mail, other: Mail) -> bool:
    one, two = mail.read, other.read
    if one is None or two is None or mail.kept.sender.lower() != other.kept.sender.lower():
        return False
    return bool(_words(one) or one.promises) and _said(one) == _said(two)


def _said(read: MailRead) -> tuple[object, ...]:
    marks = (read.misfortune, read.undecided)
    return read.intents, read.promises, read.paid, read.new_contact, marks, _words(read)


def _words(read: MailRead) -> tuple[tuple[str, str], ...]:
    return tuple((quote.intent, quote.text.strip()) for quote in read.evidence)


def _same_promise(one: MailRead | None, two: MailRead | None) -> bool:
    return one is not None and two is not None and bool(one.promises) and one.promises == two.promises


def _promised(reply: Reply) -> bool:
    """Running instalments are said once more: the case rests for them, and the debtor has our word."""
    holds = promises.said_again(promises.meaning(reply))
    stand = all(hold.hold in reply.sight.case.holds for hold in holds)
    return bool(holds) and stand and promises.told(reply.sight, holds[0].hold)


def _answers(reply: Reply, owed: AnswerOwed) -> bool:
    """The owner's word on the time asked for is on its way, and nothing else is asked for now."""
    sight, about = reply.sight, set(reply.invoices)
    if owed.template not in OF_TIME or not ordered(owed) or not about <= set(owed.invoices):
        return False
    days = {on for on, _ in named(sight, owed)} | {day_asked(sight, owed.mail)}
    promised = {p.date for p in reply.read.promises}
    words = [quote.text for quote in reply.read.evidence]
    return bool(words) and promised <= days and only_again(words, reply.mail.kept.arrived, days)
