"""The page of `relance read --owner`: what an answer of the owner's orders, and what was not understood.

Files in, a page or JSON lines out. It carries nothing out.
"""

from datetime import datetime
from pathlib import Path

import orjson
import typer
from rich.console import Console
from rich.text import Text

from bot.errors import OperatorError
from bot.owner.answers import NO_CONTEXT, Act, Answer, Context, context_of, read_answer
from bot.wording import clean


def show(files: list[str], contexts: str, at: datetime | None, *, json: bool) -> None:
    for name, context in zip(files, _contexts(contexts, len(files)), strict=True):
        answer = read_answer(Path(name).read_bytes(), context, at)
        if json:
            typer.echo(orjson.dumps({"file": name, **answer.as_json()}).decode())
        else:
            _print_answer(name, answer)


def _contexts(path: str, count: int) -> list[Context]:
    """What the mails answer, in their order; without a file each answers a digest of no items."""
    if not path:
        return [NO_CONTEXT] * count
    if not Path(path).is_file():
        raise OperatorError(f"{path}: no such file")
    try:
        values = orjson.loads(Path(path).read_bytes())
    except orjson.JSONDecodeError as problem:
        raise OperatorError(f"{path}: this is no JSON: {problem}; write a list of contexts") from None
    if not isinstance(values, list):
        raise OperatorError(f'{path}: must be a list, like [{{"kind": "digest", "items": []}}]')
    problems = [] if len(values) == count else [f"{path}: {len(values)} contexts for {count} mails; one each"]
    found: list[Context] = []
    for number, value in enumerate(values, 1):
        try:
            found.append(context_of(value))
        except ValueError as problem:
            problems.append(f"{path}, context {number}: {problem}")
    if problems:
        raise OperatorError(*problems)
    return found


def _print_answer(name: str, answer: Answer) -> None:
    out = Console()
    out.print(Text(clean(name)), style="bold")
    for act in answer.acts:
        out.print(Text(f"  compris : {clean(_told(act))}"))
    for words in answer.unclear:
        out.print(Text(f"  pas compris : « {clean(words)} »"))
    if not answer.acts and not answer.unclear:
        out.print("  rien à faire")


def _told(act: Act) -> str:
    """An act on one line: what, of whom, and its values."""
    shown = act.as_json()
    target = shown.pop("target")
    parts = [str(shown.pop("act")).replace("_", " ")]
    parts += [] if target is None else ["tout" if target == "all" else target]
    instalments = shown.pop("instalments", ())
    parts += [f"{name} {value}" for name, value in shown.items() if value is not None]
    parts += [f"{i['amount'] or 'le reste'} le {i['date'] or '?'}" for i in instalments]
    return ", ".join(parts)
