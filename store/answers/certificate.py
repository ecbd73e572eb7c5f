"""The certificate of a release: what the gate said last of a run, and what it rested on."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from functools import partial
from typing import Any

from curation import certificate
from curation.decisions import Entry, Kind
from curation.errors import NothingToJudge
from curation.gate import Answer
from curation.gate_mode import ASK_AGAIN
from curation.overtaken import worth
from curation.waivers import SUBJECT, State, from_body, waiver_subject
from store.answers.worth import in_force_now
from store.desk import Desk
from store.ledger.reading import Reading


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a certificate is made of: the answer, the set it was given on, other decisions."""

    judged: Entry
    frozen: dict[str, Any]
    others: Sequence[Entry]


def certificate_of(desk: Desk, run: str, key: str | None) -> dict[str, Any]:
    """The certificate about `run`, sealed, and signed where there is a `key`.

    InThePast where the desk is shown as it was: it would bear the date of then.
    """
    desk.ledger.require_now("a certificate")
    with desk.ledger.reading() as asked:
        judged = last_answer(asked, run)
        seq, head = asked.head()
        found = evidence(asked, judged)
        issued = {
            "origin": asked.origin(),
            "at": desk.ledger.clock().isoformat(),
            "head": {"seq": seq, "hash": head},
            "holds": holding(asked, judged),
        }
    content = certificate.content(found.judged, found.frozen, found.others, issued)
    return certificate.sealed(content, key)


def last_answer(asked: Reading, run: str) -> Entry:
    """The gate's last recorded answer on `run`; NothingToJudge where it gave none."""
    asked.run(run)  # Unknown where there is no such run
    found = asked.decisions(subject=run, kinds=[Kind.JUDGED], limit=1)
    if not found:
        raise NothingToJudge(
            f"The gate was never asked about {run}, so there is nothing to certify. Ask it: "
            f"evaldesk gate {run}"
        )
    return found[0]


def evidence(asked: Reading, judged: Entry) -> Evidence:
    """The decisions that the answer `judged` rests on, as they stood at that moment."""
    bound: Mapping[str, Any] = judged.after["bound"]
    stood = {
        *(seq for seq in bound["thresholds"].values() if seq is not None),
        *(one["decision"] for one in bound.get("numbers", {}).values() if one["decision"]),
        *_results(asked, judged, bound["undone_imports"]),
        *_last_of_each(asked, Kind.OWNER_NAMED, judged),
        *_waivers(asked, judged),
    }
    others = [asked.entry(seq) for seq in sorted(stood) if seq < judged.seq]
    return Evidence(judged, _frozen(asked, judged), [one for one in others if one])


def holding(asked: Reading, judged: Entry) -> dict[str, Any]:
    """What the answer is worth at this moment, and which of its waivers have ended.

    `reason` is None while it is worth what it said.
    """
    answer, reason = _worth(asked, judged)
    return {
        "verdict": answer,
        "reason": None if answer == judged.after["verdict"] else reason,
        "ended": [one for one in map(partial(_ended, asked), _waived(judged)) if one],
    }


def _worth(asked: Reading, judged: Entry) -> tuple[Answer | None, str]:
    said = judged.after
    run = asked.known_run(judged.subject)
    if run is None or asked.run(judged.subject)[1] is None:
        return None, f"{ASK_AGAIN}the results of the run are others than then."
    on, in_force = f"{said['set']}@{said['version']}", asked.set_version(said["set"])
    if in_force is not None and in_force.name != on:
        return None, f"It was judged on {on}, and {in_force.name} is in force."
    return worth(said, in_force_now(asked))


def _waived(judged: Entry) -> list[str]:
    return [one["waiver"] for one in judged.after.get("waivers", ())]


def _ended(asked: Reading, waiver: str) -> dict[str, Any] | None:
    """When the waiver ended, and by whom; None while it is in force."""
    standing = asked.standing_of(waiver_subject(waiver))
    found = from_body(standing.subject, standing.body) if standing else None
    stands = found.stands(asked.clock().astimezone(UTC).date()) if found else None
    if found is None or stands is State.IN_FORCE:
        return None
    on = found.ended_at[:10] if found.ended_at else found.until
    return {"waiver": waiver, "on": on, "by": found.ended_by}


def _results(asked: Reading, judged: Entry, undone: Collection[str]) -> Iterable[int]:
    """The imports whose results were judged."""
    rows = asked.imports_of_run(judged.subject)
    return {row.seq for row in rows if row.id not in undone}


def _last_of_each(asked: Reading, kind: Kind, judged: Entry) -> Collection[int]:
    """The last decision of a kind about each subject, before the answer."""
    last: dict[str, int] = {}
    for entry in asked.decisions(kinds=[kind]):  # newest first
        if entry.seq < judged.seq:
            last.setdefault(entry.subject, entry.seq)
    return last.values()


def _waivers(asked: Reading, judged: Entry) -> Iterable[int]:
    """The decisions that granted what the answer lists as waived."""
    named = {f"{SUBJECT}{one['waiver']}" for one in judged.after.get("waivers", ())}
    found = [asked.entry(seq) for seq in _last_of_each(asked, Kind.WAIVER_SET, judged)]
    return {one.seq for one in found if one and one.subject in named}


def _frozen(asked: Reading, judged: Entry) -> dict[str, Any]:
    name, version = judged.after["set"], judged.after["version"]
    found = asked.set_version(name, version)
    by = asked.decisions(subject=f"{name}@{version}", kinds=[Kind.FROZE], limit=1)
    assert found is not None, "an answer is given on a version that was frozen before"
    return {
        "decision": by[0].seq,
        "hash": by[0].hash,
        "frozen_at": found.frozen_at,
        "frozen_by": found.frozen_by,
        "reason": found.reason,
        "cases": {case_id: found.cases[case_id] for case_id in sorted(found.cases)},
    }
