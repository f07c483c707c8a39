"""What somebody else says or does beside the matter: "la banque refuse son prêt", "he refused a tip".

A command in, a yes or no out. Whose words or deeds they are is told by the subject before the verb: a bank, a
relative, a tradesman who is no customer of the answer. The owner's own house is not meant: what a partner or
a wife says may well be an order.
"""

import re

from bot.owner.answers.asked import REQUESTS
from bot.owner.answers.context import Context
from bot.owner.answers.walking.commands import Command

KIN = (
    r"(?:femme|mari|epou(?:x|se)|fils|fille|frere|soeur|pere|mere|papa|maman|(?:beau|belle)[- ]\w{4,6}|gendre"
    r"|cousine?|oncle|tante|neveu|niece|amie?|copain|copine|pote|voisine?|chien|wife|husband|son|daughter"
    r"|brother|sister|father|mother|dad|mum|cousin|uncle|aunt|friend|mate|neighbour|dog|girlfriend|boyfriend"
    r"|(?:brother|sister|mother|father|son)-in-law)"
)
TRADES = (
    r"(?:banque|banquiere?|assureur|assurance|mutuelle|expert|comptable|notaire|huissier|avocate?|juge"
    r"|tribunal|prefecture|mairie|facteur|factrice|postiere?|livreur|transporteur|fournisseur|serveur"
    r"|informatique|syndic|architecte|proprietaire|bailleur|caf|urssaf|fisc|percepteur|patronn?e?|chef"
    r"|associee?|employee?|ouvrier|apprentie?|stagiaire|secretaire|contremaitre|medecin|docteur|bank|banker"
    r"|insurers?|insurance|accountant|notary|lawyer|solicitor|court|judge|council|postman|courier|supplier"
    r"|server|landlord|foreman|boss|apprentice|intern|secretary|architect|doctor|partner)s?"
)
_NO_SUBJECT = (
    r"(?<!pour )(?<!avec )(?<!chez )(?<!par )(?<!for )(?<!with )(?<!from )(?<!by )(?<!to )(?<!a )(?<!de )"
)
_HOUSE = re.compile(
    r"(?:le |la |the )(?:patronn?e?|chef|boss)\b|(?:mon|ma|mes|notre|nos|my|our) (?:patronn?e?|chef"
    r"|associee?|comptable|secretaire|avocate?|mari"
    r"|femme|epou(?:x|se)|boss|partner|accountant|secretary|lawyer|solicitor|wife|husband)\b"
)
_GAP = (
    r"(?:[ '](?!(?:je|j|on|tu|vous|nous|moi|i|we|you|ok|oui|non|yes|no|mais|et|donc|alors|and|but|so|dis"
    r"|dites"
    r"|pour|avec|for|with|si|if)\b)[\w\x01-]{1,20}){0,5}[ ']{0,2}"
)
_ANOTHER = re.compile(
    rf"{_NO_SUBJECT}\b(?:(?:les?|la|une?|mon|ma|mes|son|sa|ses|leurs?|notre|nos|votre|the|an?|my|our|his|her"
    rf"|their|\w{{3,20}}'s) |l')(?P<who>{KIN}|{TRADES})\b(?:'s)?{_GAP}$"
)
_THEY = re.compile(
    r"\b(?:ils?(?! (?:faut|faudrait|vaut|vaudrait|suffit|y)\b)|elles?|he|she|they|cliente?|customer|debiteur)"
    rf"\b{_GAP}$"
)
_SAYS = re.compile(
    r"\b(?:dit|disent|disait|crie|criait|criant|hurle|hurlait|hurlant|gueule|gueulant|repete|repetait|said"
    r"|says?|shout(?:s|ed|ing)?|yell(?:s|ed|ing)?|scream(?:s|ed|ing)?|told)"
    r"(?: (?:me|moi|nous|us|him|her|them|to|de|d'|(?:a )?(?:my|mon|ma|our|the|son|sa) [\w-]{3,14})){0,3} ?$"
)
_MYSELF = re.compile(r"\b(?:je|j'ai|j'avais|on a|nous|i|i've|we|i'd) (?:\w+ )?$")
_TOLD = frozenset(("accept", "refuse", "refused_letter", "stop", "no", "yes"))
_A_THING = re.compile(
    r" (?:(?:un|une|le|la|les|des|mon|ma|mes|son|sa|ses|a|an|the|my|our|his|her) |l')(?!lettre|recommande"
    r"|courrier|pli\b|ar\b|letter|mail|post|delivery|(?:lun|mar|mercre|jeu|vendre|same)di)[a-z]{3,}"
)


_OURS = re.compile(r"(?:mon|ma|mes|notre|nos|my|our)\b")


def perhaps_ours(c: Command) -> bool:
    """ "mon frère dit stop": he may have a say."""
    found = _ANOTHER.search(led_in(c))
    return c.name in ("stop", "no") and found is not None and _OURS.match(found[0].lstrip()) is not None


def of_another(c: Command, context: Context) -> bool:
    """ "l'assureur a accepté", "sa banque a refusé le découvert", "the postman refused a tip"."""
    if c.name not in _TOLD:
        return False
    of_a_letter = c.name == "refused_letter" or (c.name == "refuse" and context.matter == "post")
    if of_a_letter and not _A_THING.match(c.sentence.text.folded, c.end):
        return False
    found = _ANOTHER.search(led_in(c))
    if found is None or _HOUSE.match(found[0].lstrip()):
        return False
    return not _named(c, c.start - len(led_in(c)) + found.start("who"))


def cried(c: Command) -> bool:
    """ "en criant stop", "il dit stop à tous ses fournisseurs": words of somebody's, told."""
    if c.name not in ("stop", "no", "yes", "send"):
        return False
    said = _SAYS.search(led_in(c))
    return said is not None and _MYSELF.search(led_in(c)[: said.start()]) is None


_RUNS = re.compile(r"\b(?:marche|roule|va|convient|colle|passe|works)$")
_NOT_RUNNING = re.compile(
    r" (?:(?:plus|pas|jamais|moins|mal|rarement|not|no longer)\b"
    r"|(?:(?:bien|fort|tout seul|du tonnerre|en ce moment) )?(?:(?:pour|chez|avec) (?:lui|elle|eux|son|sa"
    r"|ses)\b|en ce moment))"
)


def runs_otherwise(c: Command) -> bool:
    """ "ça marche plus le mail chez lui", "ça roule pour lui en ce moment": how things go, and no yes."""
    behind = c.sentence.text.folded[c.end : c.sentence.end]
    return _RUNS.search(c.words) is not None and _NOT_RUNNING.match(behind) is not None


def they_grant(c: Command, context: Context) -> bool:
    """ "il accepte mes conditions", "Faure est d'accord pour le 10": what they agree to is no yes of ours."""
    before = led_in(c)
    theirs = _THEY.search(before) or re.match(r"(?:ils?|elles?|he|she|they) ", c.words)
    return context.matter in REQUESTS and (bool(theirs) or _he_is(c, before))


_HARDLY = re.compile(
    r"\b(?:(?:du mal|hesite|hesitante?|reticente?|pas prete?|pas disposee?) (?:a|de)|(?:difficile|dur"
    r"|pas envie"
    r"|peur) (?:de|d')|(?:hard|reluctant|struggle|struggling|hesitate) to) ?(?:l'|les |le |lui |d')?$"
)
_NOTHING_GRANTED = re.compile(r" (?:rien|aucune?|nothing|none)\b| (?:ou|or) (?:refus\w*|non|no|pas)\b")


def hardly_granted(c: Command) -> bool:
    """ "j'ai du mal à accepter", "d'accord pour rien du tout", "accepte ou refuse, je m'en fiche"."""
    behind = c.sentence.text.folded[c.end : c.sentence.end]
    return _HARDLY.search(led_in(c)) is not None or _NOTHING_GRANTED.match(behind) is not None


def _he_is(c: Command, before: str) -> bool:
    """Whether the customer's name is the subject of "est" or "a"."""
    names = [m.end for m in c.sentence.marks if m.kind == "name" and m.end <= c.start]
    return bool(names) and _IS.fullmatch(c.sentence.text.folded[names[-1] : c.start]) is not None


_IS = re.compile(r" (?:est|sont|serait|a|ont|is|are|has|have)(?: (?:bien|tout a fait|deja|now|already))? ")


def led_in(c: Command) -> str:
    """What its own part of the sentence says before it."""
    before = c.sentence.text.folded[c.sentence.start : c.start]
    return before[max(map(before.rfind, ",;:(")) + 1 :]


def _named(c: Command, place: int) -> bool:
    """Whether a customer's name stands there: "le Garage Roux"."""
    return any(m.kind == "name" and m.start <= place < m.end for m in c.sentence.marks)
