"""What is left of the error budget, week by week, beside what an even burn would leave."""

from datetime import date, timedelta

from pages.production.release_marks import mark
from pages.shared import charts, tables, theme, wording
from pages.shared.html import Html
from pages.shared.look import Figure, Label, blank, write
from pages.shared.tables import Column
from store.answers.budget import BudgetAnswer, BudgetPart
from store.answers.releases_seen import Seen

HEIGHT = 250


def draw(found: BudgetAnswer, releases: list[Seen]) -> None:
    """Draw the burn-down, with the numbers behind it."""
    last = next((p.left for p in reversed(found.parts) if p.left is not None), None)
    alt = f"Budget left over {found.period}: {wording.percent(last, 0)} at the end"
    figure = burn_down(found, releases)
    charts.draw(figure, key="burn-down", alt=alt, numbers=_numbers(found))


def burn_down(found: BudgetAnswer, releases: list[Seen]) -> Figure:
    """The line of what is left and, dashed, what would be left by now at an even burn."""
    ink = theme.tokens()
    figure = blank(ink, HEIGHT)
    step = timedelta(weeks=1) if found.period == "12 weeks" else timedelta(days=1)
    parts = found.parts
    ends = [(part.start + step).isoformat() for part in parts]
    start = parts[0].start.isoformat()
    first = 100 * (parts[0].even + 1 / (12 if step.days == 7 else 30))
    even = [first, *(100 * part.even for part in parts)]
    rest = [100.0, *(None if p.left is None else 100 * p.left for p in parts)]
    bad = _ends_badly(parts)
    colour = ink.orange if bad else ink.primary
    x = [start, *ends]
    dashed = {"color": ink.muted, "width": 1.5, "dash": "4px,4px"}
    line = {"type": "scatter", "mode": "lines", "x": x}
    figure["data"] = [
        line | {"y": even, "line": dashed, "hoverinfo": "skip"},
        line
        | {
            "mode": "lines+markers",
            "y": rest,
            "line": {"color": colour, "width": 2.4},
            "marker": {"size": 6, "color": colour},
            "hovertemplate": "%{x|%-d %b}: %{y:.0f} % left<extra></extra>",
        },
    ]
    known = [value for value in (*rest, *even, 0.0) if value is not None]
    low, high = min(known), max(known)
    room = (high - low) * 0.08
    low, high = low - room, high + room
    figure["layout"]["shapes"] = [
        {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 0, "y1": 0,
         "line": {"color": ink.text, "width": 1}}
    ]  # fmt: skip
    figure["layout"]["yaxis"] |= {"range": [low, high], "ticksuffix": " %"}
    figure["layout"]["xaxis"] |= {"nticks": 5, "tickangle": 0}
    mark(figure, ink, [date.fromisoformat(start), parts[-1].start + step], releases)
    labels = [Label(even[-1] or 0.0, ("even burn",), ink.muted)]
    end = next((value for value in reversed(rest) if value is not None), None)
    if end is not None:
        labels.append(Label(end, (f"{end:.0f} % left",), colour, bold=True))
    write(figure, labels, (high - low) / (HEIGHT - 50))
    return figure


def _ends_badly(parts: tuple[BudgetPart, ...]) -> bool:
    known = [part for part in parts if part.left is not None]
    return bool(known) and (known[-1].left or 0.0) < known[-1].even


def _numbers(found: BudgetAnswer) -> Html:
    columns = [
        "From",
        Column("Bad", number=True),
        Column("n", number=True),
        Column("Without a verdict", number=True, phone=False),
        Column("Burn", number=True),
        Column("Took", number=True),
        Column("Left", number=True),
    ]
    rows = [
        (
            wording.day(p.start),
            wording.count(p.bad),
            wording.count(p.n),
            wording.count(p.silent),
            wording.NOTHING if p.burn is None else f"{p.burn:.2f}",
            wording.percent(p.spent),
            wording.percent(p.left, 0),
        )
        for p in reversed(found.parts)
    ]
    return tables.table("The budget by week", columns, rows)
