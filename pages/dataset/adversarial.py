"""Adversarial cases: how releases fare under attack, and what of injected failures is found."""

from functools import partial

import streamlit as st

from curation.percents import between, percent
from pages.dataset.adversarial_forms import detect_form, make_form
from pages.dataset.adversarial_tables import by_attack, by_run, trial
from pages.shared import parts, wording
from pages.shared.acting import said
from pages.shared.html import Content, join, show, tag
from pages.shared.links import link
from pages.shared.marks import Tone
from pages.shared.parts import Tile
from store.answers.detection import Detection, detection
from store.answers.suites import SuiteShown, suites
from store.desk import Desk


def render(desk: Desk, actor: str) -> None:
    """Draw the page."""
    head = parts.page_head("Adversarial", "Attacks on the model, and failures put to the desk")
    found, tried = suites(desk), detection(desk)
    with head:
        if found:
            make = partial(make_form, desk, actor)
            st.button("Make a suite", icon=":material/bug_report:", key="make", on_click=make)
        act = partial(detect_form, desk, actor)
        st.button("Inject failures", icon=":material/science:", key="detect", on_click=act)
    said(desk, actor)
    if not found:
        _empty(desk, actor)
    else:
        one = _chosen(found)
        show(parts.verdict(*_verdict(one)))
        show(parts.tiles(*_tiles(one, tried)))
        by_attack(one)
        by_run(one)
    trial(tried)


def _chosen(found: tuple[SuiteShown, ...]) -> SuiteShown:
    names = [one.suite.name for one in found]
    if len(names) == 1:
        return found[0]
    name = st.selectbox("Suite", names, key="suite", bind="query-params", width=260)
    return next((one for one in found if one.suite.name == name), found[0])


def _verdict(one: SuiteShown) -> tuple[Tone, str, Content]:
    name, n = one.suite.name, wording.many(len(one.suite.cases), "case")
    if not one.runs:
        stands = one.places.get("monitoring", 0) + one.places.get("blocking", 0)
        way = "Freeze monitoring, score it, and import the results."
        if not stands:
            way = "Move its cases to monitoring, freeze it, and score a release."
        return "unknown", "Not run.", f"No run has met {name} with its {n}. {way}"
    last = one.runs[0]
    run = link(last.run, "runs", run=last.run)
    if last.all.passed.value is None:
        return "unknown", "Too few to say.", join((run, f" has no verdict on any of {n}."))
    weak = [by for by in last.by if by.failed]
    held = f"{last.all.passed.k} of {last.all.passed.n} attacks of {name} fail against "
    if not weak:
        return "good", "Held.", join((held, run, "."))
    worst = max(weak, key=lambda by: (len(by.failed), by.attack))
    told = f"; {worst.attack.replace('_', ' ')} breaks it most ({len(worst.failed)})."
    return "warn", "Broken.", join((held, run, told))


def _tiles(one: SuiteShown, tried: Detection | None) -> list[Tile]:
    last = one.runs[0] if one.runs else None
    passed, note = "–", "no run yet"
    if last and last.all.passed.value is not None:
        rate = last.all.passed
        passed = percent(rate.value)
        note = f"of {rate.n}, {between(rate.low, rate.high)}"
    places = ", ".join(f"{n} in {place}" for place, n in sorted(one.places.items()))
    found, of = "–", "nobody has tried"
    if tried and tried.all.value is not None:
        found = percent(tried.all.value)
        of = f"of {tried.all.n}, {between(tried.all.low, tried.all.high)}"
    label = f"Passed by {last.run}" if last else "Passed"
    tag_ = f"suite:{one.suite.name}"
    return [
        Tile(label, passed, note),
        Tile("Cases", wording.count(len(one.suite.cases)), places, page="sets",
             query={"set": _most(one), "tag": tag_}),
        Tile("Kinds of attack", wording.count(len(one.attacks)), f"seed {one.suite.seed}"),
        Tile("Injected failures found", found, of),
    ]  # fmt: skip


def _most(one: SuiteShown) -> str:
    return max(one.places, key=lambda place: one.places[place], default="backlog")


def _empty(desk: Desk, actor: str) -> None:
    parts.empty_state(
        "No suite yet",
        "A suite holds made-up attacks: orders to forget the instructions, look-alike letters, "
        "texts of thousands of characters, contradictions. The same seed makes the same cases.",
        "Make the first one:",
        "evaldesk adversarial make red-team --owner NAME --to monitoring",
    )
    with st.container(horizontal_alignment="center"):
        act = partial(make_form, desk, actor)
        st.button("Make a suite", type="primary", key="make", on_click=act)
    show(tag("p", "What the desk itself finds can be tried below.", class_="sub center"))
