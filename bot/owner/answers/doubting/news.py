"""News told beside a yes that speak against it: an arrangement, a call, a death, another matter.

An order and the walked sentences in; out whether it is doubtful for what its sentence tells, and which of the
listed customers rest for what another sentence tells of them.
"""

import re

from bot.owner.answers.acts import Act
from bot.owner.answers.context import Context
from bot.owner.answers.walking.commands import Command, Walk
from bot.owner.answers.walking.others import case_of, meant

_AGREED = (
    r"\b(?:on|nous) (?:s'est|nous sommes|a|avons|s'|est)(?: \w+)? ?(?:arrange\w{0,3}|mise?s? d'accord"
    r"|entendue?s?"
    r"|trouve (?:un |une )?(?:accord|arrangement|entente|solution|terrain))\b|\b(?:trouve|passe"
    r"|conclu) (?:un )?(?:accord|arrangement)"
    r"|\bwe(?:'ve| have)? (?:agreed|settled|sorted|come to an|came to an|worked (?:it|something) out"
    r"|made a deal|struck a deal)\b"
    r"|\b(?:an|un) (?:arrangement|accord|agreement) (?:with|avec)\b"
)
_SPOKE = (
    r"\b(?:il|elle|ils|elles) (?:m'a|nous a|m'ont|nous ont|vient de m'|vient de nous "
    r"|vient de me )(?: ?\w+)? ?"
    r"(?:appele|telephone|ecrit|repondu|promis|dit|rappele|joint|contacte)\w{0,2}\b"
    r"|\b(?:il|elle|ils|elles) (?:est|sont|vient de) (?:bien )?(?:passee?s?|venue?s?|passer|venir)\b"
    r"|\b(?:il|elle|ils|elles|client|cliente) (?:a|ont|vient de) (?:me |nous )?(?:promis|promettre)\b"
    r"|\bva (?:me |nous )?(?:payer|regler)\b"
    r"|\b(?:paiera|paieront|reglera|regleront|will pay|'ll pay|is paying|going to pay)\b"
    r"|\bj'ai (?:bien )?(?:eu|parle|vu) .{0,40}\b(?:telephone|tel|fil|bureau|chantier|ligne)\b"
    r"|\b(?:he|she|they)(?:'s|'ve| has| have| just)? ?(?:just )?(?:called|rang|phoned|rung|emailed|wrote"
    r"|written|came|come|dropped|promised|been in touch)\b"
    r"|\b(?:i|we)(?:'ve| have)? (?:just )?(?:spoke|spoken|talked) (?:to|with)\b"
)
_PAYS = (
    r"\b(?:paie(?:nt|ra|ront)?|paye(?:nt|ra|ront)?|reglera|reglent|va (?:payer|regler)|vont (?:payer|regler)"
    r"|pays|will pay|is paying|are paying|(?:he|she|it|they)'ll pay)\b"
)
_LOST = (
    r"\b(?:decedee?s?|mort|morte|deces|enterrement|obseques|deuil|died|dead|passed away|funeral|bereav\w{0,4}"
    r"|(?:perdu|perdre) (?:son|sa|ses|leur)|lost (?:his|her|their)|hopital|hospitalise\w{0,2}|malade"
    r"|accident\w{0,2}|cancer"
    r"|hospital|very ill|seriously ill|is ill|is sick|stroke|faillite|liquidation|redressement|sauvegarde"
    r"|bankrupt\w{0,3}|insolven\w{1,3}"
    r"|receivership|administration|depot de bilan|depose le bilan|incendie|sinistre)\b"
)
_TOLD = (
    r"\b(?:promis|promet\w{0,3}|promised?s?|promises|jure|swears?|dit|dis(?:ent|ait)|says?|said"
    r"|assure\w{0,2}|affirme\w{0,2}|pretend\w{0,3}"
    r"|claims?|m'a (?:appele|ecrit|telephone|rappele|repondu|dit)|nous a (?:appele|ecrit|telephone)"
    r"|called|rang|phoned"
    r"|conteste\w{0,2}|disput\w{1,3}|reclame|complains?|arrange\w{0,2}|d'accord|agreed|arrangement"
    r"|negoci\w{1,4})\b"
)
_OTHER = re.compile(
    r"(?:\b(?:the|an|your|les?|des|un|une|pour)|\bl'|\bd')? ?\b(?:autres?(?! (?:jour|fois|semaine|cote"
    r"|mois|part|choix))|others?"
    r"|another)\b"
)
_OUR_PROPOSAL = frozenset(("mise_en_demeure",))
_BESIDE = re.compile(rf"{_AGREED}|{_SPOKE}")
_WILL_PAY = re.compile(_PAYS)
_HOLDS = re.compile(rf"{_LOST}|{_TOLD}|{_PAYS}|{_AGREED}")
_AS_A = re.compile(
    r"\b(?:comme|en tant que|as (?:a|an|our|my)) (?:fournisseurs?|clients?|prestataires?|partenaires?"
    r"|suppliers?|customers?"
    r"|contractors?|sous-traitants?)\b"
)


def beside_the_point(command: Command, walk: Walk) -> bool:
    """ "ok, on s'est arrangés", "send the other", "on continue avec lui comme fournisseur"."""
    folded = walk.sentence.folded
    if walk.context.matter in _OUR_PROPOSAL and (_BESIDE.search(folded) or _OTHER.search(folded)):
        return True
    if command.name == "resume" and _AS_A.search(folded):
        return True
    behind = walk.sentence.text.folded[command.end : walk.sentence.end]
    pays = _WILL_PAY.search(behind)
    return (
        walk.context.matter == "digest"
        and command.name == "yes"
        and pays is not None
        and not _NO.search(behind[: pays.start()])
        and "," not in behind[: pays.start()]
    )


_NO = re.compile(r"\b(?:pas|ne|n'|si|not|if|doesn't|don't)\b")


def held_by_news(walk: Walk) -> list[str]:
    """Who is told of in a sentence that orders nothing of them: "Petit est décédé"."""
    if walk.context.matter not in ("eve", "backlog") or not _HOLDS.search(walk.sentence.folded):
        return []
    ordered = {case_of(t, walk.context) for c in walk.commands if c.name in _ORDERS for t in c.targets}
    return [one for one in _named(walk) if one not in ordered]


def hold_back(walks: list[Walk], acts: list[Act], context: Context) -> None:
    """ "ok. Petit est décédé": the yes stands for the others at most."""
    if any(c.rest for walk in walks for c in walk.commands):
        return  # "les autres" are those who were not named
    holding = {case_of(act.target, context) for act in acts if act.act in _HOLDING}
    for case in dict.fromkeys(one for walk in walks for one in held_by_news(walk)):
        pressed = [
            a for a in acts if a.act == "ok" and (a.target == "all" or case_of(a.target, context) == case)
        ]
        if not pressed or case in holding:
            continue
        acts[:] = [a for a in acts if a not in pressed or a.target == "all"]
        if any(a.target == "all" for a in pressed):
            acts.append(Act("no", case))


_HOLDING = frozenset(("no", "stop", "pause", "paid", "dispute", "drop", "treatment"))
_ORDERS = frozenset(
    (
        "yes",
        "send",
        "accept",
        "weak",
        "refuse",
        "no",
        "not",
        "stop",
        "pause",
        "paid",
        "drop",
        "resume",
        "treatment",
        "settled",
        "reminded",
        "mise_en_demeure",
    )
)


def _named(walk: Walk) -> list[str]:
    cases = (meant(mark, walk.context) for mark in walk.named if mark.kind == "name")
    return [case for case in dict.fromkeys(cases) if case]
