"""How the command line starts: it tells its commands without loading what they need."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_group

from store import commands
from store.commands.lazily import listed, part_app
from tests.terminal import terminal

HERE = Path(commands.__file__).parent
PARTS = sorted(
    path.stem for path in HERE.glob("*.py") if "\ndef register(" in path.read_text("utf-8")
)
HEAVY = (
    "alembic", "duckdb", "numpy", "pandas", "plotly", "pyarrow", "pydantic", "scipy", "sklearn",
    "sqlalchemy", "sqlmodel", "statsmodels", "store.answers", "store.desk", "store.facts",
    "store.ledger", "streamlit",
)  # fmt: skip


@pytest.mark.parametrize("part", PARTS)
def test_the_list_says_what_the_commands_of_a_file_say(part: str) -> None:
    there = {
        name: " ".join((command.help or "").split("\n\n")[0].split())
        for name, command in get_group(part_app(part)).commands.items()
    }
    told = {name: one.help for name, one in listed().items() if one.part == part}
    lines = "\n".join(f"{name} = {json.dumps(said)}" for name, said in there.items())
    assert told == there, f"store/commands/commands.toml wants:\n[{part}]\n{lines}"


def loaded_by(*words: str) -> set[str]:
    """Which of the heavy modules a process of its own has loaded after `evaldesk words`."""
    script = (
        "import sys\nfrom store.commands import main\nsys.argv = ['evaldesk', *sys.argv[1:]]\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *words], capture_output=True, text=True, check=True
    )
    return {name for name in done.stderr.split() if name in HEAVY}


def test_help_loads_no_database_and_no_statistics() -> None:
    assert loaded_by("--help") == set()


def test_the_version_is_told_at_once(tmp_path: Path) -> None:
    said = terminal(tmp_path)("--version")
    assert (said.code, said.text.split()[0]) == (0, "evaldesk")


def test_a_command_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    assert terminal(tmp_path)("trend").code == 2
