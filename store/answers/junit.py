"""The gate's answer as JUnit XML: a CI server lists every case that the release was held to."""

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from curation.waivers import Spared
from curation.waivers import told as told_waived
from store.answers.gate import GateAnswer
from store.answers.gate_flakes import told
from store.desk import Desk

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


_STANDS = (
    ("failed", "failure", "the case failed"),
    ("flaky", "error", "its attempts disagree"),
    ("missing", "error", "it was not run"),
    ("errored", "error", "it errored"),
    ("undecided", "error", "it failed in quarantine, with too few attempts to say why"),
)


def junit(desk: Desk, answer: GateAnswer) -> str:
    """One suite: a test per case and threshold; what cannot be decided is an error.

    What is waived, and a flaky case in quarantine that did not pass, is skipped: it cannot
    block.
    """
    suite = Element("testsuite", name=f"evaldesk gate {answer.set}@{answer.version}")
    for name, kind, why in _STANDS:
        for case_id in getattr(answer, name):
            _test(suite, case_id, kind, why)
    watched = {one.case: one for one in answer.quarantined}
    for case_id in answer.set_aside:
        one = watched[case_id]
        why = f"flaky, in quarantine until {one.until} ({one.owner}): {told(one)}"
        _test(suite, case_id, "skipped", why)
    for case_id in _passed(desk, answer):
        _test(suite, case_id, None, "")
    _numbers(suite, answer)
    kind = {"PASS": None, "BLOCKED": "failure"}.get(answer.verdict, "error")
    _test(suite, f"release {answer.run}", kind, f"{answer.verdict}: {answer.reason}")
    for name, called in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
        suite.set(called, str(len(suite.findall(f"testcase/{name}"))))
    suite.set("tests", str(len(suite)))
    root = Element("testsuites")
    root.append(suite)
    indent(root)
    return tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _numbers(suite: Element, answer: GateAnswer) -> None:
    """The thresholds, and whatever is waived."""
    spared = {one.what: f"waived, {one.waiver}: {told_waived(one)}" for one in used(answer)}
    checks = {check.name: check for check in answer.thresholds}
    for name, why in spared.items():
        _test(suite, name, "skipped", f"{checks[name].why}; {why}" if name in checks else why)
    for check in answer.thresholds:
        if check.name not in spared:
            kind = None if check.met else "failure" if check.met is False else "error"
            _test(suite, check.name, kind, check.why)


def _passed(desk: Desk, answer: GateAnswer) -> list[str]:
    stopping = {*answer.failed, *answer.flaky, *answer.missing, *answer.errored}
    stopping |= {*answer.set_aside, *answer.undecided, *(one.what for one in used(answer))}
    with desk.ledger.reading() as asked:
        held = asked.set_version(answer.set, answer.version)
    return sorted(set(held.cases if held else ()) - stopping)


def used(answer: GateAnswer) -> list[Spared]:
    """The waivers that the run needed."""
    return [one for one in answer.waivers if one.used]


def _test(suite: Element, name: str, outcome: str | None, message: str) -> None:
    test = SubElement(suite, "testcase", name=_clean(name), classname="evaldesk.gate")
    if outcome:
        SubElement(test, outcome, message=_clean(message))


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
