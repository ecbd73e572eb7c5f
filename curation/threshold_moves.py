"""How a number that moves is spoken of: longest quarantine 30 → 21 days."""

from curation.errors import CurationError
from curation.threshold_values import number
from curation.threshold_words import label, told, unit_of
from curation.thresholds import Threshold, policy

_DEFAULTS = policy(())


def spoken(name: str) -> str:
    """What the number is called inside a sentence; what is no number by its name."""
    if not known(name):
        return name
    said = label(name)
    return said if said[1:2].isupper() else said[:1].lower() + said[1:]


def known(name: str) -> Threshold | None:
    """The number of that name as it is before anybody moves it; None: it is none."""
    try:
        return number(_DEFAULTS, name)
    except CurationError:
        return None


def move(name: str, before: object, after: object) -> str:
    """What the number was and what it becomes: longest quarantine 30 → 21 days."""
    about = known(name)
    metric = about.metric if about else ""
    was, now = (told(metric, _float(one)) for one in (before, after))
    unit = f" {unit_of(metric)}"
    if was.endswith(unit) and now.endswith(unit):
        was = was.removesuffix(unit)
    return f"{spoken(name)} {was} \N{RIGHTWARDS ARROW} {now}"


def _float(said: object) -> float | None:
    return float(said) if isinstance(said, int | float) else None
