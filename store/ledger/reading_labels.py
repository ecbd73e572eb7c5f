"""What can be asked of the ledger about labels: blind ones are not handed out."""

from collections.abc import Collection

from curation import label_tasks, labelling_standard, labels
from curation.decisions import Kind
from curation.label_tasks import Blind, Task, Veil
from curation.labelling_standard import Standard
from curation.labels import Adjudication, Feedback, Label
from curation.names import same_person
from curation.standing import Standing
from curation.thresholds import REVIEWERS
from store.ledger.reading_thresholds import ThresholdReading

FEW = 20  # cases that are asked for one by one


class LabelReading(ThresholdReading):
    """The part of a reading that is about what people expect of a case."""

    today: Veil | None = None  # where this is the past: what is hidden now

    def standard(self, version: int | None = None) -> Standard | None:
        """The standard in force, or an earlier version of it; None where there is none."""
        found = self.standards()
        if version is None:
            return found[-1] if found else None
        return next((one for one in found if one.version == version), None)

    def standards(self) -> list[Standard]:
        """Every version, oldest first."""
        said = self.standing(Kind.STANDARD_SET)
        found = [labelling_standard.from_body(one.body) for one in said]
        return sorted(found, key=lambda one: one.version)

    def labels(
        self,
        case_ids: Collection[str] | None = None,
        standard: int | None = None,
        judges: bool | None = None,
        *,
        to: str | None = None,
    ) -> list[Label]:
        """The labels that may be seen: all that are not blind, and those of `to` themselves."""
        found, _ = self.seen(case_ids, to=to)
        return [
            one
            for one in found
            if standard in (None, one.standard) and judges in (None, one.judge)
        ]

    def seen(
        self, case_ids: Collection[str] | None = None, *, to: str | None = None
    ) -> tuple[list[Label], dict[tuple[str, int], Blind]]:
        """The labels that `to` may see, and what is hidden, of one look at them."""
        found = self.all_labels(case_ids)
        hidden = self._blind(found)
        shown = [
            one
            for one in found
            if (one.case, one.standard) not in hidden or same_person(one.rater, to)
        ]
        return shown, hidden

    def blind(self, case_ids: Collection[str] | None = None) -> dict[tuple[str, int], Blind]:
        """Which labels are not shown yet, by case and version, and until when."""
        return self._blind(self.all_labels(case_ids))

    def labelled(
        self, version: int, case_ids: Collection[str] | None = None
    ) -> dict[str, dict[str, str]]:
        """Who has labelled by `version` (name by key), by case; not what they said."""
        found: dict[str, dict[str, str]] = {}
        for one in self.all_labels(case_ids):
            if one.standard == version:
                found.setdefault(one.case, {}).update(labels.raters([one]))
        return found

    def label_tasks(self) -> list[Task]:
        """Every task, oldest first."""
        said = self.standing(Kind.LABEL_TASK_SET)
        return sorted((label_tasks.from_body(one.body) for one in said), key=_number)

    def adjudications(self) -> dict[str, Adjudication]:
        """What was decided where reviewers differ, by case."""
        return {
            one.body["case"]: Adjudication(
                **one.body, by=one.actor, reason=one.reason, at=one.at
            )
            for one in self.standing(Kind.ADJUDICATION_SET)
        }

    def feedback(
        self, case_ids: Collection[str] | None = None, *, to: str | None = None
    ) -> list[Feedback]:
        """What people think of outputs: no label, never counted as one, and as blind."""
        said = self.standing(Kind.FEEDBACK_SET)
        found = [Feedback(**labels.unsalted(one.body), at=one.at) for one in said]
        found = [one for one in found if case_ids is None or one.case in case_ids]
        hidden = {case for case, _ in self.blind({one.case for one in found})}
        return [one for one in found if one.case not in hidden or same_person(one.rater, to)]

    def all_labels(self, case_ids: Collection[str] | None = None) -> list[Label]:
        """The labels with the blind ones: for the rules of who may label, for no eye."""
        said = self._said(case_ids)
        found = [labels.from_body(one.body, one.at, one.actor) for one in said]
        return [one for one in found if case_ids is None or one.case in case_ids]

    def _said(self, case_ids: Collection[str] | None) -> list[Standing]:
        if case_ids is None or len(case_ids) > FEW:
            return self.standing(Kind.LABEL_SET)
        return [
            one
            for case in case_ids
            for one in self.standing_below(Kind.LABEL_SET, f"{labels.PREFIX}{case}/")
        ]

    def veil(self) -> Veil:
        """What is hidden now, for who looks back at a day on which it was shown."""
        found = self.all_labels()
        return Veil(self._blind(found), frozenset(one.case for one in found), self._floor())

    def _blind(self, found: list[Label]) -> dict[tuple[str, int], Blind]:
        if not found:
            return {}
        then = label_tasks.blind(found, self.label_tasks(), self._floor())
        return then | (self.today.over(found) if self.today else {})

    def _floor(self) -> int:
        return int(self.policy().value(REVIEWERS))


def _number(one: Task) -> tuple[int, str]:
    return (len(one.id), one.id)
