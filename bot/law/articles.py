"""The articles that the program knows, and those that a text cites: no other may stand in a letter.

A text goes in, French or English or with the short names used in the code, and the articles that it cites
come out under their short names, as C. com. L441-10. `unknown` gives those that are not in the list, and what
calls itself an article without a code that is known. Articles that were renumbered are left out on purpose.
"""

import re
from collections.abc import Iterator, Mapping

_NAMES: Mapping[str, str] = {
    "C. com.": (
        "L441-9 L441-10 L441-11 L441-12 L441-13 L441-16 D441-5 L110-4 L123-22 L133-6 L721-3 "
        "R123-237 R123-238 L622-7 L622-21 L622-24 L622-25 L622-25-1 L622-26 L622-28 L624-9 "
        "L631-14 L641-3 R621-4 R622-23 R622-24"
    ),
    "C. civ.": (
        "9 1231 1231-5 1231-6 1342-4 1342-10 1343-1 1343-2 1343-5 1344 1344-1 2224 2231 2232 "
        "2233 2238 2240 2241 2242 2243 2244 2249 2250 2254"
    ),
    "CPC": (
        "54 57 641 642 643 700 750-1 761 835 853 873 1405 1406 1407 1408 1409 1410 1411 1412 "
        "1413 1414 1415 1416 1417 1418 1419 1420 1421 1422 1425"
    ),
    "C. conso": "L121-6 L121-7 L132-11 L218-1 L218-2 L616-1 L721-1 R212-2",
    "CPCE": (
        "L111-3 L111-4 L111-8 R124-1 R124-2 R124-3 R124-4 R124-5 R124-6 R124-7 L125-1 R125-1 "
        "R125-2 R125-3 R125-4 R125-5 R125-6 L126-1 L126-2 L126-3 L126-4 L126-5"
    ),
    "CMF": "L313-2 L313-3 D313-1-A",
    "CCP": "L2192-14 R2192-10 R2192-11 R2192-31 R2192-32 R2192-36 D2192-35",
    "C. pén.": "131-13 222-16 222-33-2-2 433-13",
    "C. trav.": "L3133-1 L3134-13",
    "postes": "L34-2 L34-5 L100 R53 R53-1 R53-2 R53-3 R53-4",
    "CGI": "289 289 bis 290 A",
    "LPF": "L102 B",
    "RGPD": "5 13 14 17 32",
}
ARTICLES: frozenset[str] = frozenset(
    f"{code} {name}"
    for code, names in _NAMES.items()
    for name in re.findall(r"[LRD]?\d+(?:-\d+)*(?:-[A-Z]\b)?(?: bis\b| [A-Z]\b)?", names)
)

_CODES: Mapping[str, str] = {  # as a letter writes them
    "code de commerce": "C. com.",
    "code civil": "C. civ.",
    "code de procédure civile": "CPC",
    "code de la consommation": "C. conso",
    "code des procédures civiles d'exécution": "CPCE",
    "code monétaire et financier": "CMF",
    "code de la commande publique": "CCP",
    "code pénal": "C. pén.",
    "code du travail": "C. trav.",
    "code des postes et des communications électroniques": "postes",
    "code général des impôts": "CGI",
    "livre des procédures fiscales": "LPF",
    "règlement général sur la protection des données": "RGPD",
    "rgpd": "RGPD",
    "commercial code": "C. com.",
    "civil code": "C. civ.",
    "code of civil procedure": "CPC",
    "consumer code": "C. conso",
    "code of civil enforcement procedures": "CPCE",
    "monetary and financial code": "CMF",
    "public procurement code": "CCP",
    "gdpr": "RGPD",
}
_NUMBER = r"(?:[LRD]\.? ?)?\d+(?:-\d+)*(?:-[A-Z]\b)?"
_OF_CODE = (
    rf"(?:\b(?:du|de la|des|de|of the French|of the|of)\s+)(?P<code>{'|'.join(map(re.escape, _CODES))})\b"
)
_LONG = re.compile(
    rf"\b[Aa]rticles?\s+(?P<list>{_NUMBER}(?:(?!\b[Aa]rticles?\b).){{0,150}}?)\s*\(?{_OF_CODE}",
    re.IGNORECASE | re.DOTALL,
)
# « articles 1231-5 du code civil et R. 212-2 du code de la consommation »: no word before the second list
_GOES_ON = re.compile(
    rf"(?:\b(?:et|ou|and|or)|,)\s+"
    rf"(?P<list>{_NUMBER}(?:[ ,]+(?:[IVX]+\b|et|ou|à|and|or|to|suivants|{_NUMBER}))*)\s+{_OF_CODE}",
    re.IGNORECASE,
)
_SHORT = re.compile(
    rf"(?P<code>{'|'.join(re.escape(code) for code in sorted(_NAMES, key=len, reverse=True))}) "
    rf"(?P<list>{_NUMBER}(?: [IVX]+\b)?(?:, {_NUMBER}(?: [IVX]+\b)?)*)"
)
_STRAY = re.compile(rf"\b[Aa]rticles?\s+{_NUMBER}")
_NO_ARTICLE = re.compile(r"\d+\s*°|\b(?:al(?:inéas?|\.)?|paragraphs?|§)\s*\d+|\d+(?:er|e)\s+al\w+")


def cited(text: str) -> frozenset[str]:
    """The articles that a text cites, as C. com. L441-10; ranges and « et suivants » give the ends named."""
    return frozenset(name for name, _, _ in _found(_plain(text)))


def unknown(text: str) -> tuple[str, ...]:
    """What the text cites and this program does not know (C. conso L121-6: no threat of what cannot be)."""
    plain = _plain(text)
    found = [*_found(plain)]
    spans = [(first, last) for _, first, last in found]
    strays = [
        match[0]
        for match in _STRAY.finditer(plain)
        if not any(first <= match.start() < last for first, last in spans)
    ]
    return (*sorted({name for name, _, _ in found} - ARTICLES), *strays)


def _plain(text: str) -> str:
    """Ordinary spaces and apostrophes, and no paragraph numbers that look like articles."""
    spaced = re.sub(r"[\s\u00a0\u202f]+", " ", text.replace("’", "'"))
    return _NO_ARTICLE.sub(lambda match: " " * len(match[0]), spaced)


def _found(plain: str) -> Iterator[tuple[str, int, int]]:
    """(article, where its citation begins, where it ends)."""
    for pattern in (_LONG, _GOES_ON, _SHORT):
        for match in pattern.finditer(plain):
            code = _CODES.get(match["code"].lower(), match["code"])
            for number in re.findall(_NUMBER, match["list"]):
                yield f"{code} {re.sub('[. ]', '', number)}", match.start(), match.end()
