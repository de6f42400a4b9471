"""Deliveries about Seer, which searches for the cause of an issue and fixes it.

Its findings come from a separate service and change often, so most of them are free-form.

Source: getsentry/sentry, seer/ (2025 and 2026)
"""

from __future__ import annotations

from typing import Any, ClassVar

from msgspec import field

from ..model._base import Interface, present
from .delivery import Actions, Delivery, Id


class SeerPullRequest(Interface, frozen=True, kw_only=True):
    """A pull request on the service that hosts the repository."""

    pr_id: Id | None = None
    pr_number: Id | None = None
    pr_url: str | None = None


class SeerPullRequests(Interface, frozen=True, kw_only=True):
    """A pull request with its repository."""

    provider: str | None = None
    repo_name: str | None = None
    pull_request: SeerPullRequest | None = None


class SeerData(Interface, frozen=True, kw_only=True):
    """One step of a run of Seer."""

    run_id: Id | None = None
    sentry_run_id: str | None = None
    """UUID of the run."""
    group_id: Id | None = None
    """Id of the issue."""
    iteration_index: int | None = None
    root_cause: dict[str, Any] | None = None
    """For `root_cause_completed`: `description` and `steps`.

    Newer servers send `one_line_description`, `five_whys`, ...
    """
    solution: dict[str, Any] | None = None
    """For `solution_completed`: `description` or `one_line_summary`, and `steps`."""
    changes_data: tuple[dict[str, Any] | None, ...] | None = field(default=None, name="changes")
    """The changes as sent; items can be null."""
    code_changes: dict[str, Any] | None = None
    """*changes* from newer servers: each repository mapped to a list of `path`, `type`, `diff`, `added`, `removed`."""
    pull_requests_data: tuple[SeerPullRequests | None, ...] | None = field(default=None, name="pull_requests")
    """The pull requests as sent; items can be null."""

    @property
    def changes(self) -> tuple[dict[str, Any], ...]:
        """For `coding_completed`: one item for each repository, with its `diff`; () when there are none."""
        return present(self.changes_data)

    @property
    def pull_requests(self) -> tuple[SeerPullRequests, ...]:
        """The pull requests of Seer, with `pr_created` and `pr_ready_for_review`; () when there are none."""
        return present(self.pull_requests_data)


class SeerDelivery(Delivery, frozen=True, kw_only=True):
    """Seer took a step: `root_cause_started`, `solution_completed`, `pr_created`, ..."""

    actions: ClassVar[Actions] = {
        "seer": (
            "root_cause_started",
            "root_cause_completed",
            "solution_started",
            "solution_completed",
            "coding_started",
            "coding_completed",
            "pr_created",
            "pr_ready_for_review",
            "iteration_started",
            "iteration_completed",
        )
    }
    own_keys = ("run_id", "group_id")

    data: SeerData
