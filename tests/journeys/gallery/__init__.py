"""A page that shows every part at once, for the eye and for the browser tests; not shipped."""
