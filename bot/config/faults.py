"""What is wrong with a configuration, one sentence each: where, what was written, what is allowed.

In go pydantic's errors and the lines of the file, out come sentences for a person. Refuses to repeat a
value where a secret may stand: of an unknown key only its name is said.
"""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.config.text import Digits, Path

_PASSWORD = (
    "a password never stands in this file; put it in a file of its own and write password_file: its path"
)
_EXPECTED = {
    "missing": "this key must be given",
    "model_type": "keys with values are expected here",
    "dict_type": "names with values are expected here",
    "tuple_type": "a list is expected here, each entry after a dash",
    "list_type": "a list is expected here, each entry after a dash",
    "string_too_short": "this must not be empty",
}


def sentences(error: ValidationError, root: type[BaseModel]) -> Iterator[tuple[Path, str]]:
    """Every problem with its key path, in the order of the file's shape."""
    for detail in error.errors(include_url=False):
        path = tuple(detail["loc"])
        yield (
            path,
            f"{named(path)}: {_sentence(detail, path, root)}" if path else _sentence(detail, path, root),
        )


def named(path: Path) -> str:
    """A key path as a person counts: `ladders.business[1].day` is in the first step."""
    parts = [f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path]
    return "".join(parts).lstrip(".")


def _sentence(detail: ErrorDetails, path: Path, root: type[BaseModel]) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown(path, root)
    if kind == "missing":
        return _EXPECTED[kind]
    return f"{_written(detail['input'])}{_allowed(kind, context, detail)}"


def _allowed(kind: str, context: dict[str, Any], detail: ErrorDetails) -> str:
    if kind == "literal_error":
        expected = str(context["expected"]).replace("'", "").replace(" or ", ", ")
        near = get_close_matches(str(detail["input"]), expected.split(", "), 1)
        return f"is not known; allowed: {expected}" + (f"; did you mean {near[0]}?" if near else "")
    if kind == "value_error":
        return str(context["error"])
    if kind == "greater_than_equal":
        return f"is too small; at least {context['ge']}"
    if kind == "less_than_equal":
        return f"is too large; at most {context['le']}"
    return _EXPECTED.get(kind, detail["msg"])


def _written(value: Any) -> str:
    """The value as it stands in the file; a whole section is not repeated."""
    if isinstance(value, dict | list | tuple | BaseModel):
        return ""
    written = value.text if isinstance(value, Digits) else value
    return f"{str(written)[:80]!r}: " if not isinstance(value, bool) else f"{str(value).lower()}: "


def _unknown(path: Path, root: type[BaseModel]) -> str:
    key = str(path[-1])
    if key in {"password", "pass", "passwd", "secret"}:
        return _PASSWORD
    siblings = keys(_model_at(root, path[:-1]))
    near = get_close_matches(key, siblings, 1, 0.6)
    elsewhere = [known for known in all_keys(root) if known.split(".")[-1] == key]
    if near:
        return f"this key is not known; did you mean {near[0]}?"
    if elsewhere:
        return f"this key is not known here; it belongs to {elsewhere[0].rpartition('.')[0] or 'the top'}"
    return f"this key is not known; known here: {', '.join(siblings)}"


def keys(model: type[BaseModel]) -> list[str]:
    """The keys of one section as they are written."""
    return [found.alias or name for name, found in model.model_fields.items()]


def all_keys(model: type[BaseModel], above: str = "") -> Iterator[str]:
    """The full name of every key there is, entries of lists and names of debtors left out."""
    for name, found in model.model_fields.items():
        key = f"{above}{found.alias or name}"
        yield key
        for below in _models(found.annotation):
            yield from all_keys(below, f"{key}.")


def _model_at(root: type[BaseModel], path: Path) -> type[BaseModel]:
    model = root
    for part in path:
        for name, found in model.model_fields.items():
            if part == (found.alias or name):
                model = next(_models(found.annotation), model)
                break
    return model


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """The sections that a key may hold, alone or in a list."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)
