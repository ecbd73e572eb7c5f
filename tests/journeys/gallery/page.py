"""Every shared part with invented data, hostile text included."""

from datetime import date, timedelta

import streamlit as st

from curation.errors import Unknown
from curation.intervals import rate
from pages.shared import calm, charts, lists, marks, parts, quotes, tables, theme, wording
from pages.shared.html import Html, join, show, tag
from pages.shared.links import link
from pages.shared.lists import Event, Todo
from pages.shared.marks import Result, Tick, Tone
from pages.shared.parts import Tile
from pages.shared.tables import Column
from pages.shared.who import asking

HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)> **bold** "
    "[x](javascript:alert(3)) $x^2$ :red[no]"
)
WEEKS = [date(2026, 6, 1) + timedelta(weeks=n) for n in range(25)]
NEW = [
    231,
    249,
    240,
    262,
    151,
    236,
    255,
    261,
    292,
    276,
    250,
    249,
    263,
    222,
    237,
    268,
    300,
    234,
    251,
    244,
    239,
    266,
    402,
    280,
    231,
]
PASS = [
    92.4,
    92.6,
    92.3,
    92.5,
    92.9,
    92.7,
    92.2,
    92.0,
    92.3,
    92.6,
    92.4,
    92.8,
    92.9,
    92.6,
    92.7,
    92.9,
    93.1,
    93.5,
    93.4,
    93.9,
    94.3,
    94.1,
    94.5,
    94.4,
    94.2,
]
DRIFT = {
    "Voice": [0.1 + 0.007 * n for n in range(25)],
    "Android app": [0.08 + 0.0025 * n + (0.02 if n % 5 == 0 else 0) for n in range(25)],
    "Web chat": [0.05 + 0.01 * (n % 3) for n in range(25)],
    "E-mail": [0.04 + 0.008 * (n % 4) for n in range(25)],
    "<b>iOS</b>": [0.06 - 0.006 * (n % 5) for n in range(25)],
}
RUNS: tuple[tuple[Result, ...], ...] = (
    ("passed", "passed", "passed", "passed", "passed", "failed", "failed"),
    ("passed", "flaky", "passed", "passed", "flaky", "passed", "failed", "passed", "flaky"),
    ("missing", "missing", "failed", "failed", "errored", "passed", "passed", "passed"),
)
CASES = [
    ("Where is my order? It says delivered but nothing came", "Shipping → Returns", "critical"),
    (HOSTILE, "Billing → Refund", "high"),
    ("Cannot sign in after the update, loops back every single time", "Login → Billing", "low"),
]
COHORTS: list[tuple[str, Tone, str, int, int, float]] = [
    ("Android app", "bad", "Below gate", 901, 988, -0.016),
    ("Voice", "warn", "Drifting", 386, 417, -0.009),
    ("Partner API", "good", "On target", 574, 611, 0.004),
    ("Web chat", "good", "On target", 3007, 3120, 0.003),
    ("Kiosk", "unknown", "Too few", 11, 12, 0.0),
]


def head() -> None:
    """The top of a page."""
    context = (
        "Week of 16 to 22 Nov 2026 · blocking@7 · 8,412 cases · imported 21 Nov, 06:00 UTC"
    )
    with parts.page_head("Evaluation health", context):
        st.segmented_control(
            "Window",
            ["Week", "Month", "Quarter"],
            default="Week",
            required=True,
            label_visibility="collapsed",
        )
    watch = join(
        (
            "Pass rate is 94.2 %, 1.2 points above the gate. ",
            link("Android app", "inbox", app="android"),
            " fell below its 92 % gate.",
        )
    )
    show(parts.verdict("warn", "Safe to ship, with two watch items.", watch))


def numbers() -> None:
    """The row of tiles."""
    down = parts.delta(-0.002, wording.points, better=None)
    show(
        parts.tiles(
            Tile("Pass rate", "94.2 %", join((down, "within noise")), _line(PASS)),
            Tile(
                "New failures",
                "231",
                join((parts.delta(-18, wording.signed, better="down"), "vs last week")),
                marks.spark(NEW[-12:], "New failures a week", kind="bars", tone="good"),
            ),
            Tile("Median time to triage", "5.4 h", "target 8 h", _line([9, 8, 7.5, 6, 5.4])),
            Tile(
                "Open blocking cases",
                "7",
                join((parts.delta(2, wording.signed, better="down"), "vs last week")),
                page="sets",
            ),
            Tile("Traffic covered", "88 %", "of intents seen"),
        )
    )


def _line(values: list[float]) -> Html:
    return marks.spark(values, f"From {values[0]} to {values[-1]}")


def trend_and_todo() -> None:
    """A chart beside what needs attention."""
    left, right = st.columns([5, 3], gap="small")
    with left, parts.card("Pass rate has held above the 93 % gate for nine weeks", key="trend"):
        shares = {"Pass rate": [value / 100 for value in PASS]}
        figure = charts.weekly_line(
            WEEKS, shares, percent=True, limits=[charts.Limit("Gate 93 %", 0.93)], height=190
        )
        charts.draw(figure, key="trend", alt="Pass rate by week, 94.2 per cent last week")
    with right, parts.card("Needs attention", key="todo"):
        show(
            lists.todo_list(
                (
                    Todo(
                        "bad",
                        link("Android app below gate", "inbox"),
                        "91.2 % against 92 %; 29 Login cases routed to Billing",
                        "Priya N.",
                    ),
                    Todo(
                        "warn",
                        "Voice inputs drifting",
                        "PSI 0.27, third week above 0.20",
                        "Unassigned",
                    ),
                    Todo("info", HOSTILE, HOSTILE, "Marco D."),
                )
            )
        )


def cohorts() -> None:
    """A table of cohorts with bars."""
    columns = [
        Column("Cohort, worst first"),
        Column("Status"),
        Column("Pass rate", number=True),
        Column("85 to 100 %, line marks the 92 % gate", phone=False),
        Column("Change", number=True),
        Column("12 weeks", phone=False),
    ]
    rows = [
        (
            name,
            parts.chip(tone, word),
            wording.rate(rate(k, n), floor=30),
            marks.bar(k / n, 0.85, 1, 0.92),
            tag("span", wording.points(change), class_="bad" if change < -0.005 else "muted"),
            marks.spark(PASS[-12:], f"{name} over 12 weeks"),
        )
        for name, tone, word, k, n, change in COHORTS
    ]
    with st.container(border=True):
        show(tables.table("Cohorts, worst first", columns, rows))


def cases() -> None:
    """A table of cases with their results."""
    columns = [
        Column("Case", clip=True),
        Column("Expected → got", phone=False),
        Column("Severity", tight=True),
        Column("Set", tight=True),
        Column("Results over runs", tight=True),
        Column("Cost", number=True, phone=False),
    ]
    rows = [
        (
            link(title, "case", id="c-1"),
            got,
            marks.severity(level),
            parts.state(name),
            marks.strip([Tick(result, f"run {n}: {result}") for n, result in enumerate(ticks)]),
            wording.money(1240.5),
        )
        for (title, got, level), ticks, name in zip(
            CASES, RUNS, ("blocking", "monitoring", "backlog"), strict=True
        )
    ]
    with st.container(border=True):
        show(parts.heading("Cases that failed", "In the last run, worst first"))
        show(tables.table("Cases that failed", columns, rows), marks.strip_key())


def one_case() -> None:
    """What a case page needs."""
    left, right = st.columns([5, 3], gap="small")
    expected, actual = quotes.difference(
        "Route to Refund, priority normal. Quote ticket 88-4410 and give a time.",
        "Route to Returns, priority low. Give a link to the help centre.",
    )
    with left, st.container(border=True, height="stretch"):
        show(quotes.quote(HOSTILE + "\n\nsecond line", "Input", tone="input"))
        one, two = st.columns(2, gap="small")
        with one:
            show(quotes.quote(expected, "Expected"))
        with two:
            show(quotes.quote(actual, "Model output"))
    with right, st.container(border=True, height="stretch"):
        show(
            lists.facts(
                (
                    ("Set", parts.state("monitoring")),
                    ("Severity", marks.severity("high")),
                    ("Owner", HOSTILE),
                    ("Tags", parts.row(parts.pill("refund"), parts.pill("eu"))),
                    ("Opened", wording.moment("2026-11-14T09:41:00+00:00")),
                )
            ),
            tag("h3", "History", style="margin-top:16px"),
            lists.timeline(
                (
                    Event("ana", "moved it to monitoring", "21 Nov 2026, 09:52 UTC", HOSTILE),
                    Event("importer", "opened it from 14 failures", "21 Nov 2026, 09:41 UTC"),
                )
            ),
        )


def graphs() -> None:
    """Both kinds of chart."""
    left, right = st.columns([3, 2], gap="small")
    with left, parts.card("Voice passed the alarm three weeks ago", "PSI a week", key="drift"):
        figure = charts.weekly_line(
            WEEKS,
            DRIFT,
            highlight=("Voice", "Android app"),
            limits=[charts.Limit("Watch 0.10", 0.1), charts.Limit("Alarm 0.20", 0.2)],
        )
        numbers = tables.table(
            "PSI", ["Week", Column("Voice", number=True)], [("1 Jun", "0.10")]
        )
        charts.draw(figure, key="drift", alt="Drift a week", numbers=numbers)
    with right, parts.card("One week stood out", "Failures a week", key="bars"):
        figure = charts.weekly_bars(WEEKS, NEW, highlight={WEEKS[22]})
        charts.draw(figure, key="bars", alt="Failures a week")


def answers() -> None:
    """The four verdicts, the pills, an empty state and a refusal."""
    show(parts.verdict("good", "Pass.", "All 214 cases of blocking@7 passed."))
    show(parts.verdict("bad", "Blocked.", "2 blocking cases failed; accuracy is not met."))
    show(parts.verdict("unknown", "Cannot decide.", "3 cases were not run; 1 errored."))
    names = ("blocking", "monitoring", "backlog", "dismissed", "retired")
    show(
        parts.row(
            *(parts.state(name) for name in names),
            *(marks.severity(level) for level in marks.SEVERITIES),
            parts.pill("production", "good"),
            marks.severity(None),
        )
    )
    with calm.refusals():
        raise Unknown("case", HOSTILE, "See `evaldesk inbox`.")
    parts.empty_state(
        "No run yet",
        "214 cases wait in blocking@7, and no release was scored on them.",
        "Score a release and import what it said:",
        "evaldesk import results.jsonl --as results --run v42 --model v42",
    )
    st.button("Move to blocking", type="primary")
    st.text_input("Reason", placeholder="Why it belongs there")


st.set_page_config(page_title="Gallery", page_icon=theme.FAVICON, layout="wide")
theme.apply()
st.navigation(
    [
        st.Page(lambda: None, title="Health", icon=":material/monitor_heart:", default=True),
        st.Page(lambda: None, title="Inbox", icon=":material/inbox:", url_path="inbox"),
        st.Page(lambda: None, title="Sets", icon=":material/stacks:", url_path="sets"),
        st.Page(lambda: None, title="Runs", icon=":material/fact_check:", url_path="runs"),
    ],
    position="top",
)
asking()
for section in (head, numbers, trend_and_todo, cohorts, cases, one_case, graphs, answers):
    section()
