"""The owner's own word to the debtor, from his order until it has left: what it grants, and who rests for it.

Pure. What becomes of it when it cannot leave is for `unsaid` and `renewed`.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.case import Letter, Promise, Talk
from bot.events.consequences import AnswerOwed, HoldSet
from bot.events.owner import OwnerWrote
from bot.policy.held import touch
from bot.policy.instalments import PLAN, Dated, Part, agreed, running, schedules
from bot.policy.sight import Sight
from bot.reading import until

TRACE = "call_trace"  # what the debtor promised on the telephone, written to him
_ORDERED = frozenset(
    {"delay_accepted", "delay_refused", "delay_proposed", "plan_accepted", TRACE, "left_over"}
)
GRANTS = frozenset({"delay_accepted", "delay_proposed", "plan_accepted"})
REFUSALS = frozenset({"delay_refused", "promise_refused"})
# What answers who asked for time.
OF_TIME = GRANTS | {"delay_refused"}
OF_PROMISES = frozenset({"promise_noted", "promise_refused"})  # of his yes or no to a promise


def ordered(owed: AnswerOwed) -> bool:
    """The owner's own word to the debtor, which he has just ordered."""
    return owed.ordered or owed.template in _ORDERED


def noted(sight: Sight, owed: AnswerOwed) -> list[Promise]:
    """The payments that it grants and that run."""
    mine = [p for p in running(sight) if agreed(p) and p.noted.mail == owed.mail]
    return [p for p in mine if touch(p.noted.invoices, owed.invoices)] if owed.template in GRANTS else []


def to_come(sight: Sight, owed: AnswerOwed) -> list[Part]:
    """Those for which something is still to come."""
    mine = noted(sight, owed)
    parts = [part for chain in schedules(sight) for part in chain] if mine else []
    return [part for part in parts if part.left and part.promise in mine]


def peace(sight: Sight, owed: AnswerOwed) -> list[HoldSet]:
    """What rests for the days that it grants or proposes."""
    mine = (p.noted for p in sight.case.promises.values() if agreed(p) and p.noted.mail == owed.mail)
    names = {said.promise for said in mine if owed.template in GRANTS and touch(said.invoices, owed.invoices)}
    proposed = ("delay_proposed", owed.mail) if owed.template in GRANTS else ("", "")
    return [h for h in sight.case.holds.values() if h.hold in names or (h.rule, h.mail) == proposed]


def named(sight: Sight, owed: AnswerOwed) -> list[Dated]:
    """The payments that it names, by their days, whether they still run or nobody ever heard of them."""
    plan = owed.promise.rpartition(".")[0]
    if not plan:
        return [(owed.day, None)] if owed.day else []
    mine = [p for name, p in sight.case.promises.items() if name.rpartition(".")[0] == plan]
    unpaid = [p.noted for p in mine if p.outcome in ("", "replaced")]
    least = sight.rules.law.ignore_below  # what is left of a part that a payment has all but made
    worth = [said for said in unpaid if said.amount is None or said.amount >= least]
    return sorted(((said.on, said.amount) for said in worth if said.on), key=lambda part: part[0])


def replaced(sight: Sight, owed: AnswerOwed) -> Letter | None:
    """The letter with another word of his on the same request, which the debtor has got: this one stands in
    its place. Of one that has not left nobody has heard."""
    if not (owed.ordered and owed.template in OF_TIME | OF_PROMISES):
        return None
    wrote = max((m.kept.arrived for m in sight.case.human_mails()), default=None)
    for letter in reversed(sight.case.sent_letters()):
        said, to = sight.case.deserved.get(letter.intended.answer), map(str.lower, letter.accepted)
        if said is None or not said.ordered or said.template not in OF_TIME | OF_PROMISES:
            continue
        same = said.mail == owed.mail if owed.mail else wrote is None or wrote < letter.at
        if same and owed.to.lower() in to and touch(said.invoices, owed.invoices):
            return letter
    return None


def waits_for_address(sight: Sight, owed: AnswerOwed) -> bool:
    """No mail can reach the debtor any more; what was granted is said where the owner gives an address."""
    return owed.template in GRANTS and owed.to.lower() in sight.case.dead and not sight.contacts()


def came_back(sight: Sight, letter: Letter, to: str) -> AnswerOwed | None:
    """What the owner had granted with this letter that came back from there, while it stands; none: it
    reached somebody, or said something else.
    """
    owed, before = sight.case.deserved.get(letter.intended.answer), set(map(str.lower, letter.bounced))
    lost = to not in before and {address.lower() for address in letter.accepted} <= {to, *before}
    return owed if owed and lost and peace(sight, owed) else None


def wrote_since(sight: Sight, owed: AnswerOwed, since: datetime) -> bool:
    """The owner has written to the debtor himself since then, about the same."""
    return bool(_letters(sight, owed, since))


def said_himself(sight: Sight, owed: AnswerOwed) -> bool:
    """In such a letter he has named a day, said yes, or settled the matter; or he has in a call, as he told
    of it: it stands for the answer.
    """
    his = _letters(sight, owed, owed.after)
    written = any(w.until or w.confirms == "yes" or w.says == "settled" for w in his)
    return written or any(_says(sight, owed, talk) for talk in sight.case.talks)


def _says(sight: Sight, owed: AnswerOwed, talk: Talk) -> bool:
    """A call in which a day was said that this word grants."""
    if talk.at <= owed.after or not touch(talk.noted.invoices, owed.invoices):
        return False
    heard = {*until.named(talk.noted.words, talk.at), talk.noted.day} - {None}
    return not heard.isdisjoint({on for on, _ in named(sight, owed)} | {owed.day})


def untold(sight: Sight, promise: Promise) -> bool:
    """A day of the owner's that the debtor has not promised himself, and that no letter that left, no letter
    by hand and no call has told him; nor is it on its way.
    """
    case, name = sight.case, promise.noted.promise
    if not agreed(promise):
        return False
    words = [owed for owed in case.deserved.values() if grants(owed, [name])]
    left = {x.intended.answer for x in case.letters.values() if x.arrived or x.state == "uncertain"}
    told = any(o.answer in left or o.answer in case.answers or said_himself(sight, o) for o in words)
    return bool(words) and not told and not _his_own(sight, promise, words)


def _his_own(sight: Sight, promise: Promise, words: Sequence[AnswerOwed]) -> bool:
    """The debtor has promised this day himself, and no less than its sum: in the mail that was answered, or
    since it was granted."""
    granted, about = min(owed.after for owed in words), promise.noted.invoices
    said = [
        mail.read
        for mail in sight.case.human_mails()
        if mail.kept.mail == promise.noted.mail
        or (mail.kept.arrived >= granted and touch(mail.kept.invoices, about))
    ]
    whole = min(promise.noted.amount or promise.noted.owed, sight.left(about))
    told = [p for read in said if read for p in read.promises if p.date == promise.noted.on]
    return any(p.amount is None or p.amount >= whole for p in told)


def grants(owed: AnswerOwed, promises: Iterable[str]) -> bool:
    """This word is about one of these days of the owner's: they were named together, in the same place."""
    places = (name.rsplit(".", 3) for name in promises if f".{PLAN}." in name)
    named = (f"{mail}.{owed.template}.{n}" for mail, _, n, _ in places)
    return owed.template in GRANTS and owed.answer in named


def _letters(sight: Sight, owed: AnswerOwed, since: datetime) -> list[OwnerWrote]:
    letters = sight.case.owner_letters.values()
    return [w for w in letters if w.at > since and touch(w.invoices, owed.invoices)]
