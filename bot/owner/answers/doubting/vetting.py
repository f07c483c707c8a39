"""Whether words are plain enough for what they would do: meanings in, acts and what is unclear out.

- What presses is kept only if none of `PRESSING_DOUBTS` is there, asked in that order.
- Anything else is kept unless one of `OTHER_DOUBTS` is; what stops is hardly ever doubted.
- What none of them doubts, the second reader must have heard as well (`second_reading`).
What is not kept is shown as unclear, in the owner's own words. Every doubt is a function of an `Order` that
says what it is for in its first line; a new one is written beside its like and put into a table here.
"""

from collections.abc import Callable
from functools import partial

from bot.owner.answers.context import Context
from bot.owner.answers.doubting import (
    against,
    beside,
    conditions,
    elsewhere,
    granting,
    headings,
    hearsay,
    instead,
    money,
    news,
    second_reading,
    taken_back,
    told_of_him,
    turns,
)
from bot.owner.answers.doubting.gathering import (
    Verdict,
    ask_of_parts,
    never_reminded,
    without_bare_calls,
    without_bare_exceptions,
    without_letters_twice,
    without_needless_stops,
    without_refusing_the_spared,
    without_what_is_conceded,
    without_what_is_credited,
)
from bot.owner.answers.doubting.only_these import without_the_others
from bot.owner.answers.doubting.order import Order
from bot.owner.answers.doubting.slips import Slip, slipped
from bot.owner.answers.doubting.told import news_of
from bot.owner.answers.doubting.unlisted import unlisted
from bot.owner.answers.meaning.meaning import Meant
from bot.owner.answers.second.heard import whom
from bot.owner.answers.second.net import Second
from bot.owner.answers.walking.commands import Walk

STOPS = frozenset(("no", "stop", "pause", "absent", "dispute", "drop"))
PRESSING_DOUBTS = (
    # How it is said
    taken_back.asked,
    taken_back.trailing,
    turns.negated,
    turns.turned,
    # What the owner says against it
    taken_back.second_thoughts,
    taken_back.taken_back,
    taken_back.undone_later,
    taken_back.on_second_thought,
    taken_back.put_off,
    conditions.bounded_by_the_next_sentence,
    taken_back.put_off_today,
    taken_back.given_up,
    taken_back.came_after_all,
    taken_back.yes_and_no,
    taken_back.contradicted,
    # What another says, and what is told beside it
    hearsay.told_of_another,
    hearsay.quoted,
    hearsay.he_calls_it_closed,
    hearsay.closed_but_going_on,
    hearsay.closed_on_one_side,
    hearsay.closed_their_way,
    hearsay.not_mended,
    hearsay.another_got_nothing,
    hearsay.not_asked,
    against.grave_news,
    against.whose_procedure,
    against.wrong_paper,
    against.by_mistake,
    against.meant_for_another,
    against.settled_otherwise,
    against.not_there_any_more,
    against.closed_for_nothing,
    news.promised_beside,
    news.told_elsewhere,
    news.paid_perhaps,
    money.not_in_full,
    news.hangs_on_an_answer,
    news.paid_by_one_of_them,
    news.named_again,
    told_of_him.instead_of,
    told_of_him.it_goes_on,
    told_of_him.he_does,
    told_of_him.fine_for_him,
    told_of_him.paid_all_the_same,
    told_of_him.yes_he_was,
    # What else may be meant
    elsewhere.of_a_namesake,
    elsewhere.not_shown,
    elsewhere.of_another_question,
    elsewhere.for_the_rest_of_it,
    elsewhere.another_letter,
    elsewhere.going_on_with_him,
    beside.something_else_did_not_come,
    elsewhere.all_and_one,
    elsewhere.all_for_a_number,
    elsewhere.of_one_kind,
    elsewhere.whose_day,
    elsewhere.another_case,
    elsewhere.by_other_means,
    elsewhere.counted_twice,
    elsewhere.sent_by_himself,
    elsewhere.something_instead,
    elsewhere.made_anew,
    elsewhere.which_other,
    elsewhere.reminders_told,
    elsewhere.reminders_counted,
    # What may be meant in its place
    instead.put_off_beside,
    instead.of_unknown_words,
    # What stands beside it
    headings.headed,
    headings.claimed_from_both_sides,
    headings.numbers_at_both_ends,
    headings.answers_another_question,
    headings.likewise,
    beside.words_beside,
    beside.target_without_order,
    beside.figure_without_order,
    beside.more_wanted,
    beside.leads_to_something_else,
    beside.sum_of_its_own,
    beside.day_to_come,
    beside.counted,
)
OTHER_DOUBTS = (
    conditions.questioned,
    conditions.hedged,
    conditions.of_two_kinds,
    conditions.of_its_condition,
    conditions.granted_on_condition,
    conditions.granted_until_the_next_sentence,
    conditions.granted_with_a_turn,
    conditions.refused_and_granted,
    granting.refused_and_offered,
    granting.hardly_yes,
    granting.one_day_of_two,
    granting.one_at_once,
    granting.not_after,
    turns.granted_but_for,
    turns.granted_on_other_terms,
    conditions.no_or_else,
    conditions.if_not,
    conditions.until_in_a_condition,
    money.of_another_bill,
    money.only_heard,
    money.not_surely_come,
    money.of_another_paper,
    money.of_an_unknown_bill,
    money.of_a_bill_by_its_end,
    money.more_came,
    money.of_the_next,
    money.not_in_full,
    money.not_all_of_it,
    money.something_is_new,
    conditions.not_called_yet,
    conditions.not_of_the_verb,
    conditions.not_given_up,
    conditions.given_up_or_else,
    conditions.given_up_for_a_sum,
    conditions.never_but_a_demand,
    conditions.of_a_kind_with_a_turn,
    conditions.mistaken_in_the_answer,
    hearsay.nothing_got,
    conditions.of_one_of_them,
)


def vetted(walks: list[Walk], meant: list[Meant], second: Second, context: Context) -> Verdict:
    verdict = Verdict()
    slips = slipped(walks)
    none_of_them = unlisted(walks)
    ordering = {one.command.number for one in meant if one.act}
    order_of = partial(
        Order,
        walks=walks,
        meant=meant,
        second=second,
        whom=whom((one.act for one in meant if one.act), context),
        acts=frozenset(one.act.act for one in meant if one.act),
        idle=tuple(walk for walk in walks if walk.number not in ordering),
        said=tuple(frozenset(c.name for c in walk.commands) for walk in walks),
        news=news_of(walks),
        undone=_last(walks, taken_back.undoes),
        asked_from=headings.asked_from(walks),
        turned=_last(walks, taken_back.thinks_again),
    )
    for one in meant:
        slip = slips.get(one.command.number)
        order = order_of(one.act, one.command) if one.act is not None else None
        if order is not None and (money.why_held(order) or told_of_him.how_agreed(order)):
            continue
        if order is not None and second_reading.of_another(order):
            if not order.act.presses:
                verdict.doubt(one.command.sentence.exact)
            continue
        lost = order is None or (slip and not (slip is Slip.CORRECTED and order.act.act in STOPS))
        if order is not None and one.command.number in none_of_them:
            lost = lost or order.act.act not in ("no", "stop", "pause")
            verdict.doubt(one.command.sentence.exact)
        lost = lost or bool(order and order.act.presses and any(none_of_them.values()))
        if order is not None and not lost and not doubtful(order):
            verdict.add(order.act)
        else:
            lost = True
        if lost or slip:
            verdict.doubt(one.command.sentence.exact)
    _weighed_together(verdict, meant, walks, context)
    return verdict


def _weighed_together(verdict: Verdict, meant: list[Meant], walks: list[Walk], context: Context) -> None:
    """What one act of the mail says of another."""
    never_reminded(verdict, meant, walks)
    without_bare_exceptions(verdict, meant, context)
    without_refusing_the_spared(verdict, meant, context)
    without_bare_calls(verdict, meant, context)
    without_what_is_conceded(verdict, meant, context)
    without_what_is_credited(verdict, meant, context)
    without_needless_stops(verdict, meant, context)
    without_letters_twice(verdict, meant, context)
    granting.proposed_instead(verdict, meant, context)
    without_the_others(verdict, meant, walks, context)
    ask_of_parts(verdict, meant)


def _last(walks: list[Walk], says: Callable[[str], bool]) -> int:
    """The last sentence that says such a thing and names nobody."""
    return max((w.number for w in walks if not w.named and says(w.sentence.folded)), default=-1)


def doubtful(order: Order) -> bool:
    """ "1 et 2 payé, 3 ok": one list of names before two orders gives nobody money or a letter surely."""
    if order.command.mixed and (order.act.presses or order.act.act in ("paid", "drop")):
        return True
    if taken_back.not_whole(order):
        return True
    doubts = PRESSING_DOUBTS if order.act.presses else OTHER_DOUBTS
    return any(doubt(order) for doubt in doubts) or second_reading.unheard(order)
