"""The letters' words: `Writer` turns a draft into a mail's subject and text, and into a printed page.

Templates, fonts and the creditor come in as values (wiring reads the folders); nothing here reads a file,
a case or a clock. `samples` are drafts of every shape, with which `problems` proofreads a set of templates.
The only door to Jinja2 and typst.
"""

from bot.letters.proofreading import problems
from bot.letters.samples import samples
from bot.letters.writer import Words, Writer

__all__ = ["Words", "Writer", "problems", "samples"]
