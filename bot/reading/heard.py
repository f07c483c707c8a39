"""A clause with all that is seen in it, looked up once: phrases, days, sums, and what it says of paying.

The rules here are about payment alone, where a wrong reading is dear: negation, condition, wish, question
and reported speech take a promise away, none adds one; what lies ahead is not paid. They inform the model
and choose the days; whether a mail promises at all is weighed in `intents`.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from re import Match
from typing import Any, TypeVar, cast

from bot.patterns import pattern
from bot.reading.amounts import Amount, amounts
from bot.reading.dates import Day, Now, both_ways
from bot.reading.features import SECTIONS, Gap, Seen, as_written, of_marks, tokens
from bot.reading.lexicon import matches, section
from bot.reading.sentences import Clause

_REFUSAL = pattern(
    r"\b(?:ne|pas|jamais|aucun|not|never|no)\b|\bn'|n't\b|\bnon\b(?! plus)",
)
_HARMLESS = pattern(
    r"\bpas de (?:souci|probleme|panique|soucis)|\bpas d'(?:inquietude|artifice)|\bn'ayez crainte|\bpas avant"
    r"|\bpas oublie|\bpas de paroles?\b|\bn'hesitez pas|\bne vous inquietez pas|\bno (?:problem|worries)"
)
# "n'est due que fin janvier" is due then: a restriction, unless it waits for something or is itself denied
_ONLY = pattern(
    r"\bn(?:e |')(?:(?!pas\b|jamais\b|rien\b|plus\b|aucun|point\b)[\w'-]{1,20} ){1,5}?"
    r"qu(?:e |')(?!si\b|s'|quand\b|lorsqu|apres\b|contre\b|une fois|des |avec |dans la mesure"
    r"|(?:je|on|nous|vous|tu|il|elle|ils|elles|ce|ca)\b|j')"
)
# what the creditor wishes is not promised
_WISHED = pattern(
    r"\bvous (?:me |nous |en |l')?(?:demandez|voulez|souhaitez|reclamez|exigez|desirez)\b"
    r"|\byou (?:want|ask|demand|are asking|would like)\b"
)
_SUPPOSED = pattern(
    r"\bwon't (?:be )?(?:pay|sett?l|transfer)|\b(?:avais|avait|avions|avaient) (?:bien )?prevu (?:de|un)\b"
    r"|\bif (?:our|my|the) (?:\w+ )?(?:clients?|customers?|bank|insur\w{2,5}|guests?) "
    r"|\bsi (?:mon|ma|mes|notre|nos|le|la|les) (?:\w+ )?(?:clients?|banque|assurance|caisse) "
    r"|\bsi vous (?:venez (?:re|fin|ter|l'|le |la )|(?:finiss|livr|repar|termin|repren|chang|remplac)ez)"
    r"|\battend(?:s|ons)? (?:un|une|le|la|mon|notre) (?:virement|reglement|paiement|rentree)\b"
    r"|\b(?:if you|provided) (?:\w+ ){0,3}(?:come back|fix|finish|deliver|repair|replac|correct)"
    r"|\b(?:pour|afin de) (?:re)?(?:parler|discuter|convenir|causer) (?:ensemble )?(?:de |d'|du |des )"
    r"|\bto (?:talk|speak|discuss|chat)\b(?: (?:about|over|through))? (?:a |the |your |this |our )?(?:pay"
    r"|settle|invoice|bill|account|balance)"
    r"|\b(?:jamais|pas) (?:dit|promis|ecrit) (?:que |qu')(?:(?:je|on|nous|il|elle) |j')(?!ne\b|n')"
    r"|\b(?:esper\w{1,4}|essa[iy]\w{0,3}|hop(?:e|ing)"
    r"|try(?:ing)?) (?:(?:to|de|bien|pouvoir|vous|te) ){0,4}(?:pay|sett?l|regl|vers|vir|sold)"
)
_NOT_BEFORE = pattern(
    r"\b(?:pas|rien|jamais|not|n't|never) (?:\w+ ){0,3}(?:avant|plus tard|before|later|until)\b"
)
_DOCUMENT = pattern(
    r"\b(?:rib|iban|bic|factures?|duplicata|copie|bons? de (?:commande|livraison)|bl|bc|justificatifs?"
    r"|attestation|releve|coordonnees|kbis|siret|invoices?|copy|po|bank(?:ing)? details|statement|w-9)\b"
)
# a document put right, goods beside it, an account that somebody doubts: more is awaited than a document
_AMENDED = pattern(
    r"\b(?:avoirs?\b|corrig|rectif|refait|credit|remplac|modif|livr(?!aison)|repar|correct|amend|revis|rejet"
    r"|nouve(?:au|l|lle)\b|new\b|fraud|conforme|exacte?\b|bonne facture|(?:right|proper) invoice)"
)
_BRACKETED = pattern(r"\([^()]{0,120}\)")
_OWN_TERMS = pattern(
    r"^quand meme|^une fois (?:par|sur|dans|de plus|pour toutes|encore|n'est)|[,:(]"
    r"|^(?:\w+ ){1,3}?(?:j'\w+|je|on|nous|i|we|ma|mon|mes|notre|nos|my|our|il|elle|ils|elles|he|she|they) "
)
_FEATURES = frozenset(SECTIONS)
_NEAR = (0, 7, 31, 92)  # days ahead: today, within the week, the month, the quarter
# heard too, without the model's knowledge: they take away what it may have taken for said, or add it
_RULES = frozenset(
    (
        "doubted", "bygone", "theirs", "proposed", "elsewhere", "not_this", "not_insolvent",
        "plain_insolvency", "plain_stop", "plain_dispute", "told_misfortune", "not_misfortune",
        "of_money", "not_gone", "came_back",
    )
)  # fmt: skip
# a question whether somebody has paid, and what in it tells of the writer's own payment
_ASKS = pattern(
    r"\best-ce qu|-t-(?:il|elle|on)\b|-(?:ils|elles)\b|\bdois-je\b|^(?:paid|payee?|reglee?)\W*$"
    r"|\b(?:should|shall|could|can) (?:i|we)\b|\b(?:did|has|have) (?:my|our|any|someone|anyone|somebody)\b"
)
_ASSERTS = pattern(
    r"\b(?:(?:j'ai|jai|nous avons|on a|je vous ai|nous vous avons|on vous a) |i've|we've|i have"
    r"|we have|(?:i|we) (?:paid|sent|made|wired|transferred|settled)|(?:mon|notre|mes|nos|my|our|the|le|la)"
    r" (?:virement|cheque|paiement|reglement|versement|mandat|payment|transfer) (?:du|from|of|sent|made)\b)"
)
_YOURS = pattern(r"\b(?:votre|vos|vous|ta|ton|your|you)\b|, ")
_DID = pattern(
    r"\b(?:j'ai|je (?:l'|t'|vous |te |la |le |les )ai|(?:nous|on) (?:vous |te |l'|t'|la |les )?(?:avons|a)"
    r"|i did|we did|i have|we have|i've|we've|c'est fait)\b"
)
_SPEAKS_OF_US = pattern(r"\b(?:vous|votre|vos|te|tu|ton|ta|toi|je|solde|you|your|yours|i|we)\b|\bj'")


T = TypeVar("T")


def once(work: Callable[["Heard"], T]) -> Callable[["Heard"], T]:
    """What follows from a clause alone is worked out once: the rules ask for it many times each."""

    @wraps(work)
    def kept(heard: "Heard") -> T:
        try:
            return cast(T, heard.known[work])
        except KeyError:
            found = heard.known[work] = work(heard)
            return found

    return kept


@dataclass(frozen=True, slots=True)
class Heard:
    clause: Clause
    today: date
    matches: dict[str, list[Match[str]]]
    ahead: tuple[Day, ...]
    behind: tuple[Day, ...]
    sums: tuple[Amount, ...]
    refuses: bool  # all that it says of paying is refused, doubted, or wished by somebody else
    known: dict[Callable[..., Any], Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    def has(self, name: str) -> bool:
        return name in self.matches

    @property
    @once
    def says_paid(self) -> bool:
        if self.clause.question or not self.has("paid") or self.has("unpaid") or self.not_this_paid:
            return False
        # not where every day named lies ahead, or could be past only by most of a year
        named = [d for d in self.behind if d.day is not None]
        return not named or not all(d.doubtful or (d.day and d.day > self.today) for d in named)

    @property
    @once
    def not_this_paid(self) -> bool:
        """Whether all that it says of a payment is of another one, only meant, or only asked."""
        folded = self.clause.folded
        named = [m for m in self.matches.get("elsewhere", ()) if not _YOURS.search(m[0])]
        others = [_stretch(folded, m) for m in (*named, *self.matches.get("bygone", ()))]
        paid = [m.start() for m in self.matches.get("paid", ())] or [0]
        paid += [m.start() for m in _DID.finditer(folded)]
        if others and all(_within(place, others) for place in paid):
            return True
        return self.clause.question and bool(_ASKS.search(folded)) and not _ASSERTS.search(folded)

    def says_insolvent(self, name: str = "insolvency") -> bool:
        """Whether a word of insolvency is left beside those that deny it or say it of another."""
        return self._says_beside("not_insolvent", name)

    @property
    def tells_misfortune(self) -> bool:
        return self._says_beside("not_misfortune", "told_misfortune")

    def _says_beside(self, denied: str, name: str) -> bool:
        """Whether a phrase of a section is left once those that take it back are taken out."""
        if not self.has(denied):
            return self.has(name)
        folded = self.clause.folded
        for match in self.matches[denied]:
            folded = folded.replace(match[0], " # ")
        return section(name).search(folded) is not None

    @property
    @once
    def says_condition(self) -> bool:
        waits = (m for m in self.matches.get("if_creditor", ()) if not self._for_a_document(m))
        return self.has("commit") and any(map(_on_creditor, waits))

    def _for_a_document(self, condition: Match[str]) -> bool:
        """ "dès que vous m'envoyez votre RIB": all that is awaited is a document, and no corrected one."""
        return self.awaits_document and any(
            m.start() == condition.start() for m in self.matches["if_document"]
        )

    @property
    def awaits_document(self) -> bool:
        folded = self.clause.folded
        starts = [m.start() for m in self.matches.get("if_document", ())]
        return any(_DOCUMENT.search(folded, at, at + 90) for at in starts) and not _AMENDED.search(folded)

    @property
    @once
    def commits(self) -> bool:
        if self.clause.question or not self.has("commit") or self.refuses:
            return False
        return not any(map(self.has, ("wish", "past_talk", "proposed")))

    @property
    @once
    def says_promise(self) -> bool:
        if self.says_paid or self.says_condition or not self.commits:
            return False
        return self.has("firm") or any(d.day for d in self.ahead)

    @property
    @once
    def refuses_flatly(self) -> bool:
        return self.has("refused") and not _NOT_BEFORE.search(self.clause.folded)

    @property
    @once
    def takes_back(self) -> bool:
        """Whatever is said here of paying is asked, refused, bygone or made to depend on something."""
        if self.clause.question or self.says_condition or self.refuses:
            return True
        if self.refuses_flatly or ((self.has("doubted") or self.has("bygone")) and not self.has("commit")):
            return True
        return self.has("proposed") or bool(_SUPPOSED.search(self.clause.folded))


def hear(clause: Clause, now: Now) -> Heard:
    found = both_ways(clause.folded, now)
    matched = matches(clause.folded, _FEATURES | _RULES)
    sums = amounts(clause.folded)
    own = [*(d.start for d, _ in found), *(a.start for a in sums)]
    return Heard(
        clause=clause,
        today=now.today,
        matches=matched,
        ahead=tuple(a for a, _ in found),
        behind=tuple(b for _, b in found),
        sums=sums,
        refuses="commit" in matched
        and all(
            _refused(clause.folded, m) or _doubted(clause.folded, m, matched, own) for m in matched["commit"]
        ),
    )


def _on_creditor(match: Match[str]) -> bool:
    """Not "par contre", "quand même", "dès que je touche ma paie je vous règle": those wait for no other."""
    said = match[0].rstrip()
    if said == "contre":
        return not match.string.endswith("par ", 0, match.start())
    return not (said.endswith(("vous", "you")) and _OWN_TERMS.search(said))


def _doubted(folded: str, paying: Match[str], matched: dict[str, list[Match[str]]], own: list[int]) -> bool:
    """A doubt is about what follows, what stands between its commas, and all if these hold no day nor sum;
    what is bygone, refused, or paid by others and not passed on, about what stands between its commas."""
    for doubt in matched.get("doubted", ()):
        start, end = _stretch(folded, doubt)
        if paying.start() >= start or not any(start <= at < end for at in own):
            return True
    near = [*matched.get("bygone", ())]
    near += [] if _SPEAKS_OF_US.search(folded) else matched.get("theirs", ())
    near += [] if _NOT_BEFORE.search(folded) else matched.get("refused", ())
    return _within(paying.start(), [_stretch(folded, m) for m in near])


def _within(place: int, stretches: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in stretches)


def _refused(folded: str, match: Match[str]) -> bool:
    return bool(_REFUSAL.search(_around(folded, match)) or _WISHED.search(folded[: match.start()]))


def seen(heard: Heard) -> Seen:
    """The clause's words, and the features of the phrases and days in it."""
    marked = [name for name in heard.matches if name in _FEATURES]
    marked += [name for name in ("says_promise", "says_paid", "says_condition") if getattr(heard, name)]
    sums = [(amount.start, amount.end, "<eur>") for amount in heard.sums]
    days = [(day.start, day.end, _distance(day, heard.today)) for day in heard.ahead]
    written, place_of = as_written(heard.clause.folded, [*sums, *days])
    ahead = zip(days, heard.ahead, strict=True)
    return Seen(
        words=tokens(heard.clause, [*sums, *((d.start, d.end, _kind(d, heard.today)) for d in heard.ahead)]),
        marks=of_marks(marked, _gaps(heard), question=heard.clause.question),
        written=written,
        days=[(place_of[span], day.start) for span, day in ahead if day.day],
    )


def _kind(day: Day, today: date) -> str:
    return "<term>" if day.day is None else "<past>" if day.day < today else "<day>"


def _distance(day: Day, today: date) -> str:
    """What kind of day it is, and about how far ahead."""
    if day.day is None or day.day < today:
        return _kind(day, today)
    return f"<in {bisect_left(_NEAR, (day.day - today).days)}>"


def _gaps(heard: Heard) -> Iterator[Gap]:
    for ahead, behind in zip(heard.ahead, heard.behind, strict=True):
        yield (
            (ahead.day - heard.today).days if ahead.day else None,
            (behind.day - heard.today).days if behind.day else None,
        )


def _around(folded: str, match: Match[str]) -> str:
    """What a "pas" reaches: the words between the commas around the match, less those that deny nothing."""
    start, end = _stretch(folded, match)
    asides = (m for m in _BRACKETED.finditer(folded, start, end) if not m.start() < match.start() < m.end())
    said = folded[start:end]
    for aside in asides:  # "(l'ancien ne passe plus)"
        said = said.replace(aside[0], " ")
    return _ONLY.sub(" ", _HARMLESS.sub(" ", said))


def _stretch(folded: str, match: Match[str]) -> tuple[int, int]:
    start = max(folded.rfind(", ", 0, match.start() + 1), folded.rfind(": ", 0, match.start() + 1), -1) + 1
    ends = [end for mark in (", ", " : ") if (end := folded.find(mark, match.end())) >= 0]
    return start, min(ends, default=len(folded))
