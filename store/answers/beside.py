"""Training data in a file that lies beside: its texts are read, compared, and not kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from curation.cases import Case
from curation.leakage import Twin, training_id
from curation.minhash import Near, near, signatures
from curation.twins import (
    Twins,
    comparable,
    digest,
    long_enough,
    look,
    shingles,
    similarity,
    stripped,
)
from store.desk import Desk
from store.facts.training import KIND, fingerprinted


@dataclass(frozen=True, slots=True)
class Beside:
    """The texts of a file, each normal text once, by the id that training texts have."""

    words: Mapping[str, str]
    places: Mapping[str, str]
    compared: tuple[str, ...]  # ids, as `near` counts them
    near: Near | None
    limit: float
    least: float

    @property
    def texts(self) -> int:
        """How many different texts there are."""
        return len(self.words)

    def counted(
        self, cases: Sequence[Case], trained: Sequence[Sequence[Twin]]
    ) -> list[list[Twin]]:
        """The twins of each case: those whose words the file has are counted, and its own."""
        found = [[t for t in some if t.other not in self.words] for some in trained]
        for some, case in zip(found, cases, strict=True):
            some.extend(self._same(case))
        if self.near is not None:
            long = [n for n, case in enumerate(cases) if long_enough(case.input, self.least)]
            asked = signatures(shingles(comparable(cases[n].input)) for n in long)
            for row, place in self.near.candidates(asked):
                self._add(found[long[row]], cases[long[row]], self.compared[place])
        return [sorted(some, key=lambda twin: (-twin.similarity, twin.kind)) for some in found]

    def _same(self, case: Case) -> list[Twin]:
        key = training_id(digest(stripped(case.input)))
        if key not in self.words:
            key = training_id(digest(seen := look(case.input)))
            twin = Twin(key, Twins.NEAR, 1.0, self.places.get(key, ""))
            return [twin] if seen and key in self.words else []
        kind = Twins.EXACT if self.words[key] == case.input else Twins.NORMALISED
        return [Twin(key, kind, 1.0, self.places[key])]

    def _add(self, found: list[Twin], case: Case, key: str) -> None:
        share = similarity(case.input, self.words[key])
        if share >= self.limit and all(twin.other != key for twin in found):
            found.append(Twin(key, Twins.NEAR, share, self.places[key]))


def beside(desk: Desk, path: Path, limit: float, least: float) -> Beside:
    """The texts of `path`, a file of training data in any format that is imported."""
    mapping = desk.facts().preview(path, KIND, source=path.stem, samples=0).mapping
    masking = desk.masking()
    read = desk.facts().asking(lambda cursor, _: fingerprinted(cursor, path, mapping, masking))
    words: dict[str, str] = {}
    places: dict[str, str] = {}
    rows: list[int] = []
    for row, one in enumerate(read.texts):
        key = training_id(digest(stripped(one.text)))
        if key not in words:
            words[key], places[key] = one.text, f"{path.name} row {one.row:,}"
            rows += [row] if long_enough(one.text, least) else []
    compared = [training_id(digest(stripped(read.texts[row].text))) for row in rows]
    index = near(read.signed[rows], limit) if rows else None
    return Beside(words, places, tuple(compared), index, limit, least)
