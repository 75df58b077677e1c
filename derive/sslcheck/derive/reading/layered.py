"""Articles about layers: read at one depth, each claim at all layouts that it is decided at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

from sslcheck.derive.article.article import Article, Claim, Depths, Instance, Shares
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.layers.families import Family, Layers, base_of
from sslcheck.derive.layers.indices import Index, LayerError, Outside
from sslcheck.derive.layers.layout import Layout
from sslcheck.derive.layers.layouts import DEEPEST, covering, layouts
from sslcheck.derive.layers.motion import Motion
from sslcheck.derive.layers.ranges import NEUTRAL
from sslcheck.derive.layers.shares import share_of, whole_of
from sslcheck.derive.layers.unrolled import KEPT, Unrolled, display_of, reach_of, rows_of
from sslcheck.derive.reading.lines import Key
from sslcheck.derive.reading.mistakes import Mistakes, Source, in_order
from sslcheck.derive.reading.records import record
from sslcheck.derive.reading.tables import LayersTable
from sslcheck.derive.text.reason import Reason, Tex, of_error, plainly, reason

__all__ = ["read_layered"]

_SHOWN = 3
"""The depth at which other commands run an article, where all layers of its claims are there."""

_PLAIN = frozenset(
    {
        "id",
        "kind",
        "equation",
        "line",
        "reading",
        "sentence",
        "summary",
        "flow",
        "beyond",
        "in_paper",
    }
)
"""What a claim may say that is decided layer by layer."""
_REPAIRS = frozenset({"corrected", "general", "corrected_kind", "corrected_flow"})

Read = Callable[[Source], Article]


def read_layered(source: Source, place: str, read: Read) -> Article:
    """An article with a table ``[layers]``; ``read`` reads an ordinary one.

    Raises `ArticleError`.
    """
    mistakes = Mistakes(source)
    layers = _layers(source, mistakes)
    if layers is None or mistakes:
        told = tuple((line, plainly(said)) for line, said in in_order(mistakes.told))
        raise ArticleError("\n".join(f"{place} {said}" for _, said in told), told)
    return _Reader(source, place, read, layers).article()


def _said(entry: Mapping[str, Any]) -> str:
    """The statement of a claim, if it does not stand in an equation."""
    return str(entry.get("reading", ""))


def _repaired(entry: Mapping[str, Any]) -> str:
    """What a claim should say."""
    return str(entry.get("corrected") or entry.get("general") or "")


def _at_depth(instances: Sequence[Instance], whole: Instance) -> tuple[Instance, ...]:
    return tuple(one for one in instances if one.layout.depth == whole.layout.depth)


def _layers(source: Source, mistakes: Mistakes) -> Layers | None:
    """The declaration of the layers, with all that there is one of for each."""
    table = record(source.data["layers"], LayersTable, ("layers",), mistakes.tell)
    if table is None:
        return None
    symbols, spaces, definitions = (
        value if isinstance(value := source.data.get(key, {}), dict) else {}
        for key in ("symbols", "spaces", "definitions")
    )
    for key, letter in (("index", table.index), ("depth", table.depth)):
        if letter in {*symbols, *spaces}:
            mistakes.tell(("layers", key), f"`{letter}` is declared as something else as well")
    if table.index == table.depth:
        mistakes.tell(("layers", "depth"), f"`{table.depth}` is the index, too; use two letters")
    if not 1 <= table.at_least <= DEEPEST:
        mistakes.tell(("layers", "at_least"), f"is 1 to {DEEPEST}; got {table.at_least}")
    families: dict[str, Family] = {}
    for name in spaces:
        if base := base_of(name, table.index):
            families[base] = Family(base, is_space=True)
    moving, states = set(definitions), False
    for name, entry in symbols.items():
        entry = entry if isinstance(entry, dict) else {}
        role, shape = entry.get("role", "parameter"), entry.get("shape", ["1", "1"])
        if base := base_of(name, table.index):
            pair = (str(shape[0]), str(shape[1])) if _is_pair(shape) else ("1", "1")
            families[base] = Family(base, False, pair, str(role), name in definitions)
            states = True
        elif role != "parameter":
            moving.add(name)
    objective = source.data.get("objective")
    moving |= {str(objective.get("symbol"))} if isinstance(objective, dict) else set()
    if not states:
        mistakes.tell(("layers",), f"no symbol is one for each layer, such as `W_{table.index}`")
    plain = {n for n in {*symbols, *spaces} if not base_of(n, table.index)}
    return Layers(
        table.index,
        table.depth,
        table.at_least,
        families,
        frozenset(plain),
        frozenset(n for n in moving if n in plain),
    )


def _is_pair(shape: object) -> bool:
    return isinstance(shape, list) and len(shape) == 2


@dataclass(frozen=True, slots=True)
class _About:
    """What a claim is about: whether it is one layer, and the layouts that it is decided at."""

    general: bool = False
    small: tuple[Layout, ...] = ()
    blocked: tuple[Layout, ...] = ()
    covering: tuple[Layout, ...] = ()
    wrong: str = ""


class _Reader:
    def __init__(self, source: Source, place: str, read: Read, layers: Layers) -> None:
        self.source, self.place, self.read, self.layers = source, place, read, layers
        definitions = source.data.get("definitions")
        self.reach = reach_of(layers, definitions if isinstance(definitions, dict) else {})
        entries = source.data.get("claim")
        self.entries: list[Any] = entries if isinstance(entries, list) else []
        self.is_whole = cache(self._is_whole)

    def article(self) -> Article:
        """The article at one depth; each claim has its instances at others."""
        ends, bare = self._ends(("claim",)), self._ends(("claim", "hypotheses"))
        abouts = [self._about(entry, ends, bare) for entry in self.entries]
        told: list[tuple[Key, str]] = []
        shown = self._shown(abouts)
        read = [
            {"id": entry.get("id", ""), "kind": "identity", "reading": "0 = 0"}
            if about.wrong
            else entry
            for about, entry in zip(abouts, self.entries, strict=True)
        ]
        data = {**self.source.data, "claim": read} if read else self.source.data
        article = self._at(shown, range(len(read)), lambda *one: told.append(one), data)
        wrong = [(path, said) for path, said in told if path[0] != "claim"]
        if wrong:
            mistakes = Mistakes(self.source)
            for path, said in dict.fromkeys(wrong):
                mistakes.tell(path, said)
            lines = tuple((line, plainly(said)) for line, said in in_order(mistakes.told))
            raise ArticleError("\n".join(f"{self.place} {said}" for _, said in lines), lines)
        found = self._instances([(*about.small, *about.blocked) for about in abouts])
        cover = self._instances([about.covering for about in abouts])
        shares, repaired = (self._shares(abouts, of, bare) for of in (_said, _repaired))
        claims = [
            self._claim(k, claim, abouts[k], found[k], cover[k], (shares[k], repaired[k]))
            for k, claim in enumerate(article.claims)
        ]
        refused = tuple(
            (self.source.line(("claim", k)), plainly(claim.refused))
            for k, claim in enumerate(claims)
            if abouts[k].wrong
        )
        all_wrong = tuple(sorted([*article.mistakes, *refused]))
        equations = {
            number: replace(equation, latex=self._printed({"equation": number}))
            for number, equation in article.equations.items()
        }
        return replace(article, claims=tuple(claims), equations=equations, mistakes=all_wrong)

    def _claim(
        self,
        k: int,
        claim: Claim,
        about: _About,
        decided: tuple[list[Instance], Reason],
        cover: tuple[list[Instance], Reason],
        shares: tuple[Shares | None, Shares | None],
    ) -> Claim:
        """A claim as it is printed, with its instances."""
        entry = self.entries[k] if isinstance(self.entries[k], dict) else {}
        if about.wrong:
            said = reason(f"{self.source.at(('claim', k))}: {about.wrong}")
            return replace(claim, refused=said, flow="", hypotheses=(), repaired=None)
        if claim.refused:
            return claim
        instances, obstacle = decided
        printed = str(entry.get("reading") or self._printed(entry))
        worded = bool(entry.get("summary") or entry.get("sentence"))
        claim = replace(
            claim,
            stated=claim.stated if entry.get("sentence") else (Tex(printed),),
            claimed=claim.claimed if worded else (Tex(printed),),
            reading=str(entry.get("reading", "")),
            depths=Depths(
                tuple(instances),
                obstacle,
                covering=tuple(cover[0]) if not cover[1] else (),
                chains=self.layers.chains,
                shares=shares[0] if claim.form.summed else None,
            ),
        )
        if claim.repaired is not None:
            others = tuple(
                replace(one, claim=one.claim.repaired) for one in instances if one.claim.repaired
            )
            latex = str(entry.get(claim.repair, ""))
            repaired = replace(
                claim.repaired,
                statement=replace(claim.repaired.statement, source=latex),
                depths=Depths(
                    others, obstacle, shares=shares[1] if claim.repaired.form.summed else None
                ),
            )
            claim = replace(claim, repaired=repaired)
        return claim

    # -- what a claim is about --------------------------------------------------------------------

    def _neutral(self, data: Mapping[str, Any], at: int | None = None) -> Unrolled:
        layout = Layout(NEUTRAL, at, self.layers.names)
        return Unrolled(data, self.layers, layout, self.reach, lambda *_: None)

    def _ends(self, without: tuple[str, ...]) -> set[Index]:
        """The cuts from the ends that the article makes without some tables and what is printed."""
        objective = self.source.data.get("objective")
        number = objective.get("equation") if isinstance(objective, dict) else None
        equations = self.source.data.get("equation")
        needed = [
            one
            for one in (equations if isinstance(equations, list) else [])
            if isinstance(one, dict) and one.get("number") == number
        ]
        kept = {key: value for key, value in self.source.data.items() if key not in without}
        unrolled = self._neutral({**kept, "equation": needed})
        with suppress(LayerError):  # told at a depth
            unrolled.tables()
        return {cut for cut in unrolled.formulas.cuts if cut.base != self.layers.index}

    def _about(
        self, entry: Any, ends: set[Index], bare: set[Index], general: bool = False
    ) -> _About:
        """``general``: about the layer of the index, whether it is named or not."""
        if not isinstance(entry, dict):
            return _About()
        texts = [*self._texts(entry), *self._rows(entry)]
        general = general or any(map(self._neutral({}).formulas.is_general, texts))
        unrolled = self._neutral(self.source.data, NEUTRAL // 2 if general else None)
        try:
            unrolled.claim(entry)
            unrolled.equation(self._rows(entry))
        except LayerError as error:
            return _About(general, wrong=str(error))
        cuts = ends | unrolled.formulas.cuts
        names, at_least = self.layers.names, self.layers.at_least

        def admits(layout: Layout) -> bool:
            return self.is_whole(layout.depth) and self._admits(layout, entry)

        try:
            small, blocked = layouts(cuts, general, names, at_least, admits)
        except LayerError as error:
            return _About(general, wrong=str(error))
        if not small:
            return _About(general, wrong="there is no layer, at any depth, of which this speaks")
        own = (ends if entry.get("hypotheses") else bare) | unrolled.formulas.cuts
        cover = covering(own, general, names, at_least, admits)
        return _About(general, tuple(small), tuple(blocked), tuple(cover))

    def _shares(
        self,
        abouts: Sequence[_About],
        of: Callable[[Mapping[str, Any]], str],
        ends: set[Index],
    ) -> list[Shares | None]:
        """Of each claim that is a sum of shares of layers, these at all layouts."""
        names, first = self.layers.names, max(2, self.layers.at_least)
        wholes = [Layout(depth, None, names) for depth in (first, first + 1)]
        apart = [
            Layout(whole.depth, at, names, share=True)
            for whole in wholes
            for at in range(1, whole.depth + 1)
        ]
        entries, seen_whole = [*self.entries], [*self.entries]
        at_all = list[tuple[Layout, ...]](() for _ in abouts)
        formulas, objective = self._neutral({}).formulas, self.source.data.get("objective")
        number = objective.get("equation") if isinstance(objective, dict) else None
        motion = Motion(self.source.data, formulas, self._printed({"equation": number}))
        if not motion.is_closed():
            return [None for _ in abouts]
        for k, (about, entry) in enumerate(zip(abouts, self.entries, strict=True)):
            if about.wrong or about.general or not isinstance(entry, dict):
                continue
            plain = {key: value for key, value in entry.items() if key in _PLAIN}
            other = entry.keys() - _PLAIN - _REPAIRS
            text, lasting = of(entry) or self._printed(entry), motion.keeps_declarations()
            whole = whole_of(text, formulas, lasting)
            share = share_of(whole, formulas)
            if share is None or other or not motion.is_free(entry.get("flow")):
                continue
            seen_whole[k] = {**plain, "reading": whole}
            entries[k] = {**plain, "reading": share}
            shared = self._about(entries[k], ends, ends, general=True)
            seen = max((layout.depth for layout in about.small), default=0)
            each = (*(one for one in shared.small if one.depth > seen), *shared.blocked)
            at_all[k] = tuple(replace(layout, share=True) for layout in each)
        share_data, whole_data = ({**self.source.data, "claim": of} for of in (entries, seen_whole))
        try:
            shares = self._instances(at_all, share_data)
            parts = self._instances([apart if those else () for those in at_all], share_data)
            sums = self._instances([wholes if those else () for those in at_all], whole_data)
        except (LayerError, ArticleError):
            return [None for _ in abouts]
        return [
            Shares(tuple(found), tuple((one, _at_depth(of, one)) for one in whole))
            if found and whole and not (wrong or whole_wrong or part_wrong)
            else None
            for (found, wrong), (of, part_wrong), (whole, whole_wrong) in zip(
                shares, parts, sums, strict=True
            )
        ]

    def _texts(self, entry: Mapping[str, Any]) -> list[str]:
        """All formulas of a claim."""
        values = [value for key, value in entry.items() if key not in KEPT]
        listed = [item for value in values if isinstance(value, list) for item in value]
        return [text for text in [*values, *listed] if isinstance(text, str)]

    def _printed(self, entry: Mapping[str, Any]) -> str:
        """The equation that a claim without a reading is about, or those of its rows."""
        return display_of(self._rows(entry)) if self._rows(entry) else ""

    def _rows(self, entry: Mapping[str, Any]) -> list[str]:
        """The rows of an equation that a claim without a reading is about."""
        equations = self.source.data.get("equation") if not entry.get("reading") else None
        for one in equations if isinstance(equations, list) else []:
            if isinstance(one, dict) and one.get("number") == entry.get("equation"):
                latex = str(one.get("latex", ""))
                lines = entry.get("lines") or [entry.get("line")]
                found = dict(enumerate(rows_of(latex), 1)) if lines != [None] else {}
                chosen = lines if isinstance(lines, list) else []
                return [found[line] for line in chosen if line in found] or [latex]
        return []

    def _admits(self, layout: Layout, entry: Mapping[str, Any]) -> bool:
        """Whether all layers of which a claim speaks are there."""
        unrolled = Unrolled(self.source.data, self.layers, layout, self.reach, lambda *_: None)
        unrolled.define()
        try:
            unrolled.claim(entry)
            unrolled.equation(self._rows(entry))
        except Outside:
            return False
        return True

    def _is_whole(self, depth: int) -> bool:
        """Whether all layers that the article needs are there."""
        layout = Layout(depth, None, self.layers.names)
        try:
            Unrolled(self.source.data, self.layers, layout, self.reach, lambda *_: None).tables()
        except Outside:
            return False
        except LayerError:
            return True  # told where it is read
        return True

    def _shown(self, abouts: list[_About]) -> Layout:
        """The smallest layout, of some depth, at which all claims have their layers."""
        read = [(a, e) for a, e in zip(abouts, self.entries, strict=True) if a.small]
        for depth in range(max(_SHOWN, self.layers.at_least), DEEPEST + _SHOWN):
            for at in range(1, depth + 1):
                layout = Layout(depth, at, self.layers.names)
                if self.is_whole(depth) and all(self._admits(layout, e) for _, e in read):
                    return layout
        return Layout(_SHOWN, 1, self.layers.names)

    # -- instances --------------------------------------------------------------------------------

    def _at(
        self,
        layout: Layout,
        claims: range | list[int],
        tell: Callable[[Key, str], None],
        data: Mapping[str, Any] | None = None,
    ) -> Article:
        """The article at a layout with some of its claims."""
        tables_of = self.source.data if data is None else data
        unrolled = Unrolled(tables_of, self.layers, layout, self.reach, tell)
        tables = unrolled.tables(claims)
        lines = dict(self.source.lines)
        for path, origin in unrolled.places.items():
            lines[path] = self.source.line(origin)
            for key, line in self._lines_below.get(origin, ()):
                lines[(*path, *key[len(origin) :])] = line
        return self.read(Source(tables, lines))

    @cached_property
    def _lines_below(self) -> dict[Key, list[tuple[Key, int]]]:
        """Of each key, those of all that stands in it, and their lines."""
        found: dict[Key, list[tuple[Key, int]]] = {}
        for key, line in self.source.lines.items():
            for end in range(len(key) + 1):
                found.setdefault(key[:end], []).append((key, line))
        return found

    def _instances(
        self, wished: Sequence[Sequence[Layout]], data: Mapping[str, Any] | None = None
    ) -> list[tuple[list[Instance], Reason]]:
        """Of each claim, its instances, and why those at a general depth are not all."""
        found: list[tuple[list[Instance], Reason]] = [([], ()) for _ in wished]
        wanted: dict[Layout, list[int]] = {}
        for k, those in enumerate(wished):
            for layout in those:
                wanted.setdefault(layout, []).append(k)
        for layout in sorted(wanted, key=lambda one: (len(one.blocks) > 0, one.depth, one.at or 0)):
            told: dict[Key, str] = {}
            try:
                article = self._at(layout, wanted[layout], told.__setitem__, data)
            except (LayerError, ArticleError) as error:
                if not layout.blocks:
                    raise
                told = {("claim", k): plainly(of_error(error)) for k in wanted[layout]}
                article = None
            for place, k in enumerate(wanted[layout]):
                if said := told.get(("claim", k)):
                    found[k] = found[k][0], found[k][1] or reason(f"{layout.said}: {said}")
                elif article is not None:
                    found[k][0].append(Instance(layout, article, article.claims[place]))
        return found
