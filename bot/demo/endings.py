"""What must be true at the end: each debtor's story, checked against the journal and not against the script.

A desk goes in, one `Ending` for each debtor (and one for the owner's private mail) comes out. If one is not
true the demo has failed, whatever the timeline looked like.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.case import Case, Letter
from bot.demo.cast import BATI, DEBTORS, DUNES, KERBRAT, LE_GALL, MOREL, PRIVATE, RIVOAL, Debtor
from bot.demo.letters import text_of
from bot.desk import Desk
from bot.events.consequences import HoldLifted

_STEPS = ("first_reminder", "second_reminder", "third_reminder", "mise_en_demeure")


@dataclass(frozen=True, slots=True)
class Ending:
    who: str
    told: str
    true: bool


def endings(desk: Desk) -> list[Ending]:
    found = []
    for debtor, (told, true) in _ENDS.items():
        (case,) = desk.state.by_number(debtor.bills[0].number)
        found.append(Ending(debtor.name, told, true(desk, desk.case(case))))
    kept = [mail.kept.sender for name in desk.state.cases() for mail in desk.case(name).mails.values()]
    ours = {debtor.email for debtor in DEBTORS}
    told = f"{len(PRIVATE)} mails lay in the same mailbox; none was kept, none was noted"
    return [*found, Ending("Private mail", told, set(kept) <= ours)]


def _reminders(case: Case) -> list[Letter]:
    return [letter for letter in case.sent_letters() if letter.intended.kind != "answer"]


def _climbed(case: Case, *steps: str) -> bool:
    return all(tuple(done.step for done in i.climbs) == steps for i in case.invoices.values())


def _le_gall(desk: Desk, case: Case) -> bool:
    return len(_reminders(case)) == 1 and _climbed(case, *_STEPS[:1]) and not case.left()


def _kerbrat(desk: Desk, case: Case) -> bool:
    broken = [promise.outcome for promise in case.promises.values()] == ["broken"]
    last = _reminders(case)[-1].intended
    named = "30\u00a0janvier" in text_of(desk.evidence.get(last.mail))
    return broken and named and last.tone == "firm" and _climbed(case, *_STEPS[:3]) and not case.left()


def _dunes(desk: Desk, case: Case) -> bool:
    """From the dispute to the owner's word nothing left but the answer."""
    disputed = next(mail.at for mail in case.mails.values() if mail.weighed == "dispute")
    entries = desk.entries(case.id)
    resumed = next(e.at for e in entries if isinstance(e.event, HoldLifted) and e.event.by == "owner")
    meanwhile = [letter for letter in _reminders(case) if disputed <= letter.at < resumed]
    return not meanwhile and _climbed(case, *_STEPS[:2]) and not case.left()


def _rivoal(desk: Desk, case: Case) -> bool:
    weighed = [mail.weighed for mail in case.mails.values()]
    return weighed == ["out_of_office", "already_paid"] and len(_reminders(case)) == 1 and not case.left()


def _morel(desk: Desk, case: Case) -> bool:
    return not case.letters and not case.left()


def _bati(desk: Desk, case: Case) -> bool:
    papers = list(case.papers.values())
    posted = len(papers) == 1 and papers[0].posted is not None and papers[0].presented is not None
    copied = [letter.intended.paper for letter in _reminders(case)][-1] == papers[0].prepared.letter
    asked = case.left() == BATI.bills[0].total
    return posted and copied and asked and not case.mails and _climbed(case, *_STEPS)


_ENDS: dict[Debtor, tuple[str, Callable[[Desk, Case], bool]]] = {
    LE_GALL: ("one letter for two invoices, and both were paid", _le_gall),
    KERBRAT: ("promised, did not pay; the firm letter named the promise; paid", _kerbrat),
    DUNES: ("disputed, and was left in peace until the owner resumed; paid", _dunes),
    RIVOAL: ("away, waited for; said that she had paid, and had", _rivoal),
    MOREL: ("held and then recorded as paid by the owner; no letter", _morel),
    BATI: ("never answered: three reminders, mise en demeure posted and copied", _bati),
}


def untrue(found: list[Ending]) -> Iterator[str]:
    return (f"{ending.who}: it did not end so: {ending.told}" for ending in found if not ending.true)
