"""What is known of a mail before it is read, of those who are us, and of whom the mail is in the end."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from bot.events.mail import Whose
from bot.owner.keys import Kept
from bot.reading.forwards import Handed
from bot.reading.mime import Head

Sure = Literal["own", "thread", "reference", "address", "domain", "name", ""]

# Providers whose domain says nothing about who writes.
_PROVIDERS = """
gmail.com googlemail.com outlook.com outlook.fr outlook.be outlook.de hotmail.com hotmail.fr hotmail.be
hotmail.co.uk hotmail.it hotmail.es live.com live.fr live.be live.co.uk msn.com yahoo.com yahoo.fr
yahoo.co.uk yahoo.de ymail.com rocketmail.com icloud.com me.com mac.com aol.com aol.fr proton.me pm.me
protonmail.com tutanota.com tuta.io gmx.com gmx.fr gmx.net gmx.de web.de t-online.de orange.fr orange.com
wanadoo.fr voila.fr free.fr aliceadsl.fr libertysurf.fr sfr.fr neuf.fr cegetel.net 9online.fr 9business.fr
numericable.fr noos.fr laposte.net bbox.fr club-internet.fr nordnet.fr netcourrier.com mailo.com caramail.fr
skynet.be telenet.be proximus.be bluewin.ch btinternet.com mail.com zoho.com fastmail.com yandex.com
mail.ru duck.com hey.com
"""
PUBLIC_DOMAINS = frozenset(_PROVIDERS.split())


class Index(Protocol):
    """The ways to find a case; the state is one."""

    def by_number(self, number: str) -> list[str]: ...
    def by_tail(self, tail: str) -> list[str]: ...
    def by_address(self, address: str) -> list[str]: ...
    def by_domain(self, domain: str) -> list[str]: ...
    def by_name(self, name: str) -> list[str]: ...
    def by_message_id(self, message_id: str) -> tuple[str, str] | None: ...
    def by_letter(self, letter: str) -> str | None: ...
    def told(self) -> Mapping[str, Kept]: ...


@dataclass(frozen=True, slots=True)
class Ours:
    """The addresses that are us (the bot's, and others of the same mailbox) and the owner's people, in lower
    case."""

    bot: str
    owner: frozenset[str]
    aliases: frozenset[str] = frozenset()

    def domains(self) -> set[str]:
        return {address.rpartition("@")[2] for address in (self.bot, *self.owner)}

    def writes(self, sender: str) -> bool:
        return sender == self.bot or sender in self.owner

    def gets(self, to: Iterable[str]) -> bool:
        """Whether a mail to these comes to us: our address, with a tag or not, or another name of it."""
        return any(_untagged(address) in (self.bot, *self.aliases) for address in to)

    def has(self, address: str) -> bool:
        return self.writes(address) or self.gets((address,))

    @property
    def shared(self) -> bool:
        """The mailbox is the owner's as well, with all his private mail."""
        return not self.owner.isdisjoint((self.bot, *self.aliases))


def _untagged(address: str) -> str:
    local, at, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}{at}{domain}"


@dataclass(frozen=True, slots=True)
class Placement:
    """Of whom a mail is and which cases it concerns; no case: it is nobody's business here."""

    whose: Whose
    cases: tuple[str, ...] = ()
    sure: Sure = ""
    letter: str = ""  # the letter of ours that it answers
    numbers: tuple[str, ...] = ()  # tokens of subject and text that are invoice numbers or references
    told: str = ""  # our mail to the owner that it answers, with its key
    elsewhere: bool = False  # such an answer that was not written to us
    ask: bool = False  # the owner is asked whose it is, whatever cases it may concern
    stranger: bool = False  # nobody knows the sender: all that it has is numbers


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is known of a mail before it is read; what is a function is asked only when all else is silent."""

    head: Head
    cited: tuple[str, ...]  # Message-IDs of its thread, or of the mail that came back
    relance_id: str  # of a letter of ours inside a delivery report
    text: Callable[[], str]
    handed: Callable[[], Handed | None] = lambda: None  # the mail that it hands on
    stops: Callable[[], bool] = lambda: False  # whether it reads as an order to stop and nothing else


def unique(cases: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cases))
