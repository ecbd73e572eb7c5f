"""Drift of 25 columns and 26 weeks against Evidently, NannyML and a notebook of scipy.

    python -m benchmarks.drift --peers PLACE/bin/python [--rows 1000000] [--large 0]
                               [--rounds 5] [--desk PLACE]

CPU seconds of whole processes without their imports, alternated, medians. The other tools live
in an environment of their own (benchmarks/README.md). Exit code 1: a goal is missed.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from statistics import median

import duckdb

from curation.deviation import judged_columns
from curation.profile import Profile
from curation.thresholds import policy
from store.acts.importing import import_files
from store.answers.drift import DriftQuestion, drift
from store.answers.drift_memory import DriftMemory
from store.answers.drift_reference import counted_of
from store.desk import Desk, found_desk, open_desk
from store.facts.counting import ALL, Rows, counted, days
from store.facts.drift_counts import Counts
from store.facts.profiling import profiled
from store.facts.watched import Plan

WEEKS, REFERENCE, CURRENT = 26, 8, 22
FIRST = date(2026, 1, 5)
GOALS = {"evidently": 30.0, "evidently with load": 10.0, "nannyml": 12.0, "notebook": 20.0}
ROWS = """COPY (SELECT 'e-' || i AS id, TIMESTAMP '2026-01-05' + INTERVAL 7 DAY * $week
    + INTERVAL 1 SECOND * ((i - $first) * 604800 // ($last - $first)) AS timestamp,
  'label ' || (hash(i) % 10) AS prediction, (hash(i, 99) % 1000) / 1000 AS score, {columns}
FROM range($first, $last) AS rows(i)) TO '{file}' (FORMAT parquet)"""
_U = "((hash(i, {k}) % 1000003 + 0.5) / 1000003)"
_SHAPES = (  # normal, log-normal, exponential, counts, between 0 and 1
    "sqrt(-2 * ln({u})) * cos(2 * pi() * {v}) * (1 + {k} / 10.0)",
    "exp(0.8 * sqrt(-2 * ln({u})) * cos(2 * pi() * {v}))",
    "-ln({u}) * (2 + {k})",
    "CAST(floor(-ln({u}) * (3 + {k})) AS DOUBLE)",
    "({u} + {v} * {v}) / 2",
)


def main() -> int:
    """Print what everything costs; 1 when a goal is missed."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rows", type=int, default=1_000_000)
    words.add_argument("--large", type=int, default=0)
    words.add_argument("--rounds", type=int, default=5)
    words.add_argument("--peers", type=Path, default=os.environ.get("EVALDESK_DRIFT_PEERS"))
    words.add_argument("--desk", type=Path)
    words.add_argument("--job", choices=sorted(JOBS))
    said = words.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder: Path = said.desk or Path(place)
        if said.job:
            return _job(folder, said.job)
        small = _made(folder / str(said.rows), said.rows)
        met = _against_others(small, said.peers, said.rounds) if said.peers else []
        costs = {said.rows: _own(small, said.rounds)}
        met.append(_said("a new week", costs[said.rows]["new week"], 12.0))
        if said.large:
            large = _made(folder / str(said.large), said.large)
            costs[said.large] = _own(large, said.rounds)
            met.append(_said("a new week of many", costs[said.large]["new week"], 20.0))
            grown = costs[said.large]["page"] / costs[said.rows]["page"]
            print(f"page answer, {said.large:,} rows: {grown:.2f} x that of {said.rows:,}")
            met.append(grown <= 1.3)
    return 0 if all(met) else 1


def _against_others(folder: Path, peers: Path, rounds: int) -> list[bool]:
    """Every tool beside our job of the same question, in turns."""
    met: list[bool] = []
    for tool, job in (("evidently", "pair"), ("nannyml", "weekly"), ("notebook", "weekly")):
        ours: list[Mapping[str, float]] = []
        theirs: list[Mapping[str, float]] = []
        script = str(Path(__file__).with_name("drift_peers.py"))
        for _ in range(rounds):
            ours.append(_run([sys.executable, "-m", "benchmarks.drift", "--desk", str(folder),
                              "--job", job]))  # fmt: skip
            theirs.append(_run([str(peers), script, tool, str(folder)]))
        work = median(t["work"] / o["work"] for t, o in zip(theirs, ours, strict=True))
        kept = median(t["work"] / o["kept"] for t, o in zip(theirs, ours, strict=True))
        both = [(t["work"] + t["load"]) / o["work"] for t, o in zip(theirs, ours, strict=True)]
        peak = median(o["peak_mb"] for o in ours) / median(t["peak_mb"] for t in theirs)
        print(f"{tool}: {median(t['work'] for t in theirs):.2f} CPU-s, ours with reading "
              f"{median(o['work'] for o in ours):.2f}; with its load {median(both):.1f} x; "
              f"our peak memory {peak:.2f} of its")  # fmt: skip
        print(f"{tool}: {kept:.1f} x what it costs where a baseline keeps the reference")
        met.append(_said(tool, work, GOALS[tool]))
        if tool == "evidently":
            met += [_said("evidently with load", median(both), GOALS["evidently with load"])]
            met.append(peak <= 0.5)
    return met


def _own(folder: Path, rounds: int) -> dict[str, float]:
    """A full recompute beside one new week, and the answer of a page."""
    full: list[float] = []
    week: list[float] = []
    page: list[float] = []
    first: list[float] = []
    for _ in range(rounds):
        kept = folder / "desk" / "facts" / "drift"
        shutil.rmtree(kept, ignore_errors=True)
        full.append(_cpu(lambda: _asked(folder)))
        newest = max(kept.rglob("*-events-*.parquet"), key=_import_of)
        newest.unlink()
        week.append(_cpu(lambda: _asked(folder)))
        desk = open_desk(folder / "desk")
        drift(desk, DriftQuestion())
        page.append(min(_cpu(lambda d=desk: drift(d, DriftQuestion())) for _ in range(5)))
        first.append(_cpu(lambda d=desk: _forgetful(d)))
        desk.close()
    ratio = median(f / w for f, w in zip(full, week, strict=True))
    print(f"{folder.name} rows: all anew {median(full):.2f} CPU-s, one new week "
          f"{median(week):.3f}, page {1000 * median(page):.1f} ms, first page of a process "
          f"{1000 * median(first):.0f} ms")  # fmt: skip
    if median(page) >= 0.010:
        print("MISSED: a page answer takes 10 ms or more")
    return {"new week": ratio, "page": median(page)}


def _asked(folder: Path) -> None:
    desk = open_desk(folder / "desk")
    drift(desk, DriftQuestion())
    desk.close()


def _forgetful(desk: Desk) -> None:
    """The answer from rollups, with nothing kept in memory."""
    desk._kept.pop(DriftMemory, None)  # pyright: ignore[reportPrivateUsage]
    drift(desk, DriftQuestion())


def _import_of(path: Path) -> tuple[int, str]:
    name = path.name.partition("-events-")[0]
    return len(name), name


def _job(folder: Path, job: str) -> int:
    desk = open_desk(folder / "desk")
    desk.facts()
    cost = _cpu(lambda: JOBS[job](desk, _profile(desk)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    profile = _profile(desk)
    kept = _cpu(lambda: JOBS[job](desk, profile))
    print(json.dumps({"work": cost, "kept": kept, "peak_mb": peak}))
    desk.close()
    return 0


def _pair(desk: Desk, profile: Profile) -> None:
    """The reference against the last four weeks, of the events themselves."""
    _judge(profile, _scan(desk, profile, CURRENT), [(_day(CURRENT), _day(WEEKS))])


def _weekly(desk: Desk, profile: Profile) -> None:
    """Every week against the reference, of the events themselves."""
    _judge(profile, _scan(desk, profile, 0), [(_day(w), _day(w + 1)) for w in range(WEEKS)])


JOBS: Mapping[str, Callable[[Desk, Profile], None]] = {"pair": _pair, "weekly": _weekly}


def _profile(desk: Desk) -> Profile:
    with desk.facts().cursor() as cursor:
        return profiled(cursor, f"{FIRST}", f"{FIRST + timedelta(weeks=REFERENCE)}")


def _scan(desk: Desk, profile: Profile, week: int) -> Counts:
    since = FIRST + timedelta(weeks=week)
    sql = f"SELECT * FROM events WHERE occurred_at >= TIMESTAMPTZ '{since}'"  # noqa: S608
    with desk.facts().cursor() as cursor:
        cursor.execute("SELECT * FROM events LIMIT 0")
        types = {str(c): str(t) for c, t, *_ in cursor.description or ()}
        first, last = days(cursor, sql, {}) or (0, 0)
        plan = Plan.of(profile)
        return counted(cursor, Rows(sql, types, first, last), plan, plan.columns, {})[ALL]


def _judge(profile: Profile, counts: Counts, spans: list[tuple[int, int]]) -> None:
    found = counts.merged(spans)
    windows = [counted_of(column, found) for column in profile.columns]
    judged_columns(profile.columns, windows, policy(()))


def _day(week: int) -> int:
    return (FIRST - date(1970, 1, 1)).days + 7 * week


def _made(folder: Path, rows: int) -> Path:
    """A desk of `rows` events, imported week by week."""
    if (folder / "desk" / "desk.toml").exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    found_desk(folder / "desk")
    desk = open_desk(folder / "desk")
    for week in range(WEEKS):
        file = folder / f"week-{week:02}.parquet"
        first, last = rows * week // WEEKS, rows * (week + 1) // WEEKS
        sql = ROWS.format(columns=_columns(week), file=file)
        for place, value in (("$week", week), ("$first", first), ("$last", last)):
            sql = sql.replace(place, str(value))
        duckdb.execute(sql)
        import_files(desk, [file], "events", actor="bench")
    desk.close()
    return folder


def _columns(week: int) -> str:
    """20 numbers, 3 of which drift from week 18 on, and 5 categories."""
    cells: list[str] = []
    for k in range(20):
        u, v = _U.format(k=k), _U.format(k=100 + k)
        cell = _SHAPES[k % 5].format(u=u, v=v, k=k)
        moved = f"({cell}) + {0.8 if week >= 18 and k in (0, 6, 12) else 0}"
        lacks = f"CASE WHEN hash(i, {200 + k}) % 50 <> 0 THEN {moved} END"
        cells.append(f"{lacks if k % 4 == 1 else moved} AS num_{k:02}")
    for k, kinds in enumerate((8, 12, 30, 100, 3)):
        value = f"'v' || CAST(floor(pow({_U.format(k=300 + k)}, 2) * {kinds}) AS INTEGER)"
        cells.append(f"{value} AS {'region' if k == 0 else f'cat_{k}'}")
    return ", ".join(cells)


def _run(command: list[str]) -> Mapping[str, float]:
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return json.loads(told.strip().splitlines()[-1])


def _cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _said(what: str, ratio: float, goal: float) -> bool:
    print(f"{what}: {ratio:.1f} x (goal {goal:.0f} x){'' if ratio >= goal else '  MISSED'}")
    return ratio >= goal


if __name__ == "__main__":
    sys.exit(main())
