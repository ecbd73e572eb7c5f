"""Every change, one file per subject: load, decide, record."""
