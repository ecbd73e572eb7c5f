"""What is installed: the locks agree with pyproject.toml, the wheel holds the whole product."""

import ast
import importlib.util
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CORE: list[str] = PROJECT["project"]["dependencies"]
DEV: list[str] = PROJECT["dependency-groups"]["dev"]
LOCKS = sorted((ROOT / ".ci").glob("requirements*.txt"))
PRODUCT = ["app.py", "pages", "store", "curation"]


def _blocks(lock: str) -> list[str]:
    """The requirements of a lock, each with the lines that follow it."""
    text = (ROOT / ".ci" / lock).read_text(encoding="utf-8")
    return re.split(r"\n(?=\S)", text.strip())


def _pins(lock: str) -> dict[str, set[str]]:
    pins: dict[str, set[str]] = {}
    for block in _blocks(lock):
        pinned = Requirement(block.split("\\")[0].strip())
        version = str(pinned.specifier).removeprefix("==")
        pins.setdefault(canonicalize_name(pinned.name), set()).add(version)
    return pins


@pytest.mark.parametrize(
    ("asked", "lock"),
    [(asked, "requirements.txt") for asked in CORE]
    + [(asked, "requirements-dev.txt") for asked in CORE + DEV],
)
def test_the_lock_pins_what_the_project_asks_for(asked: str, lock: str) -> None:
    wanted = Requirement(asked)
    pinned = _pins(lock)[canonicalize_name(wanted.name)]
    assert {version for version in pinned if version not in wanted.specifier} == set()


def test_the_tests_run_on_the_very_versions_that_users_get() -> None:
    tested = _pins("requirements-dev.txt")
    assert {name: tested.get(name) for name in _pins("requirements.txt")} == _pins(
        "requirements.txt"
    )


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_locked_package_has_its_hash_and_no_host(lock: Path) -> None:
    assert [block for block in _blocks(lock.name) if "--hash=sha256:" not in block] == []
    assert "://" not in lock.read_text(encoding="utf-8")


def test_the_oldest_duckdb_we_promise_is_the_one_the_tests_also_run_on() -> None:
    oldest = _pins("requirements-duckdb-1.5.txt")["duckdb"]
    team: list[str] = PROJECT["project"]["optional-dependencies"]["team"]
    assert oldest == {"1.5.5"}
    assert "duckdb>=1.5.5,<3" in CORE
    assert "duckdb==1.5.5" in team


def test_the_hooks_before_a_commit_are_the_tools_of_the_lock() -> None:
    hooks = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    pinned = re.findall(r"\[([\w-]+)==([\d.]+)\]", hooks)
    locked = _pins("requirements-dev.txt")
    assert {name for name, _ in pinned} == {"ruff", "codespell"}
    assert [name for name, version in pinned if locked[name] != {version}] == []


def _files(top: Path) -> Iterator[Path]:
    yield from [top] if top.is_file() else (path for path in top.rglob("*") if path.is_file())


def test_the_wheel_holds_every_file_of_the_product_and_nothing_else(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        packed = {name for name in wheel.namelist() if ".dist-info/" not in name}
    files = {
        path.relative_to(ROOT).as_posix() for top in PRODUCT for path in _files(ROOT / top)
    }
    assert packed == {name for name in files if "__pycache__" not in name}


def test_the_readme_names_the_two_commands_of_a_newcomer() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "python3 .ci/desk.py demo" in readme
    assert "python3 .ci/desk.py test" in readme


@pytest.fixture
def set_up() -> ModuleType:
    """The script .ci/desk.py, as a module."""
    spec = importlib.util.spec_from_file_location("set_up", ROOT / ".ci/desk.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_an_older_python_can_read_what_the_set_up_says_to_it() -> None:
    ast.parse((ROOT / ".ci/desk.py").read_text(encoding="utf-8"), feature_version=(3, 7))


@pytest.mark.parametrize(
    ("said", "understood"),
    [
        ("global.index-url='https://index.example/simple'", "https://index.example/simple"),
        ("global.index-url='https://a'\n:env:.index-url='https://b'", "https://b"),
        ("global.timeout='60'", None),
        ("", None),
    ],
)
def test_the_set_up_hands_the_index_that_pip_uses_to_uv(
    said: str,
    understood: str | None,
    set_up: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("UV_DEFAULT_INDEX", raising=False)
    monkeypatch.delenv("UV_INDEX_URL", raising=False)
    (tmp_path / "pip.py").write_text(f"print({said!r})", encoding="utf-8")
    settings = set_up._pip_settings_for_uv([sys.executable, str(tmp_path / "pip.py")])
    assert settings.get("UV_DEFAULT_INDEX") == understood


def test_the_app_and_the_terminal_start_without_the_slow_libraries() -> None:
    script = (
        "import sys, store.commands, pages.shared.menu as menu\n"
        "from importlib import import_module\n"
        "[import_module(e.module) for found in menu.PAGES.values() for e in found]\n"
        "slow = {'statsmodels', 'sklearn', 'scipy.stats'} & set(sys.modules)\n"
        "sys.exit(f'{sorted(slow)} were loaded' if slow else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr[-300:]) == (0, "")
