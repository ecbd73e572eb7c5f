"""Who is who on the sample desk: everybody is listed, routes have owners, and one has left."""

from curation.people import Role
from store.acts.handing_over import hand_over
from store.acts.listing_people import add_person
from store.acts.owning import name_owner
from store.answers.passing_on import Heirs
from store.desk import Desk

_ANA, _HUGO = "Ana Ruiz", "Hugo Brandt"
_LISTED = (
    (_ANA, Role.ADMIN),
    ("Ben Okafor", Role.ADMIN),
    ("Chloe Martin", Role.REVIEWER),
    ("Dev Patel", Role.REVIEWER),
    ("Emi Sato", Role.REVIEWER),
    ("Farid Haddad", Role.REVIEWER),
    ("Grace Lindqvist", Role.REVIEWER),
    (_HUGO, Role.REVIEWER),
    ("Ingrid Voss", Role.VIEWER),
    ("ci", Role.JOB),
    ("nightly import", Role.JOB),
    ("watch", Role.JOB),
)
_OWNED = (
    ("route:refunds", "Chloe Martin", "Dev Patel"),
    ("route:billing", _HUGO, "Chloe Martin"),
    ("route:shipping", "Dev Patel", "Chloe Martin"),
    ("route:returns", "Dev Patel", "Chloe Martin"),
    ("route:login", "Emi Sato", "Chloe Martin"),
    ("route:subscriptions", "Grace Lindqvist", "Ben Okafor"),
    ("source:assistant", _HUGO, None),
    ("alarms", "Ben Okafor", _HUGO),
)


def people_of_story(desk: Desk) -> None:
    """List everybody, name owners, and let Hugo leave: Dev takes over what was his."""
    for name, role in _LISTED:
        add_person(desk, name, role, actor=_ANA, reason="who works with this desk")
    for scope, owner, deputy in _OWNED:
        name_owner(desk, scope, owner, deputy, actor=_ANA, reason="who knows it best")
    reason = "moves to the claims team; handed over in their last week"
    hand_over(desk, _HUGO, Heirs("Dev Patel"), actor=_ANA, reason=reason, leaves=True)
