"""After a failure the mail server is left alone, longer each time."""

from bot.inbox import Pauses


def test_pauses_double_up_to_ten_minutes() -> None:
    pauses = Pauses()
    assert [pauses.next() for _ in range(9)] == [5, 10, 20, 40, 80, 160, 320, 600, 600]


def test_after_a_success_pauses_are_short_again() -> None:
    pauses = Pauses()
    for _ in range(5):
        pauses.next()
    pauses.reset()
    assert pauses.next() == 5


def test_a_wrong_password_waits_ten_minutes_at_once() -> None:
    pauses = Pauses()
    assert pauses.next(permanent=True) == 600
    assert pauses.next(permanent=True) == 600
    pauses.reset()
    assert pauses.next() == 5
