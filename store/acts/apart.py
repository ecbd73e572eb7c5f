"""Parts of one work, each tried by itself: what one fails at keeps no other from its own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from curation.errors import CurationError

Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Trouble:
    """A part that failed, in a sentence. `refused`: a rule said no, else it is a defect."""

    sentence: str
    refused: bool


@dataclass
class Apart:
    """What failed so far."""

    troubles: list[Trouble] = field(default_factory=list[Trouble])

    def tried(self, failed: str, part: Callable[[], Done], otherwise: Done) -> Done:
        """What `part` gives; `otherwise`, and the trouble told as `failed`, where it fails."""
        try:
            return part()
        except CurationError as refusal:
            self.troubles.append(Trouble(f"{failed}: {refusal}", refused=True))
        except Exception as defect:
            why = f"{type(defect).__name__}: {defect}"
            self.troubles.append(Trouble(f"{failed} ({why}).", refused=False))
        return otherwise
