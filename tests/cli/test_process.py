"""The program with streams that are closed, full or left by their reader; noise of libraries."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

SSLCHECK = shlex.join([sys.executable, str(Path(sysconfig.get_path("scripts"), "sslcheck"))])
RUN = "simulate --d 8 --t-end 1 --no-plots --out run"
CLOSED = [">&-", "<&- >&- 2>&-"]


def shell(line: str, folder: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """A line of bash, in which ``sslcheck`` is the program; its code is that of `sslcheck`."""
    done = subprocess.run(
        ["bash", "-c", f'sslcheck() {{ {SSLCHECK} "$@"; }}; {line}; exit ${{PIPESTATUS[0]}}'],
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, **environ},
        timeout=120,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert "internal error" not in done.stderr
    return done


@pytest.mark.parametrize("closed", CLOSED)
def test_a_run_with_closed_streams_is_done(closed: str, tmp_path: Path) -> None:
    done = shell(f"sslcheck {RUN} {closed}", tmp_path)
    assert done.returncode == 0
    assert '"completed"' in (tmp_path / "run" / "run.json").read_text(encoding="utf-8")
    assert (tmp_path / "run" / "record.npz").read_bytes().startswith(b"PK")
    assert ("holds along the run" in done.stdout) is (" >&-" not in f" {closed}")


@pytest.mark.parametrize("call", ["derive -e nowhere 2>&-", "dervie <&- >&- 2>&-"])
def test_wrong_use_with_closed_streams_is_3(call: str, tmp_path: Path) -> None:
    assert shell(f"sslcheck {call}", tmp_path).returncode == 3


@pytest.mark.parametrize(
    ("call", "code"),
    [("--help", 0), ("report -e 9 --no-figures --out page", 0), ("train --d many 2>&1", 3)],
)
def test_a_reader_that_has_left_is_no_failure(call: str, code: int, tmp_path: Path) -> None:
    done = shell(f"sslcheck {call} | true", tmp_path)
    assert (done.returncode, done.stderr) == (code, "")


def test_a_full_device_is_an_error_that_is_told(tmp_path: Path) -> None:
    done = shell("sslcheck show two-layer > /dev/full", tmp_path)
    assert (done.returncode, done.stderr) == (3, "sslcheck: No space left on device\n")


def test_a_wish_for_windows_does_not_matter(tmp_path: Path) -> None:
    done = shell(f"sslcheck {RUN.replace(' --no-plots', '')}", tmp_path, MPLBACKEND="foo")
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "run" / "gauges.svg").exists()


def test_no_warning_of_a_library_is_shown(tmp_path: Path) -> None:
    code = (
        "import numpy, warnings; from sslcheck.cli.process import settle; settle();"
        "numpy.ones(1) / 0; warnings.warn('look'); warnings.filterwarnings('always');"
        "warnings.warn('here'); import logging; logging.getLogger('lib').warning('now')"
    )
    line = f"{sys.executable} -c {shlex.quote(code)}"
    assert "RuntimeWarning" in shell(line.replace("settle();", "1;"), tmp_path).stderr
    done = shell(line, tmp_path, PYTHONWARNINGS="error")
    assert (done.returncode, done.stderr) == (0, "")


def test_what_is_left_at_the_end_is_not_walked_over_for_garbage() -> None:
    script = (
        "import gc, os; from sslcheck.cli.process import settle; settle();"
        "told = lambda *_: os.write(1, b'left ' if gc.get_freeze_count() else b'walked ');"
        "gc.callbacks.append(told)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert {*done.stdout.split()} == {"left"}
