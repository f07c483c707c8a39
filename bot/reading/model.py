"""The linear model: a mail's clauses as features in, how strongly each intent is said and by which clause, out.

The weights are text (`lexicon/weights.txt`: a feature, then for each intent its weight as part of a clause
and as part of the whole mail, in thousandths), made by `python -m tests.train` from the labelled replies in
`tests/replies`. An intent's score is the strongest clause's score (softly) plus that of the mail as a whole;
above 0 it is likelier than not. It knows no day, no sum, and no rule.
"""

import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

INTENTS = (
    "insolvency", "stop_contact", "dispute", "already_paid", "promise", "delay_request", "wrong_contact",
    "document_request", "acknowledgement", "unrelated",
)  # fmt: skip
SHARPNESS = 2.0  # how far the strongest clause outweighs the others
MARKS = 0.7  # what phrases and days weigh beside words
LEAST = 8  # features under which a clause counts as this long
_ZERO = (0.0,) * len(INTENTS)

Vector = tuple[float, ...]
Seen = tuple[list[str], list[str]]  # features of a clause's words, and of its phrases and days


@dataclass(frozen=True, slots=True)
class Judged:
    scores: Vector  # one for each of INTENTS
    carriers: tuple[int, ...]  # the clause that says it most
    clause_scores: tuple[Vector, ...]


@dataclass(frozen=True, slots=True)
class Weights:
    bias: Vector
    clause: dict[str, Vector]
    mail: dict[str, Vector]


@cache
def weights() -> Weights:
    text = files("bot.reading.lexicon").joinpath("weights.txt").read_text("utf-8")
    lines = [line.split("\t") for line in text.split("\n") if line and not line.startswith("# ")]
    clause, mail = {}, {}
    for name, *columns in lines[1:]:
        clause[name] = _vector(columns[0])
        mail[name] = _vector(columns[1])
    return Weights(_vector(lines[0][1]), clause, mail)


def _vector(column: str) -> Vector:
    """ "a12 c-7": by the intent's letter, in thousandths."""
    found = list(_ZERO)
    for part in column.split():
        found[ord(part[0]) - ord("a")] = int(part[1:]) / 1000
    return tuple(found)


def judge(clauses: list[Seen], about_mail: list[str]) -> Judged:
    known = weights()
    rows = [_clause_score(known.clause, *seen) for seen in clauses] or [_ZERO]
    whole = _mail_score(known.mail, clauses, about_mail)
    strongest = tuple(_soft_greatest(column) for column in zip(*rows, strict=True))
    return Judged(
        scores=tuple(s + w + b for s, w, b in zip(strongest, whole, known.bias, strict=True)),
        carriers=tuple(max(range(len(rows)), key=column.__getitem__) for column in zip(*rows, strict=True)),
        clause_scores=tuple(rows),
    )


def _clause_score(known: dict[str, Vector], words: list[str], marks: list[str]) -> Vector:
    of_words = [known[f] for f in dict.fromkeys(words) if f in known]
    of_marks = [known[f] for f in marks if f in known]
    scale = max(len(of_words), LEAST) ** -0.5
    mark_scale = MARKS * max(len(of_marks), 1) ** -0.5
    return tuple(
        a * scale + b * mark_scale for a, b in zip(_total(of_words), _total(of_marks), strict=True)
    )


def _mail_score(known: dict[str, Vector], clauses: list[Seen], about_mail: list[str]) -> Vector:
    names = dict.fromkeys(f for seen in clauses for column in seen for f in column)
    found = [known[f] for f in (*names, *about_mail) if f in known]
    scale = max(len(found), 1) ** -0.5
    return tuple(total * scale for total in _total(found))


def _total(vectors: list[Vector]) -> Vector:
    return tuple(map(sum, zip(*vectors, strict=True))) if vectors else _ZERO


def _soft_greatest(column: Vector) -> float:
    top = max(column)
    return top + math.log(sum(math.exp(SHARPNESS * (one - top)) for one in column)) / SHARPNESS
