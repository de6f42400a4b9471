"""Deliveries about builds of mobile applications.

Enumerations (`artifactType`, `state`, `errorCode`) are names today; the first servers wrote their numbers.

Source: getsentry/sentry, preprod/api/models/public/ (2026)
"""

from __future__ import annotations

from datetime import datetime

from ..model._base import ApiInterface
from .delivery import Delivery, Id, Number


class AppInfo(ApiInterface, frozen=True, kw_only=True):
    """An application and its build."""

    app_id: str | None = None
    name: str | None = None
    version: str | None = None
    build_number: Id | None = None
    artifact_type: Id | None = None
    """`XCARCHIVE`, `AAB`, `IPA`, `APK`."""
    date_added: datetime | None = None
    date_built: datetime | None = None


class GitInfo(ApiInterface, frozen=True, kw_only=True):
    """Where a build comes from."""

    head_sha: str | None = None
    base_sha: str | None = None
    provider: str | None = None
    head_repo_name: str | None = None
    base_repo_name: str | None = None
    head_ref: str | None = None
    base_ref: str | None = None
    pr_number: Id | None = None


class SizeDifference(ApiInterface, frozen=True, kw_only=True):
    """Sizes before and after, in bytes."""

    metrics_artifact_type: Id | None = None
    identifier: str | None = None
    head_install_size: int | None = None
    head_download_size: int | None = None
    base_install_size: int | None = None
    base_download_size: int | None = None


class SizeComparison(ApiInterface, frozen=True, kw_only=True):
    """One part of a build compared with that of the build before."""

    metrics_artifact_type: Id | None = None
    """`MAIN_ARTIFACT`, `WATCH_ARTIFACT`, `APP_CLIP_ARTIFACT`, ...: grows."""
    identifier: str | None = None
    state: Id | None = None
    """`SUCCESS`, `FAILED`, `PROCESSING`."""
    error_code: Id | None = None
    error_message: str | None = None
    size_metric_diff: SizeDifference | None = None


class PreprodArtifactData(ApiInterface, frozen=True, kw_only=True):
    """A build, and what was found of it. An action that is `completed` may have failed: see *state*."""

    build_id: Id | None = None
    organization_slug: str | None = None
    project_slug: str | None = None
    project_id: Id | None = None
    platform: str | None = None
    """`APPLE` or `ANDROID`."""
    state: Id | None = None
    """`COMPLETED` or `FAILED`."""
    app_info: AppInfo | None = None
    git_info: GitInfo | None = None
    error_code: Id | None = None
    error_message: str | None = None
    download_size: int | None = None
    """Bytes, like *install_size*."""
    install_size: int | None = None
    analysis_duration: Number | None = None
    """Seconds."""
    analysis_version: str | None = None
    base_build_id: Id | None = None
    base_app_info: AppInfo | None = None
    comparisons: tuple[SizeComparison | None, ...] | None = None
    build_configuration: str | None = None
    is_installable: bool | None = None
    install_url: str | None = None
    is_code_signature_valid: bool | None = None
    profile_name: str | None = None
    codesigning_type: str | None = None


class PreprodArtifactDelivery(Delivery, frozen=True, kw_only=True):
    """A build was looked at: `size_analysis_completed`, `build_distribution_completed`.

    The resource `size_analysis` with its action `completed`, of a few months, is one of these as well.
    """

    data: PreprodArtifactData
