"""What releases are tested on: what it covers, who labelled it, and whose data is in it."""
