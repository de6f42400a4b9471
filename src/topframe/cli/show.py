"""`topframe show`: prints one event or delivery, as text or as JSON."""

from __future__ import annotations

from importlib.resources import files
from typing import Annotated, Any

import typer
from msgspec import Raw
from rich.console import Group

from topframe.decoding.event import encode
from topframe.errors import DeliveryError, TopframeError
from topframe.model.event import Event
from topframe.render.delivery import WITH_EVENT, render_damage, render_delivery
from topframe.render.escape import escape_json
from topframe.render.text import render_text
from topframe.webhooks import Delivery

from ._document import document_of
from ._fields import UnknownNameError, pick
from ._terminal import console, fail, name_of, read_body


def show(
    context: typer.Context,
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="FILE|-",
            help="One event: JSON from the web API, an SDK or a queue, or an envelope. Or one webhook delivery, such "
            "as a file that `topframe listen --save` wrote. - reads standard input.",
        ),
    ] = None,
    sample: Annotated[bool, typer.Option("--sample", help="Show an event that comes with topframe.")] = False,
    all_frames: Annotated[bool, typer.Option("--all-frames", help="Show library frames too.")] = False,
    json: Annotated[
        bool, typer.Option("--json", help="Print the event as JSON. For a delivery that has no event, print its body.")
    ] = False,
    fields: Annotated[
        str | None,
        typer.Option(
            metavar="PATHS",
            help="With --json, print only these parts. The names are those that --json prints, and keys of tags: "
            "title,release.version,tags.environment",
        ),
    ] = None,
) -> None:
    """Show one event: what failed, where, and what came before.

    The application's own frames are shown with their source; frames of libraries are only counted. Control characters
    and invisible characters are printed as escapes. The raised exception and its causes print at most 1000 lines each,
    and every other section 200; the lines between the first and the last are then only counted.
    """
    if (file is None) is not sample:
        context.fail("Give either a FILE, - for standard input, or --sample.")
    if fields is not None and not json:
        context.fail("--fields needs --json.")
    paths = () if fields is None else tuple(path.strip() for path in fields.split(","))
    if not all(name for path in paths for name in path.split(".")):
        context.fail("--fields takes names with dots between them, separated by commas: title,release.version")
    name = "sample" if file is None else name_of(file)
    try:
        document = document_of(_body(file), file)
        if not json:
            console().print(_layout(document, all_frames=all_frames), crop=False)
        else:
            typer.echo(_json(document, paths))
    except UnknownNameError as exc:
        context.fail(f"--fields: {exc}")
    except TopframeError as exc:
        fail(name, str(exc))


def _body(file: str | None) -> bytes:
    if file is None:
        return files("topframe.cli").joinpath("sample.json").read_bytes()
    return read_body(file)


def _layout(document: Event | Delivery | DeliveryError, *, all_frames: bool) -> Group:
    if isinstance(document, Event):
        return render_text(document, all_frames=all_frames)
    if isinstance(document, Delivery):
        return render_delivery(document, all_frames=all_frames)
    return render_damage(document)


def _json(document: Event | Delivery | DeliveryError, paths: tuple[str, ...]) -> bytes:
    """The document as JSON. With *paths*, only the parts at these paths, by path."""
    whole = _content(document)
    text = encode({path: pick(whole, path) for path in paths} if paths else whole, indent=2)
    return escape_json(text.decode()).encode()


def _content(document: Event | Delivery | DeliveryError) -> Any:
    """The event, or the body of a delivery that has no event. A damaged delivery is raised."""
    if isinstance(document, DeliveryError):
        raise document
    if isinstance(document, Event):
        return document
    event = document.event if isinstance(document, WITH_EVENT) else None
    return event or Raw(document.body or b"null")
