"""`topframe show`: one event, as a person or a program reads it."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from typing import Annotated, Any, cast

import msgspec
import typer

from topframe.codec import encode
from topframe.errors import DecodeError, TopframeError, ValidationError
from topframe.freeform import free_form
from topframe.load import load_event
from topframe.model.event import Event
from topframe.render.escape import escape_json, visible
from topframe.render.text import render_text

from ._terminal import console, fail, name_of, read_body

_NAMES = tuple(f"{name}." for name in Event.__struct_encode_fields__)


def show(
    context: typer.Context,
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="FILE|-",
            help="One event: JSON of the web API, of an SDK or a webhook, or an envelope; - reads standard input.",
        ),
    ] = None,
    sample: Annotated[bool, typer.Option("--sample", help="Show an event that comes with topframe.")] = False,
    all_frames: Annotated[bool, typer.Option("--all-frames", help="Show library frames too.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the event as JSON.")] = False,
    fields: Annotated[
        str | None,
        typer.Option(
            metavar="PATHS",
            help="With --json, these parts alone, by their JSON names: title,release.version,entries.0.type",
        ),
    ] = None,
) -> None:
    """Show one event: what failed, where, and what came before.

    The application's own frames are shown with their source, and those of libraries are counted. What a terminal would
    obey, or nobody would see, is printed as an escape.
    """
    if (file is None) is not sample:
        context.fail("Give either a FILE, - for standard input, or --sample.")
    if fields is not None and not json:
        context.fail("--fields needs --json.")
    paths = () if fields is None else tuple(fields.split(","))
    if not all(name for path in paths for name in path.split(".")):
        context.fail("--fields takes names with dots between them, separated by commas: title,release.version")
    if unknown := [path for path in paths if not f"{path}.".startswith(_NAMES)]:
        context.fail(f"--fields: an event has no {visible(unknown[0])}; names are those of the JSON, such as eventID")
    name = "sample" if file is None else name_of(file)
    event = _read(name, file)
    try:
        _print_json(event, paths) if json else _print_text(event, all_frames=all_frames)
    except BrokenPipeError:
        raise  # whoever read has seen enough, and typer ends quietly
    except OSError as exc:
        fail("standard output", exc.strerror or str(exc))
    except TopframeError as exc:
        fail(name, str(exc))


def _read(name: str, file: str | None) -> Event:
    try:
        return load_event(_body(file))
    except ValidationError as exc:
        is_list = (exc.path, exc.found) == ("$", "array")
        fail(name, "Expected one event, got a list; give one of its items" if is_list else str(exc))
    except DecodeError as exc:
        fail(name, str(exc))
    except OSError as exc:
        fail(name, exc.strerror or str(exc))


def _body(file: str | None) -> bytes:
    if file is None:
        return files("topframe.cli").joinpath("sample.json").read_bytes()
    return read_body(file)


def _print_text(event: Event, *, all_frames: bool) -> None:
    console().print(render_text(event, all_frames=all_frames), crop=False)


def _print_json(event: Event, paths: tuple[str, ...]) -> None:
    if paths:
        whole = free_form(msgspec.Raw(encode(event)))
        text = encode({path: _part(whole, path.split(".")) for path in paths}, indent=2)
    else:
        text = encode(event, indent=2)
    typer.echo(escape_json(text.decode()).encode())


def _part(value: Any, names: list[str]) -> Any:
    """The part of a JSON value that a path leads to, or None. A key that has dots in it is found as well."""
    if not names:
        return value
    members = _members(value)
    for count in range(len(names), 0, -1):
        key = ".".join(names[:count])
        if key in members:
            return _part(members[key], names[count:])
    return None


def _members(value: Any) -> dict[str, Any]:
    if isinstance(value, list):
        return {str(index): item for index, item in enumerate(cast("Sequence[Any]", value))}
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}
