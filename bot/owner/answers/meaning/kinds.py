"""What a customer is said to be: a private person, a business, a public body, an association.

A command in, acts out. The same words stand in many sentences that say no such thing, so outside the question
itself they must be stated of the customer.
"""

import re

from bot.owner.answers.acts import Act
from bot.owner.answers.context import Context
from bot.owner.answers.walking.commands import Command
from bot.reading.dates import Now

_WHO_DOES = re.compile(r"(?: (?:de la |de l'|de |du |des |d')[\w-]{2,20}){0,1} qui ")
_IN_PARTICULAR = re.compile(r"\b(?:en|in|rien de|rien d'aussi|quelque chose de|cas|semaine|mois) $")
_FOR_HIMSELF = re.compile(
    r"\b(?:mais|but|sauf que|though|meme si)\b.{0,40}\b(?:(?:sa|leur|son|his|her|their) (?:propre |own )?"
    r"(?:maison|domicile|villa|appart\w*|logement|jardin|piscine|house|home|flat|garden)"
    r"|(?:titre|usage) prive|perso(?:nnel\w*)?|for (?:him|her)self|personal(?:ly)?|private(?:ly)?)\b"
)
_ONLY = re.compile(r"\b(?:seulement|uniquement|only)\b|^que ")
_BEGINS_A_NAME = re.compile(
    r"(?:la |le |l'|une? )?(?:mairie|commune|ville|ecole|college|lycee|association|asso|club|copro(?:priete)?"
    r"|hopital)"
)


def kind(c: Command, before: list[Command], context: Context, _now: Now) -> list[Act] | None:
    if context.matter == "payment_match" and c.words.startswith("c'est la"):
        return None if before else []  # who paid, and not what the customer is
    if context.matter != "kind" and c.words.endswith(("famille", "family")):
        return None  # "doucement, c'est la famille"
    if _WHO_DOES.match(c.sentence.text.folded, c.end):
        return None  # "c'est la mairie qui paie"
    if (
        context.matter != "kind"
        and _BEGINS_A_NAME.fullmatch(c.words)
        and re.match(r" (?:de la |de l'|de |du |des |d')", c.sentence.text.folded[c.end : c.sentence.end])
    ):
        return None  # "la commune de Crozon a versé"
    if re.search(
        r"\b(?:pas|not|jamais|never)(?: (?:une?|a|an|the|la|le|du tout))? $",
        c.sentence.text.folded[: c.start],
    ):
        return None  # "pas une entreprise"
    if c.words == "particulier" and c.sentence.text.folded[: c.start].endswith(" en "):
        return []  # "je le connais en particulier"
    if context.matter != "kind" and not (_stated(c) if context.kind == "notice" else _says_what(c)):
        return [] if _these_only(c, context) else None
    return _certain(c, context)


def _these_only(c: Command, context: Context) -> bool:
    """ "seulement les entreprises": which of a list those are is not said."""
    listed = context.kind in ("eve", "backlog") and not c.targets
    return listed and _ONLY.search(c.sentence.folded) is not None


def _certain(c: Command, context: Context) -> list[Act] | None:
    """Not "je le connais en particulier", "pro, mais la facture c'est pour sa maison"."""
    text, sentence = c.sentence.text.folded, c.sentence
    if _IN_PARTICULAR.search(text[sentence.start : c.start]):
        return [] if context.matter == "kind" else None
    unsure = _FOR_HIMSELF.search(text[c.end : sentence.end])
    return [] if unsure else [Act("kind", value=c.fields["value"])]


def _stated(c: Command) -> bool:
    return c.words.startswith(("c'est un", "c'est une", "c'est la")) and not c.around


def _says_what(c: Command) -> bool:
    """In a list: "c'est une asso", or the word right beside the name."""
    behind = [m for m in c.sentence.marks if m.end <= c.start]
    close = (
        not behind
        or behind[-1].kind in ("name", "number", "comma", "day")
        or behind[-1].name in ("and", "nth")
    )
    return (
        c.words.startswith("c'est")
        or close
        or (
            behind[-1].name == "filler"
            and c.sentence.text.folded[behind[-1].start : behind[-1].end]
            in ("c'est", "c", "est", "is", "sont")
        )
        or (behind[-1].name == "him" and re.match(r"(?:is|est|sont|are|'s) ", c.words) is not None)
    )
