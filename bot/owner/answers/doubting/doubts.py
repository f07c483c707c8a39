"""Whether a doubt in the sentence weighs on an order: "mais", "si", a stray "pas", a wink.

One that stands before a plain order, speaks of another case, or explains why one is left out, does not.
"""

import re

from bot.owner.answers.marking.marks import Mark
from bot.owner.answers.walking.commands import Command, Walk
from bot.owner.answers.words.telling import reason

DOUBTS = frozenset(("hedge", "doubt", "seen", "if", "defer"))


def doubted(command: Command, walk: Walk) -> bool:
    strays = [
        c for c in walk.commands if c.name == "not" and not c.targets and not _tells_no(walk, c, command)
    ]
    if any(_near(c, command) for c in strays):
        return True
    for index, chunk in enumerate(walk.chunks):
        if not _of_another(command, walk, index):
            found = [h for h in chunk.helpers if _weighs(h, command, walk, index)]
            if found:
                return not _gentle_turn(command, walk, found[0].start)
    return False


def _tells_no(walk: Walk, negation: Command, command: Command) -> bool:
    """ "reprends pour Abadie, il n'a pas tenu parole": what another did not do."""
    given = reason(command.sentence.text.folded[command.end : command.sentence.end])
    if 0 <= given <= negation.start - command.end and command.targets:
        return True  # "relance Fabre elle n'a pas tenu parole"
    if negation.chunk <= command.chunk:
        return False
    since = [m for m in walk.sentence.marks if m.kind == "comma" and m.end <= negation.start]
    told = walk.sentence.text.folded[since[-1].end if since else 0 : negation.start]
    return (
        re.match(
            r" ?(?:car |parce qu'|puisqu'|since |as |because )?(?:il|elle|ils|elles|he|she|they)\b", told
        )
        is not None
    )


def _of_another(command: Command, walk: Walk, index: int) -> bool:
    """Whether that part of the sentence speaks of somebody else than this order does."""
    chunk = walk.chunks[index]
    if not command.targets or not chunk.aimed or index == command.chunk:
        return False
    return index > command.chunk or not any(h.name in ("if", "hedge") for h in chunk.helpers)


def _weighs(helper: Mark, command: Command, walk: Walk, index: int) -> bool:
    if helper.name not in DOUBTS or _left_behind(command, helper, index):
        return False
    if (
        walk.context.matter == "mise_en_demeure"
        and helper.start > command.end
        and _THE_DEMAND.fullmatch(helper.said.words)
    ):
        return False  # "je valide l'envoi de cette mise en demeure"
    if helper.name == "seen" and helper.end < command.start and command.name == "send":
        return False  # "bien vu, envoie tout"
    if command.name == "not_received" and helper.said.words in ("mais", "but"):
        paid = [c for c in walk.commands if c.name == "paid" and c.targets and c.start > helper.start]
        if paid and helper.start >= command.end:
            return False  # "pas reçu, mais Duval a payé 300"
    if command.name == "not_received" and not helper.said.words[:1].isascii():
        return False  # a rolling eye
    if _of_an_exception(helper, command, walk) or _of_the_count(helper, command):
        return False
    aimed = command.targets or re.search(r"\b(?:all|tout|toutes|tous|lot|everything)\b", command.words)
    return not (aimed and _turns_to_another(walk, helper, command))


_THE_DEMAND = re.compile(r"(?:la |the )?(?:mise en demeure|med|formal notice)")


def _of_the_count(helper: Mark, command: Command) -> bool:
    """ "déjà relancé trois fois, c'est moi qui avais écrit"."""
    return (
        command.name == "reminded"
        and helper.start > command.end
        and helper.said.words in ("qui", "who", "avant", "before", "apres")
    )


def _of_an_exception(helper: Mark, command: Command, walk: Walk) -> bool:
    """ "yes, except Brook Cottage who paid": what is said of the one left out."""
    left_out = [c for c in walk.commands if c.name == "not" and c.targets and c.start > command.start]
    if not left_out or helper.start < left_out[0].end:
        return False
    behind = command.sentence.text.folded[left_out[0].end : helper.end]
    return helper.said.words in ("who", "qui", "which", "que") or _EXPLAINS.search(behind) is not None


_EXPLAINS = re.compile(
    r"\b(?:ou|que?|qui|dont) (?:je|j'|on|nous)\b|[,:(] ?(?:il|elle|ils|elles|he|she|they|c'est|car|parce que"
    r"|j'ai|je (?:l'|les |lui )|i've|on (?:l'|a)|notre|son|sa|leur|his|her|their)\b"
)


def _near(other: Command, command: Command) -> bool:
    """A stray "pas" takes back a bare yes anywhere, an order of its own only from its part on."""
    return command.name not in _PLAIN_ORDERS or other.chunk >= command.chunk


_PLAIN_ORDERS = frozenset(("resume", "mise_en_demeure", "not_received", "dispute_closed", "reminded"))


def _left_behind(command: Command, helper: Mark, chunk: int) -> bool:
    """ "il a promis mais rien reçu, reprends": the doubt stands in what was said before."""
    if (
        command.name not in _PLAIN_ORDERS
        or helper.name not in ("doubt", "seen", "defer")
        or re.search(r"\b(?:si|if)\b", helper.said.words)
    ):
        return False
    return helper.start < command.start and (chunk < command.chunk or command.start - helper.end <= 1)


def _turns_to_another(walk: Walk, helper: Mark, command: Command) -> bool:
    """ "1 et 2 oui mais 3 non": what follows the "mais" is about another case."""
    turn = walk.sentence.text.folded[helper.start : helper.end] in ("mais", "but")
    if not turn or helper.start < command.end:
        return False
    other = [
        c
        for c in walk.commands
        if c.name in _KEEPS_BACK
        and c.targets
        and 0 < c.start - helper.end <= 3
        and c.targets != command.targets
    ]
    return bool(other) or any(0 < m.start - helper.end <= 6 for m in walk.named)


_KEEPS_BACK = frozenset(("no", "not", "stop", "pause", "paid", "dispute"))


def _gentle_turn(command: Command, walk: Walk, place: int) -> bool:
    """ "mollo avec lui, mais tu peux envoyer": the turn leads to the order instead of taking it back."""
    word = walk.sentence.text.folded[place : place + 4].strip()
    others = [c for c in walk.commands if c is not command]
    leads = 0 <= command.start - place <= 6
    return (
        word in ("mais", "but")
        and command.name == "send"
        and leads
        and all(c.name == "treatment" for c in others)
    )
