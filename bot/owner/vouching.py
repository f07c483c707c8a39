"""Whether our own mail server vouches for a mail's sender: Authentication-Results (RFC 8601), the topmost.

Only the first such field counts, and only if it bears the name of the server that the owner trusts: all
others may have come with the mail. DMARC must have passed for the sender's domain, or DKIM with a
signature of that very domain (RFC 7489, relaxed alignment is DMARC's to judge). From alone proves nothing.

Servers repeat in this field what the sender told them (an envelope address, a signature's tags), not all
with care. Comments and quoted words are cut by the grammar; where that leaves a doubt, nobody is vouched for.
"""

import re

_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_WORD = re.compile(r"[\w.@+-]*")  # quoted, but no more than a word
_INNERMOST = re.compile(r"\([^()]*\)")
_DEEPEST = 5  # comments within comments
_LONGEST = 4_000  # characters: no server that means well writes more
_RESULT = re.compile(r"^\s*(dmarc|dkim)\s*=\s*pass\b(.*)", re.IGNORECASE | re.DOTALL)
_REFUSED = re.compile(r"^\s*dmarc\s*=\s*(?!pass\b)", re.IGNORECASE)  # a pass beside it is not our server's
_DOMAIN = re.compile(r"\bheader\.(?:from|d|i)\s*=\s*\"?(?:[^\s;\"@]{0,64}@)?([\w.-]{1,255})", re.IGNORECASE)


def vouched(results: str, sender: str, trusted: str) -> str:
    """How the server vouches for this address ("dmarc", "dkim"), by its topmost field; empty: it does not."""
    _, _, rest = _bare(results).partition(";")
    if not trusted or authserv_id(results) != trusted.lower():
        return ""
    domain = sender.rpartition("@")[2].lower()
    parts = rest.split(";")
    if any(_REFUSED.match(part) for part in parts):
        return ""
    for part in parts:
        found = _RESULT.match(part)
        if found and domain and domain in (named.lower() for named in _DOMAIN.findall(found[2])):
            return found[1].lower()
    return ""


def authserv_id(results: str) -> str:
    """The name of the server that wrote this field (RFC 8601, 2.5), in lower case."""
    words = _bare(results).partition(";")[0].split()
    return words[0].lower() if words else ""


def _bare(results: str) -> str:
    """Without comments and quoted words; empty where it cannot be told what these are."""
    if len(results) > _LONGEST:
        return ""
    text = _QUOTED.sub(lambda found: found[1] if _WORD.fullmatch(found[1]) else " ", results)
    for _ in range(_DEEPEST):
        text = _INNERMOST.sub(" ", text)
    return "" if any(odd in text for odd in '()"\\') else text
