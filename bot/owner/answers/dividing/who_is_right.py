"""To "has he paid?": "il a raison", "il se trompe", "rien du tout" and nothing else are its yes and its no.

A passage in, the same with the plain word in their place out; of other questions they say something else.
"""

import re
from dataclasses import replace

from bot.owner.answers.context import Context
from bot.owner.answers.words.between import Passage
from bot.owner.answers.words.spelling import plain

_WHO = (
    r"(?:(?:oui|non|yes|no|ah|si),? )?(?:il|elle|ils|elles|on|le client|la cliente|he|she|they|the customer)"
)
_RIGHT = re.compile(
    rf"(?:{_WHO} (?:(?:a|ont) (?:bien |tout a fait )?raison|(?:is|are) (?:quite |absolutely )?right)"
    rf"|{_WHO}'(?:s|re) (?:quite |absolutely )?right|(?:yes,? )?(?:that's )?(?:true|right|correct)"
    r"|(?:oui,? )?(?:c'est |tout a fait )?(?:exact|vrai|juste)(?:,? je confirme)?)[ .!]*"
)
_WRONG = re.compile(
    rf"(?:{_WHO} (?:(?:a|ont) tort|se trompe(?:nt)?|(?:is|are) (?:wrong|mistaken))"
    rf"|{_WHO}'(?:s|re) (?:wrong|mistaken)|(?:non,? )?(?:c'est )?(?:faux|pas vrai|inexact)"
    r"|(?:toujours )?rien(?: du tout)?|nothing(?: at all)?"
    r"|(?:no,? )?(?:that's |it's )?(?:wrong|false|untrue|not true))[ .!]*"
)


def who_is_right(passage: Passage, context: Context) -> Passage:
    """Of what is contested only its yes: who is contradicted has not heard yet that the dispute is closed."""
    if context.matter not in ("already_paid", "dispute"):
        return passage
    words, contested = plain(passage.text).strip(), context.matter == "dispute"
    if _RIGHT.fullmatch(words):
        return replace(passage, text="il a raison" if contested else "oui")
    return replace(passage, text="non") if _WRONG.fullmatch(words) and not contested else passage
