"""Who stands in for somebody who is away: the clauses of an absence message in, a name and an address out.

« Mme Roche (roche@martin.example) assure l'intérim », “In my absence please contact Paul Hill”. Shown to whom
the debt is owed, who may ring there; nothing is ever written to such an address. Neither the writer's own nor
ours, and no desk for other business (a hotline is no deputy: a name or an address is).
"""

from dataclasses import dataclass

from bot.patterns import pattern
from bot.reading.fields import addresses
from bot.reading.sentences import Clause

_STANDS_IN = pattern(
    r"\b(?:interim|remplac\w{1,5}|supplee|suppleance|(?:mon|son|notre) absence|urgen\w{1,4}|entre-temps"
    r"|s'adresser|adressez|vous adresser|contact\w{0,5}|joindre|ecri(?:re|vez)|prend le relais|permanence"
    r"|stand(?:s|ing)? in|cover(?:s|ing)?|deputi[sz]\w{2,4}|my absence|meantime|meanwhile|reach|turn to"
    r"|email)\b"
)
_NAME = pattern(
    r"(?:M\.|Mr\.?|Mme|Mlle|Mrs\.?|Ms\.?|Dr\.?|Monsieur|Madame|Maître|Me) [A-ZÀ-Ý][\w'’-]{1,20}"
    r"(?: [A-ZÀ-Ý][\w'’-]{1,20})?|(?<![.!?] )(?<!^)\b[A-ZÀ-Ý][a-zà-ÿ-]{1,20} [A-ZÀ-Ý][\w'’-]{1,20}"
)


@dataclass(frozen=True, slots=True)
class StandIn:
    name: str
    address: str  # one of the two may be empty


def stand_in(parts: tuple[Clause, ...], sender: str, to: tuple[str, ...]) -> StandIn | None:
    for part in parts:
        if not _STANDS_IN.search(part.folded):
            continue
        address = next((a for a in addresses(part.exact) if a not in {sender, *to}), "")
        name = _NAME.search(part.exact)
        if name or address:
            return StandIn(name[0] if name else "", address)
    return None
