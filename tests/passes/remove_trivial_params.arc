# Parameters of a loop that never change are the value from before the loop.
pass removeTrivialParams
fn main(%0: str borrowed, %1: int borrowed) -> str {
  region 1 loop in 0
bb0:
  Jump bb1(%0, %1)
bb1(%2: str, %3: int) region 1 preheader:
  Jump bb2(%2, %3)
bb2(%4: str, %5: int) region 1 header:
  %6: bool = Prim int_lt(%5, %1)
  Branch %6, bb3, bb4
bb3 region 1 body:
  %7: int = Prim int_wrap_add(%5, %1)
  Jump bb5(%4, %7)
bb4 region 1 exit:
  Return %4
bb5(%8: str, %9: int) region 1 latch:
  Jump bb2(%8, %9)
}
==>
phase lowered
type str = str
type int = scalar int
type bool = scalar bool

fn main(%0: str borrowed, %1: int borrowed) -> str {
  region 1 loop in 0
bb0:
  Jump bb1
bb1 region 1 preheader:
  Jump bb2(%1)
bb2(%5: int) region 1 header:
  %6: bool = Prim int_lt(%5, %1)
  Branch %6, bb3, bb4
bb3 region 1 body:
  %7: int = Prim int_wrap_add(%5, %1)
  Jump bb5
bb4 region 1 exit:
  Return %0
bb5 region 1 latch:
  Jump bb2(%7)
}
