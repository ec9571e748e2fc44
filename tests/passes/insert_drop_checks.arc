pass insertDropChecks
# The drop of `Loud` can panic, that of `Quiet` cannot. A run of releases gets one check; what is owned after it is released when the
# panic goes on, last defined first. A cleanup has none. A list operation that releases an element is checked, too.
type str = str
type int = scalar int
type void = unit
type Never = never
type Loud = dropping sum { Loud { name: str } }
type Quiet = dropping sum { Quiet { name: str } }
type Pair = struct { first: Loud, second: int }
type [Loud] = list Loud
drop Loud by @Loud.drop
drop Quiet by @Quiet.drop

fn Loud.drop(%0 self: Loud borrowed) -> void {
bb0:
  %1: str = Const "loud"
  %2: Never = Intrinsic panic(own %1)
  Unreachable
}
fn Quiet.drop(%0 self: Quiet borrowed) -> void {
bb0:
  %1: void = Const unit
  Return %1
}
fn risky(%0: int borrowed) -> int {
bb0:
  %1: int = CheckedPrim int_add(ref %0, ref %0)
  Return %1
}
fn nothing_left(%0: Loud owned) -> void {
bb0:
  RcDec %0
  %1: void = Const unit
  Return %1
}
fn two_in_a_run(%0: Loud owned, %1: Pair owned, %2: str owned, %3: Quiet owned) -> str {
bb0:
  RcDec %0
  RcInc %2
  RcDec %1
  RcDec %3
  %4: str = Intrinsic str_concat(own %2, ref %2)
  RcDec %2
  Return %4
}
fn quiet(%0: Quiet owned, %1: str owned) -> str {
bb0:
  RcDec %0
  Return %1
}
fn replaced(%0: [Loud] owned, %1: Loud owned, %2: int borrowed, %3: str owned) -> [Loud] {
bb0:
  Invoke %4: [Loud] = Intrinsic list_set of Loud(own %0, ref %2, own %1) -> bb1, unwind bb2
bb1:
  RcDec %3
  Return %4
bb2:
  RcDec %3
  Resume
}
fn cleanup(%0: Loud owned, %1: int borrowed) -> int {
bb0:
  Invoke %2: int = Apply @risky(ref %1) -> bb1, unwind bb2
bb1:
  RcDec %0
  Return %2
bb2:
  RcDec %0
  Resume
}

==>
type str = str
type int = scalar int
type void = unit
type Never = never
type Loud = dropping sum { Loud { name: str } }
type Quiet = dropping sum { Quiet { name: str } }
type Pair = struct { first: Loud, second: int }
type [Loud] = list Loud

fn Loud.drop(%0 self: Loud borrowed) -> void {
bb0:
  %1: str = Const "loud"
  %2: Never = Intrinsic panic(own %1)
  Unreachable
}

fn Quiet.drop(%0 self: Quiet borrowed) -> void {
bb0:
  %1: void = Const unit
  Return %1
}

fn risky(%0: int borrowed) -> int {
bb0:
  %1: int = CheckedPrim int_add(ref %0, ref %0)
  Return %1
}

fn nothing_left(%0: Loud owned) -> void {
bb0:
  RcDec %0
  %2: void = DropCheck()
  %1: void = Const unit
  Return %1
}

fn two_in_a_run(%0: Loud owned, %1: Pair owned, %2: str owned, %3: Quiet owned) -> str {
bb0:
  RcDec %0
  RcInc %2
  RcDec %1
  RcDec %3
  Invoke %5: void = DropCheck() -> bb1, unwind bb2
bb1:
  %4: str = Intrinsic str_concat(own %2, ref %2)
  RcDec %2
  Return %4
bb2:
  RcDec %2
  RcDec %2
  Resume
}

fn quiet(%0: Quiet owned, %1: str owned) -> str {
bb0:
  RcDec %0
  Return %1
}

fn replaced(%0: [Loud] owned, %1: Loud owned, %2: int borrowed, %3: str owned) -> [Loud] {
bb0:
  Invoke %4: [Loud] = Intrinsic list_set of Loud(own %0, ref %2, own %1) -> bb1, unwind bb4
bb1:
  RcDec %3
  Invoke %5: void = DropCheck() -> bb2, unwind bb3
bb2:
  Return %4
bb3:
  RcDec %4
  Resume
bb4:
  RcDec %3
  Resume
}

fn cleanup(%0: Loud owned, %1: int borrowed) -> int {
bb0:
  Invoke %2: int = Apply @risky(ref %1) -> bb1, unwind bb2
bb1:
  RcDec %0
  %3: void = DropCheck()
  Return %2
bb2:
  RcDec %0
  Resume
}

drop Loud by @Loud.drop
drop Quiet by @Quiet.drop
