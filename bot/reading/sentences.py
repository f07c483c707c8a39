"""Text as clauses to be judged one by one: each keeps its exact words beside a folded form.

Folded means lower case, no accents, plain apostrophes and spaces: what the lexicon, the dates and the
amounts are written against. A clause is the reach of a negation, a condition or a question; "mais", "par
contre" and the semicolon end one; what it says is weighed in finer parts. It does not parse: a wrong cut
costs certainty, never an exception.
"""

import re
import unicodedata
from dataclasses import dataclass

from bot.patterns import pattern

CLAUSES = 400
CLAUSE = 2000  # characters of one clause that are judged

_APOSTROPHES = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "œ": "oe", "Œ": "oe", "æ": "ae"}
)
_DASHES = str.maketrans(
    {"–": "-", "—": "-", "‑": "-", "−": "-", "«": '"', "»": '"', "“": '"', "”": '"', "…": "."}
)
_PLAIN = {**_APOSTROPHES, **_DASHES}
# What French mails are written with, in lower case; the widest characters first, since a text is searched
# the faster the narrower its widest one is. A replacement that finds nothing costs a twentieth of a
# microsecond, a translation by table half of one for every ten letters; what is not plain goes the long way.
_COMMON = (
    ("’", "'"), ("–", "-"), ("…", "."), ("œ", "oe"), ("\u202f", " "), ("é", "e"), ("è", "e"), ("à", "a"),
    ("ê", "e"), ("ç", "c"), ("ù", "u"), ("î", "i"), ("ô", "o"), ("û", "u"), ("â", "a"), ("ï", "i"),
    ("ë", "e"), ("«", '"'), ("»", '"'), ("\xa0", " "),
)  # fmt: skip
_KEPT = pattern(r"[\x00-\x7f€]*")
_ACCENTS = pattern(r"[\u0300-\u036f]+")
_MAY_STOP = pattern(r"[.!?…;–—-][\"»)]?\s")  # every stop has one of these: most lines have none
_STOP = pattern(r"(?<=[.!?…])[\"»)]?\s+|\s*;\s+|\s+[-–—]\s+")
# after these a full stop ends no sentence
_SHORT = pattern(
    r"(?:^|[\s(])(?:m|mm|mme|mr|mrs|ms|dr|me|st|ste|n|no|nos|art|tel|ref|fact|cf|ex|env|approx|janv|fevr|fev"
    r"|avr|juil|sept|oct|nov|dec|jan|feb|mar|apr|jun|jul|aug|sep|lun|mer|jeu|ven|sam|dim|inc|ltd|co|p|s"
    r"|[a-z])\.$"
)
# "was paid on 26 Feb. 7769 is on the run": a date ends it, and no year follows
_DATED = pattern(
    r"\d(?:er|st|nd|rd|th)? (?:janv|fevr|fev|avr|juil|sept|oct|nov|dec|jan|feb|mar|apr|jun|jul|aug|sep)\.$"
)
_NEW = pattern(r"[A-ZÀ-Ý][a-zà-ÿ']|(?!20\d\d\b)\d{3}")
_TURN = pattern(
    r",?\s+(?=(?:mais|par contre|en revanche|toutefois|cependant|par ailleurs|n[ée]anmoins|sauf que|sinon"
    r"|quant aux?|tandis que|alors que|pour le reste"
    r"|but|however|although|whereas|while|as for|as to)\b)",
    re.IGNORECASE,
)
# where one clause may say two things: before "et" or a comma that a new subject follows
_SUBJECT = r"(?:je|j'|nous|on|vous|tu|il|elle|ils|elles|we|i|you|they|he|she)"
_MAY_YOU = (
    r"(?:(?:vous|tu) (?:pouvez|pourriez|peux|pourrais)|(?:pouvez|pourriez|peux|pourrais)[ -](?:vous|tu)"
    r"|(?:can|could|would) you)\b"
)
# "entre le 10 et le 15 c'est chez vous, vous pouvez me renvoyer la facture ?": only the end asks
_REQUEST = pattern(
    rf",\s+(?=(?:et |and )?{_MAY_YOU}[^,]{{0,25}}\b(?:r?envoy|transm|adress|communiqu|parvenir|donner|re?send"
    r"|send|forward|e?-?mail)\w{0,8}\b[^,]{0,40}\b(?:facture|rib|iban|duplicata|copie|bon|bl|devis|d[ée]tail"
    r"|relev[ée]|attestation|coordonn[ée]es|invoice|copy|bank details|statement|po)s?\b)",
    re.IGNORECASE,
)
_INVERTED = pattern(
    r"-(?:vous|tu|ils?|elles?|on|je|ce|t)\b|\?|^\W{0,3}(?:did|do|does|have|has|is|are|was|can|could|when|where"
    r"|what|why|how|quand|o[uù]|comment|pourquoi|quel\w{0,3}|combien)\b",
    re.IGNORECASE,
)
_THE_REST = pattern(
    rf"(?:et )?(?:pour|quant) (?:le|au) reste,? .{{0,20}}(?:est[- ]ce qu|{_MAY_YOU})", re.IGNORECASE
)
_JOINT = pattern(
    rf",\s+(?=(?:et|puis|and|then|merci|{_SUBJECT})\b)"
    rf"|\s(?=(?:et|and)\s(?:que|qu'|pour|votre|your|{_SUBJECT})\b)",
    re.IGNORECASE,
)
# the way people write on a telephone
# (its letter first: a search for one letter is quicker than one for the bounds of words)
_RUN_TOGETHER = pattern(r"j(?<=\bj)(te|vous|peux|sais|suis|fais|paie|paye|regle|vais|l'ai)\b")
_BULLET = pattern(r"^\s{0,8}(?:[-*•·–]|\d{1,2}[.)])\s+")
_EQUALS = pattern(r"\s{0,8}[^=.,;:]{2,40}= ?\S")  # "celle de mai = le 16"
_STARTS = pattern(r"^\s{0,8}[A-ZÀ-Ý0-9\"«(]")

QUOTED = 400  # characters of a clause that are shown


@dataclass(frozen=True, slots=True)
class Clause:
    exact: str
    folded: str
    question: bool = False

    @property
    def quote(self) -> str:
        """As it stands in the mail: the semicolon that ended it, which may stand apart, is not part of it."""
        return self.exact.removesuffix(";")[:QUOTED]


def fold(text: str) -> str:
    plain = text.lower()
    if not text.isascii():
        for mark, letter in _COMMON:
            plain = plain.replace(mark, letter)
        if not (plain.isascii() or _KEPT.fullmatch(plain)):
            plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", text.translate(_PLAIN))).lower()
    plain = " ".join(plain.split())
    return _RUN_TOGETHER.sub(r"je \1", plain) if "j" in plain else plain


def clauses(text: str) -> tuple[Clause, ...]:
    found: list[Clause] = []
    for unit in _units(text):
        for sentence in _sentences(unit):
            question = sentence.rstrip(' "»)').endswith("?")
            parts = _turns(sentence)
            asked = len(parts) - 1 if question and _asks_apart(parts) else 0
            for place, part in enumerate(parts):
                found.append(Clause(part, fold(part[:CLAUSE]), question and place >= asked))
            if len(found) >= CLAUSES:
                return tuple(found)
    return tuple(found)


def _asks_apart(parts: list[str]) -> bool:
    """Whether the last part asks for itself: a document, or about the rest."""
    if len(parts) < 2 or any(_INVERTED.search(part) for part in parts[:-1]):
        return False
    return bool(_THE_REST.match(parts[-1]) or _REQUEST.match(f", {parts[-1]}"))


def finer(clause: Clause) -> list[Clause]:
    """The parts of a clause that may say different things; itself if it has but one."""
    parts = [part for part in _JOINT.split(clause.exact) if part.strip()]
    if len(parts) < 2:
        return [clause]
    return [Clause(part, fold(part[:CLAUSE]), clause.question) for part in parts]


def _units(text: str) -> list[str]:
    """Lines that belong together: a paragraph, or a line that starts something of its own."""
    units: list[list[str]] = [[]]
    width = 0
    for line in text.split("\n"):
        if not line.strip() or _BULLET.match(line) or (units[-1] and _breaks(units[-1][-1], line, width)):
            units.append([])
        if line.strip():
            units[-1].append(_BULLET.sub("", line).strip())
        width = len(line)
    return [" ".join(unit) for unit in units if unit]


def _breaks(above: str, line: str, width: int) -> bool:
    """Whether the line end was meant: a short line, or one that was finished."""
    if above.endswith((".", "!", "?", ":", ";", ",")):
        return not above.endswith(",") and bool(_STARTS.match(line))
    listed = _EQUALS.match(above) and _EQUALS.match(line)
    return width < 50 and bool(_STARTS.match(line) or listed)


def _sentences(unit: str) -> list[str]:
    if not _MAY_STOP.search(unit):
        return [unit.strip()] if unit.strip() else []
    found: list[str] = []
    start = 0
    for stop in _STOP.finditer(unit):
        piece = unit[start : stop.start()]
        lawyer = not piece.endswith(" me.")  # "in front of me."
        short = lawyer and unit[stop.start() - 1] == "." and _SHORT.search(fold(piece[-8:]))
        if short and not (_DATED.search(fold(piece[-12:])) and _NEW.match(unit, stop.end())):
            continue
        if piece.strip():
            found.append(piece.strip() + (";" if ";" in stop[0] else ""))
        start = stop.end()
    if unit[start:].strip():
        found.append(unit[start:].strip())
    return found


def _turns(sentence: str) -> list[str]:
    if len(sentence) < 20:
        return [sentence]
    request = _REQUEST.search(sentence) if sentence.endswith("?") else None
    if request and not _INVERTED.search(sentence, 0, request.start()):
        return [*_turns(sentence[: request.start()]), sentence[request.end() :]]
    pieces = [p for p in _TURN.split(sentence) if p]  # on the exact text: only one of the words has an accent
    return [p.strip() for p in pieces if p.strip()]
