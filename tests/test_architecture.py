"""The shape of the code, held by tests: sizes, names, places, and documents that do not lie."""

import ast
import re
from collections.abc import Generator
from pathlib import Path

import pytest
import typer

from store.commands import app
from store.facts.connection import DuckDBPyConnection, connect
from store.facts.views import Views
from tests.conftest import ROOT

PRODUCT = ["pages", "store", "curation", "benchmarks", ".ci"]
MODULES = [ROOT / "app.py"] + [path for top in PRODUCT for path in (ROOT / top).rglob("*.py")]
TESTS = list((ROOT / "tests").rglob("*.py"))
PAGES = [path for path in ROOT.glob("pages/*/*.py") if path.parent.name != "shared"]
QUERIES = list((ROOT / "store/facts/queries").glob("*.sql"))
BANNED = {"utils", "helpers", "common", "misc", "manager", "service"}


def _told(paths: list[Path]) -> list[str]:
    return sorted(path.relative_to(ROOT).as_posix() for path in paths)


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _long_functions(path: Path) -> list[str]:
    found = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    functions = [f for f in found if isinstance(f, ast.FunctionDef | ast.AsyncFunctionDef)]
    lengths = {f.name: (f.end_lineno or f.lineno) - f.lineno + 1 for f in functions}
    return [
        f"{path.name}: {name}, {length} lines"
        for name, length in lengths.items()
        if length > 60
    ]


def test_no_module_is_longer_than_300_lines() -> None:
    assert _told([path for path in MODULES if _lines(path) > 300]) == []


def test_no_page_is_longer_than_150_lines() -> None:
    assert _told([path for path in PAGES if _lines(path) > 150]) == []


def test_no_function_is_longer_than_60_lines() -> None:
    assert [told for path in MODULES + TESTS for told in _long_functions(path)] == []


def test_no_module_is_called_by_a_word_that_says_nothing() -> None:
    assert _told([path for path in MODULES + TESTS if path.stem in BANNED]) == []


def test_every_module_says_in_one_line_what_it_decides() -> None:
    silent = [
        path
        for path in MODULES
        if path.stem != "__init__" and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert _told(silent) == []


def test_the_top_of_pages_holds_no_page() -> None:
    # A module there wakes Streamlit's own page discovery: the first deep link would be blank.
    files = {path.name for path in (ROOT / "pages").iterdir() if path.is_file()}
    assert files == {"__init__.py", "frame.py"}


def test_session_state_stays_in_the_shared_parts_of_the_pages() -> None:
    users = [path for path in MODULES if "session_state" in path.read_text(encoding="utf-8")]
    assert [told for told in _told(users) if not told.startswith("pages/shared/")] == []


@pytest.fixture(scope="module")
def no_facts(tmp_path_factory: pytest.TempPathFactory) -> Generator[DuckDBPyConnection]:
    """The views that questions are asked of, over no batch at all."""
    folder = tmp_path_factory.mktemp("facts")
    with connect(folder) as connection:
        Views(folder).define(connection, ())
        yield connection


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.stem)
def test_every_question_is_one_statement_that_fits_the_views(
    query: Path, no_facts: DuckDBPyConnection
) -> None:
    sql = query.read_text(encoding="utf-8")
    assert len(no_facts.extract_statements(sql)) == 1
    no_facts.execute(f"PREPARE {query.stem} AS {sql}")


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.stem)
def test_every_question_is_asked_by_name(query: Path) -> None:
    store = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "store").rglob("*.py"))
    assert f'"{query.stem}"' in store


def _commands(command: object, words: str = "evaldesk") -> list[str]:
    """Every command line that `command` leads to."""
    inner: dict[str, object] = getattr(command, "commands", {})
    if not inner:
        return [words]
    return [line for name, sub in inner.items() for line in _commands(sub, f"{words} {name}")]


@pytest.mark.parametrize("command", _commands(typer.main.get_command(app)))
def test_every_command_stands_in_the_readme(command: str) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.search(rf"{command}\b", readme)


def _unconditional_skips(path: Path) -> list[str]:
    """Skips in `path` that no `if`, `except` or condition guards."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    guarded = {
        id(inner)
        for outer in ast.walk(tree)
        if isinstance(outer, ast.If | ast.ExceptHandler)
        for inner in ast.walk(outer)
    }
    named = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    return [
        f"{path.name}:{node.lineno}"
        for node in named
        if ast.unparse(node) in {"pytest.skip", "pytest.mark.skip", "pytest.mark.xfail"}
        and id(node) not in guarded
    ]


def test_no_test_is_skipped_without_a_condition() -> None:
    assert [told for path in TESTS for told in _unconditional_skips(path)] == []
