"""A frozen version on its way out: its cases as a file, and the manifest that proves them."""

import csv
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from curation.errors import BadRequest
from curation.runs import SetVersion
from store.answers.unmasked import Checked, checked
from store.desk import Desk
from store.formats.csv_rows import guarded

FORMATS = ("jsonl", "csv")
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same version is the same file, whenever it is asked for


@dataclass(frozen=True, slots=True)
class Export:
    """`text`: one case a line, in the stable order of the ids; `manifest` names its hashes."""

    name: str
    form: str
    text: str
    manifest: dict[str, Any]
    masked: str = ""  # what was masked on the way out, as a sentence

    @property
    def files(self) -> dict[str, str]:
        """The file and its manifest, by name."""
        name = f"{self.name}.{self.form}"
        return {name: self.text, f"{name}.manifest.json": written(self.manifest)}

    def zipped(self) -> bytes:
        """Both files in one."""
        whole = BytesIO()
        with ZipFile(whole, "w", ZIP_DEFLATED) as archive:
            for name, text in self.files.items():
                archive.writestr(ZipInfo(name, _LONG_AGO), text.encode(), ZIP_DEFLATED)
        return whole.getvalue()


def written(manifest: Mapping[str, object]) -> str:
    """The manifest as its file holds it."""
    return json.dumps(manifest, indent=2) + "\n"


def export(desk: Desk, name: str, version: int | None, form: str = "jsonl") -> Export:
    """The version `name`@`version` (the one in force without a number), ready to be scored."""
    if form not in FORMATS:
        raise BadRequest(f"'{form}' is no format of an export. Use one of: jsonl, csv.")
    with desk.ledger.reading() as asked:
        if version is None:
            latest = asked.set_version(name)
            version = latest.version if latest else 0
        lines = asked.lines(name, version)
        frozen = asked.set_version(name, version)
    assert frozen is not None, "lines() has refused what does not exist"
    leaving = checked(desk, lines)
    text = _csv(leaving.lines) if form == "csv" else _jsonl(leaving.lines)
    why = desk.masking().shown(frozen.reason, "reason")
    manifest = {**_manifest(frozen, text), **_not_as_frozen(lines, leaving), "reason": why}
    return Export(frozen.name, form, text, manifest, leaving.sentence)


def _not_as_frozen(lines: Sequence[Mapping[str, Any]], leaving: Checked) -> dict[str, Any]:
    """The cases whose line in the file is not the one that was hashed when it was frozen."""
    erased = [line["case_id"] for line in lines if "erased" in line]
    found: dict[str, Any] = {"erased": erased} if erased else {}
    if leaving.cases:
        found["masked"] = {"cases": list(leaving.cases), "kinds": dict(leaving.kinds)}
    return found


def _jsonl(lines: Sequence[Mapping[str, Any]]) -> str:
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def _csv(lines: Sequence[Mapping[str, Any]]) -> str:
    """A table for a spreadsheet; no cell of it is taken for a formula."""
    whole = StringIO()
    columns = [c for c in lines[0] if c != "erased"] if lines else []
    writer = csv.writer(whole, lineterminator="\n")
    writer.writerow(columns)
    for line in lines:
        writer.writerow([_cell(line[column]) for column in columns])
    return whole.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, list):
        return guarded(", ".join(map(str, cast("list[object]", value))))
    return guarded(value) if isinstance(value, str) else value


def _manifest(frozen: SetVersion, text: str) -> dict[str, Any]:
    return {
        "set": frozen.set,
        "version": frozen.version,
        "cases": len(frozen.cases),
        "sha256": frozen.sha256,
        "file_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "frozen_at": frozen.frozen_at,
        "frozen_by": frozen.frozen_by,
        "reason": frozen.reason,
        "case_sha256": {case_id: frozen.cases[case_id] for case_id in sorted(frozen.cases)},
        "sha256_is": "sha256 over the lines '<case_id> <sha256 of the case>', ids in order",
        "case_sha256_is": "sha256 of the case's JSON with sorted keys and no spaces",
    }
