"""Words that stand where a name may stand and are nobody's, however they are written."""

import re

from bot.owner.answers.marking.names import NAMELESS
from bot.reading.verbs import meanings

_SPEECH = re.compile(
    r"(?:[jlmtsdcn]|qu)'.*|depuis|cause|alors|donc|voila|bref|hier|puis|ensuite|never|always|still|again"
    r"|janvier|fevrier|juillet|aout|septembre|octobre|novembre|decembre|january|february|july|september"
    r"|october|november|december|there|then|revenu|one|two|three|four|five|six|ten|un|une|deux|trois|quatre"
    r"|cinq|dix|tous|toutes|all|everyone|everybody"
)


def of_speech(word: str) -> bool:
    """ "j'ai", "depuis": no name, however it is written."""
    return _SPEECH.fullmatch(word) is not None or word in meanings()


def nameless(word: str) -> bool:
    return word in NAMELESS or (len(word) > 7 and word.endswith("ment"))
