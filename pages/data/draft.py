"""What a visitor is about to bring: the files, what was asked about them, what came of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from streamlit.runtime.uploaded_file_manager import UploadedFile

from curation.mapping import Corrections
from pages.shared.background import Job, Progress, start
from pages.shared.drawer import when_the_window_closes
from pages.shared.html import Html
from store.acts.bringing import Uploads
from store.acts.imported import Imported
from store.acts.importing import import_files, look
from store.acts.run_words import RunWords
from store.answers.columns import Columns, columns_of
from store.desk import Desk


@dataclass(frozen=True, slots=True)
class Request:
    """Everything that a person says of an import. Who holds it keeps the copies of uploads."""

    paths: tuple[Path, ...]
    kind: str
    source: str | None
    corrections: Corrections
    run: RunWords | None
    held: Uploads | None = field(default=None, compare=False)


@dataclass
class Draft:
    """Files on their way in. `round` is in the keys of all fields: a new one empties them."""

    round: int = 0
    uploads: Uploads | None = None
    uploaded: tuple[str, ...] = ()
    asked: tuple[object, ...] = ()
    columns: Columns | None = None
    job: Job[Imported] | None = None
    request: Request | None = None  # what was checked
    checked: Imported | None = None
    done: Imported | None = None
    trouble: Html | None = None

    @property
    def busy(self) -> bool:
        """Whether a check or an import goes on."""
        return self.job is not None and not self.job.over.is_set()

    def take(self, desk: Desk, files: Sequence[UploadedFile]) -> tuple[Path, ...]:
        """Private copies of `files`; those of earlier ones go."""
        ids = tuple(file.file_id for file in files)
        if ids != self.uploaded and not self.busy:
            self.forget()
            self.uploaded = ids
            self.done, self.trouble = (None, None) if files else (self.done, self.trouble)
        if files and not self.busy and not (self.uploads and self.uploads.close.alive):
            self.uploads = Uploads(desk, [(file.name, file) for file in files])
            when_the_window_closes(self.left)
        return self.uploads.paths if files and self.uploads else ()

    def left(self) -> None:
        """Let the copies go with their visitor; work that goes on lets them go by itself."""
        if self.uploads and not self.busy:
            self.uploads.close()

    def forget(self) -> None:
        """Let the copies and all that was asked about them go."""
        if self.uploads:
            self.uploads.close()
        self.uploads = self.columns = self.checked = self.request = None
        self.uploaded = ()

    def look(self, desk: Desk, paths: tuple[Path, ...], kind: str, name: str | None) -> Columns:
        """What the columns of the first file are; looked at once for each question."""
        asked = (self.uploaded or paths, kind, name)
        if self.columns is None or asked != self.asked:
            first, *others = [
                look(desk, path, kind, source=name, unsettled=True) for path in paths
            ]
            self.columns, self.asked = columns_of(first, others), asked
        return self.columns

    def bring(self, desk: Desk, request: Request, actor: str, *, dry_run: bool) -> None:
        """Check or import in the background."""

        def act(progress: Progress) -> Imported:
            done = import_files(
                desk,
                request.paths,
                request.kind,
                actor=actor,
                source=request.source,
                corrections=request.corrections,
                run=request.run,
                dry_run=dry_run,
                progress=progress,
            )
            if request.held and not dry_run:
                request.held.close()
            return done

        self.request = request
        self.begin("Checking the files" if dry_run else "Importing", actor, act)

    def begin(self, what: str, who: str, act: Callable[[Progress], Imported]) -> None:
        """Do `act` in the background."""
        if not self.busy:
            self.checked = self.done = self.trouble = None
            self.job = start(what, who, act)

    def settle(self) -> None:
        """Take over what has come of the work, once it is over."""
        job = self.job
        if job is None or not job.over.is_set():
            return
        self.job, self.trouble = None, job.trouble
        if job.answer is None:
            return
        if job.answer.dry_run:
            self.checked = job.answer
        else:
            self.done = job.answer
            self.forget()
            self.round += 1
