"""Which case a name, a number or a target stands for."""

from bot.owner.answers.context import Context
from bot.owner.answers.marking.marks import Mark, name
from bot.owner.answers.walking.aims import item_number


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
