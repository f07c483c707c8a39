"""Amounts of money in a folded clause: text in, `Amount` values in cents out.

French, Belgian, Swiss and English shapes ("1 250,00 €", "1.250 EUR", "2'340.75", "EUR 4,120.00", "3 k€",
"quatre cent cinquante euros"). A bare number is an amount only right after a verb of paying or before a day;
otherwise it is an invoice, a day or a telephone. What is ambiguous is no amount.
"""

import re
from dataclasses import dataclass

from bot.reading.numerals import WORDS, number_in_words


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
_MARKED = re.compile(
    rf"{_BEHIND}(?P<n>{_DIGITS}) ?(?P<k>k|mille )?(?:{_UNIT}|€)(?:(?P<after>\d\d)\b"
    r"| (?P<then>\d\d)(?= ?(?:[.,;!)](?!\d)|$|(?:regl|pay|vir|vers|debit|par |en )))"
    r"| et (?P<cents>\d\d) centimes?\b)?"
)
_BEFORE = re.compile(rf"(?:(?<!\d)(?<!\d )€|(?<!\d )\beur(?:os?)?\b) ?(?P<n>{_DIGITS}) ?(?P<k>k\b)?")
_THOUSANDS = re.compile(
    rf"{_BEHIND}(?P<n>\d{{1,3}}(?:[.,]\d{{1,2}})?) ?(?P<k>k|grand)(?:€|eur|e)?\b{_FOREIGN}"
)
_VERB = (
    r"(?:verse(?:rai|rons)?|vire(?:rai|rons)?|envoie(?:rai)?|mets|mis|lache(?:r|rai)?|sors|paye?(?:rai|r"
    r"|rons)?|paierai|paierons|payer|regle(?:rai|rons|r)?|verser|virer|envoye|vire|paye|regle|dois"
    r"|owe(?: you)?|file"
    r"|filer|prete|avance|(?:(?:en|il) )?reste(?:nt|ra)?"
    r"|fais|ferai|faire|depose|donne(?:rai)?|transfer(?:red)?|wired?|put|settled|remis|debite(?: de)?"
    r"|debit de|send(?:ing)?|pay(?:ing)?|paid|sent"
    r"|montant :?|total(?: :| de)?|(?:ca|cela) fait|soit|versement de"
    r"|virement de"
    r"|acompte de|mandat(?: cash)? de|au moins|minimum|at least|montant de|somme de|prelevement de)"
)
_NO_COUNT = (
    rf"(?! ?(?:jours?|j\b|h\b|heures?|fois|%|x\b|/|\d|e(?:me)?\b|mois|semaines?|factures?|days?|th\b|janv"
    rf"|fev|mars|avr"
    r"|mai\b|juin|juil|aout|sept|oct|nov|dec|weeks?|hours?|months?|cheques?|virements?|versements?"
    r"|mensualites?"
    rf"|invoices?|instal|payments?|per ?cent|pour ?cent|cartons?|palettes?|min)|[.,]\d|-\d){_FOREIGN}"
)
_AFTER_VERB = re.compile(
    rf"\b{_VERB} (?:un (?:virement|acompte) de |deja |encore |les |vos |the "
    rf"|juste )?(?P<n>\d{{1,3}}[ .']\d{{3}}(?:[.,]\d\d)?|\d{{2,5}}(?:[.,]\d\d)?)\b{_NO_COUNT}"
)
_BEFORE_DAY = re.compile(
    rf"{_BEHIND}(?<!le )(?<!du )(?<!au )(?<!les )(?<!\bn )(?<!\bfin )(?<!sur )(?<!indique )(?<!note"
    rf" )(?<!inscrit )(?<!\bla )"
    rf"(?P<n>\d{{1,3}}[ .,']\d{{3}}(?:[.,]\d\d)?"
    rf"|\d{{2,5}}(?:[.,]\d\d)?)"
    r"(?= (?:au|le|pour le|vendredi|lundi|mardi|mercredi|jeudi|samedi|demain|apres-demain|fin|debut"
    r"|cette semaine"
    r"|ce soir|ce jour|ce vendredi|ce lundi|aujourd(?:hui)?|ajd|a la fin|mi|on|by|tomorrow|today|next|this"
    r"|tout de suite|tt de suite|maintenant|now"
    r"|par mois|par semaine|a chaque|chacun\w?|dans (?:une?|deux|trois|huit|quinze|\d)|chaque"
    r"|tous les|every|each|per month"
    r"|per week|a month|a week|en (?:fin|debut"
    r"|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)|d'ici|celui d"
    r"|tout ronds?|de plus|at (?:the )?(?:end|start)"
    r"|comme convenu|comme prevu|as agreed|des \d|of the \d|sur \d|monday|tuesday"
    r"|wednesday|thursday|friday|et le reste|et le solde)\b|(?:/mois|/semaine| ?: ?\d{1,2}/\d))"
)
_TIMES = re.compile(
    rf"\b(?:\d{{1,2}}|deux|trois|quatre|cinq|six|dix|two|three|four|five|six) ?(?:x|fois|(?:mensualites"
    rf"|echeances|versements"
    r"|virements|cheques|paiements|reglements|payments|instal\w{2,6}"
    r"|monthly payments)(?: mensuels?)? (?:de|of)) ?"
    rf"(?P<n>\d{{1,3}}[ .']\d{{3}}(?:[.,]\d\d)?|\d{{2,5}}(?:[.,]\d\d)?)\b(?! ?(?:jours|%|mois)){_FOREIGN}"
)
_CHEQUE_OF = re.compile(
    r"\b(?:cheque|virement|acompte|versement|mensualite|payment|instalment|mandat|transfer)s? (?:bancaire "
    r"|cash |mensuels? )?(?:de|d'un montant de|of) "
    rf"(?P<n>\d{{1,3}}[ .']\d{{3}}(?:[.,]\d\d)?|\d{{2,6}}(?:[.,]\d\d)?)\b(?! ?(?:jours|mois|/|%)){_FOREIGN}"
)
_CASH_OF = re.compile(
    r"\b(?:liquide|especes|cash),? ?[:(]? ?(?P<n>\d{1,3}[ .']\d{3}(?:[.,]\d\d)?|\d{2,5}(?:[.,]\d\d)?)"
    r"(?= ?(?:[.,;!)](?!\d)|$))"
)
_IN_CASH = re.compile(
    rf"{_BEHIND}(?<!le )(?<!du )(?<!au )(?P<n>\d{{1,3}}[ .']\d{{3}}|\d{{2,5}})(?= (?:(?:en |in )(?:liquide"
    rf"|especes|cash)|(?:par |by )(?:cb|carte|card)|tout compris)\b)"
)
_WORD = "(?:" + "|".join(sorted(WORDS, key=len, reverse=True)) + ")"
_IN_WORDS = re.compile(rf"\b(?P<n>{_WORD}(?:[ -](?:et |and )?{_WORD}){{0,9}}) (?:euros?|eur|€|balles)\b")
_IN_WORDS_BEFORE_DAY = re.compile(
    rf"(?<!pour )(?<!per )\b(?P<n>(?:{_WORD}[ -]|a ){{0,4}}(?:cents?|mille|hundred|thousand)(?:[ -](?:et "
    rf"|and )?{_WORD}){{0,6}})"
    rf"(?= (?:le|au|pour le|fin|on|by|at|lundi|mardi|mercredi|jeudi|vendredi|demain|tomorrow"
    r"|aujourd)\b)"
)
_IN_WORDS_BARE = re.compile(
    rf"(?<!des )(?<!every )(?<!chaque )(?<!dernier )(?<!last )(?<!\ba )\b(?P<n>(?:{_WORD}["
    rf" -]){{0,4}}(?:cents?|mille|hundred|thousand)(?:[ -](?:et "
    rf"|and )?{_WORD}){{0,6}})(?! (?:fois|jours|pour|de |personnes|metres|kilos|excuses|mercis))"
)
# thousands or cents written as only money is
_PLAIN = re.compile(
    r"(?<![\w.,/:'£$-])(?<!£ )(?<!\$ )(?P<n>\d{1,3}(?:[ .']\d{3}){1,3},\d\d|\d{1,3}(?:[ ,']\d{3}){1,3}\.\d\d"
    r"|\d{2,7},\d\d|\d{3,6}\.\d\d)"
    rf"(?![\d%/]| ?%|[.,]\d){_FOREIGN}"
)
_THE_SUM = re.compile(
    r"\b(?:les|des|vos|mes|tes|nos|your|my|our|the|other|another|autres|derniers"
    r"|remaining) (?P<n>(?:[1-9]\d{2,4}"
    r"|[1-9]\d(?= (?:manquants?|restants?|derniers|suivants|autres|qui (?:restent|manquent)))"
    r"|[1-9]\d{0,2}[ .,]\d{3})(?:[.,]\d\d)?)\b(?![.,]\d)"
    r"(?= (?:demain|lundi|mardi|mercredi|jeudi|vendredi|ce soir|le |fin |qui (?:restent|manquent)|de |du "
    r"|was |were |will |has |have |went |left |sont |ont |seront |auront |goes? |leaves? |seront |sera "
    r"|restants?|manquants?|derniers|suivants|autres|premiers|d'? ?apres|at |on |by |in |suivront"
    r"|viendront|partent|partiront)"
    r"| ?[.,;!)]| ?$)"
)
_SUBJECT = re.compile(
    rf"(?:^|[,:;(] |\b(?:et|and|hi|one|but|mais|so|donc|then|puis) ){_BEHIND}"
    rf"(?P<n>\d{{1,3}}[ .,']\d{{3}}(?:[.,]\d\d)?"
    rf"|\d{{3,5}}(?:[.,]\d\d)?)(?=,? (?:(?:autres|more|de plus|restants|others) )?(?:will|seront"
    rf"|sera|partent|partiront|vous seront|are|go|goes|leaves?|lands?|travels?|comes?|coming|arrivent?"
    rf"|suivent|suivront|part|partira|is leaving"
    rf"|est parti|(?:sont |ont ete |were |was |have )?(?:part|vir|pay|vers|regl|envoy|debit|depos|sent|paid"
    rf"|wired|left"
    rf"|went|transferred|settled|put)\w{{0,3}}s?)\b)"
)
_BARE = re.compile(rf"{_BEHIND}(?P<n>\d{{1,3}}[ .']\d{{3}}(?:[.,]\d\d)?|\d{{2,5}}(?:[.,]\d\d)?)\b{_NO_COUNT}")
_NEXT = re.compile(r"[ :,=(]{1,4}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_GREAT = ("cent", "mille", "hundred", "thousand")
# with what must stand in the text for each (none: always try): three looks cost less than one search
_SHAPES: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (_BEFORE, ("€", "eur")),
    (_MARKED, ("€", "e", "balles", "boules", "roros", "ttc", "ht")),
    (_THOUSANDS, ("k", "grand")),
    (_TIMES, ("x", "fois", " de ", " of ")),
    (_AFTER_VERB, ()),
    (_CHEQUE_OF, (" de ", " of ", "d'un montant de ")),
    (_BEFORE_DAY, ()),
    (
        _THE_SUM,
        (
            "les ",
            "des ",
            "vos ",
            "mes ",
            "tes ",
            "nos ",
            "your ",
            "my ",
            "our ",
            "the ",
            "other ",
            "autres ",
            "derniers ",
            "remaining ",
        ),
    ),
    (_CASH_OF, ("liquide", "especes", "cash")),
    (_IN_CASH, ("liquide", "especes", "cash", "cb", "card", "carte", "tout compris")),
    (
        _SUBJECT,
        (
            " will",
            " ser",
            " part",
            " vous ",
            " are",
            " go",
            " leave",
            " land",
            " travel",
            " com",
            " arriv",
            " suiv",
            " is ",
            " est ",
            " vir",
            " pa",
            " vers",
            " reg",
            " env",
            " sont",
            " ont",
            " was",
            " have",
        ),
    ),
    (_IN_WORDS, (" eur", " €", " balles")),
    (_IN_WORDS_BEFORE_DAY, _GREAT),
    (_PLAIN, (",", ".")),
)
_WORDED = (_IN_WORDS, _IN_WORDS_BEFORE_DAY)
_UNMARKED = frozenset((_AFTER_VERB, _CHEQUE_OF, _BEFORE_DAY, _THE_SUM, _SUBJECT, _CASH_OF))
_FIGURE = re.compile(r"[0-9€]")
_HUNDREDS = re.compile(r"\b(?:cents?|mille|hundred|thousand)\b")
# a number that bears a name of its own
_REFERENCE = re.compile(
    r"\b(?:facture|invoice|commande|order|devis|dossier|client|compte|cheque|mandat|bordereau|bon|article"
    r"|art|ref|reference"
    r"|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|(?:mon|tues|wednes|thurs|fri|satur|sun)day|bl|bc|po"
    r"|fa|f|no|num|numero|tel|tva|siret|lot|poste|page|les? factures?|n[°o]?)s?\.? ?(?:n\S{0,3} ?|#|: ?)?$"
    r"|\b(?:factures|invoices) (?:\d{1,6},? ){1,6}(?:et |and |& )?$"
)


def amounts(folded: str) -> tuple[Amount, ...]:
    # words are looked for one by one: a pattern with alternatives tries each of them at every letter
    any_sum = _FIGURE.search(folded) or "eur" in folded or "balles" in folded
    found = _found(folded) if any_sum else []
    if not found and any(map(folded.__contains__, _GREAT)) and _HUNDREDS.search(folded):
        found = _bare_words(folded)
    return tuple(found)


def _found(folded: str) -> list[Amount]:
    taken: list[Amount] = []
    covered = bytearray(len(folded))
    for pattern, needed in _SHAPES:
        if needed and not any(map(folded.__contains__, needed)):
            continue
        for match in pattern.finditer(folded):
            if any(covered[match.start() : match.end()]):
                continue
            if pattern in _UNMARKED and _REFERENCE.search(
                folded[max(0, match.start("n") - 30) : match.start("n")]
            ):
                continue
            cents = _words_value(match["n"]) if pattern in _WORDED else _value(match)
            if cents and (cents > 100 or pattern not in _WORDED):  # "plus un euro"
                at = match.start() if pattern is _BEFORE else match.start("n")
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
    return [Amount(m.start(), m.end(), cents) for m, cents in found if cents and cents >= 10_000]


def _words_value(text: str) -> int | None:
    number = number_in_words(text.replace("-", " ").split())
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
