"""What breaks beside the model: tools, time, and the sources that it quotes."""

import numpy as np

from store.sample.crowd import LATAM, PARTNER, Bools, Ints
from store.sample.phrases import LABELS
from store.sample.releases import (
    BROKEN_TOOLS,
    OVERLOAD_FROM,
    OVERLOAD_UNTIL,
    STALE_FROM,
    STALE_UNTIL,
)
from store.sample.scene import Scene

NONE = -1
ERRORS = (
    "ToolUnavailable: the order service answered 503",
    "RateLimited: the model endpoint answered 429",
    "ContextTooLong: the prompt is over the model's limit",
    "Timeout: no answer within 20 s",
    "ToolCallInvalid: arguments do not match the schema",
)
TOOL, RATE, LONG, TIMEOUT, INVALID = range(len(ERRORS))
KINDS = (  # those a team states; wrong answers, errors and timeouts follow from the rest
    "refusal_expected", "unsafe", "needs_human", "bad_source", "stale_record",
    "malformed_tool_call",
)  # fmt: skip
BAD, STALE, MALFORMED = 3, 4, 5
_QUOTE_RECORDS = (
    "refund_status", "invoice_question", "track_order", "start_return", "change_plan",
)  # fmt: skip
_CALL_TOOLS = ("refund_request", "start_return", "cancel_subscription", "change_plan")
_LONG_INPUT = 620


def quotes_records(truth: Ints) -> Bools:
    """Which answers rest on a page of the help centre or on a record."""
    return np.isin(truth, [LABELS.index(label) for label in _QUOTE_RECORDS])


def errors(scene: Scene, truth: Ints, rng: np.random.Generator) -> Ints:
    """Per event the index of its error, or NONE; later lines win over earlier ones."""
    crowd, lot = scene.crowd, rng.random((6, len(truth)))
    tools = np.isin(truth, [LABELS.index(label) for label in _CALL_TOOLS])
    found = np.full(len(truth), NONE)
    found[lot[0] < 0.0012 + 0.0045 * crowd.load**2] = TOOL
    found[lot[1] < 0.004 * crowd.load**6] = RATE
    found[(scene.lengths() > _LONG_INPUT) & (lot[2] < 0.10)] = LONG
    found[lot[3] < 0.0008 + 0.011 * crowd.load**4] = TIMEOUT
    found[tools & (lot[4] < 0.0022 * (1 + 4 * (crowd.channel == PARTNER)))] = INVALID
    incident = scene.on("refunds") & (crowd.release == BROKEN_TOOLS)
    found[incident & (lot[5] < 0.08)] = TOOL
    found[incident & (lot[5] > np.where(tools, 0.6, 0.8))] = INVALID
    overload = scene.between(OVERLOAD_FROM, OVERLOAD_UNTIL) & scene.on("shipping")
    found[overload & (lot[5] < 0.22)] = TIMEOUT
    return found


def sources(scene: Scene, kind: Ints, doubtful: Bools, rng: np.random.Generator) -> Ints:
    """`kind`, with the right topic answered from a page or a record that was wrong."""
    stands_still = scene.between(STALE_FROM, STALE_UNTIL) & (scene.crowd.region == LATAM)
    lot = rng.random(len(kind))
    stale = np.where(stands_still, 0.16, 0.0034)
    bad = np.where(stands_still, 0.08, 0.0042)
    kind = np.where(doubtful & (lot < stale), STALE, kind)
    return np.where(doubtful & (lot > 1 - bad), BAD, kind)
