"""Whether a certificate holds: in itself, under its signature, and against a desk's own log."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Any, cast

from curation import certificate
from curation.decisions import Entry, canonical
from curation.signing import KEY, is_signed

Said = Mapping[str, Any]
# What a file that somebody made up may lead to.
UNREADABLE = (KeyError, TypeError, ValueError, AttributeError, IndexError, RecursionError)
_NOTHING = object()
CLOCKS = timedelta(minutes=5)  # so far the clocks of two machines may be apart


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not hold: the field of the certificate, and why."""

    field: str
    why: str


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing that was looked at. `ok` is None where nobody can tell here, `why` says so."""

    what: str
    ok: bool | None
    why: str


def in_itself(sealed: Said) -> list[Fault]:
    """What does not hold by the file alone, the plainest first."""
    try:
        return _in_itself(sealed)
    except UNREADABLE as trouble:
        return [Fault("certificate", f"it cannot be read: {type(trouble).__name__} {trouble}")]


def _in_itself(sealed: Said) -> list[Fault]:
    found: Said = sealed[certificate.MARK]
    if found["form"] not in certificate.FORMS:
        why = f"this version of Evaldesk reads forms up to {certificate.FORM}, not "
        why += str(found["form"])
        return [Fault("form", why)]
    entries = [certificate.read(one) for one in found["entries"]]
    if datetime.fromisoformat(found["issued"]["at"]).tzinfo is None:
        return [Fault("issued.at", "it says no moment: its zone is missing")]
    faults = [
        Fault(f"entries.{seq}", f"decision {seq} is not what was recorded: its hash differs")
        for seq in certificate.spoiled(entries)
    ]
    if len({one.seq for one in entries}) < len(entries):
        faults.append(Fault("entries", "the same decision stands in it twice"))
    faults += [
        Fault(path, f"the certificate says {_short(said)}, its decisions say {_short(follows)}")
        for path, said, follows in differences(found["stated"], certificate.stated(found), "")
    ]
    faults += _of_the_set(found)
    faults += [
        Fault(f"thresholds.{name}.limit", f"the gate held it to {limit}, decided was {decided}")
        for name, limit, decided in certificate.limits_agree(entries)
    ]
    if sealed["sha256"] != certificate.sha256_of(found):
        faults.append(Fault("sha256", "the content was changed: its hash is another one"))
    return faults


def _of_the_set(found: Said) -> list[Fault]:
    bound = found["entries"][0]["after"]["bound"]["set_sha256"]
    if certificate.set_sha256(found["frozen"]) == bound:
        return []
    return [Fault("frozen.cases", "the hashes of the cases do not amount to the set's sha256")]


def misdated(issued: datetime, head: Entry, later: Entry | None, now: datetime) -> bool:
    """Whether `head` cannot have been the last decision at the moment `issued`.

    `later` is the decision after it. A sample's decisions may be of days to come.
    """
    too_early = head.at <= now and issued < head.at - CLOCKS
    too_late = later is not None and issued > later.at + CLOCKS
    return too_early or too_late or issued > now + CLOCKS


def signed(sealed: Said, key: str | None, *, needed: bool) -> tuple[Checked, list[Fault]]:
    """Whether the signature holds; `needed`: one is expected wherever there is a key."""
    by: object = sealed.get("signature")
    value = cast("Said", by).get("value") if isinstance(by, Mapping) else None
    if not value:
        faults = [Fault("signature", f"it is not signed, and {KEY} is set")]
        why = "it is not signed: by itself it only agrees with itself, and so can a forgery"
        told = Checked("signature", None, why)
        return told, faults if key and needed else []
    holds = is_signed(canonical(sealed.get(certificate.MARK)), key, str(value))
    if holds is None:
        return Checked("signature", None, f"it is signed; to check it, set {KEY}"), []
    if holds:
        return Checked("signature", True, f"signed by who holds {KEY}"), []
    why = "another key, or the content was changed since"
    return Checked("signature", False, why), [Fault("signature", f"it does not fit: {why}")]


def differences(
    said: Any,  # noqa: ANN401 (JSON is any of its values)
    other: Any,  # noqa: ANN401
    path: str,
) -> list[tuple[str, Any, Any]]:
    """Where `said` is not `other`: the path of every field, and both values."""
    if isinstance(said, Mapping) and isinstance(other, Mapping):
        one, two = cast("Said", said), cast("Said", other)
        names = [*one, *(name for name in two if name not in one)]
        return [
            found
            for name in names
            for found in differences(
                one.get(name, _NOTHING), two.get(name, _NOTHING), _step(path, name)
            )
        ]
    if isinstance(said, list) and isinstance(other, list):
        pairs = zip_longest(
            cast("list[object]", said), cast("list[object]", other), fillvalue=_NOTHING
        )
        return [
            found
            for n, (mine, its) in enumerate(pairs)
            for found in differences(mine, its, _step(path, _called(mine, its, n)))
        ]
    return [] if _same(said, other) else [(path, said, other)]


def against(entries: list[Entry], theirs: Mapping[int, Entry]) -> list[Fault]:
    """The decisions that the desk's own log does not hold as the certificate has them."""
    faults: list[Fault] = []
    for one in entries:
        own = theirs.get(one.seq)
        if own is None:
            why = f"the desk's log has no decision {one.seq}"
        elif own.hash != one.hash:
            why = f"decision {one.seq} of the desk is another one: {own.kind} {own.subject}"
        else:
            continue
        faults.append(Fault(f"entries.{one.seq}", why))
    return faults


def _same(said: Any, other: Any) -> bool:  # noqa: ANN401 (JSON is any of its values)
    """Whether two plain values are one: JSON writes 1.0 also as 1, but true is no number."""
    return said is other or (
        isinstance(said, bool) == isinstance(other, bool) and said == other
    )


def _step(path: str, name: object) -> str:
    return f"{path}.{name}" if path else str(name)


def _called(mine: object, its: object, place: int) -> object:
    """A thing of a list by its name where it has one."""
    for one in (its, mine):
        if isinstance(one, Mapping) and "name" in one:
            return cast("Said", one)["name"]
    return place


def _short(value: object) -> str:
    if value is _NOTHING:
        return "nothing"
    text = str(value)
    return text if len(text) <= 80 else text[:79] + "…"
