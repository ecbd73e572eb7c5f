"""Which Streamlit options the product needs; a person's own setting always wins."""

from streamlit import config

from pages.shared.tokens import DARK, DARK_SERIES, LIGHT, LIGHT_SERIES, Tokens

_SANS = "Inter, 'Source Sans', sans-serif"

_SEQUENTIAL = {
    "light": "#F2F6FC #DCE8F7 #C0D6F0 #9CBDE6 #76A2DA #5187CB #356DB9 #1F55A0 #123F80 #0A2C5E",
    "dark": "#141C28 #17263B #1A3355 #1E4373 #245593 #2F6BB5 #4684D1 #6AA0E4 #98BFF0 #CFE1F9",
}
_DIVERGING = {
    "light": "#8A3B00 #B85607 #DB8038 #F0B27F #FAE0C8 #DCE8F7 #9CBDE6 #5187CB #1F55A0 #0A2C5E",
    "dark": "#F7B27A #F08A4B #C66A2C #8C4A1F #4A2D1B #1A2C47 #1E4373 #2F6BB5 #6AA0E4 #CFE1F9",
}


def _face(family: str, file: str, weight: str) -> dict[str, str]:
    return {
        "family": family,
        "url": f"app/static/{file}",
        "weight": weight,
        "style": "normal",
    }


def _appearance(mode: str, tokens: Tokens, series: tuple[str, ...]) -> dict[str, object]:
    """The `[theme.light]` or `[theme.dark]` table."""
    options: dict[str, object] = {
        "primaryColor": tokens.primary,
        "backgroundColor": tokens.page,
        "secondaryBackgroundColor": tokens.panel,
        "textColor": tokens.text,
        "borderColor": tokens.line,
        "linkColor": tokens.primary,
        "greenColor": series[2],
        "greenTextColor": tokens.good,
        "greenBackgroundColor": tokens.good_bg,
        "redColor": tokens.bad,
        "redTextColor": tokens.bad,
        "redBackgroundColor": tokens.bad_bg,
        "orangeColor": tokens.warn,
        "orangeTextColor": tokens.warn,
        "orangeBackgroundColor": tokens.warn_bg,
        "yellowTextColor": tokens.warn,
        "yellowBackgroundColor": tokens.warn_bg,
        "blueTextColor": tokens.primary,
        "blueBackgroundColor": tokens.primary_bg,
        "grayTextColor": tokens.muted,
        "grayBackgroundColor": tokens.hair,
        "codeBackgroundColor": tokens.panel,
        "codeTextColor": tokens.text,
        "dataframeHeaderBackgroundColor": tokens.panel,
        "dataframeBorderColor": tokens.line,
        "chartCategoricalColors": list(series),
        "chartSequentialColors": _SEQUENTIAL[mode].split(),
        "chartDivergingColors": _DIVERGING[mode].split(),
    }
    return {f"theme.{mode}.{name}": value for name, value in options.items()}


SETTINGS: dict[str, object] = {
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.toolbarMode": "minimal",
    # A full collection after every rerun was most of the cost of a rerun.
    "runner.postScriptGC": False,
    "runner.magicEnabled": False,
    "server.enableStaticServing": True,
    "server.fileWatcherType": "none",
    "theme.font": _SANS,
    "theme.headingFont": _SANS,
    "theme.codeFont": "'JetBrains Mono', monospace",
    "theme.fontFaces": [
        _face("Inter", "inter.woff2", "100 900"),
        _face("JetBrains Mono", "jetbrains-mono.woff2", "100 800"),
    ],
    "theme.baseFontSize": 15,
    "theme.codeFontSize": "0.86rem",
    "theme.headingFontSizes": ["1.6rem", "1.25rem", "1.05rem", "1rem", "0.95rem", "0.9rem"],
    "theme.headingFontWeights": [650, 600, 600, 600, 600, 600],
    "theme.metricValueFontSize": "1.7rem",
    "theme.metricValueFontWeight": 600,
    "theme.baseRadius": "10px",
    "theme.buttonRadius": "8px",
    "theme.linkUnderline": False,
    "theme.paddingTop": "0.4rem",
    "theme.paddingBottom": "1.5rem",
    **_appearance("light", LIGHT, LIGHT_SERIES),
    **_appearance("dark", DARK, DARK_SERIES),
}


def apply() -> None:
    """Make SETTINGS the defaults of this process, however the app was started."""
    # Streamlit reads its configuration again when it starts and when a file changes.
    config.on_config_parsed(_fill, force_connect=True)
    _fill()


def _fill() -> None:
    for key, value in SETTINGS.items():
        if not config.is_manually_set(key):
            config.set_option(key, value, "evaldesk")
