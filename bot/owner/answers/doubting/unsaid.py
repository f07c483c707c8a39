"""What takes a pressing order back though no phrase does: another's words, a later day, a "don't" after it.

An order and the walked sentences in, a yes or no out. It only ever makes an order doubtful.
"""

import re

from bot.owner.answers.doubting.news import beside_the_point
from bot.owner.answers.marking.marks import name
from bot.owner.answers.marking.namesakes import another
from bot.owner.answers.walking.commands import Command, Walk
from bot.owner.answers.words.telling import reason

_LETTERS = frozenset(("yes", "send", "weak", "accept", "send_mise_en_demeure", "mise_en_demeure"))
_NEVER_MIND = re.compile(
    r"\W*(?:(?:ah|oh|euh|no|non|actually|finalement|en fait|in fact|wait|sorry|pardon|et puis|mais"
    r"|but),? ?){0,3}(?:(?:please )?(?:don't|do not)(?: send(?: it| them)?)?|pas|scrap (?:that|it)"
    r"|forget (?:that|it)|(?:finalement|en fait|et puis|enfin) (?:non|pas)|ou pas|or not)\W*"
)
_OPPOSED = re.compile(
    r"\b(?:n'est|ne sont|n'est pas|n'etait) pas (?:d'accord|pour|favorable|chaude?)\b|\bs'y? ?oppose\w*\b"
    r"|\b(?:est|sont|is|are) (?:contre|against)\b|\b(?:veut|veulent|prefere\w*) (?:attendre|qu'on attende)\b"
    r"|\b(?:isn't|is not|doesn't|does not) (?:happy|agree|want|ok)\b|\b(?:disagrees|objects)\b"
    r"|\b(?:wants|prefers|would rather) (?:to )?wait\b"
)
_NOT_BEFORE = re.compile(
    r"\W*(?:p\.? ?s\.?\W*)?(?:mais |but )?(?:surtout )?(?:pas avant|not (?:before|until|till))\b"
)
_MONTH = (
    r"(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|january"
    r"|february|march|april|may|june|july|august|september|october|november|december)"
)
_LATER = re.compile(
    rf",? ?(?:mais |but |pour )?(?:(?:en|in|courant|fin|debut|mi-?|late|early) ?{_MONTH}\b"
    r"|(?:apres|after) (?:les|la|le|l'|mes|nos|mon|ma|son|sa|the|my|our|his|her)(?: |\b)"
    r"|(?:des|sitot|aussitot|une fois) qu(?:e |')|a la rentree\b|a mon retour\b|when i'm back\b|au retour\b)"
)
_REPORTED = re.compile(
    r"\b(?:dit|disait|disent|ecrit|ecrivent|repond|repondent|pretend|says?|said|writes?|wrote|told"
    r"|tells)(?: (?:moi|nous|me|us|en rigolant))?(?: ?:|,? (?:que|qu'|de|d'|to|that)) ?(?:c'est |d')?$"
)
_MYSELF = re.compile(
    r"\b(?:j'ai|je|j'avais|on a|nous|i|i've|we|comme|as|c'est|ceci|cela|bref|bien) (?:\w+ )?$"
)
_FOR_THEM = re.compile(
    r"\b(?:pour|selon|d'apres|according to|for) (?:lui|elle|eux|him|her|them|(?:le|la|the) \w+),? ?:? ?$"
)
_WAS_RIGHT = re.compile(
    r"\b(?:il|elle|ils|elles|he|she|they|client|cliente|customer) (?:avait|avaient|a|ont|was|were|is|had)"
    r"(?: bien)? (?:raison|right)\b|\brembours\w+|\brefund\w*|\b(?:ne |n')(?:nous |me )?(?:doit|doivent)"
    r" (?:plus |pas )?(?:rien|un sou)?|\bowes? (?:us |me )?nothing\b|\bon (?:lui|leur) doit\b"
    r"|\b(?:pai?e|regle|verse|paye|pays?|paying) (?:la moitie|une partie|half|part)\b"
    r"|\bdoesn't owe\b|\bnothing (?:is )?(?:owed|due)\b"
)
_SMALL = re.compile(r" (?:de |du |des |d'|la |le |l'){0,2}$")


def unsaid(command: Command, walks: list[Walk]) -> bool:
    walk = walks[command.number]
    return (
        _of_a_namesake(command, walk)
        or _reported(command)
        or _for_the_rest_of_it(command)
        or (
            command.name == "dispute_closed"
            and (_closed_their_way(command, walk) or _not_mended(command, walks))
        )
        or (command.name in _LETTERS and _taken_back(command, walks))
        or (command.name == "not_received" and _came_after_all(command, walks))
        or (command.name in _GOES and beside_the_point(command, walk))
    )


_GOES = _LETTERS | {"resume"}
_AFTER_ALL = re.compile(
    r"(?:^|[ ,.])(?:enfin|ah|si|en fait|finalement|actually|well|oh|wait|attends?|ah bah?|mais"
    r"|but)[ ,]+(?:si|oui|yes)\b"
)


def _came_after_all(command: Command, walks: list[Walk]) -> bool:
    """ "rien. Enfin si, 300 le 2"."""
    behind = command.sentence.text.folded[command.end : command.sentence.end]
    return any(
        _AFTER_ALL.search(said) is not None
        for said in (behind, *(w.sentence.folded for w in walks[command.number + 1 : command.number + 2]))
    )


_FOR_THE_REST = re.compile(
    r"(?:relance|lettre|rappel|courrier|letter|reminder)?s? ?(?:pour|sur|for|on) (?:le (?:reste|solde)"
    r"|the rest)\b"
)


def _for_the_rest_of_it(command: Command) -> bool:
    """ "Aubin : 300 € reçus, relance pour le reste": of the sum, or all the others?"""
    if not command.rest:
        return False
    sums = [m for m in command.sentence.marks if m.kind in ("sum", "number") and m.end <= command.start]
    behind = command.sentence.text.folded[command.start : command.sentence.end]
    return bool(sums) and _FOR_THE_REST.search(behind) is not None


def _of_a_namesake(command: Command, walk: Walk) -> bool:
    """ "relance Martin Dupuy", "relance garage du port": a name goes on, and is of nobody in the list."""
    text = walk.sentence.text.folded
    until = reason(text[command.end : walk.sentence.end])
    limit = walk.sentence.end if until < 0 else command.end + until
    words = [m for m in walk.sentence.marks if m.kind == "word" and m.start < limit]
    for mark in (m for m in walk.named if m.kind == "name" and name(m).target in command.targets):
        found = name(mark)
        if found.other:
            return True
        behind = [w for w in words if w.start > mark.start and _SMALL.fullmatch(text[mark.end : w.start])]
        if not found.invoice and behind and another(behind[0].name, (found.target,)):
            return True
    return False


def _reported(command: Command) -> bool:
    """ "Petit dit : ok", "il me dit d'envoyer"."""
    before = command.sentence.text.folded[command.sentence.start : command.start]
    told = _REPORTED.search(before)
    return told is not None and not _MYSELF.search(before[: told.start()])


def _closed_their_way(command: Command, walk: Walk) -> bool:
    """ "pour lui litige clos", "litige clos, il avait raison"."""
    text = command.sentence.text.folded
    before = text[command.sentence.start : command.start]
    until = min((m.start for m in walk.named if m.start >= command.end), default=walk.sentence.end)
    return bool(_FOR_THEM.search(before) or _WAS_RIGHT.search(text[command.start : until]))


_MENDED = (
    r"(?:(?:repar|remplac|livr|chang|corrig|termin|regl|fonctionn|march|command|pos|fourni|retouch)\w{0,5}"
    r"|(?:re)?(?:fait|pris|mis|vu)e?s?|finie?s?|resolue?s?|fixed|mended|repaired|replaced|redone|done|sorted"
    r"|finished|delivered|solved|works?|working)"
)
_UNDONE = re.compile(
    rf"(?:\b(?:pas|jamais|rien(?: n'(?:a|est))?|not|never|nothing(?: was| is| has)?)|n't)"
    rf"(?: (?:encore|vraiment|completement|tout a fait|ete|been|yet|fully|really|quite|bien|de)){{0,2}}"
    rf" {_MENDED}\b(?! d'(?:avis|idee))"
)
_BY_ANOTHER = re.compile(
    r"(?:\b(?:il|elle|ils|elles|on|he|she|they|cliente?|customer|patron|monsieur|dame)"
    r" (?:(?:m'|nous |me |us )?(?:a |ont |has |have )?)?(?:dit|disent|assure\w{0,2}|affirme\w{0,2}"
    r"|pretend\w{0,3}|ecrit|jure\w{0,2}|soutien\w{1,4}|croi\w{1,4}|pense\w{0,2}|says?|said|claims?|wrote"
    r"|reckons?|thinks?)"
    r"(?: que| qu'| that)?|\b(?:selon|d'apres|according to) \w{2,20},?)"
    rf" ?(?:(?:c'est|tout(?: est)?|ca|it's|it is|everything(?: is)?|all) )?(?:\w{{2,12}} )?{_MENDED}\b"
)
_STILL_WRONG = re.compile(
    r"\b(?:mais|but|sauf|except|hormis|although|bien que)\b(?=[^,;]{0,60}\b(?:rale\w{0,2}|(?:me)?contente?s?"
    r"|plain\w{1,6}|insiste\w{0,2}|manqu\w{1,5}|reste|pas|moan\w{0,3}|unhappy|complain\w{0,3}|still|missing"
    r"|not|grumbl\w{1,4}|angry|furieu\w{1,2}|conteste\w{0,2})\b)"
    r"|\b(?:sauf|hormis|except(?: for)?) (?:le|la|les|l'|une?|the|one|two|deux)\b"
)


def _not_mended(command: Command, walks: list[Walk]) -> bool:
    """ "pas réparé hier, litige clos", "il dit que c'est réparé, litige clos": is it, or is it not?"""
    walk = walks[command.number]
    folded, start = walk.sentence.folded, walk.sentence.start
    before, behind = folded[: command.start - start], folded[command.end - start :]
    said = [w.sentence.folded for w in walks[max(0, command.number - 1) : command.number] if not w.named]
    if any(_UNDONE.search(one) or _BY_ANOTHER.search(one) for one in (*said, before, behind)):
        return True
    return _STILL_WRONG.search(_LEADS_ON.sub("", before)) is not None


_LEADS_ON = re.compile(r"\b(?:mais|but) $")  # "il râle mais litige clos"


def _taken_back(command: Command, walks: list[Walk]) -> bool:
    """ "ok en avril"; "envoie. finalement pas."; "ok. Paul n'est pas d'accord"."""
    text = command.sentence.text.folded
    end = command.end - 3 if command.words.endswith((" en", " in")) else command.end
    if _LATER.match(text[end : command.sentence.end]):
        return True
    for walk in walks[command.number + 1 :]:
        said = walk.sentence.folded
        if walk.named:
            continue
        if _NEVER_MIND.fullmatch(said) or _NOT_BEFORE.match(said) or _OPPOSED.search(said):
            return True
    return False
