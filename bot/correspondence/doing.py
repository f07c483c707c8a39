"""An order that is proven is carried out: each of its acts on all that it is about, exactly once.

An act goes into the chain of its case together with the word that it was taken, so that a crash in between
repeats nothing. What a person may not do, and what comes too late, is said back instead.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.case import Case
from bot.correspondence import countermanded, evening, in_hand, let_go, second_thoughts, the_others, whose
from bot.correspondence.after_all import after_all, had_refused
from bot.correspondence.files import Files
from bot.correspondence.meant import another_person, asked_anew, closed_by_another, goes_on, meant, unknown
from bot.correspondence.remarks import asked_about
from bot.correspondence.resting import Resting
from bot.correspondence.still_noted import still_noted
from bot.correspondence.voice import Voice
from bot.desk import Desk
from bot.events.consequences import HoldLifted
from bot.events.entries import HOUSE, Event
from bot.events.owner import OrderTaken
from bot.events.owner_mail import ActRead, OwnerAnswered
from bot.journal import Moved
from bot.owner.house_orders import about_house, everything, needs_no_matter
from bot.owner.matters import Matter, UnknownTargetError, lifts_for_all, without_named
from bot.owner.orders import Line, carry_out, ground, taken
from bot.policy import held
from bot.policy.house import House
from bot.policy.sight import calendar_of, see
from bot.rules import Person, Rules
from bot.state.facts import AWAY, HouseFacts, Told

_APPROVES = frozenset(("first_firm_letter", "mise_en_demeure", "eve"))  # a plain "may answer" does not do
_OKS = frozenset(("ok", "accept"))
YES = _OKS | {"resume"}
# These let letters go on: they are good for an open question only.
_PRESSES = YES | {"dispute_closed", "not_received", "refuse", "mise_en_demeure"}
_DECIDES = frozenset(("propose", "plan"))  # what another person has decided already
_GRANTS = _DECIDES | {"pause"}
_GRANTS_TIME = _DECIDES | {"accept"}
_OF_THE_LIST = YES | {"no", "refuse"}  # said of a list that asks itself: its question, not each of its lines
_LEAVE = ActRead("ok", "all")


@dataclass(frozen=True, slots=True)
class Doing:
    desk: Desk
    rules: Rules
    people: tuple[Person, ...]
    voice: Voice
    files: Files

    @property
    def _facts(self) -> HouseFacts:
        return self.desk.state.facts

    @property
    def _today(self) -> date:
        return calendar_of(self.rules.calendar).day(self.desk.clock())

    def carry_out(self, order: OwnerAnswered, told: Told | None, person: Person) -> None:
        lines: list[str] = []
        named: list[Matter] = []
        settled: set[str] = set()
        ours = {one.email for one in self.people}
        done = set(whose.named(self.desk, order, told, self.voice.line, ours))
        order, remarks = asked_about(self.desk, order, told)
        done |= remarks
        handed_on = self.files.hand_on(order, told)
        done |= _said_by_others(order, handed_on=bool(handed_on))
        # "attends lundi, non": the day of a no is said of it, wherever it stands
        places = sorted(
            enumerate(order.acts), key=lambda one: (one[1].target == "all", one[1].act == "pause")
        )
        for k, act in places:
            if k in done:
                continue
            act = evening.put_off(told, act)
            try:
                matters = meant(self.desk, act, told)
            except UnknownTargetError as error:
                lines.append(self.voice.line(unknown(error), None, None))
                continue
            if _of_nobody_named(act, matters):
                matters = _the_only_one(named)
            if act.target == "all":
                matters, listed = the_others.not_yet_said(self.desk, order, act, matters), matters
                if listed and not matters:
                    lines.append(self.voice.line(Line("closed_already"), None, None))
                    continue
                matters = self._to_report(act, without_named(matters, named))
            if matters or not _is_kept_alone(act, told):
                refused = self._line_or_case(order, k, act, matters, told=told, person=person, named=named)
            else:
                refused = []
            lines += refused
            named += matters
            open_ = refused and not (act.act in _OKS and evening.agreed(told, act, matters, self._today))
            settled |= set() if open_ else evening.settles(order, told, act, matters)
        cases = list(
            dict.fromkeys(m.case for m in named or meant(self.desk, ActRead("note"), told) if m.case != HOUSE)
        )
        lines += [self.voice.line(line, None, None) for line in (*self.files.take(order, cases), *handed_on)]
        said = [line for _, line in sorted(self._facts.said.get(order.mail, []))]
        until = evening.ends(self.desk, order, told, Resting(self.desk, self.rules).until(self.desk.clock()))
        held, gone = evening.waiting(self.desk, self.rules, order, told, settled=settled, until=until)
        held, until = Resting(self.desk, self.rules).while_doubtful(order, held, until)
        lines, late = self._what_stands(order, told, cases, lines, gone)
        self.voice.confirm(order, person.email, [*said, *lines], cases, held=held, until=until, late=late)
        countermanded.tell(self.desk, self.voice, order, cases, self.people)

    def _what_stands(
        self, order: OwnerAnswered, told: Told | None, cases: Sequence[str], lines: list[str],
        gone: Mapping[str, Line],
    ) -> tuple[list[str], list[str]]:  # fmt: skip
        """Beside doubtful words what they bring not back, and the money that stays noted; else its lines."""
        late = [self.voice.line(line, self.desk.case(name), None) for name, line in gone.items()]
        stands = still_noted(self.desk, self.voice, order, told, cases)
        return (lines, [*late, *stands]) if order.unclear else ([*lines, *stands], late)

    def _line_or_case(
        self, order: OwnerAnswered, k: int, act: ActRead, matters: list[Matter], *, told: Told | None,
        person: Person, named: list[Matter],
    ) -> list[str]:  # fmt: skip
        """The line of a list that asks for an ok is approved there; anything else is about its case."""
        matters = [self._but_for_named(order, act, matter) for matter in matters]
        if act.act not in _OKS:
            return self._one(order, k, act, matters, person=person, named=named, told=told)
        line = evening.line_of(self.desk, told, matters)
        closed = person.may == "approve" and not line and self._all_closed(matters)
        closed = closed and not self._grants_after_all(act, matters)
        if closed and let_go.said_yes(self.desk, self.voice, order, told, matters, k=k, act=act):
            return []
        back = person.may == "approve" and second_thoughts.taken_back(
            self.desk, self.voice, order, told, matters, k=k, act=act
        )
        if line:
            return self._one(order, k, _LEAVE, [line.question], person=person, named=line.others, told=told)
        rests = second_thoughts.rests(self.desk, self.rules, told, matters)
        if back or rests or evening.approved(self.desk, told, matters):
            return [self.voice.line(rests, None, None)] if rests else []
        if agreed := evening.agreed(told, act, matters, self._today):
            one = matters[0] if agreed.values.get("value") == "one" else None
            return [self.voice.line(agreed, self.desk.case(one.case) if one else None, one)]
        return self._one(order, k, act, matters, person=person, named=named, told=told)

    def _one(
        self, order: OwnerAnswered, k: int, act: ActRead, matters: list[Matter], *, person: Person,
        named: Sequence[Matter], told: Told | None,
    ) -> list[str]:  # fmt: skip
        """One act on all that it is about; the lines of what was not done."""
        if needs_no_matter(act) or (not matters and act.target in (None, "all")):
            return self._of_the_house(order, k, act, named)
        if lifts_for_all(act, named) and self._all_stopped(matters):
            return self._of_the_house(order, k, act, named)
        refused: list[str] = []
        for matter in self._asked_of(act, matters):
            if not self._may(person, act, matter):
                refused.append(self.voice.line(Line("not_allowed"), None, matter))
            elif matter.case == HOUSE:
                refused += self._of_a_list(order, k, act, matter, named=named, told=told)
            else:
                refused += self._append(order, k, act, matter)
        return refused

    def _asked_of(self, act: ActRead, matters: list[Matter]) -> list[Matter]:
        """A yes or a no to a list is one to its own question; what stops, to a list that was answered before,
        is said of each of its lines."""
        lists = [matter for matter in matters if matter.case == HOUSE]
        lines = [matter for matter in matters if matter.case != HOUSE]
        if lists and lines and act.act not in _PRESSES and self._all_closed(lists):
            return lines
        return lists if lists and act.act in _OF_THE_LIST else matters

    def _all_closed(self, matters: Sequence[Matter]) -> bool:
        return not any(matter.notice in self._facts.questions for matter in matters)

    def _but_for_named(self, order: OwnerAnswered, act: ActRead, matter: Matter) -> Matter:
        """ "accepte sauf F-119": of a request those invoices of which the same mail says something else are
        not granted with the others."""
        question = self._facts.questions.get(matter.notice)
        if act.act not in _GRANTS_TIME or act.target is not None or question is None:
            return matter
        if question.opened.about != "delay_request":
            return matter
        said = {other.target.casefold() for other in order.acts if other.target}
        numbers = matter.invoices or [i.number for i in self.desk.case(matter.case).open_invoices()]
        left = tuple(number for number in numbers if number.casefold() not in said)
        return replace(matter, invoices=left) if left and len(left) < len(numbers) else matter

    def _grants_after_all(self, act: ActRead, matters: Sequence[Matter]) -> bool:
        mine = [matter for matter in matters if matter.case != HOUSE]
        return act.act == "accept" and any(had_refused(self.desk.case(m.case), m) for m in mine)

    def _to_report(self, act: ActRead, matters: list[Matter]) -> list[Matter]:
        """ "tout posté" is said of the letters of which nobody has said so before."""
        left = [m for m in matters if m.case == HOUSE or in_hand.to_report(self.desk.case(m.case), m)]
        return left if act.act == "posted" and left else matters

    def _all_stopped(self, matters: list[Matter]) -> bool:
        """Nobody is written to at the owner's own word, and nothing else is asked that this could answer."""
        stopped = any(pause.why != AWAY for pause in self._facts.pauses)
        return stopped and self._all_closed(matters)

    def _may(self, person: Person, act: ActRead, matter: Matter) -> bool:
        if person.may == "approve":
            return True
        question = self._facts.questions.get(matter.notice)
        approves = question is not None and question.opened.about in _APPROVES
        return act.act != "mise_en_demeure" and not (approves and act.act in YES)

    def _append(self, order: OwnerAnswered, k: int, act: ActRead, matter: Matter) -> list[str]:
        """Into the case's chain, once; what was refused comes back as a line instead."""
        while True:
            case = self.desk.case(matter.case)
            matter = asked_anew(case, matter)
            if (order.mail, k, matter.notice) in case.orders:
                return []
            told = self._facts.told.get(order.told)
            closed = closed_by_another(case, matter, order.mail) and not goes_on(case, matter, act, told)
            if closed and act.act == "refuse" and told and told.kind == "confirmation":
                act = replace(act, act="stop")  # "non" to what was said back: not that
            on = ground(
                case, matter, act, rules=self.rules, now=self.desk.clock(), by=order.sender, order=order.mail
            )
            own = closed and not another_person(case, matter, order.sender)
            sure = not order.unclear or self._facts.vouched.get(order.mail) == "challenge"  # shown, and meant
            better = (in_hand.thought_better(on) or after_all(on, told, sure=sure)) if own else None
            if closed and not better and (line := self._closed(case, order, act, matter)):
                return [self.voice.line(line, case, matter)]
            carried = better or in_hand.not_left(told, on) or in_hand.paused(on, carry_out(on), order.mail)
            line = in_hand.with_where(self._facts, carried.line, on, told.at if told else None)
            said = self.voice.line(line, case, matter)
            if carried.refused:
                return [said]
            doubted = f"{order.mail[:12]}.doubt"
            lifted = [HoldLifted(doubted, "it was the owner", "owner")] if doubted in case.holds else []
            unsaid = in_hand.withdrawn(on, carried, order.mail)
            events: list[Event] = [taken(on, order.mail, k, said), *lifted, *carried.events, *unsaid]
            try:
                self.desk.append(case.id, case.n, events)
            except Moved:
                continue
            return []

    def _closed(self, case: Case, order: OwnerAnswered, act: ActRead, matter: Matter) -> Line | None:
        """What lets letters go on comes too late, and so does what another person has decided; None: it is
        done all the same."""
        other = another_person(case, matter, order.sender)
        if act.act not in _PRESSES and not (other and act.act in _DECIDES):
            return None
        stopped = held.stopped(see(case, House(), self.rules, self.desk.clock()))
        rests = act.act in YES and held.touching(stopped, matter.invoices)
        return Line("closed_already", {"to": other, "text": case.debtor.name if rests else ""})

    # --- the house ----------------------------------------------------------------------------------

    def _of_the_house(self, order: OwnerAnswered, k: int, act: ActRead, named: Sequence[Matter]) -> list[str]:
        if act.act == "resume" and not lifts_for_all(act, named):
            return []
        stale = next((n for n in self._facts.notices.values() if n.about == "stale_source"), None)
        if act.act == "nothing_new" and stale:
            events, line = about_house(act, stale, order.sender, frozenset())
        else:
            events, line = everything(act, self._today, order.sender)
        return self._note(order, k, act, events, line)

    def _of_a_list(
        self, order: OwnerAnswered, k: int, act: ActRead, matter: Matter, *, named: Sequence[Matter],
        told: Told | None,
    ) -> list[str]:  # fmt: skip
        question = self._facts.questions.get(matter.notice)
        if (order.mail, k) in self._facts.taken:
            return []
        if question is None:
            return [] if act.act == "note" else [self.voice.line(Line("closed_already"), None, matter)]
        if question.opened.about == "unplaced":
            return self._note(order, k, act, *whose.settled(self.desk, act, question.opened, order.sender))
        kept_back = (
            frozenset(m.case for m in named if m.case != HOUSE) if act.target == "all" else frozenset()
        )
        events, line = about_house(act, question.opened, order.sender, kept_back)
        meant = [case for case in question.opened.cases if case not in kept_back]
        line = second_thoughts.still_stopped(self.desk, self.rules, told, meant, line)
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


def _of_nobody_named(act: ActRead, matters: Sequence[Matter]) -> bool:
    """Free words to a list of several: "il manque deux palettes" is no news of each of its customers."""
    return act.act == "note" and act.target is None and len({matter.case for matter in matters}) > 1


def _is_kept_alone(act: ActRead, told: Told | None) -> bool:
    """Free words of nobody to a list: they stay with the mail, and are not asked about."""
    return act.act == "note" and act.target is None and told is not None and bool(told.items)


def _the_only_one(named: list[Matter]) -> list[Matter]:
    """Of whom the mail has spoken so far; none where that is not one."""
    return named if len({matter.case for matter in named}) == 1 else []


def _said_by_others(order: OwnerAnswered, *, handed_on: bool) -> set[int]:
    """Acts that another one of the same mail says: a yes beside the file that is sent on, a no beside the day
    that is granted instead ("non, le 10 avril au plus tard", "non, je lui laisse une semaine")."""
    granted = {act.target for act in order.acts if act.act in _GRANTS}
    said = enumerate(order.acts)
    return {
        k
        for k, act in said
        if (handed_on and act.act in _OKS) or (act.act == "refuse" and act.target in granted)
    }
