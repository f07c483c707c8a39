"""The owner's own words out of an answer's text: quoted mail, footers and signature cut.

Stands on `bot.reading.quotes` and adds what an owner's mail has: signatures without "--" (a name, then the
firm, its slogan and telephone), and answers between the lines of ours (`between`). What Relance itself wrote
is never the owner's word; in doubt a line is cut.
"""

import re
from dataclasses import replace
from functools import partial

from bot.owner.answers.context import Context
from bot.owner.answers.words.between import Passage, passages, signed
from bot.owner.answers.words.house import in_anothers_name
from bot.owner.answers.words.phrases import orders
from bot.owner.answers.words.spelling import plain
from bot.reading.closings import added
from bot.reading.quotes import cut

LONGEST = 8000  # characters of new text that are read

_FOOTER = re.compile(
    r"(?:envoye (?:de|depuis|avec|par|a partir|via)\b|sent (?:from|via|with|on) (?!(?:the )?\d|\w{3,6}day\b)"
    r"|(?:obtenir|telecharger|get|download) (?:outlook|bluemail|spark|gmail|proton|canary|edison|aqua)"
    r"|envoye\b.{0,30}\b(?:iphone|mobile|smartphone|android|galaxy|ipad|telephone)|provenance :"
    r"|ce message (?:et|est)\b|this (?:e-?mail|message) (?:and|is)\b|merci de n'imprimer|dicte (?:a|avec|sur)"
    r"|excuse (?:my|the) (?:typos|brevity)|typed with|ecrit sur mon)"
)
_HISTORY = re.compile(
    r"(?:.{0,120}\ba ecrit ?:?$|.{0,120}\bwrote ?:$"
    r"|\*?(?:de|from|von|van|da|fra|od|fran) ?:\*? ?(?:\"?relance|.{0,60}@)|-{2,}.{2,40}-{2,}$|_{8,})"
)
_SIGNED = re.compile(
    r"(?:\+?\d[\d .]{8,}|\bwww\.|https?:|\btel ?[:.]|\bsiret\b|\brcs\b|7j/7|24h/24|\bdepuis (?:19|20)\d\d"
    r"|\bsince (?:19|20)\d\d|\bport\. ?\d|\bgerante?\b| \| |\bsarl\b|\beurl\b|\bsasu?\b|\d{5} [a-z]"
    r"|\b(?:rue|route|avenue|place|chemin|boulevard) (?:de|du|des|d'|la)\b)"
)
_DIVIDED = re.compile(r"^(.{2,40}?)(?:\s[-–—|•·]\s|\s*,\s*envoyé)", re.IGNORECASE)
_NAME = re.compile(
    r"^(?:(?:M\.|Mme|Mr|Mrs|Dr|Me) )?(?:[A-ZÀ-Ý][\w'’.-]{0,20})(?: (?:de |du |le |la "
    r"|d[’'])?[A-ZÀ-Ý][\w'’.-]{0,20}){0,3}(?: ?[|–—-] ?.{0,80}|, .{0,60})?$"
)
_CLOSES = (
    r"(?:(?:bien )?cordialement|cdt|cdlt|bien [aà] (?:vous|toi)|(?:bonne|belle) (?:journ[eé]e|soir[eé]e|nuit"
    r"|semaine)|bon week-?end|a\+|bises?|bisous|salutations|(?:(?:kind|best|warm) )?regards|best|cheers|ciao)"
)
_CLOSING = re.compile(rf"{_CLOSES}\b.{{0,40}}$")
_CLOSED = re.compile(rf"(?<=[.!?]) {_CLOSES}\b,? (?P<by>[^.!?]{{2,80}})[.!]?$", re.IGNORECASE)
_OF_OFFICE = re.compile(
    r"g[eé]rante?|pr[eé]sidente?|tr[eé]sori(?:er|[eè]re)|directeur|directrice|secr[eé]taire"
    r"|comptable|manager|owner|director|treasurer|accountant"
)


def own_words(text: str, context: Context) -> str:
    """What the owner wrote; a line for each line, wrapped ones joined."""
    return "\n".join(passage.text for passage in own_passages(text, context))


def own_passages(text: str, context: Context) -> list[Passage]:
    """The same, under each run of our lines."""
    marked, runs = signed(text[: 4 * LONGEST], context)
    lines = _before_history(cut(marked, partial(_added, context=context)).text[:LONGEST].split("\n"))
    parts = passages(lines, runs, context)
    found: list[Passage] = []
    for number, (own, passage) in enumerate(parts, 1):
        ends = number == len(parts) or not passage.above
        own = _without_signature(own, context) if ends else _without_footers(own)
        if said := _spoken("\n".join(_joined(own))):
            found.append(replace(passage, text=said))
    return found


def signature(text: str, passages: list[Passage], context: Context) -> list[str]:
    """The lines that were cut around what the owner wrote, but for quoted mail."""
    kept = " ".join(passage.text for passage in passages).split()
    said = plain(" ".join(kept))
    lines = [
        " ".join(line.split()) for line in _before_history(signed(text[:LONGEST], context)[0].split("\n"))
    ]
    return [line for line in lines if line and line[0] not in ">|" and plain(line) not in said]


def _spoken(own: str) -> str:
    own = _GREETING.sub("", own, count=1) or own
    return own.lower() if own.isupper() and len(own) > _A_WORD else own


_A_WORD = 12  # letters that may be initials, or a name
_GREETING = re.compile(
    r"\A\s*(?:bonjour|bonsoir|salut|coucou|hello|hi|hey|good (?:morning|evening|afternoon)|bjr|bsr)"
    r"(?: relance| a tous| à tous| there)?\s*[,!.]\s*(?=\S)",
    re.IGNORECASE,
)
_GREETS = re.compile(
    r"(?:bonjour|bonsoir|salut|coucou|hello|hi|hey|dear|good (?:morning|evening|afternoon))\b.{0,20}$"
)


def _before_history(lines: list[str]) -> list[str]:
    for index, line in enumerate(lines):
        if _HISTORY.match(plain(line[:200])):
            return lines[:index]
    return lines


def _without_footers(lines: list[str]) -> list[str]:
    """Between lines of ours nobody signs."""
    stripped = [line.strip().strip("\u2063\u200b").strip() for line in lines]
    return [line for line in stripped if line and not _FOOTER.match(plain(line[:200]))]


def _without_signature(lines: list[str], context: Context) -> list[str]:
    """What was written before it, and what was added under it."""
    kept: list[str] = []
    apart = said = signed = False  # an empty line stands above; more than a greeting does; it was signed
    for index, line in enumerate(lines):
        text = _unsigned(line.strip().strip("\u2063\u200b").strip(), context)
        if not text:
            apart = said
            continue
        folded = plain(text[:200])
        if signed or _FOOTER.match(folded):
            signed = not _added(text, apart=apart, context=context)
        elif said:
            signed = _signs(text, folded, context, apart=apart)
            signed = signed or _signs_for(text, folded, lines[index + 1 :], context)
        signed = signed or bool(kept and _CLOSING.match(folded))
        if not signed:
            kept.append(text)
            said = said or not _GREETS.match(folded)
        apart = False
    return kept


def _added(line: str, *, apart: bool, context: Context) -> bool:
    """ "PS : attends", "Garnier non", "stop, je vois le virement": under a signature, and no part of it."""
    folded = plain(line[:200]).strip(" *(-–")
    if _FOOTER.match(folded) or _SIGNED.search(folded):
        return False
    if added(line, apart=True):
        return True
    named = any(_is_named(item.case, folded) for item in context.cases) or _ITEM.match(folded)
    back = apart and _TAKES_BACK.match(folded) and not _SLOGAN.search(folded)
    return bool((named or back) and orders(folded))


_ITEM = re.compile(r"(?:(?:la|le|l'|n°) ?)?\d{1,2}\b(?! ?\d)")
_TAKES_BACK = re.compile(
    r"(?:(?:et|and|but|ou|or|par contre|toutefois) )?(?:stop(?! aux?\b)|pas|not|no|ne|n'|don't|do not|rien"
    r"|arrete[rz]?|annule[rz]?|cancel|hold|suspend\w*|laisse[rz]?|plutot|rather|a moins|unless"
    r"|on (?:attend|arrete|annule))\b"
)
_SLOGAN = re.compile(r"-nous\b|\b(?:notre|nos|votre|vos|our|your)\b|n'hesit")


def _unsigned(line: str, context: Context) -> str:
    """ "C'est d'accord. Bien à vous, Loïc Cadiou, Plomberie Cadiou": without what signs in the same line."""
    closed = _CLOSED.search(line)
    if closed is None:
        return line
    names = [one.strip() for one in closed["by"].split(",")]
    signs = all(_NAME.match(one) or _OF_OFFICE.fullmatch(one) for one in names)
    folded = plain(closed["by"])
    if not signs or orders(folded) or any(_is_named(item.case, folded) for item in context.listed):
        return line
    return line[: closed.start()]


def _signs(text: str, folded: str, context: Context, *, apart: bool) -> bool:
    """Whether a signature begins here: a name or a firm's line that is no case and orders nothing."""
    if any(_is_named(item.case, folded) for item in context.cases):
        return False
    if any(plain(number) in folded for item in context.cases for number in item.invoices if len(number) > 2):
        return False
    divided = _DIVIDED.match(text)
    if apart and divided and _SIGNED.search(folded):
        return True
    if divided and _NAME.match(divided[1]) and (not orders(folded) or "relance" in folded):
        return True
    if apart and _SIGNED.search(folded) and not re.match(r"\d{1,2}\b", folded):
        return _NAME.match(text.split(",")[0]) is not None or not orders(folded)
    if apart and divided and text[:1].isupper():
        return _NAME.match(divided[1]) is not None
    return bool(_NAME.match(text)) and not orders(folded)


def _signs_for(text: str, folded: str, below: list[str], context: Context) -> bool:
    """ "Pour M. Delorme," above the name of who writes; not above another order."""
    next_line = next((line.strip() for line in below if line.strip()), "")
    if any(_is_named(item.case, folded) for item in context.cases) or orders(folded):
        return False
    return in_anothers_name(text, "" if _FOOTER.match(plain(next_line)) else next_line)


def _is_named(case: str, folded: str) -> bool:
    return any(len(word) > 2 and word in folded.split() for word in plain(case).split())


def _joined(lines: list[str]) -> list[str]:
    """Lines that a mail program broke: a long one goes on in the next, if that begins small."""
    found: list[str] = []
    for line in lines:
        if found and len(found[-1]) > 55 and line[:1].islower() and found[-1][-1] not in ".!?;:":
            found[-1] += " " + line
        else:
            found.append(line)
    return found
