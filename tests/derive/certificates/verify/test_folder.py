"""Certificates of a folder, read by a program alone."""

from __future__ import annotations

import ast
import json
import signal
import subprocess
import sys
import time
from copy import deepcopy
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import Any

import pytest
from tests.derive.certificates.written import a_symbol, sealed, written

from sslcheck.derive.certificates import verifier
from sslcheck.derive.certificates.verify import folder


def test_it_runs_alone(tmp_path: Path) -> None:
    here = Path(folder.__file__).parent
    for source in here.glob("*.py"):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                assert {a.name for a in node.names} <= {*sys.stdlib_module_names}, source
            elif isinstance(node, ast.ImportFrom):
                alone = node.level == 1 and (here / f"{node.module}.py").exists()
                assert alone or str(node.module).split(".")[0] in sys.stdlib_module_names, source
    copytree(here, tmp_path / "verify", ignore=ignore_patterns("__pycache__"))
    files = tmp_path / "certificates"
    files.mkdir()
    good = written("two-layer")["2"]
    (files / "2.json").write_text(json.dumps(good), encoding="utf-8")
    command = [sys.executable, "-S", "-m", "verify", "certificates"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "1 proved\n")
    (files / "3.json").write_text("{}", encoding="utf-8")
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "1 proved, 1 rejected" in done.stdout


def test_each_key_of_a_file_stands_there_once(tmp_path: Path) -> None:
    text = json.dumps(written("two-layer")["2"])
    (tmp_path / "2.json").write_text(text, encoding="utf-8")
    ((_, found, why),) = verifier.checked(str(tmp_path))
    assert (found, why) == ("proved", "")
    (tmp_path / "2.json").write_text(text.replace('"id":', '"id": "3", "id":'), encoding="utf-8")
    ((_, found, why),) = verifier.checked(str(tmp_path))
    assert found == "rejected"
    assert "twice" in why


def endless(change: str) -> Any:
    """A certificate that asks for more work than there is time, or room, for."""
    found = deepcopy(written("two-layer")["2"])
    block = found["claim"]
    setting, model = block["setting"], block["theorems"][0]["evidence"]["model"]
    left = block["statement"][0]
    match change:
        case "digits":
            left[1] = ["Num", "1e999999999"]
        case "exponent":
            left[1] = ["Power", "A", "1000000000"]
        case "root":
            left[1] = ["Power", ["Num", "3"], "1/1000000000"]
        case "powers":
            left[1] = ["Num", "3"]
            for _ in range(4):
                left[1] = ["Power", left[1], "1000"]
        case "size":
            model["sizes"]["d"] = 10**4
        case "circle":
            setting["merged"] = {"d": "h", "h": "d"}
        case "slow":
            model["sizes"]["big"] = 300
            power = ["Power", ["Ident", "big"], "100"]
            setting["relations"].append(["=", ["Trace", power], ["Size", "big"]])
        case "rates":
            setting["symbols"]["x"] = a_symbol(role="state")
            setting["flow"]["x"] = ["Power", "x", "30"]
            model["values"]["x"] = [[[["1"]]]]
            left[1] = "x"
            for _ in range(40):
                left[1] = ["Dot", left[1]]
        case "terms":
            setting["symbols"] |= {f"y{k}": a_symbol() for k in range(40)}
            model["values"] |= {f"y{k}": [[[["1"]]]] for k in range(40)}
            left[1] = ["Power", ["Sum", *(f"y{k}" for k in range(40))], "9"]
        case "factors":
            left[1] = ["Trace", ["Prod", *["A", ["Transpose", "A"]] * 1000]]
        case "bytes":
            found["id"] = "x" * 10**6
        case "words":
            left[1] = ["Power", ["Sum", ["Prod", "A", ["Transpose", "A"]], "D"], "1000"]
    return sealed(found)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # it rings anywhere
@pytest.mark.parametrize(
    "change",
    [
        *("digits", "exponent", "root", "powers", "size", "circle", "words", "slow"),
        *("rates", "terms", "factors", "bytes"),
    ],
)
def test_what_takes_too_long_is_rejected(
    change: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    short = 0.2 if change in ("slow", "words") else folder.SECONDS
    monkeypatch.setattr(folder, "SECONDS", short)
    (tmp_path / "c.json").write_text(json.dumps(endless(change)), encoding="utf-8")
    begun = time.process_time()
    assert verifier.main(str(tmp_path)) == 1
    assert time.process_time() - begun < 5
    ends = {"circle": "circle", "words": "", "slow": "more than", "rates": "steps"}
    ends |= {"terms": "too many terms", "factors": "too many matrices", "bytes": "bytes"}
    assert ends.get(change, "") in capsys.readouterr().out
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)
