"""The address of the drift page, which is all that it knows: what is shown, and of whom."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import streamlit as st

from curation.scopes import where_of
from pages.shared.html import Content, Html
from pages.shared.links import link
from store.answers.drift import DriftQuestion

PAGE = "drift"
_WORDS = ("week", "column", "by", "value", "only")
EVERY = ("week", "day", "month")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: the period that begins at `week`, one column, one cohort."""

    week: str | None = None
    column: str | None = None
    by: str | None = None
    value: str | None = None
    every: str = "week"
    only: str | None = None  # as region=eu

    @property
    def where(self) -> Mapping[str, str | None]:
        """The cohort that the whole page is about; {}: everybody."""
        split = {self.by: self.value} if self.by and self.value is not None else {}
        return {**where_of(self.only or ""), **split}

    def question(self, since: str | None = None, until: str | None = None) -> DriftQuestion:
        """What is asked of the window, or of the newest one."""
        return DriftQuestion(where=self.where, since=since, until=until, every=self.every)

    def query(self, **other: str | None) -> dict[str, str | None]:
        """The words of the address, with `other` in their place; None takes one out."""
        every = self.every if self.every != EVERY[0] else None
        said = {"week": self.week, "column": self.column, "by": self.by, "value": self.value,
                "only": self.only}  # fmt: skip
        return {**said, "every": every, **other}

    def link(self, label: Content, **other: str | None) -> Html:
        """A link to this page with `other` in its address."""
        return link(label, PAGE, **self.query(**other))

    def at(self, week: str) -> "Asked":
        """The same about another period."""
        return replace(self, week=week)


def asked() -> Asked:
    """What the address asks for now."""
    said = {n: st.query_params.get(n) or None for n in _WORDS}
    every = st.query_params.get("every", EVERY[0])
    return Asked(**said, every=every if every in EVERY else EVERY[0])


def turn_to(**said: str | None) -> None:
    """Put words into the address; None takes one out."""
    for name, value in said.items():
        if not value:
            st.query_params.pop(name, None)
    # At once: every word by itself would be a step back of its own in the browser.
    st.query_params.update({name: value for name, value in said.items() if value})
