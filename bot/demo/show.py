"""The demo as a whole: plays the story, then the folder with dossier and letters, and what verify says.

Gives True only if the story ended as told and the folder is sound.
"""

from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot.demo import endings
from bot.demo.plot import BEGINS, PARIS, Plot
from bot.demo.told import Teller
from bot.demo.world import Command, World, world
from bot.desk import Desk
from bot.events import LetterIntended
from bot.journal import seal


def show(folder: Path, command: Command, out: Console) -> bool:
    with world(folder, BEGINS, command) as here:
        teller = Teller(out, PARIS, here.desk.evidence.get)
        plot = Plot(here, teller)
        plot.play()
        _lay_out_letters(here.desk, folder / "letters")
        seal(here.desk.journal)
        here.desk.catch_up()
        here.desk.state.flush(here.desk.journal)
        wrong = [*plot.problems, *endings.missed(here.desk)]
    code, verdict = command(("verify", str(folder)))
    print(verdict, wrong, teller.letters, teller.replies)
    return not wrong and code == 0


def _lay_out_letters(desk: Desk, shelf: Path) -> None:
    shelf.mkdir(exist_ok=True)
