"""The address of a list: which set, narrowed by what, in which order, from where on."""

from dataclasses import dataclass

import streamlit as st

from curation.cases import State
from pages.shared.html import Content, Html
from pages.shared.links import link
from store.answers.listing import FACETS, SORTS, Filters

_PLACE = ("after", "before")
_ON_A_CASE = {"set": "in", "q": "text"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    set: State
    filters: Filters
    sort: str
    after: str | None
    before: str | None

    def query(self, **other: str | None) -> dict[str, str | None]:
        """The same list with `other` in it, from its first page on unless `other` says."""
        said = {**self.filters.given, "q": self.filters.text, "sort": self.sort}
        said.pop("text", None)
        if self.sort == next(iter(SORTS)):
            del said["sort"]
        return {"set": self.set, **said, **other}

    def link(self, label: Content, **other: str | None) -> Html:
        """A link to the list with `other` in it; None takes a filter out."""
        return link(label, "sets", **self.query(**other))

    def case(self, label: Content, case_id: str) -> Html:
        """A link to a case of the list, from which one can go on along the list."""
        # Not `set` and `q`: Streamlit takes what its widgets wrote off the address of a page
        # that has no such widget.
        said = {_ON_A_CASE.get(name, name): value for name, value in self.query().items()}
        return link(label, "case", **{"id": case_id, **said})


def asked(of: State | None = None) -> Asked:
    """What the address asks for now; `of` where something else says which set it is."""
    said = st.query_params
    filters = Filters(
        **{name: said.get(name) or None for name in FACETS},
        text=said.get("q") or said.get("text") or None,
    )
    sort = said.get("sort", "")
    return Asked(
        set=of or State(said.get("set", State.BLOCKING)),
        filters=filters,
        sort=sort if sort in SORTS else next(iter(SORTS)),
        after=said.get("after"),
        before=said.get("before"),
    )


def came_from() -> Asked | None:
    """The list that a case was opened from; None when it was opened on its own."""
    known = st.query_params.get("in")
    return asked(State(known)) if known in set(State) else None


def from_the_start() -> None:
    """Forget the page that was reached: the list is another one now."""
    for name in _PLACE:
        st.query_params.pop(name, None)
