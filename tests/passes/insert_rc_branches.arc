# A value that one branch needs is released on entry of the other; a loop value that is not needed any
# more is released when the loop ends.
pass insertRc
type [str] = list str
fn branches(%0: bool borrowed, %1: [str] owned, %2: str owned) -> [str] {
  region 1 join in 0
bb0:
  Branch %0, bb1, bb2
bb1 region 1 then:
  %3: [str] = Intrinsic list_push of str(own %1, own %2)
  Jump bb3(%3)
bb2 region 1 else:
  Jump bb3(%1)
bb3(%4: [str]) region 1 join:
  Return %4
}
fn loops(%0 names: [str] borrowed, %1 count: int borrowed) -> str {
  region 1 loop in 0
bb0:
  %2: int = Const 0
  %3: str = Const ""
  Jump bb1
bb1 region 1 preheader:
  Jump bb2(%2, %3)
bb2(%4: int, %5 text: str) region 1 header:
  %6: bool = Prim int_lt(%4, %1)
  Branch %6, bb3, bb4
bb3 region 1 body:
  %7: str = Intrinsic list_get of str(ref %0, ref %4)
  %8: str = Intrinsic str_concat(own %5, ref %7)
  %9: int = Const 1
  %10: int = Prim int_wrap_add(%4, %9)
  Jump bb5(%10, %8)
bb4 region 1 exit:
  Return %5
bb5(%11: int, %12: str) region 1 latch:
  Jump bb2(%11, %12)
}
==>
type [str] = list str
type str = str
type bool = scalar bool
type int = scalar int

fn branches(%0: bool borrowed, %1: [str] owned, %2: str owned) -> [str] {
  region 1 join in 0
bb0:
  Branch %0, bb1, bb2
bb1 region 1 then:
  %3: [str] = Intrinsic list_push of str(own %1, own %2)
  Jump bb3(%3)
bb2 region 1 else:
  RcDec %2
  Jump bb3(%1)
bb3(%4: [str]) region 1 join:
  Return %4
}

fn loops(%0 names: [str] borrowed, %1 count: int borrowed) -> str {
  region 1 loop in 0
bb0:
  %2: int = Const 0
  %3: str = Const ""
  Jump bb1
bb1 region 1 preheader:
  Jump bb2(%2, %3)
bb2(%4: int, %5 text: str) region 1 header:
  %6: bool = Prim int_lt(%4, %1)
  Branch %6, bb3, bb7
bb3 region 1 body:
  Invoke %7: str = Intrinsic list_get of str(ref %0, ref %4) -> bb4, unwind bb6
bb4 region 1 body:
  %8: str = Intrinsic str_concat(own %5, ref %7)
  %9: int = Const 1
  %10: int = Prim int_wrap_add(%4, %9)
  Jump bb5(%10, %8)
bb5(%11: int, %12: str) region 1 latch:
  Jump bb2(%11, %12)
bb6:
  RcDec %5
  Resume
bb7 region 1 exit:
  Return %5
}
