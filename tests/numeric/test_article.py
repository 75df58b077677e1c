"""Any article can be run that says which symbol plays what; the letters make no difference."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.numeric.other_letters import ARTICLE, write_article

from sslcheck.derive.article.roles import MissingRole
from sslcheck.derive.errors import ArticleError
from sslcheck.numeric.article import subject
from sslcheck.numeric.data import InvalidData, make_moments
from sslcheck.numeric.options import Options
from sslcheck.numeric.simulation import Run, Simulation
from sslcheck.numeric.start import InvalidStart, make_start
from sslcheck.numeric.training.options import TrainOptions
from sslcheck.numeric.training.training import Training

LETTERS = {"W_p": "B", "W": "A", "W_a": "T"}


@pytest.fixture
def other(tmp_path: Path) -> str:
    return write_article(tmp_path)


def changed(folder: Path, old: str, new: str) -> str:
    assert ARTICLE.count(old) == 1
    path = folder / "changed.toml"
    path.write_text(ARTICLE.replace(old, new), "utf-8")
    return str(path)


def both(other: str, **options: Any) -> tuple[Run, Run]:
    chosen: dict[str, Any] = {"d": 7, "n": 4, "t_end": 2.0, "saves": 5, **options}
    return Simulation(Options(**chosen)).run(), Simulation(Options(article=other, **chosen)).run()


@pytest.mark.parametrize(
    "options",
    [
        {"alpha_p": 2.0, "beta": 0.5, "model": "full", "data": "power-law"},
        {"target": "simsiam", "init": "balanced", "model": "gram"},
        {"target": "no-stop-gradient", "eta": 0.1, "model": "full"},
        {"init": "aligned", "model": "modal", "tau0": 0.5},
    ],
    ids=lambda o: o["model"] + o.get("target", ""),
)
def test_letters_make_no_difference(other: str, options: dict[str, Any]) -> None:
    ours, theirs = both(other, **options)
    assert theirs.choice.model.name == ours.choice.model.name
    assert theirs.choice.plan.products == ours.choice.plan.products
    for name, last in zip(ours.last, theirs.last.values(), strict=True):
        np.testing.assert_allclose(last, ours.last[name], rtol=1e-4, atol=1e-6, err_msg=name)
    exact = [f for f in theirs.findings if f.holds is not None]
    assert [f.holds for f in exact] == [True] * len(exact)
    texts = " ".join(f"{f.name} {f.note}" for f in theirs.findings)
    assert not {"W", "W_p", "J", "F", "H", "η"} & {*texts.replace("‖", " ").split()}
    assert {f.equation for f in theirs.findings} <= {"", "2.7", "2.8", "2.9"}


def test_training_in_other_letters(other: str) -> None:
    chosen: dict[str, Any] = {"d": 6, "n": 4, "steps": 12, "batch": 8, "dtype": "float64"}
    ours = Training(TrainOptions(**chosen)).run()
    theirs = Training(TrainOptions(article=other, **chosen)).run()
    for letter, name in LETTERS.items():
        np.testing.assert_allclose(theirs.last[name], ours.last[letter], rtol=1e-9)
    assert theirs.forecast.verdict == ours.forecast.verdict
    assert theirs.forecast.why == ours.forecast.why.replace("η", "γ")
    assert theirs.forecast.threshold == pytest.approx(ours.forecast.threshold)


def test_an_article_without_roles_cannot_be_run() -> None:
    with pytest.raises(MissingRole, match=r"`two-layer` .* a run must know it"):
        Simulation(Options(article="two-layer", d=4))
    with pytest.raises(MissingRole, match=r"\[roles\]"):
        Training(TrainOptions(article="two-layer", d=4, n=2))


@pytest.mark.parametrize(
    ("old", "new", "options", "said"),
    [
        ('simsiam = { flow = "copied" }\n', "", {"target": "simsiam"},
         r'no flow for the target .*; add `simsiam = \{ flow = "..." \}` to it .*by `--target`'),
        ("'T + \\nu h (A - T)'", "'T + \\nu h (A - T) - h D T'", {},
         "the letter `D`.*; `sslcheck simulate --flow lagging --data 'D=FILE.npy'` gives one"),
        ('ema = { flow = "lagging" }', 'ema = { flow = "lagging" }', {"symmetrised": True},
         "no symmetrised flow"),
    ],
)  # fmt: skip
def test_what_a_run_cannot_know(
    tmp_path: Path, old: str, new: str, options: dict[str, Any], said: str
) -> None:
    article = changed(tmp_path, old, new)
    with pytest.raises(MissingRole, match=said):
        subject(Options(article=article, **options))


def test_of_other_rules_nothing_is_said(tmp_path: Path) -> None:
    article = changed(tmp_path, "(\\nabla_A L + \\gamma A)", "(2 \\nabla_A L + \\gamma A)")
    assert Simulation(Options(article=article, d=4, t_end=0.5, saves=2)).run().findings
    run = Training(TrainOptions(article=article, d=4, n=2, steps=3)).run()
    assert run.forecast.verdict == "undecided"
    assert "dA/dt = " in run.forecast.why
    assert np.isnan(run.series["strain"]).all()


def test_files_go_by_the_letters_of_the_article(other: str, tmp_path: Path) -> None:
    data, start = str(tmp_path / "data.npz"), str(tmp_path / "start.npz")
    np.savez(data, S=np.arange(1.0, 4.0), N=2.0)
    np.savez(start, B=np.eye(2), A=np.ones((2, 3)), T=np.zeros((2, 3)))
    options = Options(article=other, d=3, n=2, data=data, init=start)
    moments = make_moments(options)
    assert list(moments.by_name) == ["S", "N"]
    assert make_start(options, moments).matrices["T"].tolist() == [[0.0] * 3] * 2
    with pytest.raises(InvalidData, match="must hold `X` and may hold `X_prime`"):
        make_moments(Options(d=3, n=2, data=data))
    with pytest.raises(InvalidStart, match="must hold `W_p` and `W`, and may hold `W_a`"):
        make_start(Options(d=3, n=2, init=start), moments)


def test_a_file_that_changes_is_read_again(tmp_path: Path) -> None:
    path = Path(write_article(tmp_path))
    assert subject(Options(article=str(path))).flow == "lagging"
    path.write_text(ARTICLE.replace("lagging", "trailing"), "utf-8")
    assert subject(Options(article=str(path))).flow == "trailing"
    path.write_text(ARTICLE.replace('online = "A"', 'online = "Q"'), "utf-8")
    with pytest.raises(ArticleError, match=r"line \d+: \[roles\] online: .*`Q` is not declared"):
        subject(Options(article=str(path)))
