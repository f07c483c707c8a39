"""Verbs by what they mean: a folded word in, its meanings each with its tense out.

`lexicon/verbs.txt` names the French infinitives, `verbs_en.txt` the English bare forms under the same names;
the other forms are made here, by the three conjugations (English has one) and a table of irregular ones, so
that a form nobody wrote down is known. Written without accents, "regle" is both "je règle" and "réglé": such
forms have the tense "either", which the words around them settle (`frames`). It judges nothing.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from bot.patterns import pattern

Meaning = tuple[str, str]  # what the verb is about, and its tense

_PRESENT_ER = {"e": "either", "es": "either", "ons": "now", "ez": "now", "ent": "now"}
_PRESENT_IR = {"is": "either", "it": "either", "issons": "now", "issez": "now", "issent": "now"}
_PRESENT_RE = {"s": "now", "": "now", "ons": "now", "ez": "now", "ent": "now"}
_WERE = dict.fromkeys(("ais", "ait", "ions", "iez", "aient"), "was")
_WOULD = dict.fromkeys(_WERE, "would")
_WILL = dict.fromkeys(("ai", "as", "a", "ons", "ez", "ont"), "will")
_DOUBLED = pattern(r"[^aeiou][aeiou][bdgklmnprt]$")  # "stop", "stopped"


@cache
def meanings() -> dict[str, tuple[Meaning, ...]]:
    """Every form of every verb in the file."""
    named, irregular = _read("verbs.txt")
    return _by_form(
        (name, _irregular(verb, irregular[verb]) if verb in irregular else _regular(verb))
        for name, verb in named
    )


@cache
def english_meanings() -> dict[str, tuple[Meaning, ...]]:
    named, irregular = _read("verbs_en.txt")
    return _by_form((name, _english(verb, irregular.get(verb, [[]])[0])) for name, verb in named)


def _by_form(made: Iterable[tuple[str, dict[str, str]]]) -> dict[str, tuple[Meaning, ...]]:
    found: dict[str, tuple[Meaning, ...]] = {}
    for name, forms in made:
        of_tense = {tense: ((name, tense),) for tense in forms.values()}
        for form, tense in forms.items():
            meaning = of_tense[tense]
            known = found.setdefault(form, meaning)
            if known is not meaning and meaning[0] not in known:
                found[form] = known + meaning
    return found


def _read(file: str) -> tuple[list[tuple[str, str]], dict[str, list[list[str]]]]:
    named: list[tuple[str, str]] = []
    irregular: dict[str, list[list[str]]] = {}
    name = ""
    for line in files("bot.reading.lexicon").joinpath(file).read_text("utf-8").split("\n"):
        head, colon, rest = line.partition(":")
        if not line or line.startswith("#"):
            continue
        if line.startswith("!"):
            irregular[head[1:].strip()] = [part.split() for part in rest.split("|")]
            continue
        name = head if colon else name
        named += [(name, verb) for verb in (rest if colon else line).split()]
    return named, irregular


def _irregular(verb: str, parts: list[list[str]]) -> dict[str, str]:
    present, were, will, done = parts
    forms = {verb: "to", **dict.fromkeys(done, "done")}
    for form in present:
        forms[form] = "either" if form in done else "now"
    for stem in will:
        _put(forms, stem, _WILL, _WOULD)
    for stem in were:
        _put(forms, stem, _WERE, {"ant": "doing"})
    return forms


def _regular(verb: str) -> dict[str, str]:
    forms = {verb: "to"}
    stem, ending = verb[:-2], verb[-2:]
    if ending == "er":
        _put(forms, stem, _PRESENT_ER, {"ee": "done", "ees": "done", "ant": "doing"}, _WERE)
        if stem.endswith("g"):
            _put(forms, stem + "e", {"ons": "now", "ant": "doing"}, _WERE)
        for changed in _changed(stem):
            _put(forms, changed, dict.fromkeys(("e", "es", "ent"), "now"))
        for future in _futures(stem):
            _put(forms, future, _WILL, _WOULD)
    elif ending == "ir":
        _put(forms, stem, _PRESENT_IR, dict.fromkeys(("i", "ie", "ies"), "done"))
        _put(forms, stem + "iss", _WERE, {"ant": "doing"})
        _put(forms, verb, _WILL, _WOULD)
    else:
        done = dict.fromkeys(("u", "ue", "us", "ues"), "done")
        _put(forms, stem, _PRESENT_RE, done, _WERE, {"ant": "doing"})
        _put(forms, verb[:-1], _WILL, _WOULD)
    return forms


def _changed(stem: str) -> Iterator[str]:
    """ "envoyer": "envoie"; "appeler": "appelle"."""
    if stem.endswith("y"):
        yield stem[:-1] + "i"
    if stem.endswith(("el", "et")):
        yield stem + stem[-1]


def _futures(stem: str) -> Iterator[str]:
    if stem.endswith("voy"):
        yield stem[:-3] + "verr"
        return
    yield stem + "er"
    for changed in _changed(stem):
        yield changed + "er"


def _put(forms: dict[str, str], stem: str, *tables: dict[str, str]) -> None:
    for table in tables:
        for ending, tense in table.items():
            forms.setdefault(stem + ending, tense)


def _english(verb: str, done: list[str]) -> dict[str, str]:
    """Bare forms have the tense "bare"; those of the past are its participle too."""
    stem = verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb
    stems = (stem, stem + stem[-1]) if _DOUBLED.search(verb) else (stem,)
    changed = verb[:-1] + "i" if verb.endswith("y") and verb[-2] not in "aeou" else ""
    third = (
        f"{changed}es" if changed else verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "o")) else "s")
    )
    past = done or [f"{changed or s}ed" for s in stems]
    forms = {verb: "bare", third: "now", **dict.fromkeys(past, "done")}
    forms |= {f"{s}ing": "doing" for s in stems}
    return {**forms, verb: "either"} if verb in past else forms
