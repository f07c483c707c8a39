"""A question about somebody: "Martin a payé ?", "et Lenoir ?", "il doit combien ?".

A sentence that ends in a question mark and names a case orders nothing of it; it asks. Only what could be a
question is turned into one: a question about letters to be sent stays with its words, for `vetting` to doubt.
"""

import re

from bot.owner.answers.context import Context
from bot.owner.answers.walking.aims import flush
from bot.owner.answers.walking.commands import Command, Walk

_ASKABLE = frozenset(
    ("paid", "settled", "not_received", "said", "called", "weak", "presented", "posted", "ask", "unclaimed")
)


_HAS_HE_PAID = re.compile(
    r"(?:(?:et|alors|mais|sinon|bon|au fait|and|so),? )?(?:(?:il|elle|ils|elles) (?:a|ont) (?:bien |deja "
    r"|enfin )?"
    r"(?:paye|regle|vire)|a-t-(?:il|elle) (?:paye|regle)|c'est paye|(?:has|have) (?:he|she|they) paid"
    r"|did (?:he|she|they) pay|is it paid)(?: (?:au final|finalement|depuis|ou (?:pas|non)|deja|yet|or not))?"
)


_ANSWERED = re.compile(r"\W*(?:non|nan|oui|no|yes|ben|bah)\b")


def _whether_he_paid(walk: Walk) -> bool:
    """ "il a payé ?"; not "il a payé ? Non. Alors envoie."."""
    sentence = walk.sentence
    asks_it = sentence.question and _HAS_HE_PAID.fullmatch(sentence.folded.strip()) is not None
    return asks_it and _ANSWERED.match(sentence.text.folded, sentence.end) is None


def _to_whom(walk: Walk) -> None:
    """ "combien nous doit exactement Sevrea ?": a word of assent in a question is none."""
    asked = [c for c in walk.commands if c.name == "ask"]
    others = [c for c in walk.commands if c.name in ("yes", "weak")]
    if len(asked) == 1 and not asked[0].targets and others and len(asked) + len(others) == len(walk.commands):
        asked[0].targets = [target for c in others for target in c.targets]
        walk.commands[:] = asked


_IN_THE_FILE = re.compile(
    r"\b(?:(?P<inverted>(?:as-tu|avez-vous|a-t-on|avons-nous|y a-t-il"
    r"|est-ce (?:que|qu') ?(?:tu as|vous avez|on a|nous avons|il y a)|do (?:you|we) have"
    r"|have (?:you|we)(?: got)?|is there|are there))|tu as|t'as|t'aurais|tu aurais|vous avez|vous auriez|on a"
    r"|on aurait|nous avons|il y a|y a|you(?:'ve| have)?(?: got)?|we(?:'ve| have)?(?: got)?|there's|any|got"
    r"|il a|elle a|ils ont)(?: [\w']{1,14}){0,4} (?:adresses?|mails?|e-?mails?|courriels?|telephones?"
    r"|portables?|numeros?|contacts?|interlocuteurs?|coordonnees|address(?:es)?|phones?|numbers?|contrats?"
    r"|devis|contracts?|quotes?)\b"
)


def _of_the_file(walk: Walk) -> None:
    """ "tu as un autre mail pour eux ?": what the case holds, asked of the program."""
    found = _IN_THE_FILE.search(walk.sentence.folded)
    if not found or any(c.name == "contact" and c.marks for c in walk.commands):
        return
    if not (walk.sentence.question or found["inverted"]):
        return
    start, end = found.start() + walk.sentence.start, found.end() + walk.sentence.start
    chunk = sum(m.kind == "comma" and m.start < start for m in walk.sentence.marks)
    walk.commands[:] = [c for c in walk.commands if not start <= c.start < end]
    command = Command("ask", walk.sentence, walk.number, chunk, start, end)
    flush(walk, command)
    walk.orphans[:] = walk.left
    walk.commands.append(command)


def asks(walk: Walk, context: Context) -> None:
    _of_the_file(walk)
    if walk.sentence.question and context.kind == "notice" and _EITHER.search(walk.sentence.folded):
        walk.commands.clear()  # "la lettre est partie ou pas ?"
    unsaid = all(c.name in ("weak", "not", "contact") and not c.targets for c in walk.commands)
    if walk.sentence.question and unsaid and context.kind == "notice":
        _plain_question(walk)
    asked = [c for c in walk.commands if c.name != "not"]
    if context.kind == "notice" and _whether_he_paid(walk):
        for command in asked:
            command.name = "ask"
    if walk.sentence.question and any(c.name == "ask" for c in asked):
        _to_whom(walk)
    elif walk.sentence.question:
        _asks_about(walk, asked)


def _asks_about(walk: Walk, asked: list[Command]) -> None:
    """ "Martin a payé ?": what is told of somebody is asked."""
    if any(c.name not in _ASKABLE for c in asked):
        return
    named = [c for c in walk.commands if c.targets or c.own]
    if named and asked:
        walk.commands[:] = asked
        if not any(c.targets for c in asked):
            asked[0].targets = list(named[0].targets)
        for command in walk.commands:
            command.name = "ask"
    elif walk.pending and (_few_words(walk) or _asked_of_one(walk)):
        first = walk.pending[0]
        command = Command("ask", walk.sentence, walk.number, 0, first.start, first.end, before=True)
        flush(walk, command)
        walk.orphans.clear()
        walk.commands.append(command)


def _few_words(walk: Walk) -> bool:
    """ "et Lenoir ?"."""
    words = walk.chunks[0].words
    return len(words) < 3 and (walk.pending[0].kind == "name" or bool(words))


def _asked_of_one(walk: Walk) -> bool:
    """ "c'est quoi les 40 € en plus sur la 1 ?"; "pourquoi pas Martin ?" may want it."""
    folded = walk.sentence.folded
    return len(walk.pending) == 1 and bool(_ASKS.match(folded)) and not _WHY_NOT.search(folded)


_WHY_NOT = re.compile(r"\b(?:pourquoi pas|why not)\b")
_ASKS = re.compile(
    r"\W*(?:et |mais |au fait,? )?(?:qui|quoi|que|qu'|combien|ou|quand|pourquoi|comment|quel"
    r"|c'est (?:qui|quoi|laquelle|pour)|what|who|how|why|when|where|which|a combien|il y a combien"
    r"|pour combien)\b"
)


_EITHER = re.compile(r"\b(?:ou (?:pas|non)|or not)\W*$")
_WHICH = re.compile(r"\b(?:quelle?s? (?!que\b)\w+|which (?:one|invoice|bill|job))\b")
_INVERTED = re.compile(
    r"\b(?:est|sont|etait|a|ont|avez|as|es|etes|doit|doivent|is|are|has|have|did|does|was)[- ](?:t-)?(?:il"
    r"|elle|ils|elles|on|vous|tu|he|she|they|it|the \w+|you)\b"
)


def _plain_question(walk: Walk) -> None:
    """ "c'est laquelle déjà ?", "elle a écrit quoi ?": about the matter itself."""
    opens = (
        _WHICH.search(walk.sentence.folded)
        or _ASKS.match(walk.sentence.folded)
        or _INVERTED.search(walk.sentence.folded)
    )
    closes = re.search(
        r"\b(?:ou (?:pas|non)|or not|quoi|combien|qui|quand|laquelle|lesquelles|comment|ou)\W*$",
        walk.sentence.folded,
    )
    if (opens or closes) and not _WHY_NOT.search(walk.sentence.folded):
        start = walk.sentence.start
        walk.commands.append(Command("ask", walk.sentence, walk.number, 0, start, walk.sentence.end))
