"""What an order means in answer to this mail: commands in, acts out, with what is not clear.

A "oui" is `ok` only where the mail proposed to do something; to a request it is `accept`, to "reçu ?" it is
`paid`; elsewhere it says nothing surely. Whether the words around it leave a doubt is for `vetting`.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from bot.owner.answers.acts import Act
from bot.owner.answers.commands import Command, Walk
from bot.owner.answers.context import Context
from bot.owner.answers.figures import span
from bot.owner.answers.kinds import kind
from bot.owner.answers.marks import figure
from bot.owner.answers.money import credit, paid, settled
from bot.owner.answers.whom import OF_THE_HOUSE, beside, targets_of
from bot.reading.dates import Now
from bot.reading.numerals import small_number

PROPOSED = frozenset(
    ("eve", "mise_en_demeure", "payment_match", "wrong_contact", "document_request", "uncertain",
     "iban_changed", "alarm")
)  # fmt: skip
REQUESTS = frozenset(("delay_request", "promise"))
NOTHING_PROPOSED = frozenset(
    ("digest", "dispute", "undecided", "stop_contact", "insolvency", "misfortune", "call", "post",
     "stale_source", "piece", "chorus", "gentle_end", "owner_only", "limitation", "deadline", "handed_over",
     "left_over", "amount", "refused", "reopened", "published", "declaration", "relief", "signification",
     "unplaced", "unrelated")
)  # fmt: skip
# What the owner tells of an invoice on its portal is kept in the owner's words.
_KEPT_AS_TOLD = frozenset(
    ("refuse", "refused_letter", "posted", "presented", "accept", "unclaimed", "not_served")
)
_TIMES = {"once": 1, "une": 1, "un": 1, "twice": 2, "thrice": 3}


@dataclass(frozen=True, slots=True)
class Meant:
    """An act, or words that order something and are not clear (`act` None)."""

    command: Command
    act: Act | None
    weak: bool = False  # the words are too weak to press by themselves


def meanings(commands: list[Command], walks: list[Walk], context: Context, now: Now) -> list[Meant]:
    found: list[Meant] = []
    mail = beside(commands, walks, context)
    for index, command in enumerate(commands):
        if command.undone:
            found.append(Meant(command, None))
            continue
        acts = _acts(command, commands[:index], context, now)
        if acts is None:
            continue
        targets = targets_of(command, commands[:index], context, mail)
        if command.several or targets is None or not acts:
            found.append(Meant(command, None))
            continue
        for target in targets:
            found += [Meant(command, replace(act, target=_of(act, target))) for act in acts]
    return found


def _of(act: Act, target: str | None) -> str | None:
    return None if act.act in OF_THE_HOUSE else target


def _acts(c: Command, before: list[Command], context: Context, now: Now) -> list[Act] | None:
    """The acts of an order without their target: none when it is not clear, None when it orders nothing."""
    if context.matter in ("chorus", "piece", "handed_over") and c.name in _KEPT_AS_TOLD:
        return None
    plain = _PLAIN.get(c.name)
    if plain:
        return [Act(plain)]
    return _READ[c.name](c, before, context, now) if c.name in _READ else None


_PLAIN = {
    "dispute_closed": "dispute_closed", "drop": "drop",
    "mise_en_demeure": "mise_en_demeure", "ask": "ask",
}  # fmt: skip


def _nothing_new(c: Command, _b: list[Command], _context: Context, _now: Now) -> list[Act]:
    """Of the house; "Ruiz : rien" says nothing surely."""
    return [] if c.targets else [Act("nothing_new")]


def _not_received(c: Command, before: list[Command], context: Context, _now: Now) -> list[Act] | None:
    """Only where the mail asked about a payment, or of a case that the answer names itself."""
    if re.match(r".{0,8}\b(?:ta|ton|tes|votre|vos|your)\b", c.sentence.text.folded[c.end : c.sentence.end]):
        return []  # "pas reçu ton mail"
    if context.matter == "stale_source":
        return [Act("nothing_new")]
    if context.kind == "notice":
        return [Act("not_received")] if context.matter in _PAYMENT_ASKED else None
    return [Act("not_received")] if c.targets and not c.leant else None


_PAYMENT_ASKED = frozenset(("already_paid", "promise", "payment_match", "undecided"))


def _yes(c: Command, _before: list[Command], context: Context, _now: Now) -> list[Act]:
    if context.matter in REQUESTS:
        return [Act("accept")]
    if context.matter == "already_paid":
        return (
            [Act("paid", amount=c.sum(), date=c.day(past=True))]
            if (c.words[:1] in "oy" and c.words[:2] != "ok") or _TRUE.search(c.words)
            else []
        )
    if context.matter in PROPOSED or (c.targets and context.kind != "notice"):
        return [Act("ok")]
    return []


_TRUE = re.compile(r"exact|vrai|juste|confirm|effectiv|effet|indeed|correct|absolument|tout a fait")
_GLAD = re.compile(r"bon|bien|parfait|top|nickel|ca va|souci|probleme|problem|works|alright|good|fine")


def _weak(c: Command, _b: list[Command], context: Context, _now: Now) -> list[Act] | None:
    """ "les autres, c'est bon": plain only where it says which, in answer to what leaves tomorrow."""
    if context.matter in REQUESTS and _GLAD.search(c.words):
        return [Act("accept")]
    plain = c.targets == ["all"] or (c.targets and not c.before and not c.leant)
    return [Act("ok")] if context.kind == "eve" and plain and _GLAD.search(c.words) else None


def _send(c: Command, before: list[Command], context: Context, now: Now) -> list[Act] | None:
    if "é" in c.exact.lower():  # "envoyé" tells, it does not order
        return []
    if re.search(r"(?:\bm'|\b(?:me|nous) )$", c.sentence.text.folded[: c.start]):
        return []  # "peux-tu m'envoyer la facture"
    if re.fullmatch(r"(?:ne )?part(?:ent)?(?: .*)?", c.words) and not c.targets:
        return None
    later = c.day()
    if later and (later - now.today).days > 1 and context.matter in ("eve", "mise_en_demeure"):
        return [Act("pause", until=later)]  # "envoie lundi"
    if context.matter in PROPOSED or (c.targets and context.kind != "notice"):
        return [Act("ok")]
    return _yes(c, before, context, now) if context.matter in REQUESTS else []


def _resume(c: Command, _before: list[Command], _context: Context, _now: Now) -> list[Act] | None:
    told = re.search(r"ée?s?$", c.exact.lower().rsplit(" ", 1)[-1])  # "relancé" tells what was
    return None if told else [Act("resume")]


def _send_demand(_c: Command, _b: list[Command], context: Context, _now: Now) -> list[Act]:
    return [Act("ok" if context.matter == "mise_en_demeure" else "mise_en_demeure")]


def _no(c: Command, before: list[Command], context: Context, _now: Now) -> list[Act]:
    if context.matter in REQUESTS and not c.targets:
        return [Act("refuse")]
    if context.matter == "already_paid" and c.invoice and any(b.name in ("paid", "yes") for b in before):
        return [Act("not_received")]  # "la 118 payée, la 121 non"
    if context.matter == "already_paid" and not c.targets and re.fullmatch(r"non+|no+|nope", c.words):
        return [Act("not_received")]
    if context.matter in NOTHING_PROPOSED and re.search(r"envo|ecri|send|write", c.words):
        return [Act("stop")]
    return [Act("no")]


def _not(c: Command, before: list[Command], context: Context, _now: Now) -> list[Act] | None:
    if context.matter == "already_paid" and c.targets and any(b.name == "paid" for b in before):
        return [Act("not_received")]  # "payé la 118, pas la 121"
    return [Act("no")] if c.targets or c.several else None


def _stop(c: Command, _b: list[Command], _context: Context, now: Now) -> list[Act]:
    until = c.day()
    return [Act("pause", until=until)] if until and until > now.today else [Act("stop")]


def _pause(c: Command, before: list[Command], _context: Context, now: Now) -> list[Act] | None:
    if (
        _context.matter == "delay_request"
        and c.day()
        and re.fullmatch(r"jusqu'(?:a|au|en)|until|till", c.words)
    ):
        return [Act("propose", date=c.day())]
    until = c.day() or (_earlier(before) if _MEANWHILE.search(c.words) else None)
    if until and until > now.today:
        return [Act("pause", until=until)]
    return (
        [Act("stop")]
        if re.search(r"pause|atten|wait|hold|laisse|leave|bloque|gele|suspend|report|rien|nothing", c.words)
        else None
    )


_MEANWHILE = re.compile(r"d'ici|pendant|then|meanwhile|while")


def _earlier(before: list[Command]) -> date | None:
    found = [c.day() for c in before if c.name in ("absent", "pause") and c.day()]
    return found[-1] if found else None


def _dispute(c: Command, _b: list[Command], _context: Context, _now: Now) -> list[Act]:
    return [Act("dispute")]


def _accept(c: Command, before: list[Command], context: Context, now: Now) -> list[Act]:
    if context.matter in PROPOSED:
        return _yes(c, before, context, now)
    return [Act("accept")]


def _refuse(c: Command, _b: list[Command], context: Context, _now: Now) -> list[Act]:
    """The imperative, or the letter that was refused: the accent tells, else the matter."""
    participle = "é" in c.exact.lower()
    if context.matter == "post" or (participle and context.matter not in REQUESTS):
        return [Act("refused_letter", date=c.day(past=True))]
    return [Act("no" if context.matter in PROPOSED and context.kind == "notice" else "refuse")]


def _propose(c: Command, before: list[Command], context: Context, _now: Now) -> list[Act] | None:
    day = c.day()
    if day:
        return [Act("propose", date=day)]
    return None


def _plan(c: Command, _b: list[Command], context: Context, _now: Now) -> list[Act]:
    if c.plan:
        return [Act("plan", instalments=c.plan)]
    if context.matter in REQUESTS and re.search(r"fois|instal|accord|ok|accept", c.words):
        return [Act("accept")]
    return []


def _called(c: Command, _b: list[Command], _context: Context, _now: Now) -> list[Act]:
    result = c.fields.get("result") or ("promise" if _to_come(c, _now) else "other")
    told = result in ("promise",)
    return [
        Act(
            "called",
            result=result,
            date=_promised(c, _now) if told else None,
            amount=c.sum() if told else None,
        )
    ]


def _to_come(c: Command, now: Now) -> bool:
    day = _promised(c, now)
    return day is not None and day > now.today and day != c.day(past=True)


def _promised(c: Command, now: Now) -> date | None:
    """ "appelé ce jour, paie le 30": the last day said that is still to come."""
    ahead = [figure(m).ahead for m in c.marks if m.kind in ("day", "duration")]
    later: list[date | None] = [day for day in ahead if day and day > now.today]
    behind = [figure(m).ahead for m in c.marks if m.kind in ("day", "duration") and m.start >= c.end]
    told: list[date | None] = [day for day in behind if day and day > now.today]
    return (told or later or [c.day()])[0]


def _contact(c: Command, _b: list[Command], _context: Context, _now: Now) -> list[Act] | None:
    mails = [str(m.value) for m in c.marks if m.kind == "mail"]
    return [Act("contact", email=mails[0])] if mails else None


def _treatment(c: Command, _b: list[Command], context: Context, _now: Now) -> list[Act] | None:
    if context.matter in ("stale_source",) and c.fields["value"] == "owner_only":
        return None
    if c.fields["value"] == "never" and "etre" not in c.words and re.search(r"relancée?s?$", c.exact.lower()):
        return None  # "jamais relancé" tells what was
    return [Act("treatment", value=c.fields["value"])]


def _posted(c: Command, _b: list[Command], _context: Context, _now: Now) -> list[Act]:
    tracks = [str(m.value) for m in c.marks if m.kind == "track"]
    return [Act("posted", number=tracks[0] if tracks else None, date=c.day(past=True))]


_GOODS = re.compile(r"(?:delivered|livree?|remise?|distribue|recuperee?)")
_OF_A_LETTER = re.compile(r"\b(?:recommande|lettre|lrar|ar|pli|courrier|letter|registered|avis)\b")


def _letter(c: Command, _b: list[Command], context: Context, _now: Now) -> list[Act] | None:
    if context.matter != "post" and _GOODS.fullmatch(c.words) and not _OF_A_LETTER.search(c.sentence.folded):
        return None  # "wrong tiles delivered"
    return [Act(c.name, date=c.day(past=True))]


def _reminded(c: Command, _b: list[Command], context: Context, _now: Now) -> list[Act] | None:
    if context.matter != "backlog" and not (c.targets and context.kind != "notice" and not c.leant):
        return None
    found = re.search(
        r"(\d|once|twice|thrice|une|un|deux|trois|quatre|two|three)(?: ?(?:fois|x|times|relances?"
        r"|rappels?|reminders?|letters?))?(?:\b|$)",
        c.words,
    )
    if not found:
        return []
    times = _TIMES.get(found[1]) or small_number(found[1])
    return [Act("already_reminded", times=times)] if times else []


def _told(c: Command, before: list[Command], _context: Context, _now: Now) -> list[Act] | None:
    """The whole sentence, once; what it says of a court is read by who carries it out."""
    if any(b.name == "told" and b.number == c.number for b in before):
        return None
    return [Act("note", text=c.sentence.exact)]


def _absent(c: Command, _b: list[Command], _context: Context, now: Now) -> list[Act] | None:
    first, last = span(c.sentence.text.folded[c.start : c.sentence.end], now)
    if last is None:
        return [] if c.day() else None
    return [Act("absent", from_=first or now.today, until=last)]


_READ = {
    "resume": _resume, "weak": _weak, "nothing_new": _nothing_new,
    "yes": _yes, "not_received": _not_received, "send": _send, "send_mise_en_demeure": _send_demand,
    "no": _no, "not": _not, "stop": _stop, "pause": _pause, "paid": paid, "settled": settled,
    "credit": credit, "dispute": _dispute, "accept": _accept, "refuse": _refuse,
    "refused_letter": _refuse, "propose": _propose, "plan": _plan, "called": _called, "said": _called,
    "contact": _contact, "kind": kind, "treatment": _treatment, "posted": _posted, "presented": _letter,
    "unclaimed": _letter, "not_served": _letter, "reminded": _reminded, "absent": _absent,
    "told": _told,
}  # fmt: skip
