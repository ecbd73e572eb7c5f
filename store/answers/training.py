"""The training texts as they are kept: which of them is a twin of a text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from curation.leakage import Twin, training_id
from curation.minhash import Near, Signatures, estimated, margins, near, unpacked
from curation.twins import Twins, digest, look, stripped
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class Trained:
    """One training text, by the hash of what it says."""

    id: str
    place: str  # train, train.csv row 17
    source: str
    exact: frozenset[str]


@dataclass(frozen=True, slots=True)
class Training:
    """All of them, to be asked."""

    texts: Mapping[str, Trained]  # by the hash of the normal text
    sources: tuple[str, ...]
    compared: tuple[Trained, ...]  # those that are long enough, as `near` counts them
    near: Near | None

    def of(self, texts: Sequence[str], signed: Signatures, least: float) -> list[list[Twin]]:
        """The twins of each text, the most alike first. `signed`: zeros where too short."""
        found = [self.same(text) for text in texts]
        if self.near is not None and len(texts):
            asked = np.flatnonzero(signed.any(axis=1))
            pairs = list(self.near.candidates(signed[asked]))
            rows = asked[[a for a, _ in pairs]] if pairs else asked[:0]
            places = np.array([b for _, b in pairs], dtype=np.int64)
            shares = estimated(signed[rows], self.near.signed[places])
            reach = shares + margins(shares)
            for at in np.flatnonzero(reach >= least):
                share = float(shares[at])
                one = self.compared[int(places[at])]
                _add(found[int(rows[at])], one, share, perhaps=share < least)
        return [sorted(some, key=lambda twin: (-twin.similarity, twin.kind)) for some in found]

    def same(self, text: str) -> list[Twin]:
        """The training text that says what `text` says, or looks like what it does."""
        known = self.texts.get(digest(stripped(text)))
        if known is None:
            seen = look(text)
            known = self.texts.get(digest(seen)) if seen else None
            return [Twin(known.id, Twins.NEAR, 1.0, known.place)] if known else []
        kind = Twins.EXACT if digest(text) in known.exact else Twins.NORMALISED
        return [Twin(known.id, kind, 1.0, known.place)]


def _add(found: list[Twin], one: Trained, share: float, *, perhaps: bool) -> None:
    if all(twin.other != one.id for twin in found):
        found.append(
            Twin(one.id, Twins.NEAR, share, one.place, estimated=True, perhaps=perhaps)
        )


class TrainingMemory:
    """The training texts of a desk; read again only when the facts have changed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._at: tuple[int, float] | None = None
        self._found = Training({}, (), (), None)

    def now(self, threshold: float) -> Training:
        """Those of this moment, to be asked for texts that are so alike."""
        at = (self._desk.shown_facts(), threshold)
        if at != self._at:
            self._found, self._at = _training(self._desk, threshold), at
        return self._found


def _training(desk: Desk, threshold: float) -> Training:
    rows = desk.facts().ask("training_texts")
    if not rows:
        return Training({}, (), (), None)
    with desk.ledger.reading() as asked:
        sources = {one.id: one.source for one in asked.imports()}
    texts: dict[str, Trained] = {}
    compared: list[Trained] = []
    kept: list[bytes] = []
    for row in rows:
        source = sources.get(row["import_id"]) or row["import_id"]
        place = f"{source}, {row['file']} row {row['row']:,}"
        one = Trained(training_id(row["normal_sha256"]), place, source, frozenset(row["exact"]))
        texts[row["normal_sha256"]] = one
        if row["signature"] is not None:
            compared.append(one)
            kept.append(bytes(row["signature"]))
    named = tuple(sorted({one.source for one in texts.values()}))
    signed = near(unpacked(kept), threshold) if kept else None
    return Training(texts, named, tuple(compared), signed)
