"""Measures: numbers with their n and interval, computed from counts, never from rows."""
