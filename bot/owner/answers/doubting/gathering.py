"""Acts gathered one by one: what is said twice counts once, with all that either telling of it has."""

from dataclasses import replace

from bot.owner.answers.acts import Act

_ONCE = frozenset(
    ("unclaimed", "not_served", "presented", "refused_letter", "posted", "paid", "called", "absent")
)


def add(acts: list[Act], act: Act) -> None:
    """The act, unless it was said; said again with more, the fuller stands."""
    for place, other in enumerate(acts):
        if (other.act, other.target) == (act.act, act.target) and act.act in _ONCE:
            fuller, less = sorted((other, act), key=_fullness, reverse=True)
            acts[place] = _with_the_rest_of(fuller, less)
            return
        if act.act == "pause" and (other.act, other.target) == ("pause", act.target):
            acts[place] = act  # "attends demain. enfin mardi"
            return
    if act not in acts:
        acts.append(act)


def _with_the_rest_of(fuller: Act, less: Act) -> Act:
    """ "c'est payé, chèque de 154 encaissé le 28": one payment, told in two pieces; so is a posting."""
    if fuller.act not in ("paid", "posted"):
        return fuller
    return replace(
        fuller,
        amount=fuller.amount or less.amount,
        date=fuller.date or less.date,
        number=fuller.number or less.number,
    )


def _fullness(act: Act) -> int:
    return sum(value is not None for value in (act.date, act.amount, act.number, act.until, act.times))
