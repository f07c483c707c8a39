"""Regular expressions that are compiled when they are first tried: a start should not wait for those that
nothing asks for, and one mail asks for few.

Nothing here tells whether a source is sound; the tests compile every one.
"""

import re
from re import Pattern
from typing import Any, AnyStr, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn")


def pattern(source: AnyStr, flags: int = 0) -> Pattern[AnyStr]:
    return cast(Pattern[AnyStr], Uncompiled(source, flags))


class Uncompiled:
    """Stands for a pattern. Its methods are missing until one is asked for; from then on they are those that
    the compiled one has, so that a search costs what it always did."""

    __slots__ = ("flags", "pattern", *_METHODS)

    def __init__(self, source: str | bytes, flags: int) -> None:
        self.pattern = source
        self.flags = flags

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self.flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)
