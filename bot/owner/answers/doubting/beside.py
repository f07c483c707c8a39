"""The words that stand beside an order in its part of a sentence: whether they leave what presses plain.

Unknown words, days and sums, a case that the mail did not show, or another's wish told ("il est d'accord")
make an order doubtful. Words in the part of another order, or that merely tell, do not.
"""

import re

from bot.owner.answers.context import Context
from bot.owner.answers.marking.figures import Figure
from bot.owner.answers.marking.marks import Mark
from bot.owner.answers.marking.names import Named
from bot.owner.answers.meaning.holding import coming
from bot.owner.answers.walking.commands import Command, Walk
from bot.owner.answers.words.spelling import plain
from bot.owner.answers.words.telling import asks_for, reason, tells
from bot.reading.dates import Now

_TOLD = re.compile(
    r"\b(?:il|elle|ils|elles|he|she|they)(?: (?:n'|ne )?\w+){0,2} ?$|\b(?:he|she|they)'(?:s|re) $"
)
_REPORTS = re.compile(
    r"\b(?:dit|disait|disent|ecrit|repondu|repond|pretend|said|says|told"
    r"|wrote)(?: (?:que|moi|nous|me|us|that))? $"
)
_IS = re.compile(r"(?:\b|')(?:est|sont|etait|serait|is|are|was|s|re) $")
_WILL = re.compile(r"\b(?:doit|doivent|va|vont|veut|veulent|vais|devrait|to|will|must)(?: tout)? $")


def unknown_near(command: Command, walk: Walk, context: Context, now: Now) -> bool:
    """Plain words, or days and sums, beside the order, in its own part of the sentence."""
    if command.name == "not_received" and context.matter in _PAYMENT_ASKED and " " in command.words:
        start, end = command.start - walk.sentence.start, command.end - walk.sentence.start
        beside = f"{walk.sentence.folded[:start]} | {walk.sentence.folded[end:]}"
        return _NO_MONEY_MEANT.search(beside) is not None
    if _own_words(command, walk) or _waiting(walk) or _stray(command, walk) or _more_wanted(command, walk):
        return True
    for mark in command.marks:
        if mark.kind in ("sum", "percent", "number") and not _behind_a_whole_order(command, mark, walk):
            return True
        ahead = mark.value.ahead if isinstance(mark.value, Figure) else None
        if ahead and command.name == "yes" and command.words.startswith(("je ", "i ")):
            return True  # "je valide demain"
        soon = 0 if context.matter == "mise_en_demeure" else 1  # what the eve lists leaves tomorrow
        until = coming(mark, ahead, now.today)
        if until and command.name in _GOES and (until - now.today).days > soon:
            return True
    return _counted(command, context) or not _known(command, context)


_GOES = frozenset(("yes", "send", "accept", "resume", "send_mise_en_demeure"))
_PAYMENT_ASKED = frozenset(("already_paid", "promise", "payment_match", "undecided"))


def _waiting(walk: Walk) -> bool:
    """Targets of no order; in a mail about one matter "tout" is none."""
    kept_back = walk.left if any(c.rest for c in walk.commands) else []
    waiting = [
        m for m in walk.orphans if m not in kept_back and not (m.name == "all" and _in_a_tale(m, walk))
    ]
    return any(walk.context.kind != "notice" or m.name != "all" for m in waiting)


# "rien reçu ? regarde mieux", "toujours rien compris à ton mail": not what was asked.
_NO_MONEY_MEANT = re.compile(
    r"\b(?<!j'ai )(?<!on a )(?<!i've )(?<!ai bien )(?<!avons )(?:t'|tu(?! peux| pourras| dois)|ton|ta|tes|toi"
    r"|votre|vos|your|you|mails?|e-?mails?|messages?|(?:la|ta|de) lettre|letters?|pdf|attachment|liste?"
    r"|compris|comprends|regarde|verifie|cherche|grave|(?<!au )courriers?|colis|appel|call|reponse|reply"
    r"|answer|nouvelles|news|sauf|except|encore regarde|facture|invoice|devis|contrat|bon de|marchandise"
    r"|goods|materiel|travaux|work)\b(?! (?:trois|deux|\d) fois)"
)


def told_of_another(command: Command, walk: Walk) -> bool:
    """ "il est d'accord", "il demande une mise en demeure": what another says or wants is no order."""
    if command.name not in ("yes", "accept", "send", "resume", "mise_en_demeure", "send_mise_en_demeure"):
        return command.name == "dispute_closed" and (_goes_on(command, walk) or _told_closed(command))
    before = command.sentence.text.folded[command.sentence.start : command.start]
    before = re.split(r"[,;:]", before)[-1]
    if command.name == "resume" and _WILL.search(before) and re.match(r"\w+(?:er|re|ir)\b", command.words):
        return True
    if _TOLD.search(before) or _REPORTS.search(before):
        return True
    behind = [m for m in walk.sentence.marks if m.end <= command.start and m.name != "filler"]
    said_of = behind[-1] if behind else None
    if not _IS.search(before) or _ITSELF.search(before):
        return False
    return said_of is None or (said_of.kind in ("word", "name") and not _numbered(said_of))


_HE_SAYS = re.compile(
    r"(?:\b(?:il|elle|ils|elles|he|she|they|cliente?|customer)|\x01|\w{3,})(?: (?:me|nous|m'a|nous a|a"
    r"|has|have))? "
    r"(?:dit|disait|disent|ecrit|repond|repondu|pretend|croit|pense|says?|said|writes?|wrote|claims?"
    r"|thinks?|reckons?)"
    r"(?: (?:que|qu'|moi|nous|me|us|that|to us|to me|le|the|pour lui|c'est)){0,3} ?$"
)


def _told_closed(command: Command) -> bool:
    """ "il dit litige clos"."""
    before = command.sentence.text.folded[command.sentence.start : command.start]
    return _HE_SAYS.search(before) is not None


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
    until = min(until, _reason_given(command))
    opens = max(command.opens, command.start if _own_clause(command) else 0)
    words = [w for w in walk.chunks[command.chunk].words if opens <= w.start < until and not _a_face(w)]
    return any(
        word.start < command.start
        or not (_spoken_of(command, word, walk) or _named_behind(command, word, walk))
        for word in words
    )


def _named_behind(command: Command, word: Mark, walk: Walk) -> bool:
    """ "resume chasing the campsite (Camping du Lac)": the name says which."""
    names = [m.start for m in walk.sentence.marks if m.kind == "name"]
    folded = walk.sentence.text.folded
    return command.name in _EXPLICIT and any(folded[word.end : start] == " (" for start in names)


def _a_face(word: Mark) -> bool:
    """ "🙂": a smile takes nothing back; those that do are phrases."""
    return not any(char.isalnum() for char in word.name)


_EXPLICIT = frozenset(("send", "resume", "mise_en_demeure", "send_mise_en_demeure", "reminded"))


def _spoken_of(command: Command, word: Mark, walk: Walk) -> bool:
    """Whether the order was whole before this word: its verb, and whom it means."""
    if command.name not in _EXPLICIT:
        return False
    if command.name == "reminded":
        return True
    targets = [m for m in walk.sentence.marks if m.kind == "name" or m.name in ("all", "rest", "nth")]
    return any(command.end <= m.start < word.start for m in targets)


def _behind_a_whole_order(command: Command, mark: Mark, walk: Walk) -> bool:
    """ "reprends Noiret et ajoute 40 de frais": the figure belongs to the words before it."""
    words = [w for w in walk.chunks[command.chunk].words if command.end <= w.start < mark.start]
    return any(_spoken_of(command, word, walk) for word in words)


def _reason_given(command: Command) -> int:
    """Where the reason begins, "envoie tout parce qu'il exagère"; else where the sentence ends."""
    sentence = command.sentence
    found = reason(sentence.text.folded[command.end : sentence.end])
    return sentence.end if found < 0 else command.end + found


def part(walk: Walk, index: int) -> tuple[int, int]:
    """From where to where the part of a sentence between two commas goes."""
    if not walk.parts:
        commas = [mark for mark in walk.sentence.marks if mark.kind == "comma"]
        starts = [walk.sentence.start, *(mark.end for mark in commas)]
        ends = [*(mark.start for mark in commas), walk.sentence.end]
        walk.parts += zip(starts, ends, strict=True)
    return walk.parts[index]


def merely_tells(walk: Walk, index: int) -> bool:
    start, end = part(walk, index)
    busy = {c.chunk for c in walk.commands if c.name not in ("weak", "said")}
    return index not in busy and tells(walk.sentence.text.folded[start:end])


_SUBJECT = re.compile(
    r"(?:et |and |mais |puis )?(?:tout )?(?:il|elle|ils|elles|on|le reste|la totalite|he|she|they|the rest) "
)
_LEADS_IN = re.compile(
    r"(?:\b(?:que|qui|si|et|ou|dire|dit|disent|croit|pense|ecrit|pretend|that|if|says?|said|thinks?|claims?)"
    r"|')$"
)


def _own_clause(command: Command) -> bool:
    """ "n'importe quoi, le chantier est nickel il doit tout": a subject of its own, and nobody reports it."""
    before = command.sentence.text.folded[command.sentence.start : command.start].rstrip(" ,:")
    if command.name != "dispute_closed":
        return False
    granted = any(m.name == "credit" for m in command.sentence.marks if m.end <= command.start)
    if command.words.startswith(("et ", "and ", "mais ", "puis ")) and not granted:
        return False
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
    reason_from = _reason_given(command)
    counts = command.name == "reminded"  # "déjà relancé deux fois, une en mars"
    return any(
        not (told and mark.start > last.start)
        and not (mark.start >= reason_from or (counts and mark.start > command.end))
        and not _in_a_tale(mark, walk)
        for mark in walk.stray
    )


def _in_a_tale(mark: Mark, walk: Walk) -> bool:
    return any(
        merely_tells(walk, index) or _gone_by(mark, walk, index)
        for index in range(len(walk.chunks))
        if _within(mark, part(walk, index))
    )


_DONE = re.compile(r"\w{2}ée?s?\b|\b\w{3,}ed\b|\b(?:re)?(?:fait|mis|pris|done)e?s?\b")
_TO_COME = re.compile(
    r"\b(?:sera|seront|serait|va|vont|doit|prevue?s?|fixee?s?|calee?s?|programmee?s?|reportee?s?|rendez-vous"
    r"|rdv|pas|will|to be|going|must|booked|planned|scheduled|fixed for|not|jamais|never|rien|mais|but)\b"
)


def _gone_by(mark: Mark, walk: Walk, index: int) -> bool:
    """ "réparé hier, litige clos": what was done on a day gone by, in a part that asks and doubts nothing."""
    exact = walk.sentence.text.words(*part(walk, index)).lower()
    if any(c.chunk == index for c in walk.commands) or _TO_COME.search(plain(exact)):
        return False
    known = all(h.name in ("filler", "and", "him") for h in walk.chunks[index].helpers)
    return known and _past(mark, walk, exact) and not asks_for(plain(_DONE.sub("", exact)))


def _past(mark: Mark, walk: Walk, exact: str) -> bool:
    """Surely, or by the participle beside it."""
    if mark.kind != "day" or not isinstance(mark.value, Figure):
        return False
    if mark.value.behind is None or mark.value.behind > walk.now.today:
        return False
    ahead, today = mark.value.ahead, walk.now.today
    sure = ahead is None or ahead < today or mark.name in ("ce matin", "this morning")
    return sure or _DONE.search(exact) is not None


def _within(mark: Mark, place: tuple[int, int]) -> bool:
    return place[0] <= mark.start < place[1]


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


def _thinks_aloud(walk: Walk, index: int) -> bool:
    """ "bon, je traduis pour la machine : expédie-la"."""
    start, end = part(walk, index)
    return tells(walk.sentence.text.folded[start:end], present=True)


_YES = frozenset(("yes", "send", "send_mise_en_demeure"))


def _more_wanted(command: Command, walk: Walk) -> bool:
    """ "ok, corrige l'adresse": free words in another part of the sentence that do not merely tell."""
    busy = {c.chunk for c in walk.commands}
    for index, chunk in enumerate(walk.chunks):
        free = index not in busy and bool(chunk.words)
        if free and _of_the_exception(command, walk, index):
            continue
        if (
            free
            and command.name in _YES
            and not (_tells(walk, index) or merely_tells(walk, index) or _thinks_aloud(walk, index))
        ):
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
        and not any(m.name == "nth" for m in command.sentence.marks)
        and many > 1
        and "la" not in command.words
    )
