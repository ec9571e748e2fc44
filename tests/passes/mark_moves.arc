pass markMoves
# `kept` is handed on where it is put into the list, `lent` is only looked at, `again` is put into a list and used afterwards.
phase lowered
type str = str
type int = scalar int
type bool = scalar bool
type void = unit
type Res = dropping sum { Res { name: str } }
type `(Res, [Res]) -> int` = fn (Res, [Res]) -> int
type Shape = sum { Two { a: Res, b: Res }, None {} }
type Pair = struct { first: Res, second: Res }
type [Res] = list Res
type Rows = struct { rows: [Res] }
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
fn keep(%0: [Res] borrowed) -> int {
bb0:
  %1: int = Const 1
  Return %1
}
fn stored(%0: str borrowed) -> int {
bb0:
  %1 kept: Res = Construct #0(%0)
  %20: void = ScopeStart
  %2 lent: Res = Construct #0(%0)
  %21: void = ScopeStart
  %3 again: Res = Construct #0(%0)
  %22: void = ScopeStart
  %4: [Res] = MakeList(%1, %3)
  %5: int = Apply @look(%2)
  %6: int = Apply @look(%3)
  %7: void = ScopeEnd %3 from %22
  %8: void = ScopeEnd %2 from %21
  %9: void = ScopeEnd %1 from %20
  Return %5
}
# A function that keeps its parameter is handed the value; so is the list that a function is given which is not known, but for a value
# with a `drop` of its own, which gets a reference.
fn store(%0: Res borrowed) -> [Res] {
bb0:
  %20: void = ScopeStart
  %1: [Res] = MakeList(%0)
  %2: void = ScopeEnd %0 from %20
  Return %1
}
fn passed(%0: str borrowed) -> [Res] {
bb0:
  %1 kept: Res = Construct #0(%0)
  %20: void = ScopeStart
  %2: [Res] = Apply @store(%1)
  %3: void = ScopeEnd %1 from %20
  Return %2
}
fn not_known(%0: str borrowed, %1: `(Res, [Res]) -> int` borrowed) -> int {
bb0:
  %2 one: Res = Construct #0(%0)
  %20: void = ScopeStart
  %3: Res = Construct #0(%0)
  %4 all: [Res] = MakeList(%3)
  %21: void = ScopeStart
  %5: int = ApplyIndirect(ref %1, own %2, own %4)
  %6: void = ScopeEnd %4 from %21
  %7: void = ScopeEnd %2 from %20
  Return %5
}
# The field of a struct: the other one goes where the first is read.
fn field(%0: str borrowed) -> [Res] {
bb0:
  %1: Res = Construct #0(%0)
  %2: Res = Construct #0(%0)
  %3 pair: Pair = Construct(%1, %2)
  %20: void = ScopeStart
  %4: Res = Project %3.0
  %5: [Res] = Apply @store(%4)
  %6: void = ScopeEnd %3 from %20
  Return %5
}
# Both fields: nothing is left.
fn fields(%0: str borrowed) -> Pair {
bb0:
  %1: Res = Construct #0(%0)
  %2: Res = Construct #0(%0)
  %3 pair: Pair = Construct(%1, %2)
  %20: void = ScopeStart
  %4: Res = Project %3.0
  %5: Res = Project %3.1
  %7: Pair = Construct(%5, %4)
  %6: void = ScopeEnd %3 from %20
  Return %7
}
# A case of a match that hands a part on in any case takes the value apart where its parts are read; one that does so along a path
# only, where that is certain.
fn matched(%0: Shape borrowed, %1: bool borrowed) -> int {
  region 1 join in 0
bb0:
  %20: void = ScopeStart
  %2: int = Tag %0
  Switch %2 { 0: bb1, 1: bb2 }
bb1 region 1 then:
  %3 a: Res = Project %0#0.0
  %4 b: Res = Project %0#0.1
  %5: int = Apply @look(%3)
  %6: [Res] = Apply @store(%4)
  Jump bb3
bb2 region 1 else:
  Jump bb3
bb3 region 1 join:
  %7: void = ScopeEnd %0 from %20
  Return %2
}
fn matched_on_one_path(%0: Shape borrowed, %1: bool borrowed) -> int {
  region 1 join in 0
  region 2 join in 1
bb0:
  %20: void = ScopeStart
  %2: int = Tag %0
  Switch %2 { 0: bb1, 1: bb5 }
bb1 region 1 then:
  %3 a: Res = Project %0#0.0
  %4 b: Res = Project %0#0.1
  Branch %1, bb2, bb3
bb2 region 2 then:
  %5: int = Apply @look(%3)
  %6: [Res] = Apply @store(%4)
  Jump bb4
bb3 region 2 else:
  Jump bb4
bb4 region 2 join:
  Jump bb6
bb5 region 1 else:
  Jump bb6
bb6 region 1 join:
  %7: void = ScopeEnd %0 from %20
  Return %2
}
# A read that no op needs is a use: the field is not the last one. What two locals have is not taken apart, but it is once one is gone.
fn read_later(%0: Pair borrowed) -> [Res] {
bb0:
  %20: void = ScopeStart
  %1: Res = Project %0.0
  %2: [Res] = Apply @store(%1)
  %3: void = LocalRead %0
  %4: void = ScopeEnd %0 from %20
  Return %2
}
fn two_names(%0: Pair borrowed) -> [Res] {
bb0:
  %20: void = ScopeStart
  %21: void = ScopeStart
  %1: Res = Project %0.0
  %2: [Res] = Apply @store(%1)
  %3: void = ScopeEnd %0 from %21
  %4: void = ScopeEnd %0 from %20
  Return %2
}
fn one_name_left(%0: Pair borrowed) -> [Res] {
bb0:
  %20: void = ScopeStart
  %21: void = ScopeStart
  %3: void = ScopeEnd %0 from %21
  %1: Res = Project %0.0
  %2: [Res] = Apply @store(%1)
  %4: void = ScopeEnd %0 from %20
  Return %2
}
# An index gives a copy.
fn element(%0: [Res] borrowed, %1: int borrowed) -> [Res] {
bb0:
  %20: void = ScopeStart
  %2: Res = Intrinsic list_get of Res(ref %0, ref %1)
  %3: [Res] = Apply @store(%2)
  %4: void = ScopeEnd %0 from %20
  Return %3
}
# An argument that is used again has a reference of its own.
fn length(%0: [Res] borrowed) -> int {
bb0:
  %1: int = Const 1
  Return %1
}
fn whole(%0: [Res] borrowed) -> Rows {
bb0:
  %20: void = ScopeStart
  %1: Rows = Construct(%0)
  %2: void = ScopeEnd %0 from %20
  Return %1
}
fn used_again(%0: [Res] borrowed) -> int {
bb0:
  %20: void = ScopeStart
  %1: Rows = Apply @whole(%0)
  %2: int = Apply @length(%0)
  %3: void = ScopeEnd %0 from %20
  Return %2
}
==>
phase lowered
type str = str
type int = scalar int
type bool = scalar bool
type void = unit
type Res = dropping sum { Res { name: str } }
type `(Res, [Res]) -> int` = fn (Res, [Res]) -> int
type Shape = sum { Two { a: Res, b: Res }, None {} }
type Pair = struct { first: Res, second: Res }
type [Res] = list Res
type Rows = struct { rows: [Res] }

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

fn keep(%0: [Res] borrowed) -> int {
bb0:
  %1: int = Const 1
  Return %1
}

fn stored(%0: str borrowed) -> int {
bb0:
  %1 kept: Res = Construct #0(%0)
  %20: void = ScopeStart
  %2 lent: Res = Construct #0(%0)
  %21: void = ScopeStart
  %3 again: Res = Construct #0(%0)
  %22: void = ScopeStart
  %24 kept: Res = MoveValue %1
  %23 again: Res = ShareValue %3
  %4: [Res] = MakeList(%24, %23)
  %5: int = Apply @look(%2)
  %6: int = Apply @look(%3)
  %7: void = ScopeEnd %3 from %22
  %8: void = ScopeEnd %2 from %21
  %9: void = ScopeEnd %1 from %20
  Return %5
}

fn store(%0: Res borrowed) -> [Res] {
bb0:
  %20: void = ScopeStart
  %21: Res = MoveValue %0
  %1: [Res] = MakeList(%21)
  %2: void = ScopeEnd %0 from %20
  Return %1
}

fn passed(%0: str borrowed) -> [Res] {
bb0:
  %1 kept: Res = Construct #0(%0)
  %20: void = ScopeStart
  %21 kept: Res = MoveValue %1
  %2: [Res] = Apply @store(%21)
  %3: void = ScopeEnd %1 from %20
  Return %2
}

fn not_known(%0: str borrowed, %1: `(Res, [Res]) -> int` borrowed) -> int {
bb0:
  %2 one: Res = Construct #0(%0)
  %20: void = ScopeStart
  %3: Res = Construct #0(%0)
  %4 all: [Res] = MakeList(%3)
  %21: void = ScopeStart
  %23 one: Res = ShareValue %2
  %22 all: [Res] = MoveValue %4
  %5: int = ApplyIndirect(ref %1, own %23, own %22)
  %6: void = ScopeEnd %4 from %21
  %7: void = ScopeEnd %2 from %20
  Return %5
}

fn field(%0: str borrowed) -> [Res] {
bb0:
  %1: Res = Construct #0(%0)
  %2: Res = Construct #0(%0)
  %3 pair: Pair = Construct(%1, %2)
  %20: void = ScopeStart
  %4: Res = Project %3.0
  %22: void = DropValue %3
  %21: Res = MoveValue %4
  %5: [Res] = Apply @store(%21)
  %6: void = ScopeEnd %3 from %20
  Return %5
}

fn fields(%0: str borrowed) -> Pair {
bb0:
  %1: Res = Construct #0(%0)
  %2: Res = Construct #0(%0)
  %3 pair: Pair = Construct(%1, %2)
  %20: void = ScopeStart
  %4: Res = Project %3.0
  %5: Res = Project %3.1
  %22: Res = ShareValue %5
  %21: Res = MoveValue %4
  %7: Pair = Construct(%22, %21)
  %6: void = ScopeEnd %3 from %20
  Return %7
}

fn matched(%0: Shape borrowed, %1: bool borrowed) -> int {
  region 1 join in 0
bb0:
  %20: void = ScopeStart
  %2: int = Tag %0
  Switch %2 { 0: bb1, 1: bb2 }
bb1 region 1 then:
  %3 a: Res = Project %0#0.0
  %4 b: Res = Project %0#0.1
  %22: void = DropValue %0
  %5: int = Apply @look(%3)
  %21 b: Res = MoveValue %4
  %6: [Res] = Apply @store(%21)
  Jump bb3
bb2 region 1 else:
  Jump bb3
bb3 region 1 join:
  %7: void = ScopeEnd %0 from %20
  Return %2
}

fn matched_on_one_path(%0: Shape borrowed, %1: bool borrowed) -> int {
  region 1 join in 0
  region 2 join in 1
bb0:
  %20: void = ScopeStart
  %2: int = Tag %0
  Switch %2 { 0: bb1, 1: bb5 }
bb1 region 1 then:
  %3 a: Res = Project %0#0.0
  %4 b: Res = Project %0#0.1
  Branch %1, bb2, bb3
bb2 region 2 then:
  %5: int = Apply @look(%3)
  %21 b: Res = MoveValue %4
  %22: void = DropValue %0
  %6: [Res] = Apply @store(%21)
  Jump bb4
bb3 region 2 else:
  Jump bb4
bb4 region 2 join:
  Jump bb6
bb5 region 1 else:
  Jump bb6
bb6 region 1 join:
  %7: void = ScopeEnd %0 from %20
  Return %2
}

fn read_later(%0: Pair borrowed) -> [Res] {
bb0:
  %20: void = ScopeStart
  %1: Res = Project %0.0
  %21: Res = ShareValue %1
  %2: [Res] = Apply @store(%21)
  %4: void = ScopeEnd %0 from %20
  Return %2
}

fn two_names(%0: Pair borrowed) -> [Res] {
bb0:
  %20: void = ScopeStart
  %21: void = ScopeStart
  %1: Res = Project %0.0
  %22: Res = ShareValue %1
  %2: [Res] = Apply @store(%22)
  %3: void = ScopeEnd %0 from %21
  %4: void = ScopeEnd %0 from %20
  Return %2
}

fn one_name_left(%0: Pair borrowed) -> [Res] {
bb0:
  %20: void = ScopeStart
  %21: void = ScopeStart
  %3: void = ScopeEnd %0 from %21
  %1: Res = Project %0.0
  %23: void = DropValue %0
  %22: Res = MoveValue %1
  %2: [Res] = Apply @store(%22)
  %4: void = ScopeEnd %0 from %20
  Return %2
}

fn element(%0: [Res] borrowed, %1: int borrowed) -> [Res] {
bb0:
  %20: void = ScopeStart
  %2: Res = Intrinsic list_get of Res(ref %0, ref %1)
  %21: Res = ShareValue %2
  %3: [Res] = Apply @store(%21)
  %4: void = ScopeEnd %0 from %20
  Return %3
}

fn length(%0: [Res] borrowed) -> int {
bb0:
  %1: int = Const 1
  Return %1
}

fn whole(%0: [Res] borrowed) -> Rows {
bb0:
  %20: void = ScopeStart
  %21: [Res] = MoveValue %0
  %1: Rows = Construct(%21)
  %2: void = ScopeEnd %0 from %20
  Return %1
}

fn used_again(%0: [Res] borrowed) -> int {
bb0:
  %20: void = ScopeStart
  %21: [Res] = ShareValue %0
  %1: Rows = Apply @whole(%21)
  %2: int = Apply @length(%0)
  %3: void = ScopeEnd %0 from %20
  Return %2
}

drop Res by @Res.drop
