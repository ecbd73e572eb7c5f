"""Which pages there are, under which section and address."""

from dataclasses import dataclass
from importlib import import_module
from typing import Literal


@dataclass(frozen=True, slots=True)
class Entry:
    """One page: `module` holds `render(desk, actor)`; the address is /`url_path`."""

    module: str
    title: str
    icon: str
    url_path: str
    visibility: Literal["visible", "hidden"] = "visible"


# The first page of the first section is the home page: it answers at / alone. Pages of the
# section without a name stand in the bar themselves, the others open under their section.
PAGES: dict[str, list[Entry]] = {
    "": [
        Entry("pages.today.health", "Health", ":material/monitor_heart:", "health"),
        Entry("pages.today.review", "Review", ":material/groups:", "review"),
        Entry("pages.triage.inbox", "Inbox", ":material/inbox:", "inbox"),
        Entry("pages.triage.case", "Case", ":material/article:", "case", "hidden"),
        Entry("pages.triage.sets", "Sets", ":material/stacks:", "sets"),
        Entry("pages.evidence.runs", "Runs", ":material/fact_check:", "runs"),
        Entry("pages.evidence.compare", "Compare", ":material/compare:", "compare", "hidden"),
        Entry("pages.data.imports", "Imports", ":material/upload_file:", "imports"),
    ],
    "Evidence": [
        Entry("pages.evidence.cohorts", "Cohorts", ":material/grid_view:", "cohorts"),
        Entry("pages.evidence.slices", "Slices", ":material/pie_chart:", "slices"),
        Entry("pages.evidence.fairness", "Fairness", ":material/balance:", "fairness"),
        Entry("pages.evidence.flakes", "Flakes", ":material/casino:", "flakes"),
    ],
    "Production": [
        Entry("pages.production.oncall", "On call", ":material/support_agent:", "oncall"),
        Entry("pages.production.drift", "Drift", ":material/trending_up:", "drift"),
        Entry("pages.production.baseline", "Baseline", ":material/anchor:", "baseline"),
        Entry(
            "pages.production.budget",
            "Error budget",
            ":material/local_fire_department:",
            "budget",
        ),
        Entry("pages.production.trends", "Trends", ":material/timeline:", "trends"),
        Entry("pages.production.alarms", "Alarms", ":material/notifications:", "alarms"),
        Entry("pages.production.incidents", "Incidents", ":material/emergency:", "incidents"),
    ],
    "Dataset": [
        Entry("pages.dataset.coverage", "Coverage", ":material/grid_on:", "coverage"),
        Entry("pages.dataset.alignment", "Alignment", ":material/target:", "alignment"),
        Entry("pages.dataset.labels", "Labels", ":material/label:", "labels"),
        Entry("pages.dataset.agreement", "Agreement", ":material/handshake:", "agreement"),
        Entry(
            "pages.dataset.duplicates", "Duplicates", ":material/content_copy:", "duplicates"
        ),
        Entry("pages.dataset.refresh", "Refresh", ":material/autorenew:", "refresh"),
        Entry("pages.dataset.topics", "Topics", ":material/topic:", "topics"),
        Entry(
            "pages.dataset.adversarial", "Adversarial", ":material/bug_report:", "adversarial"
        ),
        Entry("pages.dataset.privacy", "Privacy", ":material/shield_person:", "privacy"),
    ],
    "Governance": [
        Entry("pages.governance.thresholds", "Thresholds", ":material/tune:", "thresholds"),
        Entry("pages.governance.waivers", "Waivers", ":material/event_busy:", "waivers"),
        Entry("pages.governance.trust", "Gate trust", ":material/verified:", "trust"),
        Entry("pages.governance.replay", "Replay", ":material/replay:", "replay", "hidden"),
        Entry("pages.governance.people", "People", ":material/group:", "people"),
        Entry("pages.governance.contract", "Contract", ":material/contract:", "contract"),
        Entry(
            "pages.governance.certificate",
            "Certificate",
            ":material/verified_user:",
            "certificate",
            "hidden",
        ),
        Entry("pages.governance.decisions", "Decisions", ":material/history:", "decisions"),
        Entry("pages.governance.handover", "Handover", ":material/swap_horiz:", "handover"),
    ],
}

HOME = next(iter(PAGES.values()))[0].url_path


def load_pages() -> None:
    """Import every page, and what is only imported with the first chart or the first test."""
    for module in ("pandas", "plotly.graph_objs"):
        import_module(module)
    for entries in PAGES.values():
        for entry in entries:
            import_module(entry.module)
    import_module("scipy.stats")
