"""What a file of events, results, cases or labels can tell us, and by which names."""

from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Field:
    """A canonical field. Earlier aliases win; `top` ones count only outside nested objects."""

    name: str
    aliases: tuple[str, ...] = ()
    value: str = "text"  # text, label, number, flag, time, kind, feedback, error, attempt
    units: tuple[str, ...] = ()  # the first is the one that facts are kept in
    top: tuple[str, ...] = ()
    unique: tuple[str, ...] = ()  # names that mean this only when no value comes twice


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _timed(*names: str) -> tuple[str, ...]:
    ends = ("ms", "millis", "milliseconds", "s", "sec", "secs", "seconds", "us")
    return (*(f"{name}_{end}" for name in names for end in ends), *names)


_ROUTE = Field("route", _words("endpoint task task_name flow workflow"))
_INPUT = Field(
    "input",
    _words(
        "input_text user_input prompt question query utterance user_message inputs input_value"
    ),
    top=_words("text message request x"),
)
_OUTPUT = Field(
    "output",
    _words("output_text response completion actual_output answer generated_text reply outputs"
           " model_output output_value"),
)  # fmt: skip
_PREDICTION = Field(
    "prediction", _words("pred y_pred predicted predicted_label predicted_class"), "label"
)
_PASSED = Field("passed", _words("pass is_correct success correct"), "flag")
_ERROR = Field(
    "error",
    _words("error_type error_class error_message exception exception_type"),
    "error",
    top=("status",),
)
_SCORE = Field(
    "score",
    _words("confidence probability y_pred_proba y_score proba"),
    "number",
    ("share", "percent"),
)
_LATENCY = Field(
    "latency_ms",
    _timed("latency", "duration", "elapsed", "response_time", "total_time", "execution_time",
           "execution_duration", "completion_time"),
    "number",
    ("ms", "s", "us"),
)  # fmt: skip
_COST = Field("cost_usd", _words("total_cost cost cost_cents"), "number", ("usd", "cents"))
_COST_OF_FAILURE = Field("cost_of_failure", _words("failure_cost"), "number", ("usd", "cents"))
_TRUTH_NAMES = _words(
    "ground_truth y_true expected expected_output ideal target gold reference reference_output"
    " correct_answer"
)
_IDS = _words("id case_id example_id sample_id doc_id record_id row_id")
_EVENT_IDS = _words("request_id span_id log_id interaction_id")

FIELDS: Mapping[str, tuple[Field, ...]] = {
    "events": (
        Field("event_id", _EVENT_IDS, "label", unique=_IDS),
        Field(
            "occurred_at",
            _words("timestamp ts created_at start_time started_at event_time datetime"),
            "time",
            top=_words("time date"),
        ),
        _ROUTE,
        Field(
            "model_version",
            _words("model model_name provided_model_name model_id"),
            top=_words("version release"),
        ),
        _INPUT,
        _OUTPUT,
        _PREDICTION,
        Field("truth", _TRUTH_NAMES, "label"),
        _PASSED,
        _ERROR,
        Field("feedback", _words("user_feedback thumbs rating stars user_rating"), "feedback",
              ("thumbs", "stars")),
        Field("kind", _words("failure_kind failure_type"), "kind"),
        _SCORE,
        _LATENCY,
        _COST,
        _COST_OF_FAILURE,
        Field("trace_id"),
    ),
    "results": (
        Field("case_id", (*_IDS, *_words("source_ref test_id dataset_item_id")), "label"),
        _INPUT,
        _ROUTE,
        Field(
            "attempt",
            _words("repetition_number repetition repeat trial train_trial_index"),
            "attempt",
            ("from1", "from0"),
            top=("epoch",),
        ),
        _PASSED,
        _OUTPUT,
        _PREDICTION,
        _ERROR,
        _SCORE,
        _LATENCY,
        _COST,
        Field("started_at", _words("occurred_at timestamp ts created_at start_time"), "time"),
        Field("cold", _words("cold_start is_cold is_cold_start coldstart"), "flag"),
    ),
    "labels": (
        Field("event_id", (*_EVENT_IDS, *_IDS), "label"),
        Field("truth", (*_TRUTH_NAMES, "label", "correction"), "label"),
        Field("labelled_at", _words("labeled_at timestamp ts created_at occurred_at"), "time"),
    ),
    "cases": (
        _INPUT,
        Field("expected", (*_TRUTH_NAMES, "expected_answer", "truth", "label", "answer")),
        Field("expected_behaviour", _words("behaviour expected_behavior behavior")),
        Field("severity", ("priority",)),
        Field("cost_of_failure", _words("failure_cost cost"), "number", ("usd", "cents")),
        Field("tags", ("tag",)),
        Field("owner"),
        _ROUTE,
        Field("source", ("origin",)),
        Field("set", _words("state eval_set")),
        Field("source_ref", _IDS, "label"),
        Field("kind", _words("failure_kind failure_type"), "kind"),
        Field("note", _words("comment notes")),
    ),
    "training": (
        replace(_INPUT, aliases=(*_INPUT.aliases, "messages", "conversation")),
        Field("label", (*_TRUTH_NAMES, "truth", "labels", "category", "intent", "completion")),
    ),
}  # fmt: skip

EVIDENCE: Mapping[str, tuple[str, ...]] = {  # without one of these a row says nothing
    "events": ("input", "output", "prediction", "passed", "error", "feedback", "kind"),
    "results": ("passed", "error", "output", "prediction"),
    "labels": ("truth",),
    "cases": ("input",),
    "training": ("input",),
}


def field_named(kind: str, name: str) -> Field | None:
    """The field of `kind` with the canonical `name`."""
    return next((f for f in FIELDS[kind] if f.name == name), None)
