"""What a customer is said to be: a private person, a business, a public body, an association.

A command in, acts out. The same words stand in many sentences that say no such thing, so outside the question
itself they must be stated of the customer.
"""

from bot.owner.answers.acts import Act
from bot.owner.answers.commands import Command
from bot.owner.answers.context import Context
from bot.reading.dates import Now


def kind(c: Command, _b: list[Command], context: Context, _now: Now) -> list[Act] | None:
    if c.sentence.text.folded[c.end : c.sentence.end].startswith(" qui "):
        return None  # "c'est la mairie qui paie"
    if context.matter != "kind" and not (_stated(c) if context.kind == "notice" else _says_what(c)):
        return None
    return [Act("kind", value=c.fields["value"])]


def _stated(c: Command) -> bool:
    return c.words.startswith(("c'est un", "c'est une", "c'est la")) and not c.around


def _says_what(c: Command) -> bool:
    """In a list: "c'est une asso", or the word right beside the name."""
    behind = [m for m in c.sentence.marks if m.end <= c.start]
    close = (
        not behind
        or behind[-1].kind in ("name", "number", "comma", "day")
        or behind[-1].name in ("and", "nth")
    )
    return (
        c.words.startswith("c'est")
        or close
        or (
            behind[-1].name == "filler"
            and c.sentence.text.folded[behind[-1].start : behind[-1].end]
            in ("c'est", "c", "est", "is", "sont")
        )
    )
