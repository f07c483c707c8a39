"""Machines told apart from people: a mail's head, parts and text in, a `Machine` out, or none for a human.

Delivery reports first (`reports`), absences, receipts of all kinds: support desks, read receipts, robots that
want a click, calendars. A mail that only a header calls automatic, and whose text is neither an absence nor a
receipt, is left to the human reading: a debtor's system may mark everything. Whoever only names a machine
("votre message automatique") is a person, and so may be whoever says anything beside his absence.
"""

import re
from dataclasses import dataclass
from typing import Literal

from bot.events.mail import BounceRead
from bot.patterns import pattern
from bot.reading.away import only_away, unsigned
from bot.reading.lexicon import section
from bot.reading.machinewords import words
from bot.reading.mime import Head
from bot.reading.parts import Leaf
from bot.reading.reports import DAEMON, report, to_whom
from bot.reading.sentences import clauses, fold

MachineKind = Literal["bounce", "out_of_office", "auto_receipt", "unrelated"]

_NO_REPLY = pattern(r"^(?:no[-_.]?reply|ne[-_.]?pas[-_.]?repondre|do[-_.]?not[-_.]?reply|robot|system)")
_ABSENCE_SUBJECT = pattern(
    r"^(?:re ?: |aw ?: )?\[?(?:auto ?: |\[auto\] )?(?:(?:reponse )?automatique\b|automatic reply"
    r"|automatische antwort"
    r"|auto(?:matic)?[- ]?(?:reply|response)|(?:\S{1,30} ){0,4}(?:is )?(?:out of (?:the )?office|is away)"
    r"|message d'absence|notification d'absence|avis d'absence|absen(?:ce|te?|ts)\b|absence du bureau"
    r"|repondeur|(?:en )?conges\b|en vacances|ooo\b|on (?:leave|vacation|holiday)|vacation\b|fermeture"
    r"|abwesenheit)"
)
# a person may head his own mail like that
_PLAIN_SUBJECT = pattern(
    r"^(?:re|aw) ?:|^\[?(?:absen|(?:en )?(?:conges|vacances)|fermeture|on (?:leave|holiday|vacation))"
)
# only a mail program puts it before the subject of the letter that it answers
_MAILERS_SUBJECT = pattern(
    r"^\[?(?:rep(?:onse)?\.? auto\w{0,8}\.?\]? ?:|absence du bureau\b|(?:absen(?:ce|te?|ts)\b|fermeture\b"
    r"|en (?:conges|vacances)\b|on (?:leave|holiday|vacation)\b)[^:]{0,40}(?: ?: ?| )(?:re|tr|fwd?) ?:)"
)
_AUTO_SUBJECT = pattern(r"^\[?auto\]? ?: ")  # or a car's bill
_RECEIPT_SUBJECT = pattern(
    r"^(?:re ?: )?(?:accuse de (?:reception|lecture)|lu ?: |read ?: |non lu ?: |not read ?: "
    r"|message automatique|\[?(?:nouveau |new )?ticket|\[case|\[(?:\w{2,12} ?)?#"
    r"|confirmation de (?:lecture|reception)|return receipt|demande d'authentification|authentification"
    r"|verification de l'expediteur|please confirm|read receipt|nous avons (?:bien )?recu|we have received"
    r"|votre (?:demande|message|mail) a (?:bien )?ete|your (?:request|message|email) (?:has been|was) rec)"
)
# reports that come from no daemon, and without a header that says so; also handed on by somebody
_BOUNCE_SUBJECT = pattern(
    r"^(?:(?:fwd?|tr|wg) ?: )?(?:undeliver|undelivered|mail (?:delivery|error|could not be|system error)"
    r"|delivery (?:failure|status|delayed|has failed|incomplete|notification|report|problem)|returned mail"
    r"|failure notice|failed mail|warning: (?:message|could not send)"
    r"|message (?:undeliver|delayed|status|non distribu|non remis|non delivre|not delivered|refuse)|non remis"
    r"|non distribu|remise (?:diff|retard|impossible|du message)|distribution (?:du|impossible|retard)"
    r"|(?:echec|avis|rapport|notification) (?:definitif )?(?:de |d')?(?:la )?(?:remise|non|distribution"
    r"|livraison|envoi|l'envoi)|courri(?:er|el) non (?:distribu|remis|delivr)"
    r"|votre (?:message|mail|courriel) n'a pas|your (?:message|mail|email) (?:could|was|has) not"
    r"|your message .{0,80}(?:not delivered|rejected|could not)|message retard|retard de (?:la )?remise"
    r"|retour (?:de mail|a l'expediteur)|erreur (?:de|d') ?(?:remise|distribution|livraison|envoi)"
    r"|there was an error sending)|: non remis\b"
)
_CLICKED = pattern(
    r"^[^.!?]{0,80}\b(?:accepte|accepted|decline|declined|refuse|tentatively"
    r"|provisoirement)\b[^.!?]{0,60}(?:invitation|reunion|rendez-vous|meeting|event|evenement)?[.! ]{0,3}$"
)
_REJECTED = pattern(r"\b(?:rejected|quota exceeded|rejete)\b")
_CODED = pattern(r"(?<![\d.])(?:[45]\.\d{1,3}\.\d{1,3}|[45]\d\d[ -])")
# what only a machine says of its own message
_BY_MACHINE = pattern(
    r"\b(?:(?:reponse|message|accuse de reception) automatique"
    r"|(?:genere|envoye|emis)e? automatiquement"
    r"|automatiquement (?:genere|envoye|emis)|(?:merci de |priere de |veuillez )?ne (?:pas|repondez pas"
    r"|pas y) repondre (?:a )?(?:ce|cet|directement)"
    r"|auto(?:matic|mated) (?:reply|response|message|acknowledg\w*|e-?mail)"
    r"|auto-?(?:reply|response|generated)|(?:do not|please don't) reply to this)\b"
)
_OF_OURS = pattern(
    r"\b(?:votre|vos|ton|tes|your|pas|not|isn't|encore|another|est-ce|is (?:this|that|it)|faites[ -]vous"
    r"|avez[ -]vous|m'avez|recu|received|got)\b[^.!?:;]{0,25}$"
)
_OWN_ABSENCE = pattern(
    r"\b(?:je (?:suis|serai|me trouve) (?:actuellement |(?:\w{3,12} ){0,2}(?:absente?|en conges?|en vacances"
    r"|en deplacement|en formation|en arret|en rtt|indisponible|hors du bureau))|serai de retour"
    r"|actuellement absente?|(?:nous sommes|nous serons) (?:actuellement )?(?:fermes|en conges|absents)"
    r"|(?:i am|i'm|i will be|we are) (?:currently |now )?(?:out of|away"
    r"|on (?:annual |sick |parental |maternity )?leave|on vacation|on holiday|closed)|(?:nos bureaux"
    r"|l'entreprise|la societe|le bureau|l'etude|le cabinet|le magasin|l'atelier) (?:est|sont|sera"
    r"|seront) fermee?s?)"
)
_NAMES_ABSENCE = pattern(r"absen|office|conge|ferm|vacances|automatique|automatic reply|vacation|leave|ooo")
# without any of these no pattern for a mail without headers fits
_HINTS = (
    "automat", "auto-", "autoré", "autore", "pondre", "pondez", "reply", "authentif", "whitelist", "blanche",
    "prot", "robot", "humain", "human", "prouve", "prove", "verif", "vérif", "confirm", "allowed list",
    "spam", "junk", "sirable", "inblack", "boxbe", "retro", "rétro", "bluebottle", "tmda", "challenge",
    "attente", "quarantaine", "bloqu", "retenu", "guest list",
)  # fmt: skip


_DATED = pattern(
    r"\b(?:jusqu|(?:fermee?s?|closed|du|le|les|on|from|until|till) \d|from|until|till|cette semaine|this week"
    r"|(?:(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b)"
)
_SHORT = 600  # characters of an absence message that no header marks
_AWAY_HINTS = (
    "absent", "cong", "vacances", "placement", "formation", "rtt", "coupe", "travaille pas", "fermé",
    "ferme", "leave", "holiday", "away", "out of", "closed", "arrêt", "arret", "salon", "foire", "repos",
    "clientèle", "conference", "pause", "partiel", "again on", "n't work", "hors", "au bureau",
    "voyage", "jury",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Machine:
    kind: MachineKind
    sure: float
    bounce: BounceRead | None = None
    left: bool = False  # the person has left, or nobody reads the mailbox
    words: str = ""  # that decided it
    stated: bool = False  # in words that no person writes of his own mail
    doubtful: bool = False  # as likely a person's: read as one
    headed: bool = False  # its subject names an absence
    silent: bool = False  # it tells neither of an absence nor of what it received


def machine(head: Head, leaves: tuple[Leaf, ...], raw: bytes, *, text: str, new: str) -> Machine | None:
    """By the whole text for reports, by what is `new` in it for answers: their history may be our letter."""
    subject = fold(head.subject[:300])
    reported = _report_type(leaves)
    if reported == "feedback" or _is_receipt(reported, subject, text):
        return Machine("auto_receipt", 0.95)
    bounced = _bounce(head, leaves, text, raw, subject=subject, delivery=reported == "delivery")
    if bounced is not None:
        return bounced
    if _answers_invitation(leaves, text):
        return Machine("unrelated", 0.9)
    # a list's mail that answers nothing of ours; a debtor's own list (a shared mailbox) is in our thread
    answers = head.in_reply_to or head.references or subject.startswith(("re:", "re :"))
    if head.bulk and not (answers or _ABSENCE_SUBJECT.match(subject)):
        return Machine("unrelated", 0.9)
    new = new or text
    marked = head.auto or _names_absence(subject) or _RECEIPT_SUBJECT.match(subject)
    if not marked:
        glance = f"{subject} {new[:900].lower()}"
        if not any(map(glance.__contains__, _HINTS)):
            return None
        opening = fold(new[:900])
        robot = _robot(subject, opening) and not _OWN_ABSENCE.search(opening)
        if not (robot or _by_machine(f"{subject}. {opening}")):
            return None
    return _answering(head, subject, new[:8000])


def _names_absence(subject: str) -> bool:
    return any(p.match(subject) for p in (_ABSENCE_SUBJECT, _MAILERS_SUBJECT, _AUTO_SUBJECT))


def _report_type(leaves: tuple[Leaf, ...]) -> str:
    for leaf in leaves:
        name = leaf.type.removeprefix("message/").removeprefix("global-")
        if name == "delivery-status":
            return "delivery"
        if name == "disposition-notification":
            return "disposition"
        if name == "feedback-report":  # whoever got our letter called it spam
            return "feedback"
    return ""


def _is_receipt(reported: str, subject: str, text: str) -> bool:
    return reported == "disposition" and not _REJECTED.search(f"{subject} {fold(text[:1500])}")


def _answers_invitation(leaves: tuple[Leaf, ...], text: str) -> bool:
    """A click on "accept" in a calendar; whoever wrote words of his own beside it is read as a person."""
    if not any(leaf.type == "text/calendar" and b"METHOD:REPLY" in leaf.data()[:4000] for leaf in leaves):
        return False
    written = fold(text[:1000])
    return not written or bool(_CLICKED.match(written))


def unmarked(head: Head, text: str) -> Machine | None:
    """Short, and an absence in the few words in which nobody answers by hand; doubtful if it says more."""
    if len(text) > _SHORT or not any(map(text[:_SHORT].lower().__contains__, _AWAY_HINTS)):
        return None
    parts = unsigned(clauses(text))  # a firm's closing may stand in a signature
    if not any(words("telegraphic").search(part.folded) for part in parts):
        announced = any(words("announced").search(p.folded) or _is_closed_then(p.folded) for p in parts)
        whole = announced and only_away(parts, head)
        return Machine("out_of_office", 0.7, stated=True) if whole else None
    return Machine("out_of_office", 0.7, stated=True, doubtful=not only_away(parts, head))


def _is_closed_then(folded: str) -> bool:
    found = words("closing").search(folded)
    return found is not None and _DATED.search(folded, found.start()) is not None


# --- reports ------------------------------------------------------------------------------------------


def _bounce(
    head: Head, leaves: tuple[Leaf, ...], text: str, raw: bytes, *, subject: str, delivery: bool
) -> Machine | None:
    daemon = bool(DAEMON.match(head.sender)) or "mail delivery" in head.sender_name.lower()
    if not (delivery or daemon or _may_report(head, subject, text)):
        return None
    found = report(head, leaves, text, raw)
    if found == "delivered":
        return Machine("auto_receipt", 0.9, words="delivered")
    if found is not None:
        if not found.permanent and words("challenge").search(fold(text[:900])):
            return Machine("auto_receipt", 0.95)  # a robot's question in the shape of a report
        return Machine("bounce", 0.98 if delivery else 0.9, found)
    named = _RECEIPT_SUBJECT.match(subject) or (_ABSENCE_SUBJECT.match(subject) and not delivery)
    if (delivery or (daemon and head.auto)) and not named:
        return Machine("bounce", 0.7, BounceRead(to_whom(head, leaves, text, raw), permanent=False))
    return None


def _may_report(head: Head, subject: str, text: str) -> bool:
    """Without a status part or a daemon's name: by its subject, or by what no person writes."""
    named = bool(_BOUNCE_SUBJECT.search(subject))
    robot = head.auto or not head.sender or bool(_NO_REPLY.match(head.sender))
    if not (named or robot):
        return False
    opening = fold(text[:1500])
    if named:
        return bool(words("not_delivered").search(f"{subject} {opening}"))
    away = _ABSENCE_SUBJECT.match(subject) or _OWN_ABSENCE.search(opening)
    spoken = words("departed").search(opening) or section("unread_box").search(opening)
    if away or (spoken and head.sender and not _CODED.search(opening)):
        return False
    return bool(words("daemon_says" if not head.auto else "not_delivered").search(opening))


# --- answers ------------------------------------------------------------------------------------------


def _by_machine(folded: str) -> bool:
    # three looks before a pattern that begins anywhere and costs thirty times as much
    if not any(map(folded.__contains__, ("auto", "repondre", "reply to this"))):
        return False
    return any(not _names_one(folded, found) for found in _BY_MACHINE.finditer(folded))


def _names_one(folded: str, found: re.Match[str]) -> bool:
    """ "Est-ce un message automatique ?", "votre robot": a person speaks of one, and of ours."""
    asked = "?" in folded[found.end() : found.end() + 30].partition(".")[0]
    return asked or _OF_OURS.search(folded[max(0, found.start() - 40) : found.start()]) is not None


def _robot(subject: str, opening: str) -> bool:
    """A read receipt, or a robot that wants a click before it delivers, whatever its headers say."""
    if _RECEIPT_SUBJECT.match(subject) and words("read_receipt").search(opening):
        return True
    asks = words("challenge").search(opening)
    return bool(asks and (words("click").search(opening) or section("receipt").search(opening)))


def _left(folded: str) -> bool:
    """Whose mailbox it is; not a colleague of whom somebody speaks who is still there."""
    gone = words("departed").search(folded)
    another = words("colleague_left").search(folded) if gone else None
    speaks = another and words("own_voice").search(folded.replace(another[0], " "))
    return bool(gone) and not speaks


def _answering(head: Head, subject: str, text: str) -> Machine | None:
    folded = fold(text)
    absent = section("absence").search(folded) or words("away").search(folded)
    left = _left(folded)
    unread = bool(section("unread_box").search(folded))
    away_subject = _names_absence(subject)
    mailers = bool(_MAILERS_SUBJECT.match(subject))
    plain_subject = _PLAIN_SUBJECT.match(subject) and not mailers
    stated = _by_machine(folded[:900] if plain_subject else f"{subject}. {folded[:900]}")
    named = bool(_RECEIPT_SUBJECT.match(subject))
    owned = _OWN_ABSENCE.search(folded) or words("away").search(folded)
    if mailers or _AUTO_SUBJECT.match(subject):
        owned = owned or words("telegraphic").search(folded)
        stated = stated or bool(owned) or left
    robot = _robot(subject, folded[:900])
    away = away_subject and (owned or (absent and (mailers or not words("debt").search(folded))))
    if not (head.auto or stated or away or named or robot):
        return None
    by_hand = plain_subject and not (head.auto or stated)
    alone = bool(away) and only_away(clauses(text), head)
    if away and by_hand and not alone:
        return Machine("out_of_office", 0.5, doubtful=True, headed=True)
    # what says no more is no person's promise or dispute
    stated = stated or alone or (mailers and bool(away))
    if left and not robot:
        return Machine("out_of_office", 0.9, left=True, words=folded, stated=stated)
    received = section("receipt").search(folded) or words("ticket").search(folded)
    if absent and (away_subject or owned or not (received or unread)) and not robot:
        return Machine("out_of_office", 0.95 if head.auto else 0.85, words=absent[0], stated=stated)
    if received or unread or robot or (named and not subject.startswith(("re:", "re :"))):
        sure = 0.95 if robot else 0.9
        return Machine(
            "auto_receipt", sure, left=unread, words=received[0] if received else "", stated=stated
        )
    if head.auto and away_subject and _NAMES_ABSENCE.search(subject):
        return Machine("out_of_office", 0.8)
    return Machine("auto_receipt", 0.8, stated=True, silent=True) if stated else None
