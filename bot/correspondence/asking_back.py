"""An order for which nobody vouches: what it stops rests, and the person is asked back, with a new key."""

from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.correspondence import evening
from bot.correspondence.doing import YES
from bot.correspondence.resting import Resting
from bot.correspondence.voice import Voice
from bot.desk import Desk
from bot.events.consequences import HoldLifted
from bot.events.entries import HOUSE
from bot.events.owner_mail import OrdersDone, OwnerAnswered, OwnerMailKind, OwnerVouched
from bot.owner.orders import Line
from bot.rules import Person, Rules
from bot.state.facts import HouseFacts, Told

_SENT_LAG = timedelta(minutes=5)  # a mail program may file its copy in Sent that late
_STOP = frozenset(("stop",))
_NO = _STOP | {"no", "refuse"}
# Mails of a day to one person that others can cause: who has a key, and who has nothing but an address.
_KEYED, _STRANGE = 20, 5
_ASKED_BACK = 3  # times, while the answer is neither yes nor no


@dataclass(frozen=True, slots=True)
class AskingBack:
    desk: Desk
    rules: Rules
    people: tuple[Person, ...]  # the owner first
    voice: Voice
    rested: MutableMapping[str, list[str]]  # doubtful order: what it has stopped
    foresee: Callable[[OwnerAnswered, Told | None, Person], list[str]]  # what a yes comes to, in words

    @property
    def _facts(self) -> HouseFacts:
        return self.desk.state.facts

    @property
    def _resting(self) -> Resting:
        return Resting(self.desk, self.rules)

    def done(self, order: OwnerAnswered) -> None:
        self.rested.pop(order.mail, None)
        self.desk.note(HOUSE, OrdersDone(order.mail))

    def strange(self, order: OwnerAnswered) -> None:
        """Nobody of the owner's: nothing is done, and the owner is told."""
        if self._may_be_told(self.people[0], "confirmation", _KEYED):
            said = self.voice.line(Line("stranger", {"email": order.sender}), None, None)
            self.voice.confirm(order, self.people[0].email, [said])
        self.done(order)

    def settles(self, order: OwnerAnswered, told: Told) -> bool:
        """Whether it is dealt with as an answer to the mail that asked back, and to nothing else: each that
        comes in time, and a bare yes or no whenever it comes."""
        if told.kind != "challenge":
            return False
        if told.to == order.sender and not order.why_not:
            return True
        bare = {act.act for act in order.acts} - {"note"}
        asked = told.answers in self._facts.orders and told.to == order.sender
        plain = bare <= YES or (bare <= YES | _NO and asked)
        return bool(bare) and plain and not order.unclear and not order.files

    def answered(self, order: OwnerAnswered, told: Told) -> OwnerAnswered | None:
        """The order that this answer says yes to. No leaves it undone; anything else, and a yes that proves
        nothing, is asked back again."""
        first = self._facts.orders.get(told.answers)
        acts = {act.act for act in order.acts}
        own = told.to == order.sender
        if first and own and acts & YES and not order.why_not:
            self.desk.note(HOUSE, OwnerVouched(first.mail, "challenge"), OrdersDone(order.mail))
            return first
        asked = self._facts.told_about(told.answers, "challenge")
        if not own or first is None:
            why = "used" if order.why_not == "used" else "expired"
            self._too_late(order, Line(why if own else "not_allowed"))
        elif not acts & _NO and len(asked) < _ASKED_BACK:
            self._ask_back(first, told.to, (), None)
        else:
            if not acts & _STOP:
                self._not_he(first)
            self.done(first)
        self.done(order)
        return None

    def _not_he(self, order: OwnerAnswered) -> None:
        """What is kept back for it rests as long as was said; no word of his to a debtor is in doubt."""
        until = self._resting.until(order.arrived)
        for name in self._held_meanwhile(order, self._facts.told.get(order.told), until):
            hold = self.desk.case(name).holds.get(f"{order.mail[:12]}.doubt") if name != HOUSE else None
            if hold:
                lifted = HoldLifted(hold.hold, "it was not the owner", "owner")
                self.desk.note(name, lifted, replace(hold, hold=f"{order.mail[:12]}.denied"))

    def _too_late(self, order: OwnerAnswered, line: Line) -> None:
        """A yes that changes nothing: who says it hears so."""
        person = self._person(order.sender)
        if person and self._may_be_told(person, "confirmation", _KEYED):
            self.voice.confirm(order, person.email, [self.voice.line(line, None, None)])

    def _person(self, email: str) -> Person | None:
        return next((one for one in self.people if one.email == email), None)

    def _ask_back(self, order: OwnerAnswered, to: str, held: Sequence[str], until: date | None) -> None:
        told, who = self._facts.told.get(order.told), self._person(to) or self.people[0]
        self.voice.ask_back(order, to, held, until, self.foresee(order, told, who))

    def doubted(self, order: OwnerAnswered, told: Told | None, person: Person) -> None:
        if not order.acts and not order.unclear and not order.files:
            self.done(order)
            return
        asked = self._facts.told_about(order.mail, "challenge")
        if asked:
            if self.desk.clock() - asked[0].at > timedelta(days=self.rules.owner.key_days):
                self.done(order)
            return
        until = self._resting.until(order.arrived)
        held = self._held_meanwhile(order, told, until)
        if not order.why_not and person.may != "read" and self.desk.clock() - order.arrived < _SENT_LAG:
            return  # its copy may still come into Sent
        to = self.people[0] if person.may == "read" else person
        if self._may_be_told(to, "challenge", _KEYED if told else _STRANGE):
            self._ask_back(order, to.email, held, until)
        elif told is None or self.desk.clock() - order.arrived > timedelta(days=self.rules.owner.key_days):
            self.done(order)  # whoever floods us with the owner's name makes us flood nobody

    def _held_meanwhile(self, order: OwnerAnswered, told: Told | None, until: date) -> list[str]:
        """The cases that rest until it is known who it was; looked for once, not in every round."""
        if order.mail not in self.rested:
            rest = self._resting.of_each(order, told, until)
            rest += evening.waiting(self.desk, self.rules, order, told, settled=(), until=until)[0]
            self.rested[order.mail] = list(dict.fromkeys(rest))
        return self.rested[order.mail]

    def _may_be_told(self, person: Person, kind: OwnerMailKind, most: int) -> bool:
        """Whether there were few such mails of late: anybody can cause them."""
        since = self.desk.clock() - timedelta(days=1)
        of_late = (t for t in self._facts.told.values() if (t.kind, t.to) == (kind, person.email))
        return sum(told.at > since for told in of_late) < most
