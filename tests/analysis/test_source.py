"""Tests of the source lines around a call."""

from __future__ import annotations

from topframe import NumberedLine, source_context
from topframe.model import Frame, GlitchTipFrame, SourceLine


def lines_of(frame: Frame) -> list[tuple[int | None, str, bool]]:
    """Number, text and call mark of each line."""
    return [(line.lineno, line.text, line.is_call) for line in source_context(frame).lines]


def test_the_line_of_the_call_is_marked() -> None:
    """Lines have their numbers in the file. The line of the frame is marked."""
    context = tuple(SourceLine(lineno=n, text=f"line {n}") for n in (9, 10, 11))
    frame = Frame(lineno=10, context_data=context)
    assert lines_of(frame) == [(9, "line 9", False), (10, "line 10", True), (11, "line 11", False)]
    assert source_context(frame).call == NumberedLine(lineno=10, text="line 10", is_call=True)


def test_lines_can_lack_number_and_text() -> None:
    """Line numbers can be 0 or negative. Texts and whole lines can be null."""
    context = (SourceLine(lineno=-1, text=None), None, SourceLine(lineno=0, text="x"), SourceLine())
    assert lines_of(Frame(lineno=0, context_data=context)) == [(-1, "", False), (0, "x", True), (None, "", False)]


def test_line_breaks_are_removed() -> None:
    """Some senders keep the line break at the end of a line."""
    context = (SourceLine(lineno=1, text="a\r\n"), SourceLine(lineno=2, text="b \n"))
    assert lines_of(Frame(lineno=2, context_data=context)) == [(1, "a", False), (2, "b ", True)]


def test_a_frame_without_source_has_no_lines() -> None:
    """The source can be None or empty, or can lack the line of the call."""
    for frame in (Frame(), Frame(lineno=3, context_data=()), GlitchTipFrame(lineno=3, pre_context_data=("a",))):
        assert lines_of(frame) == []
        assert source_context(frame).call is None
        assert not source_context(frame).minified


def test_no_line_is_marked_without_a_line_number() -> None:
    """The frame has source, but no line number."""
    assert lines_of(Frame(context_data=(SourceLine(lineno=1, text="x"),))) == [(1, "x", False)]


def test_only_one_line_is_the_call() -> None:
    """If two lines have the number of the frame, the first is marked."""
    context = (SourceLine(lineno=1, text="a"), SourceLine(lineno=1, text="b"))
    assert lines_of(Frame(lineno=1, context_data=context)) == [(1, "a", True), (1, "b", False)]


def test_a_shortened_line_of_the_call_means_minified() -> None:
    """`{snip}` marks minified code only in the line of the call, not in the lines around it."""
    cut = SourceLine(lineno=1, text="{snip} a();b() {snip}")
    assert source_context(Frame(lineno=1, context_data=(cut,))).minified
    assert not source_context(Frame(lineno=2, context_data=(cut, SourceLine(lineno=2, text="c()")))).minified


def test_glitchtip_frames_have_separate_source_fields() -> None:
    """If the SDK sent no line number, GlitchTip sends the lines in separate fields.

    If the frame has a line number, the lines are numbered from it.
    """
    frame = GlitchTipFrame(pre_context_data=("a", None), context_line="b", post_context_data=("c",))
    assert lines_of(frame) == [(None, "a", False), (None, "", False), (None, "b", True), (None, "c", False)]
    assert source_context(GlitchTipFrame(context_data=(None,), context_line="b {snip}")).minified
    numbered = GlitchTipFrame(lineno=7, pre_context_data=("a",), context_line="b")
    assert lines_of(numbered) == [(6, "a", False), (7, "b", True)]
