"""Waits for new mail on a line whose folder is open: IDLE, or NOOP now and then where there is none.

In: a logged-in client, how long at most, an event that stops the wait. Out: whether new mail was
announced. It reads no clock: it counts the slices it has waited, so it may be back early. As soon as
the server says anything IDLE is ended, and its answers are read to the end: the library's own look at
an idle line stumbles over half a line, and takes a closed line for a silent one.
"""

import math
import selectors
import socket
from collections.abc import Iterable, Iterator, Sequence
from threading import Event

from bot.inbox.line import Client

LONGEST_IDLE = 300.0  # seconds; routers forget a silent line after longer
_FIRST = 1.0  # seconds of the first IDLE: what came in one packet with its "+ idling" is heard at its end
_RENEWED = 60.0  # seconds of each further one
_SLICE = 0.5  # seconds between two looks at `stop`
_BETWEEN_POLLS = 15.0  # seconds

Answer = Sequence[object]


def idle(client: Client, seconds: float, stop: Event) -> bool:
    longest = min(seconds, LONGEST_IDLE)
    for stretch in (min(_FIRST, longest), *_slices(longest - _FIRST, _RENEWED)):
        client.idle()
        _listen(client.socket(), stretch, stop)
        _, answers = client.idle_done()  # raises if the server has closed
        if _has_news(answers):
            return True
        if stop.is_set():
            break
    return False


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


def _listen(line: socket.socket, seconds: float, stop: Event) -> None:
    """Until the server says something (or hangs up, which looks the same from here)."""
    with selectors.DefaultSelector() as selector:
        selector.register(line, selectors.EVENT_READ)
        for slice_ in _slices(seconds, _SLICE):
            if stop.is_set() or selector.select(slice_):
                return


def _has_news(answers: Iterable[Answer]) -> bool:
    return any(b"EXISTS" in answer or b"RECENT" in answer for answer in answers)
