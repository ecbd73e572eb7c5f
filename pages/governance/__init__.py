"""The pages of governance."""
