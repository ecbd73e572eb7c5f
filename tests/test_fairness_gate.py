"""The gate and how groups differ: on the cases that it judges, with those it cannot place."""

from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from curation.attempts import Outcome
from store.answers.cohorts import Question
from store.answers.fairness import fairness
from store.answers.fairness_words import said as in_words
from store.answers.gate import gate_without
from store.answers.gate_basis import basis, today
from store.answers.gate_checks import checks
from store.answers.gate_measures import Measures
from store.desk import open_desk
from tests.test_gate_limits import Desk
from tests.test_the_main_job import lines

Said = Callable[[str | None, str], str | None]  # group and truth -> label; None is an error
OPPORTUNITY = "equal_opportunity_difference"


class Groups(Desk):
    """A desk with cases that expect yes or no, each of a group, in the set monitoring."""

    def __init__(self, folder: Path, wanted: Sequence[tuple[str | None, str, int]]) -> None:
        super().__init__(folder)
        self.cases: dict[str, tuple[str | None, str]] = {}
        for group, truth, n in wanted:
            for _ in range(n):
                self.cases[f"q{len(self.cases)}"] = group, truth
        rows = [
            {"id": c, "input": f"question {c}", "expected": truth, "owner": "ana",
             "set": "monitoring", "tags": [f"group:{group}"] if group else []}
            for c, (group, truth) in self.cases.items()
        ]  # fmt: skip
        self._did("import", lines(folder / "cases.jsonl", rows), "--as", "cases")
        self.version = self._did("freeze", "monitoring")["version"]
        self._did("critical", "fairness", "group", "--positive", "yes", "--at-most", 0.2,
                  "--metric", OPPORTUNITY, "--owner", "ana", "-m", "law")  # fmt: skip

    def _did(self, *words: object) -> Any:
        done = self.say(*words, "--json")
        assert done.code == 0, done.text
        return done.json

    def run(self, name: str, said: Said, *sets: str) -> None:
        """A run in which every case of a group is called as `said` says."""
        rows: list[dict[str, object]] = [
            {"case_id": c, "passed": True} for c in (self.first, self.second)
        ]
        for c, (group, truth) in self.cases.items():
            label = said(group, truth)
            found = {"passed": label == truth, "prediction": label}
            rows.append({"case_id": c, **({"error": "503"} if label is None else found)})
        file = lines(self.folder / f"{name}.jsonl", rows)
        pins = [w for one in sets for w in ("--set", one)]
        self._did("import", file, "--as", "results", "--run", name, "--model", "v2", *pins)

    def check(self, name: str, *words: object) -> Any:
        found = self.say("gate", name, *words, "--json").json["thresholds"]
        return next(one for one in found if "fairness" in one["name"])


BOTH = [("a", "yes", 60), ("a", "no", 20), ("b", "yes", 60), ("b", "no", 20)]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ([("c", "yes", 15), ("c", "no", 60)], "too few to say of c"),
        ([(None, "yes", 40)], "40 of no known group"),
    ],
)
def test_a_group_of_which_too_little_is_known_keeps_the_gate_open(
    tmp_path: Path, more: list[tuple[str | None, str, int]], why: str
) -> None:
    desk = Groups(tmp_path, [*BOTH, *more])
    pins = ("blocking@1", f"monitoring@{desk.version}")
    desk.run("unfair", lambda g, t: "no" if g not in ("a", "b") else t, *pins)
    check = desk.check("unfair")
    assert check["met"] is None
    assert why in check["why"]
    assert why in desk.say("gate", "unfair", "--json").json["reason"]
    found = desk.say("fairness", "group", "--positive", "yes", "--run", "unfair", "--json")
    assert found.json["left_out_of"][OPPORTUNITY] == (["c"] if "of c" in why else [])
    opened = open_desk(tmp_path / "desk")
    try:
        answer = fairness(opened, Question(run="unfair", positive="yes"), "group")
    finally:
        opened.close()
    told = "Left out of equal opportunity, for fewer than 20 whom it is about: c."
    assert (told in in_words(answer).sentence) is ("of c" in why)


def test_errors_alone_never_prove_that_groups_differ(tmp_path: Path) -> None:
    desk = Groups(tmp_path, BOTH)
    pins = ("blocking@1", f"monitoring@{desk.version}")
    desk.run("fair", lambda _, t: t, *pins)
    assert desk.check("fair")["met"] is True
    desk.run("down", lambda g, t: None if (g, t) == ("b", "yes") else t, *pins)
    check = desk.check("down")
    assert check["met"] is None
    assert "60 open" in check["why"]


def test_cases_that_the_gate_leaves_out_count_in_no_group(tmp_path: Path) -> None:
    desk, turn = Groups(tmp_path, BOTH), count()
    pins = ("blocking@1", f"monitoring@{desk.version}")
    refused = ("b", "yes")  # the first 30 of them
    desk.run("rc", lambda g, t: "no" if (g, t) == refused and next(turn) < 30 else t, *pins)
    assert desk.check("rc")["met"] is False
    wanted = [f"question {c}" for c, found in desk.cases.items() if found == refused][:30]
    opened = open_desk(tmp_path / "desk")
    try:
        with opened.ledger.reading() as asked:
            found = basis(asked, "rc", None, today(opened))
        those = [c for c, line in found.by_case.items() if line["input"] in wanted]
        without = gate_without(opened, "rc", those).thresholds
        held = dict.fromkeys(found.by_case.keys() - set(those), Outcome.PASSED)
        excused = checks(found.policy, Measures(opened, found), held, ())
    finally:
        opened.close()
    assert [c.met for c in (*without, *excused) if "fairness" in c.name] == [True, True]
