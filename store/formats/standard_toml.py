"""The labelling standard as a TOML file for a review: written with notes, read line by line."""

from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Table

from curation.labelling_standard import Question, Scale, Standard
from curation.standard_rules import StandardRefused
from curation.standard_terms import FORM, LISTS, TEXTS, standard_of
from store.formats.contract_toml import line_of

_HEAD = """\
The labelling standard, version {version}. Change it, then:
evaldesk standard set FILE --reason "…"
Words may change with every version. A question that has labels keeps its scale, its options
and what it is about; one that is asked otherwise gets a new name.\
"""


def written(found: Standard) -> str:
    """The standard as a file; its version is the one that changes to it are based on."""
    document = tomlkit.document()
    for line in _HEAD.format(version=found.version or "none yet").splitlines():
        document.add(tomlkit.comment(line))
    document.add(tomlkit.nl())
    document["standard"], document["based_on"] = FORM, found.version
    document["title"] = found.title
    for name in TEXTS:
        said: str = getattr(found, name)
        document[name] = tomlkit.string(said, multiline="\n" in said)
    for name in LISTS:
        listed: Any = tomlkit.array()
        listed.extend(getattr(found, name))
        document[name] = listed.multiline(multiline=bool(getattr(found, name)))
    questions: Any = tomlkit.aot()  # tomlkit types what is appended as nothing known
    for one in found.questions:
        questions.append(_question(one))
    document["question"] = questions
    return tomlkit.dumps(document)


def read(text: str) -> tuple[Standard, int]:
    """The standard that a file says, and the version it is based on; else StandardRefused."""
    try:
        values = tomlkit.parse(text).unwrap()
    except TOMLKitError as trouble:
        why = " ".join(str(trouble).split())
        raise StandardRefused([f"It is no TOML: {why}."]) from None
    found, misfits = standard_of(values)
    told = [
        f"Line {where}: {one.field} {one.why}"
        if (where := line_of(text, one.path))
        else f"{one.field} {one.why}"
        for one in misfits
    ]
    based_on = values.get("based_on", 0)
    if isinstance(based_on, bool) or not isinstance(based_on, int) or based_on < 0:
        told.append("based_on is no version: write a whole number, 0 for a first one.")
    if told:
        raise StandardRefused(told)
    return found, based_on


def _question(one: Question) -> Table:
    table = tomlkit.table()
    table["name"], table["text"] = one.name, one.text
    table["scale"], table["about"] = str(one.scale), str(one.about)
    table["decides"] = one.decides
    if one.scale is Scale.INTERVAL:
        for end in ("low", "high"):
            if getattr(one, end) is not None:
                table[end] = getattr(one, end)
        return table
    options: Any = tomlkit.aot()
    for option in one.options:
        said = tomlkit.table()
        said["value"], said["meaning"] = option.value, option.meaning
        options.append(said)
    table["option"] = options
    return table
