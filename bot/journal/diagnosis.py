"""What exactly is wrong with a journal whose lines are not in order: lines in, flaws out.

Pure. It takes all lines at once, since one line alone cannot tell whether it was altered, put in, or stands
after one that is gone. Where two explanations fit the same bytes it says the lesser one. The rules:

- a line that is not what its own sha256 says is altered, unless its neighbours know nothing of it: inserted;
- a line whole in itself is altered (and hashed anew) if its case's next line names another in its place;
- a gap between lines, or in the numbers of a case, is a missing line, unless an altered line stands there;
- gaps that fit no remaining case are a case missing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from bot.events.entries import VERSION
from bot.journal.chain import EVENTS, OWN, TAIL, digests
from bot.journal.flaws import Flaw
from bot.journal.lines import FILE
from bot.journal.order import Order, order


@dataclass(frozen=True, slots=True)
class Seen:
    """One line as it stands in the file; what cannot be read of it is empty."""

    sha: str
    whole: bool  # it is what its own sha256 says
    readable: bool
    case: str = ""
    n: int = 0
    at: str = ""
    prev: str | None = ""
    after: str | None = ""
    simulated: bool = False


def see(line: bytes) -> Seen:
    stated, sha = digests(line)
    whole = line[-TAIL:] == OWN % stated.encode()
    try:
        record = orjson.loads(line)
    except ValueError:
        record = None
    if not isinstance(record, dict):
        return Seen(sha, whole, readable=False)
    return Seen(
        sha,
        whole,
        _readable(record),
        case=_text(record, "case") or "",
        n=record["n"] if isinstance(record.get("n"), int) else 0,
        at=_text(record, "at") or "",
        prev=_text(record, "prev"),
        after=_text(record, "after"),
        simulated=record.get("simulated") is True,
    )


def _readable(record: dict[str, Any]) -> bool:
    shaped = all(key in record for key in ("case", "n", "at", "data", "prev", "after"))
    return shaped and record.get("type") in EVENTS and record.get("v") == VERSION


def _text(record: dict[str, Any], key: str) -> str | None:
    """Null is a value of `prev` and `after`; anything else that is no text is nothing known: empty."""
    found = record.get(key, "")
    return found if found is None or isinstance(found, str) else ""


def diagnose(seen: Sequence[Seen], lost: int) -> list[Flaw]:
    """All flaws of the lines; `lost` is how many the next seals count that are not there."""
    found = order([one.sha for one in seen], [one.after for one in seen])
    return _Diagnosis(seen, found, lost).flaws()


class _Diagnosis:
    def __init__(self, seen: Sequence[Seen], found: Order, lost: int) -> None:
        self._seen = seen
        self._found = found
        self._lost = lost
        bent = {i for i, one in enumerate(seen) if not one.whole}
        self._altered: dict[int, Flaw] = {
            i: self._flaw("altered", i, "its bytes are not what its own sha256 says")
            for i in sorted(bent - found.inserted)
        }
        self._free = set(self._altered)  # altered lines that explain no gap in a case yet
        self._explained: set[int] = set()  # lines j before which a gap is explained

    def flaws(self) -> list[Flaw]:
        self._rehashed()
        gone = list(self._jumps())
        open_gaps = [(k, j) for k, j in self._found.gaps if not self._closed(k, j)]
        gone += [self._flaw("missing", j, "the line before it is gone", placed=False) for _, j in open_gaps]
        return [*self._altered.values(), *gone, *self._whole_cases(open_gaps, gone), *self._plain()]

    def _flaw(self, kind: Any, i: int, detail: str, *, placed: bool = True) -> Flaw:
        one = self._seen[i]
        case, n = (one.case or None, one.n or None) if placed else (None, None)
        return Flaw(kind, FILE, i + 1, case, n, detail)

    def _plain(self) -> Iterator[Flaw]:
        """What each line shows by itself."""
        found, clock, at = self._found, self._seen[0].simulated if self._seen else False, ""
        for i in sorted(found.inserted):
            yield self._flaw("inserted", i, "the lines around it know nothing of it")
        for i in sorted(found.moved):
            yield self._flaw("moved", i, "it does not stand where it was written")
        for i in found.spine:
            one = self._seen[i]
            if one.whole and not one.readable:
                yield self._flaw("unreadable", i, "no event that this program knows")
            if one.whole and one.simulated is not clock:
                yield self._flaw("clock_mixed", i, "simulated and real time in one journal")
            elif one.whole and one.at < at:
                yield self._flaw("clock_mixed", i, "earlier than the line before it")
            at = max(at, one.at) if one.whole else at

    def _rehashed(self) -> None:
        """Lines whole in themselves that the next of their case, or all cases, know by another name."""
        for k, j in self._found.gaps:
            if k is None or k in self._altered:
                continue
            one, x = self._seen[k], self._seen[j].after
            heirs = (two for two in self._seen if two.whole and two.prev == x)
            if any((two.case, two.n) == (one.case, one.n + 1) or (k == 0 and two.n == 1) for two in heirs):
                self._altered[k] = self._flaw("altered", k, "the lines after it name another in its place")

    def _closed(self, k: int | None, j: int) -> bool:
        """A gap beside an altered line is that line's: its name, or the name it gives, is not the old one."""
        return j in self._explained or k in self._altered or not self._seen[j].whole

    def _chains(self) -> dict[str, list[int]]:
        chains: dict[str, list[int]] = defaultdict(list)
        for i in self._found.spine:
            if self._seen[i].whole and self._seen[i].readable:
                chains[self._seen[i].case].append(i)
        return chains

    def _jumps(self) -> Iterator[Flaw]:
        """Lines missing by the numbers of their case."""
        for case, chain in self._chains().items():
            n, before = 0, -1
            for i in chain:
                one = self._seen[i]
                absent = [m for m in range(n + 1, min(one.n, n + 1 + len(self._seen)))]
                absent = [m for m in absent if not self._stands_for(case, m, before, i)]
                if absent:
                    yield self._jump(case, absent, before, i)
                elif one.n <= n or (one.n == n + 1 and not self._follows(one, before)):
                    self._misnamed(i, before)
                n, before = one.n, i

    def _jump(self, case: str, absent: Sequence[int], before: int, i: int) -> Flaw:
        gaps = [j for k, j in self._found.gaps if before < j <= i and k not in self._altered]
        exact = [j for j in gaps if self._seen[j].after == self._seen[i].prev]
        gaps = exact or gaps
        self._explained.update(gaps)
        line = gaps[0] + 1 if gaps else i + 1
        detail = f"line {absent[0]} of the case is gone"
        if len(absent) > 1:
            detail = f"lines {absent[0]} to {absent[-1]} of the case are gone"
        return Flaw("missing", FILE, line, case, absent[0], detail)

    def _stands_for(self, case: str, n: int, before: int, i: int) -> bool:
        """An altered line between the neighbours stands for the missing one: the one that says so first."""
        between = sorted(one for one in self._free if before < one < i)
        claims = [one for one in between if (self._seen[one].case, self._seen[one].n) == (case, n)]
        chosen = claims or between
        if not chosen:
            return False
        self._free.discard(chosen[0])
        return True

    def _follows(self, one: Seen, before: int) -> bool:
        if before >= 0:
            head = self._seen[before]
            return not head.whole or one.prev == head.sha
        start = self._found.spine[0]
        first = self._seen[start]
        if one is first:
            return one.prev is None
        gone = first.after is not None or start in self._altered  # the true first line is not to be had
        return gone or one.prev == first.sha

    def _misnamed(self, i: int, before: int) -> None:
        if before not in self._altered and i not in self._altered:
            self._altered[i] = self._flaw("altered", i, "it does not follow its case's line before")

    def _whole_cases(self, gaps: Sequence[tuple[int | None, int]], gone: Iterable[Flaw]) -> Iterator[Flaw]:
        known = sum(1 for flaw in gone if flaw.case)
        if len(gaps) > 1 or (gaps and self._lost - known > 1):
            detail = "the lines gone fit no case that remains: a case, or the ends of several, were taken out"
            yield Flaw("case_missing", FILE, gaps[0][1] + 1, None, None, detail)
