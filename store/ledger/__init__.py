"""The ledger: decisions, chained and append-only, and the projections that follow from them."""

from store.ledger.ledger import Ledger
from store.ledger.transaction import Transaction

__all__ = ["Ledger", "Transaction"]
