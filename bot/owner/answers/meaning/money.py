"""What is said of money: that it came, in whole or in part, that a matter is settled.

Commands in, acts out; none where the words leave open how much or whether. "Payé" closes an invoice, so a
tale, a negation or a present tense is never read as money that came.
"""

import re
from dataclasses import replace
from datetime import date

from bot.owner.answers.acts import Act
from bot.owner.answers.context import Context
from bot.owner.answers.marking.figures import COUNTED, figures
from bot.owner.answers.marking.marks import Mark, figure, name
from bot.owner.answers.meaning.denying import denied
from bot.owner.answers.meaning.payees import not_surely_got, of_no_money, paid_by_us, said_of_all
from bot.owner.answers.walking.commands import Command
from bot.reading.dates import Now


def paid(c: Command, before: list[Command], context: Context, now: Now) -> list[Act] | None:
    if context.matter == "post" and "recu" in c.words:
        return _receipt(c)
    c = _without_the_rest(c)
    if _of_no_customer(c) or of_no_money(c) or _told_on_the_phone(c, before):
        return None
    if (
        _settled_somehow(c, context)
        or _bare(c, context)
        or _words_alone(c)
        or _counted(c, context)
        or _of_a_list(c, context)
        or _for_another(c)
        or not_surely_got(c, context)
    ):
        return []
    if (context.matter not in _MONEY_ASKED and _no_money_said(c)) or _not_come_yet(c, context):
        return None
    share = _share(c)
    before_it = c.sentence.text.folded[max(0, c.start - 30) : c.start]
    never = _NEVER.search(before_it) or _TO_BE.search(before_it)  # "jamais payé", "doit être payée"
    whose = context.matter == "stale_source" and not c.targets
    elsewhere = _ANOTHER.match(c.sentence.text.folded[c.end : c.sentence.end])
    if never or whose or elsewhere or share == 0 or paid_by_us(c):
        return []
    if _partly(c) or (c.words == "bien recu" and not _money_near(c)):
        return None if any(b.number == c.number for b in before) or _partly(c) else []
    amount = share or amount_of(c)
    if amount is None and context.matter in _MONEY_ASKED and all(b.sum() is None for b in before):
        amount = _only_sum(c)
    return [Act("paid", amount=amount, date=_day(c), value=None if amount else said_of_all(c))]


def _told_on_the_phone(c: Command, before: list[Command]) -> bool:
    """ "appelé. Il a payé 180 ce matin, tout est soldé": said again."""
    told = any(b.name == "called" and b.fields.get("result") == "paid" for b in before)
    return told and c.sum() is None


def _of_no_customer(c: Command) -> bool:
    """ "j'ai reçu le courrier du mandataire", "ces 275 € viennent de la banque"."""
    if _FROM_WHOM.fullmatch(c.words) and not c.targets:
        return True
    got = _GOT.search(c.words) is not None
    return got and _NO_MONEY.match(c.sentence.text.folded[c.end : c.sentence.end]) is not None


_FROM_WHOM = re.compile(
    r"(?:(?:pro)?vien(?:t|nent)|sont|est) (?:d\w{0,2}|de chez|d')|(?:came|comes?|is|are) from"
)


def _settled_somehow(c: Command, context: Context) -> bool:
    """ "settled, he gets a free redo": the dispute, or the money?"""
    asked = context.matter in _IN_QUESTION and _SETTLED.fullmatch(c.words) is not None
    return asked and not _money_near(c)


_IN_QUESTION = frozenset(("dispute", "undecided"))
_SETTLED = re.compile(r"(?:(?:it|that|this|all|we|now|is|has|been|have|'s|it's|that's|we've) ?){0,4}settled")


def _receipt(c: Command) -> list[Act] | None:
    """ "reçu l'AR hier", "pas encore reçu l'AR": of the letter, and of no money."""
    come = not denied(c.sentence.text.folded, c.start, c.end)
    return [Act("presented", date=c.day(past=True))] if come else None


def _without_the_rest(c: Command) -> Command:
    """ "reçu 300, reste 340 pour vendredi": sums and days behind the word are of what is still to come."""
    text = c.sentence.text.folded[: c.sentence.end]
    sums = [m.end for m in c.marks if m.kind in ("sum", "number")]
    rest = _TO_COME.search(text, max(c.end, min(sums))) if sums else None
    if rest is None:
        return c
    return replace(c, marks=[m for m in c.marks if m.start < rest.start()])


_TO_COME = re.compile(
    r"(?<!qui )(?<!de )(?<!c'est )(?<!son )\b(?:(?:il )?(?:reste(?:nt|ra)?|manque(?:nt|ra)?)"
    r"|(?:le |son )?solde|(?:the )?(?:rest|remaining|remainder|balance)|still (?:owes|to come)|a venir"
    r"|doit encore)\b"
)


def _bare(c: Command, context: Context) -> bool:
    """ "reçu", where the mail did not ask for money."""
    bare = c.words in ("recu", "recus", "recue") and c.sum() is None and not c.day(past=True)
    return bare and context.matter not in _MONEY_ASKED


def _words_alone(c: Command) -> bool:
    """ "reçu la promesse, pas l'argent"."""
    behind = c.sentence.text.folded[c.end : c.sentence.end]
    return bool(_GOT.search(c.words) and _ONLY_WORDS.match(behind))


def _counted(c: Command, context: Context) -> bool:
    """ "reçu 2 chèques", in answer to a list: from whom is not said; "2 chèques de 300": how much is not."""
    sums = [m.start for m in c.marks if m.kind in ("sum", "number")]
    if any(_TIMES.search(c.sentence.text.folded[:start]) for start in sums):
        return True
    return context.kind != "notice" and not c.targets and _COUNTED.search(c.sentence.folded) is not None


def _of_a_list(c: Command, context: Context) -> bool:
    """ "1 payé, pas 2", in answer to a mail that has no list: so small a figure is no sum of euros."""
    bare = [int(str(m.value)) for m in c.marks if m.kind == "number" and not m.name]
    alone = context.kind == "notice" and not any(m.kind == "sum" for m in c.marks)
    return alone and any(cents <= _LISTED and not cents % 100 for cents in bare)


_LISTED = 20_00
_COUNTED = re.compile(rf"(?<![\w.,])(?:\d{{1,2}}|deux|trois|quatre|two|three|four|des|les|some) {COUNTED}\b")
_TIMES = re.compile(rf"(?:{_COUNTED.pattern} (?:de|of|a|at)|\d ?(?:x|fois|times|\*)) ?[€£]?$")


def _for_another(c: Command) -> bool:
    """ "Vétalp a viré 300 pour Petit", "3 a payé 1": whose invoice it was cannot be told."""
    text = c.sentence.text.folded
    if _AND_HIMSELF.search(text[max(0, c.start - 60) : c.start]) or _AND_HIMSELF.match(text, c.end):
        return True  # "il m'a réglé pour Martin et lui, 500 en tout"
    if len(c.targets) < 2 or not (c.before or c.leant):
        return False
    behind = [m for m in c.sentence.marks if m.start > c.end and m.kind in ("name", "number")]
    cases = [m for m in behind if m.kind == "number" or not name(m).invoice]
    return any(_FOR.fullmatch(text[c.end : m.start]) for m in cases)


_AND_HIMSELF = re.compile(
    r" [^,;\n]{0,20}\b(?:pour|for) [^,;\n]{1,30} (?:et|and) (?:pour |for )?(?:lui|elle|eux|elles|him|her"
    r"|them)(?:-memes?|selves|self)?\b[ ,]{0,2}"
)
_FOR = re.compile(
    r" |[^,;]{0,30} (?:pour|for|au nom d[eu'] ?|a la place d[eu'] ?|on behalf of) ?(?:la |le |l'|m\.? |mme )?"
)


def _day(c: Command) -> date | None:
    """ "vu lundi sur le compte, 300 euros crédités le 12": the nearest behind the word, if there is one."""
    behind = [m for m in c.marks if m.kind == "day" and m.start >= c.end and figure(m).behind]
    named = [m for m in (*behind, *c.marks) if m.kind == "day" and figure(m).behind] or _just_before(c)
    return figure(named[0]).behind if named else None


def _just_before(c: Command) -> list[Mark]:
    """ "attendez, il est passé ce matin il m'a laissé 600": a day gone by, with no order between."""
    days = [m for m in c.sentence.marks if m.kind == "day" and m.end <= c.start]
    if not days or figure(days[-1]).behind != figure(days[-1]).ahead:
        return []
    between = [m for m in c.sentence.marks if days[-1].end <= m.start < c.start]
    return [] if any(m.name not in ("filler", "him", "and") for m in between) else days[-1:]


_GOT = re.compile(r"\b(?:recue?s?|received|got|had)\b")
_ONLY_WORDS = re.compile(
    r" (?:(?:la|une|sa|ses|des|les|the|a|his|her|their) )?(?:belles? )?(?:promesses?|promises?|excuses?"
    r"|apolog(?:y|ies))\b"
)
_NO_MONEY = re.compile(
    r" (?:(?:bien|aussi|ce matin) )?(?:(?:le|la|les|l'|un|une|des|du|son|sa|ses|leur|votre|ton|ta|the|a|an"
    r"|his|her|their|your) ?)?(?:courriers?|lettres?|mails?|e-?mails?|avis|papiers?|dossier|documents?"
    r"|jugement|ordonnance|convocation|mise en demeure|med|relances?|rappels?|recommandes?|pli|livraison"
    r"|marchandises?|visite|messages?|sms|appel|coup de fil|devis|commande|factures?|reponse|colis|photos?"
    r"|plainte|reclamation|letters?|emails?|notice|call|invoice|reply|order|complaint)\b"
)


def _not_come_yet(c: Command, context: Context) -> bool:
    """To be paid, a bad cheque, a tale."""
    if _BAD.search(c.sentence.folded) or _present_tense(c) or _story(c) or _only_would(c):
        return True
    exact = c.exact.lower()
    if re.search(r"\b(?:toujours|always)\b", exact):
        return True  # "il a toujours payé"
    if exact.endswith("payer") and c.words == "payer" and not (context.kind != "notice" and c.before):
        return True
    return re.match(r"à payer\b", exact) is not None and not c.sum()


def _only_would(c: Command) -> bool:
    """ "Pons veut payer en 3 fois", "Durand paye toujours en retard"."""
    text = c.sentence.text.folded
    before = text[c.sentence.start : c.start]
    if _WOULD.search(before) or (c.words.endswith("er") and _GOES_TO.search(before)):
        return True
    return not _HAS.search(c.words) and _AS_EVER.match(text[c.end : c.sentence.end]) is not None


# "il doit passer jeudi payer"
_GOES_TO = re.compile(
    r"\b(?:doi(?:t|vent)|va|vont|vien(?:t|nent|dra|dront)|pass(?:e|ent|era|eront))"
    r"(?: (?:me|nous|le|la|passer|venir|revenir|demain|ce soir|\w{3,5}di|le \d{1,2}|dans la \w+)){0,4} ?$"
)
_HAS = re.compile(r"\b(?:a|ont|est|sont|has|have|vient|viennent)\b")
_WOULD = re.compile(
    r"\b(?:veut|veulent|voulait|voudrai\w{1,3}|peut|peuvent|pourra\w{0,4}|doit|doivent|devrai\w{1,3}|va|vont"
    r"|(?:il|elle|ils|elles) compte(?:nt)?|souhaite\w{0,2}|aimerai\w{1,3}|refuse\w{0,2} de|propose\w{0,2} de"
    r"|demande\w{0,2} (?:a|de)|promet\w{0,3} de|(?:wants?|going|hopes?|promised|plans?|asks?|offers?"
    r"|likes?) to)(?: (?:me|nous|le|la|tout|bien|l'))? ?$"
)
_AS_EVER = re.compile(
    r" (?:toujours|souvent|jamais|rarement|d'habitude|mal|always|never|usually|en retard)\b"
)
_ANOTHER = re.compile(
    r",? (?:(?:mais|but) )?(?:(?:c'est|c'etait|it's|it was) )?(?:sur |pour |for |on )?(?:une? |d'"
    r"|des )?(?:autres?|another|other) (?:factures?|commandes?|notes?|invoices?|orders?|bills?)\b"
)


def _only_sum(c: Command) -> int | None:
    """The one sum of its sentence: "j'ai bien 640 euros de sa part arrivés vendredi"."""
    marks = c.sentence.marks
    cents = [figure(m).cents for m in marks if m.kind == "sum"]
    cents += [int(str(m.value)) for m in marks if m.kind == "number" and int(str(m.value)) % 100]
    return cents[0] if len(cents) == 1 else None


def amount_of(c: Command) -> int | None:
    """Said beside it, or in its own words: "le virement de 300 € est arrivé"."""
    inside = [figure.cents for figure in figures(c.words, Now(date(1970, 1, 1))) if figure.kind == "sum"]
    return c.sum() or (inside[0] if inside else None)


_OF_WHICH = re.compile(
    r"[ ,(](?:dont|don't|of which|including|incl\.?|y compris|parmi lesquels)(?: seulement| only)? [€£]?$"
)
_OF_IT = re.compile(r" ?(?:€|euros?)? (?:of (?:it|that|which)|la-dedans|la-dessus)\b")
_FOR_THIS = re.compile(
    r" ?(?:€|euros?)?(?: of (?:it|that|which)| la-dedans"
    r"| la-dessus)?(?: (?:est|sont|is|are|was|were|vont|goes))? (?:pour|sur|de|for|on|to|towards|au titre de"
    r"|(?:qui )?concernent?) (?:(?:cette|ladite) facture|celle-ci|celle-la|ce dossier|lui|elle|eux"
    r"|this(?: one| invoice| bill)?\b|him|her|them|it\b)"
)


def _share(c: Command) -> int | None:
    """ "reçu 1 200 dont 400 pour cette facture": the part that is meant; 0: a part, and not said of what."""
    sums = [m for m in c.marks if m.kind in ("sum", "number")]
    if len(sums) != 2:
        return None
    text = c.sentence.text.folded
    part = sums[1]
    if not (_OF_WHICH.search(text[sums[0].end : part.start]) or _OF_IT.match(text, part.end)):
        return None
    return replace(c, marks=[part]).sum() if _FOR_THIS.match(text, part.end) else 0


# "m'a donné le reçu", "les tuiles sont arrivées": nothing is said of money.
_GIVEN = re.compile(
    r"(?:donner?|remis|rendu|tombee?s?|arrivee?s?|creditee?s?|rentree?s?|apporte|laisse|depose|got|had)$"
)
_BAD = re.compile(
    r"\b(?:pas signe|non signe|sans provision|en bois|(?:est |a ete |revenu )rejete|bounced|not signed"
    r"|unsigned|impaye par la banque)\b"
)


_MONEY_ASKED = frozenset(("already_paid", "payment_match", "promise"))


def _no_money_said(c: Command) -> bool:
    if not _GIVEN.search(c.words) or amount_of(c):
        return False
    return (
        re.search(
            r"argent|especes|liquide|cash|virement|cheque|paiement|reglement|sous|solde|banque|compte"
            r"|money|payment|transfer"
            r"|account|bank\b",
            c.sentence.folded,
        )
        is None
    )


_TO_BE = re.compile(
    r"\b(?:(?:doi\w{1,3}|devr\w{1,5}|faut|faudra\w{0,2}|peu\w{1,3}|pourr\w{1,5}|va|vont|pour|avant d')"
    r" ?etre"
    r"|ser(?:a|ont|ait|aient)|soi(?:t|ent)|(?:to|must|should|will|would|can|could|may|might) be"
    r"|(?:need|ha(?:s|ve))s? to be) (?:bien |enfin |deja )?$"
)
_NEVER = re.compile(
    r"\b(?:jamais|pas|rien|sans|never|not|without)(?: (?:encore|vraiment|yet|been|ete|toujours))* $"
)


def _partly(c: Command) -> bool:
    """ "la moitié", "un acompte": some money came and it is not said how much."""
    near = re.split(r"[,;]", c.sentence.text.folded[c.start : c.end + 25])[0]
    return c.sum() is None and bool(
        re.search(r"\b(?:moitie|partie|acompte|half|part of|some|deposit)\b", near)
    )


def _money_near(c: Command) -> bool:
    named = re.search(r"virement|cheque|paiement|reglement|transfer|payment", c.sentence.folded)
    return bool(c.sum() or c.day(past=True) or named)


_THEY_PAY = re.compile(r"(?:il|elle|ils|elles|on) (?:paye|regle|règle)(?: (?:en|par|tout) [\w ]{2,20})?")
_NOW = re.compile(r"règle(?:nt)?\b|(?<!\w)(?:pai(?:e|ent)|versent?|soldent?|virent)\b")


def _present_tense(c: Command) -> bool:
    """ "c'est l'OGEC qui paye", by one who writes the accents elsewhere."""
    exact = c.exact.lower()
    if _NOW.match(exact):
        return True
    to_come = not any(m.kind == "day" and figure(m).ahead == figure(m).behind for m in c.marks)
    if _THEY_PAY.fullmatch(exact) and to_come:
        return True
    before = c.sentence.text.folded[: c.start].split()[-1:]
    bare = re.fullmatch(r"(?:(?:il|elle|ils|on) )?(?:paye|regle|payer)", exact)
    return bool(bare) and ("é" in c.sentence.exact.lower() or before == ["qui"])


def _story(c: Command) -> bool:
    """A long tale around the word: worth a note, and no order."""
    return len(c.around) > 3 and c.sum() is None and not (c.day(past=True) and (c.targets or c.own))


def settled(c: Command, before: list[Command], context: Context, now: Now) -> list[Act] | None:
    dated = context.kind != "notice" and (
        c.day(past=True) is not None or (c.before and c.words.startswith("regle"))
    )
    if context.matter in ("dispute", "digest", "undecided") and not c.sum() and not dated:
        return []
    if context.matter in ("post", "stale_source", "call", "kind", "document_request", "bounce"):
        return None
    return paid(c, before, context, now)
