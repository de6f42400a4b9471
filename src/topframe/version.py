"""The version of topframe, read from the metadata of the installed package. It is set in `pyproject.toml`."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("topframe")
except PackageNotFoundError:  # a source tree that was never installed
    __version__ = "0+unknown"
