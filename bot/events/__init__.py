"""The vocabulary of the journal: every fact and every consequence, as frozen values.

Facts come from outside (`InvoiceSeen`, `MailRead`, `PaymentSeen`); consequences are what policy made of
them that day (`HoldSet`, `PromiseNoted`, `NoticeOpened`), with absolute dates, so that a replay under
other rules gives the same case. Amounts are integer cents, moments are aware, days are plain dates.
A mail is named by the SHA-256 of its bytes (`mail`), a letter by its own id (`letter`).

No module here writes or reads a file: the journal writes an event's fields, `entries.decode` reads them.
A field may be added with a default; any other change is a new `v` with its own upgrade.
"""
