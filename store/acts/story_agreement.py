"""What the sample tells of labels: a standard, two people, a judge, and where they differ."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from secrets import token_hex

from curation import labels as shapes
from curation.cases import Behaviour, Case, Severity, State
from curation.decisions import Kind
from curation.labelling_standard import Option, Question, Scale, Standard
from curation.labels import Label
from curation.standing import saying
from store.acts.adjudicating import adjudicate
from store.acts.labelling import SALT_BYTES
from store.acts.setting_standard import set_standard
from store.desk import Desk
from store.ledger import Transaction
from store.sample.story.people import ANA, CHLOE, DEV, FARID

JUDGE = "judge-4.1"
OF_MONITORING = 60  # so many cases besides those that block
ONE_LABEL = 3  # so many of blocking were labelled by one person only
BEHAVIOUR = Question(
    "behaviour",
    "What ought the assistant to do?",
    options=(
        Option(Behaviour.ANSWER, "the policy page answers it"),
        Option(Behaviour.REFUSAL, "no answer may be given, whatever is asked"),
        Option(Behaviour.NEEDS_HUMAN, "only a colleague may decide it"),
    ),
)
SEVERITY = Question(
    "severity",
    "How bad is a wrong answer?",
    Scale.ORDINAL,
    tuple(Option(one) for one in Severity),
    decides=False,
)
STANDARD = Standard(
    version=1,
    title="What the support assistant ought to do",
    questions=(BEHAVIOUR, SEVERITY),
    definitions="The case is what the customer wrote; what the model said is not shown.",
    criteria="Ask what a careful colleague would do with the policy page open.",
    boundary_cases=("A refund over $200 needs a human, also where the policy is plain.",),
    counter_examples=("Rude words alone are no reason to refuse.",),
    edge_rules=("Two wishes in one message: label the one that costs more.",),
)
# How often somebody says something else than the others: stale records are where it is unclear.
_UNCLEAR: Mapping[str | None, int] = {"stale_record": 30, "bad_source": 25, None: 8}


def tell_agreement(desk: Desk) -> None:
    """The standard, the labels of two people and a judge, and one disagreement settled."""
    with desk.ledger.reading() as asked:
        blocking = asked.cases(State.BLOCKING)
        others = asked.cases(State.MONITORING)[:OF_MONITORING]
        stands = asked.standard()
    if not blocking:
        return
    if stands is None:
        why = "agreed in the labelling workshop of the review"
        set_standard(desk, STANDARD, actor=ANA, reason=why, based_on=0)
    elif stands.question(BEHAVIOUR.name) is None:
        return
    alone = {case.id for case in blocking[-ONE_LABEL:]}
    with desk.ledger.transaction() as tx:
        for case in (*blocking, *others):
            for one in _labels(tx, case, alone=case.id in alone):
                tx.record(
                    saying(
                        Kind.LABEL_SET,
                        shapes.subject(case.id, one.rater, one.standard),
                        shapes.body(one, token_hex(SALT_BYTES)),
                        actor=one.rater,
                    )
                )
    _settle(desk, blocking)


def _labels(tx: Transaction, case: Case, *, alone: bool) -> Iterable[Label]:
    people = (
        (FARID,) if alone else (CHLOE, FARID) if _drawn(case.id, "who") % 3 else (DEV, FARID)
    )
    for rater in (*people, JUDGE):
        answers = {
            BEHAVIOUR.name: _said(case, rater),
            SEVERITY.name: str(_severity(case, rater)),
        }
        judge = rater == JUDGE
        yield Label(case.id, rater, 1, answers, tx.clock(), judge=judge, brought=judge)


def _said(case: Case, rater: str) -> str:
    right = case.behaviour or Behaviour.ANSWER
    often = 12 if rater == JUDGE else _UNCLEAR.get(case.kind, _UNCLEAR[None])
    if _drawn(case.id, rater) % 100 >= often or rater == FARID:
        return right
    others = [one for one in Behaviour if one is not right]
    return others[_drawn(case.id, "other") % len(others)]


def _severity(case: Case, rater: str) -> Severity:
    grades = list(Severity)
    place = grades.index(case.severity or Severity.MEDIUM)
    step = 0 if _drawn(case.id, rater, "grade") % 4 else 1
    return grades[max(0, place - step)]


def _drawn(*words: str) -> int:
    """The same number for the same words, on every machine."""
    return int.from_bytes(sha256("/".join(words).encode()).digest()[:4], "big")


def _settle(desk: Desk, blocking: Iterable[Case]) -> None:
    """Ana decides the first blocking case on which they differ; the others wait."""
    with desk.ledger.reading() as asked:
        found = asked.labels([case.id for case in blocking], judges=False)
    said: dict[str, set[object]] = {}
    for one in found:
        said.setdefault(one.case, set()).add(one.answers[BEHAVIOUR.name])
    apart = sorted(case for case, answers in said.items() if len(answers) > 1)
    if not apart:
        return
    answers = {BEHAVIOUR.name: Behaviour.NEEDS_HUMAN.value}
    why = "the amount is over the limit up to which the assistant may promise anything"
    adjudicate(desk, apart[0], answers, actor=ANA, reason=why)
