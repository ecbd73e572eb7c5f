"""What stands between a case and a set: every objection at once, each with its way out."""

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace

from curation.attempts import UNSCORED, Stability
from curation.cases import PLACES, SETS, Behaviour, Case, State
from curation.flakiness import flips_too_often
from curation.label_evidence import LabelEvidence, shortfall
from curation.leakage import NO_TWINS, TwinsOf, doubled, leaked, may_differ, way_out
from curation.ownership import Ownership
from curation.percents import percent
from curation.thresholds import MAX_FLIP_RATE, MIN_ALPHA, MIN_ATTEMPTS, MIN_LABELS, Policy
from curation.tombstones import is_erased


@dataclass(frozen=True, slots=True)
class Objection:
    """Why not, and what would clear it."""

    code: str
    what: str
    clear: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known about a case beyond the case itself, when it is to be moved."""

    policy: Policy
    stability: Stability = field(default=UNSCORED)
    blocking_owner: Ownership | None = None
    labels: LabelEvidence | None = None  # None: no labelling standard is in force
    twins: TwinsOf = field(default=NO_TWINS)
    further: tuple[Objection, ...] = field(default=())  # from criteria that others bring
    personal: tuple[str, ...] = field(default=())  # the kinds of personal data left unmasked

    def after(self, moved: Collection[str]) -> "Evidence":
        """The same when of the cases that one act moves `moved` have moved already."""
        return replace(self, twins=self.twins.among(moved)) if self.twins.blocking else self


Criterion = Callable[[Case, Evidence, str], Objection | None]


def objections(
    case: Case, to: State, evidence: Evidence, *, actor: str, reason: str
) -> list[Objection]:
    """Why `case` may not move to `to`; empty when it may."""
    if _is_there(case.state, to):
        return [Objection("already_there", f"it is already in {to}", "leave it where it is")]
    found = [criterion(case, evidence, actor) for criterion in _CRITERIA[to]]
    if case.state is State.BLOCKING:
        found.append(_leaving_blocking(case, evidence, actor))
    if _needs_reason(case.state, to) and not reason.strip():
        found.append(Objection("no_reason", f"a move to {to} needs a reason", "say --reason"))
    if to in (State.MONITORING, State.BLOCKING) and case.state is not State.BLOCKING:
        found += evidence.further  # what keeps a case out must not keep it in
    return [objection for objection in found if objection]


def ways(here: State | None) -> tuple[State, ...]:
    """Where a case can be asked to go from `here`; None is a failure that is no case yet."""
    return tuple(to for to in PLACES if not _is_there(here, to))


def _is_there(here: State | None, to: State) -> bool:
    # A dismissed case that is back is dismissed anew, one that sleeps gets another end.
    return here is to and to is not State.DISMISSED


def _needs_reason(frm: State, to: State) -> bool:
    order: Sequence[State] = (State.INBOX, *SETS)
    beside = to in (State.DISMISSED, State.RETIRED)
    demoted = frm in order and to in order and order.index(to) < order.index(frm)
    return beside or demoted or to is State.BLOCKING


def _expected(case: Case, evidence: Evidence, actor: str) -> Objection | None:  # noqa: ARG001
    stated = case.behaviour in (Behaviour.REFUSAL, Behaviour.NEEDS_HUMAN) or (
        case.behaviour is Behaviour.ANSWER and bool(case.expected)
    )
    if stated:
        return None
    return Objection(
        "no_expected_behaviour",
        "nobody has stated what the model ought to do",
        f"evaldesk expect {case.id} --answer TEXT (or --refusal, --needs-human)",
    )


def _has_text(case: Case, evidence: Evidence, actor: str) -> Objection | None:  # noqa: ARG001
    if not is_erased(case.input):
        return None
    clear = (
        "bring the question anew, without anything personal: evaldesk import FILE --as cases"
    )
    return Objection("erased", "its text was erased, and no model can be asked it", clear)


def _unmasked(case: Case, evidence: Evidence, actor: str) -> Objection | None:  # noqa: ARG001
    if not evidence.personal:
        return None
    return Objection(
        "personal_data",
        f"it holds personal data that is not masked ({', '.join(evidence.personal)})",
        f"evaldesk erase --case {case.id} --reason …, and import the question anew: imports "
        "mask; where it is nobody's data, let it stay: evaldesk privacy set",
    )


def _owned(case: Case, evidence: Evidence, actor: str) -> Objection | None:  # noqa: ARG001
    if case.owner:
        return None
    return Objection("no_owner", "it has no owner", f"evaldesk expect {case.id} --owner NAME")


def _severity(case: Case, evidence: Evidence, actor: str) -> Objection | None:  # noqa: ARG001
    if case.severity:
        return None
    words = "low|medium|high|critical"
    clear = f"evaldesk expect {case.id} --severity {words}"
    return Objection("no_severity", "its severity is not stated", clear)


def _cost(case: Case, evidence: Evidence, actor: str) -> Objection | None:  # noqa: ARG001
    if case.cost_of_failure is not None:
        return None
    clear = f"evaldesk expect {case.id} --cost USD"
    return Objection("no_cost", "its cost of failure is not stated", clear)


def _scored(case: Case, evidence: Evidence, actor: str) -> Objection | None:  # noqa: ARG001
    needed, scored = evidence.policy.value(MIN_ATTEMPTS), evidence.stability.scored
    if scored >= needed:
        return None
    return Objection(
        "too_few_attempts",
        f"it was scored {scored} times, not {needed:.0f}",
        "freeze monitoring, score it, and import the results with several attempts a case",
    )


def _stable(case: Case, evidence: Evidence, actor: str) -> Objection | None:  # noqa: ARG001
    limit, found = evidence.policy.value(MAX_FLIP_RATE), evidence.stability
    if not flips_too_often(found, limit):
        return None
    return Objection(
        "flips_too_often",
        f"it flipped in {found.flips} of {found.scored} attempts ({percent(found.flip_rate)}, "
        f"the limit is {percent(limit)})",
        "keep it in monitoring until the model answers it the same way each time",
    )


def _labelled(case: Case, evidence: Evidence, actor: str) -> Objection | None:
    if evidence.labels is None:
        return None
    needed, least = evidence.policy.value(MIN_LABELS), evidence.policy.value(MIN_ALPHA)
    found = shortfall(
        case.id,
        evidence.labels,
        needed=math.ceil(needed),
        least_alpha=least,
        actor=actor,
    )
    return Objection(found.code, found.what, found.clear) if found else None


def _untrained(case: Case, evidence: Evidence, actor: str) -> Objection | None:  # noqa: ARG001
    if (why := leaked(evidence.twins)) is None:
        return None
    first = evidence.twins.trained[0]
    clear = "keep it in monitoring"
    if may_differ(first.kind, trained=True, same_route=True):
        clear += f"; or, if they differ: {way_out(case.id, first)}"
    return Objection("in_training", why, clear)


def _alone(case: Case, evidence: Evidence, actor: str) -> Objection | None:  # noqa: ARG001
    if (why := doubled(evidence.twins)) is None:
        return None
    first = evidence.twins.blocking[0]
    clear = "dismiss one of the two"
    if may_differ(first.kind, trained=False, same_route=True):
        clear += f"; or, if they differ: {way_out(case.id, first)}"
    return Objection("near_duplicate", why, clear)


def _approved(case: Case, evidence: Evidence, actor: str) -> Objection | None:  # noqa: ARG001
    return _by_owner(evidence, actor, "put a case into blocking")


def _leaving_blocking(case: Case, evidence: Evidence, actor: str) -> Objection | None:  # noqa: ARG001
    return _by_owner(evidence, actor, "take a case out of blocking")


def _by_owner(evidence: Evidence, actor: str, act: str) -> Objection | None:
    owner = evidence.blocking_owner
    if owner is None:
        return Objection(
            "no_set_owner",
            "nobody owns the blocking set, so nobody can approve this",
            "evaldesk own blocking --owner NAME",
        )
    if owner.may_decide(actor):
        return None
    return Objection(
        "not_the_owner",
        f"only {owner.people} may {act}; you are {actor}",
        f"ask {owner.owner} to move it",
    )


def _only_by_undo(case: Case, evidence: Evidence, actor: str) -> Objection | None:  # noqa: ARG001
    return Objection(
        "only_by_undo",
        "the inbox holds what nobody has sorted, and this case is sorted",
        "undo the move that sorted it, or move it to the backlog",
    )


_FOR_MONITORING: tuple[Criterion, ...] = (_has_text, _unmasked, _expected, _owned)
_CRITERIA: dict[State, tuple[Criterion, ...]] = {
    State.INBOX: (_only_by_undo,),
    State.BACKLOG: (),
    State.MONITORING: _FOR_MONITORING,
    State.BLOCKING: (
        *_FOR_MONITORING,
        _severity,
        _cost,
        _scored,
        _stable,
        _labelled,
        _untrained,
        _alone,
        _approved,
    ),
    State.DISMISSED: (),
    State.RETIRED: (),
}
