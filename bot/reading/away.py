"""Whether a message says nothing but that somebody is away: its clauses in, a yes or no out.

An absence that no header marks is told from a person's mail by what it leaves out: who is away, until when,
whom to turn to, thanks, a signature, and when suppliers are paid; no word more.
"""

from dataclasses import replace

from bot.patterns import pattern
from bot.reading.lexicon import section
from bot.reading.machinewords import words
from bot.reading.mime import Head
from bot.reading.sentences import Clause, fold

_WORD = pattern(r"[a-z]+")
_NAME = pattern(r"(?:[A-ZÀ-Ý][\w.'-]{0,20} ?){2,3}")  # under it; one word might be "Stop."
_SIGNATURE = pattern(
    r"(?:[LN](?:'|’|e |a |os |otre )(?:[ée]quipe|direction|secr[ée]tariat|accueil|mairie|service|famille)"
    r"|[A-ZÀ-Ý]\.(?: ?[A-ZÀ-Ý]\.)?|(?!Stop)[A-ZÀ-Ý][a-zà-ÿ-]{2,15}"
    r"|[A-ZÀ-Ý][a-zà-ÿ.'-]{0,20} [A-ZÀ-Ý][\w.'-]{0,20})"
    r"(?:,? [\w'’&-]{1,20}){0,7}"
)
_ADDRESS = pattern(r"[\w.+-]{1,64}@[\w-]{1,60}(?:\.[\w-]{1,60}){1,6}")
_OFFICE = pattern(r"\b(?:service compta\w{0,8}|accounts (?:team|department|office)|finance team)\b")
_SUM = pattern(r"(?<![\d/])(?!20\d\d\b)\d{3,9}(?!\d)")  # neither a day nor a year
_LINE = 60  # characters of a line under a name
# not whom to turn to meanwhile, but whose business it is
_OTHER_DESK = pattern(r"\b(?:competente?s?|seule?s?|en charge|chargee?s? d|responsible|handles?|deals?)\b")
_SUPPLIERS = pattern(
    r"\b(?:fournisseurs|prestataires|factures|reglements|paiements|virements|suppliers|invoices|payments)\b"
)
_PIECES = pattern(r"[,:;()]| (?:et|and) ")
# somebody does something, or something does not work: more than being away or back
_TELLS = pattern(
    r"\b(?:je|j'\w{1,15}|on|tu|vous|ca|ce sera|i|i'll|you|ne|pas|toujours|still|not|never|me|moi)\b|n't\b"
)
_YOURS = pattern(
    r"\b(?:vos|votre|ton|ta|tes|your)\b(?! (?:(?:e-?)?mails?|messages?|courriels?|demandes?|requests?))"
)


def only_away(parts: tuple[Clause, ...], head: Head) -> bool:
    """It says nothing but the absence, whom to turn to, and thanks."""
    names = frozenset(_WORD.findall(fold(f"{head.sender_name} {head.sender}")))
    return all(_says_no_more(part, names) for part in unsigned(parts))


def unsigned(parts: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """Without a name at its end, and the lines under it."""
    for at, part in enumerate(parts[1:], 1):
        if _signs(part) and not any(_is_sentence(under) for under in parts[at + 1 :]):
            return parts[:at]
    return parts


def _is_sentence(part: Clause) -> bool:
    said = _TELLS.search(part.folded) or _YOURS.search(part.folded) or words("debt").search(part.folded)
    return bool(said) or part.exact.endswith((".", "!", "?")) or len(part.exact) > _LINE


def _signs(part: Clause) -> bool:
    """ "L'équipe du Tilleul", "Camille Desvignes, cave de Saint-Amour": no sentence, so no full stop."""
    if _NAME.fullmatch(part.exact):
        return True
    short = part.exact if part.exact.endswith(".") and len(part.exact) < 6 else part.exact.rstrip()
    return bool(_SIGNATURE.fullmatch(short)) and not _is_sentence(replace(part, exact=short.rstrip(".")))


def to_suppliers(folded: str) -> bool:
    """A line to all who are owed something: "nos fournisseurs sont réglés le 30"."""
    to_all = _SUPPLIERS.search(folded) and section("supplier_run").search(folded)
    return bool(to_all) and not (_YOURS.search(folded) or words("own_debt").search(folded))


def _says_no_more(part: Clause, names: frozenset[str]) -> bool:
    folded = _ADDRESS.sub("at@their.desk", part.folded)  # "compta@..." speaks of no debt
    if part.question:
        return False
    if to_suppliers(folded):
        return True
    if words("away_line").search(folded):
        return not _YOURS.search(folded)
    if words("debt").search(_OFFICE.sub("#", folded)):
        return False
    if words("in_need").search(folded):
        return not _YOURS.search(folded)
    for found in words("polite").searches(folded):
        folded = folded.replace(found[0], " ")
    if words("turn_to").search(folded):
        return not (words("own_voice").search(folded) or _OTHER_DESK.search(folded))
    return not _YOURS.search(folded) and all(_is_of_absence(p, names) for p in _PIECES.split(folded))


def _is_of_absence(piece: str, names: frozenset[str]) -> bool:
    if any(words(name).search(piece) for name in ("away", "away_said", "closing")):
        return True
    if not _TELLS.search(piece) and (section("absence").search(piece) or section("return").search(piece)):
        return True
    if _SUM.search(piece):
        return False
    return all(word in names or words("away_word").search(word) for word in _WORD.findall(piece))
