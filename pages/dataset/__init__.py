"""What releases are measured on: what it covers, its labels, and whose data is in it."""
