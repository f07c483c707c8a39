"""What a call told: a command in, the act `called` out, or none where nobody was spoken to.

A day still to come is what was promised; one gone by is when they say they paid. "Il m'a appelé" is no call
of the owner's.
"""

import re
from datetime import date

from bot.owner.answers.acts import Act
from bot.owner.answers.context import Context
from bot.owner.answers.marking.marks import figure, name
from bot.owner.answers.meaning.awaited import money_at
from bot.owner.answers.meaning.holding import coming
from bot.owner.answers.meaning.money import amount_of
from bot.owner.answers.walking.commands import Command
from bot.reading.dates import Now


def called(c: Command, _b: list[Command], context: Context, _now: Now) -> list[Act] | None:
    result = _result(c, _now)
    if _NOT_YET.search(c.sentence.text.folded[: c.start + _SUBJECT]) or _still_to_call(c):
        return None  # "nothing until I've spoken to him"
    if not c.fields.get("result") and _no_call(c, context, _now):
        return None
    if context.matter in _OF_MONEY and not c.fields.get("result") and _him_or_it(c):
        return []
    if context.matter == "post" and not _SPOKEN_ALOUD.search(c.sentence.folded):
        return None  # "l'accusé, je l'ai eu ce matin"
    if c.words in ("par telephone", "au telephone") and any(
        b.name == "reminded" and b.number == c.number for b in _b
    ):
        return None
    if (
        "au telephone" in c.words
        and not _SPOKEN.search(c.words)
        and not _TOLD.match(c.sentence.text.folded, c.end)
        and not c.fields.get("result")
        and (_promised(c, _now) or _now.today) > _now.today
    ):
        return None  # "je l'ai au tel demain"
    if result == "paid":
        days = any(m.kind == "day" for m in c.marks)
        day = c.day(past=True) if days else None
        return [Act("called", result=result, date=day, amount=amount_of(c), told=_words(c))]
    told = result == "promise" and not is_no_promise(c, _now) and not in_part(c)
    result = "other" if result == "promise" and not told else result
    beside = [Act("dispute")] if told and _disputes_beside(c) else []
    return [
        Act(
            "called",
            result=result,
            date=_promised(c, _now) if told else None,
            amount=amount_of(c) if told else None,
            awaits=_awaited(c, _now) if result == "other" else None,
            told=_words(c),
        ),
        *beside,
    ]


def in_part(c: Command) -> bool:
    """ "paie la moitié vendredi", "300 a month", "paie vendredi si je repasse": no promise of it all."""
    behind = _behind(c)
    part = _BY_THE_MONTH.search(behind) or (_IN_PART.search(behind) is not None and c.sum() is None)
    return bool(part) or _IF_WE.search(behind) is not None


def _disputes_beside(c: Command) -> bool:
    """ "will pay 600 on Friday and disputes the rest"; in French it is an order of its own."""
    own = any(m.name == "dispute" for m in c.sentence.marks)
    return not own and _DISPUTES.search(_behind(c)) is not None


def _behind(c: Command) -> str:
    """What is told of this customer."""
    names = [m for m in c.sentence.marks if m.kind == "name" and m.start >= c.end]
    others = [m.start for m in names if name(m).target not in c.targets]
    return c.sentence.text.folded[c.start : min([*others, c.sentence.end])]


def _words(c: Command) -> str:
    """The sentence, or its part about this customer where it names several."""
    sentence = c.sentence
    named = [m for m in sentence.marks if m.kind == "name"]
    start, end = sentence.start, sentence.end
    if len({name(m).target for m in named}) > 1:
        start = max((m.start for m in named if m.start <= c.start), default=start)
        end = min((m.start for m in named if m.start >= c.end), default=end)
    return sentence.words(start, end)


def _result(c: Command, now: Now) -> str:
    """Told in so many words, or by the day that is said; what left on Saturday is promised no more."""
    said = c.fields.get("result") or (
        "no_answer" if _MISSED.search(c.sentence.text.folded[: c.start]) else ""
    )
    words = c.sentence.text.folded[c.start : c.sentence.end]
    if said == "paid" and (_NO_MONEY.search(words) or _WISHES.search(c.sentence.folded)):
        return "other"
    if said in ("", "promise") and _is_made(c, words, now):
        return "paid"
    return said or ("promise" if _to_come(c, now) else "other")


def _is_made(c: Command, words: str, now: Now) -> bool:
    """ "chèque parti samedi", "virement fait vendredi"; not "virement fait demain", nor "le 30" to come."""
    if not _MADE.search(words):
        return False
    gone = [figure(m).behind for m in c.marks if m.kind == "day"]
    return all(day is not None and 0 <= (now.today - day).days <= _LATELY for day in gone)


def _awaited(c: Command, now: Now) -> date | None:
    """ "en congé jusqu'au 30", "revient lundi": the day still to come, until which nothing can be had."""
    days = [figure(m).ahead for m in c.sentence.marks if m.kind in ("day", "duration") and m.start >= c.start]
    return max((day for day in days if day and day > now.today), default=None)


_IN_PART = re.compile(
    r"\b(?:(?:la |a )?moitie|(?:un |l'|en )acompte|une (?:petite |grosse |premiere )?partie"
    r"|un (?:tiers|quart(?! d'heure)|peu)|quelque chose|half(?! past| an hour)|(?:a|the) deposit"
    r"|(?:a )?part (?:of|payment)|some of|a (?:third|quarter)|something)\b|\d ?%"
)
_BY_THE_MONTH = re.compile(
    r"\d ?(?:€|euros?|£)? ?(?:a|per|each|every|par|/|chaque|tous les|toutes les) ?(?:mois|month|week"
    r"|semaines?)\b"
    r"|\b(?:en|in) (?:\d|deux|trois|quatre|cinq|six|two|three|four|five|six) (?:fois|instal\w+|goes|parts"
    r"|payments|times|versements)\b"
)
_WISHES = re.compile(
    r"\b(?:veut|veulent|voudrai\w+|aimerai\w+|souhaite\w*|propose\w* d[e']|demande\w* (?:a|de)|wants? to"
    r"|would like to|asks? to|offers? to) (?:me |nous )?(?:pay|regl|sold|vers|vir|settl)"
)
_SEES_NOTHING = (
    r"(?:ne |n')?(?:l'|le |la |les )?(?:ai|a|vois|recois|recoit|voit|avons|suis|don't|haven't|didn't|see|get"
    r"|hear|got)\b"
)
_IF_WE = re.compile(
    r"\b(?:si|quand|des que?|lorsqu?e?|une fois que?|apres que?|if|when|once|as soon as|after)[ ']"
    rf"(?:je |j'|on |nous |i |we |i've |we've )(?!{_SEES_NOTHING})"
    r"|\b(?:a (?:la )?condition|sous reserve|pourvu que?|provided|on (?:the )?condition)\b"
    r"|\b(?:on|je|nous) \w+(?: \w+){0,2} d'abord\b|\b(?:i|we)(?:'ll| will)? \w+(?: \w+){0,2} first\b"
)
_DISPUTES = re.compile(
    r"\b(?:disput(?:es|ing)|will dispute|contest(?:s|ing)|den(?:ies|ying)|quer(?:ies|ying)"
    r"|challeng(?:es|ing)|won't pay the)\b"
)
_LATELY = 10  # days: "samedi" is the last one
_MADE = re.compile(
    r"\b(?:cheque|virement|reglement|paiement|solde|check|payment|transfer|money)s?(?: (?:de|d'|of) ?[\d ,.]+"
    r"(?:€|euros?|e\b)?)?,? (?:(?:est|sont|a ete|etait|serait|has been|was|is|bien|deja|already|lui|aussi) )*"
    r"(?:parti|poste|envoye|emis|effectue|fait|depose|expedie|sent|made|posted|gone|left)e?s?\b"
)
# "n'a jamais reçu la facture", "a bien reçu la relance": no word of money.
_NO_MONEY = re.compile(
    r"\b(?:n'(?:a|ai|ont|avait|est)|ne l'a|pas|jamais|never|not|hasn't|haven't|didn't)\b(?: [\w']+){0,3}? "
    r"(?:recue?s?|received?|had|got|eue?s?|trouvee?s?|paye|regle|paid|vire)\b"
    r"|\b(?:recu|received|had|got) (?:la|ma|notre|les|mes|nos|le|mon|the|my|our|a|une) (?:factures?|relances?"
    r"|lettres?|courriers?|mails?|rappels?|documents?|invoices?|letters?|reminders?|copies?)\b"
)


_OF_MONEY = frozenset(("already_paid", "payment_match"))
_HAD = re.compile(r"(?:je |on |nous )?(?:l'(?:ai|a|avons)|les (?:ai|a|avons)) (?:bien |enfin )?eue?s?\b")


def _him_or_it(c: Command) -> bool:
    """ "je l'ai eu hier" and no more, to a question about money: reached him, or got the payment?"""
    beside = [m for m in c.sentence.marks if m.kind not in ("day", "comma") and m.name not in _SAYS_LITTLE]
    return (
        _HAD.match(c.words) is not None and not _SPOKEN_ALOUD.search(c.sentence.folded) and len(beside) == 1
    )


_SAYS_LITTLE = frozenset(("filler", "him", "and", "yes"))


def is_no_promise(c: Command, now: Now) -> bool:
    """ "il a promis de me rappeler", "il paiera quand il sera payé", "il devait payer vendredi dernier"."""
    text, end = c.sentence.text.folded, c.sentence.end
    behind = re.split(r"[,;.:]", text[c.end : end])[0]
    day = _promised(c, now)
    if day is not None and day < now.today:
        return True
    if _HAD_TO.search(text[c.sentence.start : c.end]) and not _WILL.search(c.words):
        return True
    if _WORD_GIVEN.search(c.words) and c.sum() is None and _of_another_deed(behind):
        return True
    return day is None and _HANGS.search(text[c.start : end]) is not None


def _of_another_deed(behind: str) -> bool:
    """ "de me rappeler", "de m'envoyer un mail"; not "de régler", "de déposer le chèque"."""
    deed = _DEED.match(behind)
    if deed is None or _PAYS.match(deed["verb"]):
        return False
    return not any(money_at(behind, word.start()) for word in _WORDS.finditer(behind))


_HAD_TO = re.compile(
    r"\b(?:devai(?:t|ent)|etai(?:t|ent) cense|avai(?:t|ent) (?:bien )?(?:promis|dit|jure)|supposed to"
    r"|meant to|(?:was|were|had) to|should have|had promised)\b"
)
_WILL = re.compile(r"\w+era(?:it|ient)?\b|\w+eront\b|\b(?:will|va|vont)\b|'ll\b")
_WORD_GIVEN = re.compile(r"prom[ie]\w+|\bjur\w+|engag\w+|swor\w+|\bswears?\b|\bword\b")
_DEED = re.compile(
    r" (?:de |d'|a |to )(?:(?:me|m'|nous|le|la|l'|les|lui|tout|bien) ?){0,2}(?P<verb>[a-z]{3,16})"
)
_PAYS = re.compile(r"pay|regl|vir|vers|sold|acquit|rembours|settl|wire|transfer|cough|clear|square")
_WORDS = re.compile(r"\b[a-z]{3,}")
_HANGS = re.compile(
    r"\b(?:pa[iy]|regl|vir|vers|sold|settl|promi)\w*\b[^,;:.]{0,24}\b(?:(?:que )?(?:quand|si)|lorsqu\w*"
    r"|des qu\w*|une fois|s'ils?|pas avant|when|once|as soon as|if|after|unless|until|till|apres que?|only)\b"
    r"(?! (?:il |elle |ils |he |she |they |c'est |it's )?(?:possible|peut|peuvent|pourra|can|could))"
)
_MISSED = re.compile(r"\b(?:pas|jamais|not|couldn't|can't)(?: (?:pu|reussi a))? $")  # "pas eu Durand au tel"


def _no_call(c: Command, context: Context, now: Now) -> bool:
    """Without a result: with one of the house, or the customer's own, "il m'a appelé", "she called today"."""
    before = c.sentence.text.folded[: c.start]
    if _OUR_OWN.match(c.sentence.text.folded[c.end : c.sentence.end]):
        return True
    if context.matter == "call":
        return False
    told = context.kind == "notice" or "qui" in c.sentence.folded
    if (told and _HAS_US.search(before)) or _CALLED_US.search(before):
        return True
    return not _to_come(c, now) and _US.search(c.words) is not None


_HAS_US = re.compile(
    r"\b(?:m'a|nous a|m'ont|nous ont)(?: (?!(?:dit|promis|assure|jure|confirme|annonce|garanti)\b)\w+)? ?$"
)
_SUBJECT = 12  # letters of a phrase that its own "i've just" may take


def _still_to_call(c: Command) -> bool:
    """ "je l'appelle demain, promis"."""
    before = c.sentence.text.folded[: c.start]
    return c.words in ("promis", "promised") and _I_SHALL.search(before) is not None


_I_SHALL = re.compile(
    r"\b(?:je (?:vais |dois )?(?:l'|les? |la |lui )(?:re|r)?appel\w{1,5}|(?:i'll|i will) (?:call|ring|phone)"
    r" (?:him|her|them))\b[^.;:!?]{0,30}$"
)
_NOT_YET = re.compile(
    r"\b(?:until|till|before|unless|once|avant que|tant que"
    r"|jusqu'a ce que)(?: (?:je|j'|i|on|we|nous|i've|we've)\b.{0,12})?$"
)
_US = re.compile(r"\b(?:m'|nous |me\b|us\b)")
_OUR_OWN = re.compile(
    r" ?(?:a |with |to )?(?:my|our|mon|ma|mes|notre|nos) (?:husband|wife|partner|accountant|lawyer|solicitor"
    r"|boss|son|daughter|brother|sister|mari|femme|epouse?|epoux|associee?s?|comptable|avocate?|fils|fille"
    r"|frere|soeur|patronn?e?|compagn(?:e|on)|collegues?|equipe|team|colleagues?)\b"
)
_CALLED_US = re.compile(r"\b(?:he|she|they|who)(?: has| just)? $")
_SPOKEN_ALOUD = re.compile(r"telephon|appel|\bjoint|messagerie|repondeur|phone|call|rang|spoke|parle")


_TOLD = re.compile(r" ?:")  # "Riou au tel : 500 vendredi"
_SPOKEN = re.compile(
    r"\b(?:eue?s?|dit|dire|prom(?:is|ettre)|assurer?|confirmer?|annoncer?|jurer?|appel\w+|joint\w*|parle"
    r"|contact\w*|coup|rang|rung|call\w*|spoke\w*|talked)\b"
)


def _to_come(c: Command, now: Now) -> bool:
    day = _promised(c, now)
    return day is not None and day > now.today and day != c.day(past=True)


def _promised(c: Command, now: Now) -> date | None:
    """ "appelé ce jour, paie le 30": the last day said that is still to come."""
    ahead = [figure(m).ahead for m in c.marks if m.kind in ("day", "duration")]
    later: list[date | None] = [day for day in ahead if day and day > now.today]
    behind = [figure(m).ahead for m in c.marks if m.kind in ("day", "duration") and m.start >= c.end]
    told: list[date | None] = [day for day in behind if day and day > now.today]
    today = [coming(m, c.day(), now.today) for m in c.marks if m.kind == "day" and figure(m).ahead == c.day()]
    return (told or later or today or [c.day()])[0]
