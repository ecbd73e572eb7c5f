"""Columns of personal data are texts, even where all their cells look like numbers."""

from curation.mapping import Mapping, snake
from curation.personal_columns import kind_of_column
from store.formats.relation import TEXT


def proven_texts(mapping: Mapping) -> dict[str, str]:
    """The further columns whose name says that they hold personal data, as texts."""
    return {c: TEXT for c in mapping.metadata if kind_of_column(snake(c))}
