"""The source files as a team would have them: a file a week, the last as JSONL, late labels."""
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUnknownParameterType=false
# pyarrow has no types.

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from store.sample.answers import Answers
from store.sample.crowd import CHANNELS, REGIONS, TIERS, Bools, Ints
from store.sample.outputs import outputs
from store.sample.phrases import LABELS, LANGUAGES
from store.sample.releases import MODELS, releases
from store.sample.scene import Scene
from store.sample.signals import Signals
from store.sample.troubles import ERRORS, KINDS

LAST_WEEK, LABELS_FILE = "events-last-week.jsonl", "late-labels.jsonl"
BACKFILL = 2  # weeks that come in one file, when the team begins
_FEEDBACK = ("negative", "neutral", "positive")
_STILL_OPEN = 0.15  # of the missing labels never come
_HOURS_TO_LABEL = (9 * 24, 12 * 24)  # at least, and up to so much more


def write_files(
    folder: Path, scene: Scene, given: Answers, measured: Signals, rng: np.random.Generator
) -> tuple[tuple[Path, ...], Path]:
    """Write events and late labels into `folder`; the paths are (event files, label file)."""
    folder.mkdir(parents=True, exist_ok=True)
    table = pa.table(_columns(scene, given, measured, rng))
    weeks = range(BACKFILL, scene.calendar.weeks)
    ends = [int(np.searchsorted(scene.crowd.hours, 168 * week)) for week in weeks]
    events = [folder / f"events-{week:02}.parquet" for week in weeks]
    for path, first, end in zip(events, [0, *ends], ends, strict=False):
        pq.write_table(table.slice(first, end - first), path, compression="zstd")
    last = folder / LAST_WEEK
    _write_lines(last, (_stamped(row) for row in table.slice(ends[-1]).to_pylist()))
    labels = folder / LABELS_FILE
    _write_lines(labels, _late_labels(scene, given, rng))
    return (*events, last), labels


def _columns(
    scene: Scene, given: Answers, measured: Signals, rng: np.random.Generator
) -> dict[str, Any]:
    crowd, n = scene.crowd, len(scene.crowd.hours)
    traces = rng.integers(0, 1 << 63, n).tolist()
    return {
        "event_id": pa.array([event_id(i) for i in range(n)]),
        "occurred_at": pa.array(_stamps(scene), pa.timestamp("ms", tz="UTC")),
        "route": pa.array(scene.written.route).dictionary_encode(),
        "region": _words(crowd.region, REGIONS),
        "channel": _words(crowd.channel, CHANNELS),
        "customer_tier": _words(crowd.tier, TIERS),
        "language": _words(scene.written.language, [language.code for language in LANGUAGES]),
        "model_version": _words(crowd.model, MODELS),
        "release": _words(crowd.release, [r.name for r in releases(scene.calendar)]),
        "input": pa.array(scene.written.text),
        "output": pa.array(outputs(scene, given)),
        "prediction": _words(given.prediction, LABELS),
        "truth": _words(np.where(given.known, given.truth, -1), LABELS),
        "score": pa.array(np.round(given.score, 4), from_pandas=True),
        "latency_ms": pa.array(np.round(measured.latency_ms, 1)),
        "cost_usd": pa.array(np.round(measured.cost_usd, 6)),
        "error": _words(given.error, ERRORS),
        "feedback": _words(np.where(measured.feedback, measured.feedback + 1, -1), _FEEDBACK),
        "kind": _words(given.kind, KINDS),
        "trace_id": pa.array([f"{trace:016x}" for trace in traces]),
        **_features(measured),
    }


def _features(measured: Signals) -> dict[str, Any]:
    return {
        "input_length": pa.array(measured.input_length),
        "output_tokens": pa.array(measured.output_tokens),
        "turns": pa.array(measured.turns),
        "retrieval_score": pa.array(np.round(measured.retrieval_score, 4)),
        "kb_age_days": pa.array(np.round(measured.kb_age_days, 2)),
        "tool_calls": pa.array(measured.tool_calls),
        "sentiment": pa.array(np.round(measured.sentiment, 3)),
        "hour_of_day": pa.array(measured.hour_of_day),
        "account_age_days": pa.array(measured.account_age_days),
        "asr_confidence": pa.array(np.round(measured.asr_confidence, 3), from_pandas=True),
    }


def event_id(index: int) -> str:
    """The id of the event at `index`, in the order of time."""
    return f"ev-{index + 1:07d}"


def _words(codes: Ints, names: Sequence[str]) -> pa.DictionaryArray:
    """Names for `codes`; -1 is no name."""
    return pa.DictionaryArray.from_arrays(
        pa.array(codes.astype(np.int32), mask=codes < 0), pa.array(names)
    )


def _stamps(scene: Scene) -> Ints:
    start = int(scene.calendar.start.timestamp() * 1000)
    return start + (scene.crowd.hours * 3_600_000).astype(np.int64)


def _late_labels(
    scene: Scene, given: Answers, rng: np.random.Generator
) -> Iterator[Mapping[str, Any]]:
    """The truth of most events that came without it, in the order in which it was found."""
    hours = scene.crowd.hours
    found = hours + _HOURS_TO_LABEL[0] + _HOURS_TO_LABEL[1] * rng.random(len(hours))
    lot = rng.random(len(hours))
    late: Bools = ~given.known & (lot > _STILL_OPEN) & (found < scene.calendar.hours)
    at = np.flatnonzero(late)
    for index in at[np.argsort(found[at], kind="stable")].tolist():
        moment = scene.calendar.moment(float(found[index]))
        yield {
            "event_id": event_id(index),
            "truth": LABELS[int(given.truth[index])],
            "labelled_at": _iso(moment),
        }


def _stamped(row: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**row, "occurred_at": _iso(row["occurred_at"])}


def _iso(moment: datetime) -> str:
    text = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def _write_lines(path: Path, rows: Iterator[Mapping[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
