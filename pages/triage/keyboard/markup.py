"""What stands on the page before the browser has heard anything: list, case, bar of acts."""

from pages.shared.html import Html, join, tag

_BUTTONS = (
    ("b", "Blocking", "pri"),
    ("m", "Monitoring", ""),
    ("l", "Backlog", ""),
    ("d", "Dismiss", ""),
    ("e", "Expect", ""),
    ("s", "Severity", ""),
    ("a", "Assign", ""),
    ("w", "Why", ""),
    ("z", "Undo", ""),
)


def markup() -> Html:
    """What stands before the first message; nothing in it comes from the data."""
    search = tag(
        "input", id="search", type="search", placeholder="Search input or case id",
        aria_label="Search the waiting failures",
    )  # fmt: skip
    listed = tag(
        "div", id="list", role="listbox", tabindex=0, aria_multiselectable="true",
        aria_label="Failures that wait",
    )  # fmt: skip
    detail = tag("div", id="det", tabindex=0, role="region", aria_label="The case")
    bar = tag(
        "div",
        *[_button(*one) for one in _BUTTONS],
        id="bar",
        role="toolbar",
        aria_label="What to do with it",
    )
    back = tag("button", "Back to the list", type="button", id="back", class_="act")
    keys = tag(
        "button", tag("kbd", "?", aria_hidden="true"), tag("span", "Keys", class_="vh"),
        type="button", class_="act", data_key="?",
    )  # fmt: skip
    find = tag("div", search, tag("kbd", "/", aria_hidden="true"), keys, id="find")
    count = (tag("span", id="count"), tag("span", id="saved"))
    left = tag("div", find, listed, tag("div", *count, class_="cnt", id="under"), id="left")
    lost = tag("div", id="lost", role="status", hidden=True)
    around = (
        tag("div", id="toast", aria_hidden="true"),
        tag("div", id="live", role="status", class_="vh"),
        tag("div", id="marker", aria_hidden="true"),
        tag("dialog", aria_labelledby="asked"),
    )
    return tag(
        "div", lost, left, tag("div", back, detail, bar, id="pane"), join(around), id="ix"
    )


def _button(key: str, label: str, look: str) -> Html:
    words = (tag("span", label), tag("kbd", key.upper(), aria_hidden="true"))
    return tag(
        "button",
        *words,
        type="button",
        class_=f"act {look}".strip(),
        data_key=key,
        aria_keyshortcuts=key,
    )
