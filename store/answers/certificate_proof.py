"""Is a certificate what was issued? By the file alone, and against the desk it names."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from curation import certificate
from curation.certificate_proof import (
    UNREADABLE,
    Checked,
    Fault,
    against,
    differences,
    in_itself,
    misdated,
    signed,
)
from curation.decisions import Entry, Kind, plain
from curation.tombstones import is_erased
from store.answers.certificate import Evidence, evidence, holding
from store.answers.certificate_files import certificate_in, first_other_line
from store.desk import Desk
from store.ledger.past import PastLedger
from store.ledger.proof import first_bad_link

Said = Mapping[str, Any]
ITSELF, SIGNATURE, TEXT, LOG = "in itself", "signature", "text", "the desk's log"
STATED = "when it was issued, and who froze the set"


@dataclass(frozen=True, slots=True)
class CertificateProof:
    """Whether a certificate holds, by what was `checked`, and what does not hold.

    `later`: what the gate has said of the run since, or what has overtaken its answer; the
    certificate does not know it.
    """

    ok: bool
    run: str | None
    verdict: str | None
    decision: int | None
    first_bad: Fault | None
    faults: tuple[Fault, ...]
    checked: tuple[Checked, ...]
    later: str | None = None


def proved(text: str, key: str | None, desk: Desk | None) -> CertificateProof:
    """Whether the certificate in the file `text` holds; without a desk by itself alone."""
    sealed, form = certificate_in(text)
    faults = in_itself(sealed)
    follows = "answer, numbers, owners and cases follow from its decisions, hash by hash"
    checked = [_checked(ITSELF, faults, follows)]
    sign, unsigned = signed(sealed, key, needed=desk is None)
    checked.append(sign)
    faults += unsigned
    if form and not faults:
        lines = _other_text(text, sealed, form)
        checked.append(_checked(TEXT, lines, "what people read is what the block says"))
        faults += lines
    later = None
    if desk is None:
        why = "not asked: without the desk nobody can tell whether it ever decided this"
        checked.append(Checked(LOG, None, why))
    elif not faults:
        faults = _against(desk, sealed)
        checked.append(_checked(LOG, faults, "every decision stands there as it is here"))
        later = _later(desk, sealed)
    if not faults:
        checked.append(_only_stated(checked))
    names = _names(sealed[certificate.MARK].get("stated"))
    first = faults[0] if faults else None
    return CertificateProof(not faults, *names, first, tuple(faults), tuple(checked), later)


def _only_stated(checked: list[Checked]) -> Checked:
    """What no decision of the file holds: who froze the set has its cases in full."""
    if any(one.ok for one in checked if one.what == LOG):
        return Checked(STATED, True, "as the desk's log has it")
    if any(one.ok for one in checked if one.what == SIGNATURE):
        return Checked(STATED, True, "no decision in the file holds it, the signature does")
    return Checked(STATED, None, "only stated: the signature or the desk can tell")


def _names(stated: object) -> tuple[str | None, str | None, int | None]:
    """Run, verdict and decision as the file says them, whatever the file is."""
    said: Said = cast("Said", stated) if isinstance(stated, Mapping) else dict[str, Any]()
    return said.get("run"), said.get("verdict"), said.get("decision")


def _checked(what: str, faults: list[Fault], fine: str) -> Checked:
    return Checked(what, not faults, faults[0].why if faults else fine)


def _other_text(text: str, sealed: Said, form: str) -> list[Fault]:
    try:
        other = first_other_line(text, sealed, form)
    except UNREADABLE as trouble:
        return [Fault("certificate", f"it cannot be told in words: {trouble}")]
    if other is None:
        return []
    number, _ = other
    why = (
        f"line {number} is not what was written. A browser changes a page that it saves: check "
        "the file as it was downloaded."
    )
    return [Fault(f"text, line {number}", why)]


def _against(desk: Desk, sealed: Said) -> list[Fault]:
    content: Said = sealed[certificate.MARK]
    entries = [certificate.read(one) for one in content["entries"]]
    issued = content["issued"]
    with desk.ledger.reading() as asked:
        if asked.origin() != issued["origin"]:
            why = (
                "this desk is another one than it was issued by (their first decisions differ)"
            )
            return [Fault("issued.origin", why)]
        theirs = {one.seq: own for one in entries if (own := asked.entry(one.seq))}
        head = asked.entry(issued["head"]["seq"])
        next_one = asked.entry(issued["head"]["seq"] + 1)
    if faults := against(entries, theirs):
        return faults
    if head is None or head.hash != issued["head"]["hash"]:
        return [Fault("issued.head", "the desk's log had another head when it was issued")]
    if misdated(datetime.fromisoformat(issued["at"]), head, next_one, desk.ledger.clock()):
        why = f"decision {head.seq} was not the last one of the desk's log at that moment"
        return [Fault("issued.at", why)]
    with desk.ledger.reading() as asked:
        bad = first_bad_link(asked)
        found = evidence(asked, entries[0])
    if bad is not None:
        return [Fault(f"log.{bad}", f"the desk's own log does not hold from decision {bad} on")]
    return _rebuilt(content, found) or _held_then(desk, entries[0], issued)


def _rebuilt(content: Said, found: Evidence) -> list[Fault]:
    """What the desk would certify otherwise about the same answer."""
    own = certificate.content(
        found.judged, found.frozen, found.others, content["issued"], content["form"]
    )
    return [
        Fault(path, f"the certificate says {str(said)[:80]}, the desk says {str(other)[:80]}")
        for path, said, other in differences(content, plain(own), "")
        if not is_erased(other)  # what an erasure took off the desk since stands in the copy
    ]


def _held_then(desk: Desk, judged: Entry, issued: Said) -> list[Fault]:
    """What the certificate says that the answer was worth when it was issued, and was not."""
    if "holds" not in issued:
        return []
    with desk.ledger.reading() as asked:
        known = list(asked.entries(until=issued["head"]["seq"]))
        later = [one for one in asked.erasures() if one.seq > issued["head"]["seq"]]
    moment = datetime.fromisoformat(issued["at"])
    with closing(PastLedger(known, moment, later)) as then, then.reading() as asked:
        own = plain(holding(asked, judged))
    return [
        Fault(path, f"the certificate says {str(said)[:80]}, the desk says {str(other)[:80]}")
        for path, said, other in differences(issued["holds"], own, "issued.holds")
    ]


def _later(desk: Desk, sealed: Said) -> str | None:
    said: Said = sealed[certificate.MARK]["stated"]
    with desk.ledger.reading() as asked:
        last = asked.decisions(subject=said["run"], kinds=[Kind.JUDGED], limit=1)
        if last and last[0].seq == said["decision"]:
            found = holding(asked, last[0])
            return f"It holds no longer. {found['reason']}" if found["reason"] else None
    if not last or last[0].seq < said["decision"]:
        return None
    one = last[0]
    return (
        f"The gate has answered about {one.subject} again since: {one.after['verdict']} "
        f"(decision {one.seq}, {one.at:%Y-%m-%d %H:%M} UTC)."
    )
