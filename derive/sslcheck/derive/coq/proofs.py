"""The text of one theorem and of its proof: the parts of `theorems` put into Coq."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sslcheck.derive.coq.parts import Letter, Parts
from sslcheck.derive.coq.pieces import Piece

__all__ = ["HEAD", "proof"]

HEAD = """\
From Coq Require Import Ring Field Lia.
From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq choice fintype.
From mathcomp Require Import order ssralg ssrnum matrix.
From SSLCheck Require Import Words Orders.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory. Local Open Scope ring_scope.
"""

_ABSTRACT = """\
Section Res.
Variables (T_ : Type) (o_ i_ : T_) (ad_ mu_ su_ : T_ -> T_ -> T_) (op_ : T_ -> T_)
  (di_ : T_ -> T_ -> T_) (iv_ : T_ -> T_).
Hypothesis th_ : field_theory o_ i_ ad_ mu_ su_ op_ di_ iv_ eq.
Add Field Tf_ : th_.
Hypothesis ch0_ : forall a_, pos i_ ad_ mu_ a_ -> a_ <> o_."""

_NOTHING = "mulmx0, mul0mx, scaler0, scale0r, oppr0, addr0, add0r, trmx0, mulr0, mul0r, mxtrace0"


def proof(name: str, parts: Parts) -> Iterator[str]:
    """The lines of a theorem, in sections."""
    whole = parts
    if parts.rest is not None:
        whole = replace(parts, rhs=_plus(parts.rhs, parts.rest))
    yield from _data(whole)
    yield _ABSTRACT
    yield from _coefficients(whole)
    yield from _variables(whole)
    yield f"Theorem {name} :" if parts.rest is None else "Lemma equation_ :"
    yield from whole.claimed(False)
    yield from _by_words(whole)
    if parts.rest is not None:
        yield f"Theorem {name} :"
        yield from parts.claimed(True)
        yield from _supposing(parts.supposed)
    yield "End Thm."


def _plus(left: Piece, right: Piece) -> Piece:
    head = {"number": "SA", "matrix": "MA"}[left.kind]
    text = f"{left.text} + {right.text}"
    return Piece(left.kind, left.shape, text, f"({head} {left.code} {right.code})")


def _cases(kinds: Sequence[str], otherwise: str, scope: str = "") -> str:
    arms = "".join(f"{at} => {value} | " for at, value in enumerate(kinds))
    return f"match k_ with {arms}_ => {otherwise} end{scope}"


def _data(parts: Parts) -> Iterator[str]:
    """The equation as data, and the coefficients of its words, which the kernel computes."""
    spaces, lhs, count = [*parts.spaces], parts.lhs, len(parts.numbers)
    marks = [_mark(letter, spaces) for letter in parts.matrices.values()]
    yield f"Definition kd_ (k_ : nat) := {_cases(marks, 'Any')}."
    for at, own in enumerate(parts.traces):
        yield f"Definition {own} := {count + at}%N."
    for own, piece in parts.coded:
        yield f"Definition r_{own}_ := {piece.code}."
    yield f"Definition lhs_ := {lhs.code}.\nDefinition rhs_ := {parts.rhs.code}."
    yield f"Definition tab_ : seq sx := [:: {'; '.join(parts.divisors)}]."
    of = "; ".join(f"({space}%N, {code})" for space, code in parts.traces.values())
    yield f"Definition tt_ : seq (nat * mx) := [:: {of}]."
    yield "Definition tw_ := Eval vm_compute in twords kd_ tt_ [::]."
    yield f"Lemma some_ : isSome (expand kd_ {count} tw_ tt_ [seq SV k | k <- iota 0 {count}])."
    yield "Proof. by vm_compute. Qed."
    yield f"Definition ex_ := table kd_ {count} tw_ tt_."
    yield f"Definition z_ := rz ({count} + size tw_) tab_."
    found = "ncoefs ex_ z_ (SA lhs_ (SN rhs_))"
    if lhs.kind == "matrix":
        rows, columns = (spaces.index(space) for space in lhs.shape)
        found = f"coefs kd_ ex_ z_ (MA lhs_ (MN rhs_)) {rows} {columns}"
    yield f"Definition cs_ := Eval vm_compute in {found}."
    yield f"Lemma csE_ : {found} = cs_.\nProof. by vm_cast_no_check (Logic.eq_refl cs_). Qed."


def _mark(letter: Letter, spaces: Sequence[str]) -> str:
    if letter.mark == "orthonormal":
        return "Orth {} {}".format(*map(spaces.index, letter.shape))
    return {"": "Any", "symmetric": "Symm", "psd": "Symm", "diagonal": "Diag"}[letter.mark]


def _coefficients(parts: Parts) -> Iterator[str]:
    """Each coefficient is 0 in every field of characteristic 0."""
    numbers, given, roots = parts.numbers, parts.given, parts.roots
    for own in numbers:
        yield f"Variable {own} : T_."
    yield "Variable tv_ : nat -> T_."
    yield f"Definition sv_ := env [:: {'; '.join(numbers)}] tv_."
    means = "sev o_ i_ ad_ mu_ op_ iv_ sv_"
    for at, (_, code) in enumerate(given):
        yield f"Hypothesis nz{at}_ : {means} {code} <> o_."
    for own, square in roots.items():
        at = [*numbers].index(own)
        twice = f"(SM (SV {at}) (SV {at}))"
        yield f"Hypothesis square_{own}_ : {means} {twice} = {means} {square.code}."
    names = [f"nz{at}_" for at in range(len(given))]
    squares = [f"square_{own}_" for own in roots]
    hidden = ", ".join([*names, *squares])
    start = "Proof using All." + (f"\ncbn [sev sv_ env nth] in {hidden}." if hidden else "")
    exact = [f"exact {n}" for n in names]
    known = [
        *exact,
        *(f"solve [let E_ := fresh in intro E_; apply {n}; rewrite <- E_; ring]" for n in names),
        *(
            f"solve [let E_ := fresh in intro E_; apply {n}; field_simplify_eq;"
            f" [rewrite <- E_; ring | repeat split; first [{' | '.join(exact)}]]]"
            for n in names
        ),
    ]
    nonzero = f"mxnz th_ ch0_ ltac:(first [ {' | '.join([*known, 'fail'])} ])"
    field = f"field [{' '.join(squares)}]" if squares else "field"
    yield "Lemma nzs_ : allnz o_ i_ ad_ mu_ op_ iv_ sv_ tab_."
    yield f"{start}\ncbn [allnz sev sv_ env nth tab_]; repeat split; {nonzero}.\nQed."
    yield "Lemma res_ : allz o_ i_ ad_ mu_ op_ iv_ sv_ cs_."
    shown = f"repeat split; {field}; repeat split; {nonzero}"
    yield f"{start}\ncbn [allz sev sv_ env nth cs_]; {shown}."
    yield "Qed.\nEnd Res."


def _variables(parts: Parts) -> Iterator[str]:
    """What the theorem is about."""
    yield "\n(* The theorem, for all sizes. *)\nSection Thm."
    yield "Variable K_ : fieldType.\nHypothesis char0_ : [char K_] =i pred0."
    yield from parts.declared()
    views = [f"cf {letter.text(own)} p_ q_" for own, letter in parts.matrices.items()]
    known = [_known(own, letter) for own, letter in parts.matrices.items()]
    yield f"Definition dv_ (k_ : nat) := {_cases([*parts.spaces.values()], '0', '%N')}."
    yield f"Definition mv_ (k_ : nat) p_ q_ : 'M[K_]_(p_, q_) := {_cases(views, '0')}."
    pattern = f"{'[|' * len(views)}k_{']' * len(views)}"
    yield "Lemma kdP_ k_ : marked dv_ mv_ kd_ k_."
    cases = f"case: k_ => {pattern}; [{' | '.join([*known, 'exact: I'])}]"
    yield f"Proof using All. {cases if views else 'exact: I'}. Qed."


def _known(own: str, letter: Letter) -> str:
    """Why the words may use what is known of a matrix."""
    if letter.mark == "diagonal":
        return f"by rewrite /marked /=; exists _, {own}"
    for each in letter.supposed(own, ordered=False):
        orthonormal = letter.mark == "orthonormal"
        return (
            f"exact: cfO {each.name}"
            if orthonormal
            else (f"rewrite /marked /= => *; exact: cfS {each.name}")
        )
    return "exact: I"


def _by_words(parts: Parts) -> Iterator[str]:
    numbers, traces = parts.numbers, parts.traces
    values = " ".join([*numbers, f"(wval dv_ mv_ [:: {'; '.join(numbers)}] tw_)"])
    nonzero = [f"(elimN eqP nz{at}_)" for at in range(len(parts.given))]
    known = " ".join([*nonzero, *(f"square_{own}_" for own in parts.roots)])
    field = f"_ _ _ _ _ _ _ _ _ (Fth K_) (Fpos char0_) {values} {known}".rstrip()
    yield "Proof using All."
    check = "check" if parts.lhs.kind == "matrix" else "ncheck"
    yield f"cbv zeta; have H_ := {check} kdP_ (vs := [:: {'; '.join(numbers)}]) some_"
    yield f"  (rzP (@nzs_ {field})) csE_ (@res_ {field})."
    names = [f"r_{own}_" for own, _ in parts.coded]
    unfolded = " ".join(["lhs_", "rhs_", "tt_", *traces, *names])
    yield f"cbn [meval sev nth tenv rcons dv_ mv_ {unfolded}] in H_."
    yield "rewrite ?(cfE, idm1, mul0r) in H_; exact: H_.\nQed."


def _supposing(supposed: Sequence[tuple[Piece, Piece]]) -> Iterator[str]:
    """The proof where equations hold: the rest vanishes with them."""
    yield "Proof using All."
    yield "have H_ := equation_; cbv zeta in H_ |- *."
    for at, (_, right) in enumerate(supposed):
        yield f"move=> h{at}_; have Z{at}_ := h{at}_."
        if not right.zero:
            yield f"move/eqP: Z{at}_; rewrite -subr_eq0 => /eqP Z{at}_."
        yield f"rewrite ?Z{at}_ in H_ |- *."
    yield f"by rewrite ?({_NOTHING}) in H_ |- *; exact: H_.\nQed."
