"""The weeks of the team: when it triages, what it lets through, and what it releases."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Round:
    """One triage: how many cases go where, and how many are promoted before it."""

    week: int
    monitoring: int
    backlog: int
    dismissed: int
    blocking: int = 0
    demoted: int = 0
    retired: int = 0  # out of monitoring
    given_up: int = 0  # out of the backlog, dismissed after all
    closed: int = 0  # out of blocking and out of the backlog, each, retired
    assigned: int = 0  # given to somebody, and still to be sorted


ROUNDS = (
    Round(3, 26, 10, 1),
    Round(5, 22, 10, 1, blocking=8),
    Round(6, 12, 6, 1, blocking=3),
    Round(8, 18, 10, 1, blocking=4),
    Round(10, 18, 10, 2, blocking=4),
    Round(12, 20, 12, 2, blocking=3),
    Round(14, 18, 12, 2, blocking=6),
    Round(17, 20, 12, 2, blocking=6, demoted=1, given_up=2),
    Round(20, 20, 14, 3, blocking=5, retired=3),
    Round(21, 10, 8, 2, blocking=2, demoted=1, given_up=2),
    Round(23, 16, 12, 2, blocking=4, retired=3, given_up=1, closed=1),
    Round(25, 12, 10, 1, blocking=3, assigned=9),
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A run to come: when it starts, and how it ends."""

    name: str
    model_version: str
    week: int
    day: int
    hour: int
    tier: str = "nightly"
    attempts: int = 5
    replaces: str | None = None  # the run of the release that was in production then
    note: str = ""


ENVIRONMENTS = (  # index of the first run in it, and its words
    (0, "os=Debian 12; python=3.11.9; assistant-sdk=2.7.4; hardware=8 CPU cores"),
    (8, "os=Debian 12; python=3.12.6; assistant-sdk=3.0.1; hardware=8 CPU cores"),
)
EDGE = "os=Debian 12; python=3.12.6; assistant-sdk=3.0.1; hardware=2 ARM cores"
EDGE_SLOWDOWN = 1.4
COLD_MARKED_FROM = 8  # the first run whose SDK says which calls were cold starts
BLOCKED = "4.3-rc1"
INCOMPLETE = "4.3.1-rc1"
CANDIDATES = (
    Candidate("4.1-baseline", "assistant-4.1", 3, 3, 2, note="Production as it stands."),
    Candidate("4.2-rc1", "assistant-4.2-rc1", 5, 3, 2),
    Candidate("4.2-rc2", "assistant-4.2-rc2", 6, 3, 2),
    Candidate("4.2.1-rc1", "assistant-4.2.1-rc1", 8, 3, 2, replaces="4.2-rc2"),
    Candidate(
        "4.2.2-rc1", "assistant-4.2.2-rc1", 10, 3, 2, replaces="4.2.1-rc1",
        note="Passed; the refund incident followed. No blocking case called a tool.",
    ),
    Candidate(
        "4.2.3-rc1", "assistant-4.2.3-rc1", 12, 2, 18, replaces="4.2.2-rc1",
        note="Hotfix for the refund tool calls.",
    ),
    Candidate(
        BLOCKED, "assistant-4.3-rc1", 14, 3, 2, replaces="4.2.3-rc1",
        note="New prompt for tools; it answers three things that it must not get wrong.",
    ),
    Candidate(
        "4.3-rc2", "assistant-4.3-rc2", 15, 3, 2, replaces="4.2.3-rc1",
        note="The tool prompt of 4.2.3 is back.",
    ),
    Candidate(
        INCOMPLETE, "assistant-4.3.1-rc1", 17, 3, 2, replaces="4.3-rc2",
        note="The runner was shut down before the run had ended.",
    ),
    Candidate(
        "4.3.1-rc2", "assistant-4.3.1-rc2", 17, 4, 2, replaces="4.3-rc2",
        note="4.3.1-rc1 again, on a runner that stays up.",
    ),
    Candidate(
        "5.0-rc1", "assistant-5.0-rc1", 20, 3, 2, tier="quick", attempts=3,
        note="First look at the larger model, blocking set only.",
    ),
    Candidate("5.0-rc2", "assistant-5.0-rc2", 21, 3, 2, replaces="4.3.1-rc2"),
    Candidate("5.0.1-rc1", "assistant-5.0.1-rc1", 23, 3, 2, replaces="5.0-rc2"),
    Candidate("5.1-rc1", "assistant-5.1-rc1", 26, 3, 2, replaces="5.0.1-rc1"),
)  # fmt: skip
