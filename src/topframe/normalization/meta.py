"""Conversion of remarks (`_meta`) to the form that the web API returns.

A remark says that Relay or the server cut or removed a value. Remarks form a tree with the keys of the event. The
server also adds `chunks` to a remark, which split the text for its own pages; this module leaves them out.

Source: getsentry/sentry, api/serializers/models/event.py (`get_api_meta` of the interfaces)
"""

from __future__ import annotations

from typing import Any

from ..wire.freeform import as_object

_SAME = ("user", "contexts", "sdk")
_RENAMED = {"extra": "context", "modules": "packages"}
_OF_REQUEST = {"query_string": "query", "api_target": "apiTarget", "inferred_content_type": "inferredContentType"}
_OF_EXCEPTION = {"thread_id": "threadId", "raw_type": "rawType", "raw_value": "rawValue", "raw_module": "rawModule"}
_OF_STACKTRACE = {"frames_omitted": "framesOmitted"}

Tree = dict[str, Any]


def meta_of(sent: Any, entries: tuple[str, ...], tags: tuple[int | str, ...]) -> Tree:
    """Convert the tree of remarks.

    Args:
        sent: The tree of the raw event.
        entries: The raw dialect's key of each entry, in the order of the response.
        tags: The place of each tag in the raw event, its index or its key, in the order of the response.
    """
    tree = _tree(sent)
    meta: Tree = {"entries": _entries(tree, entries), "message": tree.get("logentry") or tree.get("message")}
    meta |= {key: tree.get(key) for key in _SAME}
    meta |= {name: tree.get(key) for key, name in _RENAMED.items()}
    meta["tags"] = _tags(_tree(tree.get("tags")), tags)
    return meta


def _entries(tree: Tree, names: tuple[str, ...]) -> Tree:
    found: Tree = {}
    for index, name in enumerate(names):
        node = tree.get(name) or (tree.get("message") if name == "logentry" else None)
        if node:
            found[str(index)] = {"data": _renamed(name, _tree(node))}
    return found


def _renamed(name: str, node: Tree) -> Tree:
    if name == "request":
        return _with_names(node, _OF_REQUEST)
    if name == "stacktrace":
        return _with_names(node, _OF_STACKTRACE)
    if name == "exception":
        values = _tree(node.get("values", node))
        return {"values": {index: _exception(_tree(value)) for index, value in values.items() if index}}
    return node


def _exception(node: Tree) -> Tree:
    renamed = _with_names(node, _OF_EXCEPTION)
    renamed.pop("raw_stacktrace", None)
    if "stacktrace" in renamed:
        renamed["stacktrace"] = _with_names(_tree(renamed["stacktrace"]), _OF_STACKTRACE)
    return renamed


def _tags(tree: Tree, tags: tuple[int | str, ...]) -> Tree:
    found: Tree = {}
    for shown, sent in enumerate(tags):
        node = _tree(tree.get(str(sent)))
        if isinstance(sent, str):
            node = {"1": node} if node else {}
        part = {name: node[key] for key, name in (("0", "key"), ("1", "value")) if node.get(key)}
        if part:
            found[str(shown)] = part
    return found


def _with_names(node: Tree, names: dict[str, str]) -> Tree:
    return {names.get(key, key): value for key, value in node.items()}


def _tree(node: Any) -> Tree:
    return as_object(node) or {}
