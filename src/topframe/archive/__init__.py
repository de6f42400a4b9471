"""Reading many events at once: from files, folders, streams and iterables of bodies."""

from .read import read_events
from .sources import Source, Stream

__all__ = ["Source", "Stream", "read_events"]
