"""Which frames are the application's own, and by which rule."""

from __future__ import annotations

import json
from typing import Any

import pytest

from topframe import decode_event, in_app_frames
from topframe.analysis.frames import stacktraces
from topframe.model import Event

LIBRARY = {"function": "lib", "inApp": False}


def event_with(*stacks: list[Any] | None, entries: tuple[dict[str, Any], ...] = (), **members: Any) -> Event:
    """An event with a chain of exceptions, the oldest cause first, that have these frames."""
    values = [{"stacktrace": None if frames is None else {"frames": frames}} for frames in stacks]
    exception = {"type": "exception", "data": {"values": values}}
    return decode_event(json.dumps({"eventID": "9", "entries": [exception, *entries], **members}))


def chosen(event: Event) -> tuple[str, list[str | None]]:
    """The rule, and the functions of the frames that it chose."""
    found = in_app_frames(event)
    return found.rule, [frame.function for frame in found.frames]


def test_marked_frames_are_the_applications_own() -> None:
    """What the sender or the server marked counts; the order is that of the stack."""
    event = event_with([{"function": "main", "inApp": True}, LIBRARY, {"function": "buy", "inApp": True}])
    assert chosen(event) == ("in_app", ["main", "buy"])


def test_the_exception_that_was_raised_last_comes_first() -> None:
    """Its stack is the one that people look at; the cause's is for when it has nothing of theirs."""
    cause, raised = [{"function": "cause", "inApp": True}], [{"function": "raised", "inApp": True}]
    assert chosen(event_with(cause, raised)) == ("in_app", ["raised"])
    assert chosen(event_with(cause, [LIBRARY])) == ("in_app", ["cause"])
    assert chosen(event_with(cause, None)) == ("in_app", ["cause"])


def test_where_nothing_is_marked_all_frames_are_left() -> None:
    """A stack that is all library is still where it broke, and the rule says so."""
    assert chosen(event_with([LIBRARY, LIBRARY])) == ("all", ["lib", "lib"])


@pytest.mark.parametrize(
    "path",
    [
        "webpack:///./node_modules/react/index.js",
        "/usr/lib/python3.11/json/decoder.py",
        "/srv/venv/lib/python3.11/site-packages/django/core.py",
        "C:\\app\\venv\\Lib\\site-packages\\flask\\app.py",
        "/srv/shop/vendor/monolog/Logger.php",
        "<frozen importlib._bootstrap>",
        "node_modules/lodash/index.js",
        "node:internal/modules/cjs/loader",
        "node:events",
        "internal/process/task_queues.js",
        "webpack/bootstrap",
        "[native code]",
        "<anonymous>",
        "native",
        "vendor/symfony/http-kernel/HttpKernel.php",
        "/srv/shop/gems/rack-2.0.7/lib/rack/head.rb",
        "/usr/local/bundle/bin/rails",
        "/usr/lib/ruby/2.7.0/net/http.rb",
        "puma (3.12.6) lib/puma/thread_pool.rb",
        "C:\\Python39\\lib\\json\\decoder.py",
        "C:\\Program Files\\Python311\\Lib\\asyncio\\base_events.py",
        "/lib/python3/os.py",
        "/usr/local/go/src/net/http/server.go",
        "/home/me/go/pkg/mod/github.com/gin-gonic/gin@v1.9.1/gin.go",
        "/rustc/9fc6b43126469e3858e2fe86cafb4f0fd5068869/library/std/src/panicking.rs",
        "/home/me/.cargo/registry/src/index.crates.io-6f17d22bba15001f/tokio-1.35.1/src/task.rs",
        "/app/deps/cowboy/src/cowboy_handler.erl",
        "deps/phoenix/lib/phoenix/router.ex",
    ],
)
@pytest.mark.parametrize("key", ["absPath", "filename", "abs_path"])
def test_where_nobody_said_the_path_decides(key: str, path: str) -> None:
    """Frames of old servers and lean SDKs are not marked at all; libraries lie in folders of their own."""
    event = event_with([{"function": "mine", key: "/srv/shop/orders.py"}, {"function": "lib", key: path}])
    assert chosen(event) == ("path", ["mine"])


@pytest.mark.parametrize(
    "path",
    [
        "/srv/shop/internal/orders.go",
        "webpack:///./src/internal/orders.js",
        "/srv/shop/vendors.py",
        "/srv/shop/native/orders.c",
        "./src/deps/orders.ts",
        "/srv/python/library/orders.py",
    ],
)
def test_a_name_alone_makes_no_library(path: str) -> None:
    """Applications have folders of such names, too."""
    event = event_with([{"function": "mine", "absPath": path}, {"function": "lib", "absPath": "/usr/lib/a"}])
    assert chosen(event) == ("path", ["mine"])


@pytest.mark.parametrize(
    ("platform", "module"),
    [
        ("java", "java.util.ArrayList"),
        ("java", "javax.servlet.http.HttpServlet"),
        ("java", "sun.reflect.NativeMethodAccessorImpl"),
        ("java", "jdk.internal.reflect.DirectMethodHandleAccessor"),
        ("java", "kotlin.collections.CollectionsKt"),
        ("java", "android.os.Handler"),
        ("csharp", "System.Linq.Enumerable"),
        ("csharp", "Microsoft.AspNetCore.Mvc.ControllerBase"),
    ],
)
def test_the_module_decides_where_the_path_says_nothing(platform: str, module: str) -> None:
    """On the JVM and .NET; in other languages such a module may be the application's."""
    frames = [{"function": "mine", "module": "shop.Orders"}, {"function": "lib", "module": module}]
    assert chosen(event_with(frames, platform=platform)) == ("path", ["mine"])
    assert chosen(event_with(frames, platform="python")) == ("path", ["mine", "lib"])
    frames[1]["platform"] = platform
    assert chosen(event_with(frames, platform="native")) == ("path", ["mine"])


def test_what_is_marked_as_a_librarys_is_not_chosen_by_its_path() -> None:
    """Among frames that nobody marked there may be the application's; where there are none, all frames are left."""
    unmarked = {"function": "mine", "absPath": "/srv/orders.py"}
    marked = {"function": "framework", "absPath": "/srv/framework.py", "inApp": False}
    assert chosen(event_with([marked, unmarked])) == ("path", ["mine"])
    library = {"function": "lib", "absPath": "/usr/lib/python3.11/json/decoder.py"}
    assert chosen(event_with([marked, library])) == ("all", ["framework", "lib"])


def test_where_all_are_marked_as_libraries_the_path_decides() -> None:
    """GlitchTip, and Sentry of old, mark every frame so that nobody marked; then the path tells more."""
    mine = {"function": "mine", "absPath": "/srv/orders.py", "inApp": False}
    library = {**LIBRARY, "absPath": "/usr/lib/python3.11/json/decoder.py"}
    assert chosen(event_with([mine, library])) == ("path", ["mine"])


def test_marks_are_not_second_guessed_by_paths_that_tell_nothing() -> None:
    """Where no path is that of a library, frames that are marked as library's are not made the application's."""
    mine = {"function": "mine", "absPath": "/srv/orders.py", "inApp": False}
    assert chosen(event_with([mine, LIBRARY])) == ("all", ["mine", "lib"])


def test_where_all_paths_are_libraries_all_frames_are_left() -> None:
    """The guess chooses among frames, it does not hide them all."""
    event = event_with([{"function": "lib", "absPath": "/app/node_modules/a.js"}])
    assert chosen(event) == ("all", ["lib"])


@pytest.mark.parametrize(
    "event", [event_with(), event_with(None), event_with([]), event_with([None]), Event(event_id="9")]
)
def test_an_event_without_frames_has_none(event: Event) -> None:
    """Messages, reports and list items."""
    assert chosen(event) == ("none", [])


def test_the_stack_can_stand_with_its_thread() -> None:
    """In a native crash it stands with the thread that crashed, then comes the current one; others do not count."""
    threads = [
        {"id": 1, "stacktrace": {"frames": [{"function": "idle", "inApp": True}]}},
        {"id": 2, "current": True, "stacktrace": {"frames": [{"function": "reporter", "inApp": True}]}},
        {"id": 3, "crashed": True, "stacktrace": {"frames": [{"function": "crash", "inApp": True}]}},
        None,
    ]
    event = event_with(None, entries=({"type": "threads", "data": {"values": threads}},))
    assert [stack.frames[0].function for stack in stacktraces(event)] == ["crash", "reporter"]
    assert chosen(event) == ("in_app", ["crash"])


def test_the_stack_can_stand_on_its_own() -> None:
    """Messages can have a stack without an exception."""
    entry = {"type": "stacktrace", "data": {"frames": [{"function": "log", "inApp": True}]}}
    assert chosen(event_with(entries=(entry,))) == ("in_app", ["log"])


def test_the_top_frame_is_the_last_one() -> None:
    """The one nearest to the failure, or None where there are no frames."""
    top = in_app_frames(event_with([{"function": "main"}, {"function": "buy"}])).top
    assert top is not None
    assert top.function == "buy"
    assert in_app_frames(event_with()).top is None
