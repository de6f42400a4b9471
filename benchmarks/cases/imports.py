"""How long `import` takes: fresh processes in turns, less the time of a process that imports nothing.

The files are in the cache of the system, as they are on the second start of a program; bytecode is compiled.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from time import perf_counter

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


def seconds_of(code: str) -> float:
    """Seconds that a process takes for some code, from start to end."""
    start = perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return perf_counter() - start


def value(tries: int, name: str) -> float:
    """Seconds that the import of a module takes; the middle of some differences, because single ones are noise."""
    code = f"import {MODULES[name][0]}"
    differences = sorted(seconds_of(code) - seconds_of("pass") for _ in range(tries))
    return max(differences[tries // 2], 1e-4)


def tables(settings: Settings) -> Sequence[Alone]:
    """One table. topframe has made its decoders when it is imported; the models of the others are still to be made."""
    labels = {name: label for name, (_, label) in MODULES.items()}
    tries, rounds = (1, 1) if settings.quick else (3, 7)
    return [
        Alone(
            "imports: fresh", "Import, in a fresh process", "s", "orjson", labels, 1, 0, partial(value, tries), rounds
        )
    ]
