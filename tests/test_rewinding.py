"""--as-of: every command that reads answers for another day, and none decides there."""

import os
from pathlib import Path
from typing import Any

import pytest
import typer

from store.commands.lazily import listed, part_app
from store.commands.rewinding import reads
from store.facts.rollups import FOLDER
from tests.terminal import Evaldesk, terminal
from tests.test_the_main_job import EVENTS, lines

READ = (
    "alarms", "alignment", "backtest", "baseline", "baseline history", "baseline preview",
    "baseline show", "budget", "case", "clock", "cohorts", "compare", "critical", "decisions",
    "diff", "drift", "export", "fairness", "flakes", "gate-mode", "group show", "health",
    "imports",
    "inbox", "incidents", "investigations", "objective", "objective show", "postmortem",
    "rejects", "runs", "saved-cohorts", "sets", "slices", "thresholds", "trends", "verify",
    "views",
)  # fmt: skip
DECIDE = (
    "alarms ack", "alarms deliver", "expect", "freeze", "gate", "import", "incidents record",
    "init", "move", "objective set", "own", "rebuild", "serve", "trends budget", "undo",
    "watch", "write",
)  # fmt: skip


def commands(group: typer.Typer, before: str = "") -> dict[str, Any]:
    """Every command and what it runs, by its words."""
    found: dict[str, Any] = {}
    for one in group.registered_commands:
        assert one.callback is not None
        name = one.name or one.callback.__name__.replace("_", "-")
        found[before + name] = one.callback
    for one in group.registered_groups:
        inner = one.typer_instance
        assert inner is not None
        name = str(inner.info.name)
        if inner.registered_callback is not None:
            found[before + name] = inner.registered_callback.callback
        found |= commands(inner, f"{before}{name} ")
    return found


@pytest.fixture(scope="module")
def evaldesk(tmp_path_factory: pytest.TempPathFactory) -> Evaldesk:
    """A desk that Ana founded, then filled, then handed to Ben."""
    place = tmp_path_factory.mktemp("then")
    said = terminal(place / "desk")
    said("init", "--owner", "ana")
    said("import", lines(place / "events.jsonl", EVENTS))
    said("own", "blocking", "--owner", "ben", "--reason", "the rota")
    return said


@pytest.fixture(scope="module")
def every() -> dict[str, Any]:
    """Every command of every file that has some."""
    parts = dict.fromkeys(one.part for one in listed().values())
    return {words: runs for part in parts for words, runs in commands(part_app(part)).items()}


@pytest.mark.parametrize("words", READ)
def test_what_reads_takes_a_point_of_the_past(words: str, every: dict[str, Any]) -> None:
    assert reads(every[words])


@pytest.mark.parametrize("words", DECIDE)
def test_what_decides_takes_none(words: str, every: dict[str, Any]) -> None:
    assert not reads(every[words])


def test_a_command_answers_as_it_would_have_then(evaldesk: Evaldesk) -> None:
    last = evaldesk("decisions", "--json").json["decisions"][0]["seq"]
    then = evaldesk("decisions", "--json", "--as-of", last - 1).json["decisions"]
    assert then[0]["seq"] == last - 1
    now = evaldesk("verify", "--json").json
    before = evaldesk("verify", "--json", "--as-of", last - 1).json
    assert (before["ok"], before["decisions"]) == (True, last - 1)
    assert before["head"] != now["head"]


def test_failures_that_came_later_are_not_there_yet(evaldesk: Evaldesk) -> None:
    founded = evaldesk("decisions", "--kind", "imported", "--json").json["decisions"][0]
    assert evaldesk("inbox", "--json").json["failures"] > 0
    assert evaldesk("inbox", "--json", "--as-of", founded["seq"] - 1).json["failures"] == 0


@pytest.mark.parametrize(
    ("words", "code", "answer"),
    [
        (["move", "c-1", "--to", "backlog"], 2, "`move` changes something"),
        (["gate", "rc"], 2, "leave out --as-of"),
        (
            ["inbox", "--kind", "error", "--save", "the rest"],
            1,
            "nothing can be decided in the past",
        ),
        (["health", "--as-of", "1999-01-01"], 2, "did not stand yet"),
    ],
)
def test_nothing_is_decided_then(
    evaldesk: Evaldesk, words: list[str], code: int, answer: str
) -> None:
    said = evaldesk(*words, *([] if "--as-of" in words else ["--as-of", "1"]))
    assert (said.code, answer in " ".join(said.text.split())) == (code, True), said.text


def test_what_a_group_is_told_holds_for_its_commands(evaldesk: Evaldesk) -> None:
    said = evaldesk("objective", "--as-of", "1", "set", "0.9", "--reason", "what users bear")
    assert said.code == 1
    assert "(decision 1)" in said.text
    now = ["objective", "set", "0.9", "--reason", "what users bear"]
    assert evaldesk(*now, actor="ben").code == 0


def test_who_looks_back_sweeps_nothing_of_today(tmp_path: Path) -> None:
    said = terminal(tmp_path / "desk")
    said("init", "--owner", "ana")
    said("import", lines(tmp_path / "events.jsonl", EVENTS))
    (brought, *_) = said("decisions", "--json").json["decisions"]
    seq, then = brought["seq"], brought["subject"]
    other = [{**row, "id": f"later-{n}"} for n, row in enumerate(EVENTS)]
    said("import", lines(tmp_path / "later.jsonl", other))
    said("cohorts", "--by", "route")
    folder = tmp_path / "desk" / "facts" / FOLDER
    today = sorted(folder.glob("*.parquet"))
    assert len(today) == 2
    for path in today:
        os.utime(path, (0, 0))
    (first,) = [path for path in today if then in path.name]
    first.unlink()  # so that one has to be made, and the other is older than a day
    said("cohorts", "--by", "route", "--as-of", seq)
    assert sorted(folder.glob("*.parquet")) == today
