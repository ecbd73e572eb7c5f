"""A person's way through the running app, in a real browser."""
