"""Reading many events at once: from files, folders, streams and iterables of bodies."""

from .read import Origin, map_events, read_events
from .sources import Source, Stream

__all__ = ["Origin", "Source", "Stream", "map_events", "read_events"]
