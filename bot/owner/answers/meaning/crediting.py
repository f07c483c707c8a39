"""A credit note that the owner gives: a command in, the act out, or none where it is wished for or refused.

How much is left of a bill hangs on it, so its sum must be said, tax and all. What the customer wants is given
only where the owner says yes to it: "il réclame 120 d'avoir" is news.
"""

import re
from dataclasses import replace

from bot.owner.answers.acts import Act
from bot.owner.answers.context import Context
from bot.owner.answers.marking.marks import Mark
from bot.owner.answers.meaning.denying import denied_before
from bot.owner.answers.walking.commands import Command
from bot.reading.dates import Now

# "faut vraiment avoir que ça à faire", "je regrette d'avoir à l'écrire"
_TO_HAVE = re.compile(
    r"\b(?:faut|vraiment|peut|doit|va|vais|regrette d'|sans|apres|y|en|dit|dire|pense|croit|affirme|pretend"
    r"|assure)[ ']?$"
)


_HAVING = re.compile(
    r"\b(?:l|m|t|nous|vous|les|lui|leur)[ ']?avoir (?:(?:bien|deja|tous?) )?\w{3,20}(?:e|i|u|is|it)e?s?\b"
)


def credit(c: Command, _b: list[Command], _context: Context, _now: Now) -> list[Act] | None:
    if c.words.startswith("avoir") and _TO_HAVE.search(c.sentence.text.folded[: c.start]):
        return None
    if c.words == "avoir" and _HAVING.search(c.sentence.text.folded[: c.end + 24]):
        return None  # "merci de me l'avoir signalé"
    if _refused(c):
        return None if any(m.name == "refuse" for m in c.sentence.marks) else []
    amount = _with_tax(_behind_its_word(c))
    return [Act("credit", amount=amount)] if amount and not _only_wanted(c) else []


_REFUSAL = (
    r"(?:jamais(?: de la vie)?|niet|refus\w*|hors de question|pas question|(?:et )?puis quoi encore|nope|nan"
    r"|(?:c'est |ben |et c'est |je dis )?(?:non|no)|c'est mort|(?:certainement|surement|surtout) pas|never"
    r"|je (?:suis contre|ne suis pas d'accord)|pas d'accord|declin\w*|reject\w*|not (?:happening|a chance|on)"
    r"|no (?:chance|way|deal)|nothing doing|out of the question|forget it|dream on"
    r"|in (?:his|her|their|your) dreams"
    r"|(?:il peut|elle peut|ils peuvent) (?:toujours )?(?:courir|rever|se brosser))"
)
_SINCE = r"[ ,:;.!?()-]{1,3}(?:(?:est|a ete|sera|is|was|mais|but|et|and|moi|ca|pour moi|je) ){0,2}"
_REFUSED = re.compile(rf"{_SINCE}{_REFUSAL}(?= ?(?:$|[.,;!:\n]))")
_GIVEN = re.compile(
    rf"{_SINCE}(?:oui|ok|d'accord|dac|entendu|soit|va pour|accord\w*|accept\w*|valid\w*|fais|faites|fait"
    r"|donne|mets|yes|fine|agreed|sure|granted|give|do it|go|deal|alright|allowed|approved|i'll|we'll"
    r"|he can have|(?:je|on) (?:le |la |lui ){0,2}(?:fais|fait|donne|accorde|veux bien)|il l'aura"
    r"|c'est bon|juste|normal|fair)\b"
)
_BARE = re.compile(
    r"(?:une? |a )?(?:avoir|remise|ristourne|rabais|geste|note|reduction|credit|refund|discount)\b"
)
_WANTED = re.compile(
    r"(?<!je )(?<!j')(?<!on )(?<!nous )(?<!\bi )(?<!we )(?<!comme )(?<!as )\b(?:veut|veulent|voulai(?:t|ent)"
    r"|voulu|voudrai(?:t|ent)|reclame(?:nt)?|demande(?:nt)?|exige(?:nt)?|souhait(?:e|ent|ait|erait)|aimerait"
    r"|aimeraient|espere(?:nt)?|reve(?:nt)?|wants?|wanted|ask(?:s|ed|ing)|(?:'d|would) like|is after"
    r"|(?:claim|demand|expect)(?:s|ed|ing)?|hop(?:es|ing))\b"
)


def _last(c: Command) -> int:
    """Where the credit ends, with its sum and for whom it is."""
    last = max([c.end, *(m.end for m in c.marks if m.kind in ("sum", "number", "percent"))])
    named = [m for m in c.sentence.marks if m.kind == "name" and m.start >= last]
    return named[0].end if named and _FOR.fullmatch(c.sentence.text.folded[last : named[0].start]) else last


_FOR = re.compile(r" (?:(?:pour|a|au|chez|for|to) (?:la |le |l')?)?")


def _refused(c: Command) -> bool:
    """ "avoir de 120 refusé", "pas d'avoir de 120", "il veut 120 d'avoir. Jamais"."""
    text = c.sentence.text.folded
    first = min([c.start, *(m.start for m in c.marks)])
    refuses = _REFUSES_IT.search(text[c.sentence.start : first]) is not None
    return (
        refuses or denied_before(text[c.sentence.start : first]) or _REFUSED.match(text, _last(c)) is not None
    )


_REFUSES_IT = re.compile(
    r"\b(?:refuse[rsdz]?|reject(?:s|ed)?|decline[sd]?)(?:[- ](?:lui|leur|him|her|them))?"
    r"(?: (?:la|l[e']|sa|son|une?|leur|the|his|her|their|a|any))? ?$"
)


def _only_wanted(c: Command) -> bool:
    """ "il veut un avoir de 120": news, unless a yes stands behind it or the owner does the giving."""
    text = c.sentence.text.folded
    if not _BARE.match(c.words) or not _WANTED.search(text[c.sentence.start : c.start]):
        return False
    return _GIVEN.match(text, _last(c)) is None


def _behind_its_word(c: Command) -> Command:
    """ "il veut 200 mais je lui fais un avoir de 120": the sum behind the word, where there is one."""
    behind = [m for m in c.marks if m.kind in ("sum", "number") and m.start >= c.end]
    return replace(c, marks=[m for m in c.marks if m.start >= c.end or m.kind == "percent"]) if behind else c


_BEFORE_TAX = re.compile(
    r" ?(?:€|euros?|eur)?[ ,(]{0,2}(?:h\.? ?t\b|hors[ -](?:taxes?|tva)|sans (?:la |les )?(?:tva|taxes?)"
    r"|avant (?:tva|taxes?)|ex(?:cl(?:uding|usive of)?)?\.? ?(?:of )?(?:vat|tax)|before (?:vat|tax)"
    r"|net of (?:vat|tax)|without (?:vat|tax)"
    r"|(?:\+|plus|et|and|avec en plus)(?: (?:la|the))? ?(?:tva|vat|tax)\b)"
)


def _with_tax(c: Command) -> int | None:
    """The sum of a credit, unless it is one before tax: what is to be taken off is then not said."""
    text = c.sentence.text.folded
    before = [m for m in c.marks if m.kind in ("sum", "number") and _before_tax(text, m)]
    rest = replace(c, marks=[m for m in c.marks if m not in before])
    sums = [m.start for m in c.marks if m.kind in ("sum", "number")]
    net = bool(sums) and _NET.search(text[c.start : sums[0]])
    return None if net else rest.sum()


_NET = re.compile(r"\b(?:hors[ -](?:taxes?|tva)|ht|net of vat|ex[ -]vat)\b")


def _before_tax(text: str, mark: Mark) -> bool:
    said = text[mark.start : mark.end]
    return said.endswith(" ht") or _BEFORE_TAX.match(text, mark.end) is not None
