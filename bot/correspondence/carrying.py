"""The owner's orders are carried out, refused or asked back about, each exactly once.

An order that was read waits in the journal until this is done with it. Its acts go into the chains of their
cases together with the word that they were taken, so that a crash in between repeats nothing. What it may
do depends on who vouches for it:

- the key of an open question, from a person allowed to, vouched for by our own side: everything;
- anything less: what stops is held two working days at once, and the person is asked back once, by a mail
  with a new key to the known address; only the answer to that carries out the rest;
- a stranger, whatever the key: nothing, and the owner is told.
"""

from dataclasses import dataclass, field, replace

from bot.correspondence.apart import apart
from bot.correspondence.asking_back import AskingBack
from bot.correspondence.doing import Doing
from bot.correspondence.files import Files
from bot.correspondence.foreseen import foreseen
from bot.correspondence.meant import question
from bot.correspondence.resting import Resting
from bot.correspondence.voice import Voice
from bot.desk import Desk
from bot.errors import WorldError
from bot.events.entries import HOUSE
from bot.events.owner import NoticeOpened
from bot.events.owner_mail import ActRead, OwnerAnswered
from bot.policy.delays import REQUEST
from bot.policy.questions import PROMISES
from bot.rules import Person, Rules
from bot.state.facts import HouseFacts, Told, said_before

# Of a sender who is vouched for, what stops or only tells needs no fresh key: it presses nobody.
_SOFTENS = frozenset(
    ("stop", "pause", "absent", "dispute", "note", "ask", "called", "posted", "presented", "unclaimed",
     "not_served", "refused_letter")
)  # fmt: skip
_NO_HOLDS = frozenset(
    ("eve", "first_firm_letter", "mise_en_demeure", "post", "backlog", "after_mise_en_demeure")
)
_LEFT_ALONE = ("gentle", "owner_only", "never")


@dataclass(slots=True)
class Carrying:
    desk: Desk
    rules: Rules
    people: tuple[Person, ...]  # the owner first
    voice: Voice
    files: Files
    rested: dict[str, list[str]] = field(default_factory=dict)  # doubtful order: what it has stopped

    def work(self) -> None:
        """Each order for itself: what cannot be said back now is done all the same, and said later."""
        silent: WorldError | None = None
        for order in list(self._facts.orders.values()):
            try:
                with apart(f"order={order.mail[:12]}") as faults:
                    self._deal_with(order)
                if faults:
                    self._failed(order)
            except WorldError as error:
                silent = silent or error
        if silent:
            raise silent

    def _failed(self, order: OwnerAnswered) -> None:
        """Nobody knows what of it was done: if it stops, all rest a while; it is said back as unclear."""
        if self._who(order):
            Resting(self.desk, self.rules).everybody(order)
        with apart(f"order={order.mail[:12]}"):
            person = self._who(order) or self.people[0]
            self.voice.confirm(replace(order, unclear=(order.subject or "?",)), person.email, [])
        self._asking_back.done(order)

    @property
    def _facts(self) -> HouseFacts:
        return self.desk.state.facts

    @property
    def _asking_back(self) -> AskingBack:
        return AskingBack(self.desk, self.rules, self.people, self.voice, self.rested, self._foreseen)

    @property
    def _doing(self) -> Doing:
        return Doing(self.desk, self.rules, self.people, self.voice, self.files)

    def _foreseen(self, order: OwnerAnswered, told: Told | None, person: Person) -> list[str]:
        """What a yes of this person's to that order comes to; what cannot be told beforehand is left out."""
        with apart(f"order={order.mail[:12]}"):
            return foreseen(self._doing, order, told, person)
        return []

    def _deal_with(self, order: OwnerAnswered) -> None:
        told = self._facts.told.get(order.told)
        person = self._who(order)
        if person is None:
            self._asking_back.strange(order)
        elif told and self._asking_back.settles(order, told):
            if meant := self._asking_back.answered(order, told):
                self._deal_with(meant)
        elif self._proven(order, told) and person.may != "read":
            self._doing.carry_out(order, told, person)
            self._asking_back.done(order)
        else:
            self._asking_back.doubted(order, told, person)

    def _who(self, order: OwnerAnswered) -> Person | None:
        """Who orders: the sender or, where it was asked back, the person who said yes to it."""
        asked = self._facts.told_about(order.mail, "challenge")
        vouched = self._facts.vouched.get(order.mail) == "challenge"
        address = asked[-1].to if vouched and asked else order.sender
        return next((p for p in self.people if p.email == address), None)

    def _softens(self, act: ActRead, told: Told) -> bool:
        """ "finalement non" to what was approved or granted stops it, or takes it back; a no to a promise
        that is still asked about lets letters go on."""
        asked = [question(self.desk, notice) for notice in told.notices]
        if act.act in ("no", "refuse") and asked and all(one and self._granted(*one) for one in asked):
            return True
        if act.act == "no":
            return all(one is None or one[1].about in _NO_HOLDS for one in asked)
        return act.act in _SOFTENS or (act.act == "treatment" and act.value in _LEFT_ALONE)

    def _granted(self, case: str, opened: NoticeOpened) -> bool:
        """This was answered with a yes: a no to it can only take it back."""
        if case == HOUSE or opened.about not in (REQUEST, *PROMISES):
            return False
        known = self.desk.case(case).notices.get(opened.notice)
        return known is not None and known.answer in ("approve", "resume")

    def _proven(self, order: OwnerAnswered, told: Told | None) -> bool:
        """A key of this very person's, not spent, and our own side vouches for the sender.

        A server vouches for a domain, and all of the owner's people may be of one: a key is good for the
        person whom it was sent to, and for nobody else.
        """
        how = self._facts.vouched.get(order.mail, "")
        if how == "challenge" or told is None:
            return how == "challenge"
        again = set(said_before(order)) & set(told.done)
        more = order.files or not all(self._softens(act, told) for act in order.acts)
        spent = told.used and bool(more)
        late = order.why_not if order.why_not != "used" else ""
        return bool(how) and not (spent or late or again) and told.to == order.sender
