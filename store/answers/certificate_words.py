"""A certificate in words: its sentence and its tables, the same on paper and on the screen."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from curation import certificate
from curation.limits import called
from curation.overtaken import phrase
from curation.threshold_words import told as number
from curation.thresholds import MARGIN
from store.answers.paper import Rows, Section, Told

Said = Mapping[str, Any]
SHOWN = 20  # cases by name; the block below names them all
_MET = {True: "met", False: "not met", None: "undecided"}
_STAND_IN_THE_WAY = ("failed", "missing", "errored", "flaky", "undecided")


def told(sealed: Said) -> Told:
    """The words of a certificate; they follow from its content alone."""
    content = sealed[certificate.MARK]
    said = content["stated"]
    held: Said = content["issued"].get("holds") or {"reason": None, "ended": []}
    return Told(
        f"Release certificate: {said['run']}",
        *_answer(said, held),
        (
            _release(said),
            _judged(said),
            _thresholds(said),
            *_numbers(said),
            _cases(said),
            _waivers(said, held),
            _labels(said),
            _proof(sealed),
        ),
    )


def _answer(said: Said, held: Said) -> tuple[str, bool | None, str]:
    """The answer in a word, whether it lets the release ship (None: ask again), the rest."""
    if held["reason"] is None:
        may = "may ship" if said["allowed"] else "may not ship"
        return f"{said['verdict']}: {may}.", said["allowed"], said["reason"]
    by_now = f"is {held['verdict']}" if held["verdict"] else "holds no longer"
    told = f"{held['reason']} It said on {moment(said['judged_at'])}: {said['reason']}"
    good = False if held["verdict"] else None
    return f"Was {said['verdict']}, {by_now}.", good, told


def _release(said: Said) -> Section:
    one, frozen = said["release"], said["set"]
    sets = ", ".join(f"{name}@{version}" for name, version in one["sets"].items())
    files = [f"{f['name']} {_short(f['sha256'])}" for r in one["results"] for f in r["files"]]
    facts = [
        ("Model", one["model_version"]),
        ("Commit", one["commit"]),
        ("Environment", one["environment"]),
        ("Seed, tier", _joined(one["seed"], one["tier"])),
        ("Scored", _joined(moment(one["started_at"]), f"on {sets}")),
        ("Results", "; ".join(files)),
        ("Set", f"{frozen['name']}, {frozen['cases']} cases, frozen by {frozen['frozen_by']} "
                f"on {moment(frozen['frozen_at'])}: {frozen['reason'] or 'no reason given'}"),
        ("Set sha256", frozen["sha256"]),
    ]  # fmt: skip
    return Section("What was released", _facts(facts))


def _judged(said: Said) -> Section:
    facts = [
        ("Judged", f"{moment(said['judged_at'])} by {said['judged_by']}"),
        ("Decision", f"{said['decision']}, sha256 {said['hash']}"),
        ("Baseline", _baseline(said)),
        ("Gate", "frozen: only a fix may ship" if said["gate_mode"] == "freeze" else "open"),
        *([("States to mend", said["fix"])] if said["fix"] else []),
        *(("Owner", _owner(one)) for one in said["owners"] if one["scope"] == "blocking"),
    ]
    return Section("Who judged it", _facts(facts))


def _owner(one: Said) -> str:
    deputy = f", deputy {one['deputy']}" if one["deputy"] else ""
    return f"{one['owner']}{deputy} (blocking, decision {one['decision']})"


def _baseline(said: Said) -> str:
    found = said["comparison"]
    if found is None:
        return "not held against a baseline"
    moved = f"{len(found['broke'])} broke, {len(found['fixed'])} fixed"
    outcome = found["outcome"].replace("_", " ")
    by = next((o for o in said.get("numbers", ()) if o["name"] == MARGIN), None)
    margin = f", by a margin of {number(by['metric'], by['value'])}" if by else ""
    return f"{said['baseline']}: {outcome} on {found['n']} common cases ({moved}){margin}"


def _thresholds(said: Said) -> Section:
    heads = ("threshold", "measured", "answer", "95 %", "owner", "set by", "decision")
    rows = [
        (called(one["name"]), one["why"], _MET[one["met"]], _interval(one), one["owner"],
         _set_by(one), one["decision"])
        for one in said["thresholds"]
    ]  # fmt: skip
    note = "" if rows else "No threshold was in force for releases."
    return Section("What it was held to", tuple(map(_row, rows)), heads, note)


def _numbers(said: Said) -> list[Section]:
    """Margin, support and such; a certificate of before they were named has no such table."""
    heads = ("number", "value", "owner", "set by", "decision")
    rows = [
        (phrase(one["name"]).removeprefix("the ").capitalize(),
         number(one["metric"], one["value"]), one["owner"], _set_by(one), one["decision"])
        for one in said.get("numbers", ())
    ]  # fmt: skip
    return [Section("And judged by", tuple(map(_row, rows)), heads)] if rows else []


def _interval(one: Said) -> str | None:
    if one["low"] is None or one["high"] is None:
        return None
    return f"{one['low']:.3g} to {one['high']:.3g}, n {one['n']}"


def _set_by(one: Said) -> str:
    if one["set_by"] is None:
        return "as the product brings it: nobody has decided it"
    return f"{one['set_by']}, {moment(one['set_at'])}: {one['reason'] or 'no reason given'}"


def _cases(said: Said) -> Section:
    cases = said["cases"]
    facts = [("Passed", f"{cases['passed']} of {cases['cases']} blocking cases")]
    facts += [(name.capitalize(), _named(cases[name])) for name in _STAND_IN_THE_WAY
              if cases.get(name)]  # fmt: skip
    if cases.get("set_aside"):
        facts.append(("Set aside", f"{_named(cases['set_aside'])} (in quarantine)"))
    return Section("Its cases", _facts(facts))


def _named(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - SHOWN} more" if len(ids) > SHOWN else ""
    return f"{len(ids)}: {', '.join(ids[:SHOWN])}{more}"


def _waivers(said: Said, held: Said) -> Section:
    ended = {one["waiver"]: one for one in held["ended"]}
    heads = ("let by", "why", "granted by", "mended by", "until", "needed", "decision")
    rows = [
        (called(one["what"]), one["reason"], one["by"], one["owner"],
         _until(one, ended.get(one["waiver"])),
         "yes" if one["used"] else "no", f"{one['waiver']}, {one['decision']}")
        for one in said["waivers"]
    ]  # fmt: skip
    note = "" if rows else "None: nothing was let by."
    return Section("Waivers", tuple(map(_row, rows)), heads, note)


def _until(one: Said, ended: Said | None) -> str:
    if ended is None:
        return one["until"]
    return f"ended {ended['on']}" + (f" by {ended['by']}" if ended["by"] else "")


def _labels(said: Said) -> Section:
    found = said["label_agreement"]
    if not found["n"]:
        return Section("Label agreement", (), note=f"{found['why'].capitalize()}.")
    of = f"{found['n']} of {found['cases']} cases that two people labelled"
    alpha = "not defined" if found["alpha"] is None else f"{found['alpha']:.3f}"
    limits = ("low", "high")
    if all(found[name] is not None for name in limits):
        alpha += f" (95 % {found['low']:.3f} to {found['high']:.3f})"
    facts = [
        ("Krippendorff's alpha", f"{alpha}, {found['level']}, on {of}"),
        ("Question", f"{found['question']}, by standard v{found['standard']}"),
        ("Labels", f"{found['labels']} by {found['raters']} people"),
        *[
            ("Brought from another tool", f"{number} labels by {who}")
            for who, number in found.get("brought", {}).items()
        ],
        ("Adjudicated", f"{found['adjudicated']} cases"),
        *([("Note", found["why"])] if found["why"] else []),
    ]
    return Section("Label agreement", _facts(facts))


def _proof(sealed: Said) -> Section:
    content, by = sealed[certificate.MARK], sealed["signature"]
    issued = content["issued"]
    facts = [
        ("Content sha256", sealed["sha256"]),
        ("Signature", f"{by['method']} {by['value']}" if by else "not signed"),
        ("Desk", issued["origin"]),
        (
            "Issued",
            f"{moment(issued['at'])}, when decision {issued['head']['seq']} was the last",
        ),
        ("Check it", "evaldesk verify --certificate FILE"),
    ]
    return Section("Proof", _facts(facts))


def _facts(found: Iterable[tuple[str, object]]) -> Rows:
    return tuple((name, _text(value)) for name, value in found)


def _row(cells: Sequence[object]) -> tuple[str, ...]:
    return tuple(_text(cell) for cell in cells)


def _text(value: object) -> str:
    return "not stated" if value in (None, "") else str(value)


def _joined(*found: object) -> str:
    return ", ".join(str(one) for one in found if one not in (None, "")) or "not stated"


def _short(sha256: str) -> str:
    return f"sha256 {sha256[:16]}…"


def moment(said: str | None) -> str:
    """A moment as a certificate writes it: to the minute, in UTC."""
    return f"{datetime.fromisoformat(said):%Y-%m-%d %H:%M} UTC" if said else "not stated"
