"""Match staged results with cases, judge them, and write those that are new."""

from collections import defaultdict

from store.facts.connection import DuckDBPyConnection, step
from store.facts.finishing import Counts, finished, open_staged
from store.facts.outcome import Outcome, RunContext, Staged
from store.facts.quarantine import Fault, refused, told_by_fate, unreadable
from store.facts.rejected import Reject
from store.facts.writing import Writer


def finish_results(writer: Writer, staged: Staged) -> Outcome:
    """The outcome of staged results against the run's results that are shown now."""
    cursor, context = writer.cursor, staged.context or RunContext("")
    total = open_staged(cursor, staged)
    _put_context(cursor, context)
    for name in ("matched", "judged", "result_fates"):
        cursor.execute(step(name))
    found = dict(
        cursor.execute("SELECT fate, count(*) FROM result_fates GROUP BY fate").fetchall()
    )
    counts = Counts(added=found.get("added", 0), known=found.get("known", 0))
    if counts.added:
        writer.rows("results", step("new_results"))
    return finished(writer, staged, total, counts, 0, _rejects(cursor, staged, context))


def _put_context(cursor: DuckDBPyConnection, context: RunContext) -> None:
    cursor.execute("CREATE OR REPLACE TEMP TABLE this_run AS SELECT ? AS run", [context.run])
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE run_cases (case_id VARCHAR, source_ref VARCHAR,"
        " expected VARCHAR, behaviour VARCHAR, asked_sha256 VARCHAR)"
    )
    cursor.execute(
        step("run_cases"),
        [
            [case.case_id for case in context.cases],
            [case.source_ref for case in context.cases],
            [case.expected for case in context.cases],
            [case.behaviour for case in context.cases],
            [case.asked_sha256 for case in context.cases],
        ],
    )


def _rejects(cursor: DuckDBPyConnection, staged: Staged, context: RunContext) -> list[Reject]:
    faults: dict[str, dict[int, Fault]] = defaultdict(dict)
    for path, row, why, said, case_id, attempt in cursor.execute(step("unjudged")).fetchall():
        faults[path][row] = _fault(why, said, case_id, attempt, context)
    return [
        reject
        for file in staged.files
        for reject in (
            *unreadable(file),
            *refused(cursor, file),
            *told_by_fate(cursor, file, faults[str(file.parquet)]),
        )
    ]


def _fault(
    why: str, said: str | None, case_id: str | None, attempt: int | None, context: RunContext
) -> Fault:
    if why == "unknown_case":
        where = " and ".join(context.sets) or "the set that the run is scored on"
        named = f"case {said}" if said else "no case with this route and input"
        return "case_id", said, f"{named} is {'not ' if said else ''}in {where}"
    if why == "taken":
        what = f"attempt {attempt} of case {case_id} is there already with another result"
        return "attempt", said, f"{what}: number the attempts, or name another run"
    if why == "says_nothing":
        return "passed", None, "has no verdict, no error and no output to judge"
    if why == "nothing_expected":
        what = f"no answer is expected of case {case_id} that the output could be compared with"
        return "passed", None, f"{what}: say in a column `passed` whether it passed"
    wanted = "refused" if why == "refusal" else "handed to a human"
    what = f"case {case_id} is to be {wanted}, which an output alone does not show"
    return "passed", None, f"{what}: say in a column `passed` whether it was"
