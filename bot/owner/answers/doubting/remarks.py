"""Short remarks that order nothing and are worth keeping: who somebody is, what state something is in.

A sentence as marked in, a yes or no out. "Le notaire c'est Me Caradec", "chèque impayé", "en vacances" have
too few words to be told from an order half said, but for what they name. In doubt it is no remark.
"""

import re

from bot.owner.answers.marking.marks import Sentence

_PERSON = (
    r"(?:notaire|comptable|avocate?|mandataire|liquidateur|administrateur|huissier"
    r"|commissaire(?: de justice)?|tuteur|tutrice|curateur|curatrice|syndic|president|presidente|directeur"
    r"|directrice|patronne?|gerante?|responsable|secretaire|assistante?|interlocuteur|interlocutrice"
    r"|proprietaire|repreneur|heritiere?|associee?|mari|femme|fils|fille|clientes?|notary|accountant"
    r"|bookkeeper|solicitor|lawyer|manager|owner|boss|director|liquidator|executor|contact|secretary|husband"
    r"|wife|son|daughter|clients?|customers?)"
)
_TITLE = r"(?:m|mr|mme|mlle|mrs|ms|dr|me|maitre|monsieur|madame|mademoiselle)\.?"
_LINK = r"(?:,? ?c'est|,? ?it's|'s| est| sera| s'appelle| is| will be| ?[:=])"
_BY_NAME = re.compile(
    rf"\W*(?:[\w']+ ){{0,4}}?{_PERSON}(?: [\w']+){{0,3}}?{_LINK} (?:(?:desormais|maintenant|now|called) )?"
    rf"(?P<title>{_TITLE} )?(?P<name>[a-z][\w'-]+(?: [\w'-]+){{0,2}})(?: (?:a|in|de|of) [\w'-]+)?\W*"
)
_HOLDING = (
    r"(?:cheque|virement|prelevement|traite|lettre|courrier|facture|adresse|mail|telephone|numero|compte"
    r"|societe|boite|boutique|magasin|entreprise|chantier|travaux|livraison|colis|check|letter|invoice|bill"
    r"|address|phone|account|company|firm|shop|site)"
)
_AWAY = (
    r"(?:en|in|on) (?:vacances|conges?|deplacement|voyage|arret(?: maladie)?|retraite|deuil|formation|reunion"
    r"|travaux|difficultes?|vente|holidays?|vacation|leave|hospital|mourning|difficulty)"
    r"|a l'(?:hopital|etranger)|abroad"
)
_STATE = (
    r"\w{2,14}(?:e|ee|es|ees|i|ie|is|ies|u|ue|us|ues|ed|eux|euse|ct|cte|nt|nte|ble|faux|fausse)|lost|ill|sick"
    r"|upset|angry|broke|wrong"
)
_IN_A_STATE = re.compile(
    rf"\W*(?:(?:le|la|les|l'|son|sa|leur|the|his|her|their|this|ce|cette|il|elle|ils|elles|he|she|they) ?)?"
    rf"(?:(?:(?:{_PERSON}|{_HOLDING}) )?(?:(?:est|sont|is|are|a ete|was) )?(?:{_AWAY})"
    rf"|(?:{_PERSON}|{_HOLDING}) (?:(?:est|sont|is|are|a ete|was) )?(?:(?:tres|bien|very|vraiment|really) )?"
    rf"(?:{_STATE}))\W*"
)
_ORDERING = re.compile(r"(?:er|ez|ons|ir|re)\W*$")


def remark(sentence: Sentence) -> bool:
    """Whether it only says who somebody is or in what state something is."""
    if sentence.question or sentence.trailing:
        return False
    in_a_state = _IN_A_STATE.fullmatch(sentence.folded) and not _ORDERING.search(sentence.folded)
    return bool(in_a_state) or _names_somebody(sentence)


def _names_somebody(sentence: Sentence) -> bool:
    said = _BY_NAME.fullmatch(sentence.folded)
    if said is None:
        return False
    start = sentence.start + said.start("name")
    return bool(said["title"]) or sentence.text.words(start, start + 1).isupper()
