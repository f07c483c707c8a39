"""Words that would hold somebody and hold nothing: "j'avais dit stop, reprenez", "plus besoin d'attendre".

A command in, a yes or no out, or its acts. What was said once, is asked, denied or said by another is told;
"avant de relancer, appelle-moi" holds.
"""

import re

from bot.owner.answers.acts import Act
from bot.owner.answers.context import Context
from bot.owner.answers.marking.marks import Mark
from bot.owner.answers.meaning.tales import cried, led_in
from bot.owner.answers.walking.commands import Command


def holds_nothing(c: Command, context: Context) -> bool:
    told = lifted(c) or needless(c) or never_said(c) or did_i(c) or wondered(c)
    return told or _not_yet_done(c) or _since_long(c) or _of_himself(c) or of_something_else(c, context)


def taken_up(c: Command) -> list[Act] | None:
    """What is to be made of them: asked of the program, asked back, or told."""
    if did_i(c):
        return [Act("ask")]
    waits = needless(c) or _since_long(c)
    doubtful = wondered(c) or _not_yet_done(c) or (waits and not goes_on(c))
    return [] if doubtful else None


_BEFORE = re.compile(r"(?:juste |bien |just )?(?:avant|au lieu|before|instead)\b")
_HAVE_DONE = re.compile(
    r"\b(?:ai|as|a|avons|avez|ont|avais|avait|have|had|has)(?: \w+){0,2} (?:atten|pati|wait|hesit)"
)
_NEXT_TIME = re.compile(r"\b(?:la prochaine fois|a l'avenir|next time|in (?:the )?future)\b")
_RESTS = ("stop", "pause", "no", "absent", "drop", "treatment")


def says_before(c: Command) -> bool:
    return _BEFORE.match(c.words) is not None


def not_yet(c: Command) -> list[Act] | None:
    """ "avant de relancer Roux, appelle-moi"; what else rests in its sentence says it better."""
    if _HAVE_DONE.search(c.sentence.text.folded[c.sentence.start : c.start]):
        return None  # "j'ai attendu trois mois avant de relancer"
    if _NEXT_TIME.search(c.sentence.folded):
        return None  # "la prochaine fois préviens-moi avant d'envoyer"
    if c.words.startswith(("au", "inst")) and any(m.name == "mise_en_demeure" for m in c.sentence.marks):
        return None  # "au lieu de relancer, mise en demeure maintenant"
    rests = [m for m in c.sentence.marks if m.name in _RESTS and m.start != c.start]
    return None if rests and not c.targets else [Act("stop")]


def of_the_same(c: Command, before: list[Command]) -> bool:
    """ "au lieu de relancer Martin, attendez": the second says it of him again."""
    said = any(b.number == c.number and b.targets and says_before(b) for b in before)
    return said and not c.targets


_DONE = re.compile(r"(?:^|[ '])(?:a|ai|as|ont|avons|avez|avait|avaient) $")


def _not_yet_done(c: Command) -> bool:
    """ "j'ai pas encore répondu"; not where an order follows."""
    others = [m for m in c.sentence.marks if m.name in _RESTS and m.start > c.start]
    done = _DONE.search(c.sentence.text.folded[: c.start]) is not None
    return c.words == "pas encore" and not others and done


_SINCE = re.compile(r" (?:(?:deja|encore|toujours) )?(?:depuis|ca fait|since)\b")
_AWAITS = re.compile(r"(?:j')?attends (?:(?:le|la|les|mon|ma|mes|son|sa|ses|un|une) |l')(?!temps)[a-z]{3,}")
_NO_MINUTE = re.compile(r"\b(?:pas|plus|aucune) $")
_NEVER_DOES = re.compile(r"\b(?:je|on|nous|i) (?:ne |never )$")
_MINE = re.compile(r"\b(?:(?:le|la|les) (?:mien|sien|tien)\w{0,3}|mine|his|hers) (?:\w+ )?$")


def _since_long(c: Command) -> bool:
    """ "on attend depuis février"."""
    return _SINCE.match(c.sentence.text.folded, c.end) is not None


def _of_himself(c: Command) -> bool:
    """ "pas une minute à moi", "je ne laisse jamais de message"; and why
    nothing is to be sent, "n'envoie rien, j'attends le relevé"."""
    before, text = led_in(c), c.sentence.text.folded
    if _NEVER_DOES.search(before) or _MINE.search(before):
        return True
    if "minute" in c.words and _NO_MINUTE.search(before):
        return True
    held = any(m.name in _RESTS and m.end <= c.start for m in c.sentence.marks)
    mine = c.words.startswith("j'") or before.endswith("j'")
    dated = any(m.kind == "day" for m in c.marks)
    return held and mine and not dated and _AWAITS.match(text, c.start) is not None


_ASKED_OF_US = re.compile(
    r"(?:\b(?:m'|nous |me )?(?:a|ont|avait) |\b(?:m'|me |nous )|\b(?:he|she|they|has|have) )"
    r"(?:supplie|demande|prie|implore|conjure|dit|begged|asked|told|pleaded with)(?: (?:me|us|moi|nous))?"
    r"(?: (?:de|que|si|to|if|whether|that)\b| d'| qu'| s'|,)[^,;.]{0,40}$"
)
_HAD = re.compile(
    r"\b(?:j'avais|je (?:l'|les |lui )avais|on (?:l'|les |lui )?avait|nous (?:l'|les )?avions|(?:i|we) had"
    r"|(?:i|we)'d)(?: (?:pourtant|bien|deja|already))?(?: [a-z]{2,10}){0,4} ?(?:[a-z]')?$"
)


_WONDERED = re.compile(
    r"\b(?:demande\w{0,3}|asked|asks|wondered|wondering|savoir|know)(?: (?:me|us|moi|nous))? (?:si|s'|if"
    r"|whether)\b"
    r"[^,;.]{0,40}$"
)


def wondered(c: Command) -> bool:
    """ "Royer a demandé si je pouvais attendre": what is asked of the owner is not yet granted."""
    return _WONDERED.search(led_in(c)) is not None


def lifted(c: Command) -> bool:
    """ "j'avais dit stop, reprenez", "il m'a supplié d'arrêter, mais envoie": told, and it goes on."""
    told = _HAD.search(led_in(c)) or _ASKED_OF_US.search(led_in(c))
    return told is not None and goes_on(c)


def goes_on(c: Command) -> bool:
    """Whether its sentence orders behind it that it goes on, of nobody else.

    Not "j'avais dit stop et vous continuez !" nor "Roux m'a demandé d'attendre, envoie les autres".
    """
    text, marks = c.sentence.text.folded, c.sentence.marks
    return any(
        m.name in _GO
        and m.start >= c.end
        and not (_COMPLAINS.search(text[c.end : m.start]) or _YOU_DO.match(m.said.words))
        and not _of_others(marks, index)
        for index, m in enumerate(marks)
    )


def _of_others(marks: tuple[Mark, ...], index: int) -> bool:
    """Whether somebody is named in the part of the sentence in which that order stands, or behind it."""
    commas = [i for i in range(index) if marks[i].kind == "comma"]
    part = marks[commas[-1] + 1 if commas else index :]
    return any(m.kind in ("name", "number") or m.name == "rest" for m in part)


_COMPLAINS = re.compile(
    r"\b(?:vous|tu|you(?:'re|'ve)?|they|il|elle|ils|elles|ca|it|encore|still|toujours|pourquoi|why|keeps?)\b"
    r"(?: (?:m'|me |nous |lui |le |la |les |l')?\w+){0,2} ?$"
)
_YOU_DO = re.compile(r"(?:vous (?!pouvez)|tu (?!peux)|you (?!can|may))")
_GO = frozenset(("resume", "send", "yes", "mise_en_demeure", "send_mise_en_demeure"))


_NO_NEED = re.compile(
    r"\b(?:(?:plus|pas|aucun|guere) besoin (?:de |d')|inutile (?:de |d')|pas la peine (?:de |d')"
    r"|(?:no (?:more |further )?need|no longer need|no reason|no point)(?: to| in)? )$"
)


def needless(c: Command) -> bool:
    """ "plus besoin d'attendre", "no need to wait"."""
    return _NO_NEED.search(led_in(c)) is not None


_NEVER_SAID = re.compile(
    r"\b(?:(?:jamais|pas)(?: (?:dit|demande|ecrit))|(?:never|n't|not)(?: (?:said|say|told|tell|asked|ask))"
    r"(?: you)?)(?: (?:de|d'|to))? ?$"
)
_DID_I = re.compile(
    r"\b(?:(?:did|have|had) (?:i|we)|est-ce qu(?:e |')(?:j'(?:ai|avais)|on avait)|ai-je|avais-je|avait-on)\b"
)
_OR_NOT = re.compile(r"\b(?:j'ai|j'avais|on avait) .{1,60}\b(?:ou pas|ou non|deja|non)\W*$")


def never_said(c: Command) -> bool:
    """ "I never said stop"."""
    return _NEVER_SAID.search(led_in(c)) is not None


def did_i(c: Command) -> bool:
    """ "did I tell you to stop Doyle?", "est-ce que j'avais dit d'arrêter ?": what was said once is asked."""
    asked = _DID_I.search(led_in(c)) or _OR_NOT.search(c.sentence.folded)
    return c.sentence.question and asked is not None


_TO_A_THING = re.compile(
    r" (?:a la|a l'|aux?|a (?:mon|ma|mes|son|sa|ses|(?:tous|toutes) (?:les|ses|mes))|to (?:the|my|his|her|all"
    r" (?:his|her|their|my))) ?(?!relance|courrier|lettre|mail|rappel|envoi|procedure|letter"
    r"|reminder)[a-z]{3,}"
)
_SAID = re.compile(r"\b(?:dit|disent|said|says|say) $")
_CRYING = re.compile(r"\b(?:criant|hurlant|gueulant|repetant|disant|shouting|yelling|screaming|saying) $")


def of_something_else(c: Command, context: Context) -> bool:
    """ "j'ai dit stop à la cigarette", "en criant stop"; of who wants no more mails, what he said again."""
    if _CRYING.search(led_in(c)):
        return True
    if _SAID.search(led_in(c)) and not c.targets and _TO_A_THING.match(c.sentence.text.folded, c.end):
        return True
    if _OTHER_DEED.match(c.sentence.text.folded, c.end) or _HE_SPEAKS.search(led_in(c)):
        return True
    return context.matter == "stop_contact" and cried(c)


_OTHER_DEED = re.compile(
    r" (?:de |d')(?:(?:leur|lui|les|le|la|y|me|nous) )?(?:bosser|travailler|fumer|boire|parler|bouger|rire"
    r"|pleurer"
    r"|jouer|livrer|servir|vendre|payer|acheter)\b| (?:working|dealing|trading|smoking|drinking|selling"
    r"|supplying)\b"
)
_HE_SPEAKS = re.compile(
    r"\b(?:il|elle|ils|elles|he|she|they) (?:parle(?:nt)?|menace(?:nt)?|jure|promet|reve|talks?|threatens?"
    r"|promises?"
    r"|keeps? talking) (?:de |d'|to |of |about )$"
)
