"""What counts as a word of a text, also where a script puts no spaces between words."""

import re

# Scripts without spaces, from one character to another: Thai and Lao, Burmese, Khmer, kana,
# Han. Their words are not looked up: any two characters that stand side by side are one.
SPACELESS = (
    *((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3041, 0x3096), (0x30A1, 0x30FC)),
    *((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF)),
)
_CLASS = "".join(f"{chr(low)}-{chr(high)}" for low, high in SPACELESS)
_APART = re.compile(f"[{_CLASS}]")
_RUN = re.compile(f"[{_CLASS}]{{2,}}")
# Letters only: ids, amounts, dates and clock times would tell any two windows apart.
_WORD = re.compile(r"\b[^\W\d_]{2,}\b")


def words_of(text: str) -> list[str]:
    """The words of letters, and of scripts without spaces all pairs of neighbours."""
    runs = _RUN.findall(text)
    pairs = [run[i : i + 2] for run in runs for i in range(len(run) - 1)]
    return [*_WORD.findall(_APART.sub(" ", text.lower())), *pairs]
