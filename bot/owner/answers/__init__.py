"""An answer of the owner's, read: bytes or text and what it answers in, an `Answer` out.

- What presses is never read into doubtful words; what stops is read generously.
- Only the owner's new words count: quoted mail and signature are cut; an automatic reply orders nothing.
- Any bytes get an answer, in linear time, without an exception; no clock is read.
`words` cuts and spells, `marking` finds names, days, sums and phrases, `walking` puts those of a sentence
together as orders, `dividing` prepares sentences for it, `meaning` says what an order is in answer to this
mail, `doubting` whether it is plain enough: each knows only the rooms named before it. The turns of phrase
are data, `words/phrases.txt`. Whether an act may be carried out is not decided here. `ANSWERS` is the version
that the journal keeps beside what was read.
"""

from bot.owner.answers.acts import PRESSING, Act, Answer, Instalment
from bot.owner.answers.context import NO_CONTEXT, Context, Item, context_of
from bot.owner.answers.reader import ANSWERS, read_answer

__all__ = [
    "ANSWERS",
    "NO_CONTEXT",
    "PRESSING",
    "Act",
    "Answer",
    "Context",
    "Instalment",
    "Item",
    "context_of",
    "read_answer",
]
