"""Tests of webhooks as text for a terminal."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pytest
from rich.console import Console, Group

from topframe import DeliveryError
from topframe.render.delivery import render_damage, render_delivery, render_note
from topframe.webhooks import Delivery, decode_delivery

from .test_text import HOSTILE

INSTALLATION = {"uuid": "11111111-2222-4333-8444-555555555555"}
SENTRY = {"type": "application", "id": "sentry", "name": "Sentry"}
ISSUE = {
    "id": "7",
    "shortId": "SHOP-1A",
    "title": "Boom",
    "culprit": "shop.cart in total",
    "status": "unresolved",
    "substatus": "new",
    "level": "error",
    "priority": "high",
    "firstSeen": "2026-08-01T10:00:00Z",
    "lastSeen": "2026-08-01T10:05:00Z",
    "count": "3",
    "userCount": 2,
    "assignedTo": {"type": "team", "id": "9", "name": "core"},
    "project": {"slug": "shop"},
    "permalink": "https://sentry.example.com/issues/7/",
}
SHOWN_ISSUE = """\
  Boom
    issue       SHOP-1A, shop
    culprit     shop.cart in total
    status      unresolved, new
    level       error, priority high
    seen        2026-08-01 10:00:00 UTC to 2026-08-01 10:05:00 UTC, events: 3, users: 2
    assigned    core, team
    link        https://sentry.example.com/issues/7/
"""


def printed(layout: Group) -> str:
    """The text that a person sees."""
    file = io.StringIO()
    Console(file=file, width=120, color_system=None, highlight=False, markup=False, emoji=False).print(layout)
    return file.getvalue()


def hook(action: str, data: Any, **members: Any) -> bytes:
    """The body of a webhook."""
    return json.dumps(
        {"action": action, "installation": INSTALLATION, "actor": SENTRY, "data": data, **members}
    ).encode()


def shown(resource: str | None, body: bytes) -> str:
    """The text of a delivery, without its first line."""
    return printed(render_delivery(decode_delivery(body, resource))).partition("\n")[2]


# --- the first line ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("actor", "by"),
    [
        (SENTRY, ", by Sentry"),
        ({"type": "user", "id": 7, "name": "Ada"}, ", by Ada (user 7)"),
        ({"type": "user", "id": 7}, ", by user 7"),
        ({"name": "Ada"}, ", by Ada"),
        ({}, ""),
        (None, ""),
    ],
)
def test_the_first_line_has_resource_action_actor_and_installation(actor: dict[str, Any] | None, by: str) -> None:
    """The lead is in front of it, and the remark at its end."""
    delivery = decode_delivery(hook("deleted", {"installation": {}}, actor=actor), "installation")
    line = f"12:03:04 installation deleted{by}, installation {INSTALLATION['uuid']}, saved\n"
    assert printed(render_delivery(delivery, lead="12:03:04 ", remark="saved")) == line


def test_the_first_line_can_be_short() -> None:
    """Parts that are missing in the delivery are left out."""
    delivery = decode_delivery(hook("created", {"issue": {}}, actor=None, installation=None), "issue")
    assert printed(render_delivery(delivery)) == "issue created\n"
    delivery = decode_delivery(hook("created", {"issue": {}}, actor=None, installation={}), "issue")
    assert printed(render_delivery(delivery)) == "issue created\n"
    assert printed(render_delivery(Delivery(resource="x", body=b""))) == "x\n"


# --- each resource ----------------------------------------------------------------------------------------------------


def test_an_issue() -> None:
    """The issue, its state and its link are shown."""
    data = {"issue": ISSUE, "resolution_type": "now", "assignee": {"type": "user", "id": 3, "email": "a@example.com"}}
    assert shown("issue", hook("resolved", data)) == (
        SHOWN_ISSUE + "    resolution  now\n    assignee    a@example.com, user\n"
    )
    assert shown("issue", hook("created", {"issue": {"id": 7}})) == "    issue  7\n"


def test_an_activity_alert() -> None:
    """The issue, the activity and the alert are shown."""
    data = {
        "issue": {"title": "Boom", "id": "7"},
        "activity": {"type": "seer_root_cause_completed", "details": {"summary": "None was added"}},
        "alert": {"id": 8, "title": "Mine", "web_url": "https://sentry.example.com/alerts/8/"},
    }
    assert shown("activity_alert", hook("triggered", data)) == (
        "  Boom\n"
        "    issue     7\n"
        "    activity  seer_root_cause_completed\n"
        "    summary   None was added\n"
        "    alert     Mine, https://sentry.example.com/alerts/8/\n"
    )
    data = {"activity": {"type": "status_resolved"}}
    assert shown("activity_alert", hook("triggered", data)) == "    activity  status_resolved\n"
    assert shown("activity_alert", hook("triggered", {"alert": {"name": "Mine"}})) == "    alert  Mine\n"


def test_a_comment() -> None:
    """Line breaks of the comment are kept."""
    data = {
        "comment_id": 5,
        "issue_id": 7,
        "project_slug": "shop",
        "timestamp": "2026-08-01T10:00:00+02:00",
        "comment": "Look\nhere",
    }
    assert shown("comment", hook("created", data)) == (
        "    issue    7, shop\n    comment  5\n    time     2026-08-01 10:00:00+02:00\n    Look\n    | here\n"
    )
    assert shown("comment", hook("deleted", {"comment_id": 5})) == "    comment  5\n"


def test_a_metric_alert() -> None:
    """The incident and its rule are shown."""
    rule = {"name": "Many errors", "aggregate": "count()", "query": "level:error", "time_window": 10}
    incident = {"title": "Many", "alert_rule": rule, "date_started": "2026-08-01T10:00:00Z", "projects": ["shop", None]}
    data = {
        "metric_alert": incident,
        "description_text": "20 events",
        "web_url": "https://sentry.example.com/alerts/1/",
    }
    expected = (
        "    what      20 events\n"
        "    rule      Many errors, count(), level:error, minutes: 10\n"
        "    time      2026-08-01 10:00:00 UTC\n"
        "    projects  shop\n"
        "    link      https://sentry.example.com/alerts/1/\n"
    )
    assert shown("metric_alert", hook("critical", data)) == "  Many\n" + expected
    assert shown("metric_alert", hook("critical", {**data, "description_title": "Critical: Many"})) == (
        "  Critical: Many\n" + expected
    )
    assert shown("metric_alert", hook("open", {"description_text": "x"})) == "    what  x\n"


def test_seer() -> None:
    """Each step of a run is shown, in both spellings."""
    common = {"run_id": 5, "group_id": 7}
    head = "    issue    7\n    run      5\n"
    cause = {"description": "None was added"}
    assert shown("seer", hook("root_cause_completed", {**common, "root_cause": cause})) == (
        "    issue  7\n    run    5\n    cause  None was added\n"
    )
    solution = {"one_line_summary": ["odd"], "description": "Do not"}
    data = {"sentry_run_id": "u", "group_id": 7, "iteration_index": 1, "solution": solution}
    assert shown("seer", hook("solution_completed", data)) == (
        '    issue      7\n    run        u\n    iteration  1\n    solution   ["odd"]\n'
    )
    old = {"changes": [{"repo_name": "o/shop", "title": "fix: it"}, None]}
    assert shown("seer", hook("coding_completed", {**common, **old})) == f"{head}    changes  o/shop, fix: it\n"
    new = {"code_changes": {"o/shop": [{"path": "a.py"}, 7, {"path": "b.py"}], "o/odd": 7}}
    assert (
        shown("seer", hook("coding_completed", {**common, **new})) == f"{head}    changes  o/shop, a.py, b.py; o/odd\n"
    )
    pulls = {"pull_requests": [{"pull_request": {"pr_url": "https://git.example.com/1"}}, {}, None]}
    assert shown("seer", hook("pr_created", {**common, **pulls})) == (
        "    issue  7\n    run    5\n    link   https://git.example.com/1\n"
    )


def test_a_build() -> None:
    """Sizes are in megabytes. Errors are shown, because a failed build has the action `completed` too."""
    data = {
        "buildId": "95",
        "projectSlug": "app",
        "platform": "APPLE",
        "state": "COMPLETED",
        "appInfo": {"name": "Shop", "version": "1.0", "buildNumber": 2},
        "gitInfo": {"headRepoName": "o/app", "headRef": "main", "headSha": "16bee14a", "prNumber": 3},
        "downloadSize": 28864215,
        "installUrl": "https://sentry.example.com/install",
    }
    assert shown("preprod_artifact", hook("size_analysis_completed", data)) == (
        "  Shop, 1.0, build 2\n"
        "    build     95, app, APPLE\n"
        "    state     COMPLETED\n"
        "    download  28.9 MB\n"
        "    from      o/app, main, 16bee14a, pull request 3\n"
        "    link      https://sentry.example.com/install\n"
    )
    data = {"buildId": "95", "state": "FAILED", "errorCode": "NO_QUOTA"}
    assert shown("preprod_artifact", hook("build_distribution_completed", data)) == (
        "    build  95\n    state  FAILED, NO_QUOTA\n"
    )


@pytest.mark.parametrize(
    ("size", "shown_size"),
    [
        (10**400, "1" + "0" * 400 + " bytes"),
        (-(10**400), "-1" + "0" * 400 + " bytes"),
        (10**15, "1000000000000000 bytes"),
        (10**15 - 1, "1000000000.0 MB"),
        (0, "0.0 MB"),
    ],
    ids=["huge", "negative", "large", "less", "none"],
)
def test_a_size_can_be_any_number(size: int, shown_size: str) -> None:
    """A size that is not plausible is shown in bytes, because dividing it can overflow."""
    text = shown("preprod_artifact", hook("size_analysis_completed", {"buildId": "1", "downloadSize": size}))
    joined = re.sub(r"\n +", "", text.partition("download  ")[2].rstrip())
    assert joined == shown_size


def test_numbers_of_deliveries_can_have_any_size() -> None:
    """Counts, ids and minutes are shown."""
    issue = {"id": 10**4299, "userCount": 10**4299}
    assert "users:1000" in re.sub(r"\s", "", shown("issue", hook("created", {"issue": issue})))
    rule = {"name": "r", "time_window": 1e308}
    assert "minutes: 1e308\n" in shown("metric_alert", hook("open", {"metric_alert": {"alert_rule": rule}}))


def test_the_lines_of_a_delivery_are_limited() -> None:
    """The limits are those of an event. The first line is always shown."""
    body = hook("created", {"comment_id": 1, "comment": "\n".join(["x" * 1000] * 50)})
    lines = printed(render_delivery(decode_delivery(body, "comment"))).splitlines()
    assert len(lines) < 300
    assert lines[0].startswith("comment created")
    unknown = [{"type": "moon"}] * 5000
    hooked = {"project": {}, "group": {}, "event": {"eventID": "0a1b", "title": "Boom", "entries": unknown}}
    assert "    … 4980 more entries\n" in shown("service_hook", json.dumps(hooked).encode())


def test_a_note_is_one_row() -> None:
    """Further lines are indented.

    A note can contain the name of a resource, and any sender can choose that name.
    """
    lines = printed(render_note("word " * 40, lead="12:03:04 ", remark="saved")).splitlines()
    assert lines[0].startswith("12:03:04 word")
    assert [line[:4] for line in lines[1:]] == ["    "]


def test_the_code_of_an_installation_is_not_shown() -> None:
    """The code can be exchanged for a token."""
    installed = {"app": {"slug": "mine"}, "organization": {"slug": "org"}, "status": "installed", "code": "s3cret"}
    assert shown("installation", hook("created", {"installation": installed})) == (
        "    integration   mine\n    organization  org\n    status        installed\n"
    )


def test_requests_of_components() -> None:
    """The values that the user entered are shown."""
    link = {"fields": {"title": "a b", "owner": 1}, "issueId": 7, "webUrl": "https://sentry.example.com/issues/7/"}
    assert shown(None, json.dumps(link).encode()) == (
        '    issue   7\n    fields  title="a b" owner=1\n    link    https://sentry.example.com/issues/7/\n'
    )
    action = {"fields": [{"name": "title", "value": "x"}, {"value": None}, None], "installationId": "1"}
    assert shown(None, json.dumps(action).encode()) == '    fields  title=x ""=null\n'
    assert shown(None, b"") == "    A form asks for options; topframe responds with none.\n"


def test_an_unknown_delivery() -> None:
    """The data is shown as unchanged JSON. It can have a number that is too long for Python."""
    assert shown("moon", hook("risen", {"phase": 1})) == '    data  {"phase":1}\n'
    assert shown("moon", b'{"action":"risen"}') == "    data  null\n"
    number = b"7" * 5000
    text = shown("moon", b'{"action":"risen","data":{"phase":%b}}' % number)
    assert text.startswith('    data  {"phase":777')


def test_a_delivery_with_an_event() -> None:
    """The event is shown as by `topframe show`, below the rule and the link."""
    event = {"event_id": "0a1b", "title": "Boom", "platform": "python", "web_url": "https://sentry.example.com/e"}
    rule = {"triggered_rule": "Any error", "issue_alert": {"settings": [{"name": "channel", "value": "#a"}]}}
    assert shown("event_alert", hook("triggered", {"event": event, **rule})) == (
        "    rule      Any error\n"
        "    settings  channel=#a\n"
        "    link      https://sentry.example.com/e\n"
        "  Boom\n"
        "    platform  python\n"
        "    event     0a1b (default)\n    tags      level=error\n"
    )
    assert shown("event_alert", hook("triggered", {"triggered_rule": "Any error"})) == "    rule  Any error\n"
    assert shown("error", hook("created", {"error": event})) == (
        "  Boom\n    platform  python\n    event     0a1b (default)\n    tags      level=error\n"
    )


def test_deliveries_of_old_integrations() -> None:
    """Service hooks send an event of the web API. The legacy webhook plugin sends a raw event."""
    hooked = {"project": {}, "group": {}, "event": {"eventID": "0a1b", "title": "Boom", "platform": "python"}}
    assert shown(None, json.dumps(hooked).encode()) == "  Boom\n    platform  python\n    event     0a1b\n"
    assert shown("service_hook", b'{"group": {}}') == ""
    plugin = {"event": {"event_id": "0a1b", "title": "Boom", "platform": "python"}, "url": "x"}
    assert (
        shown(None, json.dumps(plugin).encode())
        == "  Boom\n    platform  python\n    event     0a1b (default)\n    tags      level=error\n"
    )


# --- errors -----------------------------------------------------------------------------------------------------------


def test_an_event_that_cannot_be_decoded() -> None:
    """The reason is shown in its place, and the rest of the delivery is shown."""
    assert shown("service_hook", b'{"group": {}, "event": {"eventID": 7}}') == (
        "  (it cannot be shown: Expected `str`, got `int` - at `$.event.eventID`)\n"
    )


def test_a_damaged_delivery() -> None:
    """The reason and the beginning of the body are shown."""
    error = DeliveryError("Malformed JSON", b"{\n\xff" + b"x" * 500, "issue")
    assert printed(render_damage(error, lead="12:03:04 ", remark="saved")).startswith(
        "12:03:04 issue damaged, Malformed JSON, saved\n  {\n  \ufffdxxx"
    )
    assert printed(render_damage(DeliveryError("x", b"", None))) == "delivery damaged, x\n\n"


@pytest.mark.parametrize("resource", ["comment", "issue", "seer", "moon" + HOSTILE])
def test_text_of_a_delivery_cannot_control_the_terminal(resource: str) -> None:
    """No control character is printed, and only the first line begins at the margin."""
    data = {
        "comment_id": HOSTILE,
        "comment": HOSTILE,
        "project_slug": HOSTILE,
        "issue": {"title": HOSTILE, "status": HOSTILE},
        "run_id": 1,
        "root_cause": {"description": HOSTILE, HOSTILE: HOSTILE},
        "code_changes": {HOSTILE: [{"path": HOSTILE}]},
    }
    action = {"comment": "created", "issue": "created", "seer": "coding_completed"}.get(resource, HOSTILE)
    body = hook(action, data, actor={"type": HOSTILE, "id": HOSTILE, "name": HOSTILE}, installation={"uuid": HOSTILE})
    text = printed(render_delivery(decode_delivery(body, resource)))
    check_shown(text)
    check_shown(printed(render_damage(DeliveryError(HOSTILE, HOSTILE.encode(), HOSTILE))))


def check_shown(text: str) -> None:
    """Check that every character is printable, and that every line except the first is indented or empty."""
    first, *lines = text.splitlines()
    assert all(char.isprintable() for line in (first, *lines) for char in line)
    assert all(line.startswith("  ") or not line for line in lines)
