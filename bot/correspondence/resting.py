"""What an order stops while nobody vouches for its sender: two working days, or until somebody does."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.correspondence import in_hand
from bot.correspondence.meant import meant
from bot.correspondence.stopped_all import PERHAPS, PERHAPS_AWAY, PERHAPS_UNTIL
from bot.desk import Desk
from bot.events.entries import HOUSE
from bot.events.owner import OrderTaken
from bot.events.owner_mail import ActRead, HousePaused, OwnerAnswered
from bot.journal import Moved
from bot.owner.answers.meaning.absences import tells_of_own
from bot.owner.answers.meaning.everybody import perhaps_stops, stops_through
from bot.owner.house_orders import needs_no_matter
from bot.owner.matters import Matter, UnknownTargetError
from bot.owner.orders import doubt, ground, taken
from bot.policy.sight import calendar_of
from bot.rules import Rules
from bot.state.facts import Told

STOPS = frozenset(("stop", "no", "pause", "paid", "dispute", "absent"))  # held for who may be the owner
_NO_MORE_LETTERS = frozenset(("owner_only", "never"))  # a treatment that stops its customer's letters
_DOUBT = 1000  # added to an act's place: the hold that it got before its sender was known
_UNVOUCHED = "an order to stop, of a sender for whom nobody vouches yet"
_AWAY = 3000  # added to its acts: where a pause of everybody for doubtful words is noted


@dataclass(frozen=True, slots=True)
class Resting:
    desk: Desk
    rules: Rules

    def until(self, since: datetime) -> date:
        calendar = calendar_of(self.rules.calendar)
        return calendar.add_working(calendar.day(since), self.rules.owner.doubt_days)

    def everybody(self, order: OwnerAnswered) -> None:
        """If it stops anything, all rest: nobody knows what of it was done."""
        if any(map(_stops, order.acts)):
            self._pause(order, len(order.acts) + _DOUBT, "stop", self.until(order.arrived))

    def while_doubtful(
        self, order: OwnerAnswered, held: list[str], until: date | None
    ) -> tuple[list[str], date | None]:
        """Doubtful words that may stop all, or tell of an absence of the owner's own: nobody is written to
        through that day, or the one that they name. `held`: the customers that they are known to be about.
        """
        others = any(act.act not in ("note", "ask") for act in order.acts)
        away = not others and any(map(tells_of_own, order.unclear))
        stops = [words for words in order.unclear if perhaps_stops(words)] if not held else []
        if not (away or stops):
            return held, until
        why = PERHAPS_AWAY if away else PERHAPS
        if stops and until:
            a_while, today = until, calendar_of(self.rules.calendar).day(order.arrived)
            until = stops_through(stops, today, a_while)
            why = why if until == a_while else PERHAPS_UNTIL
        self._pause(order, len(order.acts) + _AWAY, "absent", until, why)
        return [*held, HOUSE], until

    def of_each(self, order: OwnerAnswered, told: Told | None, until: date) -> list[str]:
        """Holds what each of its acts would stop; the cases. One that says something else than a word of his
        that is on its way keeps that back.
        """
        acts = enumerate(order.acts)
        stops = [(k, act) for k, act in acts if _stops(act) or self._says_otherwise(order, act, told)]
        return [case for k, act in stops for case in self._hold(order, k, act, told, until)]

    def _says_otherwise(self, order: OwnerAnswered, act: ActRead, told: Told | None) -> bool:
        try:
            matters = [m for m in meant(self.desk, act, told) if m.case != HOUSE]
        except UnknownTargetError:
            return False
        now = self.desk.clock()
        on = (
            ground(self.desk.case(m.case), m, act, rules=self.rules, now=now, by=order.sender)
            for m in matters
        )
        return any(map(in_hand.says_otherwise, on))

    def _hold(self, order: OwnerAnswered, k: int, act: ActRead, told: Told | None, until: date) -> list[str]:
        """What rests until then: the cases that are meant, or all where none is."""
        try:
            found = [] if needs_no_matter(act) else meant(self.desk, act, told)
            matters = [m for m in found if m.case != HOUSE]
        except UnknownTargetError:
            matters = []
        for matter in matters:
            self._append(order, k + _DOUBT, act, matter, until)
        if not matters:
            self._pause(order, k + _DOUBT, act.act, until)
        return [m.case for m in matters] or [HOUSE]

    def _append(self, order: OwnerAnswered, k: int, act: ActRead, matter: Matter, until: date) -> None:
        while True:
            case = self.desk.case(matter.case)
            if (order.mail, k, matter.notice) in case.orders:
                return
            on = ground(case, matter, act, rules=self.rules, now=self.desk.clock(), by=order.sender)
            try:
                self.desk.append(
                    case.id, case.n, [taken(on, order.mail, k, ""), doubt(on, order.mail, until)]
                )
            except Moved:
                continue
            return

    def _pause(
        self, order: OwnerAnswered, k: int, act: str, until: date | None, why: str = _UNVOUCHED
    ) -> None:
        if (order.mail, k) not in self.desk.state.facts.taken:
            first = calendar_of(self.rules.calendar).day(order.arrived)
            paused = HousePaused(first, until, why, order.sender)
            self.desk.note(HOUSE, paused, OrderTaken(order.mail, k, act, "", order.sender))


def _stops(act: ActRead) -> bool:
    return act.act in STOPS or (act.act == "treatment" and act.value in _NO_MORE_LETTERS)
