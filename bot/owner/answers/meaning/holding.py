"""What rests and until when: a stop, a pause; a command in, acts out. The owner away: `absences`.

What another does is no order: "s'il arrête de pleuvoir", "mon fournisseur n'attend pas", "she's away".
"""

import re
from datetime import date, timedelta

from bot.owner.answers.acts import Act
from bot.owner.answers.asked import REQUESTS
from bot.owner.answers.context import PAPER, Context
from bot.owner.answers.marking.marks import Mark, figure
from bot.owner.answers.meaning.lifting import holds_nothing, not_yet, of_the_same, says_before, taken_up
from bot.owner.answers.walking.commands import Command
from bot.owner.answers.words.telling import TIME_LEFT, tells
from bot.reading.dates import Now

BEFORE = re.compile(r"\b(?:avant|d'ici|jusqu'|before|until|till)\b")


# "they can wait", "il peut attendre": the owner's leave, and no tale.
_MAY = re.compile(
    r"(?:can|may|could|must|should|will|ha[sv]e?|peu|pourr|doi|devr)\w* .{0,24}(?:wait|attend|patient)"
)
_OF_ANOTHER = re.compile(r"\b(?:il|elle|ils|elles|qui|s'il|s'ils|qu'il|he|she|they|who)(?: (?:ne|n'))? $")


_NO_MORE = re.compile(
    r"\b(?:ecri|relanc|envo|contact|sollicit|derang|mail|writ|chas).{0,12}\bplus\b(?! (?:pour|tant|avant))"
    r"|\bplus\b.{0,8}\b(?:ecri|relanc|contact)"
)
_OF_A_THING = re.compile(
    r" a (?!(?:envoy|ecri|expedi|adress|relanc|lanc|post|reclam|fai|demand))\w{3,12}(?:er|ir|re)\b"
)
_HAVE_WAITED = re.compile(r"\b(?:ai|a|ont|avons|avez|j'ai)(?: \w+){0,2} (?:patiente|attendu)e?s?$")
_THERE_WERE = re.compile(
    r"\b(?:y (?:a|avait)|pens\w+|sav\w+|croy\w+|restai\w+|avais|avions|there (?:is|was|are|were)|knew|thought"
    r"|had)\b[^,.;\n]{0,60}$"
)
_DONE = re.compile(r"(?:^|[ '])(?:a|ai|as|ont|avons|avez|avait|avaient|etant) $")
_SO_FAR = re.compile(r"\b(?:verifie|controle|pointe|regarde|epluche|saisi|checked|reconciled)e?s? $")
_BARELY = re.compile(r"jusqu'(?:a|au|en)|until|till")
_PRESENT = re.compile(
    r"\b(?:est|sont|sera|seront|reste|restera|suis|is|are|will be|stays?)(?: (?:bien|encore|toujours|still))?"
    r" (?:la|ici|au (?:bureau|secretariat|magasin|cabinet)|a l'accueil|presente?s?|ouverte?s?|joignables?"
    r"|disponibles?|de permanence|here|in|in the (?:office|shop)|at the (?:desk|office|shop)|around|available"
    r"|open|on duty|there) $|\b\w+'s (?:here|in|in the office|at the desk|around|open|there) $"
)
_PASSIVE = re.compile(
    r"\b(?:est|sont|etait|ete|was|is|are|(?:qui|il|elle|ils|elles) (?:a|ont|avait|avaient)) $"
)


def coming(mark: Mark, day: date | None, today: date) -> date | None:
    """Said on a Monday, "lundi" is the Monday that comes."""
    return day + timedelta(7) if day == today and _WEEKDAY.search(mark.name) else day


def _meant_day(c: Command, context: Context, today: date) -> date | None:
    """The day of a stop: not one of a tale, "attendez, je vois la directrice jeudi", nor when the letters
    leave, "stop pour demain"."""
    for mark in c.marks:
        if mark.kind in ("day", "duration"):
            between = [m for m in c.sentence.marks if c.end <= m.start < mark.start]
            if any(m.name == "defer" for m in between):
                return None  # "attends je regarde ça demain"
            words = [m for m in between if m.kind == "word"]
            day = coming(mark, figure(mark).ahead, today)
            leaves = context.matter == "eve" and day == today + timedelta(1) and not _WAITS.search(c.words)
            return day if len(words) < 2 and not leaves else None
    return None


_WAITS = re.compile(r"atten|patient|wait")


def stop(c: Command, before: list[Command], context: Context, now: Now) -> list[Act] | None:
    if holds_nothing(c, context):
        return taken_up(c)
    if c.name == "stop" and says_before(c):
        return not_yet(c)
    if _OF_A_CREDIT.match(c.sentence.text.folded, c.end):
        return []  # "annule l'avoir de Brice": it is the credit that is meant, and nobody's letters
    return None if of_the_same(c, before) else _stop(c, context, now)


_OF_A_CREDIT = re.compile(
    r" ?(?:l'|la |le |cet |cette |the |that |his |her |their |[a-z]+'s )?"
    r"(?:avoirs?|remises?|notes? de credit|credit notes?|discounts?)\b"
)


def _stop(c: Command, context: Context, now: Now) -> list[Act] | None:
    told = context.kind == "notice" and re.match(r"(?:arrêté|bloqué|annulé|suspendu)e?s?\b", c.exact.lower())
    if re.search(
        r"\b(?:the|l'|une?|la|ma|cette|this|long|longue|d') ?$", c.sentence.text.folded[: c.start]
    ) and c.words in ("wait", "attente", "hold", "stop", "patiente"):
        return None  # "sorry for the wait"
    if _PASSIVE.search(c.sentence.text.folded[: c.start]) and re.match(
        r"arret|bloqu|suspend|annul|gel", c.words
    ):
        return None  # "son chantier est arrêté"
    if c.words.startswith("plus rien") and _OF_A_THING.match(c.sentence.text.folded[c.end :]):
        return None  # "y'a plus rien à prendre"
    if _waited(c):
        return None
    if context.matter == "stop_contact" and _NO_MORE.search(c.words):
        return [Act("treatment", value="never")]
    if told or (_OF_ANOTHER.search(c.sentence.text.folded[: c.start]) and not _MAY.match(c.words)):
        return None  # "s'il arrête de pleuvoir", "le relevé arrêté à vendredi"
    if re.search(r"arreter(?:ai|a|ons|ez|ont)\b", c.words):
        return []  # "qu'il paye et on arrêtera"
    until = _meant_day(c, context, now.today)
    return [Act("pause", until=until)] if until and until > now.today else [Act("stop")]


def _waited(c: Command) -> bool:
    """ "nous avons assez patienté", "je ne savais pas qu'il y avait encore des factures en attente"."""
    text = c.sentence.text.folded
    told = c.words.startswith(("en attente", "on hold")) and _THERE_WERE.search(text[: c.start]) is not None
    return told or _HAVE_WAITED.search(text[: c.end]) is not None


def _of_a_tale(c: Command) -> bool:
    """ "mon fournisseur n'attend pas ses sous jusqu'à la Saint-Jean"."""
    since = [m.end for m in c.sentence.marks if m.kind == "comma" and m.end <= c.start]
    start = since[-1] if since else c.sentence.start
    led = c.sentence.text.folded[start : c.start]
    return len(led.split()) > 1 and tells(c.sentence.text.folded[start : c.end])


def _tells_only(c: Command, context: Context) -> bool:
    """What lasts until then is told of somebody or something, and nobody is to wait."""
    before = c.sentence.text.folded[: c.start]
    if TIME_LEFT.search(before) or _SO_FAR.search(before):
        return True  # "j'ai jusqu'au 20 pour déclarer", "relevés vérifiés jusqu'à vendredi"
    if c.exact.lower().endswith(("é", "és", "ée", "ées")) and _DONE.search(before):
        return True  # "l'humeur où m'ont laissé ces chantiers"
    if _BARELY.fullmatch(c.words) and _PRESENT.search(before):
        return True  # "Josiane is at the desk until the 25th"
    asked = context.matter in REQUESTS and _BARELY.fullmatch(c.words)
    return context.kind == "notice" and not asked and _of_a_tale(c)


def pause(c: Command, before: list[Command], context: Context, now: Now) -> list[Act] | None:
    if _tells_only(c, context):
        return None
    if c.exact.lower().startswith("relancé "):
        return []  # "relancé le 12/10 et le 3/11": when it was
    return taken_up(c) if holds_nothing(c, context) else _pause(c, before, context, now)


def _pause(c: Command, before: list[Command], context: Context, now: Now) -> list[Act] | None:
    if context.matter in REQUESTS and c.day() and _BARELY.fullmatch(c.words):
        return [Act("accept" if context.matter == "promise" else "propose", date=c.day())]
    if c.words == "d'ici la" and any(b.name == "nothing_new" and b.number == c.number for b in before):
        return None  # "rien de neuf d'ici là"
    if _CALLS_AGAIN.match(c.words) and any(b.name == "stop" and b.number == c.number for b in before):
        return None  # "attendez un peu, je la rappelle demain"
    if context.about == PAPER and (_bare_day(c) or _LATE.search(c.words)):
        return None  # "1 et 2 postées, 3 demain": when the owner posts it
    until = ahead(c, now) or (_earlier(c, before) if _MEANWHILE.search(c.words) else None)
    if until and until > now.today:
        return [Act("pause", until=until, leaves=_bare_day(c))]
    if _bare_day(c) and c.targets:
        return []  # "1 payée, la 2 aujourd'hui"
    if until is None and _SOME_TIME.match(c.sentence.text.folded, c.end):
        return []  # "relance tout après les fêtes": until when?
    return _without_a_day(c, context)


def _without_a_day(c: Command, context: Context) -> list[Act] | None:
    if context.matter == "stop_contact" and _IN_PEACE.search(c.words):
        return [Act("treatment", value="never")]
    if _HE_DOES.search(c.sentence.text.folded[: c.start]) and not _MAY.match(c.words):
        return None  # "il attend lui-même un paiement"
    put_off = _PUTS_OFF.search(c.words) and not _TOLD.search(c.exact.lower())
    return [Act("stop")] if put_off or _RESTS.search(c.words) else None


_RESTS = re.compile(
    r"pause|atten|patient|temporis|wait|hold|laisse|leave|paix|tranquill|bloque|gele|suspend|report|rien"
    r"|nothing|\b(?:un|du|quelques|a|some|more)\b.{1,24}\b(?:delai|sursis|repit|temps|jours|time|longer|days"
    r"|space)\b"
)
_PUTS_OFF = re.compile(r"decal|repouss|differ|recul|retard|postpon|delay|defer|snooze|put off")
_TOLD = re.compile(r"ée?s?$|ed$")  # "il a repoussé trois fois"
_HE_DOES = re.compile(r"\b(?:ils?|elles?|qui|he|she|they|who) (?:ne |n'|me |m'|nous )?$")
_IN_PEACE = re.compile(r"\b(?:paix|tranquilles?|alone|be)$")
_SOME_TIME = re.compile(r" (?:apres|after) (?:les?|la|l'|mes|nos|mon|ma|the|my|our)\b")
_CALLS_AGAIN = re.compile(r"r(?:e|ap)?appel|call")
_WEEKDAY = re.compile(r"\b(?:lun|mar|mercre|jeu|vendre|same)di$|\bdimanche$|\b[a-z]{3,6}day$")


def ahead(c: Command, now: Now) -> date | None:
    """Until when an order holds: a day right behind its words before one that only says which is meant."""
    behind = (m for m in c.marks if m.kind == "day" and 0 <= m.start - c.end <= 1)
    until = next((figure(mark).ahead for mark in behind), None) or c.day()
    meant = [coming(m, until, now.today) for m in c.marks if m.kind == "day" and figure(m).ahead == until]
    return max((day for day in meant if day), default=until)


def _bare_day(c: Command) -> bool:
    """ "2 lundi": no word says how long, the day alone says when it leaves."""
    alone = any(m.kind == "day" and (m.start, m.end) == (c.start, c.end) for m in c.marks)
    return (
        alone
        and not re.match(r"jusqu|until|till|d'ici|avant|before|by\b", c.words)
        and not _LATE.search(c.words)
    )


_LATE = re.compile(r"apres-midi|aprem|\bsoir|afternoon|evening")  # letters leave in the morning
_MEANWHILE = re.compile(r"d'ici|pendant|then|meanwhile|while")


def _earlier(c: Command, before: list[Command]) -> date | None:
    days = [figure(m).ahead for m in c.sentence.marks if m.kind == "day" and m.end <= c.start]
    if days:
        return days[-1]  # "je passe le voir mardi, rien d'ici là"
    found = [c.day() for c in before if c.name in ("absent", "pause") and c.day()]
    return found[-1] if found else None
