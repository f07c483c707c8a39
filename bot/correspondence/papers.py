"""A mise en demeure in the owner's hands: printed, and not posted as far as anybody said.

What comes between the print and the post may make it a letter that must not leave any more. A question about
something that did says so itself; where there is none, for a promise that runs or money that came, the letter
is called back by a mail of its own, once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot import acts
from bot.case import Case, Notice, Paper
from bot.correspondence import in_hand
from bot.desk import Desk
from bot.policy import channels, mise_en_demeure
from bot.policy.house import House
from bot.policy.sight import Sight, see
from bot.rules import Rules
from bot.state.facts import Question

_OWN_WORD = ("", "owner", "refused", "handed_over", "insolvency")  # nothing, or what the owner said himself


@dataclass(slots=True)
class Papers:
    desk: Desk
    rules: Rules
    judged: dict[str, int] = field(default_factory=dict)  # letter: how far its chain calls back nothing
    looked: dict[str, int] = field(default_factory=dict)  # the same, of the week's letters

    def stands(self, question: Question) -> bool:
        """Whether it may be asked now: nobody is asked to post what must not leave."""
        if question.opened.about != "post":
            return True
        sight = self._sight(question.case)
        paper = sight.case.papers.get(question.opened.letter)
        return paper is None or not mise_en_demeure.overtaken(sight, paper)

    def beside(self, case: Case, invoices: Sequence[str] = ()) -> str:
        """What was known that speaks against a letter when the owner says that it was posted."""
        sight = see(case, House(), self.rules, self.desk.clock())
        paper = acts.about(case, invoices) or mise_en_demeure.unposted(sight)
        return mise_en_demeure.overtaken(sight, paper) if paper and not paper.posted else ""

    def called_back(self) -> Iterator[Question]:
        """The questions about posting that are to be taken back: told, and overtaken without another word."""
        facts = self.desk.state.facts
        for letter, name in list(facts.papers.items()):
            n = self.desk.journal.n(name)
            if self.judged.get(letter) == n:
                continue
            question = self._to_take_back(name, letter)
            if question:
                yield question
            else:
                self.judged[letter] = n

    def reminders(self) -> Iterator[tuple[str, Paper, str]]:
        """The week's letters that the owner has and must not post any more, each once: its case, and why."""
        facts = self.desk.state.facts
        for letter, name in list(facts.papers.items()):
            n = self.desk.journal.n(name)
            if self.looked.get(letter) == n:
                continue
            sight = self._sight(name)
            paper = sight.case.papers.get(letter)
            why = self._against(sight, paper) if paper else ""
            if paper and why and not facts.told_about(letter, "again"):
                yield name, paper, why
            else:
                self.looked[letter] = n

    def _against(self, sight: Sight, paper: Paper) -> str:
        """What speaks against posting this reminder, of those that were brought to the owner of late."""
        numbers = {climb.number for climb in paper.prepared.climbs}
        last = acts.about(sight.case, numbers) is paper and not channels.too_old(sight, paper)
        brought = in_hand.listed(self.desk.state.facts, sight.case.id, paper)
        if paper.posted or paper.prepared.kind != "reminder" or not last or not brought:
            return ""
        why = mise_en_demeure.overtaken(sight, paper)
        return "" if why in _OWN_WORD else why

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
        """Whether the owner was sent it, and not yet told to leave it. A digest that lists the question hands
        nothing over."""
        facts = self.desk.state.facts
        back = facts.told_about(letter, "again")
        asking = [t for t in facts.told.values() if t.kind in ("notice", "again") and t not in back]
        sent = [told for told in asking if asked.opened.notice in told.notices]
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
