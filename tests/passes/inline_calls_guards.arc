# What stays a call: functions of 12 steps and more that are no lambdas and get no known closure, and functions that call each other.
pass inlineCalls
fn twelve(%0: int borrowed) -> int {
bb0:
  %1: int = Prim int_wrap_add(%0, %0)
  %2: int = Prim int_wrap_add(%1, %0)
  %3: int = Prim int_wrap_add(%2, %0)
  %4: int = Prim int_wrap_add(%3, %0)
  %5: int = Prim int_wrap_add(%4, %0)
  %6: int = Prim int_wrap_add(%5, %0)
  %7: int = Prim int_wrap_add(%6, %0)
  %8: int = Prim int_wrap_add(%7, %0)
  %9: int = Prim int_wrap_add(%8, %0)
  %10: int = Prim int_wrap_add(%9, %0)
  %11: int = Prim int_wrap_add(%10, %0)
  %12: int = Prim int_wrap_add(%11, %0)
  Return %12
}
fn calls_twelve(%0: int borrowed) -> int {
bb0:
  %1: int = Apply @twelve(%0)
  Return %1
}
fn ping(%0: int borrowed) -> int {
bb0:
  %1: int = Apply @pong(%0)
  %2: int = Prim int_wrap_add(%1, %0)
  Return %2
}
fn pong(%0: int borrowed) -> int {
bb0:
  %1: int = Apply @ping(%0)
  %2: int = Prim int_wrap_sub(%1, %0)
  Return %2
}
==>
phase lowered
type int = scalar int

fn twelve(%0: int borrowed) -> int {
bb0:
  %1: int = Prim int_wrap_add(%0, %0)
  %2: int = Prim int_wrap_add(%1, %0)
  %3: int = Prim int_wrap_add(%2, %0)
  %4: int = Prim int_wrap_add(%3, %0)
  %5: int = Prim int_wrap_add(%4, %0)
  %6: int = Prim int_wrap_add(%5, %0)
  %7: int = Prim int_wrap_add(%6, %0)
  %8: int = Prim int_wrap_add(%7, %0)
  %9: int = Prim int_wrap_add(%8, %0)
  %10: int = Prim int_wrap_add(%9, %0)
  %11: int = Prim int_wrap_add(%10, %0)
  %12: int = Prim int_wrap_add(%11, %0)
  Return %12
}

fn calls_twelve(%0: int borrowed) -> int {
bb0:
  %1: int = Apply @twelve(%0)
  Return %1
}

fn ping(%0: int borrowed) -> int {
bb0:
  %1: int = Apply @pong(%0)
  %2: int = Prim int_wrap_add(%1, %0)
  Return %2
}

fn pong(%0: int borrowed) -> int {
bb0:
  %1: int = Apply @ping(%0)
  %2: int = Prim int_wrap_sub(%1, %0)
  Return %2
}
