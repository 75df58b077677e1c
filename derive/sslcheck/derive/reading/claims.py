"""The claims of an article file: one that cannot be read or is ill-typed is carried as refused."""

from __future__ import annotations

import re
from dataclasses import replace

from sslcheck.derive.article.article import Claim
from sslcheck.derive.article.moving import needs_flow
from sslcheck.derive.errors import ArticleError, SslcheckError
from sslcheck.derive.expr import ZERO, Relation, Sym, names_time
from sslcheck.derive.kinds import KINDS, Kind
from sslcheck.derive.latex import Statement, of_whole_matrices, on_one_line
from sslcheck.derive.latex.superscripts import STEP
from sslcheck.derive.latex.vocabulary import says_where
from sslcheck.derive.reading.lines import Key
from sslcheck.derive.reading.mistakes import Mistakes, in_order
from sslcheck.derive.reading.parts import Parts
from sslcheck.derive.reading.records import fields_of, record, shown, unknown
from sslcheck.derive.reading.tables import ClaimTable
from sslcheck.derive.text.printing import relation_latex
from sslcheck.derive.text.reason import Reason, Tex, joined, reason, written
from sslcheck.derive.text.words import counted
from sslcheck.derive.traverse import walk, within

__all__ = ["read_claims"]


def read_claims(parts: Parts, summary_of: str) -> tuple[Claim, ...]:
    """All claims; mistakes in them are told to none but themselves."""
    data = parts.source.data.get("claim", [])
    if not isinstance(data, list) or not data:
        parts.fatal.tell(("claim",), "must be tables [[claim]], at least one")
        return ()
    claims: list[Claim] = []
    seen: set[str] = set()
    for k, entry in enumerate(data):
        reader = _ClaimReader(parts, ("claim", k), entry)
        claim = reader.claim(summary_of)
        if claim.id in seen:
            reader.mistakes.tell((*reader.path, "id"), "another claim has this id; it names one")
        parts.ill.told += reader.mistakes.told
        refused = joined([said for _, said in in_order(reader.mistakes.told)], "\n")
        if reader.mistakes.cause and not refused:
            at = parts.source.at(reader.path)
            refused = reason(f"{at}: it needs what cannot be read: {reader.mistakes.cause}")
        if refused:
            claim = replace(claim, refused=refused, flow="", hypotheses=(), repaired=None)
        claims.append(claim)
        seen.add(claim.id)
    return tuple(claims)


_ASSIGNS = re.compile(r":=|\\coloneqq?(?![A-Za-z])", re.ASCII)
_STATEMENTS = {"reading", "corrected", "general"}


class _ClaimReader:
    def __init__(self, parts: Parts, path: Key, data: object) -> None:
        self.parts = parts
        self.path = path
        self.data = data if isinstance(data, dict) else {}
        for key in _STATEMENTS & self.data.keys():
            if isinstance(latex := self.data[key], str):
                self.data = {**self.data, key: on_one_line(latex)}
        self.mistakes = Mistakes(parts.source)
        self.table = self._table(self.data if isinstance(data, dict) else data)

    def claim(self, summary_of: str) -> Claim:
        """The claim as far as it can be read."""
        kind, table = self._text("kind"), self.table
        form = self._form(kind)
        claim = Claim(
            id=self._text("id") or f"number {int(self.path[1]) + 1}",
            equation=self._text("equation"),
            form=form or Kind(),
            claimed=_said(self._text("summary") or self._text("sentence"), self._text("reading")),
            stated=_said(self._text("sentence"), self._text("reading")),
            reading=self._text("reading"),
            statement=Statement((), ""),
        )
        if table is None or form is None:
            return claim
        if table.in_paper is not None and not summary_of:
            self._tell(
                "in_paper",
                "compares with the paper that the article sums up; name that as `summary_of` in"
                " [article]",
            )
        statement, row, printed = self._statement(table)
        statement = self._as_claimed(form, statement)
        claim = replace(
            claim,
            form=self._suited(form, statement),
            claimed=_said(table.summary or table.sentence, table.reading or printed),
            stated=_said(table.sentence, printed),
            reading=table.reading,
            beyond=table.beyond,
            statement=statement,
            row=row,
            flow=table.flow,
            hypotheses=table.hypotheses,
            formulas=self._formulas(form),
            holds=table.holds,
            in_paper=table.in_paper.same if table.in_paper else None,
            paper_says=written(table.in_paper.says) if table.in_paper else (),
        )
        self._check(claim, table)
        if table.corrected and table.general:
            self._tell("general", "give `corrected` or `general`, not both")
        repair = "corrected" if table.corrected else "general" if table.general else ""
        if repair:
            claim = replace(claim, repair=repair, repaired=self._repaired(claim, table, repair))
        elif table.corrected_kind:
            self._form(table.corrected_kind, "corrected_kind")  # a mistake in it is told, unused
        return claim

    def _repaired(self, claim: Claim, table: ClaimTable, key: str) -> Claim | None:
        """The statement that is to stand in place of a wrong or incomplete one."""
        form = (
            self._form(table.corrected_kind, "corrected_kind")
            if table.corrected_kind
            else claim.form
        )
        latex = getattr(table, key)
        if form is None:
            return None
        hypotheses = table.corrected_hypotheses
        statement = self._as_claimed(form, self._read(latex, key))
        repaired = replace(
            claim,
            form=self._suited(form, statement),
            stated=(Tex(latex),),
            reading=latex,
            statement=statement,
            flow=table.corrected_flow or table.flow,
            hypotheses=table.hypotheses if hypotheses is None else hypotheses,
            formulas=self._formulas(form),
        )
        self._check(repaired, table, "corrected_")
        return repaired

    # -- keys -------------------------------------------------------------------------------------

    def _table(self, data: object) -> ClaimTable | None:
        kinds = [k for k in (self._text("kind"), self._text("corrected_kind")) if k in KINDS]
        own = {name for kind in kinds or KINDS for name in fields_of(KINDS[kind])}
        meant = {"latex": "unknown key; did you mean `reading`?"}
        drop = "drop it, as `sslcheck upgrade` does" if self.parts.old else "drop it"
        for name in {name for form in KINDS.values() for name in fields_of(form)} - own:
            having = ", ".join(f"`{kind}`" for kind in KINDS if name in fields_of(KINDS[kind]))
            meant[name] = f"is an option of claims of kind {having}, not of `{kinds[0]}`; {drop}"
        return record(data, ClaimTable, self.path, self.mistakes.tell, own, meant)

    def _form(self, kind: str, key: str = "kind") -> Kind | None:
        """The options of the claim as a kind has them."""
        if kind in KINDS:
            others = [*fields_of(ClaimTable), *self.data]  # told by the table
            return record(self.data, KINDS[kind], self.path, self.mistakes.tell, others)
        if isinstance(self.data.get(key), str):
            self._tell(key, unknown("kind", kind, KINDS))
        return None

    def _suited(self, form: Kind, statement: Statement) -> Kind:
        """The form with what the statement says itself; in 0.1, which had no kind of its own for
        them, that of an inequality.
        """
        other = KINDS.get("inequality", type(form))
        signs = {relation.op for relation in statement.relations}
        old = self.parts.old and form.tag == "identity" and not signs & {*form.signs}
        form = other() if old and signs and signs <= {*other.signs} else form
        return form.named(statement.relations)

    def _text(self, key: str) -> str:
        value = self.data.get(key, "")
        return value if isinstance(value, str) else ""

    def _tell(self, key: str, message: str) -> None:
        self.mistakes.tell((*self.path, key), message)

    # -- formulas ---------------------------------------------------------------------------------

    def _read(self, latex: str, key: str) -> Statement:
        with self.mistakes.trying((*self.path, key)):
            return self.parts.statement(latex, (*self.path, key))
        return Statement((), latex)

    def _as_claimed(self, form: Kind, statement: Statement) -> Statement:
        """Without the signs and definiteness beside it that are declared; whether it is timed."""
        rest = tuple(
            relation
            for relation in statement.relations
            if (form.several and relation.op in form.signs) or not self._is_declared(relation)
        )
        relations = rest or statement.relations[:1]
        key = "reading" if self.table and self.table.reading else "line"
        with self.mistakes.trying((*self.path, key)):
            relations = relations if form.entries else self._whole(relations, statement.source, key)
            for step in (r for r in relations if _is_step(r, statement.source)):
                where = self.parts.source.at((*self.path, key))
                said = f"`{relation_latex(step)}` is printed as a step, not as an equation"
                raise ArticleError(f"{where}: {said}. {STEP}")
        parts = within((s for r in relations for s in (r.lhs, r.rhs)), self.parts.definitions)
        return replace(statement, relations=relations, timed=any(map(names_time, parts)))

    def _whole(
        self, relations: tuple[Relation, ...], source: str, key: str
    ) -> tuple[Relation, ...]:
        """Relations between entries as those between matrices."""
        where = self.parts.source.at((*self.path, key))
        return tuple(of_whole_matrices(relation, source, where) for relation in relations)

    def _is_declared(self, relation: Relation) -> bool:
        """Whether it says of one symbol that is given what its declaration says as well."""
        sides = (relation.lhs, relation.rhs)
        name = next((side.name for side in sides if isinstance(side, Sym)), "")
        symbol = self.parts.symbols.get(name)
        below = {"<": ">", "<=": ">="}.get(relation.op, "")
        if symbol is None or symbol.role not in ("parameter", "function"):
            return False
        if ZERO not in sides or (relation.rhs == ZERO) == bool(below):
            return False
        match below or relation.op:
            case ">":
                return symbol.sign == "positive"
            case ">=":
                return symbol.sign in ("positive", "nonnegative")
            case "psd":
                return "psd" in symbol.properties
            case "pd":
                return {"psd", "invertible"} <= symbol.properties
        return False

    def _formulas(self, form: Kind) -> dict[str, Statement]:
        found = {key: self._read(latex, key) for key, latex in form.formulas().items()}
        for key, said in found.items():
            with self.mistakes.trying((*self.path, key)):
                whole = self._whole(said.relations, said.source, key)
                found[key] = replace(said, relations=whole)
        return found

    def _statement(self, table: ClaimTable) -> tuple[Statement, Statement | None, str]:
        """What is to be decided, the printed line if there is one, and the printed formula.

        Without a line, a reading or a sentence it is all that the equation says.
        """
        rows: list[Statement] = []
        lines = table.lines or (() if table.line is None else (table.line,))
        equation = self.parts.equations.get(table.equation)
        if equation and not (lines or table.reading or table.sentence):
            lines = tuple(range(1, len(equation.rows) + 1))
        needed = [table.equation] if table.equation and (lines or not equation) else []
        self.parts.known("equations", needed, (*self.path, "equation"), self.mistakes)
        if lines and not table.equation:
            self._tell("line" if table.line else "lines", "is of which `equation`? name its number")
        if lines and equation and equation.rows:
            has = counted(len(equation.rows), "line")
            key = "line" if table.line is not None else "lines"
            for line in lines:
                if not 1 <= line <= len(equation.rows):
                    self._tell(key, f"equation ({table.equation}) has {has}; got {shown(line)}")
                    continue
                rows.append(equation.rows[line - 1])
                if not rows[-1].relations:
                    self.mistakes.cause = f"equation ({table.equation}), line {line}"
        if not (table.reading or lines):
            what = "give the `line` or `lines` of its equation, or a `reading`"
            self.mistakes.tell(self.path, f"says nothing that could be decided: {what}")
        source = ", ".join(row.source.strip(" .,;") for row in rows)
        always, after = any(row.always for row in rows), any(row.after for row in rows)
        relations = tuple(r for row in rows for r in row.relations)
        statement = Statement(relations, source, always, after=after)
        if table.reading:
            statement = self._read(table.reading, "reading")
        elif len(rows) > 1:
            statement = self._read(source, "lines")
        else:
            with self.mistakes.trying((*self.path, "line")):
                sides = [side for r in statement.relations for side in (r.lhs, r.rhs)]
                self.parts.check_rests(sides)
                self.parts.check_views(sides, self.parts.source.at((*self.path, "line")))
        if rows:
            printed = ", ".join(row.source.strip() for row in rows)
        else:
            printed = table.reading if table.beyond or equation is None else equation.latex
        return statement, rows[0] if rows else None, printed

    def _given(self, claim: Claim) -> Relation | None:
        """What stands behind `where` of a free parameter: it is supposed, not claimed."""
        flow, lets = claim.flow, set[str]()
        while flow in self.parts.flows:
            lets |= self.parts.flows[flow].lets.keys()
            flow = self.parts.flows[flow].base
        free = not claim.hypotheses and says_where(claim.statement.source)
        for relation in claim.statement.relations[1:] if free else ():
            name = relation.lhs.name if isinstance(relation.lhs, Sym) else ""
            known = name in self.parts.definitions or name in lets
            symbol = None if known else self.parts.symbols.get(name)
            if relation.op == "=" and symbol is not None and symbol.role == "parameter":
                return relation
        return None

    # -- checks -----------------------------------------------------------------------------------

    def _check(self, claim: Claim, table: ClaimTable, prefix: str = "") -> None:
        """Tell what does not fit the kind, and names that nothing has."""
        told = len(self.mistakes.told)
        hypotheses, flow = f"{prefix}hypotheses", f"{prefix}flow"
        self.parts.known("hypotheses", claim.hypotheses, (*self.path, hypotheses), self.mistakes)
        used = [h for name in claim.hypotheses if (h := self.parts.hypotheses.get(name))]
        flows = [claim.flow, *(h.flow for h in used)]
        self.parts.known("flows", filter(None, flows), (*self.path, flow), self.mistakes)
        for option in (*claim.form.names, *claim.form.constants):
            value = getattr(claim.form, option)
            names = [value] if isinstance(value, str) else value
            self.parts.declared(filter(None, names), (*self.path, option), self.mistakes.tell)
            if option in claim.form.constants and value in self.parts.symbols:
                role = self.parts.symbols[value].role
                if role != "constant":
                    message = f"`{value}` is declared with the role `{role}`, not `constant`; only"
                    self._tell(option, f"{message} what exists by the claim itself is its constant")
        unread = not claim.statement.relations or self.mistakes.cause
        if unread or len(self.mistakes.told) > told:
            return
        instant = not claim.holds and claim.form.meant(claim) == "at an instant"
        if claim.statement.always and instant and self.parts.supposes(claim):
            said = "`for all t`, but what is supposed of states is meant at an instant here"
            remedy = "write how it is with `holds`, or leave `for all t` out"
            self._tell("reading" if table.reading else "line", f"{said}: {remedy}")
            return
        if given := self._given(claim):
            said = f"`{relation_latex(given)}` gives a value to what is given already"
            remedy = "suppose it in a hypothesis, by `let` or as a relation"
            self._tell("reading" if table.reading else "line", f"{said}: {remedy}")
            return
        parts = self.parts
        what = needs_flow(claim, parts.symbols, parts.definitions) if not any(flows) else ""
        if what:
            declared = ", ".join(f"`{name}`" for name in parts.flows) or "none"
            self.mistakes.tell(
                self.path, f"{what} needs a flow; add `{flow} = ...` (declared: {declared})"
            )
        try:
            claim.form.refuse(claim)
        except SslcheckError as error:
            relations = claim.statement.relations
            signs = {relation.op for relation in relations}
            odd = [r for r in relations if r.op not in claim.form.signs]
            odd = odd if odd or claim.form.several else [*relations[1:]]
            if len(odd) < len(relations) and odd:
                also = ", ".join(f"`{relation_latex(relation)}`" for relation in odd)
                said = f"{also} stands beside what a claim of kind `{claim.kind}` reads"
                remedy = "make a claim of its own of it, or, where it is supposed, declare it"
                self._tell("reading" if table.reading else "line", f"{said}: {remedy}")
                return
            others = [f"`{kind}`" for kind, form in KINDS.items() if signs <= {*form.signs}]
            wrong = others and not signs <= {*claim.form.signs}
            hint = f"; is it of kind {' or '.join(others)}?" if wrong else ""
            if wrong and "pd" in claim.form.signs and signs <= {"<", "<=", ">", ">="}:
                hint += r" Between matrices write `\succ`, `\succeq`."
            self._tell("reading" if table.reading else "line", f"{error}{hint}")


def _is_step(relation: Relation, source: str) -> bool:
    """Whether it gives something a new value made of the old one: ``W := W - G``."""
    lhs, rhs = relation.lhs, relation.rhs
    sign = source[lhs.span[1] : rhs.span[0]] if lhs.span and rhs.span else ""
    return _ASSIGNS.search(sign) is not None and lhs in walk(rhs)


def _said(words: str, latex: str) -> Reason:
    """An author's words, or a formula where there are none."""
    return written(words) or ((Tex(latex),) if latex else ())
