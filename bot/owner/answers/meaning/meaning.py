"""What an order means in answer to this mail: commands in, acts out, with what is not clear.

A "oui" is `ok` only where the mail proposed to do something; to a request it is `accept`, to "reçu ?" it is
`paid`; elsewhere it says nothing surely. Whether the words around it leave a doubt is for `vetting`.
"""

import re
from dataclasses import dataclass
from datetime import timedelta

from bot.owner.answers.acts import Act
from bot.owner.answers.asked import PROPOSED, REQUESTS
from bot.owner.answers.context import Context
from bot.owner.answers.marking.marks import figure, name
from bot.owner.answers.meaning.absences import absent
from bot.owner.answers.meaning.bygone import bygone
from bot.owner.answers.meaning.calling import called
from bot.owner.answers.meaning.contacting import contact
from bot.owner.answers.meaning.crediting import credit
from bot.owner.answers.meaning.deferring import granted_instead, put_off
from bot.owner.answers.meaning.everybody import perhaps_stops
from bot.owner.answers.meaning.holding import ahead, pause, stop
from bot.owner.answers.meaning.kinds import kind
from bot.owner.answers.meaning.money import paid, settled
from bot.owner.answers.meaning.musing import agrees_to_pay, another_does, dead, mused, never
from bot.owner.answers.meaning.planning import plan
from bot.owner.answers.meaning.posting import letter, posted
from bot.owner.answers.meaning.refusing import no, not_this, propose, refuse
from bot.owner.answers.meaning.sharing import shared_out
from bot.owner.answers.meaning.so_far import not_received, not_reminded, reminded
from bot.owner.answers.meaning.standing import dispute, drop, treatment
from bot.owner.answers.meaning.tales import (
    hardly_granted,
    of_another,
    perhaps_ours,
    runs_otherwise,
    they_grant,
)
from bot.owner.answers.walking.commands import Command, Walk
from bot.owner.answers.walking.introducing import of_everybody
from bot.owner.answers.walking.whom import beside, targets_of
from bot.reading.dates import Now

# What the owner tells of an invoice on its portal is kept in the owner's words.
_KEPT_AS_TOLD = frozenset(
    ("refuse", "refused_letter", "posted", "presented", "accept", "unclaimed", "not_served")
)


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
        acts = _acts(command, commands[:index], context, now)
        if acts is None and (command.sentence.adrift or not command.undone):
            continue
        if command.undone:
            found.append(Meant(command, None))
            continue
        targets = targets_of(command, commands[:index], context, mail)
        open_ = command.name in _GOES and not command.targets and _either_day_or_item(walks)
        if command.several or targets is None or not acts or open_:
            found.append(Meant(command, None))
            continue
        each = shared_out(acts, command, targets, context)
        found += [Meant(command, act) for act in each] if each is not None else [Meant(command, None)]
    return _granted_once(found)


_GOES = frozenset(("yes", "send", "weak", "accept", "resume"))


def _either_day_or_item(walks: list[Walk]) -> bool:
    """ "ok. payé le 2": if the second is meant, not all of them leave."""
    names = [name(m) for walk in walks for m in walk.sentence.marks if m.kind == "name"]
    return any(one.several and len(one.fits) == 1 for one in names)


def _granted_once(found: list[Meant]) -> list[Meant]:
    """ "oui pas de souci pour fin septembre", "je veux bien mais pas après le 20": one yes, with its day."""
    dated = {m.act.target for m in found if m.act and m.act.act == "accept" and m.act.date}
    limited = {m.command.number for m in found if m.act and m.act.act == "propose" and _limits(m.command)}
    return [
        m
        for m in found
        if not (m.act and m.act.act == "accept" and not m.act.date)
        or not (m.act.target in dated or m.command.number in limited)
    ]


def _limits(c: Command) -> bool:
    return re.match(r"(?:mais |but |et |and )?(?:pas|rien|not|no|nothing) ", c.words) is not None


def _acts(c: Command, before: list[Command], context: Context, now: Now) -> list[Act] | None:
    """The acts of an order without their target: none when it is not clear, None when it orders nothing."""
    if _orders_nothing(c, before, context):
        return None
    if of_another(c, context) or (c.name in ("yes", "weak", "accept") and runs_otherwise(c)):
        return [] if perhaps_ours(c) else None
    if (context.matter in REQUESTS or c.name == "plan") and bygone(c):
        return None  # "on avait convenu 200 le 1er juillet"
    if put_off(c, context):
        return stop(c, before, context, now) or []  # "ok on décale", "ça peut attendre mardi"
    if c.name in _PLAIN or granted_instead(c, context):
        return [Act(_PLAIN[c.name])] if c.name in _PLAIN else []  # "j'accepte sa demande", to a letter
    return _READ[c.name](c, before, context, now) if c.name in _READ else None


def _orders_nothing(c: Command, before: list[Command], context: Context) -> bool:
    if context.matter in ("chorus", "piece", "handed_over") and c.name in _KEPT_AS_TOLD:
        return True
    if c.name == "dispute_closed" and context.kind == "notice" and context.matter not in _MAY_BE_CLOSED:
        return True  # "continuez, la somme est due": why, and no dispute's end
    if c.name == "dispute_closed" and context.matter == "delay_request" and _refused(before):
        return True  # "non il doit tout payer maintenant"
    # "ce sont les oncles qui nous doivent cet argent"
    return c.name == "ask" and bool(_WHO.match(c.words) and not c.sentence.question and c.around)


def _refused(before: list[Command]) -> bool:
    return any(b.name in ("no", "refuse") for b in before)


_WHO = re.compile(r"qui |who ")
_MAY_BE_CLOSED = frozenset(
    ("dispute", "undecided", "call", "amount", "reopened", "refused", "uncertain", "delay_request")
)
_PLAIN = {"dispute_closed": "dispute_closed", "mise_en_demeure": "mise_en_demeure", "ask": "ask"}


def _nothing_new(c: Command, _b: list[Command], context: Context, _now: Now) -> list[Act]:
    """Of the house; "Ruiz : rien" says nothing surely, nor does "rien cette semaine" to a digest."""
    of_one = c.targets and c.targets != ["all"]
    unsure = of_one or (
        context.kind == "digest" and perhaps_stops(c.sentence.text.folded[c.start : c.sentence.end])
    )
    return [] if unsure else [Act("nothing_new")]


def _yes(c: Command, _before: list[Command], context: Context, _now: Now) -> list[Act]:
    if context.told_back and context.matter in REQUESTS and not context.asks_until:
        return _nods(c)
    if context.matter == "promise":
        return [Act("ok")]
    if context.matter in REQUESTS:
        return _granted(c)
    if context.matter == "bounce" and _THERE.search(c.sentence.folded):
        return [] if dead(c) else [Act("ok")]
    if context.matter == "already_paid":
        return (
            [Act("paid", amount=c.sum(), date=c.day(past=True))]
            if (c.words[:1] in "oy" and c.words[:2] != "ok") or _TRUE.search(c.words)
            else []
        )
    if context.kind == "digest" and c.targets == ["all"]:
        return []  # "le reste ok" to what asks nothing
    everybody = context.kind == "backlog" and (of_everybody(c) or _nothing_else(c))
    if context.matter in PROPOSED or everybody or (c.targets and context.kind != "notice"):
        return [Act("ok")]
    return []


_POLITELY = re.compile(
    r"\b(?:ok|oui|yes|d'accord|bonjour|bonsoir|hello|hi|merci|thanks|thank you|mate|please|svp"
    r"|s'il (?:vous|te) plait)\b|[\s.,!]+"
)


def _nothing_else(c: Command) -> bool:
    """ "ok", "oui, vous pouvez envoyer": nothing else in the whole answer but a greeting or thanks."""
    bare = [_POLITELY.sub(" ", words).split() for words in (c.sentence.text.folded, c.words)]
    return c.name in ("send", "yes") and bare[0] == bare[1] and not _TOMORROW.search(c.words)


_THERE = re.compile(
    r"celle-(?:la|ci)|adresse|address|utilis|essa[iy]|use |la-bas|bonne|nouvelle|right one|that one"
)
_TRUE = re.compile(r"exact|vrai|juste|confirm|effectiv|effet|indeed|correct|absolument|tout a fait")
_GLAD = re.compile(r"bon|bien|parfait|top|nickel|ca va|souci|probleme|problem|works|alright|good|fine")


def _weak(c: Command, _b: list[Command], context: Context, _now: Now) -> list[Act] | None:
    """ "les autres, c'est bon": plain only where it says which, in answer to what leaves tomorrow."""
    if context.matter in REQUESTS and _GLAD.search(c.words):
        return _nods(c) if context.told_back and not context.asks_until else [Act("accept")]
    if context.matter == "already_paid" and c.before and _GLAD.search(c.words):
        return [Act("paid")]  # "rien reçu pour F-305, F-301 c'est bon"
    plain = c.targets == ["all"] or (c.targets and not c.before and not c.leant)
    return [Act("ok")] if context.kind == "eve" and plain and _GLAD.search(c.words) else None


def _send(c: Command, before: list[Command], context: Context, now: Now) -> list[Act] | None:
    if re.search(r"ée?s?(?![a-zà-ÿ])", c.exact.lower()) and not re.search(
        r"\b(?:etre|soit|soient)\b", c.words
    ):  # "envoyé" tells, it does not order
        return []
    if never(c) or _NONE_OF_IT.search(c.sentence.text.folded[: c.end]):
        return [Act("refuse" if context.matter in REQUESTS else "no")]
    if re.fullmatch(r"let (?:it|them|him|her) go", c.words) and context.matter not in PROPOSED:
        return [Act("drop")]
    if re.fullmatch(r"(?:ne )?part(?:ent)?(?: .*)?", c.words) and not c.targets:
        return None
    soon = 0 if context.matter == "mise_en_demeure" else 1  # what the eve lists leaves tomorrow
    if _not_of_a_letter(c, context) or (not soon and _TOMORROW.search(c.words)):
        return []
    later = ahead(c, now)
    if later and (later - now.today).days > soon and context.matter in ("eve", "mise_en_demeure"):
        return [Act("pause", until=later, leaves=True)]  # "envoie lundi"
    if context.matter in PROPOSED or (c.targets and context.kind != "notice"):
        return [Act("ok")]
    asked = context.matter in REQUESTS or context.kind == "backlog"
    return _yes(c, before, context, now) if asked else []


def _not_of_a_letter(c: Command, context: Context) -> bool:
    """ "peux-tu m'envoyer la facture"; "utilise cette adresse", where none was asked about; "je l'envoie"."""
    address = context.matter not in ("wrong_contact", "bounce") and _AN_ADDRESS.match(c.words)
    himself = context.matter == "document_request" and _by_himself(c)
    return bool(address or himself or mused(c) or _TO_ME.search(c.sentence.text.folded[: c.start]))


def _resume(c: Command, _before: list[Command], _context: Context, now: Now) -> list[Act] | None:
    told = re.search(r"ée?s?$", c.exact.lower().rsplit(" ", 1)[-1])  # "relancé" tells what was
    if re.match(r"repris\b", c.words):
        return None  # "j'ai repris les joints mardi"
    if never(c) or another_does(c) or mused(c):
        return []
    if _by_himself(c):
        return None if _before else []  # "messagerie, je relance demain"
    later = ahead(c, now)
    if (
        later
        and later > now.today
        and not ((later - now.today).days == 1 and _FROM.search(c.sentence.folded))
    ):
        return [Act("pause", until=later)]  # "reprenez ce dossier le 5 janvier seulement"
    if _TOMORROW.search(c.words) and not _FROM.search(c.words):
        return [Act("pause", until=now.today + timedelta(1))]
    return None if told else [Act("resume")]


def _by_himself(c: Command) -> bool:
    return _HIMSELF.search(c.sentence.text.folded[c.sentence.start : c.start]) is not None


_AN_ADDRESS = re.compile(
    r"(?:(?:oui|ok|tu peux|vous pouvez|on peut) ){0,2}(?:use|utilise[rz]?|prends|prendre)\b"
)
_TO_ME = re.compile(r"(?:\bm'|\b(?:me|nous) )$")
_TOMORROW = re.compile(r"\b(?:demain|tomorrow)\b")
_FROM = re.compile(r"\b(?:des|from|starting|as of|a partir de) (?:demain|tomorrow|\w{3,8}d[ia]y?)\b")
_HIMSELF = re.compile(r"\b(?:je|i|i'll|i will)(?: (?:le|la|les|lui|leur))?(?: (?:re)?)? ?$")
_NONE_OF_IT = re.compile(
    r"\b(?:aucune?s?|pas d[e'] ?|no|zero) ?(?:envois?|lettres?|letters?|expedition)\b[^,.;]{0,20}$"
)


def _send_demand(_c: Command, _b: list[Command], context: Context, _now: Now) -> list[Act]:
    return [Act("ok" if context.matter == "mise_en_demeure" else "mise_en_demeure")]


def _accept(c: Command, before: list[Command], context: Context, now: Now) -> list[Act] | None:
    if re.search(
        r"\b(?:n'|ne |pas |not |aucun |refuse (?:de |d')(?:lui |leur )?|don't |can't |cannot |won't "
        r"|n'(?:a|ai|ont|avons) (?:rien|jamais) )$",
        c.sentence.text.folded[: c.start],
    ):
        return None  # "je n'accepte aucun délai"
    if c.words == "accepter" and any(m.name == "refuse" for m in c.sentence.marks if m.start > c.end):
        return None  # "accepter encore un délai, plutôt crever"
    if _ANOTHER_HAS.search(c.sentence.text.folded[: c.start]):
        return None  # "il a validé le bon à tirer"
    if agrees_to_pay(c) or they_grant(c, context) or hardly_granted(c):
        return []
    if context.matter == "dispute" and any(m.kind == "percent" for m in c.marks):
        return credit(c, before, context, now)  # "ok pour 10 % soit 45"
    if (context.matter in PROPOSED or context.kind != "notice") and _GIVES_TIME.search(c.words):
        return stop(c, before, context, now) or []  # "je lui accorde un mois", "Vidal peut attendre"
    if context.matter in PROPOSED or context.kind == "backlog":
        return _yes(c, before, context, now)
    return _granted(c)


_GIVES_TIME = re.compile(r"attend|\baccord(?:e|es|ons|ez|er)\b|\bgrant|\ballow")


_AFTER_ALL = re.compile(
    r"\b(?:finalement|en fin de compte|tout compte fait|apres tout|(?:a la|apres) reflexion|reflechi"
    r"|chang\w+ d'avis|after all|on second thoughts?|changed my mind|actually)\b"
)


def _nods(c: Command) -> list[Act]:
    """A mere yes to what says back an order is none to what was asked before."""
    dated = any(m.kind == "day" for m in c.marks)
    return _granted(c) if dated or _AFTER_ALL.search(c.sentence.folded) else [Act("ok")]


def _granted(c: Command) -> list[Act]:
    """Not "d'accord pour le mardi 15", where the 15th is a Monday."""
    return [] if any(m.kind == "day" and figure(m).ahead is None for m in c.marks) else [Act("accept")]


_ANOTHER_HAS = re.compile(
    r"\b(?:il|elle|ils|elles|he|she|they|cliente?|customer) (?:l'|les |nous |m'|ne )?(?:avait|avaient|a|ont"
    r"|had|has|have)(?: (?:bien|deja|already|pourtant|meme|lui-meme))? $"
)


def _told(c: Command, before: list[Command], context: Context, _now: Now) -> list[Act] | None:
    """The whole sentence, once; what it says of a court is read by who carries it out."""
    if any(b.name == "told" and b.number == c.number for b in before):
        return None
    if context.matter == "payment_match" and any(
        m.name in ("hedge", "doubt", "if") for m in c.sentence.marks
    ):
        return []  # "peut-être, 4 séances"
    return [Act("note", text=c.sentence.exact)]


_READ = {
    "drop": drop, "resume": _resume, "weak": _weak, "nothing_new": _nothing_new,
    "yes": _yes, "not_received": not_received, "send": _send, "send_mise_en_demeure": _send_demand,
    "no": no, "not": not_this, "stop": stop, "pause": pause, "paid": paid, "settled": settled,
    "credit": credit, "dispute": dispute, "accept": _accept, "refuse": refuse,
    "refused_letter": refuse, "propose": propose, "plan": plan, "called": called, "said": called,
    "contact": contact, "kind": kind, "treatment": treatment, "posted": posted, "presented": letter,
    "unclaimed": letter, "not_served": letter, "reminded": reminded, "not_reminded": not_reminded,
    "absent": absent, "told": _told,
}  # fmt: skip
