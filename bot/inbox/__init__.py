"""The only door to IMAP: what came into the mailbox, and a copy of our letters in Sent.

In: a `Door`, and the `Place` up to which each folder was read. Out: `Batch`es of mails as they lie on the
server. It neither matches nor interprets a mail, keeps none, and moves no position: who has dealt with
a batch records `upto`. Waiting after a failure is the service's, with `Pauses`.
"""

from bot.inbox.mailbox import Mailbox
from bot.inbox.pauses import Pauses
from bot.inbox.values import Arrived, Batch, Door, Folder, Place, Portions, Role, Security

__all__ = [
    "Arrived",
    "Batch",
    "Door",
    "Folder",
    "Mailbox",
    "Pauses",
    "Place",
    "Portions",
    "Role",
    "Security",
]
