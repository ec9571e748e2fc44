# A part of a value that dies takes its reference before the whole is released, and is then unique.
pass insertRc
type [str] = list str
type [[str]] = list [str]
fn last(%0: [[str]] owned, %1: str owned) -> [str] {
bb0:
  %2: int = Const 0
  %3: [str] = Intrinsic list_at of [str](ref %0, ref %2)
  %4: [str] = Intrinsic list_push of str(own %3, own %1)
  Return %4
}
fn name(%0: [str] borrowed) -> str {
bb0:
  %1: int = Const 0
  %2: str = Intrinsic list_at of str(ref %0, ref %1)
  Return %2
}
fn outlives(%0: [[str]] owned, %1: [str] owned) -> [[str]] {
bb0:
  %2: int = Const 0
  %3: [str] = Intrinsic list_at of [str](ref %0, ref %2)
  %4: [[str]] = Intrinsic list_push of [str](own %0, own %1)
  %5: [[str]] = Intrinsic list_push of [str](own %4, own %3)
  Return %5
}
==>
type [str] = list str
type [[str]] = list [str]
type str = str
type int = scalar int

fn last(%0: [[str]] owned, %1: str owned) -> [str] {
bb0:
  %2: int = Const 0
  %3: [str] = Intrinsic list_at of [str](ref %0, ref %2)
  RcInc %3
  RcDec %0
  %4: [str] = Intrinsic list_push of str(own %3, own %1)
  Return %4
}

fn name(%0: [str] borrowed) -> str {
bb0:
  %1: int = Const 0
  %2: str = Intrinsic list_at of str(ref %0, ref %1)
  RcInc %2
  Return %2
}

fn outlives(%0: [[str]] owned, %1: [str] owned) -> [[str]] {
bb0:
  %2: int = Const 0
  %3: [str] = Intrinsic list_at of [str](ref %0, ref %2)
  RcInc %3
  %4: [[str]] = Intrinsic list_push of [str](own %0, own %1)
  %5: [[str]] = Intrinsic list_push of [str](own %4, own %3)
  Return %5
}
