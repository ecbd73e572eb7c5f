"""The address of the cohorts page: of whom, split by what, against what, and which cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from curation.saved_cohorts import Where, where_of, written
from pages.shared.html import Content, Html
from pages.shared.links import address, link

PAGE = "cohorts"
# Not the names of the widgets: Streamlit takes what its widgets wrote off the address of a
# screen that has no such widget, and a cell has none of them.
_ON_A_CELL = {"over": "of", "by": "split", "and": "then", "against": "ref", "cells": "show"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; `said` are the words of the widgets as they stand there."""

    said: Mapping[str, str]
    only: tuple[str, ...] = ()  # as region=eu
    cohort: str | None = None

    def query(self, **other: Any) -> dict[str, Any]:  # noqa: ANN401 (words or lists of them)
        """The page with `other` in its address; None takes a word out."""
        return {**self.said, "only": list(self.only), "cohort": self.cohort, **other}

    def link(self, label: Content, **other: Any) -> Html:  # noqa: ANN401
        """A link to this page with `other` in its address."""
        return link(label, PAGE, **self.query(**other))

    def narrow(self, only: Sequence[str], cohort: str | None) -> None:
        """Turn to the same page about others; all else in the address is the widgets'."""
        _put({"only": list(only), "cohort": cohort})

    def cell(self, truth: str, predicted: str | None, cohort: Where) -> str:
        """The address of one cell of the matrix of `cohort`."""
        return address(PAGE, **self._cell(truth, predicted, cohort))

    def go_to_cell(self, truth: str, predicted: str | None, cohort: Where) -> None:
        """Turn to it."""
        _put(self._cell(truth, predicted, cohort))

    def _cell(self, truth: str, predicted: str | None, cohort: Where) -> dict[str, Any]:
        kept = {_ON_A_CELL.get(name, name): value for name, value in self.query().items()}
        return {**kept, "truth": truth, "predicted": predicted, "in": written(cohort)}

    def narrowed(self, cohort: Where) -> "Asked":
        """The same page about `cohort` alone."""
        wanted = where_of(self.only) | dict(cohort)
        return replace(self, only=tuple(written(wanted)))


def _put(said: Mapping[str, Any]) -> None:
    """Word by word: Streamlit refuses those that a widget of the screen has written."""
    for name, value in said.items():
        if value:
            st.query_params[name] = value
        else:
            st.query_params.pop(name, None)


def asked(*, of_a_cell: bool = False) -> Asked:
    """What the address asks for now."""
    names = _ON_A_CELL if of_a_cell else {name: name for name in _ON_A_CELL}
    said = {name: st.query_params.get(there, "") for name, there in names.items()}
    only = tuple(one for one in st.query_params.get_all("only") if one.partition("=")[1])
    known = {name: value for name, value in said.items() if value}
    return Asked(known, only, st.query_params.get("cohort") or None)


def of_a_cell() -> bool:
    """Whether the address asks for one cell."""
    return bool(st.query_params.get("truth"))
