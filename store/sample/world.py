"""The sample world: write its source files, and say what its people did with them."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from curation.errors import BadRequest
from store.sample.answers import answers
from store.sample.calendar import Calendar
from store.sample.crowd import crowd
from store.sample.files import write_files
from store.sample.messages import messages
from store.sample.questions import questions
from store.sample.risk import risk
from store.sample.scene import Scene
from store.sample.signals import signals
from store.sample.story import Story, tell
from store.sample.story.candidates import failing

FEWEST_EVENTS = 5_000  # with fewer hardly a question fails twice


@dataclass(frozen=True, slots=True)
class World:
    """The files of a sample world, as a team would import them, and its story."""

    calendar: Calendar
    events: tuple[Path, ...]  # oldest first: two weeks, then a file a week
    labels: Path  # truths that came late
    story: Story


def write_world(
    folder: Path,
    *,
    end: date,
    seed: int = 7,
    weeks: int = 26,
    events: int = 120_000,
) -> World:
    """Write `events` events of `weeks` weeks up to the Sunday `end` into `folder`.

    The same arguments give the same files, byte for byte, and the same story. Raises
    BadRequest when `end` is no Sunday, or the world would be too small for its story.
    """
    if events < FEWEST_EVENTS:
        raise BadRequest(f"The sample needs {FEWEST_EVENTS:,} events or more, not {events:,}.")
    calendar = Calendar(end, weeks)
    rng = np.random.Generator(np.random.PCG64(seed))
    people, asked = crowd(calendar, events, rng), questions(seed)
    scene = Scene(calendar, people, asked, messages(people, asked, rng))
    given = answers(scene, risk(scene, rng), rng)
    measured = signals(scene, given, rng)
    event_files, labels = write_files(folder, scene, given, measured, rng)
    story = tell(calendar, failing(scene, given, measured), seed)
    return World(calendar, event_files, labels, story)
