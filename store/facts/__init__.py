"""Facts: what happened, in immutable Parquet batches that DuckDB asks."""

from store.facts.outcome import CaseLine, Outcome, RunContext, Staged
from store.facts.warehouse import Facts

__all__ = ["CaseLine", "Facts", "Outcome", "RunContext", "Staged"]
