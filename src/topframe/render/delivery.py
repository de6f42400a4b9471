"""Renders a webhook for the terminal: what happened, which issue or project it concerns, and a link.

Only the first line of a delivery begins at the margin, so text of a delivery cannot pose as another delivery.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, TypeAlias, cast

from rich.console import Group
from rich.text import Text

from topframe.errors import DeliveryError, TopframeError
from topframe.webhooks.activity_alert import Activity, ActivityAlert, ActivityAlertDelivery
from topframe.webhooks.comment import CommentDelivery
from topframe.webhooks.component import AlertRuleActionRequest, IssueLinkRequest, SelectOptionsRequest
from topframe.webhooks.delivery import (
    Actor,
    Delivery,
    Installation,
    InstallationApp,
    InstallationOrganization,
    UnknownDelivery,
)
from topframe.webhooks.event_alert import ErrorDelivery, EventAlertDelivery, IssueAlert, Setting
from topframe.webhooks.installation import InstallationDelivery
from topframe.webhooks.issue import Assignee, Issue, IssueDelivery, IssueProject
from topframe.webhooks.metric_alert import AlertRule, Incident, MetricAlertDelivery
from topframe.webhooks.plugin import PluginDelivery
from topframe.webhooks.preprod_artifact import AppInfo, GitInfo, PreprodArtifactDelivery
from topframe.webhooks.seer import SeerData, SeerDelivery
from topframe.webhooks.service_hook import ServiceHookDelivery

from ._layout import Row, Section, labelled
from .escape import cut, flat, json_text, number_text, pair, value_text, visible, visible_lines
from .text import event_sections

WITH_EVENT = (ErrorDelivery, EventAlertDelivery, PluginDelivery, ServiceHookDelivery)
"""The deliveries that can carry an event."""

_INDENT = 2
_BEGIN = 200
_SIZE = 1e6
_LARGE = 1e15
_Facts: TypeAlias = dict[str, str | None]
"""Maps labels to values. Values that are None or empty are not shown."""


def render_delivery(delivery: Delivery, *, lead: str = "", remark: str = "", all_frames: bool = False) -> Group:
    """Lay out a delivery for rich to print. If it carries an event, the event is shown as by `render_text`.

    Text of the delivery is shown literally: it cannot act as markup, a link, an emoji code or a command to the
    terminal. The number of lines is limited as for `render_text`.

    Args:
        delivery: The delivery.
        lead: Text in front of the first line, for example the time.
        remark: Text at the end of the first line, for example the file in which the body was saved.
        all_frames: As for `render_text`.
    """
    head = Text(" ".join(filter(None, (flat(delivery.resource, 60), flat(delivery.action or "", 60)))), style="bold")
    head.append("".join(f", {part}" for part in (*_origin(delivery), remark) if part), style="not bold dim")
    return Group(Row(head, lead, hang=4), *_content(delivery, all_frames))


def render_damage(error: DeliveryError, *, lead: str = "", remark: str = "") -> Group:
    """Lay out a delivery that cannot be decoded: the reason, and the beginning of the body.

    Args:
        error: The error that `topframe.webhooks.receive` raised.
        lead: Text in front of the first line, for example the time.
        remark: Text at the end of the first line, for example the file in which the body was saved.
    """
    head = Text(f"{flat(error.resource or 'delivery', 60)} damaged", style="bold yellow")
    head.append("".join(f", {part}" for part in (visible(str(error)), remark) if part), style="not bold")
    begin = Text(flat(error.body[:_BEGIN].decode(errors="replace"), _BEGIN), style="dim")
    return Group(Row(head, lead, hang=4), Row(begin, "  ", hang=2))


def render_note(words: str, *, lead: str = "", remark: str = "") -> Group:
    """Lay out a note that topframe shows between deliveries.

    Args:
        words: The note, on one line, without control characters.
        lead: Text in front of the note, for example the time.
        remark: Text at the end of the note, for example the file in which a body was saved.
    """
    return Group(Row(Text(", ".join(filter(None, (words, remark))), style="yellow"), lead, hang=4))


def _origin(delivery: Delivery) -> Iterator[str]:
    """The actor of the delivery, and the installation that received it."""
    if actor := _actor(delivery.actor):
        yield f"by {flat(actor, 100)}"
    if delivery.installation and delivery.installation.uuid:
        yield f"installation {flat(delivery.installation.uuid, 60)}"


def _content(delivery: Delivery, all_frames: bool) -> Iterator[Section]:
    rows = CONTENTS.get(type(delivery))
    try:
        if rows is not None:
            yield Section(rows(delivery), indent=_INDENT)
        if isinstance(delivery, WITH_EVENT) and (event := delivery.event) is not None:
            yield from event_sections(event, all_frames=all_frames, indent=_INDENT)
    except TopframeError as exc:
        yield Section([Row(Text(f"(it cannot be shown: {visible(str(exc))})", style="yellow"))], indent=_INDENT)


def _titled(title: str | None, facts: _Facts) -> Iterator[Row]:
    """A title, and facts below it. The header of an event has the same layout."""
    if title:
        yield Row(Text(flat(title, 300), style="bold red"), hang=2)
    yield from labelled(facts)


# --- deliveries with an event -----------------------------------------------------------------------------------------


def _event_alert(delivery: EventAlertDelivery) -> Iterator[Row]:
    """The rule, its settings and a link. The event itself is shown below."""
    data = delivery.data
    alert = data.issue_alert or IssueAlert()
    link = data.event.web_url if data.event else None
    yield from labelled({"rule": data.triggered_rule, "settings": _settings(alert.settings), "link": link})


# --- deliveries about issues ------------------------------------------------------------------------------------------


def _issue(delivery: IssueDelivery) -> Iterator[Row]:
    data = delivery.data
    yield from _titled(
        (data.issue or Issue()).title,
        {**_issue_facts(data.issue), "resolution": data.resolution_type, "assignee": _assignee(data.assignee)},
    )


def _activity_alert(delivery: ActivityAlertDelivery) -> Iterator[Row]:
    data = delivery.data
    activity, alert = data.activity or Activity(), data.alert or ActivityAlert()
    more = {
        "activity": activity.type,
        "summary": _first(activity.details, "summary"),
        "alert": _words(alert.title or alert.name, alert.web_url),
    }
    yield from _titled((data.issue or Issue()).title, {**_issue_facts(data.issue), **more})


def _issue_facts(issue: Issue | None) -> _Facts:
    it = issue or Issue()
    project = it.project or IssueProject()
    return {
        "issue": _words(it.short_id or _text(it.id), project.slug or project.name),
        "culprit": it.culprit,
        "status": _words(it.status, it.substatus),
        "level": _words(it.level, _with("priority", it.priority)),
        "seen": _words(
            _between(it.first_seen, it.last_seen), _with("events:", it.count), _with("users:", it.user_count)
        ),
        "assigned": _assignee(it.assigned_to),
        "link": it.web_url or it.permalink or it.url,
    }


def _comment(delivery: CommentDelivery) -> Iterator[Row]:
    data = delivery.data
    yield from labelled(
        {
            "issue": _words(_text(data.issue_id), data.project_slug),
            "comment": _text(data.comment_id),
            "time": _time(data.timestamp),
        }
    )
    if data.comment:
        yield Row(Text("\n".join(visible_lines(data.comment))), "  ")


def _seer(delivery: SeerDelivery) -> Iterator[Row]:
    data = delivery.data
    yield from labelled(
        {
            "issue": _text(data.group_id),
            "run": _text(data.run_id) or data.sentry_run_id,
            "iteration": _text(data.iteration_index),
            "cause": _first(data.root_cause, "one_line_description", "description"),
            "solution": _first(data.solution, "one_line_summary", "description"),
            "changes": _changes(data),
            "link": _pull_requests(data),
        }
    )


def _changes(data: SeerData) -> str:
    """The changes by repository. Seer sends them as `changes` or as `code_changes`."""
    old = [_words(_first(it, "repo_name"), _first(it, "title")) for it in data.changes]
    new = [_words(repository, _files(changes)) for repository, changes in (data.code_changes or {}).items()]
    return "; ".join(filter(None, old + new))


def _files(changes: Any) -> str:
    paths = (_first(it, "path") for it in cast("Sequence[Any]", changes)) if isinstance(changes, list) else ()
    return _words(*paths)


def _pull_requests(data: SeerData) -> str:
    requests = (it.pull_request for it in data.pull_requests)
    return _words(*(it.pr_url for it in requests if it is not None))


# --- other deliveries -------------------------------------------------------------------------------------------------


def _metric_alert(delivery: MetricAlertDelivery) -> Iterator[Row]:
    data = delivery.data
    incident = data.metric_alert or Incident()
    rule = incident.alert_rule or AlertRule()
    yield from _titled(
        data.description_title or incident.title,
        {
            "what": data.description_text,
            "rule": _words(rule.name, rule.aggregate, rule.query, _with("minutes:", rule.time_window)),
            "time": _between(incident.date_started, incident.date_closed),
            "projects": _words(*incident.projects),
            "link": data.web_url,
        },
    )


def _preprod_artifact(delivery: PreprodArtifactDelivery) -> Iterator[Row]:
    data = delivery.data
    app, git = data.app_info or AppInfo(), data.git_info or GitInfo()
    yield from _titled(
        _words(app.name or app.app_id, app.version, _with("build", app.build_number)),
        {
            "build": _words(_text(data.build_id), data.project_slug, data.platform),
            "state": _words(_text(data.state), _text(data.error_code), data.error_message),
            "download": _size(data.download_size),
            "install": _size(data.install_size),
            "from": _words(git.head_repo_name, git.head_ref, git.head_sha, _with("pull request", git.pr_number)),
            "link": data.install_url,
        },
    )


def _size(size: float | None) -> str | None:
    """Convert a size in bytes to text, in megabytes."""
    if size is None:
        return None
    if abs(size) >= _LARGE:  # not a plausible size; dividing it may overflow
        return f"{number_text(size)} bytes"
    return f"{size / _SIZE:.1f} MB"


def _installation(delivery: InstallationDelivery) -> Iterator[Row]:
    """The installation. Its *code* is a secret, so it is not shown."""
    it = delivery.data.installation or Installation()
    app, organization = it.app or InstallationApp(), it.organization or InstallationOrganization()
    yield from labelled(
        {"integration": app.slug, "organization": organization.slug or _text(organization.id), "status": it.status}
    )


def _issue_link(delivery: IssueLinkRequest) -> Iterator[Row]:
    data = delivery.data
    project = data.project or IssueProject()
    fields = (cut(pair(name, value), 300) for name, value in (data.fields or {}).items())
    issue = _words(_text(data.issue_id), project.slug)
    yield from labelled({"issue": issue, "fields": " ".join(fields), "link": data.web_url})


def _alert_rule_action(delivery: AlertRuleActionRequest) -> Iterator[Row]:
    yield from labelled({"fields": _settings(delivery.data.fields)})


def _select_options(_: SelectOptionsRequest) -> Iterator[Row]:
    yield Row(Text("A form asks for options; topframe responds with none.", style="dim"), "  ")


def _unknown(delivery: UnknownDelivery) -> Iterator[Row]:
    """The data as unchanged JSON. It is not decoded, because it can have a number that is too long for Python."""
    yield from labelled({"data": json_text(delivery.data_json)})


CONTENTS: dict[type[Delivery], Callable[[Any], Iterator[Row]]] = {
    ActivityAlertDelivery: _activity_alert,
    AlertRuleActionRequest: _alert_rule_action,
    CommentDelivery: _comment,
    EventAlertDelivery: _event_alert,
    InstallationDelivery: _installation,
    IssueDelivery: _issue,
    IssueLinkRequest: _issue_link,
    MetricAlertDelivery: _metric_alert,
    PreprodArtifactDelivery: _preprod_artifact,
    SeerDelivery: _seer,
    SelectOptionsRequest: _select_options,
    UnknownDelivery: _unknown,
}


# --- parts ------------------------------------------------------------------------------------------------------------


def _actor(actor: Actor | None) -> str | None:
    """The name of the actor. If the actor is not Sentry itself, its type and id are added."""
    if actor is None:
        return None
    kind = None if actor.id == "sentry" else " ".join(filter(None, (actor.type, _text(actor.id))))
    return f"{actor.name} ({kind})" if actor.name and kind else actor.name or kind


def _assignee(assignee: Assignee | None) -> str:
    it = assignee or Assignee()
    return _words(it.name or it.email or _text(it.id), it.type)


def _settings(settings: Sequence[Setting]) -> str:
    return " ".join(cut(pair(it.name or "", it.value), 300) for it in settings)


def _first(value: Any, *names: str) -> str:
    """The first of the keys *names* that is present and not null in *value*; "" if there is none.

    *value* can be any JSON, because its shape is not documented.
    """
    members = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
    found = (members.get(name) for name in names)
    return next((value_text(it) for it in found if it is not None), "")


def _text(value: float | str | None) -> str | None:
    return None if value is None else value_text(value)


def _with(word: str, value: float | str | None) -> str | None:
    """Put a word in front of a value to describe it; None if the value is None."""
    return None if value is None else f"{word} {value_text(value)}"


def _words(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


def _between(start: datetime | None, end: datetime | None) -> str:
    return " to ".join(filter(None, (_time(start), _time(end))))


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(" ", "seconds").replace("+00:00", " UTC")
