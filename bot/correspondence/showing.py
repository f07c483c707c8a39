"""A letter that waits for the owner's word, shown as it would leave: text or page, and what led to it.

The case is folded once more as if the owner had agreed an hour ago; what policy then decides is the letter.
Nothing is recorded, and where policy would not write now, nothing is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.case import Invoice
from bot.desk import Desk
from bot.dossier.chronology import facts
from bot.dossier.exhibits import gather
from bot.dossier.phrases import PHRASES
from bot.draft import Draft
from bot.events.entries import HOUSE, Entry
from bot.events.owner import NoticeAnswered
from bot.fold import fold
from bot.law.conditions import Condition
from bot.law.doors import Door
from bot.letters import Writer
from bot.outbox.mime import Attachment
from bot.policy import decide
from bot.policy.claiming import checked, open_doors
from bot.policy.house import House, Prepare, Write
from bot.policy.sight import Sight, calendar_of, see
from bot.rules import Rules
from bot.state.facts import Question
from bot.wording import Language

_ASKED = frozenset(("first_firm_letter", "mise_en_demeure"))
_DRAFT: Mapping[Language, str] = {"fr": "PROJET", "en": "DRAFT"}  # across a page that is only shown
_AGO = timedelta(hours=1)
_FACTS = 12  # of the chronology, the newest


@dataclass(frozen=True, slots=True)
class Shown:
    text: str = ""
    checklist: Sequence[str] = ()
    doors: Sequence[Door] = ()
    chronology: Sequence[str] = ()
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Showing:
    desk: Desk
    rules: Rules
    writer: Writer

    def of(self, question: Question, house: House) -> Shown:
        if question.case == HOUSE:
            return Shown()
        about, told = question.opened.about, self._chronology(question.case)
        if about == "deadline":
            return Shown(doors=self._doors(question), chronology=told, attachments=self._paper(question))
        if about not in _ASKED:
            return Shown(attachments=self._paper(question))
        draft, found = self._draft(question, house), self._conditions(question, house)
        if draft is None:
            return Shown(checklist=found, chronology=told)
        today = calendar_of(self.rules.calendar).day(self.desk.clock())
        if draft.kind != "mise_en_demeure":
            return Shown(self.writer.words(draft, today).text, chronology=told)
        mark = _DRAFT[self.rules.language]  # approved on another day it may ask for another sum
        page = self.writer.page(draft, today, mark=mark)
        pdf = Attachment(f"{today}-{mark.lower()}-mise-en-demeure-{question.case}.pdf", page)
        return Shown(checklist=found, chronology=told, attachments=(pdf,))

    def _draft(self, question: Question, house: House) -> Draft | None:
        """The letter on which the owner's word is wanted, as policy would decide it right after a yes."""
        now, name = self.desk.clock(), question.case
        entries = self.desk.entries(name)
        yes = Entry(name, len(entries) + 1, now - _AGO, NoticeAnswered(question.opened.notice, "approve"))
        case = fold(name, [*entries, yes])
        leaves = calendar_of(self.rules.calendar).opening(now, firm=True)
        then = replace(
            house,
            mail_read_at=leaves,
            listed=(name,),
            consents={name: calendar_of(self.rules.calendar).day(leaves)},
        )
        decision = decide(case, then, self.rules, leaves)
        return decision.draft if isinstance(decision, Write | Prepare) else None

    def _conditions(self, question: Question, house: House) -> list[str]:
        """The checklist of a mise en demeure, met or not, but for the word that is asked for."""
        if question.opened.about != "mise_en_demeure":
            return []
        sight, invoices = self._demanded(question, house)
        if not invoices:
            return []
        by_post = bool(sight.case.debtor.address)
        found = checked(sight, invoices, by_post=by_post, approved=True)
        return [f"{_mark(one)} {one.why}" for one in found if one.name != "approved"]

    def _doors(self, question: Question) -> tuple[Door, ...]:
        """What may come after the deadline."""
        sight, invoices = self._demanded(question, House())
        return open_doors(sight, invoices, None) if invoices else ()

    def _demanded(self, question: Question, house: House) -> tuple[Sight, list[Invoice]]:
        case = self.desk.case(question.case)
        named = set(question.opened.invoices)
        invoices = [invoice for invoice in case.open_invoices() if not named or invoice.number in named]
        return see(case, house, self.rules, self.desk.clock()), invoices

    def _paper(self, question: Question) -> tuple[Attachment, ...]:
        """The letter to post, where the question is about one."""
        paper = self.desk.case(question.case).papers.get(question.opened.letter)
        if paper is None:
            return ()
        name = paper.prepared.file.rpartition("/")[2]
        return (Attachment(name, self.desk.evidence.get(paper.prepared.pdf)),)

    def _chronology(self, case: str) -> list[str]:
        entries = self.desk.entries(case)
        zone, phrases = calendar_of(self.rules.calendar).zone, PHRASES[self.rules.language]
        found = facts(entries, gather(entries, phrases, zone), phrases, zone)
        colon = "\u00a0:" if self.rules.language == "fr" else ":"
        return [f"{phrases.day(fact.at.date())}{colon} {fact.text}" for fact in found[-_FACTS:]]


def _mark(condition: Condition) -> str:
    return "✓" if condition.met else "!" if condition.warning else "✗"
