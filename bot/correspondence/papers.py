"""A mise en demeure in the owner's hands: printed, and not posted as far as anybody said.

What comes between the print and the post may make it a letter that must not leave any more. A question about
something that did says so itself; where there is none, for a promise that runs or money that came, the letter
is called back by a mail of its own, once.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from bot.case import Case, Notice, Paper
from bot.desk import Desk
from bot.policy import mise_en_demeure
from bot.policy.house import House
from bot.policy.sight import Sight, see
from bot.rules import Rules
from bot.state.facts import Question

_OWN_WORD = ("", "owner", "refused", "handed_over", "insolvency")  # nothing, or what the owner said himself


@dataclass(slots=True)
class Papers:
    desk: Desk
    rules: Rules
    judged: dict[str, datetime] = field(default_factory=dict)  # letter: the last news that call back nothing

    def stands(self, question: Question) -> bool:
        """Whether it may be asked now: nobody is asked to post what must not leave."""
        if question.opened.about != "post":
            return True
        sight = self._sight(question.case)
        paper = sight.case.papers.get(question.opened.letter)
        return paper is None or not mise_en_demeure.overtaken(sight, paper)

    def beside(self, case: Case) -> str:
        """What was known that speaks against a letter when the owner says that it was posted."""
        sight = see(case, House(), self.rules, self.desk.clock())
        paper = mise_en_demeure.unposted(sight)
        return mise_en_demeure.overtaken(sight, paper) if paper else ""

    def called_back(self) -> Iterator[Question]:
        """The questions about posting that are to be taken back: told, and overtaken without another word."""
        facts = self.desk.state.facts
        for letter, name in list(facts.papers.items()):
            news = facts.news.get(name)
            if news is None or self.judged.get(letter) == news:
                continue
            question = self._to_take_back(name, letter)
            if question:
                yield question
            else:
                self.judged[letter] = news

    def _to_take_back(self, name: str, letter: str) -> Question | None:
        sight = self._sight(name)
        paper = mise_en_demeure.unposted(sight)
        if paper is None or paper.prepared.letter != letter:
            return None
        why = mise_en_demeure.overtaken(sight, paper)
        asked = mise_en_demeure.about_posting(sight, paper)
        if why in _OWN_WORD or not asked or _said(sight, paper, why) or not self._in_hand(letter, asked[-1]):
            return None
        return Question(name, asked[-1].opened, asked[-1].at)

    def _in_hand(self, letter: str, asked: Notice) -> bool:
        """Whether the owner was sent it, and not yet told to leave it."""
        facts = self.desk.state.facts
        back = facts.told_about(letter, "again")
        sent = [t for t in facts.told.values() if asked.opened.notice in t.notices and t not in back]
        last = max((told.at for told in sent if told.outcome != "refused"), default=None)
        return last is not None and all(told.at < last for told in back)

    def _sight(self, name: str) -> Sight:
        return see(self.desk.case(name), House(), self.rules, self.desk.clock())


def _said(sight: Sight, paper: Paper, why: str) -> bool:
    """Whether another question, opened since, tells of what came between."""
    mails = {hold.mail for hold in sight.case.holds.values() if hold.mail and hold.rule == why}
    return any(
        known.at > paper.at and (known.opened.mail in mails or known.opened.about == "mise_en_demeure")
        for known in sight.case.open_notices()
    )
