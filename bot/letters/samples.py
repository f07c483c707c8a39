"""Drafts of every shape, with which a set of templates is proofread and the tests read all letters.

Each letter in each language and voice: one invoice, twelve, partly paid, a credit note, kinds and titles
unknown, names too long or made to be evaluated. The people live in `.example`; nobody is written to.
"""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any, Literal

from bot.draft import Draft, Line, Mandate, Moved, PromiseSaid
from bot.law.claim import Sum
from bot.law.claims import Owed, Terms, claim_of
from bot.law.rates import shipped
from bot.rules import Creditor, Tone, Voice

SAMPLE_DAY = date(2026, 4, 9)
SAMPLE_CREDITOR = Creditor(
    name="Atelier Morvan",
    email="factures@atelier-morvan.example",
    signature="Claire Morvan, gérante",
    legal_form="SARL au capital de 10 000 €",
    siren="732 829 320",
    address=("12 rue du Port", "29000 Quimper"),
    phone="02 98 00 00 00",
    iban="FR76 3000 6000 0112 3456 7890 189",
    bic="AGRIFRPP882",
    consumer_mediator="Médiation des métiers, 1 place du Marché, 35000 Rennes",
)
BARE_CREDITOR = Creditor(
    name="Atelier Morvan", email="factures@atelier-morvan.example", signature="M. Morvan"
)

ANSWERS = (
    "promise_noted",
    "promise_kept",
    "promise_partly_kept",
    "already_paid",
    "payment_not_found",
    "dispute_received",
    "ask_date",
    "delay_received",
    "delay_accepted",
    "delay_refused",
    "delay_proposed",
    "promise_refused",
    "plan_accepted",
    "call_trace",
    "document_sent",
    "left_over",
)
TONES: tuple[Tone, ...] = ("cordial", "neutral", "firm")
LANGUAGES: tuple[Literal["fr", "en"], ...] = ("fr", "en")
VOICES: tuple[Voice, ...] = ("nous", "je", "tu")

_FIRST = Line("F-118", date(2026, 2, 12), date(2026, 3, 15), 124_000, 0, 124_000)
_PARTLY = Line(
    "F-121",
    date(2026, 2, 20),
    date(2026, 3, 22),
    48_050,
    20_000,
    28_050,
    reference="BC 2026/77",
    pdf="0" * 64,
)
_DEPOSIT = Line("A-7", date(2025, 12, 1), date(2026, 1, 1), 30_000, 0, 30_000, "deposit")
_CREDIT = Line("AV-3", date(2026, 3, 1), date(2026, 3, 1), 12_000, 0, 12_000, "credit_note")
_LONG = Line(
    "FACTURE/2026/CHANTIER-NORD/0000000000000118-BIS",
    date(2026, 2, 1),
    date(2026, 3, 3),
    999_999_999,
    0,
    999_999_999,
)
_TWELVE = tuple(
    Line(f"F-{number}", day, day + timedelta(days=30), 10_050 + 7 * number, 0, 10_050 + 7 * number)
    for number, day in ((k, date(2026, 1, 1) + timedelta(days=k - 100)) for k in range(100, 112))
)
_PAID_ON = date(2026, 3, 31)
_MANDATE = Mandate(
    "Menuiserie Le Bihan",
    ("4 rue des Chênes", "29300 Quimperlé"),
    "EURL au capital de 5 000 €",
    "552100554",
    "R-2026-17",
)
_NAMES = (
    "Martin",  # neither a title nor a kind can be told from it
    "Société coopérative artisanale de couverture, zinguerie et charpente du pays de Cornouaille et du Léon",
    "{{ creditor.iban }} {% raw %} #import *[ $x$ <b> \\",
)


def _draft(template: str, lines: tuple[Line, ...] = (_FIRST,), **more: Any) -> Draft:
    deducted = sum(line.left for line in more.get("credits", ()))
    draft = Draft(
        kind="reminder",
        template=template,
        tone="neutral",
        language="fr",
        voice="nous",
        to=("compta@martin.example",),
        debtor="Martin SARL",
        debtor_kind="business",
        address=("3 quai Neuf", "29200 Brest"),
        lines=lines,
        asked=sum(line.left for line in lines) - deducted,
        currency="EUR",
    )
    return replace(draft, **more)


def _coming(*lines: Line) -> tuple[Line, ...]:
    """The same invoices, due in five days."""
    return tuple(replace(line, due=SAMPLE_DAY + timedelta(days=5)) for line in lines)


def _reminders() -> list[Draft]:
    sent = (date(2026, 3, 18), date(2026, 3, 30))
    late = date(2026, 4, 16)
    promise = PromiseSaid(date(2026, 3, 3), date(2026, 3, 12), 124_000)
    moved = (Moved(124_000, "F-118", "F-121", settled=True),)
    drafts = [_draft("reminder", tone="cordial", first_to_person=True, debtor_kind="consumer")]
    for tone in TONES:
        asked: dict[str, Any] = {"tone": tone, "pay_by": late, "ask_date": tone == "neutral"}
        drafts += [
            _draft("reminder", tone=tone, debtor_kind="unknown"),
            _draft("reminder", earlier=sent[:1], **asked),
            _draft("reminder", (_FIRST, _PARTLY), earlier=sent, silent=True, also=(_DEPOSIT,), **asked),
            _draft("reminder", _TWELVE, earlier=sent, also=(_FIRST, _PARTLY), credits=(_CREDIT,), **asked),
            _draft("reminder", (_PARTLY,), earlier=sent, silent=True, credits=(_CREDIT,), **asked),
            _draft("reminder", (_DEPOSIT,), earlier=(date(2026, 2, 1), date(2026, 2, 9), *sent), **asked),
            _draft("reminder", (_LONG, _FIRST, _LONG), debtor=_NAMES[1], subject="Facture F-118", **asked),
            _draft("reminder", promise=promise, earlier=sent, debtor=_NAMES[0], **asked),
            _draft("reminder", promise=replace(promise, agreed=True), earlier=sent, **asked),
            _draft("reminder", promise=replace(promise, agreed=True), plan=(promise,), earlier=sent, **asked),
            _draft("reminder", moved=moved, earlier=sent[:1], **asked),
            _draft("reminder", not_due=_coming(_FIRST, _DEPOSIT), also=(_PARTLY,), **asked),
            _draft("reminder", (_PARTLY,), earlier=sent[:1], asked_on=sent[1], **asked),
            _draft(
                "reminder", (_FIRST, _PARTLY), promise=replace(promise, received=20_000, on=None), **asked
            ),
        ]
    for tone in TONES:
        public: dict[str, Any] = {"tone": tone, "debtor_kind": "public", "ask_date": tone == "neutral"}
        drafts += [
            _draft("public_reminder", **public),
            _draft("public_reminder", (_FIRST, _PARTLY), earlier=sent, pay_by=late, **public),
        ]
    public |= {"promise": promise, "next_is_mise_en_demeure": True}
    drafts.append(_draft("public_reminder", earlier=sent, **public))
    later = replace(_MANDATE, first_on=date(2026, 3, 2))
    drafts += [
        _draft("reminder", mandate=_MANDATE),
        _draft("reminder", mandate=later, debtor_kind="consumer"),
    ]
    last = _draft(
        "reminder", tone="firm", earlier=sent, silent=True, pay_by=late, next_is_mise_en_demeure=True
    )
    return [*drafts, last, replace(last, debtor=_NAMES[2], debtor_kind="nonprofit", currency="CHF")]


def _notes() -> list[Draft]:
    coming = _coming(_FIRST, _PARTLY)
    note = _draft("before_due", coming[:1], kind="note", tone="cordial")
    return [
        note,
        replace(note, lines=coming[1:], asked=28_050, debtor=_NAMES[1]),
        replace(note, lines=coming, asked=140_050, credits=(_CREDIT,), subject="Facture F-118"),
        replace(note, lines=(_DEPOSIT,), asked=18_000, credits=(_CREDIT,), debtor=_NAMES[2]),
    ]


def _mises_en_demeure() -> list[Draft]:
    sent = (date(2026, 2, 18), date(2026, 3, 1), date(2026, 3, 30))
    demand = _draft(
        "mise_en_demeure", kind="mise_en_demeure", tone="formal", earlier=sent, silent=True, deadline_days=15
    )
    several = replace(demand, lines=(_FIRST, _PARTLY), asked=152_050, silent=False, also=(_DEPOSIT,))
    posted: dict[str, Any] = {
        "paper": "L-9",
        "posted_on": date(2026, 4, 8),
        "posted_number": "1A 123 456 7890 1",
    }
    promise = PromiseSaid(date(2026, 3, 3), date(2026, 3, 12), None)
    consumer = replace(demand, debtor_kind="consumer", deadline_days=30, promise=promise, debtor=_NAMES[0])
    public = replace(several, debtor_kind="public", debtor=_NAMES[1], also=(), siren="552100554")
    twelve = replace(several, lines=_TWELVE, asked=sum(line.left for line in _TWELVE), deadline_days=12)
    return [
        demand,
        claimed(demand),
        consumer,
        claimed(consumer),
        replace(public, earlier=(), silent=False),
        claimed(public),
        replace(demand, lines=(_PARTLY,), asked=28_050, earlier=sent[:1], debtor=_NAMES[2], address=()),
        several,
        claimed(replace(several, credits=(_CREDIT,), asked=140_050, promise=promise)),
        claimed(replace(demand, mandate=_MANDATE)),
        claimed(twelve, rate="3x"),
        replace(demand, **posted),
        replace(claimed(twelve, rate="12.5"), **posted),
        replace(several, paper="L-9", posted_on=date(2026, 4, 8)),
        replace(several, paper="L-9", asked=160_000),
        replace(demand, **posted, whole=129_230),
        replace(several, **posted, whole=161_500),
    ]


def claimed(draft: Draft, *, rate: str = "default", day: date = SAMPLE_DAY) -> Draft:
    """The same mise en demeure with all that it claims on the day; what was paid came nine days before."""
    owed = [
        Owed(line.number, line.due, line.total, ((Sum(_PAID_ON, line.paid),) if line.paid else ()))
        for line in draft.lines
    ]
    terms = Terms(kind=draft.debtor_kind, rates=shipped(), rate=rate)
    unlinked = [Sum(line.issued, line.left) for line in draft.credits]
    return replace(draft, claim=claim_of(owed, day, terms, unlinked))


def _answers() -> list[Draft]:
    promise = PromiseSaid(date(2026, 4, 8), date(2027, 3, 12), 124_000, 50_000)
    vague = replace(promise, on=None, amount=None, received=0)
    drafts = []
    for template in ANSWERS:
        answer = _draft(
            template, kind="answer", answer="A-1", promise=promise, subject="RE: Re: Facture F-118"
        )
        day, plan = date(2026, 4, 30), (promise, replace(promise, on=date(2026, 5, 29), amount=None))
        answer = replace(answer, day=day, plan=plan, documents=("invoice", "rib", "detail", "siren", "piece"))
        if template == "left_over":
            answer = replace(answer, indemnity=4_000, interest=1_230, pay_by=date(2026, 4, 22))
            drafts += [replace(answer, interest=0), replace(answer, indemnity=0, debtor_kind="public")]
        alone = replace(answer, plan=plan if template == "plan_accepted" else ())
        apart = tuple(replace(part, invoices=(f"F-{118 + k}",)) for k, part in enumerate(plan))
        drafts += [
            replace(answer, plan=apart if template == "promise_noted" else plan, rest=34_000),
            replace(alone, claimed_paid=date(2026, 4, 1), promised=date(2026, 6, 15), ordered=True),
            replace(alone, ordered=True, replaces=date(2026, 4, 2)),
            replace(alone, promise=replace(promise, payments=2)),
            replace(answer, promise=replace(promise, came=30_000)),
            replace(answer, promise=replace(promise, came=0)),
            replace(alone, claimed_paid=date(2026, 4, 1), claimed_reference="VIR-2026-0401"),
            replace(alone, claimed_reference="VIR-2026-0401"),
            replace(alone, promise=vague, ask_date=True, lines=(_FIRST, _PARTLY), asked=152_050, subject=""),
            replace(alone, promise=None, lines=_TWELVE, asked=sum(line.left for line in _TWELVE)),
            replace(alone, lines=(), asked=0, subject=""),
        ]
    return drafts


def samples() -> tuple[Draft, ...]:
    """Every letter in both languages and all three voices."""
    drafts = [*_reminders(), *_notes(), *_mises_en_demeure(), *_answers()]
    return tuple(
        replace(draft, language=language, voice=voice)
        for draft, language, voice in product(drafts, LANGUAGES, VOICES)
    )
