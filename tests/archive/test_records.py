"""Files are split into records: at line breaks if each line has a document, at brackets otherwise."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topframe import DecodeError
from topframe.archive import records
from topframe.archive.documents import Documents, Record, documents_in
from topframe.archive.records import records_of
from topframe.wire import document

DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
OBJECTS = st.dictionaries(st.text(max_size=5), DOCUMENTS, max_size=4)


NOT_ENVELOPE = [(1, b'{"event_id": "9"}'), (2, b'{"type": "error", "platform": "c", "level": "info"}')]
"""The records of a file with two raw events. Their keys show that it is not an envelope."""


BEHIND_A_MARK = [(2, b'{"event_id": "9"}\n{"type": "event"}\n{}')]
"""The only record of a file with an envelope after a byte order mark and a line break."""


def found(*pieces: bytes) -> list[tuple[int, bytes | str]]:
    """The records of a file in these pieces. Each one must be in the file at its line and byte."""
    text = b"".join(pieces)
    came = list(records_of(iter(pieces)))
    at, newlines = 0, 0
    for line, offset, data in came:
        newlines += text.count(b"\n", at, offset)
        at = offset
        assert line == 1 + newlines
        assert text.startswith(data, offset) if isinstance(data, bytes) else offset <= len(text)
    return as_text(came)


def as_text(came: Iterable[Record]) -> list[tuple[int, bytes | str]]:
    """The line of each record, from 1, and its text or its error message."""
    return [(line, data.rstrip() if isinstance(data, bytes) else str(data)) for line, _, data in came]


def pieces(text: bytes, size: int) -> Iterator[bytes]:
    """The text in pieces of *size* bytes."""
    return (text[at : at + size] for at in range(0, len(text), size))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"", []),
        (b" \n\t\n", []),
        (b'{"a": 1}', [(1, b'{"a": 1}')]),
        (b'\xef\xbb\xbf{"a": 1}\n', [(1, b'{"a": 1}')]),
        (b'{"a": 1}\n{"b": 2}\n', [(1, b'{"a": 1}'), (2, b'{"b": 2}')]),
        (b'{"a": 1}\r\n\r\n{"b": 2}', [(1, b'{"a": 1}'), (3, b'{"b": 2}')]),
        (b'{"a": \n{"b": 2}\n', [(1, b'{"a":'), (2, b'{"b": 2}')]),
        (b'warning: slow\n{"b": 2}\n', [(1, b"warning: slow"), (2, b'{"b": 2}')]),
        (b'{\n  "a": 1\n}\n', [(1, b'{\n  "a": 1\n}')]),
        (b'{\n"a": 1\n}\n{\n"b": 2\n}', [(1, b'{\n"a": 1\n}'), (4, b'{\n"b": 2\n}')]),
        (b'[{"a": 1}, {"b": 2}]', [(1, b'{"a": 1}'), (1, b'{"b": 2}')]),
        (b'[\n  {"a": [{}, []]},\n\n  {"b": "]}\\"["}\n]\n', [(2, b'{"a": [{}, []]}'), (4, b'{"b": "]}\\"["}')]),
        (b'[{"a": 1}]\n[{"b": 2}]', [(1, b'{"a": 1}'), (2, b'{"b": 2}')]),
        (b"[]", []),
        (b"[[1], {}]", [(1, b"[1]"), (1, b"{}")]),
        (b'{"a": 1}\nWARN "x\n{"b": 2}\n', [(1, b'{"a": 1}'), (2, b'WARN "x'), (3, b'{"b": 2}')]),
        (b'{"a": 1}\n  ', [(1, b'{"a": 1}')]),
        (b'\xef\xbb\xbf[{"a": 1}]', [(1, b'{"a": 1}')]),
        (b'\xef\xbb\xbf\n{"event_id": "9"}\n{"type": "event"}\n{}', BEHIND_A_MARK),
        (b'{"a": 1}\n\x00\n', [(1, b'{"a": 1}'), (2, b"\x00")]),
        (b'[{"a": 1}]\n\n\n\ngarbage', [(1, b'{"a": 1}'), (5, b"garbage")]),
        (b'[\n{"a": 1},\n{"b": 2', [(2, b'{"a": 1}'), (3, b'{"b": 2')]),
        (b'[\n{"a": 1},\n', [(2, b'{"a": 1}'), (3, "Malformed JSON: the list ends too early")]),
        (b"[", [(1, "Malformed JSON: the list ends too early")]),
        (b'{"event_id": "9"}\n{"type": "event"}\n{}\n', [(1, b'{"event_id": "9"}\n{"type": "event"}\n{}')]),
        (b'{"event_id": "9"}\n{"type": "error", "platform": "c", "level": "info"}', NOT_ENVELOPE),
    ],
)
def test_each_document_is_a_record(text: bytes, expected: list[tuple[int, bytes | str]]) -> None:
    """Each document or item of a list is a record with the line of its beginning, for pieces of any size."""
    for size in (1, 2, 3, 7, 1000):
        assert found(*pieces(text, size)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b'[{"a": 1}, 7, null, {"b": 2}]', [b'{"a": 1}', b"7, null", b'{"b": 2}']),
        (b'[{"a": }, {"b": 2}]', [b'{"a": }', b'{"b": 2}']),
        (b'[{"a": 1}, {"b": 2', [b'{"a": 1}', b'{"b": 2']),
        (b'[{"a": 1}]}, {"b": 2}', [b'{"a": 1}', b"}", b'{"b": 2}']),
        (b'[{"a": 1}, "never ends', [b'{"a": 1}', b'"never ends']),
        (b'[{"a": "\\', [b'{"a": "\\']),
        (b"[7]", [b"7"]),
    ],
)
def test_text_that_is_not_a_document_is_a_record(text: bytes, expected: list[bytes]) -> None:
    """Text that is not a document becomes a record, so that the caller gets an error. Documents around it are found."""
    for size in (1, 2, 3, 7, 100):
        assert [data for _, data in found(*pieces(text, size))] == [*map(bytes, expected)]


@given(st.lists(OBJECTS, min_size=1), st.sampled_from([None, 0, 2]), st.integers(1, 40))
def test_a_list_is_split_into_its_items(items: list[object], indent: int | None, size: int) -> None:
    """A list is split into its items, for any strings in it, any indentation and pieces of any size."""
    text = json.dumps(items, indent=indent, ensure_ascii=False).encode()
    assert [json.loads(data) for _, data in found(*pieces(text, size))] == items


@given(st.lists(OBJECTS, min_size=1), st.sampled_from([b"\n", b"\r\n", b"\n\n"]), st.integers(1, 40))
def test_ndjson_is_split_into_its_lines(items: list[object], end: bytes, size: int) -> None:
    """NDJSON is split into its lines, for pieces of any size and each kind of line break."""
    text = end.join(json.dumps(item).encode() for item in items)
    step = 2 if end == b"\n\n" else 1
    assert [(line, json.loads(data)) for line, data in found(*pieces(text, size))] == [
        (1 + at * step, item) for at, item in enumerate(items)
    ]


@given(st.binary(max_size=60), st.integers(1, 9))
def test_the_size_of_pieces_does_not_change_the_records(text: bytes, size: int) -> None:
    """Any bytes give the same records for pieces of any size. Only blanks, commas and brackets of lists are dropped."""
    whole = found(text)
    assert found(*pieces(text, size)) == whole
    left = b"".join(data for _, data in whole if isinstance(data, bytes))
    assert not set(text.removeprefix(b"\xef\xbb\xbf")) - set(left) - set(b" \t\r\n\f\v,[]")


def test_a_line_that_is_too_long_is_one_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that is too long becomes an error and is not kept in memory. The next line is a record again."""
    monkeypatch.setattr("topframe.archive.documents.MAX_RECORD", 20)
    monkeypatch.setattr(records, "_LONG_LINE", 20)
    text = b'{"a": 1}\n{"b": "' + b"x" * 100 + b'"}\n{"c": 3}\n{"d": "' + b"y" * 100
    too_long = "A record has more than 20 bytes: the rest of its line or file was not read"
    for size in (1, 5, 15):
        assert found(*pieces(text, size)) == [(1, b'{"a": 1}'), (2, too_long), (3, b'{"c": 3}'), (4, too_long)]


def test_the_rest_after_a_document_that_is_too_long_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a list or an envelope, the rest after a record that is too long is not read: the next beginning is unknown."""
    monkeypatch.setattr("topframe.archive.documents.MAX_RECORD", 20)
    monkeypatch.setattr(records, "MAX_RECORD", 20)
    text = b'[{"a": 1},\n{"b": "' + b"x" * 100 + b'"}, {"c": 3}]'
    rest = "A record has more than 20 bytes: the rest of its line or file was not read"
    assert found(*pieces(text, 5)) == [(1, b'{"a": 1}'), (2, rest)]
    assert found(text) == [(1, b'{"a": 1}'), (2, "A record has more than 20 bytes"), (2, b'{"c": 3}')]
    envelope = b'{"event_id": "9"}\n{"type": "event"}\n{"message": "hi"}'
    assert found(*pieces(envelope, 5)) == [(1, "A record has more than 20 bytes")]


def test_records_before_an_error_of_the_pieces_are_given() -> None:
    """If the pieces raise an error, the records before it are given. The error is the last record, with its line."""

    def cut(text: bytes) -> Iterator[bytes]:
        yield from pieces(text, 4)
        raise DecodeError("Malformed gzip: it ends too early")

    error = "Malformed gzip: it ends too early"
    for text in (b'[{"a": 1},\n{"b": 2}', b'{"a": 1}\n{"b": 2}\n{"c'):
        came = as_text(records_of(cut(text)))
        assert came[:2] == [(1, b'{"a": 1}'), (2, b'{"b": 2}')]
        assert came[-1] == (text.count(b"\n") + 1, error)
    assert as_text(records_of(cut(b""))) == [(1, error)]


def test_counting_lines_takes_linear_time() -> None:
    """Lines are counted from the previous record, so a list of 50 000 short records takes linear time."""
    text = b"[" + b",\n".join([b"{}"] * 50_000) + b"]"
    assert [line for line, _ in found(text)] == list(range(1, 50_001))


def test_searching_a_long_record_takes_linear_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A record in many pieces is searched again only after its size has doubled, so the time is linear in its size."""
    looks: list[int] = []

    def end_of_document(data: memoryview) -> int | None:
        looks.append(len(data))
        return document.end_of_document(data)

    monkeypatch.setattr("topframe.archive.documents.end_of_document", end_of_document)
    text = b'[{"a": "' + b"x" * 20_000 + b'"}]'
    assert [data for _, data in found(*pieces(text, 10))] == [text[1:-1]]
    assert sum(looks) < 4 * len(text)


# --- several documents on a line, or laid out in any way --------------------------------------------------------------

SOUND = [b'{"a": "}{"}', b'{"a": {"b": [1, {}]}}', b'{\n "a": [\n  "{", {"a": 2}\n ]\n}', b'{"a": ", {\\"a\\": "}']
"""Valid documents that begin with the same key, as the documents of one sender do."""


def documents(text: bytes) -> list[bytes | str]:
    """The documents of a text, or their error messages."""
    return [data if isinstance(data, bytes) else str(data) for _, _, data in documents_in(1, 0, text)]


@given(
    st.lists(OBJECTS, min_size=2, max_size=5),
    st.lists(st.sampled_from(["", " ", "\n", "\r", ",\n"]), min_size=5),
    st.lists(st.sampled_from([None, 1]), min_size=5),
    st.integers(1, 40),
)
def test_documents_are_found_with_any_separator(
    items: list[object], between: list[str], indents: list[int | None], size: int
) -> None:
    """Documents on one or many lines, with or without blanks between them, are found for pieces of any size."""
    texts = [json.dumps(item, indent=indent) for item, indent in zip(items, indents, strict=False)]
    text = "".join(text + end for text, end in zip(texts, between, strict=False)).encode()
    came = [at for _, data in found(*pieces(text, size)) for _, _, at in documents_in(1, 0, bytes(data))]  # type: ignore[arg-type]
    assert [json.loads(data) for data in came if isinstance(data, bytes)] == items


ODD_TEXTS = st.lists(st.sampled_from(["{", "}", "[", "]", '{"a": ', '{"a": 1}', '"', ",", " ", "\n", "1"]), max_size=12)


@settings(max_examples=300)
@given(ODD_TEXTS, st.integers(1, 5))
def test_damaged_records_do_not_depend_on_the_size_of_pieces(parts: list[str], size: int) -> None:
    """A damaged file gives the same records for pieces of any size."""
    text = "".join(parts).encode()
    whole, fed = Documents(1, 0, text), Documents(1, 0)
    came = [record for piece in pieces(text, size) for record in fed.feed(piece)]
    assert list(map(str, [*came, *fed.finish()])) == list(map(str, whole.finish()))


@settings(max_examples=300)
@given(ODD_TEXTS)
def test_a_record_is_one_document(parts: list[str]) -> None:
    """A record that is split again gives itself. Only a list is split into its items."""
    for record in documents("".join(parts).encode()):
        if isinstance(record, bytes) and not record.startswith((b"[", b"]")):
            assert documents(record) == [record]


@pytest.mark.parametrize("between", [b"", b" ", b"\n", b", "])
@pytest.mark.parametrize("damaged", SOUND)
def test_documents_around_a_truncated_document_are_found(damaged: bytes, between: bytes) -> None:
    """A document can be cut off at any byte: the documents before and after it are found."""
    first, last = b'{"a": 1}', b'{"a": 3}'
    for end in range(1, len(damaged)):
        came = documents(first + between + damaged[:end] + between + last)
        assert (came[0], came[-1]) == (first, last)
        assert documents(b"[%b]" % b",".join([first, damaged[:end], last]))[0] == first


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b'{"a": 1}{"b": }{"c": 3}', [b'{"a": 1}', b'{"b": }', b'{"c": 3}']),
        (b'{"a": 1} WARN "x {"c": 3}', [b'{"a": 1}', b'WARN "x {"c": 3}']),
        (b'{"a": 1} WARN {"c": 3}', [b'{"a": 1}', b"WARN", b'{"c": 3}']),
        (b'{"a": 1}}{"c": 3}', [b'{"a": 1}', b"}", b'{"c": 3}']),
        (b'{"a": NaN, "b": [{}, {}]}{"c": 3}', [b'{"a": NaN, "b": [{}, {}]}', b'{"c": 3}']),
        (b'{"a": "\\ud800"}{"c": 3}', [b'{"a": "\\ud800"}', b'{"c": 3}']),
        (b'{"a": [1 {"c": 3}', [b'{"a": [1', b'{"c": 3}']),
        (b'[{"a": [ , {"b": 2}, {"c": 3}]', [b'{"a": [', b'{"b": 2}', b'{"c": 3}']),
        (b'{"a": [,{"b": 2}{"c": 3}', [b'{"a": [', b'{"b": 2}', b'{"c": 3}']),
        (b'{"a": {"b": 1}', [b'{"a": {"b": 1}']),
        (b'{"a": {"a": 1}, "b', [b'{"a": {"a": 1}, "b']),
        (b'{"a": "x{\n "b": 1}', [b'{"a": "x', b'{\n "b": 1}']),
        (b'[{"a": 1}, {"b": 2}]{"c": 3}', [b'{"a": 1}', b'{"b": 2}', b'{"c": 3}']),
        (b"{}{}{}", [b"{}", b"{}", b"{}"]),
    ],
)
def test_a_damaged_document_ends_before_the_next_document(text: bytes, expected: list[bytes]) -> None:
    """A damaged document ends at its last bracket, or where the next document seems to begin."""
    assert documents(text) == expected


@pytest.mark.parametrize("opening", [b"[", b'{"a":'])
def test_a_deeply_nested_document_is_one_record(opening: bytes) -> None:
    """A document of any depth is one record, and the document after it is found."""
    closing = b"]" if opening == b"[" else b"}"
    deep = b'{"b": ' + opening * 20_000 + b"1" + closing * 20_000 + b"}"
    assert documents(deep + b'{"c": 3}') == [deep, b'{"c": 3}']


def test_a_line_longer_than_a_megabyte_is_read_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first documents of a very long line are given before the whole line is read."""
    monkeypatch.setattr(records, "_LONG_LINE", 20)
    text = b'{"a": 1}' * 10 + b'\n{"b": 2}\n' + b" " * 50 + b'\n{"c": 3}\r\n'
    taken: list[int] = []

    def cut() -> Iterator[bytes]:
        for at, piece in enumerate(pieces(text, 8)):
            taken.append(at)
            yield piece

    came = records_of(cut())
    assert next(came) == (1, 0, b'{"a": 1}')
    assert len(taken) < 5
    assert [(line, data.rstrip()) for line, _, data in came if isinstance(data, bytes)] == [
        *[(1, b'{"a": 1}')] * 9,
        (2, b'{"b": 2}'),
        (4, b'{"c": 3}'),
    ]
