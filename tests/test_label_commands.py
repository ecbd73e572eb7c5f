"""Labels at work: blind for all, once per version, adjudicated by who gave none, brought."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from store.desk import open_desk
from store.formats.standard_toml import written
from tests.blocking_desk import blocking_desk
from tests.terminal import Evaldesk
from tests.test_labelling import STANDARD

SAID = "a secret word"


@pytest.fixture
def desk(tmp_path: Path) -> tuple[Evaldesk, str, str]:
    """Two blocking cases of ana, and a standard in force."""
    said, first, second = blocking_desk(tmp_path, deputy="ben")
    (tmp_path / "standard.toml").write_text(written(replace(STANDARD, version=0)))
    done = said("standard", "set", tmp_path / "standard.toml", "-m", "a first one", "--json")
    assert done.json["version"] == 1
    return said, first, second


def say(said: Evaldesk, case: str, answer: str, actor: str, *more: str) -> int:
    return said("label", case, "--answer", f"outcome={answer}", *more, actor=actor).code


def test_nobody_sees_a_label_anywhere_before_all_have_said_theirs(
    desk: tuple[Evaldesk, str, str], tmp_path: Path
) -> None:
    said, case, _ = desk
    said("labels", "new", "First", "--set", "blocking")
    assert say(said, case, "no", "mia", "--note", SAID, "--answer", "good=no") == 0
    asked: list[Callable[[], str]] = [
        lambda: said("labels", "show", case, "--json", actor="tom").text,
        lambda: (
            said("labels", "show", case, "--json", "--as-of", "2100-01-01", actor="tom").text
        ),
        lambda: said("decisions", "--json", "--limit", "5").text,
        lambda: said("decisions", "--json", "--text", SAID).text,
        lambda: said("decisions", "--json", "--subject", f"label:{case}/mia/v1").text,
        lambda: said("case", case, "--json", actor="tom").text,
        lambda: said("labels", "progress", "--json").text,
        lambda: said("labels", "differ", "--json", actor="tom").text,
        lambda: said("labels", "next", "--json", actor="tom").text,
    ]
    tries = [tried(said, tmp_path, case, one) for one in ("yes", "no")]
    assert tries[0] == tries[1]
    assert "and it is hidden" in tries[0]
    for one in asked:
        told = one()
        assert SAID not in told
        assert '"salt"' not in told
        assert '"outcome": "no"' not in told
    own = said("labels", "show", case, "--json", actor="mia").json
    assert [one["note"] for one in own["labels"]] == [SAID]
    assert "hidden until 2 people" in said("labels", "show", case, actor="tom").text
    assert "hidden until" in said("adjudicate", case, "-m", "x", actor="zoe").text
    say(said, case, "yes", "tom")
    shown = said("labels", "show", case, "--json", actor="zoe").json
    assert {one["rater"] for one in shown["labels"]} == {"mia", "tom"}
    assert shown["differ"] == ["outcome"]
    assert SAID in said("decisions", "--json", "--limit", "5").text
    assert said("verify").code == 0


def test_what_a_further_task_hides_again_is_hidden_of_all_days_and_says_who_had_seen_it(
    desk: tuple[Evaldesk, str, str],
) -> None:
    said, case, _ = desk
    said("labels", "new", "First", "--case", case)
    say(said, case, "no", "mia", "--note", SAID)
    say(said, case, "yes", "tom")
    log = said("decisions", "--json", "--limit", "2").json["decisions"]
    assert len({one["after"]["body"]["salt"] for one in log}) == 2  # by hash nobody finds them
    said("labels", "new", "Once more", "--case", case, "--reviewers", "3")
    for words in (("labels", "show", case), ("decisions", "--limit", "5"), ("agreement",)):
        looked = said(*words, "--json", "--as-of", log[0]["seq"], actor="zoe")
        assert looked.code == 0
        assert SAID not in looked.text
    # T-1 has all its labels: who names no task labels for the one that lacks some.
    assert "--task T-2" in said("labels", "next", actor="zoe").text
    assert say(said, case, "yes", "zoe") == 0
    shown = said("labels", "show", case, "--json").json["labels"]
    assert {one["rater"]: one["after_shown"] for one in shown} == {
        "mia": False, "tom": False, "zoe": True,
    }  # fmt: skip
    assert said("agreement", "--json").json["after_shown"] == 1
    assert said("verify").code == 0


def tried(said: Evaldesk, folder: Path, case: str, answer: str) -> str:
    """What tom hears who tries whether mia said `answer`."""
    file = folder / "try.csv"
    file.write_text(f"case_id,annotator,outcome\n{case},mia,{answer}\n")
    return said("import", file, "--as", "labels", "--dry-run", actor="tom").text


def test_a_mind_may_be_changed_while_the_label_is_hidden_and_each_word_is_kept(
    desk: tuple[Evaldesk, str, str],
) -> None:
    said, case, _ = desk
    say(said, case, "no", "mia")
    say(said, case, "yes", "Mia")
    assert said("label", case, "--take-back", actor="mia").code == 0
    assert SAID not in said("decisions", "--json", "--limit", "5").text
    assert '"outcome": "no"' not in said("decisions", "--json", "--limit", "5").text
    say(said, case, "yes", "mia")
    say(said, case, "yes", "tom")
    for words in (("--answer", "outcome=no"), ("--take-back",)):
        assert "shown already" in said("label", case, *words, "--json", actor="mia").text
    assert (
        "would not be independent"
        in said("label", case, "--answer", "outcome=no", "--json", actor="eve").text
    )
    found = said("decisions", "--json", "--subject", f"label:{case}/mia/v1").json
    assert len(found["decisions"]) == 4


def test_a_case_takes_as_many_labels_as_its_task_asks_for_of_whom_it_asks(
    desk: tuple[Evaldesk, str, str],
) -> None:
    said, case, other = desk
    said("labels", "new", "Named", "--case", case, "--reviewer", "mia", "--reviewer", "tom")
    said("labels", "new", "All", "--case", other, "--reviewers", "1")
    assert "T-1 asks mia, tom" in said("label", case, "--answer", "outcome=no", "--json",
                                      actor="eve").text  # fmt: skip
    assert said("labels", "next", "--json", actor="eve").json["waiting"] == 1
    assert say(said, other, "no", "eve") == 0
    refused = said("label", other, "--answer", "outcome=no", "--json", actor="tom").text
    assert "has the 1 labels that T-2 asks for" in refused
    tasks = said("labels", "tasks", "--json").json["tasks"]
    assert [(one["id"], one["state"], one["done"]) for one in tasks] == [
        ("T-1", "open", 0), ("T-2", "done", 1),
    ]  # fmt: skip
    assert said("labels", "close", "T-1", actor="eve").code == 1
    assert said("labels", "close", "T-1").code == 0
    assert (
        "was closed by ana"
        in said(
            "label", case, "--task", "T-1", "--answer", "outcome=no", "--json", actor="mia"
        ).text
    )


def test_who_adjudicates_has_not_labelled_and_never_will(
    desk: tuple[Evaldesk, str, str],
) -> None:
    said, case, _ = desk
    say(said, case, "no", "mia")
    say(said, case, "yes", "tom")
    decide = ("adjudicate", case, "--answer", "outcome=no", "--json")
    assert "labelled" in said(*decide, "-m", "it says so", actor="mia").text
    assert "needs a reason" in said(*decide, actor="zoe").text
    done = said(*decide, "-m", "it says so", actor="zoe")
    assert done.json["answers"] == {"outcome": "no"}
    assert said("labels", "differ", "--json").json["cases"] == []
    said("labels", "new", "Once more", "--case", case, "--reviewers", "3", "--again")
    assert (
        "adjudicated"
        in said("label", case, "--answer", "outcome=no", "--json", actor="zoe").text
    )
    back = said("undo", done.json["act"], "--json", actor="zoe")  # it blocks by this word
    told = back.json["error"]
    assert (back.code, told["kind"], [*told["refused"]]) == (1, "NotPutBack", [case])
    said("move", case, "--to", "monitoring", "-m", "ask again")
    assert said("undo", done.json["act"], actor="zoe").code == 0
    assert said("labels", "show", case, "--json").json["adjudication"] is None


def test_an_opinion_on_an_output_is_no_label(desk: tuple[Evaldesk, str, str]) -> None:
    said, case, _ = desk
    assert said("feedback", case, "--answer", "good=no", "--json", actor="mia").code == 0
    assert said("feedback", case, "--answer", "outcome=no", actor="mia").code == 2
    found = said("labels", "show", case, "--json").json
    assert (found["labels"], found["given"]) == ([], 0)
    assert [one["answers"] for one in found["feedback"]] == [{"good": "no"}]
    assert said("label", case, "--answer", "good=yes", actor="mia").code == 2


def test_a_version_is_set_by_who_owns_blocking_on_what_they_have_seen(
    desk: tuple[Evaldesk, str, str], tmp_path: Path
) -> None:
    said, case, _ = desk
    file = tmp_path / "next.toml"
    said("standard", "export", file)
    assert "nothing is new" in said("standard", "set", file, "-m", "x", "--json").text
    file.write_text(file.read_text().replace("Be fair", "Be fair, always"))
    assert said("standard", "set", file, "-m", "x", actor="kim").code == 1
    would = said("standard", "set", file, "--dry-run", "--json").json
    assert [one["field"] for one in would["changes"]] == ["edge_rules.1"]
    assert said("standard", "set", file, "-m", "clearer", actor="ben").code == 0
    assert "changed while you looked" in said("standard", "set", file, "-m", "x", "--json").text
    say(said, case, "no", "mia")
    old = said("standard", "show", "1", "--json").json
    assert (old["in_force"], old["labels"]) == (False, 0)
    assert said("standard", "--json").json["labels"] == 1
    assert [v["version"] for v in said("standard", "history", "--json").json["versions"]] == [
        2,
        1,
    ]
    assert len(said("standard", "diff", "1", "2", "--json").json["changes"]) == 1
    changed = (
        file.read_text().replace("based_on = 1", "based_on = 2").replace('"no"', '"never"')
    )
    file.write_text(changed)
    assert "frozen" in said("standard", "set", file, "-m", "x", "--json").text


def test_labels_of_another_tool_become_labels_and_odd_rows_wait_with_their_reason(
    desk: tuple[Evaldesk, str, str], tmp_path: Path
) -> None:
    said, case, other = desk
    rows = [
        "case_id,annotator,annotator_type,outcome,urgency,comment",
        f"{case},mia,human,yes,3,fine",
        f"{case},tom,human,no,,",
        f"{case},gpt,judge,no,9,",
        f"{other},bot,,yes,,",
        f"{other},mia,human,perhaps,,",
        "c-nope,mia,human,yes,,",
        f"{other},,human,yes,,",
        f"{case},tom,human,yes,,",
        f"{other},tom,human,,,",
    ]
    file = tmp_path / "labels.csv"
    file.write_text("\n".join(rows) + "\n")
    words = ("import", file, "--as", "labels", "--judge", "bot", "--json")
    done = said(*words).json
    assert (done["kind"], done["rows_added"], done["rows_rejected"]) == ("annotations", 4, 5)
    why = {one["row"]: one["reason"] for one in
           said("rejects", done["import_id"], "--json").json["rejects"]}  # fmt: skip
    for row, reason in (
        (5, "is no answer to 'outcome'"), (6, "is not on this desk"),
        (7, "needs its annotator"), (8, "twice, and differently"),
        (9, "answers no question"),
    ):  # fmt: skip
        assert reason in why[row]
    with closing(open_desk(tmp_path / "desk")) as opened, opened.ledger.reading() as asked:
        judges = {one.rater for one in asked.labels(judges=True)}
        people = {(one.rater, one.answers.get("urgency")) for one in asked.labels(judges=False)}
    assert (judges, people) == ({"gpt", "bot"}, {("mia", 3.0), ("tom", None)})
    again = said(*words).json
    assert (again["rows_added"], again["rows_known"]) == (0, 4)
    judged = said("adjudicate", other, "--answer", "outcome=no", "-m", "x", "--json").text
    assert "has 0 labels of people, judges apart, and 2 are needed" in judged
    assert said("imports", "undo", done["import_id"], "-m", "not ours").code == 0
    assert said("labels", "show", case, "--json").json["labels"] == []


def test_without_a_standard_nobody_is_asked_for_labels(tmp_path: Path) -> None:
    said, case, _ = blocking_desk(tmp_path)
    for words in (("labels", "new", "x"), ("label", case, "--answer", "a=b")):
        assert "Begin with: evaldesk standard export" in said(*words, "--json").text
