"""Makes the weights of `bot/reading/lexicon` from the labelled replies: `python -m tests.train`.

A fifth of the hands' replies (`HANDS`) are first scored by a model that has not seen those hands; from these
scores it is learnt how the intents go together. `--cross` measures on all hands, a fifth at a time, and
writes nothing: the honest figure for a change, by somebody else's words, without touching the file kept
aside, whose words are never seen here; `-v` lists the replies whose labels surprise the model most. Needs
what the extra `train` installs. The network takes most of the time: some seven minutes for all, as long for
each fifth.
"""

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bot.reading.dates import here
from bot.reading.features import is_about, is_of_both, of_mail, of_words
from bot.reading.heard import hear, seen
from bot.reading.intents import STOPPERS, decided, held_by, in_parts
from bot.reading.model import INTENTS, VIEWS, clause_scores
from bot.reading.net import heard_as
from bot.reading.quotes import cut
from bot.reading.sentences import clauses
from tests.fitting import Array, Bools, Example, Trained, beside_chances, data, fit, scores, together
from tests.labelled import LETTERS, REPLIES, TUNED, Labelled, from_lines, own
from tests.train_days import LabelledDay, days_of
from tests.train_net import Learnt

# several hands share a file; of these, some are held out as well, for their days
DATED = (
    "days:s3", "days:t3", "days:v3", "days:v1", "mixed:q2",
    "days:s6", "days:t6", "days:v6", "days:r1", "mixed:q3",
    "days:x1", "days:x3", "days:x8",
)  # fmt: skip
# held out, some at a time; others always teach
HANDS = (*TUNED, *(f"own_w{n}" for n in range(1, 27)), *DATED)
# full of promises, for their days: how often intents come, and come together, is learnt from the others
CHOSEN = ("tuned_e", "tuned_g", "tuned_i")
FOLDS = 5  # that many models, each of which leaves out a fifth of the hands
TO_TEACH = ("fields", "days", "mixed")  # written to teach: days, sums, several things in a mail
FAMILIAR = {*TUNED, "fields"}  # the rules for days were made while these were looked at
# written when the confusions of these hands were known: held out with them
AFTER = {"own_r1": ("tuned_c",), "own_r2": ("tuned_d",), "own_r3": HANDS}
# what everybody writes counts for so many mails
PLAIN = {"own_7": 2.0, "own_12": 2.0, "own_13": 2.0, "own_14": 2.0}
KEPT = {"words": 14_000, "about": 14_000}  # features in the file
SEEN_AT_LEAST = {"words": 2, "about": 3}
LISTED = 300  # surprising ones
View = tuple[dict[str, int], Trained]  # the numbers of its features, and their weights


@dataclass(frozen=True)
class Model:
    views: dict[str, View]
    net: Learnt


def example(reply: Labelled, hand: str) -> Example:
    now = here(reply.received_at)
    assert now
    clauses_ = [hear(clause, now) for clause in clauses(cut(reply.body).text)]
    parts = [(i, part) for i, h in enumerate(clauses_) for part in in_parts(h, now)]
    heard = [seen(part) for _, part in parts]
    about = of_mail(reply.subject, [of_part.words for of_part in heard])
    looked = [(of_words(of_part.words), of_part.marks) for of_part in heard]
    if reply.own:  # their days stand beside no real day of arrival
        looked = [(words, [m for m in marks if m[0] != "%"]) for words, marks in looked]
    tokens = heard_as(heard, "" if reply.own else reply.subject)  # ours have none but an invented one
    days: list[LabelledDay] = []
    if tokens.days:
        scores_ = clause_scores(heard, about)
        days = days_of(reply, clauses_, parts, tokens, scores_, familiar=hand.partition(":")[0] in FAMILIAR)
    return Example(
        id=reply.id,
        clauses=looked,
        mail=about,
        intents=reply.intents,
        hand=hand,
        told=told(reply, [part.clause.exact for _, part in parts]),
        weight=PLAIN.get(hand, 1.0),
        heard=tokens,
        days=days,
    )


def told(reply: Labelled, parts: list[str]) -> list[frozenset[str]] | None:
    """What each part says, where its words are marked; a part alone says it all."""
    if len(parts) == 1:
        return [frozenset(reply.intents)]
    if not reply.marks:
        return None
    whole = "".join(reply.body.split())
    marks = [(len("".join(reply.body[:place].split())), letters) for place, letters in reply.marks]
    found: list[frozenset[str]] = []
    at = 0
    for part in parts:
        words_ = "".join(part.split())
        start = max(whole.find(words_, at), at)
        at = start + len(words_)
        found.append(frozenset(LETTERS[c] for place, of in marks if start < place <= at for c in of))
    return found


def examples() -> list[Example]:
    """What people write, and absences and receipts, which say nothing by themselves; reports are told apart
    before."""
    replies = [(r, name) for name in TUNED for r in from_lines(name)]
    replies += [(r, f"{name}:{r.id.partition('-')[0]}") for name in TO_TEACH for r in from_lines(name)]
    replies += [(r, r.id.partition(":")[0]) for r in own()]
    return [
        example(replace(r, intents=tuple(i for i in r.intents if i in INTENTS)), hand)
        for r, hand in replies
        if "bounce" not in r.intents
    ]


def labels_of(given: list[Example]) -> Bools:
    return np.array([[kind in one.intents for kind in INTENTS] for one in given])


def told_of(given: list[Example]) -> tuple[Bools, Bools]:
    """What the clauses of all say, and of which that is known."""
    nothing: list[frozenset[str]] = [frozenset()]
    rows = [(said, one.told is not None) for one in given for said in one.told or nothing * _clauses(one)]
    return np.array([[k in said for k in INTENTS] for said, _ in rows]), np.array(
        [known for _, known in rows]
    )


def _clauses(one: Example) -> int:
    return max(len(one.clauses), 1)


def lengths_of(given: list[Example]) -> NDArray[np.int64]:
    return np.array([_clauses(one) for one in given])


# --- the two views ----------------------------------------------------------------------------------------


def viewed(given: list[Example], view: str) -> list[Example]:
    """With the features of that view alone."""
    about = view == "about"

    def of_view(names: Iterable[str]) -> list[str]:
        return [f for f in names if is_of_both(f) or is_about(f) == about]

    return [replace(one, clauses=[(of_view(words), marks) for words, marks in one.clauses]) for one in given]


def learn(given: dict[str, list[Example]], rows: list[int]) -> Model:
    views = {view: _learn([given[view][i] for i in rows], view) for view in VIEWS}
    mails = [given[VIEWS[0]][i] for i in rows]
    return Model(views, Learnt(mails, labels_of(mails)))


def _learn(given: list[Example], view: str) -> View:
    """Once with every feature, then again with those that mattered."""
    labels, (said, known) = labels_of(given), told_of(given)
    count = Counter(
        f for one in given for f in {f for s in one.clauses for column in s for f in column} | set(one.mail)
    )
    names = sorted(f for f, times in count.items() if times >= SEEN_AT_LEAST[view])
    numbers = {f: i for i, f in enumerate(names)}
    first = fit(data(given, numbers), labels, said, known, 20)
    matter = np.abs(first.clause).max(1) + np.abs(first.mail).max(1)
    best = sorted(names, key=lambda f: -matter[numbers[f]] * count[f] ** 0.25)[: KEPT[view]]
    numbers = {f: i for i, f in enumerate(sorted(best))}
    return numbers, fit(data(given, numbers), labels, said, known, 110)


def scored(model: Model, given: dict[str, list[Example]], rows: list[int]) -> Array:
    found = [
        scores(trained, data([given[v][i] for i in rows], numbers))[0]
        for v, (numbers, trained) in model.views.items()
    ]
    heard, days = model.net.scores([given[VIEWS[0]][i] for i in rows])
    made: Array = np.c_[np.mean([*found, heard], axis=0), np.array(days, np.float32)]
    return made


# --- across hands -----------------------------------------------------------------------------------------


def crossed(given: list[Example], by_view: dict[str, list[Example]], folds: int) -> tuple[list[int], Array]:
    """The replies of all hands, or of the first folds, and their scores by a model that has not seen them."""
    order: list[int] = []
    found: list[Array] = []
    for hands in (HANDS[i::FOLDS] for i in range(folds)):
        inside = [i for i, e in enumerate(given) if not {e.hand, *AFTER.get(e.hand, ())} & set(hands)]
        outside = [i for i, e in enumerate(given) if e.hand in hands and e.intents]
        found.append(scored(learn(by_view, inside), by_view, outside))
        order += outside
    return order, np.concatenate(found)


def measured(given: list[Example], found: Array) -> dict[str, dict[str, float]]:
    """The figures of each hand; how the intents go together is learnt from the other hands."""
    hands = np.array([one.hand for one in given])
    labels, lengths = labels_of(given), lengths_of(given)
    figures = {}
    usual = ~np.isin(hands, CHOSEN)
    for hand in (h for h in HANDS if h in hands):
        of = hands == hand
        rows = together(found[usual & ~of], lengths[usual & ~of], labels[usual & ~of])
        said = beside_chances(found[of], lengths[of]) @ rows.T
        figures[hand] = figures_of([given[i] for i in np.flatnonzero(of)], said)
    figures["mean"] = {
        k: float(np.mean([f[k] for f in figures.values()])) for k in next(iter(figures.values()))
    }
    return figures


def figures_of(given: list[Example], found: Array) -> dict[str, float]:
    gold = [set(one.intents) for one in given]
    said = [held_by(tuple(map(float, row))) for row in found]
    sure = [decided(tuple(map(float, row)), held) for row, held in zip(found, said, strict=True)]
    pairs = list(zip(gold, said, sure, strict=True))
    either = {k: sum((k in g) + (k in s) for g, s, _ in pairs) for k in INTENTS}
    f1 = {k: 2 * sum(k in g & s for g, s, _ in pairs) / max(either[k], 1) for k in INTENTS}
    large = [f for k, f in f1.items() if sum(k in g for g in gold) >= 5]
    return {
        **f1,
        "macro-F1": float(np.mean(large)),
        "same set": float(np.mean([g == s for g, s, _ in pairs])),
        "decided": float(np.mean(sure)),
        "dangerous": float(np.mean([bool(d and STOPPERS & g and not STOPPERS & s) for g, s, d in pairs])),
        "false promise": float(np.mean([d and "promise" in s - g for g, s, d in pairs])),
    }


# --- as text ----------------------------------------------------------------------------------------------


def written(model: Model, rows: Array) -> str:
    lines = ["# Made by `python -m tests.train`; see model.py. Do not edit by hand."]
    lines += [f"bias {view}\t" + _spaced(trained.bias) for view, (_, trained) in model.views.items()]
    lines += [f"together {kind}\t" + _spaced(row) for kind, row in zip(INTENTS, rows, strict=True)]
    columns: dict[str, list[str]] = {}
    for view, (numbers, trained) in model.views.items():
        for name, i in numbers.items():
            both = [_column(trained.clause[i]), _column(trained.mail[i])]
            if is_of_both(name) and view == VIEWS[1]:
                columns.setdefault(name, ["", ""]).extend(both)
            else:
                columns[name] = both
    return "\n".join(lines + ["\t".join((name, *them)) for name, them in columns.items()]) + "\n"


def _spaced(row: Array) -> str:
    return " ".join(f"{float(v):.3f}" for v in row)


def _column(vector: Array, least: int = 6) -> str:
    whole = [(chr(ord("a") + i), round(float(v) * 100)) for i, v in enumerate(vector)]
    return "".join(f"{letter}{value}" for letter, value in whole if abs(value) >= least)


def surprising(given: list[Example], found: Array) -> Iterable[str]:
    """The replies whose labels the model finds least likely: slips of the pen among them."""
    labels, found = labels_of(given), found[:, : len(INTENTS)]
    cost = np.logaddexp(0, -np.where(labels, 1, -1) * found).sum(1)
    for i in np.argsort(-cost)[:LISTED]:
        said = "+".join(sorted(held_by(tuple(map(float, found[i])))))
        yield f"{given[i].id} {'+'.join(given[i].intents)} seems {said}"


def main() -> None:
    given = examples()
    by_view = {view: viewed(given, view) for view in VIEWS}
    order, found = crossed(given, by_view, FOLDS if "--cross" in sys.argv else 1)
    outside = [given[i] for i in order]
    figures = measured(outside, found)
    for name in figures["mean"]:
        print(f"{name:18}" + "".join(f"{figures[hand][name]:9.3f}" for hand in figures))
    print(f"{'':18}" + "".join(f"{hand:>9}" for hand in figures))
    if "-v" in sys.argv:
        print("\n".join(surprising(outside, found)))
    if "--cross" in sys.argv:
        return
    usual = [i for i, e in enumerate(outside) if e.hand not in CHOSEN]
    mails = [outside[i] for i in usual]
    rows = together(found[usual], lengths_of(mails), labels_of(mails))
    model = learn(by_view, list(range(len(given))))
    lexicon = REPLIES.parent.parent / "bot" / "reading" / "lexicon"
    for name, text in (("weights.txt", written(model, rows)), ("net.txt", model.net.text())):
        lexicon.joinpath(name).write_text(text, "utf-8")
        print(f"{name}: {len(text) // 1000} kB")


if __name__ == "__main__":
    main()
