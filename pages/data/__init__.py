"""Where data comes in: bring files, see what was kept out, take an import back."""
