"""Wrong use of the command line, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sslcheck.cli.main import run

if TYPE_CHECKING:
    pass


Captured = pytest.CaptureFixture[str]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Usage: sslcheck"),
        (["derive", "--verify-all", "--format", "xml"], "`junit`; got `xml`"),
        (["derive", "--verify-al"], "No such option"),
        (["derive", "--equation"], "requires an argument"),
        (["derive", "3"], "extra argument(s) (3); give an article by `--article`, an equation by"),
        (["env", "3"], "extra argument(s) (3)\n"),
        (["dervie"], "No such command 'dervie'"),
    ],
)
def test_wrong_use_is_3(capsys: Captured, arguments: list[str], message: str) -> None:
    assert run(arguments) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err


SMALL = ["simulate", "--d", "5", "--n", "3", "--t-end", "2", "--saves", "5"]


def refused(capsys: Captured, *arguments: str) -> str:
    assert run([*SMALL, *arguments]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    return err


@pytest.mark.parametrize(
    "arguments",
    [
        ["--d", "0"],
        ["--d", "x"],
        ["--saves", "1"],
        ["--method", "euler"],
        ["--target", "moco"],
        ["--checkpoint-every", "-1"],
        ["--colour"],
    ],
)
def test_wrong_use_names_the_option(capsys: Captured, arguments: list[str]) -> None:
    assert arguments[0] in refused(capsys, *arguments)


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (["derive", "-e", "2.etta"], "2.eta"),
        (["derive", "--article", "directprd"], "directpred"),
        (["discover", "--flow", "byoll"], "byol"),
        (["discover", "--flow", "byol", "--under", "whte-mean"], "white-mean"),
        (["kernels", "--article", "exact-modes", "--flow", "strength"], "strengths"),
        (["simulate", "--article", "exact-modes", "--flow", "strengths", "--size", "hh=3"], "h"),
        (
            ["simulate", "--article", "exact-modes", "--flow", "strengths", "--set", "thta=1"],
            "theta",
        ),
        (["simulate", "--init", "alinged"], "aligned"),
        (["simulate", "--target", "simsam"], "simsiam"),
        (["train", "--data", "powerlaw"], "power-law"),
        (["train", "--compare", "--predictors", "directprd"], "directpred"),
    ],
)
def test_what_was_meant(capsys: Captured, arguments: list[str], meant: str) -> None:
    assert run(arguments) == 3
    assert f"did you mean `{meant}`?" in capsys.readouterr().err


def test_who_gives_several_values_is_told_of_sweeps(capsys: Captured) -> None:
    assert "`sslcheck sweep` runs several values" in refused(capsys, "--eta", "0.1,0.2")
    assert "sweep" not in refused(capsys, "--eta", "x")
