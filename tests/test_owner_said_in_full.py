"""Money that is all there, or still to come; and a day of one's own beside a day for all."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from bot.events.mail import PaidRead
from bot.owner.answers import Act, Context, Item, read_answer
from tests.office import NOW, Office, opened
from tests.weighed import said, writes

DECEMBER = datetime.fromisoformat("2026-12-14T09:00:00+01:00")
ASKED = ("already_paid", "promise", "delay_request")
EVE = Context("eve", items=(Item(1, "Brice SARL"), Item(2, "Lola SARL"), Item(3, "Norton Ltd")))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        yield office


@pytest.mark.parametrize(
    ("words", "left"),
    [("oui", 930_00), ("il a tout soldé", 0), ("Martin a tout réglé", 0), ("payé en totalité", 0)],
)
def test_who_has_settled_all_of_it_has_not_paid_the_part_that_was_asked_about(
    office: Office, words: str, left: int
) -> None:
    part = PaidRead(date=NOW.date(), amount=310_00)
    said(office, words, writes(office, "already_paid", sentence="J'ai versé 310 €.", paid=part))
    assert office.case().invoices["F-118"].left == left


@pytest.mark.parametrize("about", ASKED)
@pytest.mark.parametrize(
    "words", ["reçu un chèque au 5 janvier", "il a envoyé un chèque daté du 5 janvier", "chèque au 5 janvier"]
)
def test_a_cheque_for_a_day_to_come_is_no_money_of_last_winter(words: str, about: str) -> None:
    answer = read_answer(words, Context("notice", about, "Brice SARL", ("F-1",)), DECEMBER)
    assert answer.acts == () and answer.unclear


def test_a_cheque_of_a_day_gone_by_is_money() -> None:
    asked = Context("notice", "already_paid", "Brice SARL", ("F-1",))
    acts = read_answer("reçu son chèque daté du 10 décembre", asked, DECEMBER).acts
    assert acts == (Act("paid", date=date(2026, 12, 10)),)


@pytest.mark.parametrize(
    "words", ["tous le 20 sauf 2 le 25", "le 20 pour tous sauf Lola le 25", "tous le 20, 2 le 25"]
)
def test_who_is_left_out_with_a_day_of_his_own_waits_until_that_day(words: str) -> None:
    acts = [(act.act, act.until) for act in read_answer(words, EVE, NOW).acts]
    assert acts == [("pause", date(2026, 3, 20)), ("pause", date(2026, 3, 25))]


def test_who_is_left_out_without_a_day_is_not_written_to() -> None:
    acts = [(act.act, act.target) for act in read_answer("tous le 20 sauf 2", EVE, NOW).acts]
    assert acts == [("pause", "all"), ("no", "2")]


def test_a_boiler_that_was_out_for_a_week_is_no_absence_of_the_owner() -> None:
    asked = Context("notice", "dispute", "Olive & Co", ("R-8",))
    acts = read_answer("the boiler was out for a week, she's right. Knock 60 off", asked, NOW).acts
    assert [act.act for act in acts] == ["dispute", "credit"]


@pytest.mark.parametrize("words", ["1 payé", "1 payé, pas 2", "1 : payé", "payé 1", "2 paid, not 1"])
def test_a_figure_as_of_a_list_is_no_sum_where_the_mail_has_no_list(words: str) -> None:
    asked = Context("notice", "already_paid", "Brice SARL", ("F-101",))
    answer = read_answer(words, asked, NOW)
    assert answer.acts == () and answer.unclear


@pytest.mark.parametrize(
    "words", ["elle doit être payée", "la 101 devra être réglée vendredi", "must be paid now", "sera payée"]
)
def test_what_is_still_to_be_paid_is_not_paid(words: str) -> None:
    for about in ("dispute", "delay_request"):
        answer = read_answer(words, Context("notice", about, "Brice SARL", ("F-101", "F-102")), NOW)
        assert "paid" not in [act.act for act in answer.acts]


LISTED = Context(
    "digest",
    items=(Item(1, "Brice SARL", ("F-101",)), Item(2, "Lola", ("F-102",)), Item(3, "Petit", ("F-103",))),
)


@pytest.mark.parametrize(
    "words", ["1 payé, 3 paie vendredi", "3 paie vendredi. 1 payé.", "3 : il paie le 20, 1 payé"]
)
def test_what_is_said_of_one_beside_the_order_for_another_is_told_back(words: str) -> None:
    answer = read_answer(words, LISTED, NOW)
    assert [(act.act, act.target) for act in answer.acts] == [("paid", "1")]
    assert len(answer.unclear) == 1 and answer.unclear[0].startswith("3")


@pytest.mark.parametrize(
    "words",
    [
        "ok pour la 101, la 102 immédiatement",
        "d'accord pour la 101, la 102 tout de suite",
    ],
)
def test_what_is_to_be_paid_at_once_gets_no_time_with_the_other(words: str) -> None:
    answer = read_answer(words, Context("notice", "delay_request", "Brice SARL", ("F-101", "F-102")), NOW)
    assert "F-102" not in [act.target for act in answer.acts] and answer.unclear


def test_numbers_that_nobody_of_the_list_has_close_no_disputes() -> None:
    assert read_answer("601 c'est vrai, 516 il a tort", EVE, NOW).acts == ()
