"""The golden set: what it covers, who labelled it, what it leaks."""
