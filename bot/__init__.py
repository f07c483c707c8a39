"""Relance: gets invoices paid by plain e-mail, and keeps the proof of it."""

__version__ = "0.1.0"
