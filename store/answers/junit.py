"""The gate's answer as JUnit XML: a CI server lists every case that the release was held to."""

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from store.answers.gate import GateAnswer
from store.desk import Desk

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(desk: Desk, answer: GateAnswer) -> str:
    """One suite: a test per case and threshold; what cannot be decided is an error."""
    suite = Element("testsuite", name=f"evaldesk gate {answer.set}@{answer.version}")
    for case_id in answer.failed:
        _test(suite, case_id, "failure", "the case failed")
    for case_id in answer.flaky:
        _test(suite, case_id, "error", "its attempts disagree")
    for case_id in answer.missing:
        _test(suite, case_id, "error", "it was not run")
    for case_id in answer.errored:
        _test(suite, case_id, "error", "it errored")
    for case_id in _passed(desk, answer):
        _test(suite, case_id, None, "")
    for check in answer.thresholds:
        kind = None if check.met else "failure" if check.met is False else "error"
        _test(suite, check.name, kind, check.why)
    kind = {"PASS": None, "BLOCKED": "failure"}.get(answer.verdict, "error")
    _test(suite, f"release {answer.run}", kind, f"{answer.verdict}: {answer.reason}")
    for name in ("failure", "error"):
        count = len(suite.findall(f"testcase/{name}"))
        suite.set({"failure": "failures", "error": "errors"}[name], str(count))
    suite.set("tests", str(len(suite)))
    root = Element("testsuites")
    root.append(suite)
    indent(root)
    return tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _passed(desk: Desk, answer: GateAnswer) -> list[str]:
    stopping = {*answer.failed, *answer.flaky, *answer.missing, *answer.errored}
    with desk.ledger.reading() as asked:
        held = asked.set_version(answer.set, answer.version)
    return sorted(set(held.cases if held else ()) - stopping)


def _test(suite: Element, name: str, outcome: str | None, message: str) -> None:
    test = SubElement(suite, "testcase", name=_clean(name), classname="evaldesk.gate")
    if outcome:
        SubElement(test, outcome, message=_clean(message))


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
