# Calls that can unwind while something owned is live become Invoke; equal cleanups are shared.
pass insertRc
fn use(%0: str borrowed, %1: int borrowed) -> int {
bb0:
  %2: byte = Intrinsic str_byte_at(ref %0, ref %1)
  %3: int = Prim byte_to_int(%2)
  Return %3
}
fn main(%0: str owned, %1: str owned, %2: int borrowed) -> str {
bb0:
  %3: int = Apply @use(ref %0, ref %2)
  %4: int = Apply @use(ref %1, ref %3)
  %5: int = CheckedPrim int_add(ref %3, ref %4)
  %6: str = Intrinsic str_index(ref %1, ref %5)
  %7: str = Intrinsic str_concat(own %0, ref %6)
  Return %7
}
==>
type str = str
type int = scalar int
type byte = scalar byte

fn use(%0: str borrowed, %1: int borrowed) -> int {
bb0:
  %2: byte = Intrinsic str_byte_at(ref %0, ref %1)
  %3: int = Prim byte_to_int(%2)
  Return %3
}

fn main(%0: str owned, %1: str owned, %2: int borrowed) -> str {
bb0:
  Invoke %3: int = Apply @use(ref %0, ref %2) -> bb1, unwind bb5
bb1:
  Invoke %4: int = Apply @use(ref %1, ref %3) -> bb2, unwind bb5
bb2:
  Invoke %5: int = CheckedPrim int_add(ref %3, ref %4) -> bb3, unwind bb5
bb3:
  Invoke %6: str = Intrinsic str_index(ref %1, ref %5) -> bb4, unwind bb5
bb4:
  RcDec %1
  %7: str = Intrinsic str_concat(own %0, ref %6)
  RcDec %6
  Return %7
bb5:
  RcDec %1
  RcDec %0
  Resume
}
