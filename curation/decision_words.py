"""A decision in words: what was done, and what was so before and is so since."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from curation.decisions import STANDING, Body, Entry, Kind
from curation.standing_words import phrase
from curation.threshold_moves import known, move, spoken
from curation.threshold_words import told as amount

_LONG = 90
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\S+")
_QUIET = frozenset({"version", "moved_at", "moved_by", "opened_at", "id"})
_BIG = frozenset({"lines", "batches", "decisions", "mapping", "profile", "bound", "comparison"})
_NUMBERS = frozenset({"value", "to", "base", "becomes"})
_CALLED = {"said": "state", "to": "new value", "base": "instead of", "becomes": "in force"}
Did = Callable[[Body, Body], str]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was `before` and is `after` since; None: nothing was, or is, stated."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """A decision as a person reads it: `did`, after the name of who did it, and the changes."""

    did: str
    changes: tuple[Change, ...]
    begins: bool  # nothing was so before
    whole: bool = False  # `did` says what changed; the changes add detail only


def told(entry: Entry) -> Told:
    """`entry` in words; of a kind that nobody has words for, its plain name."""
    before, after = _body(entry.before), _body(entry.after)
    say = _DID.get(entry.kind)
    changes = _changes(before, after)
    stands = phrase(entry.kind, entry.subject, before, after)
    did = stands or (say(before, after) if say else _stood(entry, changes))
    whole = bool(stands) or entry.kind in _SAY_ALL
    return Told(f"took back: {did}" if entry.undoes else did, changes, not before, whole)


def value(said: object) -> str | None:
    """What is stated, short enough for a line."""
    if said is None or said in ("", [], {}):
        return None
    if isinstance(said, bool):
        return "yes" if said else "no"
    if isinstance(said, float):
        return f"{said:,.4g}" if abs(said) < 1000 else f"{said:,.0f}"
    if isinstance(said, Mapping):
        return _pairs(cast("Mapping[str, object]", said))
    return _list(cast("list[object]", said)) if isinstance(said, list) else _short(str(said))


def _pairs(said: Mapping[str, object]) -> str:
    return _short(", ".join(f"{name} {value(one) or '–'}" for name, one in said.items()))


def _list(said: list[object]) -> str:
    if any(isinstance(one, (Mapping, list)) for one in said):
        return f"{len(said)} entries" if len(said) != 1 else "1 entry"
    return _short(", ".join(map(str, said)))


def _short(text: str) -> str:
    if _MOMENT.fullmatch(text):
        return f"{text[:10]} {text[11:16]}"
    return text if len(text) <= _LONG else f"{text[: _LONG - 1]}…"


def _body(said: Body | None) -> Body:
    """What stands, without the cover that standing words have."""
    body: Body = said or {}
    if set(body) == {"body"}:
        inner: object = body["body"]
        return cast("Body", inner) if isinstance(inner, Mapping) else {}
    return body


def _changes(before: Body, after: Body) -> tuple[Change, ...]:
    names = [*before, *(name for name in after if name not in before)]
    found: list[Change] = []
    for name in names:
        was, now = before.get(name), after.get(name)
        if name in _QUIET or was == now:
            continue
        say = _counted if name in _BIG else _said_of(name, before, after)
        change = Change(_CALLED.get(name, name.replace("_", " ")), say(was), say(now))
        if change.before != change.after:
            found.append(change)
    return tuple(found)


def _said_of(field: str, before: Body, after: Body) -> Callable[[object], str | None]:
    """How the values of a field are said: those of a governed number with its unit."""
    name = after.get("name") or before.get("name")
    if field not in _NUMBERS or not isinstance(name, str) or not known(name):
        return value
    return lambda said: None if said is None else _told(name, _number(said))


def _number(said: object) -> float | None:
    """The number itself, also where it stands among what else is known of it."""
    found = cast("Body", said).get("value") if isinstance(said, Mapping) else said
    return found if isinstance(found, int | float) else None


def _counted(said: object) -> str | None:
    if not said:
        return None
    if isinstance(said, list):
        return f"{len(cast('list[object]', said)):,} entries"
    return "stated"


def _stood(entry: Entry, changes: tuple[Change, ...]) -> str:
    """What was done to something that stands until the next word about it."""
    noun = _NOUNS.get(entry.kind, entry.kind.replace("_", " "))
    before, after = _body(entry.before), _body(entry.after)
    if not after:
        return f"removed {noun}"
    if not before:
        return f"recorded {noun}{_called(after)}"
    for name in ("state", "status"):
        if before.get(name) != after.get(name):
            was, now = before.get(name) or "nothing", after.get(name)
            return f"changed {noun}{_called(after)} from {was} to {now}"
    names = ", ".join(change.name for change in changes[:3]) or "nothing"
    return f"changed {noun}{_called(after)}: {names}"


def _called(body: Body) -> str:
    name = next((body[n] for n in ("title", "name") if isinstance(body.get(n), str)), None)
    return f" “{_short(str(name))}”" if name else ""


def _moved(before: Body, after: Body) -> str:
    was = f" from {before['state']}" if before.get("state") else ""
    return f"moved it{was} to {after.get('state', '?')}"


def _described(_: Body, after: Body) -> str:
    names = ", ".join(name.replace("_", " ") for name in after if name not in _QUIET)
    return f"described it: {names}"


def _set(before: Body, after: Body) -> str:
    name = after.get("name") or before.get("name")
    was, now = value(before.get("value")), value(after.get("value"))
    if isinstance(name, str) and known(name):
        return _set_number(name, before.get("value"), after.get("value"))
    if now is None:
        return f"lifted the limit{f' of {was}' if was else ''}"
    return f"set it from {was} to {now}" if was and was != now else f"set it to {now}"


def _set_number(name: str, was: float | None, now: float | None) -> str:
    if was is not None and was != now:
        return f"set {move(name, was, now)}"
    return f"set {spoken(name)} to {_told(name, now)}"


def _told(name: str, said: float | None) -> str:
    about = known(name)
    return amount(about.metric if about else "", said)


def _owner(before: Body, after: Body) -> str:
    if before.get("owner") and before.get("owner") == after.get("owner"):
        return _deputy(before.get("deputy"), after.get("deputy"))
    deputy = f", {after['deputy']} deputy" if after.get("deputy") else ""
    was = f", after {before['owner']}" if before.get("owner") else ""
    return f"named {after.get('owner')} its owner{deputy}{was}"


def _deputy(before: str | None, after: str | None) -> str:
    if not after:
        return f"took the deputy away, {before}" if before else "left its owner as it was"
    return f"named {after} its deputy{f', after {before}' if before else ''}"


def _imported(_: Body, after: Body) -> str:
    run = after.get("run")
    of = f" of run {cast('Body', run).get('name')}" if isinstance(run, Mapping) else ""
    rows = after.get("rows_added")
    many = f": {rows:,} rows" if isinstance(rows, int) else ""
    return f"imported {after.get('kind', 'facts')}{of}{many}"


def _froze(_: Body, after: Body) -> str:
    lines = after.get("lines")
    many = ""
    if isinstance(lines, list):
        many = f" with {len(cast('list[object]', lines)):,} cases"
    return f"froze {after.get('set')}@{after.get('version')}{many}"


def _judged(_: Body, after: Body) -> str:
    on = f" on {after['set']}@{after.get('version')}" if after.get("set") else ""
    return f"judged it {after.get('verdict')}{on}"


def _quarantined(_: Body, after: Body) -> str:
    held = after.get("quarantine")
    if not isinstance(held, Mapping):
        return "lifted its quarantine"
    return f"put it into quarantine until {cast('Body', held).get('until')}"


def _given(name: str, said: str, taken: str) -> Did:
    return lambda _, after: (
        f"{said} {value(after.get(name))}".rstrip() if after.get(name) else taken
    )


_DID: Mapping[Kind, Did] = {
    Kind.OPENED: lambda _, after: f"opened it as a case in {after.get('state', 'the inbox')}",
    Kind.DESCRIBED: _described,
    Kind.MOVED: _moved,
    Kind.FROZE: _froze,
    Kind.IMPORTED: _imported,
    Kind.IMPORT_UNDONE: lambda _, __: "took the import out of view",
    Kind.JUDGED: _judged,
    Kind.OWNER_NAMED: _owner,
    Kind.THRESHOLD_SET: _set,
    Kind.LIMIT_SET: _set,
    Kind.QUARANTINED: _quarantined,
    Kind.VIEW_SET: lambda _, after: (
        "saved the view" if after.get("filters") else "deleted the view"
    ),
    Kind.COHORT_SET: lambda _, after: (
        "saved the cohort" if after.get("where") is not None else "removed the cohort"
    ),
    Kind.GROUP_NAMED: _given("name", "named the group", "took the group's name away"),
    Kind.GROUP_MERGED: _given("into", "merged the group into", "changed what is merged"),
    Kind.GROUP_SPLIT: lambda _, __: "split cases off the group, or put them back",
    Kind.GROUP_ARCHIVED: _given("archive", "let the group sleep:", "woke the group"),
    Kind.GROUP_REOPENED: _given("archive", "let the group sleep:", "woke the group"),
}
_SAY_ALL = frozenset({Kind.MOVED, Kind.THRESHOLD_SET, Kind.LIMIT_SET, Kind.OWNER_NAMED})
_NOUNS: Mapping[Kind, str] = {
    Kind.BASELINE_SET: "the baseline",
    Kind.INVESTIGATION_SET: "the investigation",
    Kind.INCIDENT_SET: "the incident",
    Kind.OBJECTIVE_SET: "the objective",
    Kind.GATE_MODE_SET: "the mode of the gate",
    Kind.ALARM_SET: "the alarm",
    Kind.DELIVERY_SET: "the delivery of an alarm",
    Kind.MAINTENANCE_SET: "the maintenance",
    Kind.WATCHED: "how far production was judged",
    Kind.PROPOSAL_SET: "the proposal",
    Kind.WAIVER_SET: "the waiver",
    Kind.PERSON_SET: "the person",
    Kind.CONTRACT_SET: "the contract",
    Kind.SELF_TESTED: "the self-test of the gate",
    Kind.STANDARD_SET: "the labelling standard",
    Kind.LABEL_TASK_SET: "a labelling task",
    Kind.LABEL_SET: "a label",
    Kind.FEEDBACK_SET: "an opinion on an output",
    Kind.ADJUDICATION_SET: "an adjudication",
    Kind.WANTED_SET: "a note of cases wanted",
    Kind.DUPLICATE_SET: "a look at two texts alike",
    Kind.PRIVACY_SET: "the rules of privacy",
    Kind.ERASED: "an erasure",
    Kind.REFRESH_SET: "a refresh of the sets",
    Kind.TOPICS_SET: "the topics of a group",
    Kind.SUITE_SET: "a suite of adversarial cases",
    Kind.REVIEW_SET: "a weekly review",
    Kind.ACTION_SET: "an action of a review",
    Kind.CHECK_SET: "an item of a checklist",
}
assert {*_DID, *_NOUNS} == {*Kind}, "every kind of decision has words"
assert set(_NOUNS) == set(STANDING), "what stands is told by its noun"
