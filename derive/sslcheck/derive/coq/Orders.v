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

(* ---- columns stacked, and products of Kronecker ---- *)
Section Kron.
Variable R : comRingType.
(* the row of A and that of B of a row of kron A B *)
Definition pair_of m n (p : 'I_(m * n)) : 'I_m * 'I_n := enum_val (cast_ord (esym (mxvec_cast m n)) p).
Definition kron m n p q (A : 'M[R]_(m, n)) (B : 'M[R]_(p, q)) : 'M[R]_(m * p, n * q) :=
  \matrix_(i, j) (A (pair_of i).1 (pair_of j).1 * B (pair_of i).2 (pair_of j).2).
Definition vec m n (A : 'M[R]_(m, n)) : 'cV[R]_(n * m) := \col_i A (pair_of i).2 (pair_of i).1.
Lemma pair_ofK m n (i : 'I_m) (j : 'I_n) : pair_of (mxvec_index i j) = (i, j).
Proof. by rewrite /pair_of /mxvec_index cast_ordK enum_rankK. Qed.
Lemma sum_pairs m n (f : 'I_m -> 'I_n -> R) : \sum_(p < m * n) f (pair_of p).1 (pair_of p).2 = \sum_i \sum_j f i j.
Proof.
rewrite pair_big /= (reindex (uncurry (@mxvec_index m n))) /=; last exact: (curry_mxvec_bij m n).
by apply: eq_bigr => [[i j]] _; rewrite pair_ofK.
Qed.
Lemma kron_vec m n p q (A : 'M[R]_(m, n)) (B : 'M[R]_(p, q)) (W : 'M[R]_(q, n)) : kron A B *m vec W = vec (B *m W *m A^T).
Proof.
apply/matrixP=> i j; rewrite !mxE.
under eq_bigr do rewrite !mxE.
rewrite (sum_pairs (fun k l => A (pair_of i).1 k * B (pair_of i).2 l * W l k)).
by apply: eq_bigr => k _; rewrite !mxE mulr_suml; apply: eq_bigr => l _; rewrite -mulrA mulrC.
Qed.
Lemma vecN m n x (A : 'M[R]_(m, n)) : x = vec A -> - x = vec (- A).
Proof. by move=> ->; apply/matrixP=> i j; rewrite !mxE. Qed.
Lemma vecZ m n x a (A : 'M[R]_(m, n)) : x = vec A -> a *: x = vec (a *: A).
Proof. by move=> ->; apply/matrixP=> i j; rewrite !mxE. Qed.
Lemma actD l m n (P Q : 'M[R]_(_, l)) (x : 'M[R]_(l, _)) (A B : 'M[R]_(m, n)) :
  P *m x = vec A -> Q *m x = vec B -> (P + Q) *m x = vec (A + B).
Proof. by rewrite mulmxDl => -> ->; apply/matrixP=> i j; rewrite !mxE. Qed.
Lemma actN l m n (P : 'M[R]_(_, l)) (x : 'M[R]_(l, _)) (A : 'M[R]_(m, n)) : P *m x = vec A -> (- P) *m x = vec (- A).
Proof. by rewrite mulNmx; exact: vecN. Qed.
Lemma actZ l m n a (P : 'M[R]_(_, l)) (x : 'M[R]_(l, _)) (A : 'M[R]_(m, n)) : P *m x = vec A -> (a *: P) *m x = vec (a *: A).
Proof. by rewrite -scalemxAl; exact: vecZ. Qed.
Lemma tr_vec m n (A B : 'M[R]_(m, n)) : \tr ((vec A)^T *m vec B) = \tr (A^T *m B).
Proof.
rewrite {1}/mxtrace big_ord1 !mxE; under eq_bigr do rewrite !mxE.
rewrite (sum_pairs (fun k l => A l k * B l k)) /mxtrace.
by apply: eq_bigr => k _; rewrite mxE; apply: eq_bigr => l _; rewrite mxE.
Qed.
Definition unvec m n (x : 'cV[R]_(n * m)) : 'M[R]_(m, n) := \matrix_(i, j) x (mxvec_index j i) 0.
Lemma unvecK m n (x : 'cV[R]_(n * m)) : vec (unvec x : 'M_(m, n)) = x.
Proof.
apply/matrixP=> i j; rewrite !mxE ord1 /mxvec_index -surjective_pairing enum_valK cast_ordKV //.
Qed.
End Kron.
Lemma psd_vec (R : realFieldType) m n (M : 'M[R]_(n * m)) (f : 'M[R]_(m, n) -> 'M[R]_(m, n)) :
  (forall V, M *m vec V = vec (f V)) -> (forall U V, \tr (U^T *m f V) = \tr ((f U)^T *m V)) ->
  (forall V, 0 <= \tr (V^T *m f V)) -> psd M.
Proof.
move=> hM hS h0; split=> [|x]; last by rewrite -(unvecK x) -mulmxA hM tr_vec.
have e (x y : 'cV[R]_(n * m)) : \tr (x^T *m M *m y) = \tr (x^T *m M^T *m y).
  by rewrite -(unvecK x) -(unvecK y) -mulmxA hM tr_vec hS -tr_vec -hM trmx_mul.
apply/matrixP=> i j; have := e (delta_mx i 0) (delta_mx j 0).
by rewrite /mxtrace !big_ord1 !trmx_delta -!rowE -!colE !mxE => ->.
Qed.

(* ---- tactics used by every generated proof ---- *)
Ltac psds nn := repeat lazymatch goal with
  | H : psd ?P |- psd ?P => exact: H
  | |- psd (scalar_mx 1) => exact: psd1
  | |- psd 0 => exact: psd0
  | |- psd (GRing.add _ _) => apply: psdD
  | |- psd (GRing.scale _ _) => apply: psdZ; [solve [nn]|]
  | |- psd (mulmx (mulmx (trmx ?A) _) ?A) => apply: psd_conj
  | |- psd (mulmx (mulmx ?A _) (trmx ?A)) => apply: psd_conj'
  | |- psd (mulmx (trmx ?A) ?A) => exact: psd_gram
  | |- psd (mulmx ?A (trmx ?A)) => exact: psd_gram' end.
Ltac nonneg := repeat lazymatch goal with
  | |- is_true (Order.le _ (GRing.add _ _)) => apply: addr_ge0
  | |- is_true (Order.le _ (GRing.mul ?a ?a)) => exact: sq_ge0
  | |- is_true (Order.le _ (GRing.mul _ _)) => apply: mulr_ge0
  | |- is_true (Order.le _ (GRing.inv _)) => rewrite invr_ge0
  | |- is_true (Order.le _ (GRing.natmul _ _)) => exact: ler0n
  | |- is_true (Order.le _ (mxtrace (mulmx (mulmx (trmx ?A) _) ?A))) => apply: tr_conj; psds nonneg
  | |- is_true (Order.le _ (mxtrace (mulmx (mulmx ?A _) (trmx ?A)))) => apply: tr_conj'; psds nonneg
  | |- is_true (Order.le _ (mxtrace (mulmx (trmx ?A) ?A))) => exact: tr_gram
  | |- is_true (Order.le _ (mxtrace (mulmx ?A (trmx ?A)))) => exact: tr_gram'
  | |- is_true (Order.le _ (mxtrace _)) => apply: tr_psd; psds nonneg
  | |- is_true (Order.le _ _) => first [ assumption | apply: ltW; assumption | exact: ler01 | exact: lexx ] end.
Lemma diag0 (R : ringType) n : diag_mx (const_mx 0 : 'rV[R]_n) = 0.
Proof. by rewrite diag_const_mx raddf0. Qed.
Ltac acts := repeat first [ exact: kron_vec | apply: actD | apply: actN | apply: actZ | apply: vecN | apply: vecZ ].
(* an example of size 1, in which all matrices and numbers are 0 or 1 *)
Ltac example := rewrite ?diag0 ?diag_const_mx; repeat (progress rewrite
  ?(mul1r, mulr1, mul0r, mulr0, addr0, add0r, subrr, subr0, sub0r, oppr0, opprK, addKr, addNKr, addNr, scaleNr, mulNr, mulrN, invr1, divr1, expr1n) /=
  ?(mul1mx, mulmx1, mul0mx, mulmx0, trmx1, trmx0, scale1r, scale0r, scaler0, mxtrace1, mxtrace0) /=);
  first [ done | exact: psd1 | exact: psd0 | exact: oner_neq0 | exact: ltr01 | exact: lexx | exact: ler01
  | by apply: lt0r_neq0; repeat first [ exact: ltr01 | exact: ltr0n | apply: addr_gt0 | apply: mulr_gt0 ]
  | by rewrite ?oner_eq0 ?pnatr_eq0].
