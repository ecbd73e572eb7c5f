"""Rules and measures: pure decisions about cases, sets, runs and thresholds. No I/O."""
