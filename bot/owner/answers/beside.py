"""The words that stand beside an order in its part of a sentence: whether they leave what presses plain.

Unknown words, days and sums, a case that the mail did not show, or another's wish told ("il est d'accord")
make an order doubtful. Words in the part of another order, or that merely tell, do not.
"""

import re

from bot.owner.answers.commands import Command, Walk
from bot.owner.answers.context import Context
from bot.owner.answers.figures import Figure
from bot.owner.answers.marks import Mark
from bot.owner.answers.names import Named
from bot.reading.dates import Now

_TOLD = re.compile(
    r"\b(?:il|elle|ils|elles|he|she|they)(?: (?:n'|ne )?\w+){0,2} ?$|\b(?:he|she|they)'(?:s|re) $"
)
_IS = re.compile(r"(?:\b|')(?:est|sont|etait|serait|is|are|was|s|re) $")
_WILL = re.compile(r"\b(?:doit|doivent|va|vont|veut|veulent|vais|devrait|to|will|must)(?: tout)? $")


def unknown_near(command: Command, walk: Walk, context: Context, now: Now) -> bool:
    """Plain words, or days and sums, beside the order, in its own part of the sentence."""
    if _own_words(command, walk) or walk.orphans or _stray(command, walk) or _more_wanted(command, walk):
        return True
    for mark in command.marks:
        if mark.kind in ("sum", "percent", "number"):
            return True
        ahead = mark.value.ahead if isinstance(mark.value, Figure) else None
        if ahead and command.name == "yes" and command.words.startswith(("je ", "i ")):
            return True  # "je valide demain"
        if ahead and command.name in ("yes", "send", "resume") and (ahead - now.today).days > 1:
            return True
    return _counted(command, context) or not _known(command, context)


def told_of_another(command: Command, walk: Walk) -> bool:
    """ "il est d'accord", "il demande une mise en demeure": what another says or wants is no order."""
    if command.name not in ("yes", "accept", "send", "resume", "mise_en_demeure", "send_mise_en_demeure"):
        return command.name == "dispute_closed" and _goes_on(command, walk)
    before = command.sentence.text.folded[command.sentence.start : command.start]
    before = re.split(r"[,;:]", before)[-1]
    if command.name == "resume" and _WILL.search(before) and re.match(r"\w+(?:er|re|ir)\b", command.words):
        return True
    if _TOLD.search(before):
        return True
    behind = [m for m in walk.sentence.marks if m.end <= command.start and m.name != "filler"]
    said_of = behind[-1] if behind else None
    if not _IS.search(before) or _ITSELF.search(before):
        return False
    return said_of is None or (said_of.kind in ("word", "name") and not _numbered(said_of))


_ITSELF = re.compile(
    r"(?:c'|\b(?:ca|cela|tout|toutes|tous|it|that|this|all|everything|'s) ?)(?:est|sont|is|are|was|s|re) $"
)


def _goes_on(command: Command, walk: Walk) -> bool:
    """ "il doit tout reprendre", "le reste est dû le 15"."""
    if any(m.kind in ("day", "duration") for m in command.marks):
        return True
    behind = walk.sentence.text.folded[command.end : walk.sentence.end]
    return re.match(r" (?:\w+(?:er|re|ir)\b|(?:a|au|aux|to) (?!ce jour))", behind) is not None


def _numbered(mark: Mark) -> bool:
    return isinstance(mark.value, Named) and mark.value.invoice


def _own_words(command: Command, walk: Walk) -> bool:
    """Plain words in its part: from its own target on, and not beyond the next order's."""
    after = [c.opens for c in walk.commands if c.opens > command.start and c.targets != command.targets]
    until = min(after, default=walk.sentence.end)
    opens = max(command.opens, command.start if _own_clause(command) else 0)
    return any(opens <= word.start < until for word in walk.chunks[command.chunk].words)


_SUBJECT = re.compile(r"(?:il|elle|ils|elles|on|le reste|la totalite|he|she|they|the rest) ")
_LEADS_IN = re.compile(
    r"(?:\b(?:que|qui|si|et|ou|dire|dit|disent|croit|pense|ecrit|pretend|that|if|says?|said|thinks?|claims?)|')$"
)


def _own_clause(command: Command) -> bool:
    """ "n'importe quoi, le chantier est nickel il doit tout": a subject of its own, and nobody reports it."""
    before = command.sentence.text.folded[command.sentence.start : command.start].rstrip(" ,:")
    return (
        command.name == "dispute_closed"
        and bool(_SUBJECT.match(command.words))
        and not _LEADS_IN.search(before)
        and not re.search(r"\b(?:dit|ecrit|pretend|croit|pense|selon|says?|said|claims?|thinks?)\b", before)
    )


def _stray(command: Command, walk: Walk) -> bool:
    """Days and sums of no order; not those of an exception ("sauf Lopez, que j'appelle demain")."""
    last = walk.commands[-1]
    told = last is not command and last.name in ("not", "no") and last.targets
    return any(not (told and mark.start > last.start) for mark in walk.stray)


def _known(command: Command, context: Context) -> bool:
    """A yes is given to what the mail showed; a name or number from elsewhere makes it doubtful."""
    if command.name not in ("yes", "send", "accept"):
        return True
    shown = {"all", *(str(i.n) for i in context.listed), context.case, *context.invoices}
    shown.update(word for item in context.listed for word in (item.case, *item.invoices))
    return set(command.targets) <= shown


_TELLS = frozenset(
    ["il", "elle", "ils", "elles", "j'ai", "j'avais", "je", "on", "they", "he", "she", "i", "we", "c'est"]
)


def _more_wanted(command: Command, walk: Walk) -> bool:
    """ "ok, corrige l'adresse": free words in another part of the sentence that do not merely tell."""
    busy = {c.chunk for c in walk.commands}
    for index, chunk in enumerate(walk.chunks):
        free = index not in busy and bool(chunk.words)
        if free and _of_the_exception(command, walk, index):
            continue
        if free and command.name in ("yes", "send", "send_mise_en_demeure") and not _tells(walk, index):
            return True
    return False


def _of_the_exception(command: Command, walk: Walk, index: int) -> bool:
    """ "tout sauf la 5 (mandat en cours)": words behind what was said of another."""
    before = [c for c in walk.commands if c.chunk < index]
    last = max(before, key=lambda c: c.start, default=command)
    return last is not command and last.name in ("not", "no") and bool(last.targets)


def _tells(walk: Walk, index: int) -> bool:
    chunk = walk.chunks[index]
    first = min((*chunk.words, *chunk.helpers), key=lambda m: m.start)
    opening = walk.sentence.text.folded[first.start : first.end].split()
    return bool(opening) and opening[0] in _TELLS and opening[:2] != ["je", "suis"]


def _counted(command: Command, context: Context) -> bool:
    """ "ok 12" in a list of twelve: the twelfth, or all of them."""
    after = [t for t in command.targets if t.isdigit()]
    many = len(context.listed)
    return (
        command.name in ("yes", "send")
        and not command.before
        and after == [str(many)]
        and many > 1
        and "la" not in command.words
    )
