"""Streamlit takes every setting of ours, and a person's own wins."""

import subprocess
import sys

import pytest
from streamlit import config

from pages.shared.settings import SETTINGS
from tests.conftest import ROOT

PROBE = """
import sys
from streamlit.web import bootstrap
from streamlit import config
from pages.shared import settings
settings.apply()
bootstrap.load_config_options({"theme_baseFontSize": 17})
print(config.get_option("theme.baseFontSize"), config.get_option("theme.dark.primaryColor"))
print(config.get_option("runner.postScriptGC"))
"""


@pytest.mark.parametrize("key", SETTINGS)
def test_streamlit_knows_the_setting(key: str) -> None:
    assert config.get_where_defined(key)


def test_settings_outlive_a_new_reading_and_yield_to_a_flag() -> None:
    told = subprocess.run(
        [sys.executable, "-c", PROBE], cwd=ROOT, capture_output=True, text=True, check=True
    )
    size, primary, collects = told.stdout.split()
    assert size == "17"
    assert primary == str(SETTINGS["theme.dark.primaryColor"])
    assert collects == "False"
