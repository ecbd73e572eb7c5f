"""Where a decision leads: the page of what it is about."""

import re
from collections.abc import Callable, Mapping

from curation.decisions import ABOUT_CASES, ABOUT_GROUPS, Entry, Kind
from curation.owned import called
from pages.shared.html import Html, join, text
from pages.shared.links import link
from pages.shared.menu import HOME, PAGES

_Lead = Callable[[Entry], tuple[str, dict[str, object]]]


def lead(entry: Entry, label: str | None = None, *, as_of: int | None = None) -> Html:
    """A link to what `entry` is about, called so; as it was after decision `as_of`."""
    label = label or (
        called(entry.subject) if entry.kind is Kind.OWNER_NAMED else _bare(entry.subject)
    )
    known = {one.url_path for entries in PAGES.values() for one in entries}
    page, query = _LEADS[entry.kind](entry)
    if page in known:
        return link(label, page, **query, as_of=as_of)
    return text(label) if as_of is None else link(label, HOME, as_of=as_of)


def _bare(subject: str) -> str:
    """A subject without the word that tells its kind, where what follows is a name."""
    before, colon, name = subject.partition(":")
    return name if colon and before in _PREFIXES else subject


_PREFIXES = frozenset(
    {
        "incident", "investigation", "alarm", "proposal", "waiver", "person", "standard",
        "task", "label", "feedback", "adjudication", "wanted", "erasure", "refresh", "topics",
        "suite", "review", "action",
    }
)  # fmt: skip


def _to(page: str, parameter: str | None = None) -> _Lead:
    if parameter is None:
        return lambda _: (page, {})
    return lambda entry: (page, {parameter: _bare(entry.subject)})


_LEADS: Mapping[Kind, _Lead] = {
    **dict.fromkeys(ABOUT_CASES, _to("case", "id")),
    **dict.fromkeys(ABOUT_GROUPS, _to("inbox", "group")),
    Kind.FROZE: lambda entry: ("sets", {"set": entry.subject.partition("@")[0]}),
    Kind.IMPORTED: _to("imports", "id"),
    Kind.IMPORT_UNDONE: _to("imports", "id"),
    Kind.JUDGED: _to("runs", "run"),
    Kind.OWNER_NAMED: _to("people"),
    Kind.THRESHOLD_SET: _to("thresholds", "name"),
    Kind.LIMIT_SET: _to("thresholds", "name"),
    Kind.VIEW_SET: _to("inbox"),
    Kind.COHORT_SET: _to("cohorts"),
    Kind.BASELINE_SET: lambda entry: ("baseline", {"decision": entry.seq}),
    Kind.INVESTIGATION_SET: _to("drift"),
    Kind.INCIDENT_SET: _to("incidents", "id"),
    Kind.OBJECTIVE_SET: _to("budget"),
    Kind.GATE_MODE_SET: _to("budget"),
    Kind.ALARM_SET: _to("alarms", "alarm"),
    Kind.DELIVERY_SET: _to("alarms"),
    Kind.MAINTENANCE_SET: _to("alarms"),
    Kind.WATCHED: _to("drift"),
    Kind.PROPOSAL_SET: _to("thresholds", "proposal"),
    Kind.WAIVER_SET: _to("waivers", "id"),
    Kind.PERSON_SET: _to("people", "name"),
    Kind.CONTRACT_SET: _to("contract"),
    Kind.SELF_TESTED: _to("trust"),
    Kind.STANDARD_SET: _to("labels", "standard"),
    Kind.LABEL_TASK_SET: _to("labels", "task"),
    Kind.LABEL_SET: lambda entry: ("case", {"id": _bare(entry.subject).partition("/")[0]}),
    Kind.FEEDBACK_SET: lambda entry: ("case", {"id": _bare(entry.subject).partition("/")[0]}),
    Kind.ADJUDICATION_SET: _to("case", "id"),
    Kind.WANTED_SET: _to("coverage", "wanted"),
    Kind.DUPLICATE_SET: _to("duplicates"),
    Kind.PRIVACY_SET: _to("privacy"),
    Kind.ERASED: _to("privacy", "erasure"),
    Kind.REFRESH_SET: _to("refresh", "id"),
    Kind.TOPICS_SET: lambda entry: ("topics", {"group": _bare(entry.subject)}),
    Kind.SUITE_SET: _to("adversarial", "suite"),
    Kind.REVIEW_SET: lambda entry: ("review", {"week": _bare(entry.subject).partition("/")[0]}),
    Kind.ACTION_SET: _to("review", "action"),
    Kind.CHECK_SET: _to("handover", "check"),
}


def decision_link(seq: int, label: str) -> Html:
    """A link to one decision."""
    return link(label, "decisions", seq=seq)


_BY_ID: Mapping[str, tuple[str, str]] = {
    "P": ("thresholds", "proposal"),
    "W": ("waivers", "id"),
    "A": ("alarms", "alarm"),
    "INC": ("incidents", "id"),
}
_ID = re.compile(r"\b((?:P|W|A|INC)-\d+)\b")


def linked(said: str) -> Html:
    """What somebody wrote, with the ids in it leading to what they name."""
    parts = _ID.split(said)
    return join(_named(one) if n % 2 else text(one) for n, one in enumerate(parts))


def _named(found: str) -> Html:
    page, parameter = _BY_ID[found.partition("-")[0]]
    return link(found, page, **{parameter: found})
