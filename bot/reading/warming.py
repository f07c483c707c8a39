"""Makes at once what the first mail would wait for: patterns compiled when first tried, words, weights.

For the service, which reads mails as they come; a command that reads one mail makes only what that one needs.
"""

from datetime import UTC, datetime

from bot.reading.reader import read
from bot.reading.version import version

_WRITTEN = datetime(2026, 3, 3, 9, tzinfo=UTC)
_MAIL = """From: a@client.example
To: b@firm.example
Subject: Re: Facture F-118
Date: Tue, 3 Mar 2026 10:00:00 +0100

Bonjour, la facture 112 a été payée hier par virement (1 240,00 €), je conteste la 118 qui est trop élevée.
La 121 partira vendredi 6 mars, 300 € puis le solde fin avril. Pouvez-vous m'envoyer le duplicata ?
Hello, we will pay the rest by the end of next month, please write to Anne at accounts@client.example.

Cordialement,

Le lun. 2 mars 2026 à 09:00, Firm <b@firm.example> a écrit :
> Bonjour, la facture F-118 reste impayée.
"""


def warm() -> None:
    """Takes as long as a cold start of the reader, some tenths of a second; later mails wait for nothing."""
    read(_MAIL.encode(), _WRITTEN)
    version()
