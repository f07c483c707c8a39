"""Mails are fetched in portions that fit into memory, none left out."""

from hypothesis import given
from hypothesis import strategies as st

from bot.inbox.portions import portions, stretches, weight
from bot.inbox.values import Portions

LIMITS = Portions(mails=5, octets=100, whole=200, start=10)
SIZES = st.lists(st.integers(0, 300), max_size=60).map(lambda sizes: list(enumerate(sizes, 1)))


@given(SIZES)
def test_every_mail_is_in_exactly_one_portion_and_in_order(sizes: list[tuple[int, int]]) -> None:
    assert [uid for portion in portions(sizes, LIMITS) for uid in portion] == [uid for uid, _ in sizes]


@given(SIZES)
def test_no_portion_exceeds_the_limits_unless_a_single_mail_does(sizes: list[tuple[int, int]]) -> None:
    size = dict(sizes)
    for portion in portions(sizes, LIMITS):
        assert 1 <= len(portion) <= 5
        assert len(portion) == 1 or sum(weight(size[uid], LIMITS) for uid in portion) <= 100


def test_a_mail_that_is_cut_weighs_only_its_beginning() -> None:
    assert weight(200, LIMITS) == 200
    assert weight(201, LIMITS) == 10


@given(st.lists(st.integers()), st.integers(1, 10))
def test_stretches_put_together_are_the_list(uids: list[int], length: int) -> None:
    parts = list(stretches(uids, length))
    assert [uid for part in parts for uid in part] == uids
    assert all(1 <= len(part) <= length for part in parts)
