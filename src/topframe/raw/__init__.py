"""Structs of an event in the raw dialect, one interface per file. Structs of both dialects are in `topframe.model`."""

from .breadcrumbs import RawBreadcrumb, RawBreadcrumbsData
from .event import RawEvent
from .exception import RawException, RawExceptionData
from .logentry import RawLogEntry
from .mechanism import LegacyMachException, LegacyPosixSignal, RawMechanism
from .processing import RelayHop, ScrapingAttempt
from .request import RawRequest
from .sdk import RawSdk, RawSdkPackage
from .stacktrace import RawFrame, RawStacktrace
from .template import RawTemplate
from .threads import RawThread, RawThreadsData
from .transaction import TransactionInfo, TransactionNameChange

__all__ = [
    "LegacyMachException",
    "LegacyPosixSignal",
    "RawBreadcrumb",
    "RawBreadcrumbsData",
    "RawEvent",
    "RawException",
    "RawExceptionData",
    "RawFrame",
    "RawLogEntry",
    "RawMechanism",
    "RawRequest",
    "RawSdk",
    "RawSdkPackage",
    "RawStacktrace",
    "RawTemplate",
    "RawThread",
    "RawThreadsData",
    "RelayHop",
    "ScrapingAttempt",
    "TransactionInfo",
    "TransactionNameChange",
]
