"""An answer's text before anything is looked for in it: the owner's words in, as they are read out.

What others are quoted with orders nothing; the parts of a plan and what goes on of one item are one sentence;
who signs in the owner's name speaks for the house.
"""

import re
from dataclasses import replace

from bot.owner.answers.context import Context
from bot.owner.answers.words.house import in_own_name
from bot.owner.answers.words.spelling import Spelled, mended, plain, spelled, with_signs

_WORDS = re.compile(r"[\w'’]+|[^\w\s]")


def prepared(text: str, context: Context) -> Spelled:
    if context.matter in ("delay_request", "promise"):
        text = _PART_A_LINE.sub(r"\1, ", text)
    written = with_signs(spelled(_in_one_breath(_unquoted(text), context)))
    return replace(mended(in_own_name(written, context.house), _of_names(context)), exact=text)


_SAID = (
    r"\b(?:dit|dits|ecrit|écrit|répond|repond|répondu|disent|dis|says?|said|wrote|writes|texted|replied"
    r"|told me)"
)
_CRIED = (
    r"\b(?:(?<!j'ai )(?<!je )(?<!on )dit|disent|crie|crié|criait|hurle|hurlé|gueule|gueulé|demande|demandé"
    r"|lance|lancé"
    r"|(?<!i )says?|(?<!i )(?<!i've )said|wrote|replied|shouts?|shouted|yells?|yelled|screamed|asked"
    r"|told)(?: \w+){0,2}"
)
_QUOTED = re.compile(
    rf"(?P<lead>(?:[:,]|{_SAID}|{_CRIED})\s{{0,2}})"
    r"(?:«[^«»\n]{2,300}»|“[^“”\n]{2,300}”|\"[^\"\n]{2,300}\")"
    rf"|(?P<cried>{_CRIED},? )(?<!\w)'(?:[^'\n]|(?<=\w)'(?=\w)){{2,300}}'(?!\w)",
    re.IGNORECASE,
)


# A plan with a part on each line is one sentence.
_PART = r"\W{0,4}\d[\d .,]{0,9}(?:€|euros?)? ?(?:le|au|pour le|fin|début|on|by|en) [\w /é]{2,20}"
_PART_A_LINE = re.compile(rf"^({_PART})\n(?={_PART}$)", re.MULTILINE)


def _unquoted(text: str) -> str:
    """Without what others are quoted with: "il m'a répondu : « envoyez votre lettre »" orders nothing."""
    return _QUOTED.sub(_as_one_word, text)


def _as_one_word(quote: re.Match[str]) -> str:
    lead = quote["lead"] or quote["cried"]
    return lead + (_A_QUOTE * 40)[: len(quote[0]) - len(lead)]


_ITEMS_LINE = re.compile(r"\W{0,4}(?:(?P<n>\d{1,2}) ?[.):/-]? )?(?P<rest>.*)")
_NAMES_SOMEBODY = re.compile(r"[A-ZÀ-Ý]|\d(?! ?(?:fois|x|times)\b)")


def _in_one_breath(text: str, context: Context) -> str:
    """ "5. Les Acacias : c'est une copro ; déjà relancée une fois": of the same, if it names nobody."""
    if ";" not in text or context.kind == "notice":
        return text
    return "\n".join(_goes_on_of_one(line, context) for line in text.split("\n"))


def _goes_on_of_one(line: str, context: Context) -> str:
    first, *parts = line.split(";")
    head = _ITEMS_LINE.match(first)
    begins = [i for i in context.listed if head and (head["n"] == str(i.n) or _begins(head["rest"], i.case))]
    if len(begins) != 1 or len(re.findall(r"\d{1,2}(?! ?(?:fois|x|times)\b)", first)) > 1:
        return line
    for part in parts:
        somebody = _NAMES_SOMEBODY.search(part) or set(re.findall(r"\w{2,}", plain(part))) & _of_names(
            context
        )
        first += (";" if somebody else ",") + part
    return first


def _begins(words: str, case: str) -> bool:
    return bool(plain(case)) and plain(words).startswith(plain(case))


_A_QUOTE = "citation"  # again and again, as one word as long as what was quoted


def _of_names(context: Context) -> frozenset[str]:
    return frozenset(word for item in context.cases for word in _WORDS.findall(plain(item.case)))
