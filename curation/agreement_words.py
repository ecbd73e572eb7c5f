"""What agreement amounts to, in one sentence."""

from curation.label_bands import Band
from curation.measures.agreement import Alpha

_WORTH = {
    Band.RELIABLE: "labels can be relied on",
    Band.TENTATIVE: "good for tentative conclusions",
    Band.NOT_PROVEN: "its interval reaches under what is needed, so nothing is proven",
    Band.UNRELIABLE: "labels are no proof yet",
}


def sentence(
    question: str, alpha: Alpha, worth: Band, differ: int, hidden: int, late: int = 0
) -> str:
    """How far people agree on `question`, what that is worth, and what is open."""
    return " ".join(
        part
        for part in (_measured(question, alpha, worth), _open(differ, hidden), _late(late))
        if part
    )


def _measured(question: str, alpha: Alpha, worth: Band) -> str:
    cases = f"{alpha.n_units} case{'' if alpha.n_units == 1 else 's'}"
    if worth is Band.TOO_FEW:
        return f"Too few to say how far people agree on {question}: {cases} with two labels."
    if alpha.value is None or worth is Band.UNDEFINED:
        return f"Agreement on {question} cannot be said: {alpha.note}."
    if worth is Band.ONE_ANSWER:
        return (
            f"Agreement on {question} cannot be said: one answer prevails, so that by chance "
            f"alone people would differ on {alpha.by_chance:.1f} of {cases} only."
        )
    limits = f"95 % {alpha.low:.2f} to {alpha.high:.2f}"
    return (
        f"People agree on {question} with alpha {alpha.value:.2f} ({limits}, {cases}): "
        f"{_WORTH[worth]}."
    )


def _open(differ: int, hidden: int) -> str:
    said: list[str] = []
    if differ:
        one = "1 disagreement waits to be adjudicated."
        said.append(one if differ == 1 else f"{differ} disagreements wait to be adjudicated.")
    if hidden:
        noun = "1 case is" if hidden == 1 else f"{hidden} cases are"
        said.append(f"The labels of {noun} hidden until all who are asked have given theirs.")
    return " ".join(said)


def _late(number: int) -> str:
    if not number:
        return ""
    noun = "1 label does" if number == 1 else f"{number} labels do"
    return f"{noun} not count here, given after those of others had been shown."
