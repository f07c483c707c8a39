"""What a call brought beside money: its words, read as a mail of the customer's own would be.

Orders and walked sentences in, the calls among them out with their words and what these weigh (`value`, a
rule for replies): insolvency, misfortune, dispute, a document wanted; "plan" where a plan tells the promise.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time

from bot.owner.answers.acts import Act
from bot.owner.answers.context import Context
from bot.owner.answers.walking.commands import Walk
from bot.owner.answers.words.spelling import plain
from bot.reading.dates import Now
from bot.reading.reader import read

_ANY_DAY = date(2026, 1, 5)  # such news has no day
# Where none of these stands there is no such news: the reader need not be asked.
_GRAVE_WORD = re.compile(
    r"mort|dece|hopit|hospit|malad|cancer|urgences|accident|redress|liquid|sauvegarde|bilan|faillite|tutelle"
    r"|curatelle|surendett|succession|deuil|obseques|enterre|di(?:ed|es)|dead|death|funeral|ill\b|insolven|bankrupt"
    r"|administrat|mandataire"
)
_FOLLOWING = 3  # sentences without an order of their own: "appelé. Il est à l'hôpital"
# What the words may weigh beside the result that was understood, the gravest first.
_GRAVE = ("insolvency",)
SILENCES = (*_GRAVE, "misfortune")
_OTHER = ("dispute", "document_request")
_HEARD = {"other": _OTHER, "promise": ("document_request",), "paid": ()}
_APART = re.compile(r"[,;:.\n]|\b(?:mais|but|et|and)\b")


def brought(acts: Sequence[Act], walks: list[Walk], context: Context, now: Now) -> tuple[Act, ...]:
    acts = [act for act in acts if act.act != "absent" or not _told_of_calls(acts, walks)]
    planned = {act.target for act in acts if act.act == "plan"}
    found = [_weighed(act, walks, planned, now) if act.act == "called" else act for act in acts]
    if context.matter != "call" or any(act.value in SILENCES for act in found if act.act == "called"):
        return tuple(found)
    return tuple(_noted(act, walks, now) if act.act == "note" else act for act in found)


def _told_of_calls(acts: Sequence[Act], walks: list[Walk]) -> bool:
    """ "Martin appelé : en vacances jusqu'au 20": whoever is away there is who was called, not the owner."""
    away = [w.sentence.exact for w in walks if any(c.name == "absent" for c in w.commands)]
    calls = [act.told for act in acts if act.act == "called" and act.told]
    return bool(away) and all(any(told in words for told in calls) for words in away)


def grave(words: str) -> bool:
    """Whether the owner tells of a death, an illness, an insolvency: of whomever it is."""
    return bool(_GRAVE_WORD.search(plain(words)) and _heard(words, "paid", Now(_ANY_DAY)))


def _noted(act: Act, walks: list[Walk], now: Now) -> Act:
    """ "le gérant est décédé", in answer to a call to make."""
    value = _heard(_without_names(act.text or "", walks), "paid", now)
    return replace(act, value=value or None)


def _weighed(act: Act, walks: list[Walk], planned: set[str | None], now: Now) -> Act:
    found = next((w.number for w in walks if act.told and act.told in w.sentence.exact), None)
    if found is None or act.result not in _HEARD:
        return act
    told = [act.told or "", *(one.sentence.exact for one in _following(walks[found + 1 :]))]
    words = ". ".join(told)
    value = _heard(_without_names(words, walks), act.result, now)
    if act.result == "promise":
        value = value or _contested_in_part(words, walks, now) or ("plan" if act.target in planned else "")
    return replace(act, told=words, value=value or None)


def _contested_in_part(words: str, walks: list[Walk], now: Now) -> str:
    """ "le carrelage est à refaire mais il paie lundi": what is promised takes back no complaint."""
    parts = _APART.split(_without_names(words, walks))
    return "dispute" if any(_heard(part, "other", now) == "dispute" for part in parts if part.strip()) else ""


def _following(walks: Sequence[Walk]) -> list[Walk]:
    """Sentences that only go on telling, up to the next order or name."""
    told: list[Walk] = []
    for walk in walks[:_FOLLOWING]:
        if walk.commands or walk.named:
            break
        told.append(walk)
    return told


def _without_names(words: str, walks: list[Walk]) -> str:
    """A "Clinique" is no illness."""
    for walk in walks:
        for mark in walk.sentence.marks:
            if mark.kind == "name":
                words = words.replace(walk.sentence.words(mark.start, mark.end), " ")
    return words


def _heard(words: str, result: str, now: Now) -> str:
    mail = f"Content-Type: text/plain; charset=utf-8\n\n{words}\n".encode()
    found = read(mail, datetime.combine(now.today, time(12), UTC))
    if found.misfortune:
        return "misfortune"
    return next((one for one in (*_GRAVE, *_HEARD[result]) if one in found.intents), "")
