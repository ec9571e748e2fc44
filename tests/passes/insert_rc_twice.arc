# A value that a terminator or an op uses twice: one reference more for each use but the last (RC-8, RC-15).
pass insertRc
type [str] = list str
type `(str, str)` = struct { a: str, b: str }
type `(str, str) -> str` = fn (str, str) -> str
fn jump(%0: str owned, %1: bool borrowed) -> `(str, str)` {
bb0:
  Jump bb1(%0, %0)
bb1(%2: str, %3: str):
  %4: `(str, str)` = Construct(%2, %3)
  Return %4
}
fn borrowed_jump(%0: str borrowed) -> `(str, str)` {
bb0:
  Jump bb1(%0, %0)
bb1(%1: str, %2: str):
  %3: `(str, str)` = Construct(%1, %2)
  Return %3
}
fn indirect(%0 f: `(str, str) -> str` borrowed, %1: str owned, %2: str owned) -> str {
bb0:
  %3: str = ApplyIndirect(ref %0, own %1, own %1)
  %4: str = Intrinsic str_concat(own %3, ref %2)
  Return %4
}
fn own_and_ref(%0: str owned) -> str {
bb0:
  %1: str = Intrinsic str_concat(own %0, ref %0)
  Return %1
}
fn listed(%0: str owned) -> [str] {
bb0:
  %1: [str] = MakeList(%0, %0, %0)
  Return %1
}
==>
type [str] = list str
type `(str, str)` = struct { a: str, b: str }
type `(str, str) -> str` = fn (str, str) -> str
type str = str
type bool = scalar bool

fn jump(%0: str owned, %1: bool borrowed) -> `(str, str)` {
bb0:
  RcInc %0
  Jump bb1(%0, %0)
bb1(%2: str, %3: str):
  %4: `(str, str)` = Construct(%2, %3)
  Return %4
}

fn borrowed_jump(%0: str borrowed) -> `(str, str)` {
bb0:
  RcInc %0
  RcInc %0
  Jump bb1(%0, %0)
bb1(%1: str, %2: str):
  %3: `(str, str)` = Construct(%1, %2)
  Return %3
}

fn indirect(%0 f: `(str, str) -> str` borrowed, %1: str owned, %2: str owned) -> str {
bb0:
  RcInc %1
  Invoke %3: str = ApplyIndirect(ref %0, own %1, own %1) -> bb1, unwind bb2
bb1:
  %4: str = Intrinsic str_concat(own %3, ref %2)
  RcDec %2
  Return %4
bb2:
  RcDec %2
  Resume
}

fn own_and_ref(%0: str owned) -> str {
bb0:
  RcInc %0
  %1: str = Intrinsic str_concat(own %0, ref %0)
  RcDec %0
  Return %1
}

fn listed(%0: str owned) -> [str] {
bb0:
  RcInc %0
  RcInc %0
  %1: [str] = MakeList(%0, %0, %0)
  Return %1
}
