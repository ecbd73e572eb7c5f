"""What an import did, or would do, as sentences with links."""

from collections.abc import Generator

from pages.shared import parts
from pages.shared.html import Content, Html, join, show, tag
from pages.shared.links import link
from pages.shared.marks import Tone
from pages.shared.wording import count, many
from store.acts.imported import Imported


def tell(done: Imported) -> None:
    """Draw what became of the rows, why some were kept out, and where to go on."""
    tone, word = _verdict(done)
    sentence = join(_sentence(done), " ")
    onward = () if done.dry_run else (" ", join(_onward(done), " · "))
    show(parts.verdict(tone, word, join((sentence, *onward))))
    if done.reasons:
        show(_reasons(done))


def _verdict(done: Imported) -> tuple[Tone, str]:
    if done.rows_read and done.rows_rejected == done.rows_read:
        return "bad", "Nothing fits." if done.dry_run else "Nothing was imported."
    tone: Tone = "warn" if done.rows_rejected else "info" if done.dry_run else "good"
    if done.dry_run:
        return tone, "Checked, nothing changed."
    return (tone, "Imported.") if done.rows_added else ("info", "Nothing new.")


def _sentence(done: Imported) -> Generator[Content]:
    would = "would be " if done.dry_run else ""
    counts = [
        f"{count(done.rows_added)} {would}added",
        f"{count(done.rows_known)} known already",
    ]
    if done.rows_completed:
        counts.append(f"{count(done.rows_completed)} {would}completing what is known")
    counts.append(f"{count(done.rows_rejected)} {would}kept out")
    yield f"{many(done.rows_read, 'row')}: {', '.join(counts)}."
    if done.failures:
        yield f"{many(done.failures, 'failure')} among them."
    if done.watched:
        yield done.watched


def _onward(done: Imported) -> Generator[Html]:
    if done.import_id:
        label = "Mend what was kept out" if done.rows_rejected else "See the import"
        yield link(label, "imports", id=done.import_id)
    if done.kind in ("events", "labels"):
        yield link("Go to the inbox", "inbox")
    elif done.kind == "results":
        yield link("See the run", "runs", run=done.run)
    else:
        yield link("See the backlog", "sets", set="backlog")


def _reasons(done: Imported) -> Html:
    why = [tag("li", f"{count(number)} × {reason}") for reason, number in done.reasons]
    stays = [
        tag("li", link(one.case, "case", id=one.case), " went to the backlog: ",
            "; ".join(objection.what for objection in one.objections))
        for one in done.refused
    ]  # fmt: skip
    return tag("ul", *why, *stays, class_="said")
