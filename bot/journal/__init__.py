"""The journal: one append-only file of chained JSON lines, the evidence beside it, and the proof of both.

Events and raw bytes go in; entries, positions and a verifier's report come out. It judges no case, knows
no mail server and no configuration, and never alters or removes a line that was written.
"""

from bot.journal.chain import Broken, Chain, Moved, Position, case_id
from bot.journal.evidence import Evidence, evidence_named
from bot.journal.lines import FILE, Journal
from bot.journal.seals import seal
from bot.journal.verify import Report, verify
from bot.journal.witness import Witness

__all__ = [
    "FILE",
    "Broken",
    "Chain",
    "Evidence",
    "Journal",
    "Moved",
    "Position",
    "Report",
    "Witness",
    "case_id",
    "evidence_named",
    "seal",
    "verify",
]
