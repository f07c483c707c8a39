"""The order that a part leaves out: "voici les encaissements : Martin 300 le 12, Durand 200, Roy rien".

Marked sentences in, the same with the order that was said before put beside the sum: a sum with a name is a
payment only where the words before it speak of payments that came, and "rien" beside such a one is none.
Nothing else is ever supplied.
"""

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

from bot.owner.answers.context import Context
from bot.owner.answers.dividing.breaths import Group, groups, of_whom_follows, orders
from bot.owner.answers.dividing.contrary import DOUBTS, contrary, opposed
from bot.owner.answers.dividing.dictated import counted_off
from bot.owner.answers.dividing.exceptions import with_exceptions
from bot.owner.answers.dividing.in_full import with_wholes
from bot.owner.answers.dividing.likewise import likewise, said_again
from bot.owner.answers.dividing.neither import neither
from bot.owner.answers.dividing.nobody_but import nobody_but
from bot.owner.answers.dividing.not_either import not_either
from bot.owner.answers.dividing.pairs import told_apart
from bot.owner.answers.marking.figures import Figure
from bot.owner.answers.marking.marks import Mark, Sentence, figure
from bot.owner.answers.walking.aims import item_number
from bot.owner.answers.walking.listing import SAVE
from bot.owner.answers.words.phrases import Said

_HEADS = re.compile(
    r"\b(?:releve|extrait|pointe[rsz]?|encaiss\w+|recue?s?|au credit|credite\w*|rentre(?:e|es|s)?|paiements?"
    r"|reglements?|virements?|versements?|rentrees|paye[es]*|regle[es]*|statement|received|payments?"
    r"|transfers?|came in|paid)\b"
)
_NOT_SO = re.compile(
    r"\b(?:pas|aucune?|jamais|rien|sans|retards?|attend\w*|no|not|never|late|if|si|promis\w*|prevue?s?"
    r"|a (?:encaisser|recevoir|percevoir|payer|regler|venir)|expected|forecast|due|to come|demain|tomorrow"
    r"|prochaine?s?|mails?|e-?mails?|messages?|lettres?|letters?|courriers?|reponses?)\b"
)
_NOTHING = re.compile(
    r"(?:toujours |encore |still )?(?:rien|nothing|nada|zero)(?: (?:du tout|encore|yet|at all))?"
)
_MEANS = frozenset(
    ("virement", "cheque", "especes", "liquide", "carte", "cb", "vir", "transfer", "cash", "card", "date")
)
_MOST = 4  # words of a name that the mail did not show


def supplied(sentences: list[Sentence], context: Context, today: date) -> list[Sentence]:
    found: list[Sentence] = []
    told = False
    sentences = [said_again(counted_off(one, context), context) for one in sentences]
    sentences = [contrary(neither(told_apart(one, context), context), context) for one in sentences]
    sentences = [not_either(one, b, context) for b, one in zip([None, *sentences], sentences, strict=False)]
    sentences = [opposed(one, b, context) for b, one in zip([None, *sentences], sentences, strict=False)]
    sentences = nobody_but(sentences, context)
    apart = [one for sentence in sentences for one in _with_news(sentence, context)]
    for sentence in (with_wholes(s, context) for s in _rejoined(with_exceptions(apart, context))):
        for part in _parts(sentence, context, told=told):
            part = likewise(part, found[-1] if found else None, context)
            mended = _supplied(part, context, told=told or _by_its_means(part, today))
            found.append(_quiet(mended) if _announces(mended, context) else mended)
            told = _speaks_of_payments(mended, context) or (told and mended is not part)
    return found


_BUT_FOR = re.compile(rf"{SAVE.pattern}|juste|seulement|uniquement|just|only")


def _with_news(sentence: Sentence, context: Context) -> list[Sentence]:
    """ "rien de neuf sauf Martin 300": in answer to a stale source, who is left out has paid."""
    nothing = next((m for m in sentence.marks if m.name in ("nothing_new", "not_received")), None)
    save = next((m for m in sentence.marks if m.kind == "phrase" and _BUT_FOR.fullmatch(m.said.words)), None)
    if context.matter != "stale_source" or save is None or nothing is None:
        return [sentence]
    commas = [m for m in sentence.marks if m.kind == "comma" and m.start < nothing.start]
    if save.start > nothing.start:
        news, rest = _cut(sentence, save.end, sentence.end), _cut(sentence, sentence.start, save.start)
    elif commas:
        news = _cut(sentence, save.end, commas[-1].start)
        rest = _cut(sentence, commas[-1].end, sentence.end)
    else:
        return [sentence]
    came = [_supplied(part, context, told=True) for part in _parts(news, context, told=True)]
    paid = all(any(m.name in ("paid", "settled") for m in part.marks) for part in came)
    return sorted([rest, *came], key=lambda one: one.start) if paid else [sentence]


def _rejoined(sentences: list[Sentence]) -> list[Sentence]:
    """ "Reçu ! 612,40 le 11/03": figures alone belong to the payment that was told before them."""
    found: list[Sentence] = []
    for sentence in sentences:
        figures = all(
            m.kind in ("sum", "number", "day", "comma") or m.name == "filler" for m in sentence.marks
        )
        summed = any(m.kind in ("sum", "number") for m in sentence.marks)
        before = found[-1] if found else None
        if before and before.text is sentence.text and figures and summed and _told_bare(before):
            found[-1] = replace(before, end=sentence.end, marks=before.marks + sentence.marks)
        else:
            found.append(sentence)
    return found


def _told_bare(sentence: Sentence) -> bool:
    """A payment told without its sum."""
    if sentence.question:
        return False
    sums = any(m.kind in ("sum", "number") for m in sentence.marks)
    said = [m.name for m in sentence.marks if m.kind == "phrase" and m.name != "filler"]
    return said[-1:] == ["paid"] and not sums


def _speaks_of_payments(sentence: Sentence, context: Context) -> bool:
    """A heading, or a payment told with its sum."""
    if _NOT_SO.search(sentence.folded) or sentence.question:
        return False
    if any(m.name == "paid" for m in sentence.marks) and any(_a_sum(m, context) for m in sentence.marks):
        return True
    return _heads(sentence.folded) and not groups(sentence, context)


def _heads(text: str) -> bool:
    return _HEADS.search(text) is not None and _NOT_SO.search(text) is None


def _announces(sentence: Sentence, context: Context) -> bool:
    """ "d'après l'extrait du 9 :", on a line of its own."""
    heads = sentence.folded.rstrip().endswith(":") and _heads(sentence.folded)
    return heads and not groups(sentence, context) and not any(_a_sum(m, context) for m in sentence.marks)


def _quiet(heading: Sentence) -> Sentence:
    """What stands above a list orders nothing by itself."""
    marks = (replace(m, name="filler") if m.name in ("paid", "doubt", "seen") else m for m in heading.marks)
    return replace(heading, marks=tuple(marks))


def _parts(sentence: Sentence, context: Context, *, told: bool) -> list[Sentence]:
    """ "encaissements : Martin 300, Durand 200": each part with its sum by itself, the heading first."""
    heading, colon, _ = sentence.folded.partition(":")
    headed = bool(colon) and _heads(heading)
    start = sentence.start + len(heading) + 1 if headed else sentence.start
    commas = [
        m
        for m in sentence.marks
        if m.start >= start and ((m.kind == "comma" and m.name in (",", ";")) or m.name == "and")
    ]
    if not commas or not (told or headed or _one_after_another(sentence, commas[0], context)):
        return [sentence]
    parts = [_cut(sentence, a, b) for a, b in pairwise([start, *(m.end for m in commas), sentence.end])]
    if not all(_stated(part, context) for part in parts):
        return [sentence]
    return ([_quiet(_cut(sentence, sentence.start, start))] if headed else []) + parts


def _one_after_another(sentence: Sentence, comma: Mark, context: Context) -> bool:
    """ "Durand a payé 200 et Petit 300": a payment with its sum, and then somebody written as such."""
    before = [m for m in sentence.marks if m.end <= comma.start]
    summed = any(m.name == "paid" for m in before) and any(_a_sum(m, context) for m in before)
    behind = [m for m in sentence.marks if m.start >= comma.end and m.name != "filler"]
    exact = sentence.text.words(behind[0].start, behind[0].end) if behind else ""
    somebody = behind and ((behind[0].kind in ("name", "word") and exact[:1].isupper()) or _of_all(behind))
    return (
        bool(summed and somebody)
        and not _NOT_SO.search(sentence.folded)
        and not _OWED.search(sentence.folded)
    )


def _of_all(behind: list[Mark]) -> bool:
    """ "2 tout": somebody's sum without a figure."""
    return len(behind) > 1 and behind[1].kind == "sum" and figure(behind[1]).cents is None


_OWED = re.compile(r"\b(?:doit|doivent|devrai\w{1,3}|reste|restent|owes?|left|manque)\b")


def _stated(part: Sentence, context: Context) -> bool:
    """Somebody, and a sum or "rien"."""
    sums = [m for m in part.marks if _a_sum(m, context)]
    nothing = _NOTHING.fullmatch(part.folded.split(" ")[-1])
    somebody = groups(part, context) or any(m.kind == "word" for m in part.marks)
    return bool(somebody) and len(sums) + bool(nothing) == 1


def _cut(sentence: Sentence, start: int, end: int) -> Sentence:
    marks = tuple(m for m in sentence.marks if start <= m.start < end)
    return replace(sentence, start=start, end=end, marks=marks)


def _by_its_means(sentence: Sentence, today: date) -> bool:
    """ "virement Martin 300 hier": how it came, and on no day still to come."""
    days = [figure(m) for m in sentence.marks if m.kind in ("day", "duration")]
    if not all(gone_by(day, today) for day in days):
        return False
    if _NOT_SO.search(sentence.folded) and not any(m.name == "presented" for m in sentence.marks):
        return False
    spoken = [m for m in sentence.marks if m.kind == "word" or m.name == "filler"]
    return any(_exactly(sentence, m).split(" ")[-1] in _MEANS for m in spoken)


def gone_by(day: Figure, today: date) -> bool:
    """Surely, or nearer than the day to come that the same words may mean."""
    if not day.behind or not day.ahead:
        return False
    return day.ahead <= today or today - day.behind <= day.ahead - today


def _supplied(sentence: Sentence, context: Context, *, told: bool) -> Sentence:
    if context.matter == "call":
        sentence = _promised(sentence, context)
    if context.kind == "notice" and context.matter != "stale_source":
        return _in_its_means(sentence, context, told=told)
    named = groups(sentence, context)
    if not named:
        return _of_a_stranger(sentence, context) if told else sentence
    told = told or any(
        m.name == "paid" and any(g.first < i for g in named) for i, m in enumerate(sentence.marks)
    )
    if not told:
        return sentence
    ends = [*(group.first for group in named[1:]), len(sentence.marks)]
    for group, end in zip(reversed(named), reversed(ends), strict=True):
        if not of_whom_follows(sentence.marks, group):
            sentence = _with_its_order(sentence, group, end, context)
    return sentence


_SWEARS = re.compile(
    r"[ ,]{0,3}(?:(?:il|elle|ils|elles|he|she|they) (?:me |m'a |nous |l'a )?\w{2,12}|promis\w{0,2})?[ .]{0,2}"
)


def _promised(sentence: Sentence, context: Context) -> Sentence:
    """ "Spoke to him. 500 next Friday, he swears": in what a call told, a sum and a day to come."""
    first = sentence.marks[:2]
    if [m.kind for m in first] != ["sum", "day"] or sentence.question or sentence.trailing:
        return sentence
    day = figure(first[1])
    ordering = any(orders(context, sentence.marks, i) for i in range(len(sentence.marks)))
    behind = sentence.text.folded[first[1].end : sentence.end]
    doubted = any(m.name in DOUBTS for m in sentence.marks)
    if ordering or doubted or not day.ahead or day.ahead == day.behind or not _SWEARS.fullmatch(behind):
        return sentence
    here = sentence.start
    said = Said("said", here, here, (("result", "promise"),), "promise")
    return replace(sentence, marks=(Mark("phrase", here, here, "said", said), *sentence.marks))


_MONEY_ASKED = frozenset(("call", "already_paid", "payment_match"))


def _in_its_means(sentence: Sentence, context: Context, *, told: bool) -> Sentence:
    """ "passée au magasin ce matin, 65 € en espèces": a sum, how it came and when, and no order."""
    sums = [m for m in sentence.marks if m.kind == "sum"]
    days = any(m.kind == "day" for m in sentence.marks)
    ordering = any(orders(context, sentence.marks, i) for i in range(len(sentence.marks)))
    if not told or ordering or not days or len(sums) != 1 or context.matter not in _MONEY_ASKED:
        return sentence
    return sentence if any(m.name in DOUBTS for m in sentence.marks) else _paid(sentence, sums[0])


def _with_its_order(sentence: Sentence, group: Group, end: int, context: Context) -> Sentence:
    behind = sentence.marks[group.after : end]
    ordering = [i for i in range(group.after, end) if orders(context, sentence.marks, i)]
    if ordering and all(sentence.marks[i].name == "presented" for i in ordering):
        ordering = []  # "le chèque de M. Grandjean, 890 euros, remis le 16"
    sums = [m for m in behind if _a_sum(m, context)]
    if not ordering and len(sums) == 1 and not _words(behind):
        return _paid(sentence, sums[0])
    said = [sentence.marks[i] for i in ordering]
    if len(said) == 1 and not sums and not _words(behind) and _NOTHING.fullmatch(_exactly(sentence, said[0])):
        mark = replace(said[0], name="not_received", value=replace(said[0].said, name="not_received"))
        return replace(sentence, marks=tuple(mark if m is said[0] else m for m in sentence.marks))
    return sentence


def _exactly(sentence: Sentence, mark: Mark) -> str:
    return sentence.text.folded[mark.start : mark.end]


def _a_sum(mark: Mark, context: Context) -> bool:
    return mark.kind == "sum" or (mark.kind == "number" and not item_number(context, mark))


def _words(marks: tuple[Mark, ...]) -> bool:
    return any(m.kind == "word" and m.name not in _MEANS for m in marks)


def _of_a_stranger(sentence: Sentence, context: Context) -> Sentence:
    """ "- riou, 120 euros le 8": a name that the mail did not show, with its sum."""
    sums = [m for m in sentence.marks if _a_sum(m, context)]
    behind = [m.start for m in sentence.marks if m.kind == "comma" and sums and m.start > sums[0].start]
    marks = [m for m in sentence.marks if m.kind != "comma" and m.name not in ("filler", "and", "him")]
    marks = [m for m in marks if not behind or m.start < behind[0]]
    words = [
        m for m in marks if m.kind == "word" and sums and m.end <= sums[0].start and m.name not in _MEANS
    ]
    before = [m for m in marks if sums and m.start < sums[0].start and m.kind not in ("day", "word")]
    if len(sums) != 1 or not 0 < len(words) <= _MOST or before or any(m.kind == "phrase" for m in marks):
        return sentence
    return _paid(sentence, sums[0])


def _paid(sentence: Sentence, beside: Mark) -> Sentence:
    said = Said("paid", beside.start, beside.start, (), "")
    mark = Mark("phrase", beside.start, beside.start, "paid", said)
    handed = (replace(m, name="filler") if m.name == "presented" else m for m in sentence.marks)
    sentence = replace(sentence, marks=tuple(handed))
    place = sentence.marks.index(beside)
    return replace(sentence, marks=(*sentence.marks[:place], mark, *sentence.marks[place:]))
