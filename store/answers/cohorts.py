"""Who is hurt, and whether it is real: every cohort of a window or a run, worst first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from curation.errors import BadRequest
from curation.measures.cohort import (
    CohortMeasures,
    Frame,
    Sample,
    against,
    label_list,
    measured,
)
from curation.measures.meaning import Meaning, Read, Sort, meaning
from curation.measures.measure import TOO_FEW
from curation.measures.ranking import ranks
from curation.thresholds import MIN_SUPPORT
from store.answers.event_samples import EventSamples
from store.answers.run_samples import RunSamples
from store.answers.windows import referred, window
from store.desk import Desk
from store.facts.sliced import Part
from store.facts.slicing import Slicing

MOST_CELLS = 5_000_000  # of all matrices together: some seconds, some hundred megabytes


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: cohorts by each set of columns, of a window of events or of a run.

    `reference` names what to compare with: a run, or a window written FROM..TO.
    """

    by: Sequence[tuple[str, ...]] = ()
    where: Mapping[str, str | None] = field(default_factory=dict[str, str | None])
    since: str | None = None
    until: str | None = None
    run: str | None = None
    reference: str | None = None
    positive: str | None = None


@dataclass(frozen=True, slots=True)
class CohortsAnswer:
    """`columns` names the columns of every matrix: the labels, and null for none predicted."""

    n: int
    labels: tuple[str, ...]
    columns: tuple[str | None, ...]
    overall: CohortMeasures
    cohorts: tuple[CohortMeasures, ...]
    by: tuple[tuple[str, ...], ...]
    where: Mapping[str, str | None]
    since: str | None
    until: str | None
    run: str | None
    reference: str | None
    scores_mean: str | None
    positive: str | None
    min_support: float


Samples = EventSamples | RunSamples


def cohorts(desk: Desk, question: Question) -> CohortsAnswer:
    """The measures of all that was asked about together, and of each cohort, worst first."""
    now = samples_of(desk, question)
    before = _reference(desk, question)
    with desk.ledger.reading() as asked:
        floor = asked.policy().value(MIN_SUPPORT)
    frame, current = _framed(question, now, before, floor)
    past = {_key(s): s for s in before.samples(frame.asked)} if before else {}
    # In one order, whatever order they were counted in: a rank is fitted step by step.
    whole, *parts = sorted(current, key=lambda sample: (len(sample.cohort), _words(sample)))
    pairs = _pairs(now, before)
    told = [_told(sample, past, pairs, frame) for sample in (whole, *parts)]
    found = _ranked(question, parts, told[1:], whole, floor)
    scored = whole.scored.n.any()
    return CohortsAnswer(
        n=told[0].n,
        labels=frame.labels,
        columns=(*frame.labels, None) if frame.with_missing else frame.labels,
        overall=told[0],
        cohorts=tuple(sorted(found, key=_worst_first)),
        by=tuple(question.by),
        where=question.where,
        since=question.since,
        until=question.until,
        run=question.run,
        reference=question.reference,
        scores_mean=frame.scores_mean.words if scored else None,
        positive=frame.scores_mean.label if scored else None,
        min_support=floor,
    )


def samples_of(desk: Desk, question: Question) -> Samples:
    """What is asked about, as counts of each cohort."""
    part = part_of(question)
    if question.run is not None:
        return RunSamples(desk, question.run, part)
    return EventSamples(Slicing(desk.facts()), part)


def part_of(question: Question) -> Part:
    """The part of the events that is asked about."""
    return Part(question.by, question.where, *window(question.since, question.until))


def _reference(desk: Desk, question: Question) -> Samples | None:
    if question.reference is None:
        return None
    if question.run is not None:
        return samples_of(desk, replace(question, run=question.reference))
    return samples_of(desk, _referred(question, question.reference))


def window_of(question: Question) -> Part | None:
    """The part of the events that the question compares with."""
    if question.reference is None:
        return None
    return part_of(_referred(question, question.reference))


def _referred(question: Question, reference: str) -> Question:
    """The question, asked of its reference window."""
    since, until = referred(reference, question.since, question.until)
    return replace(question, since=since, until=until)


def _framed(
    question: Question, now: Samples, before: Samples | None, floor: float
) -> tuple[Frame, list[Sample]]:
    """What all matrices have in common: their labels, and what their scores speak of."""
    cells = [*now.cells, *(before.cells if before else ())]
    labels = label_list(cells)
    if question.positive is not None and question.positive not in labels:
        raise BadRequest(
            f"'{question.positive}' is no label here. There are: {', '.join(labels[:20])}."
        )
    _refuse_wide(now.cohorts, labels)
    found = _read(question, now, labels)
    current = now.samples(found.asked)
    missing = bool(labels) and any(said is None for _, said, _ in cells)
    return Frame(labels, missing, found.meaning, found.asked, floor), current


def _refuse_wide(cohorts: int, labels: tuple[str, ...]) -> None:
    if cohorts * len(labels) ** 2 > MOST_CELLS:
        raise BadRequest(
            f"{cohorts:,} cohorts with a matrix of {len(labels):,} labels each have more cells "
            f"than the {MOST_CELLS:,} that can be measured. Name columns of fewer values with "
            "--by, or look at one cohort with --where."
        )


def _read(question: Question, now: Samples, labels: tuple[str, ...]) -> Read:
    """How scores are read: as somebody says, else as everything tells, whatever the filter."""
    if question.positive is not None:
        return Read(question.positive, Meaning(Sort.PROBABILITY, question.positive))
    if labels and (found := now.meaning()):
        return found
    last = labels[-1] if labels else ""
    whole = next(sample for sample in now.samples(last) if not sample.cohort)
    return Read(last, meaning(whole.scored, labels, last))


def _key(sample: Sample) -> frozenset[tuple[str, str | None]]:
    return frozenset(sample.cohort.items())


Key = frozenset[tuple[str, str | None]]


def _pairs(now: Samples, before: Samples | None) -> Mapping[Key, tuple[int, int, int]]:
    """Two runs have cases in common; two windows have none."""
    if isinstance(now, RunSamples) and isinstance(before, RunSamples):
        return now.pairs_with(before)
    return {}


def _told(
    sample: Sample,
    past: Mapping[Key, Sample],
    pairs: Mapping[Key, tuple[int, int, int]],
    frame: Frame,
) -> CohortMeasures:
    found, key = measured(sample, frame), _key(sample)
    if key not in past:
        return found
    return replace(found, reference=against(sample, past[key], frame, pairs.get(key)))


def _ranked(
    question: Question,
    samples: Sequence[Sample],
    told: Sequence[CohortMeasures],
    whole: Sample,
    floor: float,
) -> list[CohortMeasures]:
    """Every set of columns is a family of its own: its cohorts are held against the rest."""
    found: list[CohortMeasures] = []
    for by in question.by:
        family = [i for i, sample in enumerate(samples) if set(sample.cohort) == set(by)]
        counts = [_errors(samples[i]) for i in family]
        for i, rank in zip(family, ranks(counts, *_errors(whole), floor), strict=True):
            found.append(replace(told[i], rank=rank))
    return found


def _errors(sample: Sample) -> tuple[int, int]:
    """How many are wrong of how many: by label, or by verdict where there are no labels."""
    if not sample.cells:
        return sample.wrong, sample.judged
    n = sum(n for *_, n in sample.cells)
    return n - sum(n for truth, said, n in sample.cells if truth == said), n


def _worst_first(found: CohortMeasures) -> tuple[bool, float, str]:
    """What is too small to say anything comes last, however bad it looks."""
    rate = found.rank.error_rate if found.rank else found.accuracy
    small = (rate.note or "").startswith(TOO_FEW)
    return small, -(rate.low or 0.0), _words(found)


def _words(one: Sample | CohortMeasures) -> str:
    """A cohort as one text, to put cohorts in an order."""
    return str(sorted((column, value or "") for column, value in one.cohort.items()))
