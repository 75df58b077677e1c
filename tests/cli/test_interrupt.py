"""Ctrl-C on a terminal: what is shown of a run while it goes, and what is said when it stops."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pytest

LINE = re.compile(r"\r\x1b\[K|\r\n")
LONG = ["train", "--d", "8", "--n", "4", "--steps", "100000000"]
COLUMNS = 100


def on_a_terminal(arguments: list[str], folder: Path, ready: Callable[[str], bool]) -> list[str]:
    """The lines that ``sslcheck`` shows, Ctrl-C once ``ready``; it ends with 130."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, COLUMNS, 0, 0))
    environ = {**os.environ, "TERM": "xterm"}
    environ.pop("COLUMNS", None)
    program = subprocess.Popen(
        [sys.executable, "-m", "sslcheck", *arguments],
        stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder, env=environ,
    )  # fmt: skip
    os.close(theirs)
    text, asked, until = "", False, time.monotonic() + 120
    try:
        while time.monotonic() < until:
            try:
                text += os.read(ours, 65536).decode("utf-8", "replace")
            except OSError:  # nobody writes any more
                break
            if not asked and ready(text):
                asked = True
                program.send_signal(signal.SIGINT)
        assert program.wait(10) == 130
    finally:
        program.kill()
        os.close(ours)
    assert "Traceback" not in text
    assert max(map(len, LINE.split(text))) <= COLUMNS
    return LINE.split(text)


def has_bar(text: str) -> bool:
    return re.search(r"\d% ", text) is not None


def test_a_run_that_is_kept_nowhere_cannot_go_on(tmp_path: Path) -> None:
    lines = on_a_terminal(LONG, tmp_path, has_bar)
    assert not any("--resume" in line for line in lines)
    assert "sslcheck: interrupted; nothing is kept, as no `--out DIR` says where" in lines


def test_a_comparison_before_its_first_row(tmp_path: Path) -> None:
    lines = on_a_terminal([*LONG, "--compare", "--out", "my runs"], tmp_path, has_bar)
    assert any("ema, directpred, seed 0" in line and "%" in line for line in lines)
    assert "interrupted before the first of 12 cells had ended" in lines
    assert not any(re.match(r"target +predictor", line) for line in lines)
    assert "sslcheck: interrupted; go on by `sslcheck train --resume 'my runs'`" in lines


@pytest.mark.parametrize("wait", [0.05, 0.3])
def test_while_it_is_imported(wait: float, tmp_path: Path) -> None:
    code = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"  # in background
        "from sslcheck.cli import interrupt; from sslcheck.cli.main import main;"
        "interrupt.watch(); print('begun', flush=True); main()"  # imports begin within
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, *LONG],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
    ) as program:
        try:
            assert program.stdout is not None
            program.stdout.readline()
            time.sleep(wait)
            program.send_signal(signal.SIGINT)
            _, err = program.communicate(timeout=60)
        finally:
            program.kill()
    assert program.returncode == 130
    assert err.endswith(b"sslcheck: interrupted\n")
    assert b"Traceback" not in err
