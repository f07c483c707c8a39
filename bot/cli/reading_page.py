"""The page of `relance read`: what a debtor's mail says, in words, with the mail's own words for each point.

A `Reading` in, plain text out. It says how sure the reader is and what it left unread, so that a person can
judge the judgement. Foreign text is shown without control characters.
"""

import textwrap
from datetime import date

from bot.events.mail import PaidRead, PromiseRead
from bot.reading import Reading
from bot.reading.amounts import decimal
from bot.reading.fields import clean
from bot.reading.mime import Head

WIDTH = 96
_WRAP = textwrap.TextWrapper(
    WIDTH,
    initial_indent="    ",
    subsequent_indent="     ",
    max_lines=4,
    placeholder=" …”",
    break_on_hyphens=False,
)
_MEANINGS = {
    "bounce": "The letter did not arrive.",
    "out_of_office": "An automatic message: somebody is away.",
    "auto_receipt": "An automatic message: the letter was received.",
    "insolvency": "Announces insolvency, or the end of the business.",
    "stop_contact": "Wants no more messages.",
    "dispute": "Contests the debt, all or part of it.",
    "already_paid": "Says that it has been paid.",
    "promise": "Promises to pay.",
    "delay_request": "Asks for more time, or for instalments.",
    "wrong_contact": "Is not the person to write to.",
    "document_request": "Asks for a document or a detail.",
    "acknowledgement": "Has read it, and commits to nothing.",
    "unrelated": "Has nothing to do with the debt.",
    "misfortune": "Tells of a misfortune.",
}


def page(name: str, head: Head, reading: Reading) -> str:
    lines = [clean(name), "-" * min(len(clean(name)), WIDTH), *_head(head)]
    for intent in reading.intents:
        lines += ["", _MEANINGS.get(intent, intent), *_details(intent, reading), *_words(intent, reading)]
    if reading.misfortune:
        lines += ["", _MEANINGS["misfortune"], *_words("misfortune", reading)]
    lines += ["", _certainty(reading), *_unread(reading)]
    return "\n".join(lines)


def _head(head: Head) -> list[str]:
    if not head.is_mail:
        return ["This is no mail."]
    arrived = head.received or head.date
    said = f", {_day(arrived.date())}" if arrived else ", without a date: no day can be told"
    who = f"{head.sender_name} <{head.sender}>" if head.sender_name else head.sender
    return [f"From {who or 'nobody named'}{said}", f"Subject: {head.subject or '(none)'}"[:WIDTH]]


def _words(intent: str, reading: Reading) -> list[str]:
    quoted = [clean(q.text) for q in reading.evidence if q.intent == intent]
    return [line for text in dict.fromkeys(quoted) for line in _WRAP.wrap(f"“{text}”")]


def _details(intent: str, reading: Reading) -> list[str]:
    found = {
        "promise": [f"  - {_sum(p)} by {_day(p.date)}" for p in reading.promises],
        "already_paid": [f"  - {_sum(reading.paid)}, {_when(reading.paid)}"] if reading.paid else [],
        "out_of_office": _absence(reading),
        "bounce": _bounce(reading),
    }.get(intent, [])
    if intent == "wrong_contact" and reading.new_contact:
        found.append(f"  - write to {clean(reading.new_contact)} instead")
    return found


def _absence(reading: Reading) -> list[str]:
    back = [f"  - back on {_day(reading.return_date)}"] if reading.return_date else []
    deputy = reading.stand_in
    if deputy is None:
        return back
    address = f"<{clean(deputy.address)}>" if deputy.address else ""
    return [*back, f"  - until then: {' '.join(filter(None, (clean(deputy.name), address)))}"]


def _bounce(reading: Reading) -> list[str]:
    if reading.bounce is None:
        return []
    whom = clean(reading.bounce.recipient) or "an address that the report does not name"
    what = "this letter is lost" if reading.bounce.lost else "for now"
    lasts = "the address is dead" if reading.bounce.permanent else f"{what}; the address may well be alive"
    return [f"  - {whom}: {lasts}"]


def _sum(what: PromiseRead | PaidRead) -> str:
    return f"{decimal(what.amount)} EUR" if what.amount is not None else "no sum named"


def _when(paid: PaidRead) -> str:
    return f"on {_day(paid.date)}" if paid.date else "no day named"


def _day(day: date | None) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}" if day else "a day that it does not name"


def _certainty(reading: Reading) -> str:
    odds = reading.confidence
    word = (
        "very likely" if odds >= 0.9 else "likely" if odds >= 0.7 else "fairly" if odds >= 0.5 else "hardly"
    )
    sure = {"fairly": "more likely right than not", "hardly": "uncertain"}.get(word, f"{word} right")
    told = f"Reading: {sure} ({odds:.0%})."
    if reading.undecided:
        return f"{told} Not to be acted upon alone: a person should read this mail."
    return f"{told} Clear enough to act upon."


def _unread(reading: Reading) -> list[str]:
    found = []
    if not reading.text:
        found.append("Nothing new is written in it.")
    if reading.quoted:
        lines = "1 line" if reading.quoted == 1 else f"{reading.quoted} lines"
        between = "; the answer stands between them" if reading.interleaved else ""
        found.append(f"Left out as quoted history: {lines}{between}.")
    return found
