"""The release of an event."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode, written
from topframe.model import (
    Account,
    Commit,
    CommitRelease,
    Deploy,
    ProjectMeta,
    PullRequest,
    Release,
    ReleaseProject,
    Repository,
    RepositoryProvider,
    VersionInfo,
    VersionNumber,
)

WHOLE: dict[type[msgspec.Struct], str] = {
    RepositoryProvider: '{"id": "integrations:github", "name": "GitHub", "unheardOf": 1}',
    Repository: """{
        "id": "55", "name": "example/orders", "url": "https://git.example.org/", "provider": {"id": "unknown"},
        "status": "active", "dateCreated": "2023-05-05T05:05:05.500000Z", "integrationId": "31",
        "externalSlug": "example/orders", "externalId": "987", "settings": {}, "unheardOf": 1
    }""",
    PullRequest: """{
        "id": "12", "title": "Ask again", "message": "Once is not enough.", "dateCreated": "2026-02-26T16:00:00Z",
        "repository": {"name": "r"}, "author": {}, "externalUrl": "https://git.example.org/12", "unheardOf": 1
    }""",
    CommitRelease: """{
        "version": "orders@2.7.1", "shortVersion": "2.7.1", "ref": "dead", "url": "https://git.example.org/",
        "dateReleased": "2026-02-27T10:00:00Z", "dateCreated": "2026-02-27T09:30:00.125000Z", "unheardOf": 1
    }""",
    Commit: """{
        "id": "dead", "message": "Ask again", "dateCreated": "2026-02-27T09:00:00Z", "repository": {}, "author": {},
        "pullRequest": {"id": "12"}, "suspectCommitType": "via SCM integration", "releases": [{"version": "1"}, null],
        "unheardOf": 1
    }""",
    Deploy: """{
        "id": "77", "environment": "production", "dateStarted": "2026-02-27T10:00:00Z",
        "dateFinished": "2026-02-27T10:04:30.500000Z", "name": "nightly", "url": "https://deploys.example.com/77",
        "version": "1.0", "projects": ["orders", {"slug": "stock"}], "unheardOf": 1
    }""",
    VersionNumber: """{
        "raw": "2.7.1-rc1+9", "major": 2, "minor": 7, "patch": 1, "pre": "rc1", "buildCode": "9", "components": 3,
        "unheardOf": 1
    }""",
    VersionInfo: """{
        "package": "orders", "version": {"raw": "2.7.1"}, "description": "2.7.1", "buildHash": "dead", "unheardOf": 1
    }""",
    ReleaseProject: """{
        "id": 71, "slug": "orders", "name": "Orders", "newGroups": 0, "platform": "python",
        "platforms": ["python", null], "hasHealthData": false, "healthData": {"adoption": 0.5}, "unheardOf": 1
    }""",
    ProjectMeta: """{
        "sessionsLowerBound": "2026-02-27T10:00:00Z", "sessionsUpperBound": "2026-02-28T23:00:00Z",
        "nextReleaseVersion": "3", "prevReleaseVersion": "1", "firstReleaseVersion": "0", "lastReleaseVersion": "3",
        "unheardOf": 1
    }""",
    Release: """{
        "id": 5120, "version": "orders@2.7.1", "status": "open", "shortVersion": "2.7.1",
        "versionInfo": {"package": "orders"}, "ref": "dead", "url": "https://git.example.org/",
        "dateReleased": "2026-02-27T10:00:00Z", "dateCreated": "2026-02-27T09:30:00.125000Z",
        "data": {"channel": "stable"}, "newGroups": 2, "owner": {"id": "3"}, "commitCount": 4,
        "lastCommit": {"id": "dead"}, "deployCount": 1, "lastDeploy": {"id": "77"}, "authors": [{"name": "A"}, {}],
        "projects": [{"name": "Orders", "slug": "orders"}], "firstEvent": "2026-02-27T10:05:00Z",
        "lastEvent": "2026-02-28T23:59:58Z", "currentProjectMeta": {}, "userAgent": "bot/1.0",
        "adoptionStages": {"orders": {"stage": "adopted"}}, "dateStarted": "2015-12-01T00:00:00Z", "unheardOf": 1
    }""",
}


@pytest.mark.parametrize("kind", WHOLE)
def test_a_release_round_trips(kind: type[msgspec.Struct]) -> None:
    """Every key survives decode and encode. Keys are in camelCase."""
    assert_comes_back(kind, WHOLE[kind])


@pytest.mark.parametrize("kind", WHOLE)
def test_release_keys_are_optional(kind: type[msgspec.Struct]) -> None:
    """Every key may be missing or null. Minimal forms and old servers leave out most keys."""
    assert_may_be_empty(kind)


def test_a_release_can_have_only_a_version() -> None:
    """The server sends only `version` if it knows the release only from the tag."""
    release = decode(Release, '{"version": "3f2a9d1c"}')
    assert release == Release(version="3f2a9d1c")
    assert written(release) == {"version": "3f2a9d1c"}


def test_a_commit_hash_as_version_has_only_raw() -> None:
    """A version that is a commit hash has no numbers, so the server sends only `raw`."""
    assert decode(VersionInfo, '{"version": {"raw": "3f2a"}}').version == VersionNumber(raw="3f2a")


def test_an_unknown_author_or_repository_is_an_empty_object() -> None:
    """The server sends `{}`, which decodes to an object without values."""
    commit = decode(Commit, '{"author": {}, "repository": {}}')
    assert commit == Commit(author=Account(), repository=Repository())
    assert written(commit) == {"author": {}, "repository": {}}


def test_a_project_can_lack_its_id() -> None:
    """In 2020 a project had only a name and a slug; later servers send the id as a number."""
    assert decode(ReleaseProject, '{"name": "A", "slug": "a"}').id is None
    assert decode(ReleaseProject, '{"id": 5}').id == 5


def test_external_slug_can_be_a_number() -> None:
    """GitLab identifies repositories by a number."""
    assert decode(Repository, '{"externalSlug": 987}').external_slug == 987


def test_fractions_have_zero_three_or_six_digits() -> None:
    """Sentry 9.1 sends milliseconds, later servers send microseconds. Whole seconds have no fraction."""
    dates = [f'{{"dateCreated": "2020-01-28T20:19:56{fraction}Z"}}' for fraction in ("", ".151", ".151002")]
    assert [decode(Release, date).date_created for date in dates] == [
        datetime(2020, 1, 28, 20, 19, 56, microsecond, tzinfo=UTC) for microsecond in (0, 151000, 151002)
    ]
