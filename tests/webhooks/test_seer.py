"""Deliveries about Seer."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode
from tests.webhooks.made import hook, received
from topframe.webhooks import SeerData, SeerDelivery, SeerPullRequest, SeerPullRequests, UnknownDelivery

WHOLE: dict[type[msgspec.Struct], str] = {
    SeerPullRequest: '{"pr_id": 9007199254740993, "pr_number": 7, "pr_url": "u", "unheardOf": 1}',
    SeerPullRequests: """{
        "provider": "github", "repo_name": "shop/web", "pull_request": {"pr_number": 7}, "unheardOf": 1
    }""",
    SeerData: """{
        "run_id": 9007199254740993, "sentry_run_id": "u", "group_id": 6600000001, "iteration_index": 0,
        "root_cause": {"description": "d", "steps": [{"title": "t", "relevant_code_file": null}]},
        "solution": {"one_line_summary": "s", "steps": []}, "changes": [{"repo_name": "shop/web", "diff": "-"}, null],
        "code_changes": {"shop/web": [{"path": "a.py", "type": "M", "added": 1, "removed": 0}]},
        "pull_requests": [{"provider": "github"}, null], "unheardOf": 1
    }""",
}
STEPS: dict[str, dict[str, Any]] = {
    "root_cause_started": {},
    "root_cause_completed": {"root_cause": {"one_line_description": "d", "five_whys": ["w"]}},
    "solution_started": {},
    "solution_completed": {"solution": {"description": "d", "steps": [{"title": "t"}]}},
    "coding_started": {},
    "coding_completed": {"code_changes": {"shop/web": []}},
    "pr_created": {"pull_requests": [{"repo_name": "shop/web"}]},
    "pr_ready_for_review": {"pull_requests": []},
    "iteration_started": {"iteration_index": 1},
    "iteration_completed": {"iteration_index": 1},
}


@pytest.mark.parametrize("kind", WHOLE)
def test_a_step_survives_decode_and_encode(kind: type[msgspec.Struct]) -> None:
    """Every known key survives decoding and encoding, with exact numbers and any keys in Seer's findings."""
    assert_comes_back(kind, WHOLE[kind])


@pytest.mark.parametrize("kind", WHOLE)
def test_a_step_may_be_empty(kind: type[msgspec.Struct]) -> None:
    """Every key may be null or missing. A step that has only started has no findings yet."""
    assert_may_be_empty(kind)


@pytest.mark.parametrize("action", STEPS)
def test_each_action_is_a_delivery(action: str) -> None:
    """Every action decodes, with the run and the issue."""
    delivery = received(hook(action, {"run_id": 5, "group_id": 1, **STEPS[action]}), "seer")
    assert isinstance(delivery, SeerDelivery)
    assert delivery.data == decode(SeerData, json.dumps({"run_id": 5, "group_id": 1, **STEPS[action]}))


@pytest.mark.parametrize("members", [{"run_id": None, "group_id": "1"}, {"run_id": None}, {"group_id": 1}])
def test_the_run_may_be_unknown(members: dict[str, Any]) -> None:
    """One of `run_id` and `group_id` is enough. The server sends null for an unknown run."""
    assert isinstance(received(hook("coding_completed", members), "seer"), SeerDelivery)


@pytest.mark.parametrize("action", ["triage_started", "impact_assessment_completed"])
def test_an_unknown_step_is_kept(action: str) -> None:
    """A delivery with an unknown action keeps its *data*. Sentry added six actions within a year."""
    delivery = received(hook(action, {"run_id": 5, "impact_assessment": [1]}), "seer")
    assert isinstance(delivery, UnknownDelivery)
    assert delivery.data == {"run_id": 5, "impact_assessment": [1]}
