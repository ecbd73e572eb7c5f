"""What goes on in production: how it drifts, what it costs, and what went wrong."""
