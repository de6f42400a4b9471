"""The version of topframe, as the metadata of its installation says; `pyproject.toml` is where it is set."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("topframe")
except PackageNotFoundError:  # a source tree that was never installed
    __version__ = "0+unknown"
