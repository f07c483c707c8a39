"""Who a debtor is: number in the register, VAT number, kind and key.

In go the words of a source, out come checked identities. A debtor counts as a business only by its SIREN,
its VAT number, a legal form in its name, or the owner's word; as a public buyer by the owner's word or a
plain name (Mairie de …). Everything else is `unknown`, which takes the prudent side of every rule: a family
name that looks like a legal form must not put a consumer on the ladder of firms.
"""

import re
import unicodedata
from functools import lru_cache

from bot.events.debts import Kind

_VAT = re.compile(r"[A-Z]{2}[0-9A-Z+*]{2,12}")
_LONG_FORMS = frozenset(
    (
        *("sarl", "sasu", "eurl", "selarl", "selas", "scea", "gaec", "earl", "scop"),
        *("gmbh", "srl", "ltd", "limited", "llc", "llp", "plc", "inc"),
    )
)
_SHORT_FORMS = frozenset(("sa", "sas", "snc", "sci", "scm", "scp", "ag", "bv", "nv"))  # some are family names
_TITLES = frozenset(("m", "mr", "mme", "mlle", "monsieur", "madame", "mrs", "ms", "ste", "societe", "ets"))
_PARTICLES = frozenset(["de", "da", "do", "dos", "di", "el", "al", "van", "von"])
_PUBLIC = re.compile(
    r"(mairie|commune|ville|departement|region|prefecture|ministere|communaute de communes"
    r"|communaute urbaine|communaute d agglomeration|conseil departemental|conseil regional"
    r"|centre hospitalier)( de| du| des| d| l) "
)
_NONPROFIT = re.compile(r"(association|fondation) ")
_CO_OWNERS = re.compile(r"(sdc|syndicat des coproprietaires|syndicat de copropriete|copropriete) ")
_KINDS: dict[Kind, str] = {
    "business": "business entreprise societe professionnel professionnelle pro company b2b",
    "consumer": "consumer particulier individual person b2c",
    "public": "public administration collectivite b2g",
    "nonprofit": "nonprofit association copropriete copro charity",
    "unknown": "unknown inconnu",
}


def kind_said(word: str) -> Kind | None:
    """The kind that a column states in so many words."""
    said = words(word)
    return next((kind for kind, known in _KINDS.items() if said in known.split()), None)


def kind_of(name: str, *, siren: str, vat: str) -> Kind:
    """The kind that the name and the numbers show."""
    if has_legal_form(name):
        return "business"
    said = words(name) + " "
    if _PUBLIC.match(said):
        return "public"
    if _NONPROFIT.match(said):
        return "nonprofit"
    if _CO_OWNERS.match(said):
        return "unknown"
    return "business" if siren or vat else "unknown"


def has_legal_form(name: str) -> bool:
    """SARL anywhere; SA, SCI and the like only first or last, in one case, and not in "Maria DE SA"."""
    tokens = [token for token in re.split(r"[\s,()/-]+", name.replace(".", "")) if token]
    if any(token.lower() in _LONG_FORMS for token in tokens):
        return True
    if len(tokens) < 2:
        return False
    last = tokens[-1] if tokens[-2].lower() not in _PARTICLES else ""
    return any(
        token.lower() in _SHORT_FORMS and (token.isupper() or token.islower()) for token in (tokens[0], last)
    )


def siren(text: str) -> str | None:
    """The nine digits of a SIREN or SIRET, or None when its check digit is wrong."""
    digits = re.sub(r"[\s. ]", "", text)
    if not (digits.isascii() and digits.isdigit() and len(digits) in {9, 14}):
        return None
    return digits[:9] if _luhn(digits[:9]) else None


def vat(text: str) -> str | None:
    """A VAT number without spaces, or None when it cannot be one; a French one must hold a true SIREN."""
    number = re.sub(r"[\s.]", "", text).upper()
    if not _VAT.fullmatch(number) or (number.startswith("FR") and siren(number[4:]) is None):
        return None
    return number


def key(*, debtor_id: str, siren: str, contacts: tuple[str, ...], name: str) -> str:
    """What names the debtor for good: its id, else SIREN, else first address, else its name; or nothing."""
    if debtor_id or siren or contacts:
        return debtor_id or siren or contacts[0]
    said = words(name)
    return f"name:{said}" if said else ""


def by_address(key: str) -> bool:
    """The debtor is known by its e-mail address alone, perhaps with its name behind it."""
    return "@" in key


def with_name(key: str, name: str) -> str:
    """The key of a debtor whose address belongs to another name already."""
    return f"{key.partition('|')[0]}|{words(name)}"


def alike(one: str, other: str) -> bool:
    """The same name but for legal form, title and the order of its words; an address says no name."""
    return by_address(one) or by_address(other) or _said(one) == _said(other)


@lru_cache(maxsize=50_000)
def _said(name: str) -> frozenset[str]:
    all_words = frozenset(words(name.replace(".", "")).split())
    return (all_words - _LONG_FORMS - _SHORT_FORMS - _TITLES) or all_words


@lru_cache(maxsize=50_000)
def words(text: str) -> str:
    """Lower case, without accents and punctuation, single spaces."""
    spelt = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c if c.isalnum() else " " for c in spelt if not unicodedata.combining(c))
    return " ".join(kept.split())


def _luhn(digits: str) -> bool:
    doubled = (int(d) * (1 + n % 2) for n, d in enumerate(reversed(digits)))
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0
