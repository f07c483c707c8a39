"""What the owner's own letter to a debtor says of paying: a day, something else that settles it, or nothing.

Words and their moment in, frozen values out. What a bare yes or a "bien reçu" answers no reader knows: that
is policy's to join. A plain reminder, an invoice that is sent, a letter about other things say nothing.
Whoever reads them waits in the owner's name: a day must be plain, and what speaks of paying and is no plain
reminder is `unsure`, for him to say what he meant. A yes beside words that say no day `agrees`, which policy
joins, too.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from bot.patterns import pattern
from bot.reading.bare import bare
from bot.reading.sentences import Clause, clauses
from bot.reading.until import HARMLESS, day_until

Says = Literal["", "settled", "unsure", "agrees"]
Confirms = Literal["", "yes", "received"]
QUOTED = 300  # characters of his words that a question shows

_PAY = r"(?:regl(?!ag)\w*|pai\w+|pay\w*|vir(?:er?|ez|es|ement\w*)|vers(?:er?|ez|ement\w*)|sold\w+)"
_SUM = (
    r"(?:cheques?|checks?|virements?|reglements?|paiements?|payments?|transfers?|versements?|acomptes?"
    r"|sommes?|solde|argent|money|euros?|deposit)"
)
_MONEY = pattern(
    rf"\b(?:{_PAY}|{_SUM}|factur\w+|invoices?|echeanc\w+|echelonn\w+|mensualit\w+|devez|especes|owe|owed)\b|€"
)
_NO_HURRY = pattern(
    r"\b(?:prenez (?:votre |le )?temps|prends (?:ton |le )?temps|rien ne presse|pas urgent|pas d'urgence"
    r"|(?:vous pouvez|tu peux) (?:attendre|patienter)|a votre (?:rythme|convenance)"
    r"|quand (?:vous|tu) (?:pouv|pourr)\w+"
    r"|take your time|no (?:rush|hurry)|whenever you can|you (?:can|may) wait)\b"
)
_NO = pattern(r"\b(?:pas|jamais|rien|aucun\w*|sans|not|never|cannot)\b|n't\b")
_NOT = pattern(
    r"\b(?:pas|jamais|rien|aucun\w*|sans|si|quand|lorsque|des|apres|avant|une fois|d'avance|par avance"
    r"|not|never|no|nothing|if|when|once|unless|before|after|as soon)\b|n't\b"
)
_IF = pattern(r"\b(?:si|if)\b")
_OTHER_MATTER = pattern(r"\b(?:problemes?|soucis?|panne|fuite|rendez-vous|issue|problem)\b")
# Of money: it is still to come.
_COMING = (
    r"(?:(?:m'|nous |vous |l')?(?:annonc|prev[ou]|promi[st]|programm|promet|allez|ferez|effectuer|enverr)\w*"
    r"|a (?:venir|suivre)|va|prochaine?s?|futurs?|announced|promised|planned|scheduled|upcoming|will)\b"
)
# The owner has the money.
_RECEIVED = pattern(
    r"\b(?:recu|eu|encaisse|receptionne|received|got)\b(?! (?:\w+ ){0,2}(?:e-?mail|mail|message|courri"
    r"|demande|appel|proposition|reponse|promesse|facture|confirmation|avis))"
    rf"[^,;]{{0,25}}(?:\b{_SUM}\b|\d ?(?:€|eur\b))"
    rf"|\b{_SUM}\b[^,;]{{0,40}}\b(?:recue?s?|arrivee?s?|parvenue?s?|encaissee?s?|creditee?s?|received"
    r"|arrived|landed|cleared|c[ao]me (?:in|through)|(?:is|are) (?:now )?(?:in|on) (?:my|our) account)\b"
    rf"|\b(?:merci|thanks|thank you) (?:\w+ )?(?:pour|de|for) (?:votre|ton|le|ce|your|the)"
    rf" (?!{_COMING})(?:\w+ )?{_SUM}\b(?! (?:[\w']+ ){{0,3}}{_COMING})"
    r"|\b(?:c'est|est|sont|etes|es|is|are) (?:bien |donc |deja |now |desormais )?"
    r"(?:payee?s?|reglee?s?|soldee?s?|acquittee?s?|a jour|en regle|(?:all |fully )?(?:paid|settled|square))\b"
)
# He wants none, or not now.
_NO_PAYING = pattern(
    r"\bn(?:e |'(?:en )?)(?:(?:me|nous|la|le|les|y|vous|en|rien) |l')*"
    r"(?:regl|pay|pai|vir|vers|effectu|proced|ten|tien|fait|fai|preoccup)\w* "
    r"(?:donc |surtout |bien |en |encore )*(?:pas|rien|plus|aucun\w*)\b"
    r"|\bne (?:pas|plus|rien) (?:(?:me|nous|la|le|les|en) |l')*(?:regler|payer|virer|verser|faire|tenir)\b"
    rf"|\b(?:inutile|(?:pas|plus) (?:besoin|la peine|necessaire)) (?:de |d')[^,;]{{0,15}}{_PAY}"
    r"|\b(?:avez|as) (?:plus |pas )?(?:rien|pas|plus) (?:rien )?a (?:(?:me|nous|y|la|le|les) )?"
    r"(?:regler|payer|virer|verser|faire|devoir)\b"
    r"|\bdevez (?:plus|rien)\b|\bsans tenir compte\b|(?<!n')\battendez\b"
    r"|\b(?:oubliez|ignorez|laissez tomber|jetez|detruisez|suspendez|laissez de cote|mettez de cote)\b"
    r"|\b(?:do not|don't|no need to|need not) (?:\w+ )?(?:pay|settle|transfer|send)\b"
    r"|\b(?:ignore|disregard|forget|hold off|owe (?:me|us) nothing|nothing (?:more )?to pay)\b"
)
# Another bill, less to pay, a mistake, a complaint that he takes up: said of a debt.
_OTHERWISE = pattern(
    r"\bnouvelle (?:facture|version)\b|\brectifi\w+|\bcorrig\w+|\bannul\w+|\bref(?:ais|aire|aite?s?|erai)\b"
    r"|\bremplac\w+|\breedit\w+|\b(?:un |l'|d'un |cet |mon |notre |votre |par )avoir\b(?! (?:ete|recu|eu|pu))"
    r"|\bnote de credit\b|\bcredit note\b|\b(?:une|la|cette) remise\b|\bgeste commercial\b|\bdedui\w+"
    r"|\brembours\w+|\bdiscount\w*|\brefund\w*|\bnew invoice\b|\breplac\w+|\bcancel\w*"
    r"|\blitig\w+|\bcontest\w+|\breclamation\w*|\bmalfacons?\b|\bvous avez raison\b|\bdispute\w*"
    r"|(?<!sauf )\berreur (?:de (?:ma|notre)|sur|dans)\b|\bfait une erreur\b|\bc'est une erreur\b"
    r"|\b(?:me suis|nous sommes|etions|etais) tromp\w+|\b(?:my|our|a) (?:mistake|error)\b|\byou are right\b"
)
# An arrangement, which with a day is that day.
_AGREES = pattern(
    r"\b(?:d'accord|ok|okay|entendu|convenu|accept\w+|(?:ca|cela) (?:me |nous )?(?:va|convient)|me convient"
    r"|nous convient|(?:aucun|pas de|sans) (?:probleme|souci)s?|echeancier|mensualit\w+|acompte"
    r"|(?:vous pouvez|tu peux) (?:(?:me|nous|la|le|les) |l')*(?:pay|regl|echelonn|etal)\w+"
    r"|(?:je|nous|on) (?:vous |te )(?:laiss|accord)\w+"
    r"|en (?:\d|deux|trois|quatre|cinq|six|dix|plusieurs) (?:fois|paiements|versements)"
    r"|no problem|agree\w*|fine (?:by|with)|inst?alments?|you (?:can|may) pay)\b"
)
# A yes, whatever stands beside it; and a no beside it.
_SAYS_YES = pattern(
    r"(?:(?:bonjour|bonsoir|hello|hi|dear)[^,.!]{0,40}[,.!] ?)?"
    r"(?:(?:oui|bon|yes|well|c'est|that's|that is|all|pour moi c'est) ?,? ?)*"
    r"(?:oui|yes|ok|okay|d'accord|entendu|accorde|accepte|convenu|volontiers|(?<=c'est )bon|ca marche"
    r"|(?:pas de|sans|aucun) (?:soucis?|problemes?)|fine|good|sure|agreed|granted|no problem|of course)\b"
)
_SAYS_NO = pattern(
    r"\b(?:impossible|refus\w*|hors de question|malheureusement|unfortunately|cannot|can't)\b"
    r"|\bpas (?:possible|d'accord|question)\b"
    r"|\bne (?:peux|puis|pouvons|pourrai|pourrons|vais) (?:\w+ )?(?:pas|plus)\b"
)
# A reminder, in whatever words.
_PRESSES = pattern(
    r"\bmerci (?:d'avance|par avance|de |d')|\b(?:pouvez|pourriez|voulez|voudriez|souhaitez|comptez|pensez"
    r"|avez|allez|peux|pourrais|serait|est)-(?:vous|tu|il)\b|\bveuillez\b|\bpriere de\b"
    r"|\bou en (?:est|etes|sont)\b"
    r"|\b(?:je|nous) (?:vous |me |nous )?(?:relanc|rappel|revien|reviendr|permet)\w*|\brelances?\b"
    r"|\brappels?\b"
    r"|\battente\b|\bj'attends\b|\bimpaye\w*|\bretards?\b|\bechue?s?\b|\breste(?:nt)? (?:a|due?s?|en"
    r"|ouverte?s?)\b"
    r"|\bcompt(?:e|ons) sur\b|\bau plus (?:vite|tot)\b|\brapidement\b|\bdes que possible\b|\bsans delai\b"
    r"|\bmise en demeure\b|\bpenalites?\b|\bindemnites?\b|\binterets\b|\bescompte\b|\bavocat\b|\bdelais\b"
    r"|\b(?:deja|croise\w*|entre-?temps)\b|\boverdue\b|\boutstanding\b|\bunpaid\b|\bremind\w*|\bplease\b"
    r"|\b(?:can|could|would|will|have) you\b|\blook forward\b|\bawait\w*|\ben cas de\b|\bproposez\b"
    r"|\bdifficult\w+|\bn'hesitez pas\b|\bcontactez\b|\bappelez\b"
)
_MISSED = pattern(
    rf"\b(?:pas|jamais|rien|aucun\w*|sans|not|never|no)\b[^,;]{{0,30}}\b(?:recue?s?|{_PAY}|parvenue?s?|arrivee?s?"
    rf"|received|{_SUM})\b|n't\b[^,;]{{0,30}}\b(?:paid|received)\b"
)
# A paper that goes with it, and how bills are paid.
_SENDS = pattern(
    r"\bci-?(?:joint|dessous|apres)\w*|\bpieces? jointes?\b|\bpj\b|\btrouver(?:ez)?\b|\bvoici\b|\bsuivra\b"
    r"|\b(?:envoie|envoyons|transmets|transmettons|joins|joignons|adresse|adressons)\b|\battached\b|\benclosed\b"
    r"|\b(?:rib|iban|bic|duplicata)\b|\bmode de (?:reglement|paiement)\b"
    r"|\b(?:reglement|paiement|payables?|payment|regler|payer|pay)\b[^,;]{0,20}\b(?:reception|comptant|jours"
    r"|days|par (?:virement|cheque|carte|cb)|by (?:transfer|card|cheque))\b"
)
_BILL = pattern(r"\b(?:factur\w+|invoices?|devis)\b")
_LETS = pattern(r"\b(?:attend\w*|patient\w*|laiss\w*|accord\w*|wait\w*|delai|pouvez|peux|may|can)\b")


# He has what the debtor speaks of, be it a message, where he says nothing else.
_HAS_IT = pattern(
    r"\b(?:(?:(?:je|nous)(?: vous)? confirm(?:e|ons) )?(?:l'avoir|(?:je |nous |on )l'(?:ai|avons|a))"
    r"(?: (?:bien|d[ée]j[àa]|enfin))*(?: (?:re[çc]u|eu|encaiss[ée])e?s?)?"
    r"|(?:(?:il|elle|[çc]a|cela|tout|l'argent) est|c'est)(?: (?:bien|d[ée]j[àa]|enfin))*"
    r" (?:arriv|re[çc]u|encaiss)\w*"
    r"|(?:j'ai |nous avons |on a )?(?:bien )?re[çc]ue?s?"
    r"|(?:(?:we|i)(?: have|'ve)? )?(?:received|got) (?:it|them)|(?:we|i) (?:do )?have (?:it|them)(?: now)?"
    r"|it(?: has|'s|'s been| has been| was)? (?:arrived|received|here)"
    r"|(?:it|they) came (?:in|through)|received)"
    r"(?: (?:aujourd'hui|hier|ce (?:jour|matin)|today|yesterday|this morning|safely|with (?:many )?thanks))*"
    r"(?=\s*(?:[,.!;…)\n]|$|merci\b|thanks?\b))",
    re.IGNORECASE,
)
_SORRY = pattern(
    r"\b(?:d[ée]sol[ée]e?s?|pardon|excusez[- ](?:moi|nous)|toutes (?:mes|nos) excuses|sorry)"
    r"(?: (?:pour|for) (?:la|le|cette|ce|the) (?:relance|rappel|d[ée]rangement|reminder))?\b",
    re.IGNORECASE,
)
_ALL_GOOD = pattern(r"\ball (?:good|fine|well|set|clear)\b", re.IGNORECASE)
# An invoice by its number, beside a yes.
_OF_ONE = pattern(
    r" (?:pour|for) (?:(?:la|votre|cette|the|your) )?(?:(?:facture|invoice)(?: n[°o])? ?(?:[A-Z]{1,6}[-/ ]?)?"
    r"|[A-Z]{1,6}[-/ ]?)\d[\w/-]+(?=\s*(?:[,.!;…\n]|$))"
)
# Thanks for money to come are a yes to it.
_AHEAD = pattern(
    r"\bmerci (?:\w+ )?(?:pour|de) (?:votre|ton|le|ce) (?:r[èe]glement|virement|paiement|ch[èe]que|versement)"
    r" (?:annonc[ée]|pr[ée]vu|promis|programm[ée]|[àa] venir)\b|\b(?:thanks|thank you) for the"
    r" (?:announced|promised|planned|upcoming) (?:payment|transfer)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Heard:
    until: date | None = None  # the one day up to which his words let the debtor wait
    says: Says = ""
    words: str = ""  # of his, that led to it
    confirms: Confirms = ""  # a bare yes, or that he has it: to what, policy knows

    @property
    def something(self) -> bool:
        return bool(self.until or self.says or self.confirms)


@dataclass(frozen=True, slots=True)
class _Letter:
    """Its clauses, and whether it speaks of the debt, and asks for it."""

    said: tuple[Clause, ...]
    of_debt: bool
    presses: bool

    def means_it(self, clause: Clause) -> bool:
        """Words that may be about anything are about the debt, as far as can be told."""
        return bool(_MONEY.search(clause.folded)) or (self.of_debt and not self.presses)


def heard(text: str, wrote: datetime) -> Heard:
    found, confirms = _of_paying(text, wrote), _confirms(text)
    if not (confirms or found.until or found.says) and _says_yes(text):
        return Heard(None, "agrees", text.strip()[:QUOTED])
    words = found.words or (bare(text).words or text.strip() if confirms else "")
    return replace(found, words=words[:QUOTED], confirms=confirms)


def _confirms(text: str) -> Confirms:
    plain = _OF_ONE.sub("", text.replace("’", "'"))
    had, thanked = _HAS_IT.sub("ok", plain), _AHEAD.sub("ok", plain)
    if had != plain and bare(_ALL_GOOD.sub("ok", _SORRY.sub("merci", had))).kind == "yes":
        return "received"
    return "yes" if bare(thanked).kind == "yes" else ""


def _says_yes(text: str) -> bool:
    """Beside words that nobody understood."""
    said = clauses(text.replace("’", "'"))
    if any(_SAYS_NO.search(HARMLESS.sub(" ", clause.folded)) for clause in said):
        return False
    return any(_SAYS_YES.match(clause.folded) and not clause.question for clause in said)


def _of_paying(text: str, wrote: datetime) -> Heard:
    said = clauses(text)
    of_debt = any(_MONEY.search(c.folded) or _NO_HURRY.search(c.folded) for c in said)
    letter = _Letter(said, of_debt, any(_PRESSES.search(c.folded) for c in said))
    until = day_until([clause.exact for clause in _granting(letter)], wrote, owed=True)
    settled = [c for c in said if _settles(c, letter) or (not until and _agrees(c, letter))]
    if settled:
        return Heard(until, "settled", _quoted(said, settled))
    speaks = [clause for clause in said if _MONEY.search(clause.folded)]
    if until:
        return Heard(until, "", _quoted(said))
    unsure = [clause for clause in speaks if not _plain(clause)]
    return Heard(None, "unsure", _quoted(said, unsure)) if unsure else Heard()


def _granting(letter: _Letter) -> list[Clause]:
    """Those whose day may be a grant: with a bill, the day by which to pay is that bill's own."""
    sends = any(_SENDS.search(c.folded) and _BILL.search(c.folded) for c in letter.said)
    return [c for c in letter.said if not sends or _LETS.search(c.folded)]


def _settles(clause: Clause, letter: _Letter) -> bool:
    """Paid, not to be paid, replaced, contested; not where it only asks, or tells what would be."""
    folded = HARMLESS.sub(" ", clause.folded)
    if clause.question or _IF.search(folded):
        return False
    if _NO_PAYING.search(folded):
        return True
    if _RECEIVED.search(folded):
        return not (_NOT.search(folded) or _OTHER_MATTER.search(folded))
    other = _OTHERWISE.search(folded) and not _MISSED.search(folded)
    return bool(other) and letter.means_it(clause)


def _agrees(clause: Clause, letter: _Letter) -> bool:
    folded = clause.folded
    if clause.question or _PRESSES.search(folded) or _SENDS.search(folded):
        return False
    if _NO.search(_NO_HURRY.sub(" ", HARMLESS.sub(" ", folded))):
        return False
    return bool(_NO_HURRY.search(folded) or _AGREES.search(folded)) and letter.means_it(clause)


def _plain(clause: Clause) -> bool:
    """A reminder, or a paper that is sent: a contact and no more."""
    folded = clause.folded
    return clause.question or any(found.search(folded) for found in (_PRESSES, _MISSED, _SENDS))


def _quoted(said: Sequence[Clause], led: Sequence[Clause] = ()) -> str:
    """All of it, since what stands beside may be the half that matters ("il manque encore la FA-219"); of a
    long letter what led to it, and what follows."""
    while led and said[-1] not in led and len(said[-1].exact.split()) < 3:  # a name, a greeting
        said = said[:-1]
    whole = " … ".join(clause.exact for clause in said)
    if led and len(whole) > QUOTED:
        whole = " … ".join(clause.exact for clause in said[said.index(led[0]) :])
    return whole[:QUOTED]
