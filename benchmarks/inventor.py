"""Invented events, with the members and nulls that Sentry's serializers write.

Names, texts and numbers come from a random generator with a fixed seed, so the same seed makes the same event. The
platforms differ as they do in real projects: JavaScript sends breadcrumbs and addresses of minified code, Python sends
local variables and source lines of every frame, the JVM sends long stack traces without source lines, Cocoa sends
threads, addresses and images. `order.in_server_order` puts the members in order, so the code here need not.
"""

from __future__ import annotations

import random
from typing import Any, NamedTuple, TypeAlias

Members: TypeAlias = dict[str, Any]

WORDS = ("cart", "order", "price", "user", "item", "rate", "total", "invoice", "address", "coupon", "stock", "basket")
VERBS = ("load", "save", "merge", "render", "update", "validate", "compute", "fetch", "apply", "resolve", "parse")
SITE = "https://shop.example.com"
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:135.0) Gecko/20100101 Firefox/135.0"
EPOCH = 1_772_530_200.0
"""The time of the first breadcrumb, 2026-03-03 09:30 UTC, in seconds since 1970."""


class Code(NamedTuple):
    """A file of source code; `{}` stands for a word."""

    filename: str | None
    abs_path: str | None = None
    module: str | None = None
    package: str | None = None


class Platform(NamedTuple):
    """How the events of one platform look."""

    sdk: str
    own: Code
    """The application's code."""
    library: Code
    lines: tuple[int, int] = (0, 0)
    """Number of source lines before and after the call, in frames of the application and of libraries."""
    variables: int = 0
    """Number of local variables in each frame."""
    contexts: tuple[str, ...] = ("os", "runtime", "trace")
    packages: int = 0
    """Number of installed packages that the SDK lists."""
    is_web: bool = True
    """Whether events have a request."""


PLATFORMS = {
    "javascript": Platform(
        "sentry.javascript.react",
        Code("./src/{}/index.ts", "webpack:///./src/{}/index.ts"),
        Code("./node_modules/{}/cjs/{}.min.js", "webpack:///./node_modules/{}/cjs/{}.min.js"),
        lines=(5, 0),
        contexts=("browser", "client_os", "culture", "trace"),
    ),
    "node": Platform(
        "sentry.javascript.node",
        Code("/app/dist/{}.js", "/app/dist/{}.js", "dist:{}"),
        Code("/app/node_modules/express/lib/{}.js", "/app/node_modules/express/lib/{}.js", "express.lib:{}"),
        lines=(5, 3),
        contexts=("app", "device", "os", "runtime", "trace"),
        packages=30,
    ),
    "python": Platform(
        "sentry.python.django",
        Code("shop/{}.py", "/app/shop/{}.py", "shop.{}"),
        Code("django/core/{}.py", "/usr/local/lib/python3.12/site-packages/django/core/{}.py", "django.core.{}"),
        lines=(5, 5),
        variables=4,
        contexts=("browser", "runtime", "trace"),
        packages=40,
    ),
    "java": Platform(
        "sentry.java.spring-boot.jakarta",
        Code("{}Service.java", None, "com.example.shop.{}Service"),
        Code("{}Filter.java", None, "org.springframework.web.{}Filter"),
        contexts=("device", "os", "runtime", "trace"),
    ),
    "php": Platform(
        "sentry.php.symfony",
        Code("/src/Controller/{}.php", "/var/www/src/Controller/{}.php"),
        Code("/vendor/symfony/http-kernel/{}.php", "/var/www/vendor/symfony/http-kernel/{}.php"),
        lines=(5, 5),
        packages=20,
    ),
    "cocoa": Platform(
        "sentry.cocoa",
        Code("{}.swift", "/Users/ci/shop/{}.swift", None, "/private/var/containers/Bundle/Application/Shop.app/Shop"),
        Code(None, None, None, "/usr/lib/system/lib{}.dylib"),
        contexts=("app", "device", "os", "trace"),
        is_web=False,
    ),
}
CONTEXTS: dict[str, Members] = {
    "app": {"app_name": "Shop", "app_version": "5.2.1", "app_build": "1840", "app_memory": 148_766_720, "type": "app"},
    "browser": {"browser": "Firefox 135.0", "name": "Firefox", "version": "135.0", "type": "browser"},
    "client_os": {"os": "Linux", "name": "Linux", "type": "os"},
    "culture": {"locale": "de-CH", "timezone": "Europe/Zurich", "type": "default"},
    "device": {"model": "Mac16,5", "arch": "arm64", "memory_size": 17_179_869_184, "free_memory": 2_147_483_648}
    | {"boot_time": "2026-03-01T06:11:09Z", "processor_count": 8, "type": "device"},
    "os": {
        "os": "Linux 6.8.0",
        "name": "Linux",
        "version": "6.8.0",
        "kernel_version": "6.8.0-52-generic",
        "type": "os",
    },
    "runtime": {"runtime": "CPython 3.12.8", "name": "CPython", "version": "3.12.8", "build": "3.12.8 (main)"}
    | {"type": "runtime"},
}


class Inventor:
    """A source of invented parts of events."""

    def __init__(self, seed: int, platform: str) -> None:
        self.source = random.Random(seed)
        self.name = platform
        self.platform = PLATFORMS[platform]

    # --- texts and numbers ---

    def word(self) -> str:
        """A word of the shop."""
        return self.source.choice(WORDS)

    def function(self) -> str:
        """The name of a function."""
        return f"{self.source.choice(VERBS)}{self.word().title()}"

    def sentence(self) -> str:
        """A message."""
        return f"Cannot {self.source.choice(VERBS)} {self.word()} {self.source.randrange(10**5)}"

    def hexadecimal(self, digits: int) -> str:
        """An id of *digits* hexadecimal digits."""
        return f"{self.source.getrandbits(4 * digits):0{digits}x}"

    def address(self) -> str:
        """An address in memory."""
        return f"0x{self.source.getrandbits(40):016x}"

    def time(self, second: int) -> str:
        """A timestamp, *second* seconds after 09:30, with random microseconds."""
        return f"2026-03-03T09:{30 + second // 60 % 30:02}:{second % 60:02}.{self.source.randrange(1, 10**6):06}Z"

    # --- stack traces ---

    def lines(self, line: int, around: int) -> list[list[Any]]:
        """The source lines around a call."""
        numbers = range(line - around, line + around + 1) if around else ()
        return [[number, f"  const {self.word()} = {self.function()}({self.word()});"] for number in numbers]

    def frame(self, in_app: bool) -> Members:
        """A frame, mapped to its source."""
        platform, line, word = self.platform, self.source.randrange(10, 900), self.word()
        code = platform.own if in_app else platform.library
        filename, abs_path, module, package = (text and text.replace("{}", word) for text in code)
        variables = {self.word(): self.value() for _ in range(platform.variables)}
        native = self.name == "cocoa"
        return {
            "filename": filename,
            "absPath": abs_path,
            "module": module,
            "package": package,
            "platform": None,
            "instructionAddr": self.address() if native else None,
            "symbolAddr": self.address() if native else None,
            "function": self.function(),
            "rawFunction": None,
            "symbol": f"$s4Shop{self.hexadecimal(12)}" if native else None,
            "context": self.lines(line, platform.lines[0 if in_app else 1]),
            "lineNo": line if filename else None,
            "colNo": self.source.randrange(1, 120) if self.name in ("javascript", "node") else None,
            "inApp": in_app,
            "trust": None,
            "errors": None,
            "lock": None,
            "sourceLink": None,
            "vars": variables or None,
            **({"symbolicatorStatus": "symbolicated"} if native else {}),
        }

    def value(self) -> Any:
        """A local variable, as the Python SDK describes it."""
        number = self.source.randrange(100)
        return self.source.choice(
            (f"<{self.word().title()}: {number}>", f"'{self.word()}'", str(number), {"id": str(number), "open": "None"})
        )

    def minified(self) -> Members:
        """A frame of minified code, before it was mapped to its source."""
        frame = self.frame(False)
        script = f"{SITE}/static/js/main.{self.hexadecimal(8)}.js"
        position = {"lineNo": 2, "colNo": self.source.randrange(10**6), "function": self.hexadecimal(2)}
        return frame | position | {"filename": "/static/js/main.js", "absPath": script, "inApp": True}

    def stack(self, frames: int) -> Members:
        """A stack trace. Every third frame is the application's, and so is the last frame."""
        return stack_of([self.frame(number % 3 == (frames - 1) % 3) for number in range(frames)])

    def exception(self, frames: int, minified: bool) -> Members:
        """An exception of the chain."""
        name = f"{self.word().title()}Error"
        return {
            "type": name,
            "value": self.sentence(),
            "mechanism": {"type": "generic", "handled": False, "data": {"function": "setTimeout"}},
            "threadId": 1 if self.name in ("java", "cocoa") else None,
            "module": f"com.example.shop.{name}" if self.name == "java" else None,
            "stacktrace": self.stack(frames),
            "rawStacktrace": stack_of([self.minified() for _ in range(frames)]) if minified else None,
        }

    # --- the other entries ---

    def thread(self, number: int) -> Members:
        """A thread. The first one crashed; its stack trace is that of the exception, so the server sends it once."""
        return {
            "id": number,
            "current": number == 0,
            "crashed": number == 0,
            "name": f"com.example.shop.{self.word()}" if number % 2 else None,
            "state": None,
            "heldLocks": None,
            "stacktrace": self.stack(5) if number else None,
            "rawStacktrace": None,
        }

    def breadcrumb(self, second: int) -> Members:
        """A breadcrumb: a request, a click, a query or a log line."""
        kind, category, message, data = self.source.choice(
            (
                ("http", "fetch", None, {"method": "GET", "url": f"/api/{self.word()}s", "status_code": 200}),
                ("default", "ui.click", f"div.{self.word()} > button.{self.source.choice(VERBS)}", None),
                ("default", "query", f"SELECT id, name FROM {self.word()} WHERE id = %s", None),
                ("default", "console", self.sentence(), {"logger": "console", "arguments": [self.sentence()]}),
                ("navigation", "navigation", None, {"from": f"/{self.word()}", "to": f"/{self.word()}"}),
            )
        )
        return {
            "type": kind,
            "timestamp": self.time(second),
            "level": self.source.choice(("info", "info", "warning", "error")),
            "message": message,
            "category": category,
            "data": data,
            "event_id": None,
        }

    def request(self) -> Members:
        """The data of a `request` entry. A browser knows only the page; a server knows the request."""
        is_server = self.name != "javascript"
        headers = [["Referer", f"{SITE}/"], ["User-Agent", AGENT]]
        more = [["Accept", "application/json"], ["Accept-Language", "de-CH"], ["Host", "shop.example.com"]]
        return {
            "apiTarget": None,
            "method": "POST" if is_server else None,
            "url": f"{SITE}/{self.word()}",
            "query": [["currency", "CHF"]],
            "fragment": None,
            "data": {"quantity": self.source.randrange(9), "coupon": "[Filtered]"} if is_server else None,
            "headers": sorted(headers + more) if is_server else headers,
            "cookies": [],
            "env": {"SERVER_NAME": "web-1", "SERVER_PORT": "8000"} if is_server else None,
            "inferredContentType": "application/json" if is_server else None,
        }

    def span(self, trace: str, parent: str, start: float) -> Members:
        """A span, in snake_case, as it was stored. Members that are null are left out."""
        milliseconds = self.source.randrange(1, 400)
        operation, description, data = self.source.choice(
            (
                ("db", f"SELECT * FROM {self.word()} WHERE id = %s", {"db.system": "postgresql"}),
                ("http.client", f"GET {SITE}/api/{self.word()}", {"http.response.status_code": 200}),
                ("ui.react.render", f"<{self.word().title()}List>", {"sentry.origin": "auto.ui.react"}),
            )
        )
        return {
            "timestamp": round(start + milliseconds / 1e3, 3),
            "start_timestamp": start,
            "exclusive_time": float(milliseconds),
            "op": operation,
            "span_id": self.hexadecimal(16),
            "parent_span_id": parent,
            "trace_id": trace,
            "status": "ok",
            "description": description,
            "origin": "auto",
            "data": data,
            "sentry_tags": {"category": operation.partition(".")[0], "platform": self.name, "release": "shop@5.2.1"},
            "hash": self.hexadecimal(16),
        }

    def image(self) -> Members:
        """A library in the process, of the entry `debugmeta`."""
        debug_id = self.hexadecimal(32)
        return {
            "code_file": f"/usr/lib/system/lib{self.word()}.dylib",
            "debug_id": debug_id,
            "arch": "arm64",
            "image_addr": self.address(),
            "image_size": self.source.randrange(10**6),
            "debug_status": "unused",
            "type": "macho",
        }

    # --- the event ---

    def event(self, kind: str, entries: list[Members]) -> Members:
        """An event of the type `error`, `default`, `csp` or `transaction`, with all members that the server sends."""
        event_id = self.hexadecimal(32)
        title = f"GET /{self.word()}" if kind == "transaction" else self.sentence()
        release = f"shop@5.{self.source.randrange(9)}.1" if kind != "csp" else None
        return {
            "id": event_id,
            "groupID": str(self.source.randrange(10**9)),
            "eventID": event_id,
            "projectID": "23",
            "size": self.source.randrange(10**5),
            "entries": entries,
            "dist": None,
            "message": title if kind == "default" else "",
            "title": title,
            "location": f"src/{self.word()}.ts" if kind == "error" else None,
            "user": self.user(),
            "contexts": self.contexts(),
            "sdk": {"name": self.platform.sdk, "version": "9.4.0"},
            "context": {"attempt": self.source.randrange(9), "step": "checkout"},
            "packages": {f"{self.word()}-{number}": f"1.{number}.0" for number in range(self.platform.packages)},
            "type": kind,
            "metadata": {"type": "Error", "value": title, "function": self.function(), "in_app_frame_mix": "mixed"},
            "tags": self.tags(kind, release),
            "platform": self.name,
            "dateReceived": self.time(5),
            "errors": [],
            "occurrence": None,
            "_meta": {"entries": {}, "message": None, "user": None, "contexts": None, "sdk": None, "context": None}
            | {"packages": None, "tags": {}},
            **(self.of_transaction() if kind == "transaction" else self.of_error()),
            "release": release and self.release(release),
            "userReport": None,
            "sdkUpdates": [],
            "resolvedWith": [],
            "nextEventID": None,
            "previousEventID": self.hexadecimal(32),
        }

    def of_error(self) -> Members:
        """The members that only events other than transactions have."""
        return {
            "crashFile": None,
            "culprit": f"{self.word()}.{self.function()}",
            "dateCreated": self.time(4),
            "fingerprints": [self.hexadecimal(32), self.hexadecimal(32)],
            "groupingConfig": {"id": "newstyle:2023-01-11", "enhancements": self.hexadecimal(60)},
        }

    def of_transaction(self) -> Members:
        """The members that only transactions have."""
        start = EPOCH + self.source.randrange(10**5) / 1e3
        return {
            "startTimestamp": round(start, 3),
            "endTimestamp": round(start + self.source.randrange(1, 3000) / 1e3, 3),
            "measurements": {"lcp": {"value": self.source.randrange(3000), "unit": "millisecond"}},
            "breakdowns": {"span_ops": {"ops.db": {"value": 12.5, "unit": "millisecond"}}},
        }

    def user(self) -> Members:
        """The user, with the place that the server derives from the address."""
        geo = {"country_code": "CH", "city": "Zurich", "region": "Switzerland"}
        names = {"id": self.hexadecimal(8), "email": None, "username": None, "ip_address": "192.0.2.14", "name": None}
        return {**names, "geo": geo, "data": None}

    def contexts(self) -> Members:
        """The contexts of the platform."""
        trace: Members = {"trace_id": self.hexadecimal(32), "span_id": self.hexadecimal(16), "op": "http.server"}
        trace |= {"status": "unknown", "client_sample_rate": 0.1, "sampled": True, "type": "trace"}
        return {name: CONTEXTS.get(name, trace) for name in self.platform.contexts}

    def tags(self, kind: str, release: str | None) -> list[Members]:
        """The tags, sorted by key. Transactions are not handled, and a report of a browser has no release."""
        tags = {
            "browser": "Firefox 135.0",
            "browser.name": "Firefox",
            "environment": "production",
            "handled": "no" if kind == "error" else None,
            "level": "error" if kind == "error" else "info",
            "os.name": "Linux",
            "release": release,
            "server_name": "web-1" if self.platform.packages else None,
            "transaction": f"/{self.word()}",
            "url": f"{SITE}/{self.word()}" if self.platform.is_web else None,
        }
        return [{"key": key, "value": value} for key, value in tags.items() if value]

    def release(self, version: str) -> Members:
        """The release, in full."""
        number = version.partition("@")[2]
        parsed = {"raw": number, "major": 5, "minor": 2, "patch": 1, "pre": None, "buildCode": None, "components": 3}
        counts = {"commitCount": 12, "deployCount": 1, "newGroups": 3}
        project = {
            "id": 23,
            "slug": "shop",
            "name": "Shop",
            "newGroups": 3,
            "platform": self.name,
            "hasHealthData": False,
        }
        absent = dict.fromkeys(("ref", "url", "dateReleased", "owner", "lastCommit", "lastDeploy", "userAgent"))
        return {
            "id": self.source.randrange(10**9),
            "version": version,
            "status": "open",
            "shortVersion": number,
            "versionInfo": {"package": "shop", "version": parsed, "description": number, "buildHash": None},
            "data": {},
            **counts,
            "dateCreated": self.time(1),
            "authors": [],
            "projects": [project],
            "firstEvent": self.time(2),
            "lastEvent": self.time(9),
            "currentProjectMeta": {},
            **absent,
        }


def stack_of(frames: list[Members]) -> Members:
    """A stack trace with these frames."""
    return {"frames": frames, "framesOmitted": None, "registers": None, "hasSystemFrames": True}
