"""An office that answers for several debtors: of whom its mail speaks besides the one it answers about.

A property manager, the accounts of a group: the thread tells which letter is answered, not of whom the
answer speaks. An answer that begins with another one's invoice is about that one; else who is named by an
invoice or by name counts besides, and words for all of them ("toutes vos factures", "les autres sociétés")
count for all who have this address. Words in, cases out; in doubt one too many. Pure.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Protocol

from bot.owner.answers.marking.names import may_name
from bot.placing.numbers import is_common, numbers_in, tails_called
from bot.reading.sentences import clauses, fold

_MANY = r"(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|two|three|four|five|six|\d{1,2})"
_DEBTS = (
    r"(?:factures?|societes|stes|entreprises|filiales|entites|structures|etablissements|coproprietes|copros"
    r"|immeubles|residences|syndicats|sdc|dossiers|comptes|relances|impayes|creances|echeances|sommes)"
)
_BODIES = (
    r"(?:factures|societes|stes|entreprises|filiales|entites|structures|etablissements|coproprietes|copros"
    r"|immeubles|residences|syndicats)"
)
_FIRM = r"(?:societe|entreprise|affaire|boite|facture|activite|entite)"
_THINGS = r"(?:invoices|bills|companies|entities|subsidiaries|buildings|accounts|properties)"
_NO_DEBT = r"(?:jours?|semaines?|mois|fournisseurs?|documents?|pieces?|points?|questions?|personnes|raisons?)"
_PAYS = r"\b(?:regl|pai|pay|sold|vir)\w{0,9}"
_ALL_OF_THEM = re.compile(
    rf"\b(?:toute?s|tous|ensemble|integralite|totalite|chaque)"
    rf" (?:(?:de|des|les|vos|nos|ces|leurs|autres|{_MANY}) ?|d'|l'){{0,4}}{_DEBTS}\b"
    rf"|\b(?:les|nos|vos|des|aux|ces) (?:{_MANY} )?autres\b(?! {_NO_DEBT}\b)"
    rf"|\bl'autre (?:facture|societe|entreprise|filiale|copropriete|copro|immeuble|residence)\b"
    rf"|\b(?:les|nos|vos|ces) (?:{_MANY} )?{_BODIES}\b"
    rf"|\b(?:cel(?:le|ui)|{_FIRM}) (?:de|a) (?:mon|ma|mes|notre|nos|son|sa)\b|\bpour ma (?:propre )?{_FIRM}\b"
    rf"|\b(?:mon|ma|notre|son|sa) (?:autre|seconde?|deuxieme|propre) {_FIRM}\b"
    r"|\bmy (?:husband|wife|brother|sister|partner)'s (?:company|firm|business|one|invoice)\b"
    rf"|\btout(?:es)? (?:est|sera|a ete|sont|seront|ont|vont|part\w{{0,6}}|les {_MANY})\b"
    rf"|\btous les {_MANY}\b"
    r"|\b(?:sont|seront|ete|vont) (?:toutes|tous)\b"
    rf"|{_PAYS} (?:toutes|l'ensemble|tout)\b(?! (?:de suite|a fait|juste|a l'heure|\w{{4,12}}ment)\b)"
    r"|\b(?:tout le|ensemble du|le|notre) groupe\b"
    rf"|\ball (?:(?:of|the|your|our|these|other|{_MANY}) ){{0,4}}{_THINGS}\b"
    rf"|\b(?:your|our|these|the) (?:{_MANY} )?(?:other )?{_THINGS}\b"
    r"|\bthe (?:\w{2,6} )?others?\b(?! (?:day|hand|week|side)\b)|\beverything (?:is|was|will|has)\b"
)
_WORD = re.compile(
    r"(?P<somebodys>\b(?:[nv]os|[nv]otre|ses|leurs?|our|your|their)\s{1,3})?(?P<word>\b[^\W\d_]{2,40}\b)"
    r"(?P<joined>(?:[-'’&.][^\W\d_]{1,40}){0,3})",
    re.IGNORECASE,
)
# What may stand before the invoice that a mail is about, and say nothing itself.
_LEADS = re.compile(
    r"(?:bonjour|bonsoir|madame|monsieur|messieurs|chers?|cheres?|hello|hi|dear|merci|thank|bien recu"
    r"|bien note|(?:nous avons |j'ai )?bien recu|(?:nous )?accus\w+ (?:bonne )?reception|suite a"
    r"|faisant suite|en reponse|je reviens|nous revenons|apres verification|pour (?:votre )?info\w*"
    r"|concernant|au sujet|objet|sauf erreur|comme convenu|j'espere|following|regarding|i hope)\b"
)
_SAYS = re.compile(
    r"\b(?:regl|pay|pai|vir|cheq|sold|vers|contest|litig|liquid|redress|part[ie]|envoy|transm|attend|refus|fait"
    r"|paid|sent|transfer|disput)"
)
_PIECE = re.compile(r"\s*(?:[,:;]|\bet\b|\band\b|\bmais\b|\bbut\b)\s*", re.IGNORECASE)
# The letter that is answered is spoken of as well, without its number.
_THIS_TOO = re.compile(
    r"\bcel(?:le|ui)-ci\b|\bcel(?:le|ui) (?:de votre|du|que vous|ci-dess)|\bci-dess(?:us|ous)\b|\bthis one\b"
    r"|\b(?:aussi|egalement|idem|pareil|ainsi que|de meme|en plus|too|also|as well)\b"
)
_STREET = re.compile(
    r"\b(?P<number>\d{1,4})(?: ?(?:bis|ter))?,? (?P<kind>rue|avenue|av|boulevard|bd|place|quai|allees?|chemin"
    r"|impasse|cours|route|square)\b",
    re.IGNORECASE,
)
_OPENS = re.compile(r"(?:^|[.!?:])\s*$")
_PART = re.compile(r"[^\W\d_]{4,40}")
_READ = 20_000  # characters of a mail in which somebody else is looked for
_SHORT = 4  # letters from which on a word in small letters may be a name


class Index(Protocol):
    """The ways to find a case; the state is one."""

    def by_number(self, number: str) -> list[str]: ...
    def by_tail(self, tail: str) -> list[str]: ...
    def by_name(self, name: str) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Office:
    """The debtors whom a sender may speak for."""

    own: tuple[str, ...]  # those who have his address
    near: tuple[str, ...] = ()  # those of his domain

    @property
    def all(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.own, *self.near)))


def by_invoice(words: str, office: Office, index: Index) -> tuple[str, ...]:
    """The debtors whose invoices these words name by number."""
    bearers = {case for cases in _numbered(words[:_READ], index) for case in cases}
    return tuple(case for case in office.all if case in bearers)


def begins_with(words: str, cases: Collection[str], answered: Collection[str], index: Index) -> bool:
    """Whether a mail is about these debtors from its first statement on, not about those whom it answers."""
    words = words[:_READ]
    if _THIS_TOO.search(fold(words)):
        return False
    for clause in clauses(words):
        for piece in _PIECE.split(clause.exact):
            bearers = [set(found) for found in (*_numbered(piece, index), *_called(piece, index))]
            if any(found & set(cases) and not found & set(answered) for found in bearers):
                return True
            said = fold(piece)
            if said and (not _LEADS.match(said) or _SAYS.search(said)):
                return False
    return False


def others(words: str, known: Collection[str], office: Office, index: Index) -> tuple[str, ...]:
    """The cases of which these words speak besides those already known."""
    around = {case for case in office.all if case not in known}
    if not around:
        return ()
    words = words[:_READ]
    meant = set(office.own) if _ALL_OF_THEM.search(fold(words)) else set()
    for bearers in (*_numbered(words, index), *_called(words, index)):
        if not set(bearers) & set(known):
            meant.update(bearers)
    return tuple(case for case in office.all if case in around & meant)


def called(words: str, case: str, others: Collection[str], index: Index) -> tuple[bool, bool]:
    """Whether these words call this case, and whether they call another, by what only one of them bears."""
    bearers = [set(cases) for cases in (*_numbered(words, index), *_called(words, index))]
    this = any(case in cases and cases.isdisjoint(others) for cases in bearers)
    return this, any(case not in cases and not cases.isdisjoint(others) for cases in bearers)


def _numbered(words: str, index: Index) -> Iterator[Collection[str]]:
    yield from (cases for number, cases in numbers_in([words], index).items() if not is_common(number))
    yield from filter(None, map(index.by_tail, tails_called(words)))


def _called(words: str, index: Index) -> Iterator[list[str]]:
    """The bearers of each word that may be a name, and of "14 rue" where houses are called so."""
    for line in words.split("\n"):
        for found in _WORD.finditer(line):
            if _is_a_name(found, line):
                yield index.by_name(found["word"])
            if found["joined"]:
                yield from map(
                    index.by_name, (found["word"] + found["joined"], *_PART.findall(found["joined"]))
                )
        for found in _STREET.finditer(line):
            yield index.by_name(f"{found['number']} {found['kind']}")


def _is_a_name(found: re.Match[str], line: str) -> bool:
    """Not "nos services"; a short word only in capitals ("est" is no house in the East)."""
    word, opens = found["word"], bool(_OPENS.search(line[: found.start("word")][-8:]))
    small = not word[0].isupper()
    if small and (found["somebodys"] or len(word) < _SHORT):
        return False
    if len(word) < _SHORT and opens and not word.isupper():
        return False
    return may_name(word, opens=opens)
