"""Who is not among "les autres": a case that the answer names, though nothing sure was said of it.

"J'ai un doute sur la pharmacie, les autres oui" sends to the others alone. Walked sentences and acts
in; the acts get a `no` for each case that would otherwise be sent to by a yes to the rest.
"""

from bot.owner.answers.acts import Act
from bot.owner.answers.context import Context
from bot.owner.answers.marking.marks import Mark, name
from bot.owner.answers.walking.aims import item_number
from bot.owner.answers.walking.commands import Walk


def keep_back(walks: list[Walk], acts: list[Act], context: Context) -> None:
    if not any(c.rest or c.sentence.leaves_out for walk in walks for c in walk.commands):
        return
    if not any(act.act == "ok" and act.target == "all" for act in acts):
        return
    spoken_of = {case_of(act.target, context) for act in acts}
    for mark in (mark for walk in walks for mark in walk.named):
        for case in _fitting(mark, context):
            if case and case not in spoken_of:
                spoken_of.add(case)
                acts.append(Act("no", case))


def _fitting(mark: Mark, context: Context) -> tuple[str, ...]:
    """The cases that a name may mean; both where it fits two."""
    return (mark.kind == "name" and name(mark).fits) or (meant(mark, context),)


def meant(mark: Mark, context: Context) -> str:
    """The case that a name or an item's number stands for."""
    target = name(mark).target if mark.kind == "name" else item_number(context, mark)
    return case_of(target, context)


def case_of(target: str | None, context: Context) -> str:
    """The case that a number, an invoice or a name means; none that the mail did not show."""
    for item in context.items:
        if target in (str(item.n), item.case, *item.invoices):
            return item.case
    return ""
