"""The commands, and how a line of arguments finds its own."""

from __future__ import annotations

import typer

from sslcheck.cli.articles import articles, show
from sslcheck.cli.check import check
from sslcheck.cli.derive import derive
from sslcheck.cli.discover import discover
from sslcheck.cli.env import env
from sslcheck.cli.exits import EXIT_CODES
from sslcheck.cli.kernels import kernels
from sslcheck.cli.manners import formatted, result, work
from sslcheck.cli.new import new
from sslcheck.cli.report import report
from sslcheck.cli.simulate import SIMULATE_CODES, simulate
from sslcheck.cli.sweep import SWEEP_CODES, sweep
from sslcheck.cli.train import TRAIN_CODES, train
from sslcheck.cli.upgrade import upgrade
from sslcheck.cli.usage import Command, Commands
from sslcheck.cli.verify import verify

__all__ = ["app", "invoke"]

app = typer.Typer(
    name="sslcheck",
    cls=Commands,
    context_settings={"help_option_names": ["--help", "-h"]},
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # also keeps rich from being imported
)
app.command(cls=Command)(result(articles))
app.command(cls=Command)(formatted(check))
app.command(cls=Command, epilog=EXIT_CODES)(formatted(derive))
app.command(cls=Command, epilog=EXIT_CODES)(formatted(discover))
app.command(cls=Command)(formatted(env))
app.command(cls=Command)(kernels)
app.command(cls=Command)(work(new))
app.command(cls=Command, epilog=EXIT_CODES)(result(report))
app.command(cls=Command)(show)
app.command(cls=Command, epilog=SIMULATE_CODES)(result(simulate))
app.command(
    cls=Command,
    epilog=SWEEP_CODES,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)(work(sweep))
app.command(cls=Command, epilog=TRAIN_CODES)(result(train))
app.command(cls=Command)(work(upgrade))
app.command(cls=Command)(work(verify))
app.command(cls=Command, epilog=SIMULATE_CODES)(simulate)
app.command(
    cls=Command,
    epilog=SWEEP_CODES,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)(sweep)
app.command(cls=Command, epilog=TRAIN_CODES)(train)
app.command(cls=Command)(upgrade)
app.command(cls=Command)(verify)
