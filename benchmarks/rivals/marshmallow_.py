"""marshmallow: schemas that load what orjson parsed into dicts.

Its documentation says: build the schema once. `unknown = EXCLUDE` skips undeclared keys. Without a `post_load` the
result is a dict, which is the fastest form. marshmallow has no unions: one field of ours finds the class of an entry by
its type, another one chooses by the JSON type of a value.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, get_args, get_origin

import marshmallow
import orjson
from marshmallow import fields

from fields import Model, Words, event_class

from . import Rival, Root, key

Options = dict[str, Any]


@dataclass(frozen=True)
class Union:
    """A union of several types. Schemas are objects, so `|` cannot join them."""

    kinds: tuple[Any, ...]


@dataclass(frozen=True)
class Entries:
    """A union of schemas, which are given by type."""

    schemas: dict[str, marshmallow.Schema]


class Kinds(fields.Field[Any]):
    """A field for values of several kinds, which it distinguishes by JSON type."""

    def __init__(self, by_type: dict[type, fields.Field[Any]], **options: Any) -> None:
        super().__init__(**options)
        self.by_type = by_type

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        field = self.by_type.get(type(value))
        if field is None:
            raise marshmallow.ValidationError("none of these kinds")
        return field.deserialize(value, attr, data, **kwargs)


class Tagged(fields.Field[Any]):
    """A field for an entry. The type of the entry selects its schema."""

    def __init__(self, schemas: dict[str, marshmallow.Schema], **options: Any) -> None:
        super().__init__(**options)
        self.schemas = schemas

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:  # noqa: ARG002
        schema = self.schemas.get(str(value.get("type"))) if isinstance(value, dict) else None
        if schema is None:
            raise marshmallow.ValidationError("no such entry")
        return schema.load(value)


class Plain(fields.Field[Any]):
    """A field for values of exactly one type, without conversion: `true` is not a number."""

    def __init__(self, kind: type, **options: Any) -> None:
        super().__init__(**options)
        self.kind = kind

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:  # noqa: ARG002
        if type(value) is not self.kind:
            raise marshmallow.ValidationError("another type")
        return value


def field_of(kind: Any, options: Options) -> fields.Field[Any]:
    """The field for a type."""
    if not isinstance(kind, Union):
        return single(kind, options)
    kinds = [one for one in kind.kinds if one is not None]
    if len(kinds) < len(kind.kinds):
        options = {**options, "allow_none": True}
    if len(kinds) == 1:
        return single(kinds[0], options)
    return Kinds({json: field_of(one, {}) for one in kinds for json in json_types(one)}, **options)


def json_types(kind: Any) -> tuple[type, ...]:
    """The Python types that orjson makes of the values of a type."""
    if isinstance(kind, marshmallow.Schema):
        return (dict,)
    json: dict[Any, tuple[type, ...]] = {float: (int, float), datetime: (str,), list: (list,), dict: (dict,)}
    return json.get(get_origin(kind) or kind, (kind,))


def single(kind: Any, options: Options) -> fields.Field[Any]:
    """The field for a type that is not a union."""
    if isinstance(kind, Entries):
        return Tagged(kind.schemas, **options)
    if isinstance(kind, marshmallow.Schema):
        return fields.Nested(kind, **options)
    if kind is Any:
        return fields.Raw(**{**options, "allow_none": True})
    if kind is datetime:
        return fields.AwareDateTime(format="iso", default_timezone=UTC, **options)
    return of_items(kind, options) or (fields.Float(**options) if kind is float else Plain(kind, **options))


def of_items(kind: Any, options: Options) -> fields.Field[Any] | None:
    """The field for a type that has items; None for other types."""
    origin, items = get_origin(kind), [field_of(item, {}) for item in get_args(kind)]
    if origin is tuple:
        return fields.Tuple(tuple(items), **options)
    makers: dict[Any, Any] = {list: fields.List, dict: fields.Dict}
    return makers[origin](*items, **options) if origin in makers else None


def schema_of(model: Model) -> marshmallow.Schema:
    """A schema, built once. The keys of its result are Python names."""
    members = {
        member.name: field_of(
            member.type, {"data_key": member.wire_name, **({"required": True} if member.required else {})}
        )
        for member in model.members
    }
    if model.tag is not None:
        members["type"] = Plain(str, required=True)
    return marshmallow.Schema.from_dict(members, name=model.name)(unknown=marshmallow.EXCLUDE)


def make(root: Root) -> list[Rival]:
    """One rival, with one schema."""
    schema = event_class(root, Words(schema_of, Entries, Union))

    def decode(body: bytes) -> Any:
        return schema.load(orjson.loads(body))

    return [Rival("marshmallow", "marshmallow", "typed", "all", decode, key)]
