"""Relance: gets invoices paid by plain e-mail, and keeps the proof of it."""

import os

__version__ = "0.1.0"

# numpy's products are small here (`reading.net`): a second thread would only keep the other core busy. It is
# read once, when numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
