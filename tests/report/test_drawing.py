import io
import json
import os
import signal
import subprocess
import sys

import pytest

from matchaudit.report import drawing, report_html
from report import usage_sample

POINT = {"mark": "point", "data": {"values": [{"x": 1}, {"x": 2}]}}


def process() -> "subprocess.Popen[bytes]":
    """Return the second process of the block that is under way."""
    artist = drawing._ARTIST.get()
    assert artist is not None
    return artist._process


@pytest.fixture(name="alone", scope="module")
def _alone() -> str:
    return report_html(usage_sample.deployments())


def test_a_report_has_the_same_bytes_whoever_draws_it(alone: str) -> None:
    with drawing.beside():
        assert report_html(usage_sample.deployments()) == alone


def test_a_report_has_the_same_bytes_however_much_was_drawn_before(alone: str) -> None:
    assert report_html(usage_sample.deployments()) == alone


def test_charts_are_drawn_beside_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    here = drawing.draw(POINT)
    monkeypatch.setattr(drawing, "draw", lambda _: "drawn here")

    with drawing.beside():
        assert drawing.ask(POINT)() == here
    assert drawing.ask(POINT)() == "drawn here"


def test_a_second_process_that_is_killed_is_done_without() -> None:
    with drawing.beside():
        first = drawing.ask(POINT)
        assert first() == drawing.draw(POINT)
        os.kill(process().pid, signal.SIGKILL)
        process().wait()

        assert [drawing.ask(POINT)() for _ in range(2)] == [first(), first()]


def test_what_cannot_be_drawn_is_refused_as_without_a_second_process() -> None:
    """A chart that the other process cannot draw does not end it either."""
    wrong = {"mark": "no such mark", "data": {"values": []}}

    with drawing.beside():
        with pytest.raises(ValueError, match="conversion failed"):
            drawing.ask(wrong)()
        assert "<svg" in drawing.ask(POINT)()
        assert process().poll() is None


def test_a_chart_that_json_cannot_hold_is_drawn_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(drawing, "draw", lambda _: "drawn here")

    with drawing.beside():
        assert drawing.ask({"data": {1, 2}})() == "drawn here"


def test_the_second_process_ends_with_the_block_whatever_ends_it() -> None:
    """Nothing is left behind while a drawing is under way that nobody takes."""
    started = []

    def interrupted() -> None:
        with drawing.beside():
            started.append(process())
            drawing.ask(POINT)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()

    assert started[0].returncode is not None
    assert drawing._ARTIST.get() is None


def test_a_block_within_another_uses_its_process() -> None:
    with drawing.beside():
        outer = process()
        with drawing.beside():
            assert process() is outer
        assert outer.poll() is None


@pytest.mark.parametrize("executable", ["", "/no/such/interpreter"])
def test_where_no_process_can_be_started_charts_are_drawn_here(
    executable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", executable)
    monkeypatch.setattr(drawing, "draw", lambda _: "drawn here")

    with drawing.beside():
        assert drawing.ask(POINT)() == "drawn here"


@pytest.mark.parametrize("answer", [b"a stray line\n", b'[7, "<svg>"]\n', b"7\n"])
def test_after_an_answer_to_nothing_that_was_asked_charts_are_drawn_here(
    answer: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else each chart would have the drawing of the one before."""
    monkeypatch.setattr(drawing, "draw", lambda _: "drawn here")

    with drawing.beside():
        answers = process().stdout
        assert answers is not None
        answers.close()
        monkeypatch.setattr(process(), "stdout", io.BytesIO(answer))

        assert [drawing.ask(POINT)() for _ in range(2)] == ["drawn here"] * 2


def test_each_line_is_answered_with_a_line() -> None:
    asked = [POINT, {"mark": "no such mark", "data": {"values": []}}, POINT]
    lines = (json.dumps(pair).encode() + b"\n" for pair in enumerate(asked))
    drawings = io.BytesIO()

    drawing._serve(io.BytesIO(b"".join(lines)), drawings)

    answers = [json.loads(line) for line in drawings.getvalue().splitlines()]
    drawn = drawing.draw(POINT)
    assert answers == [[0, drawn], [1, None], [2, drawn]]
