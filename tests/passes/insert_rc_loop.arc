# Values carried by a loop: the one replaced in each turn is released in that turn, one that is only looked at stays, and a
# closure that is carried takes the one before it along (RC-8, RC-15).
pass insertRc
type `() -> str` = fn () -> str
type `env(() -> str)` = env (`() -> str`)
fn inner(%0 f: `() -> str` borrowed) -> str lambda 1 {
bb0:
  %1: str = ApplyIndirect(ref %0)
  Return %1
}
fn inner$wrapper(%0 env: `env(() -> str)` borrowed) -> str wraps @inner {
bb0:
  %1: `() -> str` = EnvGet %0.0
  %2: str = Apply @inner(ref %1)
  Return %2
}
fn last(%0: str owned, %1: str borrowed, %2 count: int borrowed) -> str {
  region 1 loop in 0
bb0:
  %3: int = Const 0
  Jump bb1
bb1 region 1 preheader:
  Jump bb2(%3, %0)
bb2(%4: int, %5: str) region 1 header:
  %6: bool = Prim int_lt(%4, %2)
  Branch %6, bb3, bb4
bb3 region 1 body:
  %7: int = Intrinsic str_len(ref %1)
  %8: str = Intrinsic int_to_str(ref %7)
  %9: int = Const 1
  %10: int = Prim int_wrap_add(%4, %9)
  Jump bb5(%10, %8)
bb4 region 1 exit:
  Return %5
bb5(%11: int, %12: str) region 1 latch:
  Jump bb2(%11, %12)
}
fn stacked(%0 f: `() -> str` owned, %1 count: int borrowed) -> `() -> str` {
  region 1 loop in 0
bb0:
  %2: int = Const 0
  Jump bb1
bb1 region 1 preheader:
  Jump bb2(%2, %0)
bb2(%3: int, %4 f: `() -> str`) region 1 header:
  %5: bool = Prim int_lt(%3, %1)
  Branch %5, bb3, bb4
bb3 region 1 body:
  %6: `() -> str` = PartialApply @inner$wrapper(%4)
  %7: int = Const 1
  %8: int = Prim int_wrap_add(%3, %7)
  Jump bb5(%8, %6)
bb4 region 1 exit:
  Return %4
bb5(%9: int, %10: `() -> str`) region 1 latch:
  Jump bb2(%9, %10)
}
==>
type `() -> str` = fn () -> str
type `env(() -> str)` = env (`() -> str`)
type str = str
type int = scalar int
type bool = scalar bool

fn inner(%0 f: `() -> str` borrowed) -> str lambda 1 {
bb0:
  %1: str = ApplyIndirect(ref %0)
  Return %1
}

fn inner$wrapper(%0 env: `env(() -> str)` borrowed) -> str wraps @inner {
bb0:
  %1: `() -> str` = EnvGet %0.0
  %2: str = Apply @inner(ref %1)
  Return %2
}

fn last(%0: str owned, %1: str borrowed, %2 count: int borrowed) -> str {
  region 1 loop in 0
bb0:
  %3: int = Const 0
  Jump bb1
bb1 region 1 preheader:
  Jump bb2(%3, %0)
bb2(%4: int, %5: str) region 1 header:
  %6: bool = Prim int_lt(%4, %2)
  Branch %6, bb3, bb5
bb3 region 1 body:
  RcDec %5
  %7: int = Intrinsic str_len(ref %1)
  %8: str = Intrinsic int_to_str(ref %7)
  %9: int = Const 1
  %10: int = Prim int_wrap_add(%4, %9)
  Jump bb4(%10, %8)
bb4(%11: int, %12: str) region 1 latch:
  Jump bb2(%11, %12)
bb5 region 1 exit:
  Return %5
}

fn stacked(%0 f: `() -> str` owned, %1 count: int borrowed) -> `() -> str` {
  region 1 loop in 0
bb0:
  %2: int = Const 0
  Jump bb1
bb1 region 1 preheader:
  Jump bb2(%2, %0)
bb2(%3: int, %4 f: `() -> str`) region 1 header:
  %5: bool = Prim int_lt(%3, %1)
  Branch %5, bb3, bb5
bb3 region 1 body:
  %6: `() -> str` = PartialApply @inner$wrapper(%4)
  %7: int = Const 1
  %8: int = Prim int_wrap_add(%3, %7)
  Jump bb4(%8, %6)
bb4(%9: int, %10: `() -> str`) region 1 latch:
  Jump bb2(%9, %10)
bb5 region 1 exit:
  Return %4
}
