"""What is wrong with one part of an article costs the claims that need it, and no others."""

from __future__ import annotations

import pytest
from tests.derive.reading.tiny import GOOD

from sslcheck.derive import verify
from sslcheck.derive.article.article import Article
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.reading.loading import mistakes_in, parse_article
from sslcheck.derive.text.reason import plainly, reason
from sslcheck.derive.verdicts.verdict import Verdict

HEAD = r"""
[article]
name = "x"
format = 2
[spaces]
n = "n"
d = "d"
[symbols]
"W" = { shape = ["n", "d"], role = "state" }
"A" = { shape = ["n", "n"] }
"G" = { shape = ["n", "n"] }
"C" = { shape = ["n", "n"], role = "constant" }
"a" = { sign = "positive" }
"p_k" = { index = "k", role = "state" }
"L" = {}
"s" = { sign = "positive" }
"""
PARTS = {
    "definitions": '[definitions]\n"G" = "W W^T"\n',
    "hypothesis": "[hypotheses.h]\nlet = ['A = a I']\n",
    "flow": "[flows.f]\nequations = ['\\dot{W} = -a W']\n",
    "equation": "[[equation]]\nnumber = '1'\n"
    "latex = '\\begin{cases} A = A, \\\\ a = a \\end{cases}'\n",
    "objective": "[objective]\nsymbol = 'L'\nequation = '2'\n",
    "loss": "[[equation]]\nnumber = '2'\nlatex = 'L = \\text{tr}(W W^T)'\n",
    "rules": "[rules]\nstep = 's'\nW = 'W - s \\nabla_W L'\n[flows.descent]\n",
    "expectation": "",
}
CLAIMS = {
    "plain": "reading = 'A = A'",
    "definitions": "reading = 'G = W W^T'",
    "hypothesis": "reading = 'A = a I'\nhypotheses = ['h']",
    "flow": "reading = '\\dot{W} = -a W'\nflow = 'f'",
    "equation": "equation = '1'\nline = 1",
    "other line": "equation = '1'\nline = 2",
    "loss": "reading = 'L = \\text{tr}(W W^T)'",
    "rules": "reading = '\\dot{W} = -2 W'\nflow = 'descent'",
}


def article(old: str = "", new: str = "", **claims: str) -> Article:
    """All parts and claims, with one passage replaced."""
    text = HEAD + "".join(PARTS.values())
    for name, claim in {**CLAIMS, **claims}.items():
        text += f"[[claim]]\nid = '{name}'\nkind = 'identity'\n{claim}\n"
    assert old in text
    return parse_article(text.replace(old, new, 1) if old else text, "x.toml")


def refused(found: Article) -> set[str]:
    return {claim.id for claim in found.claims if claim.refused}


def test_nothing_is_wrong() -> None:
    found = article()
    assert (refused(found), found.problems) == (set(), ())
    assert {c.verdict for c in verify(found).claims} == {Verdict.PROVED}


@pytest.mark.parametrize(
    ("old", "new", "lost", "place"),
    [
        ("'A = A, ", "'A = Z, ", {"equation"}, ""),
        ('"G" = "W W^T"', '"G" = "W W"', {"definitions"}, "[definitions] G: the product"),
        ("let = ['A = a I']", "let = ['A = a']", {"hypothesis"}, "[hypotheses.h] let: the two"),
        ("let = ['A = a I']", "lett = ['A = a I']", {"hypothesis"}, "did you mean `let`"),
        ("equations = [", "from = 'g'\nequations = [", {"flow"}, "`g` is not a flow declared"),
        ("'\\dot{W} = -a W']", "'\\dot{W} = -a Z']", {"flow"}, "[flows.f] equations: undeclared"),
        ("L = \\text{tr}(W W^T)'\n[", "L = \\text{tr}(W W)'\n[", {"loss", "rules"}, "[objective]"),
        ("step = 's'", "step = 'z'", {"rules"}, "[rules] step: must name"),
        ("\\nabla_W L", "\\nabla_W A", {"rules"}, "[rules] W: "),
    ],
)
def test_a_broken_part_costs_those_that_need_it(
    old: str, new: str, lost: set[str], place: str
) -> None:
    if old.startswith("'A = A, "):
        old, new = "\\begin{cases} A = A,", "\\begin{cases} A = Z,"
        place = "equation (1), line 1: undeclared symbol `Z`"
    found = article(old, new)
    assert refused(found) == lost
    (problem,) = found.problems
    assert problem.startswith("x.toml line ")
    assert place in problem
    report = verify(found)
    assert {c.id for c in report.claims if c.verdict is Verdict.REFUSED} == lost
    assert {c.verdict for c in report.claims if c.id not in lost} == {Verdict.PROVED}
    assert report.exit_code == 3
    assert verify(found, ["plain"]).exit_code == 0


@pytest.mark.parametrize(
    ("claim", "message"),
    [
        ("reading = 'A = Z'", "reading: undeclared symbol `Z`\n  A = Z\n      ^\n"),
        ("reading = 'A = '", "reading: "),
        (
            "reading = 'A = A'\nprobe = '(('",
            "probe: is an option of claims of kind `lyapunov`, not of `identity`; drop",
        ),
        ("reading = 'A = A'\nconstnat = 'C'", "constnat: unknown key"),
        ("reading = 'A \\succ A'", "a claim of kind `identity` reads `left = right`"),
        ("reading = 'A = A'\nflow = 'g'", "flow: unknown flow `g`; known: f, descent"),
        ("reading = 'A = A'\nhypotheses = ['H']", "unknown hypothesis `H`; did you mean `h`"),
        ("reading = 'A = A'\nholds = 'always'", "holds: unknown word `always`; known: at an"),
        ("reading = 'A = A'\nin_paper = { same = 1 }", "in_paper same: must be true or false"),
        ("equation = '1'\nline = 3", "equation (1) has 2 lines; got 3"),
        ("line = 1", "is of which `equation`"),
        ("reading = 'W := W - a W'\nflow = 'f'", "is printed as a step|stands in [rules]"),
        ("equation = '3'\nline = 1", "unknown equation `3`; known: 1, 2"),
        ("reading = 'A = A'\ncorrected = 'A = Z'", "corrected: undeclared symbol `Z`"),
        ("reading = 'A = A'\ncorrected = 'A = A'\ncorrected_kind = 'x'", "unknown kind `x`"),
    ],
)
def test_a_bad_claim_costs_itself_alone(claim: str, message: str) -> None:
    found = article(bad=claim)
    assert refused(found) == {"bad"}
    assert found.problems == ()
    bad = found.claims[-1]
    why = plainly(bad.refused)
    assert why.startswith("line ")
    assert all(part in why for part in message.split("|"))
    report = verify(found)
    assert [c.verdict for c in report.claims if c.id == "bad"] == [Verdict.REFUSED]
    assert report.exit_code == 3


@pytest.mark.parametrize(
    ("claim", "message"),
    [
        ("kind = 'integral'\nreading = 'W W^T = C'\nflow = 'f'", "`constant` is missing"),
        (
            "kind = 'integral'\nreading = 'W W^T = A'\nflow = 'f'\nconstant = 'A'",
            "constant: `A` is declared with the role `parameter`, not `constant`",
        ),
        (
            "kind = 'integral'\nreading = 'W W^T = C'\nflow = 'f'\nconstant = 'c'",
            "constant: the symbol `c` is not declared",
        ),
        (
            "kind = 'integrals'\nreading = 'A = A'",
            "unknown kind `integrals`; did you mean `integral`",
        ),
    ],
)
def test_options_are_those_of_the_kind(claim: str, message: str) -> None:
    found = article("kind = 'identity'\nreading = 'A = A'", claim)
    assert refused(found) == {"plain"}
    assert message in plainly(found.claims[0].refused)


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(ArticleError) as caught:
        article(
            '"a" = { sign = "positive" }',
            '"a" = { sign = "plus", role = "satte", x = 1 }\n"B" = { shape = ["n", "m"] }',
            bad="reading = 'A = Z'\nprobe = '1'",
            worse="reading = 'a = a'",  # follows from the first
        )
    told = [line for line in str(caught.value).splitlines() if line.startswith("x.toml line ")]
    lines = [int(line.split()[2].rstrip(":")) for line in told]
    assert lines == sorted(lines)
    assert {line.split(": ", 1)[1].split(":")[0] for line in told} == {
        *("[symbols] a x", "[symbols] a role", "[symbols] a sign", "[symbols] B shape"),
        *("claim `bad` reading", "claim `bad` probe"),
    }


def test_what_is_new_in_the_format() -> None:
    found = article(
        "[hypotheses.h]\n",
        "[modes]\nk = 'n'\n"
        "[hypotheses.r]\nrelations = ['A A^T = A^T A']\nholds = 'along'\n[hypotheses.h]\n",
        own="reading = 'A = A'\nhypotheses = ['r']\nholds = 'at the start'",
    )
    assert not found.problems
    assert found.modes == {"k": "n"}
    assert found.indices == {"k": "n"}
    assert [r.op for r in found.hypotheses["r"].relations] == ["="]
    assert found.hypotheses["r"].holds == "along"
    assert (found.claims[-1].holds, found.claims[-1].equation) == ("at the start", "")
    assert not found.claims[-1].refused


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("let = ['A = a I']", "relations = ['a \\to 0']", "relations: must be an equation"),
        ("let = ['A = a I']", "at_least = [['n', 'm']]", "at_least: unknown space `m`"),
        ("let = ['A = a I']", "gap = 'W'", "`W` is n x d; a gap is of a square matrix"),
        ("let = ['A = a I']", "gap = 'a'", "`a` is 1 x 1; a gap is of a square matrix"),
        ("let = ['A = a I']", "flow = 'F'", "flow: unknown flow `F`; did you mean `f`|known"),
        ("let = ['A = a I']", "properties = { W = ['psd'] }", "a n x d matrix cannot be psd"),
        ("[flows.f]", "[modes]\nj = 'n'\n[flows.f]", "unknown index `j`; known: k"),
        ("[flows.f]", "[modes]\nk = 'm'\n[flows.f]", "unknown space `m`"),
        ("[flows.descent]", "[flows.descent]\nset = ['A = B']", "set: undeclared symbol `B`"),
        (
            "[flows.descent]",
            "[flows.descent]\nset = ['A = a I']\nlet = ['A = a I']",
            "`A` is set, and let as well",
        ),
    ],
)
def test_mistakes_in_what_is_new(old: str, new: str, message: str) -> None:
    (problem,) = article(old, new).problems
    assert any(part in problem for part in message.split("|"))


def test_a_later_format_is_told_before_what_is_strange_in_it() -> None:
    text = "[article]\nname = 'x'\nformat = 3\n[strange]\n"
    with pytest.raises(ArticleError) as caught:
        parse_article(text, "x.toml")
    assert str(caught.value) == (
        "x.toml line 3: [article] format: this version reads format 2, and 0.1, which has no"
        " `format`; got 3"
    )


@pytest.mark.parametrize(
    ("claim", "verdict", "words"),
    [
        ("reading = '\\dot{G} = 0'", "refused", "the derivative of `W` needs a flow; add `flow ="),
        ("reading = '\\dot{G} = 0'", "refused", "(declared: `f`, `descent`)"),
        (
            "reading = 'G = C'",
            "undecided",
            "C is declared as a constant, of which the claim says that it exists: only claims of"
            " kind `integral` seek it",
        ),
        ("reading = 'G = A'", "refuted", "the two sides differ"),
    ],
)
def test_what_an_identity_may_lack_is_said(claim: str, verdict: str, words: str) -> None:
    asked = verify(article(asked=claim), ["asked"]).claims[0]
    assert asked.verdict == verdict
    assert words in asked.why
    assert ("integral" in asked.why) == ("C" in claim)


def test_a_fixed_point_of_a_line_that_cannot_be_read() -> None:
    claim = "reading = 'A = G'\nunknown = 'A'\nequation = '1'\nline = 1"
    text = HEAD + PARTS["equation"].replace("A = A,", "A = Z,")
    text += f"[[claim]]\nid = 'c'\nkind = 'fixed-point'\n{claim}\n"
    (only,) = parse_article(text, "x.toml").claims
    assert only.refused == reason(
        "line 20: claim `c`: it needs what cannot be read: equation (1), line 1"
    )


def test_a_reading_is_the_statement_beside_what_is_printed() -> None:
    """With the line of its equation, with the whole of it, with a sentence, or with nothing."""
    found = article(
        a="equation = '2'\nreading = 'A = A'",
        b="equation = '1'\nline = 2\nreading = 'A = A'",
        c="sentence = '$A$ is itself'\nreading = 'A = A'",
        d="reading = 'A = A'",
        e="equation = '1'\nline = 2",
    )
    claims = {claim.id: claim for claim in found.claims}
    assert {claims[name].reading for name in "abcd"} == {"A = A"}
    assert [plainly(claims[name].stated) for name in "abcde"] == [
        "L = tr(W W^T)",
        "a = a",
        "A is itself",
        "A = A",
        "a = a",
    ]
    assert plainly(claims["a"].claimed) == "A = A"  # and not the equation, which nobody doubts
    assert claims["e"].reading == ""


def test_a_claim_may_stand_alone() -> None:
    """No equation of its file has a number, and none is needed."""
    text = HEAD + "[[claim]]\nid = 'x'\nkind = 'identity'\nreading = 'A = A'"
    (claim,) = verify(parse_article(text, "x.toml"), ["x"]).claims
    assert (claim.verdict, claim.equation, claim.reading) == (Verdict.PROVED, "", "A = A")


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("equation = '1'", "proved"),
        ("equation = '3'", "refuted"),
        ("equation = '3'\nline = 1", "proved"),
        ("equation = '3'\nsentence = 'so it is'", "refused"),
        ("equation = '3'\nreading = 'a = a'", "proved"),
        ("equation = '9'", "refused"),
        ("", "refused"),
    ],
)
def test_without_a_line_all_of_an_equation_is_meant(claim: str, verdict: str) -> None:
    more = "[[equation]]\nnumber = '3'\nlatex = '\\begin{cases} A = A, \\\\ A = G \\end{cases}'\n"
    text = HEAD + PARTS["equation"] + more + f"[[claim]]\nid = 'x'\nkind = 'identity'\n{claim}\n"
    (found,) = verify(parse_article(text, "x.toml"), ledger=False).claims
    assert found.verdict.value == verdict, found.why


def test_an_id_names_one_claim() -> None:
    again = GOOD + "[[claim]]\nid = '1'\nkind = 'identity'\nreading = 'a = a'\n"
    first, second = parse_article(again, "tiny.toml").claims
    assert not first.refused
    assert "another claim has this id" in plainly(second.refused)


TIMES = r"""
[article]
name = "times"
format = 2
[spaces]
n = "n"
[symbols]
W = { shape = ["n", "n"], role = "state", properties = ["symmetric"] }
A = { shape = ["n", "n"] }
x = { role = "state" }
y = { role = "state" }
a = {}
[definitions]
a = "2 x"
[hypotheses.zero]
let = ["x = 0"]
[hypotheses.meant]
let = ["x = 0"]
holds = "at an instant"
[hypotheses.parameters]
properties = { A = ["symmetric"] }
[flows.f]
equations = ['\dot W = A W', '\dot{x} = 1', '\dot{y} = y']
[flows.on]
from = "f"
on = ["zero"]
[[claim]]
id = "c"
kind = "identity"
flow = "FLOW"
hypotheses = [GIVEN]
reading = '\forall t > 0: SAID'
"""


@pytest.mark.parametrize(
    ("said", "given", "flow", "refused"),
    [
        (r"\dot{x} = 1", "", "f", False),
        ("x = 0", '"zero"', "f", True),
        ("x = 0", "", "on", True),
        ("W = W^T", "", "f", True),
        ("x = t", '"zero"', "f", False),
        ("x = 0", '"meant"', "f", False),
        (r"\dot{x} = 1", '"parameters"', "f", False),
        ("a = 2 x", "", "f", False),
    ],
)
def test_all_times_are_not_an_instant(said: str, given: str, flow: str, refused: bool) -> None:
    text = TIMES.replace("SAID", said).replace("GIVEN", given).replace("FLOW", flow)
    (claim,) = parse_article(text, "x.toml").claims
    assert ("at an instant" in plainly(claim.refused)) == refused, claim.refused
    (claim,) = parse_article(text.replace(r"\forall t > 0: ", ""), "x.toml").claims
    assert not claim.refused


SIGNS = r"""
[symbols.b]
[symbols.h]
sign = "nonnegative"
[symbols.P]
shape = ["n", "n"]
properties = ["psd", "invertible"]
[symbols.x]
role = "state"
sign = "positive"
"""


@pytest.mark.parametrize(
    ("beside", "dropped"),
    [
        *((said, True) for said in ("a > 0", "0 < a", r"a \ge 0", r"0 \le h", r"P \succ 0")),
        *((said, False) for said in ("b > 0", "h > 0", "0 > a", "a < 0", "a > b", "x > 0")),
        *((said, False) for said in (r"A \succeq 0", r"P \preceq 0", "a > 1")),
    ],
)
def test_what_is_declared_anyway_may_stand_beside_a_statement(beside: str, dropped: bool) -> None:
    text = HEAD + SIGNS + f"[[claim]]\nid = 'c'\nkind = 'identity'\nreading = 'A = A, {beside}'"
    (claim,) = parse_article(text, "x.toml").claims
    assert len(claim.statement.relations) == 2 - dropped
    assert ("stands beside what a claim of kind `identity` reads" in plainly(claim.refused)) == (
        not dropped
    )


@pytest.mark.parametrize(
    ("reading", "told"),
    [
        (r"a^2 \ge 0 \text{ if } a > 0", ""),
        (r"P \succeq 0 \text{ if } a > 0", ""),
        ("a > 0, a > 0", ""),
        (r"b^2 \ge 0 \text{ if } b > 0", "`b > 0` stands beside what a claim of kind `inequality`"),
        ("b^2 \\ge 0, b = 0", "`b = 0` stands beside what a claim of kind `inequality`"),
    ],
)
def test_what_stands_beside_an_inequality(reading: str, told: str) -> None:
    text = HEAD + SIGNS + f"[[claim]]\nid = 'c'\nkind = 'inequality'\nreading = '{reading}'"
    (claim,) = parse_article(text, "x.toml").claims
    assert len(claim.statement.relations) == 1 + bool(told)
    assert told in plainly(claim.refused)
    assert bool(claim.refused) == bool(told)


def test_what_says_nothing_else_is_a_claim() -> None:
    text = HEAD + "[[claim]]\nid = 'c'\nkind = 'identity'\nreading = 'a > 0'"
    (claim,) = parse_article(text, "x.toml").claims
    assert "is it of kind `inequality`" in plainly(claim.refused)
    (claim,) = parse_article(text.replace("identity", "definite"), "x.toml").claims
    assert plainly(claim.refused).endswith(r"? Between matrices write `\succ`, `\succeq`.")


@pytest.mark.parametrize(
    ("reading", "holds"), [("q = 0", "at the start"), ("r = 0", "at an instant")]
)
def test_the_time_in_an_abbreviation_is_named(reading: str, holds: str) -> None:
    text = TIMES.replace("SAID", "y = 0").replace("GIVEN", "").replace("FLOW", "f")
    text = text.replace("a = {}", "a = {}\nq = {}\nr = {}").replace(
        'a = "2 x"', 'a = "2 x"\nq = "a t"\nr = "a x"'
    )
    text = text.replace(r"\forall t > 0: y = 0", reading)
    (claim,) = parse_article(text, "x.toml").claims
    assert claim.form.meant(claim) == holds


@pytest.mark.parametrize(
    ("claim", "needs"),
    [
        ("kind = 'identity'\nreading = '\\dot{G} = 0'", "the derivative of `W` needs a flow"),
        ("kind = 'identity'\nreading = '\\dot{A} = 0'", ""),
        ("kind = 'preserved'\nreading = 'W^T W = I'", "a claim of kind `preserved` needs a flow"),
        ("kind = 'identity'\nreading = '\\dot{G} = 0'\nflow = 'f'", ""),
        ("kind = 'identity'\nreading = '\\dot{G} = 0'\nhypotheses = ['moved']", ""),
    ],
)
def test_a_flow_that_is_missing_is_told_when_the_file_is_read(claim: str, needs: str) -> None:
    text = HEAD + PARTS["definitions"] + PARTS["flow"] + "[hypotheses.moved]\nflow = 'f'\n"
    told = mistakes_in(f"{text}[[claim]]\nid = 'c'\n{claim}\n", "x.toml")
    assert [needs in message for _, message in told] == [True] * bool(needs)


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        (r"\text{ where } h = 2", True),
        (r"\text{, with } A = A, h = a", True),
        (r"\text{ where } x = x", False),
        (r"\text{ and } h = 2", False),
    ],
)
def test_a_value_behind_where_is_supposed(said: str, refused: bool) -> None:
    text = HEAD + SIGNS + f"[[claim]]\nid = 'c'\nkind = 'identity'\nreading = 'A = A {said}'"
    (claim,) = parse_article(text, "x.toml").claims
    assert ("suppose it in a hypothesis" in plainly(claim.refused)) == refused
