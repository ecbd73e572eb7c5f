"""Who decides about a governed number."""

from dataclasses import replace

import pytest

from curation.ownership import Ownership
from curation.threshold_owners import decider
from curation.thresholds import DEFAULTS, Threshold, policy

BLOCKING, BUDGET = Ownership("blocking", "Ana", "Ben"), Ownership("objective", "Cem")


def number(name: str) -> Threshold:
    return policy(()).thresholds[name]


@pytest.mark.parametrize(
    ("name", "owners", "owner"),
    [
        ("gate.pass_rate.blocking", [BLOCKING, BUDGET], "Ana"),
        ("latency.p95_ms", [BLOCKING, BUDGET], "Cem"),
        ("latency.p95_ms", [BLOCKING], "Ana"),
        ("drift.js.minor", [BLOCKING, Ownership("baseline", "Dev")], "Dev"),
        ("alarm.reopen_days", [BLOCKING, Ownership("alarms", "Emi")], "Emi"),
        ("latency.p95_ms", [BUDGET, Ownership("threshold:latency.p95_ms", "Fay")], "Fay"),
        ("cost_of_failure.unsafe", [BLOCKING, BUDGET], "Ana"),
    ],
)
def test_a_number_belongs_to_who_owns_what_it_is_about(
    name: str, owners: list[Ownership], owner: str
) -> None:
    found = decider(number(name), {one.scope: one for one in owners})
    assert found is not None
    assert found.owner == owner


def test_a_number_stated_with_an_owner_is_theirs_until_it_is_handed_over() -> None:
    stated = replace(number("gate.pass_rate.blocking"), owner="Gus", deputy="Hal")
    found = decider(stated, {"blocking": BLOCKING})
    assert found == Ownership("gate.pass_rate.blocking", "Gus", "Hal")
    handed = Ownership("threshold:gate.pass_rate.blocking", "Ida")
    assert decider(stated, {"blocking": BLOCKING, handed.scope: handed}) == handed


def test_a_number_about_what_nobody_owns_is_nobodys() -> None:
    assert {decider(one, {}) for one in DEFAULTS} == {None}
