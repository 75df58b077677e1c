"""Reading an article file: TOML in, typed data out, with the place in every message."""

from __future__ import annotations

import difflib
import tomllib
from importlib import resources
from pathlib import Path

import msgspec

from sslcheck.derive.article import Article, Claim, Equation, Flow, Hypothesis
from sslcheck.derive.errors import ArticleError, ArticleNotFound
from sslcheck.derive.expr import Expr, Relation, Sym
from sslcheck.derive.fields import Fields
from sslcheck.derive.kinds import KINDS, Kind
from sslcheck.derive.latex import read_expression, read_rows, read_statement
from sslcheck.derive.setting import PROPERTIES, Symbol, Views
from sslcheck.derive.shapes import resolve, resolve_relation
from sslcheck.derive.words import counted

__all__ = ["load_article", "parse_article", "shipped_articles"]

MAX_BYTES = 1_000_000
_TABLES = (
    *("article", "spaces", "symbols", "definitions", "hypotheses", "flows", "rules"),
    *("expectation", "objective", "equation", "claim"),
)


def shipped_articles() -> tuple[str, ...]:
    """Names of the articles that come with the package."""
    folder = resources.files("sslcheck.derive") / "articles"
    names = (entry.name for entry in folder.iterdir())
    return tuple(sorted(n.removesuffix(".toml") for n in names if n.endswith(".toml")))


def load_article(name: str) -> Article:
    """Load a shipped article by name or any article by the path of its TOML file.

    Raises `ArticleNotFound` if there is no such article, `ArticleError` or `LatexError` with the
    place and the remedy if it cannot be read.
    """
    if name in shipped_articles():
        text = (resources.files("sslcheck.derive") / "articles" / f"{name}.toml").read_text("utf-8")
        return parse_article(text, f"{name}.toml")
    path = Path(name)
    if not path.is_file():
        known = ", ".join(f"`{n}`" for n in shipped_articles())
        raise ArticleNotFound(
            f"no article `{name}`: it is neither a shipped one ({known}) nor a regular file;"
            " give a name from that list or the path of a TOML file"
        )
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ArticleError(f"{path}: larger than {MAX_BYTES} bytes; an article is a short file")
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise ArticleError(f"{path}: not UTF-8 text ({error.reason}); save it as UTF-8") from error
    except OSError as error:
        raise ArticleError(f"{path}: cannot be read: {error.strerror or error}") from error
    return parse_article(text, str(path))


def parse_article(text: str, place: str) -> Article:
    """An article from the text of its TOML file; ``place`` names the file in messages."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ArticleError(f"{place}: not valid TOML: {error}") from error
    except ValueError:  # of a library that reads no whole number of thousands of digits
        raise ArticleError(f"{place}: holds a whole number of too many digits") from None
    except RecursionError:
        raise ArticleError(f"{place}: nested too deeply for an article") from None
    return _Loader(Fields(data, place)).article()


class _Loader:
    """Reads one file table by table; later tables use the symbols of earlier ones."""

    def __init__(self, top: Fields) -> None:
        self.top = top
        self.spaces: dict[str, str] = {}
        self.symbols: dict[str, Symbol] = {}
        self.definitions: dict[str, Expr] = {}
        self.hypotheses: dict[str, Hypothesis] = {}
        self.flows: dict[str, Flow] = {}
        self.equations: dict[str, Equation] = {}

    def article(self) -> Article:
        self.top.only(_TABLES)
        head = self.top.table("article")
        self.spaces = self.top.table("spaces", required=False).strings()
        for name, entry in self.top.table("symbols").tables():
            self.symbols[name] = self._symbol(name, entry)
        definitions = self.top.table("definitions", required=False)
        for name, latex in definitions.strings().items():
            if name not in self.symbols:
                definitions.fail(f"`{name}` is not declared in [symbols]", name)
            expr = read_expression(latex, self.symbols, self.spaces, definitions.at(name))
            shape = self.symbols[name].shape
            self.definitions[name] = resolve(
                expr, self.symbols, source=latex, where=definitions.at(name), expected=shape
            )[0]
        for name, entry in self.top.table("hypotheses", required=False).tables():
            self.hypotheses[name] = self._hypothesis(name, entry)
        for name, entry in self.top.table("flows", required=False).tables():
            self.flows[name] = self._flow(name, entry)
        for entry in self.top.array("equation"):
            self._equation(entry)
        step, rules = self._rules()
        claims = tuple(self._claim(entry) for entry in self.top.array("claim"))
        seen: set[str] = set()
        for claim in claims:
            if claim.in_paper is not None and not head.has("summary_of"):
                self.top.fail(
                    f"claim `{claim.id}`: `in_paper` compares with the paper that the article sums"
                    " up; name that as `summary_of` in [article]"
                )
            if claim.id in seen:
                self.top.fail(f"two claims have the id `{claim.id}`; an id names one claim")
            seen.add(claim.id)
        result = Article(
            name=head.text("name"),
            title=head.text("title", head.text("name")),
            source=head.text("source", ""),
            summary_of=head.text("summary_of", ""),
            spaces=self.spaces,
            symbols=self.symbols,
            definitions=self.definitions,
            views=self._views(),
            objective=self._objective(),
            step=step,
            rules=rules,
            flows=self.flows,
            hypotheses=self.hypotheses,
            equations=self.equations,
            claims=claims,
        )
        head.done()
        return result

    def _symbol(self, name: str, entry: Fields) -> Symbol:
        shape, properties = entry.names("shape", ("1", "1")), entry.names("properties", ())
        sign = entry.choice("sign", ("real", "positive", "nonnegative"))
        roles = ("parameter", "state", "function", "constant", "view")
        role = entry.choice("role", roles)
        index, text = entry.text("index", ""), entry.text("text", "")
        entry.done()
        known = {*self.spaces, "1"}
        if len(shape) != 2 or any(part not in known for s in shape for part in s.split("*")):
            entry.fail(
                f"shape must be two spaces out of {', '.join(sorted(known))} (or products such as"
                f" `d*n`); got {list(shape)}",
                "shape",
            )
        for mark in properties:
            if mark not in PROPERTIES:
                entry.fail(f"unknown property `{mark}`; known: {', '.join(PROPERTIES)}")
            if mark == "orthonormal" and len(properties) > 1:
                entry.fail("an orthonormal matrix cannot be declared something else as well")
            if mark != "orthonormal" and shape[0] != shape[1]:
                entry.fail(f"a {shape[0]} x {shape[1]} matrix cannot be {mark}: it is not square")
        return Symbol(
            name,
            (shape[0], shape[1]),
            frozenset(properties),
            sign,  # type: ignore[arg-type]
            role,  # type: ignore[arg-type]
            index,
            text,
        )

    def _lets(self, entry: Fields, key: str = "let") -> dict[str, Expr]:
        lets: dict[str, Expr] = {}
        for latex in entry.names(key, ()):
            relation = self._relation(latex, entry.at(key))
            if not isinstance(relation.lhs, Sym) or relation.op != "=":
                entry.fail(f"`{latex}` must have the form `symbol = expression`", key)
                continue
            name = relation.lhs.name
            if name in lets:
                entry.fail(f"`{name}` is given two values", key)
            lets[name] = relation.rhs
        return lets

    def _relation(self, latex: str, where: str) -> Relation:
        relations = read_statement(latex, self.symbols, self.spaces, where).relations
        if len(relations) != 1:
            raise ArticleError(f"{where}: one equation is expected; got `{latex}`")
        return resolve_relation(relations[0], self.symbols, source=latex, where=where)

    def _hypothesis(self, name: str, entry: Fields) -> Hypothesis:
        properties: dict[str, frozenset[str]] = {}
        table = entry.table("properties", required=False)
        for symbol in table:
            marks = table.names(symbol, ())
            if symbol not in self.symbols or any(m not in PROPERTIES for m in marks):
                table.fail(f"unknown symbol or property; known: {', '.join(PROPERTIES)}", symbol)
            properties[symbol] = frozenset(marks)
        frozen = entry.names("frozen", ())
        gap = entry.text("gap", "")
        for symbol in (*frozen, *([gap] if gap else [])):
            if symbol not in self.symbols:
                entry.fail(f"the symbol `{symbol}` is not declared in [symbols]")
        pairs = entry.pairs("at_least")
        result = Hypothesis(
            name,
            entry.text("text", name),
            self._lets(entry),
            properties,
            pairs,
            entry.text("flow", ""),
            gap,
            frozen,
        )
        entry.done({"latex": "let"})
        return result

    def _flow(self, name: str, entry: Fields) -> Flow:
        equations = tuple(
            self._relation(latex, entry.at("equations")) for latex in entry.names("equations", ())
        )
        on = entry.names("on", ())
        for hypothesis in on:
            if hypothesis not in self.hypotheses:
                entry.fail(f"unknown hypothesis `{hypothesis}`", "on")
        base = entry.text("from", "")
        if base and base not in self.flows:
            entry.fail(f"`{base}` is not a flow declared above this one", "from")
        states = entry.names("states", ())
        for state in states:
            if state not in self.symbols or self.symbols[state].role != "state":
                entry.fail(f"`{state}` is not declared as a state", "states")
        result = Flow(
            name,
            entry.text("text", name),
            base,
            on,
            states,
            self._lets(entry),
            equations,
            entry.flag("stop_gradient", True),
        )
        entry.done({"latex": "equations"})
        return result

    def _equation(self, entry: Fields) -> None:
        number, latex = entry.text("number"), entry.text("latex")
        if number in self.equations:
            entry.fail(f"two equations have the number {number}")
        rows = read_rows(latex, self.symbols, self.spaces, f"equation ({number})")
        self.equations[number] = Equation(number, latex, rows)
        entry.done()

    def _rules(self) -> tuple[str, dict[str, Expr]]:
        table = self.top.table("rules", required=False)
        strings = table.strings()
        step = strings.pop("step", "")
        rules: dict[str, Expr] = {}
        for name, latex in strings.items():
            if name not in self.symbols or self.symbols[name].role != "state":
                table.fail(f"`{name}` is not declared as a state", name)
            expr = read_expression(latex, self.symbols, self.spaces, table.at(name))
            rules[name] = resolve(
                expr,
                self.symbols,
                source=latex,
                where=table.at(name),
                expected=self.symbols[name].shape,
            )[0]
        if rules and step not in self.symbols:
            table.fail("`step` must name the symbol of the step size", "step")
        return step, rules

    def _views(self) -> Views | None:
        table = self.top.table("expectation", required=False)
        if not table:
            return None
        views = Views(
            table.names("views"),
            table.text("mean"),
            table.text("second_moment"),
            table.text("noise"),
        )
        for name in (*views.names, views.mean, views.second_moment, views.noise):
            if name not in self.symbols:
                table.fail(f"the symbol `{name}` is not declared in [symbols]")
        table.done()
        return views

    def _objective(self) -> Expr | None:
        table = self.top.table("objective", required=False)
        if not table:
            return None
        symbol, number = table.text("symbol"), table.text("equation")
        table.done()
        if number not in self.equations:
            table.fail(f"there is no equation ({number})", "equation")
        equation = self.equations[number]
        for relation in equation.rows[0].relations:
            if relation.lhs == Sym(symbol):
                resolved = resolve_relation(
                    relation,
                    self.symbols,
                    source=equation.rows[0].source,
                    where=f"equation ({number})",
                )
                self.definitions[symbol] = resolved.rhs
                return resolved.rhs
        return table.fail(f"equation ({number}) does not define `{symbol}`", "equation")

    def _claim(self, entry: Fields) -> Claim:
        name, number = entry.text("id"), entry.text("equation")
        where = f"claim `{name}`"
        if number not in self.equations:
            entry.fail(f"{where}: there is no equation ({number})", "equation")
        equation = self.equations[number]
        lines = entry.numbers("lines") or ((entry.number("line"),) if entry.has("line") else ())
        if any(not 1 <= line <= len(equation.rows) for line in lines):
            has = counted(len(equation.rows), "line")
            entry.fail(f"{where}: equation ({number}) has {has}", "line")
        sentence, reading = entry.text("sentence", ""), entry.text("reading", "")
        row = equation.rows[lines[0] - 1] if lines else None
        if reading:
            statement = read_statement(reading, self.symbols, self.spaces, where)
        elif lines:
            rows = [equation.rows[line - 1] for line in lines]
            statement = rows[0]
            if len(rows) > 1:
                statement = read_statement(
                    ", ".join(row.source.strip(" .,;") for row in rows),
                    self.symbols,
                    self.spaces,
                    f"equation ({number})",
                )
        else:
            entry.fail(f"{where}: give `line`, `lines` or a `reading`")
            raise AssertionError
        if sentence:
            printed = sentence
        elif lines:
            printed = ", ".join(equation.rows[line - 1].source.strip() for line in lines)
        else:
            printed = reading if entry.flag("beyond", False) else equation.latex
        entry.flag("beyond", False)
        hypotheses = self._known(entry, "hypotheses")
        flow = self._known_flow(entry, "flow")
        corrected, general = entry.text("corrected", ""), entry.text("general", "")
        if corrected and general:
            entry.fail(f"{where}: give `corrected` or `general`, not both")
        kind, summary = entry.text("kind"), entry.text("summary", sentence or printed)
        repaired: Claim | None = None
        form = self._form(entry, kind, where)
        formulas = {
            name: read_statement(latex, self.symbols, self.spaces, f"{where}, {name}")
            for name, latex in form.formulas().items()
        }
        if corrected or general:
            latex = corrected or general
            repaired = Claim(
                id=name,
                equation=number,
                form=self._form(entry, entry.text("corrected_kind", kind), where, foreign=True),
                summary=summary,
                printed=latex,
                statement=read_statement(latex, self.symbols, self.spaces, f"{where}, correction"),
                row=row,
                flow=self._known_flow(entry, "corrected_flow") or flow,
                hypotheses=self._known(entry, "corrected_hypotheses", hypotheses),
                formulas=formulas,
            )
        in_paper, paper = self._in_paper(entry)
        entry.done({"latex": "reading"})
        repair = "corrected" if corrected else "general" if general else ""
        return Claim(
            name,
            number,
            form,
            summary,
            printed,
            statement,
            row,
            flow,
            hypotheses,
            formulas,
            None,
            repair,
            repaired,
            in_paper,
            paper,
        )

    def _form(self, entry: Fields, kind: str, where: str, foreign: bool = False) -> Kind:
        """The options of a claim as its kind has them."""
        if kind not in KINDS:
            near = difflib.get_close_matches(kind, KINDS, 1)
            hint = f"; did you mean `{near[0]}`?" if near else ""
            entry.fail(f"{where}: unknown kind `{kind}`{hint}; known: {', '.join(KINDS)}", "kind")
        known = {f.name for k in KINDS.values() for f in msgspec.structs.fields(k)}
        options = entry.rest(tuple(known))
        own = {f.name for f in msgspec.structs.fields(KINDS[kind])}
        other = [name for name in options if name not in own]
        if other and not foreign:
            has = f"it has {', '.join(sorted(own))}" if own else "it has none"
            entry.fail(f"{where}: `{other[0]}` is no option of a claim of kind `{kind}`; {has}")
        try:
            chosen = {name: value for name, value in options.items() if name in own}
            return msgspec.convert({"kind": kind, **chosen}, type=KINDS[kind])
        except msgspec.ValidationError as error:
            entry.fail(f"{where}: a claim of kind `{kind}`: {error}")

    def _in_paper(self, entry: Fields) -> tuple[bool | None, str]:
        """``in_paper = { same = false, says = "..." }``: what the paper itself has there."""
        if not entry.has("in_paper"):
            return None, ""
        table = entry.table("in_paper")
        if not table.has("same"):
            table.fail("`same` is missing; it must be true or false")
        same, says = table.flag("same", False), table.text("says")
        table.done()
        return same, says

    def _known(self, entry: Fields, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        names = entry.names(key, default)
        for name in names:
            if name not in self.hypotheses:
                known = ", ".join(self.hypotheses)
                entry.fail(f"unknown hypothesis `{name}`; declared: {known}", key)
        return names

    def _known_flow(self, entry: Fields, key: str) -> str:
        flow = entry.text(key, "")
        if flow and flow not in self.flows:
            entry.fail(f"unknown flow `{flow}`; declared: {', '.join(self.flows)}", key)
        return flow
