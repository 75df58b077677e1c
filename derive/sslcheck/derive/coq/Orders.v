(* Order: numbers that are not negative, matrices that are positive semi-definite, over a real field.
   No axioms. *)
From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq choice fintype bigop.
From mathcomp Require Import order ssralg ssrnum zmodp matrix.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory. Local Open Scope ring_scope.

Section Orders.
Variable R : realFieldType.
Definition psd n (P : 'M[R]_n) : Prop := P^T = P /\ forall x : 'cV[R]_n, 0 <= \tr (x^T *m P *m x).

Lemma sq_ge0 (a : R) : 0 <= a * a. Proof. by rewrite -expr2 sqr_ge0. Qed.
Lemma tr_gram m n (A : 'M[R]_(m, n)) : 0 <= \tr (A^T *m A).
Proof. by apply: sumr_ge0 => i _; rewrite mxE; apply: sumr_ge0 => j _; rewrite mxE sq_ge0. Qed.
Lemma tr_conj m n (P : 'M[R]_m) (A : 'M[R]_(m, n)) : psd P -> 0 <= \tr (A^T *m P *m A).
Proof.
case=> _ h; apply: sumr_ge0 => i _; suff -> : (A^T *m P *m A) i i = \tr ((col i A)^T *m P *m col i A) by [].
by rewrite /mxtrace big_ord1 tr_col !mxE; apply: eq_bigr => k _; rewrite !mxE; congr (_ * _);
  apply: eq_bigr => l _; rewrite !mxE.
Qed.
Lemma tr_conj' m n (P : 'M[R]_n) (A : 'M[R]_(m, n)) : psd P -> 0 <= \tr (A *m P *m A^T).
Proof. by move=> h; have := tr_conj A^T h; rewrite trmxK. Qed.
Lemma tr_gram' m n (A : 'M[R]_(m, n)) : 0 <= \tr (A *m A^T).
Proof. by have := tr_gram A^T; rewrite trmxK. Qed.
Lemma tr_psd n (P : 'M[R]_n) : psd P -> 0 <= \tr P.
Proof. by move=> h; have := tr_conj 1%:M h; rewrite trmx1 mul1mx mulmx1. Qed.
Lemma psd_gram m n (A : 'M[R]_(m, n)) : psd (A^T *m A).
Proof. split=> [|x]; first by rewrite trmx_mul trmxK. by rewrite mulmxA -trmx_mul -mulmxA tr_gram. Qed.
Lemma psd_gram' m n (A : 'M[R]_(m, n)) : psd (A *m A^T).
Proof. by have := psd_gram A^T; rewrite trmxK. Qed.
Lemma psd1 n : psd (1%:M : 'M[R]_n).
Proof. by have := psd_gram (1%:M : 'M[R]_n); rewrite trmx1 mul1mx. Qed.
Lemma psd0 n : psd (0 : 'M[R]_n).
Proof. by split=> [|x]; rewrite ?trmx0 // mulmx0 mul0mx mxtrace0. Qed.
Lemma psdD n (P Q : 'M[R]_n) : psd P -> psd Q -> psd (P + Q).
Proof.
case=> [sp hp] [sq hq]; split=> [|x]; first by rewrite linearD /= sp sq.
by rewrite mulmxDr mulmxDl mxtraceD addr_ge0.
Qed.
Lemma psdZ n a (P : 'M[R]_n) : 0 <= a -> psd P -> psd (a *: P).
Proof.
move=> ha [sp hp]; split=> [|x]; first by rewrite linearZ /= sp.
by rewrite -scalemxAr -scalemxAl mxtraceZ mulr_ge0.
Qed.
Lemma psd_conj m n (P : 'M[R]_m) (A : 'M[R]_(m, n)) : psd P -> psd (A^T *m P *m A).
Proof.
move=> h; split=> [|x]; first by rewrite !trmx_mul trmxK (proj1 h) mulmxA.
by have := tr_conj (A *m x) h; rewrite trmx_mul !mulmxA.
Qed.
Lemma psd_conj' m n (P : 'M[R]_n) (A : 'M[R]_(m, n)) : psd P -> psd (A *m P *m A^T).
Proof. by move=> h; have := psd_conj A^T h; rewrite trmxK. Qed.
End Orders.

(* ---- tactics used by every generated proof ---- *)
Ltac psds nn := repeat first [ assumption | exact: psd1 | exact: psd0 | apply: psdD | apply: psdZ; [solve [nn]|]
  | exact: psd_gram | exact: psd_gram' | apply: psd_conj | apply: psd_conj' ].
Ltac nonneg := repeat first [ assumption | apply: ltW; assumption | exact: lexx | exact: ler01 | exact: ler0n
  | exact: tr_gram | exact: tr_gram' | exact: sq_ge0 | apply: addr_ge0 | apply: mulr_ge0 | apply: divr_ge0 | rewrite invr_ge0
  | apply: tr_conj; psds nonneg | apply: tr_conj'; psds nonneg | apply: tr_psd; psds nonneg ].
Lemma diag0 (R : ringType) n : diag_mx (const_mx 0 : 'rV[R]_n) = 0.
Proof. by rewrite diag_const_mx raddf0. Qed.
(* an example of size 1, in which all matrices and numbers are 0 or 1 *)
Ltac example := rewrite ?diag0 ?diag_const_mx; repeat (progress rewrite
  ?(mul1r, mulr1, mul0r, mulr0, addr0, add0r, subrr, subr0, sub0r, oppr0, opprK, addKr, addNKr, addNr, scaleNr, mulNr, mulrN, invr1, divr1, expr1n) /=
  ?(mul1mx, mulmx1, mul0mx, mulmx0, trmx1, trmx0, scale1r, scale0r, scaler0, mxtrace1, mxtrace0) /=);
  first [ done | exact: psd1 | exact: psd0 | exact: oner_neq0 | exact: ltr01 | exact: lexx | exact: ler01
  | by apply: lt0r_neq0; repeat first [ exact: ltr01 | exact: ltr0n | apply: addr_gt0 | apply: mulr_gt0 ]
  | by rewrite ?oner_eq0 ?pnatr_eq0].
