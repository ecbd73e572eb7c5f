"""How the words in a foreign column are read: yes and no, errors, thumbs, times."""

import re
from collections.abc import Iterable, Mapping

from curation.failures import FailureKind


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


YES = _words("true t yes y 1 1.0 pass passed ok success correct")
NO = _words("false f no n 0 0.0 fail failed failure incorrect wrong")
NO_ERROR = _words(
    "ok success succeeded complete completed done finished none null nan no false 0 200 201 202"
    " 204 unset pass passed"
)
BARE_ERROR = _words("true yes 1")  # an error is stated, and nothing more
THUMBS_UP = _words("positive up thumbs_up like liked good helpful true yes 1 +1 1.0 👍")
THUMBS_DOWN = _words(
    "negative down thumbs_down dislike disliked bad unhelpful not_helpful false no 0 0.0 -1"
    " -1.0 👎"
)
FEW_STARS = _words("1 1.0 2 2.0")
MANY_STARS = _words("4 4.0 5 5.0")
NOT_FINITE = _words("NaN nan Infinity -Infinity inf -inf")  # as tools spell them
INDIFFERENT = _words("neutral none null")
SO_SO = INDIFFERENT | _words("3 3.0")
_TROUBLE = _words(
    "error err failed failure fail timeout timed_out exception cancelled canceled aborted"
    " 400 401 403 404 408 409 413 422 429 500 502 503 504 529"
)
_READABLE: Mapping[str, frozenset[str]] = {
    "flag": YES | NO,
    "status": NO_ERROR | _TROUBLE,
    "kind": frozenset(FailureKind),
    "thumbs": THUMBS_UP | THUMBS_DOWN | INDIFFERENT,
    "stars": FEW_STARS | MANY_STARS | SO_SO,
}
_CODES = _words(
    "id version release build commit sha hash zip zipcode postcode phone sku code uuid key"
)
_TIME = re.compile(r" *(\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{8}T|\d{9,19}(\.\d+)? *$)", re.ASCII)


_OFFSET = re.compile(
    r":\d\d(\.\d+)? ?(Z|UTC|[+-]\d\d(:?\d\d)?)$|^ *\d{9,19}(\.\d+)? *$", re.ASCII | re.I
)


def word(text: str) -> str:
    """`text` as the word lists hold it: `Wrong Answer` is wrong_answer."""
    found = text.strip(" ").lower()
    return found.replace(" ", "_").replace("-", "_") if found[:1] != "-" else found


def all_read(value: str, samples: Iterable[str | None]) -> bool:
    """Whether every sample can be read as `value`; empty columns can be anything."""
    if value == "time":
        return all(_TIME.match(sample) for sample in samples if sample)
    known = _READABLE.get(value)
    return known is None or all(word(sample) in known for sample in samples if sample)


def lacks_offset(samples: Iterable[str | None]) -> bool:
    """Whether any of these times does not say its zone; a number is counted in UTC."""
    return any(sample and not _OFFSET.search(sample) for sample in samples)


def names_a_code(column: str) -> bool:
    """Whether the column holds codes by its name: text, even where they look like numbers."""
    return column.rpartition("_")[2] in _CODES
