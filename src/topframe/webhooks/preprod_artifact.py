"""Deliveries about builds of mobile applications.

Current servers write enumerations (`artifactType`, `state`, `errorCode`) as names. The first servers wrote numbers.

Source: getsentry/sentry, preprod/api/models/public/ (2026)
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from msgspec import field

from ..model._base import ApiInterface, present
from .delivery import Actions, Delivery, Id, Number


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
    """The repository, branches and commits that a build comes from."""

    head_sha: str | None = None
    base_sha: str | None = None
    provider: str | None = None
    head_repo_name: str | None = None
    base_repo_name: str | None = None
    head_ref: str | None = None
    base_ref: str | None = None
    pr_number: Id | None = None


class SizeDifference(ApiInterface, frozen=True, kw_only=True):
    """Sizes in bytes: `head` of this build, `base` of the build that it is compared with."""

    metrics_artifact_type: Id | None = None
    identifier: str | None = None
    head_install_size: int | None = None
    head_download_size: int | None = None
    base_install_size: int | None = None
    base_download_size: int | None = None


class SizeComparison(ApiInterface, frozen=True, kw_only=True):
    """One part of a build, compared with the same part of the base build."""

    metrics_artifact_type: Id | None = None
    """`MAIN_ARTIFACT`, `WATCH_ARTIFACT`, `APP_CLIP_ARTIFACT`, ...; Sentry may add more."""
    identifier: str | None = None
    state: Id | None = None
    """`SUCCESS`, `FAILED`, `PROCESSING`."""
    error_code: Id | None = None
    error_message: str | None = None
    size_metric_diff: SizeDifference | None = None


class PreprodArtifactData(ApiInterface, frozen=True, kw_only=True):
    """A build and the result of its analysis.

    The name of the action ends in `completed` even when the analysis failed. *state* says whether it failed.
    """

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
    """In bytes, like *install_size*."""
    install_size: int | None = None
    analysis_duration: Number | None = None
    """In seconds."""
    analysis_version: str | None = None
    base_build_id: Id | None = None
    base_app_info: AppInfo | None = None
    comparisons_data: tuple[SizeComparison | None, ...] | None = field(default=None, name="comparisons")
    """The comparisons with the base build, as sent; items can be null."""
    build_configuration: str | None = None
    is_installable: bool | None = None
    install_url: str | None = None
    is_code_signature_valid: bool | None = None
    profile_name: str | None = None
    codesigning_type: str | None = None

    @property
    def comparisons(self) -> tuple[SizeComparison, ...]:
        """The comparisons of the parts of the build with the base build; () when there are none."""
        return present(self.comparisons_data)


class PreprodArtifactDelivery(Delivery, frozen=True, kw_only=True):
    """A build was processed: `size_analysis_completed`, `build_distribution_completed`.

    For a few months, Sentry sent the resource `size_analysis` with the action `completed`. Its deliveries have this
    class, too.
    """

    actions: ClassVar[Actions] = {
        "preprod_artifact": ("size_analysis_completed", "build_distribution_completed"),
        "size_analysis": ("completed",),
    }
    own_keys = ("buildId",)

    data: PreprodArtifactData
