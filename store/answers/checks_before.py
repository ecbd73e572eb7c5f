"""What the desk sees by itself of the pre-production checklist."""

from collections.abc import Callable, Mapping

from curation.cases import Case, State
from curation.contract_numbers import Agrees
from curation.label_bands import Band
from curation.percents import percent
from curation.unowned import OWNED_SETS, Lack
from store.answers.agreement import agreement
from store.answers.checks_seen import Seen, cannot_know, done, not_done
from store.answers.coverage import coverage
from store.answers.handover_known import Known, day, listed, many
from store.answers.not_today import not_today
from store.answers.self_test import self_test

_LABELS = ("too_few_labels", "labels_hidden", "labels_differ", "category_unreliable")
_LEAKS = ("in_training",)


def _contract(known: Known) -> Seen:
    found = known.contract
    if found.contract is None:
        return not_done("no contract was ever set", "contract")
    off = [one.called for one in found.numbers if one.agrees is not Agrees.SAME]
    said = f"version {found.version}, by {found.by}"
    if off:
        return not_done(f"{said}; not as it says: {listed(off[:3])}", "contract")
    return done(f"{said}; its numbers are in force", "contract")


def _owners(known: Known) -> Seen:
    grave = (Lack.NOBODY, Lack.CANNOT, Lack.NO_DEPUTY)
    off = [o for o in known.people.without_owner if o.lack in grave and o.subject in OWNED_SETS]
    if off:
        return not_done(f"{off[0].title}: {off[0].why}", "people")
    held = [known.owners[name] for name in OWNED_SETS]
    return done(listed(f"{one.scope}: {one.people}" for one in held), "people")


def _frozen(known: Known) -> Seen:
    held, link = known.set_of(State.BLOCKING), "sets?set=blocking"
    if held.in_force is None:
        return not_done("it was never frozen", link)
    said = f"{held.in_force}, {many(held.frozen_cases, 'case')}, {day(held.frozen_at)}"
    if held.unfrozen_changes:
        return not_done(f"{said}; {many(held.unfrozen_changes, 'change')} since", link)
    return done(said, link)


def _stated(known: Known) -> Seen:
    cases, link = known.of(State.BLOCKING), "sets?set=blocking"
    if not cases:
        return cannot_know("no case is in blocking", link)
    bare = sum(not _whole(one) for one in cases)
    if bare:
        return not_done(f"{bare} of {len(cases):,} lack something", link)
    return done(f"all {len(cases):,} state it", link)


def _whole(case: Case) -> bool:
    stated = (case.behaviour, case.severity, case.cost_of_failure, case.owner)
    return all(one is not None for one in stated)


def _standard(known: Known) -> Seen:
    if known.standard is None:
        return not_done("none is in force", "labels")
    return done(f"version {known.standard.version}: {known.standard.title}", "labels")


def _labelled(known: Known) -> Seen:
    if known.standard is None:
        return cannot_know("no labelling standard says what is asked", "labels")
    return _carried(known, _LABELS, "short of labels that agree", "labels")


def _leakage(known: Known) -> Seen:
    with known.desk.ledger.reading() as asked:
        kinds = {one.kind for one in asked.imports()}
    if "training" not in kinds:
        return cannot_know("no training data was imported to compare with", "duplicates")
    return _carried(known, _LEAKS, "in the training data", "duplicates")


def _carried(known: Known, codes: tuple[str, ...], what: str, link: str) -> Seen:
    n = len(known.of(State.BLOCKING))
    if not n:
        return cannot_know("no case is in blocking", link)
    off = [
        one.case
        for one in not_today(known.desk)
        if any(found.code in codes for found in one.objections)
    ]
    if off:
        return not_done(f"{len(off)} of {n:,} {'is' if len(off) == 1 else 'are'} {what}", link)
    return done(f"none of {n:,} is {what}", link)


def _agreement(known: Known) -> Seen:
    if known.standard is None:
        return cannot_know("no labelling standard is in force", "agreement")
    found = agreement(known.desk)
    alpha, link = found.alpha, "agreement"
    if alpha.value is None or found.band is Band.TOO_FEW:
        return cannot_know(f"too few to say (n {alpha.n_units:,})", link)
    said = f"alpha {alpha.value:.2f}, limit {found.min_alpha:g}, n {alpha.n_units:,}"
    if alpha.low is not None and alpha.high is not None:
        said = f"alpha {alpha.value:.2f} ({alpha.low:.2f} to {alpha.high:.2f}), limit "
        said += f"{found.min_alpha:g}, n {alpha.n_units:,}"
    if found.band in (Band.RELIABLE, Band.TENTATIVE):
        return done(said, link)
    if found.band is Band.UNRELIABLE:
        return not_done(said, link)
    return cannot_know(f"{said}: {found.band}", link)


def _coverage(known: Known) -> Seen:
    found, link = coverage(known.desk).summary, "coverage"
    if found.untested is None:
        return cannot_know("no failure of production has a price", link)
    said = f"{percent(found.untested)} of what failures cost lies where no case tests"
    if found.lacking:
        lack = many(found.lacking, "case is", "cases are")
        return not_done(f"{said}; {lack} lacking", link)
    return done(said, link)


def _steady(known: Known) -> Seen:
    link = "flakes"
    if known.last is None or not known.of(State.BLOCKING):
        return cannot_know("no run of blocking was judged", link)
    found = known.flakes
    if found.flaky:
        return not_done(f"{many(found.flaky, 'case flips', 'cases flip')}", link)
    if found.too_few:
        return cannot_know(f"too few attempts to say of {found.too_few:,} cases", link)
    return done(f"none flips, at least {many(found.fewest, 'attempt')} each", link)


def _self_test(known: Known) -> Seen:
    found, link = self_test(known.desk), "trust"
    if found is None:
        return not_done("it was never shown any", link)
    said = f"{many(len(found.probes), 'made-up run')} on {found.set}, {day(found.at)}"
    if not found.ok:
        return not_done(f"{said}: one got the wrong answer", link)
    if found.stale:
        return not_done(f"{said}; since then changed: {listed(found.stale)}", link)
    return done(f"{said}: each got the answer it has to get", link)


def _masked(known: Known) -> Seen:
    kept = [kind for kind, how in known.privacy.kinds.items() if how == "keep"]
    personal = "personal_data"
    off = [o for o in not_today(known.desk) if any(f.code == personal for f in o.objections)]
    if off:
        return not_done(f"{many(len(off), 'blocking case holds', 'blocking cases hold')} some",
                        "privacy")  # fmt: skip
    if kept:
        return not_done(f"kept as it comes: {listed(kept)}", "privacy")
    return done(f"every kind; {many(known.privacy.places, 'place')} so far", "privacy")


SEEN: Mapping[str, Callable[[Known], Seen]] = {
    "contract": _contract,
    "owners": _owners,
    "frozen": _frozen,
    "stated": _stated,
    "standard": _standard,
    "labelled": _labelled,
    "agreement": _agreement,
    "leakage": _leakage,
    "coverage": _coverage,
    "steady": _steady,
    "self-test": _self_test,
    "masked": _masked,
}
