"""The layers of the package, its public names, and the declarations of every Struct."""

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
LAYERS = {
    "errors": 0,
    "version": 0,
    "wire": 1,
    "model": 2,
    "analysis": 3,
    "raw": 3,
    "normalization": 4,
    "decoding": 5,
    "views": 6,
    "webhooks": 6,
    "archive": 7,
    "render": 7,
    "schema": 7,
    "cli": 8,
    "__main__": 9,
    "": 9,
}
"""Each module or subpackage directly under topframe, with its layer. Each imports only from itself and from lower
layers. The key "" is `topframe/__init__.py`.
"""
SUBPACKAGES = {"archive", "model", "raw", "render", "views", "webhooks"}
"""The subpackages that are available after `import topframe`."""
OPTIONAL = {
    "rich": {"render", "cli"},
    "starlette": {"cli"},
    "typer": {"cli"},
    "uvicorn": {"cli"},
    "brotli": {"wire"},
    "zstandard": {"wire"},
}
"""Each optional package, with the modules and subpackages that may import it. All others need only msgspec."""


def modules() -> Iterator[tuple[str, Path]]:
    """Yield the name of each module, without `topframe.`, and its file."""
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def imports(name: str, path: Path) -> Iterator[str]:
    """Yield the absolute names of all modules that a module imports, at the top level or inside functions."""
    package = ["topframe", *name.split(".")] if name else ["topframe"]
    if path.name != "__init__.py":
        package = package[:-1]
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) + 1 - node.level] if node.level else []
            yield ".".join([*base, *([node.module] if node.module else [])])


def unit(module: str) -> str:
    """Return the module or subpackage directly under topframe that a module belongs to; "" for topframe itself."""
    return module.partition(".")[2].partition(".")[0]


@pytest.mark.parametrize(("name", "path"), list(modules()), ids=lambda value: value if isinstance(value, str) else "")
def test_a_module_imports_only_from_lower_layers(name: str, path: Path) -> None:
    """A module imports from its own subpackage and from lower layers, never from another module of the same layer."""
    own = name.partition(".")[0]
    for imported in imports(name, path):
        top = imported.partition(".")[0]
        if top == "topframe":
            target = unit(imported)
            assert target == own or LAYERS[target] < LAYERS[own], f"{name} imports {imported}"
        elif top in OPTIONAL:
            assert own in OPTIONAL[top], f"{name} imports {top}"
        else:
            assert top == "msgspec" or top in sys.stdlib_module_names, f"{name} imports {top}"


def test_importing_topframe_needs_only_msgspec() -> None:
    """`import topframe` imports no optional package, no module that is loaded on first use, and no package metadata."""
    unwanted = {"rich", "typer", "click", "orjson", "brotli", "zstandard", "zlib", "importlib.metadata"}
    unwanted |= {f"topframe.{name}" for name in ("schema", "version", "archive", "raw", "render", "webhooks")}
    code = f"import sys, topframe; print(sorted({unwanted} & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "[]\n"


@pytest.mark.parametrize("module", [topframe, topframe.model, topframe.raw, topframe.views, topframe.webhooks])
def test_all_names_the_public_members(module: ModuleType) -> None:
    """`__all__` is sorted, and lists exactly the public names of the module."""
    names: list[str] = module.__all__
    assert names == sorted(names)
    members = {name: getattr(module, name) for name in {*vars(module), *dir(module)} if not name.startswith("_")}
    defined = {name for name, value in members.items() if not isinstance(value, ModuleType)}
    subpackages = SUBPACKAGES if module is topframe else set[str]()
    assert set(names) == (defined | subpackages) - {"annotations", "TYPE_CHECKING"}
    assert all(hasattr(module, name) for name in dir(module))


def test_names_imported_on_first_use_are_those_that_type_checkers_see() -> None:
    """The table of names loaded on first use equals the imports for type checkers, in names and in modules."""
    block = next(node for node in ast.parse((SOURCE / "__init__.py").read_bytes()).body if isinstance(node, ast.If))
    seen = {alias.name: node.module for node in block.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert {**vars(topframe)["_WHEN_ASKED_FOR"], **dict.fromkeys(SUBPACKAGES)} == seen
    assert vars(topframe)["_SUBPACKAGES"] == SUBPACKAGES
    with pytest.raises(AttributeError, match="has no attribute 'salvage'"):
        getattr(topframe, "salvage")  # noqa: B009


@pytest.mark.parametrize(
    "member",
    [
        "archive.Origin",
        "archive.map_events",
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
    """After `import topframe`, all subpackages and the version are available, and `dir` lists them before first use."""
    name = member.partition(".")[0]
    found, known = vars(topframe)["__getattr__"](name), getattr(topframe, name)
    assert getattr(found, "__name__", found) == getattr(known, "__name__", known)
    code = f"import topframe; assert {name!r} in dir(topframe); print(bool(topframe.{member}))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "True\n"


def test_every_public_subpackage_is_listed() -> None:
    """Every package is in SUBPACKAGES, except the command and the packages whose functions are in `topframe` itself."""
    packages = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert packages - {"cli", "analysis", "decoding", "normalization", "wire"} == SUBPACKAGES


def test_decoding_a_response_imports_nothing_more() -> None:
    """After `import topframe`, decoding a response of the web API imports no further module."""
    decode = 'topframe.decode_event(b\'{"eventID": "9"}\')'
    code = f"import sys, topframe; old = set(sys.modules); {decode}; print(set(sys.modules) - old)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "set()\n"


def structs() -> list[type[msgspec.Struct]]:
    """Import every module, and return all public Structs of topframe."""
    for name, _ in modules():
        if unit(f"topframe.{name}") not in {"cli", "render"}:
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
def test_every_struct_is_frozen_and_documented(cls: type[msgspec.Struct]) -> None:
    """Each class restates `frozen` and `kw_only`, and has a docstring.

    Type checkers ignore an inherited `frozen`, and msgspec does not inherit `kw_only`. Two classes are not `kw_only`:
    `normalize` creates so many of them that keyword arguments measurably slow it down.
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
    """The docstring of each module of the model names the part of the protocol that defines it."""
    docstring = ast.get_docstring(ast.parse(path.read_bytes())) or ""
    assert docstring
    own = {"model.documented", "model.printed"}  # topframe itself defines how Structs are shown
    if name.startswith(("model.", "raw.")) and name not in own:
        assert "\nSource: " in docstring
