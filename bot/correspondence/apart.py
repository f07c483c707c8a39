"""One bad mail, question or template must not silence the others: it is logged and set aside.

What concerns all of them goes up as it is: a broken journal, a server or a disk that says no, want of memory.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from pypdf.errors import PyPdfError

from bot.errors import OperatorError
from bot.letters.owner import FAULTS as OF_TEMPLATES

log = logging.getLogger("relance")
FAULTS = (
    *OF_TEMPLATES, LookupError, ArithmeticError, RuntimeError, AssertionError, OperatorError, PyPdfError,
)  # fmt: skip


@contextmanager
def apart(what: str) -> Iterator[list[Exception]]:
    """Gives a list that holds the fault afterwards, if there was one. `what` holds no private words."""
    faults: list[Exception] = []
    try:
        yield faults
    except FAULTS as error:
        log.exception("%s did=set_aside", what)
        faults.append(error)
