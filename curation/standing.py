"""The last word about a subject: it stands until somebody says another one."""

from dataclasses import dataclass
from datetime import datetime

from curation.decisions import Body, Decision, Kind


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands about `subject`: `body` as it was said last, by whom, when and why."""

    kind: Kind
    subject: str
    body: Body
    actor: str
    reason: str
    at: datetime
    seq: int


def saying(
    kind: Kind,
    subject: str,
    body: Body | None,
    *,
    actor: str,
    reason: str = "",
    before: Standing | None = None,
) -> Decision:
    """The decision that lets `body` stand about `subject`; None: nothing stands any more.

    `before` is what the actor saw standing; who said another word since is not overruled.
    """
    return Decision(
        kind,
        subject,
        {"body": body},
        actor,
        reason,
        {"body": before.body if before else None},
        before.seq if before else None,
    )
