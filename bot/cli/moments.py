"""A moment as people type it. Apart from `context`, since `relance read` needs no configuration."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.errors import OperatorError


def moment(text: str) -> datetime:
    """An ISO moment; without an offset it is Paris time."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise OperatorError(f"{text!r} is no moment; write it like 2027-03-01T09:00") from None
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo("Europe/Paris"))
