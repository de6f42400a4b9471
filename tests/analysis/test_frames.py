"""Tests of the choice of the application's own frames, and of the rule that the result names."""

from __future__ import annotations

import json
from typing import Any

import pytest

from topframe import decode_event, in_app_frames
from topframe.analysis.frames import stacktraces
from topframe.model import Event

LIBRARY = {"function": "lib", "inApp": False}


def event_with(*stacks: list[Any] | None, entries: tuple[dict[str, Any], ...] = (), **members: Any) -> Event:
    """An event with a chain of exceptions, oldest cause first. Each stack is the frames of one exception."""
    values = [{"stacktrace": None if frames is None else {"frames": frames}} for frames in stacks]
    exception = {"type": "exception", "data": {"values": values}}
    return decode_event(json.dumps({"eventID": "9", "entries": [exception, *entries], **members}))


def chosen(event: Event) -> tuple[str, list[str | None]]:
    """The rule, and the functions of the chosen frames."""
    found = in_app_frames(event)
    return found.rule, [frame.function for frame in found.frames]


def test_frames_marked_as_in_app_are_chosen() -> None:
    """They keep the order of the stack trace."""
    event = event_with([{"function": "main", "inApp": True}, LIBRARY, {"function": "buy", "inApp": True}])
    assert chosen(event) == ("in_app", ["main", "buy"])


def test_the_exception_raised_last_comes_first() -> None:
    """The frames of a cause are chosen only if the raised exception has no in-app frames."""
    cause, raised = [{"function": "cause", "inApp": True}], [{"function": "raised", "inApp": True}]
    assert chosen(event_with(cause, raised)) == ("in_app", ["raised"])
    assert chosen(event_with(cause, [LIBRARY])) == ("in_app", ["cause"])
    assert chosen(event_with(cause, None)) == ("in_app", ["cause"])


def test_all_frames_are_chosen_if_none_is_in_app() -> None:
    """If no path tells the frames apart, the rule is `all`."""
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
def test_unmarked_frames_are_chosen_by_path(key: str, path: str) -> None:
    """Old servers and small SDKs do not mark frames. Libraries are in folders of their own."""
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
def test_similar_paths_of_applications_are_chosen(path: str) -> None:
    """Applications have folders with names like those of libraries."""
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
def test_modules_tell_libraries_on_the_jvm_and_dotnet(platform: str, module: str) -> None:
    """In other languages, such a module can belong to the application."""
    frames = [{"function": "mine", "module": "shop.Orders"}, {"function": "lib", "module": module}]
    assert chosen(event_with(frames, platform=platform)) == ("path", ["mine"])
    assert chosen(event_with(frames, platform="python")) == ("path", ["mine", "lib"])
    frames[1]["platform"] = platform
    assert chosen(event_with(frames, platform="native")) == ("path", ["mine"])


def test_frames_marked_as_library_are_not_chosen_by_path() -> None:
    """If some frames have no mark, only these can be chosen. If all of these are libraries, all frames are chosen."""
    unmarked = {"function": "mine", "absPath": "/srv/orders.py"}
    marked = {"function": "framework", "absPath": "/srv/framework.py", "inApp": False}
    assert chosen(event_with([marked, unmarked])) == ("path", ["mine"])
    library = {"function": "lib", "absPath": "/usr/lib/python3.11/json/decoder.py"}
    assert chosen(event_with([marked, library])) == ("all", ["framework", "lib"])


def test_paths_decide_if_all_frames_are_marked_as_library() -> None:
    """GlitchTip and old versions of Sentry mark frames as library frames if the sender set no mark."""
    mine = {"function": "mine", "absPath": "/srv/orders.py", "inApp": False}
    library = {**LIBRARY, "absPath": "/usr/lib/python3.11/json/decoder.py"}
    assert chosen(event_with([mine, library])) == ("path", ["mine"])


def test_library_marks_stay_if_no_path_is_a_librarys() -> None:
    """If all frames are marked as library frames, paths count only if at least one of them is a library's."""
    mine = {"function": "mine", "absPath": "/srv/orders.py", "inApp": False}
    assert chosen(event_with([mine, LIBRARY])) == ("all", ["mine", "lib"])


def test_all_frames_are_chosen_if_all_paths_are_libraries() -> None:
    """The path rule never leaves out all frames."""
    event = event_with([{"function": "lib", "absPath": "/app/node_modules/a.js"}])
    assert chosen(event) == ("all", ["lib"])


@pytest.mark.parametrize(
    "event", [event_with(), event_with(None), event_with([]), event_with([None]), Event(event_id="9")]
)
def test_an_event_can_have_no_frames(event: Event) -> None:
    """Messages, reports and items of lists have no frames."""
    assert chosen(event) == ("none", [])


def test_stack_traces_of_failing_threads_are_used() -> None:
    """In a native crash, the crashed thread comes first, then the current thread. Other threads are left out."""
    threads = [
        {"id": 1, "stacktrace": {"frames": [{"function": "idle", "inApp": True}]}},
        {"id": 2, "current": True, "stacktrace": {"frames": [{"function": "reporter", "inApp": True}]}},
        {"id": 3, "crashed": True, "stacktrace": {"frames": [{"function": "crash", "inApp": True}]}},
        None,
    ]
    event = event_with(None, entries=({"type": "threads", "data": {"values": threads}},))
    assert [stack.frames[0].function for stack in stacktraces(event)] == ["crash", "reporter"]
    assert chosen(event) == ("in_app", ["crash"])


def test_the_stack_trace_of_the_event_is_used() -> None:
    """A message can have a stack trace without an exception."""
    entry = {"type": "stacktrace", "data": {"frames": [{"function": "log", "inApp": True}]}}
    assert chosen(event_with(entries=(entry,))) == ("in_app", ["log"])


def test_the_top_frame_is_the_last_frame() -> None:
    """It is the frame nearest to the failure, or None if there are no frames."""
    top = in_app_frames(event_with([{"function": "main"}, {"function": "buy"}])).top
    assert top is not None
    assert top.function == "buy"
    assert in_app_frames(event_with()).top is None
