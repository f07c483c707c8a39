"""Answers without an order: mere thanks or a greeting, and such of which nothing at all was understood.

The own text and its walked sentences in. Thanks need no answer; of the other the first words come back, so
that the owner is asked again instead of hearing nothing. Nothing here makes an act.
"""

import re
from collections.abc import Sequence

from bot.owner.answers.acts import Act
from bot.owner.answers.context import Context
from bot.owner.answers.doubting.told import news_of
from bot.owner.answers.meaning.brought import grave
from bot.owner.answers.meaning.everybody import perhaps_stops
from bot.owner.answers.walking.commands import Walk
from bot.owner.answers.words.spelling import plain

_FIRST = 80  # characters that are given back
_HI = r"(?:bonjour|bonsoir|salut|coucou|hello|hi|hey|dear \w+|bjr|bsr|slt)"
_THANKS = r"(?:merci(?! d[e'])|thanks?|thank you|thx|cheers|je (?:te|vous) remercie(?! d[e']))"
_TAKEN = (
    r"(?:note(?=[ ,]*(?:$|merci))|bien (?:recu|note|recue?s)|recu 5 sur 5|c'est (?:bien )?(?:note|recu)"
    r"|well received|noted|received)"
)
_BYE = (
    r"(?:(?:bonne|belle|excellente) (?:journee|soiree|semaine|nuit|fin de \w+|continuation|reception)"
    r"|bon (?:week-?end|courage)|a (?:bientot|plus|demain)|bises?|bien a (?:toi|vous)|cordialement"
    r"|(?:have a )?(?:nice|good) (?:day|evening|week|weekend|one))"
)
_SENT = r"(?:(?:transfere )?pour info|fyi|for info|voici|voila|here (?:is|are)|\W*$)"
_POLITE = re.compile(rf"\s*(?:{_HI}\W*)?(?:{_THANKS}|{_TAKEN}|{_BYE}|{_SENT})(?!\w)")
_HELLO = re.compile(rf"\s*{_HI}(?: \w+)?\W*$")
_ENCLOSED = re.compile(r"\b(?:pieces? jointes?|pj|ci-jointe?s?|attached|attachment|enclosed)\b")
_MERE = re.compile(
    rf"\W*(?:(?:{_HI}|{_THANKS}|{_TAKEN}|{_BYE}|beaucoup|a (?:toi|vous)|et|and)(?!\w)\W*){{1,8}}$"
)
_NODDED = re.compile(
    r"\b(?:ok|oui|d'accord|tres bien|parfait)\b,? (?=(?:bien |c'est )?(?:note|recu)\b)|(?<=note) ok\b"
)
_SAYS = re.compile(r"[^\W_]|[?!]")
_PAYMENT = frozenset(("already_paid", "payment_match", "promise", "delay_request", "post", "uncertain"))
_ASKED = frozenset(
    ("payment_match", "mise_en_demeure", "wrong_contact", "delay_request", "call", "dispute", "already_paid",
     "document_request", "promise", "undecided")
)  # fmt: skip
_MOVES = frozenset(
    ("send", "no", "stop", "pause", "resume", "refuse", "accept", "drop", "propose", "plan", "credit",
     "treatment", "mise_en_demeure", "send_mise_en_demeure", "dispute_closed", "not_received")
)  # fmt: skip
_LITTLE = frozenset(("filler", "him", "and"))
_NEVER = re.compile(r"(?!)")
_SHORT = re.compile(r"\b(?:manque|reste|short|missing|left)\b")
# What leaves open what was asked, though every word of it is known.
_HALF_SAID = {
    "already_paid": _SHORT,
    "payment_match": _SHORT,
    "document_request": re.compile(
        r"\b(?:ai|a|avons|ont) (?:(?:deja|bien) ){0,2}(?:r?envoye|transmis|fait|donne|remis|adresse)e?s?\b"
        r"|\b(?:sent|emailed|mailed|done)\b"
    ),
}


def merely_polite(text: str, context: Context) -> bool:
    """ "bien reçu, merci": nothing to ask back about, unless the mail asked whether something came."""
    said = plain(text)
    said = _NODDED.sub("", said) if context.kind == "digest" else said
    return context.matter not in _PAYMENT and len(text) < 200 and bool(_MERE.match(said))


def mere_courtesy(said: str) -> bool:
    """ "merci, bonne journée à vous": nothing else in these words."""
    return _MERE.match(plain(said)) is not None


def not_understood(text: str, walks: list[Walk], context: Context) -> str:
    """The first words of an answer in which no sentence says anything that is known; else empty.

    Nor is one that leaves open what the mail asked: "si tu veux", to a formal notice proposed."""
    words = " ".join(text.split())
    if context.matter != "stale_source" and any(c.name in _MOVES for walk in walks for c in walk.commands):
        return _opening(words)  # "on attend plus": an order that this mail does not ask for
    if context.kind != "notice" and (grave(words) or perhaps_stops(words)):
        return _opening(words)  # "Daphne a déposé le bilan", "nothing this week"
    if not _SAYS.search(words) or (walks and not any(_strange(walk, context) for walk in walks)):
        return ""
    left_open = context.matter in _ASKED and not any(_puts_off(walk) for walk in walks)
    if (any(_known(walk) for walk in walks) and not left_open) or _signature(words):
        return ""
    return _opening(words)


def only_a_mistake(acts: Sequence[Act], walks: list[Walk]) -> bool:
    """ "oups, je croyais que c'était une autre liste": kept as a note, the last answer would stand."""
    notes = all(act.act == "note" for act in acts)
    return notes and any(news.kind == "mistaken" for news in news_of(walks))


def _opening(words: str) -> str:
    return words if len(words) <= _FIRST else f"{words[: _FIRST - 1].rstrip()}…"


def _strange(walk: Walk, context: Context) -> bool:
    """Whether it holds words or figures, and is no thanks, greeting or "voici".

    In a dispute any word says something of how it stands: "on s'est arrangés"."""
    said = plain(walk.sentence.exact)
    if _POLITE.match(said) or _HELLO.match(said) or _ENCLOSED.search(said):
        return False
    if context.kind == "notice" and _HALF_SAID.get(context.matter, _NEVER).search(said):
        return True
    nothing = ("comma",) if context.matter == "dispute" else ("comma", "phrase")
    return any(mark.kind not in nothing for mark in walk.sentence.marks)


def _known(walk: Walk) -> bool:
    return any(mark.kind == "phrase" and mark.name not in _LITTLE for mark in walk.sentence.marks)


def _puts_off(walk: Walk) -> bool:
    """ "je vérifie", "let me check": the owner will answer later."""
    return any(mark.name == "defer" for mark in walk.sentence.marks)


def _signature(words: str) -> bool:
    """Nothing but a name and a number, at the top of a mail that was sent empty."""
    letters = re.findall(r"[^\W\d_]+", words)
    return "?" not in words and len(letters) > 1 and all(word[:1].isupper() for word in letters)
