"""``sslcheck train``: what it prints and writes, and its exit codes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tests.cli.small import Captured, printed, refused

from sslcheck.cli.main import run
from sslcheck.numeric.training.options import TrainOptions


def test_defaults_are_those_of_the_options(capsys: Captured, tmp_path: Path) -> None:
    """The command's own defaults; sizes are given, to be quick."""
    printed(capsys, "--out", str(tmp_path), "--no-plots")
    found = json.loads((tmp_path / "run.json").read_text())["options"]
    given = {"d": 6, "n": 4, "classes": 4, "probe": 40, "batch": 16, "steps": 40, "log_every": 10}
    assert found == TrainOptions(**given).as_dict()  # type: ignore[arg-type]


def test_theory_before_and_what_happened_after(capsys: Captured) -> None:
    out = printed(capsys, "--eta", "0.6", "--steps", "400")
    head = dict(re.split(r"  +", line, maxsplit=1) for line in out.split("\n\n")[0].splitlines())
    assert head["theory"] == "collapse: η = 0.6 > η_c = 0.2: every predictor, every start"
    assert head["X'"] == "isotropic, trace 1.5, eigenvalues 0.25 to 0.25"
    assert re.match(r"400 steps of 16 inputs, lr 0.05, η = 0.6, 7 matrix products", head["plan"])
    assert head["happened"] == "collapse, as proved"
    assert head["result"] == "completed: all steps were made"
    row = next(line.split() for line in out.splitlines() if line.startswith("1      objective"))
    assert float(row[3]) > 0.1 > 100 * float(row[4])
    assert row[5] == "0"


def test_rows_follow_the_predictor(capsys: Captured) -> None:
    direct, learned = printed(capsys), printed(capsys, "--predictor", "learned")
    assert "F̂ to W (X + X') Wᵀ" in direct
    assert "predictor to its rule" in direct
    assert "F̂" not in learned
    assert "distance to the parabola" in learned
    assert re.search(r"^3 +drift +0 ", learned, flags=re.MULTILINE)
    other = printed(capsys, "--target", "no-stop-gradient", "--batch", "0")
    assert "‖W‖ over its bound" in other


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("--classes", "1"), "`classes`"),
        (("--data", "white"), "path of an .npz file"),
        (("--momentum", "1"), "below 1"),
        (("--predictor", "directprd"), "directprd"),
        (("--compare", "--predictors", "directprd"), "one of directcopy"),
        (("--compare", "--targets", ","), "at least one"),
        (("--init", "aligned", "--n", "9"), "needs d >= n"),
    ],
)
def test_wrong_use(capsys: Captured, arguments: tuple[str, ...], what: str) -> None:
    assert what in refused(capsys, *arguments)


def test_help_names_the_draws_that_differ(capsys: Captured) -> None:
    assert run(["train", "--help"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "only these are the same on every backend" in out
    assert "Exit codes" in out
