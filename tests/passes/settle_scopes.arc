pass settleScopes
# `kept` is only looked at: it goes where its scope ends. `stored` is handed on to the list and `returned` to the caller: theirs is
# nothing to drop. `both` is used by a view later. The list `all` is handed on in its last use.
type str = str
type int = scalar int
type bool = scalar bool
type void = unit
type Res = dropping sum { Res { name: str } }
type Pair = struct { first: Res, second: Res }
type [Res] = list Res
drop Res by @Res.drop

fn Res.drop(%0 self: Res borrowed) -> void {
bb0:
  %1: void = Const unit
  Return %1
}
fn look(%0: Res borrowed) -> int {
bb0:
  %1: int = Const 1
  Return %1
}
fn keep(%0: [Res] owned) -> int {
bb0:
  %1: int = Const 1
  Return %1
}
fn straight(%0: str owned) -> Res {
bb0:
  %1 kept: Res = Construct #0(%0)
  %2 stored: Res = Construct #0(%0)
  %3 returned: Res = Construct #0(%0)
  %4: int = Apply @look(ref %1)
  %5 all: [Res] = MakeList(%2)
  %6: int = Apply @keep(own %5)
  %7: void = Intrinsic scope_end of [Res](ref %5)
  %8: void = Intrinsic scope_end of Res(ref %3)
  %9: void = Intrinsic scope_end of Res(ref %2)
  %10: void = Intrinsic scope_end of Res(ref %1)
  Return %3
}
# Used after it was stored: the list got a reference of its own, and the local still has one.
fn still_used(%0: str owned) -> int {
bb0:
  %1 used: Res = Construct #0(%0)
  %2 all: [Res] = MakeList(%1)
  %3: int = Apply @look(ref %1)
  %4: void = Intrinsic scope_end of [Res](ref %2)
  %5: void = Intrinsic scope_end of Res(ref %1)
  Return %3
}
# Handed on along one path: after the join nobody knows, so nothing is dropped there.
fn on_one_path(%0: str owned, %1: bool borrowed) -> void {
bb0:
  %2 r: Res = Construct #0(%0)
  Branch %1, bb1, bb2
bb1 then:
  %3: void = Intrinsic drop_value of Res(own %2)
  Jump bb3
bb2 else:
  Jump bb3
bb3 join:
  %4: void = Intrinsic scope_end of Res(ref %2)
  Return %4
}
# Each turn of a loop makes a value of its own: handing on the last one is not handing on this one.
fn in_loop(%0: str owned, %1: bool borrowed) -> void {
bb0:
  Jump bb1
bb1 header:
  %2 r: Res = Construct #0(%0)
  Branch %1, bb2, bb3
bb2 body:
  %3: void = Intrinsic scope_end of Res(ref %2)
  Jump bb1
bb3 exit:
  %4: void = Intrinsic drop_value of Res(own %2)
  %5: void = Intrinsic scope_end of Res(ref %2)
  Return %5
}
# A struct that was taken apart has nothing left to drop; a value with an impl of `Drop` stays whole.
fn parts(%0: Res owned, %1: Res owned) -> [Res] {
bb0:
  %2 pair: Pair = Construct(%0, %1)
  %3: Res = Project %2.0
  %4: [Res] = MakeList(%3)
  %5: void = Intrinsic scope_end of Pair(ref %2)
  Return %4
}
fn whole(%0: Res owned) -> str {
bb0:
  %1: str = Project %0#0.0
  %2: void = Intrinsic scope_end of Res(ref %0)
  Return %1
}
# What is borrowed is dropped by its owner.
fn borrowed(%0: Res borrowed) -> int {
bb0:
  %1: int = Apply @look(ref %0)
  %2: void = Intrinsic scope_end of Res(ref %0)
  Return %1
}

==>
type str = str
type int = scalar int
type bool = scalar bool
type void = unit
type Res = dropping sum { Res { name: str } }
type Pair = struct { first: Res, second: Res }
type [Res] = list Res

fn Res.drop(%0 self: Res borrowed) -> void {
bb0:
  %1: void = Const unit
  Return %1
}

fn look(%0: Res borrowed) -> int {
bb0:
  %1: int = Const 1
  Return %1
}

fn keep(%0: [Res] owned) -> int {
bb0:
  %1: int = Const 1
  Return %1
}

fn straight(%0: str owned) -> Res {
bb0:
  %1 kept: Res = Construct #0(%0)
  %2 stored: Res = Construct #0(%0)
  %3 returned: Res = Construct #0(%0)
  %4: int = Apply @look(ref %1)
  %5 all: [Res] = MakeList(%2)
  %6: int = Apply @keep(own %5)
  %7: void = Const unit
  %8: void = Const unit
  %9: void = Const unit
  %10: void = Intrinsic drop_value of Res(own %1)
  Return %3
}

fn still_used(%0: str owned) -> int {
bb0:
  %1 used: Res = Construct #0(%0)
  %2 all: [Res] = MakeList(%1)
  %3: int = Apply @look(ref %1)
  %4: void = Intrinsic drop_value of [Res](own %2)
  %5: void = Intrinsic drop_value of Res(own %1)
  Return %3
}

fn on_one_path(%0: str owned, %1: bool borrowed) -> void {
bb0:
  %2 r: Res = Construct #0(%0)
  Branch %1, bb1, bb2
bb1 then:
  %3: void = Intrinsic drop_value of Res(own %2)
  Jump bb3
bb2 else:
  Jump bb3
bb3 join:
  %4: void = Const unit
  Return %4
}

fn in_loop(%0: str owned, %1: bool borrowed) -> void {
bb0:
  Jump bb1
bb1 header:
  %2 r: Res = Construct #0(%0)
  Branch %1, bb2, bb3
bb2 body:
  %3: void = Intrinsic drop_value of Res(own %2)
  Jump bb1
bb3 exit:
  %4: void = Intrinsic drop_value of Res(own %2)
  %5: void = Const unit
  Return %5
}

fn parts(%0: Res owned, %1: Res owned) -> [Res] {
bb0:
  %2 pair: Pair = Construct(%0, %1)
  %3: Res = Project %2.0
  %4: [Res] = MakeList(%3)
  %5: void = Const unit
  Return %4
}

fn whole(%0: Res owned) -> str {
bb0:
  %1: str = Project %0#0.0
  %2: void = Intrinsic drop_value of Res(own %0)
  Return %1
}

fn borrowed(%0: Res borrowed) -> int {
bb0:
  %1: int = Apply @look(ref %0)
  %2: void = Const unit
  Return %1
}

drop Res by @Res.drop
