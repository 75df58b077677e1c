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
Variable sy : nat -> bool.   (* which variables are symmetric *)
Variable z : sx -> bool.     (* sound zero test on coefficients *)
Definition ltr l := match l with LI => LI | LV k t => if sy k then LV k false else LV k (~~ t) end.
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
Fixpoint norm e m n : poly := match e with
  | MV k => [:: (S1, W1 (LV k false))] | MI => [:: (S1, W1 LI)] | M0 => [::]
  | MA a b => addp (norm a m n) (norm b m n) | MN a => mapc sopp (norm a m n)
  | MS c a => mapc (smul c) (norm a m n) | MT a => mapw wtr (norm a n m)
  | MM d a b => mulp m n (norm a m d) d (norm b d n) [::] end.
Fixpoint eqs a b := match a, b with SV i, SV j => eqn i j | S0, S0 => true | S1, S1 => true
  | SA a b, SA c d => if eqs a c then eqs b d else false | SM a b, SM c d => if eqs a c then eqs b d else false
  | SN a, SN b => eqs a b | SI a, SI b => eqs a b | _, _ => false end.
Fixpoint mems c s := match s with [::] => false | x :: r => if eqs c x then true else mems c r end.
Fixpoint insc (p : poly) s := match p with [::] => s | (c, _) :: r => insc r (if z c then s else if mems c s then s else c :: s) end.
Definition coefs e m n : seq sx := insc (norm e m n) [::].   (* distinct coefficients, not recognised as 0 by z *)
End Norm.

(* ---- 3. scalar meaning, in an arbitrary field presented as plain Coq operations ---- *)
Section Scal.
Variables (T : Type) (o i : T) (ad mu : T -> T -> T) (op iv : T -> T) (sv : nat -> T).
Fixpoint sev c : T := match c with SV k => sv k | S0 => o | S1 => i
  | SA a b => ad (sev a) (sev b) | SM a b => mu (sev a) (sev b) | SN a => op (sev a) | SI a => iv (sev a) end.
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

(* ---- 4. matrix meaning and soundness ---- *)
Section Sem.
Variables (F : fieldType) (sv : nat -> F) (dv : nat -> nat) (mv : nat -> forall m n, 'M[F]_(m, n)).
Variable sy : nat -> bool.
Hypothesis syP : forall k m n, sy k -> (mv k m n)^T = mv k n m.
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
Lemma ltrE l m n : leval (ltr sy l) m n = (leval l n m)^T.
Proof.
case: l => [|k t] /=; first by rewrite idmT.
by case E: (sy k); case: t; rewrite /= ?trmxK //; rewrite syP.
Qed.
Lemma wtrE w m n : weval (wtr sy w) m n = (weval w n m)^T.
Proof. by elim: w m n => [l|l d u IH] m n /=; rewrite ?wappE /= ?IH ltrE ?trmx_mul. Qed.
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
Lemma normE e m n : peval (norm sy e m n) m n = meval e m n.
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
Notation AZ := (allz (0 : F) 1 +%R *%R -%R GRing.inv sv).
Lemma memsz c s : mems c s -> AZ s -> seval c = 0.
Proof. by elim: s => [|x r IH] //=; case: ifP => [/eqsP -> _ []|_ /IH h [_ /h]]. Qed.
Variable z : sx -> bool.
Hypothesis zP : forall c, z c -> seval c = 0.
Lemma inscz (p : poly) s : AZ (insc z p s) -> AZ s.
Proof. by elim: p s => [|[c w] r IH] s //= /IH; case: ifP => // _; case: ifP => //= _ []. Qed.
Theorem check e1 e2 m n cs : coefs sy z (MA e1 (MN e2)) m n = cs -> allz (0 : F) 1 +%R *%R -%R GRing.inv sv cs -> meval e1 m n = meval e2 m n.
Proof.
move=> <- H; apply/eqP; rewrite -subr_eq0; apply/eqP.
rewrite -[LHS]/(meval (MA e1 (MN e2)) m n) -normE; move: H; rewrite /coefs.
elim: (norm _ _ _ _) [::] => [|[c w] r IH] s //= H.
have [H1 H2] : seval c = 0 /\ allz (0 : F) 1 +%R *%R -%R GRing.inv sv s.
  have := inscz H; case Z: (z c); first by split=> //; exact: zP.
  by case E: (mems c s) => //= Hs; split=> //; exact: memsz E Hs.
by rewrite H1 scale0r add0r (IH _ H).
Qed.
End Sem.

(* ---- 4b. linear combinations of traces: words up to rotation and transposition ---- *)
Inductive tx := TT of nat & mx | TA of tx & tx | TN of tx | TS of sx & tx.
Definition codel l := match l with LI => 0%N | LV k t => if t then S (k + k) else S (S (k + k)) end.
Fixpoint leqw w v := match w, v with W1 l, W1 k => leqn (codel l) (codel k) | W1 _, WC _ _ _ => true | WC _ _ _, W1 _ => false
  | WC l _ u, WC k _ v => if eqn (codel l) (codel k) then leqw u v else leqn (codel l) (codel k) end.
Definition tword := (nat * word)%type.
Definition rot (x : tword) : tword := match x with (m, WC l d u) => (d, wapp u m (W1 l)) | _ => x end.
Definition wmin (x y : tword) := if leqw x.2 y.2 then x else y.
Fixpoint lenw w := match w with W1 _ => 0%N | WC _ _ u => S (lenw u) end.
Fixpoint rots n x acc := match n with O => wmin x acc | S n => rots n (rot x) (wmin x acc) end.
Definition canon sy (x : tword) : tword := let n := lenw x.2 in let y := (x.1, wtr sy x.2) in rots n x (rots n y x).
Definition tpoly := seq (sx * tword).
Definition eqtw (x y : tword) := if eqn x.1 y.1 then eqw x.2 y.2 else false.
Fixpoint tins c x (p : tpoly) : tpoly := match p with [::] => [:: (c, x)]
  | (c', y) :: q => if eqtw x y then (sadd c' c, y) :: q else (c', y) :: tins c x q end.
Fixpoint taddp (p q : tpoly) : tpoly := match p with [::] => q | (c, x) :: r => taddp r (tins c x q) end.
Fixpoint tmapc (f : sx -> sx) (p : tpoly) : tpoly := match p with [::] => [::] | (c, x) :: r => (f c, x) :: tmapc f r end.
Fixpoint tcan sy m (p : poly) acc : tpoly := match p with [::] => acc | (c, w) :: r => tcan sy m r (tins c (canon sy (m, w)) acc) end.
Fixpoint tnorm sy e : tpoly := match e with TT m a => tcan sy m (norm sy a m m) [::]
  | TA a b => taddp (tnorm sy a) (tnorm sy b) | TN a => tmapc sopp (tnorm sy a) | TS c a => tmapc (smul c) (tnorm sy a) end.
Fixpoint tinsc (z : sx -> bool) (p : tpoly) s := match p with [::] => s | (c, _) :: r => tinsc z r (if z c then s else if mems c s then s else c :: s) end.
Definition tcoefs sy z e : seq sx := tinsc z (tnorm sy e) [::].

Section TSem.
Variables (F : fieldType) (sv : nat -> F) (dv : nat -> nat) (mv : nat -> forall m n, 'M[F]_(m, n)) (sy : nat -> bool).
Hypothesis syP : forall k m n, sy k -> (mv k m n)^T = mv k n m.
Notation seval := (sev (0 : F) 1 +%R *%R -%R GRing.inv sv).
Notation AZ := (allz (0 : F) 1 +%R *%R -%R GRing.inv sv).
Fixpoint teval e : F := match e with TT m a => \tr (meval sv dv mv a m m) | TA a b => teval a + teval b
  | TN a => - teval a | TS c a => seval c * teval a end.
Definition xeval (x : tword) : F := \tr (weval dv mv x.2 x.1 x.1).
Fixpoint tpeval (p : tpoly) : F := match p with [::] => 0 | (c, x) :: r => seval c * xeval x + tpeval r end.
Lemma rotE x : xeval (rot x) = xeval x.
Proof. by case: x => m [l|l d u]; rewrite /xeval //= wappE mxtrace_mulC. Qed.
Lemma wminE x y : xeval x = xeval y -> xeval (wmin x y) = xeval y.
Proof. by rewrite /wmin; case: ifP. Qed.
Lemma rotsE n x a : xeval x = xeval a -> xeval (rots n x a) = xeval a.
Proof. by elim: n x a => [|n IH] x a e /=; rewrite ?IH ?rotE ?wminE. Qed.
Lemma canonE x : xeval (canon sy x) = xeval x.
Proof.
have T : xeval (x.1, wtr sy x.2) = xeval x by rewrite /xeval /= wtrE // mxtrace_tr.
by rewrite /canon /=; rewrite !rotsE // rotsE.
Qed.
Lemma eqtwP x y : eqtw x y -> x = y.
Proof. by case: x y => [m w] [n v]; rewrite /eqtw /=; case: ifP => // /eqnP -> /eqwP ->. Qed.
Lemma tinsE c x p : tpeval (tins c x p) = seval c * xeval x + tpeval p.
Proof.
elim: p => [|[c' y] q IH] //=; case: ifP => [/eqtwP ->|_] /=; last by rewrite IH addrCA.
by rewrite saddE mulrDl -addrA addrCA.
Qed.
Lemma taddpE p q : tpeval (taddp p q) = tpeval p + tpeval q.
Proof. by elim: p q => [|[c x] r IH] q /=; rewrite ?add0r // IH tinsE addrA [tpeval r + _]addrC. Qed.
Lemma tcanE m p acc : tpeval (tcan sy m p acc) = \tr (peval sv dv mv p m m) + tpeval acc.
Proof.
elim: p acc => [|[c w] r IH] acc /=; first by rewrite mxtrace0 add0r.
by rewrite IH tinsE canonE mxtraceD mxtraceZ addrA [\tr _ + _]addrC.
Qed.
Lemma tnormE e : tpeval (tnorm sy e) = teval e.
Proof.
elim: e => [m a|a IHa b IHb|a IHa|c a IHa] /=.
- by rewrite tcanE addr0 normE.
- by rewrite taddpE IHa IHb.
- by rewrite -IHa; elim: (tnorm _ _) => [|[x w] r IH] /=; rewrite ?oppr0 // IH soppE mulNr opprD.
- by rewrite -IHa; elim: (tnorm _ _) => [|[x w] r IH] /=; rewrite ?mulr0 // IH smulE mulrDr mulrA.
Qed.
Variable z : sx -> bool.
Hypothesis zP : forall c, z c -> seval c = 0.
Lemma tinscz (p : tpoly) s : AZ (tinsc z p s) -> AZ s.
Proof. by elim: p s => [|[c w] r IH] s //= /IH; case: ifP => // _; case: ifP => //= _ []. Qed.
Theorem tcheck e1 e2 cs : tcoefs sy z (TA e1 (TN e2)) = cs -> AZ cs -> teval e1 = teval e2.
Proof.
move=> <- H; apply/eqP; rewrite -subr_eq0; apply/eqP.
rewrite -[LHS]/(teval (TA e1 (TN e2))) -tnormE; move: H; rewrite /tcoefs.
elim: (tnorm _ _) [::] => [|[c w] r IH] s //= H.
have [H1 H2] : seval c = 0 /\ AZ s.
  have := tinscz H; case Z: (z c); first by split=> //; exact: zP.
  by case E: (mems c s) => //= Hs; split=> //; exact: memsz E Hs.
by rewrite H1 mul0r add0r (IH _ H).
Qed.
End TSem.

(* ---- 5. variables of fixed size seen at any size ---- *)
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

(* ---- 6. fixed tactics used by every generated certificate ---- *)
Ltac mxpos ch0 := solve [ apply: ch0; repeat first [ apply: pos1 | apply: posD | apply: posM ] ].
(* closes a <> 0 : a numeral, a hypothesis (tac), or products/opposites of such *)
Ltac mxnz th ch0 tac := first [ mxpos ch0 | tac | apply: (mulnz th); mxnz th ch0 tac | apply: (oppnz th); mxnz th ch0 tac ].
