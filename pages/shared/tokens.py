"""The colours of both appearances, named by what they mean."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Tokens:
    """One appearance; `_bg` is a surface, `_line` the border that belongs to it."""

    page: str
    panel: str
    text: str
    muted: str
    hair: str
    line: str
    primary: str
    primary_bg: str
    orange: str
    good: str
    good_bg: str
    good_line: str
    warn: str
    warn_bg: str
    warn_line: str
    bad: str
    bad_bg: str
    bad_line: str


LIGHT = Tokens(
    page="#FFFFFF",
    panel="#F4F6F9",
    text="#16202E",
    muted="#566273",
    hair="#ECEFF3",
    line="#DDE2E9",
    primary="#1F5FBF",
    primary_bg="#E8F0FB",
    orange="#D9720A",
    good="#0A6B58",
    good_bg="#E6F5F0",
    good_line="#B9E2D6",
    warn="#85560F",
    warn_bg="#FCF5E3",
    warn_line="#EBD9A8",
    bad="#A8370A",
    bad_bg="#FDEDE3",
    bad_line="#F3C9B0",
)

DARK = Tokens(
    page="#0F141B",
    panel="#18202B",
    text="#E6EBF2",
    muted="#9AA7B8",
    hair="#222B37",
    line="#2A3442",
    primary="#6AA8F5",
    primary_bg="#182A42",
    orange="#F29A4A",
    good="#5FD6B9",
    good_bg="#10261F",
    good_line="#1F4A3E",
    warn="#F0C667",
    warn_bg="#272010",
    warn_line="#4A3C17",
    bad="#FF9F66",
    bad_bg="#2E1B11",
    bad_line="#5A321C",
)

# Blue and orange lead: they stay apart for red-green blindness.
LIGHT_SERIES = ("#1F5FBF", "#D9720A", "#0A7F68", "#6B1457", "#5A6675", "#7D7A00", "#4FA3D9")
DARK_SERIES = ("#6AA8F5", "#F29A4A", "#3CC2A2", "#B858A0", "#9AA7B8", "#F5EA9A", "#8FD0F5")


def css_variables() -> str:
    """Both appearances as `--ed-…` variables; the browser picks by the page's colour scheme."""
    return ";".join(
        f"--ed-{field.name.replace('_', '-')}:"
        f"light-dark({getattr(LIGHT, field.name)},{getattr(DARK, field.name)})"
        for field in fields(Tokens)
    )
