"""What is said not to have come: this customer's money, or something else, or somebody else's.

A `not_received` command in, a yes or no out. What is money, who may have paid and what says when are closed
lists: "rien reçu de l'assurance", "pas reçu son RIB" and "no sign of the bank slip" are no word about a
payment, and no list could name all that there is besides money.
"""

import re

from bot.owner.answers.walking.commands import Command

_OF_PAYING = re.compile(
    r"\b(?:im)?pa(?:y\w{0,4}|ie\w{0,2}|id)\b(?<!payment)|\b(?:regle|verse|vire|solde|encaisse|credite)[rs]?\b"
    r"|bounced|provision"
)
_MOST = 4  # objects one behind the other, "de virement de ce client"

_DETERMINER = (
    r"(?:les?|la|l'|une?|des|son|sa|ses|leurs?|ce|cet|cette|ces|mon|ma|mes|notre|nos|aucune?|the|any|his|her"
    r"|their|my|our|this|that|these|those|said)"
)
_LINK = re.compile(
    rf" ?(?:(?:encore|toujours|jamais|yet|bien|du tout|vu|recu|venir|arriver|passer) ){{0,2}}"
    rf"(?P<link>(?:de (?:chez|la part (?:de|du|des))"
    rf"|(?:du |de )?cote(?: d[eu]| des)?|au niveau (?:de|du|des)|de|du|des|chez|comme|en guise de|en fait de"
    rf"|as|from|of|via|through|(?<=waiting )for) |(?:(?:du |de )?cote |chez |comme )?d')?"
    rf"(?P<which>(?:{_DETERMINER}(?: |(?<='))){{0,2}})(?=\w)"
)
_LEADS_ON = re.compile(rf"(?: (?:de|d'|du|of|from|{_DETERMINER})){{1,4}} ?$")
_ENGLISH = re.compile(r"\b(?:received|got|get|seen|see|had|nothing|not|never|haven't|hasn't|find)$")
_AN = re.compile(r" an? (?=\w)")

_FRENCH_FIRST = (
    r"(?:(?:derni|premi)ere? |dernier |premier |seconde? |(?:deux|trois|quatr)ieme |nouve(?:au|lle|l) "
    r"|moindre |seule? |petite? |fameu(?:x|se) |bon |gros |autre |meme |tel |prochaine? |mise en ){0,2}"
)
_FRENCH_MONEY = (
    r"(?:virements?|cheques?(?: de banque)?|paiements?|reglements?|versements?|encaissements?|acomptes?"
    r"|prelevements?|argent|sous?|fric|pognon|thunes?|oseille|liquide|especes|sommes?|fonds|montants?|soldes?"
    r"|restes?|tout|totalite|integralite|moitie|tiers|difference|complement|surplus|reliquat|du|mensualites?"
    r"|echeances?|traites?|centimes?|euros?|balles?|ronds?|radis|kopecks?|trace|couleur)\b"
)
_ENGLISH_FIRST = r"(?:[\w-]{1,14} ){0,3}?"
_ENGLISH_MONEY = (
    r"(?:payments?|transfers?|che(?:que|ck)s?|money|cash|funds?|sums?|amounts?|balance|rest|remainder"
    r"|instal?ments?|deposits?|half|total|penn(?:y|ies)|pence|cents?|dime|pounds?|euros?|quid|bean|sausage"
    r"|farthing|thing)\b(?= ?(?:$|[^\w ]|(?:yet|so|as|from|of|in|on|at|for|to|by|here|either|still|today|this"
    r"|that|since|and|or|nor|but|though|despite|he|she|they|i|we|due|owed|back|again|anywhere|come|yesterday"
    r"|arrive|please)\b))"
)
_MONEY = re.compile(rf"{_FRENCH_FIRST}{_FRENCH_MONEY}|{_ENGLISH_FIRST}{_ENGLISH_MONEY}")
# Who may have paid, what says when or where, a figure, or a word that names nothing.
_NOTHING_ELSE = re.compile(
    r"[€£]?\d|(?:part|lui|elle|eux|elles|moi|nous|ici|la|cote|ca|cela|celui|celle|ceux"
    r"|personne|quiconque|qui que|quoi|qu'|que?|dont|tout|tel|genre|clients?|cliente|debit(?:eur|rice)"
    r"|monsieur|madame|mme|dame|interessee?|societe|boite|entreprise|maison|him|hers?|them|it|that|this|these"
    r"|those|anyone|anybody|anything|us|me|what|whom|sort|kind|lot|customers?|debtors?|firm|company|man|guy"
    r"|bloke|lady|chap)\b"
    r"|(?:neuf|nouveau|plus|mieux|visible|concret|credite|passe|tombe|arrive|recu|encaisse|vu|particulier"
    r"|yet|so|far|as|in|on|at|here|either|today|still)\b"
    r"|(?:matin|midi|soir|apres-midi|nuit|jour|journee|semaine|quinzaine|mois|an|annee|week-end|weekend|heure"
    r"|instant|moment|date|derni\w+|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|janvier|fevrier|mars"
    r"|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|morning|week|month|year|day|time|last"
    r"|weekend|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b"
)
_THERE = re.compile(
    r"(?:banque|comptes?|releves?|tresorerie|caisse|boite aux lettres|courrier|livret|poche|(?:my|our|the)"
    r" (?:bank|account))\b"
)
_AS_EVER = re.compile(
    r"(?:d'hab\w*|hab\w+|toujours|jamais|promis|prevu|convenu|annonce|il|elle|ils|elles|je|on|nous|usual"
    r"|always|ever|promised|agreed|expected|he|she|they|i|we|of|yet|far|at|from|if)\b"
)
# What a payment was for, behind the money itself.
_PAID_FOR = re.compile(r"(?:factures?|notes?|commandes?|dossier|invoices?|bills?|orders?)\b")
# Said without an article.
_PAPER = re.compile(
    r" ?(?:(?:encore|yet|any|de|d') ?)?(?:confirmation|preuves?|justificatifs?|attestations?|avis|copies?"
    r"|accuses?|reponses?|releves?|proofs?|paperwork|remittance|receipts?|documents?|documentation"
    r"|notifications?|acknowledge?ments?|reply|replies|statements?|goods|delivery)\b"
)


def money_at(text: str, place: int) -> bool:
    """Whether money is named there: "dernier virement", "full amount"."""
    return _MONEY.match(text, place) is not None


def something_else(c: Command) -> bool:
    """ "pas reçu l'attestation de virement", "toujours rien côté notaire"; not "rien de ce virement"."""
    if _OF_PAYING.search(c.words):
        return False
    text = c.sentence.text.folded[: c.sentence.end]
    opened = _LEADS_ON.search(c.words)
    place = c.start + opened.start() if opened else c.end
    named = [m for m in c.sentence.marks if m.kind == "name"]
    if _PAPER.match(text, place):
        return True
    money = False
    for _ in range(_MOST):
        an = _AN.match(text, place) if _ENGLISH.search(c.words) else None
        link = an or _LINK.match(text, place)
        if link is None or not link[0].strip() or any(link.end() == m.start for m in named):
            return False
        found = _MONEY.match(text, link.end())
        if found is None:
            led = (an is None and link["link"]) or ""
            return not (_no_other(text, link.end(), led) or (money and _PAID_FOR.match(text, link.end())))
        money, place = True, found.end()
    return False


def _no_other(text: str, place: int, link: str) -> bool:
    """Whether what follows this link is nobody and nothing else: "de lui", "côté banque", "comme promis"."""
    if link.startswith(("via", "through")) or "cote" in link or "niveau" in link:
        return bool(_THERE.match(text, place) or _NOTHING_ELSE.match(text, place))
    if link.startswith(("comme", "as ")):
        return _AS_EVER.match(text, place) is not None
    return _NOTHING_ELSE.match(text, place) is not None
