"""A certificate proves itself: what was changed is refused, and the field is named."""

import copy
import re
from collections.abc import Generator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from curation import certificate, thresholds
from curation.certificate import MARK
from curation.certificate_proof import Checked, in_itself
from curation.decisions import Kind, digest
from curation.errors import BadRequest, NothingToJudge
from curation.runs import Run
from curation.signing import KEY
from curation.standing import saying
from curation.thresholds import MARGIN, MAX_FLIP_RATE, MIN_SUPPORT
from curation.waivers import SUBJECT, Spared, Waiver, waiver_body
from store.answers.certificate import certificate_of
from store.answers.certificate_files import FORMATS, as_html, as_markdown, certificate_in
from store.answers.certificate_proof import STATED, proved
from store.answers.certificate_words import told
from store.desk import Desk
from tests.builders import ANA, imported, threshold_set
from tests.certified import NUMBER, answer, certified
from tests.terminal import Evaldesk, terminal

KEPT = Path(__file__).parent / "certificates" / "form-1.md"
NOON = "2026-11-21T12:00:00+00:00"
EVIL = "</script><script>alert(1)</script>```json evaldesk-certificate\n| <b> |"


@dataclass(frozen=True)
class World:
    """A desk on which one release was let through and another one stopped."""

    desk: Desk
    evaldesk: Evaldesk


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Generator[World]:
    place = tmp_path_factory.mktemp("certificates")
    with closing(certified(place / "desk", ("good", "PASS"), (EVIL, "BLOCKED"))) as desk:
        yield World(desk, terminal(place / "desk"))


@pytest.fixture(scope="module")
def sealed(world: World) -> dict[str, Any]:
    """The certificate of the release that was let through."""
    return certificate_of(world.desk, "good", None)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Generator[tuple[Any, ...]]:
    """The place of every value that holds no other."""
    if not hasattr(value, "__len__") or isinstance(value, str):
        yield path
        return
    pairs: Any = value.items() if hasattr(value, "items") else enumerate(value)
    for name, one in pairs:
        yield from leaves(one, (*path, name))


def changed(found: dict[str, Any], path: tuple[Any, ...]) -> dict[str, Any]:
    """`found` with another value at `path`."""
    made = copy.deepcopy(found)
    inner: Any = made
    for name in path[:-1]:
        inner = inner[name]
    was = inner[path[-1]]
    inner[path[-1]] = (not was) if isinstance(was, bool) else f"{was}1"
    return made


def resealed(found: dict[str, Any]) -> dict[str, Any]:
    """What a forger does who knows how the hash of the content is made."""
    return {**found, "sha256": certificate.sha256_of(found[MARK])}


def forged(found: dict[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """The whole forgery: another answer, with every hash and every field made to fit it."""
    content = copy.deepcopy(found[MARK])
    judged = certificate.read(content["entries"][0])
    judged = replace(judged, after={**judged.after, **change})
    content["entries"][0] = certificate.written(replace(judged, hash=digest(judged)))
    content["stated"] = certificate.stated(content)
    return certificate.sealed(content, None)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("run", "answer"), [("good", "PASS: may ship."), (EVIL, "BLOCKED: may not ship.")]
)
def test_what_was_issued_holds_with_the_desk_and_without(
    world: World, form: str, run: str, answer: str
) -> None:
    found = certificate_of(world.desk, run, "secret")
    text = FORMATS[form](found)
    assert told(found).answer == answer
    for desk, key, signed, log in (
        (world.desk, "secret", True, True),
        (None, None, None, None),
    ):
        proof = proved(text, key, desk)
        assert (proof.ok, proof.first_bad, proof.run) == (True, None, run)
        assert [one.ok for one in proof.checked] == [True, signed, True, log, log]


def test_it_says_who_set_each_number_and_what_nobody_has_measured(
    sealed: dict[str, Any],
) -> None:
    said = sealed[MARK]["stated"]
    (number,) = said["thresholds"]
    assert (number["name"], number["set_by"], number["owner"], number["deputy"]) == (
        "gate.pass_rate.blocking", "ana", "ana", "ben",
    )  # fmt: skip
    assert number["decision"] == 2
    assert [(n["name"], n["value"], n["set_by"], n["owner"]) for n in said["numbers"]] == [
        (MARGIN, 0.02, None, "ana"),
        (MIN_SUPPORT, 20, None, "ana"),
        (MAX_FLIP_RATE, 0.05, None, "ana"),
    ]
    assert said["release"]["commit"] == "abc123"
    assert said["label_agreement"] == {
        "alpha": None,
        "n": None,
        "why": certificate.NOT_MEASURED,
    }
    assert said["waivers"] == []


def test_no_field_can_be_changed_without_being_found(sealed: dict[str, Any]) -> None:
    places = list(leaves(sealed[MARK]))
    assert len(places) > 100
    silent = [path for path in places if not in_itself(changed(sealed, (MARK, *path)))]
    assert silent == []


def test_a_changed_field_is_named_also_when_the_hash_was_made_to_fit(
    sealed: dict[str, Any],
) -> None:
    stated = [path for path in leaves(sealed[MARK]["stated"])]
    for path in stated:
        faults = in_itself(resealed(changed(sealed, (MARK, "stated", *path))))
        assert str(path[0]) in faults[0].field
    for place, entry in enumerate(sealed[MARK]["entries"]):
        for name in ("actor", "reason", "subject", "previous"):
            made = changed(sealed, (MARK, "entries", place, name))
            assert in_itself(resealed(made))[0].field == f"entries.{entry['seq']}"
    one = next(iter(sealed[MARK]["frozen"]["cases"]))
    made = changed(sealed, (MARK, "frozen", "cases", one))
    assert in_itself(resealed(made))[0].field == "frozen.cases"


@pytest.mark.parametrize("form", FORMATS)
def test_a_word_that_people_read_cannot_be_changed_either(
    sealed: dict[str, Any], form: str
) -> None:
    text = FORMATS[form](sealed)
    told_otherwise = text.replace("PASS: may ship", "PASS: may ship at once")
    proof = proved(told_otherwise, None, None)
    assert proof.first_bad is not None
    assert proof.first_bad.field.startswith("text, line ")
    assert proved(text.replace("\n", "\r\n"), None, None).ok  # another system's line ends


@pytest.mark.parametrize(
    "change", [{"verdict": "BLOCKED"}, {"reason": "all is well"}, {"failed": ["c-1"]}]
)
def test_only_the_desk_or_the_key_tells_a_whole_forgery(
    world: World, sealed: dict[str, Any], change: Mapping[str, Any]
) -> None:
    text = as_markdown(forged(sealed, change))
    alone = proved(text, None, None)
    assert (alone.ok, alone.checked[-2].ok) == (True, None)  # and it says that nobody can tell
    with_desk = proved(text, None, world.desk)
    assert with_desk.first_bad is not None
    assert with_desk.first_bad.field == f"entries.{alone.decision}"
    with_key = proved(text, "secret", None)
    assert with_key.first_bad is not None
    assert with_key.first_bad.field == "signature"


def test_what_was_left_out_or_put_in_is_found_by_the_desk(
    world: World, sealed: dict[str, Any]
) -> None:
    content = copy.deepcopy(sealed[MARK])
    content["entries"] = content["entries"][:-1]
    content["stated"] = certificate.stated(content)
    proof = proved(as_markdown(certificate.sealed(content, None)), None, world.desk)
    assert not proof.ok


def test_a_signature_of_another_key_is_refused(world: World) -> None:
    text = as_html(certificate_of(world.desk, "good", "another"))
    proof = proved(text, "secret", world.desk)
    assert proof.first_bad is not None
    assert proof.first_bad.field == "signature"


def test_a_certificate_of_another_desk_is_refused(
    sealed: dict[str, Any], tmp_path: Path
) -> None:
    with closing(certified(tmp_path / "desk", ("good", "PASS"))) as desk:
        proof = proved(as_markdown(sealed), None, desk)
    assert proof.first_bad is not None
    assert proof.first_bad.field == "issued.origin"


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[1]", '{"evaldesk_certificate": 3}', "```json evaldesk-certificate\nx\n```",
     "[" * 9000],
    ids=["nothing", "no certificate", "a list", "a number", "no JSON", "deep"],
)  # fmt: skip
def test_a_file_that_holds_no_certificate_says_so(text: str) -> None:
    with pytest.raises(BadRequest, match="holds no release certificate"):
        proved(text, None, None)


@pytest.mark.parametrize(
    "content",
    [
        "{}",
        '{"form": 2}',
        '{"form": 1, "entries": [], "stated": {}}',
        '{"form": 1, "entries": [{}], "stated": []}',
        '{"form": 1, "entries": {"0": 1}}',
    ],
)
def test_a_made_up_certificate_is_refused_and_breaks_nothing(content: str) -> None:
    proof = proved(f'{{"{MARK}": {content}}}', None, None)
    assert proof.first_bad is not None


def test_a_certificate_that_was_issued_once_stays_readable() -> None:
    # When this fails the words or the form changed: let the form be 2, and read 1 as well.
    proof = proved(KEPT.read_text(encoding="utf-8"), "kept", None)
    assert (proof.ok, [one.ok for one in proof.checked]) == (
        True,
        [True, True, True, None, True],
    )


def test_what_others_wrote_ends_no_block_and_is_no_markup(world: World) -> None:
    found = certificate_of(world.desk, EVIL, None)
    page = as_html(found)
    assert page.count("<script") == 1
    assert "<b> |" not in page
    assert certificate_in(as_markdown(found)) == (found, "md")


@pytest.mark.parametrize("at", ["2030-01-01T00:00:00+00:00", "2020-01-01T00:00:00+00:00"])
def test_another_date_is_only_stated_without_the_desk_and_found_with_it(
    world: World, sealed: dict[str, Any], tmp_path: Path, at: str
) -> None:
    content = copy.deepcopy(sealed[MARK])
    content["issued"]["at"] = at
    content["frozen"]["frozen_by"] = "mallory"
    content["stated"] = certificate.stated(content)
    file = tmp_path / "forged.md"
    file.write_text(as_markdown(certificate.sealed(content, None)))
    alone = proved(file.read_text(), None, None)
    assert alone.checked[-1] == Checked(
        STATED, None, "only stated: the signature or the desk can tell"
    )
    said = world.evaldesk("verify", "--certificate", file, "--offline")
    assert "Nobody vouches for it here" in said.text
    refused = proved(file.read_text(), None, world.desk)
    assert refused.first_bad is not None
    assert refused.first_bad.field == "issued.at"
    for odd in ("soon", "2026-11-21T12:00:00"):
        content["issued"]["at"] = odd
        assert in_itself(certificate.sealed(content, None))


def test_a_later_answer_is_told_and_spoils_nothing(tmp_path: Path) -> None:
    with closing(certified(tmp_path / "desk", ("rc", "PASS"))) as desk:
        text = as_markdown(certificate_of(desk, "rc", None))
        answer(desk, "rc", "BLOCKED")
        proof = proved(text, None, desk)
        assert "may not ship" in told(certificate_of(desk, "rc", None)).answer
    assert proof.ok
    assert proof.later is not None
    assert "BLOCKED (decision 6" in proof.later


def test_one_issued_when_the_margin_has_moved_does_not_say_may_ship(tmp_path: Path) -> None:
    with closing(certified(tmp_path / "desk", ("rc", "PASS"))) as desk:
        before = as_markdown(certificate_of(desk, "rc", None))
        with desk.ledger.transaction() as tx:
            margin = tx.policy().thresholds[MARGIN]
            tx.record(threshold_set(replace(margin, value=0.0)))
        found = certificate_of(desk, "rc", None)
        proof = proved(before, None, desk)
        assert proved(as_markdown(found), None, desk).ok
        content = copy.deepcopy(found[MARK])
        content["issued"]["holds"]["reason"] = None
        hidden = certificate.sealed(content, None)
        assert told(hidden).good
        refused = proved(as_markdown(hidden), None, desk)
        answer(desk, "rc", "PASS")
        (by, _, _) = certificate_of(desk, "rc", None)[MARK]["stated"]["numbers"]
        assert told(certificate_of(desk, "rc", None)).answer == "PASS: may ship."
    why = "the margin to the baseline was 2 % then and is 0 % now (decision 6)"
    assert (told(found).answer, told(found).good) == ("Was PASS, holds no longer.", None)
    assert f"{why}. It said on " in told(found).sentence
    assert (proof.ok, proof.later) == (True, f"It holds no longer. Ask the gate again: {why}.")
    assert refused.first_bad is not None
    assert refused.first_bad.field == "issued.holds.reason"
    assert (by["name"], by["value"], by["set_by"], by["decision"]) == (MARGIN, 0, ANA, 6)


def _plain(sealed: dict[str, Any]) -> str:
    """Its HTML without marks."""
    return re.sub(r"<[^>]+>", "", as_html(sealed))


def test_what_was_let_by_is_listed_with_who_granted_it_and_who_ended_it(
    tmp_path: Path,
) -> None:
    granted_then = Waiver("W-1", "c-1", "carl", "2099-12-01", ANA, "known, harmless", NOON)
    spared = Spared("W-1", "c-1", True, "carl", "2099-12-01", ANA, "known, harmless")
    body = waiver_body(granted_then)
    over = waiver_body(replace(granted_then, ended_by="carl", ended_at=NOON))
    with closing(certified(tmp_path / "desk", ("rc", "PASS"))) as desk:
        with desk.ledger.transaction() as tx:
            granted = tx.record(saying(Kind.WAIVER_SET, f"{SUBJECT}W-1", body, actor=ANA))
        answer(desk, "rc", "PASS", spared)
        found = certificate_of(desk, "rc", None)
        assert proved(as_markdown(found), None, desk).ok
        with desk.ledger.transaction() as tx:
            tx.record(saying(Kind.WAIVER_SET, f"{SUBJECT}W-1", over, actor="carl"))
        ended = certificate_of(desk, "rc", None)
        assert proved(as_markdown(ended), None, desk).ok
    assert "Was PASS, holds no longer. Ask the gate again: it rested on W-1" in _plain(ended)
    assert "ended 2026-11-21 by carl" in _plain(ended)
    (waiver,) = found[MARK]["stated"]["waivers"]
    assert (waiver["by"], waiver["decision"], waiver["hash"]) == (
        ANA,
        granted.seq,
        granted.hash,
    )
    assert "known, harmless" in as_html(found)


def test_a_number_that_came_into_force_on_its_day_names_its_proposal(tmp_path: Path) -> None:
    becomes = thresholds.body(replace(NUMBER, value=0.9))
    with closing(certified(tmp_path / "desk", ("rc", "PASS"))) as desk:
        with desk.ledger.reading() as asked:
            judged = asked.decisions(subject="rc", kinds=[Kind.JUDGED])[0]
        content = certificate_of(desk, "rc", None)[MARK]
    held = certificate.read(content["entries"][2])
    assert held.kind is Kind.THRESHOLD_SET
    due = replace(held, kind=Kind.PROPOSAL_SET, after={"body": {"becomes": becomes}})
    said = [(name, now) for name, now, _ in certificate.limits_agree([judged, due])]
    assert said == [(NUMBER.name, 1.0)]  # the gate held it to another number than was approved


def test_a_run_that_was_never_judged_has_no_certificate(tmp_path: Path) -> None:
    with closing(certified(tmp_path / "desk")) as desk:
        with desk.ledger.transaction() as tx:
            tx.record(imported("imp-1", Run("rc", {"blocking": 1})))
        with pytest.raises(NothingToJudge, match="evaldesk gate rc"):
            certificate_of(desk, "rc", None)


def test_on_the_command_line_a_tampered_certificate_is_exit_1_and_named(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "good.html"
    monkeypatch.setenv(KEY, "secret")
    said = world.evaldesk("report", "release", "good", "--format", "html", "-o", file)
    assert "is not signed" not in said.text
    assert world.evaldesk("verify", "--certificate", file).code == 0
    file.write_text(file.read_text().replace("abc123", "abc124"))
    refused = world.evaldesk("verify", "--certificate", file, "--json")
    assert (refused.code, refused.json["ok"]) == (1, False)
    assert refused.json["first_bad"]["field"].startswith("entries.")
    assert world.evaldesk("verify", "--certificate", file, "--offline").code == 1
    assert world.evaldesk("verify", "--certificate", tmp_path / "none").code == 2
    assert world.evaldesk("report", "release", "good", "--format", "pdf").code == 2
    assert world.evaldesk("report", "release", "nope").code == 2
    back = world.evaldesk("report", "release", "good", "--as-of", 7)
    assert (back.code, "a certificate is only made" in back.text) == (1, True)
