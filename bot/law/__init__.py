"""French law on late payment, pure: what is owed, until when it can be claimed, and by which way.

In go amounts in cents, days and the kind of debtor; out come values with their reasons, their articles and
what was assumed where the law is silent. Nothing here reads a clock, sends anything or decides for the owner.
Nothing here is legal advice: each figure can be done again by whoever reads it.
"""
