"""The tests: sentences of the product, one module per rule or act, journeys through the app."""
