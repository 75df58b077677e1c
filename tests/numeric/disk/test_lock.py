"""One process at a time in a folder, for as long as the process lives."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sslcheck.numeric.disk.lock import FolderInUse, locked

HOLDER = """
import sys, time
from pathlib import Path
from sslcheck.numeric.disk.lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_holder_is_refused_until_the_first_has_ended(tmp_path: Path) -> None:
    with locked(tmp_path):
        with pytest.raises(FolderInUse, match="is at work in"), locked(tmp_path):
            raise AssertionError
        with locked(tmp_path.parent):  # another folder
            pass
    with locked(tmp_path):
        assert not os.listdir(tmp_path)


def test_a_killed_process_leaves_no_lock(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with pytest.raises(FolderInUse) as refused, locked(tmp_path):
            pass
        if Path("/proc/locks").exists():
            assert f"process {process.pid} is at work" in str(refused.value)
        process.send_signal(signal.SIGKILL)
        process.wait()
    with locked(tmp_path):
        pass


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), locked(tmp_path / "none"):
        pass
    (tmp_path / "file").touch()
    with pytest.raises(NotADirectoryError), locked(tmp_path / "file"):
        pass
