"""A way to decide about an item: a button, and whose word it waits for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Way:
    """One button: `first` is what is most often meant; `may`: who looks may press it."""

    label: str
    act: Callable[[], None]
    first: bool = False
    may: bool = True


@dataclass(frozen=True, slots=True)
class Ways:
    """The buttons, and whose word it waits for where that is not who looks."""

    ways: Sequence[Way] = ()
    said: str = ""
