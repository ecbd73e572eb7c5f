"""A desk with a labelling standard, and a case of monitoring that two people can label."""

from contextlib import closing
from pathlib import Path

from curation.labelling_standard import Option, Question, Scale, Standard
from store.acts.setting_standard import set_standard
from store.desk import open_desk
from tests.blocking_desk import blocking_desk
from tests.terminal import Evaldesk

OUTCOME = Question(
    "outcome", "What ought to come of it?", options=(Option("refund"), Option("answer"))
)
TONE = Question(
    "tone", "How warm ought it to be?", Scale.ORDINAL,
    tuple(Option(one) for one in ("cool", "even", "warm")), decides=False,
)  # fmt: skip


def labelled_desk(folder: Path) -> tuple[Evaldesk, str, str]:
    """`evaldesk(...)`, a case that ana may promote, and one that blocks already."""
    said, first, second = blocking_desk(folder)
    said("move", first, "--to", "monitoring", "-m", "to be labelled first")
    with closing(open_desk(folder / "desk")) as desk:
        wanted = Standard(1, "Support", (OUTCOME, TONE))
        set_standard(desk, wanted, actor="ana", reason="agreed", based_on=0)
    return said, first, second
