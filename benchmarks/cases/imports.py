"""Import time: fresh processes in turns, minus the time of a process that imports nothing.

The files are in the system's cache, as on the second start of a program, and the bytecode is compiled.
"""

from __future__ import annotations

import compileall
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from time import perf_counter

import topframe

from . import Alone, Label, Settings

MODULES: dict[str, tuple[str, Label]] = {
    "topframe": ("topframe", Label("topframe", "")),
    "msgspec": ("msgspec.json", Label("typed", "")),
    "pydantic": ("pydantic; pydantic.BaseModel", Label("typed", "")),
    "serpyco-rs": ("serpyco_rs", Label("typed", "")),
    "mashumaro": ("mashumaro.codecs.orjson", Label("typed", "")),
    "cattrs": ("cattrs.preconf.orjson", Label("typed", "")),
    "adaptix": ("adaptix", Label("typed", "")),
    "dataclass-wizard": ("dataclass_wizard; dataclass_wizard.fromdict", Label("typed", "")),
    "marshmallow": ("marshmallow", Label("typed", "")),
    "orjson": ("orjson", Label("untyped", "")),
    "json": ("json", Label("untyped", "")),
    "pysimdjson": ("simdjson", Label("untyped", "")),
    "jsonschema-rs": ("jsonschema_rs", Label("untyped", "")),
}


def compile_topframe() -> None:
    """Compile topframe to bytecode. Installers compile what they install, but an editable install is not compiled if
    `PYTHONDONTWRITEBYTECODE` is set.
    """
    compileall.compile_dir(Path(topframe.__file__).parent, quiet=1)


def seconds_of(code: str) -> float:
    """Seconds that a process takes to run *code*, from its start to its end."""
    start = perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return perf_counter() - start


def value(tries: int, name: str) -> float:
    """Seconds that the import of a library takes: the median of *tries* differences, because single ones are noise."""
    code = f"import {MODULES[name][0]}"
    differences = sorted(seconds_of(code) - seconds_of("pass") for _ in range(tries))
    return max(differences[tries // 2], 1e-4)


def tables(settings: Settings) -> Sequence[Alone]:
    """One table. Its value for topframe includes building the decoders; other libraries build their models later."""
    labels = {name: label for name, (_, label) in MODULES.items()}
    tries, rounds = (1, 1) if settings.quick else (3, 7)
    return [
        Alone(
            "imports: fresh",
            "Import, in a fresh process",
            "s",
            "orjson",
            labels,
            1,
            0,
            partial(value, tries),
            rounds,
            compile_topframe,
        )
    ]
