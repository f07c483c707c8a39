"""What is left when the orders are taken: free words worth keeping, and words that seem to order something.

A part of a sentence without an order is a note, unless it only greets or begins like an order; that, an
uncertain yes, or a figure alone is unclear. It never makes an act that moves a case.
"""

import re
from dataclasses import replace

from bot.owner.answers.acts import Act
from bot.owner.answers.dividing.demands import DEMAND
from bot.owner.answers.doubting.beside import underlined
from bot.owner.answers.doubting.gathering import Verdict
from bot.owner.answers.doubting.remarks import remark
from bot.owner.answers.walking.commands import Command, Walk
from bot.owner.answers.walking.others import case_of
from bot.owner.answers.words.telling import tells

_ORDERS = re.compile(
    r"(?:envoie|envoi|envoyer|essaie|essaye|fais|faites|fait|dis|dites|mets|mettez|regarde|vois|voir|verifie"
    r"|demande|appelle|rappelle|change|modifie|corrige|ajoute|enleve|prends|garde|donne|passe|reprends"
    r"|tu peux|vous pouvez|il faudrait|faut|send|try|tell|make|check|ask|call|change|fix|put|take|move|see|do"
    r"|use|give|get|can you|could you|please|wait)\b"
)


def notes(walks: list[Walk], ordering: frozenset[int], verdict: Verdict) -> tuple[Act, ...]:
    """What is kept as said. `ordering`: the sentences in which an order was understood."""
    found: list[Act] = []
    for walk in walks:
        if any(c.name == "told" for c in walk.commands):
            continue  # the whole sentence is one already
        if any(keeps(walk, ordering, verdict) for keeps in (_for_the_file, _remarked, _to_be_posted)):
            told = [Act("note", text=walk.sentence.exact)]
        elif walk.number not in ordering:
            told = _alone(walk, verdict)
        else:
            told = _beside(walk, verdict)
        told = told or _whose_instead(walk, walks)
        found += [_of_its_item(note, walk.sentence.under) for note in told]
    return tuple(found)


def _whose_instead(walk: Walk, walks: list[Walk]) -> list[Act]:
    """ "non c'est Durand", "Non. Plutôt Durand", to the question whose payment it is: who else it may be."""
    refused = [c.end for c in walk.commands if c.name == "no"]
    before = walks[walk.number - 1].commands if walk.number else []
    words = any(chunk.words for chunk in walk.chunks)
    behind_a_no = not walk.commands and any(c.name == "no" for c in before)
    if walk.context.matter != "payment_match" or not words or not (refused or behind_a_no):
        return []
    return [
        Act("note", text=walk.sentence.words(max(refused, default=walk.sentence.start), walk.sentence.end))
    ]


def _of_its_item(note: Act, item: str) -> Act:
    """Written under an item's line: said of it, and without the number that only we put there."""
    text = (note.text or "").removeprefix(f"{item} : ")
    return replace(note, target=item, text=text) if item else note


def _for_the_file(walk: Walk, ordering: frozenset[int], _verdict: Verdict) -> bool:
    """ "rejetée", in answer to what an invoice's state is on its portal."""
    if walk.context.matter not in ("chorus", "handed_over") or walk.sentence.question:
        return False
    words = any(chunk.words for chunk in walk.chunks)
    told = words or any(c.name not in _UNCERTAIN for c in walk.commands)
    return told and walk.number not in ordering


def _remarked(walk: Walk, ordering: frozenset[int], verdict: Verdict) -> bool:
    """ "chèque impayé", in answer to a mail about one customer."""
    if walk.context.kind != "notice" or walk.sentence.exact in verdict.unclear:
        return False
    unsure = any(h.name in _UNSURE for chunk in walk.chunks for h in chunk.helpers)
    return not unsure and walk.number not in ordering and remark(walk.sentence)


def _to_be_posted(walk: Walk, ordering: frozenset[int], verdict: Verdict) -> bool:
    """ "je la poste demain", in answer to what is to be printed and posted: it is not yet."""
    if not walk.context.to_post or walk.sentence.question or walk.number in ordering:
        return False
    return walk.sentence.exact not in verdict.unclear and _I_POST.match(walk.sentence.folded) is not None


_I_POST = re.compile(
    r"\W*(?:(?:ok|oui|merci|bien|d'accord|alors|donc|bon),? ){0,2}(?:j'(?:y vais|irai|y passe|imprime)\b"
    r"|(?:je|on|nous|i|we) (?:(?:la|le|les|y|it) |l')?(?:post\w*|mets? (?:(?:ca|cela) )?(?:au courrier|a la)"
    r"|mettrai|depose\w*|imprime\w*|passe(?:rai)? a la poste|fais (?:ca|cela)|ferai)\b)"
    r"|\W*(?:(?:elles?|ils?|tout) (?:ne )?(?:n')?(?:est|sont) |(?:ce n'est|c'est|je ne les ai) )?"
    r"pas (?:encore )?(?:partie?s?|postee?s?|envoyee?s?|fait|mises?|deposee?s?)\b"
)


def _alone(walk: Walk, verdict: Verdict) -> list[Act]:
    """A sentence that orders nothing that was understood: unclear, a note, or nothing."""
    text = walk.sentence.exact
    words = [w for chunk in walk.chunks for w in chunk.words]
    helpers = {h.name for chunk in walk.chunks for h in chunk.helpers} - _QUIET
    if text in verdict.unclear or (verdict.acts and walk.commands and all(map(_as_it_was, walk.commands))):
        return []
    if any(c.name in _UNCERTAIN for c in walk.commands) and len(words) < 4:
        unsure = helpers & _UNSURE and _of_somebody(walk)
        if not verdict.acts or unsure or _all_that_is_said_of_them(walk, verdict):
            verdict.doubt(text)
    elif _half_said(walk, len(words), answered=bool(verdict.acts)):
        verdict.doubt(text)
    elif (walk.sentence.question and (words or helpers)) or (len(words) < 3 and helpers & _DOUBTS):
        if not (verdict.acts and helpers and helpers <= _HARMLESS):
            verdict.doubt(text)
    elif len(words) > _FEW or (walk.context.matter == "call" and tells(walk.sentence.folded)):
        return [Act("note", text=text)]
    return []


def _all_that_is_said_of_them(walk: Walk, verdict: Verdict) -> bool:
    """ "1 payé, 3 paie vendredi": no order, and lost if it were not told back; no act is about 3."""
    named = {case_of(t, walk.context) for c in walk.commands if c.name == "said" for t in c.targets}
    acted = {case_of(act.target, walk.context) for act in verdict.acts}
    return walk.context.kind != "notice" and bool(named - acted)


def _as_it_was(command: Command) -> bool:
    """ "2 jamais relancé", beside what was told of others."""
    return command.name == "not_reminded" and bool(command.targets)


_FEW = 2  # words: more of them are a note


def _half_said(walk: Walk, words: int, *, answered: bool) -> bool:
    """Begins like an order, or gives a figure, a number or a "pas" without its order."""
    if not walk.sentence.marks or walk.sentence.marks[-1].name == "if":
        return True  # "Roux si"
    begun = walk.orphans or any(c.name == "not" for c in walk.commands)
    if words == _FEW and walk.named and not walk.sentence.under and _listed(walk):
        return True  # "2 c'est mon voisin": too little for a note, and whose letter is it to be?
    if ((begun or _of_somebody(walk)) and (words < _FEW or _puts_off(walk))) or _ORDERS.match(_opening(walk)):
        return True
    return bool(walk.stray) and not answered and walk.context.matter in ("delay_request", "promise")


def _listed(walk: Walk) -> bool:
    return walk.context.kind in ("eve", "backlog")


def _puts_off(walk: Walk) -> bool:
    """ "2 let me ask my wife", "la 3 je demande à mon associé"."""
    later = any(h.name == "defer" for chunk in walk.chunks for h in chunk.helpers)
    asked = any(c.name == "propose" and c.words.startswith("je ") for c in walk.commands)
    return walk.context.kind != "notice" and (later or asked)


def _of_somebody(walk: Walk) -> bool:
    """ "2 seulement si elle est échue": words about one of the list."""
    return walk.context.kind != "notice" and any(c.targets for c in walk.commands)


_UNSURE = frozenset(("if", "doubt", "hedge"))
_UNCERTAIN = frozenset(("weak", "yes", "said"))
_DOUBTS = frozenset(("hedge", "seen", "doubt"))
_HARMLESS = frozenset(("seen", "all", "rest"))
_QUIET = frozenset(("filler", "and", "him", "defer"))


def _opening(walk: Walk) -> str:
    fillers = r"(?:(?:bonjour|salut|merci|stp|svp|ok|oui|hello|hi|please|et|and|alors|donc),? ){0,4}"
    return re.sub(rf"^\s*{fillers}", "", walk.sentence.folded.strip())


def _more_ordered(walk: Walk) -> str:
    """ "reprends Noiret et ajoute 40 de frais": the words of an order that is not known."""
    ands = {m.end: m for chunk in walk.chunks for m in chunk.helpers if m.name == "and"}
    for word in (w for chunk in walk.chunks for w in chunk.words):
        if word.start - 1 in ands and _ORDERS.match(word.name):
            return walk.sentence.text.words(word.start, walk.sentence.end)
    return ""


def _demand_beside(walk: Walk) -> bool:
    """ "mise en demeure Morel, stop Roux": a demand in a part of its own, and not when."""
    busy = {c.chunk for c in walk.commands}
    parts = [chunk for index, chunk in enumerate(walk.chunks) if index not in busy and chunk.words]
    helpers = [h for chunk in parts for h in chunk.helpers if h.name == "doubt"]
    return walk.context.kind != "notice" and any(DEMAND.fullmatch(h.said.words) for h in helpers)


def _beside(walk: Walk, verdict: Verdict) -> list[Act]:
    """Parts of a sentence that stand beside its orders."""
    if not all(underlined(mark, walk) for mark in walk.orphans) or _demand_beside(walk):
        verdict.doubt(walk.sentence.exact)
    if walk.sentence.exact in verdict.unclear:
        return []
    busy = {c.chunk for c in walk.commands}
    found: list[Act] = []
    if more := _more_ordered(walk):
        verdict.doubt(more)
    for index, chunk in enumerate(walk.chunks):
        if index not in busy and len(chunk.words) > 2:
            marks = [*chunk.words, *chunk.helpers]
            text = walk.sentence.words(min(m.start for m in marks), max(m.end for m in marks))
            found.append(Act("note", text=text))
    return found
