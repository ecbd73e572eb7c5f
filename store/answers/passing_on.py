"""What would go to whom when somebody passes on what they answer for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from curation import contract, holdings, left_open
from curation.contract_people import goes_on_naming
from curation.errors import BadRequest, Unknown
from curation.holdings import Holding, What
from curation.names import key
from curation.ownership import Ownership
from curation.people import named
from curation.proposals import Stage
from curation.threshold_owners import PREFIX as THRESHOLD
from curation.threshold_owners import decider
from store.answers.holdings import held_by
from store.desk import Desk
from store.ledger.reading import Reading

DECIDED = (What.SCOPE, What.THRESHOLD)


@dataclass(frozen=True, slots=True)
class Heirs:
    """Who takes over: `to` everything but what `others` name by subject or by kind.

    `deputy` becomes the deputy where a deputy becomes the owner.
    """

    to: str | None = None
    deputy: str | None = None
    others: Mapping[str, str] = field(default_factory=dict[str, str])

    def of(self, one: Holding) -> str | None:
        """Who takes `one`."""
        return self.others.get(one.subject) or self.others.get(one.what) or self.to


@dataclass(frozen=True, slots=True)
class Passing:
    """One thing that goes to somebody else; `to` is None while nobody has said to whom."""

    what: What
    subject: str
    title: str
    post: str
    to: str | None
    id: str | None

    @property
    def heir(self) -> str:
        """Who takes it; BadRequest where nobody does."""
        if self.to is None:
            raise BadRequest(
                f"{self.title} ({self.what}) would be left without anybody: "
                "say who takes over with --to NAME."
            )
        return self.to


@dataclass(frozen=True, slots=True)
class Plan:
    """All that `name` passes on; `without_deputy` has an owner then, and nobody beside them.

    `proposals` says who decides from then on about what is proposed, `contract` where the
    contract goes on naming them.
    """

    name: str
    passing: tuple[Passing, ...]
    owners: tuple[Ownership, ...]
    without_deputy: tuple[str, ...]
    proposals: tuple[str, ...] = ()
    contract: str | None = None

    @property
    def notes(self) -> tuple[str, ...]:
        """What is not passed on, and what becomes of it."""
        return (*self.proposals, *([self.contract] if self.contract else []))


def plan(asked: Reading, name: str, heirs: Heirs) -> Plan:
    """What `name` passes on to `heirs`.

    BadRequest where something would stay where it is, Unknown when `others` name what is not
    theirs.
    """
    held = held_by(asked, name)
    _refuse_unknown(held, heirs)
    found = [
        Passing(o.what, o.subject, o.title, o.post, _heir(o, name, heirs), o.id) for o in held
    ]
    before = _ownerships(asked, held)
    owners: list[Ownership] = []
    alone: list[str] = []
    for subject, to in {p.subject: p.to for p in found if p.what in DECIDED}.items():
        if to is not None:
            new, lost = holdings.passed(before[subject], name, to, heirs.deputy)
            owners.append(new)
            alone += [subject] if lost else []
    open_ones, agreed = _proposals(asked, name, owners), _contract(asked, name)
    return Plan(named(name), tuple(found), tuple(owners), tuple(alone), open_ones, agreed)


def preview(desk: Desk, name: str, heirs: Heirs) -> Plan:
    """What would be passed on; nothing is recorded."""
    with desk.ledger.reading() as asked:
        return plan(asked, name, heirs)


def _heir(one: Holding, name: str, heirs: Heirs) -> str | None:
    to = heirs.of(one)
    if not to:
        return None
    if key(to) == key(name):
        raise BadRequest(f"{name} has it already: say who else takes over with --to NAME.")
    return named(to)


def _ownerships(asked: Reading, held: list[Holding]) -> dict[str, Ownership]:
    """Who decides now about what is held, also where that was only stated with a number."""
    found, numbers = dict(asked.ownerships()), asked.policy().thresholds
    for one in held:
        if one.what is What.THRESHOLD:
            number = numbers[one.subject.removeprefix(THRESHOLD)]
            owner = number.owner or one.holder
            found[one.subject] = Ownership(one.subject, owner, number.deputy)
    return found


def _proposals(asked: Reading, name: str, owners: list[Ownership]) -> tuple[str, ...]:
    """Who decides from then on about the proposals that are open."""
    before, today = asked.ownerships(), asked.clock().date()
    after = {**before, **{one.scope: one for one in owners}}
    numbers = asked.policy().thresholds
    found: list[str | None] = []
    for _, one in asked.proposals():
        number = numbers.get(one.name)
        if number is None or one.stage(today) is not Stage.OPEN:
            continue
        found.append(left_open.note(one, name, decider(number, before), decider(number, after)))
    return tuple(filter(None, found))


def _contract(asked: Reading, name: str) -> str | None:
    """Where the contract goes on naming who passes on: what is agreed moves by a version."""
    standing = asked.standing_of(contract.SUBJECT)
    if standing is None:
        return None
    agreed, version = contract.from_body(standing.body), contract.version_of(standing)
    return goes_on_naming(agreed, version, name)


def _refuse_unknown(held: list[Holding], heirs: Heirs) -> None:
    known = {one.subject for one in held} | set(What)
    for one in heirs.others:
        if one not in known:
            way = f"Name one of theirs, or a kind: {', '.join(What)}."
            raise Unknown("thing to pass on", one, way)
