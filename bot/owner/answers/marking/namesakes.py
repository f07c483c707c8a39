"""Somebody else of the same name: "Martin Dupuy" where the mail shows "Martin SARL", "M." for a Mme.

What `names` found comes in and goes out: with a further name or another title beside it it is another, whom
the mail did not show, or, in answer to a list of letters, nobody surely.
"""

import re
from dataclasses import replace

from bot.owner.answers.context import Context
from bot.owner.answers.marking.names import may_name
from bot.owner.answers.marking.numbers import Named
from bot.owner.answers.words.phrases import said
from bot.owner.answers.words.spelling import Spelled, plain
from bot.reading.verbs import meanings

_BEHIND = re.compile(
    r" (?P<small>(?:de |du |des |d'|la |le |l'){0,2})(?P<word>[a-z][a-z-]{2,30})(?!['\w@]|\.\w)"
)
_TIMELY = re.compile(
    r"(?:hier|demain|matin|soir|midi|today|yesterday|tomorrow|tonight|(?:lun|mar|mercre|jeu|vendre|same)di"
    r"|dimanche|[a-z]+day|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre"
    r"|decembre|ja.*ary|feb.*ary|august|september|october|november|december|ils?|elles?|they|she|his|her|qui"
    r"|who|que|that|pour|for|chez|aussi|too|toujours|still|depuis|since|encore|deja|already|avec|with|suite"
    r"|est|ont|sont|was|has|had|hasn't|idem|ditto|voir|cause|alors|donc|sans|puis|then|there)"
)
_MAN, _WOMAN = (
    re.compile(r"(?:m|mr|monsieur)\.? $"),
    re.compile(r"(?:mme|mrs|ms|madame|mlle|mademoiselle)\.? $"),
)
_FIRM = re.compile(r" (?:sarl|sas|sasu|eurl|sci|snc|ltd|inc|limited|plc|llp)\b")


def apart(found: list[Named], text: Spelled, context: Context) -> list[Named]:
    if context.kind == "notice":
        return found
    kept = [one for one in found if not _of_the_one_named(one, found, text, context)]
    return [one if one.invoice else _apart(one, kept, text, context) for one in kept]


_PERSON = re.compile(r"(?:dame|lady|monsieur|gentleman)")
_ITEM = re.compile(
    r"(?:^|[\n;,.]) ?(?:(?:n ?°|le|la|the|no\.?|pour) ?)?(?P<n>\d{1,2})(?P<behind>[ :)-][^\n;]{1,60})$"
)
_SPOKE = re.compile(
    r"[ ,:)-]{1,3}(?:(?:j'ai|ai|je|on a|nous avons|i|we|i've|we've|just|bien|moi|hier|ce matin) ){0,3}"
    r"(?:eue?|joint|appele|rappele|vu|parle (?:a|avec)|spoke (?:to|with)|spoken to|talked to|rang|called|had)"
    r" (?:la|le|the|cette|ce) "
)


def _of_the_one_named(one: Named, found: list[Named], text: Spelled, context: Context) -> bool:
    """ "3 j'ai eu la dame au tel", "Alu Pose, eu la dame": who was spoken to there, and no other case."""
    if not _PERSON.fullmatch(text.folded[one.start : one.end]) or any(n.start == one.end + 1 for n in found):
        return False  # "la dame Poulain"
    item = _ITEM.search(text.folded[: one.start])
    if item and any(str(i.n) == item["n"] for i in context.listed) and _SPOKE.fullmatch(item["behind"]):
        return True
    return any(_SPOKE.fullmatch(text.folded[other.end : one.start]) for other in found if other is not one)


def _apart(one: Named, found: list[Named], text: Spelled, context: Context) -> Named:
    cases = one.fits or (one.target,)
    if not any(item.case in cases for item in context.listed):
        return one
    if _titled_otherwise(one, cases, text, context):
        return replace(one, several=True, fits=cases)
    further = _BEHIND.match(text.folded, one.end)
    if further is None or any(n.start < further.end() and further.end("small") < n.end for n in found):
        return one
    exact = text.words(further.start("word"), further.end("word"))
    written = exact[:1].isupper() and (not exact.isupper() or text.exact != text.exact.upper())
    written = written or _alone(text, one.start, further.end())
    start = further.start("word")
    if any(p.start == 0 for p in said(text.folded[start : start + 60])):
        return one
    if not written or not another(further["word"], cases, exact):
        return one
    if context.kind != "digest":
        return replace(one, end=further.end(), several=True, fits=cases)
    words = text.words(one.start, further.end())
    return Named(one.start, further.end(), words, other=True)


_ALONE_BEFORE = re.compile(r"(?:^|[\n.;,] ?)(?:stop |ask |et |ok |no |non |pas )?$")
_ALONE_BEHIND = re.compile(
    r" ?(?:$|[\n.;,:!]|(?:a |ont |has )?(?:pay|regl|vir|vers|sold|stop|paid|pause)\w{0,6})"
)


def _alone(text: Spelled, start: int, end: int) -> bool:
    """ "stop martin dupuy", by one who writes no capitals: two words where a name stands, and no others."""
    small = text.exact in (text.exact.lower(), text.exact.upper())
    return small and bool(_ALONE_BEFORE.search(text.folded[:start]) and _ALONE_BEHIND.match(text.folded, end))


def another(word: str, cases: tuple[str, ...], exact: str = "") -> bool:
    """Whether a word behind a name is one of a name, and of none of these cases."""
    own = any(word in re.findall(r"\w+", plain(case)) for case in cases)
    known = own or bool(said(word)) or word in meanings() or _TIMELY.fullmatch(word)
    return len(word) > 2 and "'" not in word and not known and may_name(exact or word, opens=not exact)


def _titled_otherwise(one: Named, cases: tuple[str, ...], text: Spelled, context: Context) -> bool:
    """ "M. Petit" for Mme Petit, "Hart Ltd" for Mrs Hart, "Mme Rousseau" beside a Mme Roussel."""
    lead = text.folded[max(0, one.start - 14) : one.end]
    lead = lead[: len(lead) - (one.end - one.start)]
    shown = [plain(case) + " " for case in cases]
    men = [bool(re.match(r"(?:m|mr|monsieur)\b", case)) for case in shown]
    women = [bool(re.match(r"(?:mme|mrs|ms|madame|mlle)\b", case)) for case in shown]
    man = re.search(rf"(?<![\w']){_MAN.pattern}", lead)
    woman = re.search(rf"(?<![\w']){_WOMAN.pattern}", lead)
    if (man and all(women)) or (woman and all(men)):
        return True
    if (all(women) or all(men)) and _FIRM.match(text.folded, one.end):
        return True
    word = text.folded[one.start : one.end]
    others = [plain(item.case) for item in context.listed if item.case not in cases]
    title = r"(?:mme|mrs|ms|madame|mlle)\b" if woman else r"(?:m|mr|monsieur)\b"
    alike = any(re.match(title, case) and case.split()[-1][:4] == word[:4] for case in others)
    return bool(woman or man) and not any(women if woman else men) and alike
