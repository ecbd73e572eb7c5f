"""What every page stands in: theme, parts, charts, who is asking."""
