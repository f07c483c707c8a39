"""A list, answered line by line: whose letter may leave, and whose waits for another word.

- Where the list asks for an ok, "1 ok, 3 ok" lets these two letters leave and no other.
- An answer that is doubtful is no silence: whoever of the list it did not surely speak of waits, for a few
  days or until the owner's next word about them. So does who is named in doubtful words that answer a point,
  and of whom it was asked whether his money has come.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.correspondence.let_go import claims, let_go, of_the_evening, too_late
from bot.desk import Desk
from bot.events.consequences import HoldLifted, HoldSet
from bot.events.entries import HOUSE
from bot.events.owner import OrderTaken
from bot.events.owner_mail import ActRead, OwnerAnswered
from bot.owner import orders
from bot.owner.answers import Context, Item
from bot.owner.answers.marking.names import named
from bot.owner.answers.meaning.brought import grave
from bot.owner.answers.words.spelling import spelled
from bot.owner.matters import Matter
from bot.policy.held import UNCLEAR
from bot.rules import Rules
from bot.state.facts import Told

_TELLS = frozenset(("note", "ask", "absent", "nothing_new", "called"))  # settles nothing about a letter
_BROUGHT = frozenset(("promise", "dispute", "paid"))
_PLACE = 2000  # added to an answer's acts: where the wait for its doubtful words is noted
_WORD = re.compile(r"[\w'’/-]{3,40}")
_FIRST = re.compile(r"(?:(?:le|la|n ?°) ?)?(\d{1,2})\b(?! ?[€/%])")
# "2 elle paie vendredi", "le 3 me rappelle"; no day, no length of time and no sum
_OPENS = re.compile(
    r"(?:(?:le|la|n ?°) ?)?(\d{1,2})(?= [^\W\d])(?! (?:(?:jours?|semaines?|mois|ans?|fois|euros?|heures?|h|x"
    r"|days?|weeks?|months?|times)\b|(?:janv|f[ée]vr|mars|avril|mai|juin|juil|ao[uû]t|sept|oct|nov|d[ée]c)))"
)
_ITEM = re.compile(r"(\d{1,2}) ?[.):](?!\d)")
_SMALL = re.compile(r"\d{1,2}")
_WORDS = 60
_FEW = 3  # customers whom one word may name
_WHY = "an answer about the next letters that was not surely understood"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an open list: the list's own question, and the cases of its other lines."""

    question: Matter
    others: tuple[Matter, ...]


def line_of(desk: Desk, told: Told | None, matters: Sequence[Matter]) -> Line | None:
    """The line, or lines, that are approved where these matters are, if they are of a list that is open."""
    meant = {matter.case for matter in matters}
    for name in told.notices if told else ():
        question = desk.state.facts.questions.get(name)
        if question and question.opened.about == "eve" and meant and meant <= set(question.opened.cases):
            others = [Matter(case) for case in question.opened.cases if case not in meant]
            return Line(Matter(HOUSE, (), name), tuple(others))
    return None


def approved(desk: Desk, told: Told | None, matters: Sequence[Matter]) -> bool:
    """Whether lines of that list are approved already."""
    given = desk.state.facts.consents
    if told is None or not of_the_evening(told) or not (told.notices and matters):
        return False
    return all(given.get(matter.case) == told.day for matter in matters)


def agreed(told: Told | None, act: ActRead, matters: Sequence[Matter], today: date) -> orders.Line | None:
    """What a yes comes to where silence was consent already: these letters leave as they were listed."""
    if told is None or not of_the_evening(told) or told.notices or any(m.notice for m in matters):
        return None
    if told.day is None or told.day < today or not matters:
        return None
    alone = len(matters) == 1 and act.target not in (None, "all")
    all_of_them = len({m.case for m in matters}) == len({item.case for item in told.items})
    return orders.Line("ok", {"about": "eve", "value": "one" if alone else "" if all_of_them else "others"})


def put_off(told: Told | None, act: ActRead) -> ActRead:
    """« 2 lundi »: it rests through the day before. The day of a list that asks no ok is no rest at all."""
    leaves = act.until
    if told is None or not of_the_evening(told) or not act.leaves or leaves is None:
        return act
    if leaves == told.day and not told.notices:
        return ActRead("ok", act.target)
    return replace(act, until=leaves - timedelta(days=1))


def settles(order: OwnerAnswered, told: Told | None, act: ActRead, matters: Sequence[Matter]) -> set[str]:
    """The cases about which an act that was carried out leaves nothing to say again. A call that brought
    something does so in a clear answer alone: beside doubtful words nobody knows what it brought."""
    brought = act.act == "called" and act.result in _BROUGHT and not order.unclear
    if act.act in _TELLS and not brought:
        return set()
    everybody = told.items if told and act.target in (None, "all") else ()
    return ({m.case for m in matters} | {item.case for item in everybody}) - {HOUSE}


def waiting(
    desk: Desk, rules: Rules, order: OwnerAnswered, told: Told | None, *, settled: Collection[str],
    until: date | None,
) -> tuple[list[str], dict[str, orders.Line]]:  # fmt: skip
    """The cases that wait through `until`, or for the owner's word, for what was not understood of his
    answer; and of such words the letters that no waiting brings back. Whoever is settled waits no more."""
    for name in settled:
        holds = [hold for hold in desk.case(name).holds if hold.endswith(UNCLEAR)]
        lifted = [HoldLifted(hold, "the owner has said what was meant", "owner") for hold in holds]
        if lifted:
            desk.note(name, *lifted)
    doubted = _doubted(desk, order.unclear, told, settled) if order.unclear and told else {}
    late = too_late(desk, rules, told, doubted) if told and not _is_point(desk, told) else {}
    held = [name for name in doubted if name not in late or "gone" not in late[name].values]
    hold, place = f"{order.mail[:12]}{UNCLEAR}", len(order.acts) + _PLACE
    for name in held:
        if (order.mail, place, "") not in desk.case(name).orders:
            desk.note(
                name,
                OrderTaken(order.mail, place, "note", "", order.sender),
                HoldSet(hold, "owner", _WHY, until, mail=order.mail, by="policy" if until else "owner"),
            )
    return held, late


def ends(desk: Desk, order: OwnerAnswered, told: Told | None, until: date) -> date | None:
    """Doubtful words that tell of a death or an insolvency are waited about until the owner's next one, and
    so are those about money that a customer says to have paid."""
    lasting = any(grave(words) for words in order.unclear) or (told and claims(desk, told))
    return None if lasting else until


def _doubted(
    desk: Desk, unclear: Sequence[str], told: Told, settled: Collection[str]
) -> dict[str, Sequence[str]]:
    """Those whom the words name; of a list that is about to leave, and of what a yes has let go, all if some
    of the words name nobody. Of whom something is settled nothing is doubted."""
    listed = {item.case: item.invoices for item in told.items if item.case != HOUSE}
    point = _is_point(desk, told)
    if point:
        listed |= {case: () for case in _known_by_name(desk, unclear) if case not in listed}
    left = listed if point or told.kind == "eve" else let_go(desk, told) | claims(desk, told)
    shown: dict[str, list[str]] = {}
    for name, invoices in (listed | left).items():
        for called in (desk.case(name).debtor.name, *invoices):
            shown.setdefault(called, []).append(name)
    numbered = {str(item.n): item.case for item in told.items if item.case != HOUSE}
    spoken_of = [_told_of(words, numbered, shown, eve=not point) for words in unclear]
    named_ = list(dict.fromkeys(name for names in spoken_of for name in names))
    meant = named_ if point or all(spoken_of) else left
    return {name: left[name] for name in meant if name in left and name not in settled}


def _told_of(
    words: str, numbered: Mapping[str, str], shown: Mapping[str, Sequence[str]], *, eve: bool
) -> list[str]:
    """Whom words that were not understood are about: the number that they begin with is the list's."""
    if item := _by_number(words, numbered, _ITEM):
        return item
    named_ = spoken_of(words, shown)
    if eve:
        return list(dict.fromkeys([*_by_number(words, numbered, _OPENS), *named_]))
    return named_ or _by_number(words, numbered, _FIRST)


def _by_number(words: str, numbered: Mapping[str, str], head: re.Pattern[str]) -> list[str]:
    """ "2. il est mort", "le 3 est décédé": the item that such words begin with."""
    first = head.match(words.strip().lower())
    return [numbered[first[1]]] if first and first[1] in numbered else []


def _is_point(desk: Desk, told: Told) -> bool:
    """A digest, Monday's point, or the question for a new export: what takes orders about any customer."""
    questions = [desk.state.facts.questions.get(name) for name in told.notices]
    stale = any(one and one.opened.about == "stale_source" for one in questions)
    return told.kind in ("digest", "monday") or stale


def _known_by_name(desk: Desk, unclear: Sequence[str]) -> list[str]:
    """Customers whom the mail did not show and the words may name; what many bear names nobody."""
    words = dict.fromkeys(word for text in unclear for word in _WORD.findall(text)[:_WORDS])
    found = [desk.state.by_number(word) or desk.state.by_name(word) for word in words]
    return list(dict.fromkeys(case for cases in found if len(cases) <= _FEW for case in cases))


def spoken_of(words: str, shown: Mapping[str, Sequence[str]]) -> list[str]:
    """The cases that these words name, by the customers' names and the invoices' numbers; "2" is no tail."""
    context = Context("eve", items=tuple(Item(n, name, (name,)) for n, name in enumerate(shown, 1)))
    text = spelled(words)
    found = [one for one in named(text, context) if not _SMALL.fullmatch(text.folded[one.start : one.end])]
    return [case for one in found for fit in one.fits or (one.target,) for case in shown[fit]]
