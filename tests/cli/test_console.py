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
