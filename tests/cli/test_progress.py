"""What is shown of a run while it goes."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest

from sslcheck.cli.progress import Bar, Progress, bar_line

if TYPE_CHECKING:
    pass


class Terminal(io.StringIO):
    """A stream that claims to be a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("stream", "shown"), [(Terminal(), True), (io.StringIO(), False)])
def test_progress(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, shown: bool) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    with Progress(" claims") as progress:
        progress(3, 24, "2.1")
    assert ("3/24 claims  2.1" in stream.getvalue()) is shown
    assert stream.getvalue().endswith("\r\x1b[K" if shown else "")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ((0.0, 20.0, 0, 0.0), "[--------------------]   0%  t = 0.00 of 20  ? s left  ? steps/s"),
        (
            (20.0, 20.0, 9, 3.0),
            "[####################]  100%  t = 20.00 of 20  0 s left  3 steps/s",
        ),
        ((5.0, 10.0, 4, 4.0), "[##########----------]  50%  t = 5.00 of 10  4 s left  1 steps/s"),
        (
            (30.0, 20.0, 1, 1.0),
            "[####################]  100%  t = 30.00 of 20  0 s left  1 steps/s",
        ),
        ((2.0**-20, 1.0, 1, 1.0), "[--------------------]   0%  t = 0.00 of 1  1048575 s left"),
    ],
)
def test_bar_line(arguments: tuple[float, float, int, float], line: str) -> None:
    now, end, count, seconds = arguments
    where = f"t = {now:.2f} of {end:g}"
    assert bar_line(now / end, where, count, seconds, "steps").startswith(line)


@pytest.mark.parametrize(("stream", "shown"), [(Terminal(), True), (io.StringIO(), False)])
def test_bar(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, shown: bool) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    with Bar("products") as bar:
        for k in range(1, 1001):
            bar.show(k / 1000, 1.0, k, 1.0)
    text = stream.getvalue()
    if not shown:
        assert text == ""
        return
    lines = text.split("\r\x1b[K")
    assert "t = 1.00 of 1" in lines[-2]  # the end is always shown
    assert lines[-1] == ""
    assert len(lines) < 100  # but not every step
