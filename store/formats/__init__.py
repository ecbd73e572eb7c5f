"""Foreign files: what shape they have, which columns, and how DuckDB reads their rows."""
