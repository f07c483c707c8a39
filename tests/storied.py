"""Stories kept as YAML beside the tests, and the values in them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

Story = Mapping[str, Any]


def stories(files: Sequence[Path]) -> Iterator[Any]:
    for path in files:
        for story in YAML(typ="safe").load(path.read_text("utf-8")):
            yield pytest.param(story, id=f"{path.stem}: {story['story']}")


def day_of(value: Any) -> date:
    return date.fromisoformat(str(value))


def cents_of(value: Any) -> int:
    return round(float(value) * 100)
