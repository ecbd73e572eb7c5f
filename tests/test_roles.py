"""Who may record what: the table of roles, and nobody can lock everybody out."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.decisions import Decision, Kind
from curation.errors import BadRequest, NotAllowed
from curation.ownership import Ownership
from curation.people import (
    STRANGERS,
    People,
    Person,
    Role,
    added,
    body,
    gone,
    key,
    role_of,
    subject,
    turned,
    unlisted,
)
from curation.roles import OF_JOBS, require_may_record
from tests.builders import ANA, BEN, CARL

EVE, CI, DAN = "eve", "ci", "dan"
LISTED = (
    Person(ANA, Role.ADMIN),
    Person(BEN, Role.REVIEWER),
    Person(EVE, Role.VIEWER),
    Person(CI, Role.JOB),
    Person(DAN, Role.ADMIN, left="2026-11-02", successor=ANA),
)
BODY = {"body": {"role": "reviewer"}}


def known(*listed: Person, **said: Any) -> People:
    return People({key(one.name): one for one in (listed or LISTED)}, **said)


def decision(kind: Kind, actor: str, after: Any = None, about: str = "c-1") -> Decision:
    return Decision(kind, about, after or {}, actor)


def saying_of(one: Person, actor: str) -> Decision:
    return decision(Kind.PERSON_SET, actor, {"body": body(one)}, subject(one.name))


def may(people: People, what: Decision) -> bool:
    try:
        require_may_record(people, what)
    except NotAllowed:
        return False
    return True


FACTS, WORD = (Kind.IMPORTED, Kind.JUDGED, Kind.WATCHED), (Kind.FROZE, Kind.THRESHOLD_SET)
GOVERNED = (Kind.PROPOSAL_SET, Kind.WAIVER_SET, Kind.CONTRACT_SET, Kind.OWNER_NAMED)


@pytest.mark.parametrize(
    ("actor", "facts", "words", "people"),
    [
        (ANA, True, True, True),  # an admin
        (BEN, True, True, False),  # a reviewer
        (EVE, False, False, False),  # a viewer
        (CI, True, False, False),  # a job
        (DAN, False, False, False),  # an admin who has left
        (CARL, True, True, False),  # a stranger
        ("evaldesk", True, False, False),  # the product by itself
        ("EVE ", False, False, False),  # a viewer, spelled in another way
        ("e\u200bve", False, False, False),  # with a sign that nobody sees
    ],
)
def test_who_may_record_what(actor: str, *, facts: bool, words: bool, people: bool) -> None:
    assert {may(known(), decision(kind, actor)) for kind in FACTS} == {facts}
    found = {may(known(), decision(kind, actor)) for kind in (*WORD, *GOVERNED)}
    assert found == {words}
    assert may(known(), decision(Kind.PERSON_SET, actor, BODY, STRANGERS)) is people
    assert may(known(), saying_of(Person("new", Role.ADMIN), actor)) is people


@pytest.mark.parametrize(
    ("strangers", "founder", "blocking", "actor", "words", "people"),
    [
        (Role.REVIEWER, None, None, CARL, True, True),  # nobody is an admin: somebody begins
        (Role.REVIEWER, ANA, None, CARL, True, False),
        (Role.REVIEWER, ANA, None, ANA, True, True),  # who founded the desk
        (Role.REVIEWER, ANA, Ownership("blocking", BEN, CARL), BEN, True, True),
        (Role.REVIEWER, ANA, Ownership("blocking", BEN, CARL), CARL, True, False),  # a deputy
        (Role.VIEWER, ANA, Ownership("blocking", BEN), CARL, False, False),
        (Role.VIEWER, ANA, Ownership("blocking", BEN), BEN, True, True),
        (Role.VIEWER, ANA, Ownership("blocking", BEN), "ingest", False, False),
    ],
)
def test_where_nobody_is_listed_the_founder_and_who_owns_blocking_are_admins(
    strangers: Role,
    founder: str | None,
    blocking: Ownership | None,
    actor: str,
    *,
    words: bool,
    people: bool,
) -> None:
    found = People({}, strangers, founder, blocking)
    assert may(found, decision(Kind.MOVED, actor)) is (words or actor == "ingest")
    assert may(found, decision(Kind.FROZE, actor)) is words
    assert may(found, saying_of(Person("new", Role.VIEWER), actor)) is people


def test_who_is_listed_as_less_is_no_admin_by_what_they_own() -> None:
    found = known(Person(ANA, Role.REVIEWER), Person(BEN, Role.ADMIN), founder=ANA)
    assert found.admins == (BEN,)
    assert not may(found, saying_of(Person("new", Role.VIEWER), ANA))


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        (Kind.OWNER_NAMED, None, {"owner": "{}", "deputy": ANA}),
        (Kind.OWNER_NAMED, {"owner": ANA}, {"owner": ANA, "deputy": "{}"}),
        (Kind.DESCRIBED, {"owner": BEN}, {"owner": "{}"}),
        (Kind.QUARANTINED, None, {"quarantine": {"owner": "{}", "until": "2026-12-01"}}),
        (Kind.INVESTIGATION_SET, {"body": {"owner": ANA}}, {"body": {"owner": "{}"}}),
        (Kind.INCIDENT_SET, {"body": None}, {"body": {"owner": "{}"}}),
        (Kind.WAIVER_SET, {"body": None}, {"body": {"owner": "{}"}}),
    ],
)
@pytest.mark.parametrize(("name", "allowed"), [(BEN, True), (EVE, False), (DAN, False)])
def test_nothing_is_given_to_who_cannot_decide(
    kind: Kind, before: Any, after: Any, name: str, *, allowed: bool
) -> None:
    said = _named(after, name)
    assert may(known(), Decision(kind, "x", said, ANA, before=before)) is allowed
    assert may(known(), Decision(kind, "x", said, ANA, before=said))  # it stays as it was


def _named(said: Any, name: str) -> Any:
    if isinstance(said, dict):
        return {k: _named(v, name) for k, v in said.items()}  # pyright: ignore
    return name if said == "{}" else said


@pytest.mark.parametrize(
    ("one", "actor", "allowed"),
    [
        (Person(BEN, Role.REVIEWER, left="2026-11-03"), BEN, True),  # one may leave by oneself
        (Person(BEN, Role.ADMIN, left="2026-11-03"), BEN, False),  # and not rise by it
        (Person(BEN, Role.ADMIN), BEN, False),
        (Person(CARL, Role.REVIEWER, left="2026-11-03"), BEN, False),
        (Person(ANA, Role.ADMIN, left="2026-11-03"), ANA, False),  # the last admin stays
        (Person(ANA, Role.VIEWER), ANA, False),
    ],
)
def test_who_may_say_that_somebody_leaves(one: Person, actor: str, *, allowed: bool) -> None:
    assert may(known(), saying_of(one, actor)) is allowed


def test_the_last_admin_cannot_give_the_office_away_with_blocking() -> None:
    desk = known(
        Person(BEN, Role.REVIEWER),
        Person(DAN, Role.REVIEWER, "2026-11-01"),
        founder=DAN,
        blocking=Ownership("blocking", ANA),
    )
    handed = {"owner": BEN, "deputy": None}
    with pytest.raises(NotAllowed, match="last admin"):
        require_may_record(desk, decision(Kind.OWNER_NAMED, ANA, handed, "blocking"))
    other = replace(desk, blocking=Ownership("blocking", BEN), founder=CARL)
    assert may(other, decision(Kind.OWNER_NAMED, CARL, handed, "blocking"))


acts = st.lists(
    st.tuples(
        st.sampled_from((ANA, BEN, CARL, EVE)),
        st.sampled_from((ANA, BEN, CARL, EVE)),
        st.sampled_from(Role),
        st.sampled_from((None, "2026-11-03")),
    ),
    max_size=12,
)


@given(acts)
def test_whatever_is_said_of_people_an_admin_is_left_who_may_say_more(acts: Any) -> None:
    desk = People(founder=ANA)
    for actor, name, role, left in acts:
        one = Person(name, role, left)
        before = desk
        if may(desk, saying_of(one, actor)):
            desk = desk.followed_by(one)
            assert before.is_admin(actor) or (actor, left) == (name, "2026-11-03")
    assert desk.admins
    assert all(desk.decides(one) for one in desk.admins)


def test_people_are_listed_turned_and_leave_with_a_sentence_for_what_cannot_be() -> None:
    desk = known()
    assert added(desk, "  Fay   Ray ", Role.VIEWER) == Person("Fay Ray", Role.VIEWER)
    assert added(desk, DAN, Role.REVIEWER) == Person(DAN, Role.REVIEWER)  # back again
    assert turned(desk, CARL, Role.ADMIN) == Person(CARL, Role.ADMIN)
    assert gone(desk, "Carl", "2026-11-03", BEN).left == "2026-11-03"
    for refused in (
        lambda: added(desk, "ANA", Role.VIEWER),
        lambda: added(desk, " \u200b ", Role.VIEWER),
        lambda: turned(desk, BEN, Role.REVIEWER),
        lambda: turned(desk, DAN, Role.REVIEWER),
        lambda: gone(desk, DAN, "2026-11-04", None),
        lambda: role_of("boss"),
    ):
        with pytest.raises(BadRequest):
            refused()


def test_a_refusal_says_whom_to_ask() -> None:
    with pytest.raises(NotAllowed) as refused:
        require_may_record(known(), decision(Kind.MOVED, EVE))
    assert str(refused.value) == (
        "eve is a viewer on this desk: they see everything and decide nothing. "
        'Ask ana: evaldesk people role "eve" reviewer.'
    )
    assert Kind.FROZE not in OF_JOBS


@pytest.mark.parametrize(
    ("name", "listed", "odd"),
    [
        ("kim", LISTED, True),
        (" Ana", LISTED, False),
        (CARL, LISTED, False),  # who founded the desk
        ("ingest", LISTED, False),
        ("kim", (), False),
    ],
)
def test_a_name_that_nobody_listed_is_told_where_people_are_listed(
    name: str, listed: tuple[Person, ...], odd: bool
) -> None:
    desk = People({key(one.name): one for one in listed}, founder=CARL)
    said = unlisted(desk, name)
    assert (said is not None) is odd
    assert said is None or said.startswith("kim is not listed under people")
