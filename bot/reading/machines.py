"""Machines told apart from people: a mail's head, parts and text in, a `Machine` out, or none for a human.

Delivery reports first (RFC 3464 fields, then flufl.bounce, then the texts in use), absences, receipts. A
mail that only a header calls automatic, and whose text is neither an absence nor a receipt, is left to the
human reading: a debtor's system may mark everything. A full mailbox or a timeout is temporary even where
the report says "failed": the letter was lost, the address was not.
"""

import re
from dataclasses import dataclass
from email import message_from_bytes
from typing import Literal

from bot.events import BounceRead
from bot.reading.fields import addresses
from bot.reading.lexicon import section
from bot.reading.mime import Head
from bot.reading.parts import Leaf
from bot.reading.sentences import fold

MachineKind = Literal["bounce", "out_of_office", "auto_receipt", "unrelated"]

_FIELD = re.compile(
    r"^[ \t]{0,4}(final-recipient|original-recipient|action|status):[ \t]{0,9}([^\r\n]{1,400})",
    re.IGNORECASE | re.MULTILINE,
)
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_CODE = re.compile(r"\b([45])\d\d[ -]")
_DAEMON = re.compile(r"^(?:mailer-?daemon|postmaster|mail-daemon|mail-?delivery|bounces?)\b", re.IGNORECASE)
# the address may well be alive: mailbox full, message too big, expired while the server was away
_NOT_THE_ADDRESS = frozenset((("2", "2"), ("2", "3"), ("3", "1"), ("3", "4"), ("4", "7"), ("4", "1")))
_ABSENCE_SUBJECT = re.compile(
    r"^(?:re ?: |aw ?: )?(?:reponse automatique|automatic reply|auto(?:matic)?[- ]?(?:reply|response)"
    r"|out of (?:the )?office"
    r"|message d'absence|absen(?:ce|t)|absence du bureau|en conges|ooo\b|fermeture|abwesenheit)"
)
_RECEIPT_SUBJECT = re.compile(
    r"^(?:re ?: )?(?:accuse de (?:reception|lecture)|lu ?: |read ?: |message automatique|\[?ticket"
    r"|\[case|confirmation de (?:lecture|reception))"
)
# reports that come from no daemon, and without a header that says so
_BOUNCE_SUBJECT = re.compile(
    r"^(?:undeliver|mail (?:delivery|error|could not be)"
    r"|delivery (?:failure|status|delayed|has failed|incomplete)|returned mail"
    r"|failure notice|message (?:undeliver|non distribue|non remis)|non remis"
    r"|remise (?:diff|retard)"
    r"|(?:echec|avis) de (?:la )?(?:remise|non)|courrier non distribu|votre message n'a pas)|: non remis$"
)
_REJECTED = re.compile(r"\b(?:rejected|quota exceeded|rejete)\b")
# what only a machine says of its own message
_BY_MACHINE = re.compile(
    r"\b(?:reponse automatique|message automatique|message (?:est )?genere automatiquement"
    r"|envoye automatiquement"
    r"|(?:merci de )?ne (?:pas|repondez pas|pas y) repondre (?:a )?(?:ce|cet|directement)|auto(?:matic|mated)"
    r" (?:reply|response|message|acknowledg\w*)|do not reply to this)\b"
)
_OWN_ABSENCE = re.compile(
    r"\b(?:je (?:suis|serai) (?:actuellement |absente?|en conges?|en vacances|en deplacement"
    r"|en formation)|serai de retour"
    r"|(?:i am|i'm|i will be) (?:currently )?(?:out of|away|on (?:annual |sick )?leave|on vacation)"
    r"|(?:nos bureaux|l'entreprise|la societe|le bureau) (?:est|sont|sera|seront) fermee?s?)"
)


@dataclass(frozen=True, slots=True)
class Machine:
    kind: MachineKind
    sure: float
    bounce: BounceRead | None = None
    left: bool = False  # the person has left, or nobody reads the mailbox
    words: str = ""  # that decided it


def machine(head: Head, leaves: tuple[Leaf, ...], text: str, raw: bytes) -> Machine | None:
    report = _report_type(leaves)
    if report == "disposition" and not _REJECTED.search(fold(f"{head.subject[:300]} {text[:1500]}")):
        return Machine("auto_receipt", 0.95)
    from_daemon = bool(_DAEMON.match(head.sender)) or "mail delivery" in head.sender_name.lower()
    if report == "delivery" or from_daemon:
        bounced = _bounce(head, leaves, text, raw)
        if bounced is not None:
            return bounced
        if (report == "delivery" or head.auto) and not _RECEIPT_SUBJECT.match(fold(head.subject[:300])):
            return Machine("bounce", 0.7, BounceRead(_named(head, text), permanent=False))
    subject = fold(head.subject[:300])
    if head.auto or not head.sender or _BOUNCE_SUBJECT.search(subject):
        opening = f"{subject} {fold(text[:1500])}"
        if section("bounce").search(opening):
            return _bounce(head, leaves, text, raw)
    # a list's mail that answers nothing of ours; a debtor's own list (a shared mailbox) is in our thread
    if head.bulk and not (head.in_reply_to or head.references or subject.startswith(("re:", "re :"))):
        return Machine("unrelated", 0.9)
    marked = (
        head.auto
        or _ABSENCE_SUBJECT.match(subject)
        or _RECEIPT_SUBJECT.match(subject)
        or _BY_MACHINE.search(f"{subject} {fold(text[:600])}")
    )
    return _answering(head, subject, fold(text[:8000])) if marked else None


def _report_type(leaves: tuple[Leaf, ...]) -> str:
    for leaf in leaves:
        if leaf.type in ("message/delivery-status", "message/global-delivery-status"):
            return "delivery"
        if leaf.type in ("message/disposition-notification", "message/global-disposition-notification"):
            return "disposition"
    return ""


def _answering(head: Head, subject: str, folded: str) -> Machine | None:
    absent = section("absence").search(folded)
    left = bool(section("left").search(folded))
    unread = bool(section("unread_box").search(folded))
    away_subject = bool(_ABSENCE_SUBJECT.match(subject))
    owned = _OWN_ABSENCE.search(folded)
    stated = _BY_MACHINE.search(f"{subject} {folded[:600]}")
    if not (head.auto or stated or (away_subject and owned) or _RECEIPT_SUBJECT.match(subject)):
        return None
    if left:
        return Machine("out_of_office", 0.9, left=True, words=folded)
    receipt = section("receipt").search(folded)
    if absent and (away_subject or _OWN_ABSENCE.search(folded) or not receipt):
        return Machine("out_of_office", 0.95 if head.auto else 0.85, words=absent[0])
    if receipt or unread or _RECEIPT_SUBJECT.match(subject):
        return Machine("auto_receipt", 0.9, left=unread, words=receipt[0] if receipt else "")
    if (
        head.auto
        and away_subject
        and re.search(r"absen|office|conge|ferm|vacances|automatique|automatic reply", subject)
    ):
        return Machine("out_of_office", 0.8)
    return Machine("auto_receipt", 0.8) if stated else None


# --- delivery reports ---------------------------------------------------------------------------------


def _bounce(head: Head, leaves: tuple[Leaf, ...], text: str, raw: bytes) -> Machine | None:
    status = "\n".join(_status_text(leaf) for leaf in leaves if leaf.type.endswith("delivery-status"))
    stated = _stated(status or text)
    if stated == "delivered":
        return Machine("auto_receipt", 0.9, words="delivered")
    if isinstance(stated, BounceRead):
        return Machine("bounce", 0.98, stated)
    found = _by_flufl(raw) or _by_words(head, text)
    return Machine("bounce", 0.9, found) if found else None


def _status_text(leaf: Leaf) -> str:
    return leaf.data()[:20_000].decode("utf-8", "replace")


def _stated(status: str) -> BounceRead | Literal["delivered"] | None:
    """The first recipient that RFC 3464 fields name as not reached; "delivered" when all were."""
    recipient = action = ""
    delivered = False
    for name, value in [*_FIELD.findall(status)[:400], ("final-recipient", "")]:
        key = name.lower()
        if key == "status" and recipient and action:
            return BounceRead(recipient, permanent=_permanent(action, value))
        if key == "action":
            action = value.strip().lower()
            if action in ("delivered", "relayed", "expanded"):
                delivered, action, recipient = True, "", ""
        elif key == "final-recipient":
            if recipient and action:
                return BounceRead(recipient, permanent=action == "failed")
            recipient = _address(value) or recipient
        elif key == "original-recipient":
            recipient = recipient or _address(value)
    return "delivered" if delivered else None


def _address(value: str) -> str:
    found = addresses(value.rpartition(";")[2] or value)
    return found[0] if found else ""


def _permanent(action: str, status: str) -> bool:
    code = _STATUS.search(status)
    if action != "failed" or code is None:
        return action == "failed"
    return code[1] == "5" and (code[2], code[3]) not in _NOT_THE_ADDRESS


def _by_flufl(raw: bytes) -> BounceRead | None:
    # the library walks the standard parser's tree: only mails that cannot make it climb are given to it
    if raw.count(b"boundary=", 0, 60_000) > 10:
        return None
    from flufl.bounce import all_failures  # its forty detectors are loaded for the first bounce only

    try:
        temporary, permanent = all_failures(message_from_bytes(raw[:60_000]))
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError):
        return None  # its detectors assume well-formed reports
    for known, lasting in ((permanent, True), (temporary, False)):
        if known:
            return BounceRead(sorted(known)[0].decode("utf-8", "replace").lower(), permanent=lasting)
    return None


def _by_words(head: Head, text: str) -> BounceRead | None:
    folded = fold(text[:8000])
    if not section("bounce").search(f"{fold(head.subject[:300])} {folded}"):
        return None
    code, status = _CODE.search(folded), _STATUS.search(folded)
    if status:
        lasting = _permanent("failed", status[0])
    elif code:
        lasting = code[1] == "5"
    else:
        lasting = not section("bounce_temporary").search(folded)
    if section("bounce_temporary").search(folded) and not (status and lasting):
        lasting = False
    return BounceRead(_named(head, text), permanent=lasting)


def _named(head: Head, text: str) -> str:
    """The first address in the text that is neither ours nor the reporter's."""
    known = {head.sender, *head.to}
    named = (a for a in addresses(text[:8000]) if a not in known and not _DAEMON.match(a))
    return next(named, "")
