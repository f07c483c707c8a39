"""Whom to write to instead: the text of a mail in, the one address it gives for that out, or none.

Never the writer's own, nor ours; not one that the mail says is dead, nor one that stands in a signature (but
where the text gives none, and names whose it is) or belongs to data protection. Addresses written out
("compta arobase martin point example") are put together, and one cut by the end of a line too. Of several
that one is taken which the words beside it, or its own name, give to payments and not to other business,
then the one with the plainest words of invitation, else the first.
"""

import re
from dataclasses import dataclass

from bot.patterns import pattern
from bot.reading.fields import addresses
from bot.reading.sentences import fold

MOST = 20_000  # characters that are looked at

_SPELLED = pattern(
    r"\b((?:[\w.+-]{1,30}\s(?:point|dot|tiret|dash)\s){0,3}[\w.+-]{1,40})\s?(?:[(\[]\s?(?:arobase|arobas|at"
    r"|chez|a)\s?[)\]]|\s(?:arobase|arobas|arrobase|AT|at)\s)\s?([\w-]{1,40}(?:\s?(?:[(\[]\s?(?:point"
    r"|dot)\s?[)\]]|\s(?:point|dot|DOT|POINT|tiret|dash)\s|\.)\s?[\w-]{1,30}){1,4})(?![\w.-]{0,40}@)"
)
_DOT = pattern(r"\s?(?:[(\[]\s?(?:point|dot)\s?[)\]]|\s(?:point|dot)\s)\s?", re.IGNORECASE)
_DASH = pattern(r"\s(?:tiret|dash)\s", re.IGNORECASE)
_CUT = pattern(r"(@[\w.-]{0,60}[-.])\n[ \t]{0,4}([a-z0-9][\w.-]{1,60})")
_NOT_FOR_US = pattern(
    r"^(?:dpo|rgpd|gdpr|privacy|cnil|unsubscribe|desinscription|no-?reply|noreply|postmaster|mailer-daemon)\b"
)
_DEAD = pattern(
    r"\b(?:ancien\w{0,4}|plus (?:a|celle|valable|utilisee?|active|lue?)|ne plus|pas a|non a|au lieu de|et non"
    r"|pas celle|fermee?|supprimee?|desactivee?|partie?|quitte|old|former\w{0,2}|don't|do not|no longer|not"
    r"|instead of|any more|parti|retraite|n(?:e |')\w{3,14}(?:-\w{2,4})? (?:pas|plus)"
    r"|ne (?:traite|gere|suit|concerne|paie) que|no more|et plus|plutot qu\w{0,2}|rather than|remove"
    r"|retir(?:ez|er)|supprim(?:ez|er)|enlev(?:ez|er)|oubli(?:ez|er)|forget|ignor\w{1,3}|sauf|except)\b"
)
_DEAD_AFTER = pattern(
    r"^[\s)>.,\]]{0,4}(?:,? ?(?:qui|which|que vous (?:m'|avez )?\w{3,12}) )?(?:ne (?:convient|transmet|repond"
    r"|marche|sert|va|recoit|traite|gere|fait|concerne) (?:pas|plus|rien|que)|(?:does|will) not|doesn't|won't"
    r"|est (?:fermee?|supprimee?|desactivee?|parti\w?|en retraite)|n'est (?:donc |deja )?p(?:lus|as)|isn't"
    r"|is not|n'existe plus|ne fonctionne plus|any more|is (?:closed|dead|no longer)|has left|no longer"
    r"|(?:a|est) (?:quitte|parti)|sera (?:coupee|supprimee|fermee))"
)
_INVITES = pattern(
    r"\b(?:ecri\w{2,6}|adress\w{1,6}|contact\w{0,6}|envo\w{1,6}|voir|voyez|joindre|joignable|desormais"
    r"|nouve\w{1,5}|dorenavant|use|write|send|resend|email|handles?|en charge|s'occupe|occupe|suit|gere|paie"
    r"|traite|transfere|copie|compta\w{0,8}|successeur|successor|repreneur|remplac\w{1,6}|reach"
    r"|interlocut\w{1,6}|doit aller|direct\w{0,6}|via|please|merci|veuillez|destinataire|c'est|try"
    r"|passe\w{0,3}|utilis\w{1,4})\b"
)
# who only gets a copy: another address goes before it
_COPIED = pattern(
    r"(?:^|\n)\s{0,4}(?:cc|copie|copy) ?:[^\n]{0,80}$|\ben copie\b[^.;!?\n]{0,120}$", re.IGNORECASE
)
# whose business an address is: what pays, and what else a firm may have an address for
_PAYS = pattern(
    r"\b(?:factur\w{1,7}|reglements?|regler|paiements?|payer|paie|payeu\w{1,3}|compta\w{0,8}|comptes|budgets?"
    r"|tresor\w{1,5}|finan\w{1,9}|fournisseurs?|argent|chequier|impayes?|relances?|invoic\w{1,4}|payments?"
    r"|payables?|accounts?|accounting|billing|treasurer|ap|money|cheques?|daf|mandat\w{1,6}|syndic"
    r"|liquidat\w{1,4}|mandataire|repreneur|acquereur)\b"
)
_ELSE = pattern(
    r"\b(?:autres?|others?|contrats?|contracts?|commandes?|orders?|achats?|purchas\w{1,4}|licences?"
    r"|adhesions?|sav|support|technique|techni\w{1,6}|travaux|urgen\w{1,4}|president\w{0,2}|secretaire"
    r"|secretary|ventes?|sales|commercia\w{1,4}|livraisons?|deliver\w{1,4}|rh|hr|paies|recrutement|accueil"
    r"|reception|standard|general\w{0,2}|contact|events?|devis|quotes?|planning|personnel\w{0,2}|personal"
    r"|info|infos|marketing|presse|press|magasin\w{0,3}|clients?|customers?)\b"
)
_NAME = pattern(r"[a-z]{4,30}")
_PART = pattern(r"[.;:!?](?: |$)|, | (?:mais|but|et|and|while|tandis que|alors que) |[()\n]")
_SIGNED = pattern(
    r"^\s{0,8}(?:(?:e-?)?mail ?:|courriel ?:|@ ?:|m ?:|e ?:)?\s{0,4}\S{1,80}@\S{1,80}\s{0,8}$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Found:
    address: str
    worth: int


def other_address(text: str, sender: str, to: tuple[str, ...]) -> str | None:
    """The address in the new text to write to; neither the writer's nor ours."""
    known = {sender, *to}
    text = _joined(text[:MOST])
    found = [_judged(text, address, place) for address, place in _places(text) if address not in known]
    kept = [f for f in found if f.worth > 0]
    return max(kept, key=lambda f: f.worth).address if kept else None


def signed_address(text: str, signed: str, sender: str, to: tuple[str, ...]) -> str | None:
    """Where the text plainly gives none: an address, of the signature too, of accounts or of who is named."""
    known, spoken = {sender, *to}, set(_NAME.findall(fold(text[:MOST])))
    signed = _joined(signed[:MOST])
    for address, at in _places(signed):
        line = signed[signed.rfind("\n", 0, at) + 1 : at]
        meant = _PAYS.search(fold(line)) or spoken & set(_NAME.findall(address.split("@")[0]))
        if address not in known and meant and not _NOT_FOR_US.match(address):
            return address
    return None


def _joined(text: str) -> str:
    """Spelled and cut addresses as one word each."""
    text = _CUT.sub(r"\1\2", text) if "@" in text else text
    return _SPELLED.sub(lambda m: f"{_joints(m[1])}@{_joints(m[2])}", text)


def _joints(spelled: str) -> str:
    return _DASH.sub("-", _DOT.sub(".", spelled))


def _places(text: str) -> list[tuple[str, int]]:
    lowered = text.lower()
    return [(a, lowered.find(a)) for a in addresses(text.replace("mailto:", " "))]


def _judged(text: str, address: str, at: int) -> _Found:
    """What speaks for it: words of invitation or of payment; nothing for a dead one or a signature."""
    start = max(text.rfind("\n\n", 0, at) + 1, at - 160, 0)
    end = at + len(address)
    before, after = fold(text[start:at]), fold(text[end : end + 60])
    near = re.split(r"[.;!?](?: |$)|, | (?:mais|but) ", before)[-1]
    if _NOT_FOR_US.match(address) or _DEAD_AFTER.search(after):
        return _Found(address, 0)
    dead = [m.end() for m in _DEAD.finditer(near)]
    invited = [m.end() for m in _INVITES.finditer(near)]
    if dead and (not invited or max(dead) > max(invited) or max(dead) > len(near) - 25):
        return _Found(address, 0)
    business = _business(text[max(text.rfind("@", 0, at) + 1, start) : at], address, text[end : end + 60])
    if _COPIED.search(text[max(0, at - 160) : at]):
        return _Found(address, 1)
    if invited:
        return _Found(address, 9 + business)
    return _Found(address, 0 if _signature(text, at) else 8 + business)


def _business(before: str, address: str, after: str) -> int:
    """Whether payments or something else is its business: by the words before it, after it, in it."""
    lines = [line for line in before.splitlines() if len(line.strip()) > 2]
    same = lines and (lines[-1].rstrip().endswith((":", ",")) or before.endswith(lines[-1]))
    parts = [part for part in _PART.split(fold(lines[-1])) if len(part.strip()) > 2] if same else []
    told = _PART.split(fold(after))[0]
    name = re.sub(r"[\d._-]", " ", address.split("@")[0])
    return sum(
        worth * (bool(_PAYS.search(said)) - bool(_ELSE.search(said)))
        for said, worth in ((parts[-1] if parts else "", 3), (told, 3), (name, 1))
    )


def _signature(text: str, at: int) -> bool:
    """A line with nothing but the address, under a line that does not lead to it."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    line = text[start : end if end >= 0 else len(text)]
    above = text[:start].rstrip()
    return bool(_SIGNED.match(line)) and bool(above) and not above.endswith(":")
