# A loop over a record keeps the fields in variables.
pass explodeParams
type [int] = list int
type State = struct { items: [int], count: int }
fn main(%0: State borrowed, %1: int borrowed) -> int {
  region 1 loop in 0
bb0:
  Jump bb1
bb1 region 1 preheader:
  Jump bb2(%0)
bb2(%2 state: State) region 1 header:
  %3: int = Project %2.1
  %4: bool = Prim int_lt(%3, %1)
  Branch %4, bb3, bb4
bb3 region 1 body:
  %5: [int] = Project %2.0
  %6: [int] = Intrinsic list_push of int(own %5, own %3)
  %7: int = Prim int_wrap_add(%3, %1)
  %8: State = Construct(%6, %7)
  Jump bb5
bb4 region 1 exit:
  Return %3
bb5 region 1 latch:
  Jump bb2(%8)
}
==>
type [int] = list int
type State = struct { items: [int], count: int }
type int = scalar int
type bool = scalar bool

fn main(%0: State borrowed, %1: int borrowed) -> int {
  region 1 loop in 0
bb0:
  Jump bb1
bb1 region 1 preheader:
  %11: [int] = Project %0.0
  %12: int = Project %0.1
  Jump bb2(%11, %12)
bb2(%9 state.items: [int], %10 state.count: int) region 1 header:
  %4: bool = Prim int_lt(%10, %1)
  Branch %4, bb3, bb4
bb3 region 1 body:
  %6: [int] = Intrinsic list_push of int(own %9, own %10)
  %7: int = Prim int_wrap_add(%10, %1)
  %8: State = Construct(%6, %7)
  Jump bb5
bb4 region 1 exit:
  Return %10
bb5 region 1 latch:
  Jump bb2(%6, %7)
}
