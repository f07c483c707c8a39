"""The true order of lines that may have been swapped, copied, added or taken out.

Each line names the one that was before it; from the lines' names and these pointers alone this module says
which lines belong to the story (`spine`), which moved, which were put in, and where something is gone.
It knows no case and judges no content.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Order:
    """Indexes of lines. A gap (k, j) lies before line j; k is the line then before it, None at the start."""

    spine: tuple[int, ...]
    moved: frozenset[int]
    inserted: frozenset[int]
    gaps: tuple[tuple[int | None, int], ...]


def order(names: Sequence[str], afters: Sequence[str | None]) -> Order:
    """`names` are the lines' digests in file order, `afters` what each says of the line before it."""
    parents = _parents(names, afters)
    kept, inserted = [], set(range(len(names)))
    for fragment in _fragments(parents):
        core = _rising(fragment)
        kept.append((fragment, core))
        inserted -= set(fragment)
    spans = [(min(core), max(core), len(fragment)) for fragment, core in kept]
    spine, moved, gaps = [], set(), []
    last: int | None = None
    for (fragment, core), span in sorted(zip(kept, spans, strict=True), key=lambda one: one[1]):
        if any(_inside(span, other) for other in spans):
            inserted.update(fragment)
            continue
        if last is not None or afters[fragment[0]] is not None:
            gaps.append((last, fragment[0]))
        spine += fragment
        moved.update(set(fragment) - set(core))
        last = fragment[-1]
    return Order(tuple(spine), frozenset(moved), frozenset(inserted), tuple(gaps))


def _inside(span: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    """A smaller fragment between two lines of a larger one, which knows nothing of it, was put in."""
    return other[0] < span[0] and span[1] < other[1] and span[2] < other[2]


def _parents(names: Sequence[str], afters: Sequence[str | None]) -> list[int | None]:
    """For each line the line that it says it follows; of exact copies, the one in its right place counts."""
    where: dict[str, int] = {}
    home: set[str] = set()
    for i, name in enumerate(names):
        at_home = i > 0 and afters[i] == names[i - 1]
        if name not in where or (at_home and name not in home):
            where[name] = i
        if at_home:
            home.add(name)
    copies = {i for i, name in enumerate(names) if where[name] != i}
    return [
        i if i in copies else where.get(after) if after is not None else None
        for i, after in enumerate(afters)
    ]


def _fragments(parents: Sequence[int | None]) -> list[list[int]]:
    """The longest path from each line that follows nothing known; a copy (its own parent) is in none."""
    children: dict[int | None, list[int]] = defaultdict(list)
    for i, parent in enumerate(parents):
        if parent != i:
            children[parent].append(i)
    return [_longest(root, children) for root in children[None]]


def _longest(root: int, children: dict[int | None, list[int]]) -> list[int]:
    reached, depth = [root], {root: 0}
    for line in reached:
        for child in children.get(line, ()):
            depth[child] = depth[line] + 1
            reached.append(child)
    tip = max(reached, key=lambda line: (depth[line], line))
    above = {child: line for line in reached for child in children.get(line, ())}
    path = [tip]
    while path[-1] != root:
        path.append(above[path[-1]])
    return path[::-1]


def _rising(path: Sequence[int]) -> list[int]:
    """The longest rising subsequence: the lines that stand in their order; the others moved."""
    ends: list[int] = []  # the smallest end of a rising run of each length
    back: dict[int, int | None] = {}
    for line in path:
        at = bisect_left(ends, line)
        back[line] = ends[at - 1] if at else None
        ends[at : at + 1] = [line]
    run, line_or_none = [], ends[-1] if ends else None
    while line_or_none is not None:
        run.append(line_or_none)
        line_or_none = back[line_or_none]
    return run[::-1]
