"""Amounts of money in a folded clause: text in, `Amount` values in cents out.

French, Belgian, Swiss and English shapes ("1 250,00 €", "1.250 EUR", "2'340.75", "EUR 4,120.00", "3 k€",
"quatre cent cinquante euros"). A bare number is an amount only right after a verb of paying or before a day;
otherwise it is an invoice, a day or a telephone. What is ambiguous is no amount.
"""

import re
from dataclasses import dataclass

from bot.patterns import pattern
from bot.reading.numerals import WORDS, number_in_words, spoken_number


@dataclass(frozen=True, slots=True)
class Amount:
    start: int
    end: int
    cents: int


_DIGITS = r"(?:\d{1,3}(?:[ .,']\d{3}){1,3}(?:[.,]\d{1,2})?(?!\d)|\d{1,9}(?:[.,]\d{1,2})?(?!\d))"
# "45e" is money, "2e" an ordinal
_UNIT = r"(?:€|eur?(?:os?)?\b|euros?\b|(?:(?<=\d\d)|(?<= ))e\b(?!-)|balles\b|boules\b|roros\b|ttc\b|ht\b)"
# not inside a longer number, a reference or another currency
_BEHIND = r"(?<![\w.,/'°£$-])(?<!\$ )(?<!£ )(?<!chf )(?<!usd )(?<!gbp )"
_FOREIGN = r"(?! ?(?:£|\$|gbp|usd|chf|livres|dollars|pounds|francs))"
_MARKED = pattern(
    rf"{_BEHIND}(?P<n>{_DIGITS}) ?(?P<k>k|mille )?(?:{_UNIT}|€)(?:(?P<after>\d\d)\b"
    r"| (?P<then>\d\d)(?= ?(?:[.,;!)](?!\d)|$|(?:regl|pay|vir|vers|debit|par |en )))"
    r"| et (?P<cents>\d\d) centimes?\b)?"
)
_BEFORE = pattern(rf"(?:(?<!\d)(?<!\d )€|(?<!\d )\beur(?:os?)?\b) ?(?P<n>{_DIGITS}) ?(?P<k>k\b)?")
_THOUSANDS = pattern(rf"{_BEHIND}(?P<n>\d{{1,3}}(?:[.,]\d{{1,2}})?) ?(?P<k>k|grand)(?:€|eur|e)?\b{_FOREIGN}")
_ROUND = r"\d{1,3}[ .']\d{3}(?:[.,]\d\d)?"
_FIGURES = r"\d{2,5}(?:[.,]\d\d)?"
_BARE_SUM = rf"(?P<n>{_ROUND}|{_FIGURES})"
_CALENDAR = (
    "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
    "|janv|fev|avr|juil|sept|oct|nov|dec"
)
_WEEKDAY = (
    "lundi|mardi|mercredi|jeudi|vendredi|samedi|monday|tuesday|wednesday|thursday|friday|saturday|demain"
)
_SHARES = "part|moitie|prix|tarif|forfait|loyer|solde|devis|accord|abonnement|reliquat|share|half|price|rent"
_MEASURES = "m|m2|cm|mm|metres?|l|litres?|kg|kilos?|pieces?|colis|bouteilles?|cartons?|palettes?|personnes?"
_VERB = (
    r"(?:verse(?:rai|rons)?|vire(?:rai|rons)?|envoie(?:rai)?|mets|mis|lache(?:r|rai)?|sors"
    r"|paye?(?:rai|r|rons)?|paierai|paierons|regle(?:rai|rons|r)?|verser|virer|envoye|dois|owe(?: you)?"
    r"|filer?|prete|avance|(?:(?:en|il) )?reste(?:nt|ra|rait)?|restait|fais|ferai|faire|depose|donne(?:rai)?"
    r"|transfer(?:red)?|wired?|put|settled|remis|debite(?: de)?|send(?:ing)?|pay(?:ing)?|paid|sent|montant :?"
    r"|total(?: :| de)?|(?:ca|cela) fait|soit|au moins|minimum|at least"
    r"|(?:debit|versement|virement|acompte|mandat|mandat cash|montant|somme|prelevement) de"
    r"|(?:ai|avons|peux|pouvons|pourrai) que"
    rf"|(?:{_SHARES}),? (?:c'est|est de|etait de|is|was|:))"
)
_NO_COUNT = (
    r"(?! ?(?:jours?|j\b|h\b|heures?|fois|%|x\b|/|\d|e(?:me)?\b|mois|semaines?|factures?|days?|th\b"
    rf"|(?:{_CALENDAR})\b|weeks?|hours?|months?|cheques?|virements?|versements?|mensualites?|invoices?|instal"
    rf"|payments?|per ?cent|pour ?cent|min|(?:{_MEASURES})\b)|[.,]\d|-\d){_FOREIGN}"
)
_AFTER_VERB = pattern(
    rf"\b{_VERB} (?:un (?:virement|acompte) de |deja |encore |les |vos |the |juste "
    rf"|que )?{_BARE_SUM}\b{_NO_COUNT}"
)
# what may be said of things as well: a sum only where no name of a thing follows
_HANDED = pattern(
    r"\b(?:(?<!en )manqu(?:e|ent|ait|aient|era|erait)|laisse|(?:apporte|donne|depose)(?:rai|r)?|left(?: you)?"
    r"|bring(?:ing)?|missing|short|dispose de|(?:only|can) (?:have|do|manage)"
    r"|(?:chaque|tous les|toutes les|every|each) (?:mois|semaines?|month|week)"
    rf"|(?:lun|mar|mercre|jeu|vendre)dis|(?:mon|tues|wednes|thurs|fri)days) {_BARE_SUM}"
    r"(?= ?(?:[.,;:!)](?!\d)|$)| (?:et|mais|que|qui|je|j'\w{1,6}|on|en|pour|par|chez|au|le|ce|cette"
    r"|jusqu'\w{1,3}|a (?:votre|vos|la|ton)|and|but|in|at|to|by|with|for|now|this|next"
    rf"|{_WEEKDAY})\b){_FOREIGN}"
)
# "pour moi c'est 190 et pas 380"
_AGREED = pattern(
    rf"\b(?:c'est|it's|that's|is|was) (?P<n>{_ROUND}|\d{{2,5}}(?:[.,]\d\d)?)"
    r"(?=,? (?:(?:et |and )?(?:non )?(?:pas|not|non)|au lieu de|instead of) \d)"
)
# "le forfait 420", "le loyer du box 350": three figures at least, and no year
_NAMED_SUM = pattern(
    r"\b(?:le|la|votre|mon|ma|the|my) (?:forfait|loyer|abonnement|cotisation|rent) (?:du \w{2,10} )?"
    rf"(?!20\d\d\b)(?P<n>{_ROUND}|\d{{3,5}}(?:[.,]\d\d)?)\b{_NO_COUNT}"
)
_BEFORE_DAY = pattern(
    rf"{_BEHIND}(?<!le )(?<!du )(?<!au )(?<!les )(?<!\bn )(?<!\bfin )(?<!sur )(?<!\bla )"
    r"(?<!indique )(?<!note )(?<!inscrit )(?<!semaine )(?<!week )(?P<n>\d{1,3}[ .,']\d{3}(?:[.,]\d\d)?"
    r"|\d{2,5}(?:[.,]\d\d)?)"
    rf"(?= (?:au|le|pour le|{_WEEKDAY}|apres-demain|fin|debut|mi|a la fin|la semaine|l'autre (?:{_WEEKDAY})"
    rf"|en (?:fin|debut|semaine \d{{1,2}}|{_CALENDAR})|cette semaine|ce (?:soir|jour|mois|{_WEEKDAY})"
    r"|aujourd(?:hui)?|ajd|on|by|tomorrow|today|next|this|tout de suite|tt de suite|maintenant|direct|now"
    r"|par mois|par semaine|a chaque|chacun\w?|dans (?:une?|deux|trois|huit|quinze|\d)|chaque|tous les|every"
    r"|each|per month|per week|a month|a week|d'ici|celui d|tout ronds?|de plus|de mieux"
    r"|at (?:the )?(?:end|start)|quand|when|comme convenu|comme prevu|as agreed|des \d|of the \d|sur \d"
    r"|et le (?:reste|solde)|pour (?:finir|solder)|to finish)\b|(?:/mois|/semaine| ?: ?\d{1,2}/\d)"
    r"| la(?=,| et |$))"
)
_TIMES = pattern(
    r"\b(?:\d{1,2}|deux|trois|quatre|cinq|six|dix|two|three|four|five|six) ?(?:x|fois"
    r"|(?:mensualites|echeances|versements|virements|cheques|paiements|reglements|payments|instal\w{2,6}"
    r"|(?:monthly|weekly) payments)(?: (?:mensuels?|hebdo\w{0,10}|egaux|chacun))? (?:de|of)) ?"
    rf"{_BARE_SUM}\b(?! ?(?:jours|%|mois|x\b|(?:{_MEASURES})\b)){_FOREIGN}"
)
_CHEQUE_OF = pattern(
    r"\b(?:cheque|virement|acompte|versement|mensualite|payment|instalment|mandat|transfer|swift|reglement"
    r"|paiement|wire|solde|reliquat|balance)s? (?:bancaire |cash |mensuels? )?(?:de|d'un montant de|of) "
    rf"(?!20[1-3]\d\b)(?P<n>{_ROUND}|\d{{2,6}}(?:[.,]\d\d)?)\b"
    rf"(?! ?(?:jours|mois|/|%|heures|h\b|{_CALENDAR})){_FOREIGN}"
)
_CASH_OF = pattern(rf"\b(?:liquide|especes|cash),? ?[:(]? ?{_BARE_SUM}(?= ?(?:[.,;!)](?!\d)|$))")
_IN_CASH = pattern(
    rf"{_BEHIND}(?<!le )(?<!du )(?<!au )(?P<n>\d{{1,3}}[ .']\d{{3}}|\d{{2,5}})"
    r"(?= (?:(?:en |in )(?:liquide|especes|cash)|(?:par |by )(?:cb|carte|card)|tout compris)\b)"
)
_WORD = "(?:" + "|".join(sorted(WORDS, key=len, reverse=True)) + ")"
_IN_WORDS = pattern(
    rf"\b(?P<n>{_WORD}(?:[ -](?:et |and )?{_WORD}){{0,9}}) (?:euros?|eur|€|balles)\b"
    rf"(?:(?: et| and)? (?P<small>{_WORD}(?:[ -](?:et )?{_WORD}){{0,2}}) cen(?:times?|ts?)\b)?"
)
_IN_WORDS_BEFORE_DAY = pattern(
    rf"(?<!pour )(?<!per )\b(?P<n>(?:{_WORD}[ -]|a ){{0,4}}(?:cents?|mille|hundred"
    rf"|thousand)(?:[ -](?:et |and )?{_WORD}){{0,6}})(?= (?:le|au|pour le|fin|on|by|at|aujourd|par mois"
    rf"|{_WEEKDAY})\b)"
)
_IN_WORDS_BARE = pattern(
    r"(?<!des )(?<!every )(?<!chaque )(?<!dernier )(?<!last )(?<!\ba )"
    rf"\b(?P<n>(?:{_WORD}[ -]){{0,4}}(?:cents?|mille|hundred|thousand)(?:[ -](?:et |and )?{_WORD}){{0,6}})"
    r"(?! (?:fois|jours|pour|de |personnes|metres|kilos|excuses|mercis))"
)
# thousands or cents written as only money is
_PLAIN = pattern(
    r"(?<![\w.,/:'£$-])(?<!£ )(?<!\$ )(?P<n>\d{1,3}(?:[ .']\d{3}){1,3},\d\d|\d{1,3}(?:[ ,']\d{3}){1,3}\.\d\d"
    r"|\d{2,7},\d\d|\d{3,6}\.\d\d)"
    rf"(?![\d%/]| ?%|[.,]\d){_FOREIGN}"
)
# what somebody does with it
_GOES = (
    "will|has|have|had|was|were|are|went|left|goes?|leaves?|lands?|travels?|comes?|coming|is leaving"
    "|sont|ont|seront|sera|auront|part(?:ent|iront|ira)?|arrivent?|suiv(?:ent|ront)|viendront"
    "|vien(?:t|nent)"
)
_THE_SUM = pattern(
    r"\b(?:les|des|vos|mes|tes|nos|your|my|our|the|other|another|autres|derniers|remaining|missing) "
    r"(?P<n>(?:[1-9]\d{2,4}|[1-9]\d{0,2}[ .,]\d{3}"
    r"|[1-9]\d(?= (?:manquants?|restants?|derniers|suivants|autres|qui (?:restent|manquent)|viennent d"
    r"|vous les |je vous les |que je vous dois)))(?:[.,]\d\d)?)\b(?![.,]\d)"
    rf"(?= (?:{_WEEKDAY}|ce soir|le |fin |qui (?:restent|manquent)|de |du |{_GOES} "
    r"|restants?|manquants?|derniers|suivants|autres|premiers|d'? ?apres|at |on |by |in "
    r"|is (?:in it|part|coming|being)\b|est (?:dans|sur) |c'est|ce sera|vous |tu |que je |je |j'|nous "
    r"|i\b|we\b|you\b)| ?[.,;!)]| ?$)"
)
_SUBJECT = pattern(
    r"(?:^|[,:;(] |\b(?:et|and|hi|one|but|mais|so|donc|then|puis|voila|bon|ok|first|second|premiers|last) )"
    rf"{_BEHIND}"
    r"(?P<n>\d{1,3}[ .,']\d{3}(?:[.,]\d\d)?"
    rf"|\d{{3,5}}(?:[.,]\d\d)?|\d\d(?= (?:vien(?:t|nent) d[e']|(?:donn|remis|laiss|vers|vir)\w{{0,3}}s?\b)))"
    r"(?=,? (?:(?:autres|more|de plus|restants|others) )?"
    rf"(?:{_GOES}|vous seront|est parti|is what (?:i|we)|c'est ce que"
    r"|(?:sont |ont ete |were |was |have )?(?:vir|pay|vers|regl|envoy|debit|depos|donn|remis|laiss|part"
    r"|prelev|sent|paid|wired|transferred|settled|put|given)\w{0,3}s?)\b)"
)
_BARE = pattern(rf"{_BEHIND}{_BARE_SUM}\b{_NO_COUNT}")
_NEXT = pattern(r"[ :,=(]{1,4}")
_YEARS = range(202_000, 204_000, 100)  # "deux mille vingt-sept"
_YEAR = pattern(r"(?:19|20)\d\d")
_GREAT = ("cent", "mille", "hundred", "thousand")
# with what must stand in the text for each (none: always try): three looks cost less than one search
_SHAPES: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (_BEFORE, ("€", "eur")),
    (_MARKED, ("€", "e", "balles", "boules", "roros", "ttc", "ht")),
    (_THOUSANDS, ("k", "grand")),
    (_TIMES, ("x", "fois", " de ", " of ")),
    (_AFTER_VERB, ()),
    (_HANDED, ()),
    (_AGREED, (" pas ", " non ", " not ", "au lieu de ", "instead of ")),
    (_NAMED_SUM, ("forfait", "loyer", "abonnement", "cotisation", "rent")),
    (_CHEQUE_OF, (" de ", " of ", "d'un montant de ")),
    (_BEFORE_DAY, ()),
    (
        _THE_SUM,
        ("es ", "os ", "my ", "your ", "our ", "the ", "other ", "derniers ", "remaining ", "missing "),
    ),
    (_CASH_OF, ("liquide", "especes", "cash")),
    (_IN_CASH, ("liquide", "especes", "cash", "cb", "card", "carte", "compris")),
    (_SUBJECT, ()),
    (_IN_WORDS, (" eur", " €", " balles")),
    (_IN_WORDS_BEFORE_DAY, _GREAT),
    (_PLAIN, (",", ".")),
)
_WORDED = (_IN_WORDS, _IN_WORDS_BEFORE_DAY)
_UNMARKED = frozenset(
    (_AFTER_VERB, _HANDED, _CHEQUE_OF, _BEFORE_DAY, _THE_SUM, _SUBJECT, _CASH_OF, _NAMED_SUM, _AGREED)
)
_FIGURE = pattern(r"[0-9€]")
_HUNDREDS = pattern(r"\b(?:cents?|mille|hundred|thousand)\b")
# a part of what is owed
_OUT_OF = pattern(
    r"(?<![\w.,/-])(?<!\d )(?P<part>\d{1,3}(?:[ .,]\d{3})+|\d{2,6}) ?(?:€|euros?|eur)?"
    r" (?:sur|out of|of the) (?:les |un total de |the |a total of )?"
    r"(?P<whole>(?!20[1-3]\d\b)(?:\d{1,3}(?:[ .,]\d{3})+|\d{3,6})(?:,\d\d)?)\b(?! ?(?:%|m2|jours|pieces))"
)
# a number that bears a name of its own
_REFERENCE = pattern(
    r"\b(?:facture|invoice|commande|(?<!standing )order|devis|dossier|client|compte|cheque|mandat|bordereau"
    r"|bon|article|art|ref|reference|bl|bc|po|fa|f|no|num|numero|tel|tva|siret|lot|poste|page|ticket|chambre"
    r"|room|les? factures?|n[°o]?|dimanche|(?:lun|mar|mercre|jeu|vendre|same)di(?!s)"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)s?\.? ?(?:n\S{0,3} ?|#|: ?)?$"
    r"|\b(?:factures|invoices) (?:\d{1,6},? ){1,6}(?:et |and |& )?$"
)


def amounts(folded: str) -> tuple[Amount, ...]:
    # words are looked for one by one: a pattern with alternatives tries each of them at every letter
    any_sum = _FIGURE.search(folded) or "eur" in folded or "balles" in folded
    found = _found(_OUT_OF.sub(_marked_part, folded)) if any_sum else []
    if not found and any(map(folded.__contains__, _GREAT)) and _HUNDREDS.search(folded):
        found = _bare_words(folded)
    return tuple(found)


def _marked_part(match: re.Match[str]) -> str:
    """The part alone, marked as money, in as many letters: "1 000 sur les 1 240" is 1 000."""
    part, whole = (int(re.sub(r",\d\d$|\D", "", match[name])) for name in ("part", "whole"))
    return f"{match['part']} €".ljust(len(match[0])) if part < whole else match[0]


def _found(folded: str) -> list[Amount]:
    taken: list[Amount] = []
    covered = bytearray(len(folded))
    for shape, needed in _SHAPES:
        if needed and not any(map(folded.__contains__, needed)):
            continue
        for match in shape.finditer(folded):
            if any(covered[match.start() : match.end()]):
                continue
            if shape in _UNMARKED and _REFERENCE.search(
                folded[max(0, match.start("n") - 30) : match.start("n")]
            ):
                continue
            cents = _value_of(shape, match)
            if cents and (cents > 100 or shape not in _WORDED):  # "plus un euro"
                at = match.start() if shape is _BEFORE else match.start("n")
                taken.append(Amount(at, match.end(), cents))
                covered[at : match.end()] = b"\1" * (match.end() - at)
    return sorted(taken, key=lambda a: a.start)


def plain_sums(
    folded: str, days: tuple[tuple[int, int], ...], known: tuple[Amount, ...]
) -> tuple[Amount, ...]:
    """The sums of a plan whose numbers stand bare beside its days: "le 20 mars 200, le 20 avril 200"."""
    more: list[Amount] = []
    taken = [*days, *((a.start, a.end) for a in known)]
    for match in _BARE.finditer(folded):
        start, end = match.span()
        if any(start < e and s < end for s, e in taken):
            continue
        named = _REFERENCE.search(folded[max(0, start - 30) : start])
        after = any(_NEXT.fullmatch(folded, e, start) for _, e in days if e <= start)
        before = not named and any(_NEXT.fullmatch(folded, end, s) for s, _ in days if s >= end)
        again = not named and any(cents_of(match["n"]) == a.cents for a in known)
        plain = before or again or (not named and " " in match["n"])
        if plain or (after and not _YEAR.fullmatch(match["n"])):
            more.append(Amount(start, end, cents_of(match["n"]) or 0))
    found = sorted((*known, *more), key=lambda a: a.start)
    return tuple(found) if len(found) > 1 else known


def _bare_words(folded: str) -> list[Amount]:
    """ "je vous verse mille deux cents vendredi"."""
    found = ((m, _words_value(m["n"])) for m in _IN_WORDS_BARE.finditer(folded))
    return [
        Amount(m.start(), m.end(), cents)
        for m, cents in found
        if cents and cents >= 10_000 and cents not in _YEARS
    ]


def _value_of(shape: re.Pattern[str], match: re.Match[str]) -> int | None:
    if shape is _IN_WORDS:  # with its unit it means what it says
        number = number_in_words(match["n"].replace("-", " ").split())
        small = number_in_words((match["small"] or "").replace("-", " ").split()) or 0
        return None if number is None else number * 100 + (small if small < 100 else 0)
    return _words_value(match["n"]) if shape in _WORDED else _value(match)


def _words_value(text: str) -> int | None:
    number = spoken_number(text.replace("-", " ").split())
    return None if number is None else number * 100


def _value(match: re.Match[str]) -> int | None:
    groups = match.groupdict()
    cents = cents_of(match["n"])
    if cents is None:
        return None
    cents += int(groups.get("after") or groups.get("then") or groups.get("cents") or 0)  # 25€50
    return cents * 1000 if groups.get("k") else cents


def cents_of(text: str) -> int | None:
    """Cents of a number in French or English writing; the last mark with one or two digits is the decimal."""
    text = text.replace(" ", "").replace("'", "")
    whole, decimals = text, ""
    last = max(text.rfind(","), text.rfind("."))
    if last >= 0 and len(text) - last - 1 in (1, 2):
        whole, decimals = text[:last], text[last + 1 :]
    whole = whole.replace(",", "").replace(".", "")
    if not whole.isdigit() or len(whole) > 9:
        return None
    return int(whole) * 100 + int(decimals.ljust(2, "0") or 0)


def decimal(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"
