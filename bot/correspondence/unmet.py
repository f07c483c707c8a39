"""Customers whom the configuration names and nobody is called: what it says of them holds for nobody."""

from bot.desk import Desk
from bot.rules import Rules, as_called


def unmet(desk: Desk, rules: Rules) -> list[str]:
    """Their names or numbers, as they stand under `debtors`."""
    strange = [name for name in rules.debtors if not _is_name(desk, name)]
    if not strange:
        return []
    keys = {as_called(desk.case(case).debtor.key) for case in desk.state.cases()}
    return [name for name in strange if as_called(name) not in keys]


def _is_name(desk: Desk, name: str) -> bool:
    return any(as_called(desk.case(c).debtor.name) == as_called(name) for c in desk.state.by_name(name))
