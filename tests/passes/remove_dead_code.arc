# Values nobody needs go, a counter that only counts itself included; what can panic stays.
pass removeDeadCode
type [int] = list int
fn main(%0: [int] borrowed, %1: int borrowed) -> int {
  region 1 loop in 0
bb0:
  %2: int = Const 0
  %3: int = Intrinsic list_len of int(ref %0)
  Jump bb1
bb1 region 1 preheader:
  Jump bb2(%2, %2)
bb2(%4: int, %5 unused: int) region 1 header:
  %6: bool = Prim int_lt(%4, %1)
  Branch %6, bb3, bb4
bb3 region 1 body:
  %7: int = Intrinsic list_get of int(ref %0, ref %4)
  %8: int = Const 1
  %9: int = Prim int_wrap_add(%4, %8)
  %10: int = Prim int_wrap_add(%5, %8)
  Jump bb5
bb4 region 1 exit:
  Return %4
bb5 region 1 latch:
  Jump bb2(%9, %10)
}
==>
phase lowered
type [int] = list int
type int = scalar int
type bool = scalar bool

fn main(%0: [int] borrowed, %1: int borrowed) -> int {
  region 1 loop in 0
bb0:
  %2: int = Const 0
  Jump bb1
bb1 region 1 preheader:
  Jump bb2(%2)
bb2(%4: int) region 1 header:
  %6: bool = Prim int_lt(%4, %1)
  Branch %6, bb3, bb4
bb3 region 1 body:
  %7: int = Intrinsic list_get of int(ref %0, ref %4)
  %8: int = Const 1
  %9: int = Prim int_wrap_add(%4, %8)
  Jump bb5
bb4 region 1 exit:
  Return %4
bb5 region 1 latch:
  Jump bb2(%9)
}
