pass endScopesAtPanics
# What is in scope stays until a panic that has lost the end of it: `a`, which was assigned, and `b`.
phase lowered
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
fn keep(%0: [Res] borrowed) -> int {
bb0:
  %1: int = Const 1
  Return %1
}
fn to_a_panic(%0: str borrowed, %1: bool borrowed) -> void {
  region 1 join in 0
bb0:
  %2 a: Res = Construct #0(%0)
  %20: void = ScopeStart
  %9 b: Res = Construct #0(%0)
  %21: void = ScopeStart
  Branch %1, bb1, bb2
bb1 region 1 then:
  %3 a: Res = Construct #0(%0)
  %4: void = ScopeEnd %2 from %20
  Jump bb3(%3)
bb2 region 1 else:
  Jump bb3(%2)
bb3(%10 a: Res) region 1 join:
  Branch %1, bb4, bb5
bb4:
  %5: int = Apply @look(%9)
  Unreachable
bb5:
  %6: void = ScopeEnd %9 from %21
  %7: void = ScopeEnd %10 from %20
  Return %6
}
# Nothing is in scope before it was made, or after its end; a call that comes back has its ends.
fn not_in_scope(%0: str borrowed, %1: bool borrowed) -> void {
bb0:
  Branch %1, bb1, bb2
bb1:
  Unreachable
bb2:
  %2 a: Res = Construct #0(%0)
  %20: void = ScopeStart
  %3: void = ScopeEnd %2 from %20
  Branch %1, bb3, bb4
bb3:
  Unreachable
bb4:
  %6: int = Apply @look(%2)
  Return %3
}
# What is on its way to a local that is declared later has a start of its own.
fn on_its_way(%0: str borrowed, %1: bool borrowed) -> void {
  region 1 join in 0
bb0:
  Branch %1, bb1, bb4
bb1 region 1 then:
  %2: Res = Construct #0(%0)
  Branch %1, bb2, bb3
bb2 region 1 then:
  Unreachable
bb3 region 1 then:
  Jump bb5(%2)
bb4 region 1 else:
  %3: Res = Construct #0(%0)
  Jump bb5(%3)
bb5(%10 a: Res) region 1 join:
  %20: void = ScopeStart
  %6: void = ScopeEnd %10 from %20
  Return %6
}
==>
phase lowered
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

fn keep(%0: [Res] borrowed) -> int {
bb0:
  %1: int = Const 1
  Return %1
}

fn to_a_panic(%0: str borrowed, %1: bool borrowed) -> void {
  region 1 join in 0
bb0:
  %2 a: Res = Construct #0(%0)
  %20: void = ScopeStart
  %9 b: Res = Construct #0(%0)
  %21: void = ScopeStart
  Branch %1, bb1, bb2
bb1 region 1 then:
  %3 a: Res = Construct #0(%0)
  %4: void = ScopeEnd %2 from %20
  Jump bb3(%3)
bb2 region 1 else:
  Jump bb3(%2)
bb3(%10 a: Res) region 1 join:
  Branch %1, bb4, bb5
bb4:
  %5: int = Apply @look(%9)
  %22: void = ScopeEnd %9 from %21
  %23: void = ScopeEnd %10 from %20
  Unreachable
bb5:
  %6: void = ScopeEnd %9 from %21
  %7: void = ScopeEnd %10 from %20
  Return %6
}

fn not_in_scope(%0: str borrowed, %1: bool borrowed) -> void {
bb0:
  Branch %1, bb1, bb2
bb1:
  Unreachable
bb2:
  %2 a: Res = Construct #0(%0)
  %20: void = ScopeStart
  %3: void = ScopeEnd %2 from %20
  Branch %1, bb3, bb4
bb3:
  Unreachable
bb4:
  %6: int = Apply @look(%2)
  Return %3
}

fn on_its_way(%0: str borrowed, %1: bool borrowed) -> void {
  region 1 join in 0
bb0:
  Branch %1, bb1, bb4
bb1 region 1 then:
  %2: Res = Construct #0(%0)
  Branch %1, bb2, bb3
bb2 region 1 then:
  %21: void = ScopeStart
  %22: void = ScopeEnd %2 from %21
  Unreachable
bb3 region 1 then:
  Jump bb5(%2)
bb4 region 1 else:
  %3: Res = Construct #0(%0)
  Jump bb5(%3)
bb5(%10 a: Res) region 1 join:
  %20: void = ScopeStart
  %6: void = ScopeEnd %10 from %20
  Return %6
}

drop Res by @Res.drop
