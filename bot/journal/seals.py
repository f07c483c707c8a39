"""Seals: the RFC 9162 Merkle tree root over the journal's first lines, written into the journal itself.

The 32-byte SHA-256 of each line, in file order, is a leaf's input; out comes one root that stands for all
of them. Whoever holds a root (the owner's digest mail does) can tell later whether any of those lines was
altered, added or removed. A journal that contradicts its own earlier seal is never sealed again.
"""

from bot.events.entries import HOUSE
from bot.events.house import MailboxRead, Sealed
from bot.journal.chain import Broken
from bot.journal.lines import Journal
from bot.journal.tree import Tree


def seal(journal: Journal) -> Sealed | None:
    """Seals all lines that stand in the journal; None if nothing happened since the last seal.

    Seals themselves and the mailbox's positions are no happenings. Moved if another process wrote to the
    house chain in the meantime: try again.
    """
    journal.catch_up()
    expected, tree = journal.n(HOUSE), Tree()
    sealed = happened = 0  # lines under the last seal; the last line that is more than a seal or a position
    for record, sha, offset in journal.records_after(None):
        kind = record["type"]
        if kind == Sealed.__name__:
            sealed = record["data"]["count"]
            if sealed == len(tree) and tree.root().hex() != record["data"]["root"]:
                raise Broken(f"{journal.path}: the seal at byte {offset} is not that of the lines before it")
        elif kind != MailboxRead.__name__:
            happened = len(tree) + 1
        tree.extend([bytes.fromhex(sha)])
    if happened <= sealed:
        return None
    made = Sealed(len(tree), tree.root().hex())
    journal.append(HOUSE, expected, [made])
    return made
