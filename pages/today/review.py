"""The weekly review: what to go through, what was promised, and the meeting itself."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from curation.review import Item, Meeting
from pages.shared import lists, parts, wording
from pages.shared.acting import press, said
from pages.shared.html import Content, Html, join, show, tag
from pages.shared.links import address
from pages.shared.lists import Todo
from pages.shared.marks import Tone
from pages.shared.parts import Tile
from pages.today import review_parts as own
from pages.today.meeting import meeting_mode
from pages.today.minutes import minutes_card
from pages.today.past_reviews import past_reviews
from pages.today.review_start import reopened, start_form
from store.answers.review import Review, meeting, review
from store.desk import Desk

WAITING = ("proposal", "disagreement", "alarm")  # for a word of somebody


def render(desk: Desk, actor: str) -> None:
    """Draw the agenda of `?week=`, or the meeting of `?meet=1` while it goes on."""
    week = st.query_params.get("week")
    if st.query_params.get("meet"):
        held = meeting(desk, week)
        if held is not None and held.open:
            meeting_mode(desk, actor, held)
            return
    found = review(desk, week)
    with parts.page_head("Weekly review", _context(found)):
        _ways_in(desk, actor, found, past=week is not None)
    said(desk, actor)
    word, _, rest = found.sentence.partition(". ")
    show(parts.verdict("info", f"{word.rstrip('.')}.", rest), parts.tiles(*_tiles(found)))
    with parts.card("What was promised", "Held or not, by the data where they can tell",
                    key="promises"):  # fmt: skip
        show(_promised(found))
    _agenda(found)
    if found.meeting is not None:
        minutes_card(desk, found.meeting)
    past_reviews(found.past)


def _context(found: Review) -> Content:
    told = f"{own.week_told(found.week)} · since {wording.moment(found.since)}"
    held = found.meeting
    if held is None:
        return told
    return join((told, " · chaired by ", tag("b", held.chair)))


def _ways_in(desk: Desk, actor: str, found: Review, *, past: bool) -> None:
    held = found.meeting
    if held is None:
        if not past:
            act = partial(start_form, desk, actor, found)
            st.button("Start the review", type="primary", icon=":material/play_arrow:",
                      key="start", on_click=act)  # fmt: skip
    elif held.open:
        show(_go_on(held), width="content")
    elif held.closed_at and held.closed_at[:10] == found.as_of.date().isoformat():
        again = partial(press, partial(reopened, desk, actor, held.week))
        st.button("Reopen it", icon=":material/undo:", key="reopen", on_click=again)


def _go_on(held: Meeting) -> Html:
    done = len(held.agenda) - len(held.left)
    told = f"Go on: {done} of {len(held.agenda)} settled"
    href = address("review", meet=1, week=held.week)
    return tag("a", told, href=href, data_ed_page=True, class_="go-on")


def _tiles(found: Review) -> list[Tile]:
    kept = sum(one.standing == "held" for one in found.promises)
    broken = sum(one.standing in ("not held", "overdue") for one in found.promises)
    waits = sum(one.count for one in found.agenda if one.kind in WAITING)
    last = found.past[0] if found.past else None
    tiles = [
        Tile("On the agenda", wording.count(len(found.agenda)), _headings(found.agenda)),
        Tile("Wait for a word", wording.count(waits), "proposals, alarms, labels that differ"),
        Tile("Promises held", f"{kept} of {len(found.promises)}", _broken(broken)),
    ]
    if last:
        when = own.past_link(last.week)
        under = (
            f"{last.settled} of {last.items} settled, {wording.many(last.actions, 'action')}"
        )
        tiles.append(Tile("The last review", when, under))
    return tiles


def _headings(agenda: Sequence[Item]) -> str:
    return wording.many(len({one.kind for one in agenda}), "subject")


def _broken(n: int) -> str:
    return f"{n} broken or overdue" if n else "none broken, none overdue"


def _promised(found: Review) -> Html:
    if not found.promises:
        none = "No action is open, and none was promised in this review."
        return tag("p", none, class_="muted")
    return own.promises(found.promises, "What was promised")


def _agenda(found: Review) -> None:
    items = [one for one in found.agenda if one.kind != "promise"]
    title = wording.many(len(items), "item") + " to go through"
    with parts.card(title, "From the data of this desk, in the order of the meeting",
                    key="agenda"):  # fmt: skip
        if not items:
            quiet = "Nothing happened since the last review that a person has to look at."
            show(tag("p", quiet, class_="muted"))
        for heading, under in own.by_kind(items):
            show(tag("h3", heading), tag("div", _todo(found, under), class_="review-items"))


def _todo(found: Review, items: Sequence[Item]) -> Html:
    return lists.todo_list(_item(found, one) for one in items)


def _item(found: Review, item: Item) -> Todo:
    outcome = own.came_of(found.meeting.of(item.key)) if found.meeting else None
    told = [one for one in item.evidence if one not in item.why]
    lines = join(told, " · ")
    why = join((outcome, lines), " · " if lines else None) if outcome else lines
    side = join((own.rarely(item), item.owner or "nobody yet"), " ")
    tone: Tone = "good" if item.well else "info" if own.is_more(item) else "warn"
    return Todo(tone, own.called(item), why or None, side)
