"""A mail that says yes, or thanks, and nothing else: its kind and its words out of the writer's own text.

What a bare yes means depends on what it answers, which no reader knows: that is policy's to join. Here every
piece of the text must be a known turn of assent, thanks or courtesy; a figure, a question, a condition, any
word beside them, and it is no bare yes: the whole mail is read as ever.
"""

from datetime import date
from typing import Literal, NamedTuple

from bot.patterns import pattern
from bot.reading.closings import added, closes
from bot.reading.dates import Now, days
from bot.reading.features import classes
from bot.reading.sentences import fold

Kind = Literal["", "yes", "thanks"]


class Bare(NamedTuple):
    kind: Kind
    words: str  # without greeting and signature


NOT_BARE = Bare("", "")
_LONGEST = 300  # characters; nobody says a bare yes in more
_PIECES = pattern(r"[.!;,:…()\n]+|\s[-–—]\s|\s(?:et|and)\s")
_OTHER = pattern(r"[^\w' -]|_")  # smileys and the like
_NAME = pattern(r"[A-ZÀ-Ý][\w'’-]{0,30}\.?")
_NAMES = 4  # words
_SOME_DAY = Now(date(2000, 1, 1))  # whether a day is named, not which
_TURN = 16  # words of one turn, at most
_GREETING = pattern(
    r"(?:(?:bonjour|bonsoir|re bonjour|hello|hi|dear|chere?)"
    r"(?: (?:a (?:vous|tous)|madame|monsieur|mme|mr?|sir|madam))*"
    r"|(?:madame|monsieur|messieurs|mesdames|mme|mr?)(?: (?:madame|monsieur))?)\b"
)

# What is agreed to, and who agrees.
_IT = (
    r"(?:(?:(?:cette|la|votre|ces|les|vos|ce|cet|le|l'|nos|notre|mes|mon) ?)?(?:nouvelles? )?"
    r"(?:dates?|echeances?|propositions?|echeanciers?|accord|plan|delai|conditions|modalites|calendrier"
    r"|engagements?)(?: de (?:paiement|reglement))?(?: (?:proposee?s?|convenue?s?|indiquee?s?))?|cela|ca"
    r"|(?:le |ce |votre )?(?:reglement|paiement|virement) (?:a|pour) (?:cette date|la date \w{6,10}))"
)
_WE = r"(?:je|j'|nous|on) ?(?:(?:vous|te|le|la|les|l'|en) ?)*"
_SURE = (
    r"(?:oui|bien sur|bien entendu|parfaitement|tout a fait|absolument|exactement|certainement|volontiers)"
)
_FINE = (
    r"(?:ok|okay|d'accord|entendu|parfait|impeccable|super|nickel|tres bien|bon|exact|correct|convenu"
    r"|confirme|valide|avec plaisir|(?:il n'y a )?(?:pas de|sans|aucun) (?:problemes?|soucis?)|va)"
)
_FOR_US = r"(?:(?: pour| de)? (?:nous|moi|ma part|notre part|notre cote|mon cote))?"
_OF_IT = rf"(?: (?:pour|avec|sur|a|de|quant a|par) {_IT})?"
_WELL = r"(?: (?:tres |parfaitement |tout a fait )?(?:bien|parfaitement|tout a fait))?"
_PAY = (
    r"(?:paierons|payerons|paierai|payerai|paiera|payera|reglerons|reglerai|reglera|virerons|virerai"
    r"|(?:ferons|ferai|fera|effectuerons|effectuerai|effectuera) (?:le|ce|un) (?:virement|reglement|paiement)"
    r"|procederons (?:au|a ce) (?:virement|reglement|paiement))"
)
_THEN = (
    r"(?: (?:a|pour) (?:cette date|la date (?:convenue|indiquee|proposee))"
    r"| comme (?:convenu|prevu|indique|propose))"
)
_TERMS = r"(?:this|the|that|your|these|those) (?:dates?|day|plan|schedule|proposal|terms)"

_YES = (
    rf"(?:{_SURE} )*{_SURE}{_FOR_US}{_OF_IT}",
    rf"(?:(?:c'|cela |ca )est )?(?:{_SURE} )?{_FINE}{_FOR_US}{_OF_IT}{_FOR_US}",
    r"c'est (?:bien |exactement )?(?:cela|ca)",
    rf"(?:ca|cela) (?:marche|roule){_FOR_US}{_OF_IT}",
    rf"{_IT} (?:nous|me) (?:convient|conviennent|va|vont){_WELL}",
    rf"(?:{_WE})?confirm(?:e|ons)(?: bien)?(?: (?:notre|mon) accord)?(?: {_IT}|{_OF_IT})?",
    rf"{_WE}(?:suis|sommes|est) (?:{_SURE} )?d'accord{_OF_IT}",
    rf"{_WE}(?:donne|donnons) (?:notre|mon) accord{_OF_IT}",
    rf"{_WE}(?:accepte|acceptons|valide|validons)(?: bien)?(?: {_IT})?",
    rf"{_WE}(?:respecter|honorer|suivr|tiendr)(?:ons|ai|a)(?: bien)? {_IT}",
    rf"{_WE}(?:y )?tiendr(?:ons|ai|a)",
    rf"{_WE}(?:nous |m'|s')(?:y )?engage(?:ons)?(?: a (?:(?:le|la|les) respecter|respecter {_IT}))?",
    rf"{_IT} (?:sera|seront) (?:bien )?(?:respectee?s?|tenue?s?|honoree?s?|suivie?s?)",
    rf"{_WE}{_PAY}{_THEN}",
    r"(?:ce|cela|ca|le (?:reglement|paiement|virement)) sera (?:bien )?(?:fait|effectue|paye|regle)"
    rf"{_THEN}?",
    r"(?:on|nous) (?:fera|ferons|fait|faisons) comme (?:ca|cela|convenu)|comme convenu",
    r"(?:yes|yep|sure|agreed|fine|confirmed|perfect|great|of course|certainly|absolutely)"
    r"(?: (?:for|with|by) (?:us|me))?",
    r"(?:that(?: is|'s)? |this |it(?: is|'s)? )?(?:works|fine|ok|okay|good|agreed|perfect|suits)"
    r"(?: (?:for |with |by )?(?:us|me))?",
    rf"(?:we|i)(?: can| do)? (?:confirm|agree|accept)(?: (?:to |with )?(?:it|{_TERMS}))?",
    rf"(?:we|i)(?: will|'ll) (?:(?:pay|settle) (?:by|on)|respect|keep to|stick to|follow) {_TERMS}",
)

_KINDNESS = (
    r"(?:comprehension|patience|reponse|retour|message|confiance|arrangement|souplesse|indulgence|aide|geste"
    r"|accord|proposition|delai|echeancier|mail|courriel|bienveillance|reactivite|gentillesse)"
)
_FOR = (
    rf"(?: (?:de|pour|d') ?(?:votre|ta|ton|le|la|l'|ce|cet|cette)? ?{_KINDNESS}"
    r"(?: (?:accordee?|propose?e|consentie?))?)?"
)
_THANKS = (
    r"(?:un (?:grand )?|mille )?merci"
    rf"(?: (?:beaucoup|bien|encore|infiniment|a vous|a toi|d'avance))*{_FOR}",
    rf"(?:je|nous) (?:vous|te|t') ?(?:en )?remerci(?:e|ons){_FOR}",
    r"(?:(?:c'est |nous avons |j'ai |on a )?(?:bien )?(?:note|recu|pris note|pris bonne note)"
    r"|(?:je|nous) (?:en )?(?:prends|prenons) (?:bonne |bien )?note)"
    r"(?: (?:de )?votre (?:message|mail|reponse|proposition))?",
    r"(?:je|nous|on) (?:ferons|ferai|fera|faisons|fais|fait) le necessaire",
    r"(?:je vous souhaite |nous vous souhaitons )?(?:une )?(?:tres )?(?:bonne|belle|excellente)"
    r" (?:journee|soiree|semaine|fin de (?:journee|semaine)|apres-midi|reception)(?: a (?:vous|toi))?",
    r"bon (?:week-end|weekend|apres-midi)|a bientot|de rien",
    r"(?:bien )?cordialement|salutations|bien a (?:vous|toi)|cdl?t|sincerement",
    r"(?:many )?(?:thanks|thank you)(?: (?:very much|a lot|so much|again))?"
    r"(?: for your (?:understanding|patience|reply|help|answer|message|flexibility))?",
    r"(?:well |duly )?(?:noted|received)|(?:best |kind )?regards|have a (?:nice|good|great) (?:day|weekend)",
)
_SAYS_YES = pattern(rf"(?:(?:{_SURE}|yes) )?(?:{'|'.join(_YES)})")
_SAYS_THANKS = pattern("|".join(_THANKS))


def bare(text: str) -> Bare:
    if len(text) > _LONGEST or "?" in text:
        return NOT_BARE
    said = _unsigned(text.split("\n"))
    if said is None:
        return NOT_BARE
    kinds: set[Kind] = set()
    for piece in filter(str.strip, _PIECES.split("\n".join(said))):
        kind = _kind(piece)
        if kind is None:
            return NOT_BARE
        kinds.add(kind)
    words = " ".join(line.strip() for line in said if line.strip() and not _greets(line))
    return Bare("yes", words) if "yes" in kinds else Bare("thanks", words) if "thanks" in kinds else NOT_BARE


def _unsigned(lines: list[str]) -> list[str] | None:
    """The lines above the closing; none where something is added under it."""
    for n, line in enumerate(lines):
        if closes(line):
            below = lines[n + 1 :]
            apart = [above.strip() == "" for above in lines[n : len(lines) - 1]]
            more = any(added(one, apart=gap) for one, gap in zip(below, apart, strict=True))
            return None if more else lines[:n]
    return lines


def _kind(piece: str) -> Kind | None:
    """What a piece says: nothing of itself ("Bonjour", a name), assent, thanks; None: something else."""
    if "\U0001f44d" in piece and not _OTHER.sub("", piece.replace("\U0001f44d", "")).strip():
        return "yes"
    folded = " ".join(_OTHER.sub(" ", fold(piece)).split())
    if not folded or _GREETING.fullmatch(folded):
        return ""
    return _said(_ungreeted(folded).split()) or ("" if _named(piece) else None)


def _said(words: list[str]) -> Kind:
    """Assent and thanks, one after the other with or without a mark; empty: something else."""
    reached: dict[int, Kind] = {0: ""}
    for start in range(len(words)):
        if start not in reached or not _begins(" ".join(words[start : start + _TURN])):
            continue
        for end in range(start + 1, min(len(words), start + _TURN) + 1):
            kind = _turn(" ".join(words[start:end]))
            if kind:
                both = (kind, reached[start], reached.get(end, ""))
                reached[end] = "yes" if "yes" in both else kind
    return reached.get(len(words), "")


def _begins(words: str) -> bool:
    return bool(_SAYS_YES.match(words) or _SAYS_THANKS.match(words))


def _turn(words: str) -> Kind:
    if _SAYS_YES.fullmatch(words):
        return "yes"
    return "thanks" if _SAYS_THANKS.fullmatch(words) else ""


def _ungreeted(folded: str) -> str:
    """ "Bonjour c'est d'accord": a greeting that no comma ends."""
    found = _GREETING.match(folded)
    return folded[found.end() :].strip() if found else folded


def _greets(line: str) -> bool:
    return all(_kind(piece) == "" for piece in _PIECES.split(line) if piece.strip())


def _named(piece: str) -> bool:
    """ "Bonjour Madame Petit", "Jeanne Martin": capitals, and no word that says anything about a debt."""
    words = piece.split()
    greeting = _GREETING.match(fold(piece))
    rest = words[len(fold(piece)[: greeting.end()].split()) :] if greeting else words
    if not 0 < len(rest) <= _NAMES or not all(_NAME.fullmatch(word) for word in rest):
        return False
    folded = [word for word in (fold(name).strip(".") for name in rest) if word]
    known = any(set(classes(word)) - {"FIRSTNAME"} for word in folded)
    return not known and not days(" ".join(folded), _SOME_DAY)
