"""What a detector found, as the web API shows it.

Source: getsentry/sentry, api/serializers/models/event.py (`convert_dict_key_case`)
"""

from __future__ import annotations

from typing import Any

from ..freeform import as_array, as_object
from ..model.occurrence import Occurrence
from ..moments import seconds
from ..raw.occurrence import RawOccurrence


def occurrence_of(raw: RawOccurrence | None) -> Occurrence | None:
    """The finding, with the keys of its evidence in camelCase; where two fall together the later one wins.

    Evidence that is nested too deeply keeps its keys.
    """
    if raw is None:
        return None
    try:
        evidence = _camel_cased(raw.evidence_data)
    except RecursionError:
        evidence = raw.evidence_data
    return Occurrence(
        id=raw.id,
        project_id=raw.project_id,
        event_id=raw.event_id,
        fingerprint=raw.fingerprint,
        issue_title=raw.issue_title,
        subtitle=raw.subtitle,
        resource_id=raw.resource_id,
        evidence_data=evidence,
        evidence_display=raw.evidence_display,
        type=raw.type,
        detection_time=seconds(raw.detection_time),
        level=raw.level,
        culprit=raw.culprit,
        priority=raw.priority,
        assignee=raw.assignee,
        initial_issue_priority=raw.initial_issue_priority,
        transaction_duration=raw.transaction_duration,
    )


def _camel_cased(value: Any) -> Any:
    if (members := as_object(value)) is not None:
        return {_camel_case(key): _camel_cased(member) for key, member in members.items()}
    items = as_array(value)
    return value if items is None else [_camel_cased(item) for item in items]


def _camel_case(key: str) -> str:
    first, *others = key.strip("_").split("_")
    return first.lower() + "".join(word.capitalize() for word in others)
