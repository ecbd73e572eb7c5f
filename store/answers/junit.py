"""The gate's answer as JUnit XML: a CI server lists each case that stops the release."""

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from store.answers.gate import GateAnswer

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(answer: GateAnswer) -> str:
    """One suite: a test per named case and threshold; what cannot be decided is an error."""
    suite = Element("testsuite", name=f"evaldesk gate {answer.set}@{answer.version}")
    for case_id in answer.failed:
        _test(suite, case_id, "failure", "the case failed")
    for case_id in answer.flaky:
        _test(suite, case_id, "error", "its attempts disagree")
    for case_id in answer.missing:
        _test(suite, case_id, "error", "it was not run")
    for case_id in answer.errored:
        _test(suite, case_id, "error", "it errored")
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


def _test(suite: Element, name: str, outcome: str | None, message: str) -> None:
    test = SubElement(suite, "testcase", name=_clean(name), classname="evaldesk.gate")
    if outcome:
        SubElement(test, outcome, message=_clean(message))


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
