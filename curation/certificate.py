"""A release certificate: what the gate said of a run, and the decisions that it rests on."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from curation import thresholds
from curation.decisions import Entry, Kind, canonical, digest, plain
from curation.gate import Answer
from curation.ownership import Ownership
from curation.signing import METHOD, signature
from curation.threshold_owners import decider
from curation.thresholds import Threshold
from curation.versions import manifest_sha256
from curation.waivers import SUBJECT

FORM = 2  # of the file; a later one may read differently
FORMS = (1, 2)  # 1: nobody had measured how far people agree on labels
MARK = "evaldesk_certificate"
NOT_MEASURED = "not measured: this desk keeps no independent labels of the same case"
Said = Mapping[str, Any]


def written(entry: Entry) -> dict[str, Any]:
    """A decision as a certificate holds it: every field that its hash counts."""
    return {**asdict(entry), "kind": entry.kind.value, "at": entry.at.isoformat()}


def read(said: Said) -> Entry:
    """The decision that `written` wrote; ValueError, KeyError or TypeError for any other."""
    found: dict[str, Any] = {**said}
    found["kind"], found["at"] = Kind(said["kind"]), datetime.fromisoformat(said["at"])
    return Entry(**found)


def content(
    judged: Entry, frozen: Said, others: Sequence[Entry], issued: Said, form: int = FORM
) -> dict[str, Any]:
    """What a certificate of `form` about `judged` holds.

    `frozen` is the set version: its name, decision and hash, who froze it when and why, and
    the sha256 of each case. `others` are the decisions that the answer rests on. `issued`
    says of which desk, when, and up to which decision.
    """
    entries = [written(one) for one in (judged, *others)]
    evidence = {"form": form, "entries": entries, "frozen": dict(frozen)}
    return {"stated": stated(evidence), **evidence, "issued": dict(issued)}


def sealed(found: Said, key: str | None) -> dict[str, Any]:
    """`found` with its hash, and signed where there is a key."""
    kept = plain(found)
    signed = signature(canonical(kept), key)
    by = {"method": METHOD, "value": signed} if signed else None
    return {MARK: kept, "sha256": sha256_of(kept), "signature": by}


def sha256_of(found: Said) -> str:
    """The hash of a certificate's content."""
    return hashlib.sha256(canonical(found).encode()).hexdigest()


def stated(evidence: Said) -> dict[str, Any]:
    """What follows from the decisions of a certificate: the words that people read."""
    judged, *others = [read(one) for one in evidence["entries"]]
    answer, frozen = judged.after, evidence["frozen"]
    bound = answer["bound"]
    return {
        "run": judged.subject,
        "allowed": answer["verdict"] == Answer.PASS,
        "verdict": answer["verdict"],
        "reason": answer["reason"],
        "judged_at": judged.at.isoformat(),
        "judged_by": judged.actor,
        "decision": judged.seq,
        "hash": judged.hash,
        "release": _release(bound, others),
        "set": _set(answer, frozen),
        "cases": {name: answer.get(name) for name in _CASES},
        "thresholds": _thresholds(answer, others),
        **_numbers(answer, others),
        "baseline": answer["baseline"],
        "comparison": answer["comparison"],
        "waivers": [_waiver(one, others) for one in answer.get("waivers", ())],
        "gate_mode": answer.get("mode", "normal"),
        "fix": answer.get("fix"),
        "owners": [_owner(one) for one in others if one.kind is Kind.OWNER_NAMED],
        "label_agreement": _labels(answer, evidence["form"]),
    }


def _labels(answer: Said, form: int) -> dict[str, Any]:
    """How far people agreed on the cases, as the answer was bound to it."""
    found: Said | None = answer.get("label_agreement") if form > 1 else None
    return dict(found) if found else {"alpha": None, "n": None, "why": NOT_MEASURED}


_CASES = ("cases", "passed", "failed", "missing", "errored", "flaky", "set_aside", "undecided")


def _release(bound: Said, others: Sequence[Entry]) -> dict[str, Any]:
    names = ("model_version", "commit", "environment", "sets")
    brought = [one for one in others if one.kind is Kind.IMPORTED]
    run: Said = brought[-1].after["run"] if brought else {}
    further = ("seed", "tier", "started_at", "finished_at")
    return {
        **{name: bound[name] for name in names},
        **{name: run.get(name) for name in further},
        "results": [
            {"import": one.subject, "files": one.after.get("files", []), "by": one.actor,
             "at": one.at.isoformat(), "decision": one.seq, "hash": one.hash}
            for one in brought
        ],
    }  # fmt: skip


def _set(answer: Said, frozen: Said) -> dict[str, Any]:
    names = ("decision", "hash", "frozen_at", "frozen_by", "reason")
    return {
        "name": f"{answer['set']}@{answer['version']}",
        "sha256": answer["bound"]["set_sha256"],
        "cases": len(frozen["cases"]),
        **{name: frozen[name] for name in names},
    }


def _thresholds(answer: Said, others: Sequence[Entry]) -> list[dict[str, Any]]:
    """Every number that the answer was held to, by whom it was set, and what was measured."""
    owners, setters = _owners(others), {one.seq: one for one in others}
    return [
        _threshold(check, setters.get(answer["bound"]["thresholds"].get(check["name"])), owners)
        for check in answer["thresholds"]
    ]


def _numbers(answer: Said, others: Sequence[Entry]) -> dict[str, list[dict[str, Any]]]:
    """Margin, support and such, by whom each was set; an old answer does not name them."""
    bound: Said | None = answer["bound"].get("numbers")
    if bound is None:
        return {}
    owners, setters = _owners(others), {one.seq: one for one in others}
    held = {check["name"] for check in answer["thresholds"]}
    return {
        "numbers": [
            {"name": name, "value": one["value"], "metric": one["metric"],
             **_by_whom(name, setters.get(one["decision"]), owners)}
            for name, one in sorted(bound.items()) if name not in held
        ]
    }  # fmt: skip


def _owners(others: Sequence[Entry]) -> dict[str, Ownership]:
    return {one.subject: _ownership(one) for one in others if one.kind is Kind.OWNER_NAMED}


def _threshold(
    check: Said, by: Entry | None, owners: Mapping[str, Ownership]
) -> dict[str, Any]:
    known = _number(check["name"], by)
    return {
        "name": check["name"],
        "scope": known.scope if known else None,
        "direction": known.direction.value if known else None,
        "limit": check["limit"],
        "measured": check["value"],
        "n": check["n"],
        "low": check["low"],
        "high": check["high"],
        "met": check["met"],
        "why": check["why"],
        **_by_whom(check["name"], by, owners),
    }


def _by_whom(name: str, by: Entry | None, owners: Mapping[str, Ownership]) -> dict[str, Any]:
    """Who decides about a number, and the decision that put it in force."""
    known = _number(name, by)
    who = decider(known, owners) if known else None
    return {
        "owner": who.owner if who else None,
        "deputy": who.deputy if who else None,
        "set_by": by.actor if by else None,
        "set_at": by.at.isoformat() if by else None,
        "reason": by.reason if by else None,
        "decision": by.seq if by else None,
        "hash": by.hash if by else None,
    }


def _number(name: str, by: Entry | None) -> Threshold | None:
    """The threshold as the decision put it in force; without one, as the product brings it."""
    if by is not None and (values := _put_in_force(by)):
        return thresholds.from_body(values)
    return next((one for one in thresholds.DEFAULTS if one.name == name), None)


def _put_in_force(by: Entry) -> Said:
    """The number as `by` put it in force: at once, or as a proposal for a later day."""
    found: Any = by.after
    if by.kind is Kind.PROPOSAL_SET:
        found = found["body"]["becomes"]
    return found if found and "direction" in found else dict[str, Any]()


def _waiver(said: Said, others: Sequence[Entry]) -> dict[str, Any]:
    """What was let by, with the decision that granted it."""
    subject = f"{SUBJECT}{said['waiver']}"
    by = next((one for one in others if one.subject == subject), None)
    known = (by.seq, by.hash) if by else (None, None)
    return {**said, **dict(zip(("decision", "hash"), known, strict=True))}


def _owner(entry: Entry) -> dict[str, Any]:
    found = _ownership(entry)
    return {**asdict(found), "decision": entry.seq, "hash": entry.hash}


def _ownership(entry: Entry) -> Ownership:
    return Ownership(entry.subject, entry.after["owner"], entry.after["deputy"])


def limits_agree(entries: Sequence[Entry]) -> list[tuple[str, object, object]]:
    """Numbers that the gate held the run to and that their decisions did not set, by name."""
    judged, *others = entries
    decided = {one.seq: put["value"] for one in others if (put := _put_in_force(one))}
    bound = judged.after["bound"]
    found = [
        (check["name"], check["limit"], bound["thresholds"].get(check["name"]))
        for check in judged.after["thresholds"]
    ]
    named: Said = bound.get("numbers", {})
    found += [
        (name, one["value"], one["decision"])
        for name, one in named.items()
        if name not in bound["thresholds"]
    ]
    found = [(name, held, decided.get(by, held)) for name, held, by in found]
    return [one for one in found if one[1] != one[2]]


def spoiled(entries: Sequence[Entry]) -> list[int]:
    """The decisions that are not what was recorded: their hash is of something else."""
    return [one.seq for one in entries if one.hash != digest(one)]


def set_sha256(frozen: Said) -> str:
    """The address of the set version that the hashes of its cases amount to."""
    return manifest_sha256(frozen["cases"])
