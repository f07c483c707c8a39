"""What a "non" or a "pas" means in answer to this mail: a command in, acts out.

No to a request refuses it, to "reçu ?" it says that nothing came, "rien avant le 22" is a pause; "no other
address" answers nothing.
"""

import re
from datetime import date

from bot.owner.answers.acts import Act
from bot.owner.answers.asked import NOTHING_PROPOSED, PROPOSED, REQUESTS
from bot.owner.answers.context import Context
from bot.owner.answers.meaning.bygone import hardly_past
from bot.owner.answers.meaning.denying import denied
from bot.owner.answers.meaning.hardness import comforts, of_another, of_something_else
from bot.owner.answers.meaning.holding import BEFORE, ahead
from bot.owner.answers.walking.commands import Command
from bot.owner.answers.walking.introducing import NOT_TO_WRITE
from bot.owner.answers.walking.listing import SAVE
from bot.reading.dates import Now


def _of_a_thing(c: Command) -> bool:
    """ "no other address", "rien à payer": no answer, but a word before another."""
    behind = [m for m in c.sentence.marks if m.start >= c.end]
    if c.words == "no":
        return bool(behind) and behind[0].kind == "word" and behind[0].start - c.end == 1
    if c.words in ("rien", "nothing") and re.search(
        r"banque|compte|releve|bank|account|statement", c.sentence.folded
    ):
        return True
    said = [m for m in c.sentence.marks if m.kind != "comma" and m.name != "filler"]
    return c.words in ("rien", "nothing") and len(said) > 1 and not c.targets and not c.day()


_NONE = re.compile(r"(?:aucune?|none|zero|pas une?)(?: (?:pour|for))?")
_NOT_YET = re.compile(r"non+|no+|nope|non pas encore|no,? not yet|not yet|pas encore")


def _not_come(c: Command, before: list[Command]) -> bool:
    """ "non", "la 118 payée, la 121 non"."""
    if c.invoice and any(b.name in ("paid", "yes") for b in before):
        return True
    return not c.targets and _NOT_YET.fullmatch(c.words) is not None


def _never_reminded(c: Command, before: list[Command], context: Context) -> bool:
    """ "Roux deux fois, les autres aucune"."""
    told = context.matter == "backlog" and any(b.name == "reminded" for b in before)
    return told and _NONE.fullmatch(c.words) is not None


def _to_a_request(c: Command) -> list[Act]:
    """Not "oui pour le délai, non pour la remise", a yes and a no, each to a thing of its own."""
    granted = any(m.name in ("yes", "accept") and m.end <= c.start for m in c.sentence.marks)
    apart = granted and _TO.match(c.sentence.text.folded, c.end) is not None
    return [] if apart or _no_to_a_no(c) or comforts(c) else [Act("refuse")]


def _no_to_a_no(c: Command) -> bool:
    """ "je ne vais pas lui dire non", "no way I'm saying no": is it to be granted?"""
    text = c.sentence.text.folded
    return _TO_REFUSE.match(text, c.end) is not None or _NOT_TO_SAY.search(text[: c.start]) is not None


_TO = re.compile(r" (?:pour|a|au|aux|sur|to|for|on) \w")
_TO_REFUSE = re.compile(
    r" (?:(?:de|d'|que|qu'on|to|of|that|i|i'm|je|pour) ?){0,2}(?:(?:lui|leur|le|la|l'|him|her|them) ?)?"
    r"(?:refus\w*|dire non|dis non|say(?:ing)? no|reject\w*|declin\w*|turn(?:ing)? (?:him|her|it|them)"
    r" down)\b"
)
_NOT_TO_SAY = re.compile(
    r"\b(?:question|pas|jamais|ne|not|never|can't|cannot|won't|way|vois mal)\b[^,;.]{0,24}"
    r"\b(?:dire|say(?:ing)?) $"
)


_NEITHER = re.compile(r"(?:surtout pas )?non plus|encore moins|even less")
_REFUSING_TOO = frozenset(("no", "not", "stop", "pause", "drop"))


def _as_another(c: Command, before: list[Command]) -> bool:
    """ "Dupont n'a pas payé, Durand non plus": as little as the other, and no order."""
    return bool(_NEITHER.fullmatch(c.words) and before and before[-1].name not in _REFUSING_TOO)


def no(c: Command, before: list[Command], context: Context, now: Now) -> list[Act] | None:
    if context.matter == "stop_contact" and re.search(r"liste?\b", c.words):
        return [Act("treatment", value="never")]
    if (
        context.matter == "kind"
        or _never_reminded(c, before, context)
        or _turns_round(c, before)
        or _as_another(c, before)
    ):
        return []  # "ni l'un ni l'autre"
    if _of_a_thing(c) or _tells_when(c) or _of_another_matter(c, context):
        return None
    if context.matter in REQUESTS and _LETTERS.search(c.words):
        return [Act("stop")]  # "ne lui envoyez rien", to one who asks for time
    if context.matter in REQUESTS and not c.targets:
        return _to_a_request(c)
    if context.matter == "already_paid" and _not_come(c, before):
        return [Act("not_received")]
    until = ahead(c, now)
    if until and until > now.today and BEFORE.search(c.sentence.text.folded[c.end : c.sentence.end]):
        return [Act("pause", until=until)]  # "rien pour ces deux familles avant le 22"
    return [Act("stop" if _not_to_write(c, context) else "no")]


_LETTERS = re.compile(
    r"\b(?:n'|ne |don't |do not |never )?(?:(?:r?envo|ecri|relanc)\w*|send|write|chase)\b.*\b(?:plus|rien"
    r"|pas|anything|him|her|them)\b"
)
_OR_NO = re.compile(r"\b(?:oui ou|yes or|dire|say) $")
_SAYING = re.compile(
    r"\b(?:avant de|before i|quoi|what to|comment|how to) (?:\w+ ){0,2}(?:oui ou|yes or)? ?$"
)


_NO_LINK = re.compile(r"(?:ca )?(?:n'a )?(?:rien a voir|aucun rapport)|nothing to do with\b.*")
_ASKED_WHOSE = frozenset(
    ("payment_match", "uncertain", "iban_changed", "wrong_contact", "already_paid", "bounce")
)


def _of_another_matter(c: Command, context: Context) -> bool:
    """ "c'est sa carte de vœux, rien à voir avec la facture", where it was not asked whose a payment is."""
    return context.matter not in _ASKED_WHOSE and _NO_LINK.fullmatch(c.words) is not None


def _tells_when(c: Command) -> bool:
    """ "before I say yes or no"."""
    text = c.sentence.text.folded
    return _OR_NO.search(text[: c.start]) is not None and _SAYING.search(text[: c.start]) is not None


def _not_to_write(c: Command, context: Context) -> bool:
    """An order of its own, where no letter was proposed: "rien vu, ne relance pas pour autant"."""
    if context.matter == "already_paid":
        return NOT_TO_WRITE.search(c.words) is not None
    return context.matter in NOTHING_PROPOSED and re.search(r"envo|ecri|send|write", c.words) is not None


def _turns_round(c: Command, before: list[Command]) -> bool:
    """ "stop Petit euh non envoie": it takes back the stop and forbids nothing."""
    behind = next((m for m in c.sentence.marks if m.start >= c.end and m.kind != "comma"), None)
    sends = behind is not None and behind.name == "send"
    return sends and c.words in ("non", "nan", "no") and any(b.name == "stop" for b in before)


def not_this(c: Command, before: list[Command], context: Context, now: Now) -> list[Act] | None:
    if context.matter == "stale_source":
        return [] if c.targets else None  # "rien de neuf sauf Martin": nothing was proposed
    if context.matter == "already_paid" and c.targets and any(b.name == "paid" for b in before):
        return [Act("not_received")]  # "payé la 118, pas la 121"
    until = ahead(c, now)
    if (
        c.targets
        and until
        and until > now.today
        and BEFORE.search(c.sentence.text.folded[c.end : c.sentence.end])
    ):
        return [Act("pause", until=until)]
    if c.targets and _put_off_otherwise(c, before, until, now):
        return [Act("pause", until=until, leaves=before[-1].name != "pause")]
    return [Act("no")] if c.targets or c.several else None


def _put_off_otherwise(c: Command, before: list[Command], until: date | None, now: Now) -> bool:
    """ "tous lundi sauf 2 mardi": all have a day, and who is left out has another."""
    days = [b.day() for b in before[-1:] if b.name in _PUTS_OFF and b.targets == ["all"]]
    return SAVE.fullmatch(c.words) is not None and bool(days and until and until > now.today)


_PUTS_OFF = frozenset(("pause", "send", "day", "yes"))


_REFUSING = re.compile(r"\b(?:refus\w*|reject\w*|declin\w*)$")
_REFUSING_NEXT = re.compile(r" (?:le |la |lui |leur )?(?:refus|reject|declin)")
_THEY = re.compile(
    r"\b(?:ils?|elles?|cliente?|he|she|they|customer) (?:(?:l'|me |nous |m'|a |ont |has |have ){1,2})?"
    r"(?:$|refus)"
)
_TO_WRITE = re.compile(
    r" (?:de |d'|to )(?:(?:la |le |l'|lui |leur ))?(?:poster|envoyer|expedier|ecrire|relancer|post|send"
    r"|mail)\b"
)
# Not "refusé de le prendre".
_TO_DO = re.compile(
    r" (?:de |d'|to )(?!(?:la |le |l'|les |me |nous )?(?:prendre|recevoir|receptionner|retirer|accepter"
    r"|signer|take|accept|collect|open|ouvrir|sign|payer|pay)\b)\w"
)
_A_PAPER = re.compile(
    r" (?:(?:le|la|un|une|mon|ma|notre|the|my|a) )?(?:devis|bon|contrat|cheque|facture|pv|quote|contract)\b"
)
_PARTICIPLE = re.compile(r"ée?s?\b")
_BY_THE_POST = re.compile(
    r"\b(?:affranchi\w*|timbr\w+|postage|stamps?|underpaid|overweight|trop (?:lourd|grand|epais)\w*|guichet"
    r"|mal (?:ferme|emballe|adresse)e?|par la poste|by the post office|at the counter)\b"
    r"|\b(?:la poste|le postier|the post office) (?:(?:l'|me |la |le |it |has |have )?(?:a |ont )?){0,2}"
    r"refuse"
)
_OF_REFUSING = re.compile(r"\b(?:a|de|pas|sans|pourquoi) (?:lui |leur )?$")
_REFUSES = re.compile(
    r"refus|reject|declin|accept|question|deal|d'accord|impossible|niet|retour|pli|no[- ]go"
)
_NOT_SO = re.compile(r"\b(?:pas|not|jamais|never|isn't)(?: (?:si|tres|that|so))? $")
_VERB = re.compile(r"refus|reject|declin|accept")
_WEARY = re.compile(r"attendu|suffit|trop (?:tard|long|loin)|too (?:late|long|far)")


def refuse(c: Command, _b: list[Command], context: Context, now: Now) -> list[Act] | None:
    """The imperative, or the letter that was refused: the accent tells, else the matter."""
    if _nothing_refused(c) or of_something_else(c) or (context.matter in _ASKED and of_another(c)):
        return []
    if c.words == "refuser" and _OF_REFUSING.search(c.sentence.text.folded[: c.start]):
        return None  # "je ne vais pas leur refuser ça"
    if c.words.endswith(" pas") and _REFUSING_NEXT.match(c.sentence.text.folded, c.end):
        return None  # "je ne peux pas refuser"
    if _OR_ACCEPT.search(c.sentence.text.folded[: c.start]) or _NOT_AT_ALL.match(
        c.sentence.text.folded, c.end
    ):
        return []  # "accepte ou refuse", "refuse pas de refaire la peinture"
    if _WEARY.search(c.words) and _NOT_SO.search(c.sentence.text.folded[: c.start]):
        return []  # "oui mais pas trop long"
    if _REFUSING.search(c.words) and denied(c.sentence.text.folded, c.start, c.end):
        other = any(m.name in ("propose", "plan", "accept") for m in c.sentence.marks)
        return None if other else []  # "refuse pas, dis-lui le 20"
    return _refusal(c, context, now)


_OR_ACCEPT = re.compile(
    r"\b(?:accept\w*|oui|yes|ok) (?:ou|or) (?:tu |on |je )?$|\bquestion que (?:je|j'|on) $"
)
_NOT_AT_ALL = re.compile(r" (?:pas|jamais|rien du tout)\b")


def _nothing_refused(c: Command) -> bool:
    """ "hors de question de refuser", "refusé de poster, trop cher", "il a refusé l'avoir de 120"."""
    text = c.sentence.text.folded
    if _TO_REFUSE.match(text, c.end) or _TO_WRITE.match(text, c.end):
        return True
    return _of_a_credit(c) and bool(_THEY.search(text[: c.start]) or _THEY.match(c.words))


def _of_a_credit(c: Command) -> bool:
    """ "avoir de 120 refusé", "120 d'avoir, jamais de la vie": no letter, and no request of ours."""
    return any(m.name == "credit" for m in c.sentence.marks)


_ASKED = REQUESTS | {"document_request"}  # what the customer asks for is refused


def _refusal(c: Command, context: Context, now: Now) -> list[Act] | None:
    if _of_a_credit(c) and context.kind == "notice":
        return [Act("refuse")]
    participle = not _of_a_credit(c) and _PARTICIPLE.search(c.exact.lower()) is not None
    if context.matter not in REQUESTS and (_WEARY.search(c.words) or not _REFUSES.search(c.words)):
        return None  # "j'ai assez attendu" gives a reason
    if context.matter == "post" and _BY_THE_POST.search(c.sentence.folded):
        return []  # "refusée au guichet, pas assez affranchie"
    if context.matter == "post" or (participle and context.matter not in _ASKED):
        open_ = _something_else(c) or hardly_past(c, now)
        return [] if open_ else [Act("refused_letter", date=c.day(past=True))]
    return [Act("no" if _to_a_proposal(c, context) else "refuse")]


def _something_else(c: Command) -> bool:
    """ "il a refusé de signer le devis", "je refuse d'aller à la poste": no letter of ours."""
    text = c.sentence.text.folded
    paper = c.words.endswith(" signer") and _A_PAPER.match(text, c.end)
    return bool(paper or _TO_DO.match(text, c.end))


def _to_a_proposal(c: Command, context: Context) -> bool:
    """ "2 hors de question" of what is to be sent; in a list not "refuse la remise"."""
    if context.kind == "notice":
        return context.matter in PROPOSED and context.matter not in _ASKED
    return context.kind != "digest" and not _VERB.search(c.words)


def propose(c: Command, before: list[Command], context: Context, _now: Now) -> list[Act] | None:
    day = c.day()
    if re.search(r"\b(?:a|ai|ont|avons) $", c.sentence.text.folded[: c.start]):
        return None  # "elle a attendu trois semaines"
    if c.before and _THEY_OFFER.match(c.sentence.text.folded, c.start):
        return None  # "Plume propose de payer le 15, accepte"
    if _TO_YOU.match(c.sentence.text.folded, c.end):
        return None  # "I'll tell you which tomorrow"
    if c.words == "demande" and _A_REQUEST.search(c.sentence.text.folded[: c.start]):
        return None  # "deuxième demande en six mois"
    if _THAT_IT_IS_SO.match(c.sentence.text.folded[c.end : c.sentence.end]):
        return None  # "dites-leur que j'accepte"
    if context.matter == "call" and any(b.name in ("called", "said") for b in before):
        return None
    if day:
        return [Act("propose", date=day)]
    return None


_THEY_OFFER = re.compile(
    r"propose(?:nt)? (?:de |d')(?:me |nous |tout )?(?:payer|regler|verser|virer|solder)\b"
)
_TO_YOU = re.compile(r" (?:you|te|vous)\b")
_THAT_IT_IS_SO = re.compile(
    r" (?:que |qu'|that )?(?:c'est |it's |je suis |on est |i'm )?(?:j'accepte|on accepte|nous acceptons"
    r"|accepte|ok|oui|d'accord|bon|yes|fine|i accept|we accept)\b"
)
_A_REQUEST = re.compile(
    r"\b(?:une|la|sa|leur|cette|autre|nouvelle|seconde|\d ?e|(?:prem|deux|trois|quatr)ie(?:r|m)e) $"
)
