"""`Order`: an act, the words that order it, and all that stands round them: what every doubt looks at."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.owner.answers.acts import Act
from bot.owner.answers.context import Context, Item
from bot.owner.answers.doubting.told import News
from bot.owner.answers.marking.marks import Mark
from bot.owner.answers.meaning.meaning import Meant
from bot.owner.answers.second.net import Second
from bot.owner.answers.walking.commands import Command, Walk
from bot.owner.answers.words.telling import grumble

# What an order is said with that lets a letter go.
LETTERS = frozenset(("yes", "send", "weak", "accept", "send_mise_en_demeure", "mise_en_demeure"))
GOES = LETTERS | {"resume"}
DOUBTS = frozenset(("hedge", "doubt", "seen", "if", "defer"))


_LED_IN = 120  # letters
_FEW = 3  # orders behind one in which it is said who is left out


@dataclass(frozen=True, slots=True)
class Order:
    act: Act
    command: Command
    walks: list[Walk]  # every sentence of the mail
    meant: list[Meant]  # everything that the mail orders
    second: Second  # the second reader
    whom: Mapping[Act, Sequence[Item]]  # the cases that each act of the mail concerns
    asked_from: int  # the first sentence whose yes may answer a question of the owner's own
    acts: frozenset[str] = frozenset()  # the kinds of what the mail orders
    idle: tuple[Walk, ...] = ()  # the sentences that hold no act of their own
    said: tuple[frozenset[str], ...] = ()  # what kinds of words that order stand in each sentence
    news: tuple[News, ...] = ()  # everything told in it that speaks against an order
    undone: int = -1  # the last sentence that takes back all letters before it
    turned: int = -1  # the last sentence that says a second thought

    @property
    def walk(self) -> Walk:
        return self.walks[self.command.number]

    @property
    def context(self) -> Context:
        return self.walk.context

    @property
    def next(self) -> list[Walk]:
        """The sentence behind its own, if there is one."""
        return self.walks[self.command.number + 1 : self.command.number + 2]

    @property
    def left_out(self) -> list[Command]:
        """Those who are left out right behind it, "ok sauf Petit"."""
        commands = self.walk.commands
        place = bisect_right(commands, self.command.start, key=lambda c: c.start)
        return [c for c in commands[place : place + _FEW] if c.name == "not" and c.targets]

    @property
    def before(self) -> str:
        """What its sentence says before it."""
        return self.command.sentence.text.folded[self.command.sentence.start : self.command.start]

    @property
    def led_in(self) -> str:
        """The last of it, in which what governs an order stands."""
        text, sentence = self.command.sentence.text.folded, self.command.sentence
        return text[max(sentence.start, self.command.start - _LED_IN) : self.command.start]

    @property
    def behind(self) -> str:
        return self.command.sentence.text.folded[self.command.end : self.command.sentence.end]

    def grumbled(self, place: int) -> bool:
        """Whether a word of its sentence stands in a grumble behind it, "ok, on n'est pas une banque"."""
        found = grumble(self.behind)
        return found is not None and found[0] <= place - self.command.end < found[1]

    @property
    def helpers(self) -> list[Mark]:
        """Small words in its part of the sentence: "mais", "si", "peut-être"."""
        return self.walk.chunks[self.command.chunk].helpers

    @property
    def all_helpers(self) -> list[Mark]:
        return [helper for chunk in self.walk.chunks for helper in chunk.helpers]
