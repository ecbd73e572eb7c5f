"""What a review hears of releases, of failures that are new, and of cases that flip."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from curation.decisions import Kind
from curation.errors import CurationError
from curation.percents import percent
from curation.review import Item
from curation.runs import Run
from store.answers.agenda_look import Look
from store.answers.failure_groups import Group, signature
from store.answers.flakes import CaseSteadiness, flakes
from store.answers.gate_mode import gate_mode
from store.answers.grouping import placing
from store.answers.inbox import Inbox, inbox

Judged = tuple[Run, Mapping[str, Any] | None]


def gate(look: Look) -> Iterator[Item]:
    """Every run since the last review and what it broke; and whether all is frozen."""
    mode = gate_mode(look.desk)
    if mode.frozen:
        told = mode.told()
        acts = ("evaldesk gate-mode normal --reason WHY",)
        why = f"The gate is frozen: {told}."
        yield Item("gate", "frozen", why, "budget", acts=acts, owner=look.owner)
    with look.desk.ledger.reading() as asked:
        runs: list[Judged] = [(run, said) for run, said, _ in asked.runs()]
        verdicts = asked.decisions(kinds=[Kind.JUDGED])
    judged = {one.subject for one in verdicts if one.at >= look.since}
    runs.sort(key=lambda pair: pair[0].at, reverse=True)
    new = [
        (run, said)
        for run, said in runs
        if (said or "blocking" in run.sets) and (_at(run) >= look.since or run.name in judged)
    ]
    if not new:
        yield _no_run(look, runs)
    old = [
        pair
        for pair in runs
        if look.left("gate", pair[0].name) and pair not in new and _verdict(pair) != "PASS"
    ]
    for pair in sorted([*new, *old], key=lambda pair: _RANK.get(_verdict(pair), 3)):
        item = _run(look, *pair, runs)
        yield look.again(item) if pair in old else item


_RANK = {"BLOCKED": 0, "INCOMPLETE": 1, "": 2}


def _verdict(pair: Judged) -> str:
    return str(pair[1]["verdict"]) if pair[1] else ""


def _at(run: Run) -> datetime:
    return datetime.fromisoformat(run.at)


def _run(look: Look, run: Run, said: Mapping[str, Any] | None, runs: Sequence[Judged]) -> Item:
    link = f"runs?run={run.name}"
    if said is None:
        why = f"{run.name} was scored, and the gate was not asked about it"
        return Item("gate", run.name, f"{why}.", link, (),
                    (f"evaldesk gate {run.name}",), owner=look.owner)  # fmt: skip
    broke = _broke(run, said, runs)
    why = f"{run.name}: {said['verdict']}. {said['reason']}"
    if broke:
        n = "1 case passes" if len(broke) == 1 else f"{len(broke)} cases pass"
        why = f"{why} {n} no longer."
    acts = (f"evaldesk waive {case} --owner NAME --until DAY --reason WHY" for case in broke)
    return Item("gate", run.name, why, link, tuple(_figures(said, broke)), tuple(acts)[:3],
                owner=look.owner, well=said["verdict"] == "PASS" and not broke)  # fmt: skip


def _broke(run: Run, said: Mapping[str, Any], runs: Sequence[Judged]) -> list[str]:
    """The cases that fail now, and did not in the run that was judged before."""
    earlier = [one for other, one in runs if one and other.at < run.at]
    if not earlier:
        return []
    known = {*earlier[0]["failed"], *earlier[0].get("missing", ()), *earlier[0]["errored"]}
    against: Mapping[str, Any] = said.get("comparison") or {}
    fails = dict.fromkeys([*said["failed"], *against.get("broke", ())])
    return [case for case in fails if case not in known]


def _figures(said: Mapping[str, Any], broke: Sequence[str]) -> Iterator[str]:
    yield f"{said['passed']} of {said['cases']} cases of {said['set']}@{said['version']} passed"
    against: Mapping[str, Any] | None = said.get("comparison")
    if against and against.get("value") is not None:
        value, low, high = (_points(against[name]) for name in ("value", "low", "high"))
        outcome = str(against["outcome"]).replace("_", " ")
        yield (
            f"{value} points of pass rate against {said['baseline']} ({low} to {high}, "
            f"n {against['n']}): {outcome}"
        )
    for check in said["thresholds"]:
        if check["met"] is not True:
            yield f"{check['name']}: {check['why']}"
    if broke:
        yield f"no longer passed: {', '.join(broke)}"


def _points(share: float | None) -> str:
    return "unknown" if share is None else f"{share * 100:+.1f}".replace("-", "\N{MINUS SIGN}")


def _no_run(look: Look, runs: Sequence[Judged]) -> Item:
    last = next((pair for pair in runs if pair[1]), None)
    why = f"No run came in since {look.since:%d %b %Y}."
    if last is None:
        return Item("gate", "none", f"{why} None was ever judged.", "runs",
                    (), ("evaldesk import FILE --run NAME",), owner=look.owner)  # fmt: skip
    run, said = last
    told = f"The last, {run.name} of {_at(run):%d %b %Y}, was {_verdict(last)}."
    return Item("gate", "none", f"{why} {told}", f"runs?run={run.name}",
                tuple(_figures(said or {}, ())), owner=look.owner)  # fmt: skip


def failure_groups(look: Look) -> Iterator[Item]:
    """What failed for the first time since the last review, and what is back, by its cost."""
    found = inbox(look.desk)
    back = {one.group for one in found.back}
    new = _new(found.groups, look)
    for one in sorted(found.groups, key=lambda g: -(g.cost or 0)):
        if one.group in back:
            yield _group(one, look, "is back")
        elif one.group in new:
            yield _group(one, look, "is new")
        elif look.left("failure_group", one.group):
            yield look.again(_group(one, look, "still waits"))
    if found.woken:
        yield _woken(found)


def _new(groups: Sequence[Group], look: Look) -> set[str]:
    """Which of them came to the desk since the last review began; else by their first day.

    When they occurred says little: events come late, and on the day of a review as well.
    """
    if look.last is None:
        after = look.events_after
        return {
            g.group for g in groups if after and g.first_seen and g.first_seen.date() > after
        }
    with look.desk.ledger.reading() as asked:
        grouping, came = asked.grouping(), [(one.id, one.seq) for one in asked.imports()]
    rows = look.desk.facts().ask("groups_came", imports=[one for one, _ in came],
                                 moments=[seq for _, seq in came],
                                 **placing(grouping))  # fmt: skip
    return {row["shown"] for row in rows if row["moment"] > look.last.since}


def _group(one: Group, look: Look, word: str) -> Item:
    name = one.name or signature(one.kind, one.expected, one.actual)
    cost = "nobody has said what it costs" if one.cost is None else f"${one.cost:,.0f}"
    since = f"since {one.first_seen:%d %b %Y}" if one.first_seen else "at a time nobody knows"
    times = "failed once" if one.count == 1 else f"failed {one.count:,} times"
    first = f"{name} on {one.route}"
    why = f"{first} {word}: {times} {since}, {cost}."
    waits = "1 failure waits" if one.count == 1 else (
        f"{one.count:,} failures of {one.cases:,} inputs wait")  # fmt: skip
    evidence = [waits, f"cost: {cost}"]
    if one.began_in:
        evidence.append(f"first seen in {one.began_in}")
    if one.example:
        evidence.append(f"for example: {one.example}")
    with look.desk.ledger.reading() as asked:
        held = asked.ownership(f"route:{one.route}")
    acts = (
        f"evaldesk group show {one.group}",
        f"evaldesk group archive {one.group} --reason WHY",
    )
    owner, link = held.owner if held else None, f"inbox?group={one.group}"
    return Item("failure_group", one.group, why, link, tuple(evidence), acts, owner=owner)


def _woken(found: Inbox) -> Item:
    n = len(found.woken)
    first = found.woken[0]
    many = "1 dismissed case is" if n == 1 else f"{n} dismissed cases are"
    return Item("failure_group", "woken", f"{many} back: {first.why}.", "inbox",
                tuple(f"{one.case}: {one.why}; it was dismissed as: {one.reason}"
                      for one in found.woken[:5]), owner=first.by)  # fmt: skip


def flaky(look: Look) -> Iterator[Item]:
    """The cases of blocking whose attempts contradict each other, and that block still."""
    try:
        found = flakes(look.desk)
    except CurationError:  # no set, or no run on it: nothing contradicts itself
        return
    for one in found.cases:
        if one.flaky and one.until is None:
            yield _flake(one, found.limit, look)


def _flake(one: CaseSteadiness, limit: float, look: Look) -> Item:
    flips = one.flip_rate
    why = (
        f"{one.title}: passed {one.passed} of {one.scored} attempts, so it flips "
        f"{percent(flips.value)} of the time, limit {percent(limit)}."
    )
    share = f"flip rate {percent(flips.low)} to {percent(flips.high)} (n {flips.n})"
    act = f"evaldesk flakes quarantine {one.case} --owner NAME --until DAY --reason WHY"
    return Item("flake", one.case, why, f"case?id={one.case}", (share,), (act,),
                owner=one.owner or look.owner)  # fmt: skip
