"""Money that the owner says to have put down to another customer: « je l'avais mis chez Morin ».

To the question whether it came that is a yes, about the customer who was asked about; what stands with the
other one is never changed by it: it is asked back. To anything else nothing is noted of it, and all of it is
asked back. Words and an answer in, the answer out; it notes and sends nothing.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.events.entries import HOUSE
from bot.owner.answers import Act, Answer
from bot.owner.answers.marking.names import may_name
from bot.owner.answers.words.spelling import plain
from bot.state.facts import Told

_QUESTIONS = frozenset({"already_paid", "arrived"})
_QUOTED = 200  # characters
_PUT_DOWN = re.compile(
    r"(?:virement|paiement|r[èe]glement|argent|ch[èe]que|somme|€|euros?|\bl['’](?:a|ai|avais|avait|avons|avions)"
    r"|\bc['’](?:est|[ée]tait)|\bit|money|payment|transfer)\b[^.!?\n]{0,30}?"
    r"\b(?:mis|not[ée]|pass[ée]|saisi|imput[ée]|affect[ée]|enregistr[ée]|comptabilis[ée]|point[ée]|rang[ée]"
    r"|cr[ée]dit[ée]|inscrit|arriv[ée]|tomb[ée]|attribu[ée]|put|booked|noted|recorded|credited|arrived)e?s?\b"
    r"[^.!?\n]{0,30}?\b(?:chez|sur|dans|au (?:compte|nom)|under|to|on|at|with)\b(?P<whose>[^.!?,;\n]{0,60})",
    re.IGNORECASE,
)
_NOT_SURE = re.compile(r"\b(?:pas (?:du tout |tout a fait |tres )?(?:sure?|certaine?)|not sure|unsure)\b")
_WORD = re.compile(r"[^\W\d_][\w'’&-]{1,40}")


def misplaced(
    answer: Answer, words: str, asked: tuple[str, str], by_name: Callable[[str], Sequence[str]]
) -> Answer:
    """`asked`: the case and the matter of the question that is answered, empty where there is none."""
    case, about = asked
    found = _PUT_DOWN.search(words)
    wrong = _named(found["whose"], by_name) if found else set()
    if not wrong or not ({case} - {""} | _named(words, by_name)) - wrong:
        return answer
    came = about in _QUESTIONS and case not in wrong
    kept = [act for act in answer.acts if act.act != "note" and not _of(act, wrong, by_name)]
    if came and not any(act.act == "paid" for act in kept):
        kept = [Act("paid"), *kept]
    return replace(answer, acts=tuple(kept), unclear=(words.strip()[:_QUOTED],))


def _of(act: Act, wrong: set[str], by_name: Callable[[str], Sequence[str]]) -> bool:
    """Money that only stands there is not noted there once more."""
    named = set(by_name(act.target)) if act.target else set()
    return act.act == "paid" and bool(named) and named <= wrong


def _named(words: str, by_name: Callable[[str], Sequence[str]]) -> set[str]:
    """The customers whom these words name, each by a word that only he bears."""
    called = [by_name(word) for word in _WORD.findall(words) if may_name(word, opens=False)]
    return {cases[0] for cases in called if len(cases) == 1}


def unsure(answer: Answer, words: str, told: Told | None) -> Answer:
    """ "attends, pas sûr que ce soit vendredi" to what was said back of one customer is a doubt about that,
    and no stop of everybody."""
    cases = {item.case for item in told.items} if told and told.kind == "confirmation" else set()
    bare = bool(answer.acts) and all(a.act == "stop" and a.target in (None, "all") for a in answer.acts)
    if len(cases) != 1 or HOUSE in cases or not bare or not _NOT_SURE.search(plain(words)):
        return answer
    return replace(answer, acts=(), unclear=(*answer.unclear, words.strip()[:_QUOTED]))
