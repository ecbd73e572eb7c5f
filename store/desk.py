"""The desk: the ledger and the facts together, the one object that the shells hold."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from curation.errors import BadRequest
from store.facts import Facts
from store.facts.batches import Batch
from store.ledger import Ledger
from store.ledger.engine import sqlite_url
from store.ledger.ledger import now

SETTINGS = "desk.toml"
T = TypeVar("T")


@dataclass
class Desk:
    """A workspace folder, opened. Safe to share between threads."""

    folder: Path
    ledger: Ledger
    _facts: Facts
    settings: dict[str, Any]
    _shown: int = -1
    _lock: Lock = field(default_factory=Lock)
    links: dict[str, Any] = field(default_factory=dict[str, Any])  # where ids lead outside
    _worked_out: dict[str, tuple[int, Any]] = field(
        default_factory=dict[str, tuple[int, Any]], repr=False
    )

    @property
    def sample(self) -> bool:
        """Whether this is the sample workspace."""
        return bool(self.settings.get("sample", False))

    def facts(self) -> Facts:
        """The facts as the ledger lists them at this moment."""
        self.shown_facts()
        return self._facts

    def shown_facts(self) -> int:
        """Put the facts of this moment in view; the last decision that changed them."""
        with self._lock, self.ledger.reading() as asked:
            last = asked.last_change_of_facts()
            if last != self._shown:
                self._facts.show([Batch.from_body(body) for _, body in asked.batches()])
                self._shown = last
            return last

    def worked_out(self, name: str, work: Callable[[Facts], T]) -> T:
        """What `work` finds in the facts; it works again only when they have changed."""
        last = self.shown_facts()
        known = self._worked_out.get(name)
        if known is None or known[0] != last:
            known = self._worked_out[name] = (last, work(self._facts))
        return known[1]

    def close(self) -> None:
        """Let go of both stores."""
        self.ledger.close()
        self._facts.close()


def open_desk(folder: Path, clock: Callable[[], datetime] = now) -> Desk:
    """The desk in `folder`, or BadRequest when there is none."""
    if not (folder / SETTINGS).is_file():
        raise BadRequest(
            f"There is no desk in {folder}. Make one with `evaldesk init`, try the sample "
            "with `evaldesk demo`, or name another folder with --desk."
        )
    settings = tomllib.loads((folder / SETTINGS).read_text(encoding="utf-8"))
    url = settings.get("ledger", {}).get("url") or sqlite_url(folder / "ledger.db")
    desk = Desk(folder, Ledger(url, clock), Facts(folder / "facts"), settings.get("desk", {}))
    desk.links.update(settings.get("links", {}))
    return desk


def found_desk(folder: Path, *, sample: bool = False) -> None:
    """Make an empty desk in `folder`; one that stands there already is left as it is."""
    if (folder / SETTINGS).exists():
        return
    (folder / "facts").mkdir(parents=True, exist_ok=True)
    said = "# Connections and sign-in only: what is governed lives in the ledger."
    text = f"{said}\n[desk]\nsample = {str(sample).lower()}\n"
    (folder / SETTINGS).write_text(text, encoding="utf-8")
