"""The symbols that rows of LaTeX use, before anything is declared, and what is seen of each."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from sslcheck.derive.latex.asides import runs
from sslcheck.derive.latex.caret import Misread
from sslcheck.derive.latex.names import ACCENTS, INDEX, LETTERS, canonical, family_of
from sslcheck.derive.latex.operators import DIFFERENTIAL
from sslcheck.derive.latex.reader import LONGEST
from sslcheck.derive.latex.tex import Tex

__all__ = ["Letter", "Letters", "is_bold", "is_capital", "letters"]

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[A-Za-z]|\^|[^\\A-Za-z^]+", re.DOTALL)
_WORDS = frozenset(
    f"\\{command}"
    for command in (
        *("text", "textrm", "textbf", "textit", "mbox", "operatorname", "begin", "end", "label"),
        *("ref", "eqref", "cite", "hspace", "vspace", "tag", "color"),
    )
)
_OVER = frozenset(["\\max", "\\min", "\\sum", "\\prod", "\\inf", "\\sup", "\\lim", "\\forall"])
_BLACKBOARD = re.compile(r"\\(?:mathbb|mathrm)\s*(?:\{\s*([A-Za-z])\s*\}|([A-Za-z]))")
_MARK = re.compile(r"T|\\top|\\intercal|\\mathsf\s*\{?T\}?|\\dagger|[-+]?\d+|[*+]")
_TIME = re.compile(r"\s*(?:\\left\s*)?\(\s*t\s*(?:\\right\s*)?\)")
_TRANSPOSED = re.compile(r"\s*\^\s*\{?\s*(?:T\b|\\top\b|\\intercal\b|\\mathsf\b|\\mathrm\s*\{?T)")
_DIAG = re.compile(r"\\(?:text|operatorname|mathrm)\s*\{\s*diag\s*\}\s*(?:\\left\s*)?([(\[])")
_MEMBER = re.compile(r"(.+)_(?:\{([^{}]+)\}|(.))", re.DOTALL)
_IDENTITY = re.compile(
    r"(?:I|\\(?:mathbf|mathrm|mathsf|mathit|boldsymbol|bm)\{I\}|\\mathrm\{Id\})(?:_\D.*)?"
)
_INDICES = "jikl"
_SUM = re.compile(
    rf"\\(?:sum|max|prod)(?![A-Za-z])\s*(?:\\limits)?\s*_\s*(?:({INDEX})|\{{\s*({INDEX})[^{{}}]*\}})"
    r"(?:\s*\^\s*(?:\{\s*)?([A-Za-z](?:_(?:[A-Za-z0-9]|\{[A-Za-z0-9]{1,12}\}))?))?",
    re.ASCII,
)
_INTEGRAL = re.compile(
    rf"(\\int(?![A-Za-z])[^d]*?\^\s*\{{?\s*t\b)(.*?){DIFFERENTIAL.pattern}", re.ASCII
)
_PLACE = re.compile(r"([i-n])\s*,?\s*([i-n])", re.ASCII)
_ABOVE = re.compile(
    r"(?![A-Za-z(\s]*t)(?:\(\s*[A-Za-z0-9]\s*\)|[A-Za-z]{2,3})|[1-9][0-9]|\*|\\star|\\ast"
)
"""What stands above a letter and is a part of its name."""
_ACCENT = re.compile(
    "(?:" + "|".join(map(re.escape, (*ACCENTS, r"\dot", r"\vec"))) + r")(?![A-Za-z])\s*\{?"
)
_TURNED = re.compile(r"(.*?)(?:\s|\\[,;:! ])*(?:T|\\top|\\intercal)", re.ASCII)
_LONGEST = 60  # characters of a name


@dataclass(slots=True)
class Letter:
    """A symbol and the marks that were seen on it."""

    name: str
    index: str = ""
    moves: bool = False
    """Its time derivative is written."""
    timed: bool = False
    """It is written as a function of the time."""
    transposed: bool = False
    rows: set[int] = field(default_factory=set)

    def take(self, other: Letter) -> None:
        """The marks that were seen on another name of it as well."""
        self.moves, self.timed = self.moves or other.moves, self.timed or other.timed
        self.transposed |= other.transposed
        self.rows |= other.rows


@dataclass(slots=True)
class Letters:
    """All symbols in the order of their first use, and the spaces that a ``diag`` names."""

    known: dict[str, Letter] = field(default_factory=dict)
    spaces: dict[str, str] = field(default_factory=dict)
    """A space, and the index that runs over it."""


def is_capital(name: str) -> bool:
    """Whether what the name begins with, without its accents, is a capital letter."""
    return _core(name)[:1].isupper()


def is_bold(name: str) -> bool:
    """Whether the letter is printed as vectors and matrices are."""
    return re.search(r"\\(?:mathbf|boldsymbol|bm|vec)\b", name) is not None


def _core(name: str) -> str:
    return _ACCENT.sub("", name).lstrip("\\{ ")


def _integrated(found: re.Match[str]) -> str:
    """An integral of which the variable is ``t``, and no symbol."""
    letter = rf"(?<![\\A-Za-z]){re.escape(found['letter'])}(?![A-Za-z])"
    return found[1] + re.sub(letter, "t", found[2])


def letters(rows: Iterable[str]) -> Letters:
    """The symbols of all rows; a row whose braces do not balance has none."""
    found, rows = Letters(), [_INTEGRAL.sub(_integrated, row) for row in rows]
    over = [match for row in rows for match in _SUM.finditer(row[:LONGEST])]
    said = {x: run for row in rows for run in runs(row[:LONGEST]) for x in run.letters}
    sums = {*(match[1] or match[2] for match in over), *said}
    members: list[tuple[str, str]] = []
    for k, row in enumerate(rows):
        if len(row) > LONGEST:
            continue  # nor is it read
        try:
            _Scan(row, k, found, sums, members).run()
        except Misread:
            continue
    indices = [*dict.fromkeys([*sorted(sums), *_INDICES])]
    for letter in [*found.known.values()]:
        label = next((label for label in indices if family_of(letter.name, label)), "")
        plain = not is_capital(letter.name) and not is_bold(letter.name)
        if label and (plain or (label in sums and not is_capital(letter.name))):
            letter.index = label
    likes = {n: family_of(n, letter.index) for n, letter in found.known.items() if letter.index}
    for name, like in likes.items():  # of a family that another letter runs over one is enough
        first = next(other for other in likes if likes[other] == like)
        if first != name:
            found.known[first].take(found.known.pop(name))
    for index, run in said.items():
        if index in {letter.index for letter in found.known.values()}:
            found.known.pop(index, None)
            if run.last in found.known:
                del found.known[run.last]
                found.spaces.setdefault(run.last, index)
    for match in over:
        if match[3]:
            found.spaces.setdefault(canonical(match[3]), match[1] or match[2])
    used = [letter.index for letter in found.known.values() if letter.index]
    for base, space in members:
        family = next((x for x in found.known.values() if x.index and _base(x) == base), None)
        if family is None:
            index = (used or indices)[0]
            family = found.known[f"{base}_{index}"] = Letter(f"{base}_{index}", index)
        found.spaces.setdefault(space, family.index)
    for base, _ in members:  # a member of a family is written inside of a `diag` alone
        for name in [name for name in found.known if re.fullmatch(re.escape(base) + r"_\d", name)]:
            if not found.known[name].rows:
                del found.known[name]
    return found


def _base(letter: Letter) -> str:
    match = _MEMBER.fullmatch(letter.name)
    return match[1] if match else letter.name


def _whole(name: str) -> str:
    """A name, or that of the matrix of which it is an entry."""
    match = _MEMBER.fullmatch(name)
    return match[1] if match and _PLACE.fullmatch(match[2] or "") else name


class _Scan:
    """One row; marks what it meets in ``found``."""

    def __init__(
        self,
        row: str,
        number: int,
        found: Letters,
        sums: Collection[str],
        members: list[tuple[str, str]],
    ) -> None:
        self.tex = Tex(row)
        self.row = row
        self.number = number
        self.found = found
        self.sums = sums
        self.members = members

    def run(self) -> None:
        position = 0
        while match := _TOKEN.match(self.row, position):
            position = self._take(match[0], match.start(), match.end())

    def _take(self, token: str, start: int, end: int) -> int:
        """Look at a token; where the next one starts."""
        tex, row = self.tex, self.row
        if diag := _DIAG.match(row, start):
            return self._diag(diag.end(), {"(": ")", "[": "]"}[diag[1]])
        if token in _WORDS:
            argument = tex.argument(end)
            return argument[1] if argument else end
        if token in _OVER:
            below = tex.below(end)
            word = tex.word(below) if below else ""
            return below[1] if below else end
        if token in ("\\|", "\\rVert", "\\Vert", "\\rangle"):
            below = tex.below(end)  # which norm it is
            font = below is not None and tex.word(below) in ("\\mathrm", "\\text")
            below = tex.argument(below[1]) if below and font else below
            return below[1] if below else end
        special = _BLACKBOARD.match(row, start)
        if special and (token == "\\mathbb" or special[special.lastindex or 0].islower()):
            return tex.tail_end(special.end(), "")  # an expectation, a differential
        if token == "^":
            argument = tex.argument(end)
            word = tex.word(argument) if argument else ""
            return argument[1] if argument and _MARK.fullmatch(word) else end
        if token in ("\\dot", "\\ddot"):
            return self._dotted(end)
        if token in LETTERS or token in ACCENTS or (token[0] != "\\" and token.isalpha()):
            return self._name(token, start, end)
        return end

    def _dotted(self, end: int) -> int:
        argument = self.tex.argument(end)
        if argument is None:
            return end
        inner = self.tex.inner(argument)
        if argument[0] not in self.tex.braces:  # what is below belongs to the letter
            after = self._raised(self.tex.name_end(argument[0]) or argument[1])
            name = self.tex.name((argument[0], after))
        elif self.tex.name_end(inner[0]) == inner[1]:
            after = self._raised(self.tex.tail_end(argument[1], self.row[slice(*inner)]))
            name = canonical(self.row[slice(*inner)] + self.row[argument[1] : after])
        else:
            return argument[0] + 1
        self._note(_whole(name), after).moves = True
        return after

    def _name(self, token: str, start: int, end: int) -> int:
        row, tex = self.row, self.tex
        if token == "e" and re.match(r"\s*\^", row[end:]):
            return end
        if token == "d" and self._is_differential(start, end):
            return end
        if token in ACCENTS:
            argument = tex.argument(end)
            word = tex.word(argument) if argument else ""
            if argument and re.fullmatch(r"[A-Za-z]{2,}", word):
                return tex.tail_end(argument[1], "") if word == "Id" else argument[1]  # an operator
        after = tex.name_end(start)
        if after is None or after - start > _LONGEST:
            return end
        if turned := self._turned(start, after):
            self._note(*turned).transposed = True
            return turned[1]
        after = self._raised(after)
        name = _whole(tex.name((start, after)))
        if (below := tex.below(after)) and _PLACE.fullmatch(tex.word(below)):
            self._note(name, below[1])
            return below[1]
        if name in ("t", "t'") or _IDENTITY.fullmatch(name):
            return after
        if "\n" in name or not name.strip():
            return after
        self._note(name, after)
        return after

    def _raised(self, end: int) -> int:
        """Where a name ends with what stands above it, if that is a part of it."""
        above = self.tex.skip(end)
        argument = self.tex.argument(above + 1) if self.row[above : above + 1] == "^" else None
        word = self.tex.word(argument) if argument else ""
        own = _ABOVE.fullmatch(word) or (word in self.sums and word not in ("T", "t"))
        return argument[1] if argument and own else end

    def _turned(self, start: int, end: int) -> tuple[str, int] | None:
        """A name with a transpose beside what stands above it, and its end."""
        above = self.tex.skip(end)
        argument = self.tex.argument(above + 1) if self.row[above : above + 1] == "^" else None
        match = _TURNED.fullmatch(self.tex.word(argument)) if argument else None
        word = match[1].strip() if match else ""
        if not (argument and (_ABOVE.fullmatch(word) or word in self.sums)):
            return None
        return canonical(f"{self.row[start:end]}^{{{word}}}"), argument[1]

    def _is_differential(self, start: int, end: int) -> bool:
        before = self.row[:start].rstrip()
        after = self.row[end:].lstrip()
        over = before.endswith("{") and before[:-1].rstrip().endswith("frac")
        under = before.endswith("{") and after.startswith("t")
        alone = after.startswith("t") and not after[1:2].isalpha()
        return over or under or alone

    def _note(self, name: str, end: int) -> Letter:
        letter = self.found.known.setdefault(name, Letter(name))
        letter.rows.add(self.number)
        letter.timed |= _TIME.match(self.row, end) is not None
        letter.transposed |= _TRANSPOSED.match(self.row, end) is not None
        return letter

    def _diag(self, start: int, closer: str) -> int:
        """The members of a family in ``diag(p_1, ..., p_d)``; other arguments are looked at."""
        end = self.row.find(closer, start)
        parts = [part.strip() for part in self.row[start:end].split(",")] if end >= 0 else []
        if not any(re.fullmatch(r"\\[lc]?dots", part) for part in parts):
            return start
        first, last = (_MEMBER.fullmatch(canonical(part)) for part in (parts[0], parts[-1]))
        if first is None or last is None or first[1] != last[1]:
            return start
        label = last[2] or last[3]
        if not re.fullmatch(r"[A-Za-z]", label):
            return start
        self.members.append((first[1], label))
        return end
