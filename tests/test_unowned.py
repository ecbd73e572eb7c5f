"""What nobody answers for is named, with who answers meanwhile and what to do about it."""

import pytest

from curation.cases import State
from curation.holdings import of_cases, of_scopes
from curation.owned import called, falls_to, keeper, ownable, scope
from curation.ownership import Ownership
from curation.people import People, Person, Role, key
from curation.thresholds import policy
from curation.unowned import Known, Lack, unowned
from tests.builders import ANA, BEN, CARL, a_case

GONE, EVE = "gone", "eve"
PEOPLE = (Person(GONE, Role.REVIEWER, left="2026-11-02"), Person(EVE, Role.VIEWER))
NUMBERS = tuple(policy(()).thresholds.values())


def known(*owned: Ownership, **more: object) -> Known:
    owners = {one.scope: one for one in owned}
    people = People({key(one.name): one for one in PEOPLE})
    cases = [a_case(id="c-1", owner=GONE), a_case(id="c-2", owner=GONE), a_case(owner=CARL)]
    held = [*of_scopes(owners), *(of_cases(cases) if more.pop("cases", False) else ())]
    return Known(people, owners, NUMBERS, held, **more)  # pyright: ignore[reportArgumentType]


BLOCKING, MONITORING = Ownership("blocking", ANA, BEN), Ownership("monitoring", ANA, BEN)


@pytest.mark.parametrize(
    ("found", "lacking"),
    [
        (known(BLOCKING, MONITORING), []),
        (known(MONITORING), [("nobody", "blocking", None), ("nobody", "thresholds", None)]),
        (known(BLOCKING), [("nobody", "monitoring", None)]),
        (
            known(BLOCKING, Ownership("monitoring", ANA)),
            [("no_deputy", "monitoring", None)],
        ),
        (
            known(BLOCKING, Ownership("monitoring", GONE, EVE)),
            [("cannot", "monitoring", None), ("cannot", "monitoring", None)],
        ),
        (known(BLOCKING, MONITORING, cases=True), [("cannot", "case:gone", None)]),
        (
            known(BLOCKING, MONITORING, routes=["refunds"], sources=["nightly"]),
            [("falls", "route:refunds", ANA), ("falls", "source:nightly", ANA)],
        ),
        (known(BLOCKING, MONITORING, Ownership("route:a b", CARL), routes=["a b"]), []),
        (
            known(BLOCKING, MONITORING, without=[a_case(owner=None, state=State.BLOCKING)]),
            [("nobody", "cases:blocking", None)],
        ),
    ],
)
def test_what_lacks_somebody_is_named_the_gravest_first(
    found: Known, lacking: list[tuple[str, str, str | None]]
) -> None:
    told = unowned(found)
    assert [(one.lack.value, one.subject, one.falls_to) for one in told] == lacking
    assert all(one.clear.startswith("evaldesk ") and one.why for one in told)


def test_who_has_left_and_who_only_looks_are_told_apart() -> None:
    told = unowned(known(BLOCKING, Ownership("monitoring", GONE, EVE)))
    assert [one.why for one in told] == [
        "its owner gone has left",
        "its deputy eve is a viewer",
    ]
    assert {one.lack for one in told} == {Lack.CANNOT}


@pytest.mark.parametrize(
    ("said", "kept", "words"),
    [
        (" blocking ", "blocking", "blocking"),
        ("route: refunds ", "route:refunds", "route refunds"),
        ("cohort:region=eu, channel=web", "cohort:channel=web,region=eu",
         "cohort channel = web, region = eu"),
        ("threshold:numbers.min_support", "threshold:numbers.min_support",
         "threshold numbers.min_support"),
    ],
)  # fmt: skip
def test_a_scope_has_one_spelling(said: str, kept: str, words: str) -> None:
    assert scope(said, policy(())) == kept
    assert called(kept) == words
    assert ownable(kept)
    assert not ownable(f"case:{words}")


def test_what_has_no_owner_of_its_own_falls_to_who_owns_what_is_above_it() -> None:
    owners = {"blocking": BLOCKING, "baseline": Ownership("baseline", CARL)}
    assert falls_to("alarms", owners) == owners["baseline"]
    assert falls_to("route:refunds", owners) == BLOCKING
    assert falls_to("monitoring", owners) is None


@pytest.mark.parametrize(
    ("where", "keeps"),
    [
        ({"route": "refunds"}, CARL),
        ({"route": "billing"}, None),
        ({}, None),
        ({"region": "eu"}, ANA),
        ({"region": "us", "route": "refunds"}, CARL),
        ({"region": "eu", "channel": "web", "route": "refunds"}, BEN),  # the closest cohort
        ({"channel": "web"}, None),
    ],
)
def test_what_deviates_goes_to_who_owns_that_part(
    where: dict[str, str | None], keeps: str | None
) -> None:
    owned = (
        Ownership("route:refunds", CARL),
        Ownership("cohort:region=eu", ANA),
        Ownership("cohort:channel=web,region=eu", BEN),
    )
    found = keeper(where, {one.scope: one for one in owned})
    assert (found.owner if found else None) == keeps
