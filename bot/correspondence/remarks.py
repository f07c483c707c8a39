"""Free words of the owner's that are no mere note: they may be why a letter should not leave.

What takes back a yes that was just confirmed, what may stop everybody or tells of an absence, and whatever is
said of somebody on a list that is about to leave is asked about, and rests meanwhile.
"""

import re
from dataclasses import replace

from bot.correspondence.evening import spoken_of
from bot.correspondence.meant import meant
from bot.correspondence.resting import STOPS
from bot.desk import Desk
from bot.events.entries import HOUSE
from bot.events.owner_mail import ActRead, OwnerAnswered
from bot.owner.answers import NO_CONTEXT
from bot.owner.answers.meaning.absences import tells_of_own
from bot.owner.answers.meaning.everybody import perhaps_stops
from bot.owner.answers.words.own_words import own_words
from bot.owner.files import only_name_files
from bot.owner.matters import UnknownTargetError
from bot.reading.mime import whole_text
from bot.state.facts import Told

# Words kept as a note that speak of the yes itself: "oups, je croyais que c'était une autre liste".
_SLIP = re.compile(
    r"\b(?:oups|oops|erreur|mistake|tromp|mauvais|wrong|croyais|pensais|thought|plut[oô]t|c['’]était|was for)"
)
_OF_ALL = ("eve", "digest", "monday", "backlog")


def asked_about(desk: Desk, order: OwnerAnswered, told: Told | None) -> tuple[OwnerAnswered, set[int]]:
    """The order with all of its doubtful words, and the places of the notes that are among them."""
    notes = [(k, act) for k, act in enumerate(order.acts) if act.act == "note"]
    places = [k for k, act in notes if _may_matter(desk, act.text, told, of_all=not act.target)]
    words = [*order.unclear, *(order.acts[k].text for k in places)]
    if strangers := [k for k, act in enumerate(order.acts) if _of_a_stranger(desk, act, told)]:
        own = own_words(whole_text(desk.evidence.get(order.mail)), NO_CONTEXT).strip()
        if perhaps_stops(own):
            places, words = [*places, *strangers], [*words, own]
    unclear = tuple(w for w in words if not (order.files and only_name_files(w)))
    return replace(order, unclear=unclear), set(places)


def _may_matter(desk: Desk, words: str, told: Told | None, *, of_all: bool) -> bool:
    if told and told.kind == "confirmation" and _SLIP.search(words.lower()):
        return True
    away = (told is None or told.kind in _OF_ALL) and tells_of_own(words)
    if of_all and (away or perhaps_stops(words)):
        return True
    listed = [i.case for i in told.items if i.case != HOUSE] if told and told.kind == "eve" else []
    return bool(spoken_of(words, {desk.case(name).debtor.name: [name] for name in listed}))


def _of_a_stranger(desk: Desk, act: ActRead, told: Told | None) -> bool:
    """ "I'm poorly, hold everything": what stops was read as said of a customer whom nobody knows."""
    try:
        return act.act in STOPS and not meant(desk, act, told) and act.target not in (None, "all")
    except UnknownTargetError:
        return True
