"""The evaluation contract: who sets it, what a file of it may say, and what moves by it."""

from collections.abc import Generator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.contract import (
    Contract,
    ContractRefused,
    Requirement,
    RouteBudget,
    body,
    changes,
    from_body,
    numbers,
    require_may_set,
)
from curation.contract_numbers import Agrees, amount, to_propose
from curation.errors import BadRequest, InThePast, MovedMeanwhile, NotAllowed
from curation.failures import FailureKind
from curation.ownership import Ownership
from curation.people import Role
from curation.thresholds import Direction, policy
from store.acts.contracting import set_contract
from store.acts.handing_over import hand_over
from store.acts.listing_people import add_person
from store.acts.proposing import approve
from store.answers.contract import between, contract, draft, versions
from store.answers.contract_words import told
from store.answers.paper import as_html, as_markdown
from store.answers.passing_on import Heirs
from store.desk import Desk
from store.formats.contract_toml import numbers as numbers_of
from store.formats.contract_toml import read, written
from tests.builders import ANA, BEN, CARL, OWNERSHIP
from tests.certified import NUMBER, certified
from tests.terminal import terminal

MOST, LEAST = Direction.AT_MOST, Direction.AT_LEAST
AGREED = Contract(
    decision="May this release replace the one in production?",
    scope="Every answer of the assistant",
    worse="An unsafe answer",
    why_worse="It reaches a customer",
    costs={"unsafe": 500.0},
    ship_if=(Requirement(NUMBER.name, LEAST, 1.0, "accuracy on all"),),
    owners={"blocking": OWNERSHIP},
)
FILE = written(AGREED, 0)
GONE = "gone"


def owned_by(owners: Mapping[str, Ownership]) -> Contract:
    return replace(AGREED, owners=owners)


@pytest.fixture
def desk(tmp_path: Path) -> Generator[Desk]:
    with closing(certified(tmp_path / "desk")) as desk:
        yield desk


@pytest.mark.parametrize(
    ("owners", "actor", "refusal"),
    [
        (OWNERSHIP, ANA, None),
        (OWNERSHIP, BEN, None),
        (OWNERSHIP, CARL, "The contract is for ana or ben"),
        (Ownership("blocking", ANA), BEN, "The contract is for ana to set"),
        (None, ANA, "Nobody owns the blocking set"),
    ],
    ids=["owner", "deputy", "somebody else", "a deputy of nobody", "no owner"],
)
def test_who_owns_blocking_sets_the_contract(
    owners: Ownership | None, actor: str, refusal: str | None
) -> None:
    if refusal is None:
        require_may_set(owners, actor)
        return
    with pytest.raises(NotAllowed, match=refusal):
        require_may_set(owners, actor)


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ('decision = "May', 'decision = " "\nx = "May', "Line 7: decision is missing"),
        ('decision = "May', 'decision = "\\u0000May', "Line 7: decision holds a NUL"),
        ("contract = 1", "contract = 2", "Line 5: contract is no form that"),
        ("contract = 1", "contract = true", "Line 5: contract is no form that"),
        ("contract = 1", "contract = 1.0", "Line 5: contract is no form that"),
        ("contract = 1\n", "", "contract is missing: write contract = 1"),
        ("based_on = 0", "based_on = -1", "Line 6: based_on is no version"),
        ("based_on = 0", "based_on = 0x" + 5000 * "f", "Line 6: based_on is no version"),
        ("unsafe = 500", "unsafe = 5" + 400 * "0", "Line 15: errors.cost_usd.unsafe cannot be"),
        ("unsafe = 500", "unsafe = 5" + 5000 * "0", "It is no TOML: Invalid number"),
        ("based_on = 0", "based_on = true", "Line 6: based_on is no version"),
        ("unsafe = 500", "unsafe = -1", "Line 15: errors.cost_usd.unsafe cannot be -1"),
        ("unsafe = 500", "unsave = 500", "Line 15: errors.cost_usd.unsave is no term here"),
        ("unsafe = 500", "unsafe = nan", "Line 15: errors.cost_usd.unsafe cannot be nan"),
        ("at_least = 1", 'at_least = "1"', "Line 19: ship_if.1.at_least is no number"),
        ("at_least = 1", "at_least = 1.2", "Line 19: ship_if.1.at_least cannot be 1.2"),
        ("at_least = 1", "at_most = 1\nat_least = 1", "Line 17: ship_if.1 says either"),
        ('deputy = "ben"', 'deputy = "ana"', "Line 24: owners.blocking.deputy is the owner"),
        (
            'deputy = "ben"',
            'deputy = "A\u200bNA"',
            "Line 24: owners.blocking.deputy is the owner",
        ),
        ("[errors.cost_usd]", "[errors.cost_eur]", "Line 14: errors.cost_eur is no term"),
        ('deputy = "ben"', 'deputy = "ben', "It is no TOML"),
    ],
)
def test_what_is_off_in_a_file_is_named_with_its_line(
    was: str, becomes: str, said: str
) -> None:
    assert was in FILE
    with pytest.raises(ContractRefused) as refused:
        read(FILE.replace(was, becomes, 1))
    assert any(one.startswith(said) for one in refused.value.faults), refused.value.faults


def test_every_fault_is_said_at_once() -> None:
    bad = FILE.replace("unsafe = 500", "unsafe = -1").replace("at_least = 1", "at_least = 9")
    with pytest.raises(ContractRefused) as refused:
        read(bad)
    assert len(refused.value.faults) == 2


WORDS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=12).map(
    lambda text: " ".join(text.split())
)
NAMES = WORDS.filter(bool)
AMOUNTS = st.floats(0.001, 1e6, allow_nan=False)
CONTRACTS = st.builds(
    Contract,
    decision=NAMES,
    scope=NAMES,
    worse=NAMES,
    why_worse=WORDS,
    costs=st.dictionaries(st.sampled_from([str(kind) for kind in FailureKind]), AMOUNTS),
    ship_if=st.lists(
        st.builds(Requirement, NAMES, st.sampled_from(Direction), st.floats(0, 1), WORDS),
        unique_by=lambda one: one.name,
        max_size=3,
    ).map(tuple),
    routes=st.dictionaries(
        NAMES, st.builds(RouteBudget, st.none() | AMOUNTS, AMOUNTS), max_size=2
    ),
    owners=st.dictionaries(NAMES, st.just(None), max_size=2).map(
        lambda names: {name: Ownership(name, ANA, BEN) for name in names}
    ),
)


@given(CONTRACTS)
def test_a_contract_comes_back_from_its_file_and_from_the_log(found: Contract) -> None:
    assert read(written(found, 7)) == (found, 7)
    assert from_body(body(found, 7)) == found
    sentences = {n: getattr(found, n) for n in ("decision", "scope", "worse", "why_worse")}
    assert read(numbers_of(found), sentences) == (found, None)
    assert changes(found, found) == []


@pytest.mark.parametrize(
    ("before", "value", "asked"),
    [
        (None, 1.0, []),  # as in force
        (None, 0.9, [0.9]),
        (0.9, 0.9, []),  # said before: it was asked for then, whatever came of it
        (0.8, 0.9, [0.9]),
    ],
)
def test_a_number_is_proposed_when_a_version_first_says_it_otherwise(
    before: float | None, value: float, asked: list[float]
) -> None:
    def says(one: float) -> Contract:
        return replace(AGREED, ship_if=(Requirement(NUMBER.name, LEAST, one),))

    known = None if before is None else says(before)
    found = to_propose(known, says(value), policy([NUMBER]))
    assert [one.value for one in found] == asked


def test_each_version_is_numbered_and_says_what_it_changed(desk: Desk) -> None:
    set_contract(desk, AGREED, actor=ANA, reason="agreed", based_on=0)
    dearer = replace(AGREED, why_worse="It reaches a customer, and costs one")
    set_contract(desk, dearer, actor=BEN, reason="said by the review", based_on=1)
    found = contract(desk)
    assert (found.version, found.by, found.contract) == (2, BEN, dearer)
    assert [one.agrees for one in found.numbers] == [Agrees.SAME, Agrees.SAME]
    newest, first = versions(desk)
    assert [one.field for one in newest.changes] == ["why_worse"]
    assert len(first.changes) == 7
    assert between(desk, 1, 2) == list(newest.changes)
    with closing(desk.past(str(first.decision))) as then:
        assert contract(then).version == 1
    assert desk.ledger.verify() == (None, True)


def test_a_number_in_force_moves_only_by_the_proposal_that_comes_of_it(desk: Desk) -> None:
    lower = replace(AGREED, ship_if=(Requirement(NUMBER.name, LEAST, 0.92, "accuracy"),))
    done = set_contract(desk, lower, actor=ANA, reason="agreed")
    (asked,) = done.asked
    assert (asked.name, asked.to, asked.proposal) == (NUMBER.name, 0.92, "P-1")
    (said, _) = contract(desk).numbers
    assert (said.in_force, said.agrees, said.proposal) == (1.0, Agrees.DIFFERS, "P-1")
    with pytest.raises(NotAllowed):
        approve(desk, "P-1", actor=ANA, reason="my own")
    approve(desk, "P-1", actor=BEN, reason="as agreed")
    (said, _) = contract(desk).numbers
    assert (said.in_force, said.agrees, said.proposal) == (0.92, Agrees.SAME, None)


def test_a_route_and_a_cohort_can_be_agreed_before_anything_holds_them(desk: Desk) -> None:
    pii = Requirement("gate.cohort.pass_rate.pii=yes", LEAST, 0.88, "accuracy on PII")
    wanted = replace(
        AGREED, ship_if=(*AGREED.ship_if, pii), routes={"refunds": RouteBudget(3000.0)}
    )
    done = set_contract(desk, wanted, actor=ANA, reason="agreed")
    assert [(one.name, one.proposal) for one in done.asked] == [
        ("gate.cohort.pass_rate.pii=yes", "P-1"),
        ("gate.latency_p95_ms.route=refunds", "P-2"),
    ]
    approve(desk, "P-2", actor=BEN, reason="as agreed")
    with desk.ledger.reading() as asked:
        held = asked.policy().thresholds["gate.latency_p95_ms.route=refunds"]
    assert (held.value, held.scope, held.direction) == (3000.0, "route=refunds", MOST)
    sentence = "accuracy on all ≥ 100 % AND accuracy on PII ≥ 88 % AND p95 latency on refunds ≤"
    assert sentence in as_html(told(contract(desk)))


@pytest.mark.parametrize(
    ("wanted", "based_on", "refusal", "said"),
    [
        (AGREED, 0, MovedMeanwhile, "yours is based on version 0"),
        (AGREED, 5, BadRequest, "based on version 5, and this desk has 1"),
        (AGREED, 1, BadRequest, "nothing is new"),
        (replace(AGREED, owners={}), None, BadRequest, "and version 1 stands, by ana"),
        (owned_by({"nonsense": OWNERSHIP}), 1, ContractRefused, "nonsense: 'nonsense' cannot"),
        (owned_by({"cohort:b=2,a=1": OWNERSHIP}), 1,
         ContractRefused, "owners.cohort:b=2,a=1 is written cohort:a=1,b=2"),
        (owned_by({"monitoring": Ownership("monitoring", GONE.upper(), ANA)}), 1,
         ContractRefused, "owners.monitoring.owner: gone left on 20"),
        (owned_by({"monitoring": Ownership("monitoring", ANA, "vera")}), 1,
         ContractRefused, "owners.monitoring.deputy: vera is a viewer and decides nothing"),
        (replace(AGREED, ship_if=(Requirement("gate.nope", LEAST, 1),)), 1,
         ContractRefused, "No threshold 'gate.nope'"),
        (replace(AGREED, ship_if=(Requirement(NUMBER.name, MOST, 1),)), 1,
         ContractRefused, "is at least a number; the contract says at most"),
    ],
)  # fmt: skip
def test_a_version_that_does_not_follow_is_refused_and_nothing_is_recorded(
    desk: Desk, wanted: Contract, based_on: int, refusal: type[Exception], said: str
) -> None:
    set_contract(desk, AGREED, actor=ANA, reason="agreed")
    add_person(desk, "vera", Role.VIEWER, actor=ANA)
    hand_over(desk, GONE, Heirs(), actor=ANA, reason="moves on", leaves=True)
    for dry_run in (True, False):
        if dry_run and "nothing is new" in said:
            continue
        with pytest.raises(refusal, match=said):
            set_contract(
                desk, wanted, actor=ANA, reason="again", based_on=based_on, dry_run=dry_run
            )
    assert contract(desk).version == 1


def test_a_name_is_kept_as_it_is_listed_and_is_the_same_however_it_is_spelled(
    desk: Desk,
) -> None:
    add_person(desk, "Carl Dahl", Role.REVIEWER, actor=ANA)
    shouted = {
        "blocking": Ownership("blocking", ANA.upper(), "b\u200ben"),
        "monitoring": Ownership("monitoring", "carl  dahl"),
    }
    set_contract(desk, owned_by(shouted), actor=ANA, reason="agreed", based_on=0)
    blocking, monitoring = contract(desk).seats
    assert (blocking.agrees, monitoring.owner) == (Agrees.SAME, "Carl Dahl")


def test_without_a_reason_nothing_is_set_and_a_look_sets_nothing(desk: Desk) -> None:
    with pytest.raises(BadRequest, match="needs a reason"):
        set_contract(desk, AGREED, actor=ANA, reason=" ")
    assert set_contract(desk, AGREED, actor=CARL, reason="", dry_run=True).version == 1
    assert contract(desk).version == 0
    with closing(desk.past("3")) as then:
        assert set_contract(then, AGREED, actor=ANA, reason="", dry_run=True).version == 1
        with pytest.raises(InThePast):
            set_contract(then, AGREED, actor=ANA, reason="too late")


def test_a_first_contract_begins_with_what_is_in_force(desk: Desk) -> None:
    begun = draft(desk)
    assert [one.name for one in begun.ship_if] == [NUMBER.name]
    assert begun.owners == {"blocking": OWNERSHIP}
    assert begun.worse == "unsafe"
    with pytest.raises(ContractRefused, match="decision is missing"):
        read(written(begun, 0))


@pytest.mark.parametrize(
    ("metric", "value", "said"),
    [
        ("pass_rate", 0.92, "92 %"),
        ("latency_p95_ms", 3000, "3,000 ms"),
        ("usd_per_failure", 5, "$5"),
        ("cost_per_1000_usd", 2.5, "$2.5"),
        ("", 7, "7"),
    ],
)
def test_a_number_is_read_in_its_unit(metric: str, value: float, said: str) -> None:
    assert amount(metric, value) == said


def test_the_command_line_exports_reviews_and_sets_it(tmp_path: Path) -> None:
    certified(tmp_path / "desk").close()
    evaldesk, file = terminal(tmp_path / "desk"), tmp_path / "contract.toml"
    assert "No contract is set" in evaldesk("contract").text
    begun = ("--decision", "Ship?", "--scope", "all", "--cost", "unsafe=600", "-m", "begin")
    done = evaldesk("contract", "set", *begun, "--json")
    assert done.json["asked"][0]["proposal"] == "P-1"
    evaldesk("contract", "export", file)
    file.write_text(file.read_text().replace("Ship?", "May it ship?"))
    assert evaldesk("contract", "import", file, "-m", "x", actor="eve").code == 1
    assert evaldesk("contract", "import", file, "-m", "clearer").code == 0
    shown = evaldesk("contract").text
    ship, _, cost = shown.partition("What one failure of each kind costs:")
    assert "100 %" in ship
    assert "Unsafe" not in ship
    assert "$600" in cost
    found = evaldesk("contract", "--json").json
    assert (found["version"], found["contract"]["decision"]) == (2, "May it ship?")
    assert evaldesk("contract", "import", file, "-m", "again").code == 1  # based on version 1
    assert "Ship?" in evaldesk("contract", "diff", 1, 2).text
    assert evaldesk("contract", "diff", 1, 9).code == 2
    assert len(evaldesk("contract", "history", "--json").json["versions"]) == 2
    file.write_text("decision = 1")
    assert evaldesk("contract", "import", file, "-m", "x").code == 2


def test_what_somebody_wrote_into_a_contract_is_no_markup(desk: Desk) -> None:
    evil = "<script>alert(1)</script> | # x"
    set_contract(desk, replace(AGREED, decision=evil), actor=ANA, reason=evil)
    assert "<script" not in as_html(told(contract(desk)))
    assert r"\<script\>alert" in as_markdown(told(contract(desk)))
    assert numbers(AGREED)[0].called == "accuracy on all"
