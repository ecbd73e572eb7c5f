"""Filters of cohorts in SQL: a text as it is kept, a number by its value or in a range."""

from collections.abc import Collection, Mapping

from curation.cohort_values import OF_EVENTS, is_as_written, number_of, range_of
from store.formats.relation import name


def filters(
    where: Mapping[str, str | None], texts: Mapping[str, str], numbers: Collection[str]
) -> str:
    """SQL that the rows of `where` meet; `numbers` are the columns that hold numbers."""
    return "".join(
        f" AND {_test(column, texts[column], value, f'$where{i}', column in numbers)}"
        for i, (column, value) in enumerate(where.items())
    )


def wanted(
    where: Mapping[str, str | None], numbers: Collection[str]
) -> dict[str, str | float | list[float] | None]:
    """The parameters of `filters`."""
    return {
        f"where{i}": _meant(value) if value and column in numbers else value
        for i, (column, value) in enumerate(where.items())
    }


def _test(column: str, text: str, value: str | None, place: str, number: bool) -> str:
    if not value:
        return f"{name(column) if number else text} IS NOT DISTINCT FROM {place}"
    if number:
        return _number_test(name(column), _meant(value), place)
    if is_as_written(column, OF_EVENTS):
        return f"{text} = {place}"
    # What was brought in as text is kept as it was written.
    return f"{text} IN ({place}, further_text({place}))"


def _number_test(cell: str, meant: str | float | list[float], place: str) -> str:
    if isinstance(meant, list):
        return f"{cell} >= {place}[1] AND {cell} < {place}[2]"
    if isinstance(meant, float):
        return f"{cell} = {place}"
    return f"number_text({cell}) = {place}"


def _meant(value: str) -> str | float | list[float]:
    number, within = number_of(value), range_of(value)
    if number is not None:
        return number
    return value if within is None else list(within)
