"""Colours, widths and progress on a terminal, and their absence elsewhere."""

from __future__ import annotations

import io
import os
import pty
import signal
import sys
from typing import TYPE_CHECKING

import pytest

from sslcheck.cli.console import colours_wanted, width
from sslcheck.cli.interrupt import Stop
from sslcheck.cli.main import run
from sslcheck.cli.progress import Bar, Progress, bar_line

if TYPE_CHECKING:
    from .conftest import Engine


class Terminal(io.StringIO):
    """A stream that claims to be a terminal."""

    def isatty(self) -> bool:
        return True


def stdout_is_a_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal of 80 columns that shows colours. (No fixture: pytest sets stdout after those.)"""
    stream = Terminal()
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return stream


def test_colours_on_a_terminal(monkeypatch: pytest.MonkeyPatch, engine: Engine) -> None:
    terminal = stdout_is_a_terminal(monkeypatch)
    run(["derive", "--verify-all"])
    assert "\x1b[31mREFUTED\x1b[0m" in terminal.getvalue()
    assert "\x1b[32mPROVED\x1b[0m" in terminal.getvalue()


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_colours_declined(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    stdout_is_a_terminal(monkeypatch)
    assert colours_wanted()
    monkeypatch.setenv(name, value)
    assert not colours_wanted()


def test_width_of_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    stdout_is_a_terminal(monkeypatch)
    assert width() == 80
    monkeypatch.setenv("COLUMNS", "3")
    assert width() == 20  # nothing can be read in less


def test_width_of_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert width() == 120
    monkeypatch.setenv("COLUMNS", "93")
    assert width() == 93
    monkeypatch.setenv("COLUMNS", "wide")
    assert width() == 120


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


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stop(monkeypatch: pytest.MonkeyPatch, number: signal.Signals) -> None:
    ours, theirs = pty.openpty()
    before = signal.getsignal(number)
    with open(theirs, "w", encoding="utf-8") as terminal, Stop() as stop:
        monkeypatch.setattr(sys, "stderr", terminal)
        assert not stop()
        signal.raise_signal(number)
        assert stop()
        assert b"stopping after this step" in os.read(ours, 100)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(number)
    os.close(ours)
    assert signal.getsignal(number) is before
