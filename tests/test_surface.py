"""The house: its floors, its face, and what every Struct declares."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import msgspec
import pytest

import topframe
import topframe.model
import topframe.raw
import topframe.views
import topframe.webhooks
from topframe.model.stacktrace import Frame, SourceLine

SOURCE = Path(topframe.__file__).parent
FLOORS = {
    "errors": 0,
    "version": 0,
    "compression": 1,
    "dialect": 1,
    "freeform": 1,
    "memo": 1,
    "moments": 1,
    "printed": 1,
    "shapes": 1,
    "model": 2,
    "diagnosis": 2,
    "raw": 3,
    "codec": 4,
    "raw_codec": 5,
    "contexts": 5,
    "envelope": 5,
    "frames": 5,
    "headline": 5,
    "normalization": 6,
    "views": 5,
    "source": 6,
    "sourcemaps": 6,
    "load": 7,
    "webhooks": 7,
    "archive": 8,
    "render": 8,
    "schema": 8,
    "cli": 9,
    "__main__": 10,
    "": 10,
}
"""Room to floor; a module imports from its own room and from lower floors. The face is the top."""
SUBPACKAGES = {"archive", "model", "raw", "render", "views", "webhooks"}
"""Those that are there after `import topframe`."""
OPTIONAL = {
    "rich": {"render", "cli"},
    "starlette": {"cli"},
    "typer": {"cli"},
    "uvicorn": {"cli"},
    "brotli": {"compression"},
    "zstandard": {"compression"},
}
"""Package to the rooms that may import it; everything else needs msgspec alone."""


def modules() -> Iterator[tuple[str, Path]]:
    """Each module's name below topframe, and its file."""
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def imports(name: str, path: Path) -> Iterator[str]:
    """The absolute names of all modules that a module imports, wherever in it."""
    package = ["topframe", *name.split(".")] if name else ["topframe"]
    if path.name != "__init__.py":
        package = package[:-1]
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) + 1 - node.level] if node.level else []
            yield ".".join([*base, *([node.module] if node.module else [])])


def room(module: str) -> str:
    """The room of a module of topframe; `` is the face."""
    return module.partition(".")[2].partition(".")[0]


@pytest.mark.parametrize(("name", "path"), list(modules()), ids=lambda value: value if isinstance(value, str) else "")
def test_a_module_imports_only_from_floors_below_it(name: str, path: Path) -> None:
    """The stairs go one way."""
    own = name.partition(".")[0]
    for imported in imports(name, path):
        top = imported.partition(".")[0]
        if top == "topframe":
            target = room(imported)
            assert target == own or FLOORS[target] < FLOORS[own], f"{name} imports {imported}"
        elif top in OPTIONAL:
            assert own in OPTIONAL[top], f"{name} imports {top}"
        else:
            assert top == "msgspec" or top in sys.stdlib_module_names, f"{name} imports {top}"


def test_importing_topframe_needs_msgspec_alone() -> None:
    """`import topframe` imports no optional package, no part that is imported on first use, and no metadata."""
    unwanted = {"rich", "typer", "click", "orjson", "brotli", "zstandard", "zlib", "importlib.metadata"}
    unwanted |= {f"topframe.{name}" for name in ("schema", "version", "archive", "raw", "render", "webhooks")}
    code = f"import sys, topframe; print(sorted({unwanted} & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "[]\n"


@pytest.mark.parametrize("module", [topframe, topframe.model, topframe.raw, topframe.views, topframe.webhooks])
def test_the_face_shows_what_it_says(module: ModuleType) -> None:
    """`__all__` is sorted and complete: what is public and was defined here stands in it, and nothing else."""
    names: list[str] = module.__all__
    assert names == sorted(names)
    members = {name: getattr(module, name) for name in {*vars(module), *dir(module)} if not name.startswith("_")}
    defined = {name for name, value in members.items() if not isinstance(value, ModuleType)}
    subpackages = SUBPACKAGES if module is topframe else set[str]()
    assert set(names) == (defined | subpackages) - {"annotations", "TYPE_CHECKING"}
    assert all(hasattr(module, name) for name in dir(module))


def test_what_is_imported_when_asked_for_is_what_type_checkers_see() -> None:
    """Each name comes from the module that it is said to come from, and there is no other."""
    block = next(node for node in ast.parse((SOURCE / "__init__.py").read_bytes()).body if isinstance(node, ast.If))
    seen = {alias.name: node.module for node in block.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert {**vars(topframe)["_WHEN_ASKED_FOR"], **dict.fromkeys(SUBPACKAGES)} == seen
    assert vars(topframe)["_SUBPACKAGES"] == SUBPACKAGES
    with pytest.raises(AttributeError, match="has no attribute 'salvage'"):
        getattr(topframe, "salvage")  # noqa: B009


@pytest.mark.parametrize(
    "member",
    [
        "archive.read_events",
        "model.Event",
        "raw.RawEvent",
        "render.__path__",
        "views.EventSummary",
        "webhooks.receive",
        "__version__",
    ],
)
def test_import_topframe_is_enough(member: str) -> None:
    """Every subpackage and the version are there after it, and `dir` shows them before they are used."""
    name = member.partition(".")[0]
    found, known = vars(topframe)["__getattr__"](name), getattr(topframe, name)
    assert getattr(found, "__name__", found) == getattr(known, "__name__", known)
    code = f"import topframe; assert {name!r} in dir(topframe); print(bool(topframe.{member}))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "True\n"


def test_every_subpackage_of_the_public_api_is_named() -> None:
    """All packages are, but the command and `normalization`, whose one function `topframe` has itself."""
    packages = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert packages - {"cli", "normalization"} == SUBPACKAGES


def test_decoding_an_answer_imports_nothing_more() -> None:
    """`import topframe` is for those who read answers of the web API; the rest comes when it is asked for."""
    decode = 'topframe.decode_event(b\'{"eventID": "9"}\')'
    code = f"import sys, topframe; old = set(sys.modules); {decode}; print(set(sys.modules) - old)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "set()\n"


def structs() -> list[type[msgspec.Struct]]:
    """Every Struct of the model and of the helpers."""
    for name, _ in modules():
        if room(f"topframe.{name}") not in {"cli", "render"}:
            import_module(f"topframe.{name}" if name else "topframe")
    found: list[type[msgspec.Struct]] = []
    pending = msgspec.Struct.__subclasses__()
    while pending:
        cls = pending.pop()
        pending.extend(cls.__subclasses__())
        if cls.__module__.startswith("topframe.") and not cls.__name__.startswith("_"):
            found.append(cls)
    return found


@pytest.mark.parametrize("cls", structs(), ids=lambda cls: cls.__qualname__)
def test_every_struct_is_frozen_and_says_what_it_is(cls: type[msgspec.Struct]) -> None:
    """Restated on each class: type checkers do not believe an inherited `frozen`, msgspec inherits no `kw_only`.

    Two are not `kw_only`: `normalize` makes so many of them that finding members by name shows in its time.
    """
    (node,) = [
        node
        for node in ast.walk(ast.parse(Path(sys.modules[cls.__module__].__file__ or "").read_bytes()))
        if isinstance(node, ast.ClassDef) and node.name == cls.__name__
    ]
    restated = {keyword.arg: ast.literal_eval(keyword.value) for keyword in node.keywords}
    assert (restated.get("frozen"), restated.get("kw_only")) == (True, None if cls in (Frame, SourceLine) else True)
    assert cls.__struct_config__.frozen
    assert ast.get_docstring(node)


@pytest.mark.parametrize(("name", "path"), list(modules()), ids=lambda value: value if isinstance(value, str) else "")
def test_every_module_of_the_model_names_its_source(name: str, path: Path) -> None:
    """The place in the protocol that it was read from."""
    docstring = ast.get_docstring(ast.parse(path.read_bytes())) or ""
    assert docstring
    if name.startswith(("model.", "raw.")):
        assert "\nSource: " in docstring
