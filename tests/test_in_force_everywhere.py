"""What was approved holds in the gate, in promotion, in drift and in alarms at once."""

from collections.abc import Generator
from contextlib import closing
from pathlib import Path

import pytest

from curation.drift import Severity
from store.acts.baselining import set_baseline
from store.acts.owning import name_owner
from store.acts.proposing import approve, propose
from store.answers.alarms import alarms
from store.answers.drift import DriftQuestion, drift
from store.desk import Desk, found_desk, open_desk
from tests.builders import ANA, BEN, CARL
from tests.test_gate_limits import REFUNDS
from tests.test_gate_limits import Desk as GateDesk
from tests.test_watching import TORN, Time, Watch

WHY = "agreed in the review"


def moved(desk: GateDesk, name: str, value: object) -> None:
    """Carl proposes it and ana approves it."""
    done = desk.say("propose", name, value, "-m", WHY, "--json", actor=CARL)
    assert done.code == 0, done.text
    assert desk.say("approve", done.json["proposal"], "-m", WHY, actor=ANA).code == 0


def test_the_gate_cohorts_and_promotion_follow_an_approval(tmp_path: Path) -> None:
    desk = GateDesk(tmp_path)
    desk.score("rc", [True], [True])
    desk.say(*REFUNDS, 0.9, "--owner", ANA, "-m", "money")
    assert "too few to say" in desk.say("gate", "rc").text
    moved(desk, "numbers.min_support", 2)
    (run,) = (r for r in desk.say("runs", "--json").json["runs"] if r["run"] == "rc")
    assert (run["verdict"], run["recorded_verdict"]) == (None, "INCOMPLETE")
    assert "the minimum support was 20 cases then and is 2 cases now" in run["reason"]
    assert desk.say("gate", "rc", "--json").json["verdict"] == "PASS"

    desk.say("move", desk.first, "--to", "monitoring", "-m", "noise")
    again = ["move", desk.first, "--to", "blocking", "-m", "back", "--dry-run"]
    assert "of 50" not in desk.say(*again).text
    moved(desk, "promotion.min_attempts", 50)
    assert "50" in desk.say(*again).text

    found = desk.say("thresholds", "--json").json["thresholds"]
    latest = {one["name"]: one["latest"] for one in found}
    assert latest["gate.pass_rate.blocking"]["distance"] == 0
    assert latest["gate.cohort.pass_rate.route=refunds"]["distance"] == pytest.approx(0.1)
    assert latest["numbers.min_support"] is None


@pytest.fixture
def watched(tmp_path: Path) -> Generator[Watch]:
    """Five quiet weeks that are the baseline, and a sixth that has shifted."""
    found_desk(tmp_path / "desk")
    time = Time()
    with closing(open_desk(tmp_path / "desk", time)) as desk:
        name_owner(desk, "blocking", ANA, BEN, actor=ANA)
        made = Watch(desk, tmp_path, time)
        made.brings(*range(5))
        set_baseline(desk, "2026-05-04", "2026-06-08", actor=ANA, reason="quiet")
        yield made


def gravest(desk: Desk) -> set[Severity]:
    return {one.severity for one in drift(desk, DriftQuestion()).columns}


def test_drift_and_alarms_follow_an_approval(watched: Watch) -> None:
    desk = watched.desk
    watched.brings(5, shifted=TORN)
    assert Severity.SEVERE in gravest(desk)
    (one,) = alarms(desk).alarms
    assert one.state == "open"
    for step in ("severe", "moderate", "minor"):  # no step may lie under the one before
        made = propose(desk, f"drift.js.{step}", 1.0, actor=CARL, reason=WHY)
        approve(desk, made.id, actor=ANA, reason=WHY)
    assert Severity.SEVERE not in gravest(desk)
    watched.looks()
    (one,) = alarms(desk).alarms
    assert one.state == "resolved"
