"""The commands, and how a line of arguments finds its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from sslcheck.cli.articles import articles, show
from sslcheck.cli.check import check
from sslcheck.cli.derive import derive
from sslcheck.cli.discover import discover
from sslcheck.cli.env import env
from sslcheck.cli.exits import EXIT_CODES, MISUSE
from sslcheck.cli.kernels import kernels
from sslcheck.cli.manners import formatted, result
from sslcheck.cli.new import new
from sslcheck.cli.report import report
from sslcheck.cli.simulate import SIMULATE_CODES, simulate
from sslcheck.cli.sweep import SWEEP_CODES, sweep
from sslcheck.cli.train import TRAIN_CODES, train
from sslcheck.cli.upgrade import upgrade
from sslcheck.cli.usage import Command, Commands, UsageError, report_usage
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
app.command(cls=Command)(result(kernels))
app.command(cls=Command)(result(new))
app.command(cls=Command, epilog=EXIT_CODES)(result(report))
app.command(cls=Command)(result(show))
app.command(cls=Command, epilog=SIMULATE_CODES)(result(simulate))
app.command(
    cls=Command,
    epilog=SWEEP_CODES,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)(result(sweep))
app.command(cls=Command, epilog=TRAIN_CODES)(result(train))
app.command(cls=Command)(result(upgrade))
app.command(cls=Command)(result(verify))


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"sslcheck {version('sslcheck-dynamics')}")
        raise typer.Exit()


@app.callback(invoke_without_command=True)
def _sslcheck(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    """Check the derivations behind the gradient flows of self-supervised learning.

    \b
    Example:
      sslcheck derive --verify-all
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(MISUSE)


def invoke(arguments: Sequence[str] | None = None) -> int:
    """Run the command that ``arguments`` (``sys.argv`` by default) ask for; its exit code.

    Errors other than those of usage are raised.
    """
    try:
        code = app(args=arguments, prog_name="sslcheck", standalone_mode=False)
    except UsageError as error:
        return report_usage(error)
    except typer.Abort:  # what typer makes of it
        raise KeyboardInterrupt from None
    return code if isinstance(code, int) else 0
