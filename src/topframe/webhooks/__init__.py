"""Webhooks of Sentry. `receive` verifies and decodes a request in one call."""

from .activity_alert import Activity, ActivityAlert, ActivityAlertData, ActivityAlertDelivery
from .comment import CommentData, CommentDelivery
from .component import (
    AlertRuleActionData,
    AlertRuleActionRequest,
    IssueLinkData,
    IssueLinkRequest,
    SelectOptionsRequest,
)
from .decode import decode_delivery
from .delivery import (
    Actor,
    Delivery,
    Installation,
    InstallationApp,
    InstallationOrganization,
    UnknownDelivery,
)
from .event_alert import ErrorData, ErrorDelivery, EventAlertData, EventAlertDelivery, IssueAlert, Setting
from .installation import InstallationData, InstallationDelivery
from .issue import Assignee, Issue, IssueData, IssueDelivery, IssueProject
from .metric_alert import (
    AlertAction,
    AlertRule,
    AlertTrigger,
    Incident,
    MetricAlertData,
    MetricAlertDelivery,
)
from .plugin import PluginData, PluginDelivery
from .preprod_artifact import (
    AppInfo,
    GitInfo,
    PreprodArtifactData,
    PreprodArtifactDelivery,
    SizeComparison,
    SizeDifference,
)
from .receive import receive
from .seer import SeerData, SeerDelivery, SeerPullRequest, SeerPullRequests
from .service_hook import ServiceHookData, ServiceHookDelivery
from .signature import sign, verify

__all__ = [
    "Activity",
    "ActivityAlert",
    "ActivityAlertData",
    "ActivityAlertDelivery",
    "Actor",
    "AlertAction",
    "AlertRule",
    "AlertRuleActionData",
    "AlertRuleActionRequest",
    "AlertTrigger",
    "AppInfo",
    "Assignee",
    "CommentData",
    "CommentDelivery",
    "Delivery",
    "ErrorData",
    "ErrorDelivery",
    "EventAlertData",
    "EventAlertDelivery",
    "GitInfo",
    "Incident",
    "Installation",
    "InstallationApp",
    "InstallationData",
    "InstallationDelivery",
    "InstallationOrganization",
    "Issue",
    "IssueAlert",
    "IssueData",
    "IssueDelivery",
    "IssueLinkData",
    "IssueLinkRequest",
    "IssueProject",
    "MetricAlertData",
    "MetricAlertDelivery",
    "PluginData",
    "PluginDelivery",
    "PreprodArtifactData",
    "PreprodArtifactDelivery",
    "SeerData",
    "SeerDelivery",
    "SeerPullRequest",
    "SeerPullRequests",
    "SelectOptionsRequest",
    "ServiceHookData",
    "ServiceHookDelivery",
    "Setting",
    "SizeComparison",
    "SizeDifference",
    "UnknownDelivery",
    "decode_delivery",
    "receive",
    "sign",
    "verify",
]
