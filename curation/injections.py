"""Known failures to be injected into a copy of the desk, and what it made of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from curation.fixtures.attack_words import QUESTIONS
from curation.fixtures.drawing import Draw
from curation.fixtures.slots import filling
from curation.intervals import Rate, rate

MODEL = "injected"
LABELS = ("refund_request", "double_charge", "track_order", "start_return", "login_help")
COLUMNS = (
    "event_id", "occurred_at", "route", "model_version", "input", "output", "prediction",
    "truth", "passed", "error", "feedback", "kind", "score",
)  # fmt: skip
CONTROL = "nothing wrong"
SOUND = "sound case"
CONTROLS = (CONTROL, SOUND)  # what may not be found
MOST_NAMED = 10
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Injected:
    """One failure that is known: its name on the desk, and what must not be kept of it."""

    name: str
    kind: str
    row: Row
    secret: str | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of failure of an event: what is wrong with it, and how the desk has to see it."""

    shown: str
    sees: str  # failure, quarantine or mask
    spoil: Callable[[Row, Draw], str | None]


def _with(**cells: object) -> Callable[[Row, Draw], str | None]:
    def spoil(row: Row, draw: Draw) -> None:  # noqa: ARG001 (always the same)
        row.update(cells)

    return spoil


def _wrong_label(row: Row, draw: Draw) -> None:
    row["prediction"] = draw.one([one for one in LABELS if one != row["truth"]])


def _personal(make: Callable[[Draw], str], say: str) -> Callable[[Row, Draw], str | None]:
    def spoil(row: Row, draw: Draw) -> str:
        secret = make(draw)
        row["input"] = f"{row['input']} {say.format(secret)}"
        return secret

    return spoil


def _mail(draw: Draw) -> str:
    names = ("anna.keller", "j.moreau", "luis_ortega", "m.tanaka", "sofia.rossi")
    return f"{draw.one(names)}{draw.below(90) + 10}@{draw.one(('mail', 'post', 'web'))}.example"


def _phone(draw: Draw) -> str:
    return f"+49 30 {draw.below(9_000_000) + 2_000_000}"


def _card(draw: Draw) -> str:
    digits = [4, *(draw.below(10) for _ in range(14))]
    doubled = [d * 2 - 9 * (d > 4) if at % 2 == 0 else d for at, d in enumerate(digits)]
    text = "".join(map(str, (*digits, -sum(doubled) % 10)))  # Luhn's check digit
    return " ".join(text[at : at + 4] for at in range(0, 16, 4))


def _iban(draw: Draw) -> str:
    account = "".join(str(draw.below(10)) for _ in range(18))
    check = 98 - int(account + "131400") % 97  # of DE, as ISO 13616 has it
    return f"DE{check:02}{account}"


FAULTS: Mapping[str, Fault] = {
    "wrong label": Fault("another label than the truth", "failure", _wrong_label),
    "error": Fault("the call broke down", "failure", _with(error="ValueError: injected")),
    "timeout": Fault("the call ran out of time", "failure", _with(error="deadline exceeded")),
    "marked wrong": Fault("a person's verdict", "failure", _with(passed=False)),
    "unhappy user": Fault("a thumb down", "failure", _with(feedback="thumbs_down")),
    "unsafe": Fault("stated to be unsafe", "failure", _with(kind="unsafe")),
    "unreadable time": Fault("no moment", "quarantine", _with(occurred_at="last tuesday-ish")),
    "unknown kind": Fault("a kind nobody knows", "quarantine", _with(kind="made_up")),
    "impossible score": Fault("a score that is none", "quarantine", _with(score="about half")),
    "e-mail": Fault("personal data in the input", "mask", _personal(_mail, "Write to {}.")),
    "phone": Fault("personal data in the input", "mask", _personal(_phone, "Call {}.")),
    "card": Fault("personal data in the input", "mask", _personal(_card, "My card is {}.")),
    "IBAN": Fault("personal data in the input", "mask", _personal(_iban, "Pay to {}.")),
}


def events(n: int, seed: int, now: datetime) -> list[Injected]:
    """`n` events of every fault, and as many with nothing wrong."""
    return [
        _event(kind, number, seed, now) for kind in (CONTROL, *FAULTS) for number in range(n)
    ]


def _event(kind: str, number: int, seed: int, now: datetime) -> Injected:
    draw = Draw("injected", kind, seed, number)
    route, text, _ = draw.one(QUESTIONS)
    label = draw.one(LABELS)
    name = f"injected-{seed}-{kind.replace(' ', '-')}-{number}"
    row: Row = dict.fromkeys(COLUMNS)
    row |= {
        "event_id": name,
        "occurred_at": (now - timedelta(minutes=1 + number)).isoformat(),
        "route": route,
        "model_version": MODEL,
        "input": text.format_map(filling("en", draw)),
        "output": f"injected answer {number}",
        "prediction": label,
        "truth": label,
        "score": 0.9,
    }
    secret = FAULTS[kind].spoil(row, draw) if kind in FAULTS else None
    return Injected(name, kind, row, secret)


OF_RESULTS: Mapping[str, tuple[str, Sequence[bool | None]]] = {
    "failed case": ("a blocking case fails", (False,)),
    "dropped case": ("a blocking case was not run", ()),
    "errored case": ("a blocking case breaks down", (None,)),
    "contradiction": ("a blocking case passes and fails", (True, False)),
}


def results(cases: Sequence[str], n: int, seed: int) -> dict[str, str]:
    """Which fault each case gets in the injected run; at least as many get none."""
    each = min(n, len(cases) // (len(OF_RESULTS) + 1)) or (1 if len(cases) > 1 else 0)
    mixed = Draw("results", seed).mixed(sorted(cases))
    faults = [fault for _ in range(each) for fault in OF_RESULTS]
    return dict(zip(mixed[: max(0, len(cases) - 1)], faults, strict=False))


def reworded(text: str, draw: Draw) -> str:
    """`text` with a word or two more, as the next customer would say it."""
    lead = draw.one(("Hello, ", "Hi! ", "Please: ", "Again, "))
    return f"{lead}{text} {draw.one(('Thanks', 'Please', 'Today'))}"


def respelt(text: str) -> str:
    """`text` in other letters and with other marks, which mean the same."""
    return f"  {text.upper()} !!"


@dataclass(frozen=True, slots=True)
class Detected:
    """How many failures of one kind were found; `why` not all, or none, could be injected."""

    kind: str
    shown: str
    where: str
    rate: Rate
    missed: tuple[str, ...] = ()
    why: str | None = None


def detected(
    kind: str, shown: str, where: str, found: Mapping[str, bool], why: str | None = None
) -> Detected:
    """`found` says of each injected failure by its name whether the desk saw it."""
    missed = tuple(name for name, seen in found.items() if not seen)
    return Detected(
        kind, shown, where, rate(len(found) - len(missed), len(found)), missed[:MOST_NAMED], why
    )


def of_events(
    injected: Iterable[Injected],
    kept: Mapping[str, Mapping[str, Any]],
    rejected: frozenset[str],
) -> list[Detected]:
    """What was made of injected events: those `kept`, by id, and those in quarantine."""
    by_kind: dict[str, dict[str, bool]] = {kind: {} for kind in (*FAULTS, CONTROL)}
    for one in injected:
        by_kind[one.kind][one.name] = _seen(one, kept.get(one.name), one.name in rejected)
    told = {kind: (fault.shown, _WHERE[fault.sees]) for kind, fault in FAULTS.items()}
    told[CONTROL] = ("nothing is wrong, and nothing may be called a failure", "import")
    return [detected(kind, *told[kind], found) for kind, found in by_kind.items()]


_WHERE = {"failure": "import", "quarantine": "quarantine", "mask": "masking"}


def _seen(one: Injected, kept: Mapping[str, Any] | None, rejected: bool) -> bool:
    if one.kind == CONTROL:
        return kept is not None and kept["kind"] is None
    sees = FAULTS[one.kind].sees
    if sees == "quarantine":
        return rejected
    if kept is None:
        return False
    if sees == "failure":
        return kept["kind"] is not None
    return all(str(one.secret) not in str(cell) for cell in kept.values())


def body(found: Sequence[Detected], seed: int) -> dict[str, Any]:
    """`found` as plain JSON values, without what follows from the counts."""
    kinds = [
        {
            "kind": one.kind,
            "shown": one.shown,
            "where": one.where,
            "injected": one.rate.n,
            "detected": one.rate.k,
            "missed": list(one.missed),
            "why": one.why,
        }
        for one in found
    ]
    return {"seed": seed, "kinds": kinds}


def from_body(said: Mapping[str, Any]) -> list[Detected]:
    """What `body` wrote."""
    return [
        Detected(
            one["kind"], one["shown"], one["where"], rate(one["detected"], one["injected"]),
            tuple(one["missed"]), one["why"],
        )
        for one in said["kinds"]
    ]  # fmt: skip
