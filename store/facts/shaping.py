"""What is computed from several cells of a row: ids, kinds, hashes; one shape for each kind."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from curation import mapping as columns
from curation.fields import FIELDS
from store.facts.further import Further, as_input
from store.facts.vocabulary import DERIVED, EVENTS
from store.formats.relation import NUMBER, literal, name

SQL_TYPES: Mapping[str, str] = {
    "number": "DOUBLE",
    "flag": "BOOLEAN",
    "time": "TIMESTAMPTZ",
    "attempt": "INTEGER",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """SQL of rows in canonical cells, still without what is computed from several of them."""

    rows: str
    mapping: columns.Mapping
    columns: tuple[Further, ...]
    import_id: str
    now: datetime
    make_ids: bool


def _events(draft: Draft) -> str:
    """Ids, kinds and hashes. Rows without an input get their further columns as one.

    Only failures carry the id of their case: for the others the view works it out when asked.
    """
    names = [name(f.name) for f in draft.columns]
    given = [f for f in EVENTS if f not in DERIVED]
    content = ", ".join([*(name(f) for f in given), *names, "kind"])
    no_input = "input" not in draft.mapping.fields and draft.columns
    filled = f"* REPLACE ({as_input(draft.columns)} AS input)" if no_input else "*"
    kept = [name(f) for f in given if f not in ("event_id", "occurred_at", "route")]
    made = f"coalesce(event_id, {_words([*given, 'kind'], draft.columns)})"
    judged = "kind_of(kind, error, passed, truth, prediction, output, feedback) AS _judged"
    case = "case_id_of(coalesce(route, 'default'), coalesce(input, event_id, ''))"
    return (
        f"SELECT {made if draft.make_ids else 'event_id'} AS event_id,"  # noqa: S608 (quoted names only)
        f" CASE WHEN _judged IS NOT NULL THEN {case} END AS case_id,"
        f" occurred_at, coalesce(route, 'default') AS route, {', '.join(kept)}, truth,"
        f" _judged AS kind, {''.join(f'{n}, ' for n in names)} {draft.import_id} AS import_id,"
        f" hash({content}) AS content_hash, _bad, _row"
        f" FROM (SELECT *, {judged} FROM (SELECT {filled} FROM ({draft.rows})))"
    )


def _words(fields: Sequence[str], columns: Sequence[Further]) -> str:
    """SQL of an id made from everything the row says, the same from any format."""
    parts = [(f, _said(name(f), EVENTS[f])) for f in fields if f not in ("event_id", "route")]
    parts += [("route", "coalesce(route, 'default')")]
    parts += [(f.name, _said(name(f.name), "DOUBLE" if f.type == NUMBER else "VARCHAR"))
              for f in columns]  # fmt: skip
    pairs = [f"{literal(field + '=')} || {sql}" for field, sql in sorted(parts)]
    return f"'e-' || left(sha256(concat_ws(chr(31), {', '.join(pairs)})), 24)"


def _said(sql: str, type_: str) -> str:
    if type_ == "DOUBLE":
        return f"number_text({sql})"
    if type_.startswith("TIMESTAMP"):
        return f"CAST(epoch_us({sql}) AS VARCHAR)"
    return f"CAST({sql} AS VARCHAR)" if type_ == "BOOLEAN" else sql


def _results(draft: Draft) -> str:
    fields = {f.name: SQL_TYPES.get(f.value, "VARCHAR") for f in FIELDS["results"]}
    said = [f for f in fields if f not in ("case_id", "input", "route", "attempt")]
    pairs = [f"{literal(f + '=')} || {_said(name(f), fields[f])}" for f in said]
    return (
        f"SELECT {', '.join(name(f) for f in fields)},"  # noqa: S608 (quoted names only)
        f" md5(concat_ws(chr(31), {', '.join(pairs)})) AS content_hash, _bad, _row"
        f" FROM ({draft.rows})"
    )


def _labels(draft: Draft) -> str:
    return (
        "SELECT event_id, truth,"  # noqa: S608 (quoted names only)
        f" coalesce(labelled_at, TIMESTAMPTZ {literal(draft.now.isoformat())}) AS labelled_at,"
        f" {draft.import_id} AS import_id, md5(truth) AS content_hash, _bad, _row"
        f" FROM ({draft.rows})"
    )


def _cases(draft: Draft) -> str:
    fields = [name(f.name) for f in FIELDS["cases"]]
    return f"SELECT {', '.join(fields)}, _bad, _row FROM ({draft.rows})"  # noqa: S608


def _training(draft: Draft) -> str:
    """The texts themselves: they are read, and never written (store.facts.training)."""
    return f"SELECT input, label, _bad, _row FROM ({draft.rows})"  # noqa: S608 (own names)


SHAPES: dict[str, Callable[[Draft], str]] = {
    "events": _events,
    "results": _results,
    "labels": _labels,
    "cases": _cases,
    "training": _training,
}
