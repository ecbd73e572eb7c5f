"""What somebody said of two texts that are alike, as the log tells it."""

from curation.decisions import Body
from curation.leakage import is_training, two_of


def phrase(subject: str, before: Body, after: Body) -> str | None:  # noqa: ARG001 (a phrase)
    """What was said, after the name of who said it."""
    one, other = (_called(text) for text in two_of(subject))
    if after.get("verdict") == "same":
        return f"said that {one} and {other} are the same"
    if after.get("verdict") == "different":
        return f"said that {one} and {other} differ, though they are alike"
    return None


def _called(text_id: str) -> str:
    return f"training text {text_id}" if is_training(text_id) else text_id
