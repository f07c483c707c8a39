"""A house of 100,000 open invoices of 20,000 debtors: a round with nothing due, decisions, start, rebuild."""

import resource
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from time import perf_counter

import orjson

from bot import config as configuration
from bot import wiring
from bot.config import Config
from bot.desk import Desk
from bot.events.debts import DebtorSeen, InvoiceSeen
from bot.events.entries import CaseEvent
from bot.inbox import Folder
from bot.journal import case_id
from bot.policy import decide
from bot.policy.house import House
from bot.rounds import Rounds, Unraised
from tests.bench import Row, in_turn
from tests.firm import PARIS, Firm

DEBTORS, EACH = 20_000, 5
NOW = datetime(2026, 3, 2, 10, 0, tzinfo=PARIS)


class NoFolders:
    """A mailbox with nothing to read: the mailbox itself has measures of its own."""

    def watched(self) -> tuple[Folder, ...]:
        return ()

    def folders(self) -> tuple[Folder, ...]:
        return ()

    def close(self) -> None:
        return


@dataclass
class House100k:
    config: Config
    folder: Path
    now: datetime = NOW

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        with wiring.open_desk(
            self.config, lambda: self.now, lambda: "salt", simulated=True, alone=True, begin=True
        ) as desk:
            yield desk

    def fill(self) -> None:
        due = date(2026, 3, 20)
        with self.desk() as desk:
            for start in range(0, DEBTORS, 500):
                items: list[tuple[str, list[CaseEvent]]] = []
                for k in range(start, start + 500):
                    seen = DebtorSeen(
                        f"D{k}", f"Client {k} SARL", "business", contacts=(f"c{k}@d{k}.example",)
                    )
                    invoices = [
                        InvoiceSeen(f"F-{k}-{i}", date(2026, 2, 1), due, 12_000 + k) for i in range(EACH)
                    ]
                    items.append((case_id(desk.journal.first_sha, seen.key), [seen, *invoices]))
                desk.note_all(items)
            for case in desk.state.cases():
                desk.state.plan(case, NOW + timedelta(days=21))
            desk.state.flush(desk.journal)


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as name:
        config = configuration.load(Firm(Path(name), 1, 1, NOW).configure())
        house = House100k(config, Path(name) / "data")
        house.fill()
        return [_start(house), _rebuild(house), *_round(house), _decisions(house)]


def _start(house: House100k) -> Row:
    def ours() -> None:
        with house.desk() as desk:
            assert desk.journal.resumed

    state = house.folder / "state.json"
    floor, taken = in_turn(lambda: orjson.loads(state.read_bytes()), ours)
    return Row("start, 100,000 invoices", floor, taken, 4, "floor: the state file with orjson")


def _rebuild(house: House100k) -> Row:
    journal = house.folder / "journal.jsonl"

    def floor() -> None:
        for line in journal.read_bytes().splitlines():
            orjson.loads(line)
            sha256(line).hexdigest()

    with house.desk() as desk:
        least, taken = in_turn(floor, lambda: wiring.tell_state(desk), runs=3)
        for case in desk.state.cases():
            desk.state.plan(case, NOW + timedelta(days=21))
        desk.state.flush(desk.journal)
    return Row("rebuild", least, taken, 6, f"{journal.stat().st_size >> 20} MB of journal")


def _round(house: House100k) -> list[Row]:
    with house.desk() as desk:
        rounds: Rounds = wiring.rounds(house.config, desk, lambda: "id", Unraised(), mailbox=NoFolders())  # type: ignore[arg-type]
        rounds.round()  # the first one seals the day
        dues = {case: NOW.timestamp() + 1e6 for case in desk.state.cases()}
        moment = NOW.timestamp()

        def floor() -> None:
            for due in dues.values():
                if due <= moment:
                    raise AssertionError

        least, taken = in_turn(floor, rounds.round)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    note = f"nothing due; the whole process at most {memory} MB (aim 600)"
    return [Row("round, 100,000 invoices", least, taken, 20, note)]


def _decisions(house: House100k) -> Row:
    with house.desk() as desk:
        cases = [desk.case(case) for case in list(desk.state.cases())[:2000]]
    rules = house.config.rules
    facts = House(mail_read_at=NOW, pays=True, paid_as_of=NOW.date(), live_since=date(2026, 1, 1))
    start = perf_counter()
    for case in cases:
        decide(case, facts, rules, NOW)
    taken = (perf_counter() - start) / len(cases)
    return Row("one decision, 5 invoices", 1 / 20_000, taken, 1, f"{1 / taken:,.0f} cases/s (aim 20,000)")
