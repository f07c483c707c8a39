"""The owner's mail, both ways: orders in and carried out, questions and points out.

`taking` reads what comes in, `carrying` does it, `agenda` says which mails are due, `telling` writes them,
`post` sends them with their keys. Only the owner can press, anybody of the owner's can stop: see
`docs/security.md`.
"""

from dataclasses import dataclass

from bot.correspondence.carrying import Carrying
from bot.correspondence.gone_live import GoneLive
from bot.correspondence.taking import Taking
from bot.correspondence.telling import Telling
from bot.policy.house import House
from bot.rules import approvers


@dataclass(frozen=True, slots=True)
class Correspondence:
    taking: Taking
    carrying: Carrying
    telling: Telling
    gone_live: GoneLive | None = None  # none: nothing was rehearsed

    @property
    def approvers(self) -> tuple[str, ...]:
        return approvers(self.telling.people)

    def carry(self) -> None:
        """Carries out what the owner has ordered; WorldError when it cannot be said back now."""
        self.carrying.work()

    def tell(self, house: House) -> None:
        """Sends the owner's people what is due; WorldError when there is no connection."""
        if self.gone_live:
            self.gone_live.tell()
        self.telling.work(house)


__all__ = ["Correspondence"]
