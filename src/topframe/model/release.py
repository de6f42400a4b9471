"""The release that the event is from, with its last commit and deploy.

Source: getsentry/sentry, api/serializers/models/release.py, commit.py, deploy.py, repository.py, pullrequest.py
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import field

from ._base import ApiInterface, present
from .account import Account


class RepositoryProvider(ApiInterface, frozen=True, kw_only=True):
    """The service that hosts a repository, for example GitHub."""

    id: str | int | None = None
    """Id of the service, for example `integrations:github`."""
    name: str | None = None


class Repository(ApiInterface, frozen=True, kw_only=True):
    """A source code repository. All fields are None when the server does not know the repository."""

    id: str | int | None = None
    name: str | None = None
    url: str | None = None
    provider: RepositoryProvider | None = None
    status: str | None = None
    date_created: datetime | None = None
    integration_id: str | int | None = None
    external_slug: str | int | None = None
    external_id: str | int | None = None
    settings: Any = None


class PullRequest(ApiInterface, frozen=True, kw_only=True):
    """The pull request that contains a commit."""

    id: str | int | None = None
    title: str | None = None
    message: str | None = None
    date_created: datetime | None = None
    repository: Repository | None = None
    author: Account | None = None
    external_url: str | None = None


class CommitRelease(ApiInterface, frozen=True, kw_only=True):
    """A release that contains a commit."""

    version: str | None = None
    short_version: str | None = None
    ref: str | None = None
    url: str | None = None
    date_released: datetime | None = None
    date_created: datetime | None = None


class Commit(ApiInterface, frozen=True, kw_only=True):
    """A commit of a release."""

    id: str | None = None
    """The hash of the commit."""
    message: str | None = None
    date_created: datetime | None = None
    repository: Repository | None = None
    author: Account | None = None
    pull_request: PullRequest | None = None
    suspect_commit_type: str | None = None
    """How the server selected the commit as the suspected cause."""
    releases_data: tuple[CommitRelease | None, ...] | None = field(default=None, name="releases")
    """The releases that contain the commit, as sent; items can be null."""

    @property
    def releases(self) -> tuple[CommitRelease, ...]:
        """The releases that contain the commit, without nulls; () when there are none."""
        return present(self.releases_data)


class Deploy(ApiInterface, frozen=True, kw_only=True):
    """A deploy of a release."""

    id: str | int | None = None
    environment: str | None = None
    date_started: datetime | None = None
    date_finished: datetime | None = None
    name: str | None = None
    url: str | None = None
    version: str | None = None
    projects_data: tuple[Any, ...] | None = field(default=None, name="projects")

    @property
    def projects(self) -> tuple[Any, ...]:
        """The items of *projects_data* without nulls; () when there are none."""
        return present(self.projects_data)


class VersionNumber(ApiInterface, frozen=True, kw_only=True):
    """The parts of a version number. Only *raw* is set when the text is not like a semantic version."""

    raw: str | None = None
    major: int | None = None
    minor: int | None = None
    patch: int | None = None
    pre: str | None = None
    build_code: str | None = None
    components: int | None = None
    """How many numbers the text has: 1 for *major* alone, up to 3 with *minor* and *patch*."""


class VersionInfo(ApiInterface, frozen=True, kw_only=True):
    """The parts that the server reads from the text of a version."""

    package: str | None = None
    version: VersionNumber | None = None
    description: str | None = None
    build_hash: str | None = None


class ReleaseProject(ApiInterface, frozen=True, kw_only=True):
    """A project that a release belongs to."""

    id: int | str | None = None
    slug: str | None = None
    name: str | None = None
    new_groups: int | None = None
    """The number of issues that were first seen in the release."""
    platform: str | None = None
    platforms_data: tuple[str | None, ...] | None = field(default=None, name="platforms")
    """The platforms of the project, as sent; items can be null."""
    has_health_data: bool | None = None
    health_data: Any = None

    @property
    def platforms(self) -> tuple[str, ...]:
        """The platforms of the project, without nulls; () when there are none."""
        return present(self.platforms_data)


class ProjectMeta(ApiInterface, frozen=True, kw_only=True):
    """The neighbouring releases of a release in the current project, and its first and last release."""

    sessions_lower_bound: str | None = None
    sessions_upper_bound: str | None = None
    next_release_version: str | None = None
    prev_release_version: str | None = None
    first_release_version: str | None = None
    last_release_version: str | None = None


class Release(ApiInterface, frozen=True, kw_only=True):
    """A release. Only *version* is set when the server knows the release only from the tag of the event."""

    id: int | None = None
    version: str | None = None
    status: str | None = None
    """`open` or `archived`."""
    short_version: str | None = None
    version_info: VersionInfo | None = None
    ref: str | None = None
    url: str | None = None
    date_released: datetime | None = None
    date_created: datetime | None = None
    data: dict[str, Any] | None = None
    new_groups: int | None = None
    """The number of issues that were first seen in the release."""
    owner: Account | None = None
    commit_count: int | None = None
    last_commit: Commit | None = None
    deploy_count: int | None = None
    last_deploy: Deploy | None = None
    authors_data: tuple[Account | None, ...] | None = field(default=None, name="authors")
    """The authors of the commits, as sent; items can be null."""
    projects_data: tuple[ReleaseProject | None, ...] | None = field(default=None, name="projects")
    """The projects of the release, as sent; items can be null."""
    first_event: datetime | None = None
    """When the server first received an event of the release."""
    last_event: datetime | None = None
    """When the server last received an event of the release."""
    current_project_meta: ProjectMeta | None = None
    user_agent: str | None = None
    """The user agent of the client that created the release."""
    adoption_stages: Any = None
    date_started: datetime | None = None
    """Sent until 2016."""

    @property
    def authors(self) -> tuple[Account, ...]:
        """The authors of the commits, without nulls; () when there are none."""
        return present(self.authors_data)

    @property
    def projects(self) -> tuple[ReleaseProject, ...]:
        """The projects of the release, without nulls; () when there are none."""
        return present(self.projects_data)
