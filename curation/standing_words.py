"""What a decision did to something that stands: an alarm, a waiver, a person, a contract."""

from collections.abc import Callable, Mapping, Sequence
from typing import cast

from curation import checklists, dataset_words, label_words
from curation.decisions import Body, Kind
from curation.erasure_words import erased
from curation.golden_words import refresh_phrase, topics_phrase
from curation.review_words import action_phrase, review_phrase
from curation.threshold_moves import move, spoken
from curation.twin_words import phrase as twins_judged

Phrase = Callable[[str, Body, Body], str | None]
_STAGES = {"approved": "approved", "rejected": "rejected", "withdrawn": "withdrew"}


def phrase(kind: Kind, subject: str, before: Body, after: Body) -> str | None:
    """What was done, after the name of who did it; None: nothing better than the fields."""
    say = _PHRASES.get(kind)
    if say is None or not after:
        return None
    return say(subject.partition(":")[2] or subject, before, after)


def _proposal(name: str, before: Body, after: Body) -> str | None:
    what, base = after.get("name"), after.get("base")
    if not isinstance(what, str) or not isinstance(base, Mapping):
        return None
    was = cast("Body", base).get("value")
    moves = f"{name}: {move(what, was, after.get('to'))}"
    day = f", from {after['effective']} on" if after.get("effective") else ""
    if not before:
        return f"proposed {moves}{day}"
    if (stage := after.get("said")) != before.get("said"):
        return f"{_STAGES.get(str(stage), f'left as {stage}')} {moves}{day}"
    if after.get("refreshed") != before.get("refreshed"):
        return f"refreshed {moves}{day}"
    return None


def _waiver(name: str, before: Body, after: Body) -> str | None:
    what = after.get("what")
    if not isinstance(what, str):
        return None
    waived = f"{spoken(what)} for {_release(after)}"
    if after.get("ended_at") and not before.get("ended_at"):
        return f"ended {name}: {waived}"
    if not before:
        return f"waived {waived} until {after.get('until')} ({name})"
    if after.get("owner") != before.get("owner"):
        return f"gave {name} to {after.get('owner')} to mend: {waived}"
    return None


def _release(waiver: Body) -> str:
    if run := waiver.get("run"):
        return f"run {run}"
    model = waiver.get("model")
    return f"version {model}" if model else "any release"


def _person(subject: str, before: Body, after: Body) -> str | None:
    name, role, was = after.get("name"), after.get("role"), before.get("role")
    if subject == "strangers":
        return f"said that who is not listed is {_a(role)}"
    if after.get("left") and not before.get("left"):
        over = f"; {after['successor']} took over" if after.get("successor") else ""
        return f"let {name} leave on {after['left']}{over}"
    if not before:
        return f"listed {name} as {_a(role)}"
    if before.get("left") and not after.get("left"):
        return f"took {name} back as {_a(role)}"
    return f"made {name} {_a(role)} instead of {_a(was)}" if role != was else None


def _a(role: object) -> str:
    return f"{'an' if str(role)[:1] in 'aeiou' else 'a'} {role}"


def _alarm(name: str, before: Body, after: Body) -> str | None:
    about = _about(after)
    if not before:
        return f"raised {name}, {after.get('worst')}{about}"
    state, was = after.get("state"), before.get("state")
    if (after.get("opened") or 0) > (before.get("opened") or 0):
        return f"raised {name} again{about}"
    if state == was == "open" or state == was == "acknowledged":
        return _again(name, before.get("times"), after.get("times"), about)
    if state == "resolved":
        why = after.get("resolved_because")
        return f"resolved {name}{f': {why}' if why else about}"
    if state == "acknowledged":
        return f"took {name}{about}"
    return None


def _again(name: str, was: object, times: object, about: str) -> str:
    """Seen again, or only judged again; either way what it says now."""
    if not isinstance(times, int) or times == was:
        return f"looked at {name} again{about}"
    return f"saw {name} again ({times} times by now){about}"


def _about(alarm: Body) -> str:
    """The gravest of what an alarm is about, as a sentence."""
    held: Sequence[Body] = alarm.get("held") or ()
    first: Body = held[0].get("deviation", {}) if held else {}
    return f": {first['sentence']}".rstrip(".") if first.get("sentence") else ""


def _investigation(name: str, before: Body, after: Body) -> str | None:
    title = f": {after['title']}" if after.get("title") else ""
    if not before:
        return f"opened {name}, {after.get('severity')}{title}"
    status, was = after.get("status"), before.get("status")
    if status == "closed" != was:
        finding = after.get("finding")
        return f"closed {name}{f': {finding}' if finding else title}"
    if status != was:
        came = f"saw that what {name} is about has ended"
        return f"{came if status == 'ended' else f'opened {name} again'}{title}"
    if after.get("owner") != before.get("owner"):
        return f"gave {name} to {after.get('owner')}{title}"
    seen = after.get("sightings") != before.get("sightings")
    return f"saw {name} again{title}" if seen else None


def _contract(_: str, before: Body, after: Body) -> str | None:
    version = after.get("version")
    if version is None:
        return None
    if not before:
        return f"set the contract, version {version}"
    names = [n.replace("_", " ") for n in after if after[n] != before.get(n) and n != "version"]
    what = f": {', '.join(names)}" if names else ""
    return f"set version {version} of the contract{what}"


def _self_test(_: str, __: Body, after: Body) -> str | None:
    probes = after.get("probes")
    if not isinstance(probes, list):
        return None
    shown = [cast("Body", one) for one in cast("list[object]", probes) if isinstance(one, dict)]
    wrong = [str(one.get("name")) for one in shown if not one.get("held")]
    on = f" on {after['set']}" if after.get("set") else ""
    tested = f"tested the gate with {len(shown)} runs{on}"
    if not wrong:
        return f"{tested}: it answered each as it should"
    return f"{tested}: it answered {len(wrong)} wrong ({', '.join(wrong)})"


def _watched(_: str, __: Body, after: Body) -> str | None:
    return f"judged production up to {after['until']}" if after.get("until") else None


_PHRASES: Mapping[Kind, Phrase] = {
    Kind.PROPOSAL_SET: _proposal,
    Kind.WAIVER_SET: _waiver,
    Kind.PERSON_SET: _person,
    Kind.ALARM_SET: _alarm,
    Kind.INVESTIGATION_SET: _investigation,
    Kind.CONTRACT_SET: _contract,
    Kind.SELF_TESTED: _self_test,
    Kind.DUPLICATE_SET: twins_judged,
    Kind.WATCHED: _watched,
    Kind.ERASED: erased,
    **label_words.PHRASES,
    Kind.WANTED_SET: dataset_words.wanted,
    Kind.SUITE_SET: dataset_words.suite,
    Kind.REFRESH_SET: refresh_phrase,
    Kind.TOPICS_SET: topics_phrase,
    Kind.REVIEW_SET: review_phrase,
    Kind.ACTION_SET: action_phrase,
    Kind.CHECK_SET: checklists.phrase,
}
