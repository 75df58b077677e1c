"""What the pages say in numbers and outputs is what the program says now."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from tests.decided import decided
from tests.pages import PAGES, ROOT, rewritten

from sslcheck.cli.main import run
from sslcheck.derive import Verdict
from sslcheck.reports.text import rechecked

PORTIONS = ("derive", "numeric", "reports", "cli")
ALL = (
    *sorted(ROOT.glob("*.md")),
    *(page for name in PORTIONS for page in sorted((ROOT / name).rglob("*.md"))),
)
README = PAGES[0].read_text(encoding="utf-8")
DERIVE = (ROOT / "derive" / "README.md").read_text(encoding="utf-8")
TIME = re.compile(r"\s+[\d.]+ m?s$")


def shown(command: str) -> tuple[str, ...]:
    """The output below a command on the page that has it."""
    after = f"$ {command}\n"
    (text,) = (t for t in (p.read_text(encoding="utf-8") for p in ALL) if after in t)
    return tuple(text.split(after, 1)[1].split("```", 1)[0].rstrip("\n").splitlines())


def timeless(lines: list[str] | tuple[str, ...]) -> list[str]:
    """Lines without a time at the end, and without the blanks before it."""
    return [TIME.sub("", line).rstrip() for line in lines]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_the_page_is_as_the_code_has_it(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert rewritten(text) == text, "run `python -m tests.pages`"


def test_the_front_page_is_short() -> None:
    assert len(README.splitlines()) <= 200


def test_what_is_cited_is_this_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {project['version']}\n" in citation
    assert f"version = {{{project['version']}}}" in README
    title = re.search(r'^title: "(.+)"$', citation, re.MULTILINE)
    assert title is not None
    assert f"{{{title[1]}}}" in README


def test_hooks_are_commands_that_there_are() -> None:
    hooks = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    commands = re.findall(r"^  entry: sslcheck (\w+)$", hooks, re.MULTILINE)
    assert commands == ["check", "derive"]
    for name in commands:
        assert run([name, "--help"]) == 0


@pytest.mark.slow
def test_whose_findings_these_are() -> None:
    """Each finding stands in one row, in bold where the paper itself has it."""
    found = [
        c
        for c in decided("directpred").claims
        if c.verdict in (Verdict.REFUTED, Verdict.CONDITIONAL)
    ]
    rows = re.findall(r"^\| (\[.+\)) \| .+ \| (.+) \|$", README, re.MULTILINE)
    told = {name: paper for names, paper in rows for name in re.findall(r"\[(.+?)\]", names)}
    assert {c.id for c in found} == {*told} - {"derive", "numeric", "reports", "cli"}
    for claim in found:
        assert ("**" in told[claim.id]) is bool(claim.in_paper), claim.id


@pytest.mark.slow
def test_how_many_steps_are_checked_again() -> None:
    said = rechecked(decided("directpred"))
    again, steps = (word for word in said.split() if word.isdigit())
    assert f"Of the {steps} steps" in DERIVE
    assert f"{again} are re-checked" in " ".join(DERIVE.split())


@pytest.mark.parametrize(
    "command", ["sslcheck derive --equation 9 --explain", "sslcheck kernels --n 64 --d 512"]
)
def test_what_it_prints(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """All lines but the first, which may hold a time, as far as the page shows them."""
    run(command.split()[1:])
    found = capsys.readouterr().out.splitlines()
    *wanted, last = shown(command)
    assert last.strip() == "..."
    assert wanted[1:] == found[1 : len(wanted)]


def test_the_tour(capsys: pytest.CaptureFixture[str]) -> None:
    command = "sslcheck derive --equation 2"
    run(command.split()[1:])
    found = capsys.readouterr().out.rstrip().splitlines()
    told, now = timeless(shown(command)), timeless(found)
    assert [re.sub(r" +", " ", line) for line in told] == [re.sub(r" +", " ", line) for line in now]


def test_an_own_article(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As it stands on the page, and with the misprint that is told there."""
    monkeypatch.chdir(tmp_path)
    (text,) = re.findall(r"^```toml\n(\[article\].*?)^```$", DERIVE, re.M | re.S)
    Path("layers.toml").write_text(text, encoding="utf-8")
    assert "(B A S" in text
    misprint = text.replace("(B A S", "(A B S")
    Path("layers-misprint.toml").write_text(misprint, encoding="utf-8")
    for command in ("derive --article layers.toml", "check layers-misprint.toml"):
        run(command.split())
        told = "".join(capsys.readouterr()).splitlines()
        wanted = timeless(shown(f"sslcheck {command}"))
        assert [re.sub(" +", " ", x) for x in wanted] == [
            re.sub(" +", " ", x) for x in timeless(told)
        ]


@pytest.mark.parametrize(
    "command",
    [
        "sslcheck discover --flow byol",
        "sslcheck discover --article dimensional-collapse --flow one-layer --data X=isotropic"
        " --degree 1",
    ],
)
def test_laws_that_are_found(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """All lines but that of the law, which ends with a time."""
    run(command.split()[1:])
    found = capsys.readouterr().out.rstrip().splitlines()
    wanted = shown(command)
    assert [*wanted[:1], *wanted[3:]] == [*found[:1], *found[3:]]
    assert timeless([wanted[2]]) == timeless([found[2]])
    assert "byol" not in command or timeless([found[2]])[0] in README


def headings(page: Path) -> Counter[str]:
    """The anchors that GitHub gives to the headings of a page."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    lines = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return Counter(re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-") for line in lines)


@pytest.mark.parametrize("page", ALL, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(
        r"^```.*?^```$|`[^`\n]+`", "", page.read_text(encoding="utf-8"), flags=re.M | re.S
    )
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if not link.startswith(("http:", "https:")):
            name, _, anchor = link.partition("#")
            target = page.parent / name if name else page
            assert target.exists(), link
            assert not anchor or anchor in headings(target), link


@pytest.mark.parametrize("page", ALL, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_files_that_are_named_are_there(page: Path) -> None:
    """From the root, or from the folder of a portion; `A/b.py` stands for any."""
    if page.name == "CHANGELOG.md":
        return
    roots = (ROOT, *(ROOT / name / "sslcheck" / name for name in PORTIONS))
    roots += tuple(ROOT / name / "sslcheck" for name in PORTIONS)
    for name in re.findall(r"`(\w+/[\w/]+(?:\.py|\.toml|\.md))`", page.read_text(encoding="utf-8")):
        anyone = name.endswith(("A/b.py", "A/test_b.py"))
        assert anyone or any((root / name).exists() for root in roots), name


def examples() -> list[tuple[str, str]]:
    """Blocks of Python on the pages, and what their comments say is printed."""
    found = []
    for page in ALL:
        text = page.read_text(encoding="utf-8")
        for block in re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
            said = re.findall(r"^# (.*)\n", block, re.MULTILINE)
            found.append((block, "".join(f"{line}\n" for line in said)))
    return found


@pytest.mark.slow
@pytest.mark.parametrize(("block", "said"), examples())
def test_examples_in_python(block: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(block, "example", "exec"), {})
    assert capsys.readouterr().out == said
