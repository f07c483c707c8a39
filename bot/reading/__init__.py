"""From a mail's bytes to what it says: `read` gives a `Reading`; `mime` the head and text that edges need.

Pure: bytes and a moment in, frozen values out; no clock, no network, no exception for any bytes. What is
read errs on the side of stopping, and carries the words of the mail that led to it. `version` tells
the reader that the journal keeps beside each reading, so that no replay reads a mail again.
"""

from bot.reading.reader import Reading, read
from bot.reading.version import version
from bot.reading.warming import warm

__all__ = ["Reading", "read", "version", "warm"]
