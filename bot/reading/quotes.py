"""The writer's own words out of a mail's text: text in, text out.

Cuts the quoted history of the common programs in French and English, signatures, mobile footers and
disclaimers; keeps answers written between quoted lines. What we wrote must never be read as the debtor's
words, so where a history has no marks everything after its heading goes. When nothing new is left the
answer is empty: it never falls back to the quoted text.
"""

import re
from dataclasses import dataclass

LINES = 5000

_QUOTED = re.compile(r"^[ \t]{0,3}[>|]")
_RULE = re.compile(r"^[ \t]{0,4}[_\-=*~]{5,200}[ \t]{0,4}$")
_SEPARATOR = re.compile(
    r"^[\s>*_-]{0,20}(?:original (?:message|appointment)|forwarded message|begin forwarded message"
    r"|message (?:d['’]origine|original|transf[ée]r[ée]|transmis|initial)"
    r"|(?:e-?mail|courriel) (?:d['’]origine|original|transf[ée]r[ée])"
    r"|d[ée]but du message (?:transf[ée]r[ée]|r[ée]exp[ée]di[ée])"
    r"|oorspronkelijk bericht|urspr[üu]ngliche nachricht)\s{0,3}:?[\s*_-]{0,20}$",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    r"^.{0,8}(?:reply above this line|r[ée]pond(?:re|ez) au[- ]dessus de cette ligne)", re.IGNORECASE
)
_HEADING = re.compile(
    r"^[\s*]{0,4}(?:de|from|exp[ée]diteur|von|van|envoy[ée] par|sujet|subject|objet)\s?\*{0,2}\s?:",
    re.IGNORECASE,
)
_HEADING_MORE = re.compile(
    r"^[\s*]{0,4}(?:envoy[ée](?: le)?|sent|date|[àa]|to|pour|destinataires?|objet|sujet|subject|cc|de"
    r"|from|an|gesendet"
    r"|verzonden|aan)\s?\*{0,2}\s?:",
    re.IGNORECASE,
)
_WROTE_END = re.compile(
    r"(?:a|ont) [ée]crit\s?:?\s{0,3}$|\b(?:wrote|schreef|schrieb|ha scritto)\b.{0,80}:\s{0,3}$"
    r"|[ée]crivait\s?:\s{0,3}$",
    re.IGNORECASE,
)
_WROTE_START = re.compile(
    r"^[\s*]{0,4}(?:le|on|op|am|en date du|il giorno)\s.{0,40}\d|^\s{0,3}\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}\b"
    r"|^\s{0,3}[^\s@]{0,60}.{0,60}@.{0,120}$",
    re.IGNORECASE,
)
_WROTE_INLINE = re.compile(r"^.{0,120}\b(?:a [ée]crit|wrote)\s?:\s{0,3}$", re.IGNORECASE)
_FOOTER = re.compile(
    r"^\W{0,4}(?:envoy[ée] (?:de(?:puis)? (?:mon|ma|l['’]|un|yahoo|outlook|mail|courrier|proton|orange"
    r"|free|sfr|la |le )"
    r"|avec |par mon )|sent from |sent via |(?:obtenir|t[ée]l[ée]charger?|get) outlook|provenance\s?: "
    r"|envoyé à partir de"
    r"|verzonden vanaf|l['’]absence de virus|virus-free|cet? (?:e-?mail|courriel) a été vérifié"
    r"|garanti sans virus"
    r"|avast|sans virus\.)",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"^\W{0,4}(?:(?:bien |tr[eè]s |le plus )?(?:cordialement|sinc[eè]rement|amicalement"
    r"|respectueusement)\b.{0,45}"
    r"|(?:bien )?cordialement .{0,30}|cdl?t\b.{0,20}|cdmt|crdlt|bien [àa] (?:vous|toi)\b.{0,30}"
    r"|b[àa]v\b.{0,10}"
    r"|bien à v\b.{0,10}|(?:mes|nos|meilleures?|sinc[eè]res|avec (?:mes|nos)) .{0,20}salutations\b.{0,30}"
    r"|salutations\b.{0,30}|avec nos (?:meilleures|remerciements).{0,30}|confraternellement\b.{0,20}"
    r"|bises?|biz|a\+"
    r"|(?:kind|best|warm|many)(?:est)? ?(?:regards|wishes)?\b.{0,25}|regards\b.{0,10}|rgds"
    r"|yours\b.{0,25}|sincerely\b.{0,10}"
    r"|cheers|thanks (?:and|&) regards)\W{0,4}$",
    re.IGNORECASE,
)
_POLITE = re.compile(
    r"^\W{0,4}(?:(?:je|nous) (?:vous |te )?(?:prie|prions)|veuillez|recevez|agr[ée]ez"
    r"|dans l['’]attente)\b.{0,160}"
    r"(?:salutations|consid[ée]ration|sentiments|respects)",
    re.IGNORECASE,
)
_POSTSCRIPT = re.compile(r"^\W{0,3}(?:p\.? ?s\.?|n\.? ?b\.?|post[- ]scriptum)\s?[:.,\-–—]? ", re.IGNORECASE)
_DISCLAIMER = re.compile(
    r"^\W{0,6}(?:avertissement|disclaimer|confidentialit[ée]|avis de confidentialit|notice of confidentiality"
    r"|important\s?: (?:ce|this)|ce (?:message|courriel|mail|e-?mail|courrier [ée]lectronique)\b.{0,100}"
    r"(?:confiden|destin|prot[ée]g|pi[eè]ces jointes|susceptible|virus|secret|privil)"
    r"|les informations contenues dans ce|this (?:e-?mail|message|communication|transmission)\b.{0,120}"
    r"(?:confiden|intended|privileg|virus|attach)|the information (?:contained )?in this|the contents of this"
    r"|(?:si|if) (?:vous n['’][êe]tes pas|you are not) (?:le|the) |registered in (?:england|scotland)"
    r"|pensez [àa] l['’]environnement|n['’]imprimez|merci de n['’]imprimer|please consider the environment"
    r"|nous (?:traitons|prot[ée]geons) vos donn[ée]es)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Fresh:
    text: str
    interleaved: bool = False  # words stand between or under quoted lines


def fresh(text: str) -> str:
    return cut(text).text


def cut(text: str) -> Fresh:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[:LINES]
    lines = [line[:4000].replace("\u200b", "").rstrip() for line in lines]
    own, interleaved = _without_history(_below_instruction(lines))
    kept = _without_disclaimers(_without_signatures(own))
    return Fresh("\n".join(line for line in kept if line is not None).strip(), interleaved)


# In the lists below None marks a place where quoted lines stood: a signature ends there.
_Lines = list[str | None]


def _below_instruction(lines: list[str]) -> list[str]:
    if not any("this line" in line or "cette ligne" in line for line in lines[:200]):
        return lines
    for index, line in enumerate(lines[:200]):
        if _ABOVE.match(line):
            # in a debtor's answer the instruction is ours or theirs, with the history under it;
            # at the very top it opens a ticket's own receipt
            return lines[:index] if any(x.strip() for x in lines[:index]) else lines[index + 1 :]
    return lines


def _without_history(lines: list[str]) -> tuple[_Lines, bool]:
    kept: _Lines = []
    quoted = False
    index = 0
    while index < len(lines):
        line = lines[index]
        if line[:1] == ">" or _QUOTED.match(line):
            quoted = True
            kept.append(None)
            index = _after_wrapped(lines, index)
            continue
        length = _attribution(lines, index)
        if length and not _marked_below(lines, index + length):
            break  # a history without marks: nothing after its heading can be told from our own words
        if not length and (_SEPARATOR.match(line) or _header_block(lines, index)):
            break
        if length:
            kept.append(None)
            index += length
            continue
        kept.append(line)
        index += 1
    return _without_rule(kept), quoted and _words_after_quote(kept)


def _after_wrapped(lines: list[str], index: int) -> int:
    """Past a quoted line and the continuation that some programs wrap without its mark."""
    after = index + 1
    if len(lines[index]) > 60 and after + 1 < len(lines):
        middle, below = lines[after], lines[after + 1]
        if middle[:1].islower() and len(middle) < 40 and _QUOTED.match(below):
            return after + 1
    return after


def _attribution(lines: list[str], index: int) -> int:
    """How many lines "Le … a écrit :" takes here: 0 to 4."""
    first = lines[index]
    if len(first) > 400 or not first:
        return 0
    if _WROTE_INLINE.match(first) and (_WROTE_START.match(first) or "<" in first):
        return 1
    if not _WROTE_START.match(first):
        return 0
    for length in range(1, 5):
        line = lines[index + length - 1] if index + length <= len(lines) else ""
        if not line.strip():
            return 0
        joined = f"{lines[index + length - 2][-60:]} {line}" if length > 1 else line
        if len(line) < 400 and _WROTE_END.search(joined[-160:]):
            return length
    return 0


def _marked_below(lines: list[str], index: int) -> bool:
    for line in lines[index : index + 4]:
        if line.strip():
            return bool(_QUOTED.match(line))
    return True


def _header_block(lines: list[str], index: int) -> bool:
    """A header copied into the text: "De : …", with two more such lines below (one, under a rule)."""
    if not _HEADING.match(lines[index]):
        return False
    below = [line for line in lines[index + 1 : index + 9] if line.strip()][:5]
    more = sum(1 for line in below if _HEADING_MORE.match(line))
    ruled = any(_RULE.match(line) for line in lines[max(0, index - 2) : index])
    return more >= 2 or (more == 1 and (ruled or "@" in lines[index]))


def _without_rule(kept: _Lines) -> _Lines:
    while kept and (kept[-1] is not None and (not kept[-1].strip() or _RULE.match(kept[-1]))):
        kept.pop()
    return kept


def _words_after_quote(kept: _Lines) -> bool:
    seen = False
    for line in kept:
        if line is None:
            seen = True
        elif seen and line.strip():
            return True
    return False


def _without_signatures(lines: _Lines) -> _Lines:
    kept: _Lines = []
    signed = False
    said = False
    for line in lines:
        if line is None:
            signed = False
            kept.append(None)
        elif line.strip() in ("--", "—") or (said and (_CLOSING.match(line) or _POLITE.match(line))):
            signed = True
        elif signed and _POSTSCRIPT.match(line):
            signed = False
            kept.append(line)
        elif not signed and not _FOOTER.match(line):
            kept.append(line)
            said = said or len(line.split()) > 2
    return kept


def _without_disclaimers(lines: _Lines) -> _Lines:
    kept: _Lines = []
    dropping = False
    for line in lines:
        if line is None or not line.strip():
            dropping = False
        elif any(x and x.strip() for x in kept) and _DISCLAIMER.match(line):
            dropping = True
        if not dropping:
            kept.append(line)
    return kept
