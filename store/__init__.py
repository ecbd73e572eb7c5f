"""What is kept and asked: facts in DuckDB, decisions in the ledger."""
