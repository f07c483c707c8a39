"""What a bare yes means: it answers the letter of ours to which it replies, and says nothing else. Pure.

- To the day that we asked to be confirmed it is the promise of that day.
- To a plan, a granted day or a promise that we have noted, as long as it runs, it brings nothing new: nothing
  more is held, nobody is asked. So does a mere "merci", which promises nothing. Nor does it to a day that the
  owner's own letter has granted, or that his word is about to grant.

A letter that the owner's own word, a call or another decision has overtaken asks nothing any more: a yes to
it is read as ever, and so is a yes to anything else, which a person reads.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from bot.events.consequences import AnswerOwed, PromiseNoted
from bot.events.mail import PromiseRead, Quote
from bot.policy import delays
from bot.policy.instalments import running
from bot.policy.on_its_way import GRANTS, ordered
from bot.policy.promises import CONFIRM
from bot.policy.reply import Reply
from bot.policy.sight import Sight, runs

AGREED = "agreed"  # the rule under which a yes is weighed that brings nothing new
_PROPOSED = "delay_proposed"
# These say that the matter rests, and why.
_RESTS = {"dispute_received": "dispute", "delay_received": "delay_request", _PROPOSED: _PROPOSED}


def heard(reply: Reply) -> Reply:
    """A bare yes to a day that we asked to be confirmed, as the promise of that day."""
    owed = _answered(reply) if reply.read.bare == "yes" else None
    if owed is None or owed.template != _PROPOSED or owed.day is None or not _stands(reply.sight, owed):
        return reply
    if owed.day < reply.day or _taken_up(reply.sight, owed):
        return reply
    words = tuple(Quote("promise", text) for text in dict.fromkeys(q.text for q in reply.read.evidence))
    promised = (PromiseRead(owed.day, None),)
    read = replace(
        reply.read, intents=("promise",), promises=promised, undecided=False, evidence=words, bare=""
    )
    return replace(reply, read=read, only=owed.invoices)


def agreed(reply: Reply) -> bool:
    """It says yes, or thanks, to what stands already, or that it was granted."""
    if not reply.read.bare or reply.read.misfortune:
        return _granted(reply)
    if _on_its_way(reply):
        return True
    owed = _answered(reply)
    if owed is None:
        return _to_his_letter(reply)
    rests = owed.template in _RESTS and _rests(reply.sight, owed, _RESTS[owed.template])
    noted = owed.template in CONFIRM and bool(_promised(reply.sight, owed))
    return rests or noted or owed.template == "promise_kept"


def _granted(reply: Reply) -> bool:
    """ "Vous nous avez accordé un délai jusqu'au 31 mars", and nothing else: we have, and it runs."""
    if reply.read.undecided or reply.read.intents != (delays.REQUEST,) or not delays.given(reply.mail):
        return False
    day = delays.day_asked(reply.sight, reply.digest)
    about = set(reply.about)
    return any(p.noted.on == day and about <= set(p.noted.invoices) for p in running(reply.sight))


def _on_its_way(reply: Reply) -> bool:
    """The owner has granted all that it may be about, in a word that has not left."""
    waits = [owed for owed in reply.sight.case.answers.values() if ordered(owed)]
    granted = {n for owed in waits if owed.template in GRANTS | CONFIRM for n in owed.invoices}
    return bool(granted) and set(reply.about) <= granted


def _to_his_letter(reply: Reply) -> bool:
    """To the owner's own letter, the last word that the debtor has had, while its day stands."""
    sight, case = reply.sight, reply.sight.case
    last = max((letter.at for letter in case.sent_letters()), default=None)
    his = [w for w in case.owner_letters.values() if w.to_debtor and (last is None or w.at > last)]
    heard_ = [w for w in his if w.at <= reply.mail.kept.arrived]
    if not heard_ or not (heard_[-1].until or heard_[-1].confirms == "yes"):
        return False
    rests = any(hold.rule == _PROPOSED and runs(sight, hold) for hold in case.holds.values())
    return rests or bool(running(sight))


def confirmed(reply: Reply, days: Collection[date]) -> bool:
    """We had proposed these days: the owner has decided about them."""
    proposed = {o.day for o in reply.sight.case.deserved.values() if _stands(reply.sight, o)}
    return bool(days) and set(days) <= proposed


def _answered(reply: Reply) -> AnswerOwed | None:
    """Our answer to which this mail replies, unless the owner wrote or telephoned since."""
    case, kept = reply.sight.case, reply.mail.kept
    letter = case.letters.get(kept.letter)
    if letter is None or letter.state not in ("sent", "uncertain"):
        return None
    spoke = [moment for moment in (case.owner_wrote, case.spoken()) if moment]
    if any(letter.at < moment <= kept.arrived for moment in spoke):
        return None
    return case.deserved.get(letter.intended.answer)


def _stands(sight: Sight, owed: AnswerOwed) -> bool:
    return owed.template == _PROPOSED and _rests(sight, owed, _PROPOSED)


def _rests(sight: Sight, owed: AnswerOwed, rule: str) -> bool:
    """What this letter speaks of is held for still."""
    return any(
        (hold.rule, hold.mail) == (rule, owed.mail)
        and runs(sight, hold)
        and (not hold.invoices or set(owed.invoices) & set(hold.invoices))
        for hold in sight.case.holds.values()
    )


def _promised(sight: Sight, owed: AnswerOwed) -> list[PromiseNoted]:
    """The payments of what this letter is about that are promised, and to come."""
    about = set(owed.invoices)
    noted = (promise.noted for promise in running(sight))
    return [said for said in noted if not said.invoices or about & set(said.invoices)]


def _taken_up(sight: Sight, owed: AnswerOwed) -> bool:
    """The day proposed is promised already, or the debtor has named another one since."""
    mails = sight.case.mails
    return any(
        said.on == owed.day or (said.mail in mails and mails[said.mail].kept.arrived > owed.after)
        for said in _promised(sight, owed)
    )
