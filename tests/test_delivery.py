"""Alarms reach real servers: at least once, in order, with no secret said anywhere."""

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import closing
from datetime import datetime, timedelta
from email import message_from_string
from email.message import Message as Mail
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from curation.channels import Channel, ChannelType
from curation.errors import BadRequest, Unknown
from curation.messages import Message, trial
from store.acts.alarming import acknowledge, raise_alarms, resolve, write_runbook
from store.acts.delivering import Delivered, deliver, try_channel
from store.acts.maintaining import end, start
from store.acts.patience import Patience
from store.answers.alarm_book import book
from store.answers.alarms import alarms
from store.answers.health import health
from store.delivery.channels import Connection, connections
from store.delivery.sending import Outcome, send
from store.desk import Desk, found_desk, open_desk
from tests.builders import ANA, START
from tests.conftest import ROOT
from tests.post_office import Office, a_certificate, post_office, web
from tests.test_alarms import a_deviation, checked

HOUR = timedelta(hours=1)
OUCH = "<!channel> &\r\nBcc: all@example.org <b>x</b>"


class Hands:
    """A clock whose hands are moved by the test."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def desk(tmp_path: Path, hands: Hands) -> Generator[Desk]:
    found_desk(tmp_path / "desk")
    with closing(open_desk(tmp_path / "desk", hands)) as desk:
        yield desk


@pytest.fixture
def office() -> Generator[Office]:
    with web() as office:
        yield office


def named(office: Office, **more: Any) -> dict[str, Any]:
    """The settings of one channel that leads to `office`."""
    ops = {"type": "webhook", "address": office.url, **more}
    return {"base_url": "https://desk.example.org/", "channels": {"ops": ops}}


def heard(office: Office) -> list[tuple[str, str]]:
    """What was told of which alarm."""
    return [(one["alarm"], one["what"]) for one in map(json.loads, office.came)]


def states(done: Delivered) -> list[tuple[str, str | None]]:
    return [(one.state, one.problem) for one in done.tried]


def test_an_alarm_is_told_once_repeated_after_the_cool_down_and_told_to_be_over(
    desk: Desk, hands: Hands, office: Office
) -> None:
    desk.alarms = named(office)
    assert deliver(desk).tried == ()
    raise_alarms(desk, [a_deviation(), a_deviation("topic")])
    assert states(deliver(desk)) == [("sent", None)]
    hands.now += 23 * HOUR
    assert deliver(desk).tried == ()
    hands.now += HOUR
    deliver(desk)
    acknowledge(desk, "A-1", actor=ANA)
    hands.now += 48 * HOUR
    assert deliver(desk).tried == ()
    raise_alarms(desk, [], checked=[checked(a_deviation(s), 1) for s in ("price", "topic")])
    deliver(desk)
    raise_alarms(desk, [a_deviation(number=2)])
    deliver(desk)
    assert [what for _, what in heard(office)] == ["raised", "again", "resolved", "back"]
    assert len({one["Idempotency-Key"] for one in office.headers}) == 4
    assert desk.ledger.verify() == (None, True)


def test_the_message_says_what_is_wrong_where_to_look_and_what_to_do(
    desk: Desk, office: Office
) -> None:
    desk.alarms = named(office)
    write_runbook(desk, "drift", "Ring the bell", actor=ANA)
    raise_alarms(desk, [a_deviation(sentence=OUCH)])
    deliver(desk)
    said = json.loads(office.came[0])
    assert said["runbook"] == "Ring the bell"
    assert said["link"] == "https://desk.example.org/alarms?alarm=A-1"
    assert said["page"] == "https://desk.example.org/drift?column=price"
    assert (said["severity"], said["n"], said["limit"], said["cohort"]) == (
        "severe", 900, 0.3, {"region": "eu"},
    )  # fmt: skip
    assert "\r" not in said["text"]
    assert said["text"].startswith("Alarm (severe): A-1, <!channel> & Bcc: all@example.org")
    assert office.headers[0]["Content-Type"] == "application/json; charset=utf-8"


def test_slack_gets_words_that_are_no_mention(desk: Desk, office: Office) -> None:
    desk.alarms = named(office, type="slack")
    raise_alarms(desk, [a_deviation(sentence=OUCH * 200)])
    deliver(desk)
    said = json.loads(office.came[0])
    assert said["text"].startswith("Alarm (severe): A-1, &lt;!channel&gt; &amp; Bcc:")
    told = [block["text"] for block in said["blocks"]]
    assert [one["type"] for one in told] == ["plain_text"] * 3 + ["mrkdwn"]
    assert all(len(one["text"]) <= 3000 for one in told)
    assert len(told[0]["text"]) == 150
    assert told[3]["text"] == "<https://desk.example.org/alarms?alarm=A-1|Open it in Evaldesk>"


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ((500, 200), "it answered 500"),
        ((302, 200), "it answered 302 and points elsewhere; redirects are not followed"),
        ((404, 200), "it answered 404"),
    ],
)
def test_what_failed_is_tried_again_later_even_by_another_process(
    tmp_path: Path, desk: Desk, hands: Hands, answers: tuple[int, ...], problem: str
) -> None:
    raise_alarms(desk, [a_deviation()])
    with web(*answers) as office, closing(open_desk(tmp_path / "desk", hands)) as other:
        desk.alarms = other.alarms = named(office)
        first = deliver(desk)
        assert states(first) == [("waiting", problem)]
        assert (first.waiting, first.fine) == (1, True)
        assert deliver(other).tried == ()  # it waits a minute
        hands.now += timedelta(minutes=1)
        assert states(deliver(other)) == [("sent", None)]
        assert len(office.came) == 2
        assert office.headers[0]["Idempotency-Key"] == office.headers[1]["Idempotency-Key"]
        assert office.came[0] == office.came[1]


def test_a_channel_that_never_answers_well_is_given_up_where_everybody_sees_it(
    desk: Desk, hands: Hands
) -> None:
    raise_alarms(desk, [a_deviation()])
    with web(500) as office:
        desk.alarms = named(office)
        for _ in range(19):
            deliver(desk)
            hands.now += HOUR
        done = deliver(desk)
        assert len(office.came) == 8
        assert (done.given_up, done.fine) == (("A-1:ops",), False)
        found = alarms(desk)
        assert (found.undelivered, found.tone) == (("A-1",), "bad")
        assert "A-1 could not be delivered." in found.sentence
        assert found.channels[0].problem == "it answered 500"
        assert "A-1 could not be delivered" in [ask.what for ask in health(desk).asks]
        office.answers = (200,)
        hands.now += 24 * HOUR  # it is tried anew after the cool-down
        assert deliver(desk).fine
    assert alarms(desk).undelivered == ()


def connection(office: Office, **more: Any) -> Connection:
    found = connections(named(office, **more))
    return found.channel("ops")


HELLO = trial("ops", "0" * 12, "now", None)


@pytest.mark.parametrize("answer", ["silent", "slow"])
def test_a_server_that_keeps_us_waiting_is_left_alone(answer: str) -> None:
    with web(answer) as office:
        assert send(connection(office), HELLO, longest=0.3) == "it did not answer in time"
        assert len(office.came) == 1


def two(silent: Office, office: Office) -> dict[str, Any]:
    """One channel that keeps everybody waiting, and one that answers."""
    channels = {"bad": {"type": "webhook", "address": silent.url},
                "good": {"type": "webhook", "address": office.url}}  # fmt: skip
    return {"channels": channels}


def three(desk: Desk) -> None:
    raise_alarms(desk, [a_deviation(cohort={"region": str(n)}) for n in range(3)])


@pytest.mark.parametrize("answer", ["silent", "slow"])
def test_a_channel_that_did_not_answer_in_time_is_not_waited_for_again(
    desk: Desk, hands: Hands, office: Office, answer: str
) -> None:
    three(desk)
    with web(answer) as silent:
        desk.alarms = two(silent, office)
        done = deliver(desk, patience=Patience(longest=0.3))
        assert len(silent.came) == 1
        assert sorted(heard(office)) == [(f"A-{n}", "raised") for n in (1, 2, 3)]
        assert done.put_off == ("A-2:bad", "A-3:bad")
        assert deliver(desk).tried == ()  # they wait as long as the one that was tried
        hands.now += timedelta(minutes=1)
        done = deliver(desk, patience=Patience(longest=0.3))
        (tried,) = done.tried  # what was not tried yet comes first
        assert (tried.alarm, tried.attempts, len(silent.came)) == ("A-2", 1, 2)
    with web() as well:
        desk.alarms = two(well, office)
        hands.now += HOUR
        assert deliver(desk).waiting == 0
        assert sorted(heard(well)) == [(f"A-{n}", "raised") for n in (1, 2, 3)]
    assert len(office.came) == 3


def test_who_has_little_time_shares_it_and_leaves_the_rest_for_later(
    desk: Desk, office: Office
) -> None:
    three(desk)
    with web("silent") as silent, web(500) as broken:
        desk.alarms = two(silent, office)
        also = {"broken": {"type": "webhook", "address": broken.url}}
        desk.alarms["channels"] |= also
        began = monotonic()
        done = deliver(desk, patience=Patience(within=1.5))
        assert monotonic() - began < 2.5
        assert (len(silent.came), len(broken.came)) == (1, 1)
        assert sorted(heard(office)) == [(f"A-{n}", "raised") for n in (1, 2, 3)]
        assert done.waiting == 6


def test_who_has_no_time_left_records_nothing(desk: Desk, office: Office) -> None:
    three(desk)
    desk.alarms = named(office)
    ticks = iter((0.0, 1.0, 4.6, 4.7, 4.8, 4.9))
    done = deliver(desk, patience=Patience(within=5, ticks=lambda: next(ticks)))
    assert (len(done.tried), done.waiting, len(office.came)) == (1, 2, 1)
    assert deliver(desk).waiting == 0


def test_nobody_there_is_a_sentence_without_the_address() -> None:
    with web() as office:
        pass
    problem = send(connection(office), HELLO)
    assert problem == "no connection: Connection refused"


def test_secrets_come_from_the_environment_and_are_said_to_nobody(
    desk: Desk, hands: Hands, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with web(500, 200) as office:
        monkeypatch.setenv("OPS_URL", office.url)
        monkeypatch.setenv("OPS_TOKEN", "t0k3n")
        desk.alarms = named(office, address="env:OPS_URL", token="env:OPS_TOKEN")
        raise_alarms(desk, [a_deviation()])
        deliver(desk)
        hands.now += HOUR
        deliver(desk)
        assert [one["Authorization"] for one in office.headers] == ["Bearer t0k3n"] * 2
        shown = repr(connections(desk.alarms))
        with desk.ledger.reading() as asked:
            log = repr([(e.after, e.reason, e.before) for e in asked.entries()])
        told = "".join(capfd.readouterr()) + shown + log + repr(alarms(desk)) + office.came[0]
        assert [secret for secret in ("s3cr3t", "t0k3n") if secret in told] == []


KILLED = """
import os, sys
from datetime import datetime
from pathlib import Path
from store.acts.delivering import deliver
from store.delivery.sending import attempt
from store.desk import open_desk
folder, url, now = sys.argv[1:]
desk = open_desk(Path(folder), lambda: datetime.fromisoformat(now))
desk.alarms = {"channels": {"ops": {"type": "webhook", "address": url}}}
deliver(desk, by=lambda *words: attempt(*words).problem or os._exit(9))
"""


def test_who_is_killed_between_sending_and_recording_leaves_nothing_untold(
    tmp_path: Path, desk: Desk, hands: Hands, office: Office
) -> None:
    raise_alarms(desk, [a_deviation()])
    words = [str(tmp_path / "desk"), office.url, hands.now.isoformat()]
    killed = subprocess.run([sys.executable, "-c", KILLED, *words], cwd=ROOT, check=False)
    assert killed.returncode == 9
    desk.alarms = named(office)
    resolve(desk, "A-1", actor=ANA, reason="over")
    assert deliver(desk).waiting == 1  # it may still be on its way
    hands.now += timedelta(minutes=5)
    deliver(desk)
    assert [what for _, what in heard(office)] == ["raised", "raised", "resolved"]
    keys = [one["Idempotency-Key"] for one in office.headers]
    assert keys[0] == keys[1] != keys[2]


def test_two_who_deliver_at_once_tell_it_once(
    tmp_path: Path, desk: Desk, hands: Hands, office: Office
) -> None:
    raise_alarms(desk, [a_deviation(cohort={"region": str(n)}) for n in range(4)])
    desks = [open_desk(tmp_path / "desk", hands) for _ in range(3)]
    for one in desks:
        one.alarms = named(office)
    people = [threading.Thread(target=deliver, args=(one,)) for one in desks]
    for one in people:
        one.start()
    for one in people:
        one.join()
    for one in desks:
        one.close()
    assert sorted(heard(office)) == [(f"A-{n}", "raised") for n in range(1, 5)]


def test_who_took_longer_than_the_lease_does_not_overrule_who_took_over(
    desk: Desk, hands: Hands, office: Office
) -> None:
    desk.alarms = named(office)
    raise_alarms(desk, [a_deviation()])

    def slow(_where: Connection, _what: Message, *_: object) -> Outcome:
        hands.now += timedelta(minutes=6)
        deliver(desk)
        return Outcome("it did not answer in time")

    deliver(desk, by=slow)
    with desk.ledger.reading() as asked:
        (one,) = book(asked).told["A-1", "ops"]
    assert (one.state, one.attempts) == ("sent", 2)


def test_a_maintenance_mutes_until_its_end_and_what_still_holds_is_told_then(
    desk: Desk, hands: Hands, office: Office
) -> None:
    desk.alarms = named(office)
    start(desk, hands.now + 8 * HOUR, {"region": "eu"}, actor=ANA, reason="migration")
    us = a_deviation(cohort={"region": "us"})
    raise_alarms(desk, [a_deviation(), a_deviation("topic", 1), us])
    assert alarms(desk).muted == 2
    assert deliver(desk).waiting == 2
    assert heard(office) == [("A-2", "raised")]
    raise_alarms(desk, [], checked=[checked(a_deviation(), 1)])  # one is gone meanwhile
    end(desk, "M-1", actor=ANA)
    assert deliver(desk).waiting == 0
    assert heard(office) == [("A-2", "raised"), ("A-3", "raised")]


def test_each_channel_hears_what_it_asked_for_and_nobody_is_said_to_hear_nothing(
    desk: Desk, office: Office
) -> None:
    ops = {"type": "webhook", "address": office.url, "cohorts": [{"region": "eu"}]}
    desk.alarms = {"channels": {"ops": ops}}
    raise_alarms(desk, [a_deviation(), a_deviation(cohort={"region": "us"})])
    done = deliver(desk)
    assert (heard(office), done.untold, done.fine) == ([("A-1", "raised")], ("A-2",), False)
    assert "Nobody is told of A-2: no channel takes it." in alarms(desk).sentence


def mailed(office: Office, **more: str) -> dict[str, Any]:
    ops = {"type": "mail", "address": "ops@example.org", "sender": "desk@example.org",
           "server": f"localhost:{office.port}", "security": "none", **more}  # fmt: skip
    return {"channels": {"ops": ops}}


def test_mail_has_safe_headers_and_the_same_id_on_every_attempt(
    desk: Desk, hands: Hands
) -> None:
    raise_alarms(desk, [a_deviation(sentence=OUCH)])
    with post_office(451, 200) as office:
        desk.alarms = mailed(office)
        assert states(deliver(desk)) == [("waiting", "the server answered 451")]
        hands.now += HOUR
        deliver(desk)
        found: list[Mail] = [message_from_string(one) for one in office.came]
    assert len({one["Message-ID"] for one in found}) == 1
    assert found[1]["Subject"].startswith("Alarm (severe): A-1, <!channel> & Bcc: all@")
    assert found[1]["Bcc"] is None
    assert [line for line in office.said if line.startswith("rcpt")] == [
        "rcpt TO:<ops@example.org>"
    ] * 2
    assert found[1].get_content_type() == "text/plain"
    assert "What to do first:" in str(found[1].get_payload())


def test_a_recipient_who_was_refused_is_told_later_and_the_others_only_once(
    desk: Desk, hands: Hands
) -> None:
    raise_alarms(desk, [a_deviation()])
    with post_office() as office:
        office.refused = "gone@"
        desk.alarms = mailed(office, address="ops@example.org, gone@example.org")
        for told in ("1 of 2 recipients", "the recipient"):  # then only they are tried
            assert states(deliver(desk)) == [("waiting", f"the server refused {told}")]
            hands.now += HOUR
        office.refused = ""
        assert states(deliver(desk)) == [("sent", None)]
    to = [line for line in office.said if line.startswith("rcpt")]
    assert [("gone@" in line) for line in to] == [False, True, True, True]
    assert len(office.came) == 2
    assert desk.ledger.verify() == (None, True)


@pytest.mark.parametrize("bye", ["250 fine", "421 too busy", ""])
def test_mail_that_was_taken_is_told_whatever_the_server_says_at_the_end(
    desk: Desk, bye: str
) -> None:
    raise_alarms(desk, [a_deviation()])
    with post_office() as office:
        office.bye = bye
        desk.alarms = mailed(office)
        assert states(deliver(desk, patience=Patience(longest=2))) == [("sent", None)]
        assert len(office.came) == 1


@pytest.mark.parametrize(
    ("answers", "words", "problem"),
    [
        (("nobody",), {}, "the server refused the recipient"),
        ((), {"security": "starttls"}, "the server offers no STARTTLS, or no sign-in"),
        ((), {"user": "me", "password": "env:PW"}, "a password is not sent without encryption"),
        ((), {"security": "odd"}, "its security is none of starttls, tls, none"),
        ((), {"server": "env:NOT_SET"}, "its server is not set"),
        ((), {"address": "a@b\n, c@d"}, None),
    ],
)
def test_mail_that_cannot_be_sent_says_why(
    answers: tuple[object, ...], words: dict[str, str], problem: str | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("PW", "p4ssw0rd")
    with post_office(*answers) as office:
        found = connections(mailed(office, **words)).channel("ops")
        assert send(found, HELLO) == problem
        assert "p4ssw0rd" not in "".join(office.said)
        assert len(office.came) == (problem is None)


def test_mail_signs_in_only_after_it_is_encrypted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl to make a certificate")
    certificate = a_certificate(tmp_path)
    monkeypatch.setenv("PW", "p4ssw0rd")
    words = {"security": "starttls", "user": "me", "password": "env:PW"}
    with post_office(certificate=certificate) as office:
        found = connections(mailed(office, **words)).channel("ops")
        assert send(found, HELLO) == "its certificate was not accepted"
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert send(found, HELLO) is None
        verbs = [line.split()[0].upper() for line in office.said[-8:]]
        assert verbs.index("STARTTLS") < verbs.index("AUTH") < verbs.index("DATA")
    with post_office("refuse", certificate=certificate) as office:
        found = connections(mailed(office, **words)).channel("ops")
        assert send(found, HELLO) == "the server refused the user or the password"


def test_a_channel_can_be_tried_without_a_word_in_the_log(desk: Desk, office: Office) -> None:
    desk.alarms = named(office)
    with desk.ledger.reading() as asked:
        head = asked.head()
    assert try_channel(desk, "ops") is None
    assert json.loads(office.came[0])["what"] == "test"
    with desk.ledger.reading() as asked:
        assert asked.head() == head
    with pytest.raises(Unknown, match="No channel 'nope'"):
        try_channel(desk, "nope")


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"channels": []}, "is a table for each channel"),
        ({"channels": {"a b": {}}}, "is called by letters"),
        ({"channels": {"ops": 1}}, "is a table"),
        ({"channels": {"ops": {"type": "fax"}}}, "needs a type: webhook, slack, mail"),
        ({"channels": {"ops": {"type": "slack"}}}, "needs an address"),
        ({"channels": {"ops": {"type": "slack", "address": "file:///etc"}}}, "begins with"),
        ({"channels": {"ops": {"type": "mail", "address": "ops"}}}, "an e-mail address"),
        ({"base_url": "javascript:x"}, "base_url"),
        ({"base_url": "https://me:pw@desk.example.org"}, "takes no user or password"),
    ],
)  # fmt: skip
def test_settings_that_nobody_can_mean_are_refused(settings: dict[str, Any], why: str) -> None:
    with pytest.raises(BadRequest, match=why):
        connections(settings)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"token": "t0k3n"}, "names its token by a variable"),
        ({"severities": ["loud"]}, "severities out of"),
        ({"routes": "refunds"}, "routes as a list"),
        ({"cohorts": ["eu"]}, "cohorts as"),
        ({"adress": "x"}, "knows no adress"),
        ({"address": "https://me:s3cr3t@example.org/"}, 'Name a token instead: token = "env:'),
    ],
)
def test_words_of_a_channel_that_cannot_be_meant_are_refused_without_repeating_them(
    office: Office, more: dict[str, Any], why: str
) -> None:
    with pytest.raises(BadRequest, match=why) as refused:
        connections(named(office, **more))
    assert not [secret for secret in ("t0k3n", "s3cr3t") if secret in str(refused.value)]


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("", "its address is not set, or does not begin with https://"),
        ("http://me:s3cr3t@127.0.0.1:9/", "its address names a user; name a token: token = "),
    ],
)
def test_a_variable_that_holds_no_address_is_a_problem_and_nothing_is_sent(
    monkeypatch: pytest.MonkeyPatch, address: str, problem: str
) -> None:
    monkeypatch.setenv("OPS_URL", address)
    found = Connection(Channel("ops", ChannelType.WEBHOOK), {"address": "env:OPS_URL"})
    said = send(found, HELLO) or ""
    assert said.startswith(problem)
    assert "s3cr3t" not in said
