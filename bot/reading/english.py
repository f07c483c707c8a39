"""The tense and the person of an English verb by the words before it, in the names that French ones have.

Words in, names as in `frames` out: "will be paid" is "will", "please send" is "toask" as "merci d'envoyer"
is, so that what is learnt from one language holds for the other. Which language a clause is in is told by
its small words. It parses nothing; a wrong guess is one feature more.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SMALL = _words(
    "the we you i to is are will have has of and for your our my it was be this that with not i' we' it' "
    "you' ll ve by in at so please kindly thanks can been if they us from but no who there here now just yet "
    "still already don' didn' won' isn' haven' he she his her"
)
_SMALL_FRENCH = _words(
    "le la les de des du nous vous je est et pour votre notre un une l' d' j' n' c' qu' que pas en ce dans "
    "au sur par ne il tu mon ai"
)
_FIRST = _words("i i' we we' us me ill ive im")
_SECOND = _words("you you' u ya")
_THIRD = _words("he she it they he' she' it' they' who which that")
_SPEAKERS = _FIRST | _SECOND | _THIRD
_WILL = _words("will ll shall gonna going")
REFUSED = _words(
    "not never no nor don' doesn' didn' won' wouldn' haven' hasn' hadn' isn' aren' wasn' weren' can' couldn' "
    "cannot dont didnt wont cant neither nothing"
)
SUPPOSED = _words("if when once until till unless upon soon provided whenever as")


def _each(**names: str) -> dict[str, str]:
    return {word: name for name, words in names.items() for word in words.split()}


_LEAD = _each(  # what stands before a bare form
    will="will ll shall gonna going",
    can="can could able possible cannot may might",
    must="must should need needs have has ought",
    want="want wants wish like would d",
    past="did didn' didnt",
    now="do does don' doesn' dont doesnt",
    ask="please kindly pls",
    refuse="refuse refuses refusing",
    promise="promise promised swear",
    hope="hope hoping try trying expect",
    before="before",
    without="without",
)
_LEAD["to"] = "for"
_HELP = _each(  # before a participle
    past="have has had having was were been ve did be is are s re being",
    would="would d might may",
    now="get gets getting",
)
_DOING = _each(now="am m are re is s keep", will="will ll shall", was="was were been", without="without")


def spoken(words: list[str]) -> bool:
    unlike = set(words)
    return len(_SMALL & unlike) > len(_SMALL_FRENCH & unlike)


def tense(form: str, before: list[str]) -> str:
    """That of a form (`verbs`) behind these words."""
    speaks = not _SPEAKERS.isdisjoint(before[-2:])
    if form == "bare" or (form == "either" and not speaks):
        led = next((_LEAD[word] for word in reversed(before) if word in _LEAD), "")
        if led in ("will", "past", "now"):
            return led
        return f"to{led}" if led or not speaks else "now"
    if form == "doing":
        return next((_DOING[word] for word in reversed(before) if word in _DOING), form)
    return _of_participle(before, speaks=speaks) if form in ("done", "either") else form


def _of_participle(before: list[str], *, speaks: bool) -> str:
    """ "will be paid", "would have paid", "has been paid", "we paid"."""
    if not _WILL.isdisjoint(before):
        return "will"
    return next((_HELP[word] for word in before if word in _HELP), "past" if speaks else "done")


def person(before: list[str]) -> str:
    """Of the nearest pronoun, as French ones are named."""
    for word in reversed(before):
        if word in _FIRST:
            return "1"
        if word in _SECOND:
            return "2"
        if word in _THIRD:
            return "3"
    return "3" if before else "0"
