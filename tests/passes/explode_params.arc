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
  %9: [int] = Project %2.0
  %10: int = Intrinsic list_len of int(ref %9)
  Return %10
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
  %13: [int] = Project %0.0
  %14: int = Project %0.1
  Jump bb2(%13, %14)
bb2(%11 state.items: [int], %12 state.count: int) region 1 header:
  %4: bool = Prim int_lt(%12, %1)
  Branch %4, bb3, bb4
bb3 region 1 body:
  %6: [int] = Intrinsic list_push of int(own %11, own %12)
  %7: int = Prim int_wrap_add(%12, %1)
  Jump bb5
bb4 region 1 exit:
  %10: int = Intrinsic list_len of int(ref %11)
  Return %10
bb5 region 1 latch:
  Jump bb2(%6, %7)
}
