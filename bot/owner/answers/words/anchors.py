"""The first letters with which a phrase can begin: a pattern in, the openings of all that it matches out.

With them a text asks only the few phrases that can begin at a place, and only those are ever compiled. Reads
the plain subset of regular expressions that `phrases.txt` is written in; what it does not know opens with
anything, so that nothing is missed.
"""

import re

LENGTH = 3  # letters of an opening

_TOKEN = re.compile(
    r"(?P<open>\((?P<kind>\?:|\?=|\?!|\?<!|\?<=)?)|(?P<close>\))|(?P<bar>\|)|(?P<many>[*+?]|\{\d+(?:,\d*)?\})"
    r"|\[(?P<set>(?:\\.|[^\]\\])+)\]|\\(?P<escaped>.)|(?P<char>.)",
    re.DOTALL,
)
_Openings = frozenset[str]
_ANY = "\0"  # from here on any letter may follow
_NOTHING: _Openings = frozenset(("",))


def openings(pattern: str) -> _Openings:
    """Each at most LENGTH letters; a shorter one may be followed by anything."""
    found, _ = _alternatives(list(_TOKEN.finditer(pattern)), 0)
    return frozenset(text.partition(_ANY)[0] for text in found)


def _alternatives(tokens: list[re.Match[str]], at: int) -> tuple[_Openings, int]:
    """The openings of everything up to the bracket that closes, and the place behind it."""
    found: set[str] = set()
    here = _NOTHING
    while at < len(tokens) and not tokens[at]["close"]:
        if tokens[at]["bar"]:
            found |= here
            here = _NOTHING
            at += 1
            continue
        if all(len(text) >= LENGTH or text.endswith(_ANY) for text in here):
            at = _end_of_alternative(tokens, at)  # its opening is known
            continue
        piece, at = _piece(tokens, at)
        here = _joined(here, piece)
    return frozenset(found | here), at + 1


def _end_of_alternative(tokens: list[re.Match[str]], at: int) -> int:
    depth = 0
    while at < len(tokens) and (depth or not (tokens[at]["close"] or tokens[at]["bar"])):
        depth += bool(tokens[at]["open"]) - bool(tokens[at]["close"])
        at += 1
    return at


def _piece(tokens: list[re.Match[str]], at: int) -> tuple[_Openings, int]:
    token = tokens[at]
    if token["open"]:
        piece, at = _alternatives(tokens, at + 1)
        piece = piece if token["kind"] in (None, "?:") else _NOTHING
    else:
        piece, at = _letters(token), at + 1
    if at < len(tokens) and tokens[at]["many"]:
        piece, at = _repeated(piece, tokens[at]["many"]), at + 1
    return piece, at


def _letters(token: re.Match[str]) -> _Openings:
    if token["set"]:
        known = all(c.isalnum() or c in " -.'’,;:\n" for c in token["set"]) and token["set"][1:2] != "-"
        return frozenset(token["set"]) if known else frozenset((_ANY,))
    if token["escaped"]:
        return frozenset((_ANY if token["escaped"].isalpha() else token["escaped"],))
    return frozenset((_ANY if token["char"] == "." else token["char"],))


def _repeated(piece: _Openings, many: str) -> _Openings:
    if many == "?":
        return piece | _NOTHING
    found = piece | (_NOTHING if many in "*" or many.startswith("{0") else frozenset())
    longer = piece
    for _ in range(LENGTH - 1):
        longer = _joined(longer, piece)
        found |= longer
    return found


def _joined(before: _Openings, after: _Openings) -> _Openings:
    done = [text for text in before if len(text) >= LENGTH or text.endswith(_ANY)]
    short = [text for text in before if len(text) < LENGTH and not text.endswith(_ANY)]
    if not short:
        return before
    return frozenset([*done, *((text + more)[:LENGTH] for text in short for more in after)])
