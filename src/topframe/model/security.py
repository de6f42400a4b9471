"""Security reports that browsers send: Content Security Policy, key pins, certificate transparency, OCSP stapling.

Source: getsentry/relay, protocol/security_report.rs. The keys are the same in raw events and in web API responses.
"""

from __future__ import annotations

from typing import Any

from msgspec import field

from ._base import Interface, present


class Csp(Interface, frozen=True, kw_only=True):
    """A violation of a Content Security Policy."""

    effective_directive: str | None = None
    """The directive whose enforcement was violated, for example `script-src`."""
    blocked_uri: str | None = None
    """The blocked resource: a URL, or a word like `self`, `inline` or `eval`."""
    document_uri: str | None = None
    """The URL of the page."""
    original_policy: str | None = None
    """The whole policy that the page declared."""
    referrer: str | None = None
    status_code: int | None = None
    """HTTP status code of the page."""
    violated_directive: str | None = None
    """The violated directive, as written in the policy."""
    source_file: str | None = None
    line_number: int | None = None
    """Line in *source_file*, counted from 1."""
    column_number: int | None = None
    """Column in *source_file*, counted from 1."""
    script_sample: str | None = None
    """The first characters of the blocked code."""
    disposition: str | None = None
    """`enforce`: the browser blocked the resource. `report`: the browser only reported the violation."""


class _HasChains:
    """The certificate chains of a report about a TLS connection, without nulls."""

    __slots__ = ()
    served_certificate_chain_data: tuple[str | None, ...] | None
    validated_certificate_chain_data: tuple[str | None, ...] | None

    @property
    def served_certificate_chain(self) -> tuple[str, ...]:
        """The certificates that the host sent, as PEM text, without nulls; () when there are none."""
        return present(self.served_certificate_chain_data)

    @property
    def validated_certificate_chain(self) -> tuple[str, ...]:
        """The certificates in the browser's validation order, as PEM text, without nulls; () when there are none."""
        return present(self.validated_certificate_chain_data)


class Hpkp(_HasChains, Interface, frozen=True, kw_only=True):
    """A failed check of HTTP public key pins (HPKP)."""

    date_time: str | None = None
    """When the check failed, as text from the browser; the format is not checked."""
    hostname: str | None = None
    port: int | None = None
    effective_expiration_date: str | None = None
    include_subdomains: bool | None = None
    noted_hostname: str | None = None
    """The host for which the browser stored the pins."""
    served_certificate_chain_data: tuple[str | None, ...] | None = field(default=None, name="served_certificate_chain")
    """The certificates that the host sent, as PEM text; items can be null."""
    validated_certificate_chain_data: tuple[str | None, ...] | None = field(
        default=None, name="validated_certificate_chain"
    )
    """The certificates in the order in which the browser validated them, as PEM text; items can be null."""
    known_pins: tuple[tuple[str | None, ...] | str | None, ...] | None = None
    """Pairs of algorithm and hash, or text from the browser in the form `algorithm="hash"`. Items can be null."""


class SignedCertificateTimestamp(Interface, frozen=True, kw_only=True):
    """A statement (SCT) of a certificate transparency log about a certificate."""

    version: int | None = None
    status: str | None = None
    """The result of the browser's check: `unknown`, `valid` or `invalid`."""
    source: str | None = None
    """Where the browser received it: `tls-extension`, `ocsp` or `embedded`."""
    serialized_sct: str | None = None
    """The SCT as Base64 text."""


class ExpectCt(_HasChains, Interface, frozen=True, kw_only=True):
    """A failed check of certificate transparency."""

    date_time: str | None = None
    """When the check failed, as text from the browser; the format is not checked."""
    hostname: str | None = None
    port: int | None = None
    scheme: str | None = None
    effective_expiration_date: str | None = None
    served_certificate_chain_data: tuple[str | None, ...] | None = field(default=None, name="served_certificate_chain")
    """The certificates that the host sent, as PEM text; items can be null."""
    validated_certificate_chain_data: tuple[str | None, ...] | None = field(
        default=None, name="validated_certificate_chain"
    )
    """The certificates in the order in which the browser validated them, as PEM text; items can be null."""
    scts_data: tuple[SignedCertificateTimestamp | None, ...] | None = field(default=None, name="scts")
    """The statements of certificate logs about the certificate, as sent; items can be null."""
    failure_mode: str | None = None
    """`enforce`: the browser refused the connection. `report-only`: the browser only sent the report."""
    test_report: bool | None = None

    @property
    def scts(self) -> tuple[SignedCertificateTimestamp, ...]:
        """The statements of certificate logs about the certificate, without nulls; () when there are none."""
        return present(self.scts_data)


class ExpectStaple(_HasChains, Interface, frozen=True, kw_only=True):
    """A failed check of OCSP stapling."""

    date_time: str | None = None
    """When the check failed, as text from the browser; the format is not checked."""
    hostname: str | None = None
    port: int | None = None
    effective_expiration_date: str | None = None
    response_status: str | None = None
    cert_status: str | None = None
    served_certificate_chain_data: tuple[str | None, ...] | None = field(default=None, name="served_certificate_chain")
    """The certificates that the host sent, as PEM text; items can be null."""
    validated_certificate_chain_data: tuple[str | None, ...] | None = field(
        default=None, name="validated_certificate_chain"
    )
    """The certificates in the order in which the browser validated them, as PEM text; items can be null."""
    ocsp_response: Any = None
