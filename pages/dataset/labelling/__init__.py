"""Labelling by keyboard: what the browser does in JavaScript, what the desk says in Python."""
