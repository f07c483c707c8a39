"""Which of the debtors known is this one? Files name the same customer now by number, now by name alone.

In go debtors as sources state them, out comes the one already known, or nothing. Two are taken for one only
by key, by SIREN, or by a name that just one of them all bears, and never against a number, a SIREN or
addresses that differ: a letter about one customer's debt must not reach another. One address alone does not
make two names one debtor either: the second gets a key with its name in it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from bot.events.debts import DebtorSeen
from bot.sources.identity import alike, by_address, with_name, words


class People:
    """The debtors known, by key, SIREN and name."""

    def __init__(self, known: Iterable[DebtorSeen]) -> None:
        self._by_key: dict[str, DebtorSeen] = {}
        self._keys: dict[str, set[str]] = defaultdict(set)  # by SIREN or name
        self._at: dict[str, dict[str, None]] = defaultdict(dict)  # by address: the keys made of it
        for debtor in known:
            self.add(debtor)

    def add(self, debtor: DebtorSeen) -> None:
        self._by_key[debtor.key] = debtor
        if by_address(debtor.key):
            self._at[_address(debtor.key)][debtor.key] = None
        for mark in _marks(debtor):
            self._keys[mark].add(debtor.key)

    def find(self, seen: DebtorSeen) -> DebtorSeen | None:
        for key in (seen.key, *self._at.get(_address(seen.key), ())):
            known = self._by_key.get(key)
            if known and named_as(known, seen):
                return known
        for mark in _marks(seen):
            bearers = [self._by_key[key] for key in self._keys.get(mark, ())]
            sure = mark.startswith("siren:") or all(_reachable_alike(seen, bearer) for bearer in bearers)
            if len(bearers) == 1 and sure and same(seen, bearers[0]):
                return bearers[0]
        return None

    def keyed(self, seen: DebtorSeen) -> DebtorSeen:
        """One that is not known, under a key that nobody has."""
        if seen.key not in self._by_key:
            return seen
        return replace(seen, key=with_name(seen.key, seen.name))


def named_as(known: DebtorSeen, seen: DebtorSeen) -> bool:
    """Its name does not speak against it, where the address alone speaks for it."""
    return not by_address(known.key) or alike(known.name, seen.name)


def same(one: DebtorSeen, other: DebtorSeen) -> bool:
    """Nothing speaks against these two being one debtor, and something for it."""
    if one.key == other.key:
        return True
    if (_numbered(one) and _numbered(other)) or (one.siren and other.siren and one.siren != other.siren):
        return False
    shared = set(one.contacts) & set(other.contacts)
    return bool(shared) or set(_marks(one)) & set(_marks(other)) != set()


def completed(seen: DebtorSeen, before: DebtorSeen | None) -> DebtorSeen:
    """What is said now, and where nothing is said now, what was known: an empty cell takes nothing away."""
    if before is None:
        return seen
    return replace(
        seen,
        key=before.key,
        name=before.name if seen.name == seen.key else seen.name,
        kind=before.kind if seen.kind == "unknown" else seen.kind,
        language=seen.language or before.language,
        address=seen.address or before.address,
        siren=seen.siren or before.siren,
        contacts=seen.contacts or before.contacts,
        phone=seen.phone or before.phone,
    )


def _marks(debtor: DebtorSeen) -> tuple[str, ...]:
    named = words(debtor.name)
    return tuple(mark for mark in (f"siren:{debtor.siren}" * bool(debtor.siren), f"name:{named}") if mark)


def _numbered(debtor: DebtorSeen) -> bool:
    """Its key is a customer number of the owner's, not taken from its SIREN, an address or its name."""
    return debtor.key != debtor.siren and not by_address(debtor.key) and not debtor.key.startswith("name:")


def _address(key: str) -> str:
    return key.partition("|")[0]


def _reachable_alike(one: DebtorSeen, other: DebtorSeen) -> bool:
    return not (one.contacts and other.contacts) or bool(set(one.contacts) & set(other.contacts))
