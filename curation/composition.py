"""Where the cases of a set come from, against the guide for a set of its size."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from curation.cases import Source
from curation.intervals import Rate, rate


class Stage(StrEnum):
    """How far a set has grown, by its number of cases."""

    TOO_SMALL = "too small"
    YOUNG = "young"
    GROWING = "growing"
    MATURE = "mature"


MATURE = {
    Source.PRODUCTION: 0.6,
    Source.EXPERT: 0.2,
    Source.ADVERSARIAL: 0.1,
    Source.SYNTHETIC: 0.1,
}
YOUNG = dict(zip(MATURE, reversed(MATURE.values()), strict=True))
SIZES = {  # from how many cases on, and the sizes that the guide speaks of
    Stage.TOO_SMALL: (0, "under 50 cases"),
    Stage.YOUNG: (50, "50 to 100 cases"),
    Stage.GROWING: (200, "200 to 500 cases"),
    Stage.MATURE: (1000, "1,000 cases and more"),
}
RULE = (
    "60/20/10/10 from production, experts, adversarial and synthetic once a set is grown, and "
    "the same shares in the reverse order while it is young: before production has failed "
    "often, most cases have to be made up. A rule of thumb of this field, not a measurement: "
    "a share is called off only where its 95 % interval leaves the guide out."
)
TELLS = {
    Stage.TOO_SMALL: "It names single failures, and says little about any share.",
    Stage.YOUNG: "It sees a release that breaks outright; a few points are below its sight.",
    Stage.GROWING: "It sees changes of a few points in all, and none within a small cohort.",
    Stage.MATURE: "It sees changes of a point in all, and larger ones within cohorts.",
}


class Stands(StrEnum):
    """How a share stands to the guide."""

    AS_GUIDED = "as guided"
    MORE = "more than the guide"
    LESS = "less than the guide"
    UNSURE = "too few to say"


@dataclass(frozen=True, slots=True)
class Part:
    """The cases of one source beside the guide."""

    source: Source
    share: Rate
    guide: float
    stands: Stands


@dataclass(frozen=True, slots=True)
class Composition:
    """The sources of a set, and the stage whose guide they are held against."""

    stage: Stage
    size: str  # the sizes that the guide gives for the stage
    parts: tuple[Part, ...]
    rule: str
    tells: str


def stage_of(n: int) -> Stage:
    """The stage of a set of `n` cases; between two sizes it is still the smaller one."""
    return [stage for stage, (least, _) in SIZES.items() if n >= least][-1]


def composition(counts: Mapping[Source, int], floor: float) -> Composition:
    """The sources of a set of which there are `counts`; under `floor` cases nothing is off."""
    n = sum(counts.values())
    stage = stage_of(n)
    guide = YOUNG if stage in (Stage.TOO_SMALL, Stage.YOUNG) else MATURE
    parts = [
        Part(source, found, share, _stands(found, share, floor))
        for source, share in guide.items()
        if (found := rate(counts.get(source, 0), n))
    ]
    return Composition(stage, SIZES[stage][1], tuple(parts), RULE, TELLS[stage])


def _stands(found: Rate, guide: float, floor: float) -> Stands:
    if found.low is None or found.high is None or found.n < floor:
        return Stands.UNSURE
    if found.low > guide:
        return Stands.MORE
    return Stands.LESS if found.high < guide else Stands.AS_GUIDED
