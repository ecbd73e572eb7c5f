"""What an import costs against pandas and against a DuckDB load that checks nothing.

    python benchmarks/ingest.py [--rows 100000] [--rounds 5]

The candidates take turns; costs are CPU seconds of the whole process, medians over the rounds.
"""

import argparse
import gc
import resource
import shutil
import statistics
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pandas as pd  # pyright: ignore[reportMissingTypeStubs] (it ships its types inline)

from curation.privacy import STRICT
from store.facts import Facts
from store.facts.batches import Batch
from store.facts.masking import Masking

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
# 40 columns of a classifier in production: texts, labels, five cohorts, twenty features.
EVENTS = """
SELECT 'evt_' || (100000000000 + i) AS event_id,
  strftime(TIMESTAMP '2026-01-05' + to_seconds((i * 15724800 // $rows)::BIGINT),
           '%Y-%m-%dT%H:%M:%SZ') AS occurred_at,
  'clf-2026.' || (i * 4 // $rows) AS model_version,
  words[1 + i % 9] || ' ' || words[1 + (i * 7) % 9] || ' the ' || words[1 + (i * 5) % 9]
    || ' of order ' || i || ', please?' AS input,
  'I can help with that. Your request was forwarded to ' || words[1 + (i * 3) % 9] AS output,
  labels[1 + (i + (hash(i) % 100 < 9)::INT) % 10] AS prediction, labels[1 + i % 10] AS truth,
  (hash(i + 1) % 1000) / 1000 AS score, 50 + (hash(i + 2) % 90000) / 10 AS latency_ms,
  (hash(i + 3) % 5000) / 1e6 AS cost_usd,
  ['eu-west', 'us-east', 'apac'][1 + (hash(i + 4) % 3)::INT] AS region,
  ['web', 'ios', 'android', 'api'][1 + (hash(i + 5) % 4)::INT] AS channel,
  ['free', 'pro', 'enterprise'][1 + (hash(i + 6) % 3)::INT] AS tier,
  ['en', 'de', 'ja'][1 + (hash(i + 7) % 3)::INT] AS language,
  'cat-' || (hash(i + 8) % 30) AS category,
  /*features*/
FROM (SELECT i, ['billing', 'parcel', 'invoice', 'profile', 'checkout', 'refund', 'device',
                 'account', 'wallet'] AS words,
        ['billing', 'refund', 'shipping', 'login', 'bug', 'feature', 'cancel', 'upgrade',
         'abuse', 'other'] AS labels FROM range($rows) AS r(i))
"""
FEATURES = ", ".join(
    f"CASE WHEN hash(i * 31 + {n}) % 50 > 0 OR {n} % 4 > 0"
    f" THEN {'ln' if n % 3 else 'sqrt'}((1 + hash(i * 17 + {n}) % 1000000) / 1e4) END"
    f" AS num_{n:02}"
    for n in range(25)
)


def main() -> None:
    """Print the table."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rows", type=int, default=100_000)
    words.add_argument("--rounds", type=int, default=5)
    said = words.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="evaldesk-ingest-"))
    try:
        for shape, path in _files(folder, said.rows).items():
            _report(shape, path, folder, said.rows, said.rounds)
    finally:
        shutil.rmtree(folder)


def _files(folder: Path, rows: int) -> dict[str, Path]:
    kinds = {
        "JSONL": ("jsonl", "json"),
        "CSV": ("csv", "csv"),
        "Parquet": ("parquet", "parquet"),
    }
    duck = duckdb.connect()
    duck.execute(
        f"CREATE TABLE events AS {EVENTS.replace('/*features*/', FEATURES)}", {"rows": rows}
    )
    found = {shape: folder / f"events.{suffix}" for shape, (suffix, _) in kinds.items()}
    for shape, path in found.items():
        duck.execute(f"COPY events TO '{path}' (FORMAT {kinds[shape][1]})")
    duck.close()
    return found


def _report(shape: str, path: Path, folder: Path, rows: int, rounds: int) -> None:
    desk = _Desk(folder / f"facts-{path.suffix[1:]}")
    schema = _schema(folder / "events.parquet")
    costs = _race(
        {
            "import": lambda: desk.bring(path, rows),
            "import, masked": lambda: desk.bring(path, rows, Masking(STRICT, b"k" * 32)),
            "import again": lambda: desk.bring(path, 0),
            "plain load": lambda: _load(folder, _plain(path, schema)),
            "plain load, schema found": lambda: _load(folder, f"FROM '{path}'"),
            "pandas": lambda: _pandas(path, folder),
        },
        rounds,
    )
    print(f"\n{shape}, {rows:,} rows x {len(schema)} columns, {path.stat().st_size >> 20} MB")
    for name, cost in costs.items():
        speed, ratio = rows / cost, costs["import"] / cost
        print(
            f"  {name:<24} {cost:5.2f} CPU s {speed:>9,.0f} rows/CPU s  import/this {ratio:.2f}"
        )
    _judge("masked / import", costs["import, masked"] / costs["import"], at_most=1.15)
    if shape == "JSONL":
        _judge("pandas / import", costs["pandas"] / costs["import"], at_least=2.5)
        _judge("import / plain load", costs["import"] / costs["plain load"], at_most=1.4)
        _judge("import again / import", costs["import again"] / costs["import"], at_most=1.1)


def _judge(
    name: str, value: float, *, at_least: float | None = None, at_most: float | None = None
) -> None:
    met = value >= at_least if at_least is not None else value <= (at_most or 0)
    goal = f">= {at_least}" if at_least is not None else f"<= {at_most}"
    print(f"  goal: {name} {goal}: {value:.2f}, {'met' if met else 'MISSED'}")


def _race(candidates: dict[str, Callable[[], None]], rounds: int) -> dict[str, float]:
    costs: dict[str, list[float]] = {name: [] for name in candidates}
    for turn in range(rounds + 1):
        for name, run in candidates.items():
            gc.collect()
            before = _cpu()
            run()
            if turn:  # the first round warms up
                costs[name].append(_cpu() - before)
    return {name: statistics.median(found) for name, found in costs.items()}


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


class _Desk:
    """Facts that are emptied before rows are expected to be new."""

    def __init__(self, folder: Path) -> None:
        self.facts = Facts(folder)
        self.batches: tuple[Batch, ...] = ()
        self.count = 0

    def bring(self, path: Path, expected: int, masking: Masking | None = None) -> None:
        if expected:
            self.facts.show(())
        self.count += 1
        preview = self.facts.preview(path, "events", source="bench", samples=0, masking=masking)
        staged = self.facts.stage(
            [path], preview.mapping, import_id=f"b{self.count}", now=NOW, masking=masking
        )
        outcome = self.facts.finish(staged)
        if expected:
            self.batches = outcome.batches
            self.facts.show(self.batches)
        self.facts.discard(staged, keep=self.batches)
        if (outcome.rows_added, outcome.rows_rejected) != (expected, 0):
            raise SystemExit(f"{path.name}: {outcome.rows_added} added, {expected} expected")


def _schema(parquet: Path) -> dict[str, str]:
    with duckdb.connect() as duck:
        rows = duck.execute(f"DESCRIBE FROM '{parquet}'").fetchall()
    return {row[0]: row[1] for row in rows}


def _plain(path: Path, schema: dict[str, str]) -> str:
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in schema.items())
    if path.suffix == ".jsonl":
        return f"FROM read_json('{path}', format='newline_delimited', columns={{{columns}}})"
    if path.suffix == ".csv":
        return f"FROM read_csv('{path}', columns={{{columns}}}, header=true)"
    return f"FROM '{path}'"


def _load(folder: Path, rows: str) -> None:
    path = folder / "plain.duckdb"
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as duck:
        duck.execute(f"CREATE TABLE events AS {rows}")
        duck.execute("CHECKPOINT")


def _frame(path: Path) -> pd.DataFrame:
    return pd.read_parquet(path)  # pyright: ignore[reportUnknownMemberType] (its **kwargs)


def _pandas(path: Path, folder: Path) -> None:
    if path.suffix == ".jsonl":
        frame = pd.read_json(path, lines=True)
    else:
        frame = pd.read_csv(path) if path.suffix == ".csv" else _frame(path)
    frame = frame.drop_duplicates("event_id")
    target = folder / "pandas.duckdb"
    target.unlink(missing_ok=True)
    with duckdb.connect(str(target)) as duck:
        duck.register("frame", frame)
        duck.execute("CREATE TABLE events AS FROM frame")
        duck.execute("CHECKPOINT")


if __name__ == "__main__":
    main()
