"""Take the rows out of the one JSON object that an interface wraps them in: {"data": […]}."""

import json
import re
from pathlib import Path
from typing import Any, cast

from store.formats.unnamed import unnamed

# What stands beside the rows in answers of web interfaces, and is no row itself.
_BESIDE = re.compile(
    "meta|metadata|pagination|paging|pages?|limit|offset|cursor|next_?cursor|next|previous|prev"
    "|links|object|count|total(_?(count|items))?|has_?more|first_id|last_id|status|success",
    re.I,
)


def wrapped_rows(plain: Path) -> tuple[str, list[Any]] | None:
    """The key and the rows of `plain`, if it is one object around a single list of objects.

    An object with other keys is a row of its own, unless they only count pages.
    """
    try:
        whole: object = json.loads(plain.read_bytes())
    except (ValueError, RecursionError):
        return None
    if not isinstance(whole, dict):
        return None
    values = cast("dict[str, Any]", whole)
    lists = [key for key, value in values.items() if _is_rows(value)]
    beside = (key for key in values if key not in lists)
    if len(lists) != 1 or not all(_BESIDE.fullmatch(key) for key in beside):
        return None
    return lists[0], values[lists[0]]


def _is_rows(value: object) -> bool:
    return isinstance(value, list) and any(
        isinstance(row, dict) for row in cast("list[object]", value)
    )


def unwrapped(rows: list[Any], folder: Path) -> Path:
    """`rows` as a JSON file of their own in `folder`."""
    plain = unnamed(folder / "unwrapped.json")
    with plain.open("w", encoding="utf-8", errors="surrogatepass") as out:
        json.dump(rows, out, ensure_ascii=False)
    return plain
