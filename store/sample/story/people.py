"""The team of the sample: who owns which cases, and who stands in for whom."""

from store.sample.story.shapes import Person

ANA = "Ana Ruiz"
BEN = "Ben Okafor"
CHLOE = "Chloe Martin"
DEV = "Dev Patel"
FARID = "Farid Haddad"
CI = "ci"

PEOPLE = (
    Person(ANA, "QA lead", BEN),
    Person(BEN, "ML engineer", ANA),
    Person(CHLOE, "Support operations", DEV, ("refunds", "billing")),
    Person(DEV, "Platform engineer", CHLOE, ("shipping", "returns")),
    Person("Emi Sato", "Localisation lead", CHLOE, ("login",)),
    Person(FARID, "Trust and safety", ANA),
    Person("Grace Lindqvist", "Product manager", BEN, ("subscriptions",)),
)
_SAFETY = ("unsafe", "refusal_expected")


def owner_of(route: str, fault: str) -> str:
    """Who owns a case: trust and safety what must not be answered, else the route's owner."""
    if fault in _SAFETY:
        return FARID
    return next(person.name for person in PEOPLE if route in person.routes)
