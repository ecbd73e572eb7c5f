"""All that the ledger says of alarms at one moment, for every act and answer about them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from curation import alarms, maintenance, telling
from curation.alarms import Alarm
from curation.decisions import Kind
from curation.errors import Unknown
from curation.maintenance import Maintenance
from curation.standing import Standing
from curation.telling import Delivery
from curation.thresholds import Policy
from store.ledger.reading import Reading

ALARM, RUNBOOK, DELIVERY, MAINTENANCE = "alarm:", "runbook:", "delivery:", "maintenance:"


@dataclass(frozen=True, slots=True)
class Book:
    """Alarms and maintenances by id, what was told by alarm and channel, runbooks by rule.

    `standing` is what was said last, by subject: who changes it says that they saw it.
    """

    alarms: Mapping[str, Alarm]
    told: Mapping[tuple[str, str], Sequence[Delivery]]
    maintenances: Mapping[str, Maintenance]
    runbooks: Mapping[str, str]
    policy: Policy
    standing: Mapping[str, Standing]

    def alarm(self, alarm_id: str) -> Alarm:
        """The alarm, or Unknown."""
        found = self.alarms.get(alarm_id)
        if found is None:
            raise Unknown("alarm", alarm_id, "`evaldesk alarms` lists them.")
        return found

    def maintenance(self, one: str) -> Maintenance:
        """The maintenance, or Unknown."""
        found = self.maintenances.get(one)
        if found is None:
            way = "`evaldesk alarms maintenance list` lists them."
            raise Unknown("maintenance", one, way)
        return found


def book(asked: Reading) -> Book:
    """What stands at this moment."""
    said = asked.standing(Kind.ALARM_SET)
    told = asked.standing(Kind.DELIVERY_SET)
    windows = [maintenance.from_body(one.body) for one in asked.standing(Kind.MAINTENANCE_SET)]
    found = [
        alarms.from_body(one.body, one.seq) for one in said if one.subject.startswith(ALARM)
    ]
    return Book(
        {one.id: one for one in sorted(found, key=lambda one: alarms.number(one.id))},
        _by_place(telling.from_body(one.body) for one in told),
        {one.id: one for one in windows},
        {
            one.subject.removeprefix(RUNBOOK): one.body["text"]
            for one in said
            if one.subject.startswith(RUNBOOK)
        },
        asked.policy(),
        {one.subject: one for one in (*said, *told)},
    )


def _by_place(found: Iterable[Delivery]) -> dict[tuple[str, str], list[Delivery]]:
    places: dict[tuple[str, str], list[Delivery]] = defaultdict(list)
    for one in sorted(found, key=lambda one: one.number):
        places[one.alarm, one.channel].append(one)
    return dict(places)
