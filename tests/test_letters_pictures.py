"""Each kind of letter drawn as a picture: nothing stands outside its margins, and no page is empty."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import typst

from bot.draft import Draft
from bot.letters.samples import SAMPLE_DAY, claimed
from tests.drafts import DEMAND, FIRST, MANDATE, REMINDER, TEMPLATES, WRITER, many, several
from tests.pictures import Easel, Picture, opened

EASEL = Easel(TEMPLATES["letter.typ"])
# Millimetres that stay white; punctuation may hang a little over the right edge of the text.
MARGINS = {"left": 24, "top": 19, "right": 19, "bottom": 8}
FOLDS = {98, 99, 197, 198}  # marks for folding in three stand at the left edge of the first page
EARLIER = (date(2026, 3, 18), date(2026, 3, 27), date(2026, 4, 2))
KINDS: dict[str, dict[str, Any]] = {
    "business": {"siren": "552100554"},
    "consumer": {"debtor_kind": "consumer", "deadline_days": 30},
    "public": {"debtor_kind": "public", "deadline_days": 30, "siren": "552100554"},
    "on behalf of": {"mandate": MANDATE},
    "translated": {"language": "en"},
}


def drawn(draft: Draft) -> list[Picture]:
    return EASEL.draw(WRITER, draft, SAMPLE_DAY)


def strays(pages: list[Picture]) -> list[tuple[int, int, int]]:
    return [
        (n, x, y)
        for n, page in enumerate(pages)
        for x, y in page.outside(**MARGINS)
        if not (n == 0 and y in FOLDS and 4 <= x < 10)
    ]


@pytest.mark.parametrize("count", [1, 3, 40])
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_a_mise_en_demeure_is_drawn_outside_the_margins(kind: str, count: int) -> None:
    lines = (FIRST,) if count == 1 else many(count)
    draft = several(replace(DEMAND, earlier=EARLIER, silent=True, **KINDS[kind]), *lines)
    pages = drawn(claimed(draft))
    assert pages and all((page.width, page.height) == (210, 297) for page in pages)
    assert not strays(pages)
    assert all(len(page.drawn) > 1_000 for page in pages)  # words and lines, not the foot alone


@pytest.mark.parametrize("count", [1, 3, 40])
@pytest.mark.parametrize("kind", ["business", "consumer", "public"])
def test_nothing_of_a_printed_reminder_is_drawn_outside_the_margins(kind: Any, count: int) -> None:
    template = "public_reminder" if kind == "public" else "reminder"
    draft = several(replace(REMINDER, template=template, debtor_kind=kind, also=many(60)), *many(count))
    assert not strays(drawn(replace(draft, tone="firm", earlier=EARLIER, address=DEMAND.address)))


@pytest.mark.parametrize(
    "name", ["W" * 199, "W" * 44, "W" * 30, "Société coopérative " * 9, "Électro-Mécanique-" * 8]
)
def test_a_name_too_long_for_its_place_stays_within_the_margins(name: str) -> None:
    line = replace(FIRST, number="FACTURE/2026/CHANTIER-NORD/0000000000000118-BIS", total=99_999_999_999)
    draft = replace(DEMAND, debtor=name, address=(name, "29200 Brest"), mandate=replace(MANDATE, name=name))
    assert not strays(drawn(claimed(several(draft, replace(line, left=line.total)))))


def test_a_picture_tells_where_something_is_drawn() -> None:
    """A page of our own, with one square of four millimetres."""
    page = b"#set page(width: 20mm, height: 30mm, margin: 0mm)\n"
    page += b"#place(dx: 3mm, dy: 5mm, square(size: 4mm, fill: red))"
    [square] = [
        opened(png) for png in [typst.compile(page, format="png", ppi=25.4)] if isinstance(png, bytes)
    ]
    assert (square.width, square.height) == (20, 30)
    assert square.drawn == {(x, y) for x in range(3, 7) for y in range(5, 9)}
    assert square.outside(left=4, top=0, right=0, bottom=0) == [(3, y) for y in range(5, 9)]
