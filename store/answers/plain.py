"""An answer as plain JSON values: the same words for `--json`, the API and the page."""

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast


def plain(value: Any) -> Any:  # noqa: ANN401 - JSON is any of its values
    """`value` as JSON holds it: dataclasses by field name, times in ISO 8601, UTC."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, dict):
        found = cast("dict[Any, Any]", value)
        return {str(k): plain(v) for k, v in found.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(v) for v in cast("list[Any]", value)]
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    return value
