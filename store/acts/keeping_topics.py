"""Keep the topics of a group, name them, own them, and make groups of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from curation.decisions import Kind
from curation.errors import BadRequest
from curation.standing import saying
from curation.topic_history import FREE, body, keeping, subject
from store.acts.regrouping import Regrouped, split
from store.answers.topic_texts import topics_now
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class TopicsKept:
    """The group whose topics were kept, how many, and the act that undo takes back."""

    group: str
    topics: tuple[str, ...]
    act: str


def keep_topics(
    desk: Desk,
    group: str,
    *,
    actor: str,
    reason: str = "",
    names: Mapping[str, str] | None = None,
    owners: Mapping[str, str] | None = None,
    seen: int | None = None,
) -> TopicsKept:
    """Put the topics of now on record, so that they are found again under their names.

    NotAllowed for an owner of a topic that is not stable; MovedMeanwhile when somebody has
    kept others since the version `seen`.
    """
    now = topics_now(desk, group)
    kept = keeping(now.matched, now.aside, names or {}, owners or {}, now.stable)
    if not kept.topics:
        raise BadRequest("There is no topic to keep: see `evaldesk topics`.")
    name = subject(now.group)
    with desk.ledger.transaction() as tx:
        if seen is not None:
            tx.refuse_if_changed(name, seen)
        before = tx.standing_of(name)
        said = saying(
            Kind.TOPICS_SET, name, body(kept), actor=actor, reason=reason.strip(), before=before
        )
        tx.record(said)
        return TopicsKept(now.group, tuple(one.id for one in kept.topics), tx.act)


def split_topics(
    desk: Desk,
    group: str,
    topic_ids: Sequence[str],
    *,
    actor: str,
    reason: str,
    name: str | None = None,
) -> Regrouped:
    """Make one group of the inputs of some topics; several are merged by it.

    The name is that of the first, where none is said. All objections are told at once.
    """
    now = topics_now(desk, group)
    if now.group == FREE:
        raise BadRequest(
            "These failures are of several groups: split each where it stands, with "
            "`evaldesk topics GROUP --split`."
        )
    wanted = list(dict.fromkeys(topic_ids))
    there = {one.id: one for one in now.matched.topics}
    if strange := [one for one in wanted if one not in there]:
        raise BadRequest(
            f"{', '.join(strange)} is no topic of {now.group} now: see "
            f"`evaldesk topics {now.group}`."
        )
    if not wanted:
        raise BadRequest("Name the topics that leave, as `evaldesk topics GROUP` does.")
    cases = [case for one in wanted for case in there[one].members]
    called = (name or there[wanted[0]].name).strip()
    return split(desk, now.group, cases, called, actor=actor, reason=reason)
