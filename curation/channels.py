"""A channel: where alarms are told, and which of them go there."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from curation.alarms import Alarm
from curation.drift import Severity


class ChannelType(StrEnum):
    """What a channel speaks."""

    WEBHOOK = "webhook"  # JSON of our own
    SLACK = "slack"  # what Slack and its like take
    MAIL = "mail"


@dataclass(frozen=True, slots=True)
class Channel:
    """Where alarms of `severities` about any of `routes` and `cohorts` go; empty takes all."""

    name: str
    type: ChannelType
    severities: tuple[Severity, ...] = ()
    routes: tuple[str, ...] = ()
    cohorts: tuple[Mapping[str, str], ...] = ()

    def takes(self, alarm: Alarm) -> bool:
        """Whether something of `alarm` is to be told here."""
        if self.severities and alarm.worst not in self.severities:
            return False
        return any(self._about(held.deviation.cohort) for held in alarm.held)

    def _about(self, cohort: Mapping[str, str | None]) -> bool:
        found = dict(cohort).items()
        on_route = not self.routes or cohort.get("route") in self.routes
        return on_route and (not self.cohorts or any(c.items() <= found for c in self.cohorts))
