"""Where a release came: a thin line down a chart, with its name."""

from collections.abc import Sequence
from datetime import date
from os.path import commonprefix

from pages.shared.look import Figure, plain
from pages.shared.tokens import Tokens
from store.answers.releases_seen import Seen


def mark(figure: Figure, ink: Tokens, weeks: Sequence[date], releases: Sequence[Seen]) -> None:
    """Draw every release after the first week that is shown."""
    shown = [one for one in releases if weeks and weeks[0] < one.week <= weeks[-1]]
    common = len(_family([one.release for one in releases]))
    for one in shown:
        x = one.week.isoformat()
        line = {"color": ink.muted, "width": 1, "dash": "1px,3px"}
        figure["layout"].setdefault("shapes", [])
        figure["layout"]["shapes"] = [
            *figure["layout"]["shapes"],
            {"type": "line", "yref": "paper", "x0": x, "x1": x, "y0": 0, "y1": 1, "line": line},
        ]
        figure["layout"]["annotations"].append(
            {
                "x": x,
                "y": 1,
                "yref": "paper",
                "yanchor": "bottom",
                "textangle": -90,  # on a phone the names would lie over each other
                "text": plain(one.release[common:]),
                "showarrow": False,
                "font": {"size": 11, "color": ink.muted},
            }
        )
    if shown:
        longest = max(len(one.release[common:]) for one in shown)
        figure["layout"]["margin"] |= {"t": 14 + round(6.6 * longest)}


def _family(versions: Sequence[str]) -> str:
    """What all names begin with, up to a sign: assistant-4.2 and assistant-5.0 are a family."""
    if len(set(versions)) < 2:
        return ""
    shared = commonprefix(list(versions))  # noqa: RUF071 (names, no paths)
    ends = [shared.rfind(sign) for sign in "-_/ :@"]
    return shared[: max(ends) + 1]
