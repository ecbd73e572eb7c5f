"""Drift on a desk without scores, whose texts have no spaces and are parts of conversations."""

import json
from collections.abc import Generator, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from curation.drift import Concept, Severity
from store.acts.baselining import set_baseline
from store.acts.importing import import_files
from store.acts.owning import name_owner
from store.acts.taking_out import undo_import
from store.answers.drift import DriftQuestion, drift
from store.answers.drift_distribution import text_drift
from store.desk import Desk, found_desk, open_desk
from tests.builders import ANA, BEN

MONDAY = datetime(2026, 5, 4, tzinfo=UTC)
WEEKS, EACH, MOVED = 10, 300, 9
LETTERS = "天地玄黄宇宙洪荒日月"


def _row(week: int, n: int, draw: Random) -> Mapping[str, Any]:
    """In the last week it is another topic, and the model is unsure more often."""
    moved = week == MOVED
    topic = "信用卡丢失了" if moved else "请问我的订单"
    unsure = draw.random() < (0.3 if moved else 0.02)
    said = "unsure" if unsure else draw.choice(["refund"] * 19 + ["login"])
    return {
        "event_id": f"e-{week}-{n}",
        "timestamp": (MONDAY + timedelta(weeks=week, minutes=30 * n)).isoformat(),
        "input": topic + "".join(draw.choices(LETTERS, k=8)),
        "prediction": said,
        "truth": "refund",
        "trace_id": f"t-{week}-{n // 3}",
    }


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Generator[Desk]:
    """The reference came in before the rest."""
    folder = tmp_path_factory.mktemp("unscored")
    found_desk(folder / "desk")
    draw = Random(5)
    with closing(open_desk(folder / "desk", lambda: MONDAY + timedelta(weeks=11))) as opened:
        name_owner(opened, "blocking", ANA, BEN, actor=ANA)
        for weeks in (range(8), range(8, WEEKS)):
            path = folder / f"from-{weeks[0]}.jsonl"
            rows = [_row(week, n, draw) for week in weeks for n in range(EACH)]
            path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
            import_files(opened, [path], "events", actor=ANA)
        yield opened


def _concept(desk: Desk) -> Concept:
    return drift(desk, DriftQuestion()).concept


def test_answers_that_are_worse_to_the_same_inputs_are_seen_without_a_score(
    desk: Desk,
) -> None:
    found = _concept(desk)
    assert (found.by, found.severity) == (None, Severity.SEVERE)
    assert found.raw_current == pytest.approx(0.33, abs=0.06)
    assert found.raw_reference == pytest.approx(0.07, abs=0.02)
    said = drift(desk, DriftQuestion()).sentence
    assert "Answers are worse over all inputs: +" in said
    assert said.endswith("nothing is held equal, for there is no score.")


def test_texts_without_spaces_have_words(desk: Desk) -> None:
    columns = {one.column: one for one in drift(desk, DriftQuestion()).columns}
    assert columns["words"].severity is Severity.SEVERE
    length = columns["input_length"]
    assert (length.severity, length.value, length.effect) == (Severity.NONE, 0.0, "ks")


def test_texts_of_one_conversation_count_once(desk: Desk) -> None:
    question = DriftQuestion(since="2026-06-22", until="2026-07-13")
    found = text_drift(desk, question)
    assert found.n_current == 3 * EACH
    assert found.auc.n == (WEEKS - 2) * EACH // 3
    assert found.severity is Severity.MINOR


def test_a_baseline_keeps_its_errors_though_its_events_are_gone(desk: Desk) -> None:
    set_baseline(desk, "2026-05-04", "2026-06-29", actor=ANA, reason="eight weeks")
    before = _concept(desk)
    with desk.ledger.reading() as asked:
        first = asked.imports()[-1].id
    undo_import(desk, first, actor=ANA, reason="the wrong file")
    found = drift(desk, DriftQuestion())
    assert found.concept == before
    assert found.reference.n == 8 * EACH
