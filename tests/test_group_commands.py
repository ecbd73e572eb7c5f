"""Groups at the terminal: each act, its answer, its refusal, its way back."""

import json
from pathlib import Path

import pytest

from tests.terminal import Evaldesk, terminal
from tests.test_docs import CONTRACT, keys

EVENTS = [
    {"id": f"{said}-{n}", "timestamp": f"2026-11-0{2 + n}T10:00:00Z", "route": "refunds",
     "input": f"{said} {n}", "prediction": said, "truth": "billing", "model": "v1"}
    for said in ("iban", "card", "cash") for n in range(3)
]  # fmt: skip


@pytest.fixture
def evaldesk(tmp_path: Path) -> Evaldesk:
    said = terminal(tmp_path / "desk")
    said("init", "--owner", "ana")
    path = tmp_path / "events.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in EVENTS))
    assert said("import", path, "--as", "events").code == 0
    return said


def groups(evaldesk: Evaldesk) -> dict[str, str]:
    return {g["actual"]: g["group"] for g in evaldesk("inbox", "--json").json["groups"]}


def test_every_act_on_a_group_says_what_it_did_and_undo_takes_it_back(
    evaldesk: Evaldesk,
) -> None:
    ids = groups(evaldesk)
    iban, card = ids["iban"], ids["card"]
    cases = [c["case"] for c in evaldesk("inbox", "--group", iban, "--json").json["cases"]]
    for words, told in [
        (["rename", iban, "Accounts"], f"{iban} is called Accounts."),
        (["split", iban, "Zero", cases[0], "-m", "typo"], f"1 cases left {iban} for s-"),
        (["merge", card, "--into", iban, "-m", "alike"], "5 failures of 5 inputs"),
        (["archive", iban, "-m", "known"], "Sleeps until a week has more than 50 failures"),
        (["reopen", iban], f"{iban} waits in the inbox again."),
    ]:
        said = evaldesk("group", *words)
        assert (said.code, told in said.text) == (0, True), said.text
    shown = evaldesk("group", "show", card)
    assert shown.code == 0
    assert f"{iban}: Accounts" in shown.text
    assert "too few to say" in shown.text
    for _ in range(5):
        assert "is taken back for group" in evaldesk("undo").text
    assert groups(evaldesk) == ids
    assert evaldesk("verify").code == 0


def test_a_dry_run_says_what_would_change_and_changes_nothing(evaldesk: Evaldesk) -> None:
    ids = groups(evaldesk)
    merge = evaldesk("group", "merge", ids["card"], "--into", ids["iban"], "--dry-run")
    archive = evaldesk("group", "archive", ids["iban"], "--until", "+4", "--dry-run")
    assert "6 failures of 6 inputs" in merge.text
    assert "Sleeps until 4 more failures; there are 3 now." in archive.text
    assert "Nothing was changed." in merge.text
    assert groups(evaldesk) == ids
    assert not evaldesk("decisions", "--kind", "group_merged", "--json").json["decisions"]


def test_a_refusal_names_every_objection_and_ends_with_one(evaldesk: Evaldesk) -> None:
    iban = groups(evaldesk)["iban"]
    said = evaldesk("group", "split", iban, " ", "c-nowhere")
    assert said.code == 1
    for objection in ("a split needs a reason", "it needs a name", "c-nowhere does not fail"):
        assert objection in said.text
    assert evaldesk("group", "show", "g-nowhere").code == 2
    assert evaldesk("group", "archive", iban, "-m", "x", "--until", "soon").code == 2


def test_every_name_of_an_answer_about_groups_stands_in_the_contract(
    evaldesk: Evaldesk,
) -> None:
    ids = groups(evaldesk)
    iban, card = ids["iban"], ids["card"]
    evaldesk("group", "archive", ids["cash"], "-m", "known")
    for words in (
        ["group", "show", iban],
        ["group", "merge", card, "--into", iban, "--dry-run"],
        ["group", "archive", iban, "--dry-run"],
        ["group", "merge", card, "--into", iban, "-m", "alike"],
        ["group", "reopen", iban],
        ["inbox"],
        ["undo"],
    ):
        found = keys(evaldesk(*words, "--json").json)
        assert {name for name in found if name not in CONTRACT} == set()
