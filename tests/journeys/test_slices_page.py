"""Slices and fairness in the browser: what hurts, what is left, who is treated unlike."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from store.acts.importing import import_files
from store.desk import found_desk, open_desk
from tests.builders import ANA
from tests.journeys.browser import choose, no_exception, no_sideways_scroll
from tests.journeys.conftest import OpenPage, Scheme, Serve

HOSTILE = "<img src=x onerror=alert(1)>"


def row(domain: str, size: str, n: int) -> dict[str, object]:
    """Long medical documents are answered wrong half of the time, the others seldom."""
    wrong = n % 2 if (domain, size) == ("medical", "long") else n % 20 == 0
    return {
        "id": f"{domain}-{size}-{n}",
        "timestamp": f"2026-10-{1 + n % 28:02}T10:00:00Z",
        "input": f"{HOSTILE} {domain} {size} {n}",
        "truth": "yes" if n % 4 < 2 else "no",
        "prediction": ("no" if n % 4 < 2 else "yes")
        if wrong
        else ("yes" if n % 4 < 2 else "no"),
        "domain": domain,
        "size": size,
    }


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> str:
    """A desk on which one slice of two columns is guilty."""
    place = tmp_path_factory.mktemp("slices")
    found_desk(place / "desk")
    desk = open_desk(place / "desk")
    file = Path(place / "events.jsonl")
    rows = [row(d, s, n) for d in ("medical", "legal") for s in ("long", "short")
            for n in range(80)]  # fmt: skip
    file.write_text("".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8")
    import_files(desk, [file], "events", actor=ANA)
    desk.close()
    return serve(place / "desk")


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)], ids=["desktop", "phone"])
def test_the_guilty_slice_is_told_with_its_way_to_the_inbox(
    url: str, open_page: OpenPage, size: tuple[int, int]
) -> None:
    page = open_page(f"{url}/slices", size=size)
    expect(page.get_by_role("status")).to_contain_text(
        "1 slice errs surely more than the rest."
    )
    expect(page.get_by_role("heading", name="Domain medical, size long")).to_be_visible()
    card = page.locator(".st-key-ed-card-slice-0")
    expect(card).to_contain_text("40 of 80 wrong")
    expect(card).to_contain_text(HOSTILE)
    no_sideways_scroll(page)
    card.get_by_role("link", name="Its failures in the inbox").click()
    expect(page.get_by_role("option")).to_have_count(40)
    no_exception(page)


def test_the_search_can_be_held_against_one_kind_of_mistake(
    url: str, open_page: OpenPage
) -> None:
    page = open_page(f"{url}/slices?kind=Wrong+answer")
    expect(page.get_by_role("status")).to_contain_text("are wrong as 'wrong answer'")
    no_exception(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_groups_that_are_treated_unlike_are_named(
    url: str, open_page: OpenPage, scheme: Scheme
) -> None:
    page = open_page(f"{url}/fairness", scheme=scheme)
    expect(page.get_by_text("Choose the protected column above")).to_be_visible()
    choose(page, "Protected column", "domain")
    expect(page.get_by_role("status")).to_contain_text("Groups are treated unlike.")
    expect(page.get_by_role("status")).to_contain_text("legal above medical")
    expect(page.get_by_role("row", name="medical")).to_contain_text("160")
    no_sideways_scroll(page)
    no_exception(page)
