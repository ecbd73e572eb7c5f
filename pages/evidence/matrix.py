"""A confusion matrix as a table: truths down, predictions across, shares of the row."""

from collections.abc import Callable, Sequence

from curation.measures.cohort import CohortMeasures
from pages.shared import wording
from pages.shared.html import Content, Html, join, tag
from store.answers.cohort_words import name

READABLE, WIDE = 6, 16  # labels in half a page, in a whole one; more become a list
LISTED = 8
_STEPS = (0.02, 0.1, 0.25, 0.5, 0.75)

Link = Callable[[str, str | None], str]


def matrix(
    found: CohortMeasures,
    columns: Sequence[str | None],
    labels: Sequence[str],
    link: Link,
    readable: int = READABLE,
) -> Html:
    """The whole matrix where it can be read, else the mistakes that are made most."""
    if not labels:
        return tag("p", "Answers are texts, so there is no matrix of labels.", class_="muted")
    if len(labels) > readable:
        return _mistakes(found, link)
    head = [tag("th", "truth \N{RIGHTWARDS ARROW} said", scope="col")]
    head += [tag("th", label_of(c), scope="col", class_="num") for c in columns]
    body = [_row(found, row, columns, labels, link) for row in range(len(labels))]
    inner = tag("table", _caption(found), tag("thead", tag("tr", *head)), tag("tbody", *body))
    return _region(inner, _css(columns), f"{_TITLE}, {_whose(found)}")


_TITLE = "Confusion matrix"


def _region(inner: Html, css: str, title: str) -> Html:
    return tag("div", inner, class_=css, role="region", tabindex=0, aria_label=title)


def _whose(found: CohortMeasures) -> str:
    return name(found.cohort) or "all together"


def _css(columns: Sequence[str | None]) -> str:
    return "scroll cm" if len(columns) <= READABLE else "scroll cm many"


def _caption(found: CohortMeasures) -> Html:
    return tag(
        "caption", f"{_TITLE} of {wording.count(found.n)}, share of each row", class_="vh"
    )


def label_of(label: str | None) -> Content:
    """A label, which may break after what joins its words; or the word for none."""
    if label is None:
        return tag("i", "nothing")
    return join(label.split("_"), join(("_", tag("wbr"))))


def _row(
    found: CohortMeasures,
    row: int,
    columns: Sequence[str | None],
    labels: Sequence[str],
    link: Link,
) -> Html:
    counts = found.matrix[row]
    total = sum(counts)
    n = tag("small", f"n {wording.count(total)}")
    first = tag("th", label_of(labels[row]), " ", n, scope="row")
    cells = [
        _cell(count, total, labels[row], said, link)
        for count, said in zip(counts, columns, strict=True)
    ]
    return tag("tr", first, *cells)


def _cell(count: int, total: int, truth: str, said: str | None, link: Link) -> Html:
    if not count:
        return tag("td", tag("span", "0" if total else wording.NOTHING), class_="num zero")
    share = count / total
    step = sum(share >= edge for edge in _STEPS)
    way = "hit" if truth == said else "miss"
    whole = wording.percent(share, 0 if share >= 0.1 else 1)
    hint = f"{wording.count(count)} of {wording.count(total)}: {truth} was called {said or '–'}"
    inner = tag("a", whole, href=link(truth, said), data_ed_page=True, title=hint)
    return tag("td", inner, tag("small", wording.count(count)), class_=f"num {way}-{step}")


def _mistakes(found: CohortMeasures, link: Link) -> Html:
    support = {c.label: c.support for c in found.per_class}
    head = tag(
        "tr",
        tag("th", "Truth", scope="col"),
        tag("th", "Taken for", scope="col"),
        tag("th", "Times", scope="col", class_="num"),
    )
    rows = [
        tag(
            "tr",
            tag("th", label_of(truth), scope="row"),
            tag("td", label_of(said)),
            tag(
                "td",
                tag("a", wording.count(n), href=link(truth, said), data_ed_page=True),
                tag("small", f" of {wording.count(support[truth])}", class_="muted"),
                class_="num",
            ),
        )
        for truth, said, n in found.top_confusions[:LISTED]
    ]
    if not rows:
        return tag("p", "No mistake was made.", class_="muted")
    inner = tag("table", tag("caption", "Most frequent mistakes", class_="vh"),
                tag("thead", head), tag("tbody", *rows))  # fmt: skip
    return _region(inner, "scroll", f"Mistakes, {_whose(found)}")
