"""Words that put a letter off or grant what its debtor asks: "on décale", "ok pour le report", "his offer".

Folded text in, where such words stand out; the words are data, `put_off.txt`. What denies them, "sans délai",
"on ne décale pas", puts nothing off. Whether a yes beside them counts is for `meaning` and `doubting`.
"""

import re
from functools import lru_cache

from bot.owner.answers.words.lists import listed

_NOT = re.compile(r" ?(?:pas|plus|jamais|rien|not|ne (?:sert|change|fait))\b(?! (?:tard|longtemps))")
_NEAR = 40  # letters before such words in which what denies them stands


@lru_cache(maxsize=256)
def putting_off(text: str) -> tuple[int, ...]:
    """Where something is put off."""
    return _places(text, "put_off")


@lru_cache(maxsize=256)
def granting_instead(text: str) -> tuple[int, ...]:
    """Where something is granted, or somebody is to be asked first."""
    return _places(text, "granted")


def _places(text: str, name: str) -> tuple[int, ...]:
    lists = listed("bot.owner.answers.words", "put_off.txt")
    found = (match for phrase in lists[name].phrases for match in phrase.pattern.finditer(text))
    return tuple(
        sorted(
            match.start()
            for match in found
            if not lists["kept"].search(text[max(0, match.start() - _NEAR) : match.start()])
            and not _NOT.match(text, match.end())
        )
    )
