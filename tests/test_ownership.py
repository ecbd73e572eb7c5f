"""One person decides about a scope, and a deputy."""

import pytest

from curation.errors import NotAllowed
from curation.ownership import Ownership, require
from tests.builders import ANA, BEN, CARL


@pytest.mark.parametrize(
    ("deputy", "actor", "may"),
    [
        (BEN, ANA, True),
        (BEN, BEN, True),
        (BEN, CARL, False),
        (None, BEN, False),
        (None, "", False),
        (BEN, " Ana", True),
        (BEN, "b\u200bEN", True),
        (BEN, "anna", False),
    ],
)
def test_the_owner_and_the_deputy_decide(deputy: str | None, actor: str, may: bool) -> None:
    assert Ownership("blocking", ANA, deputy).may_decide(actor) is may


def test_a_refusal_says_whom_to_ask() -> None:
    with pytest.raises(NotAllowed) as refused:
        require(Ownership("blocking", ANA, BEN), CARL, "freeze blocking")
    assert str(refused.value) == (
        "blocking belongs to ana or ben (deputy); carl may not freeze blocking. Ask ana."
    )


@pytest.mark.parametrize(
    ("ownership", "actor"),
    [
        (Ownership("blocking", ANA, BEN), ANA),
        (Ownership("blocking", ANA, BEN), BEN),
        (None, CARL),
    ],
)
def test_whoever_may_is_let_through_and_a_scope_without_owner_refuses_nobody(
    ownership: Ownership | None, actor: str
) -> None:
    require(ownership, actor, "freeze blocking")
