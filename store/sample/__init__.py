"""The sample workspace: 26 weeks of a support assistant, as source files and as a story."""

from store.sample.story import results_of
from store.sample.world import World, write_world

__all__ = ["World", "results_of", "write_world"]
