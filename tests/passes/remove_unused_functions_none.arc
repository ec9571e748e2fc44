# All functions are used: nothing changes.
pass removeUnusedFunctions
fn f(%0: int borrowed) -> int {
bb0:
  Return %0
}
fn main() -> void {
bb0:
  %0: int = Const 1
  %1: int = Apply @f(%0)
  %2: void = Const unit
  Return %2
}
main @main
==>
phase lowered
type int = scalar int
type void = unit

fn f(%0: int borrowed) -> int {
bb0:
  Return %0
}

fn main() -> void {
bb0:
  %0: int = Const 1
  %1: int = Apply @f(%0)
  %2: void = Const unit
  Return %2
}

main @main
