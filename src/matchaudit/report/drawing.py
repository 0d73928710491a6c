"""Drawing, in a second process where an audit has begun one.

The renderer starts in most of a second and holds the interpreter while it draws. So an
audit starts it beside itself before it reads the records, and hands it each chart when
it is made; it takes the drawing when the page is set. Whatever befalls the second
process, the chart is drawn in this one, to the same bytes.

The second process runs this file alone, so nothing of the package is imported above.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import IO, Any

Chart = dict[str, Any]
"""A chart as Vega-Lite writes it."""

Take = Callable[[], str]
"""Waits for a drawing, and returns it as SVG."""

_X = {
    "field": "x",
    "type": "quantitative",
    "title": "x",
    "scale": {"type": "log", "domain": [1, 9], "nice": False},
    "axis": {"values": [1, 3], "labelExpr": "format(datum.value, ',~g')"},
}
_Y = {"field": "x", "type": "nominal", "sort": ["1", "3"], "axis": {"labelPadding": 8}}
_ROWS = {"values": [{"x": 1, "t": "1"}, {"x": 3, "t": "3"}]}
WARMTH: Chart = {
    "width": 330,
    "height": 330,
    "autosize": {"type": "fit", "contains": "padding"},
    "data": _ROWS,
    "encoding": {"x": _X, "text": {"field": "t", "type": "nominal"}},
    "layer": [
        {"mark": mark, "encoding": {"y": y}}
        for mark in ("line", "rule", "point", "text")
        for y in ({**_X, "scale": {"domain": [0, 9]}}, _Y)
    ],
}
"""A chart that has something of all that ours have: the second is drawn much faster."""


def draw(chart: Chart) -> str:
    """Return a chart as SVG, drawn in this process."""
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(chart)
    return drawn


def ask(chart: Chart) -> Take:
    """Ask for a drawing, and return what waits for it.

    Within `beside` the second process draws while this one goes on. Elsewhere the
    chart is drawn when it is taken.
    """
    artist = _ARTIST.get()
    return artist.ask(chart) if artist else lambda: draw(chart)


@contextmanager
def beside() -> Iterator[None]:
    """Draw in a second process from here on; it ends with the block, however that ends.

    A block within another uses the process of the outer one.
    """
    artist = None if _ARTIST.get() else _started()
    if artist is None:
        yield
        return
    held = _ARTIST.set(artist)
    try:
        yield
    finally:
        _ARTIST.reset(held)
        artist.close()


class _Artist:
    """The second process, and a thread that speaks with it."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._n_asked = 0
        self._in_step = True

    def ask(self, chart: Chart) -> Take:
        """Hand over a chart; it is drawn here if the process does not return it."""
        asked = self._thread.submit(self._drawn, chart)

        def take() -> str:
            drawn = asked.result()
            return draw(chart) if drawn is None else drawn

        return take

    def close(self) -> None:
        """End the process, even one that draws what nobody takes."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        self._process.kill()
        self._process.wait()
        self._thread.shutdown()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def _drawn(self, chart: Chart) -> str | None:
        """Return what the process draws; None if it cannot, or is no more."""
        process = self._process
        if process.stdin is None or process.stdout is None or not self._in_step:
            return None
        self._n_asked += 1
        try:
            question = json.dumps([self._n_asked, chart]).encode()
        except (TypeError, ValueError):
            return None
        try:
            process.stdin.write(question + b"\n")
            process.stdin.flush()
            number, drawn = json.loads(process.stdout.readline())
        except (OSError, TypeError, ValueError):
            number, drawn = None, None
        # Once out of step, an answer may be that to another question.
        self._in_step = number == self._n_asked
        return drawn if self._in_step and isinstance(drawn, str) else None


_ARTIST: ContextVar[_Artist | None] = ContextVar("artist", default=None)


def _started() -> _Artist | None:
    """Start the second process; None where no process can be started."""
    if not sys.executable:
        return None
    try:
        return _Artist(
            subprocess.Popen(  # noqa: S603 - our own interpreter and this very file
                [sys.executable, "-P", __file__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for the audit, which ends this
            )
        )
    except OSError:
        return None


def _serve(charts: IO[bytes], drawings: IO[bytes]) -> None:
    """Answer each line, a number and a chart, with the number and the drawing.

    The drawing is null for what cannot be drawn.
    """
    draw(WARMTH)
    for line in charts:
        number, chart = json.loads(line)
        try:
            drawn = draw(chart)
        except ValueError:
            drawn = None
        drawings.write(json.dumps([number, drawn]).encode() + b"\n")
        drawings.flush()


if __name__ == "__main__":
    _serve(sys.stdin.buffer, sys.stdout.buffer)
