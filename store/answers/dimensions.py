"""What cases and production failures are of: the same dimensions, asked of both."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from curation.cases import Case
from curation.coverage import OWN, Loss, Values
from curation.errors import BadRequest
from curation.readings import word
from curation.versions import line
from store.answers.case_cohorts import cohorts_of, tag_names
from store.answers.openings import behaviour_of
from store.desk import Desk
from store.facts.slicing import Slicing

_OF_A_LINE = {"behaviour": "expected_behaviour"}
_EVERY_EVENT = ("kind", "route", "source", "behaviour")  # of a failure, whatever was brought
Said = Mapping[str, str | None]


def offered(desk: Desk, cases: Sequence[Case]) -> list[str]:
    """What can be a dimension: attributes first, then own fields, tags, columns of events."""
    attributes = [word(name) for case in cases for name, _ in case.attributes]
    tags = tag_names([line(case) for case in cases])
    texts = [c for c in Slicing(desk.facts()).texts() if c not in ("model_version", "feedback")]
    return list(dict.fromkeys([*sorted(set(attributes)), *OWN, *tags, *texts]))


def require(by: Sequence[str], known: Sequence[str]) -> None:
    """BadRequest for a dimension that nothing on the desk has."""
    for one in by:
        if one not in known:
            raise BadRequest(
                f"'{one}' is no dimension of a case. What can be one: {', '.join(known)}. "
                "Cases get attributes from further columns of their file, or by "
                "`evaldesk expect CASE --attribute category=refund`."
            )


def of_cases(desk: Desk, cases: Sequence[Case], by: Sequence[str]) -> dict[str, Said]:
    """What each case says of each dimension: by itself, or else by its event."""
    own = {case.id: {word(n): v for n, v in case.attributes} for case in cases}
    rest = [d for d in by if d not in OWN] if cases else []
    lines = {case.id: line(case) for case in cases}
    tags = set(tag_names(lines.values()))
    texts = {*Slicing(desk.facts()).texts(), *tags}
    told = cohorts_of(desk, lines, [d for d in rest if d in texts])
    return {
        c: {d: own[c].get(d) or _own(lines[c], d) or told[c].get(d) for d in by} for c in lines
    }


def _own(values: Mapping[str, str | None], dimension: str) -> str | None:
    return values[_OF_A_LINE.get(dimension, dimension)] if dimension in OWN else None


def losses(
    desk: Desk,
    by: Sequence[str],
    window: tuple[str, str],
    said: Mapping[str, Said],
    settled: Iterable[str],
    dismissed: Collection[str],
) -> tuple[list[Loss], int]:
    """Failures in `window` by input, with their values and cost; how many are left out.

    What the event does not say, the case of its input may have `said`; else nobody knows.
    Those of inputs that were `dismissed` are none, and are the ones left out.
    """
    with desk.ledger.reading() as asked:
        prices = asked.policy().costs()
    columns = [d for d in by if d not in OWN]
    rows = desk.facts().ask(
        "failure_costs", since=window[0], until=window[1], columns=columns,
        kinds=list(prices), costs=list(prices.values()),
    )  # fmt: skip
    sorted_ = frozenset(settled)
    found: list[Loss] = []
    for row in rows:
        if row["case_id"] in dismissed:
            continue
        told: dict[str, str | None] = dict(zip(columns, row["said"], strict=True))
        told |= {"kind": row["kind"], "route": row["route"], "source": "production"}
        told["behaviour"] = behaviour_of(row["kind"], stated=row["stated"])
        case = said.get(row["case_id"], {})
        values: Values = tuple(told.get(d) or case.get(d) for d in by)
        found.append(
            Loss(values, row["failures"], row["cost"], row["unpriced"],
                 row["case_id"] not in sorted_)
        )  # fmt: skip
    return found, sum(row["failures"] for row in rows) - sum(one.failures for one in found)


def narrowing(by: Sequence[str], values: Values, columns: Sequence[str]) -> dict[str, object]:
    """The address of the inbox where the failures of a cell wait, as far as it can narrow."""
    named = dict(zip(by, values, strict=True))
    found: dict[str, object] = {n: named[n] for n in ("kind", "route") if named.get(n)}
    cohorts = [f"{n}={v}" for n, v in named.items() if v and n in columns]
    return {**found, "cohort": cohorts} if cohorts else found


def in_events(desk: Desk, by: Sequence[str]) -> list[str]:
    """Those of `by` that events carry under a name of their own."""
    own = Slicing(desk.facts()).texts()
    return [d for d in by if d not in OWN and d in own]


def narrows(by: Sequence[str], columns: Sequence[str]) -> bool:
    """Whether the inbox can be narrowed by all of `by`."""
    return all(d in ("kind", "route", "source") or d in columns for d in by)
