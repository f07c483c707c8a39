"""What is said under a line of ours: of the item that the line names, or in answer to what it asks.

A passage in, its sentences out, each beginning with its item's number unless it names somebody itself; and
after they were walked, the orders that named nobody are the item's. Under no item an order that presses must
say whom it means. "RAS", "vu", "voir ci-dessous" order nothing, nor does the "non" that passes over a choice.
"""

import re
from dataclasses import replace

from bot.owner.answers.context import Context
from bot.owner.answers.dividing.columns import in_pairs, under_heads
from bot.owner.answers.marking.figures import figures
from bot.owner.answers.marking.marks import Sentence, name, sentences
from bot.owner.answers.walking.aims import item_number
from bot.owner.answers.walking.commands import Walk
from bot.owner.answers.walking.grammar import walked
from bot.owner.answers.walking.strangers import with_strangers
from bot.owner.answers.walking.whom import EVERYTHING, OF_THE_HOUSE
from bot.owner.answers.words.between import Passage, announced
from bot.owner.answers.words.phrases import orders, said
from bot.owner.answers.words.spelling import plain, spelled
from bot.reading.dates import Now

_NOTHING = re.compile(
    r"(?:(?:ok|bon|bien|oui|non|yes|no),? ?){0,2}(?:r\.?a\.?s\.?|rien a (?:signaler|dire|redire|ajouter"
    r"|declarer|changer|faire)|rien d'autre|rien de (?:special|particulier|plus)|vue?s?|lue?s?|relue?s?"
    r"|(?:c'est |bien |j'ai )?(?:note|vu|pris note|lu|pris connaissance)|pris (?:bonne )?note"
    r"|bien (?:recu|note)|sans objet"
    r"|s/o|neant|n/a|(?:voir|see|cf\.?) ?(?:la |ma )?(?:ci-|plus )?(?:dessus|dessous|haut|bas|ligne\b.{0,20}"
    r"|above|below|reponse\b.{0,20})|pas de (?:remarques?|commentaires?)|no comments?|c'est tout|that's all"
    r"|nothing (?:to (?:add|say|report)|else)|noted|seen|fine by me|no change|pas de changement"
    r"|merci|thanks?)(?: (?:ici|la|pour (?:elle|lui|eux|celle-ci|celui-ci)|here|merci|thanks?))?"
)
_NOTHING_LISTED = re.compile(r"(?:ok,? )?(?:rien|nothing|idem dessus|-+)")
_PASSED_OVER = re.compile(
    r"(?:non|nan|no|nope|neither|none)(?:,? (?:plus|merci|thanks?|ni l'un ni l'autre"
    r"|pas (?:ca|cela|celle-la)))?|ni l'une? ni l'autre|aucune?(?: des (?:deux|trois))?"
    r"|(?:pas d'|aucune )autre \w+"
)
_NEEDLESS = re.compile(
    r"(?:inutile|pas besoin|pas (?:la peine|necessaire)|no need),?(?: donc| du coup| then)?"
)
_MEANT = re.compile(
    r"(?:oui|yes|voila|exactement|tout a fait"
    r"|c'est (?:bien )?(?:ca|cela|le cas|ce cas(?:-ci|-la)?|celle?-(?:ci|la))|celle?-(?:ci|la)|that one"
    r"|this one)\b[ ,]*(?:c'est (?:bien )?(?:ca|cela|ce cas(?:-ci|-la)?))?[ ,.!]*"
)
_BARE = re.compile(r"(?:merci(?: bien)?|thanks?|thank you|bien sur|please|stp|svp)?[ .!]*(?:\n|$)")
_CHOICE = re.compile(r"[«“\"] ?([^«»“”\"]{2,60}?) ?[»”\"]")
_TOLD = re.compile(
    r"(?:[ée]crit|[ée]crivent|dit|disent|r[ée]pondu?|demandent?|propose|wrote|writes|says|said|asks?)"
    r"(?: \w+){0,3} ?:? ?[«“\"]",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(r"\d|\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|[a-z]+day)\b")
_YES_NO = re.compile(r"(?:ok|oui|non|yes|no)\b")
_NODDED = re.compile(r"(?:tres |c'est )?(?:bien|bon|ok|d'accord|parfait|entendu|good|fine|great)")
_ELSE = re.compile(r"autre chose|quoi d'autre|anything else|sinon|otherwise")

# A question of ours and the words that its answer leaves out.
_ASKED = (
    (re.compile(r"depot|depose|poste[er]?\b|envoi\b|posted|sent on"), "posté le"),
    (re.compile(r"avoir\b|remise|credit"), "avoir"),
    (
        re.compile(
            r"\b(?:combien|montant|amount|how much|recu|paye|regle|encaisse|credite|paiement|reglement"
            r"|virement|paid|received)"
        ),
        "payé",
    ),
    (re.compile(r"accuse|\bar\b|distribu|present|delivered"), "AR du"),
    (re.compile(r"quelle date|autre date|date limite|which date|what date"), "dis-lui"),
)


def said_under(passage: Passage, context: Context, now: Now) -> list[Sentence]:
    text = _of_the_item(passage, context) if context.kind != "notice" else _answering(passage, context, now)
    found = sentences(text, context, now)
    if pairs := in_pairs(found, context) or under_heads(found, context):
        found = sentences(pairs, context, now)
    if found and _agrees_to_nothing(plain(passage.above), found[0].folded):
        found[0] = replace(found[0], adrift=True)
    if not (passage.above or passage.adrift):
        return found
    found = [one for one in found if not _orders_nothing(one, passage, context)]
    if not passage.item:
        return [replace(one, adrift=passage.adrift or one.adrift) for one in found]
    text = _led(found, passage.item, context, now)
    tells = context.kind == "digest" and not passage.above.endswith("?")
    tells = tells or (context.kind == "backlog" and passage.above.endswith("?"))
    return [replace(one, under=passage.item, adrift=tells) for one in sentences(text, context, now)]


# A line that says that nothing leaves, and words that only say that this is so.
_STAYS = re.compile(
    r"\b(?:ne|n') ?(?:par(?:t|tent|tira|tiront)|sera|seront|est|sont) (?:pas|rien)\b|\brien ne (?:part|sera)"
    r"|\bnothing (?:goes|leaves|is sent|will)|\b(?:won't|will not|does not|doesn't) (?:go|leave|be sent)"
)
_JUST_SO = re.compile(
    r"(?:(?:oui|yes),? )?(?:exact(?:ement|ly)?|c'est (?:bien )?(?:ca|cela)|(?:c'est )?(?:tres bien|parfait)"
    r"|voila|tout a fait|perfect|that's (?:it|right)|correct|right)(?:,? (?:merci|thanks?))?"
)


def _agrees_to_nothing(above: str, said_: str) -> bool:
    return (
        _STAYS.search(above) is not None
        and not re.search(r'"(?:ok|oui|yes)"', above)
        and _JUST_SO.fullmatch(said_.strip(" ,.!")) is not None
    )


_MONEY = re.compile(r"\b(?:recue?s?|payee?s?|reglee?s?|encaissee?s?|received|paid)\b")
_YES_FIRST = re.compile(r"(?:oui|ouais|yes|yep)\b[ ,]*")
_NO_ALONE = re.compile(
    r"(?:(?:non|no|nope|nan),? ?)?(?:(?:toujours|encore|still)? ?(?:rien|nothing|pas encore|not yet))?"
)


def _of_the_item(passage: Passage, context: Context) -> str:
    """ "oui" under an item's "reçu ?" or "déjà relancé ?": what it says of the money, or of the times."""
    first, _, below = passage.text.partition("\n")
    said_, above = plain(first).strip(" .!"), plain(passage.above)
    yes = _YES_FIRST.match(said_)
    if not passage.item or not above.endswith("?"):
        return passage.text
    if context.kind == "digest" and _MONEY.search(above):
        if yes and yes.end() == len(said_):
            return f"payé\n{below}"
        return f"pas reçu\n{below}" if _NO_ALONE.fullmatch(said_) else passage.text
    if context.kind == "backlog" and yes and re.match(r"\d|une|un|deux|trois|once|twice", said_[yes.end() :]):
        return f"{said_[yes.end() :]}\n{below}"
    return passage.text


def _led(found: list[Sentence], item: str, context: Context, now: Now) -> str:
    """Each on a line of its own that begins with its item; a mere sum belongs to the words before it."""
    text = ""
    for one in found:
        if text and all(m.kind in ("sum", "comma") or m.name == "filler" for m in one.marks):
            text += ", "
        else:
            text += "\n" if _names(one, context, now) else f"\n{item} : "
        text += one.exact + ("?" if one.question else "..." if one.trailing else "")
    return text


def _names(sentence: Sentence, context: Context, now: Now) -> bool:
    """Whether it says itself whom it means, be it somebody whom the mail did not show."""
    walk = walked(sentence, 0, context, now)
    if any(mark.kind == "name" or mark.name == "rest" for mark in sentence.marks):
        return True
    if any(c.name in OF_THE_HOUSE for c in walk.commands):
        return True
    with_strangers(walk, context)
    return any(target[:1].isupper() for c in walk.commands for target in c.targets)


def keep_to(walk: Walk) -> None:
    """Orders that name nobody else are the item's above; under none they press nobody."""
    sentence = walk.sentence
    others = _named_beside(walk) if sentence.under else set()
    for c in (c for c in walk.commands if c.name not in OF_THE_HOUSE):
        if sentence.under and not c.rest:
            c.targets = [t for t in c.targets if t in others or not (t == "all" or t.isdigit())]
            c.targets = c.targets or [sentence.under]
            c.undone |= sentence.adrift and c.name in _NODS and _nods(walk)
        elif sentence.adrift and not c.targets and c.name in _OF_ONE:
            c.undone |= not (sentence.leaves_out or EVERYTHING.search(c.words))


_THE_OTHER = re.compile(r"(?:\bla|\bles|n ?°|\bnumeros?|\bligne) ?$")


def _named_beside(walk: Walk) -> set[str]:
    """ "ok, et pour la 3 attendez lundi": items that are surely named, by more than a number or a day."""
    text = walk.sentence.text.folded
    found = {name(m).target for m in walk.named if m.kind == "name"}
    numbers = [m for m in walk.named if m.kind == "number" and _THE_OTHER.search(text[: m.start])]
    return found | {item_number(walk.context, m) for m in numbers}


_NODS = frozenset(("yes", "weak", "accept"))
_PRESSING = _NODS | {
    "send", "resume", "mise_en_demeure", "send_mise_en_demeure", "not_received", "dispute_closed", "reminded",
}  # fmt: skip


_OF_ONE = _PRESSING | {"posted", "drop"}


def _nods(walk: Walk) -> bool:
    """A bare "ok" under a line that only tells."""
    return all(c.name in _NODS for c in walk.commands) and not any(chunk.words for chunk in walk.chunks)


def _orders_nothing(sentence: Sentence, passage: Passage, context: Context) -> bool:
    words = sentence.folded.strip(" ,:;.-*")
    if not passage.above:
        return announced(words) and not _stops(words)
    listed = context.kind != "notice"
    if listed and announced(words) and not passage.item:
        return True
    return bool(_NOTHING.fullmatch(words)) or (listed and bool(_NOTHING_LISTED.fullmatch(words)))


def _stops(folded: str) -> bool:
    return any(phrase.name in ("no", "stop", "not", "pause") for phrase in said(folded))


def _answering(passage: Passage, context: Context, now: Now) -> str:
    """An answer to a notice's line, with what the line has already said."""
    above, text = passage.above, passage.text
    if not above:
        return text
    first = plain(text.split("\n")[0]).strip(" .!")
    choices = [] if _TOLD.search(above) else [c for c in map(plain, _CHOICE.findall(above)) if orders(c)]
    asks = above.rstrip().endswith("?")
    if passage.one_of_many and _passes_over(plain(above), first, choices, context):
        return text.partition("\n")[2]
    kinds = {p.words for p in said(plain(above), context.matter) if p.name == "kind"} if asks else set()
    meant = kinds if context.matter == "kind" else set(choices)
    choice = meant.pop() if len(meant) == 1 else ""
    if (
        choice
        and not _YES_NO.fullmatch(choice)
        and not _EXAMPLE.search(choice)
        and (yes := _MEANT.match(plain(text)))
        and (_BARE.match(plain(text), yes.end()) or plain(text)[: yes.end()].rstrip().endswith((".", "!")))
    ):
        return f"{choice}. {spelled(text).words(yes.end(), len(text))}"
    if asks and not orders(first) and (figures(first, now) or re.search(r"\d", first)):
        lead = next((lead for question, lead in _ASKED if question.search(plain(above))), "")
        return f"{lead} {text}" if lead and "@" not in text else text
    return text


def _passes_over(above: str, first: str, choices: list[str], context: Context) -> bool:
    """Whether a "non", or a "très bien" to what happens otherwise, only goes on to the next line."""
    if _NODDED.fullmatch(first):
        return _ELSE.match(above) is not None
    if not (_PASSED_OVER.fullmatch(first) or _NEEDLESS.fullmatch(first)):
        return False
    if _ELSE.search(above) or _NEEDLESS.fullmatch(first):
        return _ELSE.search(above) is not None
    if choices:
        return not any(_YES_NO.match(choice) for choice in choices) or "autre" in first
    return above.endswith("?") and context.matter in ("kind", "post")
