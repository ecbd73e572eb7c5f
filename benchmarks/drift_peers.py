"""What other tools need for the same drift; run by benchmarks/drift.py with their own Python.

    peers/bin/python benchmarks/drift_peers.py TOOL FOLDER

Prints one line of JSON: CPU seconds of loading and of working, and the peak memory.
"""
# pyright: basic, reportMissingImports=false

import json
import resource
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

warnings.filterwarnings("ignore")
NUMBERS = [f"num_{k:02}" for k in range(20)]
CATEGORIES = ["region", *(f"cat_{k}" for k in range(1, 5))]
Frame: TypeAlias = Any  # of pandas, which this file cannot name
COLUMNS = NUMBERS + CATEGORIES
REFERENCE, CURRENT = 8, 22  # weeks before and from


def load(folder: Path) -> Frame:
    import pandas as pd

    files = sorted(folder.glob("week-*.parquet"))
    found = pd.concat(
        [pd.read_parquet(f, columns=["timestamp", *COLUMNS]).assign(week=i)
         for i, f in enumerate(files)], ignore_index=True,
    )  # fmt: skip
    return found.astype(dict.fromkeys(CATEGORIES, "category"))


def evidently(rows: Frame) -> object:
    from evidently import DataDefinition, Dataset, Report
    from evidently.presets import DataDriftPreset

    definition = DataDefinition(numerical_columns=NUMBERS, categorical_columns=CATEGORIES)
    both = (rows[rows.week >= CURRENT], rows[rows.week < REFERENCE])
    current, reference = (
        Dataset.from_pandas(part[COLUMNS], data_definition=definition) for part in both
    )
    return len(
        json.dumps(Report([DataDriftPreset()]).run(current, reference).dict(), default=str)
    )


def nannyml(rows: Frame) -> object:
    from nannyml import UnivariateDriftCalculator

    asked = UnivariateDriftCalculator(
        column_names=COLUMNS,
        treat_as_categorical=CATEGORIES,
        timestamp_column_name="timestamp",
        continuous_methods=["kolmogorov_smirnov", "jensen_shannon"],
        categorical_methods=["jensen_shannon"],
        chunk_period="W",
    )
    plain = rows.drop(columns="week")
    return asked.fit(plain[rows.week < REFERENCE]).calculate(plain).to_df().shape


def notebook(rows: Frame) -> object:
    import numpy as np
    from scipy.spatial.distance import jensenshannon
    from scipy.stats import ks_2samp

    def psi(p: Frame, q: Frame) -> float:
        p, q = np.clip(p, 1e-4, None), np.clip(q, 1e-4, None)
        return float(((q - p) * np.log(q / p)).sum())

    reference, found = rows[rows.week < REFERENCE], []
    for column in NUMBERS:
        r = reference[column].dropna()
        edges = np.unique(np.quantile(r, np.linspace(0, 1, 11)))
        edges[0], edges[-1] = -np.inf, np.inf
        p = np.histogram(r, edges)[0] / len(r)
        for _, week in rows.groupby("week"):
            x = week[column].dropna()
            q = np.histogram(x, edges)[0] / len(x)
            found.append((psi(p, q), jensenshannon(p, q, 2), ks_2samp(r, x).statistic))
    for column in CATEGORIES:
        p = reference[column].value_counts(normalize=True, sort=False)
        for _, week in rows.groupby("week"):
            q = week[column].value_counts(normalize=True, sort=False)
            found.append((psi(p.values, q.values), jensenshannon(p, q, 2), None))
    return len(found)


TOOLS: dict[str, tuple[Callable[[Frame], object], tuple[str, ...]]] = {
    "evidently": (evidently, ("evidently", "evidently.presets")),
    "nannyml": (nannyml, ("nannyml",)),
    "notebook": (notebook, ("scipy.stats", "scipy.spatial.distance", "pandas")),
}


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> None:
    work, modules = TOOLS[sys.argv[1]]
    for module in ("pyarrow.parquet", *modules):  # importing is not what is measured
        __import__(module)
    start = cpu()
    rows = load(Path(sys.argv[2]))
    loaded = cpu()
    work(rows)
    told = {"load": loaded - start, "work": cpu() - loaded}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**told, "peak_mb": peak}))


if __name__ == "__main__":
    main()
