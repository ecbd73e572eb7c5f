"""A contract as somebody wrote it down: every term that is off, by its place in the file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any, cast

from curation.contract import LONGEST, Contract, Requirement, RouteBudget
from curation.failures import FailureKind
from curation.names import same_person
from curation.ownership import Ownership
from curation.threshold_values import ROUTE_BUDGETS
from curation.thresholds import Direction

FORM = 1  # of the file
Path = tuple[str | int, ...]
_TOP = ("contract", "based_on", "decision", "scope", "errors", "ship_if", "routes", "owners")
_SIDES = {"at_least": Direction.AT_LEAST, "at_most": Direction.AT_MOST}
_SHARES = ("pass_rate", "recall", "flip_rate")


@dataclass(frozen=True, slots=True)
class Misfit:
    """What is off at one place of the file, and the way out."""

    path: Path
    why: str

    @property
    def field(self) -> str:
        """The place as people write it: `ship_if.2.at_least`, counted from 1."""
        return ".".join(str(one + 1) if isinstance(one, int) else one for one in self.path)


def contract_of(values: Mapping[str, Any]) -> tuple[Contract, list[Misfit]]:
    """The contract that the file says, and all that is off in it; whole only without any."""
    terms = _Terms()
    terms.known(values, _TOP, ())
    terms.form(values.get("contract", FORM))
    errors = terms.table(values, "errors", ())
    terms.known(errors, ("worse", "why", "cost_usd"), ("errors",))
    found = Contract(
        decision=terms.sentence(values, "decision", ()),
        scope=terms.sentence(values, "scope", ()),
        worse=terms.sentence(errors, "worse", ("errors",)),
        why_worse=terms.sentence(errors, "why", ("errors",), needed=False),
        costs=_costs(terms, terms.table(errors, "cost_usd", ("errors",))),
        ship_if=_ship_if(terms, values.get("ship_if", [])),
        routes=_routes(terms, terms.table(values, "routes", ())),
        owners=_owners(terms, terms.table(values, "owners", ())),
    )
    return found, terms.misfits


class _Terms:
    """What was read so far, and what was off."""

    def __init__(self) -> None:
        self.misfits: list[Misfit] = []

    def off(self, path: Path, why: str) -> None:
        self.misfits.append(Misfit(path, why))

    def form(self, said: object) -> None:
        if not isinstance(said, int) or isinstance(said, bool) or said != FORM:
            self.off(("contract",), f"is no form that this Evaldesk reads: write {FORM}.")

    def known(self, values: Mapping[str, Any], names: Sequence[str], path: Path) -> None:
        for name in values:
            if name not in names:
                self.off((*path, name), f"is no term here. There are: {', '.join(names)}.")

    def table(self, values: Mapping[str, Any], name: str, path: Path) -> dict[str, Any]:
        found = values.get(name, {})
        if isinstance(found, dict):
            return cast("dict[str, Any]", found)
        self.off((*path, name), f"is no table: write [{'.'.join(map(str, (*path, name)))}].")
        return {}

    def sentence(
        self, values: Mapping[str, Any], name: str, path: Path, *, needed: bool = True
    ) -> str:
        found = values.get(name, "")
        if not isinstance(found, str):
            self.off((*path, name), 'is no text: write it in quotes, "…".')
            return ""
        text = " ".join(found.split())
        if "\0" in text:
            self.off((*path, name), "holds a NUL character, which no keyboard writes.")
        if needed and not text:
            self.off((*path, name), "is missing: a contract has to say it.")
        if len(text) > LONGEST:
            self.off((*path, name), f"has {len(text):,} characters; {LONGEST:,} are the most.")
        return text

    def number(
        self, values: Mapping[str, Any], name: str, path: Path, good: Callable[[float], bool]
    ) -> float | None:
        found = values.get(name)
        if found is None:
            return None
        if isinstance(found, bool) or not isinstance(found, (int, float)):
            self.off((*path, name), "is no number.")
            return None
        try:
            value = float(found)
        except OverflowError:
            self.off((*path, name), "cannot be that large.")
            return None
        if isfinite(value) and good(value):
            return value
        self.off((*path, name), f"cannot be {value:g}.")
        return None


def _costs(terms: _Terms, said: Mapping[str, Any]) -> dict[str, float]:
    path = ("errors", "cost_usd")
    terms.known(said, list(FailureKind), path)
    found = {kind: terms.number(said, kind, path, lambda usd: usd >= 0) for kind in said}
    return {kind: usd for kind, usd in found.items() if usd is not None}


def _ship_if(terms: _Terms, said: object) -> tuple[Requirement, ...]:
    if not isinstance(said, list):
        terms.off(("ship_if",), "is no list of tables: write [[ship_if]] before each.")
        return ()
    found: list[Requirement] = []
    for place, one in enumerate(cast("list[object]", said)):
        made = _requirement(terms, one, ("ship_if", place))
        if made and any(made.name == other.name for other in found):
            terms.off(("ship_if", place, "threshold"), "stands in the list twice.")
        found += [made] if made else []
    return tuple(found)


def _requirement(terms: _Terms, said: object, path: Path) -> Requirement | None:
    if not isinstance(said, dict):
        terms.off(path, "is no table: write [[ship_if]] before it.")
        return None
    values = cast("dict[str, Any]", said)
    terms.known(values, ("threshold", "at_least", "at_most", "called"), path)
    name = terms.sentence(values, "threshold", path)
    called = terms.sentence(values, "called", path, needed=False)
    sides = [side for side in _SIDES if side in values]
    if len(sides) != 1:
        terms.off(path, "says either at_least or at_most, one of them.")
        return None
    share = any(f".{metric}." in f"{name}." for metric in _SHARES)
    value = terms.number(values, sides[0], path, lambda v: 0 <= v <= 1 if share else v >= 0)
    if value is None or not name:
        return None
    return Requirement(name, _SIDES[sides[0]], value, called)


def _routes(terms: _Terms, said: Mapping[str, Any]) -> dict[str, RouteBudget]:
    found: dict[str, RouteBudget] = {}
    for route in said:
        path = ("routes", route)
        budget = terms.table(said, route, ("routes",))
        terms.known(budget, ROUTE_BUDGETS, path)
        read = {
            name: terms.number(budget, name, path, lambda v: v > 0) for name in ROUTE_BUDGETS
        }
        found[route] = RouteBudget(**read)
    return found


def _owners(terms: _Terms, said: Mapping[str, Any]) -> dict[str, Ownership]:
    found: dict[str, Ownership] = {}
    for scope in said:
        path = ("owners", scope)
        one = terms.table(said, scope, ("owners",))
        terms.known(one, ("owner", "deputy"), path)
        owner = terms.sentence(one, "owner", path)
        deputy = terms.sentence(one, "deputy", path, needed=False) or None
        if owner and same_person(owner, deputy):
            terms.off((*path, "deputy"), "is the owner: nobody approves their own.")
        found[scope] = Ownership(scope, owner, deputy)
    return found
