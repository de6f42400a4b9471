"""Network error logging (NEL): a browser reports that a request failed.

Source: getsentry/relay, protocol/nel.rs. The keys are the same in raw events and in web API responses.
"""

from __future__ import annotations

from ._base import Interface


class NelBody(Interface, frozen=True, kw_only=True):
    """The failed request."""

    elapsed_time: int | float | None = None
    """Milliseconds from the start of the request to its failure."""
    method: str | None = None
    phase: str | None = None
    """The phase in which the request failed: `dns`, `connection` or `application`."""
    protocol: str | None = None
    referrer: str | None = None
    sampling_fraction: int | float | None = None
    """The share of failures that the browser reports, 0 to 1."""
    server_ip: str | None = None
    status_code: int | None = None
    type: str | None = None
    """The kind of error, for example `dns.unreachable` or `tcp.reset`."""


class Nel(Interface, frozen=True, kw_only=True):
    """One report of a network error."""

    age: int | None = None
    """Milliseconds between the failure and the report."""
    type: str | None = None
    """The type of the report: `network-error`."""
    url: str | None = None
    user_agent: str | None = None
    body: NelBody | None = None
