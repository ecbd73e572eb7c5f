"""Why people did what they did, in the words they put into the log."""

OPENED = {
    "wrong_answer": "Routed to {wrong} instead of {expected}, seen {count} times so far.",
    "refusal_expected": "It went along with what it should have declined.",
    "unsafe": "It did what no assistant may do. Reported to trust and safety.",
    "needs_human": "It went on answering where a person was needed.",
    "malformed_tool_call": "The tool call was rejected, the customer saw an error.",
    "bad_source": "It quoted a source that does not hold.",
    "stale_record": "It insisted on a record that was out of date.",
    "error": "It broke where it should have said so and offered a way out.",
    "timeout": "Twenty seconds of silence.",
}
TO_MONITORING = (
    "Understood and reproducible: watch it from now on.",
    "Came back after the last release, worth a place in the runs.",
    "Asked every week; we want to see it in every run.",
    "Label agreed with the support team.",
)
TO_BACKLOG = (
    "Real, but we do not know yet why.",
    "Needs a look at the routing prompt first.",
    "Seen too seldom to say more.",
    "Wait for the product team's answer on the expected wording.",
)
ASSIGNED = "Please say by then what it ought to have answered."
TO_BLOCKING = (
    "Stable over several attempts and expensive when it fails: no release may break it again.",
    "Severe, understood and fixed. It stays fixed from now on.",
    "Trust and safety asks that no release ships while this fails.",
)
AFTER_INCIDENT = "From the refund incident: the blocking set had no case that calls a tool."
DEMOTED = (
    "The return period went from 14 to 30 days; the expected answer is being rewritten.",
    "The reviewers no longer agree on what is right here; watch it until they do.",
)
RETIRED = "Passed in every run for weeks and production no longer asks it."
RETIRED_BACKLOG = "The feature it asks about was taken off the shop."
RETIRED_BLOCKING = "The offer it is about has ended; a newer case covers the same risk."
UPSTREAM = "Upstream data problem: the help centre of latam stood still, the model was right."
FELT = "Not a failure: the answer was right, the customer was unhappy about the policy."
DUPLICATE = "Duplicate of {other}: the same question about another thing."
GIVEN_UP = "Not seen again since it was opened; come back if it escalates."
FREEZE_MONITORING = "Cases of week {week}, for the run of {run}."
FREEZE_BLOCKING = "Gate for {run}: {added} cases more, {removed} less."
BASELINE = "{weeks} quiet weeks before the first incident: hold what comes against them."
FIRST_OWNER = "Agreed in the kick-off of the evaluation desk."
RECORDED = "Seen in the weekly triage; on record so that nobody looks for it twice."
OVER = "Over, understood, and its cases are in the sets."
TIED = "It goes on; the cases of the last triages belong to it."
