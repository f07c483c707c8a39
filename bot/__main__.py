"""`python -m bot` is `relance`."""

from bot.cli import main

main()
