"""Numbers written in words, French (with septante, nonante) and English: folded words in, integers out.

Only what people write in a mail about money or time: up to 999,999. What is no number gives none.
"""

_UNITS = {
    "zero": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7,
    "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14,
    "quinze": 15, "seize": 16, "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50,
    "soixante": 60, "septante": 70, "huitante": 80, "octante": 80, "nonante": 90, "a": 1, "an": 1, "one": 1,
    "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40,
    "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "couple of": 2,
    "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20,
}  # fmt: skip
_FILLERS = frozenset(("une", "un", "a", "petite", "bonne", "de", "of"))
_HUNDREDS = ("cent", "cents", "hundred")
_THOUSANDS = ("mille", "mil", "thousand")
WORDS = frozenset((*_UNITS, *_HUNDREDS, *_THOUSANDS)) - {
    "a", "an", "couple of", "dizaine", "douzaine", "quinzaine", "vingtaine",
}  # fmt: skip


def small_number(text: str) -> int | None:
    """Digits or one word: "8", "huit", "two"."""
    words = [word for word in text.split() if word not in _FILLERS]
    return int(text) if text.isdigit() else _UNITS.get(text) or number_in_words(words)


def number_in_words(words: list[str]) -> int | None:
    """ "quatre cent cinquante" is 450; "et" and "and" are passed over."""
    total = part = 0
    seen = False
    for word in words:
        if word in ("et", "and"):
            continue
        seen = True
        if word in _HUNDREDS:
            part = (part or 1) * 100
        elif word in _THOUSANDS:
            total, part = total + (part or 1) * 1000, 0
        elif word in _UNITS:
            part = _joined(part, word)
        else:
            return None
    return total + part if seen else None


def spoken_number(words: list[str]) -> int | None:
    """As people say sums without their unit: "mille deux" is 1200, "deux mille cinq" 2500."""
    if len(words) > 1 and words[-2] in ("mille", "mil") and 1 < _UNITS.get(words[-1], 0) < 10:
        words = [*words, "cents"]
    return number_in_words(words)


def _joined(part: int, word: str) -> int:
    # quatre-vingts is four times twenty
    if word in ("vingt", "vingts") and part % 100 == 4:
        return part - 4 + 80
    return part + _UNITS[word]
