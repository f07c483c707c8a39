"""YAML text as plain values, with the line of each: the only door to ruamel.yaml.

In goes the text of the configuration file, out come mappings, lists and scalars, and the line on which each
key path stands. Amounts become Decimals from their own digits, never floats; dates and hours stay the text
that was written, and a whole number keeps its text too (`Digits`), since a SIREN loses its leading zero as
a number. Refused: text that is no YAML, a key given twice, a value that contains itself.
"""

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode

Path = tuple[str | int, ...]

_TAG = "tag:yaml.org,2002:"
_DEEPEST = 12


class Digits(int):
    """A whole number that remembers how it was written."""

    text: str

    def __new__(cls, text: str) -> "Digits":
        self = super().__new__(cls, text.replace("_", ""), 10)
        self.text = text
        return self

    def __repr__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Read:
    """What the file says, where it says it, and what is wrong with the text itself, as (line, sentence)."""

    values: Any
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[tuple[int, str]] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """The line of a key path, or of the nearest thing above it that the file has."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read(text: str) -> Read:
    try:
        node = YAML().compose(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return Read({}, problems=[(line, f"this is no valid YAML: {error.problem}")])
    except (YAMLError, ValueError) as error:
        return Read({}, problems=[(1, f"this is no valid YAML: {error}")])
    if node is None:
        return Read({})
    found = Read(None)
    values = _value(node, (), found)
    return Read(values, found.lines, found.problems)


def _value(node: Any, path: Path, found: Read) -> Any:
    found.lines.setdefault(path, node.start_mark.line + 1)
    if len(path) > _DEEPEST:
        found.problems.append((node.start_mark.line + 1, "too deep: does it contain itself?"))
        return None
    if isinstance(node, MappingNode):
        return _mapping(node, path, found)
    if isinstance(node, ScalarNode):
        return _scalar(node)
    return [_value(item, (*path, index), found) for index, item in enumerate(node.value)]


def _mapping(node: MappingNode, path: Path, found: Read) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        if not isinstance(key_node, ScalarNode):
            found.problems.append((line, "a key must be a plain word"))
        elif key in values:
            where = ".".join(map(str, (*path, key)))
            found.problems.append((line, f"{where} is given twice; keep one of the two"))
        else:
            found.lines[*path, key] = line
            values[key] = _value(value_node, (*path, key), found)
    return values


def _scalar(node: ScalarNode) -> Any:
    kind, text = str(node.tag).removeprefix(_TAG), str(node.value)
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() in {"true", "yes", "on"}
    try:
        if kind == "int":
            return Digits(text)
        return Decimal(text.replace("_", "")) if kind == "float" else text
    except (ValueError, InvalidOperation):
        return text
