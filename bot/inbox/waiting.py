"""Waits for new mail on a line whose folder is open: IDLE, or NOOP now and then where there is none.

In: a logged-in client, how long at most, an event that stops the wait. Out: whether new mail was
announced. It reads no clock: it counts the slices it has waited. A server that has closed is told from
a silent one, because a closed socket stays readable and says nothing.
"""

import math
import selectors
import socket
from collections.abc import Iterable, Iterator, Sequence
from threading import Event

from bot.inbox.line import Client

LONGEST_IDLE = 300.0  # seconds; routers forget a silent line after longer
_SLICE = 0.5  # seconds between two looks at `stop`
_BETWEEN_POLLS = 15.0  # seconds

Answer = Sequence[object]


def idle(client: Client, seconds: float, stop: Event) -> bool:
    client.idle()
    news = False
    for slice_ in _slices(min(seconds, LONGEST_IDLE), _SLICE):
        if stop.is_set() or (news := _has_news(_heard(client, slice_))):
            break
    _, late = client.idle_done()
    return news or _has_news(late)


def poll(client: Client, seconds: float, stop: Event) -> bool:
    for pause in _slices(seconds, _BETWEEN_POLLS):
        if stop.wait(pause):
            return False
        _, answers = client.noop()
        if _has_news(answers):
            return True
    return False


def _slices(seconds: float, length: float) -> Iterator[float]:
    for n in range(math.ceil(seconds / length)):
        yield min(length, seconds - n * length)


def _heard(client: Client, seconds: float) -> Sequence[Answer]:
    answers: Sequence[Answer] = client.idle_check(timeout=seconds)
    if answers or not _readable(client.socket()):
        return answers
    # Something came between the two calls, or part of a TLS record did: look again before judging.
    answers = client.idle_check(timeout=0)
    if not answers and _readable(client.socket()):
        raise ConnectionResetError("the server hung up while new mail was awaited")
    return answers


def _readable(line: socket.socket) -> bool:
    with selectors.DefaultSelector() as selector:
        selector.register(line, selectors.EVENT_READ)
        return bool(selector.select(0))


def _has_news(answers: Iterable[Answer]) -> bool:
    for answer in answers:
        if answer and answer[0] == b"BYE":
            raise ConnectionResetError("the server said goodbye while new mail was awaited")
        if b"EXISTS" in answer or b"RECENT" in answer:
            return True
    return False
