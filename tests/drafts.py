"""Drafts to vary, and a writer with the templates that are shipped: what the tests of letters share."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from bot.draft import Draft, Line, Mandate
from bot.letters import Writer
from bot.letters.samples import SAMPLE_CREDITOR

ROOT = Path(__file__).parent.parent / "templates"
TEMPLATES = {str(p.relative_to(ROOT)): p.read_text("utf-8") for p in ROOT.rglob("*.t*") if p.is_file()}
WRITER = Writer(TEMPLATES, (), SAMPLE_CREDITOR)

FIRST = Line("F-118", date(2026, 2, 12), date(2026, 3, 15), 124_000, 0, 124_000)
SECOND = Line("F-121", date(2026, 2, 20), date(2026, 3, 22), 48_050, 20_000, 28_050)
MANDATE = Mandate(
    "Menuiserie Le Bihan", ("4 rue des Chênes", "29300 Quimperlé"), siren="552100554", reference="R-17"
)
REMINDER = Draft(
    kind="reminder",
    template="reminder",
    tone="cordial",
    language="fr",
    voice="nous",
    to=("compta@martin.example",),
    debtor="Martin SARL",
    debtor_kind="business",
    lines=(FIRST,),
    asked=124_000,
    currency="EUR",
)
DEMAND = replace(
    REMINDER,
    kind="mise_en_demeure",
    template="mise_en_demeure",
    tone="formal",
    deadline_days=15,
    address=("3 quai Neuf", "29200 Brest"),
)


def several(draft: Draft, *lines: Line, credits_: tuple[Line, ...] = ()) -> Draft:
    asked = sum(line.left for line in lines) - sum(line.left for line in credits_)
    return replace(draft, lines=lines, credits=credits_, asked=asked)


def many(count: int) -> tuple[Line, ...]:
    day = date(2026, 1, 1)
    return tuple(
        Line(f"F-{k}", day, day + timedelta(days=30), 1_000 * k, 0, 1_000 * k) for k in range(1, count + 1)
    )


def answer(template: str, **more: object) -> Draft:
    return replace(REMINDER, kind="answer", template=template, tone="neutral", **more)  # type: ignore[arg-type]
