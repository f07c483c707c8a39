"""Policy: what Relance does about one case at one moment, with its reason in words.

`decide` is pure and total: it answers for every case and never raises for what the world may hold. The
judgements stand in the order of what hurts most when it is wrong; the first that has something to say
decides. Rules that the order keeps:

- nothing is written while a mail is unread or unweighed, a letter uncertain, or the owner is asked;
- nothing is asked of somebody who has paid, promised, disputed or gone insolvent;
- one debtor gets one letter, each invoice climbs one step, none is skipped;
- "broken" and "not found" are said only when a payment source is new enough to know.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.case import Case
from bot.events.consequences import AnswerDropped, ContactDead, HoldSet
from bot.events.letters import LetterUncertain
from bot.policy import (
    ageing,
    answering,
    by_hand,
    climbing,
    court,
    customers,
    delays,
    instalments,
    late,
    left_over,
    mise_en_demeure,
    ordered,
    promises,
    proof,
    questions,
    renewed,
    requests,
    unsaid,
)
from bot.policy.house import Decision, House, Record, Wait
from bot.policy.questions import notice, owed_moot
from bot.policy.replies import storm, weigh
from bot.policy.sight import Sight, runs, see
from bot.rules import Rules

_AFTER_A_NO = timedelta(minutes=30)  # greylisting asks for a quarter of an hour at least
_LONGEST_PAUSE = timedelta(hours=24)
# These keep the whole case back until they are answered; any other question stands for its invoices alone.
_BLOCKING = frozenset({"first_firm_letter", "mise_en_demeure", "refused"})


def decide(case: Case, house: House, rules: Rules, now: datetime) -> Decision:
    """The next thing to do about this case. A `Record` is put into the journal, then asked again."""
    sight = see(case, house, rules, now)
    for judgement in _JUDGEMENTS:
        decision = judgement(sight)
        if decision is not None:
            return _no_later_than_answers(sight, decision)
    return Wait(None, "nothing is left to do")


def _no_later_than_answers(sight: Sight, decision: Decision) -> Decision:
    """A case that waits comes up again at the latest for the next thing that is already dated."""
    if not isinstance(decision, Wait):
        return decision
    dated = [owed.after for owed in sight.case.answers.values() if owed.after > sight.now]
    ends = [instalments.last_day(sight, p) for p in instalments.running(sight)] + late.next_day(sight)
    dated += [sight.opening_after(day) for day in ends]  # over: asked in each round whether it is known
    warnings = (ageing.next_warning(sight, decision.until), court.next_warning(sight, decision.until))
    dated += [warning for warning in warnings if warning]
    later = [moment for moment in dated if decision.until is None or moment < decision.until]
    return Wait(min(later), decision.why) if later else decision


# --- what must be clear before anything else --------------------------------------------------------


def _replies(sight: Sight) -> Decision | None:
    """Mails that were kept: first their consequences."""
    waiting = sight.case.unweighed()
    if not waiting:
        return None
    mail = waiting[0]
    wrote = sight.case.owner_letters.get(mail.kept.mail)
    if wrote:
        return Record(by_hand.weigh(sight, wrote), "the owner wrote to the debtor")
    if mail.read is None:
        return Wait(sight.now, "a mail was kept and is not read yet")
    return Record(storm(sight, waiting) or weigh(sight, mail), "a mail was read")


def _uncertain(sight: Sight) -> Decision | None:
    """A letter that may or may not have left is never sent again by itself."""
    for letter in sight.case.uncertain():
        name = letter.intended.letter
        if letter.state == "intended":
            why = "the program stopped before the server's answer was written down"
            return Record((LetterUncertain(name, why),), why)
        if not _asked_about(sight, name):
            return Record((notice(sight, "uncertain", letter=name),), "nobody knows whether it left")
        return Wait(None, "nobody knows whether a letter left: it waits for the owner's word")
    return None


def _refused(sight: Sight) -> Decision | None:
    """What the server said no to: a dead address, a letter that it will not take, or a "not now"."""
    for letter in sight.case.letters.values():
        for said in letter.refused:
            lasting = said.permanent and said.address and not _known_of(sight, said.to.lower(), letter.at)
            if lasting:
                dead, why = said.to.lower(), "an address is refused for good"
                others = [address for address in sight.contacts() if address.lower() != dead]
                told = (notice(sight, "bounce", letter=said.letter),) if others else ()
                return Record((ContactDead(dead, said.reply), *told), why)
            if said.permanent and not said.address and not _asked_about(sight, said.letter):
                opened = notice(sight, "refused", letter=said.letter)
                return Record((opened,), f"the server refused the letter: {said.reply}")
            again = letter.at + _pause(sight)
            if not said.permanent and letter.state == "refused" and sight.now < again:
                return Wait(again, f"the server said no for now: {said.reply}")
    return None


def _known_of(sight: Sight, email: str, at: datetime) -> bool:
    """That it takes no mail, or that it works again since."""
    return email in sight.case.dead or sight.case.works_since(email, at)


def _pause(sight: Sight) -> timedelta:
    """Half an hour after the first "not now", twice as long after each further one in a row."""
    in_a_row = 0
    for letter in reversed(sight.case.letters.values()):
        if letter.state != "refused":
            break
        in_a_row += 1
    doubled: int = 2 ** min(max(0, in_a_row - 1), 10)
    return min(_AFTER_A_NO * doubled, _LONGEST_PAUSE)


def _asked_about(sight: Sight, letter: str) -> bool:
    return any(known.opened.letter == letter for known in sight.case.notices.values())


def _set_aside(sight: Sight) -> Decision | None:
    if sight.case.set_aside:
        return Wait(None, f"set aside after an error in the program: {sight.case.set_aside}")
    return None


# --- what leaves nothing to ask ---------------------------------------------------------------------


def _nothing_owed(sight: Sight) -> Decision | None:
    if sight.owed:
        return None
    moot = owed_moot(sight)
    if moot:
        return Record(moot, "nothing is owed any more")
    credited = sight.case.open_invoices() and sight.credits()
    return Wait(None, "credit notes cover what is owed" if credited else "nothing is owed")


def _held(sight: Sight) -> Decision | None:
    """Holds on the whole case; those on single invoices are seen to on the ladder."""
    running = [hold for hold in sight.case.holds.values() if not hold.invoices and runs(sight, hold)]
    return _wait_for(sight, running) if running else None


def _wait_for(sight: Sight, holds: Sequence[HoldSet]) -> Wait:
    endless = next((hold for hold in holds if hold.until is None), None)
    if endless:
        return Wait(None, f"held until resumed ({endless.rule}): {endless.why}")
    last = max(holds, key=lambda hold: hold.until or sight.today)
    until = last.until or sight.today
    return Wait(sight.opening_after(until), f"held through {until} ({last.rule}): {last.why}")


def _asked(sight: Sight) -> Decision | None:
    """While the owner is asked about a letter, no other one is written; what a mail asked has its hold."""
    asked = [n.opened for n in sight.case.open_notices() if n.opened.about in _BLOCKING]
    if not asked:
        return None
    return Wait(None, f"the owner is asked about {asked[0].about} (notice {asked[0].notice})")


def _asked_by_mail(sight: Sight) -> Decision | None:
    """What a mail said about the whole case waits for the owner's word, held or not."""
    asked = [n.opened for n in sight.case.open_notices() if n.opened.about in questions.ASKS]
    whole = next((opened for opened in asked if not opened.invoices), None)
    return Wait(None, f"the owner is asked about {whole.about} (notice {whole.notice})") if whole else None


def _for_others(sight: Sight) -> Decision | None:
    """Somebody else pursues the debt, or a court has it: total silence, whatever is owed."""
    case, judged = sight.case, court.silences(sight)
    if not case.handed_over and not judged:
        return None
    why = judged or f"handed over to {case.handed_over}"
    if case.answers:
        return Record(tuple(AnswerDropped(answer, why) for answer in case.answers), why)
    moot = () if sight.owed else owed_moot(sight)
    return Record(moot, "nothing is owed any more") if moot else Wait(None, f"{why}: nothing is written")


_JUDGEMENTS: tuple[Callable[[Sight], Decision | None], ...] = (
    _replies,
    by_hand.until_when,
    delays.last_word,
    requests.decided,
    requests.supplied,
    questions.settle,
    court.warn,
    _uncertain,
    _refused,
    _set_aside,
    _for_others,
    unsaid.lapsed,
    unsaid.doubted,
    unsaid.nobody_told,
    renewed.at_once,
    promises.stands_again,
    promises.end,
    late.follow,
    answering.answer,
    left_over.ask,
    _nothing_owed,
    ageing.warn,
    _held,
    _asked_by_mail,
    ordered.ordered,
    customers.keep_apart,
    proof.ask,
    mise_en_demeure.follow,
    _asked,
    answering.first,
    climbing.climb,
)
