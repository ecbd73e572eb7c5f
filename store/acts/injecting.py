"""Inject known failures into a copy of the desk, and record how many of them it found."""

import json
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from curation.cases import Case, State
from curation.decisions import Kind
from curation.errors import BadRequest, CurationError
from curation.fixtures.drawing import Draw
from curation.identity import case_id
from curation.injections import (
    COLUMNS,
    MODEL,
    OF_RESULTS,
    Detected,
    body,
    detected,
    events,
    of_events,
    respelt,
    results,
    reworded,
)
from curation.standing import saying
from curation.suites import DETECTION, subject
from store.acts.describing import open_by_hand
from store.acts.importing import import_files
from store.acts.judging import judge_run
from store.acts.moving import move
from store.acts.run_words import RunWords
from store.acts.self_testing import scratch
from store.answers.detection import Detection, detection
from store.answers.gate_basis import basis, today
from store.desk import Desk

MOST = 200
TWINS = ("twin", "duplicate", "near")  # in the code of an objection


def detect(desk: Desk, n: int, seed: int, *, actor: str) -> Detection:
    """Inject `n` failures of each kind into a copy that is thrown away, on record."""
    if not 1 <= n <= MOST:
        raise BadRequest(f"Inject 1 to {MOST} failures of each kind, not {n}.")
    with TemporaryDirectory(prefix="evaldesk-injected-") as place, scratch(desk, place) as copy:
        found = [
            *_events(copy, Path(place), n, seed, actor),
            *_results(copy, Path(place), n, seed, actor),
            *_twins(copy, n, seed, actor),
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
    maps = [f"{column}={column}" for column in COLUMNS]
    done = import_files(
        copy, [path], "events", actor=actor, source=MODEL, corrections=maps, watching=False
    )
    again = import_files(
        copy, [path], "events", actor=actor, source=MODEL, corrections=maps, watching=False
    )
    kept = copy.facts().ask("events_by_id", event_ids=[one.name for one in injected])
    rejects = copy.facts().rejects(done.import_id) if done.import_id else []
    lines = {one["row"] for one in rejects}
    out = frozenset(one.name for at, one in enumerate(injected, start=1) if at in lines)
    repeated = {row["event_id"]: again.rows_added == 0 for row in kept[:n]}
    return [
        *of_events(injected, {row["event_id"]: row for row in kept}, out),
        detected("brought twice", "the same event again, counted once", "import", repeated),
    ]


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
        return [detected(k, shown, "gate", {}, why) for k, (shown, _) in OF_RESULTS.items()]
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
    return _named(copy, str(words.name), faults, actor)


def _named(copy: Desk, run: str, faults: Mapping[str, str], actor: str) -> list[Detected]:
    """Which of the faulty cases the gate names; those in quarantine or waived are no test."""
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
        found.append(detected(kind, shown, "gate", seen))
    return found


def _twins(copy: Desk, n: int, seed: int, actor: str) -> list[Detected]:
    """Cases that are there already, in other letters or in a few other words."""
    with copy.ledger.reading() as asked:
        held = asked.cases(State.BLOCKING, State.MONITORING)
    draw = Draw("twins", seed)
    firm = [one for one in held if one.state is State.BLOCKING]
    exact = {one.id: _is_refused(copy, one, actor) for one in draw.mixed(held)[:n]}
    near = _near(
        copy, [(one, reworded(one.input, draw)) for one in draw.mixed(firm)[:n]], actor
    )
    why = "no case stands in a set"
    return [
        detected("exact twin", "a case in other letters and marks", "case id", exact,
                 None if exact else why),
        detected("near twin", "a blocking case in a few other words", "promotion", near,
                 None if near else "no case blocks"),
    ]  # fmt: skip


def _is_refused(copy: Desk, case: Case, actor: str) -> bool:
    try:
        open_by_hand(copy, respelt(case.input), route=case.route, actor=actor)
    except CurationError:
        return True
    return False


def _near(copy: Desk, twins: list[tuple[Case, str]], actor: str) -> dict[str, bool]:
    made: dict[str, bool] = {}
    for case, text in twins:
        one = case_id(case.route, text)
        if one in made:
            continue
        try:
            open_by_hand(copy, text, route=case.route, actor=actor, owner=actor,
                         behaviour="refusal")  # fmt: skip
        except CurationError:
            continue  # it is on the desk in these words already
        made[one] = False
    done = move(copy, [*made], State.BLOCKING, actor=actor, reason="to see what is said")
    for refused in done.refused:
        codes = [objection.code for objection in refused.objections]
        made[refused.case] = any(word in code for code in codes for word in TWINS)
    return made


def _written(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path
