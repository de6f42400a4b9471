"""How `help` and `inspect.getdoc` show the texts under the fields of Structs."""

from __future__ import annotations

import inspect
import pickle
import pydoc
import re
from types import MemberDescriptorType
from typing import Any, ClassVar, get_type_hints

import msgspec
import pytest

from tests.test_surface import structs
from topframe.model import Frame
from topframe.model.documented import Documented


def shown(cls: type) -> str:
    """What `help` shows for a class, as one line without margins."""
    return " ".join(re.sub(r"(?m)^ \| *", "", pydoc.plain(pydoc.render_doc(cls))).split())


@pytest.mark.parametrize("cls", structs(), ids=lambda cls: f"{cls.__module__}.{cls.__qualname__}")
def test_help_shows_each_text_under_its_field(cls: type[msgspec.Struct]) -> None:
    """`help` shows each text that is under a field in the source, also for the fields of base classes."""
    page = shown(cls)
    for base in cls.__mro__[:-1]:
        if not (isinstance(base, msgspec.StructMeta) and base.__module__.startswith("topframe.")):
            continue
        for name, text in re.findall(r'(?ms)^    (\w+): [^\n]+\n    """(.*?)"""$', source(base)):
            if name in cls.__struct_fields__:
                assert f"{name} {' '.join(text.split())}" in page


def source(cls: type) -> str:
    """The source of a class, or empty text if it is made at run time."""
    try:
        return inspect.getsource(cls)
    except OSError:
        return ""


def test_a_field_has_its_text_as_documentation() -> None:
    """`inspect.getdoc` gives the text of a field, as editors and notebooks show it."""
    assert isinstance(Frame.in_app, MemberDescriptorType)
    assert inspect.getdoc(Frame.in_app) == "True: application code. False: library code. None: not stated."
    assert inspect.getdoc(Frame.module) is None


def test_subclasses_of_callers_have_texts_too() -> None:
    """The fields of a caller's subclass have texts as well, and keep those of the base class."""

    class OwnFrame(Frame, frozen=True, kw_only=True):
        owner: str | None = None
        """The team that owns the file."""

    assert inspect.getdoc(OwnFrame.owner) == "The team that owns the file."
    assert inspect.getdoc(OwnFrame.in_app) == inspect.getdoc(Frame.in_app)


def test_without_source_there_are_no_texts() -> None:
    """A class whose source is not available has no texts, and `help` works."""
    names = {"Documented": Documented, "Struct": msgspec.Struct}
    exec('class Made(Documented, Struct):\n    size: int\n    """In bytes."""', names)
    made: type = names["Made"]
    assert inspect.getdoc(getattr(made, "size")) is None  # noqa: B009
    assert "size" in shown(made)


def test_source_that_cannot_be_parsed_has_no_texts() -> None:
    """A class inside a function whose source cannot be parsed alone has no texts."""

    class Cut(Frame, frozen=True, kw_only=True):
        note: ClassVar[str] = """begins here,
and ends at the margin"""
        owner: str | None = None
        """The team that owns the file."""

    assert inspect.getdoc(Cut.owner) is None


def test_a_documented_class_has_the_slots_of_its_fields() -> None:
    """The slots of a class are still the names of the fields that it declares. Its objects are copied and pickled."""
    assert set(Frame.__slots__) == set(Frame.__struct_fields__)
    assert pickle.loads(pickle.dumps(Frame(lineno=7))) == Frame(lineno=7)


def test_the_slots_agree_however_they_are_read() -> None:
    """Documentation tools read them with `get` or with brackets."""
    slots: Any = Frame.__slots__
    assert slots.get("filename") == slots["filename"]
    assert slots.get("nope", 7) == 7
    with pytest.raises(KeyError):
        slots["nope"]
    assert "__slots__" not in get_type_hints(Frame)
