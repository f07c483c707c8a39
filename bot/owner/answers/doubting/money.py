"""Doubts about a payment told: of another bill, only heard of, to come. An `Order` in, a yes or no out."""

import re

from bot.owner.answers.doubting.order import Order
from bot.owner.answers.marking.figures import Figure
from bot.owner.answers.marking.marks import name
from bot.owner.answers.marking.tails import IN_FEMININE
from bot.owner.answers.meaning.payees import dated_ahead, to_be_cashed
from bot.owner.answers.walking.commands import Command
from bot.owner.answers.words.spelling import plain

_PAYMENT_ASKED = frozenset(("already_paid", "payment_match", "promise"))
_ANOTHER_BILL = re.compile(
    r"\b(?:autres?|other|another|different) (?:factures?|commandes?|notes?|chantier|dossier|devis|affaire"
    r"|invoices?|bills?|jobs?|orders?|one|matter)\b(?! (?:aussi|egalement|idem|too|also|as well))"
    r"|\b(?:for|pour|on|sur) (?:(?:the|la|le|l') ?)?(?:previous|earlier|precedente?|ancienne?)\b"
    r"|\b(?:pas|not) (?:pour |for )?(?:celle-(?:ci|la)|celui-(?:ci|la)|cette facture|th(?:is|at)"
    r" (?:one|invoice|bill))\b|\b(?:mais|but) (?:c'est |c'etait |it was |that was )?(?:pour |sur |for )?"
    r"(?:celles? (?:d'avant|d[eu])|the (?:\w+ )?one)\b"
)
_HEARD = re.compile(
    r"\b(?:il parait|parait-il|parait que|apparemment|il semble\w{0,4}|semble-t-il|on dirait"
    r"|soi-disant|d'apres lui|apparently|seemingly|supposedly|allegedly|so it (?:seems|appears)|it seems"
    r"|so (?:he|she|they) says?|je (?:regarde|verifie|controle|vais (?:voir|verifier|regarder|controler))"
    r"|let me (?:check|see|look)|(?:i'll|i will|i'm going to) (?:check|look|see)|checking)\b"
)


def of_another_bill(order: Order) -> bool:
    """ "payé oui mais l'autre facture, celle de juin"; not "payé, l'autre facture aussi"."""
    behind = order.walk.sentence.text.folded[order.command.start : order.walk.sentence.end]
    return _told(order) and not order.act.target and _ANOTHER_BILL.search(behind) is not None


def only_heard(order: Order) -> bool:
    """ "oui il paraît, je regarde la banque"; in a list "la 2 il paraît que c'est payé"."""
    if _told(order):
        return _HEARD.search(order.walk.sentence.folded) is not None
    return order.act.act == "paid" and _SO_THEY_SAY.search(order.led_in) is not None


def why_held(order: Order) -> bool:
    """ "la 2 pas maintenant, il paraît que c'est payé": only heard, and why its customers are held."""
    held = {one.act.target for one in order.meant if one.act and one.act.act in ("no", "stop", "pause")}
    return order.act.target in held and only_heard(order)


_SO_THEY_SAY = re.compile(
    r"\b(?:il parait|parait-il|parait|apparemment|il semble\w{0,4}|semble-t-il|on dirait|visiblement"
    r"|soi-disant|(?:d'apres|selon) (?:lui|elle|eux)|(?:il|elle|ils|elles) "
    r"(?:(?:m'a|m'ont|nous a|nous ont) )?(?:dit|disent|pretend|pretendent"
    r"|assure|jure|ecrit)"
    r"|apparently|seemingly|supposedly|allegedly|it seems|he says|she says|they say"
    r"|(?:he|she|they) (?:told|tells?|said)(?: (?:me|us))?(?: to (?:me|us))?)"
    r",?(?: (?:que|qu'|qu'(?:il|elle|ils|elles) (?:avai(?:t|ent)|a|ont)"
    r"|(?:he|she|they)(?:'d|'s| had| has)?|avoir"
    r"|that|bien|deja|la|le|tout|already))* ?$"
)
_NOT_SURELY = re.compile(
    r"\b(?:aurai(?:t|ent)|presque|quasi(?:ment)?|sera(?:i?t|ient)?|seront|(?:va|vont) etre|devrai(?:t|ent)"
    r"|nearly|almost|will be|(?:should|might|may|could|would) have|to be)(?: \w+){0,2} $"
    r"|\b(?:refus\w{1,3}|veu(?:x|t|lent)(?: pas)?|question|souhait\w+|voudrai\w+|attend\w*|exig\w+|faut"
    r"|faudrait|prefer\w+|demand\w+|propos\w+|esper\w+|hope|wants?) (?:que |qu'|that )[^,;]{0,30}$"
    r"|\battend(?:s|ent|ons)? $"
)
_I_BELIEVE = re.compile(
    r"[^;]*[,(] ?(?:je (?:crois|pense|suppose)(?: bien)?|il me semble|sauf erreur(?: de ma part)?"
    r"|si je ne (?:me trompe|m'abuse)|a verifier|i (?:think|believe|guess|suppose)|apparemment|normalement"
    r"|parait-il|a priori|if i'm not mistaken)[ .)]*$"
)
_JOKING = re.compile(
    r"\bje (?:rigole|plaisante|deconne|blague)\b|\b(?:c'est|c'etait) une blague\b|\b(?:just "
    r"|only )?(?:kidding|joking)\b"
)
_NO_MORE_THAN = re.compile(r" que (?:\d{1,2}\b(?! ?(?:€|euros?|,|\.\d))|la |le |une?\b|les |l')")


def not_surely_come(order: Order) -> bool:
    """ "Durand paye demain", "il aurait payé", "presque tout payé", "Durand a payé, je crois"."""
    act, command = order.act, order.command
    if act.act != "paid" or to_be_cashed(command) or dated_ahead(command, order.walk.now.today):
        return act.act == "paid"
    if any(_JOKING.search(walk.sentence.folded) for walk in order.next):
        return True  # "elle a tout payé ! Nan je rigole"
    today = order.walk.now.today
    if act.date and act.date > today:
        return True
    days = [m.value for m in command.marks if m.kind == "day" and isinstance(m.value, Figure)]
    if (
        _PRESENT.search(command.exact.lower())
        and not _HAS_PAID.search(command.words)
        and any(map(_weekday, days))
    ):
        return True  # "le 3 paye vendredi"
    if order.led_in.endswith("n'") and act.amount is None and _NO_MORE_THAN.match(order.behind):
        return True
    return bool(_NOT_SURELY.search(order.led_in) or _I_BELIEVE.fullmatch(order.behind))


def _weekday(day: Figure) -> bool:
    return day.ahead is not None and day.behind is not None and (day.ahead - day.behind).days == 7


_PRESENT = re.compile(r"\b(?:pa[yi]e|regle|verse|vire|solde)(?:nt)?$")
_HAS_PAID = re.compile(r"\b(?:a|ont|est|sont|c'est)\b")
_NOT_FOR_US = re.compile(
    r"\b(?:mais|but),? (?:c'est|c'etait|it's|it was|that was) (?:pour|for) (?!(?:lui|elle|eux|ce|cette|him"
    r"|her|them|this|it|moi|nous|me|us)\b)\w"
)
_NO_CHEQUE = re.compile(
    r"\b(?:sans (?:signature|ordre|provision|date)|(?:pas|non) (?:signee?|datee?)"
    r"|(?:not |isn't |un)(?:signed|dated)|antidatee?|postdatee?|post-?dated)\b"
)
_THE_BILL = re.compile(r"\b(?:la|factures?|n ?°|numero|invoice|bill|no\.?) ?$")


def of_another_paper(order: Order) -> bool:
    """ "il a payé la 117", "reçu 480 pour la F-102", "reçu 500 mais c'était pour Petit", "non signé"."""
    if order.act.act != "paid":
        return False
    sentence = order.walk.sentence
    text = sentence.text.folded
    if _NOT_FOR_US.search(order.behind) or _NO_CHEQUE.search(order.behind):
        return True
    if any(m.kind == "number" and _THE_BILL.search(text[: m.start]) for m in order.command.marks):
        return True
    bills = [name(m) for m in sentence.marks if m.kind == "name" and m.start > order.command.end]
    return (
        order.context.kind == "notice"
        and not order.act.target
        and any(bill.invoice and not bill.own for bill in bills)
        and not any(bill.own for bill in bills)
    )


def _told(order: Order) -> bool:
    asked = order.context.kind == "notice" and order.context.matter in _PAYMENT_ASKED
    return order.act.act == "paid" and asked


def of_an_unknown_bill(order: Order) -> bool:
    """ "non, c'est la FA-2026-0007 qui est payée": a number that is none of those that the mail showed."""
    sentence = order.walk.sentence
    if order.act.act not in ("paid", "credit", "drop", "dispute_closed") or order.context.kind != "notice":
        return False
    words = [plain(word) for item in order.context.cases for word in (item.case, *item.invoices)]
    shown = {part for word in words for part in (*word.replace("-", "").split(), _MARKS.sub("", word))}
    known = [m for m in sentence.marks if m.kind == "name" and name(m).invoice]
    return any(
        bill[0].replace("-", "") not in shown
        and not any(m.start < bill.end() and bill.start() < m.end for m in known)
        for bill in _BILL.finditer(sentence.text.folded, sentence.start, sentence.end)
    )


_MARKS = re.compile(r"[^a-z\d/]")
_BILL = re.compile(r"(?<![\w@.-])[a-z]{1,4}-?\d[\d/-]{0,14}(?![\w@.])")


_CAME_TOO = re.compile(
    r"(?:\b(?:et|puis|plus|and|then|aussi)|[,+]) (?:(?:encore|aussi|re[cç]u|paye|another) )?"
    r"\d{2,6}(?:[.,]\d\d)? ?(?:€|euros?)? ?"
    r"(?:(?:recus|payes|verses|received|paid)\b(?! (?:de|d'|par|from|by) )"
    r"|hier|avant-hier|ce matin|aujourd'hui|(?:lun|mar|mercre|jeu|vendre|same|diman)(?:di|che)\b"
    r"|le \d|yesterday|this morning|on (?:mon|tues|wednes|thurs|fri)day)"
)


def more_came(order: Order) -> bool:
    """ "500 reçus et 300 reçus hier", "a payé 500 lundi et 300 hier": two payments."""
    if order.act.act != "paid" or len(order.command.targets) > 1:
        return False
    text, command = order.walk.sentence.text.folded, order.command
    others = [m for m in order.walk.named if m.kind != "name" or name(m).target not in command.targets]
    start = max((m.end for m in others if m.end <= command.start), default=command.sentence.start)
    end = min((m.start for m in others if m.start >= command.end), default=command.sentence.end)
    sums = [m for m in command.sentence.marks if m.kind in ("sum", "number") and start <= m.start < end]
    first = next((m for m in sums if m.kind == "sum" or str(m.value) not in command.targets), None)
    return first is not None and _CAME_TOO.search(text, first.end, end) is not None


_FIGURES = r"(?<![\w.,/€£$-])(?<![€£$] )(?P<n>\d{3,6})"
_BY_ITS_END = re.compile(rf"{_FIGURES}(?={IN_FEMININE.pattern})")
_NO_SUM = re.compile(rf"{_FIGURES}(?![\w%€£$]|[.,]\d| ?(?:€|euros?\b|eur\b|recus\b|payes\b|regles\b|en ))")


def _meets(found: re.Match[str], command: Command) -> bool:
    """Whether the order stands right behind the figures."""
    return found.end() <= command.end and command.start <= found.end() + _NEAR


def _of_the_only(order: Order, called: list[re.Match[str]]) -> bool:
    """Of the matter's own bill, where the mail is about one."""
    own = order.context.invoices
    return order.act.target is None and len(own) == 1 and all(own[0].endswith(m["n"]) for m in called)


_NEAR = 20  # letters


def of_a_bill_by_its_end(order: Order) -> bool:
    """ "602 payée" beside a bill 601, "reçu 401" where 401 is one: no sum, and no other bill."""
    act, command, text = order.act, order.command, order.walk.sentence.text.folded
    if act.act != "paid":
        return False
    start, end = order.walk.sentence.start, order.walk.sentence.end
    called = [m for m in _BY_ITS_END.finditer(text, start, end) if _meets(m, command)]
    if any(not (act.target or "").endswith(m["n"]) for m in called) and not _of_the_only(order, called):
        return True
    ends = {
        t for item in order.context.cases for n in item.invoices for t in re.findall(r"\d+", plain(n))[-1:]
    }
    sums = [m["n"] for m in _NO_SUM.finditer(text, start, end) if m["n"] in ends]
    return act.amount is not None and any(act.amount == int(n) * 100 for n in sums)


_OF_THE_NEXT = re.compile(r" ?(?P<n>\d{1,2}) \d{2,6}\b")


def of_the_next(order: Order) -> bool:
    """ "1 payé 500 2 300": thousands, or the second's?"""
    items = {str(item.n) for item in order.context.listed}
    sums = [m for m in order.command.marks if m.kind in ("sum", "number")]
    if order.act.act != "paid" or len(sums) < 2:
        return False
    found = _OF_THE_NEXT.match(order.command.sentence.text.folded, sums[0].end)
    return found is not None and found["n"] in items


_LACKS = re.compile(
    r"\b(?:sauf(?! erreur)|excepte|hormis|a part|(?<!y a )(?<!au )moins(?! de? ?\d| d'une?\b| cher)"
    r"|(?:il |en |lui )*manqu\w+|(?<!le )(?<!du )reste(?:nt)?|pas (?:encore )?(?:tout(?! de suite)"
    r"|la totalite|en (?:entier|totalite)|l'integralite)|except|but(?= (?:for|\d))|all but|less|minus|short"
    r"|missing|not (?:quite )?(?:all|everything|in full)|(?:trois )?quarts?|(?:deux )?tiers|(?:la|a) moitie"
    r"|half)\b"
    r"|(?<!\d)(?!100)\d{1,3}(?:[.,]\d)? ?(?:%|pour ?cent\b)"
)
_BY_SO_MUCH = re.compile(r"\d ?(?:€|euros?)? ?(?:de moins|pres|less|short)\b")


def not_in_full(order: Order) -> bool:
    """ "payé sauf 100", "réglé à 50 %", "oui mais il manque 40": how much came is not said."""
    act, command = order.act, order.command
    if act.act == "ok" and _IS_SHORT.search(order.behind):
        return True
    matched = act.act == "ok" and order.context.matter == "payment_match"
    if act.act != "paid" and not matched:
        return False
    if act.amount is not None:
        return _BY_SO_MUCH.search(order.behind) is not None
    if act.act == "paid" and _IN_PART.search(_led(order)):
        return True
    if any(c.targets != ["all"] for c in order.left_out) or "credit" in order.acts:
        return False
    ends = [m.start for m in order.walk.named if m.start >= command.end] + [order.walk.sentence.end]
    text = order.walk.sentence.text.folded[command.end : min(ends)]
    lacks = _LACKS.search(text)
    return lacks is not None and bool(text[lacks.end() :].strip() or min(ends) == order.walk.sentence.end)


def _led(order: Order) -> str:
    """The words of the payment and what leads to them: "moitié payée", "à moitié réglé", "half paid"."""
    command, marks = order.command, order.walk.sentence.marks
    ends = [m.end for m in marks if m.end <= command.start and m.kind in ("comma", "name", "number")]
    return command.sentence.text.folded[max(ends, default=command.sentence.start) : command.end]


_IN_PART = re.compile(
    r"\b(?:moitie|tiers|quart|partie|acompte|partiel\w*|half|partly|partially|third|deposit|part(?=[ -]paid))"
    r"\b(?! (?:de |d'|of )?[\d\x01])"
)
_IS_SHORT = re.compile(r"\b(?:manque(?:nt)?(?: encore)?|short by|missing) ?(?:€ ?)?\d")


def not_all_of_it(order: Order) -> bool:
    """ "Petit a payé mais pas tout": of his money, and of nobody's letter."""
    if order.act.act != "no" or order.act.target != "all":
        return False
    paid = any(c.name == "paid" for c in order.walk.commands) or _CAME.search(order.walk.sentence.folded)
    return bool(paid) and _NOT_ALL.search(order.walk.sentence.folded) is not None


_CAME = re.compile(r"\b(?:recu|encaisse|received)\b")
_NOT_ALL = re.compile(r"\b(?:pas|not) (?:encore |quite )?(?:tout|everything|all)\b(?! de suite)")


def something_is_new(order: Order) -> bool:
    """ "rien de neuf à part le chèque de Petit", "Petit a payé 500, sinon rien": not understood, yet news."""
    if order.act.act != "nothing_new":
        return False
    told = _BUT_THIS.search(order.walk.sentence.folded) is not None
    return (told or any(map(_of_money, order.walk.commands))) and "paid" not in order.acts


def _of_money(command: Command) -> bool:
    return command.name == "paid" and bool(command.targets or command.marks)


_BUT_THIS = re.compile(r"\b(?:sauf|excepte|hormis|hors|a part|en dehors|mais|except|apart|but|other than)\b")
