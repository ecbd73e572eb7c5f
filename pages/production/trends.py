"""Trends."""


def render(desk, actor):
    pass
