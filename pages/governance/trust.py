"""Gate trust: what came after its reds and greens, what it can see, and what was proved."""

from functools import partial
from secrets import randbelow

import streamlit as st

from curation.measures.measure import TOO_FEW, Measure
from curation.percents import between
from pages.governance.trust_tables import greens, probes, reds, sight
from pages.shared import parts, wording
from pages.shared.acting import Done, press, said
from pages.shared.html import Html, show, tag
from pages.shared.parts import Tile
from store.acts.self_testing import run_self_test
from store.answers.noise_words import noise
from store.answers.self_test import SelfTest
from store.answers.trust import Trust, trust
from store.desk import Desk


def render(desk: Desk, actor: str) -> None:
    """Draw the page."""
    found = trust(desk)
    with parts.page_head("Gate trust", "How far to trust red and green"):
        st.button(
            "Test the gate",
            icon=":material/verified:",
            type="secondary" if found.self_test and found.self_test.proves else "primary",
            key="self-test",
            on_click=press,
            args=(partial(_tested, desk, actor),),
        )
    said(desk, actor)
    show(_verdict(found), parts.tiles(*_tiles(found)))
    if found.self_test:
        under = _proved(found.self_test)
        with parts.card("What the gate has proved", under, key="self-test"):
            show(probes(found.self_test))
    _history(found)
    _seen(found)


def _tested(desk: Desk, actor: str) -> Done:
    with st.spinner("Showing the gate made-up runs in a copy of the desk …"):
        found = run_self_test(desk, randbelow(2**31), actor=actor)
    if found.ok:
        return Done("good", "Proved.", found.sentence)
    return Done("bad", "Not proved.", found.sentence)


def _verdict(found: Trust) -> Html:
    tested = found.self_test
    if tested is None:
        return parts.verdict("unknown", "Never proved.", found.sentence)
    if not tested.ok:
        return parts.verdict("bad", "Do not trust it.", tested.sentence)
    if tested.stale:
        return parts.verdict("warn", "To be proved again.", found.sentence)
    return parts.verdict("good", "Proved.", found.sentence)


def _tiles(found: Trust) -> list[Tile]:
    settled = f"{found.confirmed} confirmed, {found.overturned} overturned"
    settled += f", {found.not_settled} not settled" if found.not_settled else ""
    after = f"{_k(found.hurt)} of {found.hurt.n} releases within {found.days:.0f} days"
    after += f", {found.young} too young" if found.young else ""
    blocking = next(iter(found.sight), None)
    drop = wording.percent(blocking.drop) if blocking else wording.NOTHING
    seen = f"of {blocking.n} cases, seen 8 times in 10" if blocking else "no run was judged"
    chance = noise(found.red_by_noise, found.red_at_most)
    return [
        Tile("Red was right", _share(found.right), settled),
        Tile("Green, then an incident", _share(found.hurt), after),
        Tile("Red by noise alone", _upper(chance.partition(" (")[0]), _noise_note(found)),
        Tile("Smallest drop it sees", drop, seen),
    ]


def _upper(said: str) -> str:
    return said[:1].upper() + said[1:]


def _share(measured: Measure) -> str:
    """The share with its interval; under the minimum support only that nobody can say."""
    if measured.value is None or (measured.note or "").startswith(TOO_FEW):
        return TOO_FEW.capitalize()
    return wording.percent(measured.value, 0)


def _k(measured: Measure) -> int:
    return round((measured.value or 0) * measured.n)


def _noise_note(found: Trust) -> str:
    _, _, rest = noise(found.red_by_noise, found.red_at_most).partition(" (")
    return rest.rstrip(")") or f"of {found.judged}" if found.judged else "no run was judged"


def _proved(one: SelfTest) -> str:
    stale = f" · stale: {' and '.join(one.stale)}" if one.stale else ""
    when = wording.moment(one.at)
    return f"Shown to it on {when} by {one.by} · {one.set} · seed {one.seed}{stale}"


def _history(found: Trust) -> None:
    left, right = st.columns(2, gap="small")
    with left:
        under = f"Runs that were blocked, and what became of that · {_interval(found.right)}"
        with parts.card("After red", under, key="red"):
            show(reds(found))
    with right:
        under = f"Releases that passed, and what followed · {_interval(found.hurt)}"
        with parts.card("After green", under, key="green"):
            show(greens(found))


def _interval(measured: Measure) -> str:
    if measured.low is None or measured.high is None:
        return measured.note or TOO_FEW
    limits = f"95 % limits {between(measured.low, measured.high)}"
    return f"{_k(measured)} of {measured.n}, {limits}"


def _seen(found: Trust) -> None:
    under = (
        "The smallest share of cases that break which stops 8 of 10 releases: exact binomial, "
        "as if each broke by itself with the same chance"
    )
    with parts.card("What it can see", under, key="sight"):
        if found.sight:
            show(sight(found))
        else:
            show(tag("p", "No run was judged yet: evaldesk gate RUN.", class_="muted"))
