"""Whether an order that presses is about something else than the mail: another customer, bill or matter.

An `Order` in, a yes or no out; each only ever makes an order doubtful.
"""

import re

from bot.owner.answers.doubting.beside import leaves_later
from bot.owner.answers.doubting.order import GOES, Order
from bot.owner.answers.marking.marks import Mark, name
from bot.owner.answers.marking.namesakes import another
from bot.owner.answers.walking.commands import Command
from bot.owner.answers.walking.listing import SAVE
from bot.owner.answers.words.spelling import plain
from bot.owner.answers.words.telling import reason

_SMALL = re.compile(r" (?:de |du |des |d'|la |le |l'){0,2}$")


def of_a_namesake(order: Order) -> bool:
    """ "relance Martin Dupuy", "relance garage du port": a name goes on, and is of nobody in the list."""
    walk, text = order.walk, order.walk.sentence.text.folded
    named = [m for m in walk.named if m.kind == "name" and name(m).target in order.command.targets]
    until = reason(order.behind) if named else -1
    limit = walk.sentence.end if until < 0 else order.command.end + until
    for mark in named:
        words = [m for m in walk.sentence.marks if m.kind == "word" and mark.start < m.start < limit]
        behind = [w for w in words if _SMALL.fullmatch(text[mark.end : w.start])]
        if name(mark).other:
            return True
        if not name(mark).invoice and behind and another(behind[0].name, (name(mark).target,)):
            return True
    return False


def not_shown(order: Order) -> bool:
    """ "ok pour Durand", "ok sauf Durand", whom the mail did not show."""
    context = order.context
    shown = {"all", *(str(i.n) for i in context.listed), context.case, *context.invoices}
    shown.update(word for item in context.listed for word in (item.case, *item.invoices))
    if order.command.name not in ("yes", "send", "accept"):
        return False
    left_out = order.left_out if order.act.target == "all" else []
    return any(not set(c.targets) <= shown for c in (order.command, *left_out))


_DID = re.compile(r"\W{0,3}(?:i|we|you|he|she|it|they) (?:did|have|has|had|was|were)\b\W*$")


def of_another_question(order: Order) -> bool:
    """ "Yes, they did": whether a letter may leave is not what that answers."""
    return order.command.name == "yes" and _DID.match(order.behind) is not None


_FOR_THE_REST = re.compile(
    r"(?:relance|lettre|rappel|courrier|letter|reminder)?s? ?(?:pour|sur|for|on) (?:le (?:reste|solde)"
    r"|the rest)\b"
)
_THE_REST = re.compile(r"\b(?:le (?:reste|solde|restant)|the (?:rest|remainder|balance))\b")


def for_the_rest_of_it(order: Order) -> bool:
    """ "Aubin : 300 € reçus, relance (pour) le reste": of the sum, or all the others?"""
    command = order.command
    if not command.rest:
        return False
    items = {str(item.n) for item in order.context.listed}
    before = [m for m in command.sentence.marks if m.end <= command.start]
    sums = [m for m in before if m.kind == "sum" or (m.kind == "number" and str(m.value) not in items)]
    said = command.words + order.behind
    resumed = order.act.act == "resume" and _THE_REST.search(said)
    return bool(sums and (resumed or _FOR_THE_REST.search(said)))


_OTHER = re.compile(
    r"(?:\b(?:the|an|your|les?|des|un|une|pour)|\bl'|\bd')? ?\b(?:autres?(?! (?:jour|fois|semaine|cote"
    r"|mois|part|choix))|others?"
    r"|another)\b"
)


_ANOTHER = re.compile(r"\b(?:une? autre|d'autres|another|other (?:bill|invoice|debt|matter)s?)\b")


def another_letter(order: Order) -> bool:
    """ "send the other", in answer to one letter; "relancé deux fois pour une autre facture"."""
    said = order.walk.sentence.folded
    if order.command.name == "reminded":
        return _ANOTHER.search(said) is not None
    proposal = order.command.name in GOES and order.context.matter == "mise_en_demeure"
    return proposal and _OTHER.search(said) is not None


_AS_A = re.compile(
    r"\b(?:comme|en tant que|as (?:a|an|our|my)) (?:fournisseurs?|clients?|prestataires?|partenaires?"
    r"|suppliers?|customers?"
    r"|contractors?|sous-traitants?)\b"
)


def going_on_with_him(order: Order) -> bool:
    """ "on continue avec lui comme fournisseur": no letter is meant."""
    return order.command.name == "resume" and _AS_A.search(order.walk.sentence.folded) is not None


def another_case(order: Order) -> bool:
    """ "oui pour Auto Pro", "le litige K-14 est clos": a notice is about its own customer and bills alone."""
    context, walk = order.context, order.walk
    if context.kind != "notice":
        return False
    own = {context.case, *context.invoices, "all", ""}
    if order.command.name in _OF_THE_MATTER and not set(order.command.targets) <= own:
        return True
    return any(m.kind == "name" and name(m).target in own and _goes_on(m, order) for m in walk.named)


_OF_THE_MATTER = frozenset(("yes", "send", "accept", "dispute_closed"))
_NEXT_WORD = re.compile(r" (?:de |du |des |d'|la |le |l'){0,2}(?P<word>[a-z][\w-]+)")


def _goes_on(mark: Mark, order: Order) -> bool:
    """ "Auto Pro" for Auto Plus, "hôtel de la plage" for Hôtel du Port: part of the name, another word."""
    walk, case = order.walk, plain(order.context.case)
    text = walk.sentence.text
    found = _NEXT_WORD.match(text.folded, mark.end, walk.sentence.end)
    own = text.folded[mark.start : mark.end]
    if found is None or name(mark).invoice or own == case or found["word"] in re.findall(r"[\w-]+", case):
        return False
    if any(m.start == found.start("word") and m.name == "kind" for m in walk.sentence.marks):
        return True  # "auto pro"
    written = text.words(found.start("word"), found.end("word"))
    return (written[:1].isupper() and not written.isupper()) or another(found["word"], (order.context.case,))


_ANEW = re.compile(r"\b(?:a zero|(?:du|depuis le) debut|from (?:scratch|zero|the (?:start|beginning)))\b")


def made_anew(order: Order) -> bool:
    """ "reprends la facture de Roux à zéro": a paper is to be made again."""
    return order.act.act == "resume" and _ANEW.search(order.walk.sentence.folded) is not None


_BY_OTHER_MEANS = re.compile(
    r"\b(?:par|via|by|au|on the|in) (?:le |la |l')?(?:telephone|tel|sms|texto|whatsapp|courrier|poste|facteur"
    r"|fax|phone|text|post|letter|hand|person)\b|\ben main propre\b|\bde vive voix\b"
)
_BY_MAIL = re.compile(r"\b(?:par|by) (?:e-?)?mail\b|\bpar courriel\b")


def by_other_means(order: Order) -> bool:
    """ "relance par courrier", "ok pour relancer par téléphone"; a mise en demeure goes by no mail either."""
    if order.act.act not in ("ok", "resume") or _BY_OTHER_MEANS.search(order.command.words):
        return False
    how = re.split(r"[,:;(]", order.behind[:80])[0]
    demand = order.context.matter == "mise_en_demeure"
    return bool(_BY_OTHER_MEANS.search(how) or (demand and _BY_MAIL.search(how)))


_I_DO = re.compile(r"\b(?:je|j'|i|i'll|i will|i'm|moi-meme) ?(?:(?:le|la|les|l'|lui|leur|te|vous|y) ?){0,2}$")
_WE_DO = re.compile(r"\bon (?:(?:le|la|les|l'|lui|leur) ?){0,2}$")
_SENDING = re.compile(r"(?:on )?(?:r?env(?:o[iy]|err)|exped|adress|transm|lance|post|send|mail)")


_ANOTHERS_TURN = re.compile(
    r"\b(?:a|au|aux) (?!(?:toi|vous)\b)(?:\w+ ){1,3}?de (?:l'|les |la |le |lui |leur |nous )?\w+(?:er|re)$"
)


def sent_by_himself(order: Order) -> bool:
    """ "je l'envoie ce soir", "on l'envoie par courrier", "c'est à lui de l'envoyer": not by us."""
    words = order.command.words
    if order.act.act == "ok" and _ANOTHERS_TURN.search(order.before[-60:] + words):
        return True
    if order.act.act != "ok" or not _SENDING.match(words):
        return False
    we_do = words.startswith("on ") or _WE_DO.search(order.before)
    return bool(_I_DO.search(order.before) or (we_do and _BY_OTHER_MEANS.search(words + order.behind)))


_INSTEAD = re.compile(r"\b(?:plutot|instead|rather|a la place)\b")


def something_instead(order: Order) -> bool:
    """ "envoie-lui le devis plutôt", "send the quote instead"."""
    near = order.before[-40:] + order.command.words + order.behind[:40]
    return order.act.act == "ok" and _INSTEAD.search(near) is not None


def all_and_one(order: Order) -> bool:
    """ "tous 2 sauf Vidal": all of them, or the second?"""
    targets = order.command.targets
    return order.act.act == "ok" and "all" in targets and any(t.isdigit() for t in targets)


def all_for_a_number(order: Order) -> bool:
    """ "601 c'est vrai, 516 il a tort": an invoice that nobody of the list has, and not all of them."""
    figures = [m for m in order.walk.sentence.marks if m.kind in ("number", "sum")]
    return order.act.act == "dispute_closed" and order.act.target == "all" and bool(figures)


_ONLY = re.compile(r"\b(?:seulement|uniquement|exclusivement|only)\b")


def of_one_kind(order: Order) -> bool:
    """ "ok pour les pros seulement", "ok pour les mails uniquement": which those are is not said."""
    kinds = [c for c in order.walk.commands if c.name == "kind" and set(c.targets) <= {"all"}]
    if order.context.kind == "notice":
        return order.context.matter != "kind" and any(map(_of_a_class, kinds))
    aimed = order.walk.named or any(m.kind == "day" for m in order.walk.sentence.marks)
    only = _ONLY.search(order.walk.sentence.folded) and not aimed
    return order.act.target == "all" and bool(kinds or only)


_LED_TO = re.compile(r"\b(?:pour|aux|for|to|que|tous|toutes|all|ok|yes|oui)(?: (?:les|the))? $")
_ONLY_THOSE = re.compile(r"s?(?: customers?| clients?)? (?:only|seulement|uniquement)\b")


def _of_a_class(c: Command) -> bool:
    """ "ok pour les pros", "ok business only"; not "oui, c'est un pro"."""
    text = c.sentence.text.folded
    many = c.words.endswith("s") and _LED_TO.search(text[c.sentence.start : c.start])
    return bool(many or _ONLY_THOSE.match(text, c.end))


_RIGHT_BEHIND = re.compile(r",? ?(?:(?:pour|le|on|the) ){0,2}")


def whose_day(order: Order) -> bool:
    """ "tous sauf Brice lundi", "tous sauf Brice et Cyril lundi": who leaves on Monday?"""
    saved = [c for c in order.walk.commands if c.name == "not" and c.targets and SAVE.fullmatch(c.words)]
    if order.act.target != "all" or not saved:
        return False
    here = [c for c in order.walk.commands if c.chunk == saved[-1].chunk]
    after = [c for c in here if c.name == "pause" and c.before]
    named = [m.end for m in order.walk.named if m.start >= saved[-1].end]
    for mark in (*saved[-1].marks, *(m for c in after for m in c.marks if m.start == c.start)):
        before = max((end for end in named if end <= mark.start), default=0)
        text = order.command.sentence.text.folded
        if before and _RIGHT_BEHIND.fullmatch(text, before, mark.start) and leaves_later(mark, order):
            return True
    return False


_COUNT = r"(?:\d|une|un|deux|trois|quatre|cinq|one|two|three|four|five|once|twice|jamais|never)"
_TWO_COUNTS = re.compile(
    rf"\b{_COUNT}(?: fois| times| x)?(?: ?[-/] ?| (?:ou|or|a|to) |,? (?:non|no|pardon|enfin|plutot|sorry"
    rf"|rather),? )(?:meme )?{_COUNT}\b"
)


def counted_twice(order: Order) -> bool:
    """ "relancé une ou deux fois", "deux fois, non trois": how often it was cannot be told."""
    return order.act.act == "already_reminded" and _TWO_COUNTS.search(order.walk.sentence.folded) is not None


def reminders_told(order: Order) -> bool:
    """ "Petit 2 rappels déjà, ok", in answer to what leaves tomorrow: noted, or sent?"""
    if order.act.act != "ok" or order.act.target == "all" or order.context.matter != "eve":
        return False
    return any(c.name == "reminded" for c in order.walk.commands)


def reminders_counted(order: Order) -> bool:
    """ "2 : encore 1 relance", "Martin 1 relance": so many for one; the first is not meant."""
    words, listed = order.command.words, order.context.kind != "notice"
    if order.act.act != "resume" or not listed or not _A_REMINDER.match(words):
        return False
    kinds = [m.kind for m in order.walk.sentence.marks if m.end <= order.command.start]
    several = len(order.command.targets) > 1 or kinds.count("number") > 1
    return several and (kinds[-2:] == ["name", "number"] or _SO_MANY.search(order.before) is not None)


_SO_MANY = re.compile(r"[\w)] ?[:=>(] ?(?:[a-z]+ ){0,3}\d $|(?<!\S)(\d) \1 $")
_A_REMINDER = re.compile(r"relances?\b")
THE_OTHER = re.compile(r"\b(?:l'autre|the other(?! (?:two|three|four|five|ones|\d)))\b")


def which_other(order: Order) -> bool:
    """ "Dupont deux fois et l'autre une fois", in a list of three; "l'autre, rien", of two invoices."""
    invoice = order.act.target is None and len(order.context.invoices) > 1
    listed = order.command.rest and len(order.context.listed) > 2
    return (invoice or listed) and THE_OTHER.search(order.walk.sentence.folded) is not None
