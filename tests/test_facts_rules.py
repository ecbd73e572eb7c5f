"""DuckDB judges a column as curation judges a value."""

from collections.abc import Generator
from pathlib import Path

import hypothesis.strategies as st
import pytest
from duckdb import DuckDBPyConnection
from hypothesis import HealthCheck, given, settings

from curation import identity
from curation.failures import FailureKind, kind_of, says_timeout
from curation.readings import word
from store.facts.connection import connect

_ASCII = st.text(st.characters(max_codepoint=127))
_TEXT = st.one_of(_ASCII, st.text(st.characters(exclude_categories=["Cs"])))
_NUMBERISH = st.from_regex(r"\A[-+]?[0-9]{0,3}\.?[0-9]{0,3}([eE][-+]?[0-9]{0,3})?\Z")
_SAID = st.sampled_from(["7", "7.0", "a", "A.", "true", "1e2", "100", "-1", "", "b c"])
_ONE = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def duck(tmp_path_factory: pytest.TempPathFactory) -> Generator[DuckDBPyConnection]:
    connection = connect(Path(tmp_path_factory.mktemp("spill")))
    yield connection
    connection.close()


def said(duck: DuckDBPyConnection, sql: str, *values: object) -> object:
    return duck.execute(f"SELECT {sql}", list(values)).fetchall()[0][0]


@_ONE
@given(route=_ASCII, text=_TEXT)
def test_a_case_has_the_same_id_in_sql(duck: DuckDBPyConnection, route: str, text: str) -> None:
    assert said(duck, "case_id_of(?, ?)", route, text) == identity.case_id(route, text)


@_ONE
@given(st.lists(st.one_of(st.none(), _TEXT), min_size=2, max_size=2), _TEXT)
def test_a_group_has_the_same_id_in_sql(
    duck: DuckDBPyConnection, told: list[str | None], route: str
) -> None:
    found = said(duck, "group_id_of('error', ?::VARCHAR, ?::VARCHAR, ?)", *told, route)
    assert found == identity.group_id("error", told[0], told[1], route)


@_ONE
@given(st.one_of(_TEXT, _NUMBERISH, st.sampled_from(["True", "FALSE ", " 7.0", "7.10"])))
def test_a_label_is_as_plain_in_sql(duck: DuckDBPyConnection, text: str) -> None:
    assert said(duck, "coalesce(plain_label(?), '')", text) == identity.plain_label(text)


@_ONE
@given(st.one_of(_TEXT, _NUMBERISH))
def test_a_number_is_a_number_in_sql(duck: DuckDBPyConnection, text: str) -> None:
    assert said(duck, "coalesce(is_number(?), false)", text) == identity.is_number(text)


@_ONE
@given(st.one_of(_SAID, _NUMBERISH), st.one_of(_SAID, _NUMBERISH))
def test_answers_are_as_equal_in_sql(duck: DuckDBPyConnection, a: str, b: str) -> None:
    assert said(duck, "same_answer(?, ?)", a, b) == identity.same_answer(a, b)


@_ONE
@given(_ASCII)
def test_words_are_read_alike_in_sql(duck: DuckDBPyConnection, text: str) -> None:
    assert said(duck, "word_of(?)", text) == word(text)


@_ONE
@given(
    st.one_of(_TEXT, st.from_regex(r"(?i)\A.?(time|deadline)[-_ ]?d?[-_ ]?(out|exceeded).?\Z"))
)
def test_a_timeout_is_heard_in_sql(duck: DuckDBPyConnection, text: str) -> None:
    assert said(duck, "says_timeout(?)", text) == says_timeout(text)


@_ONE
@given(
    kind=st.sampled_from([None, None, *FailureKind]),
    error=st.sampled_from([None, None, "timeout", "HTTP 500"]),
    passed=st.sampled_from([None, True, False]),
    truth=st.one_of(st.none(), _SAID.map(identity.plain_label).filter(bool)),
    prediction=st.one_of(st.none(), _SAID.map(identity.plain_label).filter(bool)),
    output=st.one_of(st.none(), _SAID.filter(bool)),
    feedback=st.sampled_from([None, "positive", "negative"]),
)
def test_a_failure_is_of_the_same_kind_in_sql(
    duck: DuckDBPyConnection,
    kind: str | None,
    error: str | None,
    passed: bool | None,
    truth: str | None,
    prediction: str | None,
    output: str | None,
    feedback: str | None,
) -> None:
    told = {"error": error, "truth": truth, "prediction": prediction, "output": output}
    expected = kind_of(kind=kind, passed=passed, feedback=feedback, **told)
    values = [kind, error, passed, truth, prediction, output, feedback]
    cells = "?::VARCHAR, ?::VARCHAR, ?::BOOLEAN, ?::VARCHAR, ?::VARCHAR, ?::VARCHAR, ?::VARCHAR"
    assert said(duck, f"kind_of({cells})", *values) == expected


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-11-21T09:30:00Z", "2026-11-21 09:30:00+00"),
        ("2026-11-21T09:30:00+02:00", "2026-11-21 07:30:00+00"),
        ("2026-11-21 09:30:00 -0500", "2026-11-21 14:30:00+00"),
        ("2026-11-21T09:30Z", "2026-11-21 09:30:00+00"),
        ("2026-11-21T09:30:00.123456789Z", "2026-11-21 09:30:00.123456+00"),
        ("2026-11-21 09:30:00", "2026-11-21 09:30:00+00"),
        ("2026-11-21", "2026-11-21 00:00:00+00"),
        ("20261121T093000Z", "2026-11-21 09:30:00+00"),
        ("1795253400", "2026-11-21 09:30:00+00"),
        ("1795253400000", "2026-11-21 09:30:00+00"),
        ("1795253400000000", "2026-11-21 09:30:00+00"),
        ("1795253400.5", "2026-11-21 09:30:00.5+00"),
        ("infinity", None),
        ("epoch", None),
        ("21/11/2026", None),
        ("12", None),
        ("tomorrow", None),
    ],
)
def test_a_time_is_read_from_any_form(
    duck: DuckDBPyConnection, text: str, meant: str | None
) -> None:
    assert said(duck, "CAST(time_of_text(?) AS VARCHAR)", text) == meant


def test_a_week_starts_on_monday_in_utc(duck: DuckDBPyConnection) -> None:
    monday = "CAST(week_of(TIMESTAMPTZ '2026-11-16 00:30:00+00') AS VARCHAR)"
    sunday = "CAST(week_of(TIMESTAMPTZ '2026-11-16 00:30:00+02') AS VARCHAR)"
    assert (said(duck, monday), said(duck, sunday)) == ("2026-11-16", "2026-11-09")


@pytest.mark.parametrize(
    ("error", "class_"),
    [
        ("TimeoutError: after 3012 ms", "TimeoutError"),
        ("HTTP 503", "HTTP 503"),
        ("request 8412937 failed", "request # failed"),
        ("Error: rate limit\n at line 3", "Error: rate limit"),
        ("ValueError\nTraceback", "ValueError"),
    ],
)
def test_errors_of_a_class_are_told_alike(
    duck: DuckDBPyConnection, error: str, class_: str
) -> None:
    assert said(duck, "error_class(?)", error) == class_
