"""Put flaky cases into quarantine until a day, and lift it again."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from curation.attempts import UNSCORED
from curation.cases import Case, Quarantine
from curation.decisions import Decision, Kind
from curation.promotion import Objection
from curation.quarantine import Standing, objections, quarantined, require_may_lift
from curation.versions import line
from store.acts.moving import Refused
from store.answers.gate_basis import today
from store.answers.gate_flakes import worst_flips
from store.desk import Desk
from store.ledger import Transaction


@dataclass(frozen=True, slots=True)
class Quarantined:
    """What was done; `act` is what undo takes back, and `refused` say what is in the way."""

    cases: tuple[str, ...]
    refused: tuple[Refused, ...]
    owner: str | None
    until: str | None
    act: str | None


def quarantine(
    desk: Desk, case_ids: Sequence[str], owner: str, until: str, *, actor: str, reason: str
) -> Quarantined:
    """Let each of `case_ids` block no release before the day `until`; `owner` mends it.

    A case with objections is left as it is, and all of them are said.
    """
    wanted = quarantined(owner, until)
    ids = list(dict.fromkeys(case_ids))
    with desk.ledger.reading() as asked:
        lines = {case.id: line(case) for case in asked.cases_named(ids)}
    scored, now = worst_flips(desk, lines), today(desk)
    done: list[str] = []
    refused: list[Refused] = []
    with desk.ledger.transaction() as tx:
        policy, blocking = tx.policy(), tx.ownership("blocking")
        for case_id in ids:
            case = tx.known(case_id)
            same = case_id in lines and lines[case_id] == line(case)  # nobody changed it since
            known = Standing(
                policy, scored.get(case_id, UNSCORED) if same else UNSCORED, blocking, now
            )
            found: list[Objection] = objections(case, wanted, known, actor=actor, reason=reason)
            if found:
                refused.append(Refused(case_id, tuple(found)))
                continue
            _record(tx, case, wanted, actor=actor, reason=reason)
            done.append(case_id)
        act = tx.act if done else None
    return Quarantined(tuple(done), tuple(refused), wanted.owner, wanted.until, act)


def lift(desk: Desk, case_ids: Sequence[str], *, actor: str, reason: str = "") -> Quarantined:
    """Let each of `case_ids` block again, at once."""
    ids = tuple(dict.fromkeys(case_ids))
    with desk.ledger.transaction() as tx:
        blocking = tx.ownership("blocking")
        for case_id in ids:
            case = tx.known(case_id)
            require_may_lift(case, blocking, actor)
            _record(tx, case, None, actor=actor, reason=reason)
        return Quarantined(ids, (), None, None, tx.act)


def _record(
    tx: Transaction, case: Case, wanted: Quarantine | None, *, actor: str, reason: str
) -> None:
    after, before = _body(wanted), _body(case.quarantine)
    tx.record(Decision(Kind.QUARANTINED, case.id, after, actor, reason, before))


def _body(found: Quarantine | None) -> dict[str, Any]:
    return {"quarantine": asdict(found) if found else None}
