"""Conversion of events from the raw dialect to the web API's dialect.

The package has one file per interface, as `topframe.raw` and `topframe.model` do.
"""

from .event import normalize

__all__ = ["normalize"]
