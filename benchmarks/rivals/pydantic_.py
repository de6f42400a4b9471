"""pydantic: models and TypedDicts, validated during parsing.

Its documentation ("Performance") says: use `validate_json` instead of `validate_python(json.loads(...))`; create the
`TypeAdapter` once; use `list` instead of `Sequence`; use tagged unions; use `TypedDict` instead of nested models where
time counts ("about 2.5x faster"). `strict` ("Strict Mode") is on, because a validating decoder should not take `"12"`
for a number. It costs no time.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Annotated, Any, Literal, NotRequired, Union

import pydantic
from typing_extensions import TypedDict  # before Python 3.12, pydantic refuses `typing.TypedDict`

from fields import Model, Words, event_class

from . import Rival, Root, attribute, attribute_or_key, key

CONFIG = pydantic.ConfigDict(strict=True)


def model_of(model: Model) -> type[pydantic.BaseModel]:
    """A pydantic model, built from a `Model`."""
    fields: dict[str, Any] = {
        member.name: (member.type, pydantic.Field(... if member.required else None, alias=member.wire_name))
        for member in model.members
    }
    if model.tag is not None:
        fields["type"] = (Literal[model.tag], ...)
    return pydantic.create_model(model.name, __config__=CONFIG, **fields)


def typed_dict_of(model: Model) -> Any:
    """A TypedDict. The decoded dict has only the keys of the document."""
    fields: dict[str, Any] = {
        member.name: Annotated[member.type, pydantic.Field(alias=member.wire_name)]
        if member.required
        else NotRequired[Annotated[member.type, pydantic.Field(alias=member.wire_name)]]
        for member in model.members
    }
    if model.tag is not None:
        fields["type"] = Literal[model.tag]
    made: Any = TypedDict(model.name, fields)  # type: ignore[misc]
    return pydantic.with_config(CONFIG)(made)


def union_of(classes: dict[str, Any]) -> Any:
    """The union of entries, distinguished by `type`."""
    return Annotated[reduce(or_, classes.values()), pydantic.Field(discriminator="type")]


def union_of_dicts(classes: dict[str, Any]) -> Any:
    """The same for TypedDicts, which do not support `|` on every Python."""
    return Annotated[Union[tuple(classes.values())], pydantic.Field(discriminator="type")]  # noqa: UP007


def open_union_of(classes: dict[str, Any]) -> Any:
    """The union of entries, and a dict for other types ("Discriminated Unions with callable Discriminator")."""

    def kind(value: Any) -> str:
        tag = value.get("type") if isinstance(value, dict) else None
        return tag if tag in classes else "another"

    known = tuple(Annotated[made, pydantic.Tag(tag)] for tag, made in classes.items())
    another = Annotated[dict[str, Any], pydantic.Tag("another")]
    return Annotated[Union[(*known, another)], pydantic.Discriminator(kind)]


def make(root: Root) -> list[Rival]:
    """Models and TypedDicts, each in the standard and in the open form."""
    models = pydantic.TypeAdapter(event_class(root, Words(model_of, union_of)))
    dicts = pydantic.TypeAdapter(event_class(root, Words(typed_dict_of, union_of_dicts)))
    open_models = pydantic.TypeAdapter(event_class(root, Words(model_of, open_union_of)))
    open_dicts = pydantic.TypeAdapter(event_class(root, Words(typed_dict_of, open_union_of)))
    return [
        Rival("pydantic models", "pydantic", "typed", "all", models.validate_json, attribute),
        Rival("pydantic TypedDict", "pydantic", "typed", "all", dicts.validate_json, key),
        Rival("pydantic models, open", "pydantic", "typed", "all", open_models.validate_json, attribute_or_key),
        Rival("pydantic TypedDict, open", "pydantic", "typed", "all", open_dicts.validate_json, key),
    ]
