"""What each mail asks of the owner: to approve what it proposes, to grant a request, or nothing sure.

By the matter of its context; "oui" means something else to each.
"""

PROPOSED = frozenset(
    ("eve", "mise_en_demeure", "payment_match", "wrong_contact", "document_request", "uncertain",
     "iban_changed", "alarm")
)  # fmt: skip


REQUESTS = frozenset(("delay_request", "promise"))


NOTHING_PROPOSED = frozenset(
    ("digest", "dispute", "undecided", "stop_contact", "insolvency", "misfortune", "call", "post",
     "stale_source", "piece", "chorus", "gentle_end", "owner_only", "limitation", "deadline", "handed_over",
     "left_over", "amount", "refused", "reopened", "published", "declaration", "relief", "signification",
     "rate", "after_judgment", "after_order", "unplaced", "unreached", "unrelated")
)  # fmt: skip
