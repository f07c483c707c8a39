"""`read_answer`: the whole way from an answer's bytes to its acts.

Cuts the text to the owner's own words, walks its sentences, joins what a call told, finds the notes, and
leaves every doubt to `vetting`. Pure and total: unknown bytes give an empty answer.
"""

import re
from dataclasses import replace
from datetime import date, datetime

from bot.owner.answers.acts import Answer
from bot.owner.answers.context import NO_CONTEXT, Context
from bot.owner.answers.dividing.asides import without_asides
from bot.owner.answers.dividing.asked_alone import asked_alone
from bot.owner.answers.dividing.breaths import breaths
from bot.owner.answers.dividing.clauses import with_left_out_commas
from bot.owner.answers.dividing.demands import demanded
from bot.owner.answers.dividing.each_bill import OfABill, each_bill, opposed, says_each, taken_together
from bot.owner.answers.dividing.ellipses import supplied
from bot.owner.answers.dividing.his_own import his_own
from bot.owner.answers.dividing.less_time import less_time
from bot.owner.answers.dividing.not_sooner import not_sooner, on_their_day
from bot.owner.answers.dividing.numbered import by_number
from bot.owner.answers.dividing.other_bill import with_the_other_bill
from bot.owner.answers.dividing.posted_too import posted_too
from bot.owner.answers.dividing.repairs import repaired
from bot.owner.answers.dividing.reported import with_reported
from bot.owner.answers.dividing.shall_see import shall_see
from bot.owner.answers.dividing.under import keep_to, said_under
from bot.owner.answers.dividing.who_is_right import who_is_right
from bot.owner.answers.doubting.courtesy import merely_polite, not_understood, only_a_mistake
from bot.owner.answers.doubting.gathering import ask_back, hold_back
from bot.owner.answers.doubting.notes import notes
from bot.owner.answers.doubting.second_reading import left_out
from bot.owner.answers.doubting.vetting import vetted
from bot.owner.answers.meaning.absences import may_be_by_hand
from bot.owner.answers.meaning.brought import brought
from bot.owner.answers.meaning.meaning import meanings
from bot.owner.answers.meaning.promised_beside import promised_beside
from bot.owner.answers.second.heard import heard
from bot.owner.answers.second.net import Second
from bot.owner.answers.walking.asking import asks
from bot.owner.answers.walking.bracketed import with_bracketed
from bot.owner.answers.walking.commands import Command
from bot.owner.answers.walking.companions import with_companions
from bot.owner.answers.walking.grammar import walked
from bot.owner.answers.walking.joining import joined
from bot.owner.answers.walking.one_by_one import one_by_one
from bot.owner.answers.walking.rest_of_them import rest_alone
from bot.owner.answers.walking.strangers import with_strangers
from bot.owner.answers.walking.topics import about_a_stranger, about_the_news
from bot.owner.answers.words.between import Passage
from bot.owner.answers.words.house import of_the_house
from bot.owner.answers.words.own_words import own_passages, signature
from bot.owner.answers.words.spelling import plain
from bot.reading.dates import Now, here
from bot.reading.mime import head, whole_text

ANSWERS = "1"

_NEVER = Now(date(1970, 1, 1))
_AUTOMATIC = re.compile(
    r"(?:reponse automatique|automatic reply|absence du bureau|out of office|auto ?:|message d'absence)"
)


def read_answer(
    mail: bytes | str, context: Context = NO_CONTEXT, received_at: datetime | None = None
) -> Answer:
    """What an answer orders. `mail` is a whole mail's bytes, or its text; days count from `received_at`."""
    if isinstance(mail, bytes):
        top = head(mail)
        if top.auto or _AUTOMATIC.match(plain(top.subject)):
            return Answer()
        received_at = received_at or top.received or top.date
        text = whole_text(mail)
    else:
        text = mail
    by_machine = _AUTOMATIC.match(plain(text[:200])) is not None
    now = (here(received_at) if received_at else None) or _NEVER
    passages = [who_is_right(by_number(one, context), context) for one in own_passages(text, context)]
    house = of_the_house(signature(text, passages, context), context)
    if by_machine and not may_be_by_hand(passages, context):
        return Answer()
    answer = _read_each(passages, replace(context, house=house), now)
    away = any(act.act == "absent" for act in answer.acts) and not answer.unclear
    return answer if away or not by_machine else Answer()


def _read_each(passages: list[Passage], context: Context, now: Now) -> Answer:
    """Bill by bill where the words go so, else as a whole."""
    said, whole = each_bill(passages, context), _read(passages, context, now)
    if not said or says_each(whole, said, context):
        return whole
    said = opposed(said, [_of_one(one, now) for one in said])
    return taken_together(said, [_of_one(one, now) for one in said], context) or whole


def _of_one(bill: OfABill, now: Now) -> Answer:
    return _read([who_is_right(Passage(bill.words), bill.context)], bill.context, now)


def _read(passages: list[Passage], context: Context, now: Now) -> Answer:
    text = "\n".join(passage.text for passage in passages)
    written = [one for passage in passages for one in said_under(passage, context, now)]
    apart = [part for one in written for part in asked_alone(one, context)]
    told = [without_asides(one, context) for one in with_the_other_bill(apart, context)]
    sentences = [on_their_day(one, context, now) for one in shall_see(told, context)]
    sentences = [posted_too(one, context, now.today) for one in sentences]
    own = [demanded(with_reported(repaired(one, context), context), context) for one in sentences]
    whole = supplied(own, context, now.today)
    said = [with_left_out_commas(one, context) for sentence in whole for one in breaths(sentence, context)]
    said = [not_sooner(his_own(one, context), context) for one in said]
    said = [less_time(one, b, context, now.today) for b, one in zip([None, *said], said, strict=False)]
    walks = [walked(one, i, context, now) for i, one in enumerate(said)]
    for walk in walks:
        with_strangers(walk, context)
        with_companions(walk, context)
        with_bracketed(walk)
        about_a_stranger(walk, context)
        keep_to(walk)
        asks(walk, context)
    about_the_news(walks, context)
    single = one_by_one([c for walk in walks for c in walk.commands], context)
    commands: list[Command] = rest_alone(joined(single, context))
    meant = meanings(commands, walks, context, now)
    hears = heard(sentences, context)
    second = Second(hears, context)
    verdict = vetted(walks, meant, second, context)
    kept = notes(walks, frozenset(m.command.number for m in meant), verdict)
    hold_back(verdict, walks, kept)
    ask_back(verdict, walks)
    if left := left_out(verdict.acts, second, context):
        verdict.acts = [act for act in verdict.acts if (act.act, act.target) != ("ok", "all")]
        named = {
            item.n: s.exact
            for s, words in zip(sentences, hears, strict=True)
            for item in left
            if item.n in words.named
        }
        for item in left:
            verdict.doubt(named.get(item.n, text))
    ordered = promised_beside(verdict.acts, meant, walks, context, now)
    acts, unclear = brought([*ordered, *kept], walks, context, now), tuple(verdict.unclear)
    if acts and not only_a_mistake(acts, walks):
        return Answer(acts, unclear)
    if acts:
        return Answer((), unclear or (text.strip()[:200],))
    if unclear:
        return Answer((), () if merely_polite(text, context) else unclear)
    strange = not_understood(text, walks, context)
    return Answer((), (strange,) if strange else ())
