(* Reflective proofs of equations between matrices of any sizes, traces and numbers, over a field:
   both sides become sums of words, and the coefficient of each word must be 0. No axioms. *)
From Coq Require Import Ring Field ZArith BinList Ring_polynom InitialRing.
From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq choice fintype ssralg matrix.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory. Local Open Scope ring_scope.

(* ---- 1. syntax ---- *)
Inductive sx := SV of nat | S0 | S1 | SA of sx & sx | SM of sx & sx | SN of sx | SI of sx.
(* MM d a b : product through inner dimension index d *)
Inductive mx := MV of nat | MI | M0 | MA of mx & mx | MN of mx | MS of sx & mx | MT of mx | MM of nat & mx & mx.
Inductive letter := LI | LV of nat & bool.
Inductive word := W1 of letter | WC of letter & nat & word.
(* what is known of a variable: symmetric, diagonal, or with orthonormal columns (in which spaces) *)
Inductive mark := Any | Symm | Diag | Orth of nat & nat.

(* ---- 2. computation ---- *)
Fixpoint eqn (a b : nat) := match a, b with O, O => true | S a, S b => eqn a b | _, _ => false end.
Fixpoint leqn a b := match a, b with O, _ => true | S _, O => false | S a, S b => leqn a b end.
Definition eqbl (a b : bool) := if a then b else ~~ b.
Definition eql a b := match a, b with LI, LI => true | LV i s, LV j t => if eqn i j then eqbl s t else false | _, _ => false end.
Fixpoint eqw a b := match a, b with W1 l, W1 k => eql l k
  | WC l d w, WC k e v => if eql l k then if eqn d e then eqw w v else false else false | _, _ => false end.
Fixpoint wapp w d v := match w with W1 l => WC l d v | WC l e u => WC l e (wapp u d v) end.
Definition wmul m n w d v :=
  match w with W1 LI => if eqn m d then v else WC LI d v
  | _ => match v with W1 LI => if eqn d n then w else wapp w d v | _ => wapp w d v end end.
Section Norm.
Variable kd : nat -> mark.
Definition sy k := match kd k with Symm | Diag => true | _ => false end.
Definition dg k := match kd k with Diag => true | _ => false end.
Definition ltr l := match l with LI => LI | LV k t => if sy k then LV k false else LV k (~~ t) end.
(* Q^T Q = I, and Q Q^T = I where Q is square; diagonal matrices in the order of their numbers *)
Definition cancels m l d k n := match l, k with LV i s, LV j t => if eqn i j then match kd i with
    | Orth r c => if eqbl s t then false else if s then if eqn d r then if eqn m c then eqn n c else false else false
      else if eqn r c then if eqn d c then if eqn m r then eqn n r else false else false else false
    | _ => false end else false | _, _ => false end.
Definition swaps l k := match l, k with LV i s, LV j t => if s then false else if t then false else
    if leqn i j then false else if dg i then dg j else false | _, _ => false end.
Fixpoint push m n l d u := match u with
  | W1 k => if cancels m l d k n then W1 LI else if swaps l k then WC k d (W1 l) else wmul m n (W1 l) d u
  | WC k e v => if cancels m l d k e then v else if swaps l k then WC k d (push d n l e v) else wmul m n (W1 l) d u end.
Fixpoint red m n w := match w with W1 l => w | WC l d u => push m n l d (red d n u) end.
Fixpoint wtr w := match w with W1 l => W1 (ltr l) | WC l d u => wapp (wtr u) d (W1 (ltr l)) end.
Definition sadd a b := match a, b with S0, _ => b | _, S0 => a | _, _ => SA a b end.
Definition smul a b := match a, b with S0, _ => S0 | _, S0 => S0 | S1, _ => b | _, S1 => a | SN S1, _ => SN b | _, SN S1 => SN a | _, _ => SM a b end.
Definition sopp a := match a with S0 => S0 | SN a => a | _ => SN a end.
Definition poly := seq (sx * word).
Fixpoint ins c w (p : poly) : poly := match p with [::] => [:: (c, w)]
  | (c', w') :: q => if eqw w w' then (sadd c' c, w') :: q else (c', w') :: ins c w q end.
Fixpoint addp (p q : poly) : poly := match p with [::] => q | (c, w) :: r => addp r (ins c w q) end.
Fixpoint mapc (f : sx -> sx) (p : poly) : poly := match p with [::] => [::] | (c, w) :: r => (f c, w) :: mapc f r end.
Fixpoint mapw (f : word -> word) (p : poly) : poly := match p with [::] => [::] | (c, w) :: r => (c, f w) :: mapw f r end.
Fixpoint mul1 m n c w d (q : poly) acc : poly :=
  match q with [::] => acc | (c', w') :: r => mul1 m n c w d r (ins (smul c c') (wmul m n w d w') acc) end.
Fixpoint mulp m n (p : poly) d (q : poly) acc : poly :=
  match p with [::] => acc | (c, w) :: r => mulp m n r d q (mul1 m n c w d q acc) end.
Fixpoint redp m n (p : poly) acc : poly := match p with [::] => acc | (c, w) :: r => redp m n r (ins c (red m n w) acc) end.
Fixpoint norm e m n : poly := match e with
  | MV k => [:: (S1, W1 (LV k false))] | MI => [:: (S1, W1 LI)] | M0 => [::]
  | MA a b => addp (norm a m n) (norm b m n) | MN a => mapc sopp (norm a m n)
  | MS c a => mapc (smul c) (norm a m n) | MT a => mapw wtr (norm a n m)
  | MM d a b => mulp m n (norm a m d) d (norm b d n) [::] end.
Fixpoint eqs a b := match a, b with SV i, SV j => eqn i j | S0, S0 => true | S1, S1 => true
  | SA a b, SA c d => if eqs a c then eqs b d else false | SM a b, SM c d => if eqs a c then eqs b d else false
  | SN a, SN b => eqs a b | SI a, SI b => eqs a b | _, _ => false end.
Fixpoint mems c s := match s with [::] => false | x :: r => if eqs c x then true else mems c r end.
End Norm.

(* ---- 3. scalar meaning, in an arbitrary field presented as plain Coq operations ---- *)
Section Scal.
Variables (T : Type) (o i : T) (ad mu : T -> T -> T) (op iv : T -> T) (sv : nat -> T).
Fixpoint sev c : T := match c with SV k => sv k | S0 => o | S1 => i
  | SA a b => ad (sev a) (sev b) | SM a b => mu (sev a) (sev b) | SN a => op (sev a) | SI a => iv (sev a) end.
Definition env (vs : seq T) (tv : nat -> T) k := nth (tv k) vs k.   (* numbers with names, and others *)
Fixpoint allz cs : Prop := match cs with [::] => True | c :: r => sev c = o /\ allz r end.
Fixpoint allnz cs : Prop := match cs with [::] => True | c :: r => sev c <> o /\ allnz r end.
Inductive pos : T -> Prop := pos1 : pos i | posD a b : pos a -> pos b -> pos (ad a b) | posM a b : pos a -> pos b -> pos (mu a b).
End Scal.
Section MulNz.
Variables (T : Type) (o i : T) (ad mu su : T -> T -> T) (op : T -> T) (di : T -> T -> T) (iv : T -> T).
Hypothesis th : field_theory o i ad mu su op di iv eq.
Add Field TfMulNz : th.
Lemma mulnz a b : a <> o -> b <> o -> mu a b <> o.
Proof. move=> na nb e; apply: nb; have -> : b = mu (iv a) (mu a b) by field. by rewrite e; ring. Qed.
Lemma oppnz a : a <> o -> op a <> o.
Proof. move=> na e; apply: na; have -> : a = op (op a) by ring. by rewrite e; ring. Qed.
End MulNz.
Section FieldOf.
Variable F : fieldType.
Definition Fsub (a b : F) : F := a - b.
Definition Fdiv (a b : F) : F := a / b.
Lemma Fth : field_theory (0 : F) 1 +%R *%R Fsub -%R Fdiv GRing.inv eq.
Proof.
split=> [|||a /eqP na]; last by apply: mulVf.
- split=> *; [exact: add0r|exact: addrC|exact: addrA|exact: mul1r|exact: mulrC|exact: mulrA|exact: mulrDl|by []|exact: subrr].
- by move/eqP; rewrite oner_eq0.
- by [].
Qed.
Lemma Fpos : [char F] =i pred0 -> forall a : F, pos 1 +%R *%R a -> a <> 0.
Proof.
move=> /charf0P h a p; suff [n ->] : exists n, a = n.+1%:R by apply/eqP; rewrite h.
elim: p => [|x y _ [n ->] _ [m ->]|x y _ [n ->] _ [m ->]]; first by exists 0%N.
- by exists (n + m).+1; rewrite -natrD addSn addnS.
- by exists (n * m.+1 + m)%N; rewrite -natrM mulSnr addnS.
Qed.
End FieldOf.

(* ---- 3b. zero test for coefficients: Z-polynomials in the scalars and in the inverses listed in tab,
   modulo a * a^-1 = 1 (Coq's own ring normaliser, Ring_polynom) ---- *)
Section ZTest.
Variables (ns : nat) (tab : seq sx).
Definition ps (k : nat) := Pos.of_succ_nat k.
Fixpoint idx a t k := match t with [::] => None | b :: r => if eqs a b then Some k else idx a r (S k) end.
Fixpoint toPE c : option (PExpr Z) := match c with
  | SV k => if leqn (S k) ns then Some (PEX Z (ps k)) else None
  | S0 => Some PEO | S1 => Some PEI
  | SA a b => match toPE a, toPE b with Some p, Some q => Some (PEadd p q) | _, _ => None end
  | SM a b => match toPE a, toPE b with Some p, Some q => Some (PEmul p q) | _, _ => None end
  | SN a => match toPE a with Some p => Some (PEopp p) | _ => None end
  | SI a => match idx a tab ns with Some k => Some (PEX Z (ps k)) | None => None end end.
Fixpoint rels t k : seq (PExpr Z * PExpr Z) := match t with [::] => [::]
  | a :: r => match toPE a with Some p => (PEmul p (PEX Z (ps k)), PEI) :: rels r (S k) | None => rels r (S k) end end.
Definition zmon := mk_monpol_list Z0 (Zpos xH) Z.add Z.mul Z.sub Z.opp Zeq_bool Z.quotrem (rels tab ns).
Definition zsub := norm_subst Z0 (Zpos xH) Z.add Z.mul Z.sub Z.opp Zeq_bool Z.quotrem 1000.
Definition rz c := match toPE c with Some p => Peq Zeq_bool (zsub zmon p) (zsub zmon PEO) | None => false end.

Variables (F : fieldType) (sv : nat -> F).
Notation seval := (sev (0 : F) 1 +%R *%R -%R GRing.inv sv).
Hypothesis nz : allnz (0 : F) 1 +%R *%R -%R GRing.inv sv tab.
Definition vals : seq F := [seq sv i | i <- iota 0 ns] ++ [seq (seval a)^-1 | a <- tab].
Definition zphi := gen_phiZ (0 : F) 1 +%R *%R -%R.
Definition zev := PEeval (0 : F) 1 +%R *%R (@Fsub F) -%R zphi id_phi_N (pow_N 1 *%R) vals.
Lemma bnthE (T : Type) (x : T) l k : BinList.nth x (ps k) l = seq.nth x l k.
Proof.
elim: k l => [|k IH] l; first by case: l.
have e1 : BinList.nth x (ps k.+1) l = List.hd x (jump (ps k.+1) (x :: l)) by rewrite -nth_jump.
have e2 : jump (ps k.+1) (x :: l) = jump (ps k) l by rewrite (jump_succ (ps k)) /= jump_tl.
by rewrite e1 e2 -nth_jump IH; case: l {e1 e2} => //=; rewrite nth_nil.
Qed.
Lemma leqnP a b : leqn a b = (a <= b)%N.
Proof. by elim: a b => [|a IH] [|b] //=; rewrite IH. Qed.
Lemma eqnP a b : eqn a b -> a = b. Proof. by elim: a b => [|a IH] [|b] //= /IH ->. Qed.
Lemma eqsP a b : eqs a b -> a = b.
Proof.
elim: a b => [i|||a IHa b IHb|a IHa b IHb|a IHa|a IHa] [j|||c d|c d|c|c] //=; try by [move/eqnP -> | move/IHa ->];
  by case: ifP => // /IHa -> /IHb ->.
Qed.
Lemma idxP a t k j : idx a t k = Some j -> exists i, [/\ j = (k + i)%N, (i < size t)%N & seq.nth S0 t i = a].
Proof.
elim: t k => [|b r IH] k //=; case: ifP => [/eqsP -> [<-]|_ /IH [i [-> h <-]]]; first by exists 0%N; rewrite addn0.
by exists i.+1; rewrite addnS addSn.
Qed.
Lemma valsI i : (i < size tab)%N -> seq.nth 0 vals (ns + i) = (seval (seq.nth S0 tab i))^-1.
Proof. by move=> h; rewrite /vals nth_cat size_map size_iota ltnNge leq_addr /= addKn (nth_map S0). Qed.
Lemma toPEP c p : toPE c = Some p -> zev p = seval c.
Proof.
elim: c p => [k|||a IHa b IHb|a IHa b IHb|a IHa|a IHa] p /=.
- rewrite -/(leqn k.+1 ns); case: ifP => //; rewrite leqnP => h [<-]; rewrite /zev /= bnthE /vals nth_cat size_map size_iota h.
  by rewrite (nth_map 0%N) ?size_iota // nth_iota.
- by case=> <-.
- by case=> <-.
- by case: (toPE a) IHa => // x /(_ x erefl) <-; case: (toPE b) IHb => // y /(_ y erefl) <- [<-].
- by case: (toPE a) IHa => // x /(_ x erefl) <-; case: (toPE b) IHb => // y /(_ y erefl) <- [<-].
- by case: (toPE a) IHa => // x /(_ x erefl) <- [<-].
- case E: (idx a tab ns) => [k|] // [<-]; have [i [-> h <-]] := idxP E.
  by rewrite /zev /= bnthE valsI.
Qed.
Lemma relsP t k : (forall i, (i < size t)%N -> seq.nth 0 vals (k + i) = (seval (seq.nth S0 t i))^-1) ->
  allnz (0 : F) 1 +%R *%R -%R GRing.inv sv t ->
  interp_PElist 0 1 +%R *%R (@Fsub F) -%R eq zphi id_phi_N (pow_N 1 *%R) vals (rels t k).
Proof.
elim: t k => [|a r IH] k //= hv [na nr].
have IH' : interp_PElist 0 1 +%R *%R (@Fsub F) -%R eq zphi id_phi_N (pow_N 1 *%R) vals (rels r k.+1).
  by apply: IH => // i hi; rewrite addSn -addnS hv.
case E: (toPE a) => [p|] //.
have ea : zev (PEmul p (PEX Z (ps k))) = 1.
  rewrite /zev /= -/(zev p) (toPEP E) bnthE -[k]addn0 hv //=; apply: mulfV; exact/eqP.
by case: (rels r k.+1) IH' => [|x q] //= IH'; split.
Qed.
Lemma rzP c : rz c -> seval c = 0.
Proof.
rewrite /rz; case E: (toPE c) => [p|] // h; rewrite -(toPEP E).
have rth := F_R (Fth F); have sth := Eqsth F; have ext := Eq_ext (+%R : F -> F -> F) *%R -%R.
have := ring_correct sth ext (Rth_ARth sth ext rth) (gen_phiZ_morph sth ext rth) (pow_N_th 1 *%R sth) (Ztriv_div_th sth zphi)
  1000 vals (rels tab ns) p PEO.
by apply=> //; apply: relsP => //; exact: valsI.
Qed.
End ZTest.

(* ---- 4. variables of fixed size seen at any size ---- *)
Definition cf (F : fieldType) p q (A : 'M[F]_(p, q)) m n : 'M[F]_(m, n) := conform_mx 0 A.
Lemma cfE (F : fieldType) p q (A : 'M[F]_(p, q)) : cf A p q = A. Proof. exact: conform_mx_id. Qed.
Lemma cfT (F : fieldType) p q (A : 'M[F]_(p, q)) m n : (cf A m n)^T = cf A^T n m.
Proof.
rewrite /cf; have [/andP[/eqP e1 /eqP e2]|ne] := boolP ((p == m) && (q == n)).
  by move: A; rewrite e1 e2 => A; rewrite !conform_mx_id.
rewrite negb_and in ne; have ne' : (q != n) || (p != m) by rewrite orbC.
by rewrite (nonconform_mx _ _ ne) (nonconform_mx _ _ ne') trmx0.
Qed.
Lemma cfS (F : fieldType) p (A : 'M[F]_p) m n : A^T = A -> (cf A m n)^T = cf A n m.
Proof. by move=> e; rewrite cfT e. Qed.
Lemma cfO (F : fieldType) p q (A : 'M[F]_(p, q)) : A^T *m A = 1%:M -> (cf A p q)^T *m cf A p q = 1%:M.
Proof. by rewrite !cfE. Qed.
Lemma cfN (F : fieldType) p q (A : 'M[F]_(p, q)) m n : (p != m) || (q != n) -> cf A m n = 0.
Proof. exact: nonconform_mx. Qed.
Lemma cfD (F : fieldType) p q (a : 'rV[F]_p) (b : 'rV[F]_q) l m n :
  cf (diag_mx a) l m *m cf (diag_mx b) m n = cf (diag_mx b) l m *m cf (diag_mx a) m n.
Proof.
have [e|ne] := eqVneq p m; last by rewrite [cf (diag_mx a) l m]cfN ?ne ?orbT // [cf (diag_mx a) m n]cfN ?ne // mul0mx mulmx0.
have [e'|ne] := eqVneq q m; last by rewrite [cf (diag_mx b) m n]cfN ?ne // [cf (diag_mx b) l m]cfN ?ne ?orbT // mul0mx mulmx0.
move: a b; rewrite e e' => a b {e e'}.
have [e|ne] := eqVneq m l; last by rewrite !(cfN _ (m := l)) ?ne // !mul0mx.
have [e'|ne] := eqVneq m n; last by rewrite !(cfN _ (n := n)) ?ne ?orbT // !mulmx0.
by move: e e'; case: l /; case: n /; rewrite !cfE !mulmx_diag; congr diag_mx; apply/rowP=> i; rewrite !mxE mulrC.
Qed.

(* ---- 5. matrix meaning and soundness ---- *)
Section Sem.
Variables (F : fieldType) (sv : nat -> F) (dv : nat -> nat) (mv : nat -> forall m n, 'M[F]_(m, n)).
Variable kd : nat -> mark.
Definition marked k := match kd k with Any => True | Symm => forall m n, (mv k m n)^T = mv k n m
  | Diag => exists p (a : 'rV[F]_p), forall m n, mv k m n = cf (diag_mx a) m n
  | Orth r c => (mv k (dv r) (dv c))^T *m mv k (dv r) (dv c) = 1%:M end.
Hypothesis kdP : forall k, marked k.
Notation seval := (sev (0 : F) 1 +%R *%R -%R GRing.inv sv).
Definition idm m n : 'M[F]_(m, n) := \matrix_(i, j) (nat_of_ord i == nat_of_ord j)%:R.
Fixpoint meval e m n : 'M[F]_(dv m, dv n) := match e with
  | MV k => mv k _ _ | MI => idm _ _ | M0 => 0 | MA a b => meval a m n + meval b m n
  | MN a => - meval a m n | MS c a => seval c *: meval a m n | MT a => (meval a n m)^T
  | MM d a b => meval a m d *m meval b d n end.
Definition leval l m n : 'M[F]_(m, n) := match l with LI => idm m n | LV k t => if t then (mv k n m)^T else mv k m n end.
Fixpoint weval w m n : 'M[F]_(dv m, dv n) := match w with W1 l => leval l _ _ | WC l d u => leval l _ _ *m weval u d n end.
Fixpoint peval (p : poly) m n : 'M[F]_(dv m, dv n) := match p with [::] => 0 | (c, w) :: r => seval c *: weval w m n + peval r m n end.

Lemma idm1 n : idm n n = 1%:M. Proof. by apply/matrixP=> i j; rewrite !mxE. Qed.
Lemma idmT m n : (idm m n)^T = idm n m. Proof. by apply/matrixP=> i j; rewrite !mxE eq_sym. Qed.
Lemma eqblP a b : eqbl a b -> a = b. Proof. by case: a b => [] []. Qed.
Lemma eqlP a b : eql a b -> a = b.
Proof. by case: a b => [|i s] [|j t] //=; case: ifP => // /eqnP -> /eqblP ->. Qed.
Lemma eqwP a b : eqw a b -> a = b.
Proof.
elim: a b => [l|l d w IH] [k|k e v] //=; first by move/eqlP ->.
by case: ifP => // /eqlP ->; case: ifP => // /eqnP -> /IH ->.
Qed.
Lemma wappE w d v m n : weval (wapp w d v) m n = weval w m d *m weval v d n.
Proof. by elim: w m => [l|l e u IH] m //=; rewrite IH mulmxA. Qed.
Lemma wmulE m n w d v : weval (wmul m n w d v) m n = weval w m d *m weval v d n.
Proof.
have R u : weval (match v with W1 LI => if eqn d n then u else wapp u d v | _ => wapp u d v end) m n = weval u m d *m weval v d n.
  case: v => [[|k t]|l e v]; rewrite ?wappE //; case: ifP => [/eqnP <-|_]; rewrite ?wappE //= idm1 mulmx1 //.
case: w => [[|k t]|l e u]; [|exact: R|exact: R].
by rewrite /wmul; case: ifP => [/eqnP <-|_] //=; rewrite idm1 mul1mx.
Qed.
Lemma syP k m n : sy kd k -> (mv k m n)^T = mv k n m.
Proof. by have := kdP k; rewrite /sy /marked; case: (kd k) => [|e _|[p [a e]] _|] //; rewrite !e // cfS // tr_diag_mx. Qed.
Lemma ltrE l m n : leval (ltr kd l) m n = (leval l n m)^T.
Proof.
case: l => [|k t] /=; first by rewrite idmT.
by case E: (sy kd k); case: t; rewrite /= ?trmxK //; rewrite syP.
Qed.
Lemma wtrE w m n : weval (wtr kd w) m n = (weval w n m)^T.
Proof. by elim: w m n => [l|l d u IH] m n /=; rewrite ?wappE /= ?IH ltrE ?trmx_mul. Qed.
Lemma cancelsE m l d k n : cancels kd m l d k n -> leval l (dv m) (dv d) *m leval k (dv d) (dv n) = idm (dv m) (dv n).
Proof.
case: l k => [|i s] [|j t] //=; case: ifP => // /eqnP <-.
have := kdP i; rewrite /marked; case: (kd i) => // r c e; case: s; case: t => //=.
  by case: ifP => // /eqnP ->; case: ifP => // /eqnP -> /eqnP ->; rewrite e idm1.
case: ifP => // /eqnP E; case: ifP => // /eqnP ->; case: ifP => // /eqnP -> /eqnP ->.
by rewrite -E in e *; rewrite (mulmx1C e) idm1.
Qed.
Lemma swapsE l k m d n : swaps kd l k -> leval l m d *m leval k d n = leval k m d *m leval l d n.
Proof.
case: l k => [|i s] [|j t] //=; case: s => //; case: t => //; case: ifP => // _; case: ifP => //.
rewrite /dg; have := kdP i; have := kdP j; rewrite /marked.
by case: (kd i) => //; case: (kd j) => // [] [q [b eb]] [p [a ea]] _ _; rewrite !ea !eb cfD.
Qed.
Lemma pushE u l d m n : weval (push kd m n l d u) m n = leval l (dv m) (dv d) *m weval u d n.
Proof.
elim: u l d m => [k|k e v IH] l d m; rewrite /push -/push.
  case: ifP => [/cancelsE e|_]; first by rewrite /= e.
  by case: ifP => [/swapsE e|_]; rewrite ?wmulE //= e.
case: ifP => [h|_].
  rewrite /= mulmxA (cancelsE h); suff -> : m = e by rewrite idm1 mul1mx.
  move: h; case: l k => [|i s] [|j t] //=; case: eqn => //; case: (kd i) => // r c; case: eqbl => //.
  case: s; first by case: eqn => //; case: ifP => // /eqnP -> /eqnP ->.
  by case: eqn => //; case: eqn => //; case: ifP => // /eqnP -> /eqnP ->.
by case: ifP => [h|_]; rewrite ?wmulE //= IH !mulmxA (swapsE _ _ _ h).
Qed.
Lemma redE w m n : weval (red kd m n w) m n = weval w m n.
Proof. by elim: w m => [l|l d u IH] m //=; rewrite pushE IH. Qed.
Lemma saddE a b : seval (sadd a b) = seval a + seval b.
Proof. by case: a; case: b => * //=; rewrite ?add0r ?addr0. Qed.
Lemma smulE a b : seval (smul a b) = seval a * seval b.
Proof.
case: a => [i||| a b'|a b'|[i|||? ?|? ?|?|?]|a]; case: b => [j||| c d|c d|[j|||? ?|? ?|?|?]|c] //=;
  rewrite ?mul0r ?mulr0 ?mul1r ?mulr1 ?mulN1r ?mulrN1 ?opprK ?oppr0 //.
Qed.
Lemma soppE a : seval (sopp a) = - seval a.
Proof. by case: a => * //=; rewrite ?oppr0 ?opprK. Qed.
Lemma insE c w p m n : peval (ins c w p) m n = seval c *: weval w m n + peval p m n.
Proof.
elim: p => [|[c' w'] q IH] //=; case: ifP => [/eqwP ->|_] /=; last by rewrite IH addrCA.
by rewrite saddE scalerDl -addrA addrCA.
Qed.
Lemma redpE p acc m n : peval (redp kd m n p acc) m n = peval p m n + peval acc m n.
Proof. by elim: p acc => [|[c w] r IH] acc /=; rewrite ?add0r // IH insE redE addrCA addrA. Qed.
Lemma addpE p q m n : peval (addp p q) m n = peval p m n + peval q m n.
Proof. by elim: p q => [|[c w] r IH] q /=; rewrite ?add0r // IH insE addrA [peval r _ _ + _]addrC. Qed.
Lemma mul1E m n c w d q acc : peval (mul1 m n c w d q acc) m n = seval c *: (weval w m d *m peval q d n) + peval acc m n.
Proof.
elim: q acc => [|[c' w'] r IH] acc /=; first by rewrite mulmx0 scaler0 add0r.
by rewrite IH insE smulE wmulE mulmxDr -scalemxAr scalerDr scalerA addrA; congr (_ + _); exact: addrC.
Qed.
Lemma mulpE m n p d q acc : peval (mulp m n p d q acc) m n = peval p m d *m peval q d n + peval acc m n.
Proof.
elim: p acc => [|[c w] r IH] acc /=; first by rewrite mul0mx add0r.
by rewrite IH mul1E mulmxDl -scalemxAl addrCA addrA.
Qed.
Lemma normE e m n : peval (norm kd e m n) m n = meval e m n.
Proof.
elim: e m n => [k|||a IHa b IHb|a IHa|c a IHa|a IHa|d a IHa b IHb] m n /=.
- by rewrite scale1r addr0.
- by rewrite scale1r addr0.
- by [].
- by rewrite addpE IHa IHb.
- by rewrite -IHa; elim: (norm _ _ _ _) => [|[x w] r IH] /=; rewrite ?oppr0 // IH soppE scaleNr opprD.
- by rewrite -IHa; elim: (norm _ _ _ _) => [|[x w] r IH] /=; rewrite ?scaler0 // IH smulE scalerDr scalerA.
- by rewrite -IHa; elim: (norm _ _ _ _) => [|[x w] r IH] /=; rewrite ?trmx0 // IH wtrE linearD linearZ.
- by rewrite mulpE addr0 IHa IHb.
Qed.
End Sem.

(* ---- 6. traces: words up to rotation and transposition ---- *)
Definition codel l := match l with LI => 0%N | LV k t => if t then S (k + k) else S (S (k + k)) end.
Fixpoint leqw w v := match w, v with W1 l, W1 k => leqn (codel l) (codel k) | W1 _, WC _ _ _ => true | WC _ _ _, W1 _ => false
  | WC l _ u, WC k _ v => if eqn (codel l) (codel k) then leqw u v else leqn (codel l) (codel k) end.
Definition tword := (nat * word)%type.
Definition rot (x : tword) : tword := match x with (m, WC l d u) => (d, wapp u m (W1 l)) | _ => x end.
Definition wmin (x y : tword) := if leqw x.2 y.2 then x else y.
Fixpoint lenw w := match w with W1 _ => 0%N | WC _ _ u => S (lenw u) end.
Fixpoint rots n x acc := match n with O => wmin x acc | S n => rots n (rot x) (wmin x acc) end.
Definition canon kd (x : tword) : tword := let n := lenw x.2 in let y := (x.1, wtr kd x.2) in rots n x (rots n y x).
Definition eqtw (x y : tword) := if eqn x.1 y.1 then eqw x.2 y.2 else false.
Fixpoint tfind x (s : seq tword) k := match s with [::] => None | y :: r => if eqtw x y then Some k else tfind x r (S k) end.
(* numbers are those of the statement and its traces, in the order of their data; ex has what each is,
   made of ns numbers and of the traces of the words tw *)
Fixpoint sub (ex : seq sx) c := match c with SV k => nth S0 ex k | S0 => S0 | S1 => S1 | SA a b => SA (sub ex a) (sub ex b)
  | SM a b => SM (sub ex a) (sub ex b) | SN a => SN (sub ex a) | SI a => SI (sub ex a) end.
Fixpoint words kd m (p : poly) acc := match p with [::] => acc
  | (_, w) :: r => words kd m r (let x := canon kd (m, w) in if tfind x acc 0 is Some _ then acc else rcons acc x) end.
Fixpoint twords kd (tt : seq (nat * mx)) acc := match tt with [::] => acc
  | (m, e) :: r => twords kd r (words kd m (redp kd m m (norm kd e m m) [::]) acc) end.
Fixpoint tsum kd ns tw ex m (p : poly) := match p with [::] => Some S0 | (c, w) :: r =>
  match tfind (canon kd (m, w)) tw ns, tsum kd ns tw ex m r with
  | Some k, Some b => Some (SA (SM (sub ex c) (SV k)) b) | _, _ => None end end.
Definition tone kd ns tw ex m e := tsum kd ns tw ex m (redp kd m m (norm kd e m m) [::]).
Fixpoint expand kd ns tw (tt : seq (nat * mx)) ex := match tt with [::] => Some ex | (m, e) :: r =>
  match tone kd ns tw ex m e with Some c => expand kd ns tw r (rcons ex c) | None => None end end.
Definition table kd ns tw tt := if expand kd ns tw tt [seq SV k | k <- iota 0 ns] is Some ex then ex else [::].

(* ---- 7. the coefficients that must be 0 ---- *)
Section Coefs.
Variables (kd : nat -> mark) (ex : seq sx) (z : sx -> bool).   (* z is a sound zero test *)
Fixpoint insc (p : poly) s := match p with [::] => s | (c, _) :: r =>
  insc r (let c := sub ex c in if z c then s else if mems c s then s else c :: s) end.
Definition coefs e m n : seq sx := insc (redp kd m n (norm kd e m n) [::]) [::].
Definition ncoefs c : seq sx := let c := sub ex c in if z c then [::] else [:: c].
End Coefs.

Section TSem.
Variables (F : fieldType) (dv : nat -> nat) (mv : nat -> forall m n, 'M[F]_(m, n)) (kd : nat -> mark).
Hypothesis kdP : forall k, marked dv mv kd k.
Notation seval sv := (sev (0 : F) 1 +%R *%R -%R GRing.inv sv).
Notation AZ sv := (allz (0 : F) 1 +%R *%R -%R GRing.inv sv).
Definition xeval (x : tword) : F := \tr (weval dv mv x.2 x.1 x.1).
(* the numbers, and then the traces, each of which may have earlier ones in it *)
Fixpoint tenv (vs : seq F) (tt : seq (nat * mx)) := match tt with [::] => vs | (m, e) :: r =>
  tenv (rcons vs (\tr (meval (fun k => nth 0 vs k) dv mv e m m))) r end.
(* the numbers, and then the traces of words *)
Definition wval (vs : seq F) (tw : seq tword) k := xeval (nth (0%N, W1 LI) tw (k - size vs)).
Lemma rotE x : xeval (rot x) = xeval x.
Proof. by case: x => m [l|l d u]; rewrite /xeval //= wappE mxtrace_mulC. Qed.
Lemma wminE x y : xeval x = xeval y -> xeval (wmin x y) = xeval y.
Proof. by rewrite /wmin; case: ifP. Qed.
Lemma rotsE n x a : xeval x = xeval a -> xeval (rots n x a) = xeval a.
Proof. by elim: n x a => [|n IH] x a e /=; rewrite ?IH ?rotE ?wminE. Qed.
Lemma canonE x : xeval (canon kd x) = xeval x.
Proof.
have T : xeval (x.1, wtr kd x.2) = xeval x by rewrite /xeval /= wtrE // mxtrace_tr.
by rewrite /canon /=; rewrite !rotsE // rotsE.
Qed.
Lemma eqtwP x y : eqtw x y -> x = y.
Proof. by case: x y => [m w] [n v]; rewrite /eqtw /=; case: ifP => // /eqnP -> /eqwP ->. Qed.
Lemma tfindE x tw i k : tfind x tw i = Some k -> exists2 j, k = (i + j)%N & nth (0%N, W1 LI) tw j = x.
Proof.
elim: tw i => [|y r IH] i //=; case: ifP => [/eqtwP -> [<-]|_ /IH [j -> e]]; first by exists 0%N; rewrite ?addn0.
by exists j.+1; rewrite ?addnS ?addSn.
Qed.
Lemma findE vs tw x k : tfind x tw (size vs) = Some k -> env vs (wval vs tw) k = xeval x.
Proof. by case/tfindE=> j -> e; rewrite /env nth_default ?leq_addr // /wval addKn e. Qed.
Section Expand.
Variables (vs : seq F) (tw : seq tword).
Notation sv' := (env vs (wval vs tw)).
Definition same ex s := size ex = size s /\ forall k, seval sv' (nth S0 ex k) = nth 0 s k.
Lemma subE ex s c : same ex s -> seval sv' (sub ex c) = seval (fun k => nth 0 s k) c.
Proof. by case=> _ h; elim: c => //= [a -> b ->|a -> b ->|a ->|a ->]. Qed.
Lemma tsumE ex s m p c : same ex s -> tsum kd (size vs) tw ex m p = Some c ->
  seval sv' c = \tr (peval (fun k => nth 0 s k) dv mv p m m).
Proof.
move=> h; elim: p c => [|[b w] r IH] c /=; first by case=> <-; rewrite mxtrace0.
case E: (tfind _ _ _) => [k|] //; case: (tsum _ _ _ _ _ _) IH => // d /(_ d erefl) IH [<-] /=.
by rewrite IH (subE _ h) (findE E) canonE mxtraceD mxtraceZ.
Qed.
Lemma expandE tt ex s ex' : same ex s -> expand kd (size vs) tw tt ex = Some ex' -> same ex' (tenv s tt).
Proof.
elim: tt ex s => [|[m e] r IH] ex s h /=; first by case=> <-.
rewrite /tone; case E: (tsum _ _ _ _ _ _) => [c|] //; apply: IH; case: h (tsumE h E) => z h e'.
by split=> [|k]; rewrite ?size_rcons ?z // !nth_rcons z; case: ltngtP => // _; rewrite e' redpE //= addr0 normE.
Qed.
Variable tt : seq (nat * mx).
Notation ex := (table kd (size vs) tw tt).
Notation sv := (fun k => nth 0 (tenv vs tt) k).
Hypothesis some : isSome (expand kd (size vs) tw tt [seq SV k | k <- iota 0 (size vs)]).
Lemma tableE : same ex (tenv vs tt).
Proof.
rewrite /table; case E: (expand _ _ _ _ _) some => [x|] // _; apply: expandE E; split=> [|k]; first by rewrite size_map size_iota.
have [h|h] := ltnP k (size vs); last by rewrite !nth_default ?size_map ?size_iota.
by rewrite (nth_map 0%N) ?size_iota // nth_iota //= /env (set_nth_default 0).
Qed.
Lemma memsz c s : mems c s -> AZ sv' s -> seval sv' c = 0.
Proof. by elim: s => [|x r IH] //=; case: ifP => [/eqsP -> _ []|_ /IH h [_ /h]]. Qed.
Variable z : sx -> bool.
Hypothesis zP : forall c, z c -> seval sv' c = 0.
Lemma inscz (p : poly) s : AZ sv' (insc ex z p s) -> AZ sv' s.
Proof. by elim: p s => [|[c w] r IH] s //= /IH; case: ifP => // _; case: ifP => //= _ []. Qed.
Theorem check e1 e2 m n cs : coefs kd ex z (MA e1 (MN e2)) m n = cs -> AZ sv' cs ->
  meval sv dv mv e1 m n = meval sv dv mv e2 m n.
Proof.
move=> <- H; apply/eqP; rewrite -subr_eq0; apply/eqP.
rewrite -[LHS]/(meval _ dv mv (MA e1 (MN e2)) m n) -(normE _ kdP) -[LHS]addr0 -[X in _ + X = _]/(peval sv dv mv [::] m n) -(redpE _ kdP).
move: H; rewrite /coefs; move: (redp kd m n _ _) => p; elim: p [::] => [|[c w] r IH] s //= H.
have H1 : seval sv c = 0.
  rewrite -(subE c tableE); have := inscz H; case Z: (z _); first by move=> _; exact: zP.
  by case E: (mems _ s) => Hs; [exact: memsz E Hs|case: Hs].
by rewrite H1 scale0r add0r (IH _ H).
Qed.
Theorem ncheck a b cs : ncoefs ex z (SA a (SN b)) = cs -> AZ sv' cs -> seval sv a = seval sv b.
Proof.
move=> <- H; apply/eqP; rewrite -subr_eq0; apply/eqP.
rewrite -[LHS]/(seval sv (SA a (SN b))) -(subE _ tableE); move: H; rewrite /ncoefs; case: ifP => [/zP|_ []] //.
Qed.
End Expand.
End TSem.

(* ---- 8. layers: the product W_hi ... W_lo, which is I where lo = hi + 1 ---- *)
Section Layers.
Variables (F : fieldType) (n : nat -> nat) (W : forall j, 'M[F]_(n j, n j.-1)).
Fixpoint run hi lo : 'M[F]_(n hi, n lo.-1) := match hi with
  | 0 => idm F (n 0) (n lo.-1)
  | h.+1 => if (lo <= h.+1)%N then W h.+1 *m run h lo else idm F (n h.+1) (n lo.-1) end.
Lemma run0 k : run k k.+1 = 1%:M.
Proof. by case: k => [|k] /=; rewrite ?ltnn idm1. Qed.
Lemma run1 k : (0 < k)%N -> run k k = W k.
Proof. by case: k => // k _; rewrite /= leqnn run0 mulmx1. Qed.
Lemma runS k lo : (0 < lo)%N -> (lo <= k.+1)%N -> run k.+1 lo = W k.+1 *m run k lo.
Proof. by move=> _ h; rewrite /= h. Qed.
Lemma runD hi mid lo : (0 < lo)%N -> (lo <= mid)%N -> (mid <= hi.+1)%N -> run hi lo = run hi mid *m run mid.-1 lo.
Proof.
case: mid => [|mid]; first by move=> h0 /(leq_trans h0).
elim: hi => [|hi IH] h0 hl hm.
  have -> : mid = 0%N by move: hm; case: mid {hl}.
  by rewrite run0 mul1mx.
have [e|ne] := eqVneq mid hi.+1; first by rewrite e run0 mul1mx.
have hm' : (mid < hi.+1)%N by rewrite ltn_neqAle ne.
have e1 := runS h0 (leq_trans hl hm').
have e2 := @runS hi mid.+1 isT hm'.
rewrite e1 e2 (IH h0 hl hm'); exact: (mulmxA (W hi.+1) (run hi mid.+1) (run mid lo)).
Qed.
End Layers.

(* ---- 9. fixed tactics used by every generated certificate ---- *)
Ltac mxpos ch0 := solve [ apply: ch0; repeat first [ apply: pos1 | apply: posD | apply: posM ] ].
(* closes a <> 0 : a numeral, a hypothesis (tac), or products/opposites of such *)
Ltac mxnz th ch0 tac := first [ mxpos ch0 | tac | apply: (mulnz th); mxnz th ch0 tac | apply: (oppnz th); mxnz th ch0 tac ].
