"""What foreign columns are taken for: guessed, asked, corrected, remembered."""

from collections.abc import Sequence

import pytest

from curation.guessing import LooksLikeLabels, NoUsableColumns, guess
from curation.mapping import (
    AmbiguousColumns,
    Column,
    Mapping,
    NotAMapping,
    from_json,
    merged,
    parse_corrections,
    snake,
    to_json,
)
from store.formats.relation import column_of


def columns(**samples: Sequence[str | None]) -> list[Column]:
    return [column_of(name.replace("__", "."), values) for name, values in samples.items()]


def guessed(kind: str, *maps: str, **samples: Sequence[str | None]) -> Mapping:
    return guess(kind, columns(**samples), parse_corrections(maps))


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("ts", "occurred_at"), ("created_at", "occurred_at"), ("startTime", "occurred_at"),
        ("query", "input"), ("user_message", "input"), ("text", "input"),
        ("completion", "output"), ("actualOutput", "output"),
        ("y_pred", "prediction"), ("expectedOutput", "truth"), ("y_true", "truth"),
        ("gold", "truth"), ("confidence", "score"), ("y_pred_proba", "score"),
        ("is_correct", "passed"), ("thumbs", "feedback"), ("error_type", "error"),
        ("latencyMs", "latency_ms"), ("duration_s", "latency_ms"), ("totalCost", "cost_usd"),
        ("model_name", "model_version"), ("release", "model_version"), ("endpoint", "route"),
        ("usage__cost", "cost_usd"), ("response__output", "output"),
    ],
)  # fmt: skip
def test_a_column_is_known_by_the_names_that_tools_give_it(name: str, field: str) -> None:
    others = {"input", "output"} - {field}
    found = guess("events", columns(**{name: ["1"]}, **{other: ["hello"] for other in others}))
    assert found.fields[field].column == name.replace("__", ".")


@pytest.mark.parametrize("kind", ["events", "results"])
def test_label_alone_is_asked_and_never_guessed(kind: str) -> None:
    with pytest.raises(AmbiguousColumns) as asked:
        guessed(kind, case_id=["1"], input=["a"], prediction=["x"], label=["y"])
    assert asked.value.questions[0].column == "label"
    assert "--map passed=label" in str(asked.value)


def test_an_answer_to_the_question_is_followed_and_remembered() -> None:
    found = guessed("events", "truth=label", input=["a"], prediction=["x"], label=["y"])
    assert found.fields["truth"].column == "label"
    again = from_json(to_json(found))
    assert guess("events", columns(input=["b"], label=["z"]), None, again).fields == {
        "input": found.fields["input"],
        "truth": found.fields["truth"],
    }


def test_what_is_remembered_of_a_column_outlives_files_without_it() -> None:
    first = guessed("events", "truth=label", "ignore=foo", input=["a"], label=["y"], foo=["1"])
    second = guess("events", columns(input=["b"], bar=["2"]), None, first)
    assert "truth" not in second.fields
    kept = merged(second, first)
    assert kept.fields["truth"].column == "label"
    assert (kept.metadata, kept.ignored) == (("bar",), ("foo",))
    assert guess("events", columns(input=["c"], label=["z"]), None, kept).fields["truth"]


def test_in_a_file_of_labels_a_label_is_the_truth() -> None:
    assert guessed("labels", id=["1"], label=["x"]).fields["truth"].column == "label"


@pytest.mark.parametrize(
    ("distinct", "rows", "is_id"), [(3, 3, True), (2, 3, False), (None, None, False)]
)
def test_a_common_id_names_events_only_when_it_never_repeats(
    distinct: int | None, rows: int | None, is_id: bool
) -> None:
    found = guess(
        "events", [Column("case_id", "text", ("a",), distinct, rows), *columns(input=["x"])]
    )
    assert ("event_id" in found.fields) is is_id
    assert ("case_id" in found.metadata) is not is_id


@pytest.mark.parametrize(
    ("name", "values", "unit", "guessed_"),
    [
        ("latency_ms", ["1200"], "ms", False),
        ("latency_s", ["1200"], "s", False),
        ("duration_seconds", ["1.2"], "s", False),
        ("latency", ["1.2", "0.4"], "s", True),
        ("latency", ["1200", "400"], "ms", True),
        ("cost_cents", ["2"], "cents", False),
    ],
)
def test_a_unit_is_read_off_the_name_or_guessed_and_said(
    name: str, values: list[str], unit: str, guessed_: bool
) -> None:
    found = guess("events", [column_of(name, values), *columns(input=["x"])])
    source = next(s for s in found.fields.values() if s.column == name)
    assert source.unit == unit
    assert any("guessed from its values" in note for note in found.notes) is guessed_


def test_a_guessed_unit_is_corrected_by_a_word() -> None:
    found = guessed("events", "latency_ms=duration:s", input=["x"], duration=["1200"])
    assert (found.fields["latency_ms"].unit, found.notes) == ("s", ())


@pytest.mark.parametrize(
    ("name", "values", "field"),
    [
        ("status", ["shipped", "paid"], "error"),
        ("kind", ["LLM", "TOOL"], "kind"),
        ("feedback", ["The answer was rude."], "feedback"),
        ("correct", ["Paris", "Rome"], "passed"),
        ("score", ["4", "5", "3"], "score"),
        ("time", ["12", "15"], "occurred_at"),
        ("latency", ["00:01:30"], "latency_ms"),
    ],
)
def test_a_name_is_not_believed_against_its_values(
    name: str, values: list[str], field: str
) -> None:
    found = guess("events", [column_of(name, values), *columns(input=["x"])])
    assert field not in found.fields
    assert name in found.metadata
    assert any(note.startswith(f"{name} is not read as {field}") for note in found.notes)


def test_columns_of_a_mended_file_that_start_with_an_underscore_are_left_out() -> None:
    found = guessed("events", input=["x"], _reason=["was empty"], region=["eu"])
    assert found.metadata == ("region",)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("truth", "Write FIELD=COLUMN"),
        ("=x", "no field ''"),
        ("color=input", "no field 'color'"),
        ("truth=imput", "did you mean 'input'"),
    ],
)
def test_a_correction_that_cannot_be_followed_says_why(words: str, said: str) -> None:
    with pytest.raises(NotAMapping, match=said.replace("(", r"\(")):
        guessed("events", words, input=["x"], prediction=["y"])


def test_ignored_and_kept_columns_are_as_the_person_said() -> None:
    found = guessed(
        "events", "ignore=foo", "metadata=score:text", input=["x"], foo=["1"], score=["0.5"]
    )
    assert (found.ignored, found.metadata, found.texts) == (("foo",), ("score",), ("score",))


@pytest.mark.parametrize(
    ("kind", "samples", "error", "said"),
    [
        ("events", {"id": ["1"], "truth": ["a"]}, LooksLikeLabels, "--as labels"),
        ("events", {"id": ["1"], "repaid": ["1"]}, NoUsableColumns, "its columns are"),
        ("events", {"age": ["1"], "sex": ["f"]}, NoUsableColumns, "--map input=COLUMN"),
        ("results", {"passed": ["true"]}, NoUsableColumns, "case_id or input"),
        ("results", {"case_id": ["1"]}, NoUsableColumns, "passed or error"),
        ("labels", {"truth": ["a"]}, NoUsableColumns, "event_id"),
        ("cases", {"expected": ["a"]}, NoUsableColumns, "input"),
    ],
)
def test_a_file_that_says_nothing_is_refused_with_what_it_lacks(
    kind: str, samples: dict[str, list[str]], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        guess(kind, columns(**samples), name="x.csv")


@pytest.mark.parametrize(
    ("name", "called"),
    [("usage.totalCost", "usage_total_cost"), ("Expert label", "expert_label"), ("%", "column"),
     ("education-num", "education_num"), ("Größe", "größe")],
)  # fmt: skip
def test_a_further_column_is_called_in_snake_case(name: str, called: str) -> None:
    assert snake(name) == called
