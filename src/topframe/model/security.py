"""Reports that browsers send of their own accord: Content Security Policy, certificate pinning and transparency.

Source: getsentry/relay, protocol/security_report.rs. The same in both dialects.
"""

from __future__ import annotations

from typing import Any

from msgspec import field

from ._base import Interface, present


class Csp(Interface, frozen=True, kw_only=True):
    """A violation of a Content Security Policy."""

    effective_directive: str | None = None
    """The directive that was violated."""
    blocked_uri: str | None = None
    """What was not loaded: an address, or a word such as `self`, `inline`, `eval`."""
    document_uri: str | None = None
    """The page."""
    original_policy: str | None = None
    """The whole policy, as the page declared it."""
    referrer: str | None = None
    status_code: int | None = None
    """HTTP status of the page."""
    violated_directive: str | None = None
    """The directive as it stands in the policy."""
    source_file: str | None = None
    line_number: int | None = None
    """Counted from 1, in *source_file*."""
    column_number: int | None = None
    """Counted from 1, in *source_file*."""
    script_sample: str | None = None
    """The first characters of the code that was blocked."""
    disposition: str | None = None
    """`enforce` or `report`."""


class _HasChains:
    """The certificate chains of a report about a TLS connection, without nulls."""

    __slots__ = ()
    served_certificate_chain_data: tuple[str | None, ...] | None
    validated_certificate_chain_data: tuple[str | None, ...] | None

    @property
    def served_certificate_chain(self) -> tuple[str, ...]:
        """The certificates as served, in PEM; () when there are none."""
        return present(self.served_certificate_chain_data)

    @property
    def validated_certificate_chain(self) -> tuple[str, ...]:
        """The certificates as the browser ordered them, in PEM; () when there are none."""
        return present(self.validated_certificate_chain_data)


class Hpkp(_HasChains, Interface, frozen=True, kw_only=True):
    """A failed HTTP public key pinning."""

    date_time: str | None = None
    """When, as the browser wrote it."""
    hostname: str | None = None
    port: int | None = None
    effective_expiration_date: str | None = None
    include_subdomains: bool | None = None
    noted_hostname: str | None = None
    """The host that the pins were noted for."""
    served_certificate_chain_data: tuple[str | None, ...] | None = field(default=None, name="served_certificate_chain")
    """The certificates as served, in PEM; items can be null."""
    validated_certificate_chain_data: tuple[str | None, ...] | None = field(
        default=None, name="validated_certificate_chain"
    )
    """The certificates as the browser ordered them, in PEM; items can be null."""
    known_pins: tuple[tuple[str | None, ...] | str | None, ...] | None = None
    """Pairs of algorithm and hash, or `algorithm="hash"`, as browsers write it."""


class SignedCertificateTimestamp(Interface, frozen=True, kw_only=True):
    """What a certificate log says of a certificate."""

    version: int | None = None
    status: str | None = None
    """`unknown`, `valid` or `invalid`."""
    source: str | None = None
    """`tls-extension`, `ocsp` or `embedded`."""
    serialized_sct: str | None = None
    """Base64."""


class ExpectCt(_HasChains, Interface, frozen=True, kw_only=True):
    """A failed check of certificate transparency."""

    date_time: str | None = None
    """When, as the browser wrote it."""
    hostname: str | None = None
    port: int | None = None
    scheme: str | None = None
    effective_expiration_date: str | None = None
    served_certificate_chain_data: tuple[str | None, ...] | None = field(default=None, name="served_certificate_chain")
    """The certificates as served, in PEM; items can be null."""
    validated_certificate_chain_data: tuple[str | None, ...] | None = field(
        default=None, name="validated_certificate_chain"
    )
    """The certificates as the browser ordered them, in PEM; items can be null."""
    scts_data: tuple[SignedCertificateTimestamp | None, ...] | None = field(default=None, name="scts")
    """What certificate logs say of the certificate; items can be null."""
    failure_mode: str | None = None
    """`enforce` or `report-only`."""
    test_report: bool | None = None

    @property
    def scts(self) -> tuple[SignedCertificateTimestamp, ...]:
        """What certificate logs say of the certificate; () when there are none."""
        return present(self.scts_data)


class ExpectStaple(_HasChains, Interface, frozen=True, kw_only=True):
    """A failed check of OCSP stapling."""

    date_time: str | None = None
    """When, as the browser wrote it."""
    hostname: str | None = None
    port: int | None = None
    effective_expiration_date: str | None = None
    response_status: str | None = None
    cert_status: str | None = None
    served_certificate_chain_data: tuple[str | None, ...] | None = field(default=None, name="served_certificate_chain")
    """The certificates as served, in PEM; items can be null."""
    validated_certificate_chain_data: tuple[str | None, ...] | None = field(
        default=None, name="validated_certificate_chain"
    )
    """The certificates as the browser ordered them, in PEM; items can be null."""
    ocsp_response: Any = None
