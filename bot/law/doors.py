"""What may come after the deadline of a mise en demeure: the ways open for this debtor and this amount.

What is known comes in as one value; every way comes out, open, closed or to be checked, with its articles,
its cost in kind, what must be signed and what is missing, in careful words (doors.toml): French, or English
with the law's own terms in French. Nothing is generated, promised or threatened here: no request, no summons,
no amount of fees. After a judgment that opens an insolvency one way is left, to declare the claim.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, Literal

from bot.events.debts import Kind
from bot.law.terms import declared_by
from bot.wording import Language, day_words, typeset

State = Literal["open", "check", "closed"]
SMALL = 500_000  # cents, principal and interest: CPCE L125-1, R125-1


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What must be known of a debt to name its doors; amounts in cents."""

    kind: Kind
    principal: int
    interest: int | None  # None: a rate is missing
    today: date
    traders: bool | None  # creditor and debtor both traders; None: not known
    disputed: bool
    insolvent: bool
    published: date | None  # of the insolvency judgment, in the BODACC
    prudent: date  # of the limitation
    order_proven: bool
    execution_proven: bool
    presented: date | None  # first presentation of the mise en demeure
    deadline: date | None  # its last day
    address: bool  # complete
    mediator: str  # the creditor's mediator for consumers


@dataclass(frozen=True, slots=True)
class Door:
    name: str
    state: State
    title: str
    what: str  # in full, in French
    brief: str  # in few words
    why: str  # open, closed or to be checked
    articles: tuple[str, ...]
    cost: str
    signed: str
    missing: tuple[str, ...]
    court: str = ""
    by: date | None = None  # the last day

    @property
    def law(self) -> str:
        """Its articles, each code named once: « CPC 54, 761, CPCE L111-8 »."""
        codes: dict[str, list[str]] = {}
        for article in self.articles:
            code, _, number = article.rpartition(" ")
            codes.setdefault(code, []).append(number)
        return ", ".join(f"{code} {', '.join(numbers)}" for code, numbers in codes.items())


def doors(matter: Matter, language: Language = "fr") -> tuple[Door, ...]:
    """Every way after the deadline (CPC 750-1, 835, 873, 1405; CPCE L125-1, L126-1, R124-1; CCP R2192-31;
    C. com. L622-24), the open ones first.
    """
    found = [_door(name, matter, language) for name in _JUDGED]
    return tuple(sorted(found, key=lambda door: ("open", "check", "closed").index(door.state)))


def _door(name: str, matter: Matter, language: Language) -> Door:
    text = _texts()[name]
    said = text["en"] if language == "en" else text
    state, why = _JUDGED[name](matter)
    in_court = name in ("injonction_de_payer", "refere_provision", "assignation")
    return Door(
        name=name,
        state=state,
        title=typeset(said["title"], language),
        what=typeset(text["what"]),
        brief=typeset(said["brief"], language),
        why=_said("why", why, language),
        articles=tuple(text["articles"]),
        cost=typeset(said["cost"], language),
        signed=typeset(said["signed"], language),
        missing=tuple(_missing(name, matter, language)) if state != "closed" else (),
        court=_said("court", _court(matter), language) if in_court and state != "closed" else "",
        by=declared_by(matter.published) if name == "declaration_de_creance" and matter.published else None,
    )


@cache
def _texts() -> Mapping[str, Any]:
    return tomllib.loads(resources.files("bot.law").joinpath("doors.toml").read_text(encoding="utf-8"))


def _said(part: str, code: str, language: Language, **values: str) -> str:
    texts = _texts()["en"] if language == "en" else _texts()
    return typeset(str(texts[part][code]).format(**values), language)


# --- which are open ---------------------------------------------------------------------------------

_Judgement = tuple[State, str]
_OPEN: _Judgement = ("open", "open")


def _general(matter: Matter) -> _Judgement | None:
    """What closes a way whatever it is; None where nothing does."""
    if matter.insolvent:
        return "closed", "insolvency_closed"
    if matter.kind == "public":
        return "closed", "public_closed"
    return None


def _amicable(matter: Matter) -> _Judgement:
    return _general(matter) or _OPEN


def _mediation(matter: Matter) -> _Judgement:
    if matter.insolvent:
        return "closed", "insolvency_closed"
    return ("check", "consumer_mediation") if matter.kind == "consumer" else _OPEN


def _small(matter: Matter) -> _Judgement:
    closed = _general(matter)
    if closed:
        return closed
    if matter.principal + (matter.interest or 0) > SMALL:
        return "closed", "over_small"
    if _perhaps_traders(matter):
        return "check", "small_traders"
    return ("check", "small_unknown") if matter.interest is None else _before_a_judge(matter)


def _perhaps_traders(matter: Matter) -> bool:
    return matter.kind in ("business", "unknown") and matter.traders is not False


def _before_a_judge(matter: Matter) -> _Judgement:
    closed = _general(matter)
    if closed:
        return closed
    return ("check", "disputed") if matter.disputed else _OPEN


def _uncontested(matter: Matter) -> _Judgement:
    closed = _general(matter)
    if closed:
        return closed
    return ("check", "decree") if _perhaps_traders(matter) else ("closed", "traders_only")


def _on_the_merits(matter: Matter) -> _Judgement:
    return _general(matter) or _OPEN


def _public(matter: Matter) -> _Judgement:
    return _OPEN if matter.kind == "public" else ("closed", "public_only")


def _declaration(matter: Matter) -> _Judgement:
    return ("open", "insolvency_open") if matter.insolvent else ("closed", "no_insolvency")


_JUDGED: Mapping[str, Callable[[Matter], _Judgement]] = {
    "declaration_de_creance": _declaration,
    "acheteur_public": _public,
    "conciliateur": _amicable,
    "mediateur": _mediation,
    "mandataire": _amicable,
    "petites_creances": _small,
    "injonction_de_payer": _before_a_judge,
    "creances_commerciales": _uncontested,
    "refere_provision": _before_a_judge,
    "assignation": _on_the_merits,
}


def _court(matter: Matter) -> str:
    if matter.kind == "consumer" or matter.traders is False:
        return "civil"
    return "trade" if matter.traders else "either"


# --- what is missing --------------------------------------------------------------------------------

_NEEDS_NO_PROOF = ("conciliateur", "mediateur", "mandataire")


def _missing(name: str, matter: Matter, language: Language) -> Iterator[str]:
    if name == "declaration_de_creance":
        if matter.published is None:
            yield _said("missing", "bodacc", language)
    elif name == "mediateur" and matter.kind == "consumer" and not matter.mediator:
        yield _said("missing", "mediator", language)
    if matter.kind == "unknown":
        yield _said("missing", "kind", language)
    if name not in _NEEDS_NO_PROOF:
        yield from _proofs(name, matter, language)
    if matter.today > matter.prudent:
        prudent = day_words(matter.prudent, language)
        yield _said("missing", "prescription", language, prudent=prudent)


def _proofs(name: str, matter: Matter, language: Language) -> Iterator[str]:
    lacking = {
        "order": not matter.order_proven,
        "execution": not matter.execution_proven,
        "address": not matter.address,
        "presented": name != "declaration_de_creance" and matter.presented is None,
        "deadline": matter.deadline is not None and matter.today <= matter.deadline,
    }
    yield from (_said("missing", code, language) for code, true in lacking.items() if true)
