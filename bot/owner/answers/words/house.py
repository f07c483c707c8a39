"""Who writes in whose name: "Pour M. Delorme, Sylvie Garnier" names two of the house, and no customer.

- `in_anothers_name`: a signature's line that says for whom it is signed. `of_the_house`: the surnames that a
  signature gives; one that a customer of the mail bears too is that customer's.
- `in_own_name`: the text with "M. Delorme refuse" read as "on refuse": what is said of the one in whose name
  the mail is written is the owner's own word.
"""

import re

from bot.owner.answers.context import Context
from bot.owner.answers.words.phrases import said as phrases_in
from bot.owner.answers.words.spelling import Spelled, plain, replaced

_TITLE = (
    r"(?:(?:M|Mr|Mrs|Ms|Mme|Mlle|Me|Dr|Prof)\.?|Monsieur|Madame|Mademoiselle|Ma[iî]tre|Docteur|Mister|Doctor)"
)
_WORD = r"[A-ZÀ-Ý][\w'’-]{0,24}\.?"
NAME = rf"(?:{_TITLE} )?{_WORD}(?: (?:(?:de|du|des|le|la|van|von|ben|el) )?{_WORD}){{0,3}}"
_SURELY_FOR = (
    r"(?:[Pp] ?/ ?[Oo]|[Pp]\. ?/? ?[Oo]\.|PO|p ?/|pp\.?|p\.p\.|[Pp]our le compte de|[Aa]u nom de"
    r"|[Pp]ar (?:ordre|délégation) de|[Ff]or and on behalf of|[Oo]n behalf of)"
)
_ROLE = (
    r"(?:[Ss]ecr[ée]tariat|[Ss]ecr[ée]taire|[Aa]ssistante?|[Bb]ureau|[Cc]abinet|[Oo]ffice|[Ss]ecretary|P\.?A\.?"
    r"|[Aa]ssistant)(?: \w{4,14})? (?:de|d['’]|of|to|for)"
)
_FOR = rf"(?:{_SURELY_FOR}|{_ROLE}|[Pp]our|[Ff]or)"
_SIGNED_FOR = re.compile(
    rf"(?P<by>{NAME}(?:,| [-–—|]|) ?\(?)?(?P<for>{_FOR}) ?(?P<whom>{NAME})\)?(?:[,:]?|, .{{0,60}})$"
)
_WHOM = re.compile(rf"(?:^|(?<=[\s(,–—-])){_FOR} ?(?P<whom>{NAME})")
_WRITER = re.compile(rf"(?P<name>{NAME})(?: ?[|–—(-].{{0,80}}|,.{{0,60}})?$")
_TITLED = re.compile(rf"^{_TITLE} ")


def in_anothers_name(line: str, below: str) -> bool:
    """Whether a line says for whom the mail is signed; a mere "Pour M. Delorme," needs who signs below it."""
    signed = _SIGNED_FOR.match(line)
    if signed is None:
        return False
    surely = re.fullmatch(rf"{_SURELY_FOR}|{_ROLE}", signed["for"]) is not None
    writer = _WRITER.match(below) is not None and not _SIGNED_FOR.match(below)
    return surely or (signed["by"] is not None and not below) or writer


def of_the_house(signature: list[str], context: Context) -> tuple[str, ...]:
    """The surnames, folded, of whoever signs a mail and of those for whom it is signed."""
    names = [whom["whom"] for line in signature for whom in _WHOM.finditer(line)]
    if names:
        names += [name["name"] for line in signature if (name := _WRITER.match(line))]
    found = dict.fromkeys(_surname(name) for name in names)
    customers = {word for item in context.cases for word in re.findall(r"\w+", plain(item.case))}
    return tuple(one for one in found if len(one) > 2 and not customers & set(re.findall(r"\w+", one)))


def _surname(name: str) -> str:
    words = _TITLED.sub("", name).split()
    shouted = [word for word in words if len(word) > 2 and word.isupper()]
    return plain(shouted[0] if shouted and len(shouted) < len(words) else words[-1]).strip(".")


_FOLDED_TITLE = (
    r"(?:(?:m|mr|mrs|ms|mme|mlle|me|dr|prof)\.? |monsieur |madame |mademoiselle |maitre |docteur |mister )"
)
_BY_HIM = re.compile(r"\b(?:par|selon|by|per) $")
_BESIDE_HIM = re.compile(r"(?:\bd'|\b(?:de|avec|chez|sans|vu|with|from|of|paid|paye|verse|regle)(?: a)? )$")
_NO_SUBJECT = re.compile(
    r"\b(?:pour|a|sur|vers|contre|for|to|on|see|ask|call|tell|chase|resume|stop|drop|send"
    r"|\w{2,12}(?:er|ir|ez)) $"
)
_UNSURE = "peut-etre"  # of the house, where a customer should stand
_ENGLISH = re.compile(r"\b(?:the|and|please|is|has|will|would|they|we|asks|wants|not)\b")
_FRENCH = re.compile(r"\b(?:le|la|les|un|une|de|du|est|pas|pour|et|ce|cette|demande|veut|accepte)\b")
_MISTER = re.compile(r"\bm(?:r|rs|s)\b")
_SAYS = r"(?P<soon> (?:\w{2,10}ly|also|still|now|just|already))?(?: (?P<verb>[a-z']{2,14})(?!\w))?"
_PLURALS = {
    "has": "have", "is": "are", "was": "were", "does": "do", "hasn't": "haven't", "isn't": "aren't",
    "wasn't": "weren't", "doesn't": "don't",
}  # fmt: skip


def in_own_name(text: Spelled, house: tuple[str, ...]) -> Spelled:
    """ "Pour le 2, M. Delorme demande une mise en demeure": "on demande ..."."""
    if not house:
        return text
    english = _ENGLISH.search(text.folded) is not None
    english |= _FRENCH.search(text.folded) is None and _MISTER.search(text.folded) is not None
    said = re.compile(
        rf"(?<![\w@.'-])(?<!m\. et )(?<!mr and )(?P<title>{_FOLDED_TITLE}(?:[a-z]\. ?|[a-z-]{{3,14}} )?)?"
        rf"(?P<name>{'|'.join(map(re.escape, house))})(?P<own>'s)?(?![\w@'-]|\.\w)"
        + (_SAYS if english else r"(?P<says> (?=[a-z]))?")
    )

    def owner(one: re.Match[str]) -> str:
        if not one["title"] and text.exact[text.places[one.start("name")]].islower():
            return one[0]  # "un petit avoir", for M. Petit
        return _we(one, text.folded[: one.start()]) if english else _on(one, text.folded)

    return replaced(text, said, owner)


def _we(one: re.Match[str], before: str) -> str:
    """ "Mr Harcourt refuses": "we refuse"; "paid Mr Harcourt": "paid me"."""
    soon, verb = one["soon"] or "", one["verb"] or ""
    said = soon + (f" {verb}" if verb else "")
    if one["own"] or _beside(before):
        return ("our" if one["own"] else "me") + said
    if not verb or _NO_SUBJECT.search(before) or _presses(said.strip()):
        return _UNSURE + said
    return f"we{soon} {_PLURALS.get(verb) or _plural(verb)}"


def _plural(verb: str) -> str:
    if re.search(r"(?:sh|ch|ss|x|o)es$", verb):
        return verb[:-2]
    return verb[:-1] if verb.endswith("s") and not verb.endswith(("ss", "us")) else verb


def _on(one: re.Match[str], text: str) -> str:
    """ "M. Delorme refuse": "on refuse"; "M. Delorme : ok" says not whose order."""
    says = one["says"] or ""
    if _beside(text[: one.start()]):
        return "nous" + says
    behind = text[one.end() : one.end() + _FAR]
    if not says or _NO_SUBJECT.search(text[: one.start()]):
        return _UNSURE + says
    if _HE_DOES.match(behind):
        return "je "
    return "on " if _WILLS.match(behind) or not _presses(behind) else f"{_UNSURE} "


def _beside(before: str) -> bool:
    """ "vu avec M. Delorme", "accordé par M. Delorme"; not "reprenez avec M. Delorme"."""
    if _BY_HIM.search(before):
        return True
    words = re.split(r"[.,;:\n]", before)[-1]
    orders = any(phrase.name in _PRESSING for phrase in phrases_in(words))
    return _BESIDE_HIM.search(before) is not None and not orders


def _presses(words: str) -> bool:
    """Whether an order begins here that presses: "M. Delorme mise en demeure" says whose it is."""
    return any(phrase.start == 0 and phrase.name in _PRESSING for phrase in phrases_in(words))


_FAR = 60  # letters
_PRESSING = frozenset(
    ("yes", "weak", "send", "resume", "mise_en_demeure", "send_mise_en_demeure", "not_received",
     "dispute_closed", "reminded")
)  # fmt: skip
_WILLS = re.compile(r"(?:confirm|valid|approuv|autoris|est\b|donn|maintien|a\b|n'|ne\b)")
# "M. Delorme envoie la lettre", "M. Delorme reprend la relance": by himself, or we?
_HE_DOES = re.compile(
    r"(?:(?:va|vient de|l'|le|la|les|lui|leur|a|ne|n'|se|s'en|y) ?){0,3}(?:re)?(?:envoi|envoy|lanc"
    r"|relanc|pren[ds]|pris|post|expedi|poursui|continu|commenc|contact|ecri|appel|demarr)"
)
