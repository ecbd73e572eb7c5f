"""How our own markup looks: the tokens as variables and the one stylesheet."""

from functools import lru_cache
from pathlib import Path

import streamlit as st

from pages.shared import icons
from pages.shared.tokens import DARK, LIGHT, Tokens, css_variables

STATIC = Path(__file__).parent.parent / "static"
# A chart's colours are in its data: turn the light ink dark, and keep the hues.
_CHARTS_ON_PAPER = "@media print{.js-plotly-plot{filter:invert(1) hue-rotate(180deg)}}"
FAVICON = str(STATIC / "favicon.png")


def is_dark() -> bool:
    """Whether the reader's page is dark, as far as the server knows."""
    return st.context.theme.type == "dark"


def tokens() -> Tokens:
    """The colours of the reader's appearance, for what cannot use CSS variables (charts)."""
    return DARK if is_dark() else LIGHT


def apply() -> None:
    """Put our logo and our stylesheet on the page; takes no room."""
    st.logo(str(STATIC / "logo.svg"), size="large")
    # Popovers hang outside Streamlit's app element, so the root needs the scheme as well.
    scheme = "dark" if is_dark() else "light"
    root = f":root{{color-scheme:{scheme};{css_variables()}}}"
    st.html(f"<style>{root}{_stylesheet()}{_CHARTS_ON_PAPER if is_dark() else ''}</style>")


@lru_cache(maxsize=1)
def _stylesheet() -> str:
    own = [Path(__file__).with_name(name) for name in ("theme.css", "print.css")]
    return "".join(one.read_text(encoding="utf-8") for one in own) + icons.css()
