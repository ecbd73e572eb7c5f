"""The desk: the ledger and the facts together, the one object that the shells hold."""

import json
import tomllib
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar, cast

from curation.as_of import as_of
from curation.errors import BadRequest, NoDesk
from curation.privacy import SUBJECT, from_body
from curation.thresholds import Threshold
from store.facts import Facts
from store.facts.batches import Batch
from store.facts.masking import Masking
from store.ledger import Ledger
from store.ledger.address import ENVIRONMENT, ledger_url, same_place, shown, without_secrets
from store.ledger.clock import now
from store.ledger.engine import sqlite_url
from store.ledger.past import PastLedger
from store.ledger.schema import Tell, warned
from store.ledger.supposed import SupposedLedger
from store.privacy_key import key_of
from store.typed import door

SETTINGS = "desk.toml"
INCOMING = "incoming"
Kept = TypeVar("Kept")


@dataclass
class Desk:
    """A workspace folder, opened. Safe to share between threads."""

    folder: Path
    ledger: Ledger
    _facts: Facts
    settings: dict[str, Any]
    import_folders: tuple[Path, ...] = ()
    _shown: int = -1
    _lock: Lock = field(default_factory=Lock)
    links: dict[str, Any] = field(default_factory=dict[str, Any])  # where ids lead outside
    alarms: dict[str, Any] = field(default_factory=dict[str, Any])  # who is told of them
    _kept: dict[object, Any] = field(default_factory=dict[object, Any])

    @property
    def sample(self) -> bool:
        """Whether this is the sample workspace."""
        return bool(self.settings.get("sample", False))

    def masking(self) -> Masking:
        """How this desk takes personal data out of texts, by the policy in force."""
        with self.ledger.reading() as asked:
            stands = asked.standing_of(SUBJECT)
        key = key_of(self.folder, sample=self.sample)
        return Masking(from_body(stands.body if stands else None), key)

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

    def kept(self, make: "Callable[[Desk], Kept]") -> Kept:
        """What `make` makes of this desk: made once, when somebody first asks for it."""
        with self._lock:
            if make not in self._kept:
                self._kept[make] = make(self)
            return self._kept[make]

    def past(self, said: str) -> "Desk":
        """The same desk as of what `said` names (curation.as_of); close it afterwards.

        Sets, thresholds, labels, runs and verdicts are those of then, and so is the clock.
        Nothing can be decided there: InThePast. BadRequest for a point before the first
        decision, or one that is still to come.
        """
        with self.ledger.reading() as asked:
            seq, moment = asked.point(as_of(said))
            entries = list(asked.entries(until=seq))
            later = [one for one in asked.erasures() if one.seq > seq]
            veil = asked.veil()
        ledger = PastLedger(entries, moment, later, veil)
        facts = Facts(self.folder / "facts", sweeping=False)
        return replace(self, ledger=ledger, _facts=facts, _shown=-1, _lock=Lock(), _kept={})

    def supposing(
        self,
        numbers: Mapping[str, float | Threshold | None],
        sharing: "Sequence[Callable[[Desk], Any]]" = (),
    ) -> "Desk":
        """The same desk, had `numbers` been in force; nothing can be decided there.

        It shares both stores with this desk: only this one is closed. What `sharing` makes is
        shared as well, because it rests on facts alone or knows the numbers it rests on.
        """
        ledger = SupposedLedger(self.ledger, numbers)
        kept: dict[object, Any] = {make: self.kept(make) for make in sharing}
        return replace(self, ledger=ledger, _lock=Lock(), _kept=kept)

    def close(self) -> None:
        """Let go of both stores."""
        self.ledger.close()
        self._facts.close()


def open_desk(
    folder: Path, clock: Callable[[], datetime] = now, *, ledger: str = "", tell: Tell = warned
) -> Desk:
    """The desk in `folder`, or NoDesk when there is none.

    `ledger` is the whole URL of the ledger, where it is known better than from desk.toml and
    the environment; `tell` hears of a ledger that has to be migrated first.
    """
    if not (folder / SETTINGS).is_file():
        raise NoDesk(
            f"There is no desk in {folder}. Make one with `evaldesk init`, try the sample "
            "with `evaldesk demo`, or name another folder with --desk."
        )
    settings = tomllib.loads((folder / SETTINGS).read_text(encoding="utf-8"))
    named = settings.get("ledger", {}).get("url")
    url = ledger or ledger_url(named, sqlite_url(folder / "ledger.db"))
    desk = Desk(
        folder,
        Ledger(url, clock, tell),
        Facts(folder / "facts"),
        settings.get("desk", {}),
        _import_folders(folder, settings),
        links=settings.get("links", {}),
        alarms=settings.get("alarms", {}),
    )
    desk.ledger.door = door(folder, sample=desk.sample)
    return desk


def _import_folders(folder: Path, settings: dict[str, Any]) -> tuple[Path, ...]:
    """Where the app may read files that somebody names: what the settings list, and incoming.

    Not the whole desk: its settings and its log are no data to be looked at.
    """
    listed: object = settings.get("imports", {}).get("folders", [])
    if not isinstance(listed, list):
        raise BadRequest(
            f"{folder / SETTINGS} says folders = {listed!r} under [imports]. Write a list of "
            'folders, like folders = ["/data/exports"].'
        )
    return (folder / INCOMING, *(folder / str(one) for one in cast("list[object]", listed)))


def found_desk(folder: Path, *, sample: bool = False, ledger: str = "") -> None:
    """Make an empty desk in `folder`; one that stands there already is left as it is.

    `ledger` is the URL of an empty database for its log; its password is not written down.
    BadRequest when the desk that stands there keeps its log elsewhere.
    """
    if (folder / SETTINGS).exists():
        _require_same_ledger(folder, ledger)
        return
    if ledger:
        _require_empty(ledger)
    (folder / "facts").mkdir(parents=True, exist_ok=True)
    said = "# Connections and sign-in only: what is governed lives in the ledger."
    text = f"{said}\n[desk]\nsample = {str(sample).lower()}\n"
    if ledger:
        text += f"\n[ledger]\nurl = {json.dumps(without_secrets(ledger))}\n"
    (folder / SETTINGS).write_text(text, encoding="utf-8")


def _require_empty(url: str) -> None:
    """Found the ledger at `url`; BadRequest when it is that of a desk already."""
    with closing(Ledger(url)) as ledger, ledger.reading() as asked:
        if decided := asked.head()[0]:
            raise BadRequest(
                f"{shown(url)} is the ledger of a desk already ({decided:,} decisions), whose "
                "facts lie in another folder: name that with --desk, or give this desk a "
                "database of its own."
            )


def _require_same_ledger(folder: Path, wanted: str) -> None:
    settings = tomllib.loads((folder / SETTINGS).read_text(encoding="utf-8"))
    named = settings.get("ledger", {}).get("url")
    if not wanted or named == ENVIRONMENT or (named and same_place(named, wanted)):
        return
    kept = shown(named) if named else f"{folder / 'ledger.db'}"
    raise BadRequest(f"The desk in {folder} keeps its ledger in {kept}; it was left as it is.")
