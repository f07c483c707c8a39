"""Which case or invoice the owner means: words of the answer in, names as the context spells them out.

A case is known by any word of its name that no other case of the mail has, in any spelling: without accents,
with one letter wrong, by its beginning or its initials. An ordinary word is no misspelling ("ce matin").
What fits two cases is `several` and settles nothing.
A name that the mail did not show is not looked for here.
"""

import re
from functools import lru_cache
from importlib.resources import files

from bot.owner.answers.context import Context, Item
from bot.owner.answers.marking.everyday import stands_as_name
from bot.owner.answers.marking.numbers import Named, invoices
from bot.owner.answers.words.phrases import orders, said
from bot.owner.answers.words.spelling import Spelled, plain
from bot.reading.verbs import meanings

_WORD = re.compile(r"[a-z0-9]+")
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,80}")  # nobody is named in one
_TITLES = {
    "copropriete": "copro",
    "association": "asso",
    "resto": "restaurant",
    "restau": "restaurant",
    "pharma": "pharmacie",
    "etablissements": "ets",
    "etablissement": "ets",
    "societe": "ste",
    "monsieur": "m",
    "mr": "m",
    "madame": "mme",
    "mrs": "mme",
    "ms": "mme",
    "mlle": "mme",
}


def _listed(name: str) -> frozenset[str]:
    """The words of one section of `namewords.txt`."""
    text = files("bot.owner.answers.marking").joinpath("namewords.txt").read_text("utf-8")
    body = text.split(f"[{name}]", 1)[1].split("\n", 1)[1].split("[", 1)[0]
    return frozenset(body.split())


NAMELESS = _listed("never")
_KINDS = _listed("kinds")
_WEAK, _TRADE, _EVERYDAY = _listed("weak"), _listed("trade"), _listed("everyday")
_SURNAMES = _listed("surnames")
_ORDINARY = _listed("ordinary") | NAMELESS | _EVERYDAY
_SHOUTED = _listed("shouted")


def named(text: Spelled, context: Context) -> list[Named]:
    found = invoices(text.folded, context)
    found += [n for n in _cases(text, context) if not any(n.start < f.end and f.start < n.end for f in found)]
    return sorted(found, key=lambda n: n.start)


# --- cases --------------------------------------------------------------------------------------------


def _cases(text: Spelled, context: Context) -> list[Named]:
    if context.matter == "kind" or not context.cases:
        return []
    cases = [(item, _words(item.case)) for item in context.cases if item.case]
    unaddressed = _ADDRESS.sub(lambda m: " " * len(m[0]), text.folded)
    words = [(m.start(), m.end(), m[0]) for m in _WORD.finditer(unaddressed)]
    found: list[Named] = []
    index = 0
    while index < len(words):
        run = _run(words, index, cases, text)
        if run is None:
            index += 1
            continue
        last, fitting = run
        stranger = _stranger(words, index, last, fitting, text)
        found.append(stranger or _named(words[index][0], words[last][1], fitting))
        index = last + (2 if stranger else 1)
    return found


@lru_cache(maxsize=1024)
def _words(case: str) -> tuple[str, ...]:
    return tuple(_TITLES.get(w, w) for w in _WORD.findall(plain(case)[:200]))


_Words = list[tuple[int, int, str]]
_Cases = list[tuple[Item, tuple[str, ...]]]


def _run(words: _Words, first: int, cases: _Cases, text: Spelled) -> tuple[int, list[Item]] | None:
    """The longest stretch of words from here that names a case, and the cases that it fits best."""
    fitting = cases
    strong = False
    last = first - 1
    for index in range(first, min(first + 8, len(words))):
        start, _, word = words[index]
        if index > first and not re.fullmatch(r"[ .'&-]{1,3}", text.folded[words[index - 1][1] : start]):
            break
        word = _TITLES.get(word, word)
        left = [c for c in fitting if word in c[1]]
        left = left or [c for c in fitting if _fits(word, c[1], _exact(text, words[index]))]
        if not left:
            if word in _WEAK and index + 1 < len(words) and last >= first:
                continue
            break
        if (
            word not in _WEAK
            and not strong
            and (_meant(words, index, text) or _joined(words, index, cases, text))
        ):
            strong = True
        if word not in _WEAK or index == first or strong:
            fitting, last = left, index
    return _settled(words, (first, last), fitting, cases, strong=strong)


def _settled(
    words: _Words, run: tuple[int, int], fitting: _Cases, cases: _Cases, *, strong: bool
) -> tuple[int, list[Item]] | None:
    """What a run of words names: by a legal form alone, or by a word that is no mere kind."""
    first, last = run
    alone = last <= first
    if alone and (form := _legal_form(words, first, cases)):
        return first, form
    if not strong or last < first or (alone and _of_a_kind(words, first)):
        return None
    return last, [item for item, _ in fitting]


_PERSONS = {"dame": "mme", "lady": "mme", "monsieur": "m", "gentleman": "m"}
_LED = frozenset(("la", "le", "l", "the", "cette", "ce", "petite", "vieille", "pauvre", "brave"))
_FORMS = frozenset(
    ("mme", "m", "sci", "sarl", "sas", "eurl", "gaec", "snc", "scop", "selarl", "ste", "ltd", "inc")
)


def _legal_form(words: _Words, index: int, cases: _Cases) -> list[Item]:
    """ "la sci", "la dame": the only one among the cases."""
    word = _PERSONS.get(words[index][2], words[index][2])
    led = index > 0 and words[index - 1][2] in _LED
    fitting = [item for item, name in cases if word in name] if led and word in _FORMS else []
    return fitting if len(fitting) == 1 else []


def _names_another(word: str, fitting: list[Item]) -> bool:
    """A word behind "la SCI" that no rule knows."""
    known = any(word in _words(item.case) for item in fitting) or bool(said(word)) or word in meanings()
    return not known and len(word) > 3 and word not in _ORDINARY and word not in _TRADE


_ROOMS = frozenset(
    ("cave", "boutique", "bureau", "poste", "atelier", "magasin", "chantier", "salon", "comptoir")
)
_PLACES = frozenset(("a", "au", "dans"))


def _of_a_kind(words: _Words, index: int) -> bool:
    """ "c'est une association", "réglé à la cave": what or where it is, not which."""
    before = [word for _, _, word in words[max(0, index - 2) : index]]
    there = before[-1:] == ["au"] or (
        len(before) == 2 and before[0] in _PLACES and before[1] in ("la", "le", "l")
    )
    if there and words[index][2] in _ROOMS:
        return True
    return index > 0 and words[index - 1][2] in ("un", "une", "a", "an") and words[index][2] in _KINDS


def _stranger(words: _Words, first: int, last: int, fitting: list[Item], text: Spelled) -> Named | None:
    """ "Taxi Mariani" where the mail shows "Taxi Colonna": another name that begins alike."""
    if last + 1 >= len(words):
        return None
    start, end, word = words[last + 1]
    exact = _exact(text, words[last + 1])
    begun = all(w in _TRADE or w in _WEAK for _, _, w in words[first : last + 1])
    form = words[first][2] in _FORMS and first == last and _names_another(word, fitting)
    written = exact[:1].isupper() and not exact.isupper()
    if not begun or text.folded[words[last][1] : start] != " " or not (written or form):
        return None
    if any(word in _words(item.case) for item in fitting) or orders(word):
        return None
    return Named(words[first][0], end, text.words(words[first][0], end))


def _exact(text: Spelled, word: tuple[int, int, str]) -> str:
    return text.words(word[0], word[1])


def _fits(word: str, case: tuple[str, ...], exact: str) -> bool:
    if word in case or (len(word) > 5 and word == "".join(case)):
        return True
    if word in _WEAK or len(word) < 2:
        return False
    strong = [w for w in case if w not in _WEAK]
    if exact.isupper() and len(word) > 1 and word in (_initials(case), _initials(tuple(strong))):
        return True
    return any(_near(word, other) for other in strong) and word not in _ORDINARY and not orders(word)


def may_name(word: str, *, opens: bool) -> bool:
    """Whether a word as written may stand for a customer's name, in a mail that may be about anything."""
    folded = plain(word)
    if folded in _WEAK or folded in _TRADE or folded in NAMELESS:
        return False
    return folded not in _ORDINARY or (word[:1].isupper() and not opens)


def _initials(case: tuple[str, ...]) -> str:
    return "".join(w[0] for w in case) if len(case) > 1 else ""


def _near(word: str, other: str) -> bool:
    """One letter wrong, missing or too many in a word of some length, or its beginning."""
    if min(len(word), len(other)) < 4 or word[0] != other[0] or word.isdigit():
        return False
    if len(word) >= 5 and len(other) >= 7 and other.startswith(word):
        return True
    if abs(len(word) - len(other)) > 1 or max(len(word), len(other)) < 5:
        return False
    return _one_edit(word, other)


def _one_edit(a: str, b: str) -> bool:
    at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest_a, rest_b = a[at:], b[at:]
    swapped = len(rest_a) > 1 and rest_a[:2] == rest_b[:2][::-1] and rest_a[2:] == rest_b[2:]
    return swapped or rest_a[1:] == rest_b[1:] or rest_a == rest_b[1:] or rest_a[1:] == rest_b


_DOES = frozenset(("on", "je", "j", "tu", "il", "elle", "ca", "qui"))


def _meant(words: _Words, index: int, text: Spelled) -> bool:
    start, _, word = words[index]
    if word in _SHOUTED:
        return _exact(text, words[index]).isupper()  # "CE Valeo" is no "ce matin"
    small = not _exact(text, words[index])[:1].isupper()
    if small and word in _ORDINARY and index > 0 and words[index - 1][2] in _DOES:
        return False  # "on ferme du 22 au 4"
    if word not in _EVERYDAY:
        return True
    if word in _SURNAMES and stands_as_name(text, start, words[index][1]):
        return True
    titled = index > 0 and words[index - 1][2] in ("m", "mme", "mr", "monsieur", "madame", "mrs", "dr")
    article = index > 0 and words[index - 1][2] in ("la", "le") and word == "mairie"
    opens = start == 0 or text.folded[start - 1] == "\n"
    return titled or article or (_exact(text, words[index])[:1].isupper() and not opens)


def _joined(words: _Words, index: int, cases: _Cases, text: Spelled) -> bool:
    """ "blanc et martin": a surname that is an everyday word, beside another customer's."""
    if words[index][2] not in _SURNAMES:
        return False
    if _in_a_row(words, index, cases, text):
        return True
    others = (
        {w for _, name in cases for w in name if words[index][2] not in name} - _WEAK - _ORDINARY - _TRADE
    )
    sides = (words[index + 1 : index + 3], words[max(0, index - 2) : index][::-1])
    return any(
        len(side) == 2
        and side[0][2] in ("et", "and", "idem", "ni", "nor")
        and (side[1][2] in others or _capital(words, index, side[1], text))
        for side in sides
    )


def _in_a_row(words: _Words, index: int, cases: _Cases, text: Spelled) -> bool:
    """ "stop roux vidal": two customers, one right after the other, where a name stands."""
    names = {w for _, name in cases for w in name} - _WEAK - (_ORDINARY - _SURNAMES) - _TRADE
    first = last = index
    while first and words[first - 1][2] in names and words[first][0] - words[first - 1][1] == 1:
        first -= 1
    while last + 1 < len(words) and words[last + 1][2] in names and words[last + 1][0] - words[last][1] == 1:
        last += 1
    own = {w for _, name in cases for w in name if words[index][2] in name}
    several = any(word not in own for _, _, word in words[first : last + 1])
    return several and stands_as_name(text, words[first][0], words[last][1])


def _capital(words: _Words, index: int, other: tuple[int, int, str], text: Spelled) -> bool:
    """ "Roux et Vidal ont payé": both with a capital, and no ordinary word beside it."""
    both = [_exact(text, one) for one in (words[index], other)]
    return all(one[:1].isupper() and one[1:].islower() for one in both) and may_name(both[1], opens=True)


def _named(start: int, end: int, fitting: list[Item]) -> Named:
    names = {item.case for item in fitting}
    several = len(names) > 1
    own = not several and fitting[0].n == 0
    fits = tuple(sorted(names)) if several else ()
    return Named(start, end, fitting[0].case, several=several, own=own, fits=fits)
