"""A rehearsal's post: letters are laid on a shelf, as files to look at, and nothing leaves."""

from collections.abc import Sequence
from email import message_from_bytes
from email.utils import parsedate_to_datetime
from pathlib import Path

from bot.events.letters import NOT_SENT
from bot.outbox import Delivery
from bot.outbox.mime import file_name


class Shelf:
    """Writes each letter as `<day>-<to>-<id>.eml` into the folder and accepts it for everybody."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def ready(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)

    def deliver(self, raw: bytes, sender: str, to: Sequence[str]) -> Delivery:
        mail = message_from_bytes(raw)
        day = parsedate_to_datetime(mail["Date"]).date()
        name = file_name(f"{day}-{to[0][:40]}-{mail['X-Relance-Id']}")
        (self._folder / f"{name}.eml").write_bytes(raw)
        return Delivery(accepted=dict.fromkeys(to, NOT_SENT))

    def close(self) -> None:
        """There is no line to hang up."""
