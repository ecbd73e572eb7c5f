"""What a release is tested on: who labelled it, and how far that can be trusted."""
