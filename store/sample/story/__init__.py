"""What the people of the sample did in 26 weeks, as data that ordinary acts can replay."""

from store.sample.story.results import Scorable, results_of
from store.sample.story.shapes import (
    Compare,
    Describe,
    Freeze,
    Move,
    Own,
    Person,
    PlannedCase,
    Record,
    RunPlan,
    Score,
    Step,
    Story,
)
from store.sample.story.telling import tell

__all__ = [
    "Compare",
    "Describe",
    "Freeze",
    "Move",
    "Own",
    "Person",
    "PlannedCase",
    "Record",
    "RunPlan",
    "Scorable",
    "Score",
    "Step",
    "Story",
    "results_of",
    "tell",
]
