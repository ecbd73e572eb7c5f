"""The columns of every view, in order, with their types."""

from collections.abc import Mapping

TEXT, NUMBER, TIME = "VARCHAR", "DOUBLE", "TIMESTAMP WITH TIME ZONE"

EVENTS: Mapping[str, str] = {
    "event_id": TEXT,
    "case_id": TEXT,
    "occurred_at": TIME,
    "route": TEXT,
    "model_version": TEXT,
    "input": TEXT,
    "output": TEXT,
    "prediction": TEXT,
    "truth": TEXT,
    "passed": "BOOLEAN",
    "error": TEXT,
    "feedback": TEXT,
    "kind": TEXT,
    "score": NUMBER,
    "latency_ms": NUMBER,
    "cost_usd": NUMBER,
    "cost_of_failure": NUMBER,
    "trace_id": TEXT,
}
HIDDEN = ("import_id", "content_hash", "_bad", "_row")
DERIVED = ("case_id", "truth", "kind")  # not part of what an event's content is compared by

VIEWS: Mapping[str, Mapping[str, str]] = {
    "events": {**EVENTS, "import_id": TEXT, "content_hash": TEXT},
    "failures": {
        "event_id": TEXT,
        "case_id": TEXT,
        "group_id": TEXT,
        "kind": TEXT,
        "expected": TEXT,
        "actual": TEXT,
        "occurred_at": TIME,
        "week": "DATE",
        "route": TEXT,
        "model_version": TEXT,
        "cost": NUMBER,
        "title": TEXT,
        "input": TEXT,
        "output": TEXT,
        "cohorts": "VARCHAR[]",  # 'region=eu'; NULL in batches written before it was kept
        "import_id": TEXT,
        "event_import_id": TEXT,
    },
    "results": {
        "run": TEXT,
        "case_id": TEXT,
        "attempt": "INTEGER",
        "passed": "BOOLEAN",
        "output": TEXT,  # where there is none, the prediction
        "prediction": TEXT,  # the label; NULL in batches written before it was kept
        "score": NUMBER,
        "error": TEXT,
        "latency_ms": NUMBER,
        "cost_usd": NUMBER,
        "started_at": TIME,
        "cold": "BOOLEAN",  # the first call after a start; NULL where nobody marked it
        "import_id": TEXT,
        "content_hash": TEXT,
        "asked_sha256": TEXT,  # what the case asked and expected when it was judged
    },
    "labels": {
        "event_id": TEXT,
        "truth": TEXT,
        "labelled_at": TIME,
        "import_id": TEXT,
        "content_hash": TEXT,
    },
    "event_weeks": {
        "week": "DATE",
        "route": TEXT,
        "model_version": TEXT,
        "events": "BIGINT",
        "labelled": "BIGINT",
        "failures": "BIGINT",
        "cost_usd_sum": NUMBER,
        "import_id": TEXT,
        "event_import_id": TEXT,
    },
    "training": {  # what a text looks like from afar; never the text
        "exact_sha256": TEXT,
        "normal_sha256": TEXT,
        "length": "INTEGER",  # characters of the normal text
        "signature": "BLOB",  # MinHash (curation.minhash); NULL of texts that are too short
        "label_sha256": TEXT,
        "file": TEXT,
        "row": "BIGINT",
        "import_id": TEXT,
    },
    "rejects": {
        "file": TEXT,
        "row": "BIGINT",
        "field": TEXT,
        "value": TEXT,
        "reason": TEXT,
        "raw": TEXT,
        "import_id": TEXT,
    },
}
LATE_FAILURES = "late_failures"  # known through a late label; part of the view failures
RESERVED = frozenset({*EVENTS, *HIDDEN, "week", "filename", "file_row_number"})
