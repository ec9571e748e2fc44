pass settleScopes
# `kept` is only looked at: it goes where its scope ends. `stored` is handed on to the list and `returned` to the caller: theirs is
# nothing to drop. The list `all` is handed on, too. `markMoves` has marked where.
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
  %23: void = ScopeStart
  %2 stored: Res = Construct #0(%0)
  %22: void = ScopeStart
  %3 returned: Res = Construct #0(%0)
  %21: void = ScopeStart
  %4: int = Apply @look(ref %1)
  %11: Res = MoveValue %2
  %5 all: [Res] = MakeList(%11)
  %20: void = ScopeStart
  %12: [Res] = MoveValue %5
  %6: int = Apply @keep(own %12)
  %7: void = ScopeEnd %5 from %20
  %8: void = ScopeEnd %3 from %21
  %9: void = ScopeEnd %2 from %22
  %10: void = ScopeEnd %1 from %23
  Return %3
}
# Used after it was stored: the list got a reference of its own, and the local still has one.
fn still_used(%0: str owned) -> int {
bb0:
  %1 used: Res = Construct #0(%0)
  %21: void = ScopeStart
  %2 all: [Res] = MakeList(%1)
  %20: void = ScopeStart
  %3: int = Apply @look(ref %1)
  %4: void = ScopeEnd %2 from %20
  %5: void = ScopeEnd %1 from %21
  Return %3
}
# Handed on along one path: the other one brings the value to the end of the scope, in front of what was declared before.
fn on_one_path(%0: str owned, %1: bool borrowed) -> void {
  region 1 join in 0
bb0:
  %10 a: Res = Construct #0(%0)
  %21: void = ScopeStart
  %2 r: Res = Construct #0(%0)
  %20: void = ScopeStart
  Branch %1, bb1, bb2
bb1 region 1 then:
  %3: void = DropValue %2
  Jump bb3
bb2 region 1 else:
  Jump bb3
bb3 region 1 join:
  %4: void = ScopeEnd %2 from %20
  %11: void = ScopeEnd %10 from %21
  Return %4
}
# A block with one way into it takes what that way has, without a parameter.
fn through_blocks(%0: str owned, %1: bool borrowed) -> void {
  region 1 join in 0
  region 2 loop in 0
bb0:
  %2 r: [Res] = MakeList()
  %21: void = ScopeStart
  %3: Res = Construct #0(%0)
  %4 s: [Res] = MakeList(%3)
  %20: void = ScopeStart
  Branch %1, bb1, bb2
bb1 region 1 then:
  %9: [Res] = MoveValue %4
  %5: int = Apply @keep(own %9)
  Jump bb3
bb2 region 1 else:
  Jump bb3
bb3 region 1 join:
  Branch %1, bb4, bb5
bb4:
  %6: void = ScopeEnd %4 from %20
  Return %6
bb5 region 2 preheader:
  Jump bb6
bb6 region 2 header:
  Branch %1, bb7, bb8
bb7 region 2 latch:
  Jump bb6
bb8 region 2 exit:
  %7: void = ScopeEnd %4 from %20
  %8: void = ScopeEnd %2 from %21
  Return %7
}
# Each turn of a loop makes a value of its own: handing on the last one is not handing on this one.
fn in_loop(%0: str owned, %1: bool borrowed) -> void {
  region 1 loop in 0
bb0 region 1 preheader:
  Jump bb1
bb1 region 1 header:
  %2 r: Res = Construct #0(%0)
  %20: void = ScopeStart
  Branch %1, bb2, bb3
bb2 region 1 latch:
  %3: void = ScopeEnd %2 from %20
  Jump bb1
bb3 region 1 exit:
  %4: void = DropValue %2
  %5: void = ScopeEnd %2 from %20
  Return %5
}
# A struct that was taken apart has nothing left to drop, also where its parts were forwarded; a value with an impl of `Drop` stays
# whole.
fn parts(%0: Res owned, %1: Res owned) -> [Res] {
bb0:
  %2 pair: Pair = Construct(%0, %1)
  %20: void = ScopeStart
  %3: Res = Project %2.0
  %6: Res = MoveValue %3
  %4: [Res] = MakeList(%6)
  %5: void = ScopeEnd %2 from %20
  Return %4
}
fn forwarded(%0: Res owned, %1: Res owned) -> [Res] {
bb0:
  %2 pair: Pair = Construct(%0, %1)
  %20: void = ScopeStart
  %6: Res = MoveValue %0
  %4: [Res] = MakeList(%6)
  %5: void = ScopeEnd %2 from %20
  Return %4
}
# What takes a part by itself takes a reference, and so does what consumes without a mark.
fn shared_part(%0: Res owned, %1: Res owned) -> [Res] {
bb0:
  %2 pair: Pair = Construct(%0, %1)
  %20: void = ScopeStart
  %3: Res = Project %2.0
  %4: [Res] = MakeList(%3)
  %5: void = ScopeEnd %2 from %20
  Return %4
}
fn whole(%0: Res owned) -> str {
bb0:
  %20: void = ScopeStart
  %1: str = Project %0#0.0
  %2: void = ScopeEnd %0 from %20
  Return %1
}
# A local that holds a part goes by itself where the whole has gone before.
fn part_of_gone(%0: Res owned, %1: Res owned) -> int {
bb0:
  %2 pair: Pair = Construct(%0, %1)
  %20: void = ScopeStart
  %3 part: Res = Project %2.0
  %21: void = ScopeStart
  %5: void = ScopeEnd %2 from %20
  %6: int = Apply @look(ref %3)
  %7: void = ScopeEnd %3 from %21
  Return %6
}
# What was done with a value before the local had it does not count.
fn came_back(%0: Res owned) -> int {
bb0:
  %1 early: Res = MoveValue %0
  %2: Res = MoveValue %1
  %20: void = ScopeStart
  %6: int = Apply @look(ref %1)
  %7: void = ScopeEnd %1 from %20
  Return %6
}
# What is borrowed is dropped by its owner.
fn borrowed(%0: Res borrowed) -> int {
bb0:
  %20: void = ScopeStart
  %1: int = Apply @look(ref %0)
  %2: void = ScopeEnd %0 from %20
  Return %1
}

==>
phase owned
type str = str
type int = scalar int
type bool = scalar bool
type void = unit
type Res = dropping sum { Res { name: str } }
type Pair = struct { first: Res, second: Res }
type [Res] = list Res
type kept<Res> = sum { Gone {}, Kept { value: Res } }
type kept<[Res]> = sum { Gone {}, Kept { value: [Res] } }

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
  %3 stored: Res = Construct #0(%0)
  %5 returned: Res = Construct #0(%0)
  %7: int = Apply @look(ref %1)
  %8: Res = MoveValue %3
  %9 all: [Res] = MakeList(%8)
  %11: [Res] = MoveValue %9
  %12: int = Apply @keep(own %11)
  %16: void = DropValue %1
  Return %5
}

fn still_used(%0: str owned) -> int {
bb0:
  %1 used: Res = Construct #0(%0)
  %2 all: [Res] = MakeList(%1)
  %3: int = Apply @look(ref %1)
  %4: void = DropValue %2
  %5: void = DropValue %1
  Return %3
}

fn on_one_path(%0: str owned, %1: bool borrowed) -> void {
  region 1 join in 0
bb0:
  %2 a: Res = Construct #0(%0)
  %4 r: Res = Construct #0(%0)
  Branch %1, bb1, bb2
bb1 region 1 then:
  %9: void = DropValue %4
  %6 r: kept<Res> = Construct #0()
  Jump bb3(%6)
bb2 region 1 else:
  %7 r: kept<Res> = Construct #1(%4)
  Jump bb3(%7)
bb3(%8 r: kept<Res>) region 1 join:
  %10: void = DropValue %8
  %11: void = DropValue %2
  Return %10
}

fn through_blocks(%0: str owned, %1: bool borrowed) -> void {
  region 1 join in 0
  region 2 loop in 0
bb0:
  %4: Res = Construct #0(%0)
  %5 s: [Res] = MakeList(%4)
  Branch %1, bb1, bb2
bb1 region 1 then:
  %11: [Res] = MoveValue %5
  %12: int = Apply @keep(own %11)
  %7 s: kept<[Res]> = Construct #0()
  Jump bb3(%7)
bb2 region 1 else:
  %8 s: kept<[Res]> = Construct #1(%5)
  Jump bb3(%8)
bb3(%9 s: kept<[Res]>) region 1 join:
  Branch %1, bb4, bb5
bb4:
  %13: void = DropValue %9
  Return %13
bb5 region 2 preheader:
  Jump bb6(%9)
bb6(%10 s: kept<[Res]>) region 2 header:
  Branch %1, bb7, bb8
bb7 region 2 latch:
  Jump bb6(%10)
bb8 region 2 exit:
  %14: void = DropValue %10
  Return %14
}

fn in_loop(%0: str owned, %1: bool borrowed) -> void {
  region 1 loop in 0
bb0 region 1 preheader:
  Jump bb1
bb1 region 1 header:
  %2 r: Res = Construct #0(%0)
  Branch %1, bb2, bb3
bb2 region 1 latch:
  %3: void = DropValue %2
  Jump bb1
bb3 region 1 exit:
  %4: void = DropValue %2
  %5: void = Const unit
  Return %5
}

fn parts(%0: Res owned, %1: Res owned) -> [Res] {
bb0:
  %2 pair: Pair = Construct(%0, %1)
  %4: Res = Project %2.0
  %5: Res = MoveValue %4
  %6: [Res] = MakeList(%5)
  Return %6
}

fn forwarded(%0: Res owned, %1: Res owned) -> [Res] {
bb0:
  %4: Res = MoveValue %0
  %5: [Res] = MakeList(%4)
  Return %5
}

fn shared_part(%0: Res owned, %1: Res owned) -> [Res] {
bb0:
  %2 pair: Pair = Construct(%0, %1)
  %3: Res = Project %2.0
  %4: [Res] = MakeList(%3)
  %5: void = DropValue %2
  Return %4
}

fn whole(%0: Res owned) -> str {
bb0:
  %1: str = Project %0#0.0
  %2: void = DropValue %0
  Return %1
}

fn part_of_gone(%0: Res owned, %1: Res owned) -> int {
bb0:
  %2 pair: Pair = Construct(%0, %1)
  %3 part: Res = Project %2.0
  %5: void = DropValue %2
  %6: int = Apply @look(ref %3)
  %7: void = DropValue %3
  Return %6
}

fn came_back(%0: Res owned) -> int {
bb0:
  %1 early: Res = MoveValue %0
  %6: int = Apply @look(ref %1)
  %7: void = DropValue %1
  Return %6
}

fn borrowed(%0: Res borrowed) -> int {
bb0:
  %1: int = Apply @look(ref %0)
  Return %1
}

drop Res by @Res.drop
