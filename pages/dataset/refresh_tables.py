"""The tables of a refresh: thin categories, items with what is against them, who is spared."""

from collections.abc import Sequence

from curation.refresh import Category, few
from pages.shared import marks, parts, wording
from pages.shared.html import Content, Html, join, tag
from pages.shared.links import link
from pages.shared.tables import Column, table
from store.answers.refresh_draft import Draft
from store.answers.refreshes import ItemShown

ACTS = {"add": "Add", "retire": "Retire", "demote": "Demote"}
ITEM_COLUMNS = (
    Column("Case", kind="of-title"),
    Column("Change", phone=False),
    Column("Why", phone=False),
    Column("Cost", number=True, phone=False),
    Column("Promotion check"),
)


def category_table(found: Draft) -> Html:
    """The categories that cases are proposed for, and how many others fail."""
    if not found.chosen:
        return tag("p", "No category that fails is thinly covered.", class_="muted")
    columns = [
        "Category",
        Column("Failure rate"),
        Column("95 % interval", tight=True, phone=False),
        Column("n", number=True),
        Column("Cases", number=True),
        Column("Of the cost", number=True),
        Column("Worse than the rest", tight=True, phone=False),
    ]
    rows = [_category(one, found.min_support) for one in found.chosen]
    others = len(found.categories) - len(rows)
    told = (
        f"{wording.many(others, 'other category fails', 'other categories fail')}: covered, or "
        "of less weight. "
    )
    more = tag("p", told if others else None, _ranking(found), class_="muted")
    return join((table("Thinly covered categories", columns, rows, names=0), more))


def _ranking(found: Draft) -> Content:
    """By what they are ranked, with the page that shows it whole."""
    by = link("coverage", "coverage")
    longer = (
        f" Marked *: the last events hold too few, counted since {wording.day(found.wider)}."
        if any(one.wider for one in found.chosen)
        else None
    )
    return join(
        ("Ranked as ", by, " does: what they cost against how they are tested.", longer)
    )


def _rate(one: Category, floor: float) -> str:
    """A share, where it rests on enough events; else both numbers."""
    if few(one, floor):
        return f"{one.failures} of {one.rate.n}"
    return wording.percent(one.rate.value, 0)


def _category(one: Category, floor: float) -> list[Content]:
    rate = one.rate
    bare = few(one, floor)
    bar = None if bare else marks.bar(rate.value, 0, 1)
    word = (
        parts.chip("bad", f"yes, p {one.p:.3f}" if one.p >= 0.001 else "yes, p under 0.001")
        if one.proven
        else parts.chip("unknown", "too few to say" if bare else f"p {one.p:.2f}")
    )
    between = f"{wording.percent(rate.low, 0)} to {wording.percent(rate.high, 0)}"
    return [
        f"{one.title[0].upper()}{one.title[1:]}{'*' if one.wider else ''}",
        join((_rate(one, floor), " ", tag("span", bar, class_="hide-s"))),
        "too few to say" if bare else between,
        rate.n,
        one.covered,
        wording.percent(one.short.cost, 0) if one.short else "–",
        word,
    ]


def plain_items(items: Sequence[ItemShown]) -> Html:
    """Items as a table that decides nothing."""
    return table("What would change", ITEM_COLUMNS, [item_cells(one) for one in items])


def item_cells(one: ItemShown) -> list[Content]:
    """One item: its case, where it goes, why, what it costs, and what is against it."""
    it = one.item
    about = f"{one.route} · {it.category}" if it.category else one.route
    if one.severity:
        about += f" · {one.severity} severity"
    title = one.title if len(one.title) < 90 else f"{one.title[:89]}…"
    frm = str(it.frm or "failure")
    return [
        join((tag("div", link(title, "case", id=it.case)), tag("small", about))),
        join(
            (
                tag("b", ACTS[it.act]),
                tag("br"),
                tag("small", f"{frm} → {it.to}", class_="hide-s"),
            )
        ),
        it.why,
        wording.money(it.cost),
        _check(one),
    ]


def _check(one: ItemShown) -> Html:
    it = one.item
    if it.said:
        tone = "good" if it.said == "accepted" else "info"
        return join(
            (
                parts.chip(tone, it.said),
                tag("small", f" {it.by}: {it.reason}" if it.reason else f" {it.by}"),
            )
        )
    if one.objections:
        lines = [
            tag("span", o.what, tag("small", f" → {o.clear}"), class_="any")
            for o in one.objections
        ]
        return join((parts.chip("warn", "objects"), *lines), tag("br"))
    owner = (
        tag("small", f" {it.owner} owns it", class_="hide-s")
        if it.act == "add" and it.owner
        else None
    )
    return join((parts.chip("good", "may move"), owner))
