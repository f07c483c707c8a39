"""Words, days and sums that stand beside an order in its part of a sentence, and belong to nothing known.

An `Order` in, a yes or no out. Words in the part of another order, or that merely tell, leave it plain. A
"toujours rien reçu" in answer to a question about a payment is plain whatever stands beside it but for what
tells that something else did not come.
"""

import re

from bot.owner.answers.doubting.order import Order
from bot.owner.answers.doubting.told import tells_against
from bot.owner.answers.marking.figures import Figure
from bot.owner.answers.marking.marks import Mark
from bot.owner.answers.meaning.holding import coming
from bot.owner.answers.walking.commands import Command, Walk
from bot.owner.answers.words.spelling import plain
from bot.owner.answers.words.telling import asks_for, grumble, reason, stressed, tells

_YES = frozenset(("yes", "send", "send_mise_en_demeure"))
_GOES = _YES | {"accept", "resume"}
_EXPLICIT = frozenset(("send", "resume", "mise_en_demeure", "send_mise_en_demeure", "reminded"))
_PAYMENT_ASKED = frozenset(("already_paid", "promise", "payment_match", "undecided"))
_NO_MONEY_MEANT = re.compile(
    r"\b(?<!j'ai )(?<!on a )(?<!i've )(?<!ai bien )(?<!avons )(?:t'|tu(?! peux| pourras| dois)|ton|ta|tes|toi"
    r"|votre|vos|your|you|mails?|e-?mails?|messages?|(?:la|ta|de) lettre|letters?|pdf|attachment|liste?"
    r"|compris|comprends|regarde|verifie|cherche|grave|(?<!au )courriers?|colis|appel|call|reponse|reply"
    r"|answer|nouvelles|news|sauf|except|encore regarde|facture|invoice|devis|contrat|bon de|marchandise"
    r"|goods|materiel|travaux|work)\b(?! (?:trois|deux|\d) fois)"
)


def _nothing_came(order: Order) -> bool:
    command = order.command
    asked = command.name == "not_received" and order.context.matter in _PAYMENT_ASKED
    return asked and " " in command.words


def something_else_did_not_come(order: Order) -> bool:
    """ "rien reçu ? regarde mieux", "toujours rien compris à ton mail": not what was asked."""
    return _nothing_came(order) and _NO_MONEY_MEANT.search(f"{order.before} | {order.behind}") is not None


def words_beside(order: Order) -> bool:
    """ "ok machin": plain words in its part, from its own target on, and not beyond the next order's."""
    command, walk = order.command, order.walk
    if not walk.chunks[command.chunk].words or _nothing_came(order):
        return False
    after = [c.opens for c in walk.commands if c.opens > command.start and c.targets != command.targets]
    until = min(min(after, default=walk.sentence.end), _reason_given(command), _exception_told(order))
    opens = max(command.opens, command.start if _own_clause(order) else 0)
    words = [w for w in walk.chunks[command.chunk].words if opens <= w.start < until]
    return any(
        word.start < command.start
        or not (_spoken_of(command, word, walk) or _named_behind(command, word, walk))
        for word in words
        if any(char.isalnum() for char in word.name)  # a smile takes nothing back; those that do are phrases
    )


def _exception_told(order: Order) -> int:
    """Where it is told who is left out, "ok sauf Petit qui est malade"; else where the sentence ends."""
    sentence, left_out = order.command.sentence, order.left_out
    found = _WHO_IS.search(sentence.text.folded, left_out[0].end, sentence.end) if left_out else None
    return found.start() if found else sentence.end


_WHO_IS = re.compile(r"[ ,(](?:qui|dont|who|whose)\b")


def _named_behind(command: Command, word: Mark, walk: Walk) -> bool:
    """ "resume chasing the campsite (Camping du Lac)": the name says which."""
    if command.name not in _EXPLICIT:
        return False
    names = [m.start for m in walk.sentence.marks if m.kind == "name"]
    return any(walk.sentence.text.folded[word.end : start] == " (" for start in names)


def _spoken_of(command: Command, word: Mark, walk: Walk) -> bool:
    """Whether the order was whole before this word: its verb, and whom it means."""
    if command.name not in _EXPLICIT:
        return False
    targets = [m for m in walk.sentence.marks if m.kind == "name" or m.name in ("all", "rest", "nth")]
    return command.name == "reminded" or any(command.end <= m.start < word.start for m in targets)


def _reason_given(command: Command) -> int:
    """Where the reason begins, "envoie tout parce qu'il exagère"; else where the sentence ends."""
    found = reason(command.sentence.text.folded[command.end : command.sentence.end])
    return command.sentence.end if found < 0 else command.end + found


_SUBJECT = re.compile(
    r"(?:et |and |mais |puis )?(?:tout )?(?:il|elle|ils|elles|on|le reste|la totalite|he|she|they|the rest) "
)
_LEADS_IN = re.compile(
    r"(?:\b(?:que|qui|si|et|ou|dire|dit|disent|croit|pense|ecrit|pretend|that|if|says?|said|thinks?|claims?)"
    r"|')$"
)
_SAYS = re.compile(r"\b(?:dit|ecrit|pretend|croit|pense|selon|says?|said|claims?|thinks?)\b")


def _own_clause(order: Order) -> bool:
    """ "n'importe quoi, le chantier est nickel il doit tout": a subject of its own, and nobody reports it."""
    command, before = order.command, order.before.rstrip(" ,:")
    if command.name != "dispute_closed" or not _SUBJECT.match(command.words):
        return False
    granted = any(m.name == "credit" for m in command.sentence.marks if m.end <= command.start)
    if command.words.startswith(("et ", "and ", "mais ", "puis ")) and not granted:
        return False
    return not _LEADS_IN.search(before) and not _SAYS.search(before)


def target_without_order(order: Order) -> bool:
    """ "ok, 3": somebody is named beside it, and nothing said of him; in a notice "tout" is nobody."""
    walk = order.walk
    kept_back = walk.left if any(c.rest for c in walk.commands) else []
    return not _nothing_came(order) and any(
        walk.context.kind != "notice" or mark.name != "all"
        for mark in walk.orphans
        if mark not in kept_back
        and not (mark.name == "all" and _in_a_tale(mark, walk))
        and not (order.act.target == "all" and underlined(mark, walk))
    )


def figure_without_order(order: Order) -> bool:
    """ "ok, 300 vendredi"; not the days of an exception, "sauf Lopez, que j'appelle demain"."""
    walk, last = order.walk, order.walk.commands[-1]
    told = last is not order.command and last.name in ("not", "no") and last.targets
    reason_from = _reason_given(order.command)
    if order.command.name == "reminded":  # "déjà relancé deux fois, une en mars"
        reason_from = min(reason_from, order.command.end + 1)
    return not _nothing_came(order) and any(
        mark.start < reason_from and not (told and mark.start > last.start) and not _in_a_tale(mark, walk)
        for mark in walk.stray
    )


def more_wanted(order: Order) -> bool:
    """ "ok, corrige l'adresse": free words in another part of the sentence that do not merely tell."""
    walk = order.walk
    if order.command.name not in _YES:
        return False
    busy = {c.chunk for c in walk.commands if c.name != "propose" or _understood(c, order)}
    return any(
        chunk.words
        and index not in busy
        and not (_of_the_exception(order, index) or _tells(walk, index) or merely_tells(walk, index))
        and not any(underlined(m, walk) for m in walk.orphans if _part_of(walk, m.start) == index)
        and not tells(_said(walk, index), present=True)  # "bon, je traduis pour la machine : expédie-la"
        for index, chunk in enumerate(walk.chunks)
    )


_FOR_ME = re.compile(
    r"\W*(?:(?:et|and|mais|but|alors|puis|donc|then|d'abord|first),? ){0,2}(?:(?!(?:excuse|crois|croye|pardon"
    r"|laisse|tien|tene))\w{3,12}[esz][- ](?:moi|nous)|(?:show|send|give|remind|tell|get|forward|bring|read"
    r"|find) (?:me|us))\b"
)
_MUSES = re.compile(
    r",? (?:donc|alors|so|du coup|then),? (?:il|elle|ils|elles|on|he|she|they|ca|c'est|toujours|still|rien"
    r"|nothing|personne)\b"
)


# "oui il est en retard je sais"
_KNOWS = re.compile(
    r"\b(?:je (?:le |la )?sais(?: bien)?|on (?:le )?sait|j'ai vu|je (?:vois|comprends|connais)"
    r"|je suis au courant|i (?:already )?know(?: that| it)?|i'm aware|i am aware|i see)(?= ?(?:$|[.,;!]))"
)


def leads_to_something_else(order: Order) -> bool:
    """ "ok, résume-moi le dossier", "ok donc il n'a pas payé": a yes that only opens what follows."""
    command = order.command
    if command.name != "yes" or command.targets:
        return False
    goes = any(c.name == "send" for c in order.walk.commands if c.start > command.start)
    opens = _FOR_ME.match(order.behind) or _MUSES.match(order.behind) or _KNOWS.search(order.behind)
    return opens is not None and not goes


def _understood(command: Command, order: Order) -> bool:
    return any(one.command is command and one.act is not None for one in order.meant)


def underlined(mark: Mark, walk: Walk) -> bool:
    """ "ok pour tous, surtout Petit", "ok, Petit paie toujours en retard": a name that takes nothing back."""
    text, sentence = walk.sentence.text.folded, walk.sentence
    moan = grumble(text[mark.end : sentence.end])
    grumbled = moan is not None and moan[0] <= 1 and not tells_against(walk)
    return mark.kind == "name" and (grumbled or stressed(text[sentence.start : mark.start]))


def _of_the_exception(order: Order, index: int) -> bool:
    """ "tout sauf la 5 (mandat en cours)": words behind what was said of another."""
    before = [c for c in order.walk.commands if c.chunk < index]
    last = max(before, key=lambda c: c.start, default=order.command)
    return last is not order.command and last.name in ("not", "no") and bool(last.targets)


_TELLS = frozenset(
    ["il", "elle", "ils", "elles", "j'ai", "j'avais", "je", "on", "they", "he", "she", "i", "we", "c'est"]
)


def _tells(walk: Walk, index: int) -> bool:
    chunk = walk.chunks[index]
    first = min((*chunk.words, *chunk.helpers), key=lambda m: m.start)
    opening = walk.sentence.text.folded[first.start : first.end].split()
    return bool(opening) and opening[0] in _TELLS and opening[:2] != ["je", "suis"]


def sum_of_its_own(order: Order) -> bool:
    """ "ok 300"; not "reprends Noiret et ajoute 40 de frais", where it belongs to the words before it."""
    command, walk = order.command, order.walk
    words = walk.chunks[command.chunk].words
    return not _nothing_came(order) and any(
        mark.kind in ("sum", "percent", "number")
        and not (command.name == "reminded" and _IN_A_YEAR.search(walk.sentence.text.folded[: mark.end]))
        and not any(_spoken_of(command, w, walk) for w in words if command.end <= w.start < mark.start)
        for mark in command.marks
    )


_IN_A_YEAR = re.compile(r"\b(?:en|in|depuis|since|fin|debut) (?:19|20)\d\d$")


def day_to_come(order: Order) -> bool:
    """ "ok vendredi", "je valide demain"; "ok demain" is plain of what leaves tomorrow."""
    command = order.command
    for mark in command.marks:
        ahead = mark.value.ahead if isinstance(mark.value, Figure) else None
        if ahead and command.name == "yes" and command.words.startswith(("je ", "i ")):
            return True
        if command.name in _GOES | {"send_mise_en_demeure"} and leaves_later(mark, order):
            return True
    return False


def leaves_later(mark: Mark, order: Order) -> bool:
    """Whether a day is after the one on which the letters leave."""
    today, ahead = order.walk.now.today, mark.value.ahead if isinstance(mark.value, Figure) else None
    soon = 0 if order.context.matter == "mise_en_demeure" else 1
    until = coming(mark, ahead, today)
    return until is not None and (until - today).days > soon


def counted(order: Order) -> bool:
    """ "ok 12" in a list of twelve: the twelfth, or all of them; "ok 3 sur 5": which three?"""
    command, many = order.command, len(order.context.listed)
    told = _SO_MANY_OF.search(command.sentence.text.folded, command.sentence.start)
    if told and told[1] in command.targets and told[2] in (str(many), *command.targets):
        return True
    if order.context.kind == "backlog" and any(
        run[1] in command.targets for run in _A_TO_B.finditer(command.sentence.folded)
    ):
        return True  # "1-3 ok": the first three, or the first that had three reminders?
    return (
        command.name in ("yes", "send")
        and not command.before
        and [t for t in command.targets if t.isdigit()] == [str(many)]
        and not any(m.name == "nth" for m in command.sentence.marks)
        and many > 1
        and "la" not in command.words
    )


_A_TO_B = re.compile(r"\b(\d{1,2})-\d{1,2}\b(?!-)")
_SO_MANY_OF = re.compile(r"\b(\d{1,2}) (?:sur|out of|of) (?:les |the )?(\d{1,2})\b")


# --- parts of a sentence, from comma to comma ---------------------------------------------------------


def merely_tells(walk: Walk, index: int) -> bool:
    busy = {c.chunk for c in walk.commands if c.name not in ("weak", "said")}
    return index not in busy and tells(_said(walk, index))


def _part(walk: Walk, index: int) -> tuple[int, int]:
    """From where to where the part goes."""
    if not walk.parts:
        commas = [mark for mark in walk.sentence.marks if mark.kind == "comma"]
        starts = [walk.sentence.start, *(mark.end for mark in commas)]
        ends = [*(mark.start for mark in commas), walk.sentence.end]
        walk.parts += zip(starts, ends, strict=True)
    return walk.parts[index]


def _part_of(walk: Walk, place: int) -> int:
    return next((i for i in range(len(walk.chunks)) if place < _part(walk, i)[1]), 0)


def _said(walk: Walk, index: int) -> str:
    start, end = _part(walk, index)
    return walk.sentence.text.folded[start:end]


def _in_a_tale(mark: Mark, walk: Walk) -> bool:
    return any(
        merely_tells(walk, index) or _gone_by(mark, walk, index)
        for index in range(len(walk.chunks))
        if _part(walk, index)[0] <= mark.start < _part(walk, index)[1]
    )


_DONE = re.compile(r"\w{2}ée?s?\b|\b\w{3,}ed\b|\b(?:re)?(?:fait|mis|pris|done)e?s?\b")
_TO_COME = re.compile(
    r"\b(?:sera|seront|serait|va|vont|doit|prevue?s?|fixee?s?|calee?s?|programmee?s?|reportee?s?|rendez-vous"
    r"|rdv|pas|will|to be|going|must|booked|planned|scheduled|fixed for|not|jamais|never|rien|mais|but)\b"
)


def _gone_by(mark: Mark, walk: Walk, index: int) -> bool:
    """ "réparé hier, litige clos": what was done on a day gone by, in a part that asks and doubts nothing."""
    exact = walk.sentence.text.words(*_part(walk, index)).lower()
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
