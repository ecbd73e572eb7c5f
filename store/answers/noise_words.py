"""The chance of a red by noise, in words: as measured, and what is not ruled out."""


def noise(measured: float, at_most: float | None) -> str:
    """That no attempt has failed so far does not make the chance nothing."""
    if at_most is None or at_most - measured < 0.005:
        return f"{measured:.1%}"
    return f"{measured:.1%} (up to {at_most:.0%} not ruled out)"
