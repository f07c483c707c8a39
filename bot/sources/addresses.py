"""E-mail addresses as one form each: in goes what a person typed, out comes the address or nothing.

Looks at the form alone; it asks no name server whether the domain exists. The only door to email-validator.
"""

import re
from functools import lru_cache

from email_validator import EmailNotValidError, validate_email

_BETWEEN = re.compile(r"[;,|\r\n]+")
_NAMED = re.compile(r"<([^<>]*)>")


@lru_cache(maxsize=50_000)
def normal(address: str) -> str | None:
    """The address in lower case, or None when it is none."""
    try:
        # accents before the @ need servers with SMTPUTF8 on the whole way: no address for us
        found = validate_email(address.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return None
    return found.normalized.lower()


def several(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The addresses of a list separated by `;` or `,`, each once, in order; and what is none."""
    good: list[str] = []
    bad: list[str] = []
    named = _NAMED.findall(text)
    for part in named or _BETWEEN.split(text):
        address = normal(part)
        if address is None and part.strip():
            bad.append(part.strip())
        elif address is not None and address not in good:
            good.append(address)
    return tuple(good), tuple(bad)
