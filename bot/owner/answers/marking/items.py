"""Numbers that can only be those of the mail's list: "n° 4", "2 jusqu'au 12 janvier".

Folded text in, places out. A bare number, which may be a sum as well, is for whoever walks the sentence.
"""

import re

from bot.owner.answers.context import Context

_ITEMS_SIGN = re.compile(
    r"(?:n ?°|numeros?|nos?\.?|nr|number|item|ligne|line) ?(?P<n>\d{1,2})(?![\d/€%]|[.,]\d)"
)
_ITEM_UNTIL = re.compile(
    r"(?:(?:^|[\n,;:(]|\b(?:et|and|pour|for|stop|pause|laisse|hold|ok|oui|non|no|yes|paye[es]{0,2}|paid"
    r"|sur)) ?)(?:(?:pour|for|sur) )?(?:(?:le|la|les|the) )?(?P<n>\d{1,2}) ?[:,]? (?=(?:jusqu'|until\b"
    r"|till\b))"
)


def item_numbers(folded: str, context: Context) -> list[re.Match[str]]:
    """Where a number, group "n", can only be that of an item: "n° 4", "2 jusqu'au 12 janvier"."""
    listed = {str(item.n) for item in context.listed}
    found = (*_ITEMS_SIGN.finditer(folded), *_ITEM_UNTIL.finditer(folded))
    return [match for match in found if match["n"] in listed]
