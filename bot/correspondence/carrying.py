"""The owner's orders are carried out, refused or asked back about, each exactly once.

An order that was read waits in the journal until this is done with it. Its acts go into the chains of their
cases together with the word that they were taken, so that a crash in between repeats nothing. What it may
do depends on who vouches for it:

- the key of an open question, from a person allowed to, vouched for by our own side: everything;
- anything less: what stops is held two working days at once, and the person is asked back once, by a mail
  with a new key to the known address; only the answer to that carries out the rest;
- a stranger, whatever the key: nothing, and the owner is told.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bot.correspondence import evening, whose
from bot.correspondence.apart import apart
from bot.correspondence.files import Files
from bot.correspondence.meant import closed_by_another, meant, unknown
from bot.correspondence.voice import Voice
from bot.desk import Desk
from bot.errors import WorldError
from bot.events.consequences import HoldLifted
from bot.events.entries import HOUSE, Event
from bot.events.owner import OrderTaken
from bot.events.owner_mail import ActRead, HousePaused, OrdersDone, OwnerAnswered, OwnerMailKind, OwnerVouched
from bot.journal import Moved
from bot.owner.files import only_name_files
from bot.owner.house_orders import about_house, everything, needs_no_matter
from bot.owner.matters import Matter, UnknownTargetError, without_named
from bot.owner.orders import Line, carry_out, doubt, ground, taken
from bot.policy.sight import calendar_of
from bot.rules import Person, Rules
from bot.state.facts import AWAY, HouseFacts, Told, said_before

SENT_LAG = timedelta(minutes=5)  # a mail program may file its copy in Sent that late
STOPS = frozenset(("stop", "no", "pause", "paid", "dispute", "absent"))  # held for who may be the owner
_APPROVES = frozenset(("first_firm_letter", "mise_en_demeure", "eve"))  # a plain "may answer" does not do
_OKS = frozenset(("ok", "accept"))
_YES = _OKS | {"resume"}
_NO = frozenset(("no", "refuse", "stop"))
_ONLY_STOPS = frozenset(("stop", "pause"))  # of a sender who is vouched for, these need no fresh key
# These let letters go on: they are good for an open question only.
_PRESSES = _YES | {"dispute_closed", "not_received", "refuse", "mise_en_demeure"}
# Mails of a day to one person that others can cause: who has a key, and who has nothing but an address.
_KEYED, _STRANGE = 20, 5
_ASKED_BACK = 3  # times, while the answer is neither yes nor no
_OF_THE_LIST = _YES | {"no", "refuse"}  # said of a list that asks itself: its question, not each of its lines
_LEAVE = ActRead("ok", "all")
_DOUBT = 1000  # added to an act's place: the hold that it got before its sender was known


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
        if self._who(order) and any(act.act in STOPS for act in order.acts):
            self._pause(order, len(order.acts) + _DOUBT, "stop", self._rests_until(order.arrived))
        with apart(f"order={order.mail[:12]}"):
            person = self._who(order) or self.people[0]
            self.voice.confirm(replace(order, unclear=(order.subject or "?",)), person.email, [])
        self._done(order)

    @property
    def _facts(self) -> HouseFacts:
        return self.desk.state.facts

    def _deal_with(self, order: OwnerAnswered) -> None:
        told = self._facts.told.get(order.told)
        person = self._who(order)
        if person is None:
            if self._may_be_told(self.people[0], "confirmation", _KEYED):
                said = self.voice.line(Line("stranger", {"email": order.sender}), None, None)
                self.voice.confirm(order, self.people[0].email, [said])
            self._done(order)
        elif told and told.kind == "challenge" and told.to == order.sender and not order.why_not:
            self._answered_back(order, told)
        elif self._proven(order, told) and person.may != "read":
            self._carry_out(order, told, person)
        else:
            self._doubted(order, told, person)

    def _who(self, order: OwnerAnswered) -> Person | None:
        """Who orders: the sender or, where it was asked back, the person who said yes to it."""
        asked = self._facts.told_about(order.mail, "challenge")
        vouched = self._facts.vouched.get(order.mail) == "challenge"
        address = asked[-1].to if vouched and asked else order.sender
        return next((p for p in self.people if p.email == address), None)

    def _proven(self, order: OwnerAnswered, told: Told | None) -> bool:
        """A key of this very person's, not spent, and our own side vouches for the sender.

        A server vouches for a domain, and all of the owner's people may be of one: a key is good for the
        person whom it was sent to, and for nobody else.
        """
        how = self._facts.vouched.get(order.mail, "")
        if how == "challenge" or told is None:
            return how == "challenge"
        again = set(said_before(order)) & set(told.done)
        more = order.files or any(act.act not in _ONLY_STOPS for act in order.acts)
        spent = told.used and bool(more)
        late = order.why_not if order.why_not != "used" else ""
        return bool(how) and not (spent or late or again) and told.to == order.sender

    def _done(self, order: OwnerAnswered) -> None:
        self.rested.pop(order.mail, None)
        self.desk.note(HOUSE, OrdersDone(order.mail))

    # --- asked back ---------------------------------------------------------------------------------

    def _answered_back(self, order: OwnerAnswered, told: Told) -> None:
        """Yes carries out what was asked about, no leaves it undone; anything else is asked back again."""
        first = self._facts.orders.get(told.answers)
        acts = {act.act for act in order.acts}
        if first and acts & _YES:
            self.desk.note(HOUSE, OwnerVouched(first.mail, "challenge"), OrdersDone(order.mail))
            self._deal_with(first)
            return
        asked = self._facts.told_about(told.answers, "challenge")
        if first and not acts & _NO and len(asked) < _ASKED_BACK:
            self.voice.ask_back(first, told.to, (), None)
        elif first:
            self._done(first)
        self._done(order)

    def _doubted(self, order: OwnerAnswered, told: Told | None, person: Person) -> None:
        if not order.acts and not order.unclear and not order.files:
            self._done(order)
            return
        asked = self._facts.told_about(order.mail, "challenge")
        if asked:
            if self.desk.clock() - asked[0].at > timedelta(days=self.rules.owner.key_days):
                self._done(order)
            return
        until = self._rests_until(order.arrived)
        held = self._held_meanwhile(order, told, until)
        if not order.why_not and person.may != "read" and self.desk.clock() - order.arrived < SENT_LAG:
            return  # its copy may still come into Sent
        to = self.people[0] if person.may == "read" else person
        if self._may_be_told(to, "challenge", _KEYED if told else _STRANGE):
            self.voice.ask_back(order, to.email, held, until)
        elif told is None or self.desk.clock() - order.arrived > timedelta(days=self.rules.owner.key_days):
            self._done(order)  # whoever floods us with the owner's name makes us flood nobody

    def _held_meanwhile(self, order: OwnerAnswered, told: Told | None, until: date) -> list[str]:
        """The cases that rest until it is known who it was; looked for once, not in every round."""
        if order.mail not in self.rested:
            stops = [(k, act) for k, act in enumerate(order.acts) if act.act in STOPS]
            rest = [self._hold_a_while(order, k, act, told, until=until) for k, act in stops]
            rest.append(evening.waiting(self.desk, order, told, (), until))
            self.rested[order.mail] = list(dict.fromkeys(case for cases in rest for case in cases))
        return self.rested[order.mail]

    def _may_be_told(self, person: Person, kind: OwnerMailKind, most: int) -> bool:
        """Whether there were few such mails of late: anybody can cause them."""
        since = self.desk.clock() - timedelta(days=1)
        of_late = (t for t in self._facts.told.values() if (t.kind, t.to) == (kind, person.email))
        return sum(told.at > since for told in of_late) < most

    def _rests_until(self, since: datetime) -> date:
        calendar = calendar_of(self.rules.calendar)
        return calendar.add_working(calendar.day(since), self.rules.owner.doubt_days)

    def _hold_a_while(
        self, order: OwnerAnswered, k: int, act: ActRead, told: Told | None, *, until: date
    ) -> list[str]:
        """What rests until then: the cases that are meant, or all where none is."""
        try:
            found = [] if needs_no_matter(act) else meant(self.desk, act, told)
            matters = [m for m in found if m.case != HOUSE]
        except UnknownTargetError:
            matters = []
        for matter in matters:
            self._append(order, k + _DOUBT, act, matter, until=until)
        if not matters:
            self._pause(order, k + _DOUBT, act.act, until)
        return [m.case for m in matters] or [HOUSE]

    def _pause(self, order: OwnerAnswered, k: int, act: str, until: date) -> None:
        if (order.mail, k) not in self._facts.taken:
            why = "an order to stop, of a sender for whom nobody vouches yet"
            first = calendar_of(self.rules.calendar).day(order.arrived)
            paused = HousePaused(first, until, why, order.sender)
            self.desk.note(HOUSE, paused, OrderTaken(order.mail, k, act, "", order.sender))

    # --- carried out --------------------------------------------------------------------------------

    def _carry_out(self, order: OwnerAnswered, told: Told | None, person: Person) -> None:
        lines: list[str] = []
        named: list[Matter] = []
        settled: set[str] = set()
        ours = {one.email for one in self.people}
        done = whose.named(self.desk, order, told, self.voice.line, ours)
        places = sorted(enumerate(order.acts), key=lambda one: one[1].target == "all")
        for k, act in places:
            if k in done:
                continue
            if told and told.kind == "eve" and act.leaves and act.until:  # « 2 lundi »: it leaves then
                act = replace(act, until=act.until - timedelta(days=1))
            try:
                matters = meant(self.desk, act, told)
            except UnknownTargetError as error:
                lines.append(self.voice.line(unknown(error), None, None))
                continue
            if act.target == "all":
                matters = without_named(matters, named)
            refused = self._line_or_case(order, k, act, matters, told=told, person=person, named=named)
            lines += refused
            named += matters
            settled |= set() if refused else evening.settles(told, act, matters)
        cases = list(
            dict.fromkeys(m.case for m in named or meant(self.desk, ActRead("note"), told) if m.case != HOUSE)
        )
        lines += [self.voice.line(line, None, None) for line in self.files.take(order, cases)]
        said = [line for _, line in sorted(self._facts.said.get(order.mail, []))]
        unclear = tuple(w for w in order.unclear if not (order.files and only_name_files(w)))
        order, until = replace(order, unclear=unclear), self._rests_until(self.desk.clock())
        held = evening.waiting(self.desk, order, told, settled, until)
        self.voice.confirm(order, person.email, [*said, *lines], cases, held=held, until=until)
        self._done(order)

    def _line_or_case(
        self, order: OwnerAnswered, k: int, act: ActRead, matters: list[Matter], *, told: Told | None,
        person: Person, named: list[Matter],
    ) -> list[str]:  # fmt: skip
        """The line of a list that asks for an ok is approved there; anything else is about its case."""
        if act.act in _OKS and (line := evening.line_of(self.desk, told, matters)):
            return self._one(order, k, _LEAVE, [line.question], person=person, named=line.others)
        if act.act in _OKS and evening.approved(self.desk, told, matters):
            return []
        return self._one(order, k, act, matters, person=person, named=named)

    def _one(
        self, order: OwnerAnswered, k: int, act: ActRead, matters: list[Matter], *, person: Person,
        named: Sequence[Matter],
    ) -> list[str]:  # fmt: skip
        """One act on all that it is about; the lines of what was not done."""
        if needs_no_matter(act) or (not matters and act.target in (None, "all")):
            return self._of_the_house(order, k, act)
        if act.act == "resume" and act.target in (None, "all") and self._all_stopped(matters):
            return self._of_the_house(order, k, act)
        refused: list[str] = []
        if act.act in _OF_THE_LIST and any(matter.case == HOUSE for matter in matters):
            matters = [matter for matter in matters if matter.case == HOUSE]
        for matter in matters:
            if not self._may(person, act, matter):
                refused.append(self.voice.line(Line("not_allowed"), None, matter))
            elif matter.case == HOUSE:
                refused += self._of_a_list(order, k, act, matter, named=named)
            else:
                refused += self._append(order, k, act, matter)
        return refused

    def _all_stopped(self, matters: list[Matter]) -> bool:
        """Nobody is written to at the owner's own word, and nothing else is asked that this could answer."""
        stopped = any(pause.why != AWAY for pause in self._facts.pauses)
        return stopped and not any(matter.notice in self._facts.questions for matter in matters)

    def _may(self, person: Person, act: ActRead, matter: Matter) -> bool:
        if person.may == "approve":
            return True
        question = self._facts.questions.get(matter.notice)
        approves = question is not None and question.opened.about in _APPROVES
        return act.act != "mise_en_demeure" and not (approves and act.act in _YES)

    def _append(
        self, order: OwnerAnswered, k: int, act: ActRead, matter: Matter, *, until: date | None = None
    ) -> list[str]:
        """Into the case's chain, once; what was refused comes back as a line instead."""
        while True:
            case = self.desk.case(matter.case)
            if (order.mail, k, matter.notice) in case.orders:
                return []
            if not until and act.act in _PRESSES and closed_by_another(case, matter, order.mail):
                return [self.voice.line(Line("closed_already"), case, matter)]
            on = ground(case, matter, act, rules=self.rules, now=self.desk.clock(), by=order.sender)
            if until:
                events: list[Event] = [taken(on, order.mail, k, ""), doubt(on, order.mail, until)]
            else:
                carried = carry_out(on)
                said = self.voice.line(carried.line, case, matter)
                if carried.refused:
                    return [said]
                doubted = f"{order.mail[:12]}.doubt"
                lifted = [HoldLifted(doubted, "it was the owner", "owner")] if doubted in case.holds else []
                events = [taken(on, order.mail, k, said), *lifted, *carried.events]
            try:
                self.desk.append(case.id, case.n, events)
            except Moved:
                continue
            return []

    # --- the house ----------------------------------------------------------------------------------

    def _of_the_house(self, order: OwnerAnswered, k: int, act: ActRead) -> list[str]:
        stale = next((n for n in self._facts.notices.values() if n.about == "stale_source"), None)
        if act.act == "nothing_new" and stale:
            events, line = about_house(act, stale, order.sender, frozenset())
        else:
            today = calendar_of(self.rules.calendar).day(self.desk.clock())
            events, line = everything(act, today, order.sender)
        return self._note(order, k, act, events, line)

    def _of_a_list(
        self, order: OwnerAnswered, k: int, act: ActRead, matter: Matter, *, named: Sequence[Matter]
    ) -> list[str]:
        question = self._facts.questions.get(matter.notice)
        if (order.mail, k) in self._facts.taken:
            return []
        if question is None:
            return [self.voice.line(Line("closed_already"), None, matter)]
        if question.opened.about == "unplaced":
            return self._note(order, k, act, *whose.settled(self.desk, act, question.opened, order.sender))
        kept_back = (
            frozenset(m.case for m in named if m.case != HOUSE) if act.target == "all" else frozenset()
        )
        events, line = about_house(act, question.opened, order.sender, kept_back)
        return self._note(order, k, act, events, line)

    def _note(
        self, order: OwnerAnswered, k: int, act: ActRead, events: Sequence[Event], line: Line
    ) -> list[str]:
        said = self.voice.line(line, None, None)
        if not events:
            return [said]
        if (order.mail, k) not in self._facts.taken:
            self.desk.note(HOUSE, OrderTaken(order.mail, k, act.act, said, order.sender), *events)
        return []
