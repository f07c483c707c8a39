"""A rehearsal's post: letters are laid on a shelf, as files to look at, and nothing leaves."""

from collections.abc import Sequence
from email import message_from_bytes
from pathlib import Path

from bot.outbox import Delivery
from bot.outbox.mime import file_name


class Shelf:
    """Writes each letter as `<its id>.eml` into the folder; says that it was accepted for everybody."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def ready(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)

    def deliver(self, raw: bytes, sender: str, to: Sequence[str]) -> Delivery:
        letter = file_name(message_from_bytes(raw).get("X-Relance-Id", "letter"))
        (self._folder / f"{letter}.eml").write_bytes(raw)
        return Delivery(accepted=dict.fromkeys(to, "rehearsal: nothing left"))

    def close(self) -> None:
        """There is no line to hang up."""
