"""What a run says of the machine and the libraries it ran on, read as single facts."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from curation.errors import BadRequest

HARDWARE = frozenset(
    {
        *("hardware", "cpu", "gpu", "accelerator", "machine", "instance", "device"),
        *("memory", "ram", "cores", "platform", "arch", "architecture"),
    }
)
_VERSION = re.compile(r"(?P<name>[A-Za-z][\w.+-]*)\s*(?:==|\s)\s*(?P<value>v?\d[\w.+-]*)")


@dataclass(frozen=True, slots=True)
class Environment:
    """Libraries (with system and language) and hardware by name; `words` name nothing."""

    libraries: Mapping[str, str]
    hardware: Mapping[str, str]
    words: tuple[str, ...] = ()


def written(parts: Iterable[str]) -> str | None:
    """Single facts as the one text that a run keeps; None where none was stated."""
    found = [" ".join(part.split()) for part in parts]
    found = [part for part in found if part and not part.startswith("#")]
    for part in found:
        if ";" in part:
            raise BadRequest(f"'{part}' holds a semicolon: say each fact with its own option.")
    return "; ".join(found) or None


@lru_cache(256)
def read(environment: str | None) -> Environment:
    """`python=3.12; gpu=A100`, `python==3.12`, or words such as `linux, python 3.12, cpu`."""
    text = environment or ""
    libraries: dict[str, str] = {}
    hardware: dict[str, str] = {}
    words: list[str] = []
    for part in re.split(_apart(text), text):
        name, value = _fact(part.strip())
        if not value:
            words += [name] if name else []
        elif name.lower() in HARDWARE:
            hardware[name.lower()] = value
        else:
            libraries[name.lower()] = value
    return Environment(libraries, hardware, tuple(sorted(words)))


def told(facts: Mapping[str, str]) -> str | None:
    """Named facts in one line: python 3.12, 8 CPU cores."""
    names = sorted(facts.items())
    return ", ".join(v if k == "hardware" else f"{k} {v}" for k, v in names) or None


def _apart(text: str) -> str:
    """Commas part facts too, unless they may belong to a value (`gpu=A100, 80 GB`)."""
    named = ["=" in part for part in text.split(",")]
    return r"[;\n]" if ";" in text or any(named) != all(named) else r"[;,\n]"


def _fact(part: str) -> tuple[str, str]:
    version = _VERSION.fullmatch(part)
    if version:
        return version["name"], version["value"]
    name, equals, value = part.partition("=")
    return (name.strip(), value.strip()) if equals and name.strip() else (part, "")
