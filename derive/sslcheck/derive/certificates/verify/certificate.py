"""A certificate as a whole."""

from __future__ import annotations

import hashlib
import json
import re
from fractions import Fraction
from typing import Any

from .lemmas import plainly
from .proofs import holds
from .refutations import fails
from .rejected import BITS, MOST, Rejected, need
from .trees import names, narrowed

OPTIONS = {
    "definite": {"of"},
    "fixed-point": {"recursion"},
    "lyapunov": {"basis"},
    "preserved": {"free"},
    "threshold": {"variable", "parameter"},
}
UNKNOWN = {"integral", "solution", "linear", "definite", "fixed-point", "lyapunov", "common"}
SUPPOSED = {"symbols", "values", "instant", "here", "relations", "always", "merged"}
SUPPOSED |= {"at_least", "lasts"}
POWER = re.compile(r"[-+\s]*[\d._]+[eE][-+]?[\d_]{4,}\s*")  # as `Fraction` reads it
WRONG = (
    Rejected,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
SHOWN = {  # by which theorems
    ("proved", ("holds",)): "proved",
    ("conditional", ("fails", "holds")): "conditional",
    ("conditional", ("holds",)): "true on a condition, of which nothing shows that it is needed",
    ("refuted", ("fails",)): "refuted",
}


def digest(content: Any) -> str:
    """The hash of what JSON can hold, however it is laid out."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def plain(content: Any) -> None:
    """No number in it asks for endless work, by a large exponent or many steps; no name is ours."""
    if isinstance(content, list | dict):
        for part in content.values() if isinstance(content, dict) else content:
            plain(part)
        if isinstance(content, list) and content[:1] == ["Power"]:
            ratio = Fraction(content[2]).as_integer_ratio()
            need(all(abs(n) <= MOST for n in ratio), "an exponent")
    elif isinstance(content, str):
        need(not POWER.fullmatch(content), "a number that is not written out")
        need(content[:1] > "\2" or not content, "a name that no symbol may have")
    elif content is not None:
        need(isinstance(content, int) and abs(content) <= BITS, "too large a number, or none")


def verify(certificate: Any) -> str:
    """What a certificate shows, or why it is none; raises `Rejected` where it is wrong."""
    body = {key: value for key, value in certificate.items() if key != "sha256"}
    need(certificate["sha256"] == digest(body) and certificate["format"] == 3, "it was changed")
    if certificate["uncovered"]:
        return "not covered"
    plain(certificate)
    said = [whole_of(whole) for whole in (certificate["claim"], certificate["correction"]) if whole]
    need(certificate["claim"], "no claim")
    return said[0]


def whole_of(whole: Any) -> str:
    """What is shown of a claim: that it holds or not, or this at each depth that is written out."""
    verdict, layouts = str(whole["verdict"]), whole.get("layouts")
    if layouts is None:
        return shown_by(whole)
    found = {*map(shown_by, layouts)}
    wanted = {"conditional": [{"conditional"}, {"conditional", "proved"}]}.get(verdict, [{verdict}])
    need(found in wanted and len({b["layout"] for b in layouts}) == len(layouts), "not enough")
    return f"{verdict} at each depth written out" if verdict != "refuted" else verdict


def shown_by(block: Any) -> str:
    """What the theorems of a block show."""
    shown, kind, options = block["theorems"], block["kind"], block["options"]
    need(block["statement"], "a claim that says nothing")
    need({*options} <= OPTIONS.get(kind, {*()}), "an option that is not certified")
    need(not block["unknown"] or kind in UNKNOWN, "an unknown that the claim has not")
    stated = [block["statement"], options, block["setting"], *(t["suppose"] for t in shown)]
    inner = re.search(r'\["(assumed|rate)"', json.dumps(stated))
    need(not inner, "what evidence alone may hold")
    by = names([construct for construct, _ in block["means"]], block["setting"]["values"])
    partial = block["unknown"] and '["Partial"' in json.dumps(stated)
    need(not (partial or block["unknown"] in by), "derivatives of what is given a value later")
    printed = hashlib.sha256(block["latex"].encode()).hexdigest()
    need(block["latex_sha256"] == printed, "another text")
    found = block["verdict"], (*sorted({t["shows"] for t in shown}),)
    need(found in SHOWN, "not enough")
    for theorem in shown:
        supposed, setting = theorem["suppose"], block["setting"]
        free = theorem["shows"] == "fails" or block["verdict"] == "conditional"
        need(free or not supposed, "a condition that the verdict does not name")
        known = {"merged"} if theorem["shows"] == "fails" else SUPPOSED
        need({*supposed} <= known, "a condition that is not known here")
        for name in {*setting["symbols"]} & {*supposed.get("symbols", {})}:
            old, new = setting["symbols"][name], supposed["symbols"][name]
            need(old | {k: new[k] for k in ("sign", "properties")} == new, "another symbol")
            more = new["sign"] == "positive" or old["sign"] in ("real", new["sign"])
            need(more and {*old["properties"]} <= {*new["properties"]}, "less of a symbol")
        given = {*setting["values"], *setting["instant"]}
        more = {*supposed.get("values", {}), *supposed.get("instant", {})}
        need(not given & more, "another value")
        old, new = setting["merged"], supposed.get("merged", {})
        whole = "*" not in "".join([*new, *new.values()])
        need(whole and not {*old, "1"} & {*new} and "1" not in old, "another size")
        shows = {"holds": holds, "fails": fails}[theorem["shows"]]
        shows(block, plainly(narrowed(setting, supposed), block["means"]), theorem["evidence"])
    return SHOWN[found]
