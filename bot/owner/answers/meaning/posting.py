"""What became of a registered letter: a command in, the acts `posted`, `presented` and their like out.

In answer to the question about the post any word of it counts; elsewhere the sentence must speak of a letter.
"""

import re
from dataclasses import replace
from datetime import date

from bot.owner.answers.acts import Act
from bot.owner.answers.context import PAPER, Context
from bot.owner.answers.marking.marks import Mark, figure
from bot.owner.answers.meaning.bygone import hardly_past
from bot.owner.answers.meaning.denying import denied, denied_before, to_come
from bot.owner.answers.walking.commands import Command
from bot.owner.answers.walking.retelling import MONEY_POSTED
from bot.reading.dates import Now

_BY_POST = re.compile(
    r"\b(?:post\w*|recommande\w*|lrar|rar|ar|l\.?r\.?|lettre|courrier|registered|recorded|letter|pli)\b"
)


def posted(c: Command, _b: list[Command], context: Context, now: Now) -> list[Act] | None:
    tracks = [str(m.value) for m in c.marks if m.kind == "track"]
    by_post = c.fields.get("of") == "again" or _BY_POST.search(c.sentence.folded)
    if not context.to_post and not tracks and not by_post:
        return None  # "le bon de commande a été déposé"
    there = re.search(r"\b(?:la|le|au|en|bureau de|bureaux de) $", c.sentence.text.folded[: c.start])
    if context.to_post and c.words == "poste" and "é" not in c.exact.lower() and there:
        return None  # "à la poste"
    before = c.sentence.text.folded[: c.start]
    if denied_before(before):
        return None  # "pas encore posté"
    day = c.day(past=True)
    open_day = any(figure(m).ahead != figure(m).behind for m in c.marks if m.kind == "day")
    if open_day and _I_POST.search(c.sentence.folded):
        return []  # "je la poste lundi"
    if _of_money(c) or _not_done(c, day, now):
        return []  # "je poste demain", "sera posté lundi", "poste-la toi-même"
    if context.to_post:
        tracks = tracks or [str(m.value) for m in c.sentence.marks if m.kind == "track"]
        days = [figure(m).behind for m in c.sentence.marks if m.kind == "day" and not _of_the_next(c, m)]
        day = day or next((one for one in days if one and one <= now.today), None)
        day = day or (now.today if _AT_AN_HOUR.search(c.sentence.folded) or _TODAY.search(c.words) else None)
    if _some_or_unregistered(c, tracks, day, context):
        return []
    return [_as_said(Act("posted", number=tracks[0] if tracks else None, date=day), c, context)]


def tracks_of(c: Command, targets: list[str | None]) -> dict[str | None, str] | None:
    """ "Abel 1A… et Colin 1A… postés": to each its own number; None where they are not as many."""
    tracks = list(dict.fromkeys(str(m.value) for m in c.sentence.marks if m.kind == "track"))
    if c.name != "posted" or len(targets) < 2 or len(tracks) < 1:
        return {}
    return dict(zip(targets, tracks, strict=True)) if len(tracks) == len(targets) else None


def _some_or_unregistered(c: Command, tracks: list[str], day: date | None, context: Context) -> bool:
    """ "une seule postée"; "envoyée en simple": when, and what of the receipt?"""
    if context.matter == "post" and day is None and _UNREGISTERED.search(c.sentence.folded):
        return True
    return context.about == PAPER and _of_some(c, tracks, len(context.listed))


def _as_said(act: Act, c: Command, context: Context) -> Act:
    alone = context.matter == "post" and act.number and not _POSTED.search(c.sentence.folded)
    return replace(act, value=_NUMBER_ALONE) if alone else act


_NUMBER_ALONE = "number"  # nobody said that it is posted: when was it?
_POSTED = re.compile(
    r"\b(?:poste?e?s?|post(?:ed|er)|depose?e?s?|envoye?e?s?|envoi|expedie?e?s?|partie?s?|sent|gone|fait|faite|mise?"
    r"|done|mailed)\b"
)
_UNREGISTERED = re.compile(
    r"\b(?:en|par|lettre|courrier|pli|timbre|tarif|normal|ordinary|plain|standard|regular|first|second)"
    r" (?:lettre |courrier |envoi |pli )?(?:simple|verte?|normale?|ordinaire|post|mail|letter|class)\b"
)


def _of_the_next(c: Command, mark: Mark) -> bool:
    """ "1 postée, 2 lundi": the Monday is another letter's."""
    return any(m.kind in ("name", "number") and c.end <= m.start < mark.start for m in c.sentence.marks)


def _not_done(c: Command, day: date | None, now: Now) -> bool:
    before = c.sentence.text.folded[: c.start]
    if to_come(before) or _SHALL.match(c.words) or _WISHED.search(before) or hardly_past(c, now):
        return True
    return bool(day and day > now.today) or (_bids(c) and not _surely_past(c, now))


def _of_money(c: Command) -> bool:
    """ "chèque posté samedi": the debtor's, and no letter of ours."""
    return MONEY_POSTED.search(c.sentence.text.folded[c.sentence.start : c.start] + c.words) is not None


def _of_some(c: Command, tracks: list[str], listed: int) -> bool:
    """ "une seule postée", "toutes sauf une", "1A 123…": said of no one letter, and not true of all."""
    text = c.sentence.text.folded
    if c.targets and _SAVE.search(text[c.sentence.start : c.start]):
        return True
    if set(c.targets) - {"all"}:
        return False
    part = text[c.sentence.start : c.start] + re.split("[,;]", text[c.end : c.sentence.end])[0]
    counted = _COUNTED.get(listed, "[^a-z]")
    return listed > 1 and bool(tracks or _SOME.search(re.sub(rf"\b(?:{counted})\b", "", part)))


_SAVE = re.compile(r"\b(?:sauf|hormis|a part|except|but for)\b")  # "toutes sauf la 2 parties hier"
_COUNTED = {2: "deux|two|both", 3: "trois|three", 4: "quatre|four", 5: "cinq|five", 6: "six"}
_SOME = re.compile(
    r"\b(?:une?|deux|trois|quatre|cinq|six|certaine?s|quelques|moitie|presque|plupart|seule?s?|premi\w+"
    r"|derni\w+|celles?|celui|ceux|une partie|one|two|three|four|both|some|half|most|almost|only"
    r"|first|last)\b"
)


def _bids(c: Command) -> bool:
    """ "poste-la", "tu la postes": without an accent, a "c'est" or a "j'ai" it asks somebody to do it."""
    verb = _PRESENT.search(_THE_OFFICE.sub("", c.exact.lower()))
    return verb is not None and not _HAVING.search(c.words)


def _surely_past(c: Command, now: Now) -> bool:
    """ "poste hier", "poste 1A 123…": who leaves out accents has posted it; "poste mardi" may be either."""
    figures = [*c.marks, *(m for m in c.sentence.marks if m not in c.marks)]
    if any(m.kind == "track" for m in figures) or _EARLIER.search(c.sentence.folded):
        return True
    days = [figure(m) for m in figures if m.kind == "day"]
    return any(
        day.behind
        and day.behind < now.today
        and (not day.ahead or day.ahead <= now.today or (day.ahead - now.today).days > _MONTHS)
        for day in days
    )


_MONTHS = 60  # days: nobody says so long before that he will post a letter
_THE_OFFICE = re.compile(r" (?:a|à|de|par) la poste\b")
_PRESENT = re.compile(r"\b(?:poste|d[eé]pose|exp[eé]die)s?(?![\wà-ÿ])")
_HAVING = re.compile(r"\b(?:ai|a|est|c'est|viens de|bien|lrar|lettre|recommande|courrier|ar)\b")
_EARLIER = re.compile(r"\b(?:ce (?:matin|midi)|a l'instant|tout a l'heure|this morning|hier)\b")
_WISHED = re.compile(r"\b(?:soit|soient)(?: bien)? $")
_AT_AN_HOUR = re.compile(r"\b(?:a|vers|at) \d{1,2} ?(?:h(?: ?\d\d)?|heures?|am|pm)\b")
_TODAY = re.compile(r" (?:aujourd'hui|ce jour|today)$")
_SHALL = re.compile(
    r"(?:je |on |nous |i |we )?(?:vais|va|allons|will|'ll|shall)\b|.{0,8}\b(?:poster|envoyer|expedier)$"
)
_I_POST = re.compile(r"\b(?:je|on) (?:la |le |les |l')?(?:poste|depose|envoie|expedie)\b|\b(?:i|we) post\b")
_GOODS = re.compile(r"(?:delivered|livree?|remise?|distribue|recuperee?)")


_OF_A_LETTER = re.compile(r"\b(?:recommande|lettre|lrar|ar|pli|courrier|letter|registered|avis)\b")


_SIGNED = re.compile(
    r"\b(?:signee?|presentee?|date|signed|presented|dated)(?: for)?(?: (?:le|du|on|of|the))? ?$"
)


def letter(c: Command, _b: list[Command], context: Context, now: Now) -> list[Act] | None:
    if context.matter != "post" and c.leant and not _OF_A_LETTER.search(c.sentence.folded):
        return None  # "on abandonne, il est parti sans laisser d'adresse"
    if context.matter != "post" and "demenag" in c.words and not _OF_A_LETTER.search(c.sentence.folded):
        return None  # "il a déménagé, écris-lui à …"
    if context.matter != "post" and _GOODS.fullmatch(c.words) and not _OF_A_LETTER.search(c.sentence.folded):
        return None  # "wrong tiles delivered"
    if context.matter != "post" and "cherche" in c.words and not _OF_A_LETTER.search(c.sentence.folded):
        return []  # "pas vu mais pas cherché"
    if c.name == "presented" and denied(c.sentence.text.folded, c.start, c.end):
        return None  # "toujours pas d'AR"
    if hardly_past(c, now):
        return []
    signed = [
        figure(m).behind
        for m in c.sentence.marks
        if m.kind == "day" and _SIGNED.search(c.sentence.text.folded[: m.start])
    ]
    if signed and c.name == "presented":
        return [Act(c.name, date=signed[0])]
    days = [figure(m).behind for m in c.sentence.marks if m.kind == "day"]
    day = c.day(past=True) or (days[0] if context.matter == "post" and len(days) == 1 else None)
    return [Act(c.name, date=day)]
