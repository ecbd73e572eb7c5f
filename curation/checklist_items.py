"""The three checklists: before a release is judged, before users get it, when it goes wrong."""

from curation.checklists import Checklist, Item

PRE = "pre-production"
LIVE = "production"
INCIDENT = "incident"


def _by_hand(name: str, text: str, clear: str) -> Item:
    return Item(name, text, clear, by_hand=True)


PRE_PRODUCTION = Checklist(
    PRE,
    "Pre-production",
    "Before anybody relies on what the gate says.",
    (
        Item("contract", "A contract says what the evaluation is for, and is in force.",
             "evaldesk contract set"),
        Item("owners", "Blocking and monitoring have an owner and a deputy who decide.",
             "evaldesk own blocking --owner NAME --deputy NAME"),
        Item("frozen", "A blocking set is frozen, and nothing has changed in it since.",
             "evaldesk freeze blocking --reason …"),
        Item("stated", "Every blocking case says what is expected, how severe it is, what it "
             "costs and whose it is.",
             "evaldesk expect CASE --severity … --cost USD --owner NAME"),
        Item("standard", "A labelling standard is in force.", "evaldesk standard set FILE"),
        Item("labelled", "Every blocking case is labelled by enough people, who agree.",
             "evaldesk labels differ, evaldesk sets"),
        Item("agreement", "Labels agree enough to be proof.", "evaldesk agreement"),
        Item("leakage", "No blocking case was in the training data.", "evaldesk leakage"),
        Item("coverage", "What costs most in production is covered by cases.",
             "evaldesk coverage want --what NAME=VALUE -n N --owner NAME -m WHY"),
        Item("steady", "Every blocking case passes or fails the same way each time.",
             "evaldesk flakes"),
        Item("self-test", "The gate was shown bad releases on this set, and stopped them.",
             "evaldesk self-test"),
        Item("masked", "Personal data is masked when it comes in, and no case holds any.",
             "evaldesk privacy set"),
        _by_hand("expert", "Somebody of the field has read the blocking cases and answers.",
                 "Let an expert read them, and tick it in their name."),
        _by_hand("red-team", "Somebody outside the team has tried to make it answer unsafely.",
                 "Try it, import what was found as cases, and tick it."),
        _by_hand("groups", "Whom a wrong answer hurts most was asked of those who know.",
                 "Talk it over, name the critical cohorts, and tick it."),
    ),
)  # fmt: skip

PRODUCTION = Checklist(
    LIVE,
    "Production readiness",
    "Before users get a release, and each quarter while they have one.",
    (
        Item("gate", "The newest release was judged on the set in force, and passed.",
             "evaldesk gate RUN"),
        Item("mode", "The gate is not frozen.", "evaldesk gate-mode"),
        Item("baseline", "Production is held to a named baseline.", "evaldesk baseline set"),
        Item("objective", "It is agreed how good production has to be, and what follows.",
             "evaldesk objective set 0.95 --reason …"),
        Item("budget", "Some of the error budget is left.", "evaldesk budget"),
        Item("latency", "Answers are as fast as agreed.", "evaldesk trends --by route"),
        Item("cost", "Answers cost no more than agreed.", "evaldesk trends --by route"),
        Item("route-budgets", "Every route has a latency and a cost that a release is held to.",
             "evaldesk propose gate.latency_p95_ms.route=ROUTE 4000 --reason …"),
        Item("routes", "Every route whose cases block has an owner of its own.",
             "evaldesk own route:ROUTE --owner NAME --deputy NAME"),
        Item("alarm-owners", "Alarms have an owner and a deputy.",
             "evaldesk own alarms --owner NAME --deputy NAME"),
        Item("alarm-channels", "An alarm reaches somebody who is not looking at this desk.",
             "Name a channel in desk.toml: docs/alarms.md."),
        Item("fresh", "Production of the last week has come in.",
             "evaldesk import FILE --as events"),
        Item("sorted", "Most new failures get their case in the time agreed.",
             "evaldesk inbox"),
        Item("retention", "It is decided how long production's texts are kept.",
             "evaldesk privacy retain --days N --reason …"),
        _by_hand("rollback", "Going back to the release before was tried, and took minutes.",
                 "Try it outside office hours, and note how long it took."),
        _by_hand("steps", "A release gets traffic in steps, and somebody watches the first.",
                 "Agree the steps and who watches, and tick it."),
        _by_hand("on-call", "Who is called at night knows the runbooks, and can switch it off.",
                 "Go through the runbooks with everybody on the rota."),
        _by_hand("restore", "A backup of this desk was restored once.",
                 "evaldesk backup FILE, evaldesk restore FILE elsewhere, and look at it."),
        _by_hand("a-person", "Users know that a machine answers, and how to reach a person.",
                 "Read what users see, in every language, and tick it."),
    ),
)  # fmt: skip

IN_AN_INCIDENT = Checklist(
    INCIDENT,
    "Incident",
    "While users are hurt, and until it cannot happen unseen again.",
    (
        Item("on-record", "What goes wrong is on record, with an owner and a time it began.",
             "evaldesk incidents record"),
        Item("taken", "Somebody has taken every alarm.", "evaldesk alarms ack ALARM"),
        _by_hand("harm", "The harm is stopped: rolled back, switched off, or people answer.",
                 "Stop the harm first; find the cause after."),
        _by_hand("told", "Users and those who answer for them were told what happened.",
                 "Tell them what is known, what is not, and when they hear again."),
        Item("tied", "Failures of it are tied to it.", "evaldesk incidents tie INCIDENT"),
        Item("release", "The release that brought it is named.",
             "evaldesk incidents change INCIDENT --release NAME"),
        Item("guarded", "Cases of it are in blocking or monitoring: it cannot come back "
             "unseen.", "evaldesk move CASE… --to monitoring --reason …"),
        Item("decided", "Where the error budget is spent, the gate is frozen.",
             "evaldesk gate-mode freeze --reason …"),
        _by_hand("learnt", "What was learnt was told in a review, without blame.",
                 "evaldesk postmortem INCIDENT, and bring it to the review."),
    ),
)  # fmt: skip

CHECKLISTS = (PRE_PRODUCTION, PRODUCTION, IN_AN_INCIDENT)
