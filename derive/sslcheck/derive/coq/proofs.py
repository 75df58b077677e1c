"""The text of one theorem and of its proof: the pieces of `theorems` put into Coq."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sslcheck.derive.coq.pieces import Piece
from sslcheck.derive.setting import Shape

__all__ = ["HEAD", "proof"]

HEAD = """\
From Coq Require Import Ring Field.
From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq choice fintype.
From mathcomp Require Import ssralg matrix.
From SSLCheck Require Import Words.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory. Local Open Scope ring_scope.
"""

_ABSTRACT = """\
Section Res.
Variables (T_ : Type) (o_ i_ : T_) (ad_ mu_ su_ : T_ -> T_ -> T_) (op_ : T_ -> T_)
  (di_ : T_ -> T_ -> T_) (iv_ : T_ -> T_).
Hypothesis th_ : field_theory o_ i_ ad_ mu_ su_ op_ di_ iv_ eq.
Add Field Tf_ : th_.
Hypothesis ch0_ : forall a_, pos i_ ad_ mu_ a_ -> a_ <> o_."""

_NOTHING = "mulmx0, mul0mx, scaler0, scale0r, oppr0, addr0, add0r, trmx0, mulr0, mul0r, mxtrace0"


def proof(
    name: str,
    *,
    matrices: Mapping[str, tuple[Shape, bool]],
    numbers: Mapping[str, str],
    spaces: Sequence[str],
    lets: Sequence[tuple[str, Piece]],
    divisors: Sequence[str],
    given: Sequence[tuple[str, str]],
    lhs: Piece,
    rhs: Piece,
    rest: Piece | None,
    supposed: Sequence[tuple[Piece, Piece]],
) -> list[str]:
    """The lines of a module.

    ``matrices`` have shapes and whether they are symmetric, ``numbers`` a remark, ``lets`` their
    pieces, ``divisors`` are data, those in ``given`` are supposed not to be 0 and have a text.
    With a ``rest`` the theorem is ``lhs = rhs`` where the ``supposed`` equations hold, for
    ``lhs = rhs + rest`` in any case, and ``rest`` is made of their differences.
    """
    goal = rhs if rest is None else _plus(rhs, rest)
    return [
        *_data(name, matrices, spaces, lets, divisors, lhs, goal, len(numbers)),
        _ABSTRACT,
        *_coefficients(numbers, given, lhs, goal),
        *_variables(matrices, numbers, spaces, given),
        *_statement("equation_" if rest is not None else name, lets, lhs, goal),
        *_by_words(numbers, given, lets, lhs),
        *(() if rest is None else _supposing(name, lets, lhs, rhs, supposed)),
        f"End Thm.\nEnd {name}.",
        f"Print Assumptions {name}.{name}.",
    ]


def _plus(left: Piece, right: Piece) -> Piece:
    head = {"number": "SA", "trace": "TA", "matrix": "MA"}[left.kind]
    text = f"{left.text} + {right.text}"
    return Piece(left.kind, left.shape, text, f"({head} {left.code} {right.code})")


def _cases(kinds: Sequence[str], otherwise: str, scope: str = "") -> str:
    arms = "".join(f"{at} => {value} | " for at, value in enumerate(kinds))
    return f"match k_ with {arms}_ => {otherwise} end{scope}"


def _data(
    name: str,
    matrices: Mapping[str, tuple[Shape, bool]],
    spaces: Sequence[str],
    lets: Sequence[tuple[str, Piece]],
    divisors: Sequence[str],
    lhs: Piece,
    goal: Piece,
    count: int,
) -> Iterator[str]:
    """The equation as data, and the coefficients of its words, which the kernel computes."""
    yield f"Module {name}."
    if lhs.kind == "number":
        return
    marks = ["true" if symmetric else "false" for _, symmetric in matrices.values()]
    yield f"Definition sy_ (k_ : nat) := {_cases(marks, 'false')}."
    for own, piece in lets:
        if piece.kind == "matrix":
            yield f"Definition r_{own}_ := {piece.code}."
    yield f"Definition lhs_ := {lhs.code}.\nDefinition rhs_ := {goal.code}."
    yield f"Definition tab_ : seq sx := [:: {'; '.join(divisors)}]."
    yield f"Definition z_ := rz {count} tab_."
    found = _found(spaces, lhs)
    yield f"Definition cs_ := Eval vm_compute in {found}."
    yield f"Lemma csE_ : {found} = cs_.\nProof. by vm_cast_no_check (Logic.eq_refl cs_). Qed."


def _found(spaces: Sequence[str], lhs: Piece) -> str:
    if lhs.kind == "trace":
        return "tcoefs sy_ z_ (TA lhs_ (TN rhs_))"
    rows, columns = (spaces.index(space) for space in lhs.shape)
    return f"coefs sy_ z_ (MA lhs_ (MN rhs_)) {rows} {columns}"


def _coefficients(
    numbers: Mapping[str, str], given: Sequence[tuple[str, str]], lhs: Piece, goal: Piece
) -> Iterator[str]:
    """Each coefficient is 0 in every field of characteristic 0."""
    for own in numbers:
        yield f"Variable {own} : T_."
    yield f"Definition sv_ (k_ : nat) : T_ := {_cases(list(numbers), 'o_')}."
    for at, (_, code) in enumerate(given):
        yield f"Hypothesis nz{at}_ : sev o_ i_ ad_ mu_ op_ iv_ sv_ {code} <> o_."
    names = [f"nz{at}_" for at in range(len(given))]
    start = "Proof using All." + (f"\ncbn [sev sv_] in {', '.join(names)}." if names else "")
    known = [f"exact {n}" for n in names] + [
        f"solve [let E_ := fresh in intro E_; apply {n}; rewrite <- E_; ring]" for n in names
    ]
    nonzero = f"mxnz th_ ch0_ ltac:(first [ {' | '.join([*known, 'fail'])} ])"
    if lhs.kind == "number":
        ops = "o_ i_ ad_ mu_ op_ iv_ sv_"
        yield f"Lemma res_ : sev {ops} {lhs.code} = sev {ops} {goal.code}."
        yield f"{start}\ncbn [sev sv_]; field; repeat split; {nonzero}.\nQed."
    else:
        yield "Lemma nzs_ : allnz o_ i_ ad_ mu_ op_ iv_ sv_ tab_."
        yield f"{start}\ncbn [allnz sev sv_ tab_]; repeat split; {nonzero}.\nQed."
        yield "Lemma res_ : allz o_ i_ ad_ mu_ op_ iv_ sv_ cs_."
        yield f"{start}\ncbn [allz sev sv_ cs_]; repeat split; field; repeat split; {nonzero}."
        yield "Qed."
    yield "End Res."


def _variables(
    matrices: Mapping[str, tuple[Shape, bool]],
    numbers: Mapping[str, str],
    spaces: Sequence[str],
    given: Sequence[tuple[str, str]],
) -> Iterator[str]:
    """What the theorem is about."""
    yield "\n(* The theorem, for all sizes. *)\nSection Thm."
    yield "Variable K_ : fieldType.\nHypothesis char0 : [char K_] =i pred0."
    for space in spaces:
        if space != "1":
            yield f"Variable {_size(space)} : nat."
    for own, (shape, _) in matrices.items():
        yield f"Variable {own} : {_type(shape)}."
    for own, remark in numbers.items():
        yield f"Variable {own} : K_.{f' (* {remark} *)' if remark else ''}"
    for own, (_, symmetric) in matrices.items():
        if symmetric:
            yield f"Hypothesis sym_{own} : {own}^T = {own}."
    for at, (text, _) in enumerate(given):
        yield f"Hypothesis nz{at} : {text} != 0."
    yield f"Definition dv_ (k_ : nat) := {_cases([_size(s) for s in spaces], '0', '%N')}."
    views = [f"cf {own} p_ q_" for own in matrices]
    yield f"Definition mv_ (k_ : nat) p_ q_ : 'M[K_]_(p_, q_) := {_cases(views, '0')}."
    if matrices:
        pattern = f"{'[|' * len(matrices)}k_{']' * len(matrices)}"
        marked = any(symmetric for _, symmetric in matrices.values())
        done = f"case: k_ => {pattern} //= _; exact: cfS" if marked else f"case: k_ => {pattern}"
        yield "Lemma syP_ k_ p_ q_ : sy_ k_ -> (mv_ k_ p_ q_)^T = mv_ k_ q_ p_."
        yield f"Proof using All. by rewrite /sy_; {done}. Qed."


def _statement(
    name: str, lets: Sequence[tuple[str, Piece]], lhs: Piece, rhs: Piece
) -> Iterator[str]:
    yield f"{'Lemma' if name == 'equation_' else 'Theorem'} {name} :"
    yield from _abbreviations(lets)
    yield f"  {lhs.text}\n  = {rhs.text}."


def _abbreviations(lets: Sequence[tuple[str, Piece]]) -> Iterator[str]:
    for own, piece in lets:
        kind = _type(piece.shape) if piece.kind == "matrix" else "K_"
        yield f"  let {own} : {kind} := {piece.text} in"


def _by_words(
    numbers: Mapping[str, str],
    given: Sequence[tuple[str, str]],
    lets: Sequence[tuple[str, Piece]],
    lhs: Piece,
) -> Iterator[str]:
    values = " ".join([*numbers, *(f"(elimN eqP nz{at})" for at in range(len(given)))])
    field = f"_ _ _ _ _ _ _ _ _ (Fth K_) (Fpos char0) {values}"
    yield "Proof using All."
    if lhs.kind == "number":
        yield f"cbv zeta; exact: (@res_ {field}).\nQed."
        return
    check = "tcheck" if lhs.kind == "trace" else "check"
    names = " ".join(f"r_{own}_" for own, piece in lets if piece.kind == "matrix")
    yield f"cbv zeta; have H_ := {check} dv_ syP_ (rzP (@nzs_ {field})) csE_ (@res_ {field})."
    yield f"cbn [teval meval sev sv_ dv_ mv_ lhs_ rhs_ {names}] in H_."
    yield "rewrite ?(cfE, idm1, mul0r) in H_; exact: H_.\nQed."


def _supposing(
    name: str,
    lets: Sequence[tuple[str, Piece]],
    lhs: Piece,
    rhs: Piece,
    supposed: Sequence[tuple[Piece, Piece]],
) -> Iterator[str]:
    """The theorem where equations hold: the rest vanishes with them."""
    yield f"Theorem {name} :"
    yield from _abbreviations(lets)
    for left, right in supposed:
        yield f"  {left.text} = {right.text} ->"
    yield f"  {lhs.text}\n  = {rhs.text}."
    yield "Proof using All."
    yield "have H_ := equation_; cbv zeta in H_ |- *."
    for at, (_, right) in enumerate(supposed):
        yield f"move=> h{at}_; have Z{at}_ := h{at}_."
        if not right.zero:
            yield f"move/eqP: Z{at}_; rewrite -subr_eq0 => /eqP Z{at}_."
        yield f"rewrite ?Z{at}_ in H_ |- *."
    yield f"by rewrite ?({_NOTHING}) in H_ |- *; exact: H_.\nQed."


def _size(space: str) -> str:
    return "1%N" if space == "1" else f"size_{space}"


def _type(shape: Shape) -> str:
    rows, columns = map(_size, shape)
    return f"'M[K_]_({rows}, {columns})"
