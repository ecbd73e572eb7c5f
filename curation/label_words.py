"""What a decision about labels did, in words; never what a reviewer answered."""

from collections.abc import Callable, Mapping

from curation.decisions import Body, Kind


def _standard(_: str, __: Body, after: Body) -> str | None:
    return f"set version {after.get('version')} of the labelling standard: {after.get('title')}"


def _task(name: str, before: Body, after: Body) -> str | None:
    if after.get("closed_by") and not before.get("closed_by"):
        return f"closed {name}: {after.get('title')}"
    who = ", ".join(after.get("reviewers") or ()) or "whoever comes first"
    cases = len(after.get("cases") or ())
    return (
        f"asked for labels of {cases} cases ({name}, {after.get('title')}): "
        f"{after.get('wanted')} people each, {who}"
    )


def _label(_: str, before: Body, after: Body) -> str | None:
    case, rater = after.get("case"), after.get("rater")
    by = f", by version {after.get('standard')} of the standard"
    if after.get("judge"):
        return f"brought the label of the judge {rater} for {case}"
    if after.get("brought"):
        return f"brought the label of {rater} for {case}{by}"
    return f"{'labelled' if not before else 'changed the label of'} {case}{by}"


def _feedback(_: str, __: Body, after: Body) -> str | None:
    return f"said what they think of an output of {after.get('case')}"


def _adjudication(name: str, before: Body, after: Body) -> str | None:
    answers: Mapping[str, object] = after.get("answers") or {}
    said = ", ".join(f"{n} = {v}" for n, v in answers.items() if v is not None)
    return f"decided {'anew ' if before else ''}between the labels of {name}: {said}"


PHRASES: Mapping[Kind, Callable[[str, Body, Body], str | None]] = {
    Kind.STANDARD_SET: _standard,
    Kind.LABEL_TASK_SET: _task,
    Kind.LABEL_SET: _label,
    Kind.FEEDBACK_SET: _feedback,
    Kind.ADJUDICATION_SET: _adjudication,
}
