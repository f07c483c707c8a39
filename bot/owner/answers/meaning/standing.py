"""How a customer stands from now on: given up, in dispute, treated otherwise; a command in, acts out.

The words are everyday ones: "laisse tomber le mail", "il a bien raison" of another matter, "c'est normal" and
"nice of him" order nothing.
"""

import re

from bot.owner.answers.acts import Act
from bot.owner.answers.context import Context
from bot.owner.answers.meaning.giving_up import part_given_up
from bot.owner.answers.meaning.holding import stop
from bot.owner.answers.meaning.payees import owed_to_another
from bot.owner.answers.meaning.tales import led_in
from bot.owner.answers.walking.commands import Command
from bot.reading.dates import Now

_BY_NO_MEANS = re.compile(
    r"\b(?:(?:pas|hors de|aucune) (?:question|envie|intention|raison)|refuse|jamais|pas pret|pas prete"
    r"|(?:vais|va|allons|veux|veut|voulons|peux|peut|pouvons|compte|comptons|faut|dois) pas"
    r"|no (?:way|question|intention)|not (?:going|willing|ready|about)|won't|will not|don't want|never)"
    r"(?: (?:que je|que j'|qu'on|que|de|d'|of|to|i|i'm|we|am|going|le|la|les|l'|lui|ca|tout))* ?(?:d')?$"
)


def drop(c: Command, before: list[Command], context: Context, now: Now) -> list[Act] | None:
    if c.words.endswith("courir"):
        return stop(c, before, context, now) or []  # "on laisse courir": for how long?
    if _NOT_TO.search(c.sentence.text.folded[c.sentence.start : c.start]):
        return []  # "pas question de laisser tomber", "je ne vais pas passer ça en perte"
    if context.to_post and _LOST.match(c.words):
        return []  # the letter, and not the debt
    acts = _drop(c)
    part = part_given_up(c, context) if acts else None
    return acts if part is None else part


def _drop(c: Command) -> list[Act] | None:
    """Not of a thing that is no debt: "laisse tomber le mail"."""
    behind = c.sentence.text.folded[c.end : c.sentence.end]
    thing = re.match(
        r",? ?(?:(?:le|la|l'|les|the|that) ?)?(?:mail|e-?mail|adresse|telephone|lettre|courrier|relance"
        r"|sms|letter|address|call)\b",
        behind,
    )
    if re.search(r"oublie|perdu", c.words) and _THEY_HAVE.search(c.sentence.text.folded[: c.start]):
        return None  # "il devait payer vendredi, il a oublié", "il a perdu sa femme"
    if re.search(
        r"\b(?:ai|a|ont|avons|as|avait|avez|avais|avions|avaient)(?: \w+)?"
        r" (?:oublié|classé|laissé|effacé|abandonné)",
        (c.sentence.text.words(max(0, c.start - 24), c.end)).lower(),
    ):
        return []  # "on a oublié le joint"
    if re.search(
        r"\b(?:il|elle|ils|elles|he|she|they)(?: (?:n'|ne|l'|m'|nous|always|often|keep|never|sometimes))? ?$",
        c.sentence.text.folded[: c.start],
    ):
        return None  # "c'est la troisième fois qu'il oublie"
    if re.search(r"\b(?:avais|avait|avions|avaient) (?:\w+ )?$", c.sentence.text.folded[: c.start]):
        return None  # "nous avions oublié deux pages"
    if _USED_TO.search(c.words):
        return None  # "j'oubliais le garage"
    if c.words.startswith("tant pis") and any(m.name in ("yes", "send") for m in c.sentence.marks):
        return []  # "ok tant pis": the letter, or the debt?
    if c.words.endswith("perdu") and _BEREFT.match(behind):
        return None if _WHO.search(c.sentence.text.folded[: c.start]) else []  # "elle a perdu son mari"
    return [] if thing or _by_no_means(c) else [Act("drop")]


_LOST = re.compile(r"(?:c'est |it's |est |sont )?(?:perdue?s?|egaree?s?|foutue?s?|lost)\b")


def _by_no_means(c: Command) -> bool:
    """ "pas question de laisser tomber", "je ne vais pas passer ça en perte", "s'il avait oublié"."""
    before = c.sentence.text.folded[c.sentence.start : c.start]
    return "oublié" in c.exact.lower() or _BY_NO_MEANS.search(before) is not None


_NOT_TO = re.compile(
    r"\b(?:(?:pas|hors de|no) question|(?:ne |n')?(?:vais|veux|peux|compte|va|veut|peut|allons|voulons"
    r"|pouvons|faut)"
    r" (?:surtout |certainement |absolument )?pas|refus\w{1,3}|(?:won't|don't want to|not going to|can't"
    r"|cannot|not (?:ready|prepared|willing) to|refuse to))(?: (?:de|d'|que je|qu'on|que j'|of|to))?"
    r"(?: (?:le|la|les|tout|ca|l'))? ?$"
)
_USED_TO = re.compile(r"\b(?:oubli|abandonn|renonc|class|effac|laiss|annul)e?(?:ais|ait|aient)\b")
_WHO = re.compile(r"\b(?:qui|who)(?: (?:a|vient de|has))? $")
_THEY_HAVE = re.compile(r"\b(?:ils?|elles?|cliente?) (?:l'|m'|nous )?(?:a|ont|aurai(?:t|ent)) (?:\w+ )?$")
_BEREFT = re.compile(r" (?:son|sa|ses|leurs?|le|la|les|un|une|mon|ma|mes) ")


_RIGHT = re.compile(
    r"nous$|us$|raison|vrai|tort|faute|erreur|fault|mistake|error|point|right|fond|justif|legitim|tromp|plant"
)


def dispute(c: Command, before: list[Command], context: Context, _now: Now) -> list[Act] | None:
    """That somebody is right matters where a bill is in question, and not as a reason for another act."""
    if context.matter in ("already_paid", "payment_match") and _OWN_FAULT.search(c.words):
        return None  # "payée en espèces, j'ai oublié de le noter"
    if _OWN_FAULT.search(c.words) and any(
        b.name == "paid" and b.number == c.number and not b.sum() for b in before
    ):
        return None  # "they paid last year, my mistake"
    if _TRUE.search(c.words) and any(b.name == "paid" and b.number == c.number for b in before):
        return None  # "il dit qu'il a payé, et c'est vrai"
    if _TROUBLE.search(c.words) and any(b.name in _RESTS and b.number == c.number for b in before):
        return None  # "stop pour la 1, y a un souci sur les tiroirs": why
    if _of_the_house(c):
        return []  # "Lucie a raison pour Astier"
    if _RIGHT.search(c.words):
        asked = context.kind != "notice" or context.matter in _IN_QUESTION
        reason = any(b.name in ("drop", "accept", "credit") and c.number == b.number for b in before)
        if (
            not asked
            or (reason and (c.leant or not c.targets))
            or (context.kind != "notice" and not c.targets)
        ):
            return None
    return _dispute(c)


_IS_RIGHT = re.compile(r"(?:a|ont|has|have) (?:bien |tout a fait |entierement )?(?:raison|a point)|is right")
_SAYS_WHO = re.compile(
    r"\b(?:il|elle|ils|elles|he|she|they|cliente?|customer|monsieur|madame|mme|m\.?|qui|who|on) $"
)


def _of_the_house(c: Command) -> bool:
    """Somebody who is no customer of the mail is right, and the customer is named behind."""
    before = c.sentence.text.folded[c.sentence.start : c.start]
    named = any(m.kind in ("name", "number") and m.end <= c.start for m in c.sentence.marks)
    if not _IS_RIGHT.fullmatch(c.words) or named or not before.strip() or _SAYS_WHO.search(before):
        return False
    return bool(c.targets) and not c.before


def _dispute(c: Command) -> list[Act] | None:
    if owed_to_another(c) or _OF_NO_CONCERN.search(c.sentence.folded):
        return None  # "il refuse de payer son électricien", "un litige avec Orange, rien à voir avec nous"
    if _IN_BAD_FAITH.match(c.sentence.text.folded, c.end):
        return []  # "il conteste pour gagner du temps"
    if _A_NEIGHBOUR.search(led_in(c)):
        return None  # "son voisin aussi avait contesté"
    if not c.targets and (_THE_OTHER.search(led_in(c)) or _WILL_BE.match(c.sentence.text.folded, c.end)):
        return []  # "l'autre facture est en litige", "le litige sera clos vendredi"
    return [Act("dispute")]


_A_NEIGHBOUR = re.compile(
    r"\b(?:son|sa|mon|ma|un|une|his|her|my|a) (?:voisine?|cousine?|copain|copine|collegue|neighbour|cousin"
    r"|mate)\b"
)
_THE_OTHER = re.compile(r"\b(?:l'autre|une autre|the other|another)(?: facture| one| invoice| bill)? ?$")
_OF_NO_CONCERN = re.compile(
    r"\b(?:rien a voir|aucun rapport|nothing to do) (?:avec|with) (?:nous|moi|la facture|notre|us|me|our"
    r"|the invoice)\b"
)
_WILL_BE = re.compile(
    r" (?:sera|va etre|devrait etre|will be|should be) (?:\w+ )?(?:clos|regl|resol|clos|settl)"
)


_IN_BAD_FAITH = re.compile(
    r" (?:juste |seulement |uniquement )?(?:(?:pour|histoire de) (?:gagner|trainer|ne pas payer|pas payer"
    r"|eviter"
    r"|repousser|faire trainer|retarder|la forme|rien)|de mauvaise foi|sans raison|to (?:gain|buy|win|stall"
    r"|avoid|delay)|for (?:nothing|the sake))\b"
)
_TRUE = re.compile(r"\b(?:vrai|exact|juste|true|correct)$")
_TROUBLE = re.compile(r"\b(?:souci|probleme|problem|defaut)\b")
_RESTS = frozenset(("stop", "no", "pause"))
_OWN_FAULT = re.compile(r"oubli|forg[eo]t|mistake|erreur|fault|error|bad$")
_IN_QUESTION = frozenset(
    ("dispute", "undecided", "call", "delay_request", "promise", "already_paid", "amount", "reopened",
     "refused", "mise_en_demeure", "document_request", "gentle_end", "owner_only")
)  # fmt: skip


def treatment(c: Command, before: list[Command], context: Context, now: Now) -> list[Act] | None:
    if c.fields["value"] == "never" and "etre" not in c.words and re.search(r"relancée?s?$", c.exact.lower()):
        return None  # "jamais relancé" tells what was
    if c.fields["value"] == "never" and _OF_A_FAVOUR.match(c.sentence.text.folded, c.end):
        return None  # "plus jamais de crédit"
    if c.fields["value"] == "never" and _FOR_NOW.match(c.sentence.text.folded, c.end):
        return _for_now(c, before, context, now)
    return _treatment(c, context)


_OF_A_FAVOUR = re.compile(
    r" (?:de |d')(?:credit|delai|report|remise|facilite|cadeau|avance|chantier|commande|travaux|devis"
    r"|service)"
)


def _for_now(c: Command, before: list[Command], context: Context, now: Now) -> list[Act] | None:
    """ "plus de relance avant le 15", "pause 10 jours, plus de relance d'ici là"."""
    if any(b.name == "pause" and b.number == c.number for b in before):
        return None
    whose = bool(c.targets) or context.kind != "digest"
    return stop(c, before, context, now) if whose else []  # "plus de relances cette semaine": nobody's?


def _treatment(c: Command, context: Context) -> list[Act] | None:
    if context.matter == "stale_source" and c.fields["value"] == "owner_only":
        return None
    if c.fields["value"] == "owner_only" and _INTO.match(c.sentence.text.folded[c.end : c.sentence.end]):
        return None  # "je le garde dans le classeur"
    if c.fields["value"] == "owner_only" and c.words.endswith(("vois", "see", "voir")) and c.day():
        return None  # "je le vois jeudi"
    if c.fields["value"] == "owner_only" and context.to_post and context.kind == "notice" and c.day():
        return []  # "je m'en occupe demain": of the posting?
    alone = sum(m.kind != "comma" and m.name != "filler" for m in c.sentence.marks) == 1
    if c.fields["value"] == "normal" and _NATURAL.search(c.sentence.text.folded[: c.end]):
        return None  # "c'est tout à fait normal"
    if _of_no_manner(c):
        return None
    if c.fields["value"] == "gentle" and _MANNER.fullmatch(c.words) and not (alone or c.targets):
        return None  # "nice of him to ask"
    return [Act("treatment", value=c.fields["value"])]


_FOR_NOW = re.compile(
    r" (?:d'ici|avant|jusqu'|tant qu|pour (?:l'instant|le moment)|en attendant|pendant|before|until|till"
    r"|for now|in the meantime|meanwhile|cette semaine|ce mois|aujourd'hui|demain|this week|today|tomorrow)"
)


def _of_no_manner(c: Command) -> bool:
    """ "réglé à l'amiable", "oui je suis au courant"."""
    before = c.sentence.text.folded[: c.start]
    settled = c.words.endswith("amiable") and _SETTLED.search(before) is not None
    return settled or (c.words.endswith("courant") and _KNOWS.search(before) is not None)


_SETTLED = re.compile(
    r"\b(?:regle|arrange|accord|solution|reglement|entente|resolu|transige)\w{0,4} (?:a l'|a )?$"
)
_KNOWS = re.compile(r"\b(?:suis|es|est|sommes|etes|sont|etais|etait|ete) (?:deja |bien )?$")
_INTO = re.compile(
    r" (?:dans|sous|au|sur|in|under) (?:le |la |un |une |mon |ma |notre |the |my |a )?(?:classeur|dossier"
    r"|tiroir|coude|bureau|archives?|coffre|frais|chaud|pile|file|drawer|folder|binder)\b"
)
_NATURAL = re.compile(
    r"\b(?:c'est|that's|it's|parait|semble|seems|is) (?:\w+ ){0,3}?(?:normale?|standard|habituel|classique"
    r"|normally)$"
)


_MANNER = re.compile(
    r"nice|nicely|kind|cool|sympa|easy|soft|softly|tranquille(?:ment)?|gentil(?:le)?|(?:le |la )?menage[rz]?"
)
