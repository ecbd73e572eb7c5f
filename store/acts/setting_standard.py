"""Set the labelling standard as its next version; what has labels keeps its questions."""

from collections import Counter
from dataclasses import dataclass, replace

from curation import labelling_standard as shapes
from curation import standard_rules as rules
from curation.contract import Change
from curation.decisions import Kind
from curation.errors import BadRequest, MovedMeanwhile
from curation.labelling_standard import Standard
from curation.standing import saying
from store.desk import Desk
from store.ledger.reading import Reading


@dataclass(frozen=True, slots=True)
class StandardSet:
    """The version that is in force now, or would be, and what it changes."""

    version: int
    act: str | None
    changes: tuple[Change, ...]


def set_standard(
    desk: Desk,
    wanted: Standard,
    *,
    actor: str,
    reason: str,
    based_on: int,
    dry_run: bool = False,
) -> StandardSet:
    """Put `wanted` in force; tasks that are open go on by the version they began with.

    Raises StandardRefused for what is off in it or frozen, MovedMeanwhile where another
    version than `based_on` stands, NotAllowed for who does not answer for what blocks.
    """
    if dry_run:
        with desk.ledger.reading() as asked:
            return _planned(asked, wanted, based_on)[1]
    if not reason.strip():
        raise BadRequest("A standard needs a reason, which stays in the log: say --reason.")
    with desk.ledger.transaction() as tx:
        rules.require_may_set(tx.ownership("blocking"), tx.known_people(), actor)
        new, plan = _planned(tx, wanted, based_on)
        if not plan.changes:
            raise BadRequest(f"Version {new.version - 1} says the same: nothing is new.")
        said = shapes.body(new)
        tx.record(
            saying(
                Kind.STANDARD_SET,
                shapes.subject(new.version),
                said,
                actor=actor,
                reason=reason.strip(),
            )
        )
        return replace(plan, act=tx.act)


def _planned(asked: Reading, wanted: Standard, based_on: int) -> tuple[Standard, StandardSet]:
    standards = asked.standards()
    before = standards[-1] if standards else None
    _refuse_another_base(asked, before, based_on)
    used = rules.used_in(standards, answered(asked))
    if off := rules.faults(wanted, used):
        raise rules.StandardRefused(off)
    new = replace(wanted, version=(before.version if before else 0) + 1)
    return new, StandardSet(new.version, None, tuple(rules.changes(before, new)))


def _refuse_another_base(asked: Reading, before: Standard | None, based_on: int) -> None:
    stands = before.version if before else 0
    if based_on == stands:
        return
    said = asked.standing_of(shapes.subject(stands))
    if said is None or based_on > stands:
        raise BadRequest(
            f"It is based on version {based_on}, and this desk has {stands or 'none'}. Begin "
            "with the file of `evaldesk standard export`."
        )
    at = f"{said.at:%Y-%m-%d %H:%M} UTC"
    what = f"set version {stands}, and yours is based on version {based_on},"
    raise MovedMeanwhile("The labelling standard", said.actor, at, what)


def answered(asked: Reading) -> Counter[str]:
    """How many labels and opinions answer each question, blind ones too."""
    said = [*asked.standing(Kind.LABEL_SET), *asked.standing(Kind.FEEDBACK_SET)]
    return Counter(
        name
        for one in said
        for name, answer in one.body["answers"].items()
        if answer is not None
    )
