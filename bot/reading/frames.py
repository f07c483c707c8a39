"""Who does what, when: the verbs of a clause with their person, tense, negation and condition.

A clause's words in; out come, for each verb that the lexicon knows, a few names such as "=PAY.1.will+" (we
shall pay) or "=WORK.2.past-" (you have not delivered), which hold for any verb of that meaning in either
language. Auxiliaries settle the tense, the nearest pronoun the person. It parses no sentence; a wrong guess
is one feature more.
"""

from functools import cache
from typing import NamedTuple

from bot.reading import english
from bot.reading.verbs import english_meanings, meanings

REACH = 4  # words before a verb that speak of it


class Frame(NamedTuple):
    about: str
    tense: str
    person: str
    refused: bool
    supposed: bool  # after "si", "quand", "dès que"
    asked: bool


def _each(words: str, name: str) -> dict[str, str]:
    return dict.fromkeys(words.split(), name)


_HELP = {  # what stands before a participle
    **_each("ai as a avons avez ont est sont suis sommes etes eu ete fut avait avais avaient avions", "past"),
    **_each("etait etais etaient", "past"),
    **_each("sera seront serai serez serons seras aura auront aurai aurez aurons auras", "will"),
    **_each("serait seraient serais seriez aurait auraient auriez", "would"),
    **_each("soit soient etre avoir", "be"),
}
_LEAD = {  # what stands before an infinitive
    **_each("vais va vas allons allez vont", "will"),
    **_each("peux peut pouvons pouvez peuvent pourriez pourrait pourrais pourrions pourrez possible", "can"),
    **_each("dois doit devons devez doivent devrait devrais devriez faut faudrait faudra", "must"),
    **_each("veux veut voulons voulez voudrais souhaite souhaitons aimerais", "want"),
    **_each("viens vient venons venez", "past"),
    **_each("pour afin", "for"),
    **_each("merci veuillez priere", "ask"),
    **_each("refuse refusons", "refuse"),
    **_each("promets engage", "promise"),
    **_each("essaie essayer espere pense compte", "hope"),
    **_each("avant", "before"),
    **_each("sans", "without"),
}
_FIRST = frozenset(("je", "j'", "on", "moi"))
_THIRD = frozenset(("il", "elle", "ils", "elles", "ca", "c'", "cela", "qui"))
_SPEAKERS = _FIRST | _THIRD | {"vous", "tu", "t'"}
_REFUSED = frozenset(("ne", "n'", "n", "pas", "pa", "jamais", "rien", "plus", "aucun", "aucune", "point"))
_SUPPOSED = frozenset(
    ("si", "s'", "quand", "lorsque", "lorsqu'", "des", "tant", "sitot", "moyennant", "fois", "condition")
)


def frames(words: list[str]) -> list[Frame]:
    in_english = english.spoken(words)
    known = english_meanings() if in_english else meanings()
    verbs = [at for at, word in enumerate(words) if word in known]
    if not verbs:
        return []
    refusing, supposing = (english.REFUSED, english.SUPPOSED) if in_english else (_REFUSED, _SUPPOSED)
    found: list[Frame] = []
    asked = words[-1] == "?"
    since = min((words.index(word) for word in supposing.intersection(words)), default=len(words))
    for at in verbs:
        word = words[at]
        before = words[max(0, at - REACH) : at]
        near = words[max(0, at - REACH - 1) : at]
        refused = not refusing.isdisjoint(words[max(0, at - REACH) : at + 3])
        who = english.person(near) if in_english else _person(word, near)
        after = at > since and word not in supposing
        for about, tense in known[word]:
            told = english.tense(tense, before) if in_english else _tense(tense, before)
            found.append(Frame(about, told, who, refused, after, asked))
    return found


@cache
def names(frame: Frame) -> tuple[str, ...]:
    about, tense, person, refused, supposed, asked = frame
    sign = "-" if refused else "+"
    mood = ("c" if supposed else "") + ("?" if asked else "")
    whole = f"{person}.{tense}{sign}"
    found = [
        f"={about}.{tense}", f"={about}.{person}.{tense}", f"={about}.{whole}", f"={about}{sign}",
        f"=.{whole}", f"=.{whole}{mood}",
    ]  # fmt: skip
    if mood:
        found += [f"={about}.{whole}{mood}", f"={about}{mood}"]
    return tuple(found)


def _tense(tense: str, before: list[str]) -> str:
    if tense == "to":
        return "to" + next((_LEAD[w] for w in reversed(before) if w in _LEAD), "")
    if tense not in ("either", "done"):
        return tense
    helped = next((_HELP[w] for w in reversed(before[-3:]) if w in _HELP), None)
    if helped:
        return helped
    return "now" if tense == "either" and not _SPEAKERS.isdisjoint(before) else "done"


def _person(word: str, before: list[str]) -> str:
    if word.endswith(("ons", "rai")):
        return "1"
    if word.endswith("ez"):
        return "2"
    for one in reversed(before):
        if one in _FIRST:
            return "1"
        if one in _THIRD:
            return "3"
    return _of_two(before)


def _of_two(before: list[str]) -> str:
    """ "nous vous ...": the first is the subject."""
    subjects = [w for w in before if w in ("nous", "vous", "tu")]
    if not subjects:
        return "3" if before else "0"
    return "1" if subjects[0] == "nous" else "2"
