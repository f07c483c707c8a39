"""Where the history begins that a mail program put under or around an answer: lines in, a verdict out.

The headings of the common programs in French and English, and of any other language where a line cites a day
and an address as only a program does. A heading is judged by its shape; nothing here decides what is kept.
Every pattern is bounded and is tried on lines of at most 400 characters.
"""

import re
from itertools import takewhile

from bot.patterns import pattern

LONGEST = 400

_QUOTED = pattern(r"[ \t]{0,3}[>|]")
_RULE = pattern(r"[ \t]{0,4}[_\-=*~]{5,200}[ \t]{0,4}$")
_SEPARATOR = pattern(
    r"[\s>*_-]{0,20}(?:original (?:message|appointment|e-?mail)|forwarded (?:message|by\b.{0,80})"
    r"|begin forwarded"
    r" message|message (?:d['’]origine|original|initial|transf[ée]r[ée]|transmis|r[ée]exp[ée]di[ée])"
    r"|(?:e-?mail|mail|courriel|courrier) (?:d['’]origine|original|initial|transf[ée]r[ée])"
    r"|(?:transf[ée]r[ée]|r[ée]achemin[ée]) par\b.{0,80}"
    r"|d[ée]but du (?:message|courriel|mail) (?:transf[ée]r[ée]|r[ée]exp[ée]di[ée]|initial|original)"
    r"|oorspronkelijk bericht|urspr[üu]ngliche nachricht|weitergeleitete nachricht|mensaje original"
    r"|messaggio originale|mensagem original|reply message|antwort nachricht|oprindelig meddelelse"
    r"|original message processed by.{0,40})\s{0,3}:?[\s*_-]{0,20}$",
    re.IGNORECASE,
)
_HEADING = pattern(
    r"[\s*|]{0,12}(?:de|from|exp[ée]diteur|von|van|da|od|fra|fr[åa]n|发件人|date|envoy[ée] par|sujet"
    r"|subject|objet|envoy[ée](?: le)?"
    r"|message du|de la part de)\s?\*{0,2}\s?(?::|(?<=message du )\d)",
    re.IGNORECASE,
)
_HEADING_MORE = pattern(
    r"[\s*|]{0,12}(?:envoy[ée]e?(?: le)?|sent|date(?: d['’]envoi)?|[àa]|to|pour|destinataires?|objet"
    r"|sujet|subject"
    r"|cc|cci|bcc|copie(?: [àa])?|r[ée]pondre [àa]|reply-to|de|from|an|gesendet|betreff|datum|von"
    r"|verzonden|aan"
    r"|onderwerp|inviato|oggetto|wys[łl]ano|do|temat|enviado(?: el)?|asunto|assunto|para|发送时间|收件人|主题"
    r"|sendt|skickat|till?|emne|[äa]mne|importance|organisation|pi[eè]ces? jointes?"
    r"|attachments?)\s?\*{0,2}\s?:",
    re.IGNORECASE,
)
_MAILED = pattern(r"@|\b\d{1,2}[:h]\d{2}\b")
_HOURED = pattern(r"[\s*|]{0,12}date\s?:.{0,60}\d{1,2}:\d{2}", re.IGNORECASE)
_SENDER = pattern(
    r"[\s*|]{0,12}(?:de|from|exp[ée]diteur|von|van|da|od|fra|fr[åa]n|发件人|message du|de la part de)\b",
    re.IGNORECASE,
)
_TRANSFER = pattern(
    r"[\s*|-]{0,12}(?:montant|iban|bic|b[ée]n[ée]ficiaire|libell[ée]|motif|compte|amount"
    r"|beneficiary)\b[^:]{0,20}:",
    re.IGNORECASE,
)
# a header that lost its line ends
_HEADING_INLINE = pattern(
    r"\s{0,12}(?:de|from)\s?:.{1,160}\s(?:envoy[ée]|date|sent)(?: le)?\s?:.{1,120}\s(?:[àa]"
    r"|to)\s?:.{1,160}\s"
    r"(?:objet|subject|sujet)\s?:"
    r"|\s{0,12}(?:de|from)\s?:.{1,100}@.{1,100}\s(?:envoy[ée]|date"
    r"|sent)(?: le)?\s?:.{0,60}\d{1,2}[:h]\d{2}",
    re.IGNORECASE,
)
_WROTE_END = pattern(
    r"(?:a|ont) [ée]crit\s?:?\s{0,3}$|\b(?:wrote|schreef|schrieb|ha scritto|escribi[óo]|escreveu"
    r"|napisa[łl](?:\(a\))?"
    r"|skrev|geschreven|đã viết)\b.{0,80}:\s{0,3}$|[ée]crivait\s?:\s{0,3}$",
    re.IGNORECASE,
)
_WROTE_START = pattern(
    r"[\s*-]{0,4}(?:le|on|op|am|el|em|il|den|dnia|w dniu|en date du|il giorno)\s.{0,40}\d"
    r"|\s{0,3}\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}\b|[^@]{0,120}@.{0,120}$",
    re.IGNORECASE,
)
_WROTE_INLINE = pattern(
    r".{0,200}\b(?:a [ée]crit|wrote)(?: le .{6,40}| on .{6,40})?\s?:\s{0,3}$", re.IGNORECASE
)
# "---- On Wed, 24 Feb 2021 … wrote ----", and the same without the dashes or the colon
_WROTE_BARE = pattern(
    r"(?:-{2,8} ?)?(?:on|le)\s.{0,60}\d.{0,200}@.{1,100}\s(?:wrote|a [ée]crit)\s?:?(?: ?-{2,8})?\s{0,3}$"
    r"|-{2,8} ?.{1,120}\b(?:wrote|a [ée]crit)\s?:? ?-{2,8}\s{0,3}$",
    re.IGNORECASE,
)
# some telephones put the history on the line of its heading
_WROTE_RUN = pattern(
    r"[\s*-]{0,4}(?:le|on)\s.{0,60}\d.{0,160}@\S{1,120}\s(?:wrote|a [ée]crit)\s?:\s", re.IGNORECASE
)
# any language: a day or an hour, and an address as the last thing before the colon
_OPENING = pattern(r"[\s*-]{0,4}(?:le|on)\s", re.IGNORECASE)
_CITED = pattern(
    r".{0,300}@[\w.-]{1,100}[>)\]\"]{0,2}(?:\s\w{1,20}(?:\(\w{1,3}\))?)?\s?:\s{0,3}$",
)
_WHEN = pattern(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\b\d{1,2}[:h]\d{2}\b|\b(?:19|20)\d\d\b")
_DATED = pattern(r"\s{0,3}\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}\b")
_HOUR = pattern(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}.{0,20}\b\d{1,2}[:h]\d{2}\b")
# Lotus Notes: "Jean Martin---16/03/2027 09:00:12---Bonjour, …"
_NOTES = pattern(r".{1,80}---\s?\d{1,2}/\d{1,2}/\d{2,4} \d{1,2}:\d{2}(?::\d{2})?(?: [AP]M)?---")
# words and the heading on one line, as telephones join them
_SHARED = pattern(
    r"(.{1,200}?)\s(?=(?:On|Le) (?:\w{2,9}[.,]{0,2} ){0,2}.{0,12}\d.{0,200}\b(?:wrote"
    r"|a [ée]crit)\s?:\s{0,3}$)"
)
# what a line that opens a history may have: a mark anywhere, a word where it begins, within it, at its end
_MARK = pattern(r"[:@>|*_=]")
_BEGINS = pattern(r"[\s*-]{0,4}(?:sent|envoy|get|obten|t[ée]l[ée]ch|(?:le|on)\b)")
_WITHIN = ("--", "nsfér", "nsfer", "achemin", "forwarded", "original")
_ENDS = ("crit", "wrote", "message", "mail", "courriel", "appointment", "origine", "initial")


def quoted(line: str) -> bool:
    return line[:1] == ">" or bool(_QUOTED.match(line))


def rule(line: str) -> bool:
    return bool(_RULE.match(line))


def attribution(lines: list[str], index: int) -> int:
    """How many lines "Le … a écrit :" takes here: 0 to 4."""
    first = lines[index]
    if not first or len(first) > LONGEST:
        return 0
    if _alone(lines, index):
        return 1
    if not _WROTE_START.match(first):
        return 0
    for length in range(1, 5):
        line = lines[index + length - 1] if index + length <= len(lines) else ""
        if not line.strip():
            return 0
        joined = f"{lines[index + length - 2][-60:]} {line}" if length > 1 else line
        ended = line.rstrip().lower().endswith((":", "crit"))  # as all of them end
        if ended and len(line) < LONGEST and _WROTE_END.search(joined[-160:]):
            return length
        if length == 2 and line.endswith(":") and "@" in line and _DATED.match(first) and _CITED.match(line):
            return length
    return 0


def before_heading(line: str) -> str:
    """The writer's words on the line of an attribution, if there are any."""
    found = None if _OPENING.match(line) else _SHARED.match(line)
    return found[1] if found and "@" not in found[1] else ""


def _alone(lines: list[str], index: int) -> bool:
    """Whether this one line is a whole attribution."""
    line = lines[index]
    if line.endswith(":"):
        if _WROTE_INLINE.match(line) and (_WROTE_START.match(line) or "<" in line or _HOUR.search(line)):
            return True
        if "@" in line and _CITED.match(line) and _WHEN.search(line):
            return True
        # no words known: an hour, a colon, and quoted lines right below
        return bool(_HOUR.search(line) or _WROTE_INLINE.match(line)) and _opens_marks(lines, index + 1)
    if "@" in line or line.startswith("--"):
        return bool(_WROTE_BARE.match(line) or _NOTES.match(line))
    return "---" in line and bool(_NOTES.match(line))


def _opens_marks(lines: list[str], index: int) -> bool:
    """Whether the next words below are marked as quoted."""
    return any(line.strip() for line in lines[index : index + 3]) and marked_below(lines, index)


def marked_below(lines: list[str], index: int) -> bool:
    """Whether what the heading announces carries marks; an empty end counts as marked."""
    for line in lines[index : index + 4]:
        if line.strip():
            return quoted(line)
    return True


def opens(lines: list[str], index: int) -> bool:
    """Whether here begins a history without marks: a separator, or a header copied into the text."""
    line = lines[index]
    if _WROTE_RUN.match(line[:LONGEST]):
        return True
    if len(line) > LONGEST:
        return False
    return bool(_SEPARATOR.match(line)) or header_block(lines, index)


def candidate(line: str) -> bool:
    """A quick look: lines without any of these marks open no history."""
    if _MARK.search(line, 0, LONGEST):
        return True
    # single words are looked up one by one: a pattern would try each of them at every letter
    lower = line[:LONGEST].lower()
    if lower.endswith(_ENDS) or _BEGINS.match(lower):
        return True
    return any(map(lower.__contains__, _WITHIN))


def header_block(lines: list[str], index: int) -> bool:
    """ "De : …", with two more such lines below (one, under a rule or with an address)."""
    line = lines[index]
    if not _HEADING.match(line):
        return False
    if _HEADING_INLINE.match(line):
        return True
    block = _block(lines, index)
    if not any(_SENDER.match(x) or "@" in x for x in (line, *block)):
        return False  # a list of one's own
    if any(_TRANSFER.match(x) for x in block) and not _mailed((line, *block)):
        return False  # the details of a payment
    more = sum(1 for x in block if _HEADING_MORE.match(x))
    ruled = any(_RULE.match(x) for x in lines[max(0, index - 2) : index])
    sent = "@" in line or bool(block and _HOURED.match(line) and "@" in block[0])
    return more >= 2 or (more == 1 and (ruled or sent))


def _mailed(lines: tuple[str, ...]) -> bool:
    """Whether the heading is a mail's, with an address or an hour, whatever the letter below it lists."""
    head = takewhile(lambda x: _HEADING.match(x) or _HEADING_MORE.match(x), lines)
    return any(_MAILED.search(x) for x in head)


def _block(lines: list[str], index: int) -> list[str]:
    """The lines below a heading, as far as they may belong to it: some programs put blank lines between."""
    return [x for x in lines[index + 1 : index + 11] if x.strip()][:7]
