"""Network error logging: a report that a browser sends of a request that failed.

Source: getsentry/relay, protocol/nel.rs. The same in both dialects.
"""

from __future__ import annotations

from ._base import Interface


class NelBody(Interface, frozen=True, kw_only=True):
    """The request that failed."""

    elapsed_time: int | float | None = None
    """Milliseconds from the start of the request to its failure."""
    method: str | None = None
    phase: str | None = None
    """`dns`, `connection` or `application`."""
    protocol: str | None = None
    referrer: str | None = None
    sampling_fraction: int | float | None = None
    """Share of the failures that are reported, 0 to 1."""
    server_ip: str | None = None
    status_code: int | None = None
    type: str | None = None
    """Such as `dns.unreachable` or `tcp.reset`."""


class Nel(Interface, frozen=True, kw_only=True):
    """One report."""

    age: int | None = None
    """Milliseconds between the failure and the report."""
    type: str | None = None
    """`network-error`."""
    url: str | None = None
    user_agent: str | None = None
    body: NelBody | None = None
