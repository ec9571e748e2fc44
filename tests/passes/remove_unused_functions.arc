# What neither an entry, a closure nor a release needs is gone, and the others are numbered anew. Functions that only call each other are
# not needed; those that tests, wrappers and drops lead to are.
pass removeUnusedFunctions
type Guard = dropping sum { Guard { id: int } }
type `env()` = env ()
type `(int) -> int` = fn (int) -> int
fn unused(%0: int borrowed) -> int {
bb0:
  Return %0
}
fn ping(%0: int borrowed) -> int {
bb0:
  %1: int = Apply @pong(%0)
  Return %1
}
fn pong(%0: int borrowed) -> int {
bb0:
  %1: int = Apply @ping(%0)
  Return %1
}
fn called(%0: int borrowed) -> int {
bb0:
  Return %0
}
fn main() -> void {
bb0:
  %0: int = Const 1
  %1: int = Apply @called(%0)
  %2: `(int) -> int` = PartialApply @main.lambda0$wrapper()
  %3: int = ApplyIndirect(ref %2, own %1)
  %4: void = Const unit
  Return %4
}
fn main.lambda0(%0: int borrowed) -> int lambda 0 {
bb0:
  Return %0
}
fn main.lambda0$wrapper(%0: `env()` borrowed, %1: int owned) -> int wraps @main.lambda0 {
bb0:
  %2: int = Apply @main.lambda0(%1)
  Return %2
}
fn drop_guard(%0: Guard borrowed) -> void {
bb0:
  %1: void = Const unit
  Return %1
}
fn tested() -> void {
bb0:
  %0: void = Const unit
  Return %0
}
main @main
drop Guard by @drop_guard
test @tested "a test"
==>
phase lowered
type Guard = dropping sum { Guard { id: int } }
type `env()` = env ()
type `(int) -> int` = fn (int) -> int
type int = scalar int
type void = unit

fn called(%0: int borrowed) -> int {
bb0:
  Return %0
}

fn main() -> void {
bb0:
  %0: int = Const 1
  %1: int = Apply @called(%0)
  %2: `(int) -> int` = PartialApply @main.lambda0$wrapper()
  %3: int = ApplyIndirect(ref %2, own %1)
  %4: void = Const unit
  Return %4
}

fn main.lambda0(%0: int borrowed) -> int lambda 0 {
bb0:
  Return %0
}

fn main.lambda0$wrapper(%0: `env()` borrowed, %1: int owned) -> int wraps @main.lambda0 {
bb0:
  %2: int = Apply @main.lambda0(%1)
  Return %2
}

fn drop_guard(%0: Guard borrowed) -> void {
bb0:
  %1: void = Const unit
  Return %1
}

fn tested() -> void {
bb0:
  %0: void = Const unit
  Return %0
}

main @main
drop Guard by @drop_guard
test @tested "a test"
