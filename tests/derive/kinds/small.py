"""One claim on the smallest article, its symbols declared one by one."""

from __future__ import annotations

from sslcheck.derive import verify
from sslcheck.derive.reading.loading import parse_article
from sslcheck.derive.verdicts.result import ClaimResult

STATE, FUNCTION = "role = 'state'", "role = 'function'"
MATRIX = "shape = ['n', 'n']"


def decided(
    kind: str, statement: str, symbols: dict[str, str], flow: tuple[str, ...] = (), **options: str
) -> ClaimResult:
    """The verdict on one claim; a symbol is declared by the rest of its TOML table."""
    declared = "\n".join(f"'{name}' = {{ {table} }}" for name, table in symbols.items())
    moved = ", ".join(f"'''{equation}'''" for equation in flow)
    lets, abbreviation = options.pop("let", ""), options.pop("definition", "")
    more = "\n".join(f"{name} = '{value}'" for name, value in options.items())
    text = f"""
[article]
name = 'small'
[spaces]
n = 'n'
d = 'd'
[symbols]
{declared}
{f"[definitions]{chr(10)}{abbreviation}" if abbreviation else ""}
{f"[flows.f]{chr(10)}equations = [{moved}]" if flow else ""}
{f"[hypotheses.h]{chr(10)}let = ['''{lets}''']" if lets else ""}
[[equation]]
number = '1'
latex = '1 = 1'
[[claim]]
id = 'c'
equation = '1'
line = 1
kind = '{kind}'
reading = '''{statement}'''
{"flow = 'f'" if flow else ""}
{"hypotheses = ['h']" if lets else ""}
{more}
"""
    return verify(parse_article(text, "small.toml"), ["c"], ledger=False).claims[0]
