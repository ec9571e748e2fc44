# A view is kept across the op that moves its owner when that op looks at it, or something later does. Nothing is released where a path
# ends that never happens.
pass insertRc
type [str] = list str
type [[str]] = list [str]
fn both(%0: [[str]] owned, %1: [str] borrowed) -> int {
bb0:
  %2: int = Intrinsic list_len of str(ref %1)
  Return %2
}
fn looked_at(%0: [[str]] owned) -> int {
bb0:
  %1: int = Const 0
  %2: [str] = Intrinsic list_at of [str](ref %0, ref %1)
  %3: int = Apply @both(own %0, ref %2)
  Return %3
}
fn never(%0: str owned, %1: bool borrowed) -> str {
bb0:
  Branch %1, bb1, bb2
bb1:
  Return %0
bb2:
  Unreachable
}
==>
type [str] = list str
type [[str]] = list [str]
type str = str
type int = scalar int
type bool = scalar bool

fn both(%0: [[str]] owned, %1: [str] borrowed) -> int {
bb0:
  RcDec %0
  %2: int = Intrinsic list_len of str(ref %1)
  Return %2
}

fn looked_at(%0: [[str]] owned) -> int {
bb0:
  %1: int = Const 0
  %2: [str] = Intrinsic list_at of [str](ref %0, ref %1)
  RcInc %2
  %3: int = Apply @both(own %0, ref %2)
  RcDec %2
  Return %3
}

fn never(%0: str owned, %1: bool borrowed) -> str {
bb0:
  Branch %1, bb1, bb2
bb1:
  Return %0
bb2:
  Unreachable
}
