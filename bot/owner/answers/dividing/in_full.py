""" "Tout" and "le solde" said as sums among payments: "Martin 300 payé et Lenoir la totalité".

A marked sentence in, the same out with such words as a sum without a figure, which is all that is owed. Only
behind a customer, and only where another's payment is told with its sum. "Le reste" may be the sum's or the
customer's own: a doubt goes with it.
"""

import re
from dataclasses import replace

from bot.owner.answers.context import Context
from bot.owner.answers.marking.figures import Figure
from bot.owner.answers.marking.marks import Mark, Sentence
from bot.owner.answers.walking.aims import is_target
from bot.owner.answers.words.phrases import Said

_WHOLE = re.compile(
    r"[ :=]{1,3}(?:(?:a |ont |pour |has |for )?(?:tout|le tout|l'integralite|(?:la |sa )?totalite|le total"
    r"|(?:en |la facture )?(?:entiere?|totalite|integralite)|(?:le |son )?solde|en une fois"
    r"|totalement|(?:paid )?in full|everything|all(?: of it)?|the (?:lot|whole(?: amount)?|full amount)"
    r"|the balance|(?:full|whole)(?: amount)?)|(?P<rest>(?:le |son |the )?(?:reste|restant|rest|remainder)))"
    r"(?= ?(?:[,;.)]|$|(?:et|and|le|hier|ce|on|yesterday|this|mais|but)\b))"
)


_OF_WHOM = re.compile(r" (?:de |d'|du |des |from |by )(?:la |le |les |l'|the )?")


def with_wholes(sentence: Sentence, context: Context) -> Sentence:
    """Each "tout" beside a customer as the sum that it says, where another's sum was paid."""
    if sentence.question or context.kind == "notice" or not any(m.name == "paid" for m in sentence.marks):
        return sentence
    marks = sentence.marks
    customers = [
        m for i, m in enumerate(marks) if m.name not in ("all", "rest") and is_target(context, marks, i)
    ]
    sums = (m for m in marks if m not in customers)
    if len(customers) < 2 or not any(m.kind in ("sum", "number") for m in sums):
        return sentence
    for customer in customers:
        sentence = _with_whole(_turned(sentence, customer), customer.end)
    return sentence


def _turned(sentence: Sentence, customer: Mark) -> Sentence:
    """ "reçu 300 de Martin et tout de Lenoir"."""
    everything = next(
        (m for m in reversed(sentence.marks) if m.end <= customer.start and m.name == "all"), None
    )
    between = sentence.text.folded[everything.end : customer.start] if everything else ""
    if everything is None or not _OF_WHOM.fullmatch(between):
        return sentence
    whole = Mark("sum", customer.end, customer.end, "", Figure("sum", customer.end, customer.end))
    marks = [m for m in sentence.marks if m is not everything]
    place = marks.index(customer) + 1
    return replace(sentence, marks=(*marks[:place], whole, *marks[place:]))


def _with_whole(sentence: Sentence, behind: int) -> Sentence:
    said = _WHOLE.match(sentence.text.folded, behind, sentence.end)
    if not said:
        return sentence
    here = [m for m in sentence.marks if behind <= m.start < said.end() and behind < m.end]
    if any(m.kind not in ("word", "phrase", "comma") or m.name == "paid" for m in here):
        return sentence
    start, end = behind + 1, said.end()
    whole = [Mark("sum", start, end, "", Figure("sum", start, end))]
    if said["rest"]:
        whole.append(Mark("phrase", start, start, "hedge", Said("hedge", start, start)))
    kept = [m for m in sentence.marks if m not in here]
    return replace(sentence, marks=tuple(sorted((*kept, *whole), key=lambda m: m.start)))
