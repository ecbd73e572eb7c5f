"""Inject known failures into a copy of the desk, and record how many of them it found."""

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from curation.cases import State
from curation.decisions import Kind
from curation.errors import BadRequest
from curation.fixtures.drawing import Draw
from curation.injections import (
    COLUMNS,
    MODEL,
    OF_RESULTS,
    SOUND,
    Detected,
    Injected,
    body,
    detected,
    events,
    of_events,
    results,
)
from curation.standing import saying
from curation.suites import DETECTION, subject
from store.acts.importing import Imported, import_files
from store.acts.injecting_twins import twins
from store.acts.judging import judge_run
from store.acts.run_words import RunWords
from store.acts.self_testing import scratch
from store.answers.detection import Detection, detection
from store.answers.gate_basis import basis, today
from store.desk import Desk

MOST = 200
TOO_FEW = "too few blocking cases that no waiver and no quarantine covers"
UNHARMED = "a blocking case passes, and may not be named"


def detect(desk: Desk, n: int, seed: int, *, actor: str) -> Detection:
    """Inject `n` failures of each kind into a copy that is thrown away, on record."""
    if not 1 <= n <= MOST:
        raise BadRequest(f"Inject 1 to {MOST} failures of each kind, not {n}.")
    with TemporaryDirectory(prefix="evaldesk-injected-") as place, scratch(desk, place) as copy:
        found = [
            *_events(copy, Path(place), n, seed, actor),
            *_results(copy, Path(place), n, seed, actor),
            *twins(copy, n, seed, actor),
        ]
    said, name = body(found, seed), subject(DETECTION)
    with desk.ledger.transaction() as tx:
        before = tx.standing_of(name)
        reason = f"{n} failures of each kind were injected into a copy"
        tx.record(saying(Kind.SUITE_SET, name, said, actor=actor, reason=reason, before=before))
    done = detection(desk)
    assert done is not None, "it was recorded just now"
    return done


def _events(copy: Desk, place: Path, n: int, seed: int, actor: str) -> list[Detected]:
    injected = events(n, seed, copy.ledger.clock())
    path = _written(place / "injected.jsonl", [one.row for one in injected])
    done = _import(copy, path, actor)
    kept = {row["event_id"]: row for row in _kept(copy, injected)}
    rejects = copy.facts().rejects(done.import_id) if done.import_id else []
    lines = {one["row"] for one in rejects}
    out = frozenset(one.name for at, one in enumerate(injected, start=1) if at in lines)
    return [*of_events(injected, kept, out), _again(copy, place, injected, kept, n, actor)]


def _again(
    copy: Desk, place: Path, injected: Sequence[Injected], kept: Collection[str], n: int,
    actor: str,
) -> Detected:  # fmt: skip
    """The same events in another file and another order: each is there once after it."""
    path = _written(place / "again.jsonl", [one.row for one in reversed(injected)])
    _import(copy, path, actor)
    counts = Counter(row["event_id"] for row in _kept(copy, injected))
    drawn = Draw("again", len(injected)).mixed(sorted(kept))[:n]
    once = {name: counts[name] == 1 for name in drawn}
    why = None if once else "none of the events came in the first time"
    shown = "the same event again in another file, counted once"
    return detected("brought twice", shown, "import", once, why)


def _import(copy: Desk, path: Path, actor: str) -> Imported:
    maps = [f"{column}={column}" for column in COLUMNS]
    return import_files(copy, [path], "events", actor=actor, source=MODEL, corrections=maps,
                        watching=False)  # fmt: skip


def _kept(copy: Desk, injected: Sequence[Injected]) -> list[dict[str, Any]]:
    return copy.facts().ask("events_by_id", event_ids=[one.name for one in injected])


def _results(copy: Desk, place: Path, n: int, seed: int, actor: str) -> list[Detected]:
    """One run on the sets in force in which some blocking cases do not pass."""
    with copy.ledger.reading() as asked:
        version = asked.set_version("blocking")
        lines = list(asked.lines("blocking", version.version)) if version else []
        states = asked.states()
    whole = {line["case_id"]: line for line in lines}
    open_ = [c for c in whole if states.get(c) is State.BLOCKING]
    faults = results(open_, n, seed)
    if version is None or not faults:
        why = "two blocking cases of a frozen set are needed"
        shown = {kind: shown for kind, (shown, _) in OF_RESULTS.items()} | {SOUND: UNHARMED}
        return [detected(kind, told, "gate", {}, why) for kind, told in shown.items()]
    rows = [
        {"case_id": c, "attempt": at, "passed": ok, "output": str(whole[c]["expected"]),
         "error": "TimeoutError: injected" if ok is None else None}
        for c in whole
        for at, ok in enumerate(OF_RESULTS[faults[c]][1] if c in faults else (True,), start=1)
    ]  # fmt: skip
    path = _written(place / "injected-run.jsonl", rows)
    words = RunWords(name=f"{MODEL} {seed}", model_version=f"{MODEL} {seed}",
                     sets=(version.name,))  # fmt: skip
    import_files(copy, [path], "results", actor=actor, source=f"{MODEL} run", run=words,
                 watching=False)  # fmt: skip
    sound = Draw("sound", seed).mixed([c for c in sorted(open_) if c not in faults])[:n]
    return _named(copy, str(words.name), faults, sound, actor)


def _named(
    copy: Desk, run: str, faults: Mapping[str, str], sound: Sequence[str], actor: str
) -> list[Detected]:
    """Which of the faulty cases the gate names, and that it names none of the `sound` ones.

    Those in quarantine or waived are no test.
    """
    with copy.ledger.reading() as asked:
        based = basis(asked, run, None, today(copy))
    spared = {*based.quarantines, *(one.what for one in based.waivers)}
    answer = judge_run(copy, run, actor=actor, fix=MODEL)
    lists = (answer.failed, answer.missing, answer.errored, answer.flaky)
    named = {case for some in lists for case in some}
    found: list[Detected] = []
    for kind, (shown, _) in OF_RESULTS.items():
        asked_of = [c for c, fault in faults.items() if fault == kind and c not in spared]
        seen = {c: c in named and str(answer.verdict) != "PASS" for c in asked_of}
        found.append(detected(kind, shown, "gate", seen, None if seen else TOO_FEW))
    unnamed = {c: c not in named for c in sound if c not in spared}
    why = None if unnamed else TOO_FEW
    return [*found, detected(SOUND, UNHARMED, "gate", unnamed, why)]


def _written(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path
