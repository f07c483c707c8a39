"""Letters that the owner handles as sheets: those of a rehearsal to look at, those of the week to post.

A rehearsal's letters of the day come in one mail each evening, saying to whom each would have gone. Reminders
on paper come once a week as one PDF in the order of their numbers; a mise en demeure asks for itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

from pypdf import PdfWriter

from bot.case import Case, Letter, Paper
from bot.correspondence import in_hand
from bot.correspondence.post import Mail
from bot.desk import Desk
from bot.events.owner import OrderTaken
from bot.events.owner_mail import Item
from bot.letters.owner import OwnerWriter, Verbatim
from bot.outbox.mime import Attachment
from bot.owner import lists
from bot.policy import channels
from bot.policy.house import House
from bot.policy.ladder import MISE_EN_DEMEURE
from bot.policy.sight import calendar_of, see
from bot.reading.mime import whole_text
from bot.rules import Rules


@dataclass(frozen=True, slots=True)
class Sheets:
    desk: Desk
    rules: Rules
    writer: OwnerWriter

    def rehearsed(self, since: datetime) -> Mail | None:
        """The letters of a rehearsal since then; None when there is none."""
        facts, today = self.desk.state.facts, self._today
        found: list[tuple[str, str, Letter]] = []
        for name, at in facts.news.items():
            case = self.desk.case(name)
            letters = case.letters.values() if at > since else ()
            found += [(name, case.debtor.name, one) for one in letters if one.at > since and one.accepted]
        if not found:
            return None
        shown = [self._shown(n, debtor, letter) for n, (_, debtor, letter) in enumerate(found, 1)]
        items = tuple(Item(n, case, letter.intended.about) for n, (case, _, letter) in enumerate(found, 1))
        return Mail("rehearsal", self.writer.mail("rehearsal", day=today, letters=shown), (), items, today)

    def _shown(self, n: int, debtor: str, letter: Letter) -> lists.Rehearsed:
        said = letter.intended
        return lists.Rehearsed(
            n,
            debtor,
            said.to,
            said.subject,
            Verbatim(whole_text(self.desk.evidence.get(said.mail))),
            said.about,
            said.part or said.asked,
            said.currency,
            rank=max((climb.index for climb in said.climbs), default=-1) + 1,
            tone=said.tone,
            formal=said.kind == MISE_EN_DEMEURE,
            template=said.template,
        )

    def to_post(self) -> Mail | None:
        """The week's letters on paper in one file, in another those that the owner got before and has said
        nothing about: nobody posts one twice. None when none waits."""
        facts, now = self.desk.state.facts, self.desk.clock()
        waiting: list[tuple[Case, Paper, date | None]] = []
        for name in dict.fromkeys(facts.papers.values()):
            case = self.desk.case(name)
            good = channels.papers(see(case, House(), self.rules, now))
            waiting += [(case, paper, self._given(case, paper)) for paper in good]
        if not waiting:
            return None
        waiting.sort(key=lambda one: one[2] is not None)
        papers = [
            lists.to_post(n, paper, case.debtor.name, given)
            for n, (case, paper, given) in enumerate(waiting, 1)
        ]
        items = tuple(
            Item(line.n, case.id, line.invoices) for line, (case, _, _) in zip(papers, waiting, strict=True)
        )
        files = {
            "lettres": [paper for _, paper, given in waiting if given is None],
            "deja-donnees": [paper for _, paper, given in waiting if given],
        }
        pdfs = [
            Attachment(f"{self._today}-{name}.pdf", self._bound(some)) for name, some in files.items() if some
        ]
        words = self.writer.mail("paper", day=self._today, papers=papers)
        return Mail("paper", words, (), items, self._today, attachments=tuple(pdfs))

    def _given(self, case: Case, paper: Paper) -> date | None:
        """When the owner last got this letter, or the one of the same step that it was dated anew from; who
        has said since that it did not leave gets it like a new one."""
        same = [
            p for p in case.papers.values() if p.prepared.climbs == paper.prepared.climbs and not p.posted
        ]
        told = [in_hand.listed(self.desk.state.facts, case.id, one) for one in same]
        last = max((one.at for one in told if one), default=None)
        if last is None or self._denied(case.id, last):
            return None
        return calendar_of(self.rules.calendar).day(last)

    def _denied(self, case: str, since: datetime) -> bool:
        later = (entry.event for entry in self.desk.entries(case) if entry.at >= since)
        return any(isinstance(e, OrderTaken) and e.act == "no" and not e.notice for e in later)

    def _bound(self, papers: Sequence[Paper]) -> bytes:
        """All pages in one file, to print at once."""
        bound = PdfWriter()
        for paper in papers:
            bound.append(BytesIO(self.desk.evidence.get(paper.prepared.pdf)))
        out = BytesIO()
        bound.write(out)
        return out.getvalue()

    @property
    def _today(self) -> date:
        return calendar_of(self.rules.calendar).day(self.desk.clock())
