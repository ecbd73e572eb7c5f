"""Health as a picture for a chat: sentence, figures, what waits. No browser draws it."""

from collections.abc import Sequence

from curation.figures import Figure
from curation.plot import plot
from curation.tile_words import amount, brief, mark
from store.answers import health_rows as rows
from store.answers.health import Health
from store.answers.picture import Picture, Place

WIDTH, HEIGHT = 1200, 675
_EDGE, _GAP, _ACROSS = 32, 12, 5
_TILE = 124
_SENTENCE = 3  # lines
_ROW = 27
_SPACE = 6.0  # after the words in bold


def png(found: Health) -> bytes:
    """The picture, as a file."""
    on = Picture(WIDTH, HEIGHT)
    room = WIDTH - 2 * _EDGE
    on.write((_EDGE, 22), rows.title(found), 26, bold=True, room=room)
    on.write((_EDGE, 58), rows.pinned(found), 14, colour="muted", room=room)
    down = _sentence(on, found, 88.0)
    down = _tiles(on, rows.tiled(found)[: 2 * _ACROSS], down + _GAP)
    half = (room - _GAP) / 2
    tall = HEIGHT - 20 - down
    on.box((_EDGE, down), (half, tall))
    most = int((tall - 48) / _ROW)
    _waiting(on, found, (_EDGE + 16, down + 12), half - 32, most)
    on.box((_EDGE + half + _GAP, down), (half, tall))
    _cohorts(on, found, (_EDGE + half + _GAP + 16, down + 12), half - 32, most)
    return on.saved()


def _sentence(on: Picture, found: Health, down: float) -> float:
    """The box of the verdict; where it ends."""
    answer, rest = rows.halves(found)
    room = WIDTH - 2 * _EDGE - 40
    said = on.lines(answer + rest, 19, room)
    shown = [*said[: _SENTENCE - 1], " ".join(said[_SENTENCE - 1 :])] if said[2:] else said
    tone = found.tone if found.tone in ("good", "warn", "bad") else ""
    fill, line = (f"{tone}_bg", f"{tone}_line") if tone else ("panel", "line")
    tall = 24 + _ROW * len(shown)
    on.box((_EDGE, down), (WIDTH - 2 * _EDGE, tall), fill=fill, line=line)
    for number, one in enumerate(shown):
        at = (_EDGE + 20, down + 11 + _ROW * number)
        wide = on.write(at, one[: len(answer)], 19, bold=True) if number == 0 else 0.0
        left = one[len(answer) :] if number == 0 else one
        wide += _SPACE if number == 0 and left[:1].isspace() else 0
        on.write((at[0] + wide, at[1]), left, 19, room=room - wide)
    return down + tall


def _tiles(on: Picture, figures: Sequence[Figure], down: float) -> float:
    wide = (WIDTH - 2 * _EDGE - (_ACROSS - 1) * _GAP) / _ACROSS
    for number, one in enumerate(figures):
        across, row = number % _ACROSS, number // _ACROSS
        at = (_EDGE + across * (wide + _GAP), down + row * (_TILE + _GAP))
        on.box(at, (wide, _TILE))
        _tile(on, one, at, wide)
    return down + -(-len(figures) // _ACROSS) * (_TILE + _GAP)


def _tile(on: Picture, one: Figure, at: Place, wide: float) -> None:
    x, y, room = at[0] + 14, at[1], wide - 28
    tone, said = mark(one)
    on.write((x, y + 12), one.title, 13.5, room=room)
    on.write((x, y + 33), amount(one.value, one.unit), 27, bold=True, room=room)
    on.write((x, y + 72), said, 13.5, colour=tone or "muted", bold=bool(tone), room=room)
    rests = brief(one)
    on.write((x, y + 94), rests, 12.5, colour="muted", room=room)
    drawn = plot(one.trend)
    for piece in drawn.pieces if drawn else ():
        places = [(x + room - 64 + 64 * a, y + 40 + 22 * b) for a, b in piece]
        on.line(places, "primary")


def _waiting(on: Picture, found: Health, at: Place, room: float, most: int) -> None:
    x, y = at
    on.write(at, "We ask you to decide", 15, bold=True)
    more = len(found.asks) - most
    on.write((x + room, y + 1), f"and {more} more" if more > 0 else "", 13, colour="muted",
             right=True)  # fmt: skip
    if not found.asks:
        on.write((x, y + 32), "Nothing waits for a decision.", 13.5, colour="muted")
    for number, one in enumerate(found.asks[:most]):
        down = y + 34 + _ROW * number
        side = on.write((x + room, down + 1), rows.asked(one), 12.5, colour="muted", right=True)
        on.write((x, down), one.what, 13.5, room=room - side - 16)


def _cohorts(on: Picture, found: Health, at: Place, room: float, most: int) -> None:
    x, y = at
    on.write(at, "Cohorts, worst first", 15, bold=True)
    if not found.cohorts:
        on.write((x, y + 32), "No cohort is large enough to say.", 13.5, colour="muted")
    for number, one in enumerate(found.cohorts[:most]):
        down, words = y + 34 + _ROW * number, rows.cohort(one)
        on.write((x, down), words[0], 13.5, room=room * 0.42)
        colour = "bad" if one.bad else "muted"
        on.write((x + room * 0.45, down), words[1], 13, colour=colour, room=room * 0.3)
        said = f"{words[2]}, n {words[-1]}"
        on.write((x + room, down), said, 13, right=True)
