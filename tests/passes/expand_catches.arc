# A Catch becomes a call with a handler: what follows it goes to a block in which both ways meet. What the frame owns is owned on both ways.
pass expandCatches
type `Result<int, str>` = sum { Ok { value: int }, Err { error: str } }
type `() -> int` = fn () -> int
fn once(%0: `() -> int` owned, %1: str owned) -> str {
bb0:
  %2: `Result<int, str>` = Catch %0
  RcDec %0
  RcDec %2
  Return %1
}

# Two in one block, in the branch of a region: each has a handler of its own.
fn twice(%0: `() -> int` borrowed, %1: bool borrowed) -> void {
  region 1 join in 0
bb0:
  Branch %1, bb1, bb2
bb1 region 1 then:
  %2: `Result<int, str>` = Catch %0
  RcDec %2
  %3: `Result<int, str>` = Catch %0
  RcDec %3
  Jump bb3
bb2 region 1 else:
  Jump bb3
bb3 region 1 join:
  %4: void = Const unit
  Return %4
}

fn without(%0: `() -> int` borrowed) -> int {
bb0:
  %1: int = ApplyIndirect(ref %0)
  Return %1
}
==>
type `Result<int, str>` = sum { Ok { value: int }, Err { error: str } }
type `() -> int` = fn () -> int
type int = scalar int
type str = str
type bool = scalar bool
type void = unit

fn once(%0: `() -> int` owned, %1: str owned) -> str {
  region 1 join in 0
bb0:
  Invoke %3: int = ApplyIndirect(ref %0) -> bb1, unwind bb2
bb1 region 1 then:
  %4: `Result<int, str>` = Construct #0(%3)
  Jump bb3(%4)
bb2 region 1 else:
  %5: str = TakePanic
  %6: `Result<int, str>` = Construct #1(%5)
  Jump bb3(%6)
bb3(%2: `Result<int, str>`) region 1 join:
  RcDec %0
  RcDec %2
  Return %1
}

fn twice(%0: `() -> int` borrowed, %1: bool borrowed) -> void {
  region 1 join in 0
  region 2 join in 1
  region 3 join in 1
bb0:
  Branch %1, bb1, bb8
bb1 region 1 then:
  Invoke %5: int = ApplyIndirect(ref %0) -> bb2, unwind bb3
bb2 region 2 then:
  %6: `Result<int, str>` = Construct #0(%5)
  Jump bb4(%6)
bb3 region 2 else:
  %7: str = TakePanic
  %8: `Result<int, str>` = Construct #1(%7)
  Jump bb4(%8)
bb4(%2: `Result<int, str>`) region 2 join:
  RcDec %2
  Invoke %9: int = ApplyIndirect(ref %0) -> bb5, unwind bb6
bb5 region 3 then:
  %10: `Result<int, str>` = Construct #0(%9)
  Jump bb7(%10)
bb6 region 3 else:
  %11: str = TakePanic
  %12: `Result<int, str>` = Construct #1(%11)
  Jump bb7(%12)
bb7(%3: `Result<int, str>`) region 3 join:
  RcDec %3
  Jump bb9
bb8 region 1 else:
  Jump bb9
bb9 region 1 join:
  %4: void = Const unit
  Return %4
}

fn without(%0: `() -> int` borrowed) -> int {
bb0:
  %1: int = ApplyIndirect(ref %0)
  Return %1
}
