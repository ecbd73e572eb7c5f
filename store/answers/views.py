"""Saved views of the queue, each with how many inputs it shows, where that is told at once."""

from dataclasses import dataclass

from curation.errors import Unknown
from curation.filters import BUILT_IN, Filters
from store.answers.board import Board
from store.answers.narrowing import Narrowed
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class View:
    """A view as `actor` sees it; `owner` None is everybody's, `saved_by` None is built in.

    `count` is None where only a search of every text would tell it.
    """

    name: str
    owner: str | None
    saved_by: str | None
    filters: Filters
    count: int | None


def views(desk: Desk, actor: str) -> list[View]:
    """The built-in views, those of `actor` and those of everybody."""
    with desk.ledger.reading() as asked:
        saved = asked.views(actor)
    board = desk.kept(Board).now()

    def counted(filters: Filters) -> int | None:
        if filters.text:
            return None
        return int(Narrowed(desk, board, filters.for_(actor)).mask().sum())

    built_in = [View(name, None, None, f, counted(f)) for name, f in BUILT_IN.items()]
    return built_in + [
        View(v.name, v.owner, v.saved_by, v.filters, counted(v.filters)) for v in saved
    ]


def filters_of(desk: Desk, name: str, actor: str) -> Filters:
    """What the view `name` shows `actor`, or Unknown."""
    for built_in, filters in BUILT_IN.items():
        if built_in.casefold() == name.strip().casefold():
            return filters
    with desk.ledger.reading() as asked:
        found = asked.view(name, actor)
    if found is None:
        raise Unknown("view", name, "`evaldesk views` lists them.")
    return found.filters
