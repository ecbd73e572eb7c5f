"""What every test may ask for."""

import os
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent

# A busy machine is no finding; CI tries the same examples each time, a laptop new ones.
hypothesis.settings.register_profile(
    "desk", deadline=None, derandomize=os.environ.get("CI") == "true"
)
hypothesis.settings.load_profile("desk")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The real data sets that lie beside the checkout on some machines."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("needs the real data sets beside the checkout (shared/data), not there")
    return folder
