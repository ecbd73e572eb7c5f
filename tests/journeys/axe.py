"""What the accessibility rules of axe-core say against a page, and which of it is ours."""

from collections.abc import Collection
from typing import Any

import pytest
from playwright.sync_api import Page

# Streamlit's own list of pages on a phone has its headings between the items.
_MENU = frozenset({"list", "listitem"})
_MENU_ON_A_PHONE = ("stSidebarNav", "stNavSection")


def against(
    page: Page, *, not_ours: Collection[str] = (), serious: bool = False
) -> list[tuple[str, str]]:
    """The rules that the page breaks, each with the first element; `serious`: only those."""
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="needs axe-playwright-python"
    )
    found = axe.Axe().run(page).response["violations"]
    return [
        (one["id"], one["nodes"][0]["html"])
        for one in found
        if one["id"] not in not_ours
        and not (serious and one["impact"] not in ("serious", "critical"))
        and not (one["id"] in _MENU and _is_the_menu(page, one))
    ]


def _is_the_menu(page: Page, violation: dict[str, Any]) -> bool:
    within = ", ".join(f"[data-testid^={name}] *" for name in _MENU_ON_A_PHONE)
    return all(
        page.locator(node["target"][0]).first.evaluate("(e, all) => e.matches(all)", within)
        for node in violation["nodes"]
    )
