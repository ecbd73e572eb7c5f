"""A decision: who did what to which subject, when, why, chained by hash to the one before."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from curation.errors import BadRequest

Body = Mapping[str, Any]
GENESIS = "0" * 64


class Kind(StrEnum):
    """What a decision can be; the same verb stands on the button and in the log."""

    OPENED = "opened"  # a case exists from now on
    DESCRIBED = "described"  # expected behaviour, severity, cost, owner, tags
    MOVED = "moved"  # to another set, dismissed or retired
    FROZE = "froze"  # a set version was made
    IMPORTED = "imported"  # facts came in
    IMPORT_UNDONE = "import_undone"  # facts went out of view
    JUDGED = "judged"  # the gate answered for a run
    OWNER_NAMED = "owner_named"  # who decides about a scope
    THRESHOLD_SET = "threshold_set"  # a governed number came into force
    LIMIT_SET = "limit_set"  # a cohort is held to a threshold of its own, or no longer
    QUARANTINED = "quarantined"  # a flaky case cannot block until a day, or can again
    VIEW_SET = "view_set"  # filters of the queue have a name from now on, or none any more
    COHORT_SET = "cohort_set"  # a part of events or cases has a name from now on, or none
    GROUP_NAMED = "group_named"  # a failure group is called something
    GROUP_MERGED = "group_merged"  # a group is part of another, or has taken others in
    GROUP_SPLIT = "group_split"  # cases left a group for one of their own
    GROUP_ARCHIVED = "group_archived"  # a group sleeps, and would wake by itself
    GROUP_REOPENED = "group_reopened"  # a group waits again, by hand
    BASELINE_SET = "baseline_set"  # what later windows and runs are compared with
    INVESTIGATION_SET = "investigation_set"  # somebody looks into a deviation, or is done
    INCIDENT_SET = "incident_set"  # an incident is on record, with what belongs to it
    OBJECTIVE_SET = "objective_set"  # how good production has to be, and what follows if not
    GATE_MODE_SET = "gate_mode_set"  # the gate lets everything stand, or only fixes
    ALARM_SET = "alarm_set"  # an alarm was raised, acknowledged or resolved
    DELIVERY_SET = "delivery_set"  # somebody was told of an alarm, or could not be
    MAINTENANCE_SET = "maintenance_set"  # a time in which no alarm wakes anybody
    WATCHED = "watched"  # production was judged up to a week
    PROPOSAL_SET = "proposal_set"  # a threshold may move: proposed, approved, rejected, ended
    WAIVER_SET = "waiver_set"  # a release may ship in spite of something, until a day
    PERSON_SET = "person_set"  # who somebody is on this desk, or that they have left
    CONTRACT_SET = "contract_set"  # what the evaluation is for, as a numbered version
    SELF_TESTED = "self_tested"  # the gate was shown a bad release, and what it answered
    STANDARD_SET = "standard_set"  # how cases are labelled, as a numbered version
    LABEL_TASK_SET = "label_task_set"  # cases that so many people are to label
    LABEL_SET = "label_set"  # what one person says that a case expects
    FEEDBACK_SET = "feedback_set"  # what one person thinks of an output
    ADJUDICATION_SET = "adjudication_set"  # which of the disagreeing labels stands, and why
    WANTED_SET = "wanted_set"  # cases that the sets lack, and who is to find them
    DUPLICATE_SET = "duplicate_set"  # two texts that are alike were looked at
    PRIVACY_SET = "privacy_set"  # what is masked, and how long facts are kept
    ERASED = "erased"  # a person's data went out of facts and log; what was, is gone
    REFRESH_SET = "refresh_set"  # cases proposed to come, to go, or to be demoted
    TOPICS_SET = "topics_set"  # what the texts of a failure group are about
    SUITE_SET = "suite_set"  # adversarial cases that belong together
    REVIEW_SET = "review_set"  # a weekly review: who was there, and what came of each item
    ACTION_SET = "action_set"  # what somebody promised in a review, and whether it held
    CHECK_SET = "check_set"  # an item of a checklist was ticked by somebody, or no longer


ABOUT_CASES = (Kind.OPENED, Kind.DESCRIBED, Kind.MOVED, Kind.QUARANTINED)
ABOUT_GROUPS = (
    Kind.GROUP_NAMED,
    Kind.GROUP_MERGED,
    Kind.GROUP_SPLIT,
    Kind.GROUP_ARCHIVED,
    Kind.GROUP_REOPENED,
)
ABOUT_NAMES = (Kind.VIEW_SET, Kind.COHORT_SET)  # of filters: no case is touched
STANDING = (  # the last word about a subject stands until the next one
    Kind.BASELINE_SET,
    Kind.INVESTIGATION_SET,
    Kind.INCIDENT_SET,
    Kind.OBJECTIVE_SET,
    Kind.GATE_MODE_SET,
    Kind.ALARM_SET,
    Kind.DELIVERY_SET,
    Kind.MAINTENANCE_SET,
    Kind.WATCHED,
    Kind.PROPOSAL_SET,
    Kind.WAIVER_SET,
    Kind.PERSON_SET,
    Kind.CONTRACT_SET,
    Kind.SELF_TESTED,
    Kind.STANDARD_SET,
    Kind.LABEL_TASK_SET,
    Kind.LABEL_SET,
    Kind.FEEDBACK_SET,
    Kind.ADJUDICATION_SET,
    Kind.WANTED_SET,
    Kind.DUPLICATE_SET,
    Kind.PRIVACY_SET,
    Kind.ERASED,
    Kind.REFRESH_SET,
    Kind.TOPICS_SET,
    Kind.SUITE_SET,
    Kind.REVIEW_SET,
    Kind.ACTION_SET,
    Kind.CHECK_SET,
)
UNDOABLE = (
    Kind.MOVED,
    Kind.DESCRIBED,
    Kind.QUARANTINED,
    Kind.INVESTIGATION_SET,
    Kind.INCIDENT_SET,
    Kind.MAINTENANCE_SET,
    Kind.ADJUDICATION_SET,
    Kind.DUPLICATE_SET,
    Kind.WANTED_SET,
    Kind.REFRESH_SET,
    Kind.TOPICS_SET,
    Kind.ACTION_SET,
    Kind.CHECK_SET,
    *ABOUT_NAMES,
    *ABOUT_GROUPS,
)
# Nor anything else of such an act.
NOT_TAKEN_BACK = (Kind.OWNER_NAMED, Kind.PERSON_SET, Kind.ERASED)
BLIND = (Kind.LABEL_SET, Kind.FEEDBACK_SET)  # not shown before all have said theirs


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be recorded. `seen` is the version of the subject that the actor saw."""

    kind: Kind
    subject: str
    after: Body
    actor: str
    reason: str = ""
    before: Body | None = None
    seen: int | None = None
    undoes: str | None = None  # the act that this decision takes back


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision as the ledger keeps it. `act` joins what was decided in one go."""

    seq: int
    act: str
    kind: Kind
    subject: str
    before: Body | None
    after: Body
    actor: str
    reason: str
    at: datetime
    undoes: str | None
    previous: str
    hash: str = field(default="")


def canonical(body: object) -> str:
    """`body` as JSON with one spelling: sorted keys, no spaces, text as it is.

    ValueError for NaN and infinity: they are no JSON, and other databases refuse them.
    """
    return json.dumps(
        body, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def plain(body: Body) -> Body:
    """`body` as it will be read again: lists for tuples, words for enums, keys in their order.

    ValueError for what is no JSON, as NaN.
    """
    return json.loads(json.dumps(body, allow_nan=False))


def digest(entry: Entry) -> str:
    """The sha256 that chains `entry` to its predecessor; every field but the hash counts."""
    fields = {
        "seq": entry.seq,
        "act": entry.act,
        "kind": entry.kind,
        "subject": entry.subject,
        "before": entry.before,
        "after": entry.after,
        "actor": entry.actor,
        "reason": entry.reason,
        "at": entry.at.isoformat(),
        "undoes": entry.undoes,
        "previous": entry.previous,
    }
    return hashlib.sha256(canonical(fields).encode()).hexdigest()


_HALF_A_CHARACTER = (
    "These words hold half a character (a lone surrogate), as text does that was not written "
    "in UTF-8. Nothing was recorded; write them in UTF-8 and repeat."
)


def sealed(draft: Entry) -> Entry:
    """`draft` with its hash; BadRequest where its words are no Unicode."""
    try:
        return replace(draft, hash=digest(draft))
    except UnicodeEncodeError:
        raise BadRequest(_HALF_A_CHARACTER) from None


def require_actor(actor: str) -> None:
    """Refuse an act of nobody: who reads the log later has to know whom to ask."""
    if not any(char.isprintable() and not char.isspace() for char in actor):
        raise BadRequest("Say who does this: --actor NAME, or set EVALDESK_ACTOR.")


def require_storable(decision: Decision) -> None:
    """Refuse what not every database can keep: a NUL, or half a character."""
    words = decision.actor + decision.subject + decision.reason
    if "\0" in words:
        raise BadRequest("These words hold a NUL character. Take it out and repeat.")
    try:
        words.encode()
    except UnicodeEncodeError:
        raise BadRequest(_HALF_A_CHARACTER) from None


def cancel_out(later: Sequence[Entry]) -> bool:
    """Whether `later`, newest first and about one subject, left it as it was before them.

    They do when every act among them was taken back by another one among them.
    """
    gone: set[str] = set()
    for entry in later:
        if entry.act in gone:
            continue
        if entry.undoes is None:
            return False
        gone.add(entry.undoes)
    return gone <= {entry.act for entry in later}
